"""Parquet and DuckDB: opened by pandas, Polars and DuckDB, and read back as the same records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from archives import example_records, put
from arrow_rows import event_record, rebuilt
from event_records import Told
from memcon import arrow
from memcon.archive import Archive, open_archive
from memcon.errors import UnknownIdError
from memcon.exports import duckdb_file, parquet
from memcon.exports.formats import Selection
from memcon.exports.selected import selected_records
from memcon.record import Record

OLD = "1999-03-15"


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    """An archive of the examples, and of a record with events."""
    accused = Told("Ostria accused Varnia. Norland did not accuse Varnia.", published=OLD)
    accused.event("accused", "112", ["Ostria"], ["Varnia"], goldstein=-2.0)
    accused.event("did not accuse", "112", ["Norland"], ["Varnia"], negated=True)
    with open_archive(archive_url, create=True) as opened:
        put(opened, [*example_records(), event_record(), accused.record()])
        yield opened


def in_force(archive: Archive) -> list[Record]:
    with archive.reading() as connection:
        return [record for _, record in selected_records(connection, Selection())]


def to_parquet(archive: Archive, folder: Path, **selected: str) -> int:
    with archive.reading() as connection:
        return parquet.write(connection, folder, Selection(**selected))


def to_duckdb(archive: Archive, path: Path, **selected: str) -> int:
    with archive.reading() as connection:
        return duckdb_file.write(connection, path, Selection(**selected))


def test_parquet_says_all_that_the_records_say(archive: Archive, tmp_path: Path) -> None:
    records = in_force(archive)
    assert to_parquet(archive, tmp_path / "tables") == len(records)
    read = {path.stem: pq.read_table(path) for path in (tmp_path / "tables").iterdir()}
    assert set(read) == set(arrow.schemas())
    assert all(table.schema == arrow.schemas()[name] for name, table in read.items())
    assert read["acts"].schema.metadata[b"memcon.table"] == b"acts"
    assert rebuilt({name: table.to_pylist() for name, table in read.items()}) == records


def test_parquet_is_opened_by_pandas_polars_and_duckdb(archive: Archive, tmp_path: Path) -> None:
    records = in_force(archive)
    to_parquet(archive, tmp_path)
    counts = {name: sum(len(getattr(one, name)) for one in records) for name in ("acts", "events")}
    for name, count in counts.items():
        path = tmp_path / f"{name}.parquet"
        assert count
        assert len(pd.read_parquet(path)) == count
        assert pl.read_parquet(path).height == count
        query = f"SELECT count(*) FROM '{path}'"
        assert duckdb.connect().execute(query).fetchall() == [(count,)]
    spans = pl.read_parquet(tmp_path / "acts.parquet").select(
        pl.col("content").struct.field("text")
    )
    assert spans["text"].to_list()[:3] == [
        act.content.text for record in records for act in record.acts
    ][:3]  # fmt: skip


def test_days_and_actors_select_documents(archive: Archive, tmp_path: Path) -> None:
    assert to_parquet(archive, tmp_path / "one", since="1999-03-15", until="1999-03-15") == 1
    named = sum(any(one.id == "NRL" for one in record.actors) for record in in_force(archive))
    assert to_parquet(archive, tmp_path / "two", actor="Norland") == named > 0
    with pytest.raises(UnknownIdError):
        to_parquet(archive, tmp_path / "three", actor="Nowhere")


def test_an_empty_selection_has_all_tables(archive: Archive, tmp_path: Path) -> None:
    assert to_parquet(archive, tmp_path, until="1900-01-01") == 0
    assert pq.read_table(tmp_path / "events.parquet").schema == arrow.schemas()["events"]


def test_duckdb_says_all_that_the_records_say(archive: Archive, tmp_path: Path) -> None:
    records = in_force(archive)
    path = tmp_path / "archive.duckdb"
    assert to_duckdb(archive, path) == len(records)
    with duckdb.connect(str(path), read_only=True) as database:
        read = {name: database.table(name).to_arrow_table().to_pylist() for name in arrow.schemas()}
        comment = database.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'events' "
            "AND column_name = 'goldstein'"
        ).fetchall()
    assert rebuilt(read) == records
    assert comment == [("of the CAMEO code",)]


def test_every_view_of_duckdb_is_described_and_answers(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "archive.duckdb"
    to_duckdb(archive, path)
    records = in_force(archive)
    with duckdb.connect(str(path), read_only=True) as database:
        described = dict(
            database.execute(
                "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
            ).fetchall()
        )
        views = {name: database.table(name).df() for name in duckdb_file.VIEWS}
    assert described == {name: words for name, (words, _) in duckdb_file.VIEWS.items()}
    assert len(views["statement_words"]) == sum(len(record.statements) for record in records)
    texts = {record.document.id: record.document.text for record in records}
    for row in views["commitment_words"].itertuples():
        assert texts[row.document][row.start : row.end] == row.goal
    statement = records[0].statements[0]
    shown = views["statement_words"].query(
        f"document == '{records[0].document.id}' and id == '{statement.id}'"
    )
    assert shown["words"].item() == " ".join(span.text for span in statement.content)
    names = {actor.id: actor.name for actor in records[0].actors}
    assert list(shown["names"].item()) == [names[id] for id in statement.speakers]


def test_events_are_pairs_in_duckdb(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "archive.duckdb"
    to_duckdb(archive, path)
    with duckdb.connect(str(path), read_only=True) as database:
        pairs = database.execute(
            "SELECT cameo, source, target FROM event_pairs "
            "WHERE document = ? OR published = ? ORDER BY cameo, source",
            [event_record().document.id, OLD],
        ).fetchall()
        met = database.execute(
            "SELECT side, other FROM meeting_pairs WHERE document = ?",
            [event_record().document.id],
        ).fetchall()
    assert pairs == [
        ("040", "OSTGOV", "VARGOV"), ("040", "VARGOV", "OSTGOV"), ("112", "OST", "VAR"),
    ]  # fmt: skip
    assert met == [("OST", "VAR")]


def test_duckdb_does_not_write_over_a_file(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "archive.duckdb"
    to_duckdb(archive, path)
    with pytest.raises(duckdb.Error):
        to_duckdb(archive, path)


def test_every_table_and_view_is_documented(root: Path) -> None:
    page = (root / "docs" / "exports-tables.md").read_text(encoding="utf-8")
    names = (*arrow.schemas(), *duckdb_file.VIEWS)
    assert [name for name in names if f"`{name}`" not in page] == []
