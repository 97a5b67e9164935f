"""``xlsx``: the sheets hold the answers of the archive, with their evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pandas as pd  # type: ignore[import-untyped]
import pytest

from archives import filled
from memcon import workbook
from memcon.analysis.ledger import ledger
from memcon.analysis.meetings import meetings
from memcon.analysis.positions import positions
from memcon.archive import Archive, open_archive
from memcon.archive.lookup import issues
from memcon.exports.formats import Selection
from memcon.exports.selected import selected_records

SHEETS = ["ledger", "positions", "wordings", "meetings", "accounts", "about"]


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    """An archive of the examples."""
    with filled(archive_url) as opened:
        yield opened


def exported(archive: Archive, path: Path, **selected: str) -> tuple[int, dict[str, Any]]:
    with archive.reading() as connection:
        count = workbook.write(connection, path, Selection(**selected))
    return count, pd.read_excel(path, sheet_name=None)


def test_the_sheets_hold_all_answers(archive: Archive, tmp_path: Path) -> None:
    count, frames = exported(archive, tmp_path / "book.xlsx")
    assert list(frames) == SHEETS
    with archive.reading() as connection:
        undertakings = ledger(connection, today="1900-01-01", limit=10_000).rows
        stances = positions(connection, on=issues(connection), limit=10_000).rows
        held = meetings(connection, limit=10_000).rows
    assert list(frames["ledger"]["id"]) == [row.id for row in undertakings]
    assert list(frames["ledger"]["goal"]) == [row.goal for row in undertakings]
    assert [tuple(row) for row in frames["positions"][["actor", "issue", "stance"]].values] == [
        (row.actor, row.issue, row.stance) for row in stances
    ]
    assert list(frames["meetings"]["id"]) == [row.id for row in held]
    assert len(frames["accounts"]) == sum(len(row.evidence) for row in held)
    assert count == sum(len(frames[name]) for name in SHEETS[:-1])
    assert len(undertakings) > 5
    assert len(held) > 3


def test_words_are_evidence_and_sources_are_linked(archive: Archive, tmp_path: Path) -> None:
    exported(archive, tmp_path / "book.xlsx")
    with archive.reading() as connection:
        documents = {
            record.document.id: record.document
            for _, record in selected_records(connection, Selection())
        }
    page = openpyxl.load_workbook(tmp_path / "book.xlsx")["ledger"]
    head = {cell.value: cell.column - 1 for cell in page[1]}
    linked = 0
    for row in page.iter_rows(min_row=2):
        document = documents[row[head["document"]].value]
        start, end = (int(row[head[name]].value) for name in ("start", "end"))
        words = " ".join(document.text[start:end].split())
        assert words.startswith(row[head["words"]].value[:20])
        link = row[head["source"]].hyperlink
        assert (link.target if link else None) == document.url
        linked += bool(link)
    assert linked


def test_who_is_bound_is_named_beside_the_id(archive: Archive, tmp_path: Path) -> None:
    _, frames = exported(archive, tmp_path / "book.xlsx", actor="Varnia")
    ledger = frames["ledger"]
    assert "Varnia" in set(ledger[ledger["by"] == "XVA"]["bound"])
    assert "Inner Sea Council" in set(ledger["towards"])


def test_an_actor_is_bound_or_undertaken_towards(archive: Archive, tmp_path: Path) -> None:
    _, frames = exported(archive, tmp_path / "book.xlsx", actor="Varnia")
    with archive.reading() as connection:
        bound = [row.id for row in ledger(connection, today="1900-01-01", by="Varnia").rows]
        towards = [row.id for row in ledger(connection, today="1900-01-01", to="Varnia").rows]
    assert list(frames["ledger"]["id"]) == list(dict.fromkeys([*bound, *towards]))
    assert set(frames["positions"]["name"]) == {"Varnia"}


def test_the_same_archive_gives_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    for name in ("one", "two"):
        exported(archive, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_an_empty_archive_has_sheets_with_their_headers(archive_url: str, tmp_path: Path) -> None:
    with open_archive(archive_url, create=True) as archive:
        count, frames = exported(archive, tmp_path / "book.xlsx")
    assert count == 0
    assert list(frames) == SHEETS
    assert list(frames["ledger"].columns[:3]) == ["id", "by", "to"]


def test_every_sheet_is_documented(root: Path) -> None:
    page = (root / "docs" / "exports-tables.md").read_text(encoding="utf-8")
    assert [name for name in SHEETS if f"| `{name}` |" not in page] == []
