"""The words in which the parts of a large run speak: inputs, pieces, documents, rejects.

Everything here is plain data that can be pickled, so that it goes to any worker on any machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from memcon.record import Record

Kind = Literal["files", "jsonl", "csv", "parquet", "warc"]
Form = Literal["parquet", "jsonl"]
Stage = Literal["input", "sift", "read"]
Treatment = Literal["drop", "mark", "keep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One file of the input, or for kind ``files`` a run of documents that are files themselves.

    ``number`` is its place among all inputs, which are sorted by ``url``; ``size`` is in bytes as
    stored, 0 where the storage does not tell.
    """

    number: int
    url: str
    kind: Kind
    size: int
    urls: tuple[str, ...] = ()  # kind ``files``: the documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of an input that one worker takes in by itself.

    Either ``data`` has the bytes of its lines or records, as stored in the file but decompressed,
    or the worker opens what it names (a row group, files). ``start`` is the number of its first
    document within the input (line, row or record, from 0), ``rows`` how many rows it has where
    that is known (Parquet), ``size`` the bytes of input that it stands for. ``rejects`` are what
    could not be cut out of the input: a broken end, an unreadable file.
    """

    input: InputFile
    number: int
    start: int
    size: int
    data: bytes | None = None
    row_group: int | None = None
    rows: int | None = None
    rejects: tuple[Reject, ...] = ()

    @property
    def name(self) -> str:
        """How its files are called: input and piece, so that names sort as the input does."""
        return f"{self.input.number:06}-{self.number:06}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A document as an input gives it, before anything was made of it.

    ``where`` names it for people and in the output: the file's address, with ``#`` and the line,
    row or record where a file has many. Either ``text`` (a table's column) or ``data`` (bytes of a
    page or file) is there. ``metadata`` has what columns said: title, published, publisher,
    language, and of an archived page when it was ``retrieved``.
    """

    where: str
    text: str | None = None
    data: bytes | None = None
    media_type: str | None = None
    encoding: str | None = None
    url: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A document or stretch of input that gave no record, and why.

    ``code`` is that of the error (``empty``, ``encoding``, ``timeout``, ``memory``, ``died``…).
    """

    where: str
    stage: Stage
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document that was read, with the place that it came from."""

    where: str
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A document that says the same as an earlier one of the run.

    ``similarity`` is the estimated share of common word shingles (Jaccard), 1.0 for equal texts.
    """

    where: str
    document: str
    of: str
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of one task, in numbers.

    ``documents`` and ``bytes`` are what it took from the input (sift) or read (read). ``aside``
    counts the documents that triage set aside, by reason, ``rejects`` those rejected, by code,
    ``rows`` the rows written, by table, ``replaced`` the workers lost over it, by code.
    """

    stage: Stage
    name: str
    documents: int = 0
    bytes: int = 0
    kept: int = 0
    aside: Mapping[str, int] = field(default_factory=dict)
    rejects: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    replaced: Mapping[str, int] = field(default_factory=dict)
