"""What breaks, logged where it broke and answered like everything else that goes wrong."""

from __future__ import annotations

import inspect
import logging
from typing import Final, cast

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG: Final = logging.getLogger("memcon.web")


class Breakages:
    """Middleware that answers in place of a page that broke.

    It stands inside all other middleware: the framework's own answer to what breaks is made
    outside of it, and so would lack the request's id and the headers of security.md.
    """

    def __init__(self, app: ASGIApp):
        """Watch over an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and answer it if it breaks before it was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:  # nobody waits for an answer any more
            return
        except Exception as error:
            if begun:  # all that is left to do is to break off; the server logs it
                raise
            LOG.exception("a page broke", extra={"error": type(error).__name__})
            response = await _answer(Request(scope), error)
            await response(scope, receive, send)


async def _answer(request: Request, error: Exception) -> Response:
    """Return what the application answers to what nobody foresaw."""
    handler = request.app.exception_handlers.get(Exception)
    if handler is None:
        return PlainTextResponse("Something went wrong in memcon", status_code=500)
    if inspect.iscoroutinefunction(handler):
        return cast(Response, await handler(request, error))
    return cast(Response, await to_thread.run_sync(handler, request, error))
