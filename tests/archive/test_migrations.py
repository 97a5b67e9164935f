"""The way from each schema to the next and back, and archives of other releases."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

import archives
import dumps
from event_records import stories
from memcon.analysis.search import search
from memcon.archive import Archive, human, migrate, open_archive, store
from memcon.archive.check import check
from memcon.archive.linker import link
from memcon.archive.schema import metadata
from memcon.errors import ArchiveError

FIRST = Path(__file__).parent / "data" / "first_release.sql"


def engine_of(url: str) -> Engine:
    """Return an engine with the settings of an archive's, whatever the database holds."""
    from memcon.archive import engine

    return engine._engine(engine._url(url), writable=True)


def test_head_is_the_newest_migration() -> None:
    script = ScriptDirectory(str(migrate.MIGRATIONS))
    assert script.get_heads() == [migrate.HEAD]
    assert migrate.known()[0] == migrate.HEAD
    assert migrate.known()[-1] == "0001"


def of_the_tables(thing: Any, name: str | None, kind: str, *_: object) -> bool:
    """Leave out what only one of the databases has: the index of words."""
    if kind == "index":
        return name != "passages_by_words"
    if kind == "column":
        return name != "words" or thing.table.name != "passages"
    return kind != "table" or not str(name).startswith("passages_words")


def test_migrations_lead_to_the_tables_of_the_schema(archive_url: str) -> None:
    with open_archive(archive_url) as archive, archive.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": of_the_tables, "compare_type": True}
        )
        found = compare_metadata(context, metadata)
        found = [one for one in found if "words" not in str(one)]
        assert found == []


def test_all_the_way_down_and_up_again(archive_url: str) -> None:
    with open_archive(archive_url) as archive:
        archives.put(archive, archives.example_records())
    engine = engine_of(archive_url)
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
    for revision in [*migrate.known()[1:], "base"]:
        migrate.downgrade(engine, revision)
        with engine.connect() as connection:
            assert migrate.version(connection) == (None if revision == "base" else revision)
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
    for revision in reversed(migrate.known()):
        migrate.upgrade(engine, revision)
        with engine.connect() as connection:
            assert migrate.version(connection) == revision
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == tables
    engine.dispose()
    with open_archive(archive_url) as archive:
        archives.put(archive, archives.example_records())
        assert check(archive, deep=True).findings == ()


def test_a_step_down_and_up_keeps_what_is_there(archive_url: str) -> None:
    if len(migrate.known()) == 1:
        pytest.skip("there is one schema only, so far")
    with open_archive(archive_url) as archive:
        archives.put(archive, archives.example_records())
        before = dumps.dump(archive)
    engine = engine_of(archive_url)
    migrate.downgrade(engine, migrate.known()[1])
    engine.dispose()
    with open_archive(archive_url) as archive:
        link(archive, everything=True)
        assert dumps.dump(archive) == before


def test_events_that_records_tell_of_have_rows_with_the_new_tables(archive_url: str) -> None:
    records = stories(8)
    with open_archive(archive_url) as archive:
        archives.put(archive, [*records, *archives.example_records()[:2]])
        with archive.writing() as connection:
            id = f"{records[0].document.id}/event:1"
            human.review(connection, id.replace("event", "act"), "reject", who="a", at=archives.AT)
        link(archive)
        before = dumps.dump(archive)
        assert before["events"]
        assert before["occurrences"]
    engine = engine_of(archive_url)
    migrate.downgrade(engine, "0001")
    engine.dispose()
    with open_archive(archive_url) as archive:
        assert dumps.dump(archive)["event_parties"] == before["event_parties"]
        assert any(one.code == "unlinked" for one in check(archive).findings)
        link(archive)
        assert dumps.differences(before, dumps.dump(archive)) == []
        assert check(archive, deep=True).findings == ()


def test_archive_of_a_newer_release_is_left_alone(archive_url: str) -> None:
    engine = engine_of(archive_url)
    with engine.execution_options(memcon_writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ArchiveError, match=r"newer release of memcon \(schema 9999"):
        open_archive(archive_url)
    with engine.connect() as connection:
        assert migrate.version(connection) == "9999"
    engine.dispose()


def test_another_database_is_left_alone(empty_url: str) -> None:
    engine = engine_of(empty_url)
    with engine.execution_options(memcon_writes=True).begin() as connection:
        connection.execute(text("CREATE TABLE recipes (name TEXT)"))
    with pytest.raises(ArchiveError, match="holds something else than an archive"):
        open_archive(empty_url, create=True)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["recipes"]
    engine.dispose()


def test_nothing_is_no_archive(empty_url: str) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        open_archive(empty_url)


@pytest.fixture
def first_release(tmp_path: Path) -> Path:
    path = tmp_path / "first.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(FIRST.read_text(encoding="utf-8"))
    connection.close()
    return path


def test_archive_of_the_first_release_opens(first_release: Path) -> None:
    with open_archive(first_release) as archive:
        assert check(archive, deep=True).errors == 0
        with archive.reading() as connection:
            assert migrate.version(connection) == migrate.HEAD
            assert search(connection, "Dovanu").rows
            log = connection.execute(text("SELECT action, who FROM log")).all()
        assert [tuple(row) for row in log] == [("confirm", "a reviewer")]
        documents = dumps.dump(archive)["documents"]
        assert len(documents) == 3


def reread(archive: Archive) -> None:
    """Put the records of the present reader in the place of those that were there already."""
    with archive.writing() as connection:
        for record in archives.example_records():
            key = store.find(connection, record.document.id)
            assert key is not None
            human.replace_machine_record(connection, key, record)
    link(archive)


def test_archive_of_the_first_release_is_worked_on(first_release: Path) -> None:
    with open_archive(first_release) as archive:
        archives.put(archive, archives.example_records())
        link(archive, everything=True)
        reread(archive)
        with archive.writing() as connection:
            human.undo(connection, 1, who="a reviewer", at=archives.AT)
        link(archive)
        assert check(archive, deep=True).findings == ()
        grown = dumps.dump(archive)
    with open_archive("sqlite://", create=True) as archive:
        archives.put(archive, archives.example_records())
        assert dumps.differences(dumps.dump(archive), grown) == []
