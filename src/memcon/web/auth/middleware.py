"""The guard: finds out who makes a request, and lets nobody else than the known in."""

from __future__ import annotations

from typing import Final

from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from memcon.errors import MemconError
from memcon.web.answering import answer
from memcon.web.auth.forms import check_origin
from memcon.web.auth.gate import Admission, Gate
from memcon.web.errors import LoginNeededError

# What nobody has to be known for: machines that watch the server, and the files of every page.
_FREE: Final = ("/health", "/ready")
_FREE_UNDER: Final = "/static/"
LOGIN: Final = "/login"


class Authentication:
    """Middleware that sets ``request.state.viewer``, and turns away who is not logged in.

    Everything is closed that is not named here: a page that forgets to say whom it is for is for
    those who are logged in.
    """

    def __init__(self, app: ASGIApp, *, gate: Gate):
        """Guard an application with a gate."""
        self._app = app
        self._gate = gate
        metrics = ("/metrics",) if gate.site.options.public_metrics else ()
        self._free = frozenset((*_FREE, *metrics))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["viewer"] = None
        state["admission"] = Admission(by="nobody", viewer=None)
        path = scope["path"]
        if path in self._free or path.startswith(_FREE_UNDER):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            check_origin(request, self._gate.site.options.public_url)
            admission = await to_thread.run_sync(self._gate.admit, request)
            state["admission"], state["viewer"] = admission, admission.viewer
            if admission.viewer is None and path != LOGIN:
                raise LoginNeededError("nobody is logged in", remedy="Log in first")
        except MemconError as error:
            response = await answer(request, error)
            await response(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), admission.cookies)
            await send(message)

        await self._app(scope, receive, sending if admission.cookies else send)


def _add(headers: MutableHeaders, cookies: tuple[str, ...]) -> None:
    """Add cookies to an answer, but those which it sets itself."""
    given = {header.partition("=")[0] for header in headers.getlist("set-cookie")}
    for cookie in cookies:
        if cookie.partition("=")[0] not in given:
            headers.append("set-cookie", cookie)
