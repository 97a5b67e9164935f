"""Names with a side, and the persons they are gathered into, while persons are resolved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from memcon.archive.linking.holdings import Holding, holdings, likely_side
from memcon.archive.linking.name_forms import NameForm, is_description
from memcon.archive.linking.name_keys import Name

_MAIN: Final = 0.25
"""Part of a person's documents that a side must have to count as one of the person's sides."""


@dataclass(slots=True, eq=False)
class Node:
    """All forms of one name with one side."""

    name: str  # the first of its forms'
    parsed: Name
    side: str | None
    forms: list[NameForm] = field(default_factory=list)
    documents: int = 0
    holdings: tuple[Holding, ...] = ()
    index: int = -1  # its place among the nodes

    @property
    def rank(self) -> tuple[int, str, str]:
        """What nodes are sorted by: the best documented first."""
        return (-self.documents, self.name, self.side or "")


@dataclass(slots=True, eq=False)
class Person:
    """Nodes with full names that are one person."""

    nodes: list[Node]
    documents: int
    sides: dict[str, int]
    holdings: tuple[Holding, ...]

    @classmethod
    def of(cls, nodes: Iterable[Node]) -> Person:
        """Gather nodes, the best documented first."""
        ordered = sorted(nodes, key=lambda n: n.rank)
        sides: dict[str, int] = {}
        for node in ordered:
            if node.side:
                sides[node.side] = sides.get(node.side, 0) + node.documents
        return cls(
            nodes=ordered,
            documents=sum(n.documents for n in ordered),
            sides=sides,
            holdings=tuple(h for n in ordered for h in n.holdings),
        )

    @property
    def side(self) -> str | None:
        """The side of most documents."""
        return min(self.sides, key=lambda s: (-self.sides[s], s), default=None)

    @property
    def rank(self) -> tuple[int, str, str]:
        """What persons are sorted by."""
        return (-self.documents, *self.nodes[0].rank[1:])

    def speaks_for(self, side: str | None) -> bool:
        """Tell whether the person can have a side: one of its own, or either is unknown."""
        if side is None or not self.sides:
            return True
        return self.sides.get(side, 0) >= _MAIN * sum(self.sides.values())


def nodes_of(forms: Iterable[NameForm]) -> list[Node]:
    """Gather the forms that are names by name and side, sorted."""
    found: dict[tuple[object, ...], Node] = {}
    for form in sorted(forms, key=lambda f: (f.name, f.id, f.side or "")):
        if is_description(form):
            continue
        parsed = form.parsed
        side = likely_side(form)
        key = (parsed.parts, parsed.initials if parsed.single else (), parsed.kin, side)
        node = found.get(key)
        if node is None:
            node = found[key] = Node(form.name, parsed, side)
        node.forms.append(form)
        node.documents += form.documents
    for node in found.values():
        node.holdings = holdings(node.forms)
    nodes = sorted(found.values(), key=lambda n: n.rank)
    for index, node in enumerate(nodes):
        node.index = index
    return nodes


def same_side(one: str | None, other: str | None) -> bool:
    """Tell whether two sides can be one: they are, or either is unknown."""
    return one is None or other is None or one == other
