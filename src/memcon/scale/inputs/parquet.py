"""Parquet: a piece names a row group that the worker reads, or carries rows of a large one.

A row group of a few pieces' size is named: the driver has no work with it, and the storage is read
by all workers at once. Of a larger one (a whole file is often a single group) each piece would
unpack the group again to reach its rows; there the driver unpacks it once and hands on rows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from memcon.scale.inputs.columns import Rows
from memcon.scale.inputs.options import InputOptions
from memcon.scale.inputs.pieces import EMPTY, whole_file
from memcon.scale.inputs.streams import Content, DamagedError, copy_content, open_content
from memcon.scale.work import InputFile, Offered, Piece, Reject

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

_NAMED_PIECES: Final = 4  # row groups of up to so many pieces are read by the workers
_BUFFER: Final = 1 << 20  # bytes of a column that are held at once


def cut_groups(
    file: InputFile, content: Content, options: InputOptions, known: Container[int]
) -> Iterator[Piece]:
    """Cut a Parquet file at its row groups, and larger ones between rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with tempfile.TemporaryFile() as spool:
        source: Any = pa.PythonFile(content.raw, "r")
        if content.compression is not None:
            try:
                copy_content(content, spool)
            except DamagedError as error:
                yield whole_file(file, "damaged", f"{error}; Parquet is read from its end")
                return
            source = spool
        try:
            table = pq.ParquetFile(source, buffer_size=_BUFFER)
        except (pa.ArrowException, OSError) as error:
            yield whole_file(file, "parquet", f"it is no Parquet file ({_said(error)})")
            return
        with table:
            rows = Rows(options)
            missing = rows.missing(table.schema_arrow.names)
            if missing is not None:
                yield whole_file(file, "columns", missing)
            elif table.metadata.num_rows == 0:
                yield whole_file(file, "empty", EMPTY)
            else:
                named = content.compression is None
                yield from _pieces(file, table, _wanted(table, rows), options, known, named=named)


def _pieces(
    file: InputFile,
    table: pq.ParquetFile,
    wanted: list[str],
    options: InputOptions,
    known: Container[int],
    *,
    named: bool,
) -> Iterator[Piece]:
    every: int = table.metadata.num_rows

    def share(rows: int) -> int:
        return file.size * rows // every

    number = start = 0
    for index in range(table.num_row_groups):
        count = table.metadata.row_group(index).num_rows
        if not count:
            continue
        unpacked = _unpacked(table, index, wanted)
        # all from the file's own figures, so that pieces are known before anything is read
        fitting = options.piece_bytes * count // max(unpacked, 1)
        each = max(1, min(options.piece_documents, fitting, count))
        group = [
            Piece(
                input=file,
                number=number + nth,
                start=start + first,
                size=share(start + first + min(each, count - first)) - share(start + first),
                row_group=index,
                rows=min(each, count - first),
            )
            for nth, first in enumerate(range(0, count, each))
        ]
        number += len(group)
        start += count
        if (named and len(group) <= _NAMED_PIECES) or all(p.number in known for p in group):
            yield from group
        else:
            yield from _carried(table, index, group, wanted)


def _carried(
    table: pq.ParquetFile, index: int, group: list[Piece], wanted: list[str]
) -> Iterator[Piece]:
    """Fill the pieces of a row group with their rows; what cannot be read is a reject of one."""
    import pyarrow as pa

    batches = table.iter_batches(
        batch_size=group[0].rows or 1, row_groups=[index], columns=wanted, use_threads=False
    )
    fault: Exception | None = None
    for piece in group:
        rows = piece.rows or 0
        data: bytes | None = None
        rejects: tuple[Reject, ...] = ()
        if fault is None:
            try:
                held = list(_stretch(batches, 0, rows))
            except (pa.ArrowException, OSError) as error:
                fault = error
                last = group[-1].start + (group[-1].rows or 0)
                rejects = (_unreadable(piece.input, piece.start, last, error),)
            else:
                data = _packed(held)
        yield replace(piece, data=data, row_group=None, rejects=rejects)


def _packed(batches: list[pa.RecordBatch]) -> bytes:
    """Return rows as an Arrow stream."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batches[0].schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def group_documents(piece: Piece, options: InputOptions) -> Iterator[Offered | Reject]:
    """Give the documents of a piece of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = Rows(options)
    number = piece.start
    try:
        if piece.data is not None:
            with pa.ipc.open_stream(piece.data) as stream:
                for batch in stream:
                    for row in _rows(batch):
                        number += 1
                        yield rows.document(row, f"{piece.input.url}#{number}")
            return
        if piece.row_group is None or piece.rows is None:
            return
        with (
            open_content(piece.input.url) as content,
            pq.ParquetFile(pa.PythonFile(content.raw, "r"), buffer_size=_BUFFER) as table,
        ):
            before = sum(table.metadata.row_group(i).num_rows for i in range(piece.row_group))
            skipped = piece.start - before
            batches = table.iter_batches(
                batch_size=options.piece_documents,
                row_groups=[piece.row_group],
                columns=_wanted(table, rows),
                use_threads=False,
            )
            for batch in _stretch(batches, skipped, piece.rows):
                for row in _rows(batch):
                    number += 1
                    yield rows.document(row, f"{piece.input.url}#{number}")
    except (pa.ArrowException, OSError) as error:
        last = piece.start + (piece.rows or 0)
        yield _unreadable(piece.input, number, last, error)


def _wanted(table: pq.ParquetFile, rows: Rows) -> list[str]:
    paths = rows.fields(table.schema_arrow.names).values()
    return sorted({".".join(path) for path in paths})


def _unpacked(table: pq.ParquetFile, index: int, wanted: list[str]) -> int:
    """Return how many bytes the wanted columns of a row group have, as the file says."""
    group = table.metadata.row_group(index)
    columns = map(group.column, range(group.num_columns))
    return sum(
        column.total_uncompressed_size
        for column in columns
        if any((column.path_in_schema + ".").startswith(name + ".") for name in wanted)
    )


def _stretch(
    batches: Iterator[pa.RecordBatch], skipped: int, count: int
) -> Iterator[pa.RecordBatch]:
    """Give ``count`` rows after the first ``skipped``; batches end where the count does."""
    while count > 0:
        batch = next(batches, None)
        if batch is None:
            return
        if skipped >= batch.num_rows:
            skipped -= batch.num_rows
            continue
        taken = batch.slice(skipped, count)
        skipped = 0
        count -= taken.num_rows
        yield taken


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    """Give the rows of a batch; times without nanoseconds, in UTC where they have a zone."""
    import pyarrow as pa

    zoned = []
    for place, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type):
            # Arrow would want a database of time zones for times that are in UTC as stored
            column = batch.column(place).cast(pa.timestamp("us", tz=field.type.tz), safe=False)
            batch = batch.set_column(place, field.name, column.cast(pa.timestamp("us")))
            if field.type.tz:
                zoned.append(field.name)
    for row in batch.to_pylist():
        for name in zoned:
            if isinstance(row[name], datetime):
                row[name] = row[name].replace(tzinfo=UTC)
        yield row


def _unreadable(file: InputFile, first: int, last: int, error: Exception) -> Reject:
    return Reject(
        where=f"{file.url}#{first + 1}",
        stage="input",
        code="parquet",
        reason=f"rows {first + 1} to {last} cannot be read ({_said(error)})",
    )


def _said(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
