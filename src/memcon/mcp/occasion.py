"""``meeting`` with an id: one meeting with all its accounts, and what was said there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from memcon.analysis.sheet import Tied
from memcon.analysis.show import show
from memcon.errors import MemconError
from memcon.mcp.arguments import MAX_ROWS
from memcon.mcp.pages import Sources, page, worded
from memcon.mcp.rows import MeetingAnswer, MeetingRow, SaidRow

_PAGED = ("statements", "commitments")


def whole_meeting(connection: Connection, id: str, *, limit: int, after: int) -> MeetingAnswer:
    """Return the whole of a meeting.

    Args:
        connection: the archive.
        id: public id of any document's account of it.
        limit: at most so many statements, and so many undertakings.
        after: how many of each to pass over.

    Raises:
        UnknownIdError: the archive has nothing of that id.
        MemconError: it is the id of something else.
    """
    shown = show(connection, id, limit=max(after + limit + 1, MAX_ROWS))
    if shown.kind != "meeting":
        raise MemconError(
            f"this is the id of a {shown.kind}",
            where=id,
            remedy="Give one such as doc:0123456789abcdef/meeting:1; `meeting` without an id finds "
            "them, `cite` shows other ids",
        )
    sections = shown.sections
    tied = [row for name in ("accounts", *_PAGED) for row in sections.get(name, ())]
    sources = Sources(connection, (row.document for row in tied if row.document))
    statements, more = page(sections.get("statements", ()), after=after, limit=limit)
    undertakings, more_of_these = page(sections.get("commitments", ()), after=after, limit=limit)
    return MeetingAnswer(
        rows=[_meeting(shown.id, shown.facts, sections, sources)],
        statements=[_said(row, sources) for row in statements],
        undertakings=[_said(row, sources) for row in undertakings],
        total=1,
        next=more or more_of_these,
        # What was cut is told by `next` here.
        notes=[worded(note) for note in shown.notes if not note.startswith(_PAGED)],
    )


def _meeting(
    id: str,
    facts: Mapping[str, str | list[str]],
    sections: Mapping[str, Sequence[Tied]],
    sources: Sources,
) -> MeetingRow:
    def one(name: str) -> str | None:
        value = facts.get(name)
        return value if isinstance(value, str) else None

    def several(name: str) -> list[str]:
        value = facts.get(name, [])
        return [value] if isinstance(value, str) else value

    told = sections.get("accounts", ())
    return MeetingRow(
        id=id,
        date=one("day"),
        form=one("form") or "",
        status=one("status") or "",
        place=one("place"),
        participants=[_participant(row) for row in sections.get("participants", ())],
        accounts=int(one("accounts") or len(told)),
        narrators=several("narrator"),
        contradictions=several("contradiction"),
        evidence=[sources.quoted(**_place(row)) for row in told],
    )


def _participant(row: Tied) -> str:
    name = row.value or row.what or "someone unnamed"
    known = {row.id, name}
    return f"{name} ({row.who[0]})" if row.who and row.who[0] not in known else name


def _said(row: Tied, sources: Sources) -> SaidRow:
    return SaidRow(
        who=row.who, what=row.what, notes=row.notes, evidence=[sources.quoted(**_place(row))]
    )


def _place(row: Tied) -> dict[str, Any]:
    return {
        "words": row.words or "",
        "document": row.document or "",
        "id": row.id,
        "start": row.start,
        "end": row.end,
    }
