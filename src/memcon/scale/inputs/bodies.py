"""The body of an archived HTTP response: chunks put together, compression undone.

Archives differ in what they store: Common Crawl keeps bodies decoded and renames the headers,
others keep both as they came, and some keep the headers with decoded bodies. So a header says what
may be, and the bytes what is.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from memcon.scale.inputs.pieces import too_large
from memcon.scale.inputs.streams import compression
from memcon.sources.detect import looks_like_text
from memcon.sources.inflate import DamagedError, TooMuchError, inflate

if TYPE_CHECKING:
    from fastwarc.stream_io import WarcReader

_CHUNK: Final = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_BEGINNING: Final = 4096


class BodyError(Exception):
    """A response has no body that can be read; ``code`` is that of its reject."""

    def __init__(self, code: str, reason: str):
        super().__init__(reason)
        self.code = code


def body_of(data: bytes, *, transfer: str | None, encoding: str | None, limit: int) -> bytes:
    """Return what a response's body says.

    Args:
        data: the body as stored.
        transfer: its Transfer-Encoding.
        encoding: its Content-Encoding.
        limit: how many bytes it may have.

    Raises:
        BodyError: it is over the limit, or damaged.
    """
    if transfer and "chunked" in transfer.lower() and _CHUNK.match(data):
        from fastwarc.stream_io import ChunkedReader

        data = _read(ChunkedReader(io.BytesIO(data)), limit) or data
    # the last that was applied is the first to be undone
    for name in reversed((encoding or "").lower().split(",")):
        data = _decoded(data, name.strip(), limit)
    if len(data) > limit:
        raise BodyError("too-large", too_large(len(data), limit))
    return data


def _decoded(data: bytes, name: str, limit: int) -> bytes:
    if name in ("gzip", "x-gzip", "deflate"):
        if name != "deflate" and compression(data[:6]) != "gzip":
            return data
        try:
            return inflate([data], encoding=name, limit=limit)
        except TooMuchError as error:
            raise BodyError("too-large", too_large(None, limit)) from error
        except DamagedError as error:
            return _as_stored(data, error)
    if name == "br":
        from fastwarc.stream_io import BrotliReader

        return _unpacked(data, BrotliReader(io.BytesIO(data)), limit)
    if name == "zstd" and compression(data[:6]) == "zstd":
        from fastwarc.stream_io import ZstdReader

        return _unpacked(data, ZstdReader(io.BytesIO(data)), limit)
    return data


def _unpacked(data: bytes, reader: WarcReader, limit: int) -> bytes:
    try:
        return _read(reader, limit)
    except OSError as error:
        return _as_stored(data, error)


def _read(reader: WarcReader, limit: int) -> bytes:
    parts = []
    size = 0
    while part := reader.read(1 << 20):
        size += len(part)
        if size > limit:
            raise BodyError("too-large", too_large(None, limit))
        parts.append(part)
    return b"".join(parts)


def _as_stored(data: bytes, error: Exception) -> bytes:
    if looks_like_text(data[:_BEGINNING]):
        return data
    raise BodyError("damaged", f"the body of the page is damaged ({error})") from error
