"""Overlapping spans over a text, cut into segments that a page can print one after another. Pure.

The text is never changed: the segments of all pieces, joined, are the text, and every mark is
exactly the segments that name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from memcon.record import Block, BlockKind

MarkKind = Literal["statement", "act", "commitment", "actor", "date", "meeting", "event"]
# The first of those that are equally short is what a click on the words means; meetings and events
# only where nothing else was read.
KINDS: Final[tuple[MarkKind, ...]] = (
    "date",
    "actor",
    "commitment",
    "act",
    "statement",
    "meeting",
    "event",
)
_BEHIND: Final = frozenset({"meeting", "event"})
_RANK: Final = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words of a text that something was read from.

    ``start`` and ``end`` are code points, half-open; ``ref`` the local id of what was read
    (``statement:3``); one finding may have several marks.
    """

    start: int
    end: int
    kind: MarkKind
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Words that all the same marks lie on, none of them ending or beginning inside."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    selected: bool = False

    @property
    def kinds(self) -> frozenset[MarkKind]:
        """The kinds of its marks."""
        return frozenset(mark.kind for mark in self.marks)

    @property
    def narrowest_first(self) -> list[Mark]:
        """Its marks by length, and by kind where they are equally long; the unmarked kinds last."""
        return sorted(
            self.marks,
            key=lambda mark: (
                mark.kind in _BEHIND,
                mark.end - mark.start,
                _RANK[mark.kind],
                mark.ref,
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block of the layout, or what stands between two (``kind`` is None), in segments."""

    kind: BlockKind | None
    start: int
    end: int
    segments: tuple[Segment, ...]


def pieces(
    length: int,
    blocks: Sequence[Block],
    marks: Iterable[Mark],
    selected: Iterable[tuple[int, int]] = (),
) -> tuple[Piece, ...]:
    """Return a text of some length in pieces, which together cover all of it in order.

    Blocks that overlap are cut where the next one begins; marks that reach beyond the text, or
    that have no words, are left out of what lies beyond it.

    Args:
        length: of the text, in code points.
        blocks: its layout, in text order.
        marks: what was read, in any order.
        selected: ranges that are to be segments of their own.
    """
    laid = list(_laid(length, blocks))
    present = [mark for mark in marks if max(mark.start, 0) < min(mark.end, length)]
    ranges = [(start, end) for start, end in selected if max(start, 0) < min(end, length)]
    cuts = {start for _, start, _ in laid} | {length}
    for mark in present:
        cuts.update((max(mark.start, 0), min(mark.end, length)))
    for start, end in ranges:
        cuts.update((max(start, 0), min(end, length)))
    segments = _segments(sorted(cuts), present, ranges)
    found: list[Piece] = []
    segment = next(segments, None)
    for kind, start, end in laid:
        mine: list[Segment] = []
        while segment is not None and segment.end <= end:
            mine.append(segment)
            segment = next(segments, None)
        found.append(Piece(kind=kind, start=start, end=end, segments=tuple(mine)))
    return tuple(found)


def _laid(length: int, blocks: Sequence[Block]) -> Iterator[tuple[BlockKind | None, int, int]]:
    """Yield the blocks, and what stands between them, so that all of the text is covered once."""
    at = 0
    following = [*(block.start for block in blocks[1:]), length]
    for n, block in enumerate(blocks):
        start = max(block.start, at)
        end = min(max(block.end, start), max(following[n], start), length)
        if start >= end:
            continue
        if at < start:
            yield None, at, start
        yield block.kind, start, end
        at = end
    if at < length:
        yield None, at, length


def _segments(
    cuts: Sequence[int], marks: Sequence[Mark], ranges: Sequence[tuple[int, int]]
) -> Iterator[Segment]:
    """Yield what lies between the cuts, with the marks on it."""
    opening = sorted(marks, key=lambda mark: (mark.start, -mark.end, _RANK[mark.kind], mark.ref))
    chosen = sorted(ranges)
    open_marks: list[Mark] = []
    open_ranges: list[tuple[int, int]] = []
    n = m = 0
    for start, end in pairwise(cuts):
        open_marks = [mark for mark in open_marks if mark.end > start]
        while n < len(opening) and opening[n].start <= start:
            open_marks.append(opening[n])
            n += 1
        open_ranges = [one for one in open_ranges if one[1] > start]
        while m < len(chosen) and chosen[m][0] <= start:
            open_ranges.append(chosen[m])
            m += 1
        yield Segment(start=start, end=end, marks=tuple(open_marks), selected=bool(open_ranges))
