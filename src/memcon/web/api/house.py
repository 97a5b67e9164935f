"""What the API is: its index, and who asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from memcon.version import __version__
from memcon.web.api.shapes import Endpoint, Index, Me
from memcon.web.kept_pages import kept
from memcon.web.queries import QUESTIONS
from memcon.web.site import site_of
from memcon.web.viewer import Viewer, needs

router = APIRouter(tags=["Server"])


@router.get("", operation_id="index", response_model=Index)
@kept
def index(request: Request) -> Response:
    """Tell the release, the day, the archive's revision, and which questions there are."""
    site = site_of(request)
    found = Index(
        version=__version__,
        today=site.today(),
        revision=site.revision(),
        questions=[
            Endpoint(name=one.name, summary=one.summary, link=f"/api/v1/{one.name}")
            for one in QUESTIONS.values()
        ],
        reference="/openapi.json",
    )
    return Response(found.model_dump_json(), media_type="application/json")


@router.get("/me", operation_id="me")
def me(viewer: Annotated[Viewer, Depends(needs("reader"))]) -> Me:
    """Tell who asks, and in which role."""
    return Me(name=viewer.name, role=viewer.role, single=viewer.single)
