"""``/positions``: how actors speak on issues, and ``/changes``: what changed in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from memcon.analysis.issue_statements import IssueAct
from memcon.analysis.positions import Change, Position
from memcon.analysis.stance_years import CountedStance, YearStance, stance_map, stance_years
from memcon.analysis.stances import Stance
from memcon.presentation.wording import for_reading
from memcon.web import charts, links
from memcon.web.charts.years import SIGNS
from memcon.web.kept_pages import kept
from memcon.web.listing import listing, show
from memcon.web.naming import Names, names_of
from memcon.web.queries import (
    MAX_LIMIT,
    ChangesQuery,
    PositionsQuery,
    StanceMapQuery,
    StancesQuery,
    StatementsQuery,
)
from memcon.web.sections import FILES
from memcon.web.site import site_of
from memcon.web.tables import Look, Mark, Part, short_date, table

router = APIRouter()
# What a stance is called in class names of static/positions.css.
CLASSES: Final[Mapping[Stance, str]] = {
    "supportive": "backs",
    "critical": "objects",
    "calls on others": "asks",
    "mixed": "mixed",
    "no stance": "none",
}
_MARKS: Final[Mapping[str, Mark]] = {"higher": "mark", "lower": "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A cell of the heat map: the position, its sign, its class, and where its words are."""

    row: CountedStance
    sign: str
    kind: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Actors by issues: who there is, and for each issue a square for each actor, or none."""

    actors: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str, tuple[Square | None, ...]], ...]

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """The signs: class, sign, what it means."""
        return [(CLASSES[stance], sign, stance) for stance, (sign, _) in SIGNS.items()]


@router.get("/positions")
@kept
def positions(request: Request) -> Response:
    """Return the heat map of positions, with the same as a list."""
    shown = listing(request, PositionsQuery)
    if shown.page is None or not isinstance(shown.query, PositionsQuery):
        return show(request, "positions.html.jinja", shown, heat=None, chart=None, years=())
    view = table(
        shown.page.answer,
        LOOKS,
        names=shown.names,
        caption="Positions, those with most acts first",
        row_id=lambda _: None,
    )
    counted, yearly, names = _counted(request, shown.query)
    asked = shown.query
    whole = StanceMapQuery(by=asked.by, on=asked.on, since=asked.since, until=asked.until)
    return show(
        request,
        "positions.html.jinja",
        shown,
        view,
        heat=heat_map(counted, names, asked),
        heat_files=[
            (name, f"{whole.address(f'/{whole.NAME}.{form}')}&limit={whole.limit}")
            for form, name in FILES
        ],
        chart=charts.years(yearly, names.issue),
        years=_year_links(asked, yearly, shown.path),
        by_year=StancesQuery(by=asked.by, on=asked.on).address("/positions/years"),
    )


@router.get("/positions/years")
@kept
def stances(request: Request) -> Response:
    """Return stances year by year."""
    shown = listing(request, StancesQuery)
    if shown.page is None:
        return show(request, "stances.html.jinja", shown, chart=None)
    view = table(
        shown.page.answer,
        YEAR_LOOKS,
        names=shown.names,
        caption="Stances by year",
        row_id=lambda _: None,
    )
    chart = charts.years(shown.page.answer.rows, shown.names.issue)
    return show(request, "stances.html.jinja", shown, view, chart=chart)


@router.get("/positions/statements")
@kept
def statements(request: Request) -> Response:
    """Return what an actor said and did on an issue, with the words."""
    shown = listing(request, StatementsQuery)
    query = shown.query
    if shown.page is None or not isinstance(query, StatementsQuery):
        return show(request, "statements.html.jinja", shown, about=None)
    view = table(
        shown.page.answer,
        ACT_LOOKS,
        names=shown.names,
        caption="Acts on the issue, the newest first",
        row_id=lambda row: row.evidence.id,
    )
    about = (shown.names.actor(query.actor or ""), shown.names.issue(query.issue or ""))
    return show(request, "statements.html.jinja", shown, view, about=about)


@router.get("/changes")
@kept
def changes(request: Request) -> Response:
    """Return changes of wording."""
    shown = listing(request, ChangesQuery)
    view = None
    if shown.page is not None:
        view = table(
            shown.page.answer,
            CHANGE_LOOKS,
            names=shown.names,
            caption="Changes of wording, the newest first",
            row_id=lambda _: None,
        )
    return show(request, "changes.html.jinja", shown, view)


def heat_map(rows: Sequence[CountedStance], names: Names, query: PositionsQuery) -> HeatMap:
    """Return positions as a map of issues and actors, those with most acts first.

    Args:
        rows: the positions.
        names: of actors and issues.
        query: what was asked: its period goes along to the words.
    """
    acts: dict[str, int] = {}
    weight: dict[str, int] = {}
    for row in rows:
        acts[row.actor] = acts.get(row.actor, 0) + row.acts
        weight[row.issue] = weight.get(row.issue, 0) + row.acts
    actors = sorted(acts, key=lambda id: (-acts[id], id))
    issues = sorted(weight, key=lambda code: (-weight[code], code))
    squares = {
        (row.actor, row.issue): Square(
            row=row,
            sign=SIGNS[row.stance][0],
            kind=CLASSES[row.stance],
            href=statements_address(row.actor, row.issue, query.since, query.until),
        )
        for row in rows
    }
    called = {row.actor: for_reading(row.name) for row in rows}
    return HeatMap(
        actors=tuple((id, called[id]) for id in actors),
        lines=tuple(
            (code, names.issue(code), tuple(squares.get((id, code)) for id in actors))
            for code in issues
        ),
    )


def statements_address(
    actor: str, issue: str, since: str | None = None, until: str | None = None
) -> str:
    """Return where the words behind a position are."""
    asked = {"actor": actor, "issue": issue, "since": since, "until": until}
    given = urlencode({name: value for name, value in asked.items() if value})
    return f"/positions/statements?{given}"


def _counted(
    request: Request, query: PositionsQuery
) -> tuple[Sequence[CountedStance], Sequence[YearStance], Names]:
    """Return the stances of the period that is asked for, those of all years, and names."""
    site = site_of(request)

    def ask(connection: Connection) -> tuple[Sequence[CountedStance], Sequence[YearStance], Names]:
        whole = stance_map(
            connection,
            by=query.by,
            on=query.on,
            since=query.since,
            until=query.until,
            limit=MAX_LIMIT,
        )
        yearly = stance_years(connection, by=query.by, on=query.on, limit=_ALL)
        names = names_of(connection, (row.actor for row in whole.rows), config=site.options.config)
        return whole.rows, yearly.rows, names

    return site.ask(ask, key=("stances", query.by, query.on, query.since, query.until))


def _year_links(
    query: PositionsQuery, rows: Sequence[YearStance], path: str
) -> tuple[tuple[str, str, bool], ...]:
    """Return the years with acts: the year, the page of it alone, whether that is this page."""
    every = sorted({row.year for row in rows})
    if len(every) < 2:
        return ()
    whole = ("All years", query.having(since=None, until=None).address(path))
    found = [(year, query.having(since=year, until=year).address(path)) for year in every]
    chosen = query.since if query.since == query.until else ""
    return tuple((name, href, (name == chosen) if n else not (query.since or query.until))
                 for n, (name, href) in enumerate([whole, *found]))  # fmt: skip


def issue(row: Position, names: Names) -> Iterable[Part]:
    """Return the issue of a position, leading to what was said on it."""
    yield Part(words=names.issue(row.issue), href=statements_address(row.actor, row.issue))


def stance(row: Position | YearStance, names: Names) -> Iterable[Part]:
    """Return a stance with its sign."""
    yield Part(words=f"{SIGNS[row.stance][0]} {row.stance}", badge=True)


def strongest(row: Position, names: Names) -> Iterable[Part]:
    """Return the strongest words on every ladder, each leading to where they stand."""
    for rung in row.wordings:
        words = rung.rung if rung.rung == rung.ladder else f"{rung.ladder}: {rung.rung}"
        yield Part(words=words, href=links.words(rung.evidence), title=rung.evidence.words)


def year(row: YearStance, names: Names) -> Iterable[Part]:
    """Return a year, leading to what was said in it."""
    yield Part(words=row.year, href=statements_address(row.actor, row.issue, row.year, row.year))


def act(row: IssueAct, names: Names) -> Iterable[Part]:
    """Return what is done, and how strongly."""
    words = f"not {row.type}" if row.negated else row.type
    yield Part(words=words if row.rung is None else f"{words}: {row.rung}")
    if row.conditional:
        yield Part(words="on a condition", badge=True)


def kind(row: IssueAct, names: Names) -> Iterable[Part]:
    """Return which kind of act it is, with the sign of its stance."""
    signs = {"backing": "+", "objecting": "−", "asking": "!", "other": "·"}
    yield Part(words=f"{signs[row.kind]} {row.kind}", badge=True)


def course(row: Change, names: Names) -> Iterable[Part]:
    """Return what became of the words: the rung before and the one after, each with its day."""
    yield Part(words=row.before, href=links.words(row.evidence_before))
    yield Part(words=f"({short_date(row.day_before)})")


def after(row: Change, names: Names) -> Iterable[Part]:
    """Return the new words, with the direction in words."""
    yield Part(words=row.after, href=links.words(row.evidence))
    sign = "▲" if row.direction == "higher" else "▼"
    yield Part(words=f"{sign} {row.direction}", badge=True, mark=_MARKS.get(row.direction, ""))


_ALL: Final = 10_000
LOOKS: Final = (
    Look(field="issue", parts=issue, kind="text", header=True),
    Look(field="actor"),
    Look(field="stance", parts=stance),
    Look(field="backing"),
    Look(field="objecting"),
    Look(field="asking"),
    Look(field="strongest", label="Strongest words", parts=strongest, kind="text"),
    Look(field="acts"),
    Look(field="first", kind="day"),
    Look(field="last", kind="day"),
)
YEAR_LOOKS: Final = (
    Look(field="issue", kind="issues", header=True),
    Look(field="actor"),
    Look(field="year", parts=year),
    Look(field="stance", parts=stance),
    Look(field="backing"),
    Look(field="objecting"),
    Look(field="asking"),
    Look(field="acts"),
)
ACT_LOOKS: Final = (
    Look(field="day", label="When"),
    Look(field="kind", parts=kind, kind="text"),
    Look(field="type", label="What", parts=act),
    Look(field="evidence", label="Words"),
)
CHANGE_LOOKS: Final = (
    Look(field="day", label="When"),
    Look(field="actor"),
    Look(field="issue"),
    Look(field="ladder", label="Kind of words"),
    Look(field="before", parts=course, kind="list"),
    Look(field="after", parts=after, kind="list"),
    Look(field="evidence", label="The new words"),
)
