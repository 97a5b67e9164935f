"""No question reads a large table as a whole, on SQLite without statistics, as archives are."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from archives import filled, put
from conftest import ROOT
from event_records import stories
from memcon.archive import Archive

sys.path.insert(0, str(ROOT / "benchmarks"))
from plans import listened, scans
from questions import Call, calls

EACH = 28  # of a kind: every choice of filters twice


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with filled(str(tmp_path_factory.mktemp("plans") / "archive.db")) as archive:
        put(archive, stories(20))
        yield archive


@pytest.fixture(scope="module")
def drawn(archive: Archive) -> list[Call]:
    with archive.reading() as connection:
        return list(calls(connection, each=EACH))


QUESTIONS = (
    "search",
    "meetings",
    "events",
    "actors",
    "show",
    "ledger",
    "positions",
    "timeline",
    "formulas",
    "formulas --watch",
    "brief",
    "rejects",
    "log",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_large_table_is_read_as_a_whole(
    archive: Archive, drawn: list[Call], question: str
) -> None:
    asked = [call for call in drawn if call.question == question]
    assert len(asked) == EACH
    found: dict[str, str] = {}
    with archive.reading() as connection:
        for call in asked:
            with listened(archive.engine) as heard:
                call.ask(connection)
            assert heard
            for statement, values in heard:
                for scan in scans(connection, statement, values):
                    found[scan.statement] = f"{question} {call.words}: {scan.step}"
    assert not found


def test_every_question_is_asked(drawn: list[Call]) -> None:
    assert {call.question for call in drawn} == set(QUESTIONS)


@pytest.mark.parametrize(
    ("statement", "scanned"),
    [
        ("SELECT count(*) FROM acts WHERE rung = 'backs'", True),
        ("SELECT min(said.day) FROM acts AS said WHERE said.rung = 'backs'", True),
        ("SELECT key FROM documents ORDER BY title LIMIT 5", True),
        ("SELECT a.key FROM acts AS a JOIN statements AS s ON s.day = a.day LIMIT 5", True),
        ("SELECT key FROM documents ORDER BY day DESC LIMIT 5", False),
        ("SELECT count(*) FROM acts WHERE statement = 5", False),
        ("SELECT rowid FROM passages_words WHERE passages_words MATCH 'talks'", False),
        ("SELECT rowid FROM passages_words WHERE tags LIKE '%zq%'", True),
        ("SELECT count(*) FROM formulas", False),
    ],
)
def test_a_scan_is_told_from_a_search(archive: Archive, statement: str, scanned: bool) -> None:
    with archive.reading() as connection:
        connection.execute(text("SELECT 1"))
        assert bool(scans(connection, statement, ())) == scanned
