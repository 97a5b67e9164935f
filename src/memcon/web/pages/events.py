"""``/events``: who did what to whom, in event codes, each event once with its words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from memcon.analysis.events import EventParty, Happened
from memcon.web import links
from memcon.web.kept_pages import kept
from memcon.web.listing import listing, show
from memcon.web.naming import Names
from memcon.web.queries import EventsQuery
from memcon.web.tables import Look, Part, mark_of, words_of

router = APIRouter()


@router.get("/events")
@kept
def events(request: Request) -> Response:
    """Return the list of events."""
    shown = listing(request, EventsQuery)
    return show(
        request,
        "events.html.jinja",
        shown,
        shown.tabled(
            LOOKS, caption="Events, the newest first; each once however many documents tell of it"
        ),
    )


def source(row: Happened, names: Names) -> Iterable[Part]:
    """Return who acts."""
    return _party(row, 0, row.source)


def target(row: Happened, names: Names) -> Iterable[Part]:
    """Return who is acted on."""
    return _party(row, 1 if row.source else 0, row.target)


def _party(row: Happened, place: int, name: str | None) -> Iterable[Part]:
    if name is None:
        return
    known: EventParty | None = row.parties[place] if place < len(row.parties) else None
    id = known.id if known else None
    yield Part(
        words=name, href=links.actor(id) if id else None, title=known.code if known else None
    )


def coded(row: Happened, names: Names) -> Iterable[Part]:
    """Return what an event is, by its code and what that means."""
    yield Part(words=f"{row.code} {row.event or ''}".strip())


def standing(row: Happened, names: Names) -> Iterable[Part]:
    """Return whether an event is done, denied or still to come, and whether it is news."""
    yield Part(words=words_of(row.status), badge=row.status != "done", mark=mark_of(row.status))
    if row.background:
        yield Part(words="recalled", badge=True)


LOOKS: Final = (
    Look(field="day", label="When"),
    Look(field="source", parts=source),
    Look(field="event", parts=coded, help="CAMEO code, and what it means"),
    Look(field="target", parts=target),
    Look(field="goldstein", label="Score"),
    Look(field="status", parts=standing),
    Look(field="words", link="evidence", header=True),
    Look(field="documents"),
)
