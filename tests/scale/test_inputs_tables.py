"""JSON Lines, CSV and Parquet: cut and read, compressed and not, whole and broken."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from input_files import PACK, all_of, pieces_of, read_input

from memcon.errors import RunError
from memcon.scale.inputs import InputOptions
from memcon.scale.inputs.rows import Broken, split_rows

ROWS = [
    {
        "title": f"Talks {number}",
        "text": f'Ostria said "{number}".\nVarnia, too; côte à côte.',
        "url": f"https://ostria.example/{number}",
        "date": "2024-03-14",
    }
    for number in range(57)
]
TEXTS = [row["text"] for row in ROWS]
KINDS = ("jsonl", "csv", "parquet")


def table(kind: str, rows: list[dict[str, Any]]) -> bytes:
    if kind == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    if kind == "csv":
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode()
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows), sink, row_group_size=20)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def spoiled(data: bytes, at: int, count: int = 8) -> bytes:
    return data[:at] + bytes(byte ^ 0xFF for byte in data[at : at + count]) + data[at + count :]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", PACK)
def test_a_table_is_read_however_it_is_compressed_and_cut(
    tmp_path: Path, kind: str, ending: str
) -> None:
    path = tmp_path / f"news.{kind}{ending}"
    path.write_bytes(PACK[ending](table(kind, ROWS)))
    for options in (
        InputOptions(),
        InputOptions(piece_documents=1),
        InputOptions(piece_documents=13),
        InputOptions(piece_bytes=300),
    ):
        offered, rejects = read_input(path, options)
        assert rejects == []
        assert [one.text for one in offered] == TEXTS
        assert [one.url for one in offered] == [row["url"] for row in ROWS]
        assert [one.where for one in offered] == [f"{path}#{n}" for n in range(1, 58)]
        assert offered[3].metadata == {"title": "Talks 3", "published": "2024-03-14"}


@pytest.mark.parametrize("kind", KINDS)
def test_compression_is_told_by_content(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"news.{kind}"
    path.write_bytes(gzip.compress(table(kind, ROWS), mtime=0))
    assert [one.text for one in read_input(path)[0]] == TEXTS


@pytest.mark.parametrize("kind", KINDS)
def test_known_pieces_carry_nothing_and_change_nothing(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"news.{kind}"
    path.write_bytes(table(kind, ROWS))
    options = InputOptions(piece_documents=3)
    whole, some = (pieces_of(path, options, known=known) for known in ((), {0, 2, 5}))
    assert len(whole) == len(some)
    for one, other in zip(whole, some, strict=True):
        assert (one.start, one.size) == (other.start, other.size)
        if one.number not in {0, 2, 5}:
            assert one == other


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lines=st.lists(
        st.one_of(st.just(b""), TEXT.map(lambda text: json.dumps({"text": text}).encode()))
    ).map(b"\n".join),
    size=st.integers(1, 200),
    count=st.integers(1, 5),
)
def test_lines_are_cut_without_loss(tmp_path: Path, lines: bytes, size: int, count: int) -> None:
    path = tmp_path / "any.jsonl"
    path.write_bytes(lines)
    options = InputOptions(piece_bytes=size, piece_documents=count)
    pieces = pieces_of(path, options)
    assert b"".join(piece.data or b"" for piece in pieces) == lines
    whole = read_input(path)
    if lines:
        assert all_of(pieces, options) == whole


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(st.tuples(TEXT, TEXT)),
    end=st.sampled_from(["\n", "\r\n"]),
    delimiter=st.sampled_from(",;\t|"),
    size=st.integers(1, 200),
    count=st.integers(1, 5),
    last=st.booleans(),
)
def test_rows_are_cut_without_loss(
    tmp_path: Path,
    rows: list[tuple[str, str]],
    end: str,
    delimiter: str,
    size: int,
    count: int,
    last: bool,
) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator=end, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("title", "text"), *rows])
    data = stream.getvalue().encode()
    data = data if last else data.removesuffix(end.encode())
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    options = InputOptions(piece_bytes=size, piece_documents=count)
    pieces = pieces_of(path, options)
    header = f'"title"{delimiter}"text"{end}'.encode()
    if rows:
        cut = (piece.data or b"" for piece in pieces)
        assert header + b"".join(part.removeprefix(header) for part in cut) == data
        offered, _ = all_of(pieces, options)
        wanted = [(title.strip(), text) for title, text in rows if text.strip()]
        assert [(one.metadata.get("title", ""), one.text) for one in offered] == wanted


@settings(max_examples=300, deadline=None)
@given(st.text('ab",\n\r', max_size=40), st.integers(1, 9))
def test_rows_end_where_the_csv_reader_ends_them(text: str, block: int) -> None:
    """Of what that reader takes in strict mode; of the rest, no character goes missing unsaid."""
    data = text.encode()
    blocks = [data[at : at + block] for at in range(0, len(data), block)]
    rows = list(split_rows(blocks, delimiter=",", limit=1000))
    try:
        wanted = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        assert any(isinstance(row, Broken) for row in rows) or "\r" in text
        return
    if "\r" in text.replace("\r\n", ""):
        return  # the reader ends rows at a carriage return alone, as no file does today
    assert not any(isinstance(row, Broken) for row in rows)
    assert b"".join(row for row in rows if isinstance(row, bytes)) == data
    found = [next(csv.reader([row.decode()])) for row in rows if isinstance(row, bytes)]
    assert found == wanted


def test_lines_that_are_no_documents_are_rejects(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"text": "First."}\n'
        b"\n"
        b"{not json}\n"
        b'["a", "list"]\n'
        b'{"body_": "no such column"}\n'
        b'{"text": "  "}\n'
        b'{"text": null}\n'
        b'{"text": 12}\n'
        b'{"text": "bad \xff byte"}\n'
        b'{"text": "' + b"long " * 100 + b'"}\n' + b"[" * 90_000 + b"\n"
        b'{"text": ["Two", "paragraphs."]}\n'
        b'{"text": "Last."}'
    )
    for options in (
        InputOptions(max_bytes=400, piece_documents=1),
        InputOptions(max_bytes=400),
    ):
        offered, rejects = read_input(path, options)
        assert [(one.where[-2:], one.text) for one in offered] == [
            ("#1", "First."),
            ("12", "Two\n\nparagraphs."),
            ("13", "Last."),
        ]
        found = sorted((int(one.where.rpartition("#")[2]), one.code) for one in rejects)
        assert found == [
            (3, "json"),
            (4, "json"),
            (5, "columns"),
            (6, "empty"),
            (7, "empty"),
            (8, "columns"),
            (9, "encoding"),
            (10, "too-large"),
            (11, "too-large"),
        ]
    assert "there are: body_" in next(one.reason for one in rejects if one.code == "columns")


def test_json_that_is_nested_without_end_is_a_reject(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b"[" * 90_000 + b'\n{"text": "Last."}\n')
    offered, rejects = read_input(path)
    assert [one.text for one in offered] == ["Last."]
    assert [one.code for one in rejects] == ["json"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, kind: str, encoding: str) -> None:
    path = tmp_path / f"news.{kind}"
    path.write_bytes(table(kind, ROWS).decode().encode(encoding))
    assert [one.text for one in read_input(path)[0]] == TEXTS


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16-le"])
@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_an_encoding_that_is_named_is_used(tmp_path: Path, kind: str, encoding: str) -> None:
    path = tmp_path / f"news.{kind}"
    path.write_bytes(table(kind, ROWS).decode().encode(encoding))
    options = InputOptions(encoding=encoding, piece_documents=10)
    assert [one.text for one in read_input(path, options)[0]] == TEXTS


def test_broken_rows_are_rejects_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(
        "url,text\n"
        "1,First.\n"
        "2,too,many\n"
        '3,"closed" too early\n'
        "\n"
        '5,"Two\nlines."\n'
        '6,"never closed\n'
        '7,"Fine."\n'
        '8,a "word" inside\n'
        '9,"never closed either\n'
        "10,Last.\n",
        newline="",
    )
    for options in (InputOptions(), InputOptions(piece_documents=1)):
        offered, rejects = read_input(path, options)
        assert [(one.url, one.text) for one in offered] == [
            ("1", "First."),
            ("5", "Two\nlines."),
            ("7", "Fine."),
            ("8", 'a "word" inside'),
            ("10", "Last."),
        ]
        assert [one.code for one in rejects] == ["csv"] * 4


def test_a_row_over_the_limit_is_a_reject(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    long = "long " * 200
    path.write_text(f'url,text\n1,First.\n2,{long}\n3,"{long}"\n4,Last.\n')
    offered, rejects = read_input(path, InputOptions(max_bytes=500))
    assert [one.text for one in offered] == ["First.", "Last."]
    assert {one.code for one in rejects} == {"too-large"}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"title,when\nTalks,today\n", "columns"),
        ("b.csv", b"", "empty"),
        ("c.csv", b'"never closed\n', "csv"),
        ("d.csv", b"url,text\n", "empty"),
        ("e.jsonl", b"", "empty"),
        ("f.parquet", b"no parquet", "parquet"),
        ("g.parquet", b"", "parquet"),
        ("h.parquet", table("parquet", [{"title": "Talks"}]), "columns"),
        ("i.csv", b"url,text\xff\n", "encoding"),
    ],
)
def test_a_file_that_gives_nothing_is_one_reject(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    offered, rejects = read_input(path)
    assert offered == []
    assert [(one.code, one.where) for one in rejects] == [(code, str(path))]


@pytest.fixture(scope="module")
def many() -> list[dict[str, Any]]:
    """Four megabytes that cannot be packed well."""
    digits = random.Random(5)
    return [
        {"title": str(number), "text": f"{number} {digits.randbytes(2000).hex()}"}
        for number in range(1000)
    ]


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
@pytest.mark.parametrize("ending", [".gz", ".zst", ".bz2", ".xz"])
@pytest.mark.parametrize("how", ["cut", "spoiled"])
def test_damage_loses_little_before_it_and_is_said(
    tmp_path: Path, kind: str, ending: str, how: str, many: list[dict[str, Any]]
) -> None:
    data = table(kind, many)
    packed = lzma.compress(data, preset=0) if ending == ".xz" else PACK[ending](data)
    at = len(packed) * 3 // 4
    path = tmp_path / f"news.{kind}{ending}"
    path.write_bytes(packed[:at] if how == "cut" else spoiled(packed, at, 300))
    offered, rejects = read_input(path)
    wanted = [row["text"] for row in many]
    texts = [one.text for one in offered]
    if how == "cut":
        assert texts == wanted[: len(texts)]
        assert len(texts) > 500
        assert [one.code for one in rejects] == ["damaged"]
        assert f" {len(texts)} is lost" in rejects[0].reason
    else:
        # check sums stand at the end, or nowhere (zstd of this writer): what is after the damage
        # and before it is noticed may be garbled, what is before it is not
        assert texts[:400] == wanted[:400]
        assert ending == ".zst" or "damaged" in [one.code for one in rejects]


def test_damage_within_parquet_costs_its_row_group(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    data = table("parquet", ROWS)
    with pq.ParquetFile(io.BytesIO(data)) as file:
        begin = file.metadata.row_group(1).column(1).data_page_offset
    path.write_bytes(spoiled(data, begin, 30))
    for each, lost in ((500, 20), (2, 20)):
        offered, rejects = read_input(path, InputOptions(piece_documents=each))
        assert [one.text for one in offered] == TEXTS[:20] + TEXTS[20 + lost :]
        assert {one.code for one in rejects} == {"parquet"}
    path.write_bytes(data[:-200])
    assert [one.code for one in read_input(path)[1]] == ["parquet"]


def test_columns_are_found_by_usual_names_or_as_said(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    row = {
        "Headline": " Talks ",
        "MainText": "The text.",
        "summary": "A summary.",
        "meta": {"link": "https://ostria.example/", "site": "Ostria Daily", "lang": "en"},
        "date_publish": 1710410400,
    }
    path.write_text(json.dumps(row))
    (one,) = read_input(path)[0]
    assert (one.text, one.url) == ("The text.", None)
    assert one.metadata == {"title": "Talks", "published": "1710410400"}
    columns = {
        "text": "SUMMARY",
        "url": "meta.link",
        "publisher": "meta.site",
        "language": "meta.lang",
    }
    (one,) = read_input(path, InputOptions(columns=columns))[0]
    assert (one.text, one.url) == ("A summary.", "https://ostria.example/")
    assert one.metadata["publisher"] == "Ostria Daily"
    (reject,) = read_input(path, InputOptions(columns={"text": "body"}))[1]
    assert "no column 'body'" in reject.reason


def test_html_columns_are_pages(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    rows: list[dict[str, Any]] = [
        {"html": "<p>Côte.</p>", "text": None},
        {"html": "<p>x</p>", "text": "Text."},
    ]
    path.write_bytes(table("jsonl", rows))
    first, second = read_input(path)[0]
    assert (first.data, first.media_type) == ("<p>Côte.</p>".encode(), "text/html")
    assert second.text == "Text."


def test_parquet_values_of_all_kinds(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    moment = datetime(2024, 3, 14, 10, 30, tzinfo=UTC)
    rows = pa.table(
        {
            "text": pa.array(["One.", None, "Three."], pa.large_string()),
            "html": pa.array([None, b"<p>Two.</p>", None], pa.binary()),
            "published": pa.array([moment, moment, None], pa.timestamp("ns", tz="Europe/Paris")),
            "meta": pa.array([{"url": "https://a.example/"}, None, {"url": None}]),
            "title": pa.array(["T", "T", "T"]).dictionary_encode(),
            "unused": pa.array([1, 2, 3]),
        }
    )
    pq.write_table(rows, path)
    for each in (1, 3):
        options = InputOptions(columns={"url": "meta.url"}, piece_documents=each)
        one, two, three = read_input(path, options)[0]
        assert (one.text, one.url) == ("One.", "https://a.example/")
        assert one.metadata["published"] == "2024-03-14T10:30:00+00:00"
        assert (two.data, two.media_type, two.url) == (b"<p>Two.</p>", "text/html", None)
        assert (three.text, three.metadata) == ("Three.", {"title": "T"})


def test_row_groups_of_a_few_pieces_are_named_and_larger_ones_carried(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    path.write_bytes(table("parquet", ROWS))
    named = pieces_of(path, InputOptions(piece_documents=5))
    assert [piece.data for piece in named] == [None] * 12
    carried = pieces_of(path, InputOptions(piece_documents=4))
    assert all(piece.data for piece in carried)


def test_options_that_cannot_be_are_refused() -> None:
    for wrong in ({"columns": {"date": "x"}}, {"delimiter": ",,"}, {"encoding": "klingon"}):
        with pytest.raises(RunError):
            InputOptions(**wrong)
    with pytest.raises(RunError):
        InputOptions(piece_documents=0)
