"""What one document tells of a meeting, and what of it linking looks at.

A mention is a row of the archive. ``facts_of`` draws from it, once, everything that two mentions
are compared by: the days on which the occasion can have been, who is named on which side, and
which sides are there without a name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final, Literal

from memcon.archive.linking.events import Event, event_of, state_of
from memcon.archive.linking.wording import (
    of_spokesman,
    office_words,
    plain_words,
    points_at_title,
    range_end,
)
from memcon.record import DatePrecision, MeetingForm, MeetingStatus

# Days before or after publication between which the occasion of a report without a date is looked
# for. Read off White House and State Department texts of 2021-2023: briefings spoke of a summit
# up to four weeks after it and announced one up to six weeks before.
HELD_REACH: Final = 31
PLANNED_REACH: Final = 62
# "The meeting between President Varro and President Brant", with no date and no verb to tell
# when, may be one to come.
AHEAD: Final = 14

# Where the form alone tells two occasions of one day and one company apart.
Kind = Literal["talks", "call", "press", "visit"]
_KINDS: Final[dict[str, Kind]] = {
    "meeting": "talks",
    "summit": "talks",
    "joint_statement": "talks",  # issued at the talks
    "other": "talks",
    "call": "call",
    "press_conference": "press",
    "visit": "visit",
}
# Past this many sides or persons, pairs of them would be more keys than they save comparisons.
PAIRED_LIMIT: Final = 12
# Few gatherings last longer, or come back sooner.
EVENT_DAYS: Final = 2
# Few visits last longer, and hardly anybody visits a place twice within that time.
VISIT_DAYS: Final = 9
# What the reader says of a day that is only the document's own.
COUNTED: Final = ", counted from "
DOCUMENT_DAYS: Final = frozenset({"date of the transcript", "date of publication"})
MANY: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One who took part, as one document gives it."""

    actor: str | None = None  # id of the resolved person, state or body
    role: str | None = None
    side: str | None = None  # id of the state or body represented


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMention:
    """A meeting as one document tells of it: one row."""

    key: int
    document: int
    narrator: str | None = None
    published: str | None = None  # ISO 8601 day
    form: MeetingForm
    status: MeetingStatus = "held"
    day: str | None = None  # ISO 8601: 2021-09-16, 2021-09 or 2021
    precision: DatePrecision | None = None
    basis: str | None = None  # what the day was read or inferred from
    place: str | None = None
    occasion: str | None = None
    words: str | None = None  # of the document that tell of it first
    title: str | None = None  # of the document
    first: bool = False  # whether it is what the document tells of first
    parties: tuple[Party, ...] = ()


Bare = tuple[str | None, frozenset[str]]  # side, and the words of the office that tell something


@dataclass(frozen=True, slots=True)
class Facts:
    """What a mention is compared by."""

    mention: MeetingMention
    order: tuple[object, ...]  # by what it says; by its key only among equals
    kind: Kind
    planned: bool
    first: int | None  # ordinal of the first day on which it can have been
    last: int | None
    exact: bool  # the day is known
    published: int | None
    people: dict[str, str | None]  # person → side
    offices: dict[str, frozenset[str]]  # person → words of the office
    named: dict[str, frozenset[str]]  # side → the persons named on it
    bare: tuple[Bare, ...]  # parties without a name
    sides: frozenset[str]  # with the narrator's own where it goes without saying
    implied: bool  # whether the narrator's side is among them unsaid
    place: frozenset[str]  # words of the place
    state: str | None  # in which the place lies, of a visit
    until: int | None  # the last day, of a visit told from day to day
    event: Event | None  # the gathering that is named
    keys: frozenset[str] = field(repr=False)
    alike: Hashable = field(
        repr=False
    )  # equal for mentions between which ``fit`` sees no difference

    @property
    def vague(self) -> bool:
        """Whether the mention only fits an occasion that others establish."""
        return not self.exact or (self.event is None and (not self.people or self.implied))

    @property
    def summit(self) -> bool:
        """Whether it is told of as a summit: one that is spoken of for weeks."""
        return self.mention.form == "summit" or self.event is not None

    @property
    def slack(self) -> int:
        """How many days apart the exact days of two accounts of it can be, at most."""
        return VISIT_DAYS if self.kind == "visit" else EVENT_DAYS if self.event else 1

    @property
    def by_document(self) -> bool:
        """Whether its day is only that of the document."""
        return self.mention.basis in DOCUMENT_DAYS

    @property
    def counted(self) -> bool:
        """Whether its day is counted from that of the document: "today", "yesterday".

        Pages are dated by the day they were put up, at times the day after they were written.
        """
        return self.by_document or COUNTED in (self.mention.basis or "")

    @property
    def narrator(self) -> str | None:
        """The side whose account it is."""
        return self.mention.narrator


def window(mention: MeetingMention) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day on which the occasion can have been.

    A month or a year gives those of its days that publication allows: what is told as held came
    before, what is told as planned comes after. No date gives the days around publication that
    reports without a date tell of. None: nothing is known, and the mention is linked with nothing.
    """
    one = dt.timedelta(days=1)  # the clocks of the newsroom and of the venue
    published = dt.date.fromisoformat(mention.published[:10]) if mention.published else None
    if mention.day is not None:
        first, last = _span(mention.day)
        if published is None or len(mention.day) == 10:
            return first, last
        if mention.status == "planned":
            return (max(first, published - one), last) if published - one <= last else (first, last)
        return (first, min(last, published + one)) if first <= published + one else (first, last)
    if published is None:
        return None
    if mention.status == "planned":
        return published - one, published + dt.timedelta(days=PLANNED_REACH)
    return published - dt.timedelta(days=HELD_REACH), published + dt.timedelta(days=AHEAD)


def _span(day: str) -> tuple[dt.date, dt.date]:
    parts = [int(part) for part in day.split("-")]
    if len(parts) == 1:
        return dt.date(parts[0], 1, 1), dt.date(parts[0], 12, 31)
    if len(parts) == 2:
        first = dt.date(parts[0], parts[1], 1)
        following = (first + dt.timedelta(days=31)).replace(day=1)
        return first, following - dt.timedelta(days=1)
    exact = dt.date(*parts)
    return exact, exact


def sides(mention: MeetingMention) -> frozenset[str]:
    """Return the sides that took part, the narrator's own included where it goes without saying.

    A readout that names one foreign guest ("President Varro will visit in May") is about a
    meeting with the side whose readout it is. Whoever speaks to the press does so alone.
    """
    stated = frozenset(party.side for party in mention.parties if party.side is not None)
    if mention.narrator is None or mention.form in ("press_conference", "visit"):
        return stated
    strangers = len(mention.parties) - sum(
        party.side == mention.narrator for party in mention.parties
    )
    if mention.narrator not in stated and strangers == len(mention.parties) == 1:
        return stated | {mention.narrator}
    return stated


def facts_of(mention: MeetingMention) -> Facts:
    """Draw from a mention what it is compared by."""
    days = window(mention)
    people: dict[str, str | None] = {}
    offices: dict[str, frozenset[str]] = {}
    bare: list[Bare] = []
    briefing = of_spokesman(mention.title or "")
    for party in mention.parties:
        if briefing and not party.role and party.side == mention.narrator is not None:
            bare.append((party.side, frozenset()))
        elif party.actor is not None and party.actor.startswith("person:"):
            people.setdefault(party.actor, party.side)
            offices[party.actor] = offices.get(party.actor, frozenset()) | office_words(party.role)
        else:
            bare.append((party.side, office_words(party.role or _group(party))))
    everyone = sides(mention)
    stated = frozenset(party.side for party in mention.parties if party.side is not None)
    bare.extend((side, frozenset[str]()) for side in sorted(everyone - stated))
    named: dict[str, frozenset[str]] = {}
    for person, side in people.items():
        if side is not None:
            named[side] = named.get(side, frozenset()) | {person}
    published = (
        dt.date.fromisoformat(mention.published[:10]).toordinal() if mention.published else None
    )
    first = days[0].toordinal() if days else None
    last = days[1].toordinal() if days else None
    place = plain_words(mention.place)
    kind = _KINDS[mention.form]
    state = state_of(mention.place) if kind == "visit" and mention.place else None
    event = None
    if kind in ("talks", "call"):
        event = event_of(
            texts=_texts(mention),
            summit=mention.form == "summit",
            host=mention.narrator,
            people=people,
            bodies=[(side, role) for side, role in _bodies(mention)],
        )
    return Facts(
        mention=mention,
        order=order_of(mention),
        kind=kind,
        planned=mention.status == "planned",
        first=first,
        last=last,
        exact=mention.day is not None and len(mention.day) == 10,
        published=published,
        people=people,
        offices=offices,
        named=named,
        bare=tuple(bare),
        sides=everyone,
        implied=everyone != stated,
        place=place,
        state=state,
        until=_until(mention) if kind == "visit" else None,
        event=event,
        keys=_keys(everyone, people, event, visit=kind == "visit"),
        alike=(
            (mention.form, mention.status, mention.narrator, len(mention.day or ""), first, last),
            (
                mention.basis in DOCUMENT_DAYS,
                COUNTED in (mention.basis or ""),
                state,
                event,
                _until(mention),
            ),
            published if mention.day is None else None,
            frozenset(people.items()),
            frozenset(offices.items()),
            frozenset(bare),
            everyone,
            place,
        ),
    )


def _until(mention: MeetingMention) -> int | None:
    if mention.day is None or len(mention.day) != 10 or mention.basis is None:
        return None
    return range_end(mention.day, mention.basis)


def _texts(mention: MeetingMention) -> tuple[str | None, str | None]:
    """Return the words in which the gathering may be named.

    The title names what the document tells of first, and what it calls "the summit".
    """
    title = mention.first or points_at_title(mention.words or "")
    return mention.words, mention.title if title else None


def _bodies(mention: MeetingMention) -> list[tuple[str, str]]:
    return [
        (party.side, party.role or "")
        for party in mention.parties
        if party.side is not None and not (party.actor or "").startswith("person:")
    ]


def order_of(mention: MeetingMention) -> tuple[object, ...]:
    """Return what mentions are taken up in order of: the one that tells most comes first.

    Keys are handed out as documents come in; so that the order of arrival changes nothing, they
    decide only between mentions that say exactly the same.
    """
    people = sum((party.actor or "").startswith("person:") for party in mention.parties)
    return (
        mention.day or "",
        -people,
        -len(mention.parties),
        mention.status,
        mention.published or "~",
        mention.narrator or "",
        mention.form,
        mention.place or "",
        mention.occasion or "",
        mention.basis or "",
        mention.words or "",
        mention.title or "",
        not mention.first,
        tuple((p.actor or "", p.role or "", p.side or "") for p in mention.parties),
        mention.key,
    )


def _keys(
    everyone: frozenset[str], people: dict[str, str | None], event: Event | None, *, visit: bool
) -> frozenset[str]:
    """Return keys of which two mentions must share one to be compared at all."""
    keys = {"visit " + person for person in people} if visit else set[str]()
    keys |= {"event " + event.key} if event is not None else set[str]()
    for atoms in (sorted(everyone), sorted(people)):
        if len(atoms) <= PAIRED_LIMIT:
            keys.update(f"{a}+{b}" for i, a in enumerate(atoms) for b in atoms[i + 1 :])
    if len(everyone) >= MANY:
        keys.add("many")
    if len(everyone) <= 1:
        keys.update(people)
    return frozenset(keys)


def _group(party: Party) -> str | None:
    """Return what a group of a side is called: "colleagues" are not the minister."""
    if party.side is None or party.actor is None or not party.actor.startswith("group:"):
        return None
    name, of, _ = party.actor.removeprefix("group:").partition("-of-")
    return name.replace("-", " ") if of and party.actor != party.side else None
