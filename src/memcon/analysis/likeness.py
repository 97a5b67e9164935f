"""How much the words of two stretches of text have in common.

Words count by how much they tell (inverse document frequency, over diplomatic prose and over the
two sides at hand), and kin of a word counts nearly as the word itself: the soft cosine of Cohen,
Ravikumar and Fienberg (2003), with Jaro-Winkler similarity between words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Indel, JaroWinkler
from scipy.sparse import csr_array

from memcon.analysis.utterances import COMMON, NAME, Utterance
from memcon.knowledge.comparison import word_frequencies

Matrix = npt.NDArray[np.float64]
Words = tuple[str, ...]

KIN: Final = 0.90  # Jaro-Winkler similarity from which two words count as kin
STEM: Final = 4  # first letters that kin share
SMOOTHING: Final = 100  # statements assumed beyond the two sides, so that few do not mislead
RAREST: Final = 0.002  # share of statements assumed for words that are not in the table
NAMED: Final = 0.02  # share of statements assumed to name a given state or body
LEAST_WEIGHT: Final = 0.1
VOICE: Final = 0.25  # share of a side's statements from which a speaker's name is its own
GROUNDS: Final = 6.0  # squared weights in common from which a likeness rests on firm ground
CONTAINED: Final = 0.4  # weight of "all of the shorter is in the longer" beside the cosine
FULL_TRUST: Final = 5  # content words from which containment counts in full


class Likeness:
    """Measures over the words of two lists of statements.

    Args:
        a: the first side's statements.
        b: the second side's statements.
    """

    def __init__(self, a: Sequence[Utterance], b: Sequence[Utterance]):
        self.weights = _weights(a, b)
        vocabulary = sorted(self.weights)
        self._index = {word: number for number, word in enumerate(vocabulary)}
        self._kin = _kinship(vocabulary)
        ends = zip(*self._kin.nonzero(), strict=True)
        self._families: dict[str, set[str]] = {}
        for one, other in ends:
            self._families.setdefault(vocabulary[one], set()).add(vocabulary[other])

    def content(self, left: Sequence[Words], right: Sequence[Words]) -> Matrix:
        """Return 0 to 1 for each pair of stretches: telling words in common, in any order."""
        rows, columns = self._counted(left), self._counted(right)
        spread = rows @ self._kin
        soft = np.asarray((spread @ columns.T).todense())
        lengths = (
            np.sqrt(np.asarray(spread.multiply(rows).sum(axis=1)).ravel()),
            np.sqrt(np.asarray((columns @ self._kin).multiply(columns).sum(axis=1)).ravel()),
        )
        cosine = np.minimum(soft / np.maximum(np.outer(*lengths), 1e-9), 1.0)
        contained = np.maximum(
            self._contained(rows, columns, left), self._contained(columns, rows, right).T
        )
        mixed = np.maximum((1 - CONTAINED) * cosine + CONTAINED * contained, cosine)
        # One or two words in common are thin ground, unless there are no more on either side.
        own = [np.asarray(side.multiply(side).sum(axis=1)).ravel() for side in (rows, columns)]
        least = np.minimum(np.maximum.outer(*own), GROUNDS)
        return np.asarray(mixed * np.minimum(soft / np.maximum(least, 1e-9), 1.0))

    @staticmethod
    def wording(left: Sequence[Words], right: Sequence[Words]) -> Matrix:
        """Return 0 to 1 for each pair of stretches: words in common in the same order."""
        plain = [
            [[word for word in words if not word.startswith(NAME)] for words in side]
            for side in (left, right)
        ]
        return np.asarray(
            process.cdist(*plain, scorer=Indel.normalized_similarity, dtype=np.float64)
        )

    def shared(self, left: Words, right: Words) -> Words:
        """Return the words of ``left`` that ``right`` has or has kin of, most telling first."""
        near = set(right).union(*(self._families[word] for word in right))
        found = near.intersection(left)
        return tuple(sorted(found, key=lambda word: (-self.weights[word], word)))

    def _contained(self, inner: csr_array, outer: csr_array, words: Sequence[Words]) -> Matrix:
        """Return the share of each inner stretch's weight that each outer one holds."""
        present = (outer > 0).astype(np.float64)
        found = np.minimum(np.asarray((self._kin @ present.T).todense()), 1.0)
        squares = inner.multiply(inner)
        total = np.asarray(squares.sum(axis=1)).ravel()
        trust = np.minimum(np.array([len(set(stretch)) for stretch in words]) / FULL_TRUST, 1.0)
        return np.asarray(squares @ found / np.maximum(total, 1e-9)[:, None] * trust[:, None])

    def _counted(self, stretches: Sequence[Words]) -> csr_array:
        """Return a row of word weights for each stretch, each word once."""
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for number, stretch in enumerate(stretches):
            unique = dict.fromkeys(stretch)
            rows.extend([number] * len(unique))
            columns.extend(self._index[word] for word in unique)
            values.extend(self.weights[word] for word in unique)
        shape = (len(stretches), len(self._index))
        return csr_array((values, (rows, columns)), shape=shape, dtype=np.float64)


def _weights(a: Sequence[Utterance], b: Sequence[Utterance]) -> dict[str, float]:
    """Return how much each word tells: the logarithm of how rare it is.

    Who speaks names itself whatever it speaks of: such names tell next to nothing.
    One statement of either side that holds it is what is compared and makes a word no less
    telling; further ones do. The square root is taken because a cosine multiplies weights.
    """
    counts: dict[str, int] = {}
    voices: set[str] = set()
    for side in (a, b):
        named = Counter(word for one in side for word in set(one.own_names))
        voices.update(word for word, count in named.items() if count > VOICE * len(side))
        own: dict[str, int] = {}
        for one in side:
            for word in dict.fromkeys(one.words):
                own[word] = own.get(word, 0) + 1
        for word, count in own.items():
            counts[word] = counts.get(word, 0) + count - 1
    total = len(a) + len(b) + SMOOTHING

    def weight(word: str, count: int) -> float:
        if word in voices:
            return LEAST_WEIGHT
        return max(math.log(COMMON / max(_share(word), count / total)), LEAST_WEIGHT)

    return {word: math.sqrt(weight(word, count)) for word, count in counts.items()}


def _share(word: str) -> float:
    """Return the share of statements that hold a word, in diplomatic prose at large."""
    return word_frequencies().get(word, NAMED if word.startswith(NAME) else RAREST)


def _kinship(vocabulary: Sequence[str]) -> csr_array:
    """Return the similarity of each word to each other, zero below the limit."""
    rows = list(range(len(vocabulary)))
    columns, values = rows.copy(), [1.0] * len(rows)
    groups: dict[str, list[int]] = {}
    for number, word in enumerate(vocabulary):
        if len(word) > STEM and word.isalpha():
            groups.setdefault(word[:STEM], []).append(number)
    for numbers in groups.values():
        if len(numbers) < 2:
            continue
        words = [vocabulary[number] for number in numbers]
        likeness = process.cdist(
            words, words, scorer=JaroWinkler.similarity, score_cutoff=KIN, dtype=np.float64
        )
        for x, y in zip(*np.nonzero(likeness), strict=True):
            if x != y:
                rows.append(numbers[int(x)])
                columns.append(numbers[int(y)])
                values.append(float(likeness[x, y]))
    shape = (len(vocabulary), len(vocabulary))
    return csr_array((values, (rows, columns)), shape=shape, dtype=np.float64)
