"""What people enter: reviews, corrections, ratings, and what takes them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from memcon.archive import human
from memcon.archive.human import Review, Status
from memcon.errors import MemconError
from memcon.web.api.shapes import Entries
from memcon.web.entering import enter
from memcon.web.queries.fields import Id, Name, Words
from memcon.web.site import site_of
from memcon.web.viewer import Viewer, needs

router = APIRouter(tags=["Reviews"])

_FIELDS: Final = 20  # corrections of one request
_VALUE: Final = 20_000  # code points of a value
_LAST: Final = 2**53 - 1  # what JSON holds as a whole number

Reviewer = Annotated[Viewer, Depends(needs("reviewer"))]
Note = Annotated[Words | None, Field(description="why")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReviewBody(_Body):
    """A review of a document or of a finding."""

    id: Annotated[Id, Field(description="id of a document, or of a finding as it stands now")]
    action: Annotated[
        Review, Field(description="it is right, it is not there, or some fields are to be set")
    ]
    fields: Annotated[
        dict[Name, Annotated[str, Field(max_length=_VALUE)]],
        Field(
            max_length=_FIELDS,
            description="for a correction, values by field, written as for `memcon review "
            "--correct`: words or START-END, ids or names separated by commas, dates, `null`",
        ),
    ] = Field(default_factory=dict)
    note: Note = None


class AssessmentBody(_Body):
    """What became of an undertaking."""

    id: Annotated[Id, Field(description="id of any commitment of the undertaking")]
    status: Annotated[Status, Field(description="what became of it")]
    evidence: Annotated[
        Id | None,
        Field(description="a web address, or the id of a document or finding of the archive"),
    ] = None
    note: Note = None


class UndoBody(_Body):
    """Why an entry is taken back."""

    note: Note = None


@router.post("/reviews", operation_id="review", status_code=201)
def review(request: Request, body: ReviewBody, viewer: Reviewer) -> Entries:
    """Confirm, reject or correct a document or a finding.

    Everything is entered or nothing.
    """
    if (body.action == "correct") != bool(body.fields):
        raise MemconError(
            "fields are for corrections, and a correction needs them",
            where="fields",
            remedy='Give {"type": "support"} and the like with "correct", and nothing else with it',
        )

    def entered(connection: Connection) -> list[int]:
        at = site_of(request).now()
        fields: list[tuple[str | None, str | None]] = list(body.fields.items()) or [(None, None)]
        return [
            human.review(
                connection,
                body.id,
                body.action,
                who=viewer.name,
                at=at,
                field=field,
                value=value,
                note=body.note,
            )
            for field, value in fields
        ]

    return _write(request, entered)


@router.post("/assessments", operation_id="assess", status_code=201)
def assess(request: Request, body: AssessmentBody, viewer: Reviewer) -> Entries:
    """Rate what became of an undertaking, with the evidence for it.

    The rating goes for the whole undertaking, whichever of its commitments is named.
    """

    def entered(connection: Connection) -> list[int]:
        entry = human.assess(
            connection,
            body.id,
            body.status,
            who=viewer.name,
            at=site_of(request).now(),
            evidence=body.evidence,
            note=body.note,
        )
        return [entry]

    return _write(request, entered)


@router.post("/log/{entry}/undo", operation_id="undo", status_code=201)
def undo(
    request: Request,
    entry: Annotated[int, Path(ge=1, le=_LAST, description="Number of an entry of the log.")],
    viewer: Reviewer,
    body: UndoBody | None = None,
) -> Entries:
    """Take an entry of the log back by another one; both stay in the log."""

    def entered(connection: Connection) -> list[int]:
        note = body.note if body else None
        at = site_of(request).now()
        return [human.undo(connection, entry, who=viewer.name, at=at, note=note)]

    return _write(request, entered)


def _write(request: Request, entry: Callable[[Connection], list[int]]) -> Entries:
    entries, linked = enter(request, entry)
    return Entries(entries=entries, linked=linked)
