"""Events of documents as linking sees them, taken from the tables."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, select

from memcon.archive.linker.bands import rank
from memcon.archive.linking.occurrences import Telling, TeltParty, standing
from memcon.archive.lookup import chunks
from memcon.archive.schema import (
    actors,
    acts,
    commitments,
    document_actors,
    document_of,
    documents,
    event_parties,
    events,
    meetings,
    of_document,
    statements,
)
from memcon.knowledge import load_knowledge
from memcon.knowledge.events import done_together

_STATE: Final = 3  # letters of a state's id
_COLUMNS: Final = [column for column in events.c if not column.name.startswith("sentence")]


def load_tellings(connection: Connection, keys: Collection[int]) -> dict[int, Telling]:
    """Return events of documents, with actors, meetings and undertakings as they are resolved.

    Args:
        connection: the archive.
        keys: of rows of ``events``.

    Returns:
        By key of the row.
    """
    found: dict[int, Telling] = {}
    for part in chunks(sorted(keys)):
        found.update(_load(connection, part))
    return found


def _load(connection: Connection, keys: Sequence[int]) -> dict[int, Telling]:
    rows = connection.execute(select(*_COLUMNS).where(events.c.key.in_(keys))).all()
    told = sorted({document_of(row.key) for row in rows})
    query = select(documents.c.key, documents.c.id, documents.c.day).where(
        documents.c.key.in_(told)
    )
    known = {row.key: row for row in connection.execute(query)}
    parties = _parties(connection, keys)
    occasions = _occasions(connection, rows)
    threads = _threads(connection, rows)
    found = {}
    for row in rows:
        document = known[document_of(row.key)]
        thread, repeated = threads.get(row.key, (None, False))
        found[row.key] = Telling(
            key=row.key,
            cameo=row.cameo,
            goldstein=row.goldstein,
            plover=row.plover,
            plover_mode=row.plover_mode,
            contexts=tuple(json.loads(row.contexts)),
            negated=row.negated,
            time=row.time,
            done=row.done,
            background=row.background,
            day=row.day,
            place=row.place,
            published=document.day,
            rank=rank(document.id, row.key),
            occasion=occasions.get(row.key),
            thread=thread,
            repeated=repeated,
            together=row.meeting is not None or done_together(row.cameo),
            sources=tuple(parties[row.key, "source"]),
            targets=tuple(parties[row.key, "target"]),
        )
    return found


def _parties(
    connection: Connection, keys: Sequence[int]
) -> Mapping[tuple[int, str], list[TeltParty]]:
    best = actors.alias("best")
    query = (
        select(
            event_parties.c.event,
            event_parties.c.part,
            event_parties.c.number,
            event_parties.c.code,
            event_parties.c.words,
            best.c.key,
            best.c.id,
            best.c.kind,
            best.c.side,
        )
        .outerjoin(actors, actors.c.key == event_parties.c.actor)
        .outerjoin(best, best.c.key == actors.c.canonical)
        .where(event_parties.c.event.in_(keys))
        .order_by(event_parties.c.event, event_parties.c.part, event_parties.c.number)
    )
    rows = connection.execute(query).all()
    listed = _listed(connection, {document_of(row.event) for row in rows if row.id is None})
    found: dict[tuple[int, str], list[TeltParty]] = defaultdict(list)
    for row in rows:
        side = row.side or row.id
        if row.id is None and row.code:  # "Ostrian troops": nobody, but of a state
            state = row.code[:_STATE]
            if state in listed[document_of(row.event)] or _is_state(state):
                side = state
        found[row.event, row.part].append(
            TeltParty(
                number=row.number,
                actor=row.key,
                side=side,
                standing=standing(
                    kind=row.kind, id=row.id, side=row.side, code=row.code, words=row.words
                ),
            )
        )
    return found


def _listed(connection: Connection, keys: Collection[int]) -> Mapping[int, set[str]]:
    """Return the states that documents name, by document."""
    found: dict[int, set[str]] = defaultdict(set)
    for part in chunks(sorted(keys)):
        query = (
            select(documents.c.key, actors.c.id)
            .select_from(documents)
            .join(document_actors, of_document(document_actors.c.key))
            .join(actors, actors.c.key == document_actors.c.actor)
            .where(documents.c.key.in_(part), actors.c.kind == "state")
        )
        for document, id in connection.execute(query):
            found[document].add(id)
    return found


def _is_state(id: str) -> bool:
    entity = load_knowledge().entity(id)
    return entity is not None and entity.kind == "state"


def _occasions(connection: Connection, rows: Sequence[Any]) -> dict[int, int]:
    """Return the meeting that each event is, or at which its act was said."""
    met = {row.key: row.meeting for row in rows if row.meeting is not None}
    said = {row.key: row.act for row in rows if row.act is not None and row.key not in met}
    for part in chunks(sorted(set(said.values()))):
        query = (
            select(acts.c.key, statements.c.meeting)
            .join(statements, statements.c.key == acts.c.statement)
            .where(acts.c.key.in_(part), statements.c.meeting.is_not(None))
        )
        at = {row.key: row.meeting for row in connection.execute(query)}
        met.update({event: at[act] for event, act in said.items() if act in at})
    heads: dict[int, int] = {}
    for part in chunks(sorted(set(met.values()))):
        query = select(meetings.c.key, meetings.c.canonical).where(meetings.c.key.in_(part))
        heads.update({row.key: row.canonical for row in connection.execute(query)})
    return {event: heads[meeting] for event, meeting in met.items() if meeting in heads}


def _threads(connection: Connection, rows: Sequence[Any]) -> dict[int, tuple[int, bool]]:
    """Return the undertaking that each event's act is, and whether it was said more than once.

    An act that binds to several things is known by the first of them.
    """
    wanted = {row.key: row.act for row in rows if row.act is not None}
    first: dict[int, Any] = {}
    for part in chunks(sorted({document_of(key) for key in wanted})):
        query = (
            select(commitments.c.key, commitments.c.act, commitments.c.root)
            .select_from(documents)
            .join(commitments, of_document(commitments.c.key))
            .where(documents.c.key.in_(part))
            .order_by(commitments.c.key)
        )
        for row in connection.execute(query):
            first.setdefault(row.act, row)
    bound = {event: first[act] for event, act in wanted.items() if act in first}
    often: set[int] = set()
    for part in chunks(sorted({row.root for row in bound.values()})):
        query = (
            select(commitments.c.root)
            .where(commitments.c.root.in_(part))
            .group_by(commitments.c.root)
            .having(func.count() > 1)
        )
        often.update(connection.execute(query).scalars())
    return {event: (row.root, row.root in often) for event, row in bound.items()}
