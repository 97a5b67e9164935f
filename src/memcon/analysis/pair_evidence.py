"""What besides the words speaks for two statements being about the same thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from memcon.analysis.likeness import Matrix, Words
from memcon.analysis.utterances import NAME, Utterance

PARTY: Final = 0.25  # who is named in more statements than this tells nothing about a subject
VOICE: Final = 0.6  # share of statements from which a joint voice is a document's own
AFFINITY: Final = 0.5  # of act types that do nearly the same
STATE: Final = re.compile("[A-Z]{3}")  # ISO 3166 alpha-3; bodies of three letters count as states
NEAR_ACTS: Final = (
    frozenset(("pledge", "agree", "propose")),
    frozenset(("assess", "report")),
    frozenset(("support", "praise")),
    frozenset(("criticise", "oppose", "warn")),
)


def parties(statements: Sequence[Utterance]) -> frozenset[str]:
    """Return the states and bodies that are named all the time, as the parties are."""
    counts = Counter(word for one in statements for word in set(one.words) if word.startswith(NAME))
    return frozenset(word for word, count in counts.items() if count > PARTY * len(statements))


def holders(a: Sequence[Utterance], b: Sequence[Utterance]) -> tuple[list[Words], list[Words]]:
    """Return for whom each is said: who speaks, and who else it is said in the name of.

    Where both sides are mostly said by several together, or by a body, that is one voice under
    whichever names: "the Quad" in one statement, its four members in the next.
    """
    voices = [_joint_voice(side) for side in (a, b)]

    def held_by(one: Utterance, voice: Words | None) -> Words:
        if voice == one.sides and None not in voices:
            return ("joint",)
        return tuple(sorted({*one.sides, *(id_ for act in one.acts for id_ in act.by)}))

    left, right = (
        [held_by(one, v) for one in side] for side, v in zip((a, b), voices, strict=True)
    )
    return left, right


def _joint_voice(side: Sequence[Utterance]) -> Words | None:
    sides, count = Counter(one.sides for one in side).most_common(1)[0]
    joint = len(sides) > 1 or (len(sides) == 1 and not STATE.fullmatch(sides[0]))
    return sides if joint and count >= VOICE * len(side) else None


def kinds(one: Utterance) -> Words:
    """Return the act types of a statement."""
    return tuple(sorted({act.type for act in one.acts}))


def issues(one: Utterance) -> Words:
    """Return the issue codes of a statement."""
    return tuple(sorted({code for act in one.acts for code in act.issues}))


def figures(one: Utterance) -> Words:
    """Return the figures of a statement's commitments with their units."""
    return tuple(
        sorted({f"{q.value:g} {q.unit}" for item in one.commitments for q in item.quantities})
    )


def compared(
    a: Sequence[Words], b: Sequence[Words], likeness: Callable[[Words, Words], float]
) -> Matrix:
    """Return the likeness of each of A to each of B, computed once for equal values."""
    lefts, rights = list(dict.fromkeys(a)), list(dict.fromkeys(b))
    table = np.array([[likeness(x, y) for y in rights] for x in lefts])
    rows = [lefts.index(x) for x in a]
    columns = [rights.index(y) for y in b]
    return np.asarray(table[np.ix_(rows, columns)], dtype=np.float64)


def dice(left: Words, right: Words) -> float:
    """Return the share of members in common (Dice); 0 for nothing at all."""
    both = len(left) + len(right)
    return 2 * len(set(left) & set(right)) / both if both else 0.0


def known(left: Words, right: Words) -> float:
    """Return the names in common; what is unknown speaks neither for nor against."""
    return dice(left, right) if left and right else 0.5


def subjects(left: Words, right: Words) -> float:
    """Return the issues in common: one that both have speaks for a pair, further ones less."""
    if not left or not right:
        return 0.5 if not left and not right else 0.25
    common = len(set(left) & set(right))
    return 0.5 * dice(left, right) + 0.5 * common / min(len(left), len(right))


def act_likeness(left: Words, right: Words) -> float:
    """Return the act types in common; types that do nearly the same count in part."""
    if not left or not right:
        return 0.5

    def nearest(kind: str, others: Words) -> float:
        if kind in others:
            return 1.0
        kin = any(kind in near and near.intersection(others) for near in NEAR_ACTS)
        return AFFINITY if kin else 0.0

    total = sum(nearest(kind, right) for kind in left) + sum(nearest(kind, left) for kind in right)
    return total / (len(left) + len(right))
