"""``/timeline``: meetings, acts and events by period, drawn and as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from memcon.analysis.timeline import By, Period, roomy_timeline
from memcon.archive import lookup
from memcon.archive.lookup import ActorRef
from memcon.presentation.wording import for_reading
from memcon.web import charts, links
from memcon.web.charts import Chart
from memcon.web.charts.periods import meetings_address, words
from memcon.web.kept_pages import kept
from memcon.web.listing import listing, show
from memcon.web.naming import Names
from memcon.web.queries import TimelineQuery
from memcon.web.site import site_of
from memcon.web.tables import Look, Part, table

router = APIRouter()
QUARTERS: Final = 40  # more than which a chart on a page has years


@router.get("/timeline")
@kept
def page(request: Request) -> Response:
    """Return the timeline of an actor, or of two with each other."""
    shown = listing(request, TimelineQuery)
    query = shown.query
    if shown.page is None or not isinstance(query, TimelineQuery) or query.a is None:
        return show(request, "timeline.html.jinja", shown, chart=None, who=())
    who = site_of(request).ask(_who(query.a, query.b))
    rows: Sequence[Period] = shown.page.answer.rows
    view = table(
        shown.page.answer,
        looks(who),
        names=shown.names,
        caption=f"Meetings, acts and events by {query.by}",
        row_id=lambda row: row.period,
    )
    chart = charts.periods(rows, *map(called, who), by=query.by)
    # The letters that stand for the actors in a file are names here.
    notes = [note for note in shown.page.answer.notes if not note.startswith("a: ")]
    answer = replace(shown.page.answer, facets={}, notes=notes)
    shown = replace(shown, page=replace(shown.page, answer=answer))
    return show(request, "timeline.html.jinja", shown, view, chart=chart, who=who)


def _who(a: str, b: str | None) -> Callable[[Connection], tuple[ActorRef, ...]]:
    def ask(connection: Connection) -> tuple[ActorRef, ...]:
        return tuple(lookup.actor(connection, name) for name in (a, b) if name is not None)

    return ask


def called(ref: ActorRef) -> tuple[str, str]:
    """Return an actor's id and name."""
    return ref.id, for_reading(ref.name)


def chart_of(connection: Connection, *who: ActorRef) -> tuple[Chart | None, By]:
    """Return the timeline of one or two actors by quarter, a long one by year; and by which."""
    found, by = roomy_timeline(connection, *who, most=QUARTERS)
    return charts.periods(found.rows, *map(called, who), by=by), by


def looks(who: Sequence[ActorRef]) -> tuple[Look, ...]:
    """Return the columns for one or two actors."""
    name = for_reading(who[0].name)
    other = for_reading(who[1].name) if len(who) > 1 else None
    towards = name
    back = other or "Others"
    ids = [one.id for one in who]
    joint = (Look(field="joint", label="Joint acts"),) if other else ()

    def period(row: Period, names: Names) -> Iterable[Part]:
        yield Part(words=words(row.period), href=meetings_address(row.period, *ids))

    return (
        Look(field="period", parts=period, header=True),
        Look(field="meetings", kind="number"),
        *joint,
        Look(field="a_cooperative", label=f"{towards}: cooperative"),
        Look(field="a_conflictual", label=f"{towards}: conflictual"),
        Look(field="b_cooperative", label=f"{back}: cooperative"),
        Look(field="b_conflictual", label=f"{back}: conflictual"),
        Look(field="a_goldstein", label=f"{towards}: mean score", kind="number", parts=_mean("a")),
        Look(field="b_goldstein", label=f"{back}: mean score", kind="number", parts=_mean("b")),
        Look(field="examples", label="For example", parts=_examples, kind="list"),
    )


def _mean(side: str) -> Callable[[Any, Names], Iterable[Part]]:
    def parts(row: Any, names: Names) -> Iterable[Part]:
        value = getattr(row, f"{side}_goldstein")
        if value is not None:
            words = f"{value:.1f}".replace("-", "\N{MINUS SIGN}")
            events = getattr(row, f"{side}_events")
            yield Part(words=words, title=f"of {events:,} event{'' if events == 1 else 's'}")

    return parts


_EXAMPLES: Final = 2
_WORDS: Final = 110  # characters of an example


def _examples(row: Period, names: Names) -> Iterable[Part]:
    for cited in row.examples[:_EXAMPLES]:
        text = for_reading(cited.words)
        short = text if len(text) <= _WORDS else f"{text[:_WORDS].rsplit(' ', 1)[0]} …"
        yield Part(words=short, href=links.words(cited))
