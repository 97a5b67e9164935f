"""``memcon brief``: what an analyst puts together before two sides meet, each line cited.

Meetings and undertakings are what ``meetings`` and ``ledger`` answer about the two actors, chosen
and put side by side; acts, positions and set phrases are those of the two with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import Connection, select

from memcon.analysis.answer import Model
from memcon.analysis.brief_acts import Done, acts_after
from memcon.analysis.brief_formulas import FormulaChange, formula_changes
from memcon.analysis.brief_positions import IssueStances, issue_stances
from memcon.analysis.filters import first_day
from memcon.analysis.ledger import Undertaking, ledger
from memcon.analysis.meetings import Met, meetings
from memcon.archive import lookup
from memcon.archive.lookup import ActorRef
from memcon.archive.schema import actors
from memcon.errors import MemconError
from memcon.record import CommitmentStrength

MEETINGS: Final = 6
UNDERTAKINGS: Final = 8  # a group
ACTS: Final = 8
FORMULAS: Final = 8  # that came, and that are gone
LOOKED_AT: Final = 200  # undertakings of a side towards the other, those said last
_OPEN: Final = ("not-yet-rated", "kept-in-part")
_FIRMNESS: Final[dict[CommitmentStrength, int]] = {"will": 0, "ready": 1, "call": 2, "hope": 3}


class Side(Model):
    """One of the two."""

    id: Annotated[str, Field(description="actor id")]
    name: Annotated[str, Field(description="the name that stands for it")]


class OpenUndertakings(Model):
    """Undertakings that nobody has rated as kept or broken."""

    rows: Annotated[
        list[Undertaking],
        Field(description="with a time limit or figure first, then repeated, firmer, newer ones"),
    ]
    total: Annotated[int, Field(description="how many there are among those looked at")]


class Brief(Model):
    """All that a brief says."""

    a: Annotated[Side, Field(description="the first side")]
    b: Annotated[Side, Field(description="the second side")]
    names: Annotated[dict[str, str], Field(description="names of the actors in it, by id")]
    today: Annotated[str, Field(description="the day for which it is written")]
    since: Annotated[str | None, Field(description="the day from which on changes are told")]
    meetings: Annotated[list[Met], Field(description="meetings held, the newest first")]
    meetings_total: Annotated[int | None, Field(description="how many are in the archive")]
    planned: Annotated[list[Met], Field(description="meetings that are to come")]
    last_met: Annotated[str | None, Field(description="day of the last meeting held")]
    news: Annotated[list[Done], Field(description="acts since the last meeting")]
    by_a: Annotated[OpenUndertakings, Field(description="undertakings of A towards B")]
    by_b: Annotated[OpenUndertakings, Field(description="undertakings of B towards A")]
    joint: Annotated[OpenUndertakings, Field(description="undertakings of both")]
    positions: Annotated[
        list[IssueStances],
        Field(description="what each says on issues that both act on, when they meet"),
    ]
    formulas: Annotated[list[FormulaChange], Field(description="set phrases come and gone")]
    notes: Annotated[list[str], Field(description="remarks on how far it goes")]


def brief(connection: Connection, a: str, b: str, *, today: str, since: str | None = None) -> Brief:
    """Return what there is to know before two sides meet.

    Args:
        connection: the archive.
        a: id or name of an actor.
        b: id or name of another.
        today: the day for which it is written (ISO 8601): what is due before is overdue, what is
            planned for later is to come, and nothing dated later is looked at as a last meeting.
        since: day, month or year from which on changes are told; without it, from a year before
            the last meeting.

    Raises:
        MemconError: there is no such actor or day, or both actors are one.
    """
    if len(first_day(today, "--today") or "") != len(today):
        raise MemconError(f"{today!r} is no day", where="--today", remedy="Give YYYY-MM-DD")
    one, other = lookup.actor(connection, a), lookup.actor(connection, b)
    if one.key == other.key:
        raise MemconError(
            "these are one actor", where=f"{a}, {b}", remedy="Give two different ones"
        )
    held = meetings(connection, actors=[a, b], status="held", until=today, limit=MEETINGS)
    planned = meetings(connection, actors=[a, b], status="planned", since=today, limit=MEETINGS)
    last_met = next((row.day for row in held.rows if row.day and row.precision == "day"), None)
    start = first_day(since) or (_year_before(last_met) if last_met else None)
    mine, theirs, joint = _undertakings(connection, (a, one), (b, other), today)
    news = []
    if last_met:
        told = {
            cited.document for met in held.rows if met.day == last_met for cited in met.evidence
        }
        news = acts_after(connection, one, other, day=last_met, accounts=told, limit=ACTS)
    changes = formula_changes(connection, one, other, since=start, limit=FORMULAS) if start else []
    made = Brief(
        a=Side(id=one.id, name=one.name),
        b=Side(id=other.id, name=other.name),
        names={},
        today=today,
        since=start,
        meetings=list(held.rows),
        meetings_total=held.total,
        planned=list(planned.rows),
        last_met=last_met,
        news=news,
        by_a=mine,
        by_b=theirs,
        joint=joint,
        positions=issue_stances(connection, one, other, until=today, since=start),
        formulas=changes,
        notes=[],
    )
    return made.model_copy(update={"names": _names(connection, made)})


def _undertakings(
    connection: Connection, a: tuple[str, ActorRef], b: tuple[str, ActorRef], today: str
) -> tuple[OpenUndertakings, OpenUndertakings, OpenUndertakings]:
    """Return the open undertakings of A towards B, of B towards A, and of both."""
    found: dict[str, list[Undertaking]] = {"a": [], "b": [], "joint": []}
    seen: set[str] = set()
    for holder, (name, one), (towards, other) in (("a", a, b), ("b", b, a)):
        rows = ledger(
            connection, today=today, by=name, to=towards, limit=LOOKED_AT, counted=False
        ).rows
        for row in rows:
            if row.status in _OPEN and row.id not in seen:
                seen.add(row.id)
                both = {_holder(one), _holder(other)} <= set(row.by)
                found["joint" if both else holder].append(row)
    return _chosen(found["a"]), _chosen(found["b"]), _chosen(found["joint"])


def _holder(actor: ActorRef) -> str:
    return actor.side if actor.kind == "person" and actor.side else actor.id


def _chosen(rows: Sequence[Undertaking]) -> OpenUndertakings:
    newest = sorted(rows, key=lambda row: row.last_reaffirmed or row.first_seen or "", reverse=True)
    ordered = sorted(newest, key=_weight)
    return OpenUndertakings(rows=ordered[:UNDERTAKINGS], total=len(ordered))


def _weight(row: Undertaking) -> tuple[bool, bool, int]:
    """Return what an undertaking is sorted by: what can be checked and what was repeated first."""
    dated = row.deadline is not None and row.deadline_is_limit is not False
    return (not (dated or row.quantities), row.times == 1, _FIRMNESS[row.strength])


def _year_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=365)).isoformat()


def _names(connection: Connection, made: Brief) -> dict[str, str]:
    """Return the names of all actors of whom the brief has only the id."""
    ids = {made.a.id, made.b.id}
    for group in (made.by_a, made.by_b, made.joint):
        ids.update(id for row in group.rows for id in (*row.by, *row.to, *row.carriers))
    ids.update(id for row in made.news for id in row.by)
    ids.update(row.side for row in made.formulas)
    for met in (*made.meetings, *made.planned):
        ids.update(met.narrators)
        ids.update(who.side for who in met.people if who.side)
    found: dict[str, str] = {}
    for part in lookup.chunks(sorted(ids)):
        query = select(actors.c.id, actors.c.name).where(actors.c.id.in_(part))
        # A person's id may stand for several; any of the names will do for reading.
        found.update({row.id: row.name for row in connection.execute(query.order_by(actors.c.key))})
    return dict(sorted(found.items()))
