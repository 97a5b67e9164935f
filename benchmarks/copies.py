"""A linked archive made many times as large: its rows again, with other keys, days and persons.

For measuring how long questions take. The copies need no linking, for what was linked among the
rows of the archive is linked in the same way among those of each copy; states and organisations
stay who they are, so that they are in as many documents more. For SQLite alone.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table

from memcon.archive import open_archive
from memcon.archive.schema import CHILD_BITS, metadata

DAYS: Final = 29  # between a copy and the next, backwards
_ACTOR_TAG: Final = re.compile(r"zqa(\d+)")
# Columns by what a copy has otherwise there. What is not named stays.
_LINKED: Final = ("root", "previous", "latest", "canonical")
_CHILDREN: Final = frozenset(
    ("key", "meeting", "statement", "act", "commitment", "occasion", "thread", "item", *_LINKED)
)
_OF_EVENTS: Final = frozenset(("event", "group", "occurrence"))
_DOCUMENTS: Final = frozenset(("document", "superseded_by", "duplicate_of"))
_DAYS: Final = frozenset(
    ["day", "published", "first_day", "last_day", "deadline_date", "month", "retrieved_at"]
)
_OTHER_DOCUMENTS: Final = frozenset(
    (
        ("documents", "key"),
        ("documents", "previous"),
        ("captures", "key"),
        ("capture_documents", "capture"),
    )
)
_ONCE: Final = frozenset(("formulas", "formula_sides", "formula_losses", "rejects", "log", "state"))


def multiply(source: Path, target: Path, documents: int) -> int:
    """Make an archive of at least so many documents of a linked one; return how many it has."""
    open_archive(target, create=True).close()
    connection = sqlite3.connect(target, isolation_level=None)
    for pragma in ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -2000000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("ATTACH ? AS source", (str(source),))
    size, forms = (
        connection.execute(f"SELECT max(key) FROM source.{name}").fetchone()[0]
        for name in ("documents", "actors")
    )
    copies = -(-documents // size)
    connection.create_function("shifted", 2, _shifted, deterministic=True)
    _map_actors(connection, forms, copies)
    indexes = connection.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND sql NOT NULL"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    for table in metadata.sorted_tables:
        connection.execute("BEGIN")
        for copy in range(1 if table.name in _ONCE else copies):
            _copy(connection, table, copy, size)
        connection.execute("COMMIT")
    for _, statement in indexes:
        connection.execute(statement)
    _count(connection, copies)
    connection.execute("INSERT INTO passages_words(passages_words) VALUES ('rebuild')")
    connection.close()
    return int(size * copies)


def _map_actors(connection: sqlite3.Connection, forms: int, copies: int) -> None:
    """Note which form stands for which in each copy: persons have new ones."""
    connection.execute(
        "CREATE TEMP TABLE forms (copy INTEGER, old INTEGER, new INTEGER, PRIMARY KEY (copy, old)) "
        "WITHOUT ROWID"
    )
    for copy in range(copies):
        connection.execute(
            "INSERT INTO forms SELECT ?1, key, key + CASE kind WHEN 'person' THEN ?1 * ?2 ELSE 0 "
            "END FROM source.actors UNION ALL SELECT ?1, 0, 0",
            (copy, forms),
        )
    connection.create_function(
        "retagged",
        2,
        lambda text, copy: _ACTOR_TAG.sub(
            lambda tag: f"zqa{int(tag[1]) + copy * forms if int(tag[1]) in persons else tag[1]}",
            text,
        ),
    )
    persons = {
        key for (key,) in connection.execute("SELECT key FROM source.actors WHERE kind = 'person'")
    }


def _copy(connection: sqlite3.Connection, table: Table, copy: int, size: int) -> None:
    joins: list[str] = []
    values = []
    for column in table.columns:
        name = f't."{column.name}"'
        value = name
        if copy:
            value = _value(table.name, column.name, name)
        if any(key.column.table.name == "actors" for key in column.foreign_keys) or (
            (table.name, column.name) in _FORMS
        ):
            alias = f"f{len(joins)}"
            joins.append(
                f"LEFT JOIN forms AS {alias} ON {alias}.copy = :copy AND {alias}.old = {name}"
            )
            value = f"{alias}.new"
        values.append(value)
    condition = "WHERE t.kind = 'person'" if table.name == "actors" and copy else ""
    if table.name == "actor_blocks" and copy:
        condition = "WHERE f0.new <> t.actor"
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    connection.execute(
        f"INSERT INTO main.{table.name}({columns}) SELECT {', '.join(values)} "
        f"FROM source.{table.name} AS t {' '.join(joins)} {condition}",
        {"copy": copy, "documents": copy * size, "children": copy * size << CHILD_BITS},
    )


_FORMS: Final = frozenset(
    {
        ("actors", "key"),
        ("actors", "canonical"),
        ("act_parties", "actor"),
        ("act_parties", "other"),
        ("act_issues", "actor"),
        ("occasion_parties", "actor"),
        ("thread_parties", "actor"),
        ("occurrence_parties", "actor"),
        ("occurrence_parties", "other"),
    }
)


def _value(table: str, column: str, name: str) -> str:
    """Return the expression for a value of a copy."""
    if column in _DOCUMENTS or (table, column) in _OTHER_DOCUMENTS:
        return f"{name} + :documents"
    if table == "bands" and column == "item":
        return f"{name} + CASE kind WHEN 0 THEN :documents ELSE :children END"
    if table == "bands" and column == "rank":
        return f"{name} + (:copy << {CHILD_BITS})"
    if column in _CHILDREN or column in _OF_EVENTS:
        return f"{name} + :children"
    if column in _DAYS:
        return f"shifted({name}, :copy)"
    if table in ("documents", "blobs", "captures") and column in ("id", "sha256"):
        return f"substr({name}, 1, length({name}) - 6) || printf('%06x', :copy)"
    if column in ("address", "location"):
        return f"{name} || '?copy=' || :copy"
    if table == "actors" and column in ("id", "name"):
        return f"{name} || CASE id WHEN '' THEN '' ELSE '-' || :copy END"
    if table == "actor_blocks" and column == "block":
        return f"{name} || ' ' || :copy"
    if table == "passages" and column == "tags":
        return f"retagged({name}, :copy)"
    return name


def _shifted(stamp: str | None, copy: int) -> Any:
    """Return a day, month, year or time so much earlier, as exact as it was."""
    from datetime import date, timedelta

    if not stamp or stamp == "9999":
        return stamp
    whole = stamp[:10] + "-07-15"[len(stamp) - 4 :] if len(stamp) < 10 else stamp[:10]
    day = date.fromisoformat(whole) - timedelta(days=DAYS * copy)
    return day.isoformat()[: len(stamp)] + stamp[10:]


def _count(connection: sqlite3.Connection, copies: int) -> None:
    """Make what counts documents true again."""
    connection.execute(
        "UPDATE main.actors SET documents = documents * ? WHERE kind <> 'person'", (copies,)
    )
    for table in ("formulas", "formula_sides"):
        connection.execute(
            f"UPDATE main.{table} SET documents = documents * ?1, uses = uses * ?1", (copies,)
        )
