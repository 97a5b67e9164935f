"""One-to-one matching of annotated and predicted spans, best first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from memcon.evaluation.words import Words


@dataclass(frozen=True, slots=True)
class Match:
    """Positions in the list of gold and of predictions, and how well the two fit (0 to 1)."""

    gold: int
    predicted: int
    fit: float


@dataclass(frozen=True, slots=True)
class Matching:
    """What was matched, and what was left over on either side."""

    matches: list[Match]
    missed: list[int]
    extra: list[int]
    nearest: dict[int, Match]  # the best overlap of each missed gold, matched elsewhere or not


def overlapping(gold: Sequence[Words], predicted: Sequence[Words]) -> list[tuple[int, int]]:
    """Return all pairs (gold, predicted) that share a word, without comparing all with all."""
    at: dict[int, list[int]] = {}
    for j, words in enumerate(predicted):
        for word in words:
            at.setdefault(word, []).append(j)
    return [
        (i, j)
        for i, words in enumerate(gold)
        for j in sorted({j for word in words for j in at.get(word, ())})
    ]


def match(
    gold: Sequence[Words],
    predicted: Sequence[Words],
    fit: Callable[[int, int], float],
    accept: Callable[[int, int], bool],
) -> Matching:
    """Pair gold with predictions, the best fit first, ties by position in the lists.

    Args:
        gold: the words of each annotated thing.
        predicted: the words of each predicted thing; pairs that share none are not considered.
        fit: how well gold i and prediction j fit.
        accept: whether they may be matched at all.
    """
    candidates = [Match(i, j, fit(i, j)) for i, j in overlapping(gold, predicted)]
    candidates.sort(key=lambda m: (-m.fit, m.gold, m.predicted))
    matches: list[Match] = []
    nearest: dict[int, Match] = {}
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for candidate in candidates:
        nearest.setdefault(candidate.gold, candidate)
        if candidate.gold in used_gold or candidate.predicted in used_predicted:
            continue
        if accept(candidate.gold, candidate.predicted):
            used_gold.add(candidate.gold)
            used_predicted.add(candidate.predicted)
            matches.append(candidate)
    matches.sort(key=lambda m: m.gold)
    missed = [i for i in range(len(gold)) if i not in used_gold]
    return Matching(
        matches=matches,
        missed=missed,
        extra=[j for j in range(len(predicted)) if j not in used_predicted],
        nearest={i: nearest[i] for i in missed if i in nearest},
    )
