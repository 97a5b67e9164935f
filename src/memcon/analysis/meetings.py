"""``memcon meetings``: who met whom, when, where, and whose accounts tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, get_args

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, Select, exists, func, literal, select, text

from memcon.analysis.answer import DEFAULT_LIMIT, SHOWN, Answer, Citation, Model, cite
from memcon.analysis.filters import first_day, last_day
from memcon.analysis.gathered import Attendee, gather
from memcon.archive import lookup
from memcon.archive.days import within
from memcon.archive.schema import actors as actor_rows
from memcon.archive.schema import occasion_parties, occasions
from memcon.errors import MemconError
from memcon.record import MeetingForm, MeetingStatus

_COUNTED: Final = 10_000  # up to so many meetings are counted beyond those shown
_PLACES: Final = 500  # places that one word may mean


class Met(Model):
    """A meeting, as all its accounts together tell of it."""

    day: Annotated[
        str | None, Field(description="day, month or year (ISO 8601)", json_schema_extra=SHOWN)
    ]
    form: Annotated[str, Field(description="in which form they met", json_schema_extra=SHOWN)]
    status: Annotated[str, Field(description="held or planned", json_schema_extra=SHOWN)]
    place: Annotated[str | None, Field(description="where", json_schema_extra=SHOWN)]
    participants: Annotated[
        list[str], Field(description="who took part, with the side", json_schema_extra=SHOWN)
    ]
    accounts: Annotated[
        int, Field(description="documents that tell of it", json_schema_extra=SHOWN)
    ]
    narrators: Annotated[
        list[str], Field(description="whose accounts these are", json_schema_extra=SHOWN)
    ]
    contradictions: Annotated[
        list[str],
        Field(description="what the accounts differ in", json_schema_extra=SHOWN),
    ]
    id: Annotated[str, Field(description="meeting id", json_schema_extra=SHOWN)]
    occasion: Annotated[str | None, Field(description="on what occasion")]
    precision: Annotated[str | None, Field(description="how exactly the date is known")]
    people: Annotated[list[Attendee], Field(description="who took part, in parts")]
    evidence: Annotated[
        list[Citation], Field(description="the words of each account, first published first")
    ]


def meetings(
    connection: Connection,
    *,
    actors: Sequence[str] = (),
    form: str | None = None,
    status: str | None = None,
    place: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Answer[Met]:
    """Return meetings, the newest first; those of unknown date last.

    Args:
        connection: the archive.
        actors: ids or names of persons, states or bodies, all of whom took part.
        form: meeting, call, summit and so on.
        status: held or planned.
        place: words of the place's name.
        since: first day, month or year.
        until: last day, month or year.
        limit: how many meetings.

    Raises:
        MemconError: an actor is not known, or a filter has no such value.
    """
    return meetings_of(
        connection,
        [lookup.actor(connection, name) for name in actors],
        form=form,
        status=status,
        place=place,
        since=since,
        until=until,
        limit=limit,
    )


def meetings_of(
    connection: Connection,
    parties: Sequence[lookup.ActorRef],
    *,
    form: str | None = None,
    status: str | None = None,
    place: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Answer[Met]:
    """Return the same as :func:`meetings` for actors that are found already."""
    _check(form, get_args(MeetingForm), "--form")
    _check(status, get_args(MeetingStatus), "--status")
    notes: list[str] = []
    conditions: list[ColumnElement[bool]] = []
    if form is not None:
        conditions.append(occasions.c.form == form)
    if status is not None:
        conditions.append(occasions.c.status == status)
    if place is not None:
        known = _places(connection, place)
        if not known:
            notes.append(f"No meeting of the archive has a place called {place!r}.")
        conditions.append(occasions.c.place.in_(known))
    days = first_day(since), last_day(until)
    if parties:
        queries = [_of_parties(connection, parties, conditions, days)]
    else:
        queries = _of_all(conditions, days)
    heads: list[int] = []
    for query in queries:
        if len(heads) < limit:
            heads.extend(connection.scalars(query.limit(limit - len(heads))))
    heads = list(dict.fromkeys(heads))
    total: int | None = len(heads)
    if len(heads) == limit:
        total = _count(connection, queries)
        if total is None:
            notes.append(f"More than {_COUNTED:,} meetings fit.")
    return Answer(model=Met, rows=_rows(connection, heads), total=total, notes=notes)


def _check(value: str | None, known: Sequence[str], option: str) -> None:
    if value is not None and value not in known:
        raise MemconError(
            f"there is no {value!r}", where=option, remedy=f"Give one of {', '.join(known)}"
        )


def _of_parties(
    connection: Connection,
    parties: Sequence[lookup.ActorRef],
    conditions: Sequence[ColumnElement[bool]],
    days: tuple[str | None, str | None],
) -> Select[Any]:
    """Return the query for meetings that all of some actors took part in."""
    # Walking along the meetings of whoever is named least finds those of all soonest.
    first, *others = sorted(parties, key=lambda one: (_named(connection, one), one.key))
    mine = occasion_parties.alias("mine")
    query = select(mine.c.occasion).where(mine.c.actor.in_(first.keys), *within(mine.c.day, *days))
    if conditions:
        query = query.join(occasions, occasions.c.key == mine.c.occasion).where(*conditions)
    for number, other in enumerate(others):
        theirs = occasion_parties.alias(f"theirs_{number}")
        query = query.where(
            exists(
                select(literal(1)).where(
                    theirs.c.occasion == mine.c.occasion, theirs.c.actor.in_(other.keys)
                )
            )
        )
    return query.order_by(mine.c.day.desc(), mine.c.occasion.desc())


def _named(connection: Connection, actor: lookup.ActorRef) -> int:
    query = select(func.sum(actor_rows.c.documents)).where(actor_rows.c.key.in_(actor.keys))
    return int(connection.execute(query).scalar() or 0)


def _of_all(
    conditions: Sequence[ColumnElement[bool]], days: tuple[str | None, str | None]
) -> list[Select[Any]]:
    """Return the queries for meetings: the dated ones, then the others where no day is asked for.

    They are two because databases do not agree on where nothing is sorted.
    """
    base = select(occasions.c.key).where(*conditions)
    dated = base.where(occasions.c.day.is_not(None), *within(occasions.c.day, *days))
    queries = [dated.order_by(occasions.c.day.desc(), occasions.c.key.desc())]
    if days == (None, None):
        queries.append(base.where(occasions.c.day.is_(None)).order_by(occasions.c.key.desc()))
    return queries


def _count(connection: Connection, queries: Sequence[Select[Any]]) -> int | None:
    """Return how many meetings fit, None where they are more than are counted."""
    total = 0
    for query in queries:
        some = query.order_by(None).limit(_COUNTED + 1 - total).subquery()
        total += connection.execute(select(func.count()).select_from(some)).scalar_one()
        if total > _COUNTED:
            return None
    return total


# A walk along the index from one place to the next: as many steps as there are places.
_WALK: Final = text(
    "WITH RECURSIVE walk(place) AS (SELECT min(place) FROM occasions UNION ALL "
    "SELECT (SELECT min(place) FROM occasions WHERE place > walk.place) FROM walk "
    "WHERE walk.place IS NOT NULL) SELECT place FROM walk WHERE place IS NOT NULL"
)


def _places(connection: Connection, words: str) -> list[str]:
    """Return the places whose names contain some words.

    Raises:
        MemconError: there are too many.
    """
    wanted = " ".join(words.split()).casefold()
    found = [
        name
        for name in connection.execute(_WALK).scalars()
        if wanted in " ".join(name.split()).casefold()
    ]
    if len(found) > _PLACES:
        raise MemconError(
            f"{len(found):,} places have {words!r} in their name",
            where="--place",
            remedy="Give more of the name",
        )
    return found


def _rows(connection: Connection, heads: Sequence[int]) -> list[Met]:
    found = gather(connection, heads)
    cited = cite(connection, (words for one in found.values() for words in one.words()))
    ids = lookup.item_ids(connection, "meeting", heads)
    rows = []
    for head in heads:
        one = found[head]
        merged = one.merged
        rows.append(
            Met(
                day=merged.day,
                form=merged.form or "",
                status=merged.status or "",
                place=merged.place,
                participants=[attendee.in_words() for attendee in one.attendees],
                accounts=len(one.documents),
                narrators=one.narrators,
                contradictions=sorted(merged.contradictions),
                id=ids[head],
                occasion=merged.occasion,
                precision=merged.precision,
                people=list(one.attendees),
                evidence=[cited["meeting", mention.key] for mention in one.mentions],
            )
        )
    return rows
