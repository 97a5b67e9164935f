"""Whose words stand at a place of a document: the speakers of the statement around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, func, select

from memcon.archive.lookup import chunks
from memcon.archive.schema import (
    CHILD_BITS,
    CHILD_LIMIT,
    actors,
    document_column,
    document_of,
    passages,
    statement_parties,
    statements,
)

_BODIES: Final = ("state", "organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A statement's place in its document, and the sides of its speakers, sorted.

    The sides are empty where a person speaks for a side that is not known.
    """

    start: int
    end: int
    sides: tuple[str, ...]


def spoken_between(connection: Connection, first: int, last: int) -> dict[int, list[Spoken]]:
    """Return the statements with speakers of the documents with keys from ``first`` to ``last``.

    Args:
        connection: the archive.
        first: key of a document.
        last: key of a document.

    Returns:
        By document; a document without such statements is not there.
    """
    low, high = first << CHILD_BITS, (last + 1) << CHILD_BITS
    query = _speakers().where(statements.c.key >= low, statements.c.key < high)
    return _gathered(connection.execute(query))


def spoken_around(connection: Connection, keys: Sequence[int]) -> dict[int, list[Spoken]]:
    """Return the statements with speakers that stand in some passages, by document.

    Args:
        connection: the archive.
        keys: of the passages.
    """
    low = document_column(passages.c.key) * CHILD_LIMIT
    inside = and_(
        statements.c.key >= low,
        statements.c.key < low + CHILD_LIMIT,
        statements.c.start < passages.c.end,
        statements.c.end > passages.c.start,
    )
    rows: set[tuple[Any, ...]] = set()
    for part in chunks(sorted(set(keys))):
        query = _speakers().join(passages, inside).where(passages.c.key.in_(part))
        rows.update(tuple(row) for row in connection.execute(query))
    return _gathered(sorted(rows))


def sides_at(
    spoken: Iterable[Spoken], start: int, end: int, narrator: str | None
) -> tuple[str, ...]:
    """Return whose words stand at a place.

    They are those of the speakers of the innermost statement around it, for each the state or body
    for which he speaks; of nobody where that is unknown. They are the narrator's where there is no
    statement, or only one of a group that belongs to no side ("the two leaders").

    Args:
        spoken: the document's statements.
        start: offset of the first code point.
        end: offset after the last.
        narrator: the document's.

    Returns:
        Ids, sorted.
    """
    around = [one for one in spoken if one.start <= start and end <= one.end]
    if around:
        return min(around, key=lambda one: (one.end - one.start, one.start)).sides
    return (narrator,) if narrator else ()


def _speakers() -> Select[Any]:
    """Return the query for statements and their speakers, a row a pair.

    A person's side is that of the form that stands for him where his own form has none.
    """
    best = actors.alias("best")
    return (
        select(
            statements.c.key,
            statements.c.start,
            statements.c.end,
            actors.c.kind,
            actors.c.id,
            func.coalesce(func.nullif(actors.c.side, ""), best.c.side).label("side"),
        )
        .select_from(statements)
        .join(
            statement_parties,
            and_(
                statement_parties.c.statement == statements.c.key,
                statement_parties.c.part == "speaker",
            ),
        )
        .join(actors, actors.c.key == statement_parties.c.actor)
        .join(best, best.c.key == actors.c.canonical)
        .order_by(statements.c.key, actors.c.id)
    )


def _gathered(rows: Iterable[Any]) -> dict[int, list[Spoken]]:
    places: dict[int, tuple[int, int]] = {}
    sides: dict[int, set[str]] = defaultdict(set)
    for key, start, end, kind, id, side in rows:
        known = side or (id if kind in _BODIES else "")
        if not known and kind == "group":
            continue  # "the two leaders": the narrator's account of them
        places[key] = (start, end)
        if known:
            sides[key].add(known)
    found: dict[int, list[Spoken]] = defaultdict(list)
    for key, (start, end) in places.items():
        found[document_of(key)].append(
            Spoken(start=start, end=end, sides=tuple(sorted(sides[key])))
        )
    return found
