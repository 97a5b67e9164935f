"""Which tellings of documents are one event, so that events are counted and not reports. Pure.

A telling that has several sources or targets is first spread into pairs of one source and one
target, each of which is an event of its own. Who a party is, is its *standing*: the state or body
that it belongs to, and for a state the sector where it is not the government ("OST", "OST|MIL").
So two officials of one government are one party, and an account that names the minister and one
that names the ministry tell of the same.

Pairs of one CAMEO code, source and target, both denied or both not, both done or both to come, are
one event if they have the same anchor:

1. the undertaking, where the telling's act is a commitment that was said more than once;
2. else the meeting that it tells of, or at which the act was said;
3. else the day, if the places do not contradict each other;
4. else nothing: it stands alone.

The first of these that a telling has is its anchor, whatever the others are: were any of them
enough, what a state says at every meeting would make one event of all its meetings.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from typing import Any, Final

SECTORS_AT_MOST: Final = 12
"""Parties of one part of a telling; where there are more, each side is one party."""

SIDES_AT_MOST: Final = 30
"""Sides of a mutual event that is spread into pairs; of a larger one each side has one event."""

_UNDATED: Final = "9999"
_DAY: Final = len("2021-06-01")
_CODE: Final = 3  # letters of a state or role in a CAMEO actor code
_OFFICIAL: Final = frozenset(("GOV", "IGO"))  # sectors that are the side itself


Anchor = tuple[str, int | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeltParty:
    """A source or target as a document names it.

    Attributes:
        number: its place among those of its part.
        actor: key of the form that stands for it, None where it is no actor.
        side: id of the state or body it belongs to, or is.
        standing: what tells it from other parties; see :func:`standing`.
    """

    number: int
    actor: int | None
    side: str | None
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One document's account of an event.

    Attributes:
        key: of its row.
        day: of the event, as precise as known.
        published: day of the document.
        rank: decides among documents of one day; from the public id.
        occasion: key of the meeting that it tells of, or at which it was said.
        thread: key of the undertaking that its act is.
        repeated: whether that undertaking was said more than once.
        together: whether its sources did it with each other, if it has no target.
    """

    key: int
    cameo: str
    goldstein: float
    plover: str | None
    plover_mode: str | None
    contexts: tuple[str, ...]
    negated: bool
    time: str
    done: bool
    background: bool
    day: str | None
    place: str | None
    published: str | None
    rank: int
    occasion: int | None
    thread: int | None
    repeated: bool
    together: bool
    sources: tuple[TeltParty, ...]
    targets: tuple[TeltParty, ...]

    @property
    def pairs(self) -> list[Pair]:
        """What it is spread into."""
        return spread(
            [one.standing for one in self.sources],
            [one.standing for one in self.targets],
            together=self.together,
        )

    @property
    def order(self) -> tuple[bool, str, int]:
        """What comes first: news before what is recalled, then by the day it was published."""
        return self.background, self.published or _UNDATED, self.rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One source and one target of a telling, by standing; "" where there is none.

    ``number`` counts the pairs of the telling from 1, and is 0 where there is one only.
    """

    number: int
    source: str
    target: str
    mutual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """An event, counted once.

    Attributes:
        key: that of the pair which stands for it, the first of its members.
        group: key of the telling that was the first of all pairs of a mutual event.
        members: keys of the pairs that tell of it, the first one first.
        day: when, as precise as known; None where unknown.
    """

    key: int
    group: int
    members: tuple[int, ...]
    first: Telling
    mutual: bool
    source: str
    target: str
    day: str | None
    place: str | None
    contexts: tuple[str, ...]
    background: bool
    occasion: int | None
    thread: int | None


# Who ---------------------------------------------------------------------------------------------


def standing(
    *, kind: str | None, id: str | None, side: str | None, code: str | None, words: str
) -> str:
    """Return what tells a party of an event from others, in whatever words they are named.

    Args:
        kind: of the actor, None where it is none.
        id: of the actor that stands for it.
        side: its side.
        code: CAMEO actor code.
        words: that name it.
    """
    parts = [code[i : i + _CODE] for i in range(0, len(code), _CODE)] if code else []
    if id is None:
        if not parts or parts == ["IGO"]:
            return f"~{' '.join(words.casefold().split())}"
        roles = [part for part in parts[1:] if part not in _OFFICIAL]
        return "|".join(parts[:1] + roles)
    base = side or id
    if kind not in ("state", "person") or len(base) != _CODE:
        return base
    roles = [part for part in parts if part != base and part not in _OFFICIAL]
    return "|".join([base, *roles])


def spread(sources: Sequence[str], targets: Sequence[str], *, together: bool) -> list[Pair]:
    """Return the pairs of a telling, of the standings of its sources and targets.

    What several sources did with each other is an event in both directions for each two of them, as
    CAMEO has it.

    Args:
        sources: standings of who acts, one a party.
        targets: standings of who is acted on.
        together: whether the sources did it with each other, where there is no target.
    """
    mine, theirs = _few(sources), _few(targets)
    mutual = together and not theirs and len(sources) > 1
    pairs: list[tuple[str, str]]
    if not mutual:
        pairs = list(product(mine or [""], theirs or [""]))
    elif len(mine) == 1:  # several of one side
        pairs = [(mine[0], mine[0])]
    elif len(mine) > SIDES_AT_MOST:
        pairs = [(one, "") for one in mine]
    else:
        pairs = list(permutations(mine, 2))
    apart = [pair for pair in pairs if side_of(pair[0]) != side_of(pair[1])]
    pairs = apart or pairs
    return [
        Pair(number=number if len(pairs) > 1 else 0, source=source, target=target, mutual=mutual)
        for number, (source, target) in enumerate(pairs, start=1)
    ]


def side_of(standing: str) -> str:
    """Return the side in a standing: "OST" of "OST|MIL"."""
    return standing.partition("|")[0]


def is_of(party: str, of: str) -> bool:
    """Return whether a party's standing is the one of a pair, or that of its side there."""
    return of in (party, side_of(party))


def _few(standings: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(standings))
    return found if len(found) <= SECTORS_AT_MOST else list(dict.fromkeys(map(side_of, found)))


# Which are one -----------------------------------------------------------------------------------


def anchor(telling: Telling) -> Anchor:
    """Return what tellings of one event have in common, beside what was done and by whom."""
    if telling.thread is not None and telling.repeated:
        return "thread", telling.thread
    if telling.occasion is not None:
        return "occasion", telling.occasion
    if telling.day is not None and len(telling.day) == _DAY:
        return "day", telling.day
    return "alone", telling.key


def shelf(telling: Telling, pair: Pair) -> int:
    """Return a number that pairs share which may be one event, or belong to one mutual event."""
    made = hashlib.blake2b(repr(_family(telling, pair)).encode(), digest_size=8).digest()
    return int.from_bytes(made, "big", signed=True)


def _family(telling: Telling, pair: Pair) -> tuple[Any, ...]:
    """Return what pairs that may be one event have in common.

    All pairs of what was done together at a meeting have, so that one is seen beside the others.
    """
    common = (*anchor(telling), telling.cameo, telling.negated, telling.done)
    if pair.mutual and anchor(telling)[0] == "occasion":
        return common
    return *common, pair.mutual, pair.source, pair.target


def occurrences(pairs: Mapping[int, tuple[Telling, Pair]]) -> list[Occurrence]:
    """Return the events that pairs tell of.

    Args:
        pairs: all pairs of some shelves, by key.

    Returns:
        By the key of the pair that stands for each; the same whatever the order of the pairs.
    """
    families: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for key, (telling, pair) in pairs.items():
        families[_family(telling, pair)].append(key)
    found = []
    for keys in families.values():
        ordered = sorted(keys, key=lambda key: (pairs[key][0].order, pairs[key][1].number))
        group = pairs[ordered[0]][0].key
        same: dict[tuple[bool, str, str], list[int]] = defaultdict(list)
        for key in ordered:
            pair = pairs[key][1]
            same[pair.mutual, pair.source, pair.target].append(key)
        for members in same.values():
            for cluster in _apart(members, pairs):
                found.append(_occurrence(cluster, pairs, group))
    return sorted(found, key=lambda one: one.key)


def _apart(keys: list[int], pairs: Mapping[int, tuple[Telling, Pair]]) -> list[list[int]]:
    """Return pairs of one anchor apart by place, where nothing but the day holds them together.

    One that names no place is of the first event. A place is no other for being named more closely.
    """
    if anchor(pairs[keys[0]][0])[0] != "day":
        return [keys]
    clusters: list[tuple[set[str], list[int]]] = []
    named = {key: _words(pairs[key][0].place) for key in keys}
    # The most closely named come first: what is less close may fit several of them.
    for key in sorted(keys, key=lambda key: -len(named[key])):
        fits = [one for one in clusters if named[key] <= one[0]]
        if fits:
            min(fits, key=lambda one: min(map(keys.index, one[1])))[1].append(key)
        else:
            clusters.append((named[key], [key]))
    return [sorted(members, key=keys.index) for _, members in clusters]


def _words(place: str | None) -> set[str]:
    cleaned = "".join(c if c.isalnum() else " " for c in (place or "").casefold())
    return set(cleaned.split())


def _occurrence(
    keys: Sequence[int], pairs: Mapping[int, tuple[Telling, Pair]], group: int
) -> Occurrence:
    tellings = [pairs[key][0] for key in keys]
    first, pair = pairs[keys[0]]
    return Occurrence(
        key=keys[0],
        group=group if pair.mutual else first.key,
        members=tuple(keys),
        first=first,
        mutual=pair.mutual,
        source=pair.source,
        target=pair.target,
        day=_day(one.day for one in tellings),
        place=next((one.place for one in tellings if one.place), None),
        contexts=tuple(dict.fromkeys(name for one in tellings for name in one.contexts)),
        background=all(one.background for one in tellings),
        occasion=next((one.occasion for one in tellings if one.occasion is not None), None),
        thread=next((one.thread for one in tellings if one.thread is not None), None),
    )


def _day(days: Iterable[str | None]) -> str | None:
    """Return the first day of some that is known, as closely as others know the same one."""
    known = [day for day in days if day]
    if not known:
        return None
    return max((day for day in known if day.startswith(known[0])), key=len)
