"""Who met whom at a meeting: the rule by which networks are counted.

A meeting links its sides pairwise; its named persons pairwise, if they are of different sides; and
a named person with a side for which nobody is named. People of one side do not meet each other by
attending together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

TieKind = Literal["sides", "persons", "person-side"]


@dataclass(slots=True)
class Tally:
    """Meetings counted, with the days between which they were held."""

    times: int = 0
    first: str = ""  # ISO 8601, "" while none is known
    last: str = ""

    def add(self, day: str | None) -> None:
        """Count a meeting."""
        self.times += 1
        if day:
            self.first = min(self.first or day, day)
            self.last = max(self.last, day)


def pairs(
    sides: Collection[str], persons: Mapping[str, str | None]
) -> Iterator[tuple[TieKind, str, str]]:
    """Yield who met whom at a meeting, in a fixed order.

    Args:
        sides: the states, bodies and groups that took part.
        persons: who took part by name, each with the side, as it is called in ``sides``; None
            where it is not known.
    """
    for one, other in combinations(sorted(sides), 2):
        yield "sides", one, other
    for one, other in combinations(sorted(persons), 2):
        if persons[one] is None or persons[one] != persons[other]:
            yield "persons", one, other
    named = set(persons.values())
    for name in sorted(persons):
        for side in sorted(sides):
            if side not in named and persons[name] is not None:
                yield "person-side", name, side
