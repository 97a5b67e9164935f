"""Grouping by pairs, with doubtful pairs left out; nothing depends on the order of the pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


class Groups:
    """Disjoint sets of the numbers from 0 up.

    Args:
        size: How many numbers there are.
    """

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def join(self, one: int, other: int) -> None:
        """Put two numbers into one group."""
        a, b = self.root(one), self.root(other)
        # the smaller number is the root, whatever the order of the calls
        self._parent[max(a, b)] = min(a, b)

    def root(self, number: int) -> int:
        """Return the smallest number of a group."""
        root = number
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[number] != root:
            self._parent[number], number = root, self._parent[number]
        return root

    def all(self) -> list[list[int]]:
        """Return the groups, each ascending, by their smallest number."""
        found: dict[int, list[int]] = {}
        for number in range(len(self._parent)):
            found.setdefault(self.root(number), []).append(number)
        return list(found.values())


def settle(
    edges: Iterable[tuple[T, T]],
    *,
    documents: Callable[[T], int],
    rank: Callable[[T], Any],
    agree: Callable[[T, T], bool],
    ratio: int,
) -> list[tuple[T, T]]:
    """Leave out the pairs that are doubtful: where one thing pairs with two that do not pair.

    Such a thing keeps those of its partners with whom it agrees, if these pair with one another;
    else the best documented one with those who pair with it and one another, if they have ``ratio``
    times the documents of the rest; else none. A pair stays if both sides keep it.

    Args:
        edges: The pairs that could be one, all of them.
        documents: The weight of a thing.
        rank: A total order of things, the best documented first.
        agree: Whether two things of a pair agree beyond their names.
        ratio: How many times the documents of the rest is enough.

    Returns:
        The pairs that stay, in the given order.
    """
    pairs = list(edges)
    partners: dict[T, dict[T, None]] = {}
    for a, b in pairs:
        partners.setdefault(a, {})[b] = None
        partners.setdefault(b, {})[a] = None
    kept = {
        thing: _kept(thing, sorted(found, key=rank), partners, documents, agree, ratio)
        for thing, found in partners.items()
    }
    return [(a, b) for a, b in pairs if b in kept[a] and a in kept[b]]


def _kept(
    thing: T,
    found: Sequence[T],
    partners: dict[T, dict[T, None]],
    documents: Callable[[T], int],
    agree: Callable[[T, T], bool],
    ratio: int,
) -> frozenset[T]:
    def at_one(things: Sequence[T]) -> bool:
        return all(b in partners[a] for k, a in enumerate(things) for b in things[k + 1 :])

    if at_one(found):
        return frozenset(found)
    agreeing = [other for other in found if agree(thing, other)]
    if agreeing and at_one(agreeing):
        return frozenset(agreeing)
    family: list[T] = []
    for other in found:
        if all(member in partners[other] for member in family):
            family.append(other)
    rest = sum(documents(other) for other in found if other not in family)
    if sum(map(documents, family)) >= ratio * rest:
        return frozenset(family)
    return frozenset()
