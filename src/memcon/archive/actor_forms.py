"""Forms of actors in their table: an id with the side it was seen with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, or_, select, update

from memcon.archive import captures
from memcon.archive.linking.name_forms import NameForm, Title, is_description
from memcon.archive.rows import Form
from memcon.archive.schema import actors
from memcon.knowledge import load_knowledge
from memcon.record import Actor, Record

_ASKED_AT_ONCE: Final = 400  # forms a query; both databases take more


def form_keys(
    connection: Connection,
    record: Record,
    wanted: Mapping[str, Form],
    known_forms: Mapping[Form, int],
) -> dict[Form, int]:
    """Return the keys of actors' forms, storing those that are new."""
    keys = {form: known_forms[form] for form in wanted.values() if form in known_forms}
    missing = sorted(set(wanted.values()) - keys.keys())
    if not missing:
        return keys
    listed = {actor.id: actor for actor in record.actors}
    stored = stored_forms(connection, missing)
    keys.update(stored)
    _correct(
        connection, [(key, listed[form[0]]) for form, key in stored.items() if form[0] in listed]
    )
    new = []
    for form in missing:
        if form in keys:
            continue
        actor = listed.get(form[0])
        new.append(
            {
                "id": form[0],
                "side": form[1],
                "kind": kind_of(form[0], actor),
                "name": actor.name if actor else name_of(form[0]),
                "named": named(form, actor),
            }
        )
    if new:
        _put_forms(connection, new)
        keys.update(stored_forms(connection, [form for form in missing if form not in keys]))
    return keys


def stored_forms(connection: Connection, wanted: Sequence[Form]) -> dict[Form, int]:
    """Return the keys of those of some forms that are stored."""
    found: dict[Form, int] = {}
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        part = set(wanted[start : start + _ASKED_AT_ONCE])
        # By id alone: SQLite reads the whole table where pairs are looked for.
        query = select(actors.c.id, actors.c.side, actors.c.key).where(
            actors.c.id.in_(sorted({id for id, _ in part}))
        )
        for row in connection.execute(query):
            if (row.id, row.side) in part:
                found[(row.id, row.side)] = row.key
    return found


def _correct(connection: Connection, listed: Sequence[tuple[int, Actor]]) -> None:
    """Give states and bodies the name and kind that a record lists them with.

    They may have been stored before by a document that used no more than their id. Names of
    persons and groups differ between documents; linking chooses among them.
    """
    marks = [
        {"of": key, "to": actor.name, "as": actor.kind}
        for key, actor in listed
        if ":" not in actor.id
    ]
    if marks:
        differs = or_(actors.c.name != bindparam("to"), actors.c.kind != bindparam("as"))
        connection.execute(
            update(actors)
            .where(actors.c.key == bindparam("of"), differs)
            .values(name=bindparam("to"), kind=bindparam("as")),
            marks,
        )


def side_keys(connection: Connection, sides: Sequence[str]) -> dict[str, int]:
    """Return the keys of the states and bodies that are sides, storing those that are new."""
    wanted = [(side, "" if side.startswith("group:") else side) for side in sides]
    keys = stored_forms(connection, wanted)
    _put_forms(
        connection,
        [
            {"id": id, "side": side, "kind": kind_of(id), "name": name_of(id), "named": True}
            for id, side in wanted
            if (id, side) not in keys
        ],
    )
    keys = stored_forms(connection, wanted)
    return {form[0]: key for form, key in keys.items()}


def _put_forms(connection: Connection, new: list[dict[str, Any]]) -> None:
    if new:
        captures.insert_new(connection, actors, [{**row, "canonical": 0} for row in new])
        connection.execute(
            update(actors).where(actors.c.canonical == 0).values(canonical=actors.c.key)
        )


def named(form: Form, actor: Actor | None) -> bool:
    """Whether a form names its actor, rather than describing somebody."""
    if actor is None or actor.kind != "person":
        return True
    return is_name(form[0], actor.name, form[1], titled=bool(actor.roles))


def is_name(id: str, name: str, side: str, *, titled: bool) -> bool:
    """Whether a person's name names somebody, of that side ("" for none), with an office or not."""
    titles = (Title(title=""),) if titled else ()
    return not is_description(NameForm(key=0, id=id, name=name, side=side or None, titles=titles))


def kind_of(id: str, actor: Actor | None = None) -> str:
    """Return the kind of an actor: as its id says, else its record, else what is known of it."""
    head, colon, _ = id.partition(":")
    if colon:
        return head
    if actor is not None:
        return actor.kind
    entity = load_knowledge().entity(id)
    if entity is not None:
        return entity.kind
    return "state" if len(id) == 3 and id.isalpha() and id.isupper() else "organisation"


def name_of(id: str) -> str:
    """Return the name of a state or body of which only the id is seen."""
    entity = load_knowledge().entity(id)
    return entity.name if entity is not None else id
