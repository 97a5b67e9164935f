"""What is new in an archive since a time: documents, meetings, undertakings, wording, reviews."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, exists, func, literal, select

from memcon.analysis.answer import SHOWN, Answer, Model
from memcon.analysis.gathered import gather
from memcon.analysis.positions import rung_changes
from memcon.analysis.thread_filters import UNRATED, is_before
from memcon.archive import lookup
from memcon.archive.schema import (
    act_issues,
    child_key,
    commitments,
    documents,
    log,
    meetings,
    occasions,
    threads,
)
from memcon.errors import MemconError

Kind = Literal["document", "meeting", "undertaking", "overdue", "wording", "review"]
_ACTORS: Final = 5  # of the new documents, whose wording is looked at: those who say most
_ISSUES: Final = 8  # on which it is, those most spoken of
_CHANGES: Final = 200  # of wording that are looked at, the latest


class Novelty(Model):
    """Something that is new."""

    kind: Annotated[
        Kind,
        Field(description="what is new: a thing, or what became of it", json_schema_extra=SHOWN),
    ]
    day: Annotated[
        str | None,
        Field(
            description="its day; of something overdue, when it was due", json_schema_extra=SHOWN
        ),
    ]
    actors: Annotated[
        list[str], Field(description="actor ids of whose it is", json_schema_extra=SHOWN)
    ]
    words: Annotated[str, Field(description="what it is, in words", json_schema_extra=SHOWN)]
    issue: Annotated[str | None, Field(description="issue code of a change of wording")]
    id: Annotated[str, Field(description="public id of it", json_schema_extra=SHOWN)]


def news(connection: Connection, *, since: str, today: str, limit: int = 5) -> Answer[Novelty]:
    """Return what was added or changed since a time, kind by kind, the newest of each first.

    A meeting or an undertaking is new if only documents tell of it that were added since then. An
    undertaking is newly overdue if the day on which it was due came to an end since then. Changes
    of wording are those that new documents brought, of the actors who say most in them.

    Args:
        connection: the archive.
        since: time (ISO 8601, UTC).
        today: ISO 8601 day.
        limit: how many rows of each kind.

    Returns:
        The rows; the facet ``kind`` counts what there is of each kind, beyond the rows.

    Raises:
        MemconError: ``since`` is no time.
    """
    try:
        datetime.fromisoformat(since)
    except ValueError as error:
        raise MemconError(f"{since!r} is no time", where="since", remedy="Give ISO 8601") from error
    first = _first_new(connection, since)
    parts: list[tuple[Kind, tuple[int, list[Novelty]]]] = []
    if first is not None:
        parts += [
            ("document", _documents(connection, first, limit)),
            ("meeting", _meetings(connection, first, limit)),
            ("undertaking", _undertakings(connection, first, limit)),
            ("wording", _wording(connection, first, limit)),
        ]
    parts.append(("overdue", _overdue(connection, since[:10], today, limit)))
    parts.append(("review", _reviews(connection, since, limit)))
    return Answer(
        model=Novelty,
        rows=[row for _, (_, rows) in parts for row in rows],
        total=sum(number for _, (number, _) in parts),
        facets={"kind": [(kind, number) for kind, (number, _) in parts if number]},
    )


def _first_new(connection: Connection, since: str) -> int | None:
    """Return the key of the first document added since then: keys are handed out in that order."""
    query = select(func.min(documents.c.key)).where(documents.c.added_at >= since)
    key = connection.execute(query).scalar()
    return int(key) if key is not None else None


def _documents(connection: Connection, first: int, limit: int) -> tuple[int, list[Novelty]]:
    new = (documents.c.key >= first, documents.c.status == "current")
    number = _number(connection, documents, *new)
    query = select(documents).where(*new).order_by(documents.c.key.desc()).limit(limit)
    return number, [
        Novelty(
            kind="document",
            day=row.day,
            actors=[row.narrator] if row.narrator else [],
            words=_line(row.title) or row.id,
            issue=None,
            id=row.id,
        )
        for row in connection.execute(query)
    ]


def _meetings(connection: Connection, first: int, limit: int) -> tuple[int, list[Novelty]]:
    low = child_key(first, 0)
    told, before = meetings.alias("told"), meetings.alias("before")
    new = (
        exists(select(literal(1)).where(told.c.canonical == occasions.c.key, told.c.key >= low)),
        ~exists(
            select(literal(1)).where(before.c.canonical == occasions.c.key, before.c.key < low)
        ),
    )
    number = _number(connection, occasions, *new)
    query = (
        select(occasions)
        .where(*new)
        .order_by(func.coalesce(occasions.c.day, "").desc(), occasions.c.key.desc())
        .limit(limit)
    )
    rows = connection.execute(query).all()
    keys = [row.key for row in rows]
    ids = lookup.item_ids(connection, "meeting", keys)
    who = gather(connection, keys)
    return number, [
        Novelty(
            kind="meeting",
            day=row.day,
            actors=json.loads(row.narrators),
            words=", ".join(one.in_words() for one in who[row.key].attendees) or row.form,
            issue=None,
            id=ids[row.key],
        )
        for row in rows
    ]


def _undertakings(connection: Connection, first: int, limit: int) -> tuple[int, list[Novelty]]:
    low = child_key(first, 0)
    said, before = commitments.alias("said"), commitments.alias("before")
    new = (
        exists(select(literal(1)).where(said.c.root == threads.c.key, said.c.key >= low)),
        ~exists(select(literal(1)).where(before.c.root == threads.c.key, before.c.key < low)),
    )
    number = _number(connection, threads, *new)
    query = (
        select(threads)
        .where(*new)
        .order_by(func.coalesce(threads.c.last_day, "").desc(), threads.c.key.desc())
        .limit(limit)
    )
    rows = connection.execute(query).all()
    return number, _threads(connection, "undertaking", rows, "last_day")


def _overdue(
    connection: Connection, then: str, today: str, limit: int
) -> tuple[int, list[Novelty]]:
    due = threads.c.deadline_date
    query = (
        select(threads)
        .where(threads.c.status == UNRATED, due >= then[:4], due <= today)
        .order_by(due.desc(), threads.c.key.desc())
    )
    rows = [
        row
        for row in connection.execute(query)
        if is_before(row.deadline_date, today) and not is_before(row.deadline_date, then)
    ]
    return len(rows), _threads(connection, "overdue", rows[:limit], "deadline_date")


def _threads(connection: Connection, kind: Kind, rows: Sequence[Any], day: str) -> list[Novelty]:
    ids = lookup.item_ids(connection, "commitment", [row.key for row in rows])
    return [
        Novelty(
            kind=kind,
            day=getattr(row, day) or None,
            actors=[one for one in row.holders.split("+") if one],
            words=_line(row.goal),
            issue=None,
            id=ids[row.key],
        )
        for row in rows
    ]


def _wording(connection: Connection, first: int, limit: int) -> tuple[int, list[Novelty]]:
    query = (
        select(act_issues.c.actor, act_issues.c.issue, func.count().label("n"))
        .where(act_issues.c.act >= child_key(first, 0), act_issues.c.actor > 0)
        .group_by(act_issues.c.actor, act_issues.c.issue)
    )
    cells = connection.execute(query).all()
    if not cells:
        return 0, []
    refs = lookup.canonical_actors(connection, {row.actor for row in cells})
    actors: Counter[str] = Counter()
    issues: Counter[str] = Counter()
    for row in cells:
        actors[refs[row.actor].id] += row.n
        issues[row.issue] += row.n
    changed = rung_changes(
        connection, by=_most(actors, _ACTORS), on=_most(issues, _ISSUES), limit=_CHANGES
    ).rows
    keys: dict[str, int] = {}
    for part in lookup.chunks(sorted({row.evidence.document for row in changed})):
        ids = select(documents.c.id, documents.c.key).where(documents.c.id.in_(part))
        keys.update({row.id: row.key for row in connection.execute(ids)})
    new = [row for row in changed if keys[row.evidence.document] >= first]
    return len(new), [
        Novelty(
            kind="wording",
            day=row.day,
            actors=[row.actor],
            words=f"{row.before} → {row.after} ({row.direction})",
            issue=row.issue,
            id=row.evidence.id or row.evidence.document,
        )
        for row in new[:limit]
    ]


def _reviews(connection: Connection, since: str, limit: int) -> tuple[int, list[Novelty]]:
    new = log.c.at >= since
    number = _number(connection, log, new)
    query = select(log).where(new).order_by(log.c.key.desc()).limit(limit)
    return number, [
        Novelty(
            kind="review",
            day=row.at[:10],
            actors=[],
            words=f"{row.action} by {row.who}",
            issue=None,
            id=row.target,
        )
        for row in connection.execute(query)
    ]


def _number(connection: Connection, table: Any, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(*conditions)
    return int(connection.execute(query).scalar_one())


def _most(counts: Counter[str], number: int) -> list[str]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [name for name, _ in ordered[:number]]


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
