"""A finding as a reviewer needs to see it: what was read, from which words, who said what of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from memcon.analysis import log
from memcon.analysis.log import LogEntry
from memcon.analysis.review_queue import UNSURE
from memcon.archive import human, lookup, store
from memcon.archive.findings import Kind, anchor, find_item
from memcon.errors import UnknownIdError
from memcon.record import Act, Actor, Commitment, Meeting, Record, Span, Statement

_AROUND: Final = 1_000  # code points before and after the words
_OPENING: Final = 2_000  # of a document as a whole
_LOG: Final = 50  # entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewable:
    """A finding, or a document, to be reviewed.

    Attributes:
        id: public id.
        kind: what it is.
        row: of ``documents``.
        record: the record in force.
        item: the finding in force, or the document; None where it was rejected.
        words: what it was read from.
        parts: words that say one thing of it, each with what: the cue, who speaks, a number.
        window: the part of the text that is shown.
        doubts: why it wants a look, a sentence each.
        entries: of the log about it, the latest first.
        version: of what is in force, by which it is told whether it has changed.
    """

    id: str
    kind: Kind
    row: Any
    record: Record
    item: Any
    words: tuple[Span, ...]
    parts: tuple[tuple[str, Span], ...]
    window: tuple[int, int]
    doubts: tuple[str, ...]
    entries: Sequence[LogEntry]
    version: str


def reviewable(connection: Connection, id: str) -> Reviewable:
    """Return a finding, or a document, as a reviewer needs to see it.

    Raises:
        UnknownIdError: there is none of that id, and there was none.
    """
    target = human.resolve(connection, id)
    record = store.load(connection, target.document)
    item: Any = record.document
    words: tuple[Span, ...] = ()
    parts: tuple[tuple[str, Span], ...] = ()
    if target.kind != "document":
        item = find_item(record, target.kind, target.local)
        if item is not None:
            words, parts = words_of(item), tuple(_parts(item))
    entries = log.entries(connection, target.id, limit=_LOG).rows
    if target.kind != "document" and item is None and not entries:
        raise UnknownIdError(
            f"the document has no {target.local}", where=target.id, remedy="Take an id from a page"
        )
    row = lookup.document_rows(connection, [target.document])[target.document]
    return Reviewable(
        id=target.id,
        kind=target.kind,
        row=row,
        record=record,
        item=item,
        words=words,
        parts=parts,
        window=_window(record, words),
        doubts=tuple(_doubts(record, item, words)),
        entries=entries,
        version=version_of(item),
    )


def version(connection: Connection, id: str) -> str:
    """Return the version of a finding, or a document, that is in force.

    Raises:
        UnknownIdError: there is no such document.
    """
    target = human.resolve(connection, id)
    record = store.load(connection, target.document)
    if target.kind == "document":
        return version_of(record.document)
    return version_of(find_item(record, target.kind, target.local))


def version_of(item: Any) -> str:
    """Return a short sign of a finding as it is: equal for equal findings."""
    if item is None:
        return "rejected"
    return hashlib.sha256(item.model_dump_json().encode()).hexdigest()[:16]


def words_of(item: Any) -> tuple[Span, ...]:
    """Return the words that a finding was read from."""
    if isinstance(item, Statement):
        return tuple(item.content)
    if isinstance(item, Act):
        return (item.content,)
    if isinstance(item, Commitment):
        return (item.goal, *item.measures)
    if isinstance(item, Meeting):
        return tuple(item.evidence)
    return tuple(item.mentions) if isinstance(item, Actor) else ()


def _parts(item: Any) -> Iterator[tuple[str, Span]]:
    if isinstance(item, Statement) and item.speaker_mention:
        yield "speaker", item.speaker_mention
    if isinstance(item, Statement | Act) and item.cue:
        yield "cue", item.cue
    if isinstance(item, Commitment):
        for quantity in item.quantities:
            yield "number", quantity.span
        if item.deadline:
            yield "deadline", item.deadline.span
    if isinstance(item, Actor):
        for role in item.roles:
            if role.evidence:
                yield "office", role.evidence


def _window(record: Record, words: Sequence[Span]) -> tuple[int, int]:
    """Return the blocks that words lie in and those beside them, as far as that is not too much."""
    length = len(record.document.text)
    if not words:
        return 0, min(length, _OPENING)
    start, end = words[0].start, words[0].end
    for span in words[1:]:
        # What stands pages away is left to the document's own page.
        if span.end <= end + _AROUND and span.start >= start - _AROUND:
            start, end = min(start, span.start), max(end, span.end)
    blocks = record.document.blocks
    at = [n for n, block in enumerate(blocks) if block.start < end and start < block.end]
    first, last = start, end
    if at:
        first = blocks[max(0, at[0] - 1)].start
        last = blocks[min(len(blocks) - 1, at[-1] + 1)].end
    first, last = min(first, start), max(last, end)
    return max(first, start - _AROUND), min(last, end + _AROUND)


def _doubts(record: Record, item: Any, words: Sequence[Span]) -> Iterator[str]:
    said = item
    if isinstance(said, Commitment):
        said = next((act for act in record.acts if act.id == said.act), None)
    if isinstance(said, Act):
        said = next((one for one in record.statements if one.id == said.statement), None)
    if isinstance(said, Statement):
        if said.confidence <= UNSURE:
            yield f"The reader is not sure of the attribution ({said.confidence:.0%})."
        if not said.speakers:
            yield "No speaker was found."
    if isinstance(item, Meeting) and item.date is None:
        yield "No day was found."
    elif isinstance(item, Meeting) and item.date and item.date.precision != "day":
        yield f"Only the {item.date.precision} is known."
    start, end = (anchor(item) if words else (None, None)) if item is not None else (None, None)
    if start is None or end is None:
        return
    for warning in record.warnings:
        if warning.span and warning.span.start < end and start < warning.span.end:
            told = warning.message[:1].upper() + warning.message[1:]
            yield told if told.endswith(".") else f"{told}."
