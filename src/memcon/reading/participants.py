"""Participants of meetings: which are the same, and two lists joined."""

from __future__ import annotations

from memcon.knowledge.meeting_words import meeting_words
from memcon.record import Participant


def same_party(one: Participant, other: Participant) -> bool:
    """Whether two participants may be the same: by name, else by side and office."""
    if one.actor is not None and one.actor == other.actor:
        return True
    if one.side is None or other.side is None:
        return one.actor is None and other.actor is None and one.role == other.role
    if one.side != other.side:
        return False
    named = [p for p in (one, other) if p.actor is not None and p.actor != p.side]
    return len(named) < 2 and _roles_fit(one.role, other.role)


def unite(known: list[Participant], new: list[Participant]) -> list[Participant]:
    """Join two lists of the same meeting: a name replaces an unnamed party of its side."""
    united = list(known)
    for party in new:
        for i, old in enumerate(united):
            if same_party(old, party):
                united[i] = _better(old, party)
                break
        else:
            united.append(party)
    return united


def merge(one: list[Participant], other: list[Participant]) -> list[Participant]:
    """Join two lists of one phrase: only the very same participant is left out."""
    kept = list(one)
    for party in other:
        known = any(party.actor is not None and party.actor == p.actor for p in kept)
        if not known and party not in kept:
            kept.append(party)
    return kept


def unnamed(parties: list[Participant]) -> list[Participant]:
    """Return the sides of participants, for a further meeting that names nobody."""
    sides = dict.fromkeys(p.side for p in parties if p.side is not None)
    return [Participant(side=side) for side in sides]


def settle(parties: list[Participant]) -> list[Participant]:
    """Leave out a bare state or body where people speak for it, and any beside a full pair."""
    spoken_for = {p.side for p in parties if p.actor != p.side}
    named = {p.side for p in parties if p.actor is not None and p.actor.startswith("person:")}
    return [
        p
        for p in parties
        if p.actor is None
        or p.actor != p.side
        or (p.side not in spoken_for and len(named - {None}) < 2)
    ]


def _roles_fit(one: str | None, other: str | None) -> bool:
    """Whether two offices may be one person's: "foreign ministers" and "Foreign Minister"."""
    if one is None or other is None:
        return True
    mine, theirs = ([w.rstrip("s") for w in role.lower().split()] for role in (one, other))
    heads = {mine[-1], theirs[-1]}
    if len(heads) == 1 or not heads.isdisjoint(meeting_words().vague_roles):
        return True
    return min(len(mine), len(theirs)) > 1 and not set(mine).isdisjoint(theirs)


def _better(old: Participant, new: Participant) -> Participant:
    if _rank(new) > _rank(old):
        return new
    if old.role is None and new.role is not None and old.actor == new.actor:
        return new
    return old


def _rank(party: Participant) -> int:
    if party.actor is not None and party.actor != party.side:
        return 2
    return 1 if party.role is not None else 0
