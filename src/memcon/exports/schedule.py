"""iCalendar (RFC 5545) of meetings, held and planned, and of the deadlines of open commitments.

Only what falls on a known day is in it: a month or a year would need days that nobody named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, select

from memcon.archive import lookup
from memcon.archive.schema import document_of, thread_parties, threads
from memcon.exports.formats import Format, Selection
from memcon.exports.gatherings import Gathering, gatherings
from memcon.exports.selected import Actors
from memcon.version import __version__

if TYPE_CHECKING:
    from icalendar import Event

_DAY: Final = len("2024-03-14")
_UNRATED: Final = "not-yet-rated"

EPILOG: Final = """\b
Examples:
  memcon export ics --output meetings.ics
  memcon export ics --actor 'Wang Yi' --since 2024 > wang-yi.ics

\b
Meetings (once each, however many documents tell of them: CATEGORIES MEETING, STATUS CONFIRMED or,
where planned, TENTATIVE) and deadlines of commitments that nobody has rated yet (CATEGORIES
DEADLINE), as events of a whole day. What is dated by a month or a year only is left out. UID is
the id in the archive, DTSTAMP when the first account was published, or added."""


def write(connection: Connection, stream: IO[str], selection: Selection) -> int:
    """Write the calendar of a selection; return how many events it has."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//memcon//memcon {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    actors = Actors(connection)
    count = 0
    for event in (
        *_meetings(gatherings(connection, selection, actors)),
        *_deadlines(connection, selection, actors),
    ):
        calendar.add_component(event)
        count += 1
    # The line ends of the standard, whatever the stream does with line ends.
    stream.write(calendar.to_ical().decode("utf-8"))
    return count


def _meetings(found: Iterable[Gathering]) -> Iterator[Event]:
    for meeting in found:
        if meeting.day is None or len(meeting.day) != _DAY:
            continue
        guests = [guest.words for guest in meeting.guests]
        told = [_told(row) for row in meeting.documents]
        yield _event(
            uid=meeting.id,
            day=meeting.day,
            stamp=_stamp(meeting.documents[0]),
            summary=meeting.title,
            description="\n".join(
                [
                    *([meeting.occasion] if meeting.occasion else []),
                    *([f"With {'; '.join(guests)}"] if guests else []),
                    *told,
                ]
            ),
            category="MEETING",
            status="TENTATIVE" if meeting.status == "planned" else "CONFIRMED",
            location=meeting.place,
            url=next((row.url for row in meeting.documents if row.url), None),
        )


def _deadlines(connection: Connection, selection: Selection, actors: Actors) -> Iterator[Event]:
    query = select(threads).where(
        threads.c.status == _UNRATED, threads.c.deadline_date.is_not(None)
    )
    if selection.since is not None:
        query = query.where(threads.c.deadline_date >= selection.since)
    if selection.until is not None:
        query = query.where(threads.c.deadline_date <= selection.until)
    if selection.actor is not None:
        keys = lookup.actor(connection, selection.actor).keys
        bound = select(thread_parties.c.thread).where(thread_parties.c.actor.in_(keys))
        query = query.where(threads.c.key.in_(bound))
    rows = [row for row in connection.execute(query) if len(row.deadline_date) == _DAY]
    ids = lookup.item_ids(connection, "commitment", (row.key for row in rows))
    said = lookup.document_rows(connection, (document_of(row.latest) for row in rows))
    for row in sorted(rows, key=lambda row: (row.deadline_date, ids[row.key])):
        document = said[document_of(row.latest)]
        holders = [actors.get(id).name for id in row.holders.split("+") if id]
        goal = " ".join(row.goal.split())
        yield _event(
            uid=ids[row.key],
            day=row.deadline_date,
            stamp=_stamp(document),
            summary=f"Deadline: {', '.join(holders) or 'unnamed'}: {goal}",
            description="\n".join([f"{goal} ({row.deadline_text})", _told(document)]),
            category="DEADLINE",
            status="CONFIRMED",
            location=None,
            url=document.url,
        )


def _event(
    *,
    uid: str,
    day: str,
    stamp: dt.datetime,
    summary: str,
    description: str,
    category: str,
    status: str,
    location: str | None,
    url: str | None,
) -> Event:
    from icalendar import Event

    event = Event()
    start = dt.date.fromisoformat(day)
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", start)
    if start < dt.date.max:  # the end is the day after; a missing one means the same
        event.add("dtend", start + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", description)
    event.add("categories", [category])
    event.add("status", status)
    event.add("transp", "TRANSPARENT")  # it takes up nobody's time who has the calendar
    if location:
        event.add("location", location)
    if url:
        event.add("url", url)
    return event


def _told(row: Any) -> str:
    words = [part for part in (row.title, row.publisher, row.day, row.url or row.id) if part]
    return f"Told in: {', '.join(words)}"


def _stamp(row: Any) -> dt.datetime:
    """Return when a document was published, else when it was added, in UTC to the second."""
    text = row.published if row.published and len(row.published) >= _DAY else row.added_at
    when = dt.datetime.fromisoformat(text)
    if when.tzinfo is None:
        when = when.replace(tzinfo=dt.UTC)
    return when.astimezone(dt.UTC).replace(microsecond=0)


FORMAT: Final = Format(
    name="ics",
    summary="Write meetings, and deadlines of open commitments, as iCalendar.",
    epilog=EPILOG,
    target="stream",
    write=write,
    noun="events",
)
