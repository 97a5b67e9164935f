"""What a date expression can mean, before it is known which day the text was written.

A language module (``languages/en/dates.py``) finds expressions and says which of these meanings
each has; ``dates.py`` turns a meaning into days, given a reference date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["past", "future"]
Unit = Literal["day", "week", "month", "year"]
Which = Literal[-1, 0, 1]
"""The one before ("last"), the current one ("this"), the one after ("next")."""
PartName = Literal[
    "half-1", "half-2", "quarter-1", "quarter-2", "quarter-3", "quarter-4", "start", "early",
    "mid", "late", "end",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of a month; ``last`` is (year or None, month, day) where the words give a range."""

    month: int
    day: int
    year: int | None = None
    weekday: int | None = None  # as printed beside it: Monday is 0
    year_shift: int | None = None  # "of last year" is -1
    last: tuple[int | None, int, int] | None = None


@dataclass(frozen=True, slots=True)
class NumericDay:
    """Three figures whose order the words do not say: 05/06/2023, 17-09-21."""

    figures: tuple[str, str, str]
    separator: str


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """A named month, or a part of one."""

    month: int
    year: int | None = None
    which: Which | None = None
    part: PartName | None = None
    year_shift: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """A numbered year, or a part of one."""

    year: int
    part: PartName | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week (Monday is 0); ``week`` is the week it lies in, where that is said."""

    day: int
    which: Which | None = None
    week: Which | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """The day, week, month or year so many before (negative) or after the reference's."""

    unit: Unit
    count: int
    part: PartName | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """The time from the reference until so many units later."""

    unit: Unit
    count: int


Meaning = CalendarDay | NumericDay | CalendarMonth | CalendarYear | Weekday | Shift | Within


@dataclass(frozen=True, slots=True)
class DateExpression:
    """Words that name a date: offsets into the text, the words, what they mean.

    ``direction`` says whether the sentence speaks of what was or what will be, as far as its
    words tell; it decides which Friday "on Friday" is.
    """

    start: int
    end: int
    text: str
    meaning: Meaning
    direction: Direction | None = None
