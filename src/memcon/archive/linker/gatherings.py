"""Stage three: which documents tell of one meeting."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from memcon.archive import actor_forms, store
from memcon.archive.linking.meetings import cluster, related
from memcon.archive.linking.mentions import (
    MeetingMention,
    Party,
    facts_of,
    sides,
)
from memcon.archive.linking.occasions import Occasion, merge
from memcon.archive.linking.wording import heading_day
from memcon.archive.lookup import chunks
from memcon.archive.schema import (
    actors,
    child_key,
    child_range,
    document_column,
    document_of,
    documents,
    meeting_shelves,
    meetings,
    number_of,
    occasion_parties,
    occasions,
    participants,
)


def link_gatherings(
    connection: Connection, pending: Sequence[int], *, everything: bool
) -> set[int]:
    """Attach the meetings that documents tell of to occasions.

    Args:
        connection: in a writing transaction.
        pending: keys of the documents to look at.
        everything: whether to link all meetings anew.

    Returns:
        Keys of the documents with a meeting that is of another occasion now.
    """
    if everything:
        keys = list(connection.execute(select(meetings.c.key)).scalars())
        mentions = load_mentions(connection, keys)
        _shelve(connection, mentions.values())
    else:
        keys = _of(connection, pending)
        mentions = load_mentions(connection, keys)
        # Whom they were connected with before may belong together differently without them.
        before = store.shelved_near(connection, keys) - mentions.keys()
        _shelve(connection, mentions.values())
        mentions |= load_mentions(connection, before)
        mentions = _component(connection, mentions)
    return _put(connection, mentions, _clustered(connection, mentions))


def _clustered(connection: Connection, mentions: Mapping[int, MeetingMention]) -> dict[int, int]:
    """Return for each mention the one that stands for its occasion, both by key.

    Between mentions that say the same the smaller key decides, and keys are handed out in the
    order in which documents come. Numbers drawn from public ids stand in for them.
    """
    ids: dict[int, str] = {}
    for part in chunks(sorted({mention.document for mention in mentions.values()})):
        query = select(documents.c.key, documents.c.id).where(documents.c.key.in_(part))
        ids.update({row.key: row.id for row in connection.execute(query)})
    key_of = {
        child_key(_number(ids[m.document]), number_of(m.key)): m.key for m in mentions.values()
    }
    heads = cluster(replace(mentions[key], key=number) for number, key in key_of.items())
    return {key_of[number]: key_of[head] for number, head in heads.items()}


def _number(document: str) -> int:
    return int(document.rpartition(":")[2], 16)


def _of(connection: Connection, pending: Sequence[int]) -> list[int]:
    """Return the meetings of some documents, and those that were one with them until now."""
    found: set[int] = set()
    for document in pending:
        low, high = child_range(document)
        mine = select(meetings.c.key, meetings.c.canonical).where(meetings.c.key.between(low, high))
        rows = connection.execute(mine).all()
        found.update(row.key for row in rows)
        heads = sorted({row.canonical for row in rows})
        for part in chunks(heads):
            others = select(meetings.c.key).where(meetings.c.canonical.in_(part))
            found.update(connection.execute(others).scalars())
    return sorted(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """What documents say of some occasions: rows and mentions by meeting, the whole by occasion."""

    rows: Mapping[int, Any]
    mentions: Mapping[int, MeetingMention]
    merged: Mapping[int, Occasion]


def load_accounts(connection: Connection, heads: Collection[int]) -> Accounts:
    """Return occasions with all that their accounts say, by the key of the occasion."""
    rows: dict[int, Any] = {}
    members: dict[int, list[int]] = defaultdict(list)
    for part in chunks(sorted(set(heads))):
        for row in connection.execute(select(meetings).where(meetings.c.canonical.in_(part))):
            rows[row.key] = row
            members[row.canonical].append(row.key)
    mentions = load_mentions(connection, rows.keys())
    merged = {head: merge(mentions[key] for key in keys) for head, keys in members.items()}
    return Accounts(rows=rows, mentions=mentions, merged=merged)


def load_mentions(connection: Connection, keys: Collection[int]) -> dict[int, MeetingMention]:
    """Return meetings as linking sees them, with persons as they are resolved, by key."""
    found: dict[int, MeetingMention] = {}
    best = actors.alias("best")
    for part in chunks(sorted(keys)):
        parties: dict[int, list[Party]] = defaultdict(list)
        query = (
            select(
                participants.c.meeting,
                participants.c.role,
                participants.c.side,
                best.c.id,
                best.c.kind,
                best.c.side.label("of"),
                best.c.named,
            )
            .outerjoin(actors, actors.c.key == participants.c.actor)
            .outerjoin(best, best.c.key == actors.c.canonical)
            .where(participants.c.meeting.in_(part))
            .order_by(participants.c.meeting, participants.c.number)
        )
        for row in connection.execute(query):
            parties[row.meeting].append(_party(row))
        of = (
            select(meetings, documents.c.title)
            .select_from(meetings)
            .join(documents, documents.c.key == document_column(meetings.c.key))
        )
        for row in connection.execute(of.where(meetings.c.key.in_(part))):
            day, precision = row.day, row.precision
            if day is None and row.form != "visit" and row.title is not None:
                day = heading_day(row.title)
                precision = day and "day"
            found[row.key] = MeetingMention(
                key=row.key,
                document=document_of(row.key),
                narrator=row.narrator,
                published=row.published,
                form=row.form,
                status=row.status,
                day=day,
                precision=precision,
                basis=row.basis,
                place=row.place,
                occasion=row.occasion,
                words=row.words,
                title=row.title,
                first=number_of(row.key) == 1,
                parties=tuple(parties[row.key]),
            )
    return found


def _party(row: Any) -> Party:
    if row.id is None or not row.named:  # somebody known by office and side only
        return Party(actor=None, role=row.role, side=row.side)
    # Persons of one name on two sides are two: the id alone does not tell them apart.
    actor = f"{row.id}|{row.of}" if row.kind == "person" else row.id
    side = (row.of or row.side) if row.kind == "person" else (row.side or row.of)
    return Party(actor=actor, role=row.role, side=side or None)


def _shelve(connection: Connection, mentions: Iterable[MeetingMention]) -> None:
    """Store by what mentions that may be one with these are found."""
    rows = []
    keys = []
    for mention in mentions:
        keys.append(mention.key)
        facts = facts_of(mention)
        if facts.first is not None and facts.last is not None:
            rows += [
                {"shelf": key, "first": facts.first, "last": facts.last, "meeting": mention.key}
                for key in sorted(facts.keys)
            ]
    for part in chunks(keys):
        connection.execute(delete(meeting_shelves).where(meeting_shelves.c.meeting.in_(part)))
    if rows:
        connection.execute(insert(meeting_shelves), rows)


def _component(
    connection: Connection, seeds: dict[int, MeetingMention]
) -> dict[int, MeetingMention]:
    """Return the mentions that are connected to some, those included."""
    found = dict(seeds)
    frontier = list(seeds.values())
    while frontier:
        reached: dict[int, MeetingMention] = {}
        for mention in frontier:
            near = load_mentions(connection, _candidates(connection, mention) - found.keys())
            for key, other in near.items():
                if related(mention, other):
                    reached[key] = other
        # Whoever leaves an occasion may leave others of it behind that were not connected before.
        heads = _members(connection, reached.keys())
        reached |= load_mentions(connection, heads - found.keys() - reached.keys())
        found |= reached
        frontier = list(reached.values())
    return found


def _candidates(connection: Connection, mention: MeetingMention) -> set[int]:
    facts = facts_of(mention)
    found: set[int] = set()
    if facts.first is None or facts.last is None:
        return found
    shelf = meeting_shelves
    for part in chunks(sorted(facts.keys)):
        query = select(shelf.c.meeting).where(
            shelf.c.shelf.in_(part),
            shelf.c.first <= facts.last + facts.slack,
            shelf.c.last >= facts.first - facts.slack,
        )
        found.update(connection.execute(query).scalars())
    return found


def _members(connection: Connection, keys: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for part in chunks(sorted(keys)):
        heads = select(meetings.c.canonical).where(meetings.c.key.in_(part))
        others = select(meetings.c.key).where(meetings.c.canonical.in_(heads))
        found.update(connection.execute(others).scalars())
    return found


def _put(
    connection: Connection, mentions: dict[int, MeetingMention], heads: dict[int, int]
) -> set[int]:
    """Store to which occasion each mention belongs, and the occasions."""
    stored: dict[int, int] = {}
    for part in chunks(sorted(heads)):
        query = select(meetings.c.key, meetings.c.canonical).where(meetings.c.key.in_(part))
        stored.update({row.key: row.canonical for row in connection.execute(query)})
    moved = {key: head for key, head in heads.items() if stored[key] != head}
    if moved:
        connection.execute(
            update(meetings)
            .where(meetings.c.key == bindparam("of"))
            .values(canonical=bindparam("to")),
            [{"of": key, "to": head} for key, head in sorted(moved.items())],
        )
    gone = sorted({*stored.values(), *heads.values()})
    for part in chunks(gone):
        connection.execute(delete(occasion_parties).where(occasion_parties.c.occasion.in_(part)))
        connection.execute(delete(occasions).where(occasions.c.key.in_(part)))
    members: dict[int, list[MeetingMention]] = defaultdict(list)
    for key, head in heads.items():
        members[head].append(mentions[key])
    rows = [_occasion(head, members[head]) for head in sorted(members)]
    if rows:
        connection.execute(insert(occasions), rows)
    days = {row["key"]: row["day"] or "" for row in rows}
    if parties := _parties(connection, members, days):
        connection.execute(insert(occasion_parties), parties)
    return {document_of(key) for key in moved}


def _occasion(head: int, members: Sequence[MeetingMention]) -> dict[str, Any]:
    merged = merge(members)
    return {
        "key": head,
        "form": merged.form,
        "status": merged.status,
        "day": merged.day,
        "precision": merged.precision,
        "place": merged.place,
        "occasion": merged.occasion,
        "accounts": len({member.document for member in members}),
        "narrators": json.dumps(sorted({m.narrator for m in members if m.narrator})),
        "contradictions": json.dumps(sorted(merged.contradictions)),
    }


def _parties(
    connection: Connection, members: dict[int, list[MeetingMention]], days: dict[int, str]
) -> list[dict[str, Any]]:
    """Return who took part in each occasion: persons, and the sides they spoke for."""
    head_of = {member.key: head for head, found in members.items() for member in found}
    present: set[tuple[int, int]] = set()
    for part in chunks(sorted(head_of)):
        query = (
            select(participants.c.meeting, actors.c.canonical)
            .join(actors, actors.c.key == participants.c.actor)
            .where(participants.c.meeting.in_(part))
        )
        present.update((row.canonical, head_of[row.meeting]) for row in connection.execute(query))
    told = {member.key: sides(member) for found in members.values() for member in found}
    keys = actor_forms.side_keys(
        connection, sorted({side for names in told.values() for side in names})
    )
    present.update((keys[side], head_of[key]) for key, names in told.items() for side in names)
    return [
        {"actor": actor, "day": days[head], "occasion": head} for actor, head in sorted(present)
    ]
