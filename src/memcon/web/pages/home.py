"""``/``: the newest meetings, what is new since the last visit, and what there is in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from memcon.analysis.answer import Answer
from memcon.analysis.contents import Contents, contents
from memcon.analysis.meetings import Met
from memcon.analysis.news import Novelty, news
from memcon.presentation.wording import FORMS
from memcon.web import links, tables
from memcon.web.filtering import Facet, Value
from memcon.web.naming import Names, names_of
from memcon.web.pages.meetings import attendee
from memcon.web.queries import MeetingsQuery
from memcon.web.rendering import page
from memcon.web.site import site_of
from memcon.web.visits import COOKIE, KEPT, visit

router = APIRouter()

_MEETINGS: Final = 6  # the newest, as cards
_PEOPLE: Final = 4  # of a card
_NEW: Final = 4  # of each kind
# What each kind is called, and where all of that kind is, new or not.
KINDS: Final[Mapping[str, tuple[str, tuple[str, str] | None]]] = {
    "document": ("Documents added", None),
    "meeting": ("New meetings", ("All meetings", "/meetings")),
    "undertaking": ("New undertakings", ("The ledger", "/ledger")),
    "overdue": ("Newly overdue", ("All that is overdue", "/ledger?overdue=true")),
    "wording": ("Changes of wording", None),
    "review": ("Entered by people", ("The log", "/log")),
}
# Where a value of a facet leads: to which page, by which of its filters.
_LEADING: Final[Mapping[str, tuple[str, str, Sequence[str]]]] = {
    "narrator": ("Whose voice", "/search", ("narrator",)),
    "issue": ("Undertakings by issue", "/ledger", ("issue",)),
    "form": ("Meetings by form", "/meetings", ("form",)),
    "year": ("Meetings by year", "/meetings", ("since", "until")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """What the first page shows, the same for everybody."""

    held: Contents
    meetings: Sequence[Met]
    facets: Sequence[Facet]
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """What is new of a kind: what that is called, where all is, how many, the newest with links."""

    words: str
    whole: tuple[str, str] | None
    number: int
    rows: Sequence[tuple[Novelty, str]]


@router.get("/")
def home(request: Request) -> Response:
    """Return the first page."""
    site = site_of(request)
    here = visit(request.cookies.get(COOKIE), site.now())
    since, today = here.since, site.today()
    first = site.ask(lambda connection: _first(connection, today), key="home")
    told: tuple[Answer[Novelty], Names] | None = None
    if since is not None and first.held.documents:
        told = site.ask(lambda connection: _new(connection, since, today), key=("news", since))
    answer = page(
        request,
        "home.html.jinja",
        first=first,
        since=since,
        news=_by_kind(told[0]) if told else [],
        names=told[1] if told else first.names,
        attendee=attendee,
        most=_PEOPLE,
    )
    answer.set_cookie(
        COOKIE,
        here.cookie,
        max_age=KEPT,
        httponly=True,
        samesite="lax",
        secure=site.options.secure_cookies,
    )
    return answer


def _first(connection: Connection, today: str) -> First:
    held = contents(connection)
    newest = MeetingsQuery(status="held", limit=_MEETINGS)
    rows = newest.ask(connection, today=today, limit=_MEETINGS).rows
    ids = tables.ids_in(rows) | {id for id, _ in held.facets.get("narrator", ())}
    names = names_of(connection, ids)
    facets = [_facet(name, values, names) for name, values in held.facets.items()]
    return First(held=held, meetings=rows, facets=facets, names=names)


def _new(connection: Connection, since: str, today: str) -> tuple[Answer[Novelty], Names]:
    told = news(connection, since=since, today=today, limit=_NEW)
    return told, names_of(connection, tables.ids_in(told.rows))


def _by_kind(told: Answer[Novelty]) -> list[New]:
    counts = dict(told.facets.get("kind", ()))
    return [
        New(
            words=words,
            whole=whole,
            number=counts[kind],
            rows=[(row, links.item(row.id)) for row in told.rows if row.kind == kind],
        )
        for kind, (words, whole) in KINDS.items()
        if counts.get(kind)
    ]


def _facet(name: str, values: Sequence[tuple[str, int]], names: Names) -> Facet:
    label, path, fields = _LEADING[name]
    return Facet(
        name=name,
        label=label,
        values=tuple(
            Value(
                words=_words(name, value, names),
                count=count,
                href=f"{path}?{urlencode(dict.fromkeys(fields, value))}",
                chosen=False,
            )
            for value, count in values
        ),
    )


def _words(name: str, value: str, names: Names) -> str:
    if name == "narrator":
        return names.actor(value)
    return {"issue": names.issue(value), "form": FORMS.get(value, value)}.get(name, value)
