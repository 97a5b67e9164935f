"""``memcon formulas --watch``: where any phrases stand, use by use, and how they fared.

The uses of a stored formula are taken from the archive's table. Those of any other phrase are
looked for in the passages that the full-text index gives for its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import Connection, func, select

from memcon.analysis.answer import DEFAULT_LIMIT, SHOWN, Answer, Citation, Model
from memcon.analysis.filters import first_day, last_day
from memcon.analysis.formulas import USERS_NOTE, side_of
from memcon.analysis.phrase_places import Place, citations
from memcon.analysis.titles import titled as titled_documents
from memcon.archive import lookup
from memcon.archive import search as fulltext
from memcon.archive.adoption import Course, Use, course
from memcon.archive.phrases import FormulaUse, PhraseText, match, phrase_key
from memcon.archive.schema import (
    document_of,
    document_sides,
    documents,
    formula_uses,
    formulas,
    passages,
)
from memcon.archive.search import Term
from memcon.archive.speaking import sides_at, spoken_around
from memcon.errors import MemconError

MOST_USES: Final = 4_000  # of a phrase, the latest
MOST_PASSAGES: Final = 1_000  # looked through for a phrase, those of the latest documents
_BODY: Final = "paragraph"
_NAMED: Final = 8  # sides in a note


class WatchedUse(Model):
    """A use of a phrase."""

    day: Annotated[str | None, Field(description="of the document", json_schema_extra=SHOWN)]
    phrase: Annotated[str, Field(description="as asked for", json_schema_extra=SHOWN)]
    users: Annotated[
        list[str], Field(description="sides whose words they are", json_schema_extra=SHOWN)
    ]
    title: Annotated[str | None, Field(description="of the document", json_schema_extra=SHOWN)]
    evidence: Annotated[
        Citation, Field(description="the words and their place", json_schema_extra=SHOWN)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A use of a phrase: ``day`` is "" where unknown."""

    day: str
    place: Place
    sides: tuple[str, ...]


def watch(
    connection: Connection,
    phrases: Sequence[str],
    *,
    user: str | None = None,
    since: str | None = None,
    until: str | None = None,
    titled: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Answer[WatchedUse]:
    """Return the uses of phrases, the latest first, and in the notes the course of each.

    A phrase is found whatever its capitals, hyphens, commas and line breaks.

    Args:
        connection: the archive.
        phrases: any phrases.
        user: id or name of a side whose uses count.
        since: on or after this day, month or year.
        until: on or before this day, month or year.
        titled: in documents whose title has these words.
        limit: how many uses are given.

    Raises:
        MemconError: a phrase has no word, or a filter no such value.
    """
    side = side_of(connection, user) if user is not None else None
    first, last = first_day(since), last_day(until)
    notes: list[str] = []
    only: set[int] | None = None
    if titled is not None:
        chosen = titled_documents(connection, titled)
        only = set(chosen.keys)
        notes += chosen.notes
    uses: list[tuple[str, _Seen]] = []
    for phrase in dict.fromkeys(phrases):
        found, remarks = _uses(connection, phrase)
        kept = [
            use
            for use in found
            if (side is None or side in use.sides)
            and (first is None or use.day >= first)
            and (last is None or "" < use.day <= last)
            and (only is None or use.place.document in only)
        ]
        notes += [*remarks, _told(phrase, kept, _course(connection, kept))]
        uses += [(phrase, use) for use in kept]
    uses.sort(key=lambda pair: pair[1].place)
    uses.sort(key=lambda pair: pair[1].day, reverse=True)
    shown = uses[:limit]
    words = citations(connection, [use.place for _, use in shown])
    return Answer(
        model=WatchedUse,
        rows=[
            WatchedUse(
                day=use.day or None,
                phrase=phrase,
                users=list(use.sides),
                title=words[use.place].title,
                evidence=words[use.place],
            )
            for phrase, use in shown
        ],
        total=len(uses),
        facets=_facets([use for _, use in uses]),
        notes=[*notes, USERS_NOTE],
    )


def _uses(connection: Connection, phrase: str) -> tuple[list[_Seen], list[str]]:
    """Return the uses of a phrase, and remarks on what was left out."""
    key = phrase_key(phrase)
    if not key:
        raise MemconError("there is no word", where=phrase, remedy="Give words to look for")
    stored = connection.execute(
        select(formulas.c.key, formulas.c.uses).where(formulas.c.words == key)
    ).first()
    if stored is None:
        return _looked_for(connection, key, phrase)
    query = (
        select(
            formula_uses.c.day,
            formula_uses.c.document,
            formula_uses.c.start,
            formula_uses.c.end,
            formula_uses.c.sides,
        )
        .where(formula_uses.c.formula == stored.key)
        .order_by(
            formula_uses.c.day.desc(), formula_uses.c.document.desc(), formula_uses.c.start.desc()
        )
        .limit(MOST_USES)
    )
    found = [
        _Seen(
            day=day,
            place=Place(document=document, start=start, end=end),
            sides=tuple(sides.split("+")) if sides else (),
        )
        for day, document, start, end, sides in connection.execute(query)
    ]
    remarks = []
    if stored.uses > len(found):
        remarks.append(f"{phrase!r} has {stored.uses:,} uses; these are the latest {MOST_USES:,}.")
    return found, remarks


def _looked_for(connection: Connection, key: str, phrase: str) -> tuple[list[_Seen], list[str]]:
    """Return the uses of a phrase that is no stored formula."""
    # A hyphen parts words differently in the two databases' indexes: so by single words, at first.
    words = dict.fromkeys(word for part in fulltext.parse(key) for word in part.words)
    terms = [Term((word,)) for word in words]
    if connection.dialect.name == "sqlite":
        terms = [Term(tuple(word for part in fulltext.parse(key) for word in part.words))]
    hits = fulltext.search(connection, terms, [], order="date", limit=MOST_PASSAGES)
    texts = {}
    for part in lookup.chunks(sorted(hit.key for hit in hits.hits)):
        query = select(passages.c.key, passages.c.start, passages.c.text).where(
            passages.c.key.in_(part), passages.c.kind == _BODY
        )
        for row in connection.execute(query):
            texts[row.key, row.start] = PhraseText(document_of(row.key), row.start, row.text)
    places = list(match([key], texts.values()))
    remarks = []
    if hits.total > len(hits.hits):
        number = f"{hits.total:,}" if not hits.capped else f"more than {fulltext.CANDIDATES:,}"
        remarks.append(
            f"The words of {phrase!r} are in {number} passages; the latest {MOST_PASSAGES:,} were "
            "looked through."
        )
    with_it = {place.document for place in places}
    keys = [key for key, _ in texts if document_of(key) in with_it]
    return _attributed(connection, places, keys), remarks


def _attributed(
    connection: Connection, places: Sequence[FormulaUse], keys: Sequence[int]
) -> list[_Seen]:
    """Return uses with their days and users."""
    spoken = spoken_around(connection, keys)
    papers: dict[int, Any] = {}
    for part in lookup.chunks(sorted({place.document for place in places})):
        query = select(documents.c.key, documents.c.day, documents.c.narrator)
        for row in connection.execute(query.where(documents.c.key.in_(part))):
            papers[row.key] = row
    return [
        _Seen(
            day=papers[place.document].day or "",
            place=Place(document=place.document, start=place.start, end=place.end),
            sides=sides_at(
                spoken.get(place.document, ()),
                place.start,
                place.end,
                papers[place.document].narrator,
            ),
        )
        for place in places
    ]


def _course(connection: Connection, uses: Iterable[_Seen]) -> Course:
    """Return what became of a phrase with each side."""
    dated = [
        Use(use.day, side, use.place.document) for use in uses if use.day for side in use.sides
    ]
    activity: dict[str, dict[str, int]] = {}
    for side in sorted({use.user for use in dated}):
        query = (
            select(document_sides.c.month, func.count().label("n"))
            .where(document_sides.c.side == side, document_sides.c.month > "")
            .group_by(document_sides.c.month)
        )
        activity[side] = {row.month: row.n for row in connection.execute(query)}
    return course(dated, activity=activity)


def _told(phrase: str, uses: Sequence[_Seen], path: Course) -> str:
    """Return the course of a phrase in words."""
    if not uses:
        return f"{phrase!r} is not there."
    number = len({use.place.document for use in uses})
    told = f"{phrase!r}: {len(uses):,} uses in {number:,} documents"
    if path.first is not None and path.last is not None:
        told += f", from {path.first.day} to {path.last.day}. By side, in the order of first use: "
        told += _some(
            f"{user.user} {user.documents} ({user.first} to {user.last})" for user in path.users
        )
    if path.dropped:
        told += ". No longer used by: " + _some(
            f"{one.user} since {one.last} ({one.silent} months with its words)"
            for one in path.dropped
        )
    return told + "."


def _some(parts: Iterable[str]) -> str:
    every = list(parts)
    more = [f"{len(every) - _NAMED} more"] if len(every) > _NAMED else []
    return "; ".join([*every[:_NAMED], *more])


def _facets(uses: Sequence[_Seen]) -> dict[str, Sequence[tuple[str, int]]]:
    """Count uses by user, by year, and by both."""
    if not uses:
        return {}
    users = Counter(side for use in uses for side in (use.sides or ("unknown",)))
    years = Counter(use.day[:4] or "unknown" for use in uses)
    top = [side for side, _ in sorted(users.items(), key=lambda pair: (-pair[1], pair[0]))]
    course_of = Counter(
        f"{side} {use.day[:4] or 'unknown'}"
        for use in uses
        for side in (use.sides or ("unknown",))
        if side in top[:_NAMED]
    )
    return {
        "user": [(side, users[side]) for side in top],
        "year": sorted(years.items()),
        "user and year": sorted(course_of.items()),
    }
