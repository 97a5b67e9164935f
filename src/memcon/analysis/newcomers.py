"""Documents that were just added: what became of them in the archive, and what they tell of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection, func, select

from memcon.analysis.answer import SHOWN, Answer, Model
from memcon.archive.lookup import chunks, document_rows, item_id
from memcon.archive.schema import (
    child_range,
    commitments,
    document_of,
    documents,
    meetings,
    occasions,
    statements,
)


class MeetingTold(Model):
    """A meeting that a document tells of."""

    id: Annotated[str, Field(description="id of the meeting")]
    form: Annotated[str, Field(description="in which form they met")]
    day: Annotated[str | None, Field(description="when (ISO 8601)")]
    place: Annotated[str | None, Field(description="where")]
    accounts: Annotated[int, Field(description="documents that tell of it")]


class Newcomer(Model):
    """A document, with how it stands in the archive."""

    id: Annotated[str, Field(description="document id", json_schema_extra=SHOWN)]
    title: Annotated[str | None, Field(description="its headline", json_schema_extra=SHOWN)]
    day: Annotated[str | None, Field(description="its day", json_schema_extra=SHOWN)]
    narrator: Annotated[str | None, Field(description="whose voice it is", json_schema_extra=SHOWN)]
    status: Annotated[
        str,
        Field(
            description="`current`, or in no answers: `superseded`, `duplicate`, `withdrawn`",
            json_schema_extra=SHOWN,
        ),
    ]
    instead: Annotated[
        str | None, Field(description="the document that supersedes it, or that it is a copy of")
    ]
    statements: Annotated[int, Field(description="how many it has", json_schema_extra=SHOWN)]
    commitments: Annotated[int, Field(description="how many it has", json_schema_extra=SHOWN)]
    meetings: Annotated[
        list[MeetingTold], Field(description="that it tells of", json_schema_extra=SHOWN)
    ]


def newcomers(connection: Connection, ids: Iterable[str]) -> Answer[Newcomer]:
    """Return how documents stand in the archive, in the order of their ids as given.

    Args:
        connection: the archive.
        ids: of documents; those that are not there are passed over.
    """
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Any] = {}
    for part in chunks(wanted):
        query = select(documents).where(documents.c.id.in_(part))
        found.update({row.id: row for row in connection.execute(query)})
    others = document_rows(
        connection, {key for row in found.values() if (key := _instead(row)) is not None}
    )
    rows = [_newcomer(connection, found[id], others) for id in wanted if id in found]
    return Answer(model=Newcomer, rows=rows, total=len(rows))


def _instead(row: Any) -> int | None:
    key = {"superseded": row.superseded_by, "duplicate": row.duplicate_of}.get(row.status)
    return None if key is None else int(key)


def _newcomer(connection: Connection, row: Any, others: dict[int, Any]) -> Newcomer:
    of_it = child_range(row.key)
    counts = [
        connection.execute(
            select(func.count(table.c.key)).where(table.c.key.between(*of_it))
        ).scalar_one()
        for table in (statements, commitments)
    ]
    instead = others.get(_instead(row) or 0)
    return Newcomer(
        id=row.id,
        title=row.title,
        day=row.day,
        narrator=row.narrator,
        status=row.status,
        instead=instead.id if instead is not None else None,
        statements=counts[0],
        commitments=counts[1],
        meetings=list(_meetings(connection, of_it)),
    )


def _meetings(connection: Connection, of_it: tuple[int, int]) -> Iterable[MeetingTold]:
    query = (
        select(occasions)
        .where(
            occasions.c.key.in_(select(meetings.c.canonical).where(meetings.c.key.between(*of_it)))
        )
        .order_by(occasions.c.day.desc(), occasions.c.key)
    )
    rows = connection.execute(query).all()
    of = document_rows(connection, {document_of(row.key) for row in rows})
    for row in rows:
        yield MeetingTold(
            id=item_id("meeting", row.key, of[document_of(row.key)].id),
            form=row.form,
            day=row.day,
            place=row.place,
            accounts=row.accounts,
        )
