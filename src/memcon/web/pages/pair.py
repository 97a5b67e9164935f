"""``/pairs/…/…``: two actors with each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from memcon.analysis.brief import Brief, brief
from memcon.archive import lookup
from memcon.archive.lookup import ActorRef
from memcon.errors import MemconError
from memcon.presentation.wording import for_reading
from memcon.web import links, tables
from memcon.web.charts import Chart
from memcon.web.kept_pages import kept
from memcon.web.naming import Names, names_of
from memcon.web.pages import actor as sheets
from memcon.web.pages.timeline import chart_of
from memcon.web.queries import (
    ChangesQuery,
    FormulasQuery,
    LedgerQuery,
    MeetingsQuery,
    PositionsQuery,
)
from memcon.web.rendering import page
from memcon.web.sections import Section, section
from memcon.web.site import Site, site_of

router = APIRouter()
ROWS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that the page of two shows. ``brief`` has their positions with each other."""

    a: ActorRef
    b: ActorRef
    chart: Chart | None
    by: str
    brief: Brief
    met: Section
    undertakings: tuple[Section, ...]
    phrases: Section | None
    names: Names


@router.get("/pairs/{a}/{b}")
@kept
def pair(request: Request, a: str, b: str) -> Response:
    """Return the page of two actors; names lead to their ids."""
    site = site_of(request)
    one, other = site.ask(
        lambda connection: (lookup.actor(connection, a), lookup.actor(connection, b))
    )
    if one.key == other.key:
        raise MemconError(
            "these are one actor", where=f"{a}, {b}", remedy="Give two different ones"
        )
    if (one.id, other.id) != (a, b):
        return RedirectResponse(links.pair(one.id, other.id), status_code=303)
    sheet = site.ask(lambda connection: sheet_of(connection, site, one, other))
    return page(
        request,
        "pair.html.jinja",
        sheet=sheet,
        a=one,
        b=other,
        names=(for_reading(one.name), for_reading(other.name)),
        called=sheet.names,
        more={
            "changes": ChangesQuery(by=(one.id, other.id)).address("/changes"),
            "positions": PositionsQuery(by=(one.id, other.id)).address("/positions"),
        },
    )


def sheet_of(connection: Connection, site: Site, a: ActorRef, b: ActorRef) -> Sheet:
    """Return all that the page of two shows.

    Args:
        connection: the archive.
        site: the site.
        a: an actor.
        b: another.
    """
    chart, by = chart_of(connection, a, b)
    name, other = for_reading(a.name), for_reading(b.name)
    undertakings = tuple(
        section(
            connection,
            site,
            LedgerQuery(by=holder.id, to=target.id, limit=ROWS),
            sheets.UNDERTAKING_LOOKS,
            id=f"from-{side}",
            title=title,
            caption=f"Undertakings of {title}, those said last first",
        )
        for side, holder, target, title in (
            ("a", a, b, f"{name} towards {other}"),
            ("b", b, a, f"{other} towards {name}"),
        )
    )
    phrases = None
    if "person" not in (a.kind, b.kind):
        phrases = section(
            connection,
            site,
            FormulasQuery(user=a.id, other=b.id, limit=ROWS),
            sheets.PHRASE_LOOKS,
            id="formulas",
            title="Set phrases that both use",
            caption="Set phrases, the most telling first",
        )
    told = brief(connection, a.id, b.id, today=site.today())
    return Sheet(
        a=a,
        b=b,
        chart=chart,
        by=by,
        brief=told,
        met=section(
            connection,
            site,
            MeetingsQuery(actors=(a.id, b.id), limit=ROWS),
            sheets.MEETING_LOOKS,
            id="meetings",
            title="Meetings",
            caption="Meetings of both, the newest first",
        ),
        undertakings=undertakings,
        phrases=phrases,
        names=names_of(connection, tables.ids_in([told])),
    )
