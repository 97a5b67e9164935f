"""Counts of meetings and acts by month, as ``timeline`` puts them together.

States, bodies and groups are counted from the index of who acts towards whom. A person's acts are
those in the statements that the person makes, since an act is recorded as that of the side for
which somebody speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union,
)

from memcon.archive.lookup import ActorRef, chunks
from memcon.archive.schema import (
    act_parties,
    acts,
    occasion_parties,
    occasions,
    statement_parties,
)
from memcon.knowledge.tones import act_tones

Holder = Literal["a", "b", "joint"]
LAST_MONTH: Final = "9999-99"  # behind every month
_NO_MONTH: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActCount:
    """How many acts of one type there were in a month ("" where unknown), and one of them."""

    holder: Holder
    month: str
    type: str
    count: int
    example: int  # key of the act that was read last


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCount:
    """How many meetings of one form were held in a month or year ("" where unknown)."""

    month: str
    form: str
    count: int
    keys: tuple[int, ...]


def counted_types() -> list[str]:
    """Return the types of acts that are cooperative or conflictual."""
    return [kind for kind, tone in act_tones().items() if tone != "neutral"]


def act_counts(
    connection: Connection,
    a: ActorRef,
    b: ActorRef | None,
    *,
    first: str | None = None,
    last: str | None = None,
) -> list[ActCount]:
    """Count cooperative and conflictual acts by month.

    Args:
        connection: the archive.
        a: whose acts, and those towards it.
        b: the other actor; None for whatever ``a`` does, and whoever acts towards ``a``.
        first: first month (``2021-06``), None for all. Undated acts are counted without bounds.
        last: last month.

    Returns:
        Of ``a`` ("a"), towards ``a`` ("b"), and of a pair the acts that both hold ("joint").
    """
    low, high = first or _NO_MONTH, last or LAST_MONTH
    if "person" in (a.kind, b.kind if b else None):
        parts: list[tuple[Holder, FromClause]] = [
            ("a", _by_person(a, b, low, high)),
            ("b", _towards_person(a, b, low, high)),
        ]
        return [
            ActCount(holder=holder, month=row[0], type=row[1], count=row[2], example=row[3])
            for holder, found in parts
            for row in connection.execute(_counting(found))
        ]
    if b is None:
        return [*_held(connection, a, low, high), *_received(connection, a, low, high)]
    return [
        *_directed(connection, "a", a, b, low, high),
        *_directed(connection, "b", b, a, low, high),
    ]


def meeting_counts(
    connection: Connection,
    a: ActorRef,
    b: ActorRef | None,
    *,
    first: str | None = None,
    last: str | None = None,
) -> list[MeetingCount]:
    """Count the meetings that took place, by month and form.

    Args:
        connection: the archive.
        a: who took part.
        b: who took part as well; None for all meetings of ``a``.
        first: first month, None for all. Meetings of an unknown month are counted under their year,
            those without a date under "" where there are no bounds.
        last: last month.
    """
    mine = occasion_parties.alias("mine")
    month = func.substr(mine.c.day, 1, 7)
    query = (
        select(
            month.label("month"),
            occasions.c.form,
            func.count(occasions.c.key.distinct()).label("count"),
            func.aggregate_strings(cast(occasions.c.key, String), ",").label("keys"),
        )
        .select_from(mine)
        .join(occasions, occasions.c.key == mine.c.occasion)
        .where(
            mine.c.actor.in_(a.keys),
            mine.c.day >= (first or _NO_MONTH)[:4],
            mine.c.day <= f"{last or LAST_MONTH}-99",
            occasions.c.status == "held",
        )
        .group_by(month, occasions.c.form)
        .order_by(month, occasions.c.form)
    )
    if b is not None:
        theirs = occasion_parties.alias("theirs")
        query = query.join(
            theirs,
            and_(
                theirs.c.actor.in_(b.keys),
                theirs.c.day == mine.c.day,
                theirs.c.occasion == mine.c.occasion,
            ),
        )
    found = []
    for row in connection.execute(query):
        if first and len(row.month) == len(first) and row.month < first:
            continue  # of the same year, but before
        keys = sorted({int(key) for key in row.keys.split(",")}, reverse=True)
        found.append(
            MeetingCount(
                month=row.month, form=row.form, count=row._mapping["count"], keys=tuple(keys)
            )
        )
    return found


def _directed(
    connection: Connection, holder: Holder, one: ActorRef, other: ActorRef, low: str, high: str
) -> Iterator[ActCount]:
    """Count acts of one towards another; what both hold is joint, and counted with ``a`` only.

    An act of both is there as an act of the other towards the other, too; if it is conflictual it
    is aimed at somebody else, and left out. So is an act of one towards itself that the other does
    not hold: what it agreed with third parties, and only about the other.
    """
    here = act_parties.alias("here")

    def also(actor: ActorRef, towards: ActorRef) -> ColumnElement[bool]:
        there = act_parties.alias()
        return exists(
            select(literal(1)).where(
                there.c.actor.in_(actor.keys),
                there.c.other.in_(towards.keys),
                there.c.part == "by",
                there.c.month == here.c.month,
                there.c.type == here.c.type,
                there.c.act == here.c.act,
            )
        )

    joint = case((also(other, other), 1), else_=0).label("joint")
    found = _rows(here, low, high, joint).where(
        here.c.actor.in_(one.keys),
        here.c.other.in_(other.keys),
        here.c.part == "by",
        or_(also(other, other), ~also(one, one)),
    )
    if holder == "b":
        found = found.where(~also(other, one))
    inner = found.subquery()
    for row in connection.execute(_counting(inner, inner.c.joint)):
        if row.joint and act_tones()[row.type] != "cooperative":
            continue
        yield ActCount(
            holder="joint" if row.joint else holder,
            month=row.month,
            type=row.type,
            count=row._mapping["count"],
            example=row.example,
        )


def _held(connection: Connection, one: ActorRef, low: str, high: str) -> Iterator[ActCount]:
    """Count the acts of an actor, whomever towards."""
    here = act_parties.alias("here")
    found = _rows(here, low, high).where(here.c.actor.in_(one.keys), here.c.part == "by")
    return _counts("a", connection.execute(_counting(found.subquery())))


def _received(connection: Connection, one: ActorRef, low: str, high: str) -> Iterator[ActCount]:
    """Count the acts of others towards an actor, without those that it holds with them."""
    here, own = act_parties.alias("here"), act_parties.alias("own")
    held = exists(
        select(literal(1)).where(
            own.c.actor.in_(one.keys),
            own.c.other.in_(one.keys),
            own.c.part == "to",
            own.c.month == here.c.month,
            own.c.type == here.c.type,
            own.c.act == here.c.act,
        )
    )
    found = _rows(here, low, high).where(
        here.c.actor.in_(one.keys),
        here.c.part == "to",
        here.c.other.not_in((0, *one.keys)),
        ~held,
    )
    return _counts("b", connection.execute(_counting(found.subquery())))


def _rows(here: Any, low: str, high: str, *more: ColumnElement[Any]) -> Any:
    """Return the query for month, type and key of acts that count; an act may come twice."""
    return select(here.c.month, here.c.type, here.c.act, *more).where(
        here.c.month >= low, here.c.month <= high, here.c.type.in_(counted_types())
    )


def _counting(found: FromClause, *more: ColumnElement[Any]) -> Any:
    """Return the query that counts each act once, by month and type."""
    return (
        select(
            found.c.month,
            found.c.type,
            func.count(found.c.act.distinct()).label("count"),
            func.max(found.c.act).label("example"),
            *more,
        )
        .group_by(found.c.month, found.c.type, *more)
        .order_by(found.c.month, found.c.type, *more)
    )


def _counts(holder: Holder, rows: Iterable[Any]) -> Iterator[ActCount]:
    for row in rows:
        yield ActCount(
            holder=holder,
            month=row.month,
            type=row.type,
            count=row._mapping["count"],
            example=row.example,
        )


def _by_person(a: ActorRef, b: ActorRef | None, low: str, high: str) -> FromClause:
    """Return the acts of ``a``, towards ``b`` if there is one; at least one of them is a person."""
    if a.kind != "person":
        assert b is not None
        return _person(b, "to", a, low, high, _involves(a, "by"))
    return _person(a, "by", b, low, high, _towards(b) if b else true())


def _towards_person(a: ActorRef, b: ActorRef | None, low: str, high: str) -> FromClause:
    """Return the acts of ``b``, or of anybody, towards ``a``."""
    if b is not None:
        return _by_person(b, a, low, high)
    return _person(a, "to", None, low, high, true())


def _person(
    person: ActorRef,
    part: str,
    other: ActorRef | None,
    low: str,
    high: str,
    condition: ColumnElement[bool],
) -> FromClause:
    """Return acts in statements together with those that name the person as holder or target."""
    spoken = _spoken(person, "speaker" if part == "by" else "addressee", low, high, condition)
    named = _rows(act_parties, low, high).where(
        act_parties.c.actor.in_(person.keys),
        act_parties.c.part == part,
        act_parties.c.other.in_(other.keys) if other else true(),
    )
    return union(spoken, named).subquery()


def _spoken(actor: ActorRef, part: str, low: str, high: str, condition: ColumnElement[bool]) -> Any:
    """Return month, type and key of the acts in statements to which an actor is a party."""
    month = func.substr(func.coalesce(acts.c.day, _NO_MONTH), 1, 7)
    return (
        select(month.label("month"), acts.c.type, acts.c.key.label("act"))
        .select_from(statement_parties)
        .join(acts, acts.c.statement == statement_parties.c.statement)
        .where(
            statement_parties.c.actor.in_(actor.keys),
            statement_parties.c.part == part,
            acts.c.type.in_(counted_types()),
            month >= low,
            month <= high,
            condition,
        )
    )


def _towards(other: ActorRef) -> ColumnElement[bool]:
    """Return whether an act is towards an actor, or in a statement addressed to a person."""
    told = statement_parties.alias("told")
    addressed = exists(
        select(literal(1)).where(
            told.c.actor.in_(other.keys),
            told.c.part == "addressee",
            told.c.statement == acts.c.statement,
        )
    )
    return or_(_involves(other, "to"), addressed if other.kind == "person" else false())


def _involves(actor: ActorRef, part: str) -> ColumnElement[bool]:
    party = act_parties.alias("party")
    return exists(
        select(literal(1)).where(
            party.c.act == acts.c.key, party.c.actor.in_(actor.keys), party.c.part == part
        )
    )


def example_rows(connection: Connection, keys: Sequence[int]) -> dict[int, Any]:
    """Return the words and places of acts by key."""
    found: dict[int, Any] = {}
    for part in chunks(sorted(set(keys))):
        query = select(acts.c.key, acts.c.content, acts.c.start, acts.c.end, acts.c.day).where(
            acts.c.key.in_(part)
        )
        found.update({row.key: row for row in connection.execute(query)})
    return found
