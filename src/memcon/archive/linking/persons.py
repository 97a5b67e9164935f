"""Who is who across documents: forms of names brought together into persons.

A pure function of the set of forms: their order and their keys decide nothing, and forms that are
not connected by ``block_keys`` never touch, so that resolving the connected forms anew gives the
same as resolving the archive anew. The steps:

1. Forms of one name and one side are one node.
2. Nodes with full names are joined where their names are spelt alike, or alike but for a nickname
   or the order of the words, and their sides and offices allow it.
3. A full name within another ("Jair Bolsonaro", "Jair Messias Bolsonaro") joins the better
   documented one, where there is no choice or the offices choose.
4. A surname joins the one person of its side who can bear it; of several the one whose office
   agrees and who is by far the most documented in it at the time; else nobody.
5. Surnames that are left join each other across an unknown side where their offices agree.

Where two answers are possible none is given: a person in two pieces is a smaller fault in an
archive than two persons in one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from memcon.archive.linking.bearers import Node, Person, nodes_of, same_side
from memcon.archive.linking.groups import Groups, settle
from memcon.archive.linking.holdings import grade, likely_side
from memcon.archive.linking.name_forms import NameForm, Title, block_keys, is_description
from memcon.archive.linking.name_keys import Likeness, alike, signatures
from memcon.archive.linking.surnames import Candidates, surnames_alone

__all__ = ["NameForm", "Title", "block_keys", "is_description", "resolve"]

_STRAY: Final = 2
"""In how many documents at most a side can be a slip whatever the rest of the evidence weighs."""
_MANY: Final = 5
"""How many times as documented one reading has to be for the other to be taken for a slip."""

_Pair = tuple[Node, Node, Likeness]


def resolve(forms: Iterable[NameForm]) -> dict[int, int]:
    """Bring forms of names together into persons.

    Args:
        forms: Every form of the archive, or all that are connected with one another by
            ``block_keys``; their (id, side) are distinct.

    Returns:
        For the key of each form that of the form that stands for the person: of the person's
        best documented full name the form with the person's side. Forms that could not be joined,
        and descriptions, stand for themselves.
    """
    given = list(forms)
    nodes = nodes_of(given)
    persons = _full_names([node for node in nodes if not node.parsed.single], len(nodes))
    groups = Groups(len(nodes))
    for person in persons:
        for node in person.nodes:
            groups.join(person.nodes[0].index, node.index)
    left: list[tuple[Node, bool]] = []
    candidates = Candidates(persons)
    for node in nodes:
        if node.parsed.single:
            chosen, known = candidates.choose(node)
            if chosen is None:
                left.append((node, known))
            else:
                groups.join(chosen.nodes[0].index, node.index)
    for one, other in surnames_alone(left):
        groups.join(one.index, other.index)
    answer = {form.key: form.key for form in given}
    for members in groups.all():
        whole = [form for k in members for form in nodes[k].forms]
        key = _stands_for(whole).key
        answer.update((form.key, key) for form in whole)
    return answer


def _stands_for(members: Sequence[NameForm]) -> NameForm:
    """Choose the form that stands for a person."""
    if len(members) == 1:
        return members[0]
    by_id: dict[str, int] = defaultdict(int)
    by_side: dict[str, int] = defaultdict(int)
    for form in members:
        by_id[form.id] += form.documents
        if side := likely_side(form):
            by_side[side] += form.documents
    return min(
        members,
        key=lambda f: (
            f.parsed.single,
            -by_id[f.id],
            f.id,
            -by_side.get(likely_side(f) or "", 0),
            -f.documents,
            f.side or "",
        ),
    )


def _full_names(nodes: Sequence[Node], size: int) -> list[Person]:
    """Gather the nodes with full names into persons."""
    pairs = _pairs(nodes)
    groups = Groups(size)
    for a, b in settle(
        [(a, b) for a, b, likeness in pairs if _joined(a, b, likeness)],
        documents=lambda n: n.documents,
        rank=lambda n: n.rank,
        agree=lambda a, b: grade(a.holdings, b.holdings) > 0,
        ratio=_MANY,
    ):
        groups.join(a.index, b.index)
    gathered: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        gathered[groups.root(node.index)].append(node)
    persons = sorted(map(Person.of, gathered.values()), key=lambda p: p.rank)
    return _extended(persons, pairs)


def _pairs(nodes: Sequence[Node]) -> list[_Pair]:
    """Return the nodes whose names resemble each other, each pair once."""
    buckets: dict[str, list[int]] = defaultdict(list)
    for k, node in enumerate(nodes):
        for signature in signatures(node.name):
            buckets[signature].append(k)
    size = len(nodes)
    seen = {
        one * size + other
        for bucket in buckets.values()
        if len(bucket) > 1
        for k, one in enumerate(bucket)
        for other in bucket[k + 1 :]
    }
    found: list[_Pair] = []
    for number in sorted(seen):
        one, other = nodes[number // size], nodes[number % size]
        likeness = alike(one.name, other.name)
        if likeness is not None:
            found.append((one, other, likeness))
    return found


def _joined(one: Node, other: Node, likeness: Likeness) -> bool:
    """Tell whether two nodes with names that are alike can be one person."""
    if likeness == "part":
        return False
    level = grade(one.holdings, other.holdings)
    if likeness == "typo":
        return level > 0 and same_side(one.side, other.side)
    if same_side(one.side, other.side):
        return True
    few, many = sorted((one.documents, other.documents))
    if level > 0:
        return few <= _STRAY or many >= _MANY * few
    return level == 0 and few <= _STRAY and many >= _MANY * few


def _extended(persons: Sequence[Person], pairs: Iterable[_Pair]) -> list[Person]:
    """Join persons whose name is within another's to the better documented of the two.

    Args:
        persons: The best documented first.
        pairs: Nodes of theirs with names that are alike.
    """
    home = {node.index: k for k, person in enumerate(persons) for node in person.nodes}
    wanted: dict[int, dict[int, bool]] = defaultdict(dict)  # source, target → same ends
    for a, b, likeness in pairs:
        target, source = sorted((home[a.index], home[b.index]))
        if likeness == "part" and target != source:
            ends = (a.parsed.parts[0], a.parsed.parts[-1]), (b.parsed.parts[0], b.parsed.parts[-1])
            wanted[source][target] = wanted[source].get(target, False) or ends[0] == ends[1]
    homes: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for source in sorted(wanted):
        chosen = _whose_part(persons, source, wanted[source])
        if chosen is not None:
            homes[chosen].append((source, wanted[source][chosen]))
    groups = Groups(len(persons))
    for target, sources in homes.items():
        # one word more before or behind may be noise or another person: two such are too many
        loose = [source for source, same_ends in sources if not same_ends]
        rivals = sum(persons[source].documents for source in loose)
        doubtful = len(loose) > 1 and persons[target].documents < _MANY * rivals
        for source, same_ends in sources:
            if same_ends or not doubtful:
                groups.join(target, source)
    merged = [
        Person.of(node for k in members for node in persons[k].nodes) for members in groups.all()
    ]
    return sorted(merged, key=lambda p: p.rank)


def _whose_part(persons: Sequence[Person], source: int, targets: dict[int, bool]) -> int | None:
    """Return the person among better documented ones whose name is another form of this one's."""
    one = persons[source]
    fits: list[tuple[int, int]] = []
    for target, same_ends in sorted(targets.items()):
        level = grade(one.holdings, persons[target].holdings)
        if persons[target].speaks_for(one.side) and (level >= 0 or same_ends):
            fits.append((level, target))
    pool = [target for level, target in fits if level > 0] or [target for _, target in fits]
    if not pool or (
        len(pool) > 1 and persons[pool[0]].documents < _MANY * persons[pool[1]].documents
    ):
        return None
    return pool[0]
