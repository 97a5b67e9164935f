"""Exact words that an id stands for, whose they are, and what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from memcon.analysis.show_event import find_event
from memcon.analysis.show_findings import Read, party_words, read
from memcon.archive import human
from memcon.errors import MemconError, UnknownIdError
from memcon.knowledge.events import cameo_codes
from memcon.record import Act, Actor, Commitment, Event, Meeting, Record, Span, Statement

MAX_WORDS: Final = 8_000  # characters of a document that one answer gives
OPENING: Final = 400  # characters of a document of which no words are named
_PARTS: Final = 20
_BODY: Final = ("headline", "deck", "paragraph")
Found = Statement | Act | Commitment | Meeting | Event | Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Exact words of a document.

    Attributes:
        id: public id of what they are of: a finding, or the document.
        row: of ``documents``, whose words they are.
        kind: statement, act, commitment, meeting, event, person, document, passage.
        who: names of whose words or whose act it is.
        what: the word of saying, or what kind of act it is.
        parts: the words; a finding's may stand apart.
        before: what stands before them.
        after: what stands after them.
        whole: whether they are all that stands behind the id, and no stretch that was asked for.
    """

    id: str
    row: Any
    kind: str
    who: Sequence[str]
    what: str | None
    parts: Sequence[Span]
    before: str
    after: str
    whole: bool

    @property
    def start(self) -> int:
        """Offset of the first code point of the words."""
        return _range(self.parts)[0]

    @property
    def end(self) -> int:
        """Offset after the last."""
        return _range(self.parts)[1]

    @property
    def words(self) -> str:
        """The words on one line; where they stand apart, with a gap between them."""
        return " … ".join(" ".join(span.text.split()) for span in self.parts)


def cited(
    connection: Connection,
    id: str,
    *,
    start: int | None = None,
    end: int | None = None,
    context: int = 0,
) -> Cited:
    """Return exact words with their context.

    Args:
        connection: the archive.
        id: public id of a document or of a finding.
        start: offset of the first code point, for words of the document's or the finding's text;
            without it, those of the finding, or the document's opening.
        end: offset after the last; given with ``start``.
        context: characters of context on either side.

    Raises:
        UnknownIdError: the archive has nothing of that id.
        MemconError: the offsets are none of the document.
    """
    if not id.startswith("doc:"):
        raise UnknownIdError(
            "this is no id of a document or of a finding",
            where=id,
            remedy="Give one such as doc:0123456789abcdef/statement:2, as the answers have them",
        )
    target = human.resolve(connection, id)
    of = read(connection, target.document)
    given = [_passage(of, start, end)] if start is not None or end is not None else []
    if not target.local:
        kind = "passage" if given else "document"
        return _cited(of, of.row.id, kind, given or [_opening(of)], context, whole=not given)
    item = find(of.record, target.local)
    if item is None:
        raise UnknownIdError(
            f"the document has no {target.local}",
            where=id,
            remedy=f"Take an id from an answer, or {of.row.id} for the document",
        )
    kind = "event" if isinstance(item, Event) else target.kind
    own = words_of(item)[:_PARTS] or [_opening(of)]
    whole = not given or _range(given) == _range(own)
    spans = own if whole else given
    return _cited(of, of.id(item.id), kind, spans, context, *_whose(of, item), whole=whole)


def find(record: Record, local: str) -> Found | None:
    """Return the finding of a record with a local id; an event also by that of a pair of it."""
    lists: tuple[Sequence[Found], ...] = (
        record.statements,
        record.acts,
        record.commitments,
        record.meetings,
        record.actors,
    )
    found = (item for items in lists for item in items if item.id == local)
    return find_event(record, local) or next(found, None)


def words_of(item: Found) -> list[Span]:
    """Return the words that a finding was read from, in text order."""
    spans: list[Span]
    if isinstance(item, Statement):
        spans = item.content
    elif isinstance(item, Act):
        spans = [item.content]
    elif isinstance(item, Commitment):
        spans = [item.goal, *item.measures]
    elif isinstance(item, Meeting):
        spans = item.evidence
    elif isinstance(item, Event):
        spans = [item.text]
    else:
        spans = item.mentions
    return sorted(spans, key=lambda span: (span.start, span.end))


def _whose(of: Read, item: Found) -> tuple[list[str], str | None]:
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


def _passage(of: Read, start: int | None, end: int | None) -> Span:
    text = of.record.document.text
    if start is None or end is None or not 0 <= start < end <= len(text):
        raise MemconError(
            "these are no offsets of words",
            where=of.row.id,
            remedy=f"Give a start and an end, from 0 to {len(text):,}, the end behind the start",
        )
    if end - start > MAX_WORDS:
        raise MemconError(
            f"these are {end - start:,} characters",
            where=of.row.id,
            remedy=f"Ask for at most {MAX_WORDS:,} at a time",
        )
    return Span(start=start, end=end, text=text[start:end])


def _opening(of: Read) -> Span:
    """Return the first words of a document's headline or body."""
    document = of.record.document
    blocks = (block.start for block in document.blocks if block.kind in _BODY)
    start = next(blocks, 0)
    end = min(start + OPENING, len(document.text))
    if end < len(document.text):
        end = max(document.text.rfind(" ", start, end), start + OPENING // 2)
    return Span(start=start, end=end, text=document.text[start:end])


def _cited(
    of: Read,
    id: str,
    kind: str,
    spans: Sequence[Span],
    context: int,
    who: Sequence[str] = (),
    what: str | None = None,
    *,
    whole: bool,
) -> Cited:
    text = of.record.document.text
    first, last = _range(spans)
    return Cited(
        id=id,
        row=of.row,
        kind=kind,
        who=tuple(who),
        what=what,
        parts=tuple(spans),
        before=_from_a_word(text[max(0, first - context) : first], cut=first > context),
        after=_to_a_word(text[last : last + context], cut=last + context < len(text)),
        whole=whole,
    )


def _range(spans: Sequence[Span]) -> tuple[int, int]:
    return min(span.start for span in spans), max(span.end for span in spans)


def _from_a_word(text: str, *, cut: bool) -> str:
    """Return a text from where its first whole word begins, if something was cut off before."""
    return text.partition(" ")[2] if cut else text


def _to_a_word(text: str, *, cut: bool) -> str:
    return text.rpartition(" ")[0] if cut else text
