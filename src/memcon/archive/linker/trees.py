"""Keeping ``previous`` and the root of items in a table true to what the forest says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, select, update

from memcon.archive.linking.forest import Link, update_roots
from memcon.archive.lookup import chunks


class Trees:
    """The links of the rows of one table.

    ``root`` is the column of the first of a tree; where ``own_is_null`` the first itself has null
    there, else its own key.
    """

    def __init__(
        self, connection: Connection, table: Table, root: Column[Any], *, own_is_null: bool = False
    ):
        self._connection = connection
        self._table = table
        self._root = root
        self._own_is_null = own_is_null
        self.moved: set[int] = set()  # items that are of another tree now

    def put(self, links: Mapping[int, Link]) -> set[int]:
        """Store links; return the roots of the trees that gained or lost somebody, old and new."""
        table = self._table
        stored = {
            row.key: row.previous
            for part in chunks(sorted(links))
            for row in self._connection.execute(
                select(table.c.key, table.c.previous).where(table.c.key.in_(part))
            )
        }
        changed = {key: link.previous for key, link in links.items() if key in stored}
        moved = {key: above for key, above in changed.items() if stored[key] != above}
        if moved:
            self._connection.execute(
                update(table)
                .where(table.c.key == bindparam("of"))
                .values(previous=bindparam("to")),
                [{"of": key, "to": above} for key, above in sorted(moved.items())],
            )
        # All are asked for, not only those that moved: what hung on a removed item is stale too.
        new = update_roots(changed, children=self._children, roots=self.roots)
        old = self.roots(sorted(new))
        differing = {key: root for key, root in new.items() if old.get(key) != root}
        self.moved |= differing.keys()
        if differing:
            self._connection.execute(
                update(table)
                .where(table.c.key == bindparam("of"))
                .values({self._root: bindparam("to")}),
                [
                    {"of": key, "to": None if self._own_is_null and root == key else root}
                    for key, root in sorted(differing.items())
                ],
            )
        return {*(new[key] for key in new), *(old[key] for key in differing if key in old)}

    def _children(self, keys: Collection[int]) -> Mapping[int, Collection[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        table = self._table
        for part in chunks(list(keys)):
            query = select(table.c.key, table.c.previous).where(table.c.previous.in_(part))
            for row in self._connection.execute(query):
                found[row.previous].append(row.key)
        return found

    def roots(self, keys: Collection[int]) -> dict[int, int]:
        """Return the stored root of each of some items."""
        table = self._table
        return {
            row.key: row.key if row.root is None else row.root
            for part in chunks(list(keys))
            for row in self._connection.execute(
                select(table.c.key, self._root.label("root")).where(table.c.key.in_(part))
            )
        }
