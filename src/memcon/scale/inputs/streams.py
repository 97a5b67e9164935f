"""A stored file's content, decompressed as it is read: gzip, zstd, bzip2 and xz, told by content.

What was read before the content turns out to be cut has been handed on by then. Damage within is
noticed some bytes late, and what was unpacked meanwhile is held back: about a megabyte.
"""

from __future__ import annotations

import codecs
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, Protocol

from memcon.scale.storage import open_input, stated

if TYPE_CHECKING:
    from typing import IO

Compression = Literal["gzip", "zstd", "bzip2", "xz"]

SUFFIXES: Final = (".gz", ".gzip", ".zst", ".zstd", ".bz2", ".xz")
_READ: Final = 64 * 1024  # bytes of a file at a time
_BLOCK: Final = 1024 * 1024  # bytes of content at a time, at most
_SMALL: Final = 64 * 1024  # the same where damage is noticed at once
_WIDE_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class DamagedError(Exception):
    """The content cannot be had from here on; the message says why."""


def compression(beginning: bytes) -> Compression | None:
    """Tell how a file is compressed by its first six bytes."""
    if beginning.startswith(b"\x1f\x8b"):
        return "gzip"
    # a frame of zstd, or one to skip (RFC 8878, 3.1), with which a dictionary begins
    if beginning.startswith(b"\x28\xb5\x2f\xfd") or (
        beginning[1:4] == b"\x2a\x4d\x18" and 0x50 <= beginning[0] <= 0x5F
    ):
        return "zstd"
    if beginning.startswith(b"BZh") and beginning[3:4].isdigit():
        return "bzip2"
    if beginning.startswith(b"\xfd7zXZ\x00"):
        return "xz"
    return None


class Content:
    """A file that is being read.

    ``raw`` gives its bytes as they are stored and raises RunError where the storage fails;
    ``position`` is how far into them reading has come.
    """

    def __init__(self, url: str, stream: BinaryIO):
        self.url = url
        self.raw = Raw(url, stream)
        self.compression = compression(self.raw.read(6))
        self.raw.seek(0)

    @property
    def position(self) -> int:
        """How many of the stored bytes were read."""
        return self.raw.tell()

    def blocks(self, begin: int = 0) -> Iterator[bytes]:
        """Give the content, some bytes at a time.

        Args:
            begin: the stored byte to begin with, where a member or a frame does.

        Raises:
            DamagedError: it cannot be decompressed further.
            RunError: the storage failed.
        """
        self.raw.seek(begin)
        return _BLOCKS[self.compression](self.raw)


class Raw:
    """The bytes of a file as stored; reading them raises RunError where the storage fails."""

    def __init__(self, url: str, stream: BinaryIO):
        self._url = url
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, none at the end."""
        with stated(self._url, "read"):
            return self._stream.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place in the file."""
        with stated(self._url, "read"):
            return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Return where in the file reading is."""
        return self._stream.tell()

    @property
    def closed(self) -> bool:
        """Whether it can be read no more."""
        return self._stream.closed

    def close(self) -> None:
        """Do nothing: whoever opened the stream closes it."""


class Blocks:
    """A file-like object over blocks of bytes, for libraries that read from one."""

    def __init__(self, blocks: Iterator[bytes]):
        self._blocks = blocks
        self._held = b""
        self._given = 0

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes, none at the end."""
        if size < 0:
            self._held, size = self._held + b"".join(self._blocks), sys.maxsize
        if not self._held:
            self._held = next(self._blocks, b"")
        taken, self._held = self._held[:size], self._held[size:]
        self._given += len(taken)
        return taken

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._given

    def seek(self, offset: int, whence: int = 0) -> int:
        """Refuse: blocks come once."""
        raise OSError("it is read from beginning to end")

    def close(self) -> None:
        """Do nothing."""


@contextmanager
def open_content(url: str) -> Iterator[Content]:
    """Open a file to read its content.

    Raises:
        RunError: it cannot be opened.
    """
    with open_input(url) as stream:
        yield Content(url, stream)


def copy_content(content: Content, target: IO[bytes]) -> None:
    """Write a file's whole content somewhere else."""
    for block in content.blocks():
        target.write(block)
    target.seek(0)


def narrow(blocks: Iterator[bytes], wide: str | None) -> Iterator[bytes]:
    """Take off a byte-order mark, and recode UTF-16 and UTF-32 as UTF-8: line ends are bytes then.

    Args:
        blocks: the content; in any other encoding it passes unchanged.
        wide: the encoding, where it is known beforehand to be such a one.
    """
    first = next(blocks, b"")
    name = wide or next((name for mark, name in _WIDE_MARKS if first.startswith(mark)), None)
    if name is None:
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from blocks
        return
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    yield decoder.decode(first).removeprefix("\ufeff").encode()
    for block in blocks:
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


def _plain(raw: Raw) -> Iterator[bytes]:
    while block := raw.read(_BLOCK):
        yield block


def _gzip(raw: Raw) -> Iterator[bytes]:
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    fed = False
    held = b""  # damage is noticed late: what was unpacked last may be none of the content
    while data := raw.read(_READ):
        block = b""
        while data or len(block) == _BLOCK:
            if unpack.eof:
                data = data.lstrip(b"\0")  # padding, which every reader of gzip passes over
                if not data:
                    break
                if not data.startswith(b"\x1f"):
                    yield held
                    raise DamagedError("bytes that are no gzip follow its end")
                unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
            fed = True
            try:
                block = unpack.decompress(data, _BLOCK)
            except zlib.error as error:
                raise DamagedError(f"its gzip data is damaged ({error})") from error
            if block:
                if held:
                    yield held
                held = block
            if unpack.eof and held:
                yield held  # its check sum was right
                held = b""
            data = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
    if held:
        yield held
    if fed and not unpack.eof:
        raise DamagedError("it ends in the middle of its gzip data")


def _zstd(raw: Raw) -> Iterator[bytes]:
    from fastwarc.stream_io import ZstdReader

    # unlike other bindings it tells a cut end from a proper one, and hands out what is asked for
    reader = ZstdReader(raw)
    try:
        while block := reader.read(_SMALL):
            yield block
    except OSError as error:
        raise DamagedError(f"its zstd data is damaged or cut ({error})") from error


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def _bzip2(raw: Raw) -> Iterator[bytes]:
    import bz2

    return _unpacked(raw, bz2.BZ2Decompressor, "bzip2", OSError)


def _xz(raw: Raw) -> Iterator[bytes]:
    import lzma

    return _unpacked(raw, lzma.LZMADecompressor, "xz", lzma.LZMAError)


def _unpacked(
    raw: Raw, make: Callable[[], _Decompressor], name: str, damage: type[Exception]
) -> Iterator[bytes]:
    unpack = make()
    fed = False
    held = b""  # as for gzip
    while data := raw.read(_READ):
        while data or not (unpack.eof or unpack.needs_input):
            if unpack.eof:
                data = data.lstrip(b"\0")
                if not data:
                    break
                unpack = make()
            fed = True
            try:
                block = unpack.decompress(data, _BLOCK)
            except damage as error:
                raise DamagedError(f"its {name} data is damaged ({error})") from error
            if block:
                if held:
                    yield held
                held = block
            data = unpack.unused_data if unpack.eof else b""
    if held:
        yield held
    if fed and not unpack.eof:
        raise DamagedError(f"it ends in the middle of its {name} data")


_BLOCKS: Final[dict[Compression | None, Callable[[Raw], Iterator[bytes]]]] = {
    None: _plain,
    "gzip": _gzip,
    "zstd": _zstd,
    "bzip2": _bzip2,
    "xz": _xz,
}
