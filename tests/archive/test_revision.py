"""The revision of an archive: which writes count, and what readers see."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy import text

import archives
from memcon.archive import Archive, human, open_archive
from memcon.archive.revision import revision
from memcon.errors import ArchiveError


def now(archive: Archive) -> int:
    with archive.reading() as connection:
        return revision(connection)


def test_each_change_counts(archive_url: str) -> None:
    with open_archive(archive_url) as archive:
        assert now(archive) == 0
        archives.put(archive, archives.example_records()[:1])
        added = now(archive)
        assert added > 0
        with archive.writing() as connection:
            document = archives.example_records()[0].document.id
            human.review(connection, f"{document}/act:1", "confirm", who="a", at=archives.AT)
        assert now(archive) == added + 1


def test_what_fails_does_not_count(archive_url: str) -> None:
    with open_archive(archive_url) as archive:
        with pytest.raises(RuntimeError), archive.writing():
            raise RuntimeError("no")
        assert now(archive) == 0


def test_what_is_no_change_of_the_records_does_not_count(archive_url: str) -> None:
    with open_archive(archive_url) as archive:
        with archive.writing(counted=False) as connection:
            connection.execute(text("INSERT INTO state VALUES ('a fact', '1')"))
        assert now(archive) == 0


def test_a_reader_sees_the_revision_of_what_it_sees(archive_url: str) -> None:
    with open_archive(archive_url) as archive, archive.reading() as connection:
        assert revision(connection) == 0
        with archive.writing():
            pass
        assert revision(connection) == 0
        assert now(archive) == 1


def test_an_archive_that_is_only_read(archive_url: str) -> None:
    with open_archive(archive_url) as archive, archive.writing():
        pass
    with open_archive(archive_url, write=False) as archive:
        assert now(archive) == 1


def test_it_is_counted_on_where_its_row_is_lost(archive_url: str) -> None:
    with open_archive(archive_url) as archive:
        with archive.writing(counted=False) as connection:
            connection.execute(text("DELETE FROM state WHERE name = 'revision'"))
        assert now(archive) == 0
        with archive.writing():
            pass
        assert now(archive) == 1


def test_who_writes_waits_no_longer_than_it_wants(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_archive(path, create=True) as archive:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with (
            pytest.raises(ArchiveError, match="kept it busy"),
            archive.writing(counted=False, patience=0.2),
        ):
            pass
        assert time.monotonic() - began < 3
        other.execute("ROLLBACK")
        other.close()
        with archive.writing(counted=False, patience=0.2):
            pass


def test_who_waits_for_another_writer_gives_up_in_time(archive_url: str) -> None:
    with open_archive(archive_url) as one, open_archive(archive_url) as other:
        began = time.monotonic()
        with (
            one.writing(),
            pytest.raises(ArchiveError, match="kept it busy"),
            other.writing(patience=0.2),
        ):
            pass
        assert time.monotonic() - began < 10
        with other.writing(patience=0.2) as connection:
            if not other.on_sqlite:  # what comes after waits as before
                assert connection.execute(text("SHOW lock_timeout")).scalar() == "0"


def test_signing_in_does_not_wait_for_who_writes_records(archive_url: str) -> None:
    if "://" not in archive_url:
        pytest.skip("a SQLite file has one writer")
    with (
        open_archive(archive_url) as archive,
        archive.writing(),
        archive.writing(counted=False) as connection,
    ):
        connection.execute(text("INSERT INTO state VALUES ('a fact', '1')"))
