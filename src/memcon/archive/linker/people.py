"""Stage two: which forms of names are one person, and how often each actor is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from memcon.archive import actor_forms, store
from memcon.archive.captures import insert_new
from memcon.archive.linking.name_forms import NameForm, Title, block_keys
from memcon.archive.linking.persons import resolve
from memcon.archive.lookup import chunks
from memcon.archive.schema import (
    actor_blocks,
    actors,
    child_range,
    commitment_parties,
    document_actors,
    document_column,
    document_of,
    event_parties,
    offices,
    participants,
)


def link_people(connection: Connection, pending: Sequence[int], *, everything: bool) -> int:
    """Bring forms of names together into persons; return how many now stand for somebody else.

    Documents with meetings, commitments or events of whoever changed are marked for linking.

    Args:
        connection: in a writing transaction.
        pending: keys of the documents to look at.
        everything: whether to look at all forms.
    """
    touched = _all(connection) if everything else _touched(connection, pending)
    _count(connection, touched)
    before = _persons(connection, touched)
    renamed = _name(connection, touched)
    persons = sorted({*before, *_persons(connection, touched)})
    if not everything:  # with whom a form was connected by the name it had
        persons = _connected(connection, persons)
    _shelve(connection, persons, anew=renamed)
    if not everything:
        persons = _connected(connection, persons)
    forms = _forms(connection, persons)
    resolved = resolve(forms)
    return _put(connection, resolved, renamed)


def to_count(connection: Connection) -> bool:
    """Return whether documents of some actors have left since they were counted."""
    query = select(actors.c.key).where(actors.c.documents < 0).limit(1)
    return connection.execute(query).first() is not None


def _all(connection: Connection) -> list[int]:
    return list(connection.execute(select(actors.c.key).order_by(actors.c.key)).scalars())


def _touched(connection: Connection, pending: Sequence[int]) -> list[int]:
    found = set(connection.execute(select(actors.c.key).where(actors.c.documents < 0)).scalars())
    for document in pending:
        low, high = child_range(document)
        query = select(document_actors.c.actor).where(document_actors.c.key.between(low, high))
        found.update(connection.execute(query).scalars())
    return sorted(found)


def _count(connection: Connection, keys: Sequence[int]) -> None:
    """Count the documents of each actor, and their first and last day."""
    counted: dict[int, dict[str, Any]] = {
        key: {"of": key, "n": 0, "first": None, "last": None} for key in keys
    }
    for part in chunks(keys):
        query = (
            select(
                document_actors.c.actor,
                func.count().label("n"),
                func.min(document_actors.c.day).label("first"),
                func.max(document_actors.c.day).label("last"),
            )
            .where(document_actors.c.actor.in_(part))
            .group_by(document_actors.c.actor)
        )
        for row in connection.execute(query):
            counted[row.actor].update(n=row.n, first=row.first, last=row.last)
    if counted:
        connection.execute(
            update(actors)
            .where(actors.c.key == bindparam("of"))
            .values(
                documents=bindparam("n"), first_day=bindparam("first"), last_day=bindparam("last")
            ),
            list(counted.values()),
        )


def _name(connection: Connection, keys: Sequence[int]) -> set[int]:
    """Give persons and groups the name most of their documents have; return the forms changed.

    States and organisations have theirs from knowledge. Of names as frequent it is the first by
    code points: nothing depends on which document came first.
    """
    changed: dict[int, dict[str, Any]] = {}
    for part in chunks(keys):
        query = (
            select(document_actors.c.actor, document_actors.c.name, func.count().label("n"))
            .join(actors, actors.c.key == document_actors.c.actor)
            .where(document_actors.c.actor.in_(part), actors.c.kind.in_(("person", "group")))
            .group_by(document_actors.c.actor, document_actors.c.name)
        )
        names: dict[int, tuple[int, str]] = {}
        for row in connection.execute(query):
            best = (-row.n, row.name)
            names[row.actor] = min(names.get(row.actor, best), best)
        held = select(offices.c.actor).where(offices.c.actor.in_(part)).distinct()
        titled = set(connection.execute(held).scalars())
        for row in connection.execute(select(actors).where(actors.c.key.in_(sorted(names)))):
            name = names[row.key][1]
            named = row.kind != "person" or actor_forms.is_name(
                row.id, name, row.side, titled=row.key in titled
            )
            if (name, named) != (row.name, row.named):
                changed[row.key] = {"of": row.key, "to": name, "is": named}
    if changed:
        connection.execute(
            update(actors)
            .where(actors.c.key == bindparam("of"))
            .values(name=bindparam("to"), named=bindparam("is")),
            list(changed.values()),
        )
    return set(changed)


def _persons(connection: Connection, keys: Sequence[int]) -> list[int]:
    found: list[int] = []
    for part in chunks(keys):
        query = select(actors.c.key).where(
            actors.c.key.in_(part), actors.c.kind == "person", actors.c.named
        )
        found.extend(connection.execute(query).scalars())
    return found


def _shelve(connection: Connection, keys: Sequence[int], *, anew: Collection[int]) -> None:
    """Store the coarse keys of the names of forms that have none yet, or another name now."""
    for part in chunks(sorted(anew)):
        connection.execute(delete(actor_blocks).where(actor_blocks.c.actor.in_(part)))
    for part in chunks(keys):
        have = set(
            connection.execute(
                select(actor_blocks.c.actor).where(actor_blocks.c.actor.in_(part))
            ).scalars()
        )
        query = select(actors.c.key, actors.c.name).where(actors.c.key.in_(part))
        rows = [
            {"block": block, "actor": row.key}
            for row in connection.execute(query)
            if row.key not in have
            for block in block_keys(row.name)
        ]
        insert_new(connection, actor_blocks, rows)


def _connected(connection: Connection, keys: Collection[int]) -> list[int]:
    """Return the forms that are connected to some by coarse keys, those included."""
    found = set(keys)
    frontier = sorted(found)
    seen: set[str] = set()
    while frontier:
        blocks: set[str] = set()
        for part in chunks(frontier):
            query = select(actor_blocks.c.block).where(actor_blocks.c.actor.in_(part))
            blocks.update(connection.execute(query).scalars())
        reached: set[int] = set()
        for names in chunks(sorted(blocks - seen)):
            near = select(actor_blocks.c.actor).where(actor_blocks.c.block.in_(names))
            reached.update(connection.execute(near).scalars())
        seen |= blocks
        frontier = sorted(reached - found)
        found |= reached
    return sorted(found)


def _forms(connection: Connection, keys: Sequence[int]) -> list[NameForm]:
    titles: dict[int, list[Title]] = defaultdict(list)
    forms = []
    for part in chunks(keys):
        document = document_column(offices.c.key)
        query = (
            select(
                offices.c.actor,
                offices.c.title,
                offices.c.of,
                func.min(offices.c.day).label("first"),
                func.max(offices.c.day).label("last"),
                func.count(func.distinct(document)).label("n"),
            )
            .where(offices.c.actor.in_(part))
            .group_by(offices.c.actor, offices.c.title, offices.c.of)
            .order_by(offices.c.actor, offices.c.title, offices.c.of)
        )
        for row in connection.execute(query):
            titles[row.actor].append(
                Title(
                    title=row.title,
                    of=row.of,
                    first_day=row.first,
                    last_day=row.last,
                    documents=row.n,
                )
            )
        for row in connection.execute(select(actors).where(actors.c.key.in_(part))):
            if row.documents > 0:
                forms.append(
                    NameForm(
                        key=row.key,
                        id=row.id,
                        name=row.name,
                        side=row.side or None,
                        titles=tuple(titles[row.key]),
                        documents=row.documents,
                        first_day=row.first_day,
                        last_day=row.last_day,
                    )
                )
    return forms


def _put(connection: Connection, resolved: dict[int, int], renamed: Collection[int]) -> int:
    changed: dict[int, int] = {}
    for part in chunks(sorted(resolved)):
        query = select(actors.c.key, actors.c.canonical).where(actors.c.key.in_(part))
        for row in connection.execute(query):
            if resolved[row.key] != row.canonical:
                changed[row.key] = resolved[row.key]
    if changed:
        connection.execute(
            update(actors).where(actors.c.key == bindparam("of")).values(canonical=bindparam("to")),
            [{"of": key, "to": to} for key, to in sorted(changed.items())],
        )
    _look_again(connection, {*changed, *renamed})
    return len(changed)


def _look_again(connection: Connection, forms: Collection[int]) -> None:
    """Mark the documents with meetings, commitments or events of some forms for linking."""
    bound = commitment_parties
    touched: set[int] = set()
    for part in chunks(sorted(forms)):
        met = select(participants.c.meeting).where(participants.c.actor.in_(part))
        promised = select(bound.c.commitment).where(bound.c.actor.in_(part))
        acted = select(event_parties.c.event).where(event_parties.c.actor.in_(part))
        for query in (met, promised, acted):
            touched.update(document_of(key) for key in connection.execute(query).scalars())
    store.mark_unlinked(connection, touched)
