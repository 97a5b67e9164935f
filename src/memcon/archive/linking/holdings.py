"""Offices that a form of a name was seen with, and how well two forms agree in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Final

from memcon.archive.linking.name_forms import NameForm
from memcon.archive.linking.titles import (
    Office,
    abroad_titles,
    agreement,
    high_offices,
    read_offices,
)
from memcon.knowledge.people import people_words

_NEAR: Final = 400
"""Days by which two sightings of an office may lie apart and be of one time: an archive sees a
minister now and then, hardly ever on the first and the last day."""
_TERM: Final = 4 * 366
"""Days by which they may lie apart and still be of one holder: a usual term of office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """An office seen with a name, from the first to the last day, in so many documents."""

    office: Office
    first: int | None  # proleptic ordinal, None where no day is known
    last: int | None
    documents: int


def holdings(forms: Iterable[NameForm]) -> tuple[Holding, ...]:
    """Return the offices of forms, one entry an office of a form's title."""
    found: dict[Office, list[Holding]] = {}
    for form in forms:
        for title in form.titles:
            first, last = ordinal(title.first_day), ordinal(title.last_day)
            for office in read_offices(title.title):
                found.setdefault(office, []).append(
                    Holding(office=office, first=first, last=last, documents=title.documents)
                )
    return tuple(_gathered(office, entries) for office, entries in sorted_offices(found))


def sorted_offices(found: dict[Office, list[Holding]]) -> list[tuple[Office, list[Holding]]]:
    """Sort by the words of the office, so that nothing depends on the order of the forms."""
    return sorted(found.items(), key=lambda item: repr(item[0]))


def _gathered(office: Office, entries: Sequence[Holding]) -> Holding:
    # a day that is not known says nothing against the others
    firsts = [e.first for e in entries if e.first is not None]
    lasts = [e.last for e in entries if e.last is not None]
    return Holding(
        office=office,
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        documents=sum(e.documents for e in entries),
    )


@lru_cache(maxsize=16384)
def ordinal(day: str | None) -> int | None:
    """Return a day as a number of days; a month or a year stands for its first day."""
    if not day:
        return None
    year, month, of_month = (*(int(part) for part in day[:10].split("-")), 1, 1)[:3]
    return date(year, month, of_month).toordinal()


def grade(one: Sequence[Holding], other: Sequence[Holding]) -> int:
    """Say how the offices of two forms agree.

    Returns:
        2 where they share one at one time, 1 where one says less than the other ("Secretary",
        "Secretary of State"), 0 where either has none, -1 where both have and none agree.
    """
    if not one or not other:
        return 0
    best = max(
        (agreement(a.office, b.office) for a in one for b in other if _apart(a, b) <= _TERM),
        default=0,
    )
    return best or -1


def weight(one: Sequence[Holding], other: Sequence[Holding]) -> tuple[int, int]:
    """Weigh the offices of ``other`` that agree with those of ``one``.

    Returns:
        How they agree, and in how many documents: 4 for the same office at the time, 3 for one
        that says less or more, 2 and 1 for the same in some other year of a term, 0 for none.
        Where any are of the time, only these are counted.
    """
    counted = [0, 0, 0, 0, 0]
    for b in other:
        best = 0
        for a in one:
            level = agreement(a.office, b.office)
            apart = _apart(a, b)
            if level and apart <= _TERM:
                best = max(best, level + (2 if apart <= _NEAR else 0))
        counted[best] += b.documents
    best = next((k for k in (4, 3, 2, 1) if counted[k]), 0)
    return best, (sum(counted[3:]) if best >= 3 else sum(counted[1:3]))


def _apart(one: Holding, other: Holding) -> int:
    """Return the days between two holdings: 0 where they overlap or no day is known."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return 0
    return max(0, one.first - other.last, other.first - one.last)


def likely_side(form: NameForm) -> str | None:
    """Return a form's side, or None where its offices say that it cannot be right.

    A state has no such office as most documents give the form: the United States has no foreign
    minister (the reader's table ``not_domestic`` of ``people.toml``, and ``abroad`` of
    ``titles.toml``).
    """
    if not form.side:
        return None
    abroad = _abroad().get(form.side)
    if abroad is None or not form.titles:
        return form.side
    strange = sum(
        title.documents
        for title in form.titles
        if any(office.words in abroad for office in read_offices(title.title))
    )
    return None if 2 * strange > sum(title.documents for title in form.titles) else form.side


def shares_high_office(one: Sequence[Holding], other: Sequence[Holding]) -> bool:
    """Tell whether two forms share an office that one person of a state holds at a time."""
    high = high_offices()
    shared = {h.office.words for h in one} & {h.office.words for h in other}
    return any(words in high for words in shared)


@cache
def _abroad() -> dict[str, frozenset[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for table in (people_words().not_domestic, abroad_titles()):
        for side, titles in table.items():
            offices = (office.words for title in titles for office in read_offices(title))
            found.setdefault(side, set()).update(offices)
    return {side: frozenset(words) for side, words in found.items()}
