"""Logging in and out."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from memcon.web.auth.gate import admission_of, gate_of
from memcon.web.auth.throttle import MINUTES
from memcon.web.errors import TooManyRequestsError
from memcon.web.messages import DONE
from memcon.web.rendering import page

router = APIRouter()
# Who was wrong says nothing of whether there is such a name.
_WRONG: Final = "Name or password is wrong."


@router.get("/login")
def login_page(
    request: Request,
    next: Annotated[str, Query(description="The page to go to afterwards.")] = "/",
    done: Annotated[str, Query(description="What was done before.")] = "",
) -> Response:
    """Show the form; who is logged in already is led on."""
    if admission_of(request).viewer is not None:
        return RedirectResponse(local(next), status_code=303)
    return _form(request, next=next, told=DONE.get(done))


@router.post("/login")
def login(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Begin a session, if name and password fit."""
    try:
        cookies = gate_of(request).log_in(request, name, password)
    except TooManyRequestsError as error:
        problem = f"{error.problem[:1].upper()}{error.reason[1:]}."
        again = {"Retry-After": str(MINUTES * 60)}
        return _form(request, next=next, name=name, problem=problem, status=429, headers=again)
    if cookies is None:
        return _form(request, next=next, name=name, problem=_WRONG, status=403)
    return leading(local(next), cookies)


@router.post("/logout")
def logout(request: Request) -> Response:
    """End the session; the browser forgets the pages too, so that "Back" shows none of them."""
    response = leading("/login?done=logout", gate_of(request).log_out(request))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def leading(path: str, cookies: tuple[str, ...] = ()) -> RedirectResponse:
    """Return the answer that leads on to a page, with cookies."""
    response = RedirectResponse(path, status_code=303)
    for cookie in cookies:
        response.headers.append("set-cookie", cookie)
    return response


def local(path: str) -> str:
    """Return a path of this site with its query, and the first page in place of anything else.

    >>> local("/ledger?q=ferries"), local("https://example.org/"), local("//example.org")
    ('/ledger?q=ferries', '/', '/')
    """
    # Browsers take a backslash for a slash and leave control characters out (WHATWG URL, 4.4).
    if not path.startswith("/") or "\\" in path or not path.isprintable():
        return "/"
    try:
        parts = urlsplit(path)
    except ValueError:
        return "/"
    if parts.scheme or parts.netloc or path.startswith("//") or parts.path == "/login":
        return "/"
    return path


def _form(
    request: Request,
    *,
    next: str,
    name: str = "",
    problem: str | None = None,
    told: str | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    return page(
        request,
        "login.html.jinja",
        status=status,
        headers={"Cache-Control": "no-store", **(headers or {})},
        csrf=admission_of(request).csrf,
        next=local(next),
        name=name[:64],
        problem=problem,
        told=told,
    )
