"""``memcon log``: what people entered, who, when and why."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, func, or_, select

from memcon.analysis.answer import DEFAULT_LIMIT, SHOWN, Answer, Model
from memcon.analysis.filters import first_day, last_day
from memcon.archive import human, lookup, store
from memcon.archive.findings import find_item
from memcon.archive.schema import documents, log
from memcon.errors import UnknownIdError


class LogEntry(Model):
    """One entry of the log."""

    entry: Annotated[int, Field(description="its number", json_schema_extra=SHOWN)]
    at: Annotated[str, Field(description="when (ISO 8601, UTC)", json_schema_extra=SHOWN)]
    who: Annotated[str, Field(description="who", json_schema_extra=SHOWN)]
    action: Annotated[
        Literal["confirm", "reject", "correct", "assess", "undo"],
        Field(description="what was done", json_schema_extra=SHOWN),
    ]
    id: Annotated[
        str, Field(description="to what: its id when it was entered", json_schema_extra=SHOWN)
    ]
    field: Annotated[str | None, Field(description="of a correction", json_schema_extra=SHOWN)]
    value: Annotated[
        Any,
        Field(description="what the field was set to, or the rating", json_schema_extra=SHOWN),
    ]
    was: Annotated[Any, Field(description="what the reader had read in the corrected field")]
    evidence: Annotated[str | None, Field(description="of a rating")]
    note: Annotated[str | None, Field(description="why", json_schema_extra=SHOWN)]
    undoes: Annotated[int | None, Field(description="the entry that it takes back")]
    undone_by: Annotated[int | None, Field(description="the entry that takes it back")]
    in_force: Annotated[bool, Field(description="whether it holds", json_schema_extra=SHOWN)]
    words: Annotated[str | None, Field(description="the words it is about, on one line")]
    document: Annotated[str, Field(description="document id")]
    title: Annotated[str | None, Field(description="of the document")]


def entries(
    connection: Connection,
    id: str | None = None,
    *,
    who: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Answer[LogEntry]:
    """Return entries of the log, the latest first.

    Args:
        connection: the archive.
        id: a document, with all that was entered about its findings; or a finding, whatever its
            id was when something was entered about it. None is for all.
        who: who entered it, as it is signed; case does not count.
        since: from this day, month or year on (UTC).
        until: up to it.
        limit: at most so many.

    Raises:
        UnknownIdError: the archive has no such document, or nothing of that id.
        MemconError: a date is none.
    """
    wanted: list[ColumnElement[bool]] = []
    if id is not None:
        wanted.append(_about(connection, id))
    if who is not None:
        # The databases do not agree on what the lower case of a letter is.
        names = connection.execute(select(log.c.who).distinct()).scalars()
        same = [name for name in names if name.casefold() == " ".join(who.split()).casefold()]
        wanted.append(log.c.who.in_(same))
    first, last = first_day(since), _end(until)
    if first is not None:
        wanted.append(log.c.at >= first)
    if last is not None:
        wanted.append(log.c.at < last)
    total = connection.execute(select(func.count()).select_from(log).where(*wanted)).scalar_one()
    query = (
        select(log, documents.c.id.label("doc"), documents.c.title)
        .join(documents, documents.c.key == log.c.document)
        .where(*wanted)
        .order_by(log.c.key.desc())
        .limit(limit)
    )
    rows = connection.execute(query).all()
    undone = _undone(connection, [row.key for row in rows])
    return Answer(
        model=LogEntry, rows=[_entry(row, undone.get(row.key)) for row in rows], total=total
    )


def entry(connection: Connection, number: int) -> LogEntry | None:
    """Return an entry of the log by its number, None if there is none."""
    query = (
        select(log, documents.c.id.label("doc"), documents.c.title)
        .join(documents, documents.c.key == log.c.document)
        .where(log.c.key == number)
    )
    row = connection.execute(query).first()
    return None if row is None else _entry(row, _undone(connection, [number]).get(number))


def _about(connection: Connection, id: str) -> ColumnElement[bool]:
    """Return the condition that an entry is about a document or a finding, or takes one back."""
    target = human.resolve(connection, id)
    if target.kind == "document":
        return log.c.document == target.document
    now = human.present_ids(connection, target.document)
    keys = [key for key, local in now.items() if local == target.local]
    then = select(log.c.key).where(log.c.target == target.id)
    gone = [key for key in connection.execute(then).scalars() if now.get(key) is None]
    if not keys and not gone and not _is_there(connection, target):
        raise UnknownIdError(
            "the archive has nothing of that id, and the log neither",
            where=id,
            remedy="Take an id from an answer, or see memcon log of the document",
        )
    return or_(log.c.key.in_([*keys, *gone]), log.c.undoes.in_([*keys, *gone]))


def _is_there(connection: Connection, target: human.Target) -> bool:
    record = store.load(connection, target.document)
    return find_item(record, target.kind, target.local) is not None


def _end(until: str | None) -> str | None:
    day = last_day(until)
    return None if day is None else f"{day}T24"  # every time of that day sorts before it


def _undone(connection: Connection, keys: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in lookup.chunks(keys):
        query = select(log.c.undoes, log.c.key).where(log.c.undoes.in_(part))
        found.update({row.undoes: row.key for row in connection.execute(query)})
    return found


def _entry(row: Any, undone_by: int | None) -> LogEntry:
    kept = json.loads(row.snapshot).get("finding", {}) if row.snapshot else {}
    return LogEntry(
        entry=row.key,
        at=row.at,
        who=row.who,
        action=row.action,
        id=row.target,
        field=row.field,
        value=json.loads(row.value) if row.value is not None else None,
        was=kept.get(row.field) if row.field else None,
        evidence=row.evidence,
        note=row.note,
        undoes=row.undoes,
        undone_by=undone_by,
        in_force=undone_by is None,
        words=finding_words(kept),
        document=row.doc,
        title=row.title,
    )


def finding_words(finding: dict[str, Any]) -> str | None:
    """Return the words that a finding is about, as it was read."""
    spans = finding.get("content") or finding.get("goal") or finding.get("evidence") or []
    parts = spans if isinstance(spans, list) else [spans]
    text = " … ".join(" ".join(part["text"].split()) for part in parts)
    return text or finding.get("name")
