"""The reference of the API as a page, made from its own description; it needs no other host."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response

from memcon.web.api.reference import Operation, by_tag, operations
from memcon.web.kept_pages import kept
from memcon.web.rendering import page

router = APIRouter()


@router.get("/api")
@kept
def api_reference(request: Request) -> Response:
    """Show every address of the API with its parameters and its answer."""
    base = str(request.base_url).rstrip("/")
    return page(request, "api.html.jinja", groups=_groups(request.app), base=base)


@cache
def _groups(app: FastAPI) -> dict[str, list[Operation]]:
    document: dict[str, Any] = app.openapi()
    return by_tag(operations(document))
