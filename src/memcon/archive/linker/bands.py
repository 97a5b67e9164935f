"""The bands of documents and commitments in their table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, or_, select

from memcon.archive.inserting import insert_rows
from memcon.archive.linking.forest import UNDATED, Node, Place
from memcon.archive.lookup import chunks
from memcon.archive.schema import bands, number_of

_RANK_BITS: Final = 20
_HEX: Final = 10  # hexadecimal digits of the document's id in a rank: 40 bits


def rank(document: str, item: int = 0) -> int:
    """Return the number that orders findings of one day: by document id, then by their own number.

    Args:
        document: public id of the document.
        item: key of the finding, 0 for the document itself.
    """
    digits = document.rpartition(":")[2][:_HEX]
    return (int(digits, 16) << _RANK_BITS) | (number_of(item) if item else 0)


def place(day: str | None, number: int) -> Place:
    """Return the place in time of what has a day and a rank, ordered as the table orders it."""
    return Place(day or UNDATED, f"{number:016x}")


class TableBands:
    """The bands of one kind, as :class:`memcon.archive.linking.forest.Bands` asks for them."""

    def __init__(self, connection: Connection, kind: int):
        self._connection = connection
        self._kind = kind

    def put(self, nodes: Iterable[Node]) -> None:
        """Store the bands of items, in place of those they had."""
        listed = list(nodes)
        for part in chunks([node.key for node in listed]):
            self._connection.execute(
                delete(bands).where(bands.c.kind == self._kind, bands.c.item.in_(part))
            )
        rows = [
            {
                "kind": self._kind,
                "band": band,
                "day": node.place.day,
                "rank": int(node.place.id, 16),
                "item": node.key,
            }
            for node in listed
            for band in sorted(set(node.bands))
        ]
        insert_rows(self._connection, bands, rows)

    def before(self, node: Node, *, limit: int) -> Collection[Node]:
        """Return, of each band of the node, the ``limit`` last other items before its place."""
        return self._near(node, limit, before=True)

    def after(self, node: Node, *, limit: int) -> Collection[Node]:
        """Return, of each band of the node, the ``limit`` first other items after its place."""
        return self._near(node, limit, before=False)

    def _near(self, node: Node, limit: int, *, before: bool) -> Collection[Node]:
        day, number = node.place.day, int(node.place.id, 16)
        if before:
            side = or_(bands.c.day < day, and_(bands.c.day == day, bands.c.rank < number))
            order = (bands.c.day.desc(), bands.c.rank.desc())
        else:
            side = or_(bands.c.day > day, and_(bands.c.day == day, bands.c.rank > number))
            order = (bands.c.day.asc(), bands.c.rank.asc())
        keys: set[int] = set()
        for band in sorted(set(node.bands)):
            query = (
                select(bands.c.item)
                .where(bands.c.kind == self._kind, bands.c.band == band, side)
                .order_by(*order)
                .limit(limit)
            )
            keys.update(self._connection.execute(query).scalars())
        keys.discard(node.key)
        return list(self.nodes(sorted(keys)))

    def nodes(self, keys: Collection[int]) -> Iterator[Node]:
        """Yield the stored nodes of some items."""
        for part in chunks(list(keys)):
            query = select(bands).where(bands.c.kind == self._kind, bands.c.item.in_(part))
            yield from _gathered(self._connection.execute(query))

    def all(self) -> Iterator[Node]:
        """Yield all stored nodes."""
        query = select(bands).where(bands.c.kind == self._kind)
        yield from _gathered(self._connection.execute(query))


def _gathered(rows: Iterable[Any]) -> Iterator[Node]:
    found: dict[int, list[int]] = defaultdict(list)
    places: dict[int, Place] = {}
    for row in rows:
        found[row.item].append(row.band)
        places.setdefault(row.item, place(row.day, row.rank))
    for item in sorted(found):
        yield Node(key=item, place=places[item], bands=tuple(sorted(found[item])))
