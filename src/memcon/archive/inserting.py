"""Many rows into a table at once.

SQLAlchemy looks at every value of every row on its way to the driver, which takes longer than the
database does. Values of these tables need no conversion, so the rows go to the driver as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have the same columns in the same order.

    Args:
        connection: in a writing transaction.
        table: one whose columns hold numbers, texts, truth values and bytes.
        rows: values by name of column.
    """
    if rows:
        statement = _statement(connection.dialect, table, tuple(rows[0]))
        connection.exec_driver_sql(statement, [tuple(row.values()) for row in rows])


@lru_cache(maxsize=256)
def _statement(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    quoted = dialect.identifier_preparer.quote
    names = ", ".join(quoted(table.c[column].name) for column in columns)
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(columns))
    return f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({marks})"
