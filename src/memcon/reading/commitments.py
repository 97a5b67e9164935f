"""Commitments: acts that bind their holder to a future action or target.

Definition in use (G7/G20 compliance studies, `../shared/facts/README.md`): discrete, specific,
publicly expressed, future-oriented; one goal with several measures is one commitment; endorsing
past or ongoing action, threats and "the importance of" are none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from memcon.knowledge.acts import ActWords
from memcon.reading.act_drafts import ActDraft, sides_of
from memcon.record import CommitmentStrength

if TYPE_CHECKING:
    from memcon.reading.actors import Cast

_BINDING_TYPES = frozenset({"pledge", "agree", "propose", "request", "support"})
_RANK = {"will": 3, "ready": 2, "hope": 1, "call": 0}


@dataclass(slots=True, eq=False)
class CommitmentDraft:
    """A commitment in the making; token ranges are inclusive, of the act's paragraph."""

    act: ActDraft
    strength: CommitmentStrength
    by: list[str]
    to: list[str]
    joint: bool
    goal: tuple[int, int]
    measures: list[tuple[int, int]] = field(default_factory=list)


def read_commitments(acts: list[ActDraft], cast: Cast, words: ActWords) -> list[CommitmentDraft]:
    """Return the commitments among the acts of one statement, one for each binding clause."""
    found: dict[tuple[int, int, int], CommitmentDraft] = {}
    for act in acts:
        strength = _strength(act, words)
        if strength is None or act.type not in _BINDING_TYPES:
            continue
        if act.type == "support" and act.trigger != "commitment":
            continue
        if not act.whole and act.time == "past" and act.type in ("propose", "request"):
            continue  # an act that was done before, told again
        if act.negated and act.type in ("propose", "request"):
            continue
        if act.type == "agree" and not _binds(act):
            continue
        if act.subject is not None and act.subject.lower in ("it", "this", "that", "there"):
            continue
        key = (act.paragraph.index, act.first, act.last)
        known = found.get(key)
        if known is not None and _RANK[known.strength] >= _RANK[strength]:
            continue
        speakers = sides_of(act.draft.speakers, cast)
        by = speakers if strength in ("hope", "call") else act.by
        to = list(act.to)
        if act.joint and strength == "call" and act.type == "propose":
            to = list(dict.fromkeys([*speakers, *to]))
        elif act.joint and strength != "call":
            to = list(dict.fromkeys([*by, *to]))
        found[key] = CommitmentDraft(
            act, strength, list(by), to, act.joint, (act.first, act.last), _measures(act)
        )
    return list(found.values())


def _binds(act: ActDraft) -> bool:
    """Whether an agreement is to do something, not on a view ("agreed on the importance of")."""
    cue = act.carrier
    if cue is None:
        return act.time != "past"
    gerund = cue.complement is not None and cue.complement.child("pcomp") is not None
    return cue.frame in ("I", "G", "OI") or gerund or bool(act.draft.items)


def _strength(act: ActDraft, words: ActWords) -> CommitmentStrength | None:
    if act.trigger is None:
        return None
    strength = words.binding.get(act.trigger)
    if act.type in ("propose", "request"):
        return "call" if strength is None and act.whole else strength
    if act.type in ("pledge", "agree") and strength == "call":
        return None
    return strength


def _measures(act: ActDraft) -> list[tuple[int, int]]:
    """Return the coordinated actions of the clause apart, where it names more than one."""
    verbs = [v for v in act.verbs if act.first <= v.i <= act.last]
    if len(verbs) < 2:
        return []
    starts = sorted({v.i for v in verbs})
    measures = []
    for k, start in enumerate(starts):
        stop = starts[k + 1] - 1 if k + 1 < len(starts) else act.last
        tokens = act.paragraph.tokens
        while stop > start and tokens[stop].lower in ("and", ",", ";", "or", "but", "to"):
            stop -= 1
        measures.append((start, stop))
    return measures
