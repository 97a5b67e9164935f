"""The parts of a record that people decide about, and how one is found in another reading. Pure.

Another release of the reader may number its findings anew and cut them a little differently. A
finding is therefore known by the words it is about, and not by its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, get_args

from pydantic import BaseModel

from memcon.record import Act, Actor, Commitment, Document, Meeting, Record, Span, Statement

Kind = Literal["document", "meeting", "actor", "statement", "act", "commitment"]
ItemKind = Literal["actor", "meeting", "statement", "act", "commitment"]
Item = Actor | Meeting | Statement | Act | Commitment
Lists = Mapping[str, Sequence[Any]]  # findings by kind

# In this order: what others hang on comes before them.
LISTS: Final[Mapping[ItemKind, str]] = {
    "actor": "actors",
    "meeting": "meetings",
    "statement": "statements",
    "act": "acts",
    "commitment": "commitments",
}
MODELS: Final[Mapping[str, type[BaseModel]]] = {
    "document": Document,
    "actor": Actor,
    "meeting": Meeting,
    "statement": Statement,
    "act": Act,
    "commitment": Commitment,
}
KINDS: Final = get_args(Kind)
_SAME: Final = 0.5  # words in common, over all words of both, for two findings to be the same
# Fields that name actors, in a finding or in a part of one.
ACTOR_FIELDS: Final = frozenset(
    {"speakers", "via", "addressees", "by", "to", "actor", "side", "of", "narrator"}
    | {"source", "target"}
)


def items_of(record: Record) -> dict[str, list[Any]]:
    """Return a record's findings by kind."""
    return {kind: list(getattr(record, name)) for kind, name in LISTS.items()}


def find_item(record: Record, kind: Kind, local: str) -> Any | None:
    """Return the finding of a kind with a local id, None if there is none."""
    if kind == "document":
        return None
    return next((item for item in getattr(record, LISTS[kind]) if item.id == local), None)


def anchor(item: Any) -> tuple[int | None, int | None]:
    """Return the offsets of the words that a finding is about."""
    spans = _spans(item)
    if not spans:
        return None, None
    return min(span.start for span in spans), max(span.end for span in spans)


def _spans(item: Any) -> list[Span]:
    if isinstance(item, Statement):
        return item.content
    if isinstance(item, Act):
        return [item.content]
    if isinstance(item, Commitment):
        return [item.goal]
    if isinstance(item, Meeting):
        return item.evidence[:1]
    return item.mentions[:1] if isinstance(item, Actor) else []


def overlap(one: Any, other: Any) -> float:
    """Return the share of the words of two findings that both have, 0 to 1."""
    (start, end), (first, last) = anchor(one), anchor(other)
    if start is None or end is None or first is None or last is None:
        return 1.0 if start == first else 0.0
    shared = min(end, last) - max(start, first)
    return max(shared, 0) / (max(end, last) - min(start, first) or 1)


def likeness(one: Any, other: Any, *, types: Iterable[str] = ()) -> tuple[float, int] | None:
    """Return how alike two findings of one kind are, None if they are not the same one.

    Several acts may lie on the same words, one of a type; so an act is the same only if its type
    is. An actor is the same by its id.

    Args:
        one: the finding that is looked for.
        other: the one it is compared with.
        types: types that an act may have besides its own.
    """
    if isinstance(one, Actor):
        return (1.0, 0) if one.id == other.id else None
    if isinstance(one, Act) and other.type not in {one.type, *types}:
        return None
    shared = overlap(one, other)
    if shared < _SAME:
        return None
    mine, theirs = one.model_dump(), other.model_dump()
    return shared, sum(mine[name] == theirs[name] for name in mine if name != "id")


def best(one: Any, others: Sequence[Any]) -> int | None:
    """Return the place of the finding that is the same as one, None if none is."""
    found: tuple[tuple[float, int], int] | None = None
    for place, other in enumerate(others):
        alike = likeness(one, other)
        if alike is not None and (found is None or alike > found[0]):
            found = (alike, place)
    return None if found is None else found[1]


def actor_ids(value: Any, field: str = "") -> Iterator[str]:
    """Yield the ids of actors that a finding, or a part of one as JSON, names."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from actor_ids(getattr(value, name), name)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from actor_ids(part, name)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from actor_ids(part, field)
    elif isinstance(value, str) and field in ACTOR_FIELDS:
        yield value


def parents(item: Any, lists: Lists) -> list[Any]:
    """Return what a finding hangs on: a commitment's act, its statement, the meeting it was at."""
    wanted: list[tuple[str, str | None]] = []
    if isinstance(item, Statement):
        wanted = [("meeting", item.meeting)]
    elif isinstance(item, Act):
        wanted = [("statement", item.statement)]
    elif isinstance(item, Commitment):
        wanted = [("act", item.act)]
    found = []
    for kind, id in wanted:
        for other in lists[kind]:
            if other.id == id:
                found += [other, *parents(other, lists)]
    return found


def kind_of(item: Any) -> ItemKind:
    """Return of which kind a finding is."""
    return next(kind for kind in LISTS if isinstance(item, MODELS[kind]))
