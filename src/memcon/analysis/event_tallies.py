"""Counts and Goldstein scores of events by month, as ``timeline`` puts them together.

The Goldstein score (Goldstein 1992, as CAMEO has it) says how much an event of a kind adds to
cooperation (up to 10) or conflict (down to -10). Only what was done counts: not what is denied, is
yet to come, or is only recalled by a text. An event counts once, however many documents tell of it
(``archive/linking/occurrences.py``), with whom it was done and in both directions if it was mutual.

All is counted on the index of who acts towards whom, without a look at the events themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, func, select, true

from memcon.analysis.answer import Words
from memcon.archive.lookup import ActorRef, chunks
from memcon.archive.schema import event_pairs, events, occurrence_parties

_LAST_MONTH: Final = "9999-99"  # behind every month


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCount:
    """How many events somebody did in a month or year ("" where unknown).

    ``total`` is the sum of their Goldstein scores, ``example`` the key of one of them.
    """

    holder: Literal["a", "b"]
    month: str
    count: int
    total: float
    example: int


def event_counts(
    connection: Connection,
    a: ActorRef,
    b: ActorRef | None,
    *,
    first: str | None = None,
    last: str | None = None,
) -> list[EventCount]:
    """Count events that were done, by month.

    Args:
        connection: the archive.
        a: whose events, and those towards it.
        b: the other actor; None for whatever ``a`` does, and whoever acts towards ``a``.
        first: first month (``2021-06``), None for all. Undated events are counted without bounds.
        last: last month.

    Returns:
        Of ``a`` towards ``b`` ("a"), and of ``b``, or of anybody, towards ``a`` ("b").
    """
    directions: list[tuple[Literal["a", "b"], Any]]
    if b is None:
        directions = [("a", _by(a, None, "by")), ("b", _by(a, None, "to"))]
    else:
        directions = [("a", _by(a, b, "by")), ("b", _by(b, a, "by"))]
    found = []
    for holder, conditions in directions:
        day = occurrence_parties.c.day
        month = func.substr(day, 1, 7)
        query = (
            select(
                month,
                func.count(),
                func.sum(occurrence_parties.c.goldstein),
                func.max(occurrence_parties.c.occurrence),
            )
            .where(
                *conditions,
                day >= (first or "")[:4],
                day <= f"{last or _LAST_MONTH}-99",
                occurrence_parties.c.counts == true(),
            )
            .group_by(month)
            .order_by(month)
        )
        for row in connection.execute(query):
            if first and len(row[0]) == len(first) and row[0] < first:
                continue  # of the same year, but before
            found.append(
                EventCount(holder=holder, month=row[0], count=row[1], total=row[2], example=row[3])
            )
    return found


def event_words(connection: Connection, keys: Iterable[int]) -> dict[int, Words]:
    """Return the words of the first telling of events, by their keys (of ``occurrences``)."""
    found: dict[int, Words] = {}
    for part in chunks(sorted(set(keys))):
        query = (
            select(event_pairs.c.key.label("pair"), events)
            .join(events, events.c.key == event_pairs.c.event)
            .where(event_pairs.c.key.in_(part))
        )
        for row in connection.execute(query):
            found[row.pair] = Words(
                kind="event", key=row.key, start=row.start, end=row.end, words=row.content
            )
    return found


def _by(actor: ActorRef, other: ActorRef | None, part: str) -> list[Any]:
    of = occurrence_parties.c
    return [of.actor == actor.key, of.other == (other.key if other else 0), of.part == part]
