"""``cite``: the exact words that an id stands for, their context and a citation to print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from memcon.analysis.show_event import find_event
from memcon.analysis.show_findings import Read, party_words, read
from memcon.archive import human
from memcon.errors import MemconError, UnknownIdError
from memcon.knowledge.events import cameo_codes
from memcon.mcp.pages import Sources, one_line
from memcon.mcp.rows import CiteAnswer, Part, Quoted
from memcon.record import Act, Actor, Commitment, Event, Meeting, Span, Statement

MAX_WORDS: Final = 8_000  # characters of a document that one answer gives
OPENING: Final = 400  # characters of a document of which no words are named
_PARTS: Final = 20
_BODY: Final = ("headline", "deck", "paragraph")
_Found = Statement | Act | Commitment | Meeting | Event | Actor


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
    if not id.startswith("doc:"):
        raise UnknownIdError(
            "this is no id of a document or of a finding",
            where=id,
            remedy="Give one such as doc:0123456789abcdef/statement:2, as the answers have them; "
            "of an actor, `search` and `ledger` find words",
        )
    target = human.resolve(connection, id)
    of = read(connection, target.document)
    if not target.local:
        return _passage(connection, of, start, end, context)
    if start is not None or end is not None:
        raise MemconError(
            "a finding has words of its own",
            where=id,
            remedy="Leave `start` and `end` out, or give the document's id",
        )
    item = _found(of, target.local)
    if item is None:
        raise UnknownIdError(
            f"the document has no {target.local}",
            where=id,
            remedy=f"`cite` with {of.row.id} gives the document; the answers have ids of findings",
        )
    kind = "event" if isinstance(item, Event) else target.kind
    who, what = _whose(of, item)
    return _answer(connection, of, item.id, kind, _spans(item)[:_PARTS], context, who, what)


def _found(of: Read, local: str) -> _Found | None:
    record = of.record
    lists: tuple[Sequence[_Found], ...] = (
        record.statements,
        record.acts,
        record.commitments,
        record.meetings,
        record.actors,
    )
    found = (item for items in lists for item in items if item.id == local)
    return find_event(record, local) or next(found, None)


def _spans(item: _Found) -> list[Span]:
    if isinstance(item, Statement):
        return item.content
    if isinstance(item, Act):
        return [item.content]
    if isinstance(item, Commitment):
        return [item.goal, *item.measures]
    if isinstance(item, Meeting):
        return item.evidence
    return [item.text] if isinstance(item, Event) else item.mentions


def _whose(of: Read, item: _Found) -> tuple[list[str], str | None]:
    """Return the names of whose words or act it is, and what tells its kind."""
    if isinstance(item, Statement):
        return of.who(item.speakers)["who"], item.cue.text if item.cue else item.mode
    if isinstance(item, Act):
        return of.who(item.by)["who"], item.type
    if isinstance(item, Commitment):
        return of.who(item.by)["who"], item.strength
    if isinstance(item, Event):
        code = cameo_codes().get(item.cameo)
        name = f"{item.cameo} {code.name}" if code else item.cameo
        return [party_words(of, one) for one in item.sources], name
    if isinstance(item, Meeting):
        ids = [one.actor or one.side for one in item.participants]
        return of.who(id for id in ids if id)["who"], item.form
    return [item.name], item.kind


def _passage(
    connection: Connection, of: Read, start: int | None, end: int | None, context: int
) -> CiteAnswer:
    text = of.record.document.text
    if start is None and end is None:
        return _answer(connection, of, None, "document", [_opening(of)], context)
    if start is None or end is None or not start < end <= len(text):
        raise MemconError(
            "these are no offsets of words",
            where=of.row.id,
            remedy=f"Give `start` and `end`, from 0 to {len(text):,}, the end behind the start",
        )
    if end - start > MAX_WORDS:
        raise MemconError(
            f"these are {end - start:,} characters",
            where=of.row.id,
            remedy=f"Ask for at most {MAX_WORDS:,} at a time",
        )
    span = Span(start=start, end=end, text=text[start:end])
    return _answer(connection, of, None, "passage", [span], context)


def _opening(of: Read) -> Span:
    """Return the first words of a document's headline or body."""
    document = of.record.document
    blocks = (block.start for block in document.blocks if block.kind in _BODY)
    start = next(blocks, 0)
    end = min(start + OPENING, len(document.text))
    if end < len(document.text):
        end = max(document.text.rfind(" ", start, end), start + OPENING // 2)
    return Span(start=start, end=end, text=document.text[start:end])


def _answer(
    connection: Connection,
    of: Read,
    local: str | None,
    kind: str,
    spans: Sequence[Span],
    context: int,
    who: Sequence[str] = (),
    what: str | None = None,
) -> CiteAnswer:
    text = of.record.document.text
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    source = Sources(connection, [of.row.id]).quoted(
        " … ".join(span.text for span in spans),
        document=of.row.id,
        id=of.id(local) if local else None,
        start=first,
        end=last,
    )
    notes = []
    if of.row.status != "current":
        notes.append(f"This document is {of.row.status}: it is in no answers")
    return CiteAnswer(
        kind=kind,
        who=list(who),
        what=what,
        parts=[Part(words=span.text, start=span.start, end=span.end) for span in spans],
        before=_from_a_word(text[max(0, first - context) : first], cut=first > context),
        after=_to_a_word(text[last : last + context], cut=last + context < len(text)),
        citation=formatted(source),
        evidence=[source],
        notes=notes,
    )


def _from_a_word(text: str, *, cut: bool) -> str:
    """Return a text from where its first whole word begins, if something was cut off before."""
    return text.partition(" ")[2] if cut else text


def _to_a_word(text: str, *, cut: bool) -> str:
    return text.rpartition(" ")[0] if cut else text


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
