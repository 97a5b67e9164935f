"""The check finds what is wrong with an archive, and nothing in one that is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

import archives
from memcon.archive import Archive, captures, open_archive, store
from memcon.archive.check import check
from memcon.cli.app import app
from memcon.record import Record


def few_records() -> tuple[Record, ...]:
    return archives.example_records()[:5]


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    with open_archive(archive_url) as opened:
        archives.put(opened, few_records())
        yield opened


def spoil(archive: Archive, *statements: str) -> None:
    """Change an archive behind its back."""
    with archive.writing() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.mark.parametrize("deep", [False, True])
def test_nothing_is_found_in_a_whole_archive(archive: Archive, deep: bool) -> None:
    checked = check(archive, deep=deep)
    assert (checked.findings, checked.errors, checked.whole) == ((), 0, True)
    assert checked.documents == checked.captures == len(few_records())


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM act_parties WHERE act = (SELECT min(act) FROM act_parties)", "rows"),
        ("DELETE FROM records WHERE document = 1", "record"),
        ("UPDATE records SET machine = substr(machine, 1, 40) WHERE document = 2", "record"),
        ("UPDATE documents SET status = 'superseded' WHERE key = 1", "rows"),
        ("UPDATE documents SET status = 'lost' WHERE key = 1", "status"),
        ("UPDATE documents SET day = '1999-01-01' WHERE key = 1", "record"),
        ("UPDATE actors SET canonical = 99999 WHERE key = 1", "links"),
        ("UPDATE documents SET previous = 77 WHERE key = 3", "links"),
        ("UPDATE meetings SET canonical = 5 WHERE key = (SELECT min(key) FROM meetings)", "links"),
        ("UPDATE commitments SET root = 5 WHERE key = (SELECT min(key) FROM commitments)", "links"),
        ("DELETE FROM capture_documents WHERE document = 2", "captures"),
    ],
)
def test_what_is_wrong_is_found(archive: Archive, statement: str, code: str) -> None:
    spoil(archive, statement)
    for deep in (False, True):
        checked = check(archive, deep=deep)
        assert not checked.whole
        assert code in {finding.code for finding in checked.findings if finding.level == "error"}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE statements SET content = 'another' WHERE key = 1048577", "rows"),
        ("UPDATE acts SET rank = 99 WHERE key = (SELECT min(key) FROM acts)", "rows"),
        ("UPDATE blobs SET data = substr(data, 1, 30)", "bytes"),
        ("UPDATE blobs SET size = size + 1", "bytes"),
    ],
)
def test_what_is_changed_in_place_is_found_by_a_deep_check(
    archive: Archive, statement: str, code: str
) -> None:
    spoil(archive, statement)
    checked = check(archive, deep=True)
    assert code in {finding.code for finding in checked.findings if finding.level == "error"}


def test_what_was_broken_off_is_a_remark(archive: Archive) -> None:
    record = archives.example_records()[0]
    with archive.writing() as connection:
        store.mark_unlinked(connection, [1])
        captures.begin(connection, archives.capture(record, "/feed.xml", documents=2))
    checked = check(archive)
    assert checked.whole
    assert [finding.code for finding in checked.findings] == ["interrupted", "unlinked"]
    assert "of /feed.xml 0 of 2 documents are stored: add it again" in checked.findings[0].message


def test_damaged_pages_and_words_of_sqlite_are_found(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_archive(path, create=True) as archive:
        archives.put(archive, archives.example_records())
        spoil(archive, "DELETE FROM passages_words_docsize WHERE id = 1048576")
        assert {finding.code for finding in check(archive).findings} == {"words"}
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = b"\xa5" * 4096
    path.write_bytes(data)
    result = CliRunner().invoke(app, ["--archive", str(path), "check", "--deep"])
    assert result.exit_code in (1, 3)
    assert "damaged" in result.output or "SQLite says" in result.output


def test_command(archive: Archive, archive_url: str) -> None:
    count = len(few_records())
    result = CliRunner().invoke(app, ["--archive", archive_url, "check"])
    assert (result.exit_code, result.stdout) == (
        0,
        f"{count} documents, {count} captures: whole\n",
    )
    spoil(archive, "DELETE FROM act_parties", "DELETE FROM act_issues")
    result = CliRunner().invoke(app, ["--archive", archive_url, "check"])
    assert result.exit_code == 1
    assert "more like this" in result.stdout
    assert result.stdout.splitlines()[-1].endswith("errors")
