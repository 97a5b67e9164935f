"""Records as Arrow tables: nothing of a record is lost, whatever holds the tables."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from pydantic import BaseModel, Field

from archives import example_records
from arrow_rows import event_record, rebuilt
from memcon import arrow
from memcon.record import SCHEMA_VERSION, Record


def tables(records: Iterable[Record], size: int = arrow.BATCH_ROWS) -> dict[str, pa.Table]:
    parts: dict[str, list[pa.RecordBatch]] = {name: [] for name in arrow.schemas()}
    for name, batch in arrow.batches(records, size=size):
        batch.validate(full=True)
        assert 0 < batch.num_rows <= size
        parts[name].append(batch)
    known = arrow.schemas()
    return {name: pa.Table.from_batches(found, known[name]) for name, found in parts.items()}


@pytest.mark.parametrize("size", [3, arrow.BATCH_ROWS])
def test_the_tables_say_all_that_the_records_say(size: int) -> None:
    records = [*example_records(), event_record()]
    made = tables(records, size)
    assert rebuilt({name: table.to_pylist() for name, table in made.items()}) == records


def test_there_is_a_table_for_every_list_of_a_record() -> None:
    lists = {name for name in Record.model_fields if name not in ("schema_", "reader", "document")}
    assert set(arrow.schemas()) == {*lists, arrow.DOCUMENTS, arrow.PARTICIPANTS}


def test_schemas_tell_version_meaning_and_what_may_be_missing() -> None:
    schema = arrow.schemas()["events"]
    assert schema.metadata[b"memcon.schema"].decode() == SCHEMA_VERSION
    assert schema.metadata[b"memcon.tables"].decode() == arrow.TABLES_VERSION
    assert schema.names[:2] == ["document", "id"]
    assert schema.field("cameo").metadata[b"description"].startswith(b"CAMEO code")
    assert not schema.field("cameo").nullable
    assert schema.field("place").nullable
    assert pa.types.is_struct(schema.field("text").type)
    assert schema.field("sources").type.value_type.field("span").type.field("start").type == "int64"


def test_participants_are_rows_of_their_own() -> None:
    (first, second) = tables([event_record()])[arrow.PARTICIPANTS].to_pylist()
    assert (first["meeting"], first["number"], second["number"]) == ("meeting:1", 1, 2)
    assert {first["actor"], second["actor"]} == {"person:ilse-brandar", "person:mirel-dovanu"}


def test_no_more_than_a_batch_a_table_is_held() -> None:
    asked = 0

    def records() -> Iterable[Record]:
        nonlocal asked
        for _ in range(40):
            asked += 1
            yield event_record()

    first = next(arrow.batches(records(), size=5))
    assert first[1].num_rows == 5
    assert asked <= 5


def test_a_field_of_a_kind_without_a_column_type_is_told() -> None:
    class Odd(BaseModel):
        either: int | str = Field(default=0)

    with pytest.raises(TypeError, match="one type"):
        arrow._fields(Odd)

    class Other(BaseModel):
        anything: bytes = b""

    with pytest.raises(TypeError, match=r"memcon/arrow\.py"):
        arrow._fields(Other)


def taken_apart(
    records: Iterable[Record],
) -> tuple[list[tuple[arrow.Row, dict[str, int]]], dict[str, list[arrow.Row]]]:
    """Return the rows of documents with their counts, and those of the lists."""
    documents: list[tuple[arrow.Row, dict[str, int]]] = []
    findings: dict[str, list[arrow.Row]] = {name: [] for name in arrow.lists()}
    for record in records:
        for name, row in arrow.rows(record):
            if name == arrow.DOCUMENTS:
                documents.append((row, {one: len(getattr(record, one)) for one in arrow.lists()}))
            elif name in findings:
                findings[name].append(row)
    return documents, findings


def put_together(
    documents: list[tuple[arrow.Row, dict[str, int]]], findings: dict[str, list[arrow.Row]]
) -> list[Record]:
    return list(arrow.records(documents, {name: iter(rows) for name, rows in findings.items()}))


def test_rows_make_the_records_again() -> None:
    records = [*example_records(), event_record(), event_record()]
    made = put_together(*taken_apart(records))
    assert made == records
    assert [one.to_json() for one in made] == [one.to_json() for one in records]


def test_rows_of_another_document_are_told() -> None:
    documents, findings = taken_apart([event_record()])
    findings["acts"][0]["document"] = "doc:0000000000000000"
    with pytest.raises(ValueError, match="acts lacks rows of doc:"):
        put_together(documents, findings)


def test_rows_that_are_missing_or_left_over_are_told() -> None:
    documents, findings = taken_apart([event_record()])
    last = findings["events"].pop()
    with pytest.raises(ValueError, match="events lacks rows of doc:"):
        put_together(documents, findings)
    documents, findings = taken_apart([event_record()])
    findings["events"].append(last)
    with pytest.raises(ValueError, match="events has rows that are of no document"):
        put_together(documents, findings)
