"""Whether what changes something was sent by a page of this server (CSRF).

Three things have to agree: where the browser says that the request comes from, the cookie, and the
token of the form, which is a signature of the cookie's id. A request with an API token needs none
of it: no browser sends that by itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request

from memcon.web.auth.gate import API, admission_of, gate_of
from memcon.web.errors import ForgedRequestError
from memcon.web.forms import read_form

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FIELD: Final = "csrf"
HEADER: Final = "X-CSRF-Token"
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


async def form_checked(request: Request) -> AsyncIterator[None]:
    """Let a request that changes something pass only with the token of its form.

    Raises:
        ForgedRequestError: it has none, or that of another.
    """
    try:
        await _check(request)
        yield
    finally:
        await request.close()  # with the files of a form that was read here


async def _check(request: Request) -> None:
    if request.method in SAFE_METHODS:
        return
    admission = admission_of(request)
    if admission.by == "token":
        return
    token = request.headers.get(HEADER) or await _field(request)
    if token is None and admission.by == "single" and _of_a_program(request):
        return
    held = admission.holding
    if not token or not held or not gate_of(request).cookies.is_form_token(held, token):
        raise ForgedRequestError(
            "the form is too old, or it is not of this server",
            remedy="Go back, load the page anew and send it again; cookies have to be allowed",
        )


def check_origin(request: Request, public_url: str | None) -> None:
    """Let a request that changes something pass only from a page of this server.

    Args:
        request: with any method.
        public_url: the address under which readers reach the server, where it is known.

    Raises:
        ForgedRequestError: the browser says that it comes from elsewhere.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    own = origin is None or _is_own(origin, request.headers.get("host", ""), public_url)
    if site not in {"same-origin", "none"} or not own:
        raise ForgedRequestError(
            "the request comes from a page of another site",
            remedy="Open this site by itself and do it there",
        )


def _is_own(origin: str, host: str, public_url: str | None) -> bool:
    # A proxy may speak HTTPS to readers and HTTP to us: the scheme says nothing here.
    try:
        netloc = urlsplit(origin).netloc
    except ValueError:  # brackets that hold no address
        return False
    return netloc.lower() == host.lower() or origin == public_url


async def _field(request: Request) -> str | None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _FORMS:
        return None
    value = (await read_form(request)).get(FIELD)
    return value if isinstance(value, str) else None


def _of_a_program(request: Request) -> bool:
    """Tell whether a request to the API is none that a page of another site could have caused.

    Every browser says where a request comes from that changes something; one that says nothing and
    holds no cookie is a program's. Only asked where there are no users, and so no tokens.
    """
    said = ("origin", "sec-fetch-site", "cookie", "referer")
    return request.url.path.startswith(API) and not any(name in request.headers for name in said)
