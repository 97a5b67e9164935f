"""Undoing a response's compression without being filled by it.

A few kilobytes of gzip can hold gigabytes (a ratio of 1,000 to 1). HTTP clients decompress a piece
of the response at a time and as far as it goes, so that a limit on what they hand out comes too
late; here the limit is zlib's own.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Final

ACCEPTED: Final = "gzip, deflate"


class TooMuchError(Exception):
    """The content is over the limit."""


class DamagedError(Exception):
    """The content cannot be decompressed; the message says why."""


class CutShortError(DamagedError):
    """The content ends in the middle."""


def inflate(
    pieces: Iterable[bytes], *, encoding: str | None, limit: int, cut: bool = False
) -> bytes:
    """Collect and decompress a response.

    Args:
        pieces: its body as it came over the line.
        encoding: its Content-Encoding: ``gzip``, ``deflate``, ``identity`` or none.
        limit: how many bytes it may have, compressed or not.
        cut: give the first ``limit`` bytes of a larger one instead of refusing it.

    Returns:
        The content.

    Raises:
        TooMuchError: over ``limit``; at most one byte more than that is ever held.
        DamagedError: another encoding, or content that is not what its encoding says.
        CutShortError: the end is missing.
    """
    name = (encoding or "").strip().lower()
    if name not in _UNPACKERS:
        raise DamagedError(f"it is encoded as {name[:40]!r}, which was not asked for")
    unpacked = _UNPACKERS[name](limit)
    taken = 0
    try:
        for piece in pieces:
            taken += len(piece)
            unpacked.feed(piece)
            if taken > limit:
                raise TooMuchError
    except TooMuchError:
        if not cut:
            raise
        return bytes(unpacked.content[:limit])
    except zlib.error as error:
        raise DamagedError(f"its compression is damaged ({error})") from error
    if taken and not unpacked.ended():
        raise CutShortError("it ends in the middle of its compressed content")
    return bytes(unpacked.content)


class _Plain:
    """Content that is not compressed; ``feed`` raises :class:`TooMuchError` over the limit."""

    def __init__(self, limit: int):
        self.content = bytearray()
        self._limit = limit

    def feed(self, piece: bytes) -> None:
        self.content += piece
        if len(self.content) > self._limit:
            raise TooMuchError

    def ended(self) -> bool:
        return True


class _Unpacked(_Plain):
    """Content that zlib unpacks, with the window bits that tell it the format."""

    def __init__(self, limit: int, window: int):
        super().__init__(limit)
        self.stream = zlib.decompressobj(window)

    def ended(self) -> bool:
        return self.stream.eof

    def add(self, data: bytes) -> None:
        # Never 0, which would mean no limit: the content is not over the limit yet.
        super().feed(self.stream.decompress(data, self._limit + 1 - len(self.content)))


class _Gzip(_Unpacked):
    """gzip files, which may be joined end to end (RFC 1952, 2.2)."""

    def __init__(self, limit: int):
        super().__init__(limit, zlib.MAX_WBITS | 16)
        self._ended = False

    def feed(self, piece: bytes) -> None:
        rest = piece
        while rest and not self._ended:
            if self.stream.eof:
                if not rest.startswith(b"\x1f"):
                    self._ended = True  # padding, which every reader of gzip passes over
                    return
                self.stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
            self.add(rest)
            rest = self.stream.unused_data


class _Deflate(_Unpacked):
    """The zlib format (RFC 9110, 8.4.1.2), or the bare stream that some servers send for it."""

    def __init__(self, limit: int):
        super().__init__(limit, zlib.MAX_WBITS)
        self._before: bytes | None = b""  # what came while it could still be either

    def feed(self, piece: bytes) -> None:
        if self.stream.eof:
            return
        if self._before is not None:
            self._before += piece
        try:
            self.add(piece)
        except zlib.error:
            if self._before is None:
                raise
            piece, self._before = self._before, None
            self.stream = zlib.decompressobj(-zlib.MAX_WBITS)
            self.add(piece)
        if self.content:
            self._before = None


_UNPACKERS: Final[dict[str, type[_Plain] | type[_Gzip] | type[_Deflate]]] = {
    "": _Plain,
    "identity": _Plain,
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
}
