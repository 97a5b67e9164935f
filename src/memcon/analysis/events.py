"""``memcon events``: who did what to whom, in event codes, each event once with its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, Select, exists, literal, select, text

from memcon.analysis.answer import DEFAULT_LIMIT, SHOWN, Answer, Citation, Model
from memcon.analysis.filters import first_day, last_day
from memcon.archive import lookup
from memcon.archive.days import within
from memcon.archive.events import ArchivedEvent, EventMention, Party, events_of
from memcon.archive.schema import occurrence_parties, occurrences
from memcon.errors import MemconError
from memcon.knowledge.events import cameo_codes

_COUNTED: Final = 10_000  # up to so many events are counted beyond those shown
_CODE: Final = re.compile(r"\d{1,4}")
_NONE: Final = (
    "No document of this archive has events. What an older release read, memcon reread reads anew."
)


class EventParty(Model):
    """Who acts in an event, or is acted on."""

    id: Annotated[str | None, Field(description="actor id, where it is an actor")]
    code: Annotated[str | None, Field(description="CAMEO actor code")]
    name: Annotated[str, Field(description="name, or the words where it is no actor")]
    side: Annotated[str | None, Field(description="actor id of the state or body it belongs to")]


class Happened(Model):
    """An event, as all documents that tell of it say together."""

    day: Annotated[
        str | None, Field(description="day, month or year (ISO 8601)", json_schema_extra=SHOWN)
    ]
    source: Annotated[str | None, Field(description="who acts", json_schema_extra=SHOWN)]
    target: Annotated[str | None, Field(description="who is acted on", json_schema_extra=SHOWN)]
    code: Annotated[str, Field(description="CAMEO code", json_schema_extra=SHOWN)]
    event: Annotated[str | None, Field(description="what the code means", json_schema_extra=SHOWN)]
    goldstein: Annotated[float, Field(description="Goldstein score, -10 to 10")]
    status: Annotated[
        str,
        Field(description="done, denied or future", json_schema_extra=SHOWN),
    ]
    words: Annotated[
        str, Field(description="the words that tell of it first", json_schema_extra=SHOWN)
    ]
    documents: Annotated[int, Field(description="documents that tell of it")]
    id: Annotated[str, Field(description="event id", json_schema_extra=SHOWN)]
    background: Annotated[bool, Field(description="only recalled, and nobody's news")]
    mutual: Annotated[bool, Field(description="done with each other: it is in both directions")]
    group: Annotated[str, Field(description="equal for all pairs that one event was spread over")]
    plover: Annotated[str | None, Field(description="PLOVER category")]
    plover_mode: Annotated[str | None, Field(description="PLOVER mode")]
    contexts: Annotated[list[str], Field(description="PLOVER contexts")]
    place: Annotated[str | None, Field(description="where, as printed")]
    meeting: Annotated[str | None, Field(description="meeting id, where it is or was at one")]
    thread: Annotated[str | None, Field(description="commitment id, where it is an undertaking")]
    parties: Annotated[list[EventParty], Field(description="source and target, in parts")]
    evidence: Annotated[
        list[Citation], Field(description="the words of each document, first published first")
    ]


def events(
    connection: Connection,
    *,
    actor: str | None = None,
    source: str | None = None,
    target: str | None = None,
    code: str | None = None,
    since: str | None = None,
    until: str | None = None,
    background: bool = True,
    limit: int = DEFAULT_LIMIT,
) -> Answer[Happened]:
    """Return events, the newest first; those of unknown date last.

    Args:
        connection: the archive.
        actor: id or name of who is source or target, itself or by somebody it belongs to.
        source: id or name of who acts.
        target: id or name of who is acted on.
        code: CAMEO code, or its first digits.
        since: first day, month or year.
        until: last day, month or year.
        background: with events that documents only recall.
        limit: how many events.

    Raises:
        MemconError: an actor is not known, or a filter has no such value.
    """
    if code is not None and not _CODE.fullmatch(code):
        raise MemconError(
            f"{code!r} is no CAMEO code", where="--code", remedy="Give its first digits, such as 04"
        )
    who = {
        name: lookup.actor(connection, given)
        for name, given in (("actor", actor), ("source", source), ("target", target))
        if given is not None
    }
    days = first_day(since), last_day(until)

    def narrowed(query: Select[Any], of: _Columns) -> Select[Any]:
        query = query.where(*within(of["day"], *days))
        if code is not None:
            query = query.where(of["cameo"] >= code, of["cameo"] < f"{code}~")
        return query

    if who:
        queries = [_plain(narrowed(query, of), background) for query, of in _of_parties(who)]
    elif code is not None:
        # One after the other: within a code events are in the order of their days.
        queries = [
            query.where(occurrences.c.cameo == one)
            for one in _codes(connection)
            if one.startswith(code)
            for query in [_of_all(narrowed, background)]
        ]
    else:
        queries = [_of_all(narrowed, background)]
    best = {
        row.key: (row.day, row.tie)
        for query in queries
        for row in connection.execute(_newest(query).limit(limit))
    }
    keys = sorted(best, key=lambda key: (*best[key], key), reverse=True)[:limit]
    notes: list[str] = []
    total: int | None = len(keys)
    if len(keys) == limit:
        whole = queries if who else [_of_all(narrowed, background)]
        total = _count(connection, whole)
        if total is None:
            notes.append(f"More than {_COUNTED:,} events fit.")
    if not keys and not _any(connection):
        notes.append(_NONE)
    rows = [_row(one) for one in events_of(connection, keys)]
    return Answer(model=Happened, rows=rows, total=total, notes=notes)


_Columns = Mapping[str, ColumnElement[Any]]


def _of_all(
    narrowed: Callable[[Select[Any], _Columns], Select[Any]], background: bool
) -> Select[Any]:
    of = {"day": occurrences.c.day, "cameo": occurrences.c.cameo}
    tie = occurrences.c.rank.label("tie")
    query = narrowed(select(occurrences.c.key, occurrences.c.day, tie), of)
    return query if background else query.where(occurrences.c.background.is_(False))


def _of_parties(who: dict[str, lookup.ActorRef]) -> list[tuple[Select[Any], _Columns]]:
    """Return the queries for events with some actors, which have their key, day and code.

    The walk is along what the narrowest of the filters finds; the others are looked up.
    """
    source, target, actor = (who.get(name) for name in ("source", "target", "actor"))
    walks: list[tuple[int, int, str]]
    if actor is not None and actor.kind == "person" and not (source and target):
        walks = [(actor.key, 0, "by"), (actor.key, 0, "to")]
    elif source is not None and target is not None:
        walks = [(source.key, target.key, "by")]
    elif source is not None:
        walks = [(source.key, 0, "by")]
    elif target is not None:
        walks = [(target.key, 0, "to")]
    else:
        assert actor is not None
        walks = [(actor.key, 0, "by"), (actor.key, 0, "to")]
    found: list[tuple[Select[Any], _Columns]] = []
    for key, other, part in walks:
        here = occurrence_parties.alias("here")
        query = select(
            here.c.occurrence.label("key"), here.c.day, here.c.occurrence.label("tie")
        ).where(here.c.actor == key, here.c.other == other, here.c.part == part)
        for one, parts in ((source, ("by",)), (target, ("to",)), (actor, ("by", "to"))):
            if one is None or one.key == other or (one.key == key and part in parts):
                continue
            there = occurrence_parties.alias()
            query = query.where(
                exists(
                    select(literal(1)).where(
                        there.c.occurrence == here.c.occurrence,
                        there.c.actor == one.key,
                        there.c.other == 0,
                        there.c.part.in_(parts),
                    )
                )
            )
        found.append((query, {"day": here.c.day, "cameo": here.c.cameo}))
    return found


def _plain(query: Select[Any], background: bool) -> Select[Any]:
    """Return the query, without what is only recalled if that is not asked for."""
    if background:
        return query
    key = query.selected_columns["key"]
    return query.where(
        exists(
            select(literal(1)).where(occurrences.c.key == key, occurrences.c.background.is_(False))
        )
    )


def _newest(query: Select[Any]) -> Select[Any]:
    """Return the query in the order in which an index has its rows."""
    columns = query.selected_columns
    return query.order_by(columns["day"].desc(), columns["tie"].desc(), columns["key"].desc())


# A walk along the index from one code to the next: as many steps as there are codes.
_WALK: Final = text(
    "WITH RECURSIVE walk(cameo) AS (SELECT min(cameo) FROM occurrences UNION ALL "
    "SELECT (SELECT min(cameo) FROM occurrences WHERE cameo > walk.cameo) FROM walk "
    "WHERE walk.cameo IS NOT NULL) SELECT cameo FROM walk WHERE cameo IS NOT NULL"
)


def _codes(connection: Connection) -> list[str]:
    return list(connection.execute(_WALK).scalars())


def _count(connection: Connection, queries: Sequence[Select[Any]]) -> int | None:
    """Return how many events fit, None where they are more than are counted."""
    keys: set[int] = set()
    for query in queries:
        keys.update(connection.execute(query.limit(_COUNTED + 1)).scalars())
        if len(keys) > _COUNTED:
            return None
    return len(keys)


def _any(connection: Connection) -> bool:
    return connection.execute(select(occurrences.c.key).limit(1)).first() is not None


def _row(one: ArchivedEvent) -> Happened:
    code = cameo_codes().get(one.cameo)
    return Happened(
        day=one.day,
        source=one.source.name if one.source else None,
        target=one.target.name if one.target else None,
        code=one.cameo,
        event=code.name if code else None,
        goldstein=one.goldstein,
        status="denied" if one.negated else "future" if one.time == "future" else "done",
        words=" ".join(one.mentions[0].text.split()),
        documents=len({mention.document for mention in one.mentions}),
        id=one.id,
        background=one.background,
        mutual=one.mutual,
        group=one.group,
        plover=one.plover,
        plover_mode=one.plover_mode,
        contexts=list(one.contexts),
        place=one.place,
        meeting=one.meeting,
        thread=one.thread,
        parties=[_party(party) for party in (one.source, one.target) if party],
        evidence=[citation(mention) for mention in one.mentions],
    )


def _party(party: Party) -> EventParty:
    return EventParty(id=party.actor, code=party.code, name=party.name, side=party.side)


def citation(mention: EventMention) -> Citation:
    """Return the words of a document about an event, with where they stand."""
    return Citation(
        document=mention.document,
        id=mention.id,
        start=mention.start,
        end=mention.end,
        words=" ".join(mention.text.split()),
        title=mention.title,
        day=mention.published[:10] if mention.published else None,
        publisher=mention.publisher,
        narrator=mention.narrator,
        url=mention.url,
    )
