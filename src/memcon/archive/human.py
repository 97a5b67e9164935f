"""What people say of what was read: a log that only grows, and what follows from it.

An entry says who, when, what and why. It is taken back by another entry, never removed.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from sqlalchemy import Connection, insert, select, update

from memcon.archive import store, verdicts
from memcon.archive.corrections import Applied, Decision, apply, trace
from memcon.archive.evidence import checked
from memcon.archive.findings import KINDS, Kind, find_item
from memcon.archive.keeping import decision_of, snapshot
from memcon.archive.nameable import known_in
from memcon.archive.packing import pack_record
from memcon.archive.rows import day_of, number
from memcon.archive.schema import child_key, documents, log, records
from memcon.archive.values import Parsed, parse_value
from memcon.errors import MemconError, UnknownIdError
from memcon.record import Record

Review = Literal["confirm", "reject", "correct"]
Status = Literal["not-yet-rated", "kept", "kept-in-part", "broken"]
STATUSES: Final = get_args(Status)
_CHUNK: Final = 500  # keys a query


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A document, or one of its findings, as a public id names it."""

    id: str
    document: int
    kind: Kind
    local: str


def resolve(connection: Connection, id: str) -> Target:
    """Return what a public id of a document or of one of its findings names.

    Raises:
        UnknownIdError: there is no such document, or the id has no such form.
    """
    head, slash, local = id.partition("/")
    document = store.find(connection, head)
    if document is None or (slash and not local):
        raise UnknownIdError(
            "there is no such document in the archive",
            where=id,
            remedy="Give an id such as doc:0123456789abcdef/statement:2, as the answers print them",
        )
    whole = connection.execute(
        select(documents.c.id).where(documents.c.key == document)
    ).scalar_one()
    if not local:
        return Target(id=whole, document=document, kind="document", local="")
    kind = local.partition(":")[0]
    known = kind in KINDS and kind not in ("document", "actor")
    named: Kind = kind if known else "actor"  # type: ignore[assignment]
    return Target(id=f"{whole}/{local}", document=document, kind=named, local=local)


def review(
    connection: Connection,
    id: str,
    action: Review,
    *,
    who: str,
    at: str,
    field: str | None = None,
    value: str | None = None,
    note: str | None = None,
) -> int:
    """Enter a review and put the record in force that follows from it; return the entry's number.

    Args:
        connection: in a writing transaction; linking has to run afterwards.
        id: public id of a document, or of a finding as it stands in the record in force.
        action: ``confirm``, ``reject`` or ``correct``.
        who: the reviewer.
        at: the time, ISO 8601 in UTC.
        field: for a correction, the field.
        value: for a correction, its new value as text (see ``values.parse_value``).
        note: why.

    Raises:
        UnknownIdError: there is no such document or finding.
        MemconError: the field cannot be corrected, or the value does not fit it.
    """
    target = resolve(connection, id)
    applied = _applied(connection, target.document)
    item: Any = applied.record.document
    if target.kind != "document":
        item = _found(connection, applied, target)
    parsed: Parsed | None = None
    if action == "correct":
        if field is None or value is None:
            raise MemconError(
                "a correction needs a field and a value", where=id, remedy="Give FIELD=VALUE"
            )
        known = known_in(connection)
        parsed = parse_value(applied.record, target.kind, item, field, value, known)
    entry = _enter(
        connection,
        at=at,
        who=who,
        action=action,
        target=target.id,
        document=target.document,
        kind=target.kind,
        field=field if parsed else None,
        value=_json(parsed.value) if parsed else None,
        note=note,
        **snapshot(applied, target.kind, target.local, field, parsed),
    )
    put_in_force(connection, target.document)
    return entry


def assess(
    connection: Connection,
    id: str,
    status: Status,
    *,
    who: str,
    at: str,
    evidence: str | None = None,
    note: str | None = None,
) -> int:
    """Enter what became of a commitment, by the evidence a person gives; return the entry's number.

    Args:
        connection: in a writing transaction; linking has to run afterwards.
        id: public id of any commitment of a thread.
        status: the rating.
        who: who rates it.
        at: the time, ISO 8601 in UTC.
        evidence: a web address, or the id of a document or a finding of the archive.
        note: why.

    Raises:
        UnknownIdError: there is no such commitment, or no such document in evidence.
        MemconError: a rating without evidence, or evidence that is neither of these.
    """
    target = resolve(connection, id)
    if target.kind != "commitment":
        raise UnknownIdError(
            "this is no commitment of the archive", where=id, remedy="Take an id from memcon ledger"
        )
    applied = _applied(connection, target.document)
    _found(connection, applied, target)
    if status != "not-yet-rated" or evidence:
        evidence = checked(evidence, lambda doc: _existing(connection, doc), where=id)
    entry = _enter(
        connection,
        at=at,
        who=who,
        action="assess",
        target=target.id,
        document=target.document,
        kind="commitment",
        value=_json(status),
        evidence=evidence or None,
        note=note,
        **snapshot(applied, target.kind, target.local),
    )
    put_in_force(connection, target.document)
    _look_again(connection, target.document)
    return entry


def undo(connection: Connection, number: int, *, who: str, at: str, note: str | None = None) -> int:
    """Take an entry back by another one; return the new entry's number.

    Raises:
        UnknownIdError: there is no such entry.
        MemconError: it was taken back already, or takes another one back.
    """
    entry = connection.execute(select(log).where(log.c.key == number)).first()
    if entry is None:
        raise UnknownIdError(
            "the log has no such entry", where=f"entry {number}", remedy="See memcon log"
        )
    if entry.action == "undo":
        raise MemconError(
            "an undoing is not undone", where=f"entry {number}", remedy="Enter the decision anew"
        )
    if connection.execute(select(log.c.key).where(log.c.undoes == number)).first():
        raise MemconError(
            "it was undone already", where=f"entry {number}", remedy="Enter it anew if it holds"
        )
    new = _enter(
        connection,
        at=at,
        who=who,
        action="undo",
        target=entry.target,
        document=entry.document,
        kind=entry.kind,
        note=note,
        undoes=number,
    )
    put_in_force(connection, entry.document)
    if entry.action == "assess":
        _look_again(connection, entry.document)
    return new


def value_of(connection: Connection, number: int) -> Any:
    """Return what an entry of the log sets a field to, None where it sets none."""
    value = connection.execute(select(log.c.value).where(log.c.key == number)).scalar()
    return None if value is None else json.loads(value)


# What follows from the log ----------------------------------------------------------------------


def put_in_force(connection: Connection, document: int, *, before: Record | None = None) -> None:
    """Make a document's record, rows and status what its log says they are.

    Args:
        connection: in a writing transaction; linking has to run afterwards.
        document: its key.
        before: the record that its rows were made of; the one that is stored as in force, if not
            given.
    """
    if before is None:
        before = store.load(connection, document)
    machine = store.load(connection, document, machine=True)
    entries = decisions(connection, document)
    effective = apply(machine, list(entries.values()))
    connection.execute(
        update(records)
        .where(records.c.document == document)
        .values(effective=pack_record(effective) if effective != machine else None)
    )
    shown = effective.document
    connection.execute(
        update(documents)
        .where(documents.c.key == document)
        .values(
            reviewed=bool(entries),
            url=shown.url,
            title=shown.title,
            publisher=shown.publisher,
            narrator=shown.narrator,
            byline=shown.byline,
            language=shown.language,
            published=shown.published,
            day=day_of(shown),
        )
    )
    status = connection.execute(
        select(documents.c.status).where(documents.c.key == document)
    ).scalar_one()
    rejected = verdicts.is_rejected(connection, document)
    if status == "superseded":
        return
    same = effective == before.model_copy(update={"reader": effective.reader})
    if rejected == (status == "withdrawn") and (same or rejected):
        return  # the rows are what they would be
    if status != "withdrawn":
        store.withdraw(connection, document)
    store.restore(connection, document)  # in force, or withdrawn


def replace_machine_record(connection: Connection, document: int, record: Record) -> None:
    """Put a new reading in a document's place, with what people decided applied to it."""
    before = store.load(connection, document)
    store.put_machine_record(connection, document, record)
    put_in_force(connection, document, before=before)


def decisions(connection: Connection, document: int) -> dict[int, Decision]:
    """Return what is in force about a document, by number of entry, in the order of the log."""
    undone = select(log.c.undoes).where(log.c.undoes.is_not(None), log.c.document == document)
    rows = connection.execute(
        select(log)
        .where(log.c.document == document, log.c.action != "undo", log.c.key.not_in(undone))
        .order_by(log.c.key)
    )
    return {row.key: decision_of(row) for row in rows}


def present_ids(connection: Connection, document: int) -> dict[int, str | None]:
    """Return for each entry in force about a document which finding it is about now.

    Returns:
        By number of entry the finding's local id; None where the entry is about the document, or
        its finding is no more in force.
    """
    entries = decisions(connection, document)
    applied = trace(store.load(connection, document, machine=True), list(entries.values()))
    return dict(zip(entries, applied.present, strict=True))


def ratings(connection: Connection, wanted: Collection[int]) -> dict[int, tuple[int, str]]:
    """Return the last rating in force of each commitment that a person assessed.

    Args:
        connection: the archive.
        wanted: keys of the documents to look at.

    Returns:
        By key of the commitment: number of the entry, and the rating.
    """
    rated: set[int] = set()
    ordered = sorted(wanted)
    for start in range(0, len(ordered), _CHUNK):
        query = select(log.c.document).where(
            log.c.action == "assess", log.c.document.in_(ordered[start : start + _CHUNK])
        )
        rated.update(connection.execute(query).scalars())
    found: dict[int, tuple[int, str]] = {}
    for document in sorted(rated):
        assessed = select(log.c.key, log.c.value).where(
            log.c.document == document, log.c.action == "assess"
        )
        values = {row.key: json.loads(row.value) for row in connection.execute(assessed)}
        for entry, local in present_ids(connection, document).items():
            if local is not None and entry in values:
                found[child_key(document, number(local))] = (entry, values[entry])
    return found


def confirmed(connection: Connection) -> list[int]:
    """Return the keys of the documents that a person confirmed as a whole and nobody rejected."""
    asked = select(log.c.document).where(log.c.kind == "document", log.c.action == "confirm")
    asked_for = sorted(set(connection.execute(asked).scalars()))
    return [key for key in asked_for if verdicts.verdict(connection, key) == "confirm"]


# Helpers ----------------------------------------------------------------------------------------


def _applied(connection: Connection, document: int) -> Applied:
    machine = store.load(connection, document, machine=True)
    return trace(machine, list(decisions(connection, document).values()))


def _found(connection: Connection, applied: Applied, target: Target) -> Any:
    """Return the finding in force that an id names.

    Raises:
        UnknownIdError: there is none; the message says if it was rejected.
    """
    item = find_item(applied.record, target.kind, target.local)
    if item is not None:
        return item
    query = (
        select(log.c.key)
        .where(log.c.target == target.id, log.c.action == "reject")
        .order_by(log.c.key.desc())
    )
    entry = connection.execute(query).scalar()
    if entry is not None:
        raise UnknownIdError(
            f"{target.local} was rejected",
            where=target.id,
            remedy=f"Take that back with: memcon review --undo {entry}",
        )
    raise UnknownIdError(
        f"the document has no {target.local}",
        where=target.id,
        remedy=f"See what it has with: memcon show {target.id.partition('/')[0]}",
    )


def _existing(connection: Connection, id: str) -> str:
    """Return the whole id of a document, or a finding, that the archive has.

    Raises:
        UnknownIdError: it has not.
    """
    target = resolve(connection, id)
    if target.kind != "document":
        _found(connection, _applied(connection, target.document), target)
    return target.id


def _look_again(connection: Connection, document: int) -> None:
    connection.execute(
        update(documents)
        .where(documents.c.key == document, documents.c.status == "current")
        .values(linked=False)
    )


def _enter(connection: Connection, **values: Any) -> int:
    key = connection.execute(insert(log).values(**values).returning(log.c.key)).scalar_one()
    return int(key)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
