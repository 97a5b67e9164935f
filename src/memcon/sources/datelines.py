"""Datelines: "DUSHANBE, Sept. 16 (Xinhua) -- " at the head of a report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from memcon.sources.dates import MONTH, WEEKDAY, month_day
from memcon.sources.layout import layout

# A dateline is short; nothing beyond this is looked at.
_REACH = 160
_SPACE = r"[ \t\u00a0\n\r]"


@dataclass(frozen=True, slots=True)
class DatelineMatch:
    """A dateline's extent in the text it was looked for in, and its parts."""

    start: int
    end: int
    place: str | None
    day: tuple[int, int, int | None] | None
    agency: str | None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    upper = r"[^\W\d_a-z][^\W\d_a-z.'’-]*"
    capital = r"[^\W\d_a-z][\w.'’-]*"
    word = rf"(?:{capital}|de|la|le|del|di|da|do|of|the|al|el|and|am|an|der|upon|sur)"
    region = rf"(?:{_SPACE}?/{capital}(?:{_SPACE}{word}){{0,3}}/)?"
    place = (
        rf"(?P<place>{capital}(?:[ \u00a0/-]{word}){{0,4}}{region}"
        rf"(?:,{_SPACE}{capital}(?:[ \u00a0]{word}){{0,3}})?)"
    )
    shouted = (
        rf"(?P<place>{upper}(?:(?:,{_SPACE}|[ \u00a0/-]){upper}){{0,4}}{region}"
        rf"(?:,{_SPACE}{capital}(?:[ \u00a0]{capital}){{0,2}})?)"
    )
    day = (
        rf"(?P<day>(?:{WEEKDAY},?{_SPACE})?(?:{MONTH}\b\.?{_SPACE}\d{{1,2}}"
        rf"|\d{{1,2}}(?:st|nd|rd|th)?{_SPACE}{MONTH}\b\.?)(?:,?{_SPACE}(?:19|20)\d\d)?)"
    )
    agency = (
        r"(?:\((?P<agency>[^()\n]{2,40})\)|/(?P<slashed>[A-Z][^/\n]{1,30})/"
        rf"|(?P<bare>{layout().agency_pattern})\b)"
    )
    dash = rf"{_SPACE}?(?:--+|[—–-]){_SPACE}*"
    stop = rf"(?:{dash}|{_SPACE}?:{_SPACE}+|\.{_SPACE}+(?:[—–-]{_SPACE}+)?)"
    dated = re.compile(rf"{place}[,.]{_SPACE}+{day}(?:[,.]?{_SPACE}*{agency})?{stop}")
    # Without a date the full stop ends a dateline only after slashes: "MOSCOW /TASS/. ".
    wired = re.compile(
        rf"{place}[.,]?{_SPACE}*{agency}(?:{dash}|{_SPACE}?:{_SPACE}+|(?<=/)\.{_SPACE}+)"
    )
    plain = re.compile(
        rf"{shouted}{_SPACE}(?:(?:—|–|--+){_SPACE}+(?=[\w\"“‘'])|-{_SPACE}+(?=[\"“‘]?[A-Z]))"
    )
    return dated, wired, plain


def match_dateline(text: str, start: int, end: int) -> DatelineMatch | None:
    """Match a dateline at the beginning of a paragraph.

    Args:
        text: the document's text.
        start: where the paragraph begins.
        end: where it ends.

    Returns:
        The dateline with offsets into ``text``, or ``None``. It is recognised by a place with a
        date, with an agency in brackets or slashes, or in capitals before a dash.
    """
    head = text[start : min(end, start + _REACH)]
    if not head or not (head[0].isupper() or head[0].isalpha()):
        return None
    dated, wired, plain = _patterns()
    match = dated.match(head) or wired.match(head)
    if match is not None:
        groups = match.groupdict()
        agency = groups["agency"] or groups["slashed"] or groups["bare"]
        printed_day = groups.get("day")
        if printed_day or _is_agency(agency, match["place"]):
            return DatelineMatch(
                start,
                start + match.end(),
                _place(match["place"]),
                month_day(printed_day) if printed_day else None,
                " ".join(agency.split()) if agency else None,
            )
    match = plain.match(head)
    if match is not None and sum(char.isalpha() for char in match["place"]) >= 4:
        return DatelineMatch(start, start + match.end(), _place(match["place"]), None, None)
    return None


def _is_agency(agency: str | None, place: str) -> bool:
    """Without a date, brackets hold an agency only if it is a known one or the place shouts."""
    if agency is None:
        return False
    known = {name.casefold() for name in layout().agencies}
    return agency.strip().casefold() in known or place.split(",")[0].isupper()


# "(Xinhua) --", "/TASS/.": where to look for a dateline inside a page that is one line.
_ANCHOR = re.compile(r"\([A-Z][^()\n]{1,30}\)\s?(?:--|—|–|-)\s|/[A-Z][A-Za-z ]{1,20}/\.\s")
_BEFORE = 90
# A page has one dateline near its beginning; a text that is full of anchors is something else.
_ANCHORS = 50
_PLACE_START = re.compile(r"(?<![\w/,(-])[^\W\d_a-z]")


def find_dateline(text: str, start: int, end: int) -> DatelineMatch | None:
    """Find the first dateline anywhere in a stretch of text.

    Args:
        text: the document's text.
        start: where to begin.
        end: where to stop.

    Returns:
        The dateline whose place begins as late as possible before its agency (menu words stand
        before it), or ``None``.
    """
    for anchor in islice(_ANCHOR.finditer(text, start, end), _ANCHORS):
        left = max(start, anchor.start() - _BEFORE)
        best = None
        for candidate in _PLACE_START.finditer(text, left, anchor.start()):
            match = match_dateline(text, candidate.start(), end)
            if match is None or match.end < anchor.end() - 1:
                continue
            # Prefer a place in capitals, from its first word: menu words stand before it.
            if text[match.start : match.start + 3].isupper():
                return match
            best = match
        if best is not None:
            return best
    return None


def _place(printed: str) -> str:
    """Return the place in title case: "IGORA /Leningrad Region/" as "Igora, Leningrad Region"."""
    words = " ".join(printed.split())
    words = re.sub(r"\s?/([^/]+)/", r", \1", words)
    small = layout().particles
    out = []
    for index, word in enumerate(re.split(r"([ /-])", words)):
        bare = word.strip(".,'’")
        if bare.isupper() and len(bare) > 1 and "." not in bare:
            word = word[:1] + word[1:].lower()
            if index and word.casefold() in small:
                word = word.casefold()
        out.append(word)
    return "".join(out).strip(" ,.")
