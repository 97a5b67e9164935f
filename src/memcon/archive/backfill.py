"""Rows that follow from records which are there already, for tables that a migration made."""

from __future__ import annotations

import zlib
from typing import Final

from sqlalchemy import Connection, select

from memcon.archive import actor_forms, schema, store
from memcon.archive.inserting import insert_rows
from memcon.archive.lookup import chunks
from memcon.archive.rows import forms, rows
from memcon.archive.schema import documents, records

SINCE: Final = "0002"  # the schema whose tables are filled here
_HAS_EVENTS: Final = b'"events":[{"id":"event:'  # in the JSON of a record; an act's have no id


def fill_events(connection: Connection) -> int:
    """Make the rows of the events that stored records tell of; return of how many documents.

    Linking has to look at these documents anew.

    Args:
        connection: in a writing transaction; the tables of events are there, and empty.
    """
    keys = connection.execute(
        select(documents.c.key).where(documents.c.status == "current").order_by(documents.c.key)
    ).scalars()
    filled: list[int] = []
    for part in chunks(list(keys)):
        packed = select(records.c.document, records.c.machine, records.c.effective).where(
            records.c.document.in_(part)
        )
        for row in connection.execute(packed.order_by(records.c.document)).all():
            data = row.machine if row.effective is None else row.effective
            if _has_events(data):
                _fill(connection, row.document)
                filled.append(row.document)
    store.mark_unlinked(connection, filled)
    return len(filled)


def _has_events(data: bytes) -> bool:
    """Tell whether a record has events, in a fraction of the time that it takes to unpack it."""
    try:
        return _HAS_EVENTS in zlib.decompress(data)
    except zlib.error:  # damaged, as memcon check will say
        return False


def _fill(connection: Connection, document: int) -> None:
    record = store.load(connection, document)
    wanted = forms(record)
    keys = actor_forms.form_keys(connection, record, wanted, {})
    made = rows(record, document, {name: keys[form] for name, form in wanted.items()})
    for table in (schema.events, schema.event_parties):
        insert_rows(connection, table, made.get(table.name, ()))
