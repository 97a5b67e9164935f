"""Dates in running text: found by the language's rules, resolved against a reference date.

The reference is the day on which the text speaks: the date of its dateline, else of its
publication. Where only the year is known the reference is that year. The system clock is never
asked, so the same text and reference always give the same dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from memcon.reading.calendars import (
    DMY,
    SOON_MONTHS,
    Interval,
    Order,
    add,
    iso_value,
    make_date,
    nearest_day,
    numeric_candidates,
    part_of_month,
    part_of_year,
)
from memcon.reading.expressions import (
    CalendarDay,
    CalendarMonth,
    CalendarYear,
    DateExpression,
    Direction,
    Meaning,
    NumericDay,
    Shift,
    Weekday,
    Which,
    Within,
)
from memcon.reading.languages.en import dates as english
from memcon.record import DatePrecision, DateValue

Reference = date | int | None
"""A day, or a year where no more is known."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression with the days it stands for.

    ``value`` and ``precision`` are the smallest day, month or year that holds the first and last
    day meant; of a range of days ("14 and 15 March") ``value`` is the first. ``basis`` says in
    words what the value rests on. ``direction`` is "past" or "future" where the words tell.
    """

    start: int
    end: int
    text: str
    value: str
    precision: DatePrecision
    earliest: date
    latest: date
    basis: str
    direction: Direction | None = None

    def as_value(self) -> DateValue:
        """Return the mention as the record's date value."""
        return DateValue(value=self.value, precision=self.precision, basis=self.basis)


def find_dates(
    text: str,
    reference: Reference,
    *,
    start: int = 0,
    end: int | None = None,
    tense: Direction | None = None,
    order: Order | None = None,
) -> list[DateMention]:
    """Find the date expressions in English text and resolve those that can be resolved.

    Args:
        text: the document's text.
        reference: the day the text speaks from, or its year, or None.
        start: where to begin; offsets in the result count from the beginning of ``text``.
        end: where to stop; None for the end of the text.
        tense: which way an open expression is resolved ("on Friday", "in May"); None lets the
            words before it decide. Where they do not it is past, but a day or month without a
            year that comes round within three months is that one.
        order: how to read a numeric date that can be read in more than one way; None leaves it.

    Returns:
        The resolved mentions in text order, without overlaps.
    """
    mentions = []
    for expression in find_expressions(text, start=start, end=end):
        mention = resolve(expression, reference, tense=tense, order=order)
        if mention is not None:
            mentions.append(mention)
    return mentions


def find_expressions(text: str, *, start: int = 0, end: int | None = None) -> list[DateExpression]:
    """Find the date expressions in English text without resolving them.

    Args:
        text: the document's text.
        start: where to begin.
        end: where to stop; None for the end of the text.

    Returns:
        The expressions in text order, without overlaps; offsets count from the text's beginning.
    """
    return english.find_expressions(text, start, len(text) if end is None else min(end, len(text)))


def resolve(
    expression: DateExpression,
    reference: Reference,
    *,
    tense: Direction | None = None,
    order: Order | None = None,
) -> DateMention | None:
    """Resolve one expression, or return None where reference and words do not settle it.

    Args:
        expression: what `find_expressions` found.
        reference: the day the text speaks from, or its year, or None.
        tense: overrides the direction the words suggest.
        order: how to read an ambiguous numeric date.

    Returns:
        The mention, or None (a weekday without a reference day; a week that two years share).
    """
    direction = tense or expression.direction
    found = interval(expression.meaning, reference, direction, order)
    if found is None:
        return None
    earliest, latest = found
    exact = isinstance(expression.meaning, CalendarDay)
    narrowest = iso_value(earliest, earliest if exact else latest)
    if narrowest is None:
        return None
    value, precision = narrowest
    return DateMention(
        start=expression.start,
        end=expression.end,
        text=expression.text,
        value=value,
        precision=precision,
        earliest=earliest,
        latest=latest,
        basis=_basis(expression, reference, direction),
        direction=expression.direction,
    )


def interval(
    meaning: Meaning,
    reference: Reference,
    direction: Direction | None,
    order: Order | None = None,
) -> Interval | None:
    """Return the first and last day that a meaning stands for, or None where it is not settled.

    Args:
        meaning: of a date expression.
        reference: the day the text speaks from, or its year, or None.
        direction: which way to look where the words leave it open; None as in `find_dates`.
        order: how to read an ambiguous numeric date.
    """
    try:
        match meaning:
            case CalendarDay():
                return _calendar_day(meaning, reference, direction)
            case NumericDay():
                return _numeric(meaning, order)
            case CalendarMonth():
                return _calendar_month(meaning, reference, direction)
            case CalendarYear():
                return part_of_year(meaning.year, meaning.part)
            case Weekday():
                return _weekday(meaning, reference, direction)
            case Shift():
                return _shift(meaning, reference)
            case Within():
                if not isinstance(reference, date):
                    return None
                return reference, add(reference, meaning.unit, meaning.count)
    except (OverflowError, ValueError):  # beyond the calendar: "in 9000 years"
        return None


def _calendar_day(
    meaning: CalendarDay, reference: Reference, direction: Direction | None
) -> Interval | None:
    year = meaning.year
    if year is None and meaning.year_shift is not None:
        year = _shifted_year(reference, meaning.year_shift)
    elif year is None and isinstance(reference, int):
        year = reference
    if year is not None:
        first = make_date(year, meaning.month, meaning.day)
    elif isinstance(reference, date):
        first = nearest_day(meaning.month, meaning.day, reference, direction)
    else:
        return None
    if first is None:
        return None
    if meaning.last is None:
        return first, first
    last_year, last_month, last_day = meaning.last
    later = (last_month, last_day) < (meaning.month, meaning.day)
    last = make_date(last_year or first.year + later, last_month, last_day)
    if last is None or last < first:
        return first, first
    return first, last


def _numeric(meaning: NumericDay, order: Order | None) -> Interval | None:
    candidates = numeric_candidates(meaning.figures)
    if meaning.separator == "." and len(meaning.figures[0]) <= 2:
        # Figures parted by full stops are written day first wherever they are written so.
        candidates = [(known, day) for known, day in candidates if known == DMY] or candidates
    if len(candidates) > 1:
        candidates = [(known, day) for known, day in candidates if known == order]
    if len(candidates) != 1:
        return None
    return candidates[0][1], candidates[0][1]


def _calendar_month(
    meaning: CalendarMonth, reference: Reference, direction: Direction | None
) -> Interval | None:
    year = meaning.year
    if year is None and meaning.year_shift is not None:
        year = _shifted_year(reference, meaning.year_shift)
    elif year is None and isinstance(reference, int):
        year = reference if meaning.which in (None, 0) else None
    elif year is None and isinstance(reference, date):
        now = reference.month
        match meaning.which:
            case 0:
                year = reference.year
            case -1:
                year = reference.year - (meaning.month >= now)
            case 1:
                year = reference.year + (meaning.month <= now)
            case None:
                ahead = (meaning.month - now) % 12
                if direction is None:
                    direction = "future" if ahead <= SOON_MONTHS else "past"
                if direction == "past":
                    year = reference.year - (meaning.month > now)
                else:
                    year = reference.year + (meaning.month < now)
    return None if year is None else part_of_month(year, meaning.month, meaning.part)


def _shifted_year(reference: Reference, shift: int) -> int | None:
    if reference is None:
        return None
    return (reference if isinstance(reference, int) else reference.year) + shift


def _weekday(
    meaning: Weekday, reference: Reference, direction: Direction | None
) -> Interval | None:
    if not isinstance(reference, date):
        return None
    ahead = (meaning.day - reference.weekday()) % 7
    monday = reference - timedelta(days=reference.weekday())
    if meaning.week is not None:
        found = monday + timedelta(days=7 * meaning.week + meaning.day)
    elif meaning.which == 0:
        found = monday + timedelta(days=meaning.day)
    elif meaning.which == 1:
        found = reference + timedelta(days=ahead or 7)
    elif meaning.which == -1:
        found = reference - timedelta(days=7 - ahead)
    elif direction == "future":
        found = reference + timedelta(days=ahead)
    else:
        found = reference - timedelta(days=-ahead % 7)
    return found, found


def _shift(meaning: Shift, reference: Reference) -> Interval | None:
    if isinstance(reference, int):
        if meaning.unit != "year":
            return None
        return part_of_year(reference + meaning.count, meaning.part)
    if reference is None:
        return None
    moved = add(reference, meaning.unit, meaning.count)
    match meaning.unit:
        case "day":
            return moved, moved
        case "week":
            monday = moved - timedelta(days=moved.weekday())
            first = 3 if meaning.part in ("end", "late") else 0
            return monday + timedelta(days=first), monday + timedelta(days=6)
        case "month":
            return part_of_month(moved.year, moved.month, meaning.part)
        case "year":
            return part_of_year(moved.year, meaning.part)


_WHICH_WORDS: dict[Which, str] = {-1: "the one before", 0: "in the week of", 1: "the one after"}


def _basis(expression: DateExpression, reference: Reference, direction: Direction | None) -> str:
    """Say what a value rests on: the words alone, or the words and the reference."""
    words = f"“{' '.join(expression.text.split())}”"
    meaning = expression.meaning
    match meaning:
        case CalendarDay(year=None) | CalendarMonth(year=None):
            how = f"year from the reference {reference}"
        case Weekday(which=which) if which is not None:
            how = f"{_WHICH_WORDS[which]} {reference}"
        case Weekday(week=None):
            side = "on or after" if direction == "future" else "on or before"
            how = f"the nearest {side} {reference}"
        case Weekday() | Shift() | Within():
            how = f"counted from {reference}"
        case _:
            how = ""
    return f"{words}, {how}" if how else words
