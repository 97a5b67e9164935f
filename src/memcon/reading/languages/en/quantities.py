"""English quantities: numbers, their units and periods, and what the words before make of them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from memcon.reading.languages.en.numbers import SCALES, SPELLED, spelled_value
from memcon.record import QuantityKind

_S = r"\s{1,3}"
_FIGURE = r"(?:\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,4}(?:\.\d{1,6})?|\d{1,9}(?:\.\d{1,6})?)"
_SCALE = "|".join(sorted(SCALES, key=lambda word: (-len(word), word)))
_LETTER_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12}
_HEAD_WORDS = 5  # words after a number in which its noun is looked for
_LEFT = 110  # code points before a number that can say what it is
_NEAR = 60  # code points after it in which the period may stand
_PERIODS = {
    "annually": "year", "yearly": "year", "annum": "year", "annual": "year", "monthly": "month",
    "weekly": "week", "daily": "day", "quarterly": "quarter",
}  # fmt: skip
_PERIOD = (
    r"(?:(?P<adverb>annually|yearly|monthly|weekly|daily|quarterly)|per\s{1,3}(?P<annum>annum)"
    r"|(?:per|each|every)\s{1,3}(?P<each>year|quarter|month|week|day|hour|minute|second|capita|person"
    r"|head|household|barrel|tonne|ton|unit|dose|country|student|kilogram|kilometer|kilometre)"
    r"|an?\s{1,3}(?P<article>year|month|week|day|quarter|barrel|tonne|ton|head|person))\b"
)


# "has already delivered": what is done.
_PERFECT = (
    r"(?:has|have|had)\s{1,3}(?:(?:also|already|now|since|so\s{1,3}far)\s{1,3})?"
    r"[a-z]{2,20}(?:ed|en|wn|lt|nt|de|ut)"
)


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity as found: offsets of number with unit (and adjoining period), and its parts."""

    start: int
    end: int
    value: float
    unit: str | None
    per: str | None
    kind: QuantityKind | None


@dataclass(frozen=True, slots=True)
class _Words:
    uncounted: frozenset[str]
    durations: frozenset[str]
    identifiers: frozenset[str]
    stops: frozenset[str]
    plurals: frozenset[str]
    not_plurals: frozenset[str]
    signs: dict[str, str]
    units: dict[str, str]
    unit: re.Pattern[str]
    number: re.Pattern[str]
    kinds: re.Pattern[str]
    baseline: re.Pattern[str]


@dataclass(slots=True)
class _Number:
    start: int
    end: int
    value: float
    scaled: bool
    unit: str | None
    plain_year: bool
    grouped: bool


def _literals(words: list[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(r"\s{1,3}".join(map(re.escape, word.split())) for word in ordered)


def _cues(phrases: list[str]) -> str:
    gap = r"\S{1,30}(?:\s{1,3}\S{1,30}){0,3}"
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(
        r"\s{1,3}".join(gap if word == "…" else re.escape(word) for word in phrase.split())
        for phrase in ordered
    )


@cache
def _words() -> _Words:
    path = files("memcon") / "knowledge" / "data" / "en" / "quantities.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    signs: dict[str, str] = table["signs"]
    units = {**table["currencies"], **table["measures"]}
    named = _literals([name for name in units if name != "%"])
    number = re.compile(
        rf"(?:(?P<sign>{_literals(list(signs))})\s?|(?<![\w.,/:%=&#+-])|(?<=\d[-–]))"
        rf"(?P<figure>{_FIGURE})(?!\d)"
        rf"(?:(?:{_S}|-)(?P<scale>{_SCALE})\b|(?P<letter>bn|[kmbt])(?![\w-]))?"
        rf"(?!(?:st|nd|rd|th)\b)"
        rf"|\b(?P<spelled>{SPELLED})\b",
        re.IGNORECASE,
    )
    kinds = table["kinds"]
    return _Words(
        uncounted=frozenset(table["uncounted"]),
        durations=frozenset(table["durations"]),
        identifiers=frozenset(table["identifiers"]),
        stops=frozenset(table["stops"]),
        plurals=frozenset(table["plurals"]),
        not_plurals=frozenset(table["not_plurals"]),
        signs={name.lower(): code for name, code in signs.items()},
        units={" ".join(name.lower().split()): unit for name, unit in units.items()},
        unit=re.compile(
            rf"(?:\s{{0,2}}|-)(?P<unit>%|(?:{named})\b)",
            re.IGNORECASE,
        ),
        number=number,
        kinds=re.compile(
            rf"\b(?:(?P<target>{_cues(kinds['target'])})|"
            rf"(?P<achieved>{_cues(kinds['achieved'])}|{_PERFECT}))\b",
            re.IGNORECASE,
        ),
        baseline=re.compile(
            rf"\b(?:(?P<sure>{_cues(kinds['baseline'])})|(?P<from>from))\s{{1,3}}"
            r"(?:(?:about|around|some|roughly|nearly|over|the|a|an|level|levels|of)\s{1,3}){0,3}\Z",
            re.IGNORECASE,
        ),
    )


_WORD = re.compile(r"[^\W\d_](?:[\w'’-]|\.(?=\w))*\.?")
_GAP = re.compile(r"\s{1,3}")
_CLAUSE_BREAK = re.compile(r"[;!?]|[.](?=\s[A-Z\"“])|\n\s{0,20}\n")
_JOIN = re.compile(r"\s?(?:[-–]|to|and|or)\s?\Z")
_HEDGE = re.compile(
    r"\b(?:about|some|over|more than|up to|nearly|at least|around|almost|roughly)\s{1,3}\Z",
    re.IGNORECASE,
)
_TO_NUMBER = re.compile(
    r"\bto\b[^.;]{0,40}?\d|\bto\s{1,3}[a-z]{3,9}[\s-](?:hundred|thousand|million|billion|trillion)"
)
_AFTER_NUMBER = re.compile(r"[/:]\d|-[^\W\d_]|\.\d|\s?°|['’]s\b")


def find_quantities(
    text: str, start: int, end: int, dates: list[tuple[int, int]]
) -> list[FoundQuantity]:
    """Find English quantities in ``text[start:end]``.

    Args:
        text: the document's text.
        start: offset to begin at.
        end: offset to stop at.
        dates: spans of the date expressions there, in order: numbers in them are none.

    Returns:
        Quantities in text order. Left out: ordinals, years, durations, ages, numbers that name a
        thing ("Resolution 2231", "G20") and counts of the parties ("two sides", "one China").
    """
    words = _words()
    numbers = _numbers(words, text, start, end, dates)
    found: list[FoundQuantity] = []
    for index, number in enumerate(numbers):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        quantity = _quantity(words, text, number, following, start, end)
        if quantity is not None:
            found.append(quantity)
    return found


def _numbers(
    words: _Words, text: str, start: int, end: int, dates: list[tuple[int, int]]
) -> list[_Number]:
    numbers = []
    next_date = 0
    for match in words.number.finditer(text, start, end):
        while next_date < len(dates) and dates[next_date][1] <= match.start():
            next_date += 1
        if next_date < len(dates) and dates[next_date][0] < match.end():
            continue
        number = _number(words, text, match)
        if number is not None and not _names_a_thing(words, text, start, number):
            numbers.append(number)
    return numbers


def _number(words: _Words, text: str, match: re.Match[str]) -> _Number | None:
    first, last = match.span()
    if match["spelled"] is not None:
        value = spelled_value(match["spelled"])
        if value is None or value <= 1 or text[last : last + 1] == "-":
            return None
        return _Number(first, last, value, value >= 1000, None, False, False)
    figure = re.sub(r"[,\u00a0\u202f]", "", match["figure"])
    value = float(figure)
    scale, letter, sign = match["scale"], match["letter"], match["sign"]
    if scale:
        value *= SCALES[scale.lower()]
    elif letter and (sign or letter.lower() == "bn"):
        value *= _LETTER_SCALES[letter.lower()]
    elif letter:
        return None  # 5G is no quantity, and "30 m" has no sense that we could know
    if _AFTER_NUMBER.match(text, last):
        percent = words.unit.match(text, last)
        if percent is None or text[last] != "-":
            return None
    year = not (scale or sign or "." in figure) and figure == match["figure"] and len(figure) == 4
    return _Number(
        start=first,
        end=last,
        value=value,
        scaled=bool(scale or letter),
        unit=words.signs[sign.lower()] if sign else None,
        plain_year=year and 1900 <= value < 2100,
        grouped=figure != match["figure"] or "." in figure,
    )


def _names_a_thing(words: _Words, text: str, start: int, number: _Number) -> bool:
    if number.unit is not None or number.scaled:
        return False
    before = text[max(start, number.start - 24) : number.start].split()
    return bool(before) and before[-1].lower().strip("(“\"'") in words.identifiers


def _quantity(
    words: _Words, text: str, number: _Number, following: _Number | None, start: int, end: int
) -> FoundQuantity | None:
    unit, last = number.unit, number.end
    value = number.value
    measured = unit is not None
    if unit is None:
        joined = following is not None and following.start - number.end <= 5
        if joined and following is not None and _JOIN.fullmatch(text, number.end, following.start):
            # "10 to 15 percent", "1.2-1.5 billion dollars": the unit stands once.
            unit, _, measured = _unit(words, text, following.end, end)
            unit = following.unit or unit
            if following.scaled and not number.scaled and following.value > value:
                factor = 10.0 ** (3 * int(_log1000(following.value)))
                value *= factor
        else:
            unit, last, measured = _unit(words, text, number.end, end)
    if unit is not None and (unit in words.uncounted or unit in words.durations):
        return None
    hedged = _HEDGE.search(text, max(start, number.start - 16), number.start) is not None
    if number.plain_year and not measured and not (hedged and unit):
        return None
    if unit is None and not (number.scaled or number.grouped):
        return None
    per, last = _period(text, number.start, last, start, end)
    return FoundQuantity(
        number.start, last, value, unit, per, _kind(words, text, number.start, last, start, end)
    )


def _log1000(value: float) -> int:
    power = 0
    while value >= 1000:
        value /= 1000
        power += 1
    return power


def _unit(words: _Words, text: str, place: int, end: int) -> tuple[str | None, int, bool]:
    """Return the unit after a number, where it ends, and whether it is a measure."""
    match = words.unit.match(text, place, end)
    if match is not None:
        return words.units[" ".join(match["unit"].lower().split())], match.end(), True
    number_end = place
    run: list[tuple[str, int]] = []
    for _ in range(_HEAD_WORDS):
        gap = _GAP.match(text, place, end)
        word = _WORD.match(text, gap.end(), end) if gap else None
        if word is None or word[0].lower() in words.stops:
            break
        measure = words.unit.match(text, place, end)
        if measure is not None:
            return words.units[" ".join(measure["unit"].lower().split())], measure.end(), True
        bare = word[0].rstrip(".")
        run.append((bare, word.start() + len(bare)))
        place = word.end()
    for bare, last in run:
        low = bare.lower()
        if low in words.durations or _is_plural(words, low):
            return low, last, False
    return None, number_end, False


def _is_plural(words: _Words, word: str) -> bool:
    if word in words.plurals:
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s", "’s"))
        and word not in words.not_plurals
    )


def _period(text: str, first: int, last: int, start: int, end: int) -> tuple[str | None, int]:
    """Return the period a quantity is per, and the end of the quantity with an adjoining one."""
    adjoining = _PERIOD_AFTER.match(text, last, end)
    if adjoining is not None:
        return _period_name(adjoining), adjoining.end()
    limit = min(end, last + _NEAR)
    stop = _STOP.search(text, last, limit)
    later = _PERIOD_RE.search(text, last, stop.start() if stop else limit)
    if later is not None and (later["adverb"] or later["annum"] or later["each"] == "year"):
        return _period_name(later), last
    before = text[max(start, first - _NEAR) : first]
    before = re.split(r"[.,;]", before)[-1]
    annual = re.search(r"\b(annual|yearly|monthly|weekly|daily|quarterly)\b", before, re.IGNORECASE)
    return (_PERIODS[annual[1].lower()] if annual else None), last


_PERIOD_RE = re.compile(rf"\b{_PERIOD}")
_PERIOD_AFTER = re.compile(rf"\s{{1,3}}{_PERIOD}")
_STOP = re.compile(r"[.;!?](?=\s|\Z)|,")


def _period_name(match: re.Match[str]) -> str:
    word = match["adverb"] or match["annum"] or match["each"] or match["article"]
    return _PERIODS.get(word, word)


def _kind(
    words: _Words, text: str, first: int, last: int, start: int, end: int
) -> QuantityKind | None:
    """Return what the words before a number make of it, or None where they say nothing."""
    left = max(start, first - _LEFT)
    for stop in _CLAUSE_BREAK.finditer(text, left, first):
        left = stop.end()
    baseline = words.baseline.search(text, left, first)
    if baseline is not None and (
        baseline["sure"] is not None or _TO_NUMBER.match(text[last : last + 60].lstrip())
    ):
        return "baseline"
    kind: QuantityKind | None = None
    for cue in words.kinds.finditer(text, left, first):
        kind = "target" if cue["target"] else "achieved"
    return kind
