"""No room, no right to write: a clear error, nothing lost, and the next run finishes."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, text

import archives
import dumps
from conftest import require
from memcon.archive import Archive, open_archive, store
from memcon.archive.check import check
from memcon.archive.engine import translated
from memcon.errors import ArchiveError
from memcon.record import Record

NOBODY = 65534


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return list(archives.example_records())


def add_until_it_fails(archive: Archive, records: Iterable[Record]) -> tuple[list[str], str]:
    """Add records; return the ids of those that were stored, and the error."""
    stored: list[str] = []
    with pytest.raises(ArchiveError) as caught:  # noqa: PT012  which of them fails is the question
        for record in records:
            archives.put(archive, [record], linked=False)
            stored.append(record.document.id)
    return stored, str(caught.value)


def assert_nothing_lost(url: str | Path, stored: list[str], records: list[Record]) -> None:
    """What was stored is whole, and with room again the rest goes in as if nothing had been."""
    with open_archive(url) as archive:
        assert check(archive, deep=True).errors == 0
        with archive.reading() as connection:
            assert [id for id in stored if store.find(connection, id) is None] == []
        archives.put(archive, records)
        assert check(archive, deep=True).findings == ()
        finished = dumps.dump(archive, places=False)
    with open_archive("sqlite://", create=True) as archive:
        archives.put(archive, records)
        undisturbed = dumps.dump(archive, places=False)
    for name in ("captures",):  # the same bytes were taken in once more
        del finished[name], undisturbed[name]
    assert dumps.differences(undisturbed, finished) == []


def test_full_disk_on_sqlite(tmp_path: Path, records: list[Record]) -> None:
    path = tmp_path / "archive.db"
    with open_archive(path, create=True) as archive:
        archives.put(archive, records[:3], linked=False)
        with archive.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

        @event.listens_for(archive.engine, "connect")
        def full(connection: object, _: object) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages + 40}")  # type: ignore[attr-defined]

        archive.engine.dispose()
        stored, error = add_until_it_fails(archive, records[3:])
    assert error == (f"{path}: the disk is full. Make room and run the same again; nothing is lost")
    assert_nothing_lost(path, [r.document.id for r in records[:3]] + stored, records)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a disk of 3 MB, where that may be done."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("no right to mount a small disk; the tests beside this one do without")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_disk_that_is_really_full(tmp_path: Path, records: list[Record]) -> None:
    with small_disk(tmp_path / "disk") as disk:
        with open_archive(disk / "archive.db", create=True) as archive:
            stored, error = add_until_it_fails(archive, records * 20)
            assert "the disk is full" in error
        for file in sorted(disk.glob("archive.db*")):
            shutil.move(file, tmp_path / file.name.replace("archive", "moved"))
    assert_nothing_lost(tmp_path / "moved.db", stored, records)


def in_a_child(act: Callable[[], None]) -> int:
    """Do something in a forked process; return its exit code, 0 if it went well."""
    pid = os.fork()
    if pid == 0:
        try:
            act()
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_file_that_the_system_stops_from_growing(tmp_path: Path, records: list[Record]) -> None:
    path = tmp_path / "archive.db"
    with open_archive(path, create=True) as archive:
        archives.put(archive, records[:3], linked=False)

    def grow() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with open_archive(path) as archive:
            size = path.stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
            stored, error = add_until_it_fails(archive, records[3:])
            resource.setrlimit(resource.RLIMIT_FSIZE, (-1, resource.RLIM_INFINITY))
        assert "the disk" in error
        (tmp_path / "stored").write_text("\n".join(stored))

    assert in_a_child(grow) == 0
    stored = (tmp_path / "stored").read_text().split()
    assert_nothing_lost(path, [r.document.id for r in records[:3]] + stored, records)


def test_full_disk_on_postgresql(archive_url: str, records: list[Record]) -> None:
    if "://" not in archive_url:
        pytest.skip("SQLite has tests of its own")
    with open_archive(archive_url) as archive:
        # A server's disk cannot be filled here; it is made to say so at the eighth document.
        with archive.writing() as connection:
            connection.execute(
                text(
                    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    "IF (SELECT count(*) FROM records) > 7 THEN RAISE EXCEPTION USING "
                    "ERRCODE = '53100', MESSAGE = 'could not extend file'; END IF; "
                    "RETURN NEW; END $$"
                )
            )
            connection.execute(
                text(
                    "CREATE TRIGGER full_disk BEFORE INSERT ON act_parties FOR EACH ROW "
                    "EXECUTE FUNCTION full_disk()"
                )
            )
        stored, error = add_until_it_fails(archive, records)
        assert len(stored) == 7
        assert "the server's disk is full. Make room and run the same again" in error
        with archive.writing() as connection:
            connection.execute(text("DROP FUNCTION full_disk() CASCADE"))
    assert_nothing_lost(archive_url, stored, records)


def test_database_that_can_only_be_read(archive_url: str, records: list[Record]) -> None:
    if "://" not in archive_url:
        pytest.skip("SQLite has tests of its own")
    with open_archive(archive_url) as archive:
        archives.put(archive, records[:2], linked=False)
        with archive.writing() as connection:
            connection.execute(
                text(
                    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET "
                    "default_transaction_read_only = on', current_database()); END $$"
                )
            )
    with open_archive(archive_url) as archive:
        _, error = add_until_it_fails(archive, records[2:])
        assert "it can only be read, not written" in error
        assert check(archive, deep=True).errors == 0


def without_rights(act: Callable[[], None]) -> int:
    """Do something as a user who owns nothing, where this one is root."""

    def as_nobody() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        act()

    return in_a_child(as_nobody)


@pytest.mark.parametrize("locked", ["file", "folder", "both"])
def test_file_or_folder_that_can_only_be_read(
    locked: str, tmp_path: Path, records: list[Record]
) -> None:
    require(hasattr(os, "fork"), "rights as on Unix")
    folder = tmp_path / "kept"
    folder.mkdir()
    path = folder / "archive.db"
    with open_archive(path, create=True) as archive:
        archives.put(archive, records[:2])
        before = dumps.dump(archive)
    for parent in (tmp_path, *tmp_path.parents):  # so that another user gets there
        if "pytest" in str(parent):
            parent.chmod(0o755)
    folder.chmod(0o555 if locked in ("folder", "both") else 0o777)
    path.chmod(0o444 if locked in ("file", "both") else 0o666)

    def use() -> None:
        with pytest.raises(ArchiveError, match="it can only be read, not written"):
            open_archive(path)
        with open_archive(path, write=False) as archive:
            assert dumps.dump(archive) == before

    code = without_rights(use)
    folder.chmod(0o755)
    path.chmod(0o644)
    assert code == 0
    assert_nothing_lost(path, [r.document.id for r in records[:2]], records)


def test_command_says_so_and_ends_with_3(tmp_path: Path, root: Path) -> None:
    command = [sys.executable, "-m", "memcon", "--archive", str(tmp_path), "add", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"memcon: {tmp_path}: this is a folder. Give the path of a file\n"


def test_other_faults_keep_their_words() -> None:
    with pytest.raises(ZeroDivisionError), translated("archive"):
        raise ZeroDivisionError
