"""Undertakings found by their words, and by who said them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, and_, select

from memcon.archive import lookup
from memcon.archive import search as fulltext
from memcon.archive.linking.texts import stem, words_of
from memcon.archive.lookup import ActorRef
from memcon.archive.schema import (
    CHILD_LIMIT,
    actors,
    acts,
    commitment_parties,
    commitments,
    document_of,
    documents,
    of_document,
    passages,
    statement_parties,
    thread_parties,
)

PASSAGES: Final = 2_000  # with the words, the newest, in which undertakings are looked for
STATEMENTS: Final = 5_000  # of a person, those added last


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Keys of undertakings, and how far the search went, where it did not go all the way."""

    threads: set[int]
    notes: Sequence[str] = ()


def worded(connection: Connection, words: str) -> Found:
    """Return the undertakings that have words in one of their wordings.

    Args:
        connection: the archive.
        words: words, "phrases" and -exclusions; endings do not count.

    Raises:
        MemconError: there is no word to look for.
    """
    terms = fulltext.parse(words)
    # A passage may have an excluded word outside the undertaking, so these are left to the end.
    wanted = [term for term in terms if not term.excluded]
    hits = fulltext.search(connection, wanted, (), order="date", limit=PASSAGES)
    found: set[int] = set()
    for part in lookup.chunks([hit.key for hit in hits.hits]):
        for row in connection.execute(_in_passages(part)):
            text = " ".join([row.goal, *json.loads(row.measures), row.deadline_text or ""])
            if _has(text, terms):
                found.add(row.root)
    notes = []
    if hits.total > len(hits.hits):
        notes.append(
            f"The words are in more passages than {PASSAGES:,}; undertakings in the newest of them "
            "were looked at. Narrow it down by a phrase."
        )
    return Found(threads=found, notes=notes)


def _in_passages(keys: Sequence[int]) -> Any:
    low = passages.c.key // CHILD_LIMIT * CHILD_LIMIT  # of its document's rows
    inside = and_(
        commitments.c.key.between(low, low + (CHILD_LIMIT - 1)),
        commitments.c.start.between(passages.c.start, passages.c.end),
    )
    columns = (
        commitments.c.root,
        commitments.c.goal,
        commitments.c.measures,
        commitments.c.deadline_text,
    )
    return select(*columns).join_from(passages, commitments, inside).where(passages.c.key.in_(keys))


def _has(text: str, terms: Sequence[fulltext.Term]) -> bool:
    stems = [stem(word) for word in words_of(text)]
    return all(_stands(term.words, stems) != term.excluded for term in terms)


def _stands(words: Sequence[str], stems: Sequence[str]) -> bool:
    """Return whether words stand side by side among stems."""
    wanted = [stem(word) for word in words_of(" ".join(words))]
    size = len(wanted)
    return any(list(stems[at : at + size]) == wanted for at in range(len(stems) - size + 1))


def said_by(connection: Connection, person: ActorRef) -> Found:
    """Return the undertakings that bind a person, or that a person said for the side spoken for.

    Args:
        connection: the archive.
        person: who.
    """
    own = select(thread_parties.c.thread).where(
        thread_parties.c.actor == person.key, thread_parties.c.part == "by"
    )
    found = set(connection.execute(own).scalars())
    said, notes = statements_of(connection, person)
    holders = [*person.keys, *sides(connection, person)]
    for part in lookup.chunks(said):
        roots = _in_statements(connection, part)
        # A sum, so that the holders do not lead the way: they are in very many undertakings.
        query = select(commitment_parties.c.commitment).where(
            commitment_parties.c.commitment.in_(sorted(roots)),
            commitment_parties.c.part == "by",
            (commitment_parties.c.actor + 0).in_(holders),
        )
        found.update(roots[key] for key in connection.execute(query).scalars())
    return Found(threads=found, notes=notes)


def _in_statements(connection: Connection, said: Sequence[int]) -> dict[int, int]:
    """Return the commitments in some statements, each with the first of its thread."""
    in_them = select(acts.c.key).where(acts.c.statement.in_(said))
    wanted = set(connection.execute(in_them).scalars())
    query = (
        select(commitments.c.key, commitments.c.act, commitments.c.root)
        .select_from(documents)
        .join(commitments, of_document(commitments.c.key))
        .where(documents.c.key.in_(sorted({document_of(act) for act in wanted})))
    )
    return {row.key: row.root for row in connection.execute(query) if row.act in wanted}


def statements_of(connection: Connection, person: ActorRef) -> tuple[list[int], list[str]]:
    """Return the keys of a person's statements, and a note where they are too many for an answer.

    Args:
        connection: the archive.
        person: who speaks.
    """
    query = (
        select(statement_parties.c.statement)
        .where(statement_parties.c.actor.in_(person.keys), statement_parties.c.part == "speaker")
        .order_by(statement_parties.c.statement.desc())
        .limit(STATEMENTS + 1)
    )
    said = list(dict.fromkeys(connection.execute(query).scalars()))
    if len(said) <= STATEMENTS:
        return said, []
    note = f"Of what {person.name} said, the {STATEMENTS:,} statements added last count."
    return said[:STATEMENTS], [note]


def sides(connection: Connection, person: ActorRef) -> list[int]:
    """Return the keys of the states and bodies that a person is seen to speak for."""
    query = select(actors.c.side).where(actors.c.key.in_(person.keys), actors.c.side != "")
    named = sorted(set(connection.execute(query).scalars()))
    forms = select(actors.c.key).where(actors.c.id.in_(named)).order_by(actors.c.key)
    return list(connection.execute(forms).scalars())
