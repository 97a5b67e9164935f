"""Records for tests of tables, and records made again of the rows of all tables."""

from __future__ import annotations

from typing import Any

from event_records import Told
from memcon import arrow
from memcon.record import Record


def event_record() -> Record:
    """Return a record with an event, a meeting and a commitment."""
    told = Told("Ilse Brandar met Mirel Dovanu. Ostria will build ferries. Both ministers protest.")
    meeting = told.meeting("met", "Ilse Brandar", "Mirel Dovanu")
    told.act("build ferries", "pledge", by=["OST"], binds=True)
    told.event("met", "040", ["Ilse Brandar", "Mirel Dovanu"], meeting=meeting, place="Kasbrod")
    told.event("protest", "141", ["Ilse Brandar", "Mirel Dovanu"])  # not each against the other
    return told.record()


def rebuilt(rows: dict[str, list[dict[str, Any]]]) -> list[Record]:
    """Return the records that the rows of all tables say."""
    lists: dict[str, dict[str, list[Any]]] = {}
    for name, found in rows.items():
        if name in (arrow.DOCUMENTS, arrow.PARTICIPANTS):
            continue
        for row in found:
            document = row.pop("document")
            lists.setdefault(document, {}).setdefault(name, []).append(row)
    return [
        Record.model_validate(
            {
                "schema": row.pop("schema"),
                "reader": row.pop("reader"),
                "document": row,
                **lists.get(row["id"], {}),
            }
        )
        for row in rows[arrow.DOCUMENTS]
    ]
