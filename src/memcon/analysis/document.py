"""A document opened for reading: its record in force, and what of it the archive knows besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from memcon.analysis import log as log_question
from memcon.analysis.log import LogEntry
from memcon.analysis.sheet import Tied
from memcon.analysis.show_document import STATUS_WORDS, heads_of, printings_of, versions_of
from memcon.analysis.show_findings import Read, read
from memcon.archive import human
from memcon.archive.schema import capture_documents, captures
from memcon.record import Record

_MOST: Final = 100_000  # entries of the log about one document


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person entered about a document or a finding, and that holds.

    Attributes:
        entry: of the log.
        local: id that the finding has now; None for the document, and for what was rejected.
    """

    entry: LogEntry
    local: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A document with its record in force.

    Attributes:
        id: public id.
        record: the record in force.
        day: ISO 8601 day by which it is sorted.
        status: ``current``, or why it is in no answers.
        notice: the same in a sentence, where it is not current.
        added_at: when it was stored (ISO 8601, UTC).
        captured_at: when its bytes were taken in last.
        meetings: by local id of each meeting, the public id that stands for the occasion; nothing
            where the document is in no answers.
        undertakings: by local id of each commitment, the public id of its undertaking.
        versions: other texts of the same address.
        printings: other printings of the same report.
        decisions: what people entered and holds, the oldest first.
    """

    id: str
    record: Record
    day: str | None
    status: str
    notice: str | None
    added_at: str
    captured_at: str | None
    meetings: Mapping[str, str]
    undertakings: Mapping[str, str]
    versions: Sequence[Tied]
    printings: Sequence[Tied]
    decisions: Sequence[Decision]


def opened(connection: Connection, id: str) -> Opened:
    """Return a document, also where it is in no answers.

    Args:
        connection: the archive.
        id: public id of the document, or its first digits.

    Raises:
        UnknownIdError: the archive has no such document, or several ids begin so.
    """
    target = human.resolve(connection, id.partition("/")[0])
    of = read(connection, target.document)
    row, record = of.row, of.record
    return Opened(
        id=row.id,
        record=record,
        day=row.day,
        status=row.status,
        notice=STATUS_WORDS.get(row.status),
        added_at=row.added_at,
        captured_at=_captured_at(connection, row.key),
        meetings=_heads(connection, of, "meeting", [one.id for one in record.meetings]),
        undertakings=_heads(connection, of, "commitment", [one.id for one in record.commitments]),
        versions=tuple(versions_of(connection, row)),
        printings=tuple(printings_of(connection, row)),
        decisions=decisions(connection, row) if row.reviewed else (),
    )


def decisions(connection: Connection, row: Any) -> tuple[Decision, ...]:
    """Return what people entered about a document and holds, the oldest first.

    Args:
        connection: the archive.
        row: of ``documents``.
    """
    present = human.present_ids(connection, row.key)
    known = log_question.entries(connection, row.id, limit=_MOST).rows
    return tuple(
        Decision(entry=one, local=present[one.entry])
        for one in sorted(known, key=lambda one: one.entry)
        if one.in_force and one.entry in present
    )


def _captured_at(connection: Connection, document: int) -> str | None:
    query = (
        select(captures.c.retrieved_at)
        .join(capture_documents, capture_documents.c.capture == captures.c.key)
        .where(capture_documents.c.document == document)
        .order_by(captures.c.key.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()


def _heads(connection: Connection, of: Read, kind: str, locals: list[str]) -> dict[str, str]:
    heads = heads_of(connection, of, kind, locals)
    return {local: heads[of.id(local)] for local in locals if of.id(local) in heads}
