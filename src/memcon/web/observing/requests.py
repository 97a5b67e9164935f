"""Each request as it ends: a line of the log, and a place in the metrics."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from memcon.web.observing.metrics import Metrics

LOG: Final = logging.getLogger("memcon.web.access")
# Asked every few seconds by machines, or along with a page: of interest to who looks for a fault.
_QUIET: Final = ("/health", "/ready", "/metrics", "/static")
NOWHERE: Final = "(none)"  # the route of an address that no page has
GONE: Final = 499  # as nginx has it: whoever asked went away before there was an answer
_MAX_PATH: Final = 500  # characters of an address in a line of the log


class RequestObserver:
    """Middleware that logs and counts requests.

    A line has neither the query nor a header: what somebody looks for, and what they prove who
    they are with, is nobody else's business.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics):
        """Observe what comes to an application, and count it."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell of it when it is answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = GONE

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = perf_counter()
        self._metrics.running.inc()
        try:
            await self._app(scope, receive, sending)
        except Exception:
            status = 500
            raise
        finally:
            seconds = perf_counter() - began
            self._metrics.running.dec()
            route = route_of(scope)
            self._metrics.observe(scope["method"], route, status, seconds)
            quiet = status < 400 and route.startswith(_QUIET)
            LOG.log(
                logging.DEBUG if quiet else logging.INFO,
                "request",
                extra=_told(scope, route, status, seconds),
            )


def route_of(scope: Scope) -> str:
    """Return the template of the address that a request was answered at, e.g. ``/actors/{id}``.

    Ids would make as many time series as there are actors; so ids stand as their names.
    """
    # FastAPI keeps the whole template, with the prefixes of the routers around it, in here.
    context = scope.get("fastapi", {}).get("effective_route_context")
    path = getattr(context, "path_format", None) or getattr(scope.get("route"), "path_format", None)
    if path is None and scope.get("root_path") == "/static":
        path = "/static/{path}"
    return path or NOWHERE


def _told(scope: Scope, route: str, status: int, seconds: float) -> dict[str, Any]:
    # As it came, with its percent signs: no control character gets into a log that is plain text.
    raw = scope.get("raw_path") or scope["path"].encode("ascii", "backslashreplace")
    client = scope.get("client")
    viewer = scope.get("state", {}).get("viewer")
    told = {
        "method": scope["method"],
        "path": raw.decode("ascii", "backslashreplace")[:_MAX_PATH],
        "route": route,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "client": client[0] if client else None,
        "user": viewer.name if viewer is not None else None,
    }
    return {name: value for name, value in told.items() if value is not None}
