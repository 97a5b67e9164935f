"""What stands behind a position: the acts of an actor on an issue, with their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import Field
from sqlalchemy import Connection, select

from memcon.analysis import issue_acts
from memcon.analysis.answer import DEFAULT_LIMIT, SHOWN, Answer, Citation, Model, Words, cite
from memcon.analysis.filters import first_day, last_day
from memcon.analysis.issue_acts import BUDGET, Period
from memcon.analysis.issue_codes import issue_code
from memcon.analysis.stances import ASKING, BACKING, OBJECTING
from memcon.archive import lookup
from memcon.archive.schema import acts
from memcon.errors import MemconError
from memcon.record import ActType

Kind = Literal["backing", "objecting", "asking", "other"]

_KINDS: Final[tuple[tuple[Kind, tuple[ActType, ...]], ...]] = (
    ("backing", BACKING),
    ("objecting", OBJECTING),
    ("asking", ASKING),
)


class IssueAct(Model):
    """An act of an actor on an issue."""

    day: Annotated[str | None, Field(description="when", json_schema_extra=SHOWN)]
    kind: Annotated[
        Kind,
        Field(
            description="backing, objecting or asking; other for what shows no stance",
            json_schema_extra=SHOWN,
        ),
    ]
    type: Annotated[ActType, Field(description="what is done", json_schema_extra=SHOWN)]
    rung: Annotated[
        str | None, Field(description="how strongly: a rung of its ladder", json_schema_extra=SHOWN)
    ]
    negated: Annotated[bool, Field(description="whether it is denied", json_schema_extra=SHOWN)]
    conditional: Annotated[bool, Field(description="whether it hangs on a condition")]
    evidence: Annotated[Citation, Field(description="the words", json_schema_extra=SHOWN)]
    statement: Annotated[str | None, Field(description="id of the statement it is made in")]


def issue_statements(
    connection: Connection,
    *,
    actor: str,
    issue: str,
    kind: Kind | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Answer[IssueAct]:
    """Return the acts of an actor on an issue, the newest first; those without a day come last.

    Args:
        connection: the archive.
        actor: id or name. Of a person, acts in the person's statements count that are the person's
            or of the side spoken for.
        issue: code of an issue, or words of it.
        kind: only acts that are backing, objecting, asking or none of these; denied acts are other.
        since: first day, month or year.
        until: last day, month or year.
        limit: how many rows.

    Raises:
        MemconError: the archive does not know the actor or the issue, or there is no such kind.
    """
    if kind is not None and kind not in get_args(Kind):
        raise MemconError(
            f"there is no {kind!r}",
            where="--kind",
            remedy=f"Give one of {', '.join(get_args(Kind))}",
        )
    period = Period(since=first_day(since), until=last_day(until))
    ref = lookup.actor(connection, actor)
    cells, notes = issue_acts.cells_of(connection, ref, [issue_code(connection, issue)], period)
    marks = issue_acts.newest(connection, cells[0], period, BUDGET) if cells else []
    if cells and cells[0].acts > len(marks):
        notes = [*notes, f"Counted are the newest {len(marks):,} of {cells[0].acts:,} acts."]
    rows = _rows(connection, [act for _, act in marks])
    counted = [(day, rows[act]) for day, act in marks]
    found = [row for _, row in counted if kind in (None, _kind(row))]
    shown = found[:limit]
    cited = cite(
        connection,
        (
            Words(kind="act", key=row.key, start=row.start, end=row.end, words=row.content)
            for row in shown
        ),
    )
    said = {row.statement for row in shown if row.statement is not None}
    ids = lookup.item_ids(connection, "statement", said)
    return Answer(
        model=IssueAct,
        rows=[
            IssueAct(
                day=row.day or None,
                kind=_kind(row),
                type=row.type,
                rung=row.rung if row.rung != row.type else None,
                negated=row.negated,
                conditional=row.conditional,
                evidence=cited["act", row.key],
                statement=ids.get(row.statement),
            )
            for row in shown
        ],
        total=len(found),
        facets={
            "kind": _most(_kind(row) for _, row in counted),
            "year": sorted(Counter(day[:4] for day, _ in counted if day).items(), reverse=True),
        },
        notes=notes,
    )


def _kind(row: Any) -> Kind:
    if row.negated:
        return "other"
    for kind, types in _KINDS:
        if row.type in types:
            return kind
    return "other"


def _rows(connection: Connection, keys: Sequence[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for part in lookup.chunks(keys):
        for row in connection.execute(select(acts).where(acts.c.key.in_(part))):
            found[row.key] = row
    return found


def _most(values: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))
