"""The archive as a whole: what it holds, what is new in it, and what is to be reviewed."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import asdict
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from memcon.analysis.agreement import (
    Disagreement,
    KindProgress,
    PersonProgress,
    ReviewedKind,
    disagreements,
    progress_by_kind,
    progress_by_person,
)
from memcon.analysis.answer import Answer
from memcon.analysis.contents import contents
from memcon.analysis.news import Novelty, news
from memcon.analysis.review_queue import LIMIT, Filters, Seen, Wanted, review_queue
from memcon.analysis.sayings import Saying, sayings
from memcon.web.api.questions import shape_of
from memcon.web.api.shapes import FacetValue, Shape
from memcon.web.kept_pages import kept
from memcon.web.queries.fields import Id, Issue, Name, named
from memcon.web.site import site_of
from memcon.web.viewer import Viewer, needs

router = APIRouter(tags=["Overview"])
reviewing = APIRouter(tags=["Reviews"])

_NEW: Final = 5  # rows of each kind
_MAX_NEW: Final = 50
_JSON: Final = "application/json"
_SAME: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "The answer is what it was."}}
Reviewer = Annotated[Viewer, Depends(needs("reviewer"))]


class ContentsAnswer(Shape):
    """How much there is of what."""

    documents: Annotated[int, Field(description="that are current")]
    meetings: Annotated[int, Field(description="each once")]
    undertakings: Annotated[int, Field(description="each once")]
    statements: Annotated[int, Field(description="of the documents")]
    actors: Annotated[int, Field(description="that are named, each once")]
    first_day: Annotated[str | None, Field(description="of the earliest document (ISO 8601)")]
    last_day: Annotated[str | None, Field(description="of the latest")]
    facets: Annotated[
        dict[str, list[FacetValue]],
        Field(description="documents by narrator, undertakings by issue, meetings by form, year"),
    ]


class Progress(Shape):
    """How far the review is."""

    kinds: Annotated[list[KindProgress], Field(description="by kind of finding")]
    people: Annotated[list[PersonProgress], Field(description="by reviewer")]
    disagreements: Annotated[
        list[Disagreement], Field(description="findings of which reviewers say different things")
    ]


class NewsQuery(BaseModel):
    """Since when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: Annotated[Name, Query(description="Time: ISO 8601, UTC (`2026-03-01T08:00:00+00:00`).")]
    limit: Annotated[int, Query(ge=1, le=_MAX_NEW, description="At most so many of a kind.")] = _NEW


class QueueQuery(BaseModel):
    """Which findings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Annotated[ReviewedKind | None, Field(description="What kind of finding.")] = None
    seen: Annotated[
        Seen,
        Field(
            description="Findings that nobody reviewed, that you did not, all, or those of which "
            "reviewers say different things."
        ),
    ] = "nobody"
    narrator: Annotated[Name | None, named("Narrator", "Whose voice the document is.")] = None
    issue: Issue = None
    unsure: Annotated[bool, Field(description="Only what the reader was not sure of.")] = False
    warned: Annotated[bool, Field(description="Only what the reader warns about.")] = False
    document: Annotated[Id | None, Field(description="Id of a document.")] = None
    limit: Annotated[int, Field(ge=1, le=LIMIT, description="At most so many rows.")] = 50


@router.get("/contents", operation_id="contents", response_model=ContentsAnswer, responses=_SAME)
@kept
def held(request: Request) -> Response:
    """Count what the archive holds."""

    def asked(connection: Connection) -> bytes:
        found = asdict(contents(connection))
        found["facets"] = _counts(found["facets"])
        return ContentsAnswer(**found).model_dump_json().encode()

    return Response(site_of(request).ask(asked), media_type=_JSON)


@router.get("/news", operation_id="news", response_model=shape_of(Novelty), responses=_SAME)
@kept
def new(request: Request, query: Annotated[NewsQuery, Query()]) -> Response:
    """List what was added or changed since a time, the newest of each kind."""
    site = site_of(request)

    def asked(connection: Connection) -> Answer[Any]:
        return news(connection, since=query.since, today=site.today(), limit=query.limit)

    return _rows(request, asked)


@router.get(
    "/commitments/{id:path}/sayings",
    operation_id="sayings",
    response_model=shape_of(Saying),
    responses=_SAME,
)
@kept
def said(
    request: Request,
    id: Annotated[Id, Path(description="Id of any commitment of the undertaking.")],
) -> Response:
    """List every time an undertaking was said, the first first, and how the words changed."""
    return _rows(request, lambda connection: sayings(connection, id))


@reviewing.get("/review", operation_id="review_queue", response_model=shape_of(Wanted))
def queue(request: Request, viewer: Reviewer, query: Annotated[QueueQuery, Query()]) -> Response:
    """List findings to be reviewed, whatever wants a look most first."""
    wanted = Filters(
        kind=query.kind,
        document=query.document,
        narrator=query.narrator,
        issue=query.issue,
        unsure=query.unsure,
        warned=query.warned,
    )

    def asked(connection: Connection) -> Answer[Any]:
        return review_queue(connection, wanted, seen=query.seen, me=viewer.name, limit=query.limit)

    return _rows(request, asked, key=("api", "review", query, viewer.name))


@reviewing.get("/review/progress", operation_id="review_progress", response_model=Progress)
def progress(request: Request, viewer: Reviewer) -> Response:
    """Tell how far the review is, by kind and by person, and where reviewers disagree."""

    def asked(connection: Connection) -> bytes:
        found = Progress(
            kinds=list(progress_by_kind(connection).rows),
            people=list(progress_by_person(connection).rows),
            disagreements=list(disagreements(connection).rows),
        )
        return found.model_dump_json().encode()

    return Response(site_of(request).ask(asked, key=("api", "progress")), media_type=_JSON)


def _rows(request: Request, question: Any, *, key: Hashable | None = None) -> Response:
    """Return an answer that is no page of a longer one; ``Site.ask`` keeps it by a key."""

    def asked(connection: Connection) -> bytes:
        found = question(connection)
        shape = shape_of(found.model)(
            rows=list(found.rows),
            total=found.total,
            facets=_counts(found.facets),
            notes=list(found.notes),
        )
        return bytes(shape.model_dump_json(), "utf-8")

    return Response(site_of(request).ask(asked, key=key), media_type=_JSON)


def _counts(facets: Any) -> dict[str, list[FacetValue]]:
    return {name: _values(values) for name, values in facets.items()}


def _values(values: Sequence[tuple[str, int]]) -> list[FacetValue]:
    return [FacetValue(value=value, count=number) for value, number in values]
