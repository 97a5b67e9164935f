"""The documents of a selection, and the actors by the names that stand for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, exists, select

from memcon.archive import lookup
from memcon.archive.packing import unpack_record
from memcon.archive.rows import forms
from memcon.archive.schema import actors, document_actors, documents, of_document, records
from memcon.exports.formats import Selection
from memcon.record import Record

if TYPE_CHECKING:
    from memcon.archive.events import ArchivedEvent

_AT_ONCE: Final = 50  # records held in memory
URN: Final = "urn:memcon:"  # before the public id of anything that has no address of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The person, state or body that one or several forms of a name stand for.

    ``iri`` is equal for all of them, and no one else's: persons of one name are told apart by
    their sides.
    """

    id: str
    kind: str
    name: str
    side: str | None

    @property
    def iri(self) -> str:
        """Its name as a URN."""
        suffix = f"@{self.side}" if self.kind == "person" and self.side else ""
        return f"{URN}{self.id}{suffix}"


class Actors:
    """Who is who in an archive, by the id and side that a record has."""

    def __init__(self, connection: Connection):
        """Load the forms of all actors."""
        best = actors.alias("best")
        query = select(
            actors.c.id.label("form"), actors.c.side.label("seen"), best.c.id, best.c.kind,
            best.c.name, best.c.side,
        ).join(best, best.c.key == actors.c.canonical)  # fmt: skip
        self._known = {
            (row.form, row.seen): Known(
                id=row.id, kind=row.kind, name=row.name, side=row.side or None
            )
            for row in connection.execute(query)
        }

    def of(self, record: Record) -> dict[str, Known]:
        """Return who the actors of a record are, by the ids that it uses."""
        found: dict[str, Known] = {}
        names = {actor.id: actor for actor in record.actors}
        for id, (form, side) in forms(record).items():
            actor = names.get(id)
            found[id] = self._known.get((form, side)) or Known(
                id=id,
                kind=actor.kind if actor else kind_of(id),
                name=actor.name if actor else id,
                side=side or None,
            )
        return found

    def get(self, id: str, side: str = "") -> Known:
        """Return who an id means; of a person, with the side."""
        if not id.startswith(("person:", "group:")):
            side = id
        return self._known.get((id, side)) or Known(
            id=id, kind=kind_of(id), name=id, side=side or None
        )


def kind_of(id: str) -> str:
    """Return what an id that is not listed can be told to be."""
    head, colon, _ = id.partition(":")
    return head if colon and head in ("person", "group") else "organisation"


def document_rows(connection: Connection, selection: Selection) -> Iterator[Any]:
    """Yield the rows of the current documents of a selection, sorted by id.

    By its day is a document selected, one of unknown day where no day is asked for; by an actor,
    if it names the actor.

    Raises:
        UnknownIdError: the archive knows no such actor.
    """
    yield from _paged(connection, select(documents), selection)


def selected_records(
    connection: Connection, selection: Selection | None = None
) -> Iterator[tuple[Any, Record]]:
    """Yield the rows of the current documents of a selection with their records in force.

    Raises:
        UnknownIdError: the archive knows no such actor.
        ArchiveError: what is kept of a record is damaged.
    """
    query = select(documents, records.c.machine, records.c.effective).join(
        records, records.c.document == documents.c.key
    )
    for row in _paged(connection, query, selection or Selection()):
        yield row, unpack_record(row.effective or row.machine, row.id)


def selected_events(connection: Connection, selection: Selection) -> Iterator[ArchivedEvent]:
    """Yield the events of a selection, each counted once, in the order of their days.

    Raises:
        UnknownIdError: the archive knows no such actor.
    """
    # Linking loads numeric libraries; exports of documents have no need of them.
    from memcon.archive.events import archived_events

    return archived_events(
        connection, since=selection.since, until=selection.until, actor=selection.actor
    )


def _paged(connection: Connection, query: Select[Any], selection: Selection) -> Iterator[Any]:
    query = query.where(documents.c.status == "current").order_by(documents.c.id)
    if selection.since is not None:
        query = query.where(documents.c.day >= selection.since)
    if selection.until is not None:
        query = query.where(documents.c.day <= selection.until)
    if selection.actor is not None:
        keys = lookup.actor(connection, selection.actor).keys
        names = select(document_actors.c.key).where(
            document_actors.c.actor.in_(keys), of_document(document_actors.c.key)
        )
        query = query.where(exists(names.correlate(documents)))
    last = ""
    while True:
        rows = connection.execute(query.where(documents.c.id > last).limit(_AT_ONCE)).all()
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1].id


def iri_of(row: Any) -> str:
    """Return what a document is called: its address, else its id as a URN."""
    return str(row.url) if row.url else f"{URN}{row.id}"
