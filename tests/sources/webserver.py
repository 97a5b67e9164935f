"""A web server on loopback for the tests of fetching: it answers as told and notes what it got."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6
from typing import Any

NOW = datetime(2031, 5, 3, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    # called before the answer is sent, and between its bytes where ``drip`` is set
    before: Callable[[], Any] | None = None
    drip: Callable[[], Any] | None = None
    # the Content-Length to claim, where it is not the body's; -1 for none
    length: int | None = None


Route = Reply | list[Reply] | Callable[[dict[str, str]], Reply]


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.time += seconds


class Server:
    """The server; ``requests`` lists the paths asked for, ``headers`` what came with each."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.routes: dict[str, Route] = {}
        self.requests: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.connections = 0

    @property
    def pages(self) -> list[str]:
        """The paths asked for, robots.txt aside."""
        return [path for path in self.requests if path != "/robots.txt"]

    def url(self, path: str = "/", host: str = "pages.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def reply(self, path: str, headers: dict[str, str]) -> Reply:
        self.requests.append(path)
        self.headers.append(headers)
        route = self.routes.get(path, Reply(status=404))
        if isinstance(route, list):
            return route.pop(0) if len(route) > 1 else route[0]
        return route if isinstance(route, Reply) else route(headers)


@contextmanager
def serving(
    host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None, v6: bool = False
) -> Iterator[Server]:
    """Run a server on a free port of ``host``."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            server.connections += 1

        def do_GET(self) -> None:
            given = {name.lower(): value for name, value in self.headers.items()}
            reply = server.reply(self.path, given)
            if reply.before is not None:
                reply.before()
            try:
                self.send_response(reply.status)
                if "transfer-encoding" not in {name.lower() for name in reply.headers}:
                    length = len(reply.body) if reply.length is None else reply.length
                    if length >= 0:
                        self.send_header("Content-Length", str(length))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.length is not None:
                    self.close_connection = True
                    self.send_header("Connection", "close")
                self.end_headers()
                if reply.drip is None:
                    self.wfile.write(reply.body)
                    return
                for offset in range(len(reply.body)):
                    self.wfile.write(reply.body[offset : offset + 1])
                    reply.drip()
            except OSError:  # the client had enough
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Listener(ThreadingHTTPServer):
        daemon_threads = False  # joined when the server closes, so that no test leaves one behind

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    if v6:
        Listener.address_family = AF_INET6
    listener = Listener((host, 0), Handler)
    if tls is not None:
        listener.socket = tls.wrap_socket(listener.socket, server_side=True)
    server = Server(int(listener.server_address[1]))
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()
