"""Who meets whom, how often, and when.

Meetings that were held are counted, each once however many documents tell of it; whom one links
with whom is said in ``archive/linking/ties.py``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, func, select

from memcon.analysis.answer import SHOWN, Answer, Model
from memcon.analysis.filters import first_day, last_day
from memcon.archive import lookup
from memcon.archive.days import within
from memcon.archive.linking.ties import Tally, pairs
from memcon.archive.lookup import ActorRef
from memcon.archive.schema import occasion_parties, occasions
from memcon.errors import MemconError

Between = Literal["sides", "persons"]

DEFAULT_ACTORS: Final = 30
MEETINGS_NAMED: Final = 10  # ids a pair
BUDGET: Final = 20_000
"""Meetings that are read for one answer: what takes about half a second."""


class Tie(Model):
    """Two who met."""

    a_name: Annotated[str, Field(description="the first by id", json_schema_extra=SHOWN)]
    b_name: Annotated[str, Field(description="the second", json_schema_extra=SHOWN)]
    meetings: Annotated[
        int, Field(description="meetings held with both, each once", json_schema_extra=SHOWN)
    ]
    first: Annotated[str | None, Field(description="day of the first", json_schema_extra=SHOWN)]
    last: Annotated[str | None, Field(description="day of the last", json_schema_extra=SHOWN)]
    forms: Annotated[
        dict[str, int], Field(description="the meetings by form", json_schema_extra=SHOWN)
    ]
    years: Annotated[
        dict[str, int],
        Field(description="the meetings by year, where it is known", json_schema_extra=SHOWN),
    ]
    a: Annotated[str, Field(description="actor id of the first")]
    b: Annotated[str, Field(description="actor id of the second")]
    meeting_ids: Annotated[
        list[str], Field(description=f"of the latest meetings, at most {MEETINGS_NAMED}")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of a network: the actor, and at how many meetings it met another one."""

    id: str
    name: str
    kind: str
    side: str | None
    meetings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Network(Answer[Tie]):
    """Ties between those who met most often, the strongest first.

    ``members`` are all whom the question is about, those who met most first; the rows are the ties
    between them. The facet ``year`` counts the meetings of all years, also of those that were not
    asked for.
    """

    members: Sequence[Member]
    whole: int
    """How many there are that met anybody, of whom ``members`` are some."""


@dataclass(slots=True)
class _Met:
    tally: Tally = field(default_factory=Tally)
    forms: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    keys: list[int] = field(default_factory=list)

    def add(self, meeting: Any) -> None:
        """Count a meeting; the latest come first."""
        self.tally.add(meeting.day)
        self.forms[meeting.form] += 1
        if meeting.day:
            self.years[meeting.day[:4]] += 1
        if len(self.keys) < MEETINGS_NAMED:
            self.keys.append(meeting.key)


def network(
    connection: Connection,
    *,
    actor: str | None = None,
    own: bool = False,
    between: Between = "sides",
    since: str | None = None,
    until: str | None = None,
    top: int = DEFAULT_ACTORS,
    limit: int | None = None,
) -> Network:
    """Return who met whom.

    Args:
        connection: the archive.
        actor: id or name of an actor: only meetings that it took part in.
        own: with an actor, only its own ties, and not those of others whom it met together.
        between: ``sides`` for states, bodies and groups, ``persons`` for named persons of
            different sides.
        since: first day, month or year.
        until: last day, month or year.
        top: so many who met most often; the actor is always among them.
        limit: at most so many ties, the strongest; None for all.

    Raises:
        MemconError: the actor is not known, or a filter has no such value.
    """
    if between not in get_args(Between):
        raise MemconError(
            f"there is no {between!r}",
            where="--between",
            remedy=f"Give one of {', '.join(get_args(Between))}",
        )
    ref = lookup.actor(connection, actor) if actor is not None else None
    asked = _conditions(ref)
    held = _held(connection, [*asked, *within(occasions.c.day, first_day(since), last_day(until))])
    notes = []
    if len(held) > BUDGET:
        held = held[:BUDGET]
        notes.append(f"Counted are the newest {BUDGET:,} meetings; there are more. Give dates.")
    met, present, refs = _counted(connection, held, between)
    chosen = _most(present, refs, ref, top)
    ties = [pair for pair in met if chosen.keys() >= set(pair)]
    if own and ref is not None:
        ties = [(a, b) for a, b in ties if ref.key in (refs[a].key, refs[b].key)]
    ties.sort(key=lambda pair: (-met[pair].tally.times, *pair))
    shown = ties[:limit]
    ids = lookup.item_ids(connection, "meeting", (key for pair in shown for key in met[pair].keys))
    return Network(
        model=Tie,
        rows=[_tie(refs[a], refs[b], met[a, b], ids) for a, b in shown],
        total=len(ties),
        facets={"year": _years(connection, asked), "form": _forms(held)},
        notes=notes,
        members=[
            Member(
                id=refs[name].id,
                name=refs[name].name,
                kind=refs[name].kind,
                side=refs[name].side,
                meetings=number,
            )
            for name, number in chosen.items()
        ],
        whole=len(present),
    )


def _conditions(actor: ActorRef | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [occasions.c.status == "held"]
    if actor is not None:
        theirs = select(occasion_parties.c.occasion).where(occasion_parties.c.actor.in_(actor.keys))
        conditions.append(occasions.c.key.in_(theirs))
    return conditions


def _held(connection: Connection, conditions: Iterable[ColumnElement[bool]]) -> list[Any]:
    """Return meetings, the newest first, those of unknown day last."""
    query = (
        select(occasions.c.key, occasions.c.day, occasions.c.form)
        .where(*conditions)
        .order_by(func.coalesce(occasions.c.day, "").desc(), occasions.c.key.desc())
        .limit(BUDGET + 1)
    )
    return list(connection.execute(query))


def _counted(
    connection: Connection, held: Sequence[Any], between: Between
) -> tuple[dict[tuple[str, str], _Met], Counter[str], dict[str, ActorRef]]:
    """Return the ties, how many meetings each one met somebody at, and who they are.

    All are called by a name of their own here: persons of one id on two sides are two.
    """
    guests: dict[int, set[int]] = defaultdict(set)
    for part in lookup.chunks([meeting.key for meeting in held]):
        query = select(occasion_parties.c.occasion, occasion_parties.c.actor).where(
            occasion_parties.c.occasion.in_(part)
        )
        for row in connection.execute(query):
            guests[row.occasion].add(row.actor)
    who = lookup.canonical_actors(connection, {key for keys in guests.values() for key in keys})
    refs = {_name(one): one for one in who.values()}
    met: dict[tuple[str, str], _Met] = defaultdict(_Met)
    present: Counter[str] = Counter()
    for meeting in held:
        here = [who[key] for key in guests[meeting.key]]
        persons = {_name(one): one.side for one in here if one.kind == "person"}
        sides = {_name(one) for one in here if one.kind != "person"}
        there: set[str] = set()
        for kind, one, other in pairs(sides, persons):
            if kind == between:
                met[one, other].add(meeting)
                there |= {one, other}
        present.update(there)
    return met, present, refs


def _name(actor: ActorRef) -> str:
    return f"{actor.id}@{actor.side}" if actor.kind == "person" and actor.side else actor.id


def _most(
    present: Counter[str], refs: Mapping[str, ActorRef], actor: ActorRef | None, top: int
) -> dict[str, int]:
    """Return those who met most often, with how many meetings."""
    own = {name for name in present if actor is not None and refs[name].key == actor.key}
    order = sorted(present, key=lambda name: (name not in own, -present[name], name))
    return {name: present[name] for name in order[:top]}


def _tie(a: ActorRef, b: ActorRef, met: _Met, ids: Mapping[int, str]) -> Tie:
    return Tie(
        a_name=a.name,
        b_name=b.name,
        meetings=met.tally.times,
        first=met.tally.first or None,
        last=met.tally.last or None,
        forms=dict(sorted(met.forms.items(), key=lambda pair: (-pair[1], pair[0]))),
        years=dict(sorted(met.years.items())),
        a=a.id,
        b=b.id,
        meeting_ids=[ids[key] for key in met.keys],
    )


def _years(
    connection: Connection, conditions: Iterable[ColumnElement[bool]]
) -> list[tuple[str, int]]:
    year = func.substr(occasions.c.day, 1, 4)
    query = select(year, func.count()).where(*conditions, occasions.c.day > "").group_by(year)
    return sorted((str(name), int(number)) for name, number in connection.execute(query))


def _forms(held: Sequence[Any]) -> list[tuple[str, int]]:
    counts = Counter(meeting.form for meeting in held)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
