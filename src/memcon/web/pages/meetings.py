"""``/meetings``: who met whom, when, where, and whose accounts tell of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from memcon.analysis.gathered import Attendee
from memcon.analysis.meetings import Met
from memcon.presentation.wording import FORMS
from memcon.web import links
from memcon.web.kept_pages import kept
from memcon.web.listing import listing, show
from memcon.web.naming import Names
from memcon.web.queries import MeetingsQuery
from memcon.web.tables import Look, Part, short_date

router = APIRouter()


@router.get("/meetings")
@kept
def meetings(request: Request) -> Response:
    """Return the list of meetings."""
    shown = listing(request, MeetingsQuery)
    return show(
        request,
        "meetings.html.jinja",
        shown,
        shown.tabled(
            LOOKS, caption="Meetings, the newest first; each once however many documents tell of it"
        ),
    )


def attendee(one: Attendee, names: Names) -> Part:
    """Return who took part: the name, or the office, and the side."""
    words = one.name or one.role or (names.actor(one.side) if one.side else "someone unnamed")
    if one.side not in (None, one.actor, words):
        words = f"{words} ({names.actor(one.side)})" if one.side and one.name else words
    return Part(words=words, href=links.actor(one.actor) if one.actor else None)


def who(row: Met, names: Names) -> Iterable[Part]:
    """Return who took part in a meeting."""
    return (attendee(one, names) for one in row.people)


def when(row: Met, names: Names) -> Iterable[Part]:
    """Return the day of a meeting, leading to all that is known of it."""
    words = short_date(row.day) if row.day else "day unknown"
    yield Part(words=words, iso=row.day, href=links.item(row.id))


def form(row: Met, names: Names) -> Iterable[Part]:
    """Return the form of a meeting, with a mark if it was not held yet."""
    yield Part(words=FORMS.get(row.form, row.form))
    if row.status == "planned":
        yield Part(words="planned", badge=True, mark="mark")


LOOKS: Final = (
    Look(field="day", label="When", parts=when, kind="day"),
    Look(field="participants", label="Who", parts=who, kind="list", header=True),
    Look(field="form", parts=form),
    Look(field="place", label="Where"),
    Look(field="occasion"),
    Look(field="accounts"),
    Look(field="narrators", label="Accounts of"),
    Look(field="contradictions", label="Accounts differ in"),
)
