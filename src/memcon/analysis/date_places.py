"""Where in its text the dates of a record stand. Pure.

A record says of a date what it rests on; if that is words of the text, they are given in quotation
marks, with what they were counted from behind them: ``“yesterday”, counted from 2024-03-05``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from memcon.record import Block, Record

_QUOTED: Final = re.compile("“(.+?)”", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePlace:
    """Words that a date was read from.

    ``start`` and ``end`` are code points; ``value`` is the date (ISO 8601), None where it could not
    be told; ``of`` the local id of what is dated, None for the document.
    """

    start: int
    end: int
    value: str | None
    of: str | None


def words_of(basis: str | None) -> str | None:
    """Return the words of the text that a basis quotes, None where it names something else.

    >>> words_of("“yesterday”, counted from 2024-03-05")
    'yesterday'
    >>> words_of("dateline") is None
    True
    """
    found = _QUOTED.match(basis) if basis else None
    return found[1] if found else None


def date_places(record: Record) -> list[DatePlace]:
    """Return where the dates of a record stand, in text order, each place once.

    Those are datelines, deadlines, and the words that dates of meetings, of events and of the
    document were read from, as far as they stand where the finding does.

    Args:
        record: the record in force.
    """
    found: dict[tuple[int, int], DatePlace] = {}
    for place in _places(record):
        known = found.get((place.start, place.end))
        if known is None or (known.value is None and place.value is not None):
            found[(place.start, place.end)] = place
    return sorted(found.values(), key=lambda place: (place.start, place.end))


def _places(record: Record) -> Iterator[DatePlace]:
    document = record.document
    for commitment in record.commitments:
        if limit := commitment.deadline:
            yield DatePlace(
                start=limit.span.start, end=limit.span.end, value=limit.date, of=commitment.id
            )
    starts = [block.start for block in document.blocks]
    for meeting in record.meetings:
        if meeting.date is not None and meeting.evidence:
            near = _block_at(document.blocks, starts, meeting.evidence[0].start)
            first, last = meeting.evidence[0].start, meeting.evidence[0].end
            if near is not None:
                first, last = min(first, near.start), max(last, near.end)
            yield from _found(record, meeting.date.basis, first, last, meeting.date.value, meeting)
    for event in record.events:
        if event.date is not None:
            place = event.sentence
            yield from _found(
                record, event.date.basis, place.start, place.end, event.date.value, event
            )
    dated = document.dateline.date if document.dateline else None
    for block in document.blocks:
        # Of a dateline in several blocks, the place is no date.
        words = document.text[block.start : block.end]
        if block.kind == "dateline" and any(char.isdigit() for char in words):
            yield DatePlace(start=block.start, end=block.end, value=dated, of=None)
    yield from _found(
        record, document.published_basis, 0, len(document.text), document.published, None
    )


def _found(
    record: Record, basis: str | None, first: int, last: int, value: str | None, of: object
) -> Iterator[DatePlace]:
    """Yield where the words of a basis stand first between two offsets."""
    words = words_of(basis)
    start = record.document.text.find(words, first, last) if words else -1
    if words and start >= 0:
        id = getattr(of, "id", None)
        yield DatePlace(start=start, end=start + len(words), value=value, of=id)


def _block_at(blocks: list[Block], starts: list[int], offset: int) -> Block | None:
    place = bisect_right(starts, offset) - 1
    return blocks[place] if place >= 0 and offset < blocks[place].end else None
