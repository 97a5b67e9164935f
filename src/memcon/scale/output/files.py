"""How the files of an output are called, and their bytes: Parquet, and JSON Lines in zstd.

Equal rows give equal bytes, as far as pyarrow and zstandard are of the same version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from memcon import arrow
from memcon.errors import RunError
from memcon.record import SCHEMA_VERSION
from memcon.scale.output.tables import schemas
from memcon.scale.work import Form

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

Row = dict[str, Any]

ENDINGS: Final[dict[Form, str]] = {"parquet": ".parquet", "jsonl": ".jsonl.zst"}
_BEGINS: Final = "part-"
_LEVEL: Final = 3  # zstd's own default
_BATCH_ROWS: Final = 1000  # rows of a table that are Python objects at a time


def file_name(table: str, part: str, form: Form) -> str:
    """Return the name of a file within the output's folder."""
    return f"{table}/{_BEGINS}{part}{ENDINGS[form]}"


def part_of(file: str, form: Form) -> str | None:
    """Return the name of the part that a file is of; None if it is no file of a part."""
    if not file.startswith(_BEGINS) or not file.endswith(ENDINGS[form]):
        return None
    return file[len(_BEGINS) : -len(ENDINGS[form])]


def to_parquet(table: str, rows: Sequence[Row]) -> bytes:
    """Return a Parquet file of a table's rows, which need not be any."""
    import pyarrow as pa
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    sink = pa.BufferOutputStream()
    pq.write_table(
        pa.Table.from_pylist(rows, schema=schemas()[table]),
        sink,
        compression="zstd",
        compression_level=_LEVEL,
        write_page_checksum=True,
    )
    data: bytes = sink.getvalue().to_pybytes()
    return data


def from_parquet(table: str, data: bytes, *, where: str) -> Iterator[Row]:
    """Yield the rows of a Parquet file.

    Args:
        table: whose rows they are.
        data: the file.
        where: its address, for messages.

    Raises:
        RunError: it is damaged, of another table, or of a version that is not known here.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(data), page_checksum_verification=True)
        _check_schema(file.schema_arrow, table, where)
        for batch in file.iter_batches(batch_size=_BATCH_ROWS):
            yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise damaged(where, str(error)) from error


def _check_schema(schema: pa.Schema, table: str, where: str) -> None:
    stated = schema.metadata or {}
    versions = ((b"memcon.tables", arrow.TABLES_VERSION), (b"memcon.schema", SCHEMA_VERSION))
    for key, known in versions:
        found = stated.get(key, b"").decode("utf-8", "replace")
        if found and found != known:
            raise other_version(where, found, known)
    if not schema.equals(schemas()[table], check_metadata=False):
        raise damaged(where, f"it has not the columns of {table}")


def to_lines(lines: Iterable[str]) -> bytes:
    """Return JSON Lines, compressed, with their size and a checksum."""
    import zstandard

    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    return zstandard.ZstdCompressor(
        level=_LEVEL, write_checksum=True, write_content_size=True
    ).compress(data)


def from_lines(data: bytes, *, where: str) -> Iterator[str]:
    r"""Yield the lines of a compressed file.

    Args:
        data: the file.
        where: its address, for messages.

    Raises:
        RunError: it is damaged.
    """
    import zstandard

    try:
        # At once: a stream would not tell that its end is missing.
        text = zstandard.ZstdDecompressor().decompress(data).decode("utf-8")
    except (zstandard.ZstdError, UnicodeDecodeError) as error:
        raise damaged(where, str(error)) from error
    if text and not text.endswith("\n"):
        raise damaged(where, "its last line has no end")
    # Not splitlines: JSON leaves other line ends of Unicode as they are.
    yield from text.split("\n")[:-1]


def damaged(where: str, what: str) -> RunError:
    """Return the error that says that a file is not as it was written."""
    return RunError(
        f"this file of a run's output is damaged ({what})",
        where=where,
        remedy="Copy the output again, or remove it and start the run again",
    )


def other_version(where: str, found: str, known: str) -> RunError:
    """Return the error that says that another release wrote an output."""
    return RunError(
        f"it is of version {found}, and this release of memcon reads {known}",
        where=where,
        remedy="Use the release that wrote it, or a newer one",
    )
