"""The year in which a text was written, read off the anniversaries it names.

"This year marks the 75th anniversary of the founding of the UN": founded in 1945, so 2020.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from memcon.errors import KnowledgeError
from memcon.reading.languages.en.numbers import TENS, ordinal_value
from memcon.record import Span

_TABLE = "anniversaries.tsv"
_REACH = 220  # code points after "anniversary of" in which the event is named
_BEFORE = 120  # and before it, where "next year" may stand

_ORDINAL = (
    r"(?P<ordinal>\d{1,4}(?:st|nd|rd|th)"
    rf"|(?:(?:{'|'.join(TENS)})(?:-|\s))?(?:[a-z]{{2,12}}th|first|second|third))"
)
_ANNIVERSARY = re.compile(
    rf"\b{_ORDINAL}(?:\s{{1,3}}birthday\s{{1,3}}and)?\s{{1,3}}anniversar(?:y|ies)\b"
    r"(?:\s{1,3}this\s{1,3}year)?(?:\s{1,3}(?:of|since)\b)?"
    r"|\b(?P<years>\d{1,3})\s{1,3}years\s{1,3}(?:since|after|ago)\b",
    re.IGNORECASE,
)
_OWNER = re.compile(r"([A-Z][\w.]*(?:\s[A-Z][\w.]*){0,4})(?:['’]s?)?\s{1,3}\Z")
_SENTENCE_END = re.compile(r"[.!?;](?=\s|\Z)|\n\s{0,20}\n")
_ELSEWHEN = re.compile(r"\b(next|last)\s{1,3}year\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FOUNDING = "founding"


@dataclass(frozen=True, slots=True)
class InferredYear:
    """A year that the text nowhere states, what it was inferred from, and where that stands."""

    year: int
    basis: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Event:
    year: int
    name: str
    groups: tuple[re.Pattern[str], ...]


@cache
def _events() -> tuple[_Event, ...]:
    text = (files("memcon") / "knowledge" / "data" / _TABLE).read_text(encoding="utf-8")
    events = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 3 or not fields[0].isdigit():
            raise KnowledgeError(
                f"line {number} is not year, name and terms",
                where=_TABLE,
                remedy="Separate three columns by tabs.",
            )
        groups = tuple(_any_word(group.split("|")) for group in fields[2].split(" & "))
        events.append(_Event(int(fields[0]), fields[1], groups))
    return tuple(events)


def _any_word(words: list[str]) -> re.Pattern[str]:
    ordered = sorted((word.strip() for word in words), key=lambda word: (-len(word), word))
    inside = "|".join(r"\s{1,4}".join(map(re.escape, word.split())) for word in ordered)
    return re.compile(rf"(?<!\w)(?:{inside})(?!\w)", re.IGNORECASE)


def infer_year(text: str) -> InferredYear | None:
    """Infer the year of a text from the anniversaries it names.

    Args:
        text: the document's text.

    Returns:
        The year on which the anniversaries of known events agree (the one named most often
        where they do not), or None where there is none or two are named equally often. The
        events are in ``knowledge/data/anniversaries.tsv``.
    """
    lower = text.lower()
    if "anniversar" not in lower and "years" not in lower:
        return None  # most texts, and the pattern is slow
    readings = []
    for match in _ANNIVERSARY.finditer(text):
        reading = _read(text, match)
        if reading is not None:
            readings.append(reading)
    ranked = Counter(reading.year for reading in readings).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return next(reading for reading in readings if reading.year == ranked[0][0])


def _read(text: str, match: re.Match[str]) -> InferredYear | None:
    count = int(match["years"]) if match["years"] else ordinal_value(match["ordinal"])
    if not count:
        return None
    stop = _SENTENCE_END.search(text, match.end(), match.end() + _REACH)
    end = stop.start() if stop else min(len(text), match.end() + _REACH)
    following = _ANNIVERSARY.search(text, match.end(), end)
    if following:
        end = following.start()
    found = [hit for event in _events() if (hit := _match(event, text, match.end(), end))]
    start = match.start()
    if not found:
        owner = _OWNER.search(text, max(0, start - 60), start)
        if owner is None or match["years"]:
            return None
        # "the UN's 75th anniversary" is that of its founding.
        phrase = f"{_FOUNDING} of {owner[1]}"
        found = [hit for event in _events() if (hit := _match(event, phrase, 0, len(phrase)))]
        start, last = owner.start(), match.end()
    else:
        last = max(place for _, place in found)
    years = {event.year for event, _ in found}
    if len(years) != 1:
        return None
    base = years.pop()
    shift = _shift(text, start, end, base)
    if shift is None or not 1900 <= base + count + shift <= 2100:
        return None
    year = base + count + shift
    words = " ".join(text[start:last].split())
    names = ", ".join(event.name for event, _ in found)
    return InferredYear(
        year=year,
        basis=f"“{words}” ({names}: {base})",
        span=Span(start=start, end=last, text=text[start:last]),
    )


def _match(event: _Event, text: str, start: int, end: int) -> tuple[_Event, int] | None:
    """Return the event with the end of its last word, if every group has a word in the range."""
    last = start
    for group in event.groups:
        hit = group.search(text, start, end)
        if hit is None:
            return None
        last = max(last, hit.end())
    return event, last


def _shift(text: str, start: int, end: int, base: int) -> int | None:
    """Return by how many years the document precedes or follows the anniversary.

    None where the sentence prints another year: then it tells when the anniversary is, and
    nothing about the document ("the summit in July 2024 for the 75th anniversary").
    """
    begin = max(0, start - _BEFORE)
    for stop in _SENTENCE_END.finditer(text, begin, start):
        begin = stop.end()
    if any(int(year[0]) != base for year in _YEAR.finditer(text, begin, end)):
        return None
    hit = _ELSEWHEN.search(text, begin, end)
    if hit is None:
        return 0
    return -1 if hit[1].lower() == "next" else 1
