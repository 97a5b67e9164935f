"""The offices of an actor: those a person held, or those of a state or body and who held them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, func, select

from memcon.analysis.answer import DEFAULT_LIMIT, Answer
from memcon.analysis.officeholders import OfficeHeld, forms_of, held_rows, tenures
from memcon.archive.lookup import ActorRef, chunks
from memcon.archive.schema import actors, offices

_FORMS: Final = 60  # of names that are looked at for a body, those given an office of it most often


def offices_of(
    connection: Connection, ref: ActorRef, *, limit: int = DEFAULT_LIMIT
) -> Answer[OfficeHeld]:
    """Return the offices of an actor with the days between which documents give them.

    Args:
        connection: the archive.
        ref: a person, for the offices that the person held, the first one first; else a state or
            body, for who is given an office of it, those given most often first.
        limit: how many rows.
    """
    if ref.kind == "person":
        found = sorted(
            tenures(connection, forms_of(connection, [ref.key])).get(ref.key, []),
            key=lambda one: (one.first_day or "~", one.last_day or "~", one.title),
        )
        notes: list[str] = []
    else:
        people, notes = _people(connection, ref)
        found = sorted(
            (
                one
                for held in tenures(connection, people).values()
                for one in held
                if one.of == ref.id
            ),
            key=lambda one: (-one.documents, one.first_day or "~", one.title, one.person),
        )
    return Answer(
        model=OfficeHeld,
        rows=held_rows(connection, found[:limit]),
        total=None if notes else len(found),
        notes=notes,
    )


def _people(connection: Connection, body: ActorRef) -> tuple[dict[int, int], list[str]]:
    """Return the persons with an office of a body, by form of the name, and what was left out."""
    times = func.count()
    query = (
        select(offices.c.actor)
        .where(offices.c.of == body.id)
        .group_by(offices.c.actor)
        .order_by(times.desc(), offices.c.actor)
        .limit(_FORMS + 1)
    )
    forms = list(connection.scalars(query))
    notes = []
    if len(forms) > _FORMS:
        notes.append("Only those whom documents give an office of it most often are looked at.")
    heads: set[int] = set()
    for part in chunks(sorted(forms[:_FORMS])):
        heads.update(connection.scalars(select(actors.c.canonical).where(actors.c.key.in_(part))))
    return forms_of(connection, heads), notes
