"""Offices over time: who held which, from when to when, as the documents themselves say.

Nothing is known here beyond what was printed beside a name: an office is seen on the days of the
documents, and its holder held it at least from the first of them to the last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from memcon.archive.linking.holdings import ordinal
from memcon.archive.linking.titles import Office, read_offices

_REACH: Final = 400
"""Days from the nearest sighting up to which somebody is taken to hold an office: an archive sees
an officeholder about once a year at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRow:
    """One printed title of one person in one document.

    Attributes:
        person: Key of the person (of the form that stands for it).
        title: As printed.
        of: Actor id of the state or body, None or "" where the text does not say.
        day: Day of the document, ISO 8601, or None.
        document: Id of the document.
        start: Where the text says so, in code points of the document.
        end: Behind it.
    """

    person: int
    title: str
    of: str | None
    day: str | None
    document: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """An office of a person over time.

    Attributes:
        person: Key of the person.
        title: The title as printed most often.
        words: The identity of the office, the same for "Minister of Foreign Affairs" and "Foreign
            Minister".
        of: Actor id of the state or body, where any text says it.
        acting: Whether it is held for the time being.
        first_day: First day on which it was seen, None where no day is known.
        last_day: Last such day.
        documents: In how many documents.
        first: The row of the first day.
        last: The row of the last day.
    """

    person: int
    title: str
    words: tuple[str, ...]
    of: str | None
    acting: bool
    first_day: str | None
    last_day: str | None
    documents: int
    first: OfficeRow
    last: OfficeRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who held an office on a day.

    Attributes:
        tenure: The office with its sightings.
        basis: ``seen`` where the day lies within them, else ``before`` or ``after``: the day lies
            before the first or after the last one.
        apart: Days from the nearest sighting, 0 where ``seen``.
    """

    tenure: Tenure
    basis: Literal["seen", "before", "after"]
    apart: int


def offices(rows: Iterable[OfficeRow]) -> list[Tenure]:
    """Gather titles into offices over time.

    A title that names two offices counts for both; former and coming offices ("former President",
    "President-elect") are not held and are left out.

    Args:
        rows: In any order.

    Returns:
        Sorted by person, first day and office.
    """
    gathered: dict[tuple[int, Office, str], list[OfficeRow]] = defaultdict(list)
    for row in rows:
        for office in read_offices(row.title):
            if not office.former and not office.elect:
                key = (row.person, office.identity, row.of or "")
                gathered[key].append(row)
    found = [_tenure(*key, entries) for key, entries in gathered.items()]
    return sorted(found, key=lambda t: (t.person, t.first_day or "", t.words, t.acting, t.of or ""))


def _tenure(person: int, office: Office, of: str, rows: list[OfficeRow]) -> Tenure:
    ordered = sorted(
        rows, key=lambda r: (r.day is None, r.day or "", r.document, r.start or 0, r.title)
    )
    dated = [row for row in ordered if row.day]
    printed = Counter(row.title for row in ordered)
    return Tenure(
        person=person,
        title=min(printed, key=lambda title: (-printed[title], title)),
        words=office.words,
        of=of or None,
        acting=office.acting,
        first_day=dated[0].day if dated else None,
        last_day=dated[-1].day if dated else None,
        documents=len({row.document for row in rows}),
        first=ordered[0],
        last=(dated or ordered)[-1],
    )


def holders(rows: Iterable[OfficeRow], title: str, of: str, day: str) -> list[Holder]:
    """Tell who held an office on a day, as the documents say.

    Args:
        rows: Titles of all persons; those of other offices do not matter.
        title: The office, in any of its spellings.
        of: Actor id of the state or body.
        day: ISO 8601; a month or a year stands for its first day.

    Returns:
        Who was seen in it around the day, the most documented first; where nobody was, who was
        seen last before and first after it, the nearest first. None further than about a year.
    """
    return held_on(offices(rows), title, of, day)


def held_on(tenures: Iterable[Tenure], title: str, of: str, day: str) -> list[Holder]:
    """Tell the same as :func:`holders` of titles that are gathered already."""
    wanted = {office.words for office in read_offices(title)}
    at = ordinal(day)
    if at is None:
        return []
    seen: list[Holder] = []
    before: list[Holder] = []
    after: list[Holder] = []
    for tenure in tenures:
        first, last = ordinal(tenure.first_day), ordinal(tenure.last_day)
        if tenure.of != of or tenure.words not in wanted or first is None or last is None:
            continue
        if first <= at <= last:
            seen.append(Holder(tenure=tenure, basis="seen", apart=0))
        elif at < first <= at + _REACH:
            before.append(Holder(tenure=tenure, basis="before", apart=first - at))
        elif last < at <= last + _REACH:
            after.append(Holder(tenure=tenure, basis="after", apart=at - last))
    if seen:
        return sorted(seen, key=lambda h: (-h.tenure.documents, h.tenure.person))
    nearest = [
        min(side, key=lambda h: (h.apart, -h.tenure.documents, h.tenure.person))
        for side in (before, after)
        if side
    ]
    # somebody seen on both sides of a gap between two titles is one answer
    nearest.sort(key=lambda h: (h.apart, -h.tenure.documents, h.tenure.person))
    return [
        holder
        for k, holder in enumerate(nearest)
        if all(holder.tenure.person != other.tenure.person for other in nearest[:k])
    ]
