"""``/network``: who meets whom, drawn, by period, with every pair."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from memcon.analysis.network import Network, Tie
from memcon.analysis.network import network as find
from memcon.presentation.wording import FORMS
from memcon.web import charts, links
from memcon.web.charts import Chart
from memcon.web.kept_pages import kept
from memcon.web.listing import listing, show
from memcon.web.naming import Names
from memcon.web.queries import MeetingsQuery, NetworkQuery
from memcon.web.site import site_of
from memcon.web.tables import Look, Part, table

router = APIRouter()


@router.get("/network")
@kept
def network(request: Request) -> Response:
    """Return the network of meetings."""
    shown = listing(request, NetworkQuery)
    query = shown.query
    if shown.page is None or not isinstance(query, NetworkQuery):
        return show(request, "network.html.jinja", shown, chart=None, years=(), found=None)
    found = shown.page.answer
    view = table(
        found,
        LOOKS,
        names=shown.names,
        caption="Who met whom, those first that met most often",
        row_id=lambda _: None,
    )
    chart = None
    if isinstance(found, Network):
        chart = _chart(request, query)
    years = _years(query, found, shown.path) if isinstance(found, Network) else ()
    # Years are chosen above the drawing.
    counts = {name: values for name, values in found.facets.items() if name != "year"}
    shown = replace(shown, page=replace(shown.page, answer=replace(found, facets=counts)))
    return show(
        request,
        "network.html.jinja",
        shown,
        view,
        chart=chart,
        found=found,
        years=years,
    )


def _chart(request: Request, query: NetworkQuery) -> Chart | None:
    """Return the drawing of the whole network, whichever page of its ties is shown."""

    def draw(connection: Connection) -> Chart | None:
        return charts.ties(find(connection, **query.filters()))

    return site_of(request).ask(draw, key=("ties", *query.parameters()))


def _years(
    query: NetworkQuery, found: Network, path: str
) -> tuple[tuple[str, int | None, str, bool], ...]:
    """Return the years with meetings: the year, how many, its page, whether that is this one."""
    whole = query.having(since=None, until=None).address(path)
    chosen = query.since if query.since == query.until else None
    return (
        ("All years", None, whole, not (query.since or query.until)),
        *(
            (year, count, query.having(since=year, until=year).address(path), year == chosen)
            for year, count in found.facets["year"]
        ),
    )


def one(row: Tie, names: Names) -> Iterable[Part]:
    """Return the first of two."""
    yield Part(words=row.a_name, href=links.actor(row.a), title=row.a)


def other(row: Tie, names: Names) -> Iterable[Part]:
    """Return the second of two."""
    yield Part(words=row.b_name, href=links.actor(row.b), title=row.b)


def together(row: Tie, names: Names) -> Iterable[Part]:
    """Return where all that is known of two with each other is."""
    yield Part(words="Both together", href=links.pair(row.a, row.b))


def count(row: Tie, names: Names) -> Iterable[Part]:
    """Return how many meetings there were, leading to them."""
    meetings = MeetingsQuery(actors=(row.a, row.b)).address("/meetings")
    yield Part(words=f"{row.meetings:,}", href=meetings)


def forms(row: Tie, names: Names) -> Iterable[Part]:
    """Return the meetings by form."""
    for form, number in row.forms.items():
        yield Part(words=f"{FORMS.get(form, form)} {number:,}")


def by_year(row: Tie, names: Names) -> Iterable[Part]:
    """Return the meetings by year, each leading to them."""
    for year, number in row.years.items():
        asked = MeetingsQuery(actors=(row.a, row.b), since=year, until=year)
        yield Part(words=f"{year}: {number:,}", href=asked.address("/meetings"))


LOOKS: Final = (
    Look(field="a_name", label="One", parts=one, header=True),
    Look(field="b_name", label="The other", parts=other),
    Look(field="meetings", parts=count, kind="number"),
    Look(field="years", label="By year", parts=by_year),
    Look(field="forms", label="In which form", parts=forms),
    Look(field="first", kind="day"),
    Look(field="last", kind="day"),
    Look(field="a", label="More", help="the page on both", parts=together, kind="text"),
)
