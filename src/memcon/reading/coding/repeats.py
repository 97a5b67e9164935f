"""What is told once: events that repeat another of their sentence; what is done mutually."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from memcon.reading.coding.coded import Coded
from memcon.reading.tree import Token

_VIOLENCE: Final = frozenset({"18", "19", "20"})


def is_reciprocal(verb: Token) -> bool:
    """Whether several do something to "each other" or "one another"."""
    tokens = verb.sentence.paragraph.tokens[verb.left : verb.right + 1]
    return any(
        (a.lower, b.lower) in (("each", "other"), ("one", "another")) for a, b in pairwise(tokens)
    )


def without_repeats(coded: list[Coded]) -> list[Coded]:
    """Drop an event that another one has already, or that tells only what came of it.

    "Attacked the camp, killing twenty" is one event of its root and doer.
    """
    kept: list[Coded] = []
    for one in sorted(coded, key=lambda c: c.trigger.i):
        doers = {d.head.i for d in one.parties[0]}
        again = [
            other
            for other in kept
            if other.code[:2] == one.code[:2] and {d.head.i for d in other.parties[0]} == doers
        ]
        if (
            one.trigger.tag == "VBG"
            and one.trigger.dep == "advcl"
            and one.code[:2] in _VIOLENCE
            and any(
                other.code[:2] in _VIOLENCE and {d.head.i for d in other.parties[0]} == doers
                for other in kept
            )
        ):
            continue  # "raided a village, killing twenty"
        victims = {d.head.i for d in one.parties[1]}
        if any(
            {d.head.i for d in other.parties[1]} == victims
            or (one.trigger.tag == "VBG" and one.trigger.dep == "advcl" and other.parties[1])
            for other in again
        ):
            continue
        kept.append(one)
    return kept
