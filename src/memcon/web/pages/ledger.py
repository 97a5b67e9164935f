"""``/ledger``: who undertook what, towards whom, by when, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from memcon.analysis.ledger import Undertaking
from memcon.analysis.thread_filters import UNRATED
from memcon.web import links
from memcon.web.charts import quantities
from memcon.web.kept_pages import kept
from memcon.web.listing import listing, show
from memcon.web.naming import Names
from memcon.web.queries import LedgerQuery
from memcon.web.tables import Look, Part, Sorting, mark_of, words_of

router = APIRouter()


@router.get("/ledger")
@kept
def ledger(request: Request) -> Response:
    """Return the ledger."""
    shown = listing(request, LedgerQuery)
    if shown.page is None or shown.query is None:
        return show(request, "ledger.html.jinja", shown, chart=None)
    asked = shown.query.filters()
    value = asked["sort"] or ("deadline" if asked["overdue"] else "last")
    # Drawn only where it is asked for: it takes longer than the rest of the page.
    figured = quantities(shown.rows) if asked["with_quantity"] else None
    view = shown.tabled(
        LOOKS,
        caption="Undertakings, each once however often it was said",
        sorting=Sorting(query=shown.query, path=shown.path, value=value),
    )
    return show(request, "ledger.html.jinja", shown, view, chart=figured)


def status(row: Undertaking, names: Names) -> Iterable[Part]:
    """Return what became of an undertaking; of those not rated, only the overdue are marked."""
    if row.overdue:
        yield Part(words="overdue", badge=True, mark="bad", title="and not yet rated")
        return
    words = words_of(row.status)
    yield Part(words=words, badge=row.status != UNRATED, mark=mark_of(row.status))


def said(row: Undertaking, names: Names) -> Iterable[Part]:
    """Return how often an undertaking was said, leading to all of that."""
    words = "once" if row.times == 1 else f"{row.times:,}\N{NO-BREAK SPACE}times"
    yield Part(words=words, href=links.item(row.id))


LOOKS: Final = (
    Look(field="goal", label="What is to be done", link="latest", header=True),
    Look(field="by"),
    Look(field="to", label="Towards"),
    Look(
        field="strength", kind="text", help="how firmly it was said last: will, ready, hope or call"
    ),
    Look(field="quantities", label="Numbers"),
    Look(field="deadline", label="Due", sort="deadline"),
    Look(field="status", parts=status),
    Look(field="first_seen", label="First said", sort="first"),
    Look(
        field="last_reaffirmed",
        label="Last said",
        help="day on which it was said last",
        read=lambda row: row.last_reaffirmed or row.first_seen,
        sort="last",
        descending=True,
    ),
    Look(field="times", label="Said", parts=said, sort="times", descending=True),
)
