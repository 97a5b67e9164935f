"""Which undertakings a question to the ledger is about, found by the smallest index that helps.

An archive has many more undertakings than an answer shows. Each filter that an index serves (who is
bound, towards whom, issue, deadline, rating, narrator) is a *source* of undertakings; the smallest
one is read, newest first, and the others are probed, until there are enough rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Column, ColumnElement, Connection, and_, exists, func, select, true

from memcon.archive.lookup import ActorRef
from memcon.archive.schema import (
    CHILD_LIMIT,
    commitments,
    documents,
    thread_issues,
    thread_parties,
    threads,
)

STRETCH: Final = 4_000
"""How many undertakings are read, and counted, at most: what takes less than 100 ms."""

_KEYS: Final = 5_000  # a query

UNRATED: Final = "not-yet-rated"
RATED: Final = ("kept", "kept-in-part", "broken")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadFilter:
    """What undertakings are narrowed down by; None does not narrow.

    ``keys`` are the undertakings that a reading of the texts left; ``overdue`` is the day of the
    question, where only what was due before it is asked for; ``since`` and ``until`` are days on
    which an undertaking was last said.
    """

    by: ActorRef | None = None
    to: ActorRef | None = None
    issue: str | None = None
    strength: str | None = None
    status: str | None = None
    quantity: bool = False
    deadline: bool = False
    overdue: str | None = None
    carrier: str | None = None
    since: str | None = None
    until: str | None = None
    keys: Collection[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Undertakings that match, with the columns of :data:`NARROW`.

    They are all there are if ``whole`` is true; else the first in the order that was asked for.
    """

    rows: Sequence[Any]
    whole: bool


NARROW: Final = (
    threads.c.key,
    threads.c.first_day,
    threads.c.last_day,
    threads.c.times,
    threads.c.strength,
    threads.c.status,
    threads.c.issues,
    threads.c.deadline_date,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """An index that leads to undertakings.

    ``order`` is what it is sorted by: the day on which they were last said (newest first), the
    deadline (first due first), or something else; ``probe`` tells of an undertaking from elsewhere
    whether the index would have led to it, where its own columns do not; ``undated`` are those that
    the index has no place for.
    """

    thread: Column[Any]
    at: Column[Any]
    where: ColumnElement[bool]
    order: Literal["last", "deadline"] | None
    probe: Callable[[ColumnElement[Any]], ColumnElement[bool]] | None = None
    undated: ColumnElement[bool] | None = None


def matches(
    connection: Connection,
    asked: ThreadFilter,
    *,
    wanted: int,
    by_deadline: bool = False,
    counted: bool = True,
) -> Matches:
    """Return the undertakings that match: all of them, or where they are many the first.

    Args:
        connection: the archive.
        asked: the filter.
        wanted: how many are needed, at least.
        by_deadline: which are the first of many: those due first (those without a deadline are
            left out then), or those said last.
        counted: whether more than are wanted are read, to be counted.
    """
    sources = list(_sources(asked))
    if asked.keys is not None:
        conditions = [_columns(asked), *_probes(sources, None)]
        return Matches(rows=_narrow(connection, sorted(asked.keys), conditions), whole=True)
    sizes = [_size(connection, source) for source in sources]
    best = min(range(len(sources)), key=lambda place: (sizes[place], place))
    source = sources[best]
    if sizes[best] > STRETCH:
        order = "deadline" if by_deadline else "last"
        source = next(one for one in (*sources, _deadlines(asked)) if one.order == order)
    in_order = source.order == ("deadline" if by_deadline else "last")
    most = wanted if in_order and not counted else max(wanted, STRETCH)
    return _walk(connection, source, [_columns(asked), *_probes(sources, source)], most)


def _columns(asked: ThreadFilter) -> ColumnElement[bool]:
    """Return what is asked of the undertakings' own columns.

    No index of theirs is to answer it: the source that is read was chosen, and has the order.
    """
    terms: list[ColumnElement[bool]] = [_between(asked, _plain(threads.c.last_day))]
    if asked.strength is not None:
        terms.append(threads.c.strength == asked.strength)
    if asked.status is not None:
        terms.append(_plain(threads.c.status) == asked.status)
    if asked.quantity:
        terms.append(threads.c.has_quantity)
    if asked.deadline:
        terms.append(_plain(threads.c.deadline_date) > "")
    if asked.overdue is not None:
        due = _due_before(_plain(threads.c.deadline_date), asked.overdue)
        terms += [due, _plain(threads.c.status) == UNRATED]
    if asked.carrier is not None:
        # The column is a JSON array of ids, which have no quotation marks in them.
        terms.append(threads.c.carriers.contains(f'"{asked.carrier}"', autoescape=True))
    return and_(*terms)


def _plain(column: Column[Any]) -> ColumnElement[Any]:
    """Return a column's value, "" for null, as something that no index knows of."""
    return func.coalesce(column, "")


def _due_before(deadline: ColumnElement[Any], day: str) -> ColumnElement[bool]:
    """Return the condition that a deadline ended before a day: a month or year at its end."""
    return and_(deadline > "", deadline < day, deadline.not_in([day[:4], day[:7]]))


def is_before(deadline: str | None, day: str) -> bool:
    """Return whether a deadline (day, month or year, ISO 8601) ended before a day."""
    return deadline is not None and deadline < day[: len(deadline)]


def _between(asked: ThreadFilter, day: ColumnElement[Any]) -> ColumnElement[bool]:
    terms: list[ColumnElement[bool]] = [true()]
    if asked.since is not None:
        terms.append(day >= asked.since)
    if asked.until is not None:
        terms += [day <= asked.until, day > ""]  # the empty day is an unknown one
    return and_(*terms)


def _sources(asked: ThreadFilter) -> Iterator[_Source]:
    """Yield what can lead to the undertakings; those first that do it best if all are large."""
    for part, actor in (("by", asked.by), ("to", asked.to)):
        if actor is not None:
            yield _parties(asked, part, actor)
    if asked.issue is not None:
        day = thread_issues.c.last_day
        mine = thread_issues.c.issue == asked.issue
        yield _Source(
            thread=thread_issues.c.thread,
            at=day,
            where=and_(mine, _between(asked, day)),
            order="last",
            probe=lambda thread: exists().where(thread_issues.c.thread == thread, mine),
        )
    yield _Source(
        thread=threads.c.key,
        at=threads.c.last_day,
        where=and_(threads.c.last_day > "", _between(asked, threads.c.last_day)),
        order="last",
        undated=threads.c.last_day.is_(None) if not (asked.since or asked.until) else None,
    )
    if asked.overdue is not None or asked.deadline:
        yield _deadlines(asked)
    if asked.status in RATED:
        yield _Source(
            thread=threads.c.key,
            at=threads.c.key,
            where=threads.c.status == asked.status,
            order=None,
        )
    if asked.carrier is not None:
        yield _carried(asked.carrier)


def _parties(asked: ThreadFilter, part: str, actor: ActorRef) -> _Source:
    day = thread_parties.c.last_day
    mine = and_(thread_parties.c.actor == actor.key, thread_parties.c.part == part)
    return _Source(
        thread=thread_parties.c.thread,
        at=day,
        where=and_(mine, _between(asked, day)),
        order="last",
        probe=lambda thread: _is_party(thread, part, actor),
    )


def _is_party(thread: ColumnElement[Any], part: str, actor: ActorRef) -> ColumnElement[bool]:
    probed = thread_parties.alias()
    return exists().where(
        probed.c.thread == thread, probed.c.actor == actor.key, probed.c.part == part
    )


def _deadlines(asked: ThreadFilter) -> _Source:
    day = threads.c.deadline_date
    return _Source(
        thread=threads.c.key,
        at=day,
        where=_due_before(day, asked.overdue) if asked.overdue is not None else day > "",
        order="deadline",
    )


def _carried(narrator: str) -> _Source:
    """Return the undertakings in a narrator's documents, whose rows lie side by side by key."""
    low = documents.c.key * CHILD_LIMIT
    return _Source(
        thread=commitments.c.root,
        at=commitments.c.key,
        where=and_(
            documents.c.narrator == narrator,
            commitments.c.key.between(low, low + (CHILD_LIMIT - 1)),
        ),
        order=None,
    )


def _probes(sources: Iterable[_Source], used: _Source | None) -> list[ColumnElement[bool]]:
    # Asked of the column that the used index has, so that most undertakings need not be looked up.
    thread = threads.c.key if used is None else used.thread
    return [one.probe(thread) for one in sources if one is not used and one.probe is not None]


def _size(connection: Connection, source: _Source) -> int:
    """Return how many rows a source has, at most one more than a stretch."""
    some = select(source.thread).where(source.where).limit(STRETCH + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one())


def _walk(
    connection: Connection, source: _Source, conditions: Sequence[ColumnElement[bool]], most: int
) -> Matches:
    """Read a source in its order until there are enough undertakings that meet the conditions."""
    sign = -1 if source.order == "last" else 1
    query = select(*NARROW).where(source.where, *conditions)
    if source.thread.table is not threads:
        query = query.select_from(source.thread.table).join(threads, threads.c.key == source.thread)
    query = query.order_by(*(_sorted(column, sign) for column in (source.at, source.thread)))
    rows = list(connection.execute(query.limit(most + 1)))
    whole = len(rows) <= most
    if whole and source.undated is not None:
        query = select(*NARROW).where(source.undated, *conditions).order_by(threads.c.key)
        rows += connection.execute(query.limit(most))
    return Matches(rows=list({row.key: row for row in rows[:most]}.values()), whole=whole)


def _sorted(column: ColumnElement[Any], sign: int) -> ColumnElement[Any]:
    return column.desc() if sign < 0 else column.asc()


def _narrow(
    connection: Connection, keys: Sequence[int], conditions: Sequence[ColumnElement[bool]]
) -> list[Any]:
    """Return what is needed to sort and count undertakings, of those that meet the conditions."""
    found: list[Any] = []
    for start in range(0, len(keys), _KEYS):
        part = keys[start : start + _KEYS]
        found += connection.execute(
            select(*NARROW).where(threads.c.key.in_(part), *conditions).order_by(threads.c.key)
        ).all()
    return found
