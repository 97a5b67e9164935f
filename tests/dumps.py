"""What an archive says, freed of what depends on when and in which order it was told.

Keys are replaced by public ids, and times and numbers of attempts are left out. Two archives of
the same documents have equal dumps. Only current documents have rows; forms of names that no
current document has any more are left out.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from memcon.archive import Archive, schema, store
from memcon.archive.packing import unpack_blob
from memcon.archive.schema import document_of, number_of

Row = tuple[Any, ...]
Dump = dict[str, list[Row]]

# Tables that are dumped in a way of their own, or not at all.
_APART = {
    "blobs",
    "captures",
    "capture_documents",
    "documents",
    "records",
    "rejects",
    "actors",
    "actor_blocks",
    "bands",
    "meeting_shelves",
    "log",
    "users",
    "sessions",
    "api_tokens",
    "state",
}
# Columns that hold a key of their own table's kind, or of another's: what a public id replaces.
_ITEMS = {
    "statement": "statement",
    "meeting": "meeting",
    "act": "act",
    "commitment": "commitment",
    "occasion": "meeting",
    "thread": "commitment",
    "root": "commitment",
    "previous": "commitment",
    "latest": "commitment",
    "canonical": "meeting",
    "event": "event",
    "group": "event",
    "occurrence": "pair",
}
_OF_TABLE = {("event_pairs", "canonical"): "pair"}
_KIND_OF_KEY = {
    "passages": "passage",
    "document_actors": "actor",
    "offices": "office",
    "meetings": "meeting",
    "statements": "statement",
    "acts": "act",
    "commitments": "commitment",
    "occasions": "meeting",
    "threads": "commitment",
    "events": "event",
    "event_pairs": "pair",
    "occurrences": "pair",
}
_ACTORS = {"actor", "other"}
_NUMBER = re.compile(r"\d+")


def dump(archive: Archive, *, places: bool = True) -> Dump:
    """Return what an archive says.

    Args:
        archive: any.
        places: with where documents came from, which for a text that is in two files depends on
            which came first.
    """
    with archive.reading() as connection:
        return _Dumping(connection, places).tables


class _Dumping:
    def __init__(self, connection: Connection, places: bool):
        self.connection = connection
        documents = self.rows(schema.documents)
        self.ids = {row.key: row.id for row in documents}
        self.forms = {
            row.key: (row.id, row.side) if row.kind == "person" else (row.id,)
            for row in self.rows(schema.actors)
        }
        self.tables: Dump = {}
        self._documents(documents, places)
        self._actors()
        self._captures()
        for table in schema.metadata.sorted_tables:
            # Phrases are counted by a command of its own.
            if table.name not in _APART and not table.name.startswith("formula"):
                self.put(table.name, (self._row(table, row) for row in self.rows(table)))
        self._bands()
        self._blocks()
        self.put(
            "meeting_shelves",
            ((r.shelf, r.first, r.last, self.item("meeting", r.meeting)) for r in self.shelves()),
        )

    def rows(self, table: Table) -> list[Any]:
        return list(self.connection.execute(select(table)))

    def put(self, name: str, rows: Iterable[Row]) -> None:
        self.tables[name] = sorted(rows, key=lambda row: json.dumps(row, default=str))

    def item(self, kind: str, key: int | None) -> str | None:
        if key is None:
            return None
        return f"{self.ids.get(document_of(key), '?')}/{kind}:{number_of(key)}"

    def _row(self, table: Table, row: Any) -> Row:
        return tuple(self._value(table, name, value) for name, value in row._mapping.items())

    def _value(self, table: Table, name: str, value: Any) -> Any:
        if name == "key":
            return self.item(_KIND_OF_KEY[table.name], value)
        if name == "document":
            return self.ids.get(value, "?")
        if name in _ACTORS:
            return self.forms.get(value, "?") if value else value
        if name in _ITEMS and not isinstance(value, str):  # "occasion" is a text as well
            return self.item(_OF_TABLE.get((table.name, name), _ITEMS[name]), value)
        if name == "shelf":  # of an event: it holds the key of what it is of
            return None
        if table.name == "passages" and name == "tags":
            return self._tags(value)
        return value

    def _tags(self, text: str) -> list[str]:
        # Some tags hold keys of actors (archive/tags.py): how many there are is the same.
        return sorted(_NUMBER.sub("#", tag) for tag in text.split())

    def _documents(self, rows: list[Any], places: bool) -> None:
        by_key = {row.key: row for row in rows}

        def last(row: Any) -> Any:  # superseded by what is superseded itself
            while row.superseded_by is not None:
                row = by_key[row.superseded_by]
            return row.id

        self.put(
            "documents",
            (
                (
                    row.id,
                    row.address if places else None,
                    row.title,
                    row.publisher,
                    row.narrator,
                    row.day,
                    row.status,
                    last(row),
                    self.ids.get(row.previous),
                    self.ids.get(row.duplicate_of),
                    row.linked,
                    row.reviewed,
                )
                for row in rows
            ),
        )
        self.put(
            "records",
            (
                (row.id, store.load(self.connection, row.key).model_dump_json(exclude=_origin))
                for row in rows
            ),
        )

    def _actors(self) -> None:
        self.put(
            "actors",
            (
                (
                    self.forms[row.key],
                    row.kind,
                    row.name,
                    row.named,
                    self.forms.get(row.canonical, "?"),
                    row.documents,
                    row.first_day,
                    row.last_day,
                )
                for row in self.rows(schema.actors)
                if row.documents != 0
            ),
        )

    def _captures(self) -> None:
        held: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows(schema.capture_documents):
            held[row.capture].append((row.position, self.ids[row.document]))
        # The same bytes from the same place twice say no more than once.
        self.put(
            "captures",
            {
                (row.location, row.sha256, row.complete, tuple(sorted(held[row.key])))
                for row in self.rows(schema.captures)
            },
        )
        self.put(
            "blobs",
            (
                (row.sha256, row.size, len(unpack_blob(row.data, row.sha256)))
                for row in self.rows(schema.blobs)
            ),
        )
        self.put(
            "rejects",
            ((r.location, r.sha256, r.code, r.reason) for r in self.rows(schema.rejects)),
        )

    def _bands(self) -> None:
        kinds: Mapping[int, Callable[[int], str | None]] = {
            schema.DOCUMENT_BAND: lambda key: self.ids.get(key, "?"),
            schema.COMMITMENT_BAND: lambda key: self.item("commitment", key),
        }
        self.put(
            "bands",
            (
                (r.kind, r.band, r.day, r.rank, kinds[r.kind](r.item))
                for r in self.rows(schema.bands)
            ),
        )

    def _blocks(self) -> None:
        live = {row.key for row in self.rows(schema.actors) if row.documents != 0}
        self.put(
            "actor_blocks",
            (
                (r.block, self.forms[r.actor])
                for r in self.rows(schema.actor_blocks)
                if r.actor in live
            ),
        )

    def shelves(self) -> list[Any]:
        return self.rows(schema.meeting_shelves)


# What the bytes were in, of a text that came twice in different wrappings.
_origin = {"document": {"source", "url"}}


def differences(one: Dump, other: Dump, *, limit: int = 5) -> list[str]:
    """Return by which rows two dumps differ, in words, the first few of each table."""
    told = []
    for name in sorted({*one, *other}):
        mine = {json.dumps(row, default=str) for row in one.get(name, ())}
        theirs = {json.dumps(row, default=str) for row in other.get(name, ())}
        for sign, rows in (("-", mine - theirs), ("+", theirs - mine)):
            told += [f"{name} {sign} {row[:500]}" for row in sorted(rows)[:limit]]
        if len(one.get(name, ())) != len(other.get(name, ())):
            told.append(f"{name}: {len(one.get(name, ()))} rows, {len(other.get(name, ()))}")
    return told
