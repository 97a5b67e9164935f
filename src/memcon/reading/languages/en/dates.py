"""English date expressions: which words name a date, and what they mean.

Every pattern starts at a word boundary and repeats nothing without a bound, so the search is
linear in the length of the text. "May" and "March" count as months only beside a day, a year or
a word that dates are said with ("in May").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from memcon.reading.expressions import (
    CalendarDay,
    CalendarMonth,
    CalendarYear,
    DateExpression,
    Meaning,
    NumericDay,
    PartName,
    Shift,
    Unit,
    Weekday,
    Which,
    Within,
)
from memcon.reading.languages.en.direction import direction_at
from memcon.reading.languages.en.numbers import COUNT, count_value

_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Beside the first three letters.
_EXTRA_SHORT = {"September": ("Sept",), "Tuesday": ("Tues",), "Thursday": ("Thur", "Thurs")}


def _spellings(names: tuple[str, ...]) -> tuple[dict[str, int], dict[str, int]]:
    """Return full and short forms, in title case and capitals, with the index of their name."""
    full: dict[str, int] = {}
    short: dict[str, int] = {}
    for index, name in enumerate(names):
        for form in (name, name.upper()):
            full[form] = index
        for form in (name[:3], *_EXTRA_SHORT.get(name, ())):
            for cased in (form, form.upper()):
                if cased not in full:
                    short[cased] = index
    return full, short


_MONTHS, _MONTHS_SHORT = _spellings(_MONTH_NAMES)
_DAYS, _DAYS_SHORT = _spellings(_DAY_NAMES)


def _alternatives(forms: list[str]) -> str:
    return "|".join(sorted(forms, key=lambda form: (-len(form), form)))


_S = r"\s{1,4}"
_FULL_MONTH = _alternatives(list(_MONTHS))
_MONTH = rf"(?:{_FULL_MONTH}|(?:{_alternatives(list(_MONTHS_SHORT))})\.?)(?!\w)"
_FULL_DAY = _alternatives(list(_DAYS))
_ANY_DAY = rf"(?:{_FULL_DAY}|(?:{_alternatives(list(_DAYS_SHORT))})\.?)(?!\w)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_YEAR = r"(?:19|20)\d\d(?![\w%]|[.,]\d|-\d)"
_DASH = r"\s?[-–—]\s?"
_TO = rf"(?:{_DASH}|{_S}(?:and|to|through|until|till|&){_S})"
_LED = rf"(?:(?P<weekday>{_ANY_DAY})(?:,?{_S}|\s?\(\s?)(?:the{_S})?)?"
_THE = r"(?:[Tt]he\s{1,4})?"

_WHICH: dict[str, Which] = {
    "last": -1, "previous": -1, "past": -1, "this past": -1,
    "this": 0, "the": 0, "current": 0, "the current": 0,
    "next": 1, "coming": 1, "this coming": 1, "the coming": 1, "the following": 1,
}  # fmt: skip
_PARTS: dict[str, PartName] = {
    "first half": "half-1", "second half": "half-2", "last half": "half-2",
    "latter half": "half-2", "first quarter": "quarter-1", "second quarter": "quarter-2",
    "third quarter": "quarter-3", "fourth quarter": "quarter-4", "last quarter": "quarter-4",
    "final quarter": "quarter-4", "beginning": "start", "start": "start", "early": "early",
    "middle": "mid", "mid": "mid", "late": "late", "end": "end", "close": "end",
    "q1": "quarter-1", "q2": "quarter-2", "q3": "quarter-3", "q4": "quarter-4",
    "h1": "half-1", "h2": "half-2",
}  # fmt: skip
_PART_OF = (
    rf"(?:(?:(?P<part>(?:first|second|last|latter){_S}half|"
    rf"(?:first|second|third|fourth|last|final){_S}quarter|beginning|start|middle|end|close)"
    rf"{_S}of|(?P<part2>early|mid|late)(?:{_S}in)?|(?P<part3>mid|end)[-–])"
    rf"(?:{_S}|(?<=[-–]))(?:(?:in|of){_S})?)"
)
_NAMED_WHICH = r"(?P<which>[Tt]his(?:\s{1,4}(?:past|coming))?|[Nn]ext|[Ll]ast|[Cc]oming)"
_OF_YEAR = rf"(?:,?{_S}(?:of{_S})?(?P<of_year>this|last|next){_S}year)?"
_UNIT = r"(?:day|week|month|year)"

_OLD_TIMES = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "yesterday": -1, "last night": -1, "last evening": -1, "the previous day": -1,
    "the day before": -1, "a day earlier": -1, "one day earlier": -1, "tomorrow": 1,
    "the day before yesterday": -2, "the day after tomorrow": 2,
}  # fmt: skip
# Words dates are said with. "May" is a verb and a name, and takes fewer of them.
_MONTH_LED = (
    r"(?:in|since|by|until|till|during|through|before|after|for|from|to|between|and|of|late|early|"
    r"on|coming)"
)
_MAY_LED = r"(?:in|since|by|until|till|during|through)"
_YEAR_LED = (
    r"(?:in|by|since|until|till|before|after|during|of|from|through|throughout|into|beyond|over|"
    r"between|early|late|year|FY)"
)

Builder = Callable[[re.Match[str]], "Meaning | None"]


def _month(words: str) -> int:
    name = words.rstrip(".")
    return (_MONTHS[name] if name in _MONTHS else _MONTHS_SHORT[name]) + 1


def _day(words: str) -> int:
    return int(words.rstrip("stndrh"))


def _weekday(words: str | None) -> int | None:
    if words is None:
        return None
    name = words.rstrip(".")
    return _DAYS[name] if name in _DAYS else _DAYS_SHORT[name]


def _int(figures: str | None) -> int | None:
    return None if figures is None else int(figures)


def _norm(words: str) -> str:
    return " ".join(words.lower().split())


def _part(match: re.Match[str]) -> PartName | None:
    groups = match.groupdict()
    words = groups.get("part") or groups.get("part2") or groups.get("part3")
    return None if words is None else _PARTS[_norm(words)]


def _calendar_day(match: re.Match[str]) -> Meaning | None:
    group = match.groupdict()
    month, year = _month(group["month"]), _int(group.get("year"))
    last = None
    if group.get("day2"):
        month2 = _month(group["month2"]) if group.get("month2") else month
        if month2 == month and _day(group["day2"]) <= _day(group["day"]):
            return None  # "On Sept. 16 and 5 days later"
        last = (year, month2, _day(group["day2"]))
        first_year = _int(group.get("year1"))
        if first_year is not None:
            year = first_year
        elif year is not None and month2 < month:  # "30 December to 2 January 2024"
            year -= 1
    return CalendarDay(
        month,
        _day(group["day"]),
        year,
        _weekday(group.get("weekday")),
        _year_shift(group),
        last,
    )


def _year_shift(group: dict[str, str | None]) -> int | None:
    words = group.get("of_year")
    return None if words is None else _WHICH[words]


def _iso(match: re.Match[str]) -> Meaning:
    return CalendarDay(int(match["month"]), int(match["day"]), int(match["year"]))


def _numeric(match: re.Match[str]) -> Meaning:
    return NumericDay((match["a"], match["b"], match["c"]), match["sep"])


def _calendar_month(match: re.Match[str]) -> Meaning:
    group = match.groupdict()
    which = _WHICH[_norm(group["which"])] if group.get("which") else None
    return CalendarMonth(
        _month(group["month"]), _int(group.get("year")), which, _part(match), _year_shift(group)
    )


def _calendar_year(match: re.Match[str]) -> Meaning:
    group = match.groupdict()
    short = group.get("short")
    return CalendarYear(int(group["year"]), _PARTS[short.lower()] if short else _part(match))


def _period(match: re.Match[str]) -> Meaning:
    unit: Unit = match["unit"].lower()  # type: ignore[assignment]
    which = _norm(match["which"])
    return Shift(unit, _WHICH.get(which) or _WHICH.get(which.removeprefix("the "), 0), _part(match))


def _which_weekday(match: re.Match[str]) -> Meaning:
    day = _weekday(match["weekday"])
    assert day is not None
    return Weekday(day, _WHICH[_norm(match["which"])])


def _weekday_of_week(match: re.Match[str]) -> Meaning:
    day = _weekday(match["weekday"])
    assert day is not None
    return Weekday(day, week=_WHICH[match["which"].lower()])


def _bare_weekday(match: re.Match[str]) -> Meaning:
    day = _weekday(match["weekday"])
    assert day is not None
    return Weekday(day)


def _day_word(match: re.Match[str]) -> Meaning:
    return Shift("day", _OLD_TIMES[_norm(match["word"])])


def _ago(match: re.Match[str]) -> Meaning | None:
    count = count_value(match["count"])
    unit: Unit = match["unit"].lower()  # type: ignore[assignment]
    return None if count is None else Shift(unit, -count)


def _within(match: re.Match[str]) -> Meaning | None:
    count = count_value(match["count"] or "one")
    unit: Unit = (match["unit"] or match["unit1"]).lower()  # type: ignore[assignment]
    return None if count is None else Within(unit, count)


# In order of preference where two start at the same place with the same length. The group "date"
# is the expression, where the pattern needs words around it.
_PATTERNS: tuple[tuple[str, Builder], ...] = (
    (
        r"\b(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>0[1-9]|1[0-2])(?P=sep)"
        r"(?P<day>0[1-9]|[12]\d|3[01])(?!\d|[-/.]\d)",
        _iso,
    ),
    (
        r"(?<![\d/.$€£-])(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)"
        r"(?P<c>(?:19|20)\d\d|\d\d)(?![\d%]|[-/.]\d)",
        _numeric,
    ),
    (
        rf"\b{_LED}(?P<day>{_DAY})(?:{_S}of)?(?:{_S}|-)(?P<month>{_MONTH})"
        rf"(?:,?{_S}(?P<year1>{_YEAR}))?{_TO}(?P<day2>{_DAY})(?:{_S}of)?{_S}"
        rf"(?P<month2>{_MONTH})(?:,?{_S}(?P<year>{_YEAR}))?",
        _calendar_day,
    ),
    (
        rf"\b{_LED}(?P<day>{_DAY}){_TO}(?P<day2>{_DAY})(?:{_S}of)?{_S}(?P<month>{_MONTH})"
        rf"(?:,?{_S}(?P<year>{_YEAR}))?",
        _calendar_day,
    ),
    (
        rf"\b{_LED}(?P<month>{_MONTH}){_S}(?P<day>{_DAY})(?:,{_S}(?P<year1>{_YEAR}))?{_TO}"
        rf"(?P<month2>{_MONTH}){_S}(?P<day2>{_DAY})(?:,?{_S}(?P<year>{_YEAR}))?",
        _calendar_day,
    ),
    (
        rf"\b{_LED}(?P<month>{_MONTH}){_S}(?P<day>{_DAY}){_TO}(?P<day2>{_DAY})"
        rf"(?:,?{_S}(?P<year>{_YEAR}))?",
        _calendar_day,
    ),
    (
        rf"\b{_LED}(?P<day>{_DAY})(?:{_S}of)?(?:{_S}|-)(?P<month>{_MONTH})"
        rf"(?:(?:(?:,?{_S}|-)(?P<year>{_YEAR}))\)?|{_OF_YEAR}\)?)",
        _calendar_day,
    ),
    (
        rf"\b{_LED}(?P<month>{_MONTH}){_S}(?:the{_S})?(?P<day>{_DAY})"
        rf"(?:(?:,?{_S}(?P<year>{_YEAR}))\)?|{_OF_YEAR}\)?)",
        _calendar_day,
    ),
    (
        rf"\b{_THE}{_PART_OF}?(?P<month>{_MONTH})(?:{_S}of)?,?{_S}(?P<year>{_YEAR})",
        _calendar_month,
    ),
    (
        rf"\b{_THE}{_PART_OF}?(?P<month>{_MONTH}),?{_S}(?:of{_S})?(?P<of_year>this|last|next)"
        rf"{_S}year\b",
        _calendar_month,
    ),
    (rf"\b{_THE}{_PART_OF}(?P<month>{_MONTH})", _calendar_month),
    (rf"\b{_THE}{_PART_OF}(?:the{_S}year{_S})?(?P<year>{_YEAR})", _calendar_year),
    (
        rf"\b{_THE}{_PART_OF}(?P<which>this|next|last|the(?:{_S}current)?|the{_S}coming)"
        rf"{_S}(?P<unit>[Ww]eek|[Mm]onth|[Yy]ear)\b",
        _period,
    ),
    (rf"\b(?P<short>[QqHh][1-4])(?:{_S}of)?{_S}(?P<year>{_YEAR})", _calendar_year),
    (rf"\b(?P<year>(?:19|20)\d\d){_S}(?P<short>[QH][1-4])\b", _calendar_year),
    (rf"\b{_NAMED_WHICH}{_S}(?P<month>{_MONTH})(?!'s|’s)", _calendar_month),
    (rf"\b{_NAMED_WHICH}{_S}(?P<weekday>{_FULL_DAY})\b", _which_weekday),
    (
        rf"\b(?P<weekday>{_FULL_DAY})(?:{_S}of)?{_S}(?P<which>this|next|last){_S}week\b",
        _weekday_of_week,
    ),
    (
        rf"\b(?:(?:[Ll]ater|[Ee]arlier){_S})?(?<![Tt]he\s)"
        rf"(?P<which>[Tt]his|[Nn]ext|[Ll]ast|[Tt]he{_S}current|[Tt]he{_S}following)"
        rf"{_S}(?P<unit>week|month|year)(?!\w)",
        _period,
    ),
    (
        rf"\b(?P<word>(?i:the{_S}day{_S}before{_S}yesterday|the{_S}day{_S}after{_S}tomorrow|"
        rf"today|tonight|this{_S}(?:morning|afternoon|evening)|yesterday|tomorrow|"
        rf"last{_S}(?:night|evening)|the{_S}previous{_S}day|(?:a|one){_S}day{_S}earlier))"
        r"\b(?!(?:'s|’s)\s{1,4}world)",
        _day_word,
    ),
    (rf"\b(?P<count>{COUNT}){_S}(?P<unit>{_UNIT})s?{_S}ago\b", _ago),
    (
        rf"\b(?i:within)(?:{_S}the)?(?:{_S}(?:next|coming|following))?{_S}(?P<count>{COUNT})"
        rf"(?:{_S}|-)(?P<unit>{_UNIT})s?['’]?(?:{_S}time)?\b(?!{_S}(?:of|after|from)\b)",
        _within,
    ),
    (
        rf"\b(?i:within|in|over|during|for){_S}the{_S}(?:next|coming|following){_S}"
        rf"(?:(?P<count>{COUNT}){_S}(?P<unit>{_UNIT})s?|(?P<unit1>{_UNIT}))\b",
        _within,
    ),
    (rf"\b(?i:in){_S}(?P<count>{COUNT}){_S}(?P<unit>{_UNIT})s?['’]?{_S}time\b", _within),
    (
        rf"\b(?<!Black\s)(?<!Good\s)(?<!Easter\s)(?<!Bloody\s)(?P<weekday>{_FULL_DAY})"
        rf"(?:{_S}(?:morning|afternoon|evening|night))?\b(?!{_S}(?:Times|Mirror|Telegraph)\b)",
        _bare_weekday,
    ),
    (rf"\b(?i:{_MAY_LED}){_S}(?P<date>(?P<month>May|MAY))\b(?!['’]s)", _calendar_month),
    (
        rf"\b(?i:{_MONTH_LED}){_S}(?P<date>(?P<month>(?!(?:May|MAY|Mar|MAR)\b){_MONTH}))"
        rf"(?!['’]s|{_S}\d)",
        _calendar_month,
    ),
    (rf"\b(?i:{_YEAR_LED}){_S}(?P<date>(?P<year>{_YEAR}))", _calendar_year),
)


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], Builder], ...]:
    return tuple((re.compile(pattern), builder) for pattern, builder in _PATTERNS)


# Every expression holds one of these words or figures; the patterns are tried around them only.
_ANCHOR = re.compile(
    rf"\b(?:{_FULL_MONTH}|{_FULL_DAY}|(?:{_alternatives(list(_MONTHS_SHORT))})\b"
    r"|(?:19|20)\d\d\b|\d{1,2}([-/.])\d{1,2}\1\d\d"
    r"|(?i:today|tonight|yesterday|tomorrow|(?:this|last)\s{1,4}(?:morning|afternoon|evening|night)"
    r"|weeks?|months?|years?|days?)\b)"
)
_AROUND = 64
_WORD_REACH = 32


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of text around anchors, merged, ending at the end of a word."""
    windows: list[tuple[int, int]] = []
    for anchor in _ANCHOR.finditer(text, start, end):
        first = max(start, anchor.start() - _AROUND)
        last = min(end, anchor.end() + _AROUND)
        reach = min(end, last + _WORD_REACH)
        while last < reach and not text[last].isspace():
            last += 1
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], last)
        else:
            windows.append((first, last))
    return windows


def _search(text: str, start: int, end: int) -> list[tuple[int, int, int, Meaning]]:
    """Return all matches in a window as start, negative end, rank of the pattern and meaning."""
    found = []
    for rank, (pattern, builder) in enumerate(_compiled()):
        for match in pattern.finditer(text, start, end):
            meaning = builder(match)
            if meaning is not None:
                group = "date" if "date" in match.re.groupindex else 0
                first, last = match.span(group)
                if text[first:last].endswith(")") and "(" not in text[first:last]:
                    last -= 1
                found.append((first, -last, rank, meaning))
    return found


def find_expressions(text: str, start: int, end: int) -> list[DateExpression]:
    """Find English date expressions in ``text[start:end]``.

    Args:
        text: the document's text.
        start: offset to begin at.
        end: offset to stop at.

    Returns:
        Expressions in text order without overlaps: of two that overlap, the one that starts
        first, then the longer one.
    """
    found: list[tuple[int, int, int, Meaning]] = []
    for first, last in _windows(text, start, end):
        found += _search(text, first, last)
    found.sort(key=lambda item: item[:3])
    expressions: list[DateExpression] = []
    reached = start
    for first, minus_last, _, meaning in found:
        if first < reached:
            continue
        reached = -minus_last
        words = text[first:reached]
        direction = direction_at(text, start, first, words, meaning)
        expressions.append(DateExpression(first, reached, words, meaning, direction))
    return expressions
