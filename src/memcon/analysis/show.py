"""``memcon show``: whatever an id stands for, with everything tied to it."""

from __future__ import annotations

from typing import Any, Final, get_args

from rapidfuzz import fuzz, process
from sqlalchemy import Connection, select

from memcon.analysis.sheet import Shown
from memcon.analysis.show_actor import show_actor
from memcon.analysis.show_commitment import show_commitment
from memcon.analysis.show_document import show_document
from memcon.analysis.show_event import find_event, show_event
from memcon.analysis.show_finding import show_act, show_statement
from memcon.analysis.show_meeting import show_meeting
from memcon.archive import lookup, store
from memcon.archive.findings import Kind, find_item
from memcon.archive.lookup import ActorRef
from memcon.archive.rows import forms
from memcon.archive.schema import actors, documents
from memcon.errors import UnknownIdError
from memcon.record import Act, Commitment, Meeting, Record, Statement

SECTION_LIMIT: Final = 20
_PREFIX: Final = "doc:"
_NEAREST: Final = 3
_LEAST: Final = len(_PREFIX) + 2  # of a document's id, for others to be near to it
_KINDS: Final = (
    "Ids are of documents (doc:0123456789abcdef), of what was read from them (doc:…/meeting:1, "
    "doc:…/statement:2, doc:…/act:3, doc:…/commitment:4, doc:…/event:5) and of actors (CHN, "
    "person:wang-yi)."
)


def show(connection: Connection, id: str, *, limit: int = SECTION_LIMIT) -> Shown:
    """Return what an id stands for, with everything tied to it.

    The id of any account of a meeting leads to the whole meeting, that of any utterance of an
    undertaking to the whole thread. Documents that are in no answers, because they are superseded,
    copies or withdrawn, can be shown too.

    Args:
        connection: the archive.
        id: public id of a document or of a finding; the address of a document; the id or name of
            an actor.
        limit: how many rows a section has.

    Raises:
        UnknownIdError: there is nothing of that id; the message says which kinds of ids there are
            and what comes near.
    """
    id = id.strip()
    if not id.startswith(_PREFIX) and "://" not in id:
        return show_actor(connection, _actor(connection, id), limit=limit)
    head, _, local = (id, "", "") if "://" in id else id.partition("/")
    document = _document(connection, head)
    if not local:
        return show_document(connection, document, limit=limit)
    return _finding(connection, id, document, local, limit)


def _document(connection: Connection, id: str) -> int:
    """Return the key of the document that an id or an address names."""
    if "://" in id:
        query = select(documents.c.key, documents.c.status).where(documents.c.address == id)
        versions = connection.execute(query.order_by(documents.c.key.desc())).all()
        if not versions:
            raise UnknownIdError(
                "no document of the archive has that address", where=id, remedy=_KINDS
            )
        return int(next((one for one in versions if one.status != "superseded"), versions[0]).key)
    key = store.find(connection, id)
    if key is None:
        raise UnknownIdError(
            "there is no such document in the archive",
            where=id,
            remedy=_with_near(_near_documents(connection, id)),
        )
    return key


def _near_documents(connection: Connection, id: str) -> list[str]:
    """Return documents whose ids begin alike, by as many characters as any does."""
    for size in range(len(id), _LEAST - 1, -1):
        query = (
            select(documents.c.id)
            .where(documents.c.id >= id[:size], documents.c.id < id[:size] + "g")
            .order_by(documents.c.id)
            .limit(_NEAREST)
        )
        if found := list(connection.scalars(query)):
            return found
    return []


def _with_near(near: list[str]) -> str:
    return f"{_KINDS} Near to it: {', '.join(near)}" if near else _KINDS


def _actor(connection: Connection, name: str) -> ActorRef:
    try:
        return lookup.actor(connection, name)
    except UnknownIdError as error:
        raise UnknownIdError(
            "there is nothing of that id in the archive, nor an actor of that name",
            where=name,
            remedy=f"{_KINDS} {error.remedy}",
        ) from error


def _finding(connection: Connection, id: str, document: int, local: str, limit: int) -> Shown:
    record = store.load(connection, document)
    if (event := find_event(record, local)) is not None:
        return show_event(connection, document, event, limit=limit)
    item = _item(record, local)
    if isinstance(item, Meeting):
        return show_meeting(connection, document, item, limit=limit)
    if isinstance(item, Statement):
        return show_statement(connection, document, item, limit=limit)
    if isinstance(item, Act):
        return show_act(connection, document, item, limit=limit)
    if isinstance(item, Commitment):
        return show_commitment(connection, document, item, limit=limit)
    named = forms(record).get(local)
    if named is not None:
        return show_actor(connection, _form(connection, *named), limit=limit)
    known = [one.id for items in _lists(record) for one in items]
    near = process.extract(local, known, scorer=fuzz.ratio, limit=_NEAREST)
    raise UnknownIdError(
        f"the document has no {local}",
        where=id,
        remedy=_with_near([f"{record.document.id}/{name}" for name, _, _ in near]),
    )


def _item(record: Record, local: str) -> Any | None:
    kind: Kind
    for kind in get_args(Kind):
        if kind not in ("document", "actor") and local.startswith(f"{kind}:"):
            return find_item(record, kind, local)
    return None


def _lists(record: Record) -> list[list[Any]]:
    return [
        list(items)
        for items in (
            record.meetings,
            record.statements,
            record.acts,
            record.commitments,
            record.events,
            record.actors,
        )
    ]


def _form(connection: Connection, id: str, side: str) -> ActorRef:
    """Return the actor that a document names, by the side with which it does."""
    query = select(actors.c.canonical).where(actors.c.id == id, actors.c.side == side)
    canonical = connection.execute(query).scalar()
    if canonical is None:
        return lookup.actor(connection, id)
    keys = list(
        connection.scalars(
            select(actors.c.key).where(actors.c.canonical == canonical).order_by(actors.c.key)
        )
    )
    ref = lookup.canonical_actors(connection, [canonical])[canonical]
    return ActorRef(
        key=ref.key, id=ref.id, kind=ref.kind, name=ref.name, side=ref.side, keys=tuple(keys)
    )
