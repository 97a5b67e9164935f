"""``/actors/…``: one actor, with the timeline, meetings, positions, undertakings, set phrases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from memcon.analysis.identity import Identity, identity, namesakes
from memcon.analysis.network import Tie
from memcon.analysis.officeholders import OfficeHeld
from memcon.archive.lookup import ActorRef
from memcon.errors import UnknownIdError
from memcon.presentation.wording import for_reading
from memcon.web import links
from memcon.web.charts import Chart
from memcon.web.kept_pages import kept
from memcon.web.naming import Names, names_of
from memcon.web.pages import formulas as phrases
from memcon.web.pages import ledger, meetings, positions
from memcon.web.pages.timeline import chart_of
from memcon.web.queries import (
    FormulasQuery,
    LedgerQuery,
    MeetingsQuery,
    NetworkQuery,
    OfficesQuery,
    PositionsQuery,
)
from memcon.web.rendering import page
from memcon.web.sections import Section, section
from memcon.web.site import Site, site_of
from memcon.web.tables import Look, Part

router = APIRouter()
ROWS: Final = 8  # of a list
TIES: Final = 12
ISSUES: Final = 12
PEOPLE: Final = 10  # in office
FORMS: Final = 8  # names of an actor
MULTIPLE: Final = 300  # HTTP status: several things have this address


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that the page of an actor shows."""

    who: Identity
    side: str | None
    chart: Chart | None
    by: str
    ties: Section
    parts: tuple[Section, ...]


@router.get("/actors/{id:path}")
@kept
def actor(request: Request, id: str) -> Response:
    """Return the page of an actor; a name leads to the actor's id, one of several to a choice."""
    site = site_of(request)
    found = site.ask(lambda connection: _named(connection, id))
    if len(found) > 1:
        return page(request, "actor_choose.html.jinja", status=MULTIPLE, name=id, choices=found)
    ref = found[0].ref
    if ref.id != id:
        return RedirectResponse(links.actor(ref.id), status_code=303)
    sheet = site.ask(lambda connection: sheet_of(connection, site, ref))
    return page(
        request,
        "actor.html.jinja",
        sheet=sheet,
        who=sheet.who,
        name=for_reading(ref.name),
        forms=[one for one in sheet.who.forms if one.name != ref.name][:FORMS],
    )


def _named(connection: Connection, name: str) -> list[Identity]:
    if not name.strip():
        raise UnknownIdError("no actor is named", remedy="Choose one from the list of actors")
    return [identity(connection, ref) for ref in namesakes(connection, name)]


def sheet_of(connection: Connection, site: Site, ref: ActorRef) -> Sheet:
    """Return all that the page of an actor shows.

    Args:
        connection: the archive.
        site: the site.
        ref: the actor.
    """
    person = ref.kind == "person"
    chart, by = chart_of(connection, ref)
    side = _side(connection, site, ref) if person and ref.side else None
    ties = section(
        connection,
        site,
        NetworkQuery(actor=ref.id, own=True, between="persons" if person else "sides", limit=TIES),
        tie_looks(ref.id),
        id="ties",
        title="Meets most",
        caption="With whom meetings were held most often",
    )
    parts = [
        section(
            connection,
            site,
            MeetingsQuery(actors=(ref.id,), limit=ROWS),
            MEETING_LOOKS,
            id="meetings",
            title="Newest meetings",
            caption="Meetings, the newest first",
        ),
        section(
            connection,
            site,
            OfficesQuery(actor=ref.id, limit=PEOPLE),
            OFFICE_LOOKS if person else HOLDER_LOOKS,
            id="offices",
            title="Offices" if person else "People in office",
            caption="Offices, and the days between which documents give them",
            page=None,
        ),
        section(
            connection,
            site,
            PositionsQuery(by=(ref.id,), limit=ISSUES),
            POSITION_LOOKS,
            id="positions",
            title="Positions",
            caption="How the actor speaks on issues, those with most acts first",
        ),
        section(
            connection,
            site,
            LedgerQuery(by=ref.id, status="not-yet-rated", limit=ROWS),
            UNDERTAKING_LOOKS,
            id="commitments",
            title="Open commitments",
            caption="Undertakings that nobody has rated, those said last first",
        ),
    ]
    if not person:
        parts.append(
            section(
                connection,
                site,
                FormulasQuery(user=ref.id, limit=ROWS),
                PHRASE_LOOKS,
                id="formulas",
                title="Set phrases it uses",
                caption="Set phrases, the most telling first",
            )
        )
    return Sheet(
        who=identity(connection, ref), side=side, chart=chart, by=by, ties=ties, parts=tuple(parts)
    )


def _side(connection: Connection, site: Site, ref: ActorRef) -> str | None:
    side = ref.side or ""
    return names_of(connection, [side], config=site.options.config).actor(side)


def tie_looks(id: str) -> tuple[Look, ...]:
    """Return the columns of ties of one actor: whom it met."""

    def other(row: Tie, names: Names) -> Iterable[Part]:
        name, theirs = (row.b_name, row.b) if row.a == id else (row.a_name, row.a)
        yield Part(words=for_reading(name), href=links.pair(id, theirs), title=theirs)

    def count(row: Tie, names: Names) -> Iterable[Part]:
        theirs = row.b if row.a == id else row.a
        address = MeetingsQuery(actors=(id, theirs)).address("/meetings")
        yield Part(words=f"{row.meetings:,}", href=address)

    return (
        Look(field="a_name", label="With", parts=other, header=True),
        Look(field="meetings", parts=count, kind="number"),
        Look(field="last", kind="day"),
    )


def holder(row: OfficeHeld, names: Names) -> Iterable[Part]:
    """Return who held an office."""
    yield Part(words=for_reading(row.name), href=links.actor(row.actor), title=row.actor)


def office(row: OfficeHeld, names: Names) -> Iterable[Part]:
    """Return an office, leading to where it was first given."""
    href = links.words(row.evidence[0]) if row.evidence else None
    yield Part(words=for_reading(row.office), href=href)
    if row.acting:
        yield Part(words="acting", badge=True)


_DAYS: Final = (
    Look(field="first_day", label="Seen from"),
    Look(field="last_day", label="to"),
    Look(field="times", label="Given", help="how often it is given with the name"),
)
OFFICE_LOOKS: Final = (
    Look(field="office", parts=office, header=True),
    Look(field="of", kind="actors"),
    *_DAYS,
)
HOLDER_LOOKS: Final = (
    Look(field="name", label="Who", parts=holder, header=True),
    Look(field="office", parts=office),
    *_DAYS,
)
MEETING_LOOKS: Final = tuple(
    look for look in meetings.LOOKS if look.field in ("day", "participants", "form", "place")
)
POSITION_LOOKS: Final = tuple(
    look
    for look in positions.LOOKS
    if look.field in ("issue", "stance", "backing", "objecting", "asking", "strongest", "last")
)
UNDERTAKING_LOOKS: Final = tuple(
    look
    for look in ledger.LOOKS
    if look.field in ("goal", "by", "to", "strength", "deadline", "last_reaffirmed", "times")
)
PHRASE_LOOKS: Final = tuple(
    look for look in phrases.LOOKS if look.field in ("phrase", "here", "first_day", "last_day")
)
