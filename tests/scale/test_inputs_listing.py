"""Which files are found at a place, in which order, and how documents that are files are read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from input_files import read_input

from memcon.errors import RunError
from memcon.scale.inputs import InputOptions, cut, documents, survey
from memcon.scale.work import Kind, Offered, Reject


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in {
        "b.jsonl.gz": gzip.compress(b'{"text": "x"}\n', mtime=0),
        "a/pages/2.html": b"<p>Two.</p>",
        "a/pages/1.txt": b"One.",
        "a/3.md.gz": gzip.compress(b"# Three", mtime=0),
        "a/untold": b"A text without an ending.",
        "a/part-0000": b'{"text": "x"}\n',
        "a/part-0001": gzip.compress(b"WARC/1.0\r\n", mtime=0),
        "a/blob": bytes(range(256)),
        "a/picture.JPG": b"\xff\xd8\xff",
        "c.WARC.gz": gzip.compress(b"", mtime=0),
        "d.parquet": b"PAR1",
        "e.tsv.xz": b"",
        ".hidden/x.jsonl": b"",
        ".hidden.jsonl": b"",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def test_a_folder_gives_what_documents_are_in(folder: Path) -> None:
    found = survey([str(folder)], InputOptions())
    assert [(os.path.relpath(file.url, folder), file.kind) for file in found.files] == [
        ("a/3.md.gz", "files"),
        ("a/part-0000", "jsonl"),
        ("a/part-0001", "warc"),
        ("b.jsonl.gz", "jsonl"),
        ("c.WARC.gz", "warc"),
        ("d.parquet", "parquet"),
        ("e.tsv.xz", "csv"),
    ]
    assert [file.number for file in found.files] == list(range(7))
    assert [os.path.relpath(url, folder) for url in found.files[0].urls] == [
        "a/3.md.gz",
        "a/pages/1.txt",
        "a/pages/2.html",
        "a/untold",
    ]
    assert dict(found.passed_over) == {"": 1, ".jpg": 1}


def test_order_and_repetition_of_places_change_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = survey([str(folder)], InputOptions()).files
    assert (
        once
        == survey([str(folder / "b.jsonl.gz"), str(folder), f"{folder}/"], InputOptions()).files
    )
    monkeypatch.chdir(folder)
    assert once == survey(["a", ".", "a/../d.parquet"], InputOptions()).files


def test_patterns_and_named_files_are_read_whatever_they_are_called(folder: Path) -> None:
    assert [file.kind for file in survey([f"{folder}/b*"], InputOptions()).files] == ["jsonl"]
    assert len(survey([f"{folder}/**/*.txt"], InputOptions()).files) == 1
    (named,) = survey([str(folder / "a/picture.JPG")], InputOptions()).files
    assert named.kind == "files"
    (folder / "a/1.data").write_bytes(b'{"text": "x"}')
    kinds: tuple[Kind | None, ...] = (None, "jsonl")
    for kind in kinds:
        (told,) = survey([str(folder / "a/1.data")], InputOptions(kind=kind)).files
        assert told.kind == "jsonl"


def test_a_name_with_brackets_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "talks [1].txt"
    path.write_text("Ostria met Varnia.")
    assert [file.urls for file in survey([str(path)], InputOptions()).files] == [(str(path),)]


def test_a_kind_that_is_given_takes_files_of_that_kind_alone(folder: Path) -> None:
    found = survey([str(folder)], InputOptions(kind="jsonl")).files
    assert [os.path.relpath(file.url, folder) for file in found] == [
        "a/part-0000",
        "a/part-0001",
        "a/untold",
        "b.jsonl.gz",
    ]


def test_documents_are_bundled_by_number_and_size(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"{number}.txt").write_text("x" * 100)
    by_number = survey([str(tmp_path)], InputOptions(piece_documents=4)).files
    assert [len(file.urls) for file in by_number] == [4, 4, 2]
    by_size = survey([str(tmp_path)], InputOptions(piece_bytes=250)).files
    assert [len(file.urls) for file in by_size] == [3, 3, 3, 1]
    assert [file.size for file in by_size] == [300, 300, 300, 100]


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    for place, said in (
        (tmp_path / "missing", "no such file"),
        (tmp_path / "*.jsonl", "nothing matches"),
        (tmp_path, "nothing to read"),
    ):
        with pytest.raises(RunError, match=said) as caught:
            survey([str(place)], InputOptions())
        assert caught.value.where == str(place)
    with pytest.raises(RunError):
        survey(["klingon://news"], InputOptions())


def test_documents_that_are_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"<p>Page.</p>", mtime=0))
    (tmp_path / "b.txt").write_text("Text.")
    (tmp_path / "c.txt").write_text("Far too long. " * 10)
    (tmp_path / "d.txt").write_bytes(gzip.compress(b"cut" * 10, mtime=0)[:-9])
    (tmp_path / "e.txt").write_text("Last.")
    options = InputOptions(max_bytes=100)
    (file,) = survey([str(tmp_path)], options).files
    (piece,) = cut(file, options)
    (tmp_path / "e.txt").unlink()
    found = list(documents(piece, options))
    assert [one.data for one in found if isinstance(one, Offered)] == [b"<p>Page.</p>", b"Text."]
    assert [(one.where[-5:], one.code) for one in found if isinstance(one, Reject)] == [
        ("c.txt", "too-large"),
        ("d.txt", "damaged"),
        ("e.txt", "source"),
    ]


def test_a_table_that_is_gone_is_one_reject(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"text": "x"}')
    (file,) = survey([str(path)], InputOptions()).files
    path.unlink()
    (piece,) = cut(file, InputOptions())
    assert [(one.where, one.code) for one in piece.rejects] == [(str(path), "source")]


def test_an_address_of_another_storage_is_read() -> None:
    import fsspec

    system = fsspec.filesystem("memory")
    system.pipe_file("/ostria/a.jsonl", b'{"text": "One."}')
    system.pipe_file("/ostria/b.txt", b"Two.")
    try:
        assert [file.url for file in survey(["memory://ostria"], InputOptions()).files] == [
            "memory:///ostria/a.jsonl",
            "memory:///ostria/b.txt",
        ]
        assert read_input("memory://ostria/*.jsonl")[0][0].text == "One."
    finally:
        system.rm("/ostria", recursive=True)
