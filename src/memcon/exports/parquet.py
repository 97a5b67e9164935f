"""Parquet: a folder with a file a table, as ``memcon.arrow`` lays records out."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from memcon import arrow
from memcon.exports.formats import Format, Selection
from memcon.exports.selected import selected_records

EPILOG: Final = """\b
Examples:
  memcon export parquet --output tables
  memcon export parquet --output tables --since 2021-01 --until 2021-06 --actor CHN
  duckdb -c "SELECT publisher, count(*) FROM 'tables/documents.parquet' GROUP BY ALL"

\b
The folder holds documents, actors, meetings, participants, statements, acts, commitments, events
and warnings, each as NAME.parquet; a row has the fields that docs/record.md describes, after the
id of its document. Spans and lists are nested columns. Current documents only, by document id."""

_COMPRESSION: Final = "zstd"


def write(connection: Connection, target: Path, selection: Selection) -> int:
    """Write the tables of the selected records into a folder; return how many documents.

    Args:
        connection: the archive.
        target: the folder; made if need be. Tables that are there are replaced.
        selection: which documents.

    Raises:
        OSError: the folder cannot be written to.
        UnknownIdError: no actor of the archive goes by the name that was selected.
    """
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    target.mkdir(parents=True, exist_ok=True)
    written = 0
    with ExitStack() as stack:
        tables = {
            name: stack.enter_context(
                pq.ParquetWriter(target / f"{name}.parquet", schema, compression=_COMPRESSION)
            )
            for name, schema in arrow.schemas().items()
        }
        for name, batch in arrow.batches(
            record for _, record in selected_records(connection, selection)
        ):
            tables[name].write_batch(batch)
            written += batch.num_rows if name == arrow.DOCUMENTS else 0
    return written


FORMAT: Final = Format(
    name="parquet",
    summary="Write records as Parquet tables, a file a table.",
    epilog=EPILOG,
    target="folder",
    write=write,
    noun="documents",
)
