"""``cite``: the exact words that an id stands for, their context and a citation to print."""

from __future__ import annotations

from sqlalchemy import Connection

from memcon.analysis import citing
from memcon.errors import MemconError
from memcon.mcp.pages import Sources, one_line
from memcon.mcp.rows import CiteAnswer, Part, Quoted


def cited(
    connection: Connection, id: str, *, start: int | None, end: int | None, context: int
) -> CiteAnswer:
    """Return exact words with their context.

    Args:
        connection: the archive.
        id: public id of a document or of a finding.
        start: with a document's id, offset of the first code point.
        end: with a document's id, offset after the last.
        context: characters of context on either side.

    Raises:
        UnknownIdError: the archive has nothing of that id.
        MemconError: the offsets are none of the document.
    """
    found = citing.cited(connection, id, start=start, end=end, context=context)
    document = found.row.id
    if found.id != document and (start is not None or end is not None):
        raise MemconError(
            "a finding has words of its own",
            where=id,
            remedy="Leave `start` and `end` out, or give the document's id",
        )
    source = Sources(connection, [document]).quoted(
        " … ".join(span.text for span in found.parts),
        document=document,
        id=found.id if found.id != document else None,
        start=found.start,
        end=found.end,
    )
    notes = []
    if found.row.status != "current":
        notes.append(f"This document is {found.row.status}: it is in no answers")
    return CiteAnswer(
        kind=found.kind,
        who=list(found.who),
        what=found.what,
        parts=[Part(words=span.text, start=span.start, end=span.end) for span in found.parts],
        before=found.before,
        after=found.after,
        citation=formatted(source),
        evidence=[source],
        notes=notes,
    )


def formatted(source: Quoted) -> str:
    """Return a citation to print: publisher, title, day, link, and where the words stand."""
    title = one_line(source.title)
    known = (
        one_line(source.publisher),
        f"“{title}”" if title else "untitled",
        source.date or "undated",
        source.link if source.link != source.document else None,
    )
    place = f"({source.id}, characters {source.start}–{source.end})"
    return f"{', '.join(part for part in known if part)} {place}"
