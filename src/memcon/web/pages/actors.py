"""``/actors``: who is named, how often, by which names, in which offices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from memcon.analysis.actors import Known
from memcon.web import links
from memcon.web.kept_pages import kept
from memcon.web.listing import listing, show
from memcon.web.naming import Names
from memcon.web.queries import ActorsQuery
from memcon.web.tables import Look, Part, short_date

router = APIRouter()
_FORMS: Final = 4  # other names in a cell


@router.get("/actors")
@kept
def actors(request: Request) -> Response:
    """Return the list of actors."""
    shown = listing(request, ActorsQuery)
    return show(
        request,
        "actors.html.jinja",
        shown,
        shown.tabled(LOOKS, caption="Actors, those first that most documents name"),
    )


def name(row: Known, names: Names) -> Iterable[Part]:
    """Return the name of an actor, leading to its page."""
    yield Part(words=row.name, href=links.actor(row.id), title=row.id)


def office(row: Known, names: Names) -> Iterable[Part]:
    """Return the office given most often, with the days between which it is seen."""
    for held in row.offices[:1]:
        of = held.of if held.of != row.side else None
        days = [short_date(day) for day in (held.first_day, held.last_day) if day]
        yield Part(
            words=f"{held.office} ({names.actor(of)})" if of else held.office,
            title=" to ".join(dict.fromkeys(days)) or None,
        )


def other_names(row: Known, names: Names) -> Iterable[Part]:
    """Return the most frequent of the other names that an actor goes by."""
    others = [one for one in row.forms if one != row.name]
    yield from (Part(words=one) for one in others[:_FORMS])
    if len(others) > _FORMS:
        yield Part(words=f"{len(others) - _FORMS} more")


LOOKS: Final = (
    Look(field="name", parts=name, header=True),
    Look(field="kind", kind="text"),
    Look(field="side", read=lambda row: row.side if row.side != row.id else None),
    Look(field="office", parts=office),
    Look(field="documents"),
    Look(field="first_day", label="First named"),
    Look(field="last_day", label="Last named"),
    Look(field="forms", label="Also called", help="other names it goes by", parts=other_names),
)
