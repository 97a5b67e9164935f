"""The forest of links: the same whatever the order, and changed locally."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import blake2b

from hypothesis import given
from hypothesis import strategies as st

from memcon.archive.linking.forest import (
    UNLINKED,
    Link,
    MemoryBands,
    Node,
    all_roots,
    best_previous,
    link_all,
    place,
    relink,
    update_roots,
)

LIMIT = 2


def similarity(one: int, two: int) -> float | None:
    """Give any two keys one of four similarities, or none, whichever comes first."""
    low, high = sorted((one, two))
    value = blake2b(f"{low} {high}".encode(), digest_size=1).digest()[0] % 5
    return value / 4 if value else None


def node(key: int, day: str | None, *bands: int) -> Node:
    return Node(key=key, place=place(day, f"doc:{key:02}"), bands=bands)


@st.composite
def some_nodes(draw: st.DrawFn) -> list[Node]:
    days = st.sampled_from([None, "2031-01-01", "2031-01-02", "2031-01-03", "2031-02"])
    bands = st.sets(st.integers(-3, 3), max_size=3)
    count = draw(st.integers(1, 12))
    return [node(key, draw(days), *sorted(draw(bands))) for key in range(count)]


class Store:
    """What an archive keeps: the links and roots of what it holds, changed one item at a time."""

    def __init__(self) -> None:
        self.bands = MemoryBands()
        self.links: dict[int, Link] = {}
        self.roots: dict[int, int] = {}

    def add(self, *nodes: Node) -> None:
        for each in nodes:
            self.bands.add(each)
        self._change(added=nodes)

    def remove(self, *nodes: Node) -> None:
        for each in nodes:
            self.bands.remove(each)
            del self.links[each.key], self.roots[each.key]
        self._change(removed=nodes)

    def _change(self, *, added: Collection[Node] = (), removed: Collection[Node] = ()) -> None:
        links = relink(
            added=added, removed=removed, bands=self.bands, similarity=similarity, limit=LIMIT
        )
        previous = {key: link.previous for key, link in links.items()}
        self.roots |= update_roots(previous, children=self._children, roots=self._stored)
        self.links |= links

    def _children(self, keys: Collection[int]) -> Mapping[int, Collection[int]]:
        return {
            key: [child for child, link in self.links.items() if link.previous == key]
            for key in keys
        }

    def _stored(self, keys: Collection[int]) -> Mapping[int, int]:
        return {key: self.roots[key] for key in keys}


@given(some_nodes(), st.data())
def test_any_order_of_adding_gives_what_linking_anew_gives(
    nodes: list[Node], data: st.DataObject
) -> None:
    store = Store()
    for each in data.draw(st.permutations(nodes)):
        store.add(each)
    links = link_all(nodes, similarity=similarity, limit=LIMIT)
    assert store.links == links
    assert store.roots == all_roots(links)


@given(some_nodes(), some_nodes(), st.data())
def test_adding_and_removing_in_batches_leaves_no_trace(
    stay: list[Node], others: list[Node], data: st.DataObject
) -> None:
    go = [
        Node(key=n.key + 100, place=place(n.place.day, f"x{n.key}"), bands=n.bands) for n in others
    ]
    store = Store()
    waiting = data.draw(st.permutations(stay + go))
    while waiting:
        size = data.draw(st.integers(1, len(waiting)))
        store.add(*waiting[:size])
        waiting = waiting[size:]
    leaving = data.draw(st.permutations(go))
    while leaving:
        size = data.draw(st.integers(1, len(leaving)))
        store.remove(*leaving[:size])
        leaving = leaving[size:]
    links = link_all(stay, similarity=similarity, limit=LIMIT)
    assert store.links == links
    assert store.roots == all_roots(links)


@given(some_nodes())
def test_previous_is_earlier_and_roots_point_to_themselves(nodes: list[Node]) -> None:
    links = link_all(nodes, similarity=similarity, limit=LIMIT)
    places = {each.key: each.place for each in nodes}
    roots = all_roots(links)
    for key, link in links.items():
        if link.previous is None:
            assert roots[key] == key
        else:
            assert places[link.previous] < places[key]
            assert roots[key] == roots[link.previous]


def test_the_most_alike_is_chosen_and_of_equals_the_latest() -> None:
    later = node(9, "2031-05-01")
    others = [node(1, "2031-01-01"), node(2, "2031-02-01"), node(3, "2031-03-01")]
    alike = {1: 0.9, 2: 0.9, 3: 0.7}
    found = best_previous(later, others, similarity=lambda _, key: alike[key])
    assert found == Link(previous=2, similarity=0.9)
    assert found == best_previous(later, others[::-1], similarity=lambda _, key: alike[key])


def test_what_is_not_earlier_is_passed_over() -> None:
    first = node(1, "2031-01-01")
    same_day_higher_id, undated = node(2, "2031-01-01"), node(3, None)
    found = best_previous(first, [same_day_higher_id, undated], similarity=lambda *_: 1.0)
    assert found == UNLINKED


def test_only_the_last_before_in_a_band_are_candidates() -> None:
    nodes = [node(key, f"2031-01-{key:02}", 7) for key in range(1, 6)]
    links = link_all(nodes, similarity=lambda one, two: 1.0 if 1 in (one, two) else 0.5, limit=2)
    assert links[3].previous == 1
    assert links[5].previous == 4  # 1 is three back


def test_items_without_a_band_stay_alone() -> None:
    nodes = [node(1, "2031-01-01"), node(2, "2031-01-02")]
    assert link_all(nodes, similarity=lambda *_: 1.0) == {1: UNLINKED, 2: UNLINKED}


def test_an_earlier_item_takes_the_whole_tree() -> None:
    store = Store()
    first, second, third = _chain()
    store.add(second, third)
    assert store.roots == {second.key: second.key, third.key: second.key}
    store.add(first)
    assert set(store.roots.values()) == {first.key}


def test_only_what_hangs_below_the_change_is_asked_for() -> None:
    asked: list[int] = []

    def children(keys: Collection[int]) -> Mapping[int, Collection[int]]:
        asked.extend(keys)
        return {2: [3], 3: [4]}

    roots = update_roots({2: 1}, children=children, roots=lambda keys: dict.fromkeys(keys, 0))
    assert roots == {2: 0, 3: 0, 4: 0}
    assert sorted(asked) == [2, 3, 4]


def _chain() -> tuple[Node, Node, Node]:
    """Return three nodes of one band, each of which matches the next."""
    keys = range(60)
    for one in keys:
        for two in keys:
            if one != two and similarity(one, two):
                for three in keys:
                    if three not in (one, two) and similarity(two, three):
                        days = ("2031-01-01", "2031-01-02", "2031-01-03")
                        a, b, c = (
                            node(k, day, 5) for k, day in zip((one, two, three), days, strict=True)
                        )
                        return a, b, c
    raise AssertionError("no chain")
