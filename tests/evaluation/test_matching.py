"""Matching by way of shared words gives what comparing all with all would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from memcon.evaluation.matching import match, overlapping
from memcon.evaluation.words import WordIndex, Words, iou

WORDS = st.lists(st.frozensets(st.integers(0, 12), max_size=6), max_size=6)


@given(WORDS, WORDS)
def test_only_pairs_that_share_words_are_compared_and_none_is_left_out(
    gold: list[Words], predicted: list[Words]
) -> None:
    expected = [(i, j) for i, a in enumerate(gold) for j, b in enumerate(predicted) if a & b]
    assert overlapping(gold, predicted) == expected


@given(WORDS, WORDS)
def test_matches_are_one_to_one_accepted_and_leave_no_pair_that_could_be_matched(
    gold: list[Words], predicted: list[Words]
) -> None:
    def fit(i: int, j: int) -> float:
        return iou(gold[i], predicted[j])

    found = match(gold, predicted, fit, lambda i, j: fit(i, j) >= 0.5)
    golds = [m.gold for m in found.matches]
    reads = [m.predicted for m in found.matches]
    assert sorted([*golds, *found.missed]) == list(range(len(gold)))
    assert sorted([*reads, *found.extra]) == list(range(len(predicted)))
    assert all(m.fit == fit(m.gold, m.predicted) >= 0.5 for m in found.matches)
    assert not any(fit(i, j) >= 0.5 for i in found.missed for j in found.extra)


def test_the_better_fit_goes_first_and_of_equals_the_earlier() -> None:
    late = [frozenset({1, 2, 3}), frozenset({1, 2})]
    only = [frozenset({1, 2})]
    best = match(late, only, lambda i, j: iou(late[i], only[j]), lambda i, j: True)
    assert [(m.gold, m.predicted) for m in best.matches] == [(1, 0)]
    assert best.nearest[0].fit == iou(late[0], only[0])
    gold = [frozenset({1, 2}), frozenset({1, 2, 3})]
    predicted = [frozenset({1, 2, 3}), frozenset({1, 2}), frozenset({1, 2})]
    found = match(gold, predicted, lambda i, j: iou(gold[i], predicted[j]), lambda i, j: True)
    assert [(m.gold, m.predicted) for m in found.matches] == [(0, 1), (1, 0)]
    assert found.extra == [2]


def test_a_word_belongs_to_every_span_that_touches_it() -> None:
    index = WordIndex("one two-three, four")
    assert len(index) == 4
    assert index.of([(0, 3)]) == {0}
    assert index.of([(3, 4)]) == frozenset()
    assert index.of([(2, 6)]) == {0, 1}
    assert index.of([(4, 13), (15, 19)]) == {1, 2, 3}
    assert index.of([]) == frozenset()
