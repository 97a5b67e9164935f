"""A format: a docket, one line a document with its day, its voice and how much was said in it."""

from __future__ import annotations

from typing import IO

from sqlalchemy import Connection

from memcon.exports.formats import Format, Selection
from memcon.exports.selected import selected_records

EPILOG = """\b
Examples:
  memcon export docket --output docket.tsv

\b
Tab-separated, no header: document id, day, narrator, statements, commitments, title."""


def write(connection: Connection, stream: IO[str], selection: Selection) -> int:
    """Write the docket of a selection."""
    count = 0
    for row, record in selected_records(connection, selection):
        cells = (
            record.document.id,
            row.day or "",
            record.document.narrator or "",
            str(len(record.statements)),
            str(len(record.commitments)),
            " ".join((record.document.title or "").split()),
        )
        stream.write("\t".join(cells) + "\n")
        count += 1
    return count


FORMAT = Format(
    name="docket",
    summary="Write a docket of the documents.",
    epilog=EPILOG,
    target="stream",
    write=write,
    noun="documents",
)
