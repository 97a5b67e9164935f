"""What is stored about each set phrase: counts, who uses it, what became of it with each side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from memcon.archive.adoption import Use, course

Activity = Mapping[str, Mapping[str, int]]
"""Documents in which a side has a say, by side and month."""


@dataclass(frozen=True, slots=True, order=True)
class StoredUse:
    """A row of ``formula_uses``: ``day`` is "" where unknown, ``sides`` are joined by "+"."""

    formula: int
    day: str
    document: int
    start: int
    end: int
    sides: str
    narrator: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SideCount:
    """A row of ``formula_sides``."""

    side: str
    documents: int
    uses: int
    first_day: str | None
    last_day: str | None
    adopted: bool = False
    silent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the rows of a formula say; ``sides`` by id."""

    documents: int
    uses: int
    first_day: str | None
    last_day: str | None
    sides: tuple[SideCount, ...]

    def columns(self) -> dict[str, object]:
        """Return the columns of ``formulas`` that follow from its uses."""
        return {
            "documents": self.documents,
            "uses": self.uses,
            "sides": len(self.sides),
            "adopted": sum(side.adopted for side in self.sides),
            "dropped": sum(side.silent is not None for side in self.sides),
            "first_day": self.first_day,
            "last_day": self.last_day,
        }


def summary(uses: Sequence[StoredUse], activity: Activity) -> Summary:
    """Return what the uses of one formula say of it.

    Args:
        uses: all of them.
        activity: documents of each side by month, for whether it dropped the phrase.
    """
    plain = counted(uses)
    path = course(
        (
            Use(use.day, side, use.document)
            for use in uses
            if use.day
            for side in sides_of(use.sides)
        ),
        activity=activity,
    )
    adopted = {one.user for one in path.adopted}
    silent = {one.user: one.silent for one in path.dropped}
    return replace(
        plain,
        sides=tuple(
            replace(side, adopted=side.side in adopted, silent=silent.get(side.side))
            for side in plain.sides
        ),
    )


def counted(uses: Iterable[StoredUse]) -> Summary:
    """Return the counts and days of the uses of one formula, without what became of it."""
    documents: set[int] = set()
    number = 0
    days: set[str] = set()
    of: dict[str, list[StoredUse]] = defaultdict(list)
    for use in uses:
        number += 1
        documents.add(use.document)
        days.add(use.day)
        for side in sides_of(use.sides):
            of[side].append(use)
    days.discard("")
    return Summary(
        documents=len(documents),
        uses=number,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        sides=tuple(
            SideCount(
                side=side,
                documents=len({use.document for use in own}),
                uses=len(own),
                first_day=min((use.day for use in own if use.day), default=None),
                last_day=max((use.day for use in own if use.day), default=None),
            )
            for side, own in sorted(of.items())
        ),
    )


def grown(old: Summary, new: Summary) -> Summary:
    """Return a formula's counts with those of documents that were not among the old ones.

    Whether a side dropped the phrase is found when formulas are looked for anew; here a later use
    only ends that.
    """
    sides = {side.side: side for side in old.sides}
    for more in new.sides:
        known = sides.get(more.side)
        if known is None:
            sides[more.side] = more
            continue
        last = _last(known.last_day, more.last_day)
        sides[more.side] = SideCount(
            side=more.side,
            documents=known.documents + more.documents,
            uses=known.uses + more.uses,
            first_day=_first(known.first_day, more.first_day),
            last_day=last,
            silent=known.silent if last == known.last_day else None,
        )
    origin = min((side.first_day for side in sides.values() if side.first_day), default=None)
    return Summary(
        documents=old.documents + new.documents,
        uses=old.uses + new.uses,
        first_day=_first(old.first_day, new.first_day),
        last_day=_last(old.last_day, new.last_day),
        sides=tuple(
            replace(side, adopted=bool(origin and side.first_day and side.first_day > origin))
            for _, side in sorted(sides.items())
        ),
    )


def by_formula(uses: Iterable[StoredUse]) -> dict[int, list[StoredUse]]:
    """Return uses by formula, in the order of their rows."""
    return {
        formula: list(own) for formula, own in groupby(sorted(uses), key=lambda use: use.formula)
    }


def sides_of(joined: str) -> list[str]:
    """Return the sides of a use: ``AUS+IND`` → both; none of ""."""
    return joined.split("+") if joined else []


def _first(a: str | None, b: str | None) -> str | None:
    return min((day for day in (a, b) if day), default=None)


def _last(a: str | None, b: str | None) -> str | None:
    return max((day for day in (a, b) if day), default=None)
