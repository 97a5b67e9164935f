"""A question as a page of a list: its parameters read, its page of rows asked, its fault told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import Request
from markupsafe import Markup
from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from memcon.errors import ArchiveError, MemconError, UnknownIdError
from memcon.web import filtering, tables
from memcon.web.errors import status_of
from memcon.web.filtering import Chosen, Facet, Field
from memcon.web.naming import Names, issues, names_of, suggestions
from memcon.web.queries import Page, Paged
from memcon.web.remarks import in_web_words, named
from memcon.web.rendering import environment, page
from memcon.web.site import Site, site_of
from memcon.web.tables import Look, Sorting, Table

UNFIT: Final = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a page of a list shows.

    Attributes:
        path: of the page.
        fields: of the form, with what was given.
        query: what is asked; None where the parameters say nothing that can be asked.
        page: the rows; None where nothing is asked, or in vain.
        names: of the actors on the page.
        problem: what was wrong, and what to do about it.
        status: of HTTP.
    """

    path: str
    fields: tuple[Field, ...]
    query: Paged | None = None
    page: Page[Any] | None = None
    names: Names = field(default_factory=Names)
    problem: str | None = None
    status: int = 200

    @property
    def rows(self) -> Sequence[Any]:
        """The rows of the page."""
        return self.page.answer.rows if self.page else ()

    @property
    def notes(self) -> list[str]:
        """What is to be said about the answer."""
        return [named(note, self.names) for note in self.page.answer.notes] if self.page else []

    @property
    def facets(self) -> tuple[Facet, ...]:
        """The facets of the answer, as links."""
        if self.page is None or self.query is None:
            return ()
        return filtering.facets_of(self.page.answer.facets, self.query, self.path, self.names)

    @property
    def chosen(self) -> tuple[Chosen, ...]:
        """The filters that are set, as links that take them away."""
        return filtering.chosen_of(self.query, self.path, self.names) if self.query else ()

    def tabled(
        self,
        looks: Sequence[Look | str] = (),
        *,
        caption: str,
        sorting: Sorting | None = None,
        row_id: Callable[[Any], str | None] | None = None,
    ) -> Table | None:
        """Return a table of the rows (see ``tables.table``), None where there are none.

        Args:
            looks: the columns.
            caption: says what the table has.
            sorting: by what it is sorted, if readers can choose.
            row_id: gives the anchor of a row.
        """
        if self.page is None:
            return None
        return tables.table(
            self.page.answer,
            looks,
            names=self.names,
            caption=caption,
            sorting=sorting,
            row_id=row_id,
        )


def listing(request: Request, model: type[Paged], path: str | None = None) -> Listing:
    """Return what a page of a list shows; what was given wrongly is told on the page itself.

    Args:
        request: its parameters say what is asked.
        model: the question.
        path: of the page, where that is not the request's.

    Raises:
        ArchiveError: the archive cannot be read.
    """
    site = site_of(request)
    path = path or request.url.path
    given = parameters(request, model)
    fields = filtering.fields_of(model, given, Names(config=site.options.config))
    try:
        query = read(model, given)
    except MemconError as error:
        return Listing(path=path, fields=fields, problem=_told(error), status=UNFIT)
    if not query.asked:
        return Listing(path=path, fields=fields, query=query)
    try:
        found, names = asked(site, query)
    except MemconError as error:
        if isinstance(error, ArchiveError) and not isinstance(error, UnknownIdError):
            raise
        status = status_of(error)
        return Listing(path=path, fields=fields, query=query, problem=_told(error), status=status)
    return Listing(path=path, fields=fields, query=query, page=found, names=names)


def asked(site: Site, query: Paged) -> tuple[Page[Any], Names]:
    """Return a page of rows with the names of the actors on it.

    Raises:
        MemconError: as the question does.
    """

    def ask(connection: Connection) -> tuple[Page[Any], Names]:
        found = query.page(connection, today=site.today())
        ids = tables.ids_in(found.answer.rows) | filtering.ids_in(query, found.answer.facets)
        return found, names_of(connection, ids, config=site.options.config)

    return site.ask(ask, key=("listing", query))


def parameters(request: Request, model: type[Paged]) -> dict[str, list[str]]:
    """Return the parameters of a question as they were given, without empty ones."""
    found: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name in model.model_fields and value.strip():
            found.setdefault(name, []).append(value)
    return found


def read(model: type[Paged], given: Mapping[str, Sequence[str]]) -> Paged:
    """Return the question that parameters ask.

    Raises:
        MemconError: one of them has a value that it cannot have; the message names it.
    """
    values: dict[str, Any] = {}
    for name, several in given.items():
        default = model.model_fields[name].get_default(call_default_factory=True)
        values[name] = list(several) if isinstance(default, tuple) else several[-1]
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        info = model.model_fields.get(name)
        raise MemconError(
            first["msg"].removeprefix("Value error, "),
            where=(info.title if info else None) or name or model.NAME,
            remedy=(info.description or "").replace("`", "") if info else None,
        ) from error


def show(
    request: Request,
    template: str,
    shown: Listing,
    view: Table | None = None,
    **context: Any,
) -> HTMLResponse:
    """Return the page of a list.

    Args:
        request: what is answered.
        template: extends ``listing.html.jinja``.
        shown: what the page shows.
        view: its rows as a table, if the template prints one.
        context: what else the template is given.
    """
    suggested = site_of(request).ask(suggestions, key="suggestions")
    return page(
        request,
        template,
        status=shown.status,
        listing=shown,
        rows=_printed(view) if view else None,
        view=view,
        suggested=suggested,
        issues=issues(site_of(request).options.config),
        **context,
    )


def _printed(view: Table) -> Markup:
    macros = environment().get_template("macros/table.jinja").module
    return Markup(macros.table(view)) + Markup(macros.columns_help(view))  # type: ignore[attr-defined]


def _told(error: MemconError) -> str:
    return in_web_words(str(error))
