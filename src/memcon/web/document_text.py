"""The text of a document, cut up for its page: where everything stands that was read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from memcon.analysis.citing import Found, words_of
from memcon.analysis.date_places import date_places
from memcon.record import Record
from memcon.web import links
from memcon.web.marking import Mark, MarkKind, Piece, Segment, pieces
from memcon.web.selection import Selection

_HIGHLIGHTED: Final[Mapping[MarkKind, str]] = {"statement": "s", "act": "a", "commitment": "c"}
_NAMED: Final[Mapping[MarkKind, str]] = {"actor": "n", "date": "d"}
_SHORT_LINE: Final = 45  # characters; a line that ends before this was not wrapped there


class Run(NamedTuple):
    """Words that are printed alike.

    ``classes`` are s (statement), a (act), c (commitment) and sel (selected), ``inner`` n (actor)
    and d (date); ``refs`` the local ids of what was read from them, the narrowest first; ``href``
    selects that one, None for white space; ``is_first`` says that the selection begins here.
    """

    start: int
    text: str
    href: str | None
    classes: str
    inner: str
    refs: str
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A block of the text, or what stands between two (``kind`` is None).

    ``keeps_lines`` says that its line ends mean something, ``is_gap`` that it is white space alone.
    """

    kind: str | None
    keeps_lines: bool
    is_gap: bool
    runs: tuple[Run, ...]


def marks_of(record: Record) -> Iterator[Mark]:
    """Yield where everything of a record stands.

    Dates are numbered in text order (``date:1``), for they have no ids.
    """
    lists: tuple[tuple[MarkKind, Sequence[Found]], ...] = (
        ("statement", record.statements),
        ("act", record.acts),
        ("commitment", record.commitments),
        ("actor", record.actors),
        ("meeting", record.meetings),
        ("event", record.events),
    )
    for kind, items in lists:
        for item in items:
            for span in words_of(item):
                yield Mark(start=span.start, end=span.end, kind=kind, ref=item.id)
    for number, place in enumerate(date_places(record), start=1):
        yield Mark(start=place.start, end=place.end, kind="date", ref=f"date:{number}")


def printed(
    record: Record, marks: Sequence[Mark], selection: Selection | None = None
) -> tuple[Printed, ...]:
    """Return the text in blocks of runs; joined, the runs are the text, unchanged.

    Args:
        record: the record in force.
        marks: where everything of it stands.
        selection: the words that are marked as selected.
    """
    document = record.document
    chosen = selection.spans if selection else ()
    writer = _Writer(document.text, document.id)
    laid = pieces(len(document.text), document.blocks, marks, chosen)
    return tuple(writer.block(piece) for piece in laid)


class _Writer:
    def __init__(self, text: str, id: str):
        self._text = text
        self._id = id
        self._hrefs: dict[Mark, str] = {}
        self._begun = False  # whether the selection is

    def block(self, piece: Piece) -> Printed:
        words = self._text[piece.start : piece.end]
        return Printed(
            kind=piece.kind,
            keeps_lines=_keeps_lines(words),
            is_gap=piece.kind is None and not words.strip(),
            runs=tuple(self._run(segment) for segment in piece.segments),
        )

    def _run(self, segment: Segment) -> Run:
        kinds = segment.kinds
        classes = [short for kind, short in _HIGHLIGHTED.items() if kind in kinds]
        if segment.selected:
            classes.append("sel")
        is_first = segment.selected and not self._begun
        self._begun = self._begun or segment.selected
        marks = segment.narrowest_first
        words = self._text[segment.start : segment.end]
        return Run(
            start=segment.start,
            text=words,
            # A link that is nothing but white space would be read out as nothing.
            href=self._href(marks[0]) if marks and words.strip() else None,
            classes=" ".join(classes),
            inner=" ".join(short for kind, short in _NAMED.items() if kind in kinds),
            refs=" ".join(dict.fromkeys(mark.ref for mark in marks)),
            is_first=is_first,
        )

    def _href(self, mark: Mark) -> str:
        """Return the address of a mark's words, as seen from the document's own page."""
        if mark not in self._hrefs:
            words = self._text[mark.start : mark.end]
            href = links.passage(self._id, mark.start, mark.end, words)
            self._hrefs[mark] = href[href.index("?") :]
        return self._hrefs[mark]


def _keeps_lines(words: str) -> bool:
    """Tell whether line ends of a block mean something: one of its lines was ended early."""
    return any(len(line.strip()) < _SHORT_LINE for line in words.strip().split("\n")[:-1])
