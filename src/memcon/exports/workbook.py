"""Excel workbooks: sheets of rows, whoever makes them, with links and nothing that acts.

What the sheets hold is said where they are asked for (``memcon.workbook``): answers are
``analysis``'s, which exports do not know.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal

from memcon.exports.plain import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, what stands in it, its width in characters, and of which kind it is.

    ``day`` holds ISO 8601 days, months and years; days become dates of Excel.
    """

    name: str
    about: str
    width: int = 12
    kind: Literal["text", "day"] = "text"


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to an address; without one, or with an odd one, it is its text."""

    text: str
    url: str | None


Cell = str | int | float | bool | Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: its name, what a row is, its columns, and the rows in the order of the columns."""

    name: str
    about: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


# What Excel can hold (Microsoft, "Excel specifications and limits").
MAX_ROWS: Final = 1_048_576  # with the header
MAX_TEXT: Final = 32_767
MAX_LINKS: Final = 65_530  # of a sheet
MAX_URL: Final = 2_079
_FIRST_YEAR: Final = 1900  # of Excel's calendar

_WEB: Final = re.compile(r"https?://[^\s\"<>]+\Z")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
# A text that begins so becomes a formula when somebody edits its cell.
_FORMULA: Final = ("=", "+", "-", "@")
# The same archive gives the same bytes: a file of Excel says when it was made.
_MADE: Final = dt.datetime(1980, 1, 1)
_OPTIONS: Final = {
    "constant_memory": True,  # a row at a time
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_INDEX: Final = (
    Column(name="sheet", about="", width=14),
    Column(name="column", about="", width=20),
    Column(name="what it holds", about="", width=100),
)


def write_workbook(path: Path, sheets: Sequence[Sheet], *, about: Sequence[str] = ()) -> int:
    """Write sheets as an Excel workbook, with a last sheet that says what all columns hold.

    No cell holds a formula. Rows behind the last that Excel can hold are left out, longer texts
    cut; of more links than a sheet can hold the text remains.

    Args:
        path: the file; replaced if it is there.
        sheets: in their order; their rows are asked for once, one after the other.
        about: remarks on the whole, a line each.

    Returns:
        How many rows were written, without headers and the last sheet.

    Raises:
        OSError: the file cannot be written.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    # Opened here, so that a place that cannot be written is noticed before the work is done.
    with path.open("wb") as stream, TemporaryDirectory() as scratch:
        book = xlsxwriter.Workbook(stream, {**_OPTIONS, "tmpdir": scratch})
        book.set_properties({"title": "memcon", "created": _MADE})
        writer = _Writer(book)
        written = sum(writer.sheet(sheet) for sheet in sheets)
        writer.sheet(_index(sheets, about))
        book.close()
    return written


def _index(sheets: Sequence[Sheet], about: Sequence[str]) -> Sheet:
    rows: list[Sequence[Cell]] = [("", "", line) for line in about]
    for sheet in sheets:
        rows.append((sheet.name, "", sheet.about))
        rows += [(sheet.name, column.name, column.about) for column in sheet.columns]
    return Sheet(name="about", about="", columns=_INDEX, rows=rows)


class _Writer:
    """Writes sheets into a workbook with the few formats they share."""

    def __init__(self, book: Any):
        top = {"valign": "top", "text_wrap": True}
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self._text = book.add_format(top)
        self._literal = book.add_format({**top, "quote_prefix": True})
        self._day = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"})
        self._link = book.add_format({**top, "font_color": "#0563C1", "underline": 1})

    def sheet(self, sheet: Sheet) -> int:
        """Write a sheet; return how many rows it has below the header."""
        page = self._book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
            page.write_string(0, place, column.name, self._head)
        links = 0
        row = 0
        for cells in sheet.rows:
            if row + 1 == MAX_ROWS:
                break
            row += 1
            for place, (column, cell) in enumerate(zip(sheet.columns, cells, strict=True)):
                links += self._cell(page, row, place, cell, column.kind, links < MAX_LINKS)
        page.autofilter(0, 0, row, len(sheet.columns) - 1)
        return row

    def _cell(self, page: Any, row: int, place: int, cell: Cell, kind: str, may_link: bool) -> bool:
        """Write a cell; return whether it is a link."""
        if isinstance(cell, Link):
            url = cell.url or ""
            text = _cut(cell.text)
            if may_link and text and len(url) <= MAX_URL and _WEB.match(url):
                page.write_url(row, place, url, self._link, string=text)
                return True
            cell = text
        if cell is None or cell == "":
            return False
        if isinstance(cell, bool):
            page.write_string(row, place, "yes" if cell else "no", self._text)
        elif isinstance(cell, int | float):
            page.write_number(row, place, cell, self._text)
        elif kind == "day" and _DAY.match(cell) and int(cell[:4]) >= _FIRST_YEAR:
            page.write_datetime(row, place, dt.date.fromisoformat(cell), self._day)
        else:
            text = _cut(cell)
            style = self._literal if text.startswith(_FORMULA) else self._text
            page.write_string(row, place, text, style)
        return False


def _cut(text: str) -> str:
    plain = one_line(text)
    return plain if len(plain) <= MAX_TEXT else plain[: MAX_TEXT - 1] + "…"
