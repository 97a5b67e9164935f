"""What goes wrong, as the API tells it: one shape for everything."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from memcon.errors import MemconError
from memcon.web.api.shapes import Fault, FaultAnswer
from memcon.web.errors import retrying, status_of
from memcon.web.observing import request_id
from memcon.web.remarks import in_web_words

PREFIX: Final = "/api/"
_TOLD: Final = 5  # faults of one request that a message names
_LONGEST: Final = 500  # code points of what a message repeats of a request
_LOOK: Final = "See /openapi.json, or the page /api"

FAULTS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": FaultAnswer, "description": "It cannot be asked like that."},
    401: {"model": FaultAnswer, "description": "Nobody is logged in, or the token is not valid."},
    403: {"model": FaultAnswer, "description": "Whoever asks may not do that."},
    404: {"model": FaultAnswer, "description": "There is nothing of that id or name."},
    422: {"model": FaultAnswer, "description": "A parameter or field has no such value."},
    429: {"model": FaultAnswer, "description": "It was tried too often."},
    500: {"model": FaultAnswer, "description": "A fault of the program, told in its log."},
    501: {"model": FaultAnswer, "description": "It needs an extra that is not installed."},
    503: {"model": FaultAnswer, "description": "The archive or the server is too busy now."},
}


def fault_answer(request: Request, error: Exception) -> Response:
    """Return the answer to a request of the API that failed.

    Args:
        request: the request.
        error: one of memcon's own, of a request that does not fit, of an address that there is
            not, or anything else, of which nothing is told.
    """
    if isinstance(error, MemconError):
        return _of_memcon(error)
    if isinstance(error, RequestValidationError):
        return _of_validation(error)
    if isinstance(error, HTTPException):
        return _of_http(error, request)
    return _answer(
        500,
        "fault",
        "a fault in memcon",
        remedy="Please report it with the request id; the log of the server has more",
    )


def _of_memcon(error: MemconError) -> Response:
    status = status_of(error)
    headers = {"WWW-Authenticate": 'Bearer realm="memcon"'} if status == 401 else retrying(error)
    code = error.code if error.code != MemconError.code else "bad-request"
    return _answer(
        status, code, error.problem, where=error.where, remedy=error.remedy, headers=headers
    )


def _of_validation(error: RequestValidationError) -> Response:
    """Tell the first faults of a request, each with the parameter or field."""
    faults = [_told(one) for one in error.errors()]
    shown = "; ".join(f"{place}: {text}" if place else text for place, text in faults[:_TOLD])
    first = faults[0] if faults else ("", "it does not fit")
    single = len(faults) == 1
    return _answer(
        422,
        "invalid",
        first[1] if single else shown,
        where=first[0] or None if single else None,
        remedy=_LOOK,
    )


def _told(fault: Mapping[str, Any]) -> tuple[str, str]:
    place = [str(one) for one in fault.get("loc", ()) if one not in ("query", "path", "body")]
    text = str(fault.get("msg", "")).removeprefix("Value error, ")
    if fault.get("type") == "extra_forbidden":
        text = "unknown parameter"
    return ".".join(place), text[:1].lower() + text[1:]


def _of_http(error: HTTPException, request: Request) -> Response:
    known = {
        404: "there is no such address",
        405: f"{request.method} is not for this address",
    }
    return _answer(
        error.status_code,
        HTTPStatus(error.status_code).phrase.lower().replace(" ", "-"),
        known.get(error.status_code) or str(error.detail),
        where=request.url.path,
        remedy=_LOOK,
        headers=error.headers,
    )


def _answer(
    status: int,
    code: str,
    message: str,
    *,
    where: str | None = None,
    remedy: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    fault = Fault(
        code=code,
        message=_line(message),
        where=_line(where) if where else None,
        remedy=_line(remedy) if remedy else None,
        request_id=request_id(),
    )
    return JSONResponse(
        FaultAnswer(error=fault).model_dump(mode="json"),
        status_code=status,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def _line(text: str) -> str:
    """Return a text on one line that any reader of JSON can take, cut where it is too long."""
    line = " ".join(in_web_words(text).split())
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
