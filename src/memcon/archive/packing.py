"""Records and raw bytes as they are kept: compressed, and checked when they are taken out."""

from __future__ import annotations

import hashlib
import zlib
from typing import Final

from memcon.errors import ArchiveError
from memcon.record import Record

_LEVEL: Final = 6  # above it records shrink by a hundredth and take half as long again


def pack(data: bytes) -> bytes:
    """Return bytes compressed (zlib, RFC 1950)."""
    return zlib.compress(data, _LEVEL)


def pack_record(record: Record) -> bytes:
    """Return a record's JSON, compressed."""
    return pack(record.to_json().encode("utf-8", "surrogatepass"))


def unpack_record(data: bytes, where: str) -> Record:
    """Return the record from its compressed JSON.

    Raises:
        ArchiveError: the bytes are damaged.
    """
    return Record.model_validate_json(_unpack(data, where))


def unpack_json(data: bytes, where: str) -> str:
    """Return the JSON of a record as text, unchecked: for a look at a part of many.

    Raises:
        ArchiveError: the bytes are damaged.
    """
    return _unpack(data, where).decode("utf-8")


def unpack_blob(data: bytes, sha256: str) -> bytes:
    """Return raw bytes as they were taken in.

    Raises:
        ArchiveError: they are damaged.
    """
    raw = _unpack(data, f"blob {sha256}")
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise _damaged(f"blob {sha256}")
    return raw


def _unpack(data: bytes, where: str) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise _damaged(where) from error


def _damaged(where: str) -> ArchiveError:
    return ArchiveError(
        "the bytes that are kept are damaged", where=where, remedy="Restore the archive from a copy"
    )
