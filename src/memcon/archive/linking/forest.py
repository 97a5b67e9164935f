"""The forest of linked items: each points to its best earlier match, or to nothing.

An item (a document, a commitment) has a place in time and some bands (see ``signatures``). Its
candidates are, in each of its bands, the ``limit`` items that come last before it. The best of
those that truly match is its ``previous``. Following ``previous`` leads to the ``root``: the first
printing of a report, the first utterance of an undertaking.

All that depends on nothing but the set of items, so that any order of arrival gives one result. And
it is local: where an item comes or goes, only itself and the next ``limit`` items in each of its
bands can change their ``previous`` (``affected``), and only what hangs below those its root
(``update_roots``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final, NamedTuple, Protocol

import numpy as np

UNDATED: Final = "9999"
"""Stands for an unknown day: what is undated comes last, so that it never takes a root from what
is dated."""

LIMIT: Final = 32
"""Candidates a band. Bounds the work where a side says much alike; what is older is reached
through what lies between."""


class Place(NamedTuple):
    """Where an item stands in time; compares as a tuple.

    Attributes:
        day: ISO 8601 date, or ``UNDATED``.
        id: Public id; decides within a day.
    """

    day: str
    id: str


def place(day: str | None, id: str) -> Place:
    """Return the place of an item.

    Args:
        day: ISO 8601 date, or None where unknown.
        id: Its public id.

    Returns:
        The place.
    """
    return Place(day or UNDATED, id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An item to be linked.

    Attributes:
        key: Its row.
        place: Where it stands in time.
        bands: Its bands; none where it is not to be linked.
    """

    key: int
    place: Place
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What an item is linked to.

    Attributes:
        previous: Key of its best earlier match, or None.
        similarity: Of the two, 0 to 1; 0 where there is none.
    """

    previous: int | None
    similarity: float


UNLINKED: Final = Link(previous=None, similarity=0.0)


class Bands(Protocol):
    """Where the bands of all items are kept: in a table, or in memory."""

    def before(self, node: Node, *, limit: int) -> Collection[Node]:
        """Return, of each band of the node, the ``limit`` last other items before its place."""

    def after(self, node: Node, *, limit: int) -> Collection[Node]:
        """Return, of each band of the node, the ``limit`` first other items after its place."""


Similarity = Callable[[int, int], float | None]
"""Of two items by key, 0 to 1, whichever comes first; None where they do not match."""


def best_previous(node: Node, candidates: Iterable[Node], *, similarity: Similarity) -> Link:
    """Return the best earlier match of an item.

    Args:
        node: The item.
        candidates: Items to choose from; those not earlier are passed over.
        similarity: Compares two items.

    Returns:
        The most alike; of equals the latest, and of those of one day the one with the last id.
    """
    best: tuple[float, Place, int] | None = None
    for other in candidates:
        if other.place >= node.place:
            continue
        value = similarity(node.key, other.key)
        if value is not None and (best is None or (value, other.place) > best[:2]):
            best = (value, other.place, other.key)
    return UNLINKED if best is None else Link(previous=best[2], similarity=best[0])


def affected(changed: Iterable[Node], bands: Bands, *, limit: int = LIMIT) -> dict[int, Node]:
    """Return the items whose ``previous`` may differ after some have come or gone.

    An item whose text or day changed has gone from one place and come to another: give both nodes.

    Args:
        changed: Items that came or went.
        bands: The bands after the change.
        limit: Candidates a band.

    Returns:
        The later neighbours by key; of the changed items only those that are neighbours.
    """
    return {node.key: node for each in changed for node in bands.after(each, limit=limit)}


def relink(
    *,
    added: Iterable[Node],
    removed: Iterable[Node] = (),
    bands: Bands,
    similarity: Similarity,
    limit: int = LIMIT,
) -> dict[int, Link]:
    """Return the links that may have changed when items came and went.

    Args:
        added: Items that came; their bands are in ``bands`` already.
        removed: Items that went; their bands are in ``bands`` no more.
        bands: Where the bands are kept.
        similarity: Compares two items.
        limit: Candidates a band.

    Returns:
        The link of each added item and of each neighbour, by key in ascending order. Most
        neighbours' links are what they were.
    """
    came = {node.key: node for node in added}
    touched = affected(chain(came.values(), removed), bands, limit=limit) | came
    return {
        key: best_previous(
            touched[key], bands.before(touched[key], limit=limit), similarity=similarity
        )
        for key in sorted(touched)
    }


def update_roots(
    changed: Mapping[int, int | None],
    *,
    children: Callable[[Collection[int]], Mapping[int, Collection[int]]],
    roots: Callable[[Collection[int]], Mapping[int, int]],
) -> dict[int, int]:
    """Return the new roots after some items got another ``previous``.

    Args:
        changed: The new ``previous`` of each item that came or was linked anew.
        children: Tells, for some keys, which items are stored with that ``previous``; what
            ``changed`` says comes first, so it may be asked before or after storing.
        roots: Tells the stored root of some items that hang below none of the changed ones.

    Returns:
        The root of each changed item and of all that hang below them, by key; most may be what
        they were.
    """
    parent: dict[int, int | None] = dict(changed)
    layer: Collection[int] = sorted(changed)
    while layer:
        found = children(layer)
        below = [
            (child, key)
            for key in layer
            for child in sorted(found.get(key, ()))
            if child not in parent
        ]
        parent.update(below)
        layer = [child for child, _ in below]
    outside = {above for above in parent.values() if above is not None and above not in parent}
    result = dict(roots(sorted(outside))) if outside else {}
    for key in sorted(parent):
        path = []
        at = key
        while at not in result:
            path.append(at)
            above = parent[at]
            if above is None:
                result[at] = at
            else:
                at = above
        result.update(dict.fromkeys(path, result[at]))
    return {key: result[key] for key in sorted(parent)}


def link_all(
    nodes: Iterable[Node], *, similarity: Similarity, limit: int = LIMIT
) -> dict[int, Link]:
    """Link a whole set of items at once.

    Gives what adding them one by one in any order gives. Memory: about 50 bytes a band.

    Args:
        nodes: All items.
        similarity: Compares two items.
        limit: Candidates a band.

    Returns:
        The link of each item by key, in the order of their places.
    """
    ordered = sorted(nodes, key=lambda node: node.place)
    return {
        node.key: best_previous(node, (ordered[index] for index in earlier), similarity=similarity)
        for node, earlier in zip(
            ordered, _earlier([node.bands for node in ordered], limit), strict=True
        )
    }


def all_roots(links: Mapping[int, Link]) -> dict[int, int]:
    """Return the root of each item of a whole set of links.

    Args:
        links: The link of each item, in any order.

    Returns:
        Roots by key.
    """
    return update_roots(
        {key: link.previous for key, link in links.items()},
        children=lambda keys: {},
        roots=lambda keys: {},
    )


def _earlier(bands: Sequence[tuple[int, ...]], limit: int) -> Iterator[Collection[int]]:
    """Yield, for each item in order, the items that come last before it in each of its bands."""
    offsets = np.cumsum([0, *map(len, bands)])
    flat = np.fromiter(chain.from_iterable(bands), dtype=np.int64, count=int(offsets[-1]))
    owners = np.repeat(np.arange(len(bands)), np.diff(offsets))
    order = np.lexsort((owners, flat))
    sorted_owners = owners[order]
    ranks = np.arange(len(flat))
    new_band = np.ones(len(flat), dtype=bool)
    new_band[1:] = flat[order][1:] != flat[order][:-1]
    begins = np.maximum.accumulate(np.where(new_band, ranks, 0))
    positions = np.empty_like(order)
    positions[order] = ranks
    for start, end in pairwise(offsets.tolist()):
        found: set[int] = set()
        for position in positions[start:end]:
            first = max(begins[position], position - limit)
            if first < position:
                found.update(sorted_owners[first:position].tolist())
        yield sorted(found)


class MemoryBands:
    """Bands kept in memory, for files read on the spot and for tests."""

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self._bands: dict[int, list[Node]] = {}
        for node in nodes:
            self.add(node)

    def add(self, node: Node) -> None:
        """Add an item."""
        for band in set(node.bands):
            members = self._bands.setdefault(band, [])
            members.append(node)
            members.sort(key=lambda each: each.place)

    def remove(self, node: Node) -> None:
        """Remove an item."""
        for band in set(node.bands):
            self._bands[band].remove(node)

    def before(self, node: Node, *, limit: int) -> Collection[Node]:
        """Return, of each band of the node, the ``limit`` last other items before its place."""
        return self._near(
            node, lambda members: [n for n in members if n.place < node.place][-limit:]
        )

    def after(self, node: Node, *, limit: int) -> Collection[Node]:
        """Return, of each band of the node, the ``limit`` first other items after its place."""
        return self._near(
            node, lambda members: [n for n in members if n.place > node.place][:limit]
        )

    def _near(self, node: Node, choose: Callable[[list[Node]], list[Node]]) -> Collection[Node]:
        near = {
            other.key: other
            for band in sorted(set(node.bands))
            for other in choose(self._bands.get(band, []))
        }
        return list(near.values())
