"""Quantities and deadlines in a stretch of text: how much, and by when."""

from __future__ import annotations

from datetime import date

from memcon.reading.calendars import iso_value
from memcon.reading.dates import Reference, find_expressions, interval
from memcon.reading.expressions import (
    CalendarDay,
    CalendarMonth,
    CalendarYear,
    DateExpression,
    Shift,
    Within,
)
from memcon.reading.languages.en import deadlines as english_deadlines
from memcon.reading.languages.en import quantities as english
from memcon.record import Deadline, Quantity, QuantityKind, Span


def find_quantities(
    text: str,
    *,
    start: int = 0,
    end: int | None = None,
    default_kind: QuantityKind = "target",
) -> list[Quantity]:
    """Find the quantities in English text.

    Args:
        text: the document's text.
        start: where to begin; spans count from the beginning of ``text``.
        end: where to stop; None for the end of the text.
        default_kind: what a quantity is where the words before it do not say.

    Returns:
        Quantities in text order. ``unit`` is an ISO 4217 code for money, "percent", a measure,
        or the noun that is counted. Ordinals, dates, durations, names with numbers and counts of
        the parties ("two sides") are none.
    """
    stop = len(text) if end is None else min(end, len(text))
    dates = [(item.start, item.end) for item in find_expressions(text, start=start, end=stop)]
    return [
        Quantity(
            value=found.value,
            unit=found.unit,
            per=found.per,
            kind=found.kind or default_kind,
            span=_span(text, found.start, found.end),
        )
        for found in english.find_quantities(text, start, stop, dates)
    ]


def find_deadlines(
    text: str, reference: Reference, *, start: int = 0, end: int | None = None
) -> list[Deadline]:
    """Find the words in a commitment's text that say by when, with the date where it resolves.

    Args:
        text: the document's text.
        reference: the day the text speaks from, or its year, or None.
        start: where to begin; spans count from the beginning of ``text``.
        end: where to stop; None for the end of the text.

    Returns:
        Deadlines in text order. Dates before the reference are none. "By the end of 2027" is due
        on its last day, "within two years" so long after the reference; "by 2030" stays a year.
    """
    stop = len(text) if end is None else min(end, len(text))
    expressions = find_expressions(text, start=start, end=stop)
    deadlines = []
    for found in english_deadlines.find_deadlines(text, start, stop, expressions):
        day = None
        if found.expression is not None:
            if found.expression.direction == "past" and _is_open(found.expression):
                continue
            due = _due(found.expression, reference)
            if due is not None:
                day, latest = due
                if _is_past(latest, reference):
                    continue
        deadlines.append(
            Deadline(
                date=day,
                text=text[found.start : found.end],
                span=_span(text, found.start, found.end),
            )
        )
    return deadlines


def find_deadline(
    text: str, reference: Reference, *, start: int = 0, end: int | None = None
) -> Deadline | None:
    """Return the deadline of a commitment's text: the first with a date, else the first.

    Args:
        text: the document's text.
        reference: the day the text speaks from, or its year, or None.
        start: where to begin; spans count from the beginning of ``text``.
        end: where to stop; None for the end of the text.
    """
    found = find_deadlines(text, reference, start=start, end=end)
    dated = [deadline for deadline in found if deadline.date is not None]
    return next(iter(dated or found), None)


def _is_open(expression: DateExpression) -> bool:
    """Tell whether the words alone leave open which day, month or year is meant."""
    match expression.meaning:
        case CalendarDay(year=int()) | CalendarMonth(year=int()) | CalendarYear():
            return False
        case Shift(count=0):
            return False
        case _:
            return True


def _due(expression: DateExpression, reference: Reference) -> tuple[str, date] | None:
    """Return when something is due as ISO 8601, and the last day that can be meant."""
    found = interval(expression.meaning, reference, "future")
    if found is None:
        return None
    earliest, latest = found
    match expression.meaning:
        case Within() | Shift(part="end") | CalendarMonth(part="end") | CalendarYear(part="end"):
            return latest.isoformat(), latest
        case CalendarDay():
            return latest.isoformat(), latest
    value = iso_value(earliest, latest)
    return (value[0], latest) if value else (latest.isoformat(), latest)


def _is_past(latest: date, reference: Reference) -> bool:
    if isinstance(reference, date):
        return latest < reference
    return reference is not None and latest.year < reference


def _span(text: str, start: int, end: int) -> Span:
    return Span(start=start, end=end, text=text[start:end])
