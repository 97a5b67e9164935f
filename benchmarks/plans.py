"""How SQLite means to answer: which statements a question runs, and which tables they go through.

A plan that scans a table reads all of it, and grows with the archive, unless the rows come in the
order that is wanted and a LIMIT ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from memcon.archive.schema import metadata

# Tables that do not grow with every document, and who scans them may.
SMALL: Final = frozenset(
    ("actors", "formulas", "formula_sides", "formula_losses", "log", "rejects", "state")
)
LARGE: Final = frozenset(metadata.tables) - SMALL | {"passages_words"}
# A search by nothing is one for the least value of a column without an index; an automatic index is
# made of the whole table first.
_SCAN: Final = re.compile(r"(SCAN) (\w+)|SEARCH (\w+)(?:$| USING AUTOMATIC)")
_FULL_TEXT: Final = re.compile(r"VIRTUAL TABLE INDEX \d+:\S*[M=]")
_LIST: Final = re.compile(r"IN \(\?(?:, \?)*\)")
_MANY: Final = 500
_ALIAS: Final = re.compile(r"\b(\w+) AS (\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A step of a plan that goes through a whole table."""

    table: str
    step: str
    statement: str


@contextmanager
def listened(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Give a list that fills with the statements that are run, and their values."""
    heard: list[tuple[str, Any]] = []

    def hear(
        connection: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool
    ) -> None:
        if not many and statement.lstrip().upper().startswith(("SELECT", "WITH")):
            heard.append((statement, values))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def scans(connection: Connection, statement: str, values: Any) -> list[Scan]:
    """Return the steps of a statement's plan that go through a whole large table."""
    # With many values in its lists a statement may be planned in another way than with few. Plans
    # do not depend on what the values are.
    many = _LIST.sub(f"IN ({', '.join('?' * _MANY)})", statement)
    found = _scans(connection, statement, values)
    return found or _scans(connection, many, (None,) * many.count("?"))


def _scans(connection: Connection, statement: str, values: Any) -> list[Scan]:
    plan = [
        str(row[3])
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    ]
    sorts = any(step.startswith("USE TEMP B-TREE") for step in plan)
    ends = "LIMIT" in statement.upper() and not sorts
    tables = {alias: table for table, alias in _ALIAS.findall(statement)}
    found = []
    for step in plan:
        match = _SCAN.match(step)
        if match is None:
            continue
        named = match[2] or match[3]
        table = tables.get(named, named)
        if table not in LARGE or (ends and match[1] and step == plan[0]):
            continue
        if _FULL_TEXT.search(step):
            continue  # the full-text index, asked for words or for a row
        found.append(Scan(table=table, step=step, statement=statement))
    return found
