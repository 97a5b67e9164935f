"""WARC: the pages in web archives, as Common Crawl and others publish them (ISO 28500).

Responses, resources and conversions (the texts of WET files) of a kind that a document can be in
count; images, redirects, requests and revisits are passed over.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from memcon.scale.inputs.bodies import BodyError, body_of
from memcon.scale.inputs.options import InputOptions
from memcon.scale.inputs.pieces import Pieces, too_large
from memcon.scale.inputs.streams import Blocks, Compression, Content, DamagedError, Raw
from memcon.scale.work import InputFile, Offered, Piece, Reject
from memcon.sources.detect import MEDIA_TYPES

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_HEAD: Final = 32 * 1024  # the longest head of an HTTP response that is looked at
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_STATUS: Final = re.compile(rb"HTTP/\d[\d.]*[ \t]+(\d{3})\b")
_LENGTH: Final = re.compile(rb"^content-length[ \t]*:[ \t]*(\d+)", re.IGNORECASE | re.MULTILINE)
_TYPE: Final = re.compile(rb"^content-type[ \t]*:[ \t]*([^\r\n;]*)", re.IGNORECASE | re.MULTILINE)
# What a record begins with, by how the file is compressed: with a member or frame a record, as is
# usual, reading goes on after a broken one.
_BEGINNINGS: Final[dict[Compression | None, bytes]] = {
    None: b"WARC/1.",
    "gzip": b"\x1f\x8b\x08",
    "zstd": b"\x28\xb5\x2f\xfd",
}
_SCAN: Final = 1024 * 1024
_PEEK: Final = 64 * 1024


def cut_records(
    file: InputFile, content: Content, options: InputOptions, known: Container[int]
) -> Iterator[Piece]:
    """Cut a WARC file between its records, those that count copied as they are."""
    pieces = Pieces(file, options, known)

    def read(record: WarcRecord) -> bytes | None:
        return _counted(record, pieces, options)

    try:
        for found in _records(content, read):
            if isinstance(found, _Gap):
                pieces.reject("damaged", found.reason, where=file.url)
            elif found is not None:
                pieces.add(found)
            if pieces.full:
                yield pieces.close(content.position)
    except (DamagedError, OSError) as error:
        pieces.reject("damaged", f"{error}; what comes after that is lost", where=file.url)
    yield from pieces.last(content.position)


def record_documents(piece: Piece, options: InputOptions) -> Iterator[Offered | Reject]:
    """Give the documents of a piece of a WARC file."""
    from fastwarc.warc import ArchiveIterator

    if piece.data is None:
        return
    records = ArchiveIterator(io.BytesIO(piece.data), parse_http=False, stream_detect=False)
    for number, record in enumerate(records, start=piece.start + 1):
        where = f"{piece.input.url}#{_name(record) or number}"
        try:
            yield _offered(record, where, options)
        except BodyError as error:
            yield Reject(where=where, stage="input", code=error.code, reason=str(error))


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where records could not be read."""

    reason: str


class _From:
    """A file from some place on, for the reader of archives."""

    def __init__(self, raw: Raw, begin: int):
        raw.seek(begin)
        self._raw = raw
        self._begin = begin

    def read(self, size: int = -1) -> bytes:
        return self._raw.read(size)

    def tell(self) -> int:
        return self._raw.tell() - self._begin

    def seek(self, offset: int, whence: int = 0) -> int:
        raise OSError("it is read from beginning to end")

    def close(self) -> None:
        pass


def _records(
    content: Content, read: Callable[[WarcRecord], bytes | None]
) -> Iterator[bytes | _Gap | None]:
    """Give what reading each record gives, and where records are broken."""
    from fastwarc.warc import ArchiveIterator

    beginning = None if _is_one_member(content) else _BEGINNINGS.get(content.compression)
    if beginning is None:
        # unpacked here, where a cut end is noticed
        yield from map(read, ArchiveIterator(Blocks(content.blocks()), parse_http=False))
        return
    begin: int | None = 0
    last = None
    while begin is not None:
        said = begin > 0
        try:
            for record in ArchiveIterator(_From(content.raw, begin), parse_http=False):
                last = begin + record.stream_pos
                yield read(record)
                said = False
            break
        except OSError as error:
            if not said:
                yield _Gap(f"a record after byte {last or 0} cannot be read ({error}); it is lost")
        begin = _next_beginning(content.raw, max(begin, last or 0) + 1, beginning)
    if last is not None and content.compression != "zstd":
        _check_end(content, last)


def _is_one_member(content: Content) -> bool:
    """Whether a gzip file has several records in one member."""
    if content.compression != "gzip":
        return False
    content.raw.seek(0)
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        first = unpack.decompress(content.raw.read(_PEEK), _SCAN)
    except zlib.error:
        return False
    return not unpack.eof or b"\r\n\r\nWARC/1." in first


def _check_end(content: Content, last: int) -> None:
    """See that nothing is left after the last record: the reader ends quietly within a head.

    Raises:
        DamagedError: the file is cut.
    """
    left: int | None = None
    head = b""
    for block in content.blocks(last):
        if left is None:
            head += block
            end = _HEAD_END.search(head, 0, _HEAD)
            length = _LENGTH.search(head, 0, end.start()) if end else None
            if end is None or length is None:
                continue
            left, block = int(length[1]), head[end.end() :]
        after = block[left:]
        left = max(0, left - len(block))
        if after.strip():
            left = None  # another that was not read
            break
    if left != 0:
        raise DamagedError("it ends in the middle of a record")


def _next_beginning(raw: Raw, after: int, beginning: bytes) -> int | None:
    """Return where something that begins like a record next stands in a file."""
    raw.seek(after)
    held = b""
    while block := raw.read(_SCAN):
        held += block
        found = held.find(beginning)
        if found >= 0:
            return after + found
        kept = len(beginning) - 1
        after += len(held) - kept
        held = held[-kept:]
    return None


def _counted(record: WarcRecord, pieces: Pieces, options: InputOptions) -> bytes | None:
    """Return the bytes of a record that a document may be in; what is wrong is noted."""
    from fastwarc.warc import WarcRecordType as Type

    kind = record.record_type
    if kind not in (Type.response, Type.resource, Type.conversion):
        return None
    if kind == Type.response and not record.is_http:
        return None
    if kind != Type.response and not _is_wanted(record.headers.get("Content-Type") or ""):
        return None
    size = record.content_length
    if size > options.max_bytes + _HEAD:
        pieces.reject("too-large", too_large(size, options.max_bytes), where=None)
        return None
    payload = record.reader.read(size) if size else b""
    if len(payload) < size:
        raise DamagedError("it ends in the middle of a record")
    if kind == Type.response and not _is_page(payload):
        return None
    head = io.BytesIO()
    record.headers.write(head)
    return b"".join((head.getvalue(), payload, b"\r\n\r\n"))


def _is_page(payload: bytes) -> bool:
    """Whether an HTTP response is one with a document in it."""
    end = _HEAD_END.search(payload, 0, _HEAD)
    head = payload[: end.start() if end else _HEAD]
    status = _STATUS.match(head)
    if status is None or not status[1].startswith(b"2"):
        return False
    stated = _TYPE.search(head)
    return stated is None or _is_wanted(stated[1].decode("latin-1"))


def _is_wanted(media_type: str) -> bool:
    name = media_type.partition(";")[0].strip().lower()
    return not name or name in MEDIA_TYPES


def _name(record: WarcRecord) -> str | None:
    return (record.record_id or "").strip("<> ") or None


def _offered(record: WarcRecord, where: str, options: InputOptions) -> Offered:
    headers = record.headers
    media_type = headers.get("Content-Type")
    if record.is_http:
        try:
            record.parse_http(quirks_mode=True)
        except OSError as error:
            raise BodyError("warc", f"its HTTP head cannot be read ({error})") from error
        said = record.http_headers
        media_type = said.get("Content-Type")
        data = body_of(
            record.reader.read(),
            transfer=said.get("Transfer-Encoding"),
            encoding=said.get("Content-Encoding"),
            limit=options.max_bytes,
        )
    else:
        data = record.reader.read()
    retrieved = headers.get("WARC-Date")
    return Offered(
        where=where,
        data=data,
        media_type=media_type,
        url=(headers.get("WARC-Target-URI") or "").strip("<> ") or None,
        metadata={"retrieved": retrieved} if retrieved else {},
    )
