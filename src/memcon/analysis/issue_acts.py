"""Acts of actors on issues, counted: what positions are read off.

A *cell* is one actor on one issue. An actor that speaks a lot has more acts than can be read for
one answer; of such a cell the newest acts are read, as many as fit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    select,
    true,
)

from memcon.analysis.stances import SHOWING, Wording
from memcon.analysis.thread_texts import sides, statements_of
from memcon.archive import lookup
from memcon.archive.lookup import ActorRef
from memcon.archive.schema import act_issues, acts

BUDGET: Final = 5_000
"""How many acts are read for one answer: what takes some 100 ms."""

_KEYS: Final = 5_000  # a query
Mark: TypeAlias = tuple[str, int]  # day ("" if unknown) and key of an act


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """First and last day (ISO 8601) of the acts that count; None is open."""

    since: str | None = None
    until: str | None = None

    def holds(self, day: ColumnElement[str]) -> ColumnElement[bool]:
        """Return the condition that a day is in the period; the unknown day is "" ."""
        terms: list[ColumnElement[bool]] = [true()]
        if self.since is not None:
            terms.append(day >= self.since)
        if self.until is not None:
            terms += [day <= self.until, day > ""]
        return and_(*terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """An actor on an issue: how many acts there are, and from when to when.

    ``marks`` are the acts, oldest first, where they are known already.
    """

    actor: ActorRef
    issue: str
    acts: int
    first: str | None
    last: str | None
    marks: Sequence[Mark] | None = None


@dataclass(slots=True, kw_only=True)
class Acts:
    """What was read of a cell: acts by type, denied ones apart, and wordings that have a rung.

    ``last`` is the key of the act said last, ``last_denied`` that of the denied act said last, of
    those that would show a stance.
    """

    read: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    denied: Counter[str] = field(default_factory=Counter)
    conditional: int = 0
    last: int | None = None
    last_denied: int | None = None
    wordings: list[Wording] = field(default_factory=list)


def cells_of(
    connection: Connection, actor: ActorRef, issues: Sequence[str], period: Period
) -> tuple[list[Cell], list[str]]:
    """Return an actor's cells, the issues with most acts first; all issues if none is named.

    Of a person, acts in the person's statements count that are the person's or of the side spoken
    for; the second value says how far that went.
    """
    if actor.kind == "person":
        return _spoken(connection, actor, issues, period)
    mine = and_(act_issues.c.actor.in_(actor.keys), period.holds(act_issues.c.day))
    day = act_issues.c.day
    # Days as they are: with a function around them, an actor of half a million acts takes twice as
    # long.
    extent = (func.count().label("acts"), func.min(day).label("first"), func.max(day).label("last"))
    query = select(act_issues.c.issue, *extent).where(mine).group_by(act_issues.c.issue)
    if issues:
        query = query.where(act_issues.c.issue.in_(issues))
    found = []
    for row in connection.execute(query).all():
        first = row.first
        if not first and row.last:  # the unknown day is the least
            dated = select(func.min(day)).where(mine, act_issues.c.issue == row.issue, day > "")
            first = connection.execute(dated).scalar()
        found.append(
            Cell(
                actor=actor,
                issue=row.issue,
                acts=row.acts,
                first=first or None,
                last=row.last or None,
            )
        )
    return sorted(found, key=_most_first), []


_EXTENT: Final = (
    func.count().label("acts"),
    func.min(func.nullif(act_issues.c.day, "")).label("first"),
    func.max(func.nullif(act_issues.c.day, "")).label("last"),
)


def _most_first(cell: Cell) -> tuple[int, str, str]:
    return (-cell.acts, cell.actor.id, cell.issue)


def _spoken(
    connection: Connection, person: ActorRef, issues: Sequence[str], period: Period
) -> tuple[list[Cell], list[str]]:
    statements, notes = statements_of(connection, person)
    holders = {*person.keys, *sides(connection, person)}
    columns = select(
        act_issues.c.actor, act_issues.c.issue, act_issues.c.day, act_issues.c.act
    ).where(period.holds(act_issues.c.day))
    queries = [columns.where(act_issues.c.actor.in_(person.keys))]
    said: list[int] = []
    for part in lookup.chunks(statements):
        said += connection.execute(select(acts.c.key).where(acts.c.statement.in_(part))).scalars()
    # A side has more acts than the person: whose they are is looked at here, not by the database.
    queries += [columns.where(act_issues.c.act.in_(part)) for part in lookup.chunks(sorted(said))]
    marks: dict[str, set[Mark]] = defaultdict(set)
    for query in queries:
        for row in connection.execute(query):
            if row.actor in holders and (not issues or row.issue in issues):
                marks[row.issue].add((row.day, row.act))
    found = []
    for issue, places in marks.items():
        dated = [day for day, _ in places if day]
        found.append(
            Cell(
                actor=person,
                issue=issue,
                acts=len(places),
                first=min(dated, default=None),
                last=max(dated, default=None),
                marks=sorted(places),
            )
        )
    return sorted(found, key=_most_first), notes


def cells_on(
    connection: Connection, issue: str, period: Period, limit: int
) -> tuple[list[Cell], int]:
    """Return the cells of the actors with most acts on an issue, and how many actors have any."""
    query = (
        select(act_issues.c.actor, *_EXTENT)
        .where(act_issues.c.issue == issue, act_issues.c.actor > 0, period.holds(act_issues.c.day))
        .group_by(act_issues.c.actor)
    )
    rows = {row.actor: row for row in connection.execute(query)}
    refs = lookup.canonical_actors(connection, rows)
    forms: dict[int, list[Any]] = defaultdict(list)
    for form in sorted(rows):
        forms[refs[form].key].append(rows[form])
    stand_for = {ref.key: ref for ref in refs.values()}
    found = [_merged(stand_for[key], issue, mine) for key, mine in forms.items()]
    return sorted(found, key=_most_first)[:limit], len(found)


def _merged(ref: ActorRef, issue: str, rows: Sequence[Any]) -> Cell:
    """Return the cell of an actor from the counts of its forms."""
    return Cell(
        actor=replace(ref, keys=tuple(row.actor for row in rows)),
        issue=issue,
        acts=sum(row.acts for row in rows),
        first=min((row.first for row in rows if row.first), default=None),
        last=max((row.last for row in rows if row.last), default=None),
    )


def read(connection: Connection, cells: Sequence[Cell], period: Period) -> list[Acts]:
    """Return what the acts of each cell are, of the newest where they are too many for one answer.

    Args:
        connection: the archive.
        cells: what to read.
        period: the days that count.
    """
    caps = shares([cell.acts for cell in cells], BUDGET)
    marks = [_newest(connection, cell, period, cap) for cell, cap in zip(cells, caps, strict=True)]
    rows: dict[int, Any] = {}
    keys = sorted({act for places in marks for _, act in places})
    for start in range(0, len(keys), _KEYS):
        query = select(
            acts.c.key,
            acts.c.type,
            acts.c.negated,
            acts.c.conditional,
            acts.c.ladder,
            acts.c.rung,
            acts.c.rank,
        ).where(acts.c.key.in_(keys[start : start + _KEYS]))
        rows.update({row.key: row for row in connection.execute(query)})
    return [_counted(places, rows) for places in marks]


def counts_by_year(
    connection: Connection, cells: Sequence[Cell], period: Period
) -> list[dict[str, Counter[str]]]:
    """Return how many acts of each type each cell has, by year; denied ones are left out.

    The year of acts whose day is unknown is "".

    Args:
        connection: the archive.
        cells: what to count; of a cell with ``marks``, these, however many.
        period: the days that count.
    """
    found: list[dict[str, Counter[str]]] = [defaultdict(Counter) for _ in cells]
    places = {(key, cell.issue): n for n, cell in enumerate(cells) for key in cell.actor.keys}
    whole = [cell for cell in cells if cell.marks is None]
    if whole:
        year = func.substr(act_issues.c.day, 1, 4).label("year")
        group = (act_issues.c.actor, act_issues.c.issue, year, acts.c.type)
        query = (
            select(*group, func.count().label("times"))
            .join(acts, acts.c.key == act_issues.c.act)
            .where(
                act_issues.c.actor.in_({key for cell in whole for key in cell.actor.keys}),
                act_issues.c.issue.in_({cell.issue for cell in whole}),
                period.holds(act_issues.c.day),
                acts.c.negated.is_(False),
            )
            .group_by(*group)
        )
        for row in connection.execute(query):
            place = places.get((row.actor, row.issue))
            if place is not None and cells[place].marks is None:
                found[place][row.year][row.type] += row.times
    marked = {act: day[:4] for cell in cells for day, act in cell.marks or ()}
    types: dict[int, str] = {}
    for part in lookup.chunks(sorted(marked)):
        kinds = select(acts.c.key, acts.c.type).where(
            acts.c.key.in_(part), acts.c.negated.is_(False)
        )
        types.update({row.key: row.type for row in connection.execute(kinds)})
    for place, cell in enumerate(cells):
        for _, act in cell.marks or ():
            if act in types:
                found[place][marked[act]][types[act]] += 1
    return [dict(sorted(years.items())) for years in found]


def newest(connection: Connection, cell: Cell, period: Period, limit: int) -> list[Mark]:
    """Return the newest acts of a cell, the newest first, at most so many."""
    return list(_newest(connection, cell, period, limit))[::-1]


def shares(sizes: Sequence[int], budget: int) -> list[int]:
    """Share a budget out: small sizes are met in full, the large ones get equal parts of the rest.

    >>> shares([10, 500, 900], 310)
    [10, 150, 150]
    """
    out = [0] * len(sizes)
    left = budget
    order = sorted(range(len(sizes)), key=lambda place: (sizes[place], place))
    for done, place in enumerate(order):
        out[place] = min(sizes[place], left // (len(sizes) - done))
        left -= out[place]
    return out


def _newest(connection: Connection, cell: Cell, period: Period, cap: int) -> Sequence[Mark]:
    """Return the newest acts of a cell, oldest first."""
    if cell.marks is not None:
        return cell.marks[-cap:]
    keys = cell.actor.keys
    one = len(keys) == 1  # the index gives the order, too
    query = _marks(one, period)
    asked = {"actor": keys[0]} if one else {"actors": keys}
    rows = connection.execute(query, {**asked, "issue": cell.issue, "cap": cap})
    return sorted({(row.day, row.act) for row in rows})


@lru_cache(maxsize=64)
def _marks(one: bool, period: Period) -> Select[tuple[str, int]]:
    """Return the query for the newest acts of one actor or several on an issue.

    A question has it for each of its cells: putting it together takes as long as answering it.
    """
    actor = act_issues.c.actor
    return (
        select(act_issues.c.day, act_issues.c.act)
        .where(
            actor == bindparam("actor") if one else actor.in_(bindparam("actors", expanding=True)),
            act_issues.c.issue == bindparam("issue"),
            period.holds(act_issues.c.day),
        )
        .order_by(act_issues.c.day.desc(), act_issues.c.act.desc())
        .limit(bindparam("cap", type_=Integer))
    )


def _counted(marks: Sequence[Mark], rows: dict[int, Any]) -> Acts:
    found = Acts(read=len(marks), last=marks[-1][1] if marks else None)
    for day, act in marks:
        row = rows[act]
        if row.negated:
            found.denied[row.type] += 1
            if row.type in SHOWING:
                found.last_denied = act
            continue
        found.counts[row.type] += 1
        found.conditional += row.conditional
        if row.rank is not None:
            found.wordings.append(
                Wording(ladder=row.ladder, rung=row.rung, rank=row.rank, day=day, act=act)
            )
    return found
