"""Filling an archive of a benchmark quickly: many documents a transaction, indexes at the end.

The rows are those that ``memcon.archive.store`` would make; what that module does besides, one
document after the other and safe at any moment, is left out. For SQLite alone.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from memcon.archive import actor_forms, open_archive
from memcon.archive.packing import pack, pack_record
from memcon.archive.rows import ORDER, Form, day_of, forms, rows
from memcon.archive.schema import child_range
from memcon.record import Record

AT: Final = "2026-01-01T00:00:00+00:00"
TOGETHER: Final = 500  # documents a transaction
_FULL_TEXT: Final = (
    "INSERT INTO passages_words(rowid, text, tags) "
    "SELECT key, text, tags FROM passages WHERE key BETWEEN ? AND ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A record, and what is kept of it compressed."""

    record: Record
    machine: bytes
    data: bytes


def prepare(record: Record) -> Prepared:
    """Return a record with what is kept of it, which takes longest and can be done elsewhere."""
    data = record.document.text.encode("utf-8", "surrogatepass")
    return Prepared(record=record, machine=pack_record(record), data=pack(data))


def fill(path: Path, records: Iterable[Prepared]) -> int:
    """Make an archive of records that differ from each other, not linked yet; return how many."""
    open_archive(path, create=True).close()
    with sqlite3.connect(path, isolation_level=None) as connection:
        for pragma in ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -1000000"):
            connection.execute(f"PRAGMA {pragma}")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        known: dict[Form, int] = {}
        key = 0
        for part in _parts(records):
            connection.execute("BEGIN")
            key = _put(connection, part, key, known)
            connection.execute("COMMIT")
        for _, statement in indexes:
            connection.execute(statement)
    connection.close()
    return key


def _parts(records: Iterable[Prepared]) -> Iterator[Sequence[Prepared]]:
    rest = iter(records)
    while part := list(islice(rest, TOGETHER)):
        yield part


def _put(
    connection: sqlite3.Connection, part: Sequence[Prepared], last: int, known: dict[Form, int]
) -> int:
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    key = last
    for prepared in part:
        record = prepared.record
        key += 1
        for name, row in _taken_in(prepared, key).items():
            tables[name].append(row)
        wanted = forms(record)
        tables["actors"] += _new_forms(record, wanted, known)
        made = rows(record, key, {name: known[form] for name, form in wanted.items()})
        for name, values in made.items():
            tables[name] += values
    first = ("blobs", "captures", "documents", "capture_documents", "records", "actors")
    for name in (*first, *(table.name for table in ORDER)):
        if values := tables[name]:
            columns = ", ".join(f'"{column}"' for column in values[0])
            marks = ", ".join(f":{column}" for column in values[0])
            connection.executemany(
                f"INSERT OR IGNORE INTO {name}({columns}) VALUES ({marks})", values
            )
    connection.execute(_FULL_TEXT, (child_range(last + 1)[0], child_range(key)[1]))
    return key


def _taken_in(prepared: Prepared, key: int) -> dict[str, dict[str, Any]]:
    record = prepared.record
    document = record.document
    data = document.text.encode("utf-8", "surrogatepass")
    sha256 = hashlib.sha256(data).hexdigest()
    return {
        "blobs": {"sha256": sha256, "size": len(data), "data": prepared.data},
        "captures": {
            "key": key,
            "location": document.url or f"/texts/{document.id}",
            "sha256": sha256,
            "media_type": document.source.media_type,
            "retrieved_at": AT,
            "documents": 1,
            "complete": True,
        },
        "documents": {
            "key": key,
            "id": document.id,
            "address": document.url or f"/texts/{document.id}",
            **document.model_dump(
                include={
                    "url",
                    "title",
                    "publisher",
                    "narrator",
                    "byline",
                    "language",
                    "published",
                }
            ),
            "day": day_of(document),
            "status": "current",
            "added_at": AT,
            "reader_version": record.reader.version,
            "model": record.reader.model,
            "linked": False,
            "reviewed": False,
        },
        "capture_documents": {"capture": key, "position": 0, "document": key},
        "records": {"document": key, "machine": prepared.machine},
    }


def _new_forms(
    record: Record, wanted: Mapping[str, Form], known: dict[Form, int]
) -> Iterator[dict[str, Any]]:
    listed = {actor.id: actor for actor in record.actors}
    for form in sorted(set(wanted.values()) - known.keys()):
        actor = listed.get(form[0])
        known[form] = key = len(known) + 1
        yield {
            "key": key,
            "id": form[0],
            "side": form[1],
            "kind": actor.kind if actor else actor_forms.kind_of(form[0]),
            "name": actor.name if actor else form[0],
            "named": actor_forms.named(form, actor),
            "canonical": key,
            "documents": 0,
        }
