"""The databases that the tests themselves are given."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, inspect, make_url, text

import databases
from memcon.archive.engine import open_archive
from memcon.archive.schema import metadata


def asked(url: URL, *questions: str) -> list[Any]:
    """Return the first column of what a database answers to each question."""
    engine = create_engine(url)
    with engine.connect() as connection:
        answers = [connection.execute(text(question)).scalars().all() for question in questions]
    engine.dispose()
    return [value for answer in answers for value in answer]


def test_archive_url_leads_to_an_archive_with_all_tables(archive_url: str) -> None:
    with open_archive(archive_url) as archive, archive.reading() as connection:
        assert metadata.tables.keys() <= set(inspect(connection).get_table_names())


@pytest.mark.parametrize("turn", [1, 2])
def test_no_test_sees_what_another_left(archive_url: str, turn: int) -> None:
    with open_archive(archive_url) as archive:
        with archive.reading() as connection:
            assert not inspect(connection).has_table("left_over")
        with archive.writing() as connection:
            connection.execute(text("CREATE TABLE left_over (turn INTEGER)"))
    with open_archive(archive_url) as archive, archive.reading() as connection:
        assert inspect(connection).has_table("left_over")


def test_empty_url_leads_to_nothing_yet(empty_url: str) -> None:
    if "://" not in empty_url:
        assert not Path(empty_url).exists()
        return
    engine = create_engine(empty_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_database_is_dropped_even_if_it_is_in_use() -> None:
    with databases.postgres_database() as url:
        engine = create_engine(url)
        connection = engine.connect()
        connection.execute(text("SELECT 1"))
    connection.invalidate()
    connection.close()
    engine.dispose()
    assert make_url(url).database not in asked(
        databases.server_url(), "SELECT datname FROM pg_database"
    )


def test_server_is_one_whose_figures_and_kills_mean_something() -> None:
    settings = asked(databases.server_url(), "SHOW fsync", "SHOW synchronous_commit")
    assert settings == ["on", "on"]


def test_without_a_server_its_tests_are_skipped_and_fail_in_ci(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MEMCON_TEST_POSTGRES", raising=False)
    monkeypatch.delenv("MEMCON_REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"tests/postgres\.sh start"):
        databases.server_url()
    monkeypatch.setenv("MEMCON_REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match="needed and missing"):
        databases.server_url()


@pytest.fixture
def script(root: Path, tmp_path: Path) -> Path:
    """tests/postgres.sh in a folder of its own, where it knows of no server."""
    databases.server_url()  # where there is none, there may be no PostgreSQL to run either
    path = tmp_path / "tests" / "postgres.sh"
    path.parent.mkdir()
    path.write_bytes((root / "tests" / "postgres.sh").read_bytes())
    return path


def run(script: Path, word: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(script), word], capture_output=True, text=True, check=False, timeout=120
    )


def test_server_of_the_tests_starts_once_is_found_and_stops(script: Path) -> None:
    assert run(script, "url").returncode == 1
    started = run(script, "start")
    try:
        assert started.returncode == 0, started.stderr
        assert run(script, "start").stdout == run(script, "url").stdout == started.stdout
        url = make_url(started.stdout.strip())
        names = ("fsync", "server_encoding", "lc_collate", "listen_addresses")
        settings = asked(url, *(f"SHOW {name}" for name in names))
        assert settings == ["on", "UTF8", "C", ""]
    finally:
        stopped = run(script, "stop")
    assert (stopped.returncode, stopped.stderr) == (0, "")
    assert not Path(str(url.query["host"])).exists()
    assert [path.name for path in script.parent.parent.iterdir()] == ["tests"]
    assert run(script, "stop").returncode == 0
