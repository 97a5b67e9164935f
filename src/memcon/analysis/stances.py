"""How an actor speaks on an issue, read off counts of acts, and how its wording changed.

An issue is a subject, not a proposal: "opposes the independence of Varnia" and "supports the
independence of Varnia" are both on Varnia. So a stance says which *kind* of acts prevails when the
actor speaks on the issue (backing, objecting, asking others), and the cited words say of what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from memcon.analysis.firmness import STYLISTIC
from memcon.knowledge.acts import act_words
from memcon.record import ActType, CommitmentStrength

Stance = Literal["supportive", "critical", "calls on others", "mixed", "no stance"]

BACKING: Final[tuple[ActType, ...]] = ("support", "praise", "agree", "pledge")
OBJECTING: Final[tuple[ActType, ...]] = ("oppose", "criticise", "warn")
ASKING: Final[tuple[ActType, ...]] = ("request",)
SHOWING: Final = frozenset((*BACKING, *OBJECTING, *ASKING))
STRONGLY: Final = "strongly "  # begins an intensified rung
PREVAILS: Final = (2, 3)  # at least two of three acts

HOW: Final = (
    "A stance is the kind of acts that prevails by two thirds when the actor speaks on the issue: "
    f"backing ({', '.join(BACKING)}), objecting ({', '.join(OBJECTING)}) or asking "
    f"({', '.join(ASKING)}); it does not say for or against what, see the words."
)
"""What is said with every answer; denied acts are left out, acts on a condition are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """An act with a rung of a ladder; ``rank`` is how high the rung is, 0 the lowest."""

    ladder: str
    rung: str
    rank: int
    day: str
    act: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RungChange:
    """Another rung than the last one said."""

    before: Wording
    after: Wording

    @property
    def is_style(self) -> bool:
        """Whether the choice between the two rungs is rather a matter of style.

        So it is between words of praise and between pledges that bind alike ("will", "is committed
        to"), unless one of the two is intensified.
        """
        was, now = (one.rung.startswith(STRONGLY) for one in (self.before, self.after))
        if was != now:
            return False
        bonds = {binding(one.rung) for one in (self.before, self.after)}
        alike = self.after.ladder == "pledge" and len(bonds) == 1 and None not in bonds
        return alike or self.after.ladder in STYLISTIC


def binding(rung: str) -> CommitmentStrength | None:
    """Return how firmly a rung of the ladder of pledges binds: will, ready, hope or call."""
    return act_words().binding.get(rung.removeprefix(STRONGLY))


def weights(counts: Mapping[str, int]) -> tuple[int, int, int]:
    """Return how many acts are backing, objecting and asking, from counts by type of act."""
    backing, objecting, asking = (
        sum(counts.get(kind, 0) for kind in kinds) for kinds in (BACKING, OBJECTING, ASKING)
    )
    return backing, objecting, asking


def stance(counts: Mapping[str, int]) -> Stance:
    """Return how somebody speaks who acts so often, by type of act; denied acts left out.

    >>> stance({"support": 4, "criticise": 2, "assess": 40})
    'supportive'
    >>> stance({"support": 3, "criticise": 2}), stance({"assess": 3})
    ('mixed', 'no stance')
    """
    groups = weights(counts)
    whole = sum(groups)
    if not whole:
        return "no stance"
    names: tuple[Stance, ...] = ("supportive", "critical", "calls on others")
    part, of = PREVAILS
    for name, number in zip(names, groups, strict=True):
        if number * of >= whole * part:
            return name
    return "mixed"


def days(wordings: Iterable[Wording]) -> dict[str, list[Wording]]:
    """Return for each ladder the strongest wording of each day, in order of days.

    Of several as strong the one said last stands for the day. What has no day is left out.
    """
    best: dict[tuple[str, str], Wording] = {}
    for one in wordings:
        place = (one.ladder, one.day)
        known = best.get(place)
        if one.day and (known is None or (one.rank, one.act) > (known.rank, known.act)):
            best[place] = one
    found: dict[str, list[Wording]] = defaultdict(list)
    for place in sorted(best):
        found[place[0]].append(best[place])
    return dict(found)


def changes(wordings: Iterable[Wording]) -> list[RungChange]:
    """Return where the strongest wording of a day is another rung than on the last day with one.

    Per ladder; in order of days. Rungs are compared as to which they are, never by a distance.
    """
    found = [
        RungChange(before=before, after=after)
        for course in days(wordings).values()
        for before, after in pairwise(course)
        if before.rung != after.rung
    ]
    return sorted(found, key=lambda one: (one.after.day, one.after.ladder))


def strongest(wordings: Iterable[Wording]) -> list[Wording]:
    """Return the strongest wording on each ladder, of several the one said last, by ladder."""
    best: dict[str, Wording] = {}
    for one in wordings:
        known = best.get(one.ladder)
        if known is None or (one.rank, one.day, one.act) > (known.rank, known.day, known.act):
            best[one.ladder] = one
    return [best[ladder] for ladder in sorted(best)]
