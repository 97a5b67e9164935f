"""The output of a run in an archive: as if its documents had been added, without reading them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from archives import AT, example_records, put, read
from conftest import ROOT
from databases import Templates
from dumps import differences, dump
from memcon import sources
from memcon.archive import Archive, captures, open_archive, schema, store
from memcon.archive.check import check
from memcon.archive.linker import link
from memcon.record import Record
from memcon.scale import local, taking_in
from memcon.scale.adding import Added, add
from memcon.scale.arrivals import Arrivals, rejected_places
from memcon.scale.local import ReaderOptions
from memcon.scale.rereading import reread
from memcon.scale.storage import Folder
from memcon.scale.taking_in import TakingIn, outputs_among
from memcon.scale.work import Form, ReadDocument
from run_outputs import REJECTED, example_documents, write_output

TALKS = """Ostria and Varnia talk

LENDRAVA, March 3, 2031 - Foreign Minister Ana Sol of Ostria met Foreign Minister Ivo Kern of
Varnia in Lendrava on Monday. Sol said Ostria will reopen the Sunda bridge by the end of 2032.
"""


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    """An archive with nothing in it, on each database in turn."""
    with open_archive(archive_url, create=True) as opened:
        yield opened


@pytest.fixture
def small(tmp_path: Path, archive_templates: Templates) -> Iterator[Archive]:
    """An archive with nothing in it, on SQLite."""
    archive_templates.copy_file(tmp_path / "small.db")
    with open_archive(str(tmp_path / "small.db")) as opened:
        yield opened


def take_in(archive: Archive, *folders: Folder) -> list[Added]:
    return list(TakingIn(archive, [folder.url for folder in folders], now=lambda: AT))


def outcomes(added: Sequence[Added]) -> list[str]:
    return [one.outcome for one in added]


def rejects(archive: Archive) -> list[tuple[Any, ...]]:
    table = schema.rejects
    with archive.reading() as connection:
        found = connection.execute(
            select(table.c.location, table.c.code, table.c.reason, table.c.attempts)
        )
        return sorted(tuple(row) for row in found)


def column(archive: Archive, name: str) -> list[Any]:
    with archive.reading() as connection:
        query = select(schema.documents.c[name]).order_by(schema.documents.c.key)
        return list(connection.execute(query).scalars())


def document(where: str, text: str, **known: str) -> ReadDocument:
    return ReadDocument(where=where, record=read(text, **known))


# As if the documents had been added ---------------------------------------------------------------


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_an_archive_of_an_output_says_what_one_of_the_files_says(
    form: Form, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As the files of examples/ are: texts, pages, and a feed with several documents.
    paths = sources.expand([str(ROOT / "examples")])
    documents = []
    records = iter(example_records())
    for path in paths:
        found = len(sources.from_path(path))
        for number in range(found):
            where = str(path) if found == 1 else f"{path}#{number + 1}"
            documents.append(ReadDocument(where=where, record=next(records)))
    url = write_output(str(tmp_path / "out"), documents, form=form)
    monkeypatch.setattr(local, "make_reader", _no_reader)
    assert outcomes(take_in(archive, url)) == ["added"] * len(documents)
    link(archive)

    by_id = {record.document.id: record for record in example_records()}

    class Known:
        def read_many(self, taken: Sequence[sources.Taken]) -> Iterator[Record]:
            return (by_id[one.document.id] for one in taken)

    with open_archive(str(tmp_path / "files.db"), create=True) as other:
        arrivals = Arrivals(
            [str(ROOT / "examples")],
            archive=other,
            fetcher=pytest.fail,
            stdin=bytes,
            now=lambda: AT,
            max_bytes=1_000_000,
        )
        list(
            add(
                other,
                arrivals,
                options=ReaderOptions(),
                now=lambda: AT,
                reader=Known(),  # type: ignore[arg-type]
            )
        )
        link(other)
        one, two = dump(archive, places=False), dump(other, places=False)
        for apart in ("captures", "blobs"):  # what was read is kept there, and here its text
            one.pop(apart)
            two.pop(apart)
        # memcon.toml is no document of a folder, and plugins are none of its
        assert differences(one, two) == []
    assert check(archive, deep=True).errors == 0


def _no_reader(options: ReaderOptions) -> Any:
    pytest.fail("a reader was made")


def test_the_same_again_changes_nothing(archive: Archive, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path), example_documents(), form="parquet", rejects=REJECTED)
    first = take_in(archive, folder)
    assert outcomes(first) == ["added"] * len(example_documents()) + ["rejected"] * 2
    assert first[0].where == "/news/000.txt"
    assert first[0].document == example_documents()[0].record.document.id
    link(archive)
    before = dump(archive)
    told = rejects(archive)
    again = take_in(archive, folder)
    assert outcomes(again) == ["unchanged"] * len(example_documents()) + ["rejected"] * 2
    link(archive)
    assert differences(before, dump(archive)) == []
    assert rejects(archive) == told
    assert [row[:2] for row in told] == [
        ("/news/bad.txt", "binary"),
        ("/news/day.jsonl#7", "markup"),
    ]


def test_interrupted_it_is_taken_up(small: Archive, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path / "out"), example_documents(), form="jsonl")
    coming = iter(TakingIn(small, [folder.url], now=lambda: AT))
    for _ in range(4):
        next(coming)
    assert len(column(small, "id")) == 4
    rest = len(example_documents()) - 4
    assert outcomes(take_in(small, folder)) == ["unchanged"] * 4 + ["added"] * rest


def test_texts_that_are_there_are_known(small: Archive, tmp_path: Path) -> None:
    put(small, example_records())
    folder = write_output(str(tmp_path / "out"), example_documents(), form="parquet")
    added = outcomes(take_in(small, folder))
    assert added == ["known"] * len(example_records()) + ["added"]


def test_a_file_that_was_read_is_not_taken_in_again(small: Archive, tmp_path: Path) -> None:
    # Of a page the archive has the bytes, and the run has read the same.
    page = next(one for one in example_records() if "html" in one.document.source.media_type)
    where = str(tmp_path / "page.html")
    raw = captures.Capture(
        location=where,
        data=b"",
        sha256=page.document.source.sha256,
        retrieved_at=AT,
        documents=1,
        media_type="text/html",
    )
    with small.writing() as connection:
        store.store(connection, page, raw, 0, known_forms={}, at=AT)
    folder = write_output(
        str(tmp_path / "out"), [ReadDocument(where=where, record=page)], form="parquet"
    )
    assert outcomes(take_in(small, folder)) == ["unchanged"]


# Versions -----------------------------------------------------------------------------------------


def versions(small: Archive, tmp_path: Path, one: ReadDocument, other: ReadDocument) -> list[str]:
    """Add two outputs one after the other, then the first again; return what became of it."""
    first = write_output(str(tmp_path / "first"), [one], form="jsonl")
    second = write_output(str(tmp_path / "second"), [other], form="jsonl")
    return outcomes([*take_in(small, first, second), *take_in(small, first)])


def test_a_changed_page_is_a_new_version(small: Archive, tmp_path: Path) -> None:
    url = "https://mfa.ostria.example/talks"
    one = document("/day-1.jsonl#4", TALKS, url=url)
    other = document("/day-2.jsonl#9", TALKS.replace("bridge", "tunnel"), url=url)
    assert versions(small, tmp_path, one, other) == ["added", "changed", "unchanged"]
    assert column(small, "status") == ["superseded", "current"]  # the first is no news


def test_a_changed_file_is_a_new_version(small: Archive, tmp_path: Path) -> None:
    one = document("/news/a.txt", TALKS)
    other = document("/news/a.txt", TALKS.replace("bridge", "tunnel"))
    assert versions(small, tmp_path, one, other) == ["added", "changed", "unchanged"]
    assert column(small, "address") == ["/news/a.txt", "/news/a.txt"]


def test_another_text_in_the_same_line_is_no_version(small: Archive, tmp_path: Path) -> None:
    one = document("/today.jsonl#1", TALKS)
    other = document("/today.jsonl#1", TALKS.replace("bridge", "tunnel"))
    assert versions(small, tmp_path, one, other) == ["added", "added", "unchanged"]
    assert column(small, "status") == ["current", "current"]


def test_a_relative_place_is_kept_as_an_absolute_one(
    small: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    take_in(small, write_output("out", [document("a.txt", TALKS)], form="jsonl"))
    assert column(small, "address") == [str(tmp_path.resolve() / "a.txt")]


# What is kept -------------------------------------------------------------------------------------


def test_the_text_is_kept_and_said_to_be_the_text_alone(small: Archive, tmp_path: Path) -> None:
    page = next(one for one in example_records() if "html" in one.document.source.media_type)
    read_page = ReadDocument(where="/news/page.html", record=page)
    take_in(small, write_output(str(tmp_path / "out"), [read_page], form="parquet"))
    with small.reading() as connection:
        (key,) = connection.execute(select(schema.documents.c.key)).scalars()
        found = captures.origin(connection, key)
        assert found is not None
        row, position = found
        assert (row.location, row.media_type, position) == (
            "/news/page.html",
            captures.TEXT_ALONE,
            0,
        )
        assert captures.raw(connection, row.sha256).decode() == page.document.text
        assert store.load(connection, key) == page


def test_reading_anew_keeps_what_the_bytes_said(small: Archive, tmp_path: Path) -> None:
    stated = {"title": "A day in Lendrava", "published": "2031-03-05", "publisher": "Varnapress"}
    one = document("/news/day.parquet#3", TALKS)
    known = one.record.document.model_copy(update=stated)
    record = one.record.model_copy(update={"document": known, "acts": [], "commitments": []})
    take_in(
        small,
        write_output(str(tmp_path / "out"), [replace(one, record=record)], form="parquet"),
    )
    with small.reading() as connection:
        (key,) = connection.execute(select(schema.documents.c.key)).scalars()
    (told,) = reread(small, [key], options=ReaderOptions())
    assert (told.outcome, told.counts["acts"][0]) == ("changed", 0)
    with small.reading() as connection:
        now = store.load(connection, key)
    assert now.document == known
    assert now.acts


def test_bytes_go_before_the_text_alone(small: Archive, tmp_path: Path) -> None:
    put(small, [example_records()[0]])
    one = ReadDocument(where="/other/place.txt", record=example_records()[0])
    take_in(small, write_output(str(tmp_path / "out"), [one], form="jsonl"))
    with small.reading() as connection:
        (key,) = connection.execute(select(schema.documents.c.key)).scalars()
        found = captures.origin(connection, key)
    assert found is not None
    assert found[0].media_type != captures.TEXT_ALONE


# Rejects ------------------------------------------------------------------------------------------


def test_what_was_read_since_is_no_reject(small: Archive, tmp_path: Path) -> None:
    put(small, [])
    good = document("/news/bad.txt", TALKS)
    take_in(small, write_output(str(tmp_path / "good"), [good], form="jsonl"))
    folder = write_output(str(tmp_path / "out"), [], form="jsonl", rejects=REJECTED)
    assert outcomes(take_in(small, folder)) == ["rejected", "unchanged"]
    assert [row[0] for row in rejects(small)] == ["/news/day.jsonl#7"]


def test_reading_strikes_a_place_off_the_rejects(small: Archive, tmp_path: Path) -> None:
    take_in(small, write_output(str(tmp_path / "a"), [], form="jsonl", rejects=REJECTED))
    good = [document("/news/bad.txt", TALKS), document("/news/day.jsonl#7", TALKS)]
    take_in(small, write_output(str(tmp_path / "b"), good, form="jsonl"))
    assert rejects(small) == []


def test_many_rejects_are_stored(
    small: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "_REJECTS", 3)
    many = [replace(REJECTED[0], where=f"/news/{number}.txt") for number in range(10)]
    added = take_in(small, write_output(str(tmp_path / "out"), [], form="parquet", rejects=many))
    assert outcomes(added) == ["rejected"] * 10
    assert len(rejects(small)) == 10


def test_places_that_only_a_run_can_read_are_not_tried_again(
    small: Archive, tmp_path: Path
) -> None:
    wheres = ("s3://news/day.warc.gz#<urn:uuid:0>", "s3://news/a.txt", "/news/day.jsonl#7")
    many = [replace(REJECTED[0], where=where) for where in (*wheres, "/news/whole.txt")]
    take_in(small, write_output(str(tmp_path / "out"), [], form="parquet", rejects=many))
    assert [row[0] for row in rejects(small)] == sorted([*wheres, "/news/whole.txt"])
    assert rejected_places(small) == ["/news/whole.txt"]


# Outputs that are not whole -----------------------------------------------------------------------


def test_a_run_that_is_not_finished_is_a_reject(small: Archive, tmp_path: Path) -> None:
    whole = write_output(str(tmp_path / "whole"), example_documents()[:2], form="parquet")
    folder = write_output(str(tmp_path / "out"), example_documents(), form="parquet")
    report = folder.get("_memcon/report.json")
    folder.remove("_memcon/report.json")
    added = take_in(small, folder, whole)
    assert outcomes(added) == ["rejected", "added", "added"]
    assert added[0].reason is not None
    assert added[0].reason.startswith("this run is not finished")
    assert rejected_places(small) == [folder.url]
    folder.put("_memcon/report.json", report)
    take_in(small, folder)
    assert rejects(small) == []


def test_what_comes_before_the_damage_is_kept(small: Archive, tmp_path: Path) -> None:
    folder = write_output(str(tmp_path / "out"), example_documents(), form="parquet")
    name = "acts/part-00001.parquet"
    whole = folder.get(name)
    folder.put(name, b"PAR1")
    added = take_in(small, folder)
    assert outcomes(added) == ["added"] * 5 + ["rejected"]
    assert added[-1].reason is not None
    assert name in added[-1].reason
    folder.put(name, whole)
    assert "rejected" not in outcomes(take_in(small, folder))
    assert rejects(small) == []
    assert len(column(small, "id")) == len(example_documents())


def test_outputs_are_told_from_folders_of_documents(tmp_path: Path) -> None:
    folder = write_output(str(tmp_path / "out"), [], form="jsonl")
    (tmp_path / "texts").mkdir()
    given = [folder.url, str(tmp_path / "texts"), "https://a.example/b", "s3://c/d", "-", "*.txt"]
    outputs, rest = outputs_among([*given, folder.url])
    assert outputs == [folder.url, "s3://c/d"]
    assert rest == [given[1], given[2], "-", "*.txt"]


def test_an_output_in_a_storage_is_taken_in(small: Archive) -> None:
    folder = write_output("memory://taken/in", example_documents(), form="parquet")
    assert outcomes(take_in(small, folder)) == ["added"] * len(example_documents())
