"""Who held which office from when to when, as the documents of an archive say.

The titles are counted in the database, one row a form of a name, title and body, and gathered
into offices as ``archive/linking/tenures.py`` says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from memcon.analysis.answer import DEFAULT_LIMIT, SHOWN, Answer, Citation, Model, Words, cite
from memcon.analysis.filters import first_day
from memcon.archive import lookup
from memcon.archive.linking.tenures import Holder, OfficeRow, Tenure, held_on
from memcon.archive.linking.titles import Office, read_offices
from memcon.archive.lookup import ActorRef, chunks
from memcon.archive.schema import actors, offices
from memcon.errors import MemconError

_TOGETHER: Final = 50  # sightings looked up by one query
_SUGGESTED: Final = 8  # offices named where the one asked for was not seen


class OfficeHeld(Model):
    """An office of a person over time, as the documents say."""

    office: Annotated[
        str, Field(description="the title as printed most often", json_schema_extra=SHOWN)
    ]
    of: Annotated[str | None, Field(description="of which state or body", json_schema_extra=SHOWN)]
    name: Annotated[str, Field(description="who held it", json_schema_extra=SHOWN)]
    first_day: Annotated[
        str | None, Field(description="first day it is seen", json_schema_extra=SHOWN)
    ]
    last_day: Annotated[
        str | None, Field(description="last day it is seen", json_schema_extra=SHOWN)
    ]
    times: Annotated[
        int, Field(description="how often it is given with the name", json_schema_extra=SHOWN)
    ]
    basis: Annotated[
        str | None,
        Field(
            description="for a day: seen, or seen only before it or after it",
            json_schema_extra=SHOWN,
        ),
    ] = None
    apart: Annotated[
        int | None, Field(description="days from the nearest sighting to the day asked for")
    ] = None
    acting: Annotated[bool, Field(description="whether it is held for the time being")]
    actor: Annotated[str, Field(description="actor id", json_schema_extra=SHOWN)]
    side: Annotated[str | None, Field(description="for whom the holder speaks")]
    evidence: Annotated[
        list[Citation], Field(description="where the first and the last sighting stand")
    ]


@dataclass(frozen=True, slots=True)
class _Sighting:
    """A title as it is given with a form of a person's name, counted."""

    form: int
    title: str
    of: str | None
    first: str | None
    last: str | None
    times: int


def tenures(connection: Connection, people: Mapping[int, int]) -> dict[int, list[Tenure]]:
    """Return the offices of persons over time.

    Args:
        connection: the archive.
        people: the key of the person for the key of each form of the name.

    Returns:
        By the person's key, the offices given most often first. Their ``documents`` is how often
        the title is given; their first and last row have the form of the name as ``person``.
    """
    seen: dict[int, list[_Sighting]] = defaultdict(list)
    for part in chunks(sorted(people)):
        query = _counted().where(offices.c.actor.in_(part)).group_by(*_TITLE)
        for row in connection.execute(query):
            seen[people[row.actor]].append(
                _Sighting(row.actor, row.title, row.of, row.first, row.last, row.times)
            )
    return {
        person: sorted(
            _gathered(person, sightings),
            key=lambda one: (
                -one.documents,
                one.first_day or "~",
                one.words,
                one.acting,
                one.of or "",
            ),
        )
        for person, sightings in seen.items()
    }


_TITLE = (offices.c.actor, offices.c.title, offices.c.of)


def _counted() -> Select[Any]:
    return select(
        *_TITLE,
        func.min(offices.c.day).label("first"),
        func.max(offices.c.day).label("last"),
        func.count().label("times"),
    )


def _gathered(person: int, sightings: Iterable[_Sighting]) -> list[Tenure]:
    """Gather the titles of one person; former and coming offices are not held."""
    found: dict[tuple[Office, str], list[_Sighting]] = defaultdict(list)
    for sighting in sightings:
        for office in read_offices(sighting.title):
            if not office.former and not office.elect:
                found[office.identity, sighting.of or ""].append(sighting)
    # A title without a body ("Foreign Minister Sol") says less than one with it, not another thing.
    for office, of in list(found):
        bodies = [body for known, body in found if known == office and body]
        if not of and len(bodies) == 1:
            found[office, bodies[0]] += found.pop((office, of))
    return [_tenure(person, office, of, entries) for (office, of), entries in found.items()]


def _tenure(person: int, office: Office, of: str, entries: Sequence[_Sighting]) -> Tenure:
    printed: dict[str, int] = defaultdict(int)
    for entry in entries:
        printed[entry.title] += entry.times
    first = min(entries, key=lambda one: (one.first is None, one.first or "", one.title))
    last = max(entries, key=lambda one: (one.last or "", one.title))
    return Tenure(
        person=person,
        title=min(printed, key=lambda title: (-printed[title], title)),
        words=office.words,
        of=of or None,
        acting=office.acting,
        first_day=first.first,
        last_day=last.last,
        documents=sum(entry.times for entry in entries),
        first=_row(first, first.first),
        last=_row(last, last.last),
    )


def _row(one: _Sighting, day: str | None) -> OfficeRow:
    return OfficeRow(person=one.form, title=one.title, of=one.of, day=day, document="")


def officeholders(
    connection: Connection,
    office: str,
    *,
    of: str,
    on: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Answer[OfficeHeld]:
    """Return who held an office, from when to when.

    Args:
        connection: the archive.
        office: the title, in any of its spellings.
        of: id or name of the state or body.
        on: ISO 8601 day, month or year (for its first day): only who held it then, the most seen
            first. Without it all, the earliest first.
        limit: how many rows.

    Raises:
        MemconError: the state or body is not known, the title names no office, or the day is none.
    """
    wanted = {one.words for one in read_offices(office)}
    if not wanted:
        raise MemconError(
            f"{office!r} names no office", where="--office", remedy="Give a title: foreign minister"
        )
    day = first_day(on, "--on")
    body = lookup.actor(connection, of)
    titles = [
        title
        for title in connection.scalars(
            select(offices.c.title).where(offices.c.of == body.id).distinct()
        )
        if any(one.words in wanted for one in read_offices(title))
    ]
    forms: set[int] = set()
    for part in chunks(sorted(titles)):
        query = select(offices.c.actor).where(offices.c.of == body.id, offices.c.title.in_(part))
        forms.update(connection.scalars(query.distinct()))
    people = _people(connection, forms)
    found = [
        one
        for held in tenures(connection, people).values()
        for one in held
        if one.of == body.id and one.words in wanted
    ]
    notes = []
    if not found:
        notes.append(_seen_instead(connection, body))
    found.sort(key=lambda one: (one.first_day or "~", one.last_day or "~", one.title, one.person))
    shown: Sequence[Tenure | Holder] = found
    if day is not None:
        shown = held_on(found, office, body.id, day)
        if found and not shown:
            notes.append("Nobody was seen in it within about a year of that day.")
    return Answer(
        model=OfficeHeld,
        rows=held_rows(connection, shown[:limit]),
        total=len(shown),
        notes=notes,
    )


def _people(connection: Connection, forms: Collection[int]) -> dict[int, int]:
    """Return the persons whom some forms stand for, with all their forms."""
    heads: set[int] = set()
    for part in chunks(sorted(forms)):
        heads.update(connection.scalars(select(actors.c.canonical).where(actors.c.key.in_(part))))
    return forms_of(connection, heads)


def forms_of(connection: Connection, heads: Iterable[int]) -> dict[int, int]:
    """Return the person for every form of some persons."""
    found: dict[int, int] = {}
    for part in chunks(sorted(set(heads))):
        query = select(actors.c.key, actors.c.canonical).where(actors.c.canonical.in_(part))
        found.update({row.key: row.canonical for row in connection.execute(query)})
    return found


def _seen_instead(connection: Connection, body: ActorRef) -> str:
    times = func.count()
    query = (
        select(offices.c.title)
        .where(offices.c.of == body.id)
        .group_by(offices.c.title)
        .order_by(times.desc(), offices.c.title)
        .limit(_SUGGESTED)
    )
    best = list(connection.scalars(query))
    if not best:
        return f"No office of {body.name} is named in the archive."
    return f"Offices of {body.name} that are named: {', '.join(best)}."


def held_rows(connection: Connection, shown: Sequence[Tenure | Holder]) -> list[OfficeHeld]:
    """Return offices over time as rows, with where they were first and last seen.

    Args:
        connection: the archive.
        shown: the offices, as :func:`tenures` gives them, or who held one on a day.
    """
    cited = _evidence(connection, [_of(one) for one in shown])
    refs = lookup.canonical_actors(connection, {_of(one).person for one in shown})
    rows = []
    for one in shown:
        tenure = _of(one)
        ref = refs[tenure.person]
        holder = one if isinstance(one, Holder) else None
        rows.append(
            OfficeHeld(
                office=tenure.title,
                of=tenure.of,
                name=ref.name,
                first_day=tenure.first_day,
                last_day=tenure.last_day,
                times=tenure.documents,
                basis=holder.basis if holder else None,
                apart=holder.apart if holder else None,
                acting=tenure.acting,
                actor=ref.id,
                side=ref.side,
                evidence=cited[tenure.first, tenure.last],
            )
        )
    return rows


def _of(one: Tenure | Holder) -> Tenure:
    return one.tenure if isinstance(one, Holder) else one


def _evidence(
    connection: Connection, shown: Sequence[Tenure]
) -> dict[tuple[OfficeRow, OfficeRow], list[Citation]]:
    """Return where the first and the last sighting of offices stand."""
    wanted = {
        (row.person, row.title, row.of, row.day): row
        for tenure in shown
        for row in (tenure.first, tenure.last)
        if row.day
    }
    places: dict[tuple[Any, ...], Words] = {}
    for part in chunks(list(wanted)):
        for some in (part[n : n + _TOGETHER] for n in range(0, len(part), _TOGETHER)):
            query = select(offices).where(or_(*(_is(*place) for place in some)))
            for row in connection.execute(query.order_by(offices.c.key)):
                if row.words is not None:
                    words = Words(
                        kind="office", key=row.key, start=row.start, end=row.end, words=row.words
                    )
                    places.setdefault((row.actor, row.title, row.of, row.day), words)
    # An office is nothing that can be asked for by an id.
    cited = {
        key: citation.model_copy(update={"id": None})
        for (_, key), citation in cite(connection, places.values()).items()
    }
    found: dict[tuple[OfficeRow, OfficeRow], list[Citation]] = {}
    for tenure in shown:
        sightings = [
            cited[places[place].key]
            for row in (tenure.first, tenure.last)
            if (place := (row.person, row.title, row.of, row.day)) in places
        ]
        once = {(one.document, one.start): one for one in sightings}
        found[tenure.first, tenure.last] = list(once.values())
    return found


def _is(form: int, title: str, of: str | None, day: str | None) -> ColumnElement[bool]:
    return and_(
        offices.c.actor == form,
        offices.c.title == title,
        offices.c.of.is_(None) if of is None else offices.c.of == of,
        offices.c.day == day,
    )
