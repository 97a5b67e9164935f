"""What a run wrote is read back, equal; what is damaged, unfinished or too new is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from event_records import stories
from memcon.errors import RunError
from memcon.record import Record
from memcon.scale.output import files, is_output, open_output, read_output
from memcon.scale.storage import Folder
from memcon.scale.work import Form, ReadDocument
from run_outputs import REJECTED, example_documents, write_manifest, write_output, write_report

FORMS: tuple[Form, ...] = ("parquet", "jsonl")


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Form:
    found: Form = request.param
    return found


def same(found: Sequence[ReadDocument], wanted: Sequence[ReadDocument]) -> bool:
    """Whether documents are equal, and their JSON too, byte for byte."""
    return list(found) == list(wanted) and [one.record.to_json() for one in found] == [
        one.record.to_json() for one in wanted
    ]


# What is written is read --------------------------------------------------------------------------


def test_documents_come_back_in_order(form: Form, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), example_documents(), form=form)
    assert same(list(read_output(folder)), example_documents())
    assert open_output(folder).total == len(example_documents())


def test_many_documents_come_back(form: Form, tmp_path: Path) -> None:
    documents = [
        ReadDocument(where=f"/news/day.jsonl#{number}", record=record)
        for number, record in enumerate(stories(400))
    ]
    folder = write_output(str(tmp_path), documents, form=form, part=100)
    assert same(list(read_output(folder)), documents)


def test_rejects_come_back(form: Form, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), [], form=form, rejects=REJECTED)
    assert sorted(one.where for one in open_output(folder).rejects()) == [
        "/news/bad.txt",
        "/news/day.jsonl#7",
    ]
    assert set(open_output(folder).rejects()) == set(REJECTED)


def test_an_output_in_a_storage_is_read(form: Form) -> None:
    url = f"memory://outputs/{form}"
    write_output(url, example_documents(), form=form)
    assert same(list(read_output(Folder(url))), example_documents())


def test_one_text_at_two_places_has_two_records(form: Form, tmp_path: Path) -> None:
    first = example_documents()[1]
    # The same text, published elsewhere on another day: it was read differently.
    page = first.record.document.model_copy(update={"published": "1999-01-01", "title": None})
    fewer = first.record.model_copy(update={"document": page, "acts": [], "commitments": []})
    twice = [
        first,
        ReadDocument(where="/news/again.txt", record=fewer),
        ReadDocument(where="/news/third.txt", record=first.record),
        example_documents()[0],
    ]
    folder = write_output(str(tmp_path), twice, form=form)
    assert same(list(read_output(folder)), twice)


def _some() -> st.SearchStrategy[list[tuple[int, frozenset[str]]]]:
    lists = st.frozensets(st.sampled_from(["actors", "meetings", "statements", "acts", "events"]))
    return st.lists(st.tuples(st.integers(0, 13), lists), max_size=12)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chosen=_some(), part=st.integers(1, 5), names=st.lists(st.text(max_size=8), max_size=3))
def test_any_documents_in_any_parts_come_back(
    form: Form, chosen: list[tuple[int, frozenset[str]]], part: int, names: list[str]
) -> None:
    documents = []
    for number, (index, without) in enumerate(chosen):
        record = example_documents()[index % len(example_documents())].record
        update: dict[str, object] = {name: [] for name in without}
        name = (names[number % len(names)] if names else "").encode("utf-8", "replace").decode()
        update["document"] = record.document.model_copy(update={"title": name, "url": name or None})
        where = f"/news/{number}"
        documents.append(ReadDocument(where=where, record=record.model_copy(update=update)))
    url = f"memory://any/{form}"
    Folder(url).remove("")
    folder = write_output(url, documents, form=form, part=part)
    assert same(list(read_output(folder)), documents)


def test_one_part_is_held_at_a_time(form: Form, tmp_path: Path) -> None:
    asked: list[str] = []

    class Watched(Folder):
        def get(self, name: str) -> bytes:
            asked.append(name)
            return super().get(name)

    write_output(str(tmp_path), example_documents(), form=form, part=2)
    folder = Watched(str(tmp_path))
    next(read_output(folder))
    assert asked
    assert not [name for name in asked if "part-" in name and "part-00000" not in name]


# What is no output, or not one to be read ---------------------------------------------------------


def test_a_folder_of_something_else_is_told(tmp_path: Path) -> None:
    assert not is_output(Folder(str(tmp_path)))
    with pytest.raises(RunError, match="not the output of a run"):
        open_output(Folder(str(tmp_path)))
    with pytest.raises(RunError, match="not the output of a run"):
        open_output(Folder(str(tmp_path / "none")))


def test_a_run_that_is_not_finished_is_told(form: Form, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), example_documents(), form=form)
    folder.remove("_memcon/report.json")
    assert is_output(folder)
    with pytest.raises(RunError, match=r"not finished.*again"):
        read_output(folder)


def test_an_output_of_a_later_release_is_told(form: Form, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), [], form=form)
    write_manifest(folder, form, version="memcon/run/2")
    with pytest.raises(RunError, match=r"version memcon/run/2.*reads memcon/run/1"):
        open_output(folder)


def test_tables_of_a_later_release_are_told(tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), example_documents(), form="parquet")
    path = tmp_path / "acts" / "part-00001.parquet"
    table = pq.read_table(path)
    table = table.append_column("new", pa.array([1] * len(table)))
    newer = {**table.schema.metadata, b"memcon.tables": b"memcon/tables/2"}
    pq.write_table(table.replace_schema_metadata(newer), path)
    with pytest.raises(RunError, match=r"acts/part-00001.parquet: .*version memcon/tables/2"):
        list(read_output(folder))


def test_records_of_a_later_release_are_told(tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), example_documents()[:1], form="jsonl")
    content = json.loads(example_documents()[0].record.to_json())
    for new in ({"schema": "memcon/record/2"}, {"schema": "memcon/record/2", "other": 1}):
        line = json.dumps({**content, **new})
        folder.put("records/part-00000.jsonl.zst", files.to_lines([line]))
        with pytest.raises(RunError, match=r"version memcon/record/2.*reads memcon/record/1"):
            list(read_output(folder))


@pytest.mark.parametrize(
    "manifest", [b"", b"{", b"[]", b'{"schema": "memcon/run/1", "form": "csv"}', b"\xff\xfe"]
)
def test_a_damaged_manifest_is_told(manifest: bytes, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), [], form="jsonl")
    folder.put("_memcon/run.json", manifest)
    with pytest.raises(RunError, match=r"run\.json: "):
        open_output(folder)


@pytest.mark.parametrize(
    "report", [b"", b"{", b"[]", b"{}", b'{"read": {"rows": {"documents": "many"}}}']
)
def test_a_damaged_report_is_told(report: bytes, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), [], form="jsonl")
    folder.put("_memcon/report.json", report)
    with pytest.raises(RunError, match=r"report\.json: .*damaged"):
        open_output(folder)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def cut_little(data: bytes) -> bytes:
    return data[:-1]


def turned(data: bytes) -> bytes:
    """Return the bytes with one bit of what is compressed turned."""
    middle = len(data) // 2
    if data.startswith(b"PAR1"):
        group = pq.ParquetFile(pa.BufferReader(data)).metadata.row_group(0)
        columns = [group.column(number) for number in range(group.num_columns)]
        largest = max(columns, key=lambda column: column.total_compressed_size)
        begin = largest.dictionary_page_offset or largest.data_page_offset
        middle = begin + largest.total_compressed_size - 9  # the end of its last page
    return data[:middle] + bytes([data[middle] ^ 0x40]) + data[middle + 1 :]


def emptied(data: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("harm", [cut, cut_little, turned, emptied])
@pytest.mark.parametrize(
    ("form", "table"),
    [
        ("parquet", "documents"),
        ("parquet", "statements"),
        ("parquet", "origins"),
        ("jsonl", "records"),
        ("jsonl", "origins"),
    ],
)
def test_damaged_bytes_are_told(
    form: Form, table: str, harm: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    folder = write_output(str(tmp_path), example_documents(), form=form)
    name = files.file_name(table, "00001", form)
    folder.put(name, harm(folder.get(name)))
    with pytest.raises(RunError, match=rf"{name}: .*damaged"):
        list(read_output(folder))


@pytest.mark.parametrize("table", ["documents", "events", "origins"])
def test_a_missing_file_is_told_before_anything_is_read(table: str, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), example_documents(), form="parquet")
    folder.remove(f"{table}/part-00001.parquet")
    with pytest.raises(RunError, match=r"part-00001\.parquet"):
        next(read_output(folder))


def test_a_missing_part_is_told(form: Form, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), example_documents(), form=form)
    for path in tmp_path.rglob("part-00001.*"):
        path.unlink()
    with pytest.raises(RunError, match="the output has 11 documents, and its report tells of 16"):
        list(read_output(folder))
    write_report(folder, 11)
    assert len(list(read_output(folder))) == 11


@pytest.mark.parametrize("table", ["documents", "statements", "acts", "origins"])
def test_files_of_another_part_are_told(table: str, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), example_documents(), form="parquet")
    other = folder.get(f"{table}/part-00000.parquet")
    folder.put(f"{table}/part-00001.parquet", other)
    with pytest.raises(RunError, match="damaged"):
        list(read_output(folder))


def test_records_of_another_part_are_told(tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), example_documents(), form="jsonl")
    folder.put("records/part-00001.jsonl.zst", folder.get("records/part-00000.jsonl.zst"))
    with pytest.raises(RunError, match="damaged"):
        list(read_output(folder))


def test_records_are_whole_up_to_the_damage(form: Form, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), example_documents(), form=form)
    name = files.file_name("origins", "00001", form)
    folder.put(name, b"nothing")
    found: list[Record] = []
    with pytest.raises(RunError):
        found.extend(one.record for one in read_output(folder))
    assert found == [] or found == [one.record for one in example_documents()[:5]]
