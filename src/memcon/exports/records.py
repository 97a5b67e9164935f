"""The records of an archive as JSON Lines: what ``memcon read`` writes, as people corrected it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select

from memcon.archive.packing import unpack_record
from memcon.archive.schema import documents, records
from memcon.record import Record

_AT_ONCE: Final = 50  # records held in memory


def current_records(connection: Connection) -> Iterator[Record]:
    """Yield the record in force of every current document, sorted by document id.

    Superseded versions, later printings of a report and documents that a reviewer rejected are
    left out.

    Raises:
        ArchiveError: what is kept of a record is damaged.
    """
    last = ""
    while True:
        query = (
            select(documents.c.id, records.c.machine, records.c.effective)
            .join(records, records.c.document == documents.c.key)
            .where(documents.c.status == "current", documents.c.id > last)
            .order_by(documents.c.id)
            .limit(_AT_ONCE)
        )
        rows = connection.execute(query).all()
        for row in rows:
            yield unpack_record(row.effective or row.machine, row.id)
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1].id
