"""What holds for every request and answer: headers, the host, and bodies that are too much.

Nothing here knows who asks. See docs/security.md for what each is against.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from memcon.web import bodies
from memcon.web.answering import answer
from memcon.web.auth import is_loopback
from memcon.web.errors import UnknownHostError
from memcon.web.options import LOOPBACK, WebOptions

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with it, browsers hide even from us where a form was sent from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "private, no-cache",
}
_HTTPS: Final = {"Strict-Transport-Security": "max-age=31536000"}
_ANY_ADDRESS: Final = ("0.0.0.0", "::")


def install(app: FastAPI, options: WebOptions) -> None:
    """Add all of it to an application."""
    bodies.install(app, options)
    app.add_middleware(HostCheck, options=options)
    app.add_middleware(SecurityHeaders, secure=options.secure_cookies)


class SecurityHeaders:
    """Middleware that has browsers be strict; a header that an answer has itself stays."""

    def __init__(self, app: ASGIApp, *, secure: bool):
        """Keep whether readers come over HTTPS."""
        self._app = app
        self._headers = {**HEADERS, **(_HTTPS if secure else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to the answer."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


class HostCheck:
    """Middleware that answers only for the names of this server (DNS rebinding)."""

    def __init__(self, app: ASGIApp, *, options: WebOptions):
        """Keep the names."""
        self._app = app
        public = urlsplit(options.public_url or "").hostname
        own = () if options.host in _ANY_ADDRESS else (options.host,)
        names = (*LOOPBACK, *own, *options.allowed_hosts, *((public,) if public else ()))
        self._names = frozenset(name.lower().strip("[]") for name in names)
        # Who comes by a number comes to this machine: no name was made to point elsewhere.
        self._any_number = not is_loopback(options.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            given = Headers(scope=scope).getlist("host")
            host = host_of(given[0]) if len(given) == 1 else None
            if host is None or not self._is_ours(host):
                shown = f"{host:.80}" if host else "no host, or several"
                error = UnknownHostError(
                    f"this server does not answer for {shown}",
                    remedy="Its admin can add the name to allowed_hosts",
                )
                scope.setdefault("state", {})["viewer"] = None
                response = await answer(Request(scope), error)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        return host in self._names or (self._any_number and _is_number(host))


def host_of(header: str) -> str | None:
    """Return the name or number in a Host header, without port and brackets; None if it is none.

    >>> host_of("Example.org:8080"), host_of("[::1]:80"), host_of("a@b"), host_of("")
    ('example.org', '::1', None, None)
    """
    try:
        parts = urlsplit(f"//{header}")
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return None
    if parts.netloc != header or parts.username is not None or not parts.hostname:
        return None
    return parts.hostname.rstrip(".")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
