"""Bodies of requests that are too much: too large, too slow, or not even read."""

from __future__ import annotations

import time
from typing import Final

import anyio
from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from memcon.web.options import WebOptions

# Where files are taken in; everywhere else a body is a form.
UPLOADS: Final = ("/add", "/api/v1/documents")
_ENVELOPE: Final = 100_000  # bytes around what is sent: boundaries, headers of parts, other fields
# Bytes a second below which somebody wants to keep the line busy: the slowest of mobile lines.
_SLOWEST: Final = 10_000
_SMALL: Final = 65_536  # bytes that have come with the request's head, or will at once
_LINGER_SECONDS: Final = 5.0


def install(app: FastAPI, options: WebOptions) -> None:
    """Add all of it to an application."""
    app.add_middleware(PatientBodies, seconds=options.body_timeout_seconds)
    app.add_middleware(BodyLimits, upload=options.max_upload_bytes, text=options.max_text_bytes)
    app.add_middleware(UnreadBodies)


class BodyLimits:
    """Middleware that ends requests whose body is too large: that of a form, or that of a file."""

    def __init__(self, app: ASGIApp, *, upload: int, text: int):
        """Keep the limits, in bytes."""
        # A byte takes up to three in a form (%XX), and up to six in JSON (\u00XX).
        self._files = RequestBodyLimitMiddleware(app, max(upload, 6 * text) + _ENVELOPE)
        self._forms = RequestBodyLimitMiddleware(app, 3 * text + _ENVELOPE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with the limit of its address."""
        path = scope.get("path", "")
        files = any(path == one or path.startswith(f"{one}/") for one in UPLOADS)
        await (self._files if files else self._forms)(scope, receive, send)


class PatientBodies:
    """Middleware that gives up a request whose body does not come, or hardly."""

    def __init__(self, app: ASGIApp, *, seconds: float):
        """Keep how long to wait, beside what many bytes may take."""
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with a body that ends in time."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began: float | None = None
        came = 0
        whole = False

        async def receiving() -> Message:
            nonlocal began, came, whole
            if whole:  # what comes now is that the reader goes, whenever that is
                return await receive()
            began = time.monotonic() if began is None else began
            until = began + self._seconds + came / _SLOWEST
            try:
                with anyio.fail_after(max(0.0, until - time.monotonic())):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(
                    408, "the request did not come in time", {"Connection": "close"}
                ) from None
            came += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            return message

        await self._app(scope, receiving, send)


class UnreadBodies:
    """Middleware that ends the line after an answer to a large body that nobody read.

    A line on which the rest of a body may still come cannot be used for another request, and would
    stay open for as long as the other side wants. It is read for a while before the answer is sent:
    a browser that is still sending would not see the answer, but that the line broke.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and see how much of its body was read."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if not _is_large(headers):
            await self._app(scope, receive, send)
            return
        whole = False

        async def receiving() -> Message:
            nonlocal whole
            message = await receive()
            whole = whole or not message.get("more_body", False)
            return message

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and not whole:
                # who asks first whether to send is told no
                with anyio.move_on_after(0 if "expect" in headers else _LINGER_SECONDS):
                    while not whole:
                        await receiving()
                if not whole:
                    MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        await self._app(scope, receiving, sending)


def _is_large(headers: Headers) -> bool:
    length = headers.get("content-length", "0")
    return "transfer-encoding" in headers or not length.isdigit() or int(length) > _SMALL
