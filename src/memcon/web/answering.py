"""Answers of middleware to what goes wrong before a page is reached, by the pages' own handlers."""

from __future__ import annotations

import inspect
from typing import cast

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from memcon.errors import MemconError
from memcon.web.errors import status_of


async def answer(request: Request, error: MemconError) -> Response:
    """Return what the application's own handler answers to an error, else a line of text."""
    handlers = getattr(request.scope.get("app"), "exception_handlers", {})
    for kind in type(error).__mro__:
        if handler := handlers.get(kind):
            if inspect.iscoroutinefunction(handler):
                return cast(Response, await handler(request, error))
            return cast(Response, await to_thread.run_sync(handler, request, error))
    return PlainTextResponse(str(error), status_code=status_of(error))
