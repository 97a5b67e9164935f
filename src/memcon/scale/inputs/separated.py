"""CSV and its like: cut between rows, however many lines a row has."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterator
from typing import Final

from memcon.scale.inputs.columns import Rows
from memcon.scale.inputs.lines import encoding_fault
from memcon.scale.inputs.options import InputOptions
from memcon.scale.inputs.pieces import EMPTY, Pieces, whole_file
from memcon.scale.inputs.rows import Broken, delimiter_of, split_rows
from memcon.scale.inputs.streams import Content, DamagedError, narrow
from memcon.scale.work import InputFile, Offered, Piece, Reject

_FIELD: Final = 2**31 - 1  # no limit of the reader's: ours is that of a row


def cut_rows(
    file: InputFile, content: Content, options: InputOptions, known: Container[int]
) -> Iterator[Piece]:
    """Cut a CSV file between its rows; every piece begins with the first row, the columns' names.

    Broken rows become a reject and an empty line, so that the others keep their numbers.
    """
    found = split_rows(
        narrow(content.blocks(), options.wide_encoding),
        delimiter=options.delimiter,
        limit=options.max_bytes,
    )
    try:
        header = next(found, b"")
    except DamagedError as error:
        yield whole_file(file, "damaged", str(error))
        return
    fault = _header_fault(header, options)
    if fault is not None or isinstance(header, Broken):
        yield whole_file(file, *(fault or ("empty", EMPTY)))
        return
    pieces = Pieces(file, options, known, before=header)
    try:
        for row in found:
            if isinstance(row, Broken):
                pieces.reject(row.code, row.reason)
            pieces.add(b"\n" if isinstance(row, Broken) else row)
            if pieces.full:
                yield pieces.close(content.position)
    except DamagedError as error:
        pieces.reject("damaged", f"{error}; what comes after row {pieces.place} is lost")
    yield from pieces.last(content.position)


def row_documents(piece: Piece, options: InputOptions) -> Iterator[Offered | Reject]:
    """Give the documents of a piece of a CSV file."""
    if piece.data is None:
        return
    rows = Rows(options)
    encoding = options.data_encoding
    delimiter = options.delimiter or delimiter_of(piece.data.partition(b"\n")[0])
    names: list[str] | None = None
    found = split_rows([piece.data], delimiter=delimiter, limit=len(piece.data))
    for number, row in enumerate(found, start=piece.start):
        if isinstance(row, Broken):  # never: broken ones were left out
            continue
        where = f"{piece.input.url}#{number}"
        try:
            values = _values(row.decode(encoding), delimiter)
        except UnicodeDecodeError as error:
            reason = encoding_fault(encoding, error)
            yield Reject(where=where, stage="input", code="encoding", reason=reason)
            continue
        if names is None:
            names = [name.strip() for name in values]
        elif len(values) == len(names):
            yield rows.document(dict(zip(names, values, strict=True)), where)
        elif values:
            yield Reject(
                where=where,
                stage="input",
                code="csv",
                reason=f"the row has {len(values)} values and the first row {len(names)}. "
                "Check its quotation marks and the delimiter",
            )


def _header_fault(header: bytes | Broken, options: InputOptions) -> tuple[str, str] | None:
    """Return code and reason if nothing can be read under this first row."""
    if isinstance(header, Broken):
        return header.code, header.reason
    if not header:
        return "empty", EMPTY
    delimiter = options.delimiter or delimiter_of(header.partition(b"\n")[0])
    try:
        names = _values(header.decode(options.data_encoding), delimiter)
    except UnicodeDecodeError as error:
        return "encoding", encoding_fault(options.data_encoding, error)
    missing = Rows(options).missing([name.strip() for name in names])
    return None if missing is None else ("columns", missing)


def _values(row: str, delimiter: str) -> list[str]:
    """Return the values of a row; none of an empty line."""
    if csv.field_size_limit() != _FIELD:
        csv.field_size_limit(_FIELD)
    return next(csv.reader([row], delimiter=delimiter, strict=True), [])
