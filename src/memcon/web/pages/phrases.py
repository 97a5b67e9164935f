"""``/phrases``: every use of a phrase, who used it when, and its course over the years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from memcon.web.kept_pages import kept
from memcon.web.listing import listing, show
from memcon.web.queries import PhrasesQuery
from memcon.web.tables import Look

router = APIRouter()
_BY_YEAR: Final = "user and year"


@router.get("/phrases")
@kept
def phrases(request: Request) -> Response:
    """Return the uses of phrases."""
    shown = listing(request, PhrasesQuery)
    counts = dict(shown.page.answer.facets.get(_BY_YEAR, ())) if shown.page else {}
    names = shown.names
    return show(
        request,
        "phrases.html.jinja",
        shown,
        shown.tabled(LOOKS, caption="Uses, the latest first", row_id=lambda row: None),
        course=course(counts),
        names=names,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How often each side used a phrase in each year: most first, 0 where it did not."""

    years: tuple[str, ...]
    sides: tuple[tuple[str, tuple[int, ...]], ...]


def course(counts: Mapping[str, int]) -> Course:
    """Return the uses of a phrase by side and year.

    Args:
        counts: of sides with a year behind (``CHN 2021``), as the answer's facet has them.
    """
    found: dict[str, dict[str, int]] = {}
    for name, number in counts.items():
        side, _, year = name.rpartition(" ")
        found.setdefault(side, {})[year] = number
    years = sorted({year for by_year in found.values() for year in by_year})
    sides = sorted(found, key=lambda side: (-sum(found[side].values()), side))
    return Course(
        years=tuple(years),
        sides=tuple((side, tuple(found[side].get(year, 0) for year in years)) for side in sides),
    )


LOOKS: Final = (
    Look(field="day", label="When"),
    Look(field="users", label="Whose words", kind="actors"),
    Look(field="evidence", label="Where", header=True),
)
