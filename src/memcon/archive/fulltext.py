"""The full-text index of passages, where SQLite (FTS5) and PostgreSQL differ."""

from __future__ import annotations

from sqlalchemy import Connection, text

from memcon.archive.schema import child_range

_ADD = text(
    "INSERT INTO passages_words(rowid, text, tags) "
    "SELECT key, text, tags FROM passages WHERE key BETWEEN :low AND :high"
)
# An index over another table's text has to be told the old words (sqlite.org/fts5.html, 4.4.3).
_REMOVE = text(
    "INSERT INTO passages_words(passages_words, rowid, text, tags) "
    "SELECT 'delete', key, text, tags FROM passages WHERE key BETWEEN :low AND :high"
)


def add(connection: Connection, document: int) -> None:
    """Index a document's passages, which are in their table already."""
    _run(connection, document, _ADD)


def remove(connection: Connection, document: int) -> None:
    """Take a document's passages out of the index, before they leave their table."""
    _run(connection, document, _REMOVE)


def _run(connection: Connection, document: int, statement: object) -> None:
    if connection.dialect.name == "sqlite":  # PostgreSQL keeps its index by itself
        low, high = child_range(document)
        connection.execute(statement, {"low": low, "high": high})  # type: ignore[call-overload]
