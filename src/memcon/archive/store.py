"""Documents in and out of the tables, each in one transaction of the caller's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal
from urllib.parse import urldefrag, urlsplit

from sqlalchemy import (
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from memcon.archive import actor_forms, captures, fulltext, schema, verdicts
from memcon.archive.captures import Capture
from memcon.archive.inserting import insert_rows
from memcon.archive.linking.forest import LIMIT
from memcon.archive.packing import pack_record, unpack_record
from memcon.archive.rows import ORDER, Form, day_of, forms, rows
from memcon.archive.schema import (
    actors,
    child_range,
    commitments,
    documents,
    meetings,
    records,
)
from memcon.errors import UnknownIdError
from memcon.record import Document, Record

Outcome = Literal["added", "changed", "known", "unchanged"]
_BEGINNING: Final = re.compile(r"doc:[0-9a-f]{8,15}")
_ASKED_AT_ONCE: Final = 400  # forms a query; both databases take more


def store(
    connection: Connection,
    record: Record,
    capture: Capture,
    position: int,
    *,
    known_forms: Mapping[Form, int],
    at: str,
) -> tuple[Outcome, dict[Form, int]]:
    """Store a document that was read, as part of the bytes that held it.

    Args:
        connection: in a writing transaction.
        record: what was read.
        capture: the bytes it was read from.
        position: of the document within them, from 0.
        known_forms: keys of actors' forms that are known to be stored.
        at: the time, ISO 8601 in UTC.

    Returns:
        ``added``, ``changed`` (it is a new version of a document that was there), or ``known``;
        and the keys of the forms that were looked up, to be known once the transaction is through.
    """
    found = find(connection, record.document.id)
    if found is not None:
        return attach_known(connection, record.document, found, capture, position), {}
    address = address_of(record.document, capture, position)
    earlier = _present(connection, address)
    superseded_by = _newer(connection, earlier, record.document)
    key = _insert_document(connection, record, address, at, superseded_by)
    connection.execute(insert(records).values(document=key, machine=pack_record(record)))
    looked_up: dict[Form, int] = {}
    if superseded_by is None:
        _supersede(connection, earlier, key)
        looked_up = index(connection, key, record, known_forms)
    captures.attach(connection, capture, position, key)
    return ("changed" if earlier else "added"), looked_up


def attach_known(
    connection: Connection, document: Document, key: int, capture: Capture, position: int
) -> Outcome:
    """Note that a stored document was found again; a page that changed back is in force again."""
    status = connection.execute(
        select(documents.c.status).where(documents.c.key == key)
    ).scalar_one()
    outcome: Outcome = "known"
    if status == "superseded":
        address = address_of(document, capture, position)
        last = captures.last_capture(connection, capture.location)
        held = captures.addresses_of(connection, last.key) if last else set()
        if address in held:
            _supersede(connection, _present(connection, address), key)
            restore(connection, key)
            outcome = "changed"
    captures.attach(connection, capture, position, key)
    return outcome


def find(connection: Connection, id: str) -> int | None:
    """Return the key of a document, None where it is not stored.

    Of an id the first digits are enough, eight at least, if no other document's id begins so.

    Raises:
        UnknownIdError: several documents' ids begin with these digits.
    """
    key = connection.execute(select(documents.c.key).where(documents.c.id == id)).scalar()
    if key is None and _BEGINNING.fullmatch(id):
        query = select(documents.c.key).where(documents.c.id >= id, documents.c.id < f"{id}g")
        keys = connection.execute(query.limit(2)).scalars().all()
        if len(keys) > 1:
            raise UnknownIdError(
                "several documents' ids begin so", where=id, remedy="Give more digits of the id"
            )
        key = keys[0] if keys else None
    return None if key is None else int(key)


def address_of(document: Document, capture: Capture, position: int) -> str:
    """Return what a document is known by when its text changes: its own address, else its place.

    The address of a whole site is nobody's own.
    """
    if document.url:
        parts = urlsplit(document.url)
        if parts.path.strip("/") or parts.query:
            return urldefrag(document.url).url
    return f"{capture.location}#{position}" if capture.documents > 1 else capture.location


def _present(connection: Connection, address: str) -> list[Any]:
    """Return the rows of the documents of an address that are not superseded."""
    return list(
        connection.execute(
            select(documents.c.key, documents.c.published).where(
                documents.c.address == address, documents.c.status != "superseded"
            )
        )
    )


def _newer(connection: Connection, earlier: Sequence[Any], document: Document) -> int | None:
    """Return the document by which a new one is superseded: one that says it is of a later day."""
    if document.published is None:
        return None
    later = [
        row.key
        for row in earlier
        if row.published is not None and row.published[:10] > document.published[:10]
    ]
    return max(later, default=None)


def _supersede(connection: Connection, earlier: Iterable[Any], key: int) -> None:
    for row in earlier:
        withdraw(connection, row.key)
        connection.execute(
            update(documents)
            .where(documents.c.key == row.key)
            .values(status="superseded", superseded_by=key)
        )


def _insert_document(
    connection: Connection, record: Record, address: str, at: str, superseded_by: int | None
) -> int:
    document = record.document
    key = connection.execute(
        insert(documents)
        .values(
            id=document.id,
            address=address,
            url=document.url,
            title=document.title,
            publisher=document.publisher,
            narrator=document.narrator,
            byline=document.byline,
            language=document.language,
            published=document.published,
            day=day_of(document),
            status="current" if superseded_by is None else "superseded",
            superseded_by=superseded_by,
            added_at=at,
            reader_version=record.reader.version,
            model=record.reader.model,
            linked=superseded_by is not None,
            reviewed=False,
        )
        .returning(documents.c.key)
    ).scalar_one()
    return int(key)


# Rows -------------------------------------------------------------------------------------------


def index(
    connection: Connection, document: int, record: Record, known_forms: Mapping[Form, int]
) -> dict[Form, int]:
    """Make the rows of a document; return the keys of the forms of the actors it lists."""
    wanted = forms(record)
    keys = actor_forms.form_keys(connection, record, wanted, known_forms)
    tables = rows(record, document, {name: keys[form] for name, form in wanted.items()})
    for table in ORDER:
        insert_rows(connection, table, tables.get(table.name, ()))
    fulltext.add(connection, document)
    # Those that were only used may yet be listed, with a name.
    listed = {actor.id for actor in record.actors}
    return {form: key for form, key in keys.items() if form[0] in listed}


_BY_KEY: Final = (
    schema.events,
    schema.commitments,
    schema.acts,
    schema.statements,
    schema.meetings,
    schema.offices,
    schema.document_actors,
    schema.passages,
)
_BY_PARENT: Final[tuple[tuple[Table, str], ...]] = (
    (schema.occurrence_parties, "occurrence"),
    (schema.occurrences, "key"),
    (schema.event_pairs, "key"),
    (schema.event_parties, "event"),
    (schema.commitment_parties, "commitment"),
    (schema.act_issues, "act"),
    (schema.act_parties, "act"),
    (schema.statement_parties, "statement"),
    (schema.participants, "meeting"),
    (schema.meeting_shelves, "meeting"),
    (schema.occasion_parties, "occasion"),
    (schema.occasions, "key"),
    (schema.thread_parties, "thread"),
    (schema.thread_issues, "thread"),
    (schema.threads, "key"),
    (schema.formula_uses, "document"),
    (schema.document_sides, "document"),
)


def unindex(connection: Connection, document: int) -> None:
    """Remove the rows of a document and have linking look anew at what hung on them."""
    low, high = child_range(document)
    _disturb(connection, document, low, high)
    present = select(schema.document_actors.c.actor).where(
        schema.document_actors.c.key.between(low, high)
    )
    # Fewer than none: to be counted anew.
    connection.execute(update(actors).where(actors.c.key.in_(present)).values(documents=-1))
    fulltext.remove(connection, document)
    uses = select(schema.formula_uses.c.formula, schema.formula_uses.c.document)
    connection.execute(
        insert(schema.formula_losses).from_select(
            ["formula", "document"],
            uses.where(schema.formula_uses.c.document == document).distinct(),
        )
    )
    for table, column in _BY_PARENT:
        if column == "document":
            connection.execute(delete(table).where(table.c[column] == document))
        else:
            connection.execute(delete(table).where(table.c[column].between(low, high)))
    for table in _BY_KEY:
        connection.execute(delete(table).where(table.c.key.between(low, high)))
    # The bands of the document itself stay: a duplicate may be the best match of another printing.
    connection.execute(
        delete(schema.bands).where(
            schema.bands.c.kind == schema.COMMITMENT_BAND, schema.bands.c.item.between(low, high)
        )
    )


def withdraw(connection: Connection, document: int) -> None:
    """Take a document out of all answers: its rows, and its place among printings of a report."""
    unindex(connection, document)
    copies = select(documents.c.key).where(documents.c.previous == document)
    behind = _behind(connection, schema.DOCUMENT_BAND, document, document)
    mark_unlinked(connection, {*connection.execute(copies).scalars(), *behind})
    connection.execute(
        delete(schema.bands).where(
            schema.bands.c.kind == schema.DOCUMENT_BAND, schema.bands.c.item == document
        )
    )
    connection.execute(
        update(documents)
        .where(documents.c.key == document)
        .values(previous=None, duplicate_of=None, linked=True)
    )


def _disturb(connection: Connection, document: int, low: int, high: int) -> None:
    """Mark for linking every document whose items were linked to items of this one."""
    touched: set[int] = set()
    mine = select(meetings.c.canonical).where(meetings.c.key.between(low, high))
    members = select(meetings.c.key).where(meetings.c.canonical.in_(mine))
    touched.update(schema.document_of(key) for key in connection.execute(members).scalars())
    later = select(commitments.c.key).where(commitments.c.previous.between(low, high))
    touched.update(schema.document_of(key) for key in connection.execute(later).scalars())
    first = select(commitments.c.root).where(commitments.c.key.between(low, high))
    touched.update(schema.document_of(key) for key in connection.execute(first).scalars())
    mine = select(meetings.c.key).where(meetings.c.key.between(low, high))
    near = shelved_near(connection, list(connection.execute(mine).scalars()))
    touched.update(schema.document_of(key) for key in near)
    pairs = schema.event_pairs
    shelves = select(pairs.c.shelf).where(pairs.c.key.between(low, high))
    alike = select(pairs.c.key).where(pairs.c.shelf.in_(shelves))
    touched.update(schema.document_of(key) for key in connection.execute(alike).scalars())
    behind = _behind(connection, schema.COMMITMENT_BAND, low, high)
    touched.update(schema.document_of(key) for key in behind)
    touched.discard(document)
    mark_unlinked(connection, touched)


def shelved_near(connection: Connection, keys: Sequence[int]) -> set[int]:
    """Return the meetings that share a shelf and days with some, those included."""
    mine, other = schema.meeting_shelves.alias("mine"), schema.meeting_shelves.alias("other")
    found: set[int] = set()
    for start in range(0, len(keys), _ASKED_AT_ONCE):
        query = (
            select(other.c.meeting)
            .join(mine, mine.c.shelf == other.c.shelf)
            .where(
                mine.c.meeting.in_(keys[start : start + _ASKED_AT_ONCE]),
                other.c.first <= mine.c.last + 1,
                other.c.last >= mine.c.first - 1,
            )
        )
        found.update(connection.execute(query).scalars())
    return found


def _behind(connection: Connection, kind: int, low: int, high: int) -> set[int]:
    """Return the items that may get another candidate when those of a range of keys leave.

    In a full band each item sees the ``LIMIT`` last ones before it (see ``linking.forest``). When
    one leaves, its next followers see one more.
    """
    bands = schema.bands
    left = select(bands.c.band, bands.c.day, bands.c.rank).where(
        bands.c.kind == kind, bands.c.item.between(low, high)
    )
    full: dict[int, bool] = {}
    found: set[int] = set()
    for row in connection.execute(left).all():
        members = select(bands.c.item).where(bands.c.kind == kind, bands.c.band == row.band)
        if row.band not in full:
            full[row.band] = len(connection.execute(members.limit(LIMIT + 2)).all()) > LIMIT + 1
        if full[row.band]:
            later = or_(
                bands.c.day > row.day, and_(bands.c.day == row.day, bands.c.rank > row.rank)
            )
            after = members.where(later).order_by(bands.c.day, bands.c.rank).limit(LIMIT)
            found.update(connection.execute(after).scalars())
    return found


def mark_unlinked(connection: Connection, keys: Iterable[int]) -> None:
    """Have linking look anew at documents, as far as they are in force."""
    if marks := [{"touched": key} for key in sorted(set(keys))]:
        connection.execute(
            update(documents)
            .where(
                documents.c.key == bindparam("touched"),
                or_(documents.c.status == "current", documents.c.status == "duplicate"),
            )
            .values(linked=False),
            marks,
        )


def restore(connection: Connection, document: int) -> None:
    """Put a document in force again that was superseded, a duplicate or withdrawn.

    One that a reviewer rejected stays out of the answers.
    """
    if verdicts.is_rejected(connection, document):
        connection.execute(
            update(documents)
            .where(documents.c.key == document)
            .values(status="withdrawn", superseded_by=None, duplicate_of=None, linked=True)
        )
        return
    connection.execute(
        update(documents)
        .where(documents.c.key == document)
        .values(status="current", superseded_by=None, duplicate_of=None, linked=False)
    )
    index(connection, document, load(connection, document), {})


def put_machine_record(connection: Connection, document: int, record: Record) -> None:
    """Store what the machine reads in a document; the record in force is not touched."""
    connection.execute(
        update(records).where(records.c.document == document).values(machine=pack_record(record))
    )
    connection.execute(
        update(documents)
        .where(documents.c.key == document)
        .values(reader_version=record.reader.version, model=record.reader.model)
    )


def load(connection: Connection, document: int, *, machine: bool = False) -> Record:
    """Return a document's record: the one in force, or as the machine read it.

    Raises:
        UnknownIdError: there is no such document.
    """
    row = connection.execute(
        select(records.c.machine, records.c.effective).where(records.c.document == document)
    ).first()
    if row is None:
        raise UnknownIdError(
            f"there is no document {document}", where="archive", remedy="Check the id"
        )
    data = row.machine if machine or row.effective is None else row.effective
    return unpack_record(data, f"record of document {document}")
