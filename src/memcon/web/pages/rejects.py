"""``/rejects``: what could not be read, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from memcon.analysis.rejects import Reject
from memcon.presentation.citation import web_address
from memcon.web.kept_pages import kept
from memcon.web.listing import listing, show
from memcon.web.naming import Names
from memcon.web.queries import RejectsQuery
from memcon.web.tables import Look, Part, words_of

router = APIRouter()


@router.get("/rejects")
@kept
def rejects(request: Request) -> Response:
    """Return the list of rejects."""
    shown = listing(request, RejectsQuery)
    return show(
        request, "rejects.html.jinja", shown, shown.tabled(LOOKS, caption="What could not be read")
    )


def location(row: Reject, names: Names) -> Iterable[Part]:
    """Return where it came from, leading there if it is an address; of an upload, its name."""
    upload, _, rest = row.location.partition(":")
    name = rest.partition("/")[2] if upload == "upload" else ""
    yield Part(
        words=name or row.location,
        href=web_address(row.location),
        title=row.location if name else None,
    )


def fault(row: Reject, names: Names) -> Iterable[Part]:
    """Return what kind of fault it was."""
    yield Part(words=words_of(row.code), badge=True, mark="warn")


LOOKS: Final = (
    Look(field="location", label="What", parts=location, header=True),
    Look(field="code", label="Fault", parts=fault),
    Look(field="reason", label="Why, and what to do"),
    Look(field="at", label="Last tried"),
    Look(field="attempts", label="Tries"),
)
