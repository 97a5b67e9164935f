"""Web archives: as two writers write them, compressed and not, whole and broken."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from input_files import PACK, all_of, pieces_of, read_input
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from memcon.scale.inputs import InputOptions, take
from memcon.scale.work import Offered

PAGE = "<html><head><title>Talks</title></head><body><p>{}</p></body></html>"
SAID = [f"Ostria and Varnia took note of point {number}." for number in range(25)]


class Archive:
    """Writes records by warcio and remembers where each begins."""

    def __init__(self, *, gzip: bool = False):
        self.stream = io.BytesIO()
        self.begins: list[int] = []
        self._writer = WARCWriter(self.stream, gzip=gzip)

    @property
    def data(self) -> bytes:
        return self.stream.getvalue()

    def _write(self, record: ArcWarcRecord) -> None:
        self._writer.write_record(record)
        record.raw_stream.close()  # what the digest was made from

    def page(
        self,
        body: bytes,
        *headers: tuple[str, str],
        url: str = "https://ostria.example/1",
        status: str = "200 OK",
        kind: str = "response",
    ) -> None:
        self.begins.append(self.stream.tell())
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": "2024-03-14T10:00:00Z"},
        )
        self._write(record)

    def other(self, kind: str, data: bytes, media_type: str) -> None:
        self.begins.append(self.stream.tell())
        record = self._writer.create_warc_record(
            "https://ostria.example/2",
            kind,
            payload=io.BytesIO(data),
            warc_content_type=media_type,
        )
        self._write(record)

    def request(self) -> None:
        http = StatusAndHeaders(
            "GET / HTTP/1.1", [("Host", "ostria.example")], is_http_request=True
        )
        record = self._writer.create_warc_record(
            "https://ostria.example/1", "request", payload=io.BytesIO(b""), http_headers=http
        )
        self._write(record)


HTML = ("Content-Type", "text/html; charset=utf-8")


def archive_of(said: list[str], *, gzip: bool = False) -> Archive:
    archive = Archive(gzip=gzip)
    archive.other("warcinfo", b"software: tests\r\n", "application/warc-fields")
    archive.begins.clear()
    for number, text in enumerate(said):
        archive.request()
        archive.page(PAGE.format(text).encode(), HTML, url=f"https://ostria.example/{number}")
    return archive


def texts(found: list[Offered]) -> list[str]:
    return [take(one, max_bytes=10**6)[0].document.text for one in found]


@pytest.mark.parametrize("ending", PACK)
def test_an_archive_is_read_however_it_is_compressed(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"news.warc{ending}"
    path.write_bytes(PACK[ending](archive_of(SAID).data))
    offered, rejects = read_input(path, InputOptions(piece_documents=7))
    assert rejects == []
    assert texts(offered) == SAID
    assert [one.url for one in offered] == [f"https://ostria.example/{n}" for n in range(25)]
    assert offered[0].metadata == {"retrieved": "2024-03-14T10:00:00Z"}
    assert offered[0].where.startswith(f"{path}#urn:uuid:")
    assert len({one.where for one in offered}) == 25


def test_a_member_a_record_is_read_as_common_crawl_publishes_it(tmp_path: Path) -> None:
    path = tmp_path / "CC-NEWS-20240314.warc.gz"
    path.write_bytes(archive_of(SAID, gzip=True).data)
    for options in (InputOptions(), InputOptions(piece_documents=1), InputOptions(piece_bytes=900)):
        offered, rejects = read_input(path, options)
        assert (texts(offered), rejects) == (SAID, [])


def test_frames_of_zstd_are_read(tmp_path: Path) -> None:
    archive = archive_of(SAID)
    ends = [*archive.begins[1:], len(archive.data)]
    frames = [archive.data[: archive.begins[0]]]
    frames += [archive.data[a:b] for a, b in zip(archive.begins, ends, strict=True)]
    path = tmp_path / "news.warc.zst"
    path.write_bytes(b"".join(map(zstandard.compress, frames)))
    assert texts(read_input(path)[0]) == SAID


def test_records_of_the_other_writer_are_read(tmp_path: Path) -> None:
    from fastwarc.warc import WarcRecord, WarcRecordType

    path = tmp_path / "news.warc.gz"
    from fastwarc.stream_io import GzipWriter

    with path.open("wb") as stream:
        for text in SAID:
            record = WarcRecord()
            record.init_headers(WarcRecordType.response)
            record.headers["WARC-Target-URI"] = "https://varnia.example/"
            record.headers["Content-Type"] = "application/http; msgtype=response"
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
            record.set_bytes_content(head + PAGE.format(text).encode())
            writer = GzipWriter(stream)
            record.write(writer, checksum_data=True)
            writer.finish()
    offered, rejects = read_input(path)
    assert (texts(offered), rejects) == (SAID, [])


def test_texts_of_wet_files_are_read(tmp_path: Path) -> None:
    archive = Archive(gzip=True)
    archive.other("conversion", "Ostria met Varnia in Côte.".encode(), "text/plain")
    path = tmp_path / "news.warc.wet.gz"
    path.write_bytes(archive.data)
    offered, rejects = read_input(path)
    assert rejects == []
    assert texts(offered) == ["Ostria met Varnia in Côte."]


def test_what_no_document_is_in_is_passed_over(tmp_path: Path) -> None:
    archive = Archive()
    archive.page(b"\x89PNG", ("Content-Type", "image/png"))
    archive.page(b"{}", ("Content-Type", "application/json"))
    archive.page(b"", ("Location", "/"), HTML, status="301 Moved Permanently")
    archive.page(b"<p>Not here</p>", HTML, status="404 Not Found")
    archive.page(PAGE.format("The one.").encode(), ("CONTENT-TYPE", "Text/HTML"))
    archive.other("metadata", b"fetchTimeMs: 12\r\n", "application/warc-fields")
    archive.other("resource", b"A text as a resource.", "text/plain")
    archive.page(b"A text of no stated kind.")
    path = tmp_path / "news.warc"
    path.write_bytes(archive.data)
    offered, rejects = read_input(path)
    assert rejects == []
    assert texts(offered) == ["The one.", "A text as a resource.", "A text of no stated kind."]


def chunks(data: bytes) -> bytes:
    parts = [data[at : at + 20] for at in range(0, len(data), 20)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


BODY = PAGE.format("Ostria said so.").encode()


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([("Content-Encoding", "gzip")], gzip.compress(BODY, mtime=0)),
        ([("Content-Encoding", "deflate")], zlib.compress(BODY)),
        ([("Content-Encoding", "br")], brotli.compress(BODY)),
        ([("Content-Encoding", "zstd")], zstandard.compress(BODY)),
        ([("Transfer-Encoding", "chunked")], chunks(BODY)),
        (
            [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")],
            chunks(gzip.compress(BODY, mtime=0)),
        ),
        ([("Content-Encoding", "gzip, br")], brotli.compress(gzip.compress(BODY, mtime=0))),
        # stored decoded under the headers as they came
        ([("Content-Encoding", "gzip")], BODY),
        ([("Content-Encoding", "deflate")], BODY),
        ([("Content-Encoding", "br")], BODY),
        ([("Transfer-Encoding", "chunked"), ("Content-Encoding", "br")], BODY),
        ([("Content-Encoding", "unknown")], BODY),
    ],
    ids=str,
)
def test_bodies_are_decoded(tmp_path: Path, headers: list[tuple[str, str]], body: bytes) -> None:
    archive = Archive()
    archive.page(body, HTML, *headers)
    path = tmp_path / "news.warc"
    path.write_bytes(archive.data)
    offered, rejects = read_input(path)
    assert rejects == []
    assert offered[0].data == BODY


def test_the_charset_of_the_response_is_used(tmp_path: Path) -> None:
    archive = Archive()
    body = PAGE.format("Остря и Варния встретились.").encode("windows-1251")
    archive.page(body, ("Content-Type", "text/html; charset=windows-1251"))
    path = tmp_path / "news.warc"
    path.write_bytes(archive.data)
    assert texts(read_input(path)[0]) == ["Остря и Варния встретились."]


def test_bodies_over_the_limit_are_rejects(tmp_path: Path) -> None:
    archive = Archive()
    archive.page(
        gzip.compress(b"<p>" + b"a" * 300_000, mtime=0), HTML, ("Content-Encoding", "gzip")
    )
    archive.page(brotli.compress(b"<p>" + b"a" * 300_000), HTML, ("Content-Encoding", "br"))
    archive.page(b"<p>" + b"a" * 300_000, HTML)
    archive.page(BODY, HTML)
    path = tmp_path / "news.warc"
    path.write_bytes(archive.data)
    offered, rejects = read_input(path, InputOptions(max_bytes=100_000))
    assert [one.data for one in offered] == [BODY]
    assert [one.code for one in rejects] == ["too-large"] * 3


def test_a_damaged_body_is_a_reject(tmp_path: Path) -> None:
    archive = Archive()
    archive.page(gzip.compress(BODY, mtime=0)[:30], HTML, ("Content-Encoding", "gzip"))
    archive.page(BODY, HTML)
    path = tmp_path / "news.warc"
    path.write_bytes(archive.data)
    offered, rejects = read_input(path)
    assert [one.data for one in offered] == [BODY]
    assert [one.code for one in rejects] == ["damaged"]
    assert rejects[0].where.startswith(f"{path}#urn:uuid:")


def test_a_head_that_is_broken_costs_one_document(tmp_path: Path) -> None:
    archive = Archive()
    whole = archive_of(["First."]).data
    archive.page(BODY, HTML)
    strange = b"HTTP/1.1 200 OK\nContent-Type: text/html\nno colon here\n\n" + BODY
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
        b"WARC-Target-URI: https://ostria.example/\r\nContent-Length: %d\r\n\r\n" % len(strange)
    )
    path = tmp_path / "news.warc"
    path.write_bytes(whole + head + strange + b"\r\n\r\n" + archive.data)
    offered, rejects = read_input(path)
    assert len(offered) + len(rejects) == 3
    assert offered[-1].data == BODY


@pytest.mark.parametrize("ending", ["", ".gz", ".zst", ".bz2", ".xz", "members"])
def test_a_cut_archive_loses_nothing_before_its_end(tmp_path: Path, ending: str) -> None:
    if ending == "members":
        archive = archive_of(SAID, gzip=True)
        data = archive.data[: archive.begins[20] + 60]
    else:
        archive = archive_of(SAID)
        packed = PACK[ending](archive.data)
        data = archive.data[: archive.begins[20] + 60] if not ending else packed[:-40]
    path = tmp_path / "news.warc"
    path.write_bytes(data)
    offered, rejects = read_input(path, InputOptions(piece_documents=7))
    assert texts(offered) == SAID[: len(offered)]
    if ending in ("", "members"):
        assert len(offered) == 20
    assert [one.code for one in rejects] == ["damaged"]
    assert rejects[0].where == str(path)


@pytest.mark.parametrize("first", [True, False])
def test_a_broken_member_costs_its_record_alone(tmp_path: Path, first: bool) -> None:
    archive = archive_of(SAID, gzip=True)
    data = bytearray(archive.data)
    begin = 0 if first else archive.begins[10]
    data[begin + 12 : begin + 200] = bytes(188)
    path = tmp_path / "news.warc.gz"
    path.write_bytes(data)
    offered, rejects = read_input(path, InputOptions(piece_documents=7))
    assert texts(offered) == (SAID if first else SAID[:10] + SAID[11:])
    assert [one.code for one in rejects] == ["damaged"]


def test_what_is_no_archive_is_said(tmp_path: Path) -> None:
    for name, data in (("a.warc", b"hello world\n" * 100), ("b.warc", b""), ("c.warc.gz", b"")):
        path = tmp_path / name
        path.write_bytes(data)
        offered, rejects = read_input(path)
        assert offered == []
        assert [one.code for one in rejects] == ["damaged" if data else "empty"]


def test_known_pieces_carry_nothing_and_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    path.write_bytes(archive_of(SAID, gzip=True).data)
    options = InputOptions(piece_documents=4)
    whole = pieces_of(path, options)
    some = pieces_of(path, options, known={0, 3, 4})
    assert len(whole) == len(some) == 7
    for one, other in zip(whole, some, strict=True):
        assert (one.number, one.start, one.size) == (other.number, other.start, other.size)
        assert other.data == (None if one.number in {0, 3, 4} else one.data)
    assert len(all_of(whole, options)[0]) == 25
