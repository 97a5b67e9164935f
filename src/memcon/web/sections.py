"""Parts of a page that show the beginning of a list: its rows, its files, and where the rest is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from sqlalchemy import Connection

from memcon.web import tables
from memcon.web.naming import names_of
from memcon.web.queries import Paged
from memcon.web.remarks import named
from memcon.web.site import Site
from memcon.web.tables import Look, Table

FILES: Final = (("csv", "CSV"), ("json", "JSON"), ("jsonl", "JSON Lines"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The beginning of a list.

    Attributes:
        id: its anchor.
        title: its heading.
        table: its rows; None where there are none.
        total: how many there are, None where that was not counted.
        shown: how many rows it has.
        address: of the page with the whole list.
        files: what is shown as files: names, and addresses.
        notes: what is to be said about it.
        rows: the rows as the question gave them.
    """

    id: str
    title: str
    table: Table | None
    total: int | None
    shown: int
    address: str | None
    files: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    rows: Sequence[Any]


def section(
    connection: Connection,
    site: Site,
    query: Paged,
    looks: Sequence[Look | str],
    *,
    id: str,
    title: str,
    caption: str,
    page: str | None = "",
    row_id: Callable[[Any], str | None] = lambda _: None,
) -> Section:
    """Return the beginning of a list, as many rows as the question's limit says.

    Args:
        connection: the archive.
        site: tells the day, and where names of the user's own are.
        query: the question.
        looks: the columns.
        id: the anchor.
        title: the heading.
        caption: of the table.
        page: the path of the whole list; that of the question without it, None if it has none.
        row_id: gives the anchor of a row.

    Raises:
        MemconError: as the question does.
    """
    found = query.page(connection, today=site.today()).answer
    names = names_of(connection, tables.ids_in(found.rows), config=site.options.config)
    asked = urlencode([*query.parameters(), ("limit", query.limit)])
    view = tables.table(found, looks, names=names, caption=caption, row_id=row_id)
    path = f"/{query.NAME}" if page == "" else page
    return Section(
        id=id,
        title=title,
        table=view if found.rows else None,
        total=found.total,
        shown=len(found.rows),
        address=query.address(path) if path else None,
        files=tuple((name, f"/{query.NAME}.{form}?{asked}") for form, name in FILES),
        notes=tuple(named(note, names) for note in found.notes),
        rows=found.rows,
    )
