"""Pieces to documents, in a worker."""

from __future__ import annotations

from collections.abc import Iterator

from memcon.scale.inputs.lines import line_documents
from memcon.scale.inputs.loose import file_documents
from memcon.scale.inputs.options import InputOptions
from memcon.scale.inputs.parquet import group_documents
from memcon.scale.inputs.separated import row_documents
from memcon.scale.inputs.warc import record_documents
from memcon.scale.work import Offered, Piece, Reject

_DOCUMENTS = {
    "files": file_documents,
    "jsonl": line_documents,
    "csv": row_documents,
    "parquet": group_documents,
    "warc": record_documents,
}


def documents(piece: Piece, options: InputOptions) -> Iterator[Offered | Reject]:
    """Give the documents of a piece, in the order of the input.

    They are named by the file's address with ``#`` and the line (JSON Lines), the row under the
    first (CSV, Parquet), both from 1, or the id of the record (WARC).

    Args:
        piece: from :func:`~memcon.scale.inputs.cut`; its own ``rejects`` are not repeated.
        options: the same that it was cut with.

    Returns:
        Documents, and rejects in the place of those that cannot be had.

    Raises:
        RunError: the storage refused or failed.
    """
    return _DOCUMENTS[piece.input.kind](piece, options)
