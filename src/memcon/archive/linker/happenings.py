"""Stage five: which events of documents are one, counted by meeting, undertaking and day."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select, update

from memcon.archive import actor_forms
from memcon.archive.inserting import insert_rows
from memcon.archive.linker.tellings import load_tellings
from memcon.archive.linking.occurrences import (
    Occurrence,
    Pair,
    Telling,
    TeltParty,
    is_of,
    occurrences,
    shelf,
)
from memcon.archive.lookup import chunks
from memcon.archive.schema import (
    child_key,
    document_of,
    documents,
    event_pairs,
    events,
    occurrence_parties,
    of_document,
)
from memcon.archive.schema import occurrences as stored

_AT_ONCE: Final = 200  # documents whose events are held in memory together


def link_events(connection: Connection, pending: Collection[int]) -> int:
    """Bring events of documents together; return how many shelves of pairs were looked at.

    Args:
        connection: in a writing transaction.
        pending: keys of the documents to look at: new ones, and those whose actors, meetings or
            undertakings are linked otherwise now.
    """
    ordered = sorted(pending)
    touched: set[int] = set()
    shared: set[int] = set()
    for start in range(0, len(ordered), _AT_ONCE):
        tellings, shelves = _spread(connection, ordered[start : start + _AT_ONCE])
        shared |= _settle(connection, shelves, tellings)
        touched |= shelves
    # Those with pairs of other documents too, when all have been spread.
    for part in chunks(sorted(shared)):
        _settle(connection, part, None)
    return len(touched)


def _spread(connection: Connection, keys: Sequence[int]) -> tuple[Mapping[int, Telling], set[int]]:
    """Store the pairs of documents' events anew.

    Returns:
        The events, and the shelves on which their pairs are or were.
    """
    before = (
        select(event_pairs.c.key, event_pairs.c.shelf)
        .select_from(documents)
        .join(event_pairs, of_document(event_pairs.c.key))
        .where(documents.c.key.in_(keys))
    )
    touched: set[int] = set()
    old: list[int] = []
    for row in connection.execute(before):
        touched.add(row.shelf)
        old.append(row.key)
    _drop(connection, old)
    for part in chunks(old):
        connection.execute(delete(event_pairs).where(event_pairs.c.key.in_(part)))
    query = (
        select(events.c.key)
        .select_from(documents)
        .join(events, of_document(events.c.key))
        .where(documents.c.key.in_(keys))
    )
    tellings = load_tellings(connection, list(connection.execute(query).scalars()))
    count: dict[int, int] = defaultdict(int)
    rows = []
    for key in sorted(tellings):
        document = document_of(key)
        for pair in tellings[key].pairs:
            count[document] += 1
            own = child_key(document, count[document])
            place = shelf(tellings[key], pair)
            touched.add(place)
            rows.append(
                {
                    "key": own,
                    "event": key,
                    "number": pair.number,
                    "mutual": pair.mutual,
                    "source": pair.source,
                    "target": pair.target,
                    "shelf": place,
                    "canonical": own,
                }
            )
    insert_rows(connection, event_pairs, rows)
    return tellings, touched


def _drop(connection: Connection, keys: Collection[int]) -> None:
    for part in chunks(sorted(keys)):
        parties = occurrence_parties
        connection.execute(delete(parties).where(parties.c.occurrence.in_(part)))
        connection.execute(delete(stored).where(stored.c.key.in_(part)))


def _settle(
    connection: Connection, shelves: Collection[int], tellings: Mapping[int, Telling] | None
) -> set[int]:
    """Store which events the pairs on some shelves are.

    Args:
        connection: in a writing transaction.
        shelves: to look at.
        tellings: events of documents that are known; None to ask for them.

    Returns:
        The shelves that were left out, because not all events on them are known.
    """
    rows = [
        row
        for part in chunks(sorted(shelves))
        for row in connection.execute(
            select(event_pairs).where(event_pairs.c.shelf.in_(part)).order_by(event_pairs.c.key)
        )
    ]
    left: set[int] = set()
    if tellings is None:
        tellings = load_tellings(connection, {row.event for row in rows})
    else:
        left = {row.shelf for row in rows if row.event not in tellings}
        rows = [row for row in rows if row.shelf not in left]
    pairs = {
        row.key: (
            tellings[row.event],
            Pair(number=row.number, source=row.source, target=row.target, mutual=row.mutual),
        )
        for row in rows
    }
    found = occurrences(pairs)
    heads = {member: one.key for one in found for member in one.members}
    moved = [
        {"of": row.key, "to": heads[row.key]} for row in rows if row.canonical != heads[row.key]
    ]
    if moved:
        connection.execute(
            update(event_pairs)
            .where(event_pairs.c.key == bindparam("of"))
            .values(canonical=bindparam("to")),
            moved,
        )
    _drop(connection, {*heads, *(row.canonical for row in rows)})
    insert_rows(connection, stored, [_row(one) for one in found])
    insert_rows(connection, occurrence_parties, _parties(connection, found, pairs))
    return left


def _row(one: Occurrence) -> dict[str, Any]:
    first = one.first
    return {
        "key": one.key,
        "day": one.day or "",
        "rank": first.rank,
        "group": one.group,
        "cameo": first.cameo,
        "goldstein": first.goldstein,
        "plover": first.plover,
        "plover_mode": first.plover_mode,
        "contexts": json.dumps(one.contexts, ensure_ascii=False),
        "mutual": one.mutual,
        "negated": first.negated,
        "time": first.time,
        "background": one.background,
        "place": one.place,
        "meeting": one.occasion,
        "thread": one.thread,
        "mentions": len(one.members),
    }


def _parties(
    connection: Connection, found: Iterable[Occurrence], pairs: Mapping[int, tuple[Telling, Pair]]
) -> list[dict[str, Any]]:
    """Return who acts towards whom in each event: whoever a telling names, and their sides."""
    present: dict[int, tuple[Occurrence, list[TeltParty], list[TeltParty]]] = {}
    sides: set[str] = set()
    for one in found:
        sources: list[TeltParty] = []
        targets: list[TeltParty] = []
        for key in one.members:
            telling, pair = pairs[key]
            others = telling.sources if pair.mutual else telling.targets
            sources += [party for party in telling.sources if is_of(party.standing, pair.source)]
            targets += [party for party in others if is_of(party.standing, pair.target)]
        present[one.key] = one, sources, targets
        sides.update(party.side for party in (*sources, *targets) if party.side)
    keys = actor_forms.side_keys(connection, sorted(sides))

    def named(parties: Iterable[TeltParty]) -> list[int]:
        forms = {party.actor for party in parties if party.actor is not None}
        return sorted(forms | {keys[party.side] for party in parties if party.side})

    rows = []
    for one, sources, targets in present.values():
        counts = one.first.done and not one.background
        by, to = named(sources), named(targets)
        marks = [(actor, 0, "by", counts) for actor in by]
        # What somebody did to itself is its own deed, and not that of others towards it.
        marks += [(actor, 0, "to", counts and actor not in by) for actor in to]
        marks += [(actor, other, "by", counts) for actor in by for other in to]
        rows += [
            {
                "actor": actor,
                "other": other,
                "part": part,
                "day": one.day or "",
                "occurrence": one.key,
                "cameo": one.first.cameo,
                "goldstein": one.first.goldstein,
                "counts": of_series,
            }
            for actor, other, part, of_series in marks
        ]
    return rows
