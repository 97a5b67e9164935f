"""The words that an address selects in a text: by their place, by what they say, or both. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from memcon.web.links import QUOTED

_AT: Final = re.compile(r"([0-9]{1,10})-([0-9]{1,10})")
_GAP: Final = " … "  # between words of a finding that stand apart
_LONGEST: Final = 2_000  # code points of a quotation that is looked for
_NOWHERE: Final = "The address points at no words of this text."
_MOVED: Final = (
    "The words stand at another place than the address says; they were found by what they say."
)
_GONE: Final = "The words of the address are not in this text: “{quote}”."
_OTHER: Final = "What the address names was read from other words; the words it quotes are marked."


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Words that are selected.

    Attributes:
        spans: their offsets in code points, in text order; none where they were not found.
        finding: local id of the finding that is meant, None where just words are.
        note: what has to be said about how they were found.
    """

    spans: tuple[tuple[int, int], ...] = ()
    finding: str | None = None
    note: str | None = None

    @property
    def start(self) -> int:
        """The offset of the first code point."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """The offset after the last."""
        return self.spans[-1][1]


def selected(
    text: str,
    *,
    at: str | None,
    quote: str | None,
    finding: str | None = None,
    words_of_finding: Sequence[tuple[int, int]] = (),
) -> Selection | None:
    """Return what an address selects, None where it selects nothing.

    A place that does not have the words of the quotation is not believed: the words are looked for
    in all of the text, and those nearest to the place are taken.

    Args:
        text: of the document.
        at: the place, ``START-END`` in code points.
        quote: the words, or how they begin, on one line.
        finding: local id of the finding that is meant.
        words_of_finding: its offsets, in text order; none where there is no such finding.
    """
    if not (at or quote or finding):
        return None
    quote = " ".join((quote or "").split())[:_LONGEST] or None
    own = tuple(words_of_finding)
    place = _place(at, len(text))
    if own and (not at or place == (own[0][0], own[-1][1])):
        if _fits(text, own[0][0], own[-1][1], quote):
            return Selection(spans=own, finding=finding)
    elif finding and not own and not at and not quote:
        return Selection(note=f"Nothing of the id {finding} is in this document's record.")
    other = _OTHER if own else None
    if place is not None and _fits(text, *place, quote):
        return Selection(spans=(place,), note=other)
    if quote is None:
        return Selection(note=_NOWHERE)
    found = _looked_for(text, quote, place)
    if found is None:
        return Selection(note=_GONE.format(quote=quote))
    return Selection(spans=(found,), note=_MOVED if at else None)


def _place(at: str | None, length: int) -> tuple[int, int] | None:
    found = _AT.fullmatch(at or "")
    if found is None:
        return None
    start, end = int(found[1]), int(found[2])
    return (start, end) if start < end <= length else None


def _fits(text: str, start: int, end: int, quote: str | None) -> bool:
    """Tell whether the words between two offsets begin as quoted."""
    if quote is None:
        return True
    words = " ".join(text[start:end].split()).casefold()
    return any(words.startswith(one.casefold()) for one in _readings(quote))


def _looked_for(text: str, quote: str, place: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return where a quotation stands, as near to a place as it does."""
    found = None
    for reading in _readings(quote):
        found = found or _nearest(text, reading, place[0] if place else 0)
    if found is None or place is None or len(quote) < QUOTED - 1:
        return found
    # An address has no more than the beginning; as many characters are meant as the place had.
    return found[0], min(max(found[1], found[0] + place[1] - place[0]), len(text))


def _nearest(text: str, quote: str, near: int) -> tuple[int, int] | None:
    words = re.compile(r"\s+".join(map(re.escape, quote.split(" "))), re.IGNORECASE)
    places = (match.span() for match in words.finditer(text))
    return min(places, key=lambda place: abs(place[0] - near), default=None)


def _readings(quote: str) -> list[str]:
    """Return a quotation, and of one with words left out the part before the gap."""
    first = quote.partition(_GAP)[0]
    return [quote, first] if first and first != quote else [quote]
