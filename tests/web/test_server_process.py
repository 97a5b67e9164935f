"""The server on its port: where it listens, how it ends, and whom it does not wait for."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from memcon.errors import MemconError
from memcon.web import server
from memcon.web.options import WebOptions


def make_app() -> FastAPI:
    app = FastAPI()

    @app.get("/slow")
    async def slow() -> str:
        await asyncio.sleep(0.6)
        return "done"

    return app


class Running:
    """A server in a thread, its port, and a raw line to it."""

    def __init__(self) -> None:
        found: list[str] = []
        config = uvicorn.Config(
            make_app(),
            port=0,
            http=server.PatientProtocol,
            log_config=None,
            lifespan="off",
            timeout_graceful_shutdown=5,
        )
        self.server = server.Server(config, found.append)
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()
        while not found:
            time.sleep(0.01)
        self.url = found[0]

    def line(self) -> socket.socket:
        host, port = self.url.removeprefix("http://").split(":")
        return socket.create_connection((host, int(port)), timeout=10)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=10)
        assert not self.thread.is_alive()


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.4)
    started = Running()
    yield started
    started.stop()


def received(line: socket.socket) -> bytes:
    """Return what comes until the other end closes."""
    parts = b""
    while part := line.recv(4096):
        parts += part
    return parts


def test_port_is_told_when_it_answers(running: Running) -> None:
    with running.line() as line:
        line.sendall(b"GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert b"done" in received(line)


@pytest.mark.parametrize("head", [b"", b"GET /slow HTTP/1.1\r\nHost: a\r\nX-A: "])
def test_head_that_does_not_come_is_not_waited_for(running: Running, head: bytes) -> None:
    with running.line() as line:
        line.sendall(head)
        began = time.monotonic()
        assert b"200" not in received(line)
        assert time.monotonic() - began < 5


def test_head_sent_letter_by_letter_is_not_waited_for(running: Running) -> None:
    with running.line() as line, pytest.raises(OSError, match=r"Broken pipe|reset by peer"):
        send_slowly(line, 60)


def send_slowly(line: socket.socket, letters: int) -> None:
    for _ in range(letters):
        line.sendall(b"G")
        time.sleep(0.05)


def test_answer_may_take_longer_than_the_head(running: Running) -> None:
    with running.line() as line:
        for _ in range(2):  # the second on the line of the first
            line.sendall(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            answer = b""
            while b"done" not in answer:
                answer += line.recv(4096)


def test_answers_under_way_are_finished_when_it_stops(running: Running) -> None:
    with running.line() as line:
        line.sendall(b"GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        time.sleep(0.2)
        running.server.should_exit = True
        assert b"done" in received(line)


def test_port_in_use_is_an_error_that_says_so(running: Running) -> None:
    port = int(running.url.rpartition(":")[2])
    with pytest.raises(MemconError, match=r"cannot listen there\. Give another --port"):
        server.serve(make_app(), WebOptions(port=port), listening=lambda url: None)


def test_proxies_are_believed_only_where_they_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, Any]] = []

    class Config(uvicorn.Config):
        def __init__(self, app: Any, **options: Any) -> None:
            made.append(options)
            super().__init__(app, **options)

    monkeypatch.setattr(uvicorn, "Config", Config)
    monkeypatch.setattr(server.Server, "run", lambda self: setattr(self, "started", True))
    for proxies in ((), ("10.0.0.0/8",)):
        server.serve(make_app(), WebOptions(trusted_proxies=proxies), listening=lambda url: None)
    assert [one["proxy_headers"] for one in made] == [False, True]
    assert made[1]["forwarded_allow_ips"] == ["10.0.0.0/8"]
    assert not any(one["server_header"] or one["access_log"] for one in made)
