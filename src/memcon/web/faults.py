"""What goes wrong, as a page that says what to do; the API has a shape of its own."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from memcon.errors import MemconError
from memcon.web import api
from memcon.web.errors import LoginNeededError, retrying, status_of
from memcon.web.observing import request_id
from memcon.web.rendering import page

_TITLES: Final = {
    401: "Log in first",
    403: "You may not do that",
    404: "There is nothing here",
    405: "That cannot be done here",
    413: "That is too large",
    429: "Too many tries",
    500: "Something went wrong in memcon",
    501: "Something is not installed",
    503: "The archive cannot be asked",
}
_OTHER: Final = "That cannot be asked"


def install(app: FastAPI) -> None:
    """Have everything that goes wrong answered, in the manner of who asked."""
    for kind in (MemconError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _answer)


def _answer(request: Request, error: Exception) -> Response:
    if request.url.path.startswith(api.PREFIX):
        return api.fault_answer(request, error)
    if isinstance(error, MemconError):
        return _known(request, error)
    if isinstance(error, RequestValidationError):
        return _invalid(request, error)
    if isinstance(error, HTTPException):
        return _refused(request, error)
    return _page(
        request,
        500,
        problem="This is a fault of the program, not of what you asked.",
        remedy="Try it again; if it stays, report it with the number below.",
    )


def _known(request: Request, known: MemconError) -> Response:
    if isinstance(known, LoginNeededError) and request.method == "GET":
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?{urlencode({'next': asked})}", status_code=303)
    return _page(
        request,
        status_of(known),
        problem=_sentence(known.problem),
        where=known.where,
        remedy=known.remedy,
        headers=retrying(known),
    )


def _invalid(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    where = " ".join(str(part) for part in first["loc"][1:])
    return _page(
        request, 422, problem=_sentence(str(first["msg"])), where=where, remedy="Correct it"
    )


def _refused(request: Request, refused: HTTPException) -> Response:
    words = {
        404: "No page has this address.",
        405: "This address cannot be used in this way.",
    }
    return _page(
        request,
        refused.status_code,
        problem=words.get(refused.status_code, str(refused.detail)),
        headers=dict(refused.headers or {}),
    )


def _page(
    request: Request,
    status: int,
    *,
    problem: str,
    where: str | None = None,
    remedy: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    return page(
        request,
        "fault.html.jinja",
        status=status,
        headers=headers,
        title=_TITLES.get(status, _OTHER),
        problem=problem,
        where=where,
        remedy=remedy,
        request_id=request_id(),
    )


def _sentence(text: str) -> str:
    sentence = text[:1].upper() + text[1:]
    return sentence if sentence.endswith((".", "!", "?")) else sentence + "."
