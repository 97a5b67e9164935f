"""``/commitments/{id}``: an undertaking, every time it was said, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, cast, get_args

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from memcon.analysis.comparison import Operation
from memcon.analysis.ledger import Undertaking, undertaking
from memcon.analysis.sayings import Saying, commitment_key, sayings
from memcon.analysis.sheet import Shown, Tied
from memcon.analysis.show import show
from memcon.archive import human
from memcon.archive.human import Status
from memcon.errors import MemconError, UnknownIdError
from memcon.presentation.citation import web_address
from memcon.record import CommitmentStrength
from memcon.web import links, tables
from memcon.web.charts import quantities
from memcon.web.entering import enter
from memcon.web.errors import status_of
from memcon.web.kept_pages import kept
from memcon.web.naming import Names, names_of
from memcon.web.remarks import in_web_words
from memcon.web.rendering import page
from memcon.web.site import site_of
from memcon.web.tables import mark_of, words_of
from memcon.web.viewer import Viewer, needs

router = APIRouter()
Reviewer = Annotated[Viewer, Depends(needs("reviewer"))]

MOST: Final = 200  # rows of a section of what is tied to it
_ALIKE: Final = 0.35
"""Of the words, so many have to be the same for the others to be marked one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Words that stayed, went or came since the saying before."""

    operation: Operation
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A saying, and how it differs from what it says again."""

    row: Saying
    changes: tuple[Change, ...]
    remark: str
    firmer: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An undertaking with all that is known of it; ``row`` is None where it is in no answers."""

    shown: Shown
    row: Undertaking | None
    said: tuple[Said, ...]
    names: Names


@router.get("/commitments/{id:path}")
@kept
def commitment(request: Request, id: str) -> Response:
    """Return the page of an undertaking."""
    return _page(request, id)


@router.post("/commitments/{id:path}/assess")
def assess(
    request: Request,
    id: str,
    viewer: Reviewer,
    status: Annotated[str, Form(max_length=20)] = "",
    evidence: Annotated[str, Form(max_length=2_000)] = "",
    note: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """Enter what became of an undertaking."""
    given = {"status": status, "evidence": evidence, "note": note}
    if status not in get_args(Status):
        return _page(request, id, problem="Choose what became of it.", given=given, status=422)
    at = site_of(request).now()
    try:
        enter(
            request,
            lambda connection: human.assess(
                connection,
                id,
                cast(Status, status),
                who=viewer.name,
                at=at,
                evidence=evidence.strip() or None,
                note=note.strip() or None,
            ),
        )
    except MemconError as error:
        problem = in_web_words(str(error))
        return _page(request, id, problem=problem, given=given, status=status_of(error))
    return RedirectResponse(f"{links.item(id)}?done=assessed", status_code=303)


def _page(
    request: Request,
    id: str,
    *,
    problem: str | None = None,
    given: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    site = site_of(request)
    whole = site.ask(lambda connection: _whole(connection, id, site.today()))
    return page(
        request,
        "commitment.html.jinja",
        status=status,
        whole=whole,
        chart=quantities(_as_said(whole)),
        statuses=[(one, words_of(one)) for one in get_args(Status)],
        problem=problem,
        given=given or {"status": "", "evidence": "", "note": ""},
        mark_of=mark_of,
        words_of=words_of,
        shows=_shows,
    )


def _whole(connection: Connection, id: str, today: str) -> Whole:
    key = commitment_key(connection, id)
    shown = show(connection, id, limit=MOST)
    if shown.kind != "commitment":
        raise UnknownIdError("this is no undertaking", where=id, remedy="Take one from the ledger")
    row = undertaking(connection, key, today=today)
    said = sayings(connection, id).rows
    ids = tables.ids_in([*said, *([row] if row else [])])
    return Whole(
        shown=shown,
        row=row,
        said=tuple(_said(one, before) for one, before in zip(said, _before(said), strict=True)),
        names=names_of(connection, ids),
    )


def _as_said(whole: Whole) -> list[Undertaking]:
    """Return an undertaking as each saying had it, for its numbers over time."""
    if whole.row is None or len(whole.said) < 2:
        return []
    return [
        whole.row.model_copy(
            update={
                "id": one.row.id,
                "goal": one.row.goal,
                "figures": one.row.figures,
                "deadline": one.row.deadline,
                "latest": one.row.evidence,
            }
        )
        for one in whole.said
    ]


def _before(said: Sequence[Saying]) -> list[Saying | None]:
    """Return for each saying the one that it says again."""
    known = {one.id: one for one in said}
    return [known.get(one.previous or "") for one in said]


def _said(row: Saying, before: Saying | None) -> Said:
    if before is None:
        return Said(row=row, changes=(), remark="", firmer=None)
    firmer = _firmer(before.strength, row.strength)
    parts = row.differences
    same = sum(len(one.b_text.split()) for one in parts if one.operation == "equal")
    whole = max(len(row.goal.split()), len(before.goal.split()), 1)
    if all(one.operation == "equal" for one in parts):
        return Said(row=row, changes=(), remark="in the same words", firmer=firmer)
    if same / whole < _ALIKE:
        return Said(row=row, changes=(), remark="in other words", firmer=firmer)
    changes: list[Change] = []
    for one in parts:
        if one.operation == "equal":
            changes.append(Change(operation="equal", words=one.b_text))
            continue
        if one.a_text:
            changes.append(Change(operation="delete", words=one.a_text))
        if one.b_text:
            changes.append(Change(operation="insert", words=one.b_text))
    return Said(row=row, changes=tuple(changes), remark="reworded", firmer=firmer)


def _firmer(before: CommitmentStrength, now: CommitmentStrength) -> bool | None:
    """Return whether a word binds more firmly than one before; None where that cannot be told."""
    firmness = get_args(CommitmentStrength)
    if before == now or "call" in (before, now):  # which binds others
        return None
    return firmness.index(now) < firmness.index(before)


def _shows(row: Tied) -> list[tuple[str, str | None]]:
    """Return the remarks on an assessment, each with where it leads."""
    found = []
    for note in row.notes:
        label, _, rest = note.partition("evidence: ")
        href = None
        if not label:
            href = links.item(rest) if rest.startswith("doc:") else web_address(rest)
        found.append((note, href))
    return found
