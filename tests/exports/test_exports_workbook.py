"""Excel workbooks: opened by openpyxl; nothing in them acts."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pandas as pd  # type: ignore[import-untyped]
import pytest

from memcon.exports import workbook
from memcon.exports.workbook import Cell, Column, Link, Sheet, write_workbook

COLUMNS = (
    Column(name="words", about="what was said", width=40),
    Column(name="day", about="when", kind="day"),
    Column(name="source", about="where it stands"),
)


def sheet(*rows: Sequence[Cell], name: str = "said") -> Sheet:
    return Sheet(name=name, about="What was said, a row each.", columns=COLUMNS, rows=rows)


def opened(path: Path, *rows: Sequence[Cell]) -> Any:
    write_workbook(path, [sheet(*rows)])
    return openpyxl.load_workbook(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a workbook goes."""
    return tmp_path / "book.xlsx"


def test_rows_are_below_a_frozen_header_with_filters(path: Path) -> None:
    count = write_workbook(
        path, [sheet(("will build ferries", "2024-03-05", None)), sheet(name="none")]
    )
    assert count == 1
    page = openpyxl.load_workbook(path)["said"]
    assert [cell.value for cell in page[1]] == ["words", "day", "source"]
    assert page[1][0].font.bold
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:C2"
    assert page.column_dimensions["A"].width == pytest.approx(40, abs=1)
    assert page["A2"].value == "will build ferries"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", '=HYPERLINK("https://x")'])
def test_a_text_that_looks_like_a_formula_is_a_text(path: Path, text: str) -> None:
    cell = opened(path, (text, None, None))["said"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix  # and stays one when somebody edits the cell
    with zipfile.ZipFile(path) as parts:
        pages = [parts.read(name) for name in parts.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in page for page in pages)


def test_titles_are_links_to_the_web_only(path: Path) -> None:
    good = "https://mfa.ostria.example/ferries?id=1&lang=en"
    page = opened(
        path,
        ("a", None, Link("Ferries", good)),
        ("b", None, Link("Script", "javascript:alert(1)")),
        ("c", None, Link("File", "file:///etc/passwd")),
        ("d", None, Link("=1+1", None)),
        ("e", None, Link("Long", "https://mfa.ostria.example/" + "x" * 3000)),
    )["said"]
    assert (page["C2"].value, page["C2"].hyperlink.target) == ("Ferries", good)
    assert [page[f"C{row}"].hyperlink for row in range(3, 7)] == [None] * 4
    assert (page["C5"].value, page["C5"].data_type) == ("=1+1", "s")


def test_more_links_than_a_sheet_can_hold_are_texts(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_LINKS", 2)
    link = Link("Ferries", "https://mfa.ostria.example/ferries")
    page = opened(path, *[("a", None, link)] * 3)["said"]
    assert [bool(page[f"C{row}"].hyperlink) for row in (2, 3, 4)] == [True, True, False]
    assert page["C4"].value == "Ferries"


def test_days_are_dates_and_months_texts(path: Path) -> None:
    page = opened(
        path, ("a", "2024-03-05", None), ("b", "2024-03", None), ("c", "1856-03-30", None)
    )
    cells = [page["said"][f"B{row}"].value for row in (2, 3, 4)]
    assert cells == [dt.datetime(2024, 3, 5), "2024-03", "1856-03-30"]


def test_numbers_and_answers_are_what_they_are(path: Path) -> None:
    page = opened(path, (3, None, True), (0.5, None, False))["said"]
    assert (page["A2"].value, page["C2"].value, page["A3"].value) == (3, "yes", 0.5)


def test_control_marks_and_long_texts_are_cut(path: Path) -> None:
    page = opened(path, ("a\x00b\tc\nd\x0be", None, None), ("x" * 40_000, None, None))["said"]
    assert page["A2"].value == "ab c d e"
    assert len(page["A3"].value) == workbook.MAX_TEXT


def test_rows_behind_the_last_that_excel_holds_are_left_out(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    assert write_workbook(path, [sheet(*[("a", None, None)] * 5)]) == 2


def test_the_last_sheet_says_what_columns_hold(path: Path) -> None:
    write_workbook(path, [sheet()], about=["A remark."])
    frame = pd.read_excel(path, sheet_name="about", keep_default_na=False)
    assert list(frame["what it holds"]) == [
        "A remark.", "What was said, a row each.", "what was said", "when", "where it stands",
    ]  # fmt: skip


def test_equal_sheets_are_equal_files(tmp_path: Path) -> None:
    files = []
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(
            tmp_path / name, [sheet(("a", "2024-03-05", Link("b", "https://c.example")))]
        )
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]
    made = openpyxl.load_workbook(tmp_path / "one.xlsx").properties.created
    assert made == dt.datetime(1980, 1, 1)  # and not the second in which it was written


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_workbook(tmp_path / "no" / "book.xlsx", [sheet()])
