"""Which mentions tell of one occasion.

Whether two can is said by ``fits`` (its rules are there). Such a relation alone chains: a vague
mention fits two occasions of one day, and would make them one. So occasions are built inside
each connected component of the relation, in an order that depends on nothing but what the
mentions say:

1. Mentions with a day and a name form occasions in which every two fit.
2. Occasions a day apart become one where every two of their mentions fit (accounts of different
   narrators may count days by different clocks), and neither has another such neighbour.
3. A mention without a day or without a name joins the one occasion that it fits; among several,
   the one with which it shares most persons, and then the one around its publication. Where that
   does not leave one, it stays alone.
4. Those that fit none of them form occasions among themselves, in which every two fit.

Nothing outside a component bears on it. So clustering the components that new mentions touch
gives the same as clustering the whole archive anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Final

from memcon.archive.linking.fit import accounts_fit, documents_fit, fits, news
from memcon.archive.linking.mentions import (
    HELD_REACH,
    PLANNED_REACH,
    Facts,
    MeetingMention,
    Party,
    facts_of,
    sides,
    window,
)
from memcon.archive.linking.occasions import Occasion, Participant, Value, merge

__all__ = [
    "HELD_REACH",
    "PLANNED_REACH",
    "MeetingMention",
    "Occasion",
    "Participant",
    "Party",
    "Value",
    "cluster",
    "components",
    "merge",
    "related",
    "sides",
    "window",
]

# A report without a date tells of a summit weeks later still (``mentions.HELD_REACH``), but of
# other talks and calls within these days: the same two may have met again since. Read off the
# same texts: of those at most so far apart none was another occasion.
HELD_NEAR: Final = 5
CALL_NEAR: Final = 3
PLANNED_NEAR: Final = 14

Neighbours = Mapping[int, set[int]]


def related(one: MeetingMention, other: MeetingMention) -> bool:
    """Return whether two mentions can tell of one occasion, taken by themselves.

    What ``cluster`` makes of a mention depends on the mentions that can be reached from it by
    this relation, and on no others.
    """
    return fits(facts_of(one), facts_of(other))


def cluster(mentions: Iterable[MeetingMention]) -> dict[int, int]:
    """Return for every mention's key the key of the mention that stands for the occasion.

    The mention that stands for it is the first published that tells of it as held, or the first
    of all if none does; between several of one day the one that names most, and only between
    mentions that say the same the one with the smaller key.

    Args:
        mentions: in any order, with distinct keys.
    """
    facts = {mention.key: facts_of(mention) for mention in mentions}
    near = _neighbours(facts)
    result: dict[int, int] = {}
    for component in _components(facts, near):
        for occasion in _occasions(component, near):
            head = min(occasion, key=_standing).mention.key
            result.update((member.mention.key, head) for member in occasion)
    return {key: result[key] for key in sorted(result)}


def components(mentions: Iterable[MeetingMention]) -> list[list[int]]:
    """Return the keys of the mentions, those together that ``related`` connects, sorted."""
    facts = {mention.key: facts_of(mention) for mention in mentions}
    found = _components(facts, _neighbours(facts))
    return sorted(sorted(member.mention.key for member in component) for component in found)


def _standing(facts: Facts) -> tuple[object, ...]:
    return facts.planned, facts.mention.published or "~", facts.order


# The relation, over many -----------------------------------------------------------------------


def _neighbours(facts: Mapping[int, Facts]) -> Neighbours:
    """Return for every key the keys of the mentions that fit it.

    Mentions are compared where they share a key of their company and their days overlap.
    """
    shelves: dict[str, list[Facts]] = defaultdict(list)
    for item in facts.values():
        if item.first is not None:
            for key in item.keys:
                shelves[key].append(item)
    near: dict[int, set[int]] = {key: set() for key in facts}
    kinds: dict[Hashable, int] = {}  # numbers of the accounts that differ
    number = {key: kinds.setdefault(item.alike, len(kinds)) for key, item in facts.items()}
    known: dict[tuple[int, int], bool] = {}
    for shelf in shelves.values():
        shelf.sort(key=lambda item: item.first or 0)
        open_: list[Facts] = []
        for item in shelf:
            start = item.first or 0
            open_ = [other for other in open_ if (other.last or 0) + other.slack >= start]
            for other in open_:
                a, b = item.mention.key, other.mention.key
                if b in near[a]:
                    continue
                pair = (number[a], number[b])
                fit = known.get(pair)
                if fit is None:
                    fit = known[pair] = known[pair[::-1]] = accounts_fit(item, other)
                if fit and documents_fit(item, other):
                    near[a].add(b)
                    near[b].add(a)
            open_.append(item)
    return near


def _components(facts: Mapping[int, Facts], near: Neighbours) -> list[list[Facts]]:
    """Return the connected components, each in the order in which its mentions are taken up."""
    left = set(facts)
    found: list[list[Facts]] = []
    for start in sorted(facts):
        if start not in left:
            continue
        left.discard(start)
        reached, frontier = [start], [start]
        while frontier:
            new = near[frontier.pop()] & left
            left -= new
            reached.extend(new)
            frontier.extend(new)
        found.append(sorted((facts[key] for key in reached), key=lambda item: item.order))
    return found


# One component ---------------------------------------------------------------------------------

Group = list[Facts]


def _occasions(component: Sequence[Facts], near: Neighbours) -> list[Group]:
    if len(component) == 1:
        return [list(component)]
    firm = [item for item in component if not item.vague]
    vague = [item for item in component if item.vague]
    cores = _clock_merged(_grouped(firm, near, _same_day), near)
    occasions = [list(core) for core in cores]
    homeless: list[Facts] = []
    for item in vague:
        fitting = [
            n
            for n, core in enumerate(cores)
            if _all_fit(item, core, near) and _within_reach(item, core)
        ] or [
            n
            for n, core in enumerate(cores)
            if _all_fit(item, core, near) and _may_come(item, core)
        ]
        home = _only(item, fitting, cores) if fitting else None
        if not fitting or (home is None and item.event is not None):
            homeless.append(item)
        elif home is not None and not _told_twice(item, occasions[home]):
            occasions[home].append(item)
        else:
            occasions.append([item])
    return occasions + _grouped(homeless, near, lambda item, other: True)


def _all_fit(item: Facts, occasion: Group, near: Neighbours) -> bool:
    fitting = near[item.mention.key]
    return all(other.mention.key in fitting for other in occasion)


def _same_day(item: Facts, other: Facts) -> bool:
    return item.first == other.first or item.kind == other.kind == "visit"


def _told_twice(item: Facts, occasion: Group) -> bool:
    return not all(documents_fit(item, other) for other in occasion)


def _grouped(
    items: Iterable[Facts], near: Neighbours, allowed: Callable[[Facts, Facts], bool]
) -> list[Group]:
    """Put each mention, in turn, to an occasion all of which it fits, or start one.

    Among several it goes where it shares most persons, then to the largest.
    """
    occasions: list[Group] = []
    for item in items:
        fitting = [
            occasion
            for occasion in occasions
            if allowed(item, occasion[0]) and _all_fit(item, occasion, near)
        ]
        if fitting:
            best = max(fitting, key=lambda occasion: (_most_shared(item, occasion), len(occasion)))
            best.append(item)
        else:
            occasions.append([item])
    return occasions


def _clock_merged(occasions: list[Group], near: Neighbours) -> list[Group]:
    """Join occasions a day apart that have only each other."""
    partners: dict[int, list[int]] = defaultdict(list)
    for a, one in enumerate(occasions):
        for b in range(a + 1, len(occasions)):
            other = occasions[b]
            if not _same_day(one[0], other[0]) and all(_all_fit(m, other, near) for m in one):
                partners[a].append(b)
                partners[b].append(a)
    joined: list[Group] = []
    for a, one in enumerate(occasions):
        match partners.get(a, []):
            case [b] if partners[b] == [a]:
                if a < b:
                    joined.append(one + occasions[b])
            case _:
                joined.append(one)
    return joined


def _within_reach(item: Facts, core: Group) -> bool:
    """Return whether a mention without a date can mean an occasion so far from its publication."""
    if item.mention.day is not None or item.published is None:
        return True
    if item.planned:
        low, high = -1, PLANNED_NEAR
    else:
        low, high = -(CALL_NEAR if item.kind == "call" else HELD_NEAR), 1
    return any(
        low <= (other.first or 0) - item.published <= high
        or (other.summit and ((other.first or 0) - item.published <= 1 or item.planned))
        for other in core
    )


def _may_come(item: Facts, core: Group) -> bool:
    """Return whether what sounds as if it was held can be still to come."""
    return (
        item.mention.day is None
        and item.published is not None
        and not item.planned
        and (item.event is not None or len(item.named) >= 2)
        and all((other.first or 0) > item.published for other in core)
    )


def _only(item: Facts, fitting: Sequence[int], cores: Sequence[Group]) -> int | None:
    """Return the one occasion that the mention can mean, if it is one."""
    if len(fitting) > 1 and item.event is not None:
        event = item.event
        same = [n for n in fitting if any(o.event and event.fits(o.event) for o in cores[n])]
        fitting = same or fitting
    if len(fitting) > 1:
        shared = {n: _most_shared(item, cores[n]) for n in fitting}
        most = max(shared.values())
        fitting = [n for n in fitting if shared[n] == most]
    if len(fitting) > 1 and item.mention.day is None:
        fitting = [n for n in fitting if any(news(item, other) for other in cores[n])]
    return fitting[0] if len(fitting) == 1 else None


def _most_shared(item: Facts, occasion: Group) -> int:
    return max(len(item.people.keys() & other.people.keys()) for other in occasion)
