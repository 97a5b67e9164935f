"""The tables of a run: what is in them, and who can open them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
import zstandard

from memcon import arrow
from memcon.record import SCHEMA_VERSION
from memcon.scale.output import schemas, write_part, write_rejects
from memcon.scale.output.tables import MODELS, OriginRow
from memcon.scale.storage import Folder
from memcon.scale.work import Form, ReadDocument, Reject
from run_outputs import REJECTED, example_documents, write_output

BESIDE = {"origins", "rejects", "duplicates"}


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run over the examples, in several parts; only to be read."""
    path = tmp_path_factory.mktemp("run") / "tables"
    write_output(str(path), example_documents(), form="parquet", rejects=REJECTED)
    return path


def lines(path: Path) -> list[str]:
    return zstandard.ZstdDecompressor().decompress(path.read_bytes()).decode().splitlines()


def counted(table: str) -> int:
    documents = example_documents()
    if table == "documents":
        return len(documents)
    return sum(len(getattr(one.record, table)) for one in documents)


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


# Schemas ------------------------------------------------------------------------------------------


def test_there_is_a_table_for_every_list_and_for_what_stands_beside() -> None:
    assert set(schemas()) == {*arrow.schemas(), *BESIDE}


def test_every_column_is_described_and_every_table_versioned() -> None:
    for name, schema in schemas().items():
        assert schema.metadata[b"memcon.table"].decode() == name
        assert schema.metadata[b"memcon.tables"].decode() == arrow.TABLES_VERSION
        assert schema.metadata[b"memcon.schema"].decode() == SCHEMA_VERSION
        assert [field.name for field in schema if not field.metadata] == []


def test_origins_count_every_list_of_a_record() -> None:
    assert set(OriginRow.model_fields) == {"document", "where", "url", *arrow.lists()}


# Writing ------------------------------------------------------------------------------------------


def test_every_table_has_a_file_a_part_with_its_schema(parquet: Path) -> None:
    for table, schema in schemas().items():
        if table in ("rejects", "duplicates"):
            continue
        found = sorted((parquet / table).iterdir())
        assert [path.name for path in found] == [f"part-{n:05}.parquet" for n in range(4)]
        for path in found:
            written = pq.ParquetFile(path).schema_arrow
            assert written.equals(schema), table
            assert written.metadata.items() >= schema.metadata.items()
            assert all(b"description" in field.metadata for field in written)


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_a_part_tells_its_rows_the_same_in_either_form(form: Form, tmp_path: Path) -> None:
    counts = write_part(Folder(str(tmp_path)), "0", example_documents(), REJECTED, form=form)
    assert set(counts) == {*arrow.schemas(), "origins", "rejects"}
    assert counts["origins"] == counts["documents"] == len(example_documents())
    assert counts["statements"] == counted("statements") > 0
    assert counts["participants"] > 0
    assert counts["rejects"] == 2


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_a_part_without_documents_has_all_its_files(form: Form, tmp_path: Path) -> None:
    assert not any(write_part(Folder(str(tmp_path)), "0", [], [], form=form).values())
    wanted = {*arrow.schemas(), "origins", "rejects"}
    if form == "jsonl":
        wanted = {"records", "origins", "rejects"}
    assert {path.name for path in tmp_path.iterdir()} == wanted


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_equal_rows_give_equal_bytes(form: Form, tmp_path: Path) -> None:
    for name in ("one", "other"):
        documents = example_documents() if name == "one" else _made_again()
        write_part(Folder(str(tmp_path / name)), "0", documents, REJECTED, form=form)
    assert files(tmp_path / "one") == files(tmp_path / "other")


def _made_again() -> list[ReadDocument]:
    return [
        ReadDocument(
            where=str(one.where), record=type(one.record).model_validate_json(one.record.to_json())
        )
        for one in example_documents()
    ]


def test_lines_are_those_that_memcon_read_writes(tmp_path: Path) -> None:
    write_part(Folder(str(tmp_path)), "7", example_documents(), REJECTED, form="jsonl")
    path = tmp_path / "records" / "part-7.jsonl.zst"
    assert lines(path) == [one.record.to_json() for one in example_documents()]
    frame = zstandard.get_frame_parameters(path.read_bytes())
    assert frame.has_checksum
    assert frame.content_size == sum(len(f"{x.record.to_json()}\n".encode()) for x in _made_again())
    origins = [json.loads(line) for line in lines(tmp_path / "origins" / "part-7.jsonl.zst")]
    assert [row["where"] for row in origins] == [one.where for one in example_documents()]
    (first, second) = map(json.loads, lines(tmp_path / "rejects" / "part-7.jsonl.zst"))
    assert (first["code"], second["stage"]) == ("binary", "input")


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_a_file_name_that_is_no_text_is_written_all_the_same(form: Form, tmp_path: Path) -> None:
    odd = Reject(where="/news/\udcff.txt", stage="sift", code="encoding", reason="no \udcff here")
    assert write_rejects(Folder(str(tmp_path)), "0", [odd], form) == 1
    read = ReadDocument(where="/news/\udcfe.txt", record=example_documents()[0].record)
    assert write_part(Folder(str(tmp_path)), "1", [read], [], form=form)["origins"] == 1


# Readers ------------------------------------------------------------------------------------------


TABLES = ("documents", *arrow.lists())


def test_duckdb_reads_all_parts_of_a_table(parquet: Path) -> None:
    with duckdb.connect() as database:
        for table in TABLES:
            query = f"SELECT count(*) FROM '{parquet}/{table}/*.parquet'"
            assert database.execute(query).fetchall() == [(counted(table),)]
        said = database.execute(
            f"""SELECT o."where", s.content[1].text
                FROM '{parquet}/statements/*.parquet' s
                JOIN '{parquet}/origins/*.parquet' o USING (document)
                WHERE s.id = 'statement:1' ORDER BY 1"""
        ).fetchall()
    assert said == sorted(
        (one.where, one.record.statements[0].content[0].text)
        for one in example_documents()
        if one.record.statements
    )


def test_pandas_reads_all_parts_of_a_table(parquet: Path) -> None:
    for table in TABLES:
        assert len(pd.read_parquet(parquet / table)) == counted(table), table
    rejects = pd.read_parquet(parquet / "rejects")
    assert sorted(rejects["code"]) == ["binary", "markup"]


def test_polars_reads_all_parts_of_a_table(parquet: Path) -> None:
    for table in TABLES:
        assert pl.scan_parquet(parquet / table / "*.parquet").collect().height == counted(table)
    words = pl.read_parquet(parquet / "acts").select(pl.col("content").struct.field("text"))
    assert words["text"].to_list() == _each(
        act.content.text for one in example_documents() for act in one.record.acts
    )


def _each(words: Iterable[str]) -> list[str]:
    return list(words)


def test_models_and_rows_agree(parquet: Path) -> None:
    for table, model in MODELS.items():
        found = pq.read_table(parquet / table).to_pylist()
        assert found
        assert [model.model_validate(row).model_dump() for row in found] == found
