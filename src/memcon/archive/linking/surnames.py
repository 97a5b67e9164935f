"""Which person a surname means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from memcon.archive.linking.bearers import Node, Person, same_side
from memcon.archive.linking.groups import settle
from memcon.archive.linking.holdings import grade, shares_high_office, weight
from memcon.archive.linking.name_keys import initials_fit, skeleton, slip, surnames
from memcon.knowledge.person_names import person_names

_STRAY: Final = 2
"""In how many documents at most a side can be a slip whatever the rest of the evidence weighs."""
_STRAY_WEIGHT: Final = 2
"""How many times as documented the person must be to whom a surname with a strange side goes."""
_MANY: Final = 5
"""How many times as documented one reading has to be for the other to be taken for a slip."""
_FAR: Final = 10
"""The same where no office says anything."""


class Candidates:
    """The persons whom a surname can mean.

    Args:
        persons: Those with full names.
    """

    def __init__(self, persons: Sequence[Person]) -> None:
        self._bearers: dict[str, list[tuple[Person, Node, str]]] = defaultdict(list)
        for person in persons:
            for node in person.nodes:
                for part in surnames(node.name):
                    self._bearers[skeleton(part)].append((person, node, part))

    def choose(self, node: Node) -> tuple[Person | None, bool]:
        """Return the person whom a surname means, or None, and whether anybody bears it."""
        part = node.parsed.parts[0]
        exact: dict[int, tuple[Person, bool]] = {}
        slips: dict[int, tuple[Person, bool]] = {}
        for person, full, surname in self._bearers.get(skeleton(part), ()):
            if node.parsed.kin and full.parsed.kin and node.parsed.kin != full.parsed.kin:
                continue
            if not initials_fit(node.parsed, full.parsed, surname):
                continue
            found = exact if surname == part else slips if slip(surname, part) else None
            if found is not None:
                strong = _is_surname(person, full, surname, node.side)
                known = found.get(id(person))
                found[id(person)] = (person, strong or (known is not None and known[1]))
        bearers = sorted(exact.values(), key=lambda pair: pair[0].rank)
        chosen = _chosen(node, bearers)
        if chosen is None and not bearers:
            near = sorted(slips.values(), key=lambda pair: pair[0].rank)
            chosen = _by_office(node, [p for p, _ in near if p.speaks_for(node.side)])
        return chosen, bool(bearers)


def _is_surname(person: Person, full: Node, part: str, side: str | None) -> bool:
    """Tell whether a word of a full name is where a surname stands: last, in the East first."""
    if full.parsed.parts[-1] == part:
        return True
    return full.parsed.parts[0] == part and (
        (person.side or side or "") in person_names().family_first
        or full.parsed.printed[0] in person_names().family_names
    )


def _is_known_as(node: Node, person: Person) -> bool:
    """Tell whether a person of the same office may be called by a word that is not the last.

    President Lula, Director Yang: where one person holds the office, or the word is printed alike.
    """
    word = node.parsed.printed[0]
    return shares_high_office(node.holdings, person.holdings) or any(
        word in full.parsed.printed for full in person.nodes
    )


def _chosen(node: Node, bearers: Sequence[tuple[Person, bool]]) -> Person | None:
    near = [(p, strong) for p, strong in bearers if p.speaks_for(node.side)]
    if node.holdings:
        agreeing = [
            p
            for p, strong in near
            if (level := grade(node.holdings, p.holdings)) > 0
            and (strong or (level == 2 and _is_known_as(node, p)))
        ]
        if agreeing:
            return _by_office(node, agreeing)
        # offices change: the only one of a side who is well known can hold this one as well
        silent = [p for p, strong in near if strong and not p.holdings]
        if not silent:
            silent = [
                p
                for p, strong in near
                if strong and len(near) == 1 and node.side and p.documents >= _MANY
            ]
        if len(silent) == 1 and len(near) == 1:
            return silent[0] if silent[0].side in (None, node.side) else None
        strange = [p for p, _ in bearers if not p.speaks_for(node.side)]
        if near:
            strange = [p for p in strange if shares_high_office(node.holdings, p.holdings)]
        return _astray(node, strange)
    # without an office the side has to speak for itself: "Sanders" of a state is hardly the one
    # Sanders of whom no side is known
    strong_ones = [
        p
        for p, strong in near
        if strong and (not node.side or p.side or p.documents >= node.documents)
    ]
    if len(strong_ones) == 1 or (
        len(strong_ones) > 1 and strong_ones[0].documents >= _FAR * strong_ones[1].documents
    ):
        return strong_ones[0]
    return None


def _by_office(node: Node, persons: Sequence[Person]) -> Person | None:
    """Choose by office: who is by far the most documented in one that agrees, at the time."""
    weighed = [(weight(node.holdings, person.holdings), person) for person in persons]
    best = max((level for (level, _), _ in weighed), default=0)
    if best == 0:
        return None
    # "Secretary" may be any secretary: the others count as well unless the office is the same
    close = [(count, p) for (level, count), p in weighed if level >= min(best, 3)]
    close.sort(key=lambda pair: (-pair[0], pair[1].rank))
    if len(close) > 1 and close[0][0] < _MANY * close[1][0]:
        exact = [(count, p) for (level, count), p in weighed if level == best]
        return exact[0][1] if best == 4 and len(exact) == 1 else None
    return close[0][1]


def _astray(node: Node, persons: Sequence[Person]) -> Person | None:
    """Choose for a surname whose side nobody has: a slip, where the office agrees."""
    few = node.documents
    return _by_office(
        node,
        [p for p in persons if p.documents >= (_STRAY_WEIGHT if few <= _STRAY else _FAR) * few],
    )


def surnames_alone(left: Sequence[tuple[Node, bool]]) -> list[tuple[Node, Node]]:
    """Join the surnames whose bearers nobody names in full, or whom nobody can tell."""
    buckets: dict[str, list[tuple[Node, bool]]] = defaultdict(list)
    for node, known in left:
        buckets[skeleton(node.parsed.parts[0])].append((node, known))
    edges: list[tuple[Node, Node]] = []
    for bucket in buckets.values():
        for k, (one, known) in enumerate(bucket):
            for other, _ in bucket[k + 1 :]:
                if _may_be_one(one, other, known=known):
                    edges.append((one, other))
    return settle(
        edges,
        documents=lambda n: n.documents,
        rank=lambda n: n.rank,
        agree=lambda a, b: grade(a.holdings, b.holdings) > 0,
        ratio=_MANY,
    )


def _may_be_one(one: Node, other: Node, *, known: bool) -> bool:
    a, b = one.parsed, other.parsed
    if (a.kin and b.kin and a.kin != b.kin) or (
        a.initials and b.initials and a.initials[0] != b.initials[0]
    ):
        return False
    level = grade(one.holdings, other.holdings)
    if a.parts != b.parts:
        return slip(a.parts[0], b.parts[0]) and level > 0 and same_side(one.side, other.side)
    if one.side == other.side:
        return one.side is not None or level > 0
    if same_side(one.side, other.side):
        return level > 0 or (level == 0 and not known)
    few, many = sorted((one.documents, other.documents))
    return few <= _STRAY and (level == 2 or (level > 0 and many >= _MANY * few))
