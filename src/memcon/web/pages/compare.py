"""``/compare``: two documents, two meetings, or two accounts of one meeting, side by side."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from memcon.analysis import choosing
from memcon.analysis.answer import Answer
from memcon.analysis.choosing import Choice
from memcon.analysis.comparison import ComparedRow, Label
from memcon.errors import ArchiveError, MemconError, UnknownIdError
from memcon.presentation.tabular import Rows, write_answer
from memcon.web import listing
from memcon.web.comparing import Compared, Sign, compared
from memcon.web.downloads import MEDIA_TYPES
from memcon.web.errors import status_of
from memcon.web.kept_pages import kept
from memcon.web.naming import names_of
from memcon.web.queries import CompareQuery
from memcon.web.remarks import in_web_words
from memcon.web.rendering import page
from memcon.web.site import Site, site_of

router = APIRouter()

PATH: Final = "/compare"
View = Literal["columns", "redline"]
_DOCUMENT: Final = "doc:"
_ALL: Final = 1_000_000  # rows: more than two sides can have


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A label to filter by: where a click leads, and whether it is chosen already."""

    sign: Sign
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """What can be chosen for the two sides; a side that is settled has its document alone."""

    a: Sequence[Choice]
    b: Sequence[Choice]
    problem: str | None = None
    status: int = 200


@router.get(PATH)
@kept
def compare_page(request: Request) -> Response:
    """Return the comparison that is asked for, or what can be compared."""
    site = site_of(request)
    view: View = "redline" if request.query_params.get("view") == "redline" else "columns"
    given = listing.parameters(request, CompareQuery)
    try:
        query = cast(CompareQuery, listing.read(CompareQuery, given))
    except MemconError as error:
        return _choosing(request, given, Choosing(a=(), b=(), problem=str(error), status=422))
    if not _is_settled(query):
        return _choosing(request, given, site.ask(lambda one: _choices(one, query)))
    try:
        made = comparison(site, query)
    except MemconError as error:
        if isinstance(error, ArchiveError) and not isinstance(error, UnknownIdError):
            raise
        found = site.ask(partial(_after, query=query, error=error))
        return _choosing(request, given, found)
    labels = query.label
    return page(
        request,
        "compare.html.jinja",
        made=made,
        names=made.names(),
        query=query,
        view=view,
        filters=[
            Filter(
                sign=sign,
                count=number,
                href=_address(query, view, _toggled(labels, sign.label)),
                chosen=sign.label in labels,
            )
            for sign, number in made.counts
        ],
        pairs=made.of(labels),
        views=[
            (name, words, _address(query, name, labels))
            for name, words in (("columns", "Side by side"), ("redline", "One text, marked"))
        ],
        everything=_address(query, view, ()),
        turned=_turned(query, view),
        files=[(form, f"{PATH}.{form}?{urlencode(query.parameters())}") for form in MEDIA_TYPES],
        given=given,
    )


@router.get(PATH + ".{form}")
def compare_file(request: Request, form: Literal["csv", "json", "jsonl"]) -> Response:
    """Return the rows of a comparison that the page shows, as a file."""
    query = cast(
        CompareQuery, listing.read(CompareQuery, listing.parameters(request, CompareQuery))
    )
    if query.a is None:
        raise MemconError("there is nothing to compare", where="a", remedy=query.NEEDS)
    site = site_of(request)

    def asked(connection: Connection) -> Answer[ComparedRow]:
        return query.ask(connection, today=site.today(), limit=_ALL)

    stream = io.StringIO()
    write_answer(Rows(site.ask(asked)), form=form, stream=stream)
    named = {"Content-Disposition": f'attachment; filename="memcon-compare.{form}"'}
    return Response(stream.getvalue(), media_type=MEDIA_TYPES[form], headers=named)


def comparison(site: Site, query: CompareQuery) -> Compared:
    """Return a whole comparison, kept whatever labels of it are shown.

    Raises:
        MemconError: as the question does.
    """
    key = ("compared", query.a, query.b, query.mode, query.narrators)
    return site.ask(lambda one: compared(one, query.compare(one)), key=key)


def _is_settled(query: CompareQuery) -> bool:
    """Return whether it is said what is to be compared: two ids, or that of one meeting."""
    if query.a is None or not query.a.startswith(_DOCUMENT):
        return False
    if query.b is None:
        return "/meeting:" in query.a
    return query.b.startswith(_DOCUMENT)


def _choices(connection: Connection, query: CompareQuery) -> Choosing:
    """Return what a text may mean, and what is near to a side that is settled."""
    a = choosing.choices(connection, query.a) if query.a else []
    if query.b:
        b = choosing.choices(connection, query.b)
    elif len(a) == 1:
        b = choosing.near(connection, a[0].id)
    else:
        b = []
    if not a and len(b) == 1:
        a = choosing.near(connection, b[0].id)
    missing = [
        f"Nothing in the archive is called {text!r}."
        for text, found in ((query.a, a), (query.b, b))
        if text and not found
    ]
    return Choosing(a=a, b=b, problem=" ".join(missing) or None)


def _after(connection: Connection, query: CompareQuery, error: MemconError) -> Choosing:
    """Return what can be chosen where a comparison cannot be made: accounts of a meeting."""
    problem, status = in_web_words(str(error)), status_of(error)
    if query.b is not None or isinstance(error, UnknownIdError):
        return Choosing(a=(), b=(), problem=problem, status=status)
    told = choosing.accounts_of(connection, query.a or "")
    if len(told) < 2:
        near = choosing.near(connection, query.a or "")
        return Choosing(
            a=told, b=near, problem="One document alone tells of this meeting. Choose another one."
        )
    return Choosing(a=told, b=told, problem="Choose two of the accounts of this meeting.")


def _choosing(request: Request, given: dict[str, list[str]], found: Choosing) -> Response:
    ids = [one.narrator for one in (*found.a, *found.b) if one.narrator]
    return page(
        request,
        "compare_choose.html.jinja",
        status=found.status,
        given=given,
        choosing=found,
        names=site_of(request).ask(lambda connection: names_of(connection, ids)),
    )


def _address(query: CompareQuery, view: View | str, labels: Sequence[Label]) -> str:
    pairs = query.having(label=tuple(labels) or None).parameters()
    pairs += [("view", view)] if view != "columns" else []
    return f"{PATH}?{urlencode(pairs)}"


def _turned(query: CompareQuery, view: View) -> str | None:
    """Return the address of the same with A and B in each other's place."""
    if query.b is None:
        return None
    return _address(query.having(a=query.b, b=query.a), view, ())


def _toggled(labels: Sequence[Label], label: Label) -> list[Label]:
    return [one for one in labels if one != label] + ([] if label in labels else [label])
