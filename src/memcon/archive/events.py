"""Events across documents: each counted once by its meeting, undertaking or day, not by report."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, or_, select

from memcon.archive import lookup
from memcon.archive.days import within
from memcon.archive.linking.occurrences import SECTORS_AT_MOST, is_of, side_of, standing
from memcon.archive.schema import (
    actors,
    document_of,
    event_pairs,
    event_parties,
    events,
    occurrence_parties,
    occurrences,
)

_AT_ONCE: Final = 500  # events that are in memory together
_UNDATED: Final = "9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who acts in an event, or is acted on.

    ``actor`` is the id of the actor (canonical form) where it is one, ``code`` its CAMEO code,
    ``name`` its name in the archive, or its words where it is no actor; ``side`` the state or body
    it belongs to; ``kind`` that of the actor.
    """

    actor: str | None
    code: str | None
    name: str
    side: str | None
    kind: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """One document's words about an event. Offsets are code points of the document's text."""

    id: str  # public id, doc:…/event:3
    document: str  # document id
    url: str | None
    title: str | None
    publisher: str | None
    narrator: str | None
    published: str | None  # ISO 8601
    length: int  # code points of the document's text
    text: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    sentence_end: int
    source_start: int | None
    target_start: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedEvent:
    """An event between one source and one target, with all its mentions, the first one first.

    A mutual event of several parties is an event a pair of parties and direction, as CAMEO has it;
    ``mutual`` says so, and ``group`` is equal for all pairs that one event was spread over.
    """

    id: str  # public id of the first mention, with the pair's number: doc:…/event:3 or …/event:3:2
    group: str  # public id of the first mention
    cameo: str
    goldstein: float
    plover: str | None
    plover_mode: str | None
    contexts: tuple[str, ...]
    source: Party | None
    target: Party | None
    mutual: bool
    negated: bool
    time: str
    background: bool
    day: str | None  # ISO 8601: day, month or year
    place: str | None
    meeting: str | None  # public id of the meeting it is or took place in
    thread: str | None  # public id of the undertaking
    mentions: tuple[EventMention, ...]


def archived_events(
    connection: Connection,
    *,
    since: str | None = None,
    until: str | None = None,
    actor: str | None = None,
) -> Iterator[ArchivedEvent]:
    """Yield the events of an archive, each counted once, in the order of day and id.

    A few hundred are in memory at a time. Linking decides what is one event; see
    ``archive/linking/occurrences.py``.

    Args:
        connection: the archive; documents that linking has not seen yet have no events.
        since: first day, month or year (ISO 8601) of the event; with it, or ``until``, events of
            an unknown day are left out. Without them they come last.
        until: last day, month or year. An event of which only the month or year is known is
            within, if a part of it is.
        actor: id or name of who is source or target, itself or by somebody it belongs to.

    Raises:
        UnknownIdError: there is no such actor.
    """
    of = occurrences.c
    if actor is not None:
        yield from _of_actor(connection, lookup.actor(connection, actor), since, until)
        return
    yield from _stream(
        connection, select(occurrences).where(of.day > "", *within(of.day, since, until))
    )
    if since is None and until is None:
        yield from _stream(connection, select(occurrences).where(of.day == ""))


def _of_actor(
    connection: Connection, actor: lookup.ActorRef, since: str | None, until: str | None
) -> Iterator[ArchivedEvent]:
    """Yield an actor's events; their keys, and nothing else, are in memory all together."""
    of, parties = occurrences.c, occurrence_parties.c
    query = (
        select(of.key)
        .select_from(occurrence_parties)
        .join(occurrences, of.key == parties.occurrence)
        .where(parties.actor.in_(actor.keys), parties.other == 0)
        .order_by(of.day, of.rank, of.key)
    )
    queries = [query.where(parties.day > "", *within(parties.day, since, until))]
    if since is None and until is None:
        queries.append(query.where(parties.day == ""))
    for one in queries:
        keys = list(dict.fromkeys(connection.execute(one).scalars()))
        for start in range(0, len(keys), _AT_ONCE):
            yield from events_of(connection, keys[start : start + _AT_ONCE])


def events_of(connection: Connection, keys: Sequence[int]) -> list[ArchivedEvent]:
    """Return events by their keys (of ``occurrences``), in that order; others are left out."""
    found: dict[int, ArchivedEvent] = {}
    for part in lookup.chunks(sorted(set(keys))):
        rows = connection.execute(select(occurrences).where(occurrences.c.key.in_(part))).all()
        made = _Gathering(connection, rows).made()
        found.update(zip((row.key for row in rows), made, strict=True))
    return [found[key] for key in keys if key in found]


def _stream(connection: Connection, query: Select[Any]) -> Iterator[ArchivedEvent]:
    of = occurrences.c
    ordered = query.order_by(of.day, of.rank, of.key).limit(_AT_ONCE)
    last: tuple[Any, ...] | None = None
    while True:
        part = ordered
        if last is not None:
            day, rank, key = last
            part = ordered.where(
                of.day >= day,
                or_(
                    of.day > day,
                    and_(of.day == day, of.rank > rank),
                    and_(of.day == day, of.rank == rank, of.key > key),
                ),
            )
        rows = connection.execute(part).all()
        yield from _Gathering(connection, rows).made()
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1].day, rows[-1].rank, rows[-1].key


class _Gathering:
    """Some events with all that is told of them."""

    def __init__(self, connection: Connection, rows: Sequence[Any]):
        self._connection = connection
        self._rows = rows
        self._told: dict[int, list[Any]] = defaultdict(list)  # pairs, by the event they tell of
        self._events: dict[int, Any] = {}  # as documents tell of them
        self._parties: dict[tuple[int, str], list[_Named]] = defaultdict(list)
        for part in lookup.chunks([row.key for row in rows]):
            query = select(event_pairs).where(event_pairs.c.canonical.in_(part))
            for row in connection.execute(query):
                self._told[row.canonical].append(row)
        keys = sorted({row.event for pairs in self._told.values() for row in pairs})
        for part in lookup.chunks(keys):
            for row in connection.execute(select(events).where(events.c.key.in_(part))):
                self._events[row.key] = row
        pointed = [one for row in rows for one in (row.group, row.meeting, row.thread) if one]
        self._documents = lookup.document_rows(connection, map(document_of, [*keys, *pointed]))
        self._name(keys)

    def _name(self, keys: Sequence[int]) -> None:
        named = [
            row
            for part in lookup.chunks(keys)
            for row in self._connection.execute(
                select(event_parties)
                .where(event_parties.c.event.in_(part))
                .order_by(event_parties.c.event, event_parties.c.number)
            )
        ]
        forms = {row.actor for row in named if row.actor is not None}
        known = lookup.canonical_actors(self._connection, forms)
        for row in named:
            actor = known.get(row.actor)
            self._parties[row.event, row.part].append(
                _Named(
                    party=Party(
                        actor=actor.id if actor else None,
                        code=row.code,
                        name=actor.name if actor else row.words,
                        side=actor.side if actor else None,
                        kind=actor.kind if actor else None,
                    ),
                    standing=standing(
                        kind=actor.kind if actor else None,
                        id=actor.id if actor else None,
                        side=actor.side if actor else None,
                        code=row.code,
                        words=row.words,
                    ),
                    start=row.start,
                )
            )

    def made(self) -> list[ArchivedEvent]:
        """Return the events, in the order of their rows."""
        return [self._event(row) for row in self._rows]

    def _event(self, row: Any) -> ArchivedEvent:
        pairs = sorted(self._told[row.key], key=self._order)
        first = pairs[0]
        mark = f":{first.number}" if first.number else ""
        return ArchivedEvent(
            id=self._id("event", first.event) + mark,
            group=self._id("event", row.group),
            cameo=row.cameo,
            goldstein=row.goldstein,
            plover=row.plover,
            plover_mode=row.plover_mode,
            contexts=tuple(json.loads(row.contexts)),
            source=self._party(pairs, "source"),
            target=self._party(pairs, "target"),
            mutual=row.mutual,
            negated=row.negated,
            time=row.time,
            background=row.background,
            day=row.day or None,
            place=row.place,
            meeting=None if row.meeting is None else self._id("meeting", row.meeting),
            thread=None if row.thread is None else self._id("commitment", row.thread),
            mentions=tuple(self._mention(pair) for pair in pairs),
        )

    def _order(self, pair: Any) -> tuple[Any, ...]:
        """What comes first, as linking has it."""
        document = self._documents[document_of(pair.event)]
        background = self._events[pair.event].background
        return background, document.day or _UNDATED, document.id, pair.event, pair.number

    def _id(self, kind: str, key: int) -> str:
        return lookup.item_id(kind, key, self._documents[document_of(key)].id)

    def _named(self, pair: Any, part: str) -> list[_Named]:
        """Return the parties of a telling that a pair is of."""
        wanted = pair.source if part == "source" else pair.target
        listed = self._parties[pair.event, "source" if pair.mutual else part]
        found = [one for one in listed if wanted and is_of(one.standing, wanted)]
        # Two of one side that met each other.
        together = pair.mutual and pair.source == pair.target and part == "target"
        return found[1:] if together else found

    def _party(self, pairs: Sequence[Any], part: str) -> Party | None:
        named = [one for pair in pairs for one in self._named(pair, part)]
        if not named:
            return None
        first = named[0]
        listed = self._parties[pairs[0].event, "source" if pairs[0].mutual else part]
        if len({one.standing for one in listed}) > SECTORS_AT_MOST:
            return self._side(first)
        code = next((one.party.code for one in named if one.party.code), None)
        return replace(first.party, code=code)

    def _side(self, named: _Named) -> Party:
        """Return the side of a party, in whose place it is one of very many."""
        side = side_of(named.standing)
        row = self._connection.execute(
            select(actors).where(actors.c.id == side).order_by(actors.c.key).limit(1)
        ).first()
        if row is None:
            return named.party
        code = named.party.code if row.kind != "state" else side
        return Party(actor=row.id, code=code, name=row.name, side=row.side or None, kind=row.kind)

    def _mention(self, pair: Any) -> EventMention:
        row = self._events[pair.event]
        document = self._documents[document_of(pair.event)]
        return EventMention(
            id=self._id("event", pair.event),
            document=document.id,
            url=document.url,
            title=document.title,
            publisher=document.publisher,
            narrator=document.narrator,
            published=document.published,
            length=row.length,
            text=row.content,
            start=row.start,
            end=row.end,
            sentence=row.sentence,
            sentence_start=row.sentence_start,
            sentence_end=row.sentence_end,
            source_start=_start(self._named(pair, "source")),
            target_start=_start(self._named(pair, "target")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A party as one document names it."""

    party: Party
    standing: str
    start: int


def _start(named: Sequence[_Named]) -> int | None:
    return named[0].start if named else None
