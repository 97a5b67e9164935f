"""The application on a port: one process, which ends its answers before it ends itself."""

from __future__ import annotations

import asyncio
import gc
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from memcon.listening import Listening
from memcon.web.charts import drawing
from memcon.web.options import WebOptions

# A request's line and headers come at once, if they come from a browser or a proxy; who sends
# them letter by letter wants to keep the line busy.
HEAD_SECONDS: Final = 10.0
_GRACE_SECONDS: Final = 10  # for answers under way, when the server is told to stop
_IDLE_SECONDS: Final = 15  # a line is kept for the next click
_COLLECTED: Final = (50_000, 20, 50)  # the thresholds of gc.set_threshold
_MAX_LINES: Final = 1_000  # lines open at once; more are told to come again (503)


def serve(app: FastAPI, options: WebOptions, *, listening: Callable[[str], None]) -> None:
    """Serve an application until the process is told to stop (SIGINT or SIGTERM).

    Args:
        app: the application.
        options: where to listen, and which proxies to believe.
        listening: is told the server's own address (``http://127.0.0.1:8080``) as soon as it
            answers there.

    Raises:
        MemconError: the port cannot be had.
    """
    config = uvicorn.Config(
        app,
        host=options.host,
        port=options.port,
        http=PatientProtocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(options.trusted_proxies),
        forwarded_allow_ips=list(options.trusted_proxies),
        limit_concurrency=_MAX_LINES,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    threading.Thread(target=drawing.warm, daemon=True).start()
    _collect_seldom()
    Server(config, listening).serve_or_fail()


def _collect_seldom() -> None:
    """Let the collector of garbage look at what requests make, and seldom at all that is kept.

    Kept answers are some hundred thousand objects. To look at all of them stops every page for a
    fifth of a second, and by default that is done every few hundred pages.
    """
    gc.collect()
    gc.freeze()  # what was imported stays as long as the server
    gc.set_threshold(*_COLLECTED)


class Server(Listening):
    """Returns to its caller when it is told to stop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals to stop; uvicorn would raise them anew at the end, and so end us."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        taken = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in taken}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class PatientProtocol(H11Protocol):
    """HTTP/1.1 with an end to patience: the head of a request has to come within some seconds."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came; wait on as long as it is no whole head."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._rest()
        elif self.conn.trailing_data[0]:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._rest()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _rest(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if not self.transport.is_closing():
            self.transport.close()
