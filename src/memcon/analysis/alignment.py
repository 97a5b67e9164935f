"""Which statement of one side says what a statement of the other says, one to one.

A pair's score adds to what the words have in common what else speaks for one subject: who speaks,
what is done by saying it, on which issue, with which figures. Pairs are chosen so that the sum of
what their scores exceed the threshold by is largest (Hungarian method), so that one very good pair
is not given up for two poor ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from memcon.analysis import pair_evidence as evidence
from memcon.analysis.comparison import ComparisonMode, Components
from memcon.analysis.likeness import Likeness, Matrix, Words
from memcon.analysis.utterances import NAME, Utterance

FIGURES: Final = 0.05  # added in full where all figures agree
CONFLICT: Final = 0.8  # what is left of content where both name bodies or states, but not one same
REST_WORDS: Final = 2  # words in common, of which nothing less tells
SURE: Final = 0.6  # pairs from here on are not given up for the rest of another statement …
CLEARLY: Final = 0.08  # … others are, where that is better by so much
ROUNDS: Final = 4  # a statement is split in no more parts than this, after the first
PASSAGE: Final = 0.95  # whole statements are preferred to passages that agree hardly better
IN_PLACE: Final = 0.02  # among equals, the one at a like place in its text


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What the parts of a score weigh, and what a pair must reach.

    ``least`` is the score; ``least_content`` what of it must be words in common, without which the
    rest says nothing; ``least_rest`` the same for the rest of a statement that is in another pair.
    """

    content: float
    wording: float
    names: float
    speakers: float
    acts: float
    issues: float
    least: float
    least_content: float
    least_rest: float


# Found by reading aligned statements of readouts, of three joint statements of one group, and of
# a pair of accounts. Accounts of one meeting are about the same and differ in words, so that whom
# they name tells more; texts of a series share words whatever they are about.
MEASURES: Final[dict[ComparisonMode, Measure]] = {
    "sequence": Measure(
        content=0.5,
        wording=0.15,
        names=0.08,
        speakers=0.1,
        acts=0.08,
        issues=0.09,
        least=0.43,
        least_content=0.34,
        least_rest=0.48,
    ),
    "accounts": Measure(
        content=0.45,
        wording=0.13,
        names=0.15,
        speakers=0.1,
        acts=0.08,
        issues=0.09,
        least=0.39,
        least_content=0.17,
        least_rest=0.19,
    ),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that belong together.

    ``a`` and ``b`` are positions in the two lists; ``a_passages`` and ``b_passages`` the passages
    in which they agree (all of them where the whole statements do). ``rest`` is the side, if any,
    of which only what another pair left over is meant.
    """

    a: int
    b: int
    score: float
    components: Components
    shared: Words
    a_passages: tuple[int, ...]
    b_passages: tuple[int, ...]
    rest: str | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    """A whole statement, one passage of it, or what other pairs leave of it."""

    statement: int
    passages: tuple[int, ...]
    words: Words
    names: Words  # states and bodies, also where other pairs have used the words for them


def align(
    a: Sequence[Utterance], b: Sequence[Utterance], mode: ComparisonMode = "sequence"
) -> list[Pair]:
    """Return which statements belong together.

    Args:
        a: the first side's statements.
        b: the second side's statements.
        mode: decides how much a pair must have in common.

    Returns:
        The one-to-one alignment in A's order; then pairs of a statement without a counterpart and
        the rest of one that has: where one side says in a statement what the other says in two.
    """
    if not a or not b:
        return []
    aligner = _Aligner(a, b, MEASURES[mode])
    pairs = aligner.pairs()
    sure = [pair for pair in pairs if pair.score >= SURE]
    better = {
        ("a", rest.a) if rest.rest == "b" else ("b", rest.b): rest.score
        for rest in aligner.rests(sure)
    }
    pairs = [
        pair
        for pair in pairs
        if pair.score >= SURE
        or pair.score + CLEARLY
        > max(better.get(("a", pair.a), 0.0), better.get(("b", pair.b), 0.0))
    ]
    return pairs + aligner.rests(pairs)


class _Aligner:
    def __init__(self, a: Sequence[Utterance], b: Sequence[Utterance], measure: Measure):
        self._a, self._b, self._measure = a, b, measure
        self._likeness = Likeness(a, b)
        self._parties = evidence.parties([*a, *b])
        holders = evidence.holders(a, b)
        self._speakers = evidence.compared(*holders, evidence.known)
        self._acts = evidence.compared(
            [evidence.kinds(one) for one in a],
            [evidence.kinds(one) for one in b],
            evidence.act_likeness,
        )
        self._issues = evidence.compared(
            [evidence.issues(one) for one in a],
            [evidence.issues(one) for one in b],
            evidence.subjects,
        )
        self._figures = evidence.compared(
            [evidence.figures(one) for one in a],
            [evidence.figures(one) for one in b],
            evidence.dice,
        )
        self._evidence = (
            measure.speakers * self._speakers
            + measure.acts * self._acts
            + measure.issues * self._issues
            + FIGURES * self._figures
        )

    def pairs(self) -> list[Pair]:
        """Return the best one-to-one alignment, in A's order."""
        left, right = _units(self._a), _units(self._b)
        content, wording, names = self._measured(left, right)
        words = self._weighed(content, wording, names)
        words[content < self._measure.least_content] = 0.0
        rows, columns = _starts(left), _starts(right)
        whole = words[np.ix_(rows, columns)]
        in_part = np.maximum.reduceat(np.maximum.reduceat(words, rows, axis=0), columns, axis=1)
        best = np.maximum(whole, PASSAGE * in_part)
        score = np.minimum(best + self._evidence, 1.0)
        allowed = (best > 0) & (score >= self._measure.least)
        places = [np.linspace(0, 1, len(side)) for side in (self._a, self._b)]
        near = 1 - np.abs(np.subtract.outer(*places))
        gain = np.where(allowed, score - self._measure.least + IN_PLACE * near, 0.0)
        out = []
        for i, j in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
            if not allowed[i, j]:
                continue
            x, y = rows[i], columns[j]
            if whole[i, j] < best[i, j]:
                block = words[x : _stop(rows, i, left), y : _stop(columns, j, right)]
                down, across = np.unravel_index(int(np.argmax(block)), block.shape)
                x, y = x + int(down), y + int(across)
            out.append(self._pair(left[x], right[y], content[x, y], wording[x, y], names[x, y]))
        return out

    def rests(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Return pairs of a statement without a counterpart and the rest of one that has one."""
        out: list[Pair] = []
        for _ in range(ROUNDS):
            known = [*pairs, *out]
            taken_a, taken_b = {pair.a for pair in known}, {pair.b for pair in known}
            lone_a = [unit for unit in _wholes(self._a) if unit.statement not in taken_a]
            lone_b = [unit for unit in _wholes(self._b) if unit.statement not in taken_b]
            found = [
                *self._rest_pairs(lone_a, self._left_over(known, "b"), "b"),
                *self._rest_pairs(self._left_over(known, "a"), lone_b, "a"),
            ]
            if not found:
                break
            out += found
        return out

    def _rest_pairs(self, left: Sequence[_Unit], right: Sequence[_Unit], rest: str) -> list[Pair]:
        if not left or not right:
            return []
        content, wording, names = self._measured(left, right)
        rows = [unit.statement for unit in left]
        columns = [unit.statement for unit in right]
        score = self._weighed(content, wording, names) + self._evidence[np.ix_(rows, columns)]
        allowed = (score >= self._measure.least) & (content >= self._measure.least_rest)
        allowed &= self._speakers[np.ix_(rows, columns)] > 0
        order = sorted(
            zip(*np.nonzero(allowed), strict=True), key=lambda at: (-score[at], at[0], at[1])
        )
        out: list[Pair] = []
        done: set[tuple[str, int]] = set()
        for x, y in order:
            ends = {("a", left[x].statement), ("b", right[y].statement)}
            if ends & done:
                continue
            pair = self._pair(left[x], right[y], content[x, y], wording[x, y], names[x, y], rest)
            if len(pair.shared) >= REST_WORDS:
                done |= ends
                out.append(pair)
        return out

    def _left_over(self, pairs: Sequence[Pair], side: str) -> list[_Unit]:
        """Return what no pair has used of the statements of a side that are in one."""
        statements = self._a if side == "a" else self._b
        used: dict[int, list[str]] = {}
        for pair in pairs:
            mine, theirs = (pair.a, self._b[pair.b]) if side == "a" else (pair.b, self._a[pair.a])
            passages = pair.b_passages if side == "a" else pair.a_passages
            words = [word for number in passages for word in theirs.passages[number].words]
            used.setdefault(mine, []).extend(words)
        out = []
        for number, words in used.items():
            one = statements[number]
            gone = set(self._likeness.shared(one.words, tuple(words)))
            for unit in _units([one]):
                rest = tuple(word for word in unit.words if word not in gone)
                if len(rest) >= REST_WORDS:
                    out.append(replace(unit, statement=number, words=rest))
        return out

    def _measured(
        self, left: Sequence[_Unit], right: Sequence[_Unit]
    ) -> tuple[Matrix, Matrix, Matrix]:
        """Return content, wording and names in common of each unit with each other."""
        lefts, rights = [unit.words for unit in left], [unit.words for unit in right]
        names = evidence.compared(
            [self._names(unit) for unit in left],
            [self._names(unit) for unit in right],
            evidence.known,
        )
        content = self._likeness.content(lefts, rights) * np.where(names == 0, CONFLICT, 1.0)
        return content, self._likeness.wording(lefts, rights), names

    def _weighed(self, content: Matrix, wording: Matrix, names: Matrix) -> Matrix:
        measure = self._measure
        return np.asarray(
            measure.content * content + measure.wording * wording + measure.names * names
        )

    def _names(self, unit: _Unit) -> Words:
        return tuple(name for name in unit.names if name not in self._parties)

    def _pair(
        self,
        left: _Unit,
        right: _Unit,
        content: float,
        wording: float,
        names: float,
        rest: str | None = None,
    ) -> Pair:
        i, j = left.statement, right.statement
        words = self._weighed(*(np.array(value) for value in (content, wording, names)))
        return Pair(
            a=i,
            b=j,
            score=round(min(float(words + self._evidence[i, j]), 1.0), 3),
            components=Components(
                content=round(float(content), 3),
                wording=round(float(wording), 3),
                speakers=round(float(self._speakers[i, j]), 3),
                acts=round(float(self._acts[i, j]), 3),
                issues=round(float(self._issues[i, j]), 3),
                names=round(float(names), 3),
                figures=round(float(self._figures[i, j]), 3),
            ),
            shared=self._likeness.shared(left.words, right.words),
            a_passages=left.passages,
            b_passages=right.passages,
            rest=rest,
        )


def _wholes(utterances: Sequence[Utterance]) -> list[_Unit]:
    return [
        _Unit(number, tuple(range(len(one.passages))), one.words, _named(one.words))
        for number, one in enumerate(utterances)
    ]


def _units(utterances: Sequence[Utterance]) -> list[_Unit]:
    """Return each statement as a whole, followed by its passages where there are several."""
    out: list[_Unit] = []
    for whole, one in zip(_wholes(utterances), utterances, strict=True):
        out.append(whole)
        if len(one.passages) > 1:
            out += [
                _Unit(whole.statement, (number,), passage.words, _named(passage.words))
                for number, passage in enumerate(one.passages)
            ]
    return out


def _named(words: Words) -> Words:
    return tuple(sorted({word for word in words if word.startswith(NAME)}))


def _starts(units: Sequence[_Unit]) -> list[int]:
    """Return where each statement's units begin, which is its whole."""
    return [
        number
        for number, unit in enumerate(units)
        if number == 0 or units[number - 1].statement != unit.statement
    ]


def _stop(starts: Sequence[int], number: int, units: Sequence[_Unit]) -> int:
    return starts[number + 1] if number + 1 < len(starts) else len(units)
