"""Who an actor is: which actors a name means, and by which names an actor goes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from memcon.archive import lookup
from memcon.archive.lookup import ActorRef
from memcon.archive.schema import actors


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A name that an actor goes by: how many documents have it, and with which side."""

    name: str
    side: str | None
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An actor: how many documents name it, between which days (ISO 8601), by which names."""

    ref: ActorRef
    documents: int
    first_day: str | None
    last_day: str | None
    forms: tuple[Form, ...]


def identity(connection: Connection, ref: ActorRef) -> Identity:
    """Return who an actor is, the names that most documents have first."""
    query = (
        select(actors)
        .where(actors.c.key.in_(ref.keys))
        .order_by(actors.c.documents.desc(), actors.c.key)
    )
    rows = connection.execute(query).all()
    names: dict[str, Form] = {}
    for row in rows:
        name = " ".join(row.name.split())
        known = names.get(name)
        more = known.documents if known else 0
        side = known.side if known else row.side or None
        names[name] = Form(name=name, side=side, documents=row.documents + more)
    return Identity(
        ref=ref,
        documents=sum(row.documents for row in rows),
        first_day=min((row.first_day for row in rows if row.first_day), default=None),
        last_day=max((row.last_day for row in rows if row.last_day), default=None),
        forms=tuple(sorted(names.values(), key=lambda one: (-one.documents, one.name))),
    )


def namesakes(connection: Connection, name: str) -> list[ActorRef]:
    """Return the actors that go by an id or a name, those named in most documents first.

    Args:
        connection: the archive.
        name: an id is that of one actor; persons, bodies and states may share a name.

    Raises:
        UnknownIdError: nobody goes by it; the message names who comes near.
    """
    known = connection.execute(select(actors.c.key).where(actors.c.id == name).limit(1)).first()
    if known is not None:
        return [lookup.actor(connection, name)]
    text = " ".join(name.split()).casefold()
    heads = list(
        connection.scalars(
            select(actors.c.canonical)
            .where(or_(func.lower(actors.c.name) == text, func.lower(actors.c.id) == text))
            .group_by(actors.c.canonical)
            .order_by(func.sum(actors.c.documents).desc(), actors.c.canonical)
        )
    )
    if len(heads) < 2:
        return [lookup.actor(connection, name)]
    found = lookup.canonical_actors(connection, heads)
    return [found[head] for head in heads]
