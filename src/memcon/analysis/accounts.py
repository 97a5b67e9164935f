"""The records that an id of an archive stands for, one of them or all accounts of a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from memcon.archive import human, lookup, store
from memcon.archive.schema import child_key, document_of, meetings, number_of
from memcon.errors import MemconError, UnknownIdError
from memcon.record import Record

_NAMED: Final = 10  # accounts in a message
_DOCUMENT: Final = "doc:"


def records_of(connection: Connection, id: str, *, by: str | None = None) -> list[Record]:
    """Return the record of a document, or the accounts of a meeting, in the order of publication.

    A document that tells of other meetings too gives of them nothing that was said there.

    Args:
        connection: the archive.
        id: public id of a document or of a meeting.
        by: of a meeting, only accounts in the voice of this actor, or only that of this document.

    Raises:
        UnknownIdError: there is no such document or meeting.
        MemconError: the id is of something else, or there is no account by that actor or document.
    """
    target = human.resolve(connection, id)
    if target.kind == "document":
        return [store.load(connection, target.document)]
    if target.kind != "meeting":
        raise MemconError(
            f"{target.kind}s cannot be compared",
            where=id,
            remedy="Give a document or a meeting, a file or an address",
        )
    document = store.find(connection, by) if by and by.startswith(_DOCUMENT) else None
    found = [
        _only(store.load(connection, document_of(row.key)), f"meeting:{number_of(row.key)}")
        for row in accounts(connection, target)
        if by is None or row.narrator == by or document_of(row.key) == document
    ]
    if not found:
        raise MemconError(
            f"there is no account of this meeting by {by}",
            where=id,
            remedy=f"Its accounts are by {', '.join(narrators(connection, id)) or 'nobody known'}",
        )
    return found


def narrators(connection: Connection, id: str) -> list[str]:
    """Return whose accounts of a meeting there are, by actor id, most accounts first."""
    target = human.resolve(connection, id)
    counts: dict[str, int] = {}
    for row in accounts(connection, target):
        if row.narrator:
            counts[row.narrator] = counts.get(row.narrator, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def accounts(connection: Connection, target: human.Target) -> Sequence[Any]:
    """Return the mentions of the occasion that a meeting of a document belongs to, as rows."""
    key = child_key(target.document, int(target.local.rpartition(":")[2]))
    head = select(meetings.c.canonical).where(meetings.c.key == key).scalar_subquery()
    rows = connection.execute(
        select(meetings).where(meetings.c.canonical == head).order_by("published", "key")
    ).all()
    if not rows:
        raise UnknownIdError(
            "there is no such meeting in the archive",
            where=target.id,
            remedy="Take an id from memcon meetings",
        )
    return rows


def by_two_sides(
    connection: Connection, id: str, sides: Sequence[str] = ()
) -> tuple[list[Record], list[Record]]:
    """Return two sides' accounts of one meeting.

    Args:
        connection: the archive.
        id: public id of any account of the meeting.
        sides: ids or names of the two, or ids of documents for single accounts; without them,
            those with most accounts.

    Raises:
        UnknownIdError: there is no such meeting or actor.
        MemconError: there are not accounts by two sides, or none by one that is named.
    """
    voices = [
        name if name.startswith(_DOCUMENT) else lookup.actor(connection, name).id for name in sides
    ]
    voices = voices or narrators(connection, id)
    if len(voices) < 2:
        told = accounts(connection, human.resolve(connection, id))
        rows = lookup.document_rows(connection, (document_of(row.key) for row in told))
        ids = sorted(row.id for row in rows.values())
        others = f"two of its documents as A and B: {', '.join(ids[:_NAMED])}"
        raise MemconError(
            f"two sides have to tell of it; known is {', '.join(voices) or 'none'}",
            where=id,
            remedy=f"Give {others if len(ids) > 1 else 'another meeting or document as B'}",
        )
    one, other = (records_of(connection, id, by=voice) for voice in voices[:2])
    return one, other


def _only(record: Record, meeting: str) -> Record:
    """Return the record without what was said at its other meetings."""
    if len(record.meetings) < 2:
        return record
    statements = [one for one in record.statements if one.meeting in (None, meeting)]
    ids = {one.id for one in statements}
    acts = [act for act in record.acts if act.statement is None or act.statement in ids]
    kept = {act.id for act in acts}
    return record.model_copy(
        update={
            "meetings": [one for one in record.meetings if one.id == meeting],
            "statements": statements,
            "acts": acts,
            "commitments": [item for item in record.commitments if item.act in kept],
        }
    )
