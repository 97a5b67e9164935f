"""Arithmetic on calendar days: parts of years and months, orders of figures, nearest years."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from memcon.reading.expressions import Direction, PartName, Unit
from memcon.record import DatePrecision

Interval = tuple[date, date]

Order = tuple[str, str, str]
"""The order of figures in a numeric date, from "y", "m" and "d"."""

YMD: Order = ("y", "m", "d")
DMY: Order = ("d", "m", "y")
MDY: Order = ("m", "d", "y")

# A report may carry the next calendar day's date: an evening in Washington is a morning in Bali.
TIME_ZONE_SLACK = timedelta(days=1)

# Two-digit years as POSIX strptime %y reads them: 69 to 99 are 19xx, 00 to 68 are 20xx.
_POSIX_PIVOT = 69

# First and last month of a year's part, and first and last day of a month's part.
_YEAR_PARTS: dict[PartName, tuple[int, int]] = {
    "half-1": (1, 6),
    "half-2": (7, 12),
    "quarter-1": (1, 3),
    "quarter-2": (4, 6),
    "quarter-3": (7, 9),
    "quarter-4": (10, 12),
    "start": (1, 1),
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "end": (12, 12),
}
_MONTH_PARTS: dict[PartName, tuple[int, int]] = {
    "half-1": (1, 15),
    "half-2": (16, 31),
    "start": (1, 10),
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "end": (21, 31),
}

# Of a day or month named without a year, in words that tell no time: what comes round so soon is
# meant, since of one nine months past the year would be printed.
SOON = timedelta(days=92)
SOON_MONTHS = 3


def iso_value(earliest: date, latest: date) -> tuple[str, DatePrecision] | None:
    """Return the smallest day, month or year holding both days, or None where two years do."""
    if earliest == latest:
        return earliest.isoformat(), "day"
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.year:04d}-{earliest.month:02d}", "month"
    if earliest.year == latest.year:
        return f"{earliest.year:04d}", "year"
    return None


def numeric_candidates(figures: tuple[str, str, str]) -> list[tuple[Order, date]]:
    """Return every order in which three figures are a real date, with that date.

    Orders that give the same date (05/05/2023) count once. Year-day-month is not in use.
    """
    candidates: list[tuple[Order, date]] = []
    for order in (YMD, DMY, MDY):
        fields = dict(zip(order, figures, strict=True))
        if len(fields["m"]) > 2 or len(fields["d"]) > 2:
            continue
        if max(map(len, figures)) == 4 and len(fields["y"]) != 4:
            continue
        day = make_date(full_year(fields["y"]), int(fields["m"]), int(fields["d"]))
        if day is not None and all(day != known for _, known in candidates):
            candidates.append((order, day))
    return candidates


def full_year(figures: str) -> int:
    """Return the year of two or four figures, two by the POSIX rule for %y."""
    year = int(figures)
    if len(figures) > 2:
        return year
    return year + (1900 if year >= _POSIX_PIVOT else 2000)


def make_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where there is no such day."""
    if not (1 <= year <= 9998 and 1 <= month <= 12):
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def nearest_day(month: int, day: int, reference: date, direction: Direction | None) -> date | None:
    """Return the month's day nearest the reference: before it (a day's slack) or after it.

    Args:
        month: 1 to 12.
        day: of the month.
        reference: the day to count from.
        direction: "past", "future", or None for past unless it comes round within `SOON`.
    """
    if direction is None:
        coming = nearest_day(month, day, reference, "future")
        if coming is not None and coming - reference <= SOON:
            return coming
        direction = "past"
    # Nine years hold a 29 February even across a century year that is no leap year.
    for distance in range(9):
        year = reference.year + (1 - distance if direction == "past" else distance)
        found = make_date(year, month, day)
        if found is None:
            continue
        if direction == "past" and found <= reference + TIME_ZONE_SLACK:
            return found
        if direction == "future" and found >= reference:
            return found
    return None


def add(day: date, unit: Unit, count: int) -> date:
    """Return the day so many units later, or earlier for a negative count."""
    match unit:
        case "day":
            return day + timedelta(days=count)
        case "week":
            return day + timedelta(weeks=count)
        case "month":
            return day + relativedelta(months=count)
        case "year":
            return day + relativedelta(years=count)


def part_of_year(year: int, part: PartName | None) -> Interval:
    """Return first and last day of a year, or of a part of it."""
    first, last = _YEAR_PARTS[part] if part else (1, 12)
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def part_of_month(year: int, month: int, part: PartName | None) -> Interval:
    """Return first and last day of a month, or of a part of it."""
    days = calendar.monthrange(year, month)[1]
    first, last = _MONTH_PARTS.get(part, (1, days)) if part else (1, days)
    return date(year, month, first), date(year, month, min(last, days))
