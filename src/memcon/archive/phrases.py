"""Set phrases of an archive: word sequences that issuers repeat, found by counting.

How a formula is told from other recurring words:

* it is in some documents, on several days, in distinct surroundings, so that copies of one text do
  not count (document frequency and context variety instead of raw frequency);
* its words hold together: normalised pointwise mutual information at the weakest place
  (Bouma 2009; Silva & Lopes 1999);
* it is whole: it is not nearly always part of a longer phrase, nor nearly always followed by one
  word or led by one that is no article (accessor variety: Feng, Chen, Deng & Zheng 2004);
* it is no name: some content word is written small (capitals in the middle of a sentence), and it
  is no part of a name that the caller gives;
* it is no ordinary talk: no pronouns of the first and second person, and what is said mostly in
  spoken documents counts less than what stands in prepared ones;
* it is no furniture: it is not mostly alone in its passage.

They are ranked by a kind of C-value (Frantzi, Ananiadou & Mima 2000): the logarithm of the length
times the documents that have it outside a longer formula. Here the length counts more (squared, and
times that of the content words, both with a ceiling), since pairs are mostly terms ("health care");
documents count beyond the least number required; and cohesion weighs in. Nothing depends on the
order of the documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from memcon.archive.phrase_candidates import Candidates, Measures, joined, parts_of
from memcon.archive.phrase_counts import Corpus, Counts, corpus_of, frequent, is_in
from memcon.archive.phrase_tokens import (
    BREAK,
    Bools,
    Floats,
    Hashes,
    Ints,
    PhraseText,
    blocks_of,
    extended,
    hashes_of,
    phrase_key,
    phrase_keys,
    tokens_of,
)
from memcon.knowledge.formula_words import formula_words

__all__ = [
    "Formula",
    "FormulaCriteria",
    "FormulaUse",
    "PhraseText",
    "find_formulas",
    "match",
    "phrase_key",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaCriteria:
    """What a word sequence must fulfil to be a formula.

    The numbers were set by reading the first 200 formulas of the press material of two ministries
    (1,734 documents).

    Attributes:
        documents: In how many documents, and distinct surroundings, it must be.
        days: On how many days.
        longest: Words in the longest formula.
        cohesion: Least cohesion (-1 … 1).
        cohesion_of_two: The same with two content words.
        cohesion_of_pairs: The same for two words, of which many are but frequent side by side.
        cohesion_with_names: The same where only one content word is no name, or more are names
            than are not, or the first is one: "ASEAN centrality", but not "the President spoke".
        cohesion_of_extensions: The same where it holds a much more frequent phrase: "commitment to
            the rule of law" is but that phrase with a word that goes with many.
        extension: From how many times its documents on the phrase in it is much more frequent.
        part: From which share of its documents in one longer formula on a sequence is but a part
            of that.
        fragment: From which share of uses with one and the same word beside it on it is not whole.
        talk: How far its uses may lie in spoken documents beyond the share of those in the
            archive, 0 … 1.
        limit: The most formulas that are given, best first; None for all.
    """

    documents: int = 3
    days: int = 2
    longest: int = 10
    cohesion: float = 0.3
    cohesion_of_two: float = 0.45
    cohesion_of_pairs: float = 0.55
    cohesion_with_names: float = 0.7
    cohesion_of_extensions: float = 0.6
    extension: float = 3.0
    part: float = 0.75
    fragment: float = 0.8
    talk: float = 0.5
    limit: int | None = 5000


DEFAULT: Final = FormulaCriteria()

_LONG: Final = 6
_RICH: Final = 4
"""From these numbers of words and of content words on, a phrase is no better for being longer."""
_PAIR: Final = 0.3
"""What is taken off the logarithm of the length: pairs weigh half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A set phrase.

    Attributes:
        key: Its words in lower case with one space between; hyphens are spaces.
        phrase: As most often printed.
        documents: Documents with it.
        uses: How often it is there.
        score: Rank: the higher, the more of a set phrase.
        cohesion: How its words hold together, -1 … 1.
    """

    key: str
    phrase: str
    documents: int
    uses: int
    score: float
    cohesion: float


@dataclass(frozen=True, slots=True, order=True)
class FormulaUse:
    """A formula in a document: its key, the document's number, code-point offsets in its text."""

    formula: str
    document: int
    start: int
    end: int


def find_formulas(
    texts: Iterable[PhraseText],
    *,
    names: Collection[str] = (),
    days: Mapping[int, str] | None = None,
    criteria: FormulaCriteria = DEFAULT,
) -> tuple[list[Formula], list[FormulaUse]]:
    """Return the set phrases of an archive and their uses.

    Args:
        texts: The passages of all documents, without furniture and repeats (headlines and the
            like). They are gone through twice: give what can be, such as a list or an object that
            reads them anew; of an iterator a list is made.
        names: Names of persons, offices and bodies: a part of one that has a word with a capital
            is no formula.
        days: ISO day of each document, by its number, as far as known.
        criteria: What a formula must fulfil.

    Returns:
        Formulas by falling score, and all their uses in the order of key, document and offset.
        Uses inside a longer formula count.
    """
    if isinstance(texts, Iterator):
        texts = list(texts)
    corpus = corpus_of(texts)
    chosen, scores = _chosen(corpus, names, days or {}, criteria)
    order = np.lexsort((chosen.hashes, -scores))[: criteria.limit]
    chosen, scores = chosen.where(order), scores[order]
    index = _Index(
        chosen.hashes,
        chosen.length,
        [
            corpus.sequences(chosen.place[chosen.length >= size], size)
            for size in range(1, int(chosen.length.max(initial=0)) + 1)
        ],
    )
    del corpus
    surfaces: list[Counter[str]] = [Counter() for _ in range(len(chosen))]
    documents: list[set[int]] = [set() for _ in range(len(chosen))]
    raw: list[tuple[int, int, int, int]] = []
    for passage, formula, start, end in index.uses(texts):
        surfaces[formula][" ".join(passage.text[start:end].split())] += 1
        documents[formula].add(passage.document)
        raw.append((formula, passage.document, passage.start + start, passage.start + end))
    phrases = [min(found, key=lambda s: (-found[s], s)) for found in surfaces]
    keys = phrase_keys(phrases)
    formulas = [
        Formula(
            key=keys[i],
            phrase=phrases[i],
            documents=len(documents[i]),
            uses=surfaces[i].total(),
            score=round(float(scores[i]), 3),
            cohesion=round(float(chosen.cohesion[i]), 3),
        )
        for i in range(len(chosen))
    ]
    formulas.sort(key=lambda formula: (-formula.score, formula.key))
    rows = sorted((keys[formula], document, start, end) for formula, document, start, end in raw)
    return formulas, [FormulaUse(*row) for row in rows]


def match(keys: Iterable[str], texts: Iterable[PhraseText]) -> Iterator[FormulaUse]:
    """Yield the uses of known phrases in texts.

    A phrase is found whatever its capitals, hyphens, commas and line breaks, not across other
    marks, and not inside longer words.

    Args:
        keys: Phrases, as keys or in any other form (``phrase_key`` is applied).
        texts: Passages; gone through once, some million characters at a time.

    Yields:
        Uses in the order of the texts, and there of the offset; a phrase inside another is found
        too. ``formula`` is the key.
    """
    known = sorted(set(phrase_keys(list(keys))) - {""})
    lengths, hashes = hashes_of(known)
    beginnings = []
    for size in range(1, int(lengths.max(initial=0)) + 1):
        begun = {" ".join(key.split()[:size]) for key in known}
        beginnings.append(hashes_of(sorted(begun))[1])
    for passage, formula, start, end in _Index(hashes, lengths, beginnings).uses(texts):
        yield FormulaUse(
            known[formula], passage.document, passage.start + start, passage.start + end
        )


class _Index:
    """Phrases by hash, to be found in texts."""

    def __init__(self, hashes: Hashes, lengths: Ints, beginnings: Sequence[Hashes]) -> None:
        """Take the phrases, and the hashes of their first word, first two words and so on."""
        self._levels = []
        for length, begun in enumerate(beginnings, start=1):
            of = np.flatnonzero(lengths == length)
            of = of[np.argsort(hashes[of])]
            self._levels.append((length, np.unique(begun), hashes[of], of))

    def uses(self, texts: Iterable[PhraseText]) -> Iterator[tuple[PhraseText, int, int, int]]:
        """Yield passage, index of the phrase, start and end in the passage."""
        for block in blocks_of(texts):
            tokens = tokens_of([passage.text for passage in block])
            places, hashes = np.arange(len(tokens.words)), tokens.words
            found = []
            for length, beginnings, known, of in self._levels:
                if length > 1:
                    inside = places + length <= len(tokens.words)
                    places, hashes = places[inside], hashes[inside]
                    inside = tokens.gap[places + length - 1] != BREAK
                    places, hashes = places[inside], hashes[inside]
                    hashes = extended(hashes, tokens.words[places + length - 1])
                begun = is_in(hashes, beginnings)
                places, hashes = places[begun], hashes[begun]
                hit = np.flatnonzero(is_in(hashes, known))
                first = places[hit]
                which = of[np.searchsorted(known, hashes[hit])]
                found.append((first, first + length - 1, which))
            if not found:
                continue
            first, last, which = (np.concatenate(part) for part in zip(*found, strict=True))
            order = np.lexsort((which, last, first))
            first, last, which = first[order], last[order], which[order]
            for passage, formula, start, end in zip(
                tokens.passage[first].tolist(),
                which.tolist(),
                tokens.start[first].tolist(),
                tokens.end[last].tolist(),
                strict=True,
            ):
                yield block[passage], formula, start, end


def _chosen(
    corpus: Corpus, names: Collection[str], days: Mapping[int, str], criteria: FormulaCriteria
) -> tuple[Candidates, Floats]:
    """Return the formulas as measured, with their scores."""
    counts = Counts({})
    measures = Measures(corpus, formula_words(), counts, days)
    levels = frequent(
        corpus,
        measures.speech,
        documents=criteria.documents,
        longest=criteria.longest,
        counts=counts,
    )
    measured = (
        measures.of(level, documents=criteria.documents) for level in levels if level.length > 1
    )
    found = [candidates for candidates in measured if candidates is not None]
    if not found:
        return _nothing(), np.zeros(0)
    candidates = joined(found)
    small = candidates.units - candidates.names
    needed = np.where(candidates.units == 2, criteria.cohesion_of_two, criteria.cohesion)
    needed = np.where(candidates.length == 2, criteria.cohesion_of_pairs, needed)
    mixed = (candidates.names > 0) & ((small == 1) | (candidates.names > small) | candidates.named)
    needed = np.where(mixed, criteria.cohesion_with_names, needed)
    plain = (candidates.units >= 2) & (small >= 1) & (candidates.cohesion >= needed)
    nested = _nested(corpus, candidates)
    extends = _shorter(candidates, nested, plain) >= criteria.extension * candidates.documents
    needed = np.where(extends, np.maximum(needed, criteria.cohesion_of_extensions), needed)
    whole = criteria.fragment * candidates.count
    talk = candidates.spoken / candidates.count
    excess = np.maximum(0.0, talk - measures.spoken) / max(1e-9, 1.0 - measures.spoken)
    if measures.spoken > 0.95:  # an archive of talk only: nothing to compare with
        excess = np.zeros(len(candidates))
    good = (
        (candidates.units >= 2)
        & (small >= 1)
        & (candidates.cohesion >= needed)
        & (candidates.days >= criteria.days)
        & (2 * candidates.alone < candidates.count)
        & (candidates.follower < whole)
        & (candidates.leader < whole)
        & (excess <= criteria.talk)
        & ~((candidates.names > 0) & is_in(candidates.hashes, parts_of(names, criteria.longest)))
    )
    longer = _longer(candidates, nested, good | (candidates.names > 0))
    good &= longer < criteria.part * candidates.documents
    own = candidates.documents - _longer(candidates, nested, good) - (criteria.documents - 1)
    score = (
        np.maximum(0, own)
        * (np.log2(np.minimum(candidates.length, _LONG)) - _PAIR) ** 2
        * np.log2(np.minimum(candidates.units, _RICH))
        * np.maximum(0.0, candidates.cohesion)
        * (1.0 - excess)
    )
    return candidates.where(good), score[good]


def _longer(candidates: Candidates, nested: tuple[Ints, Ints], which: Bools) -> Ints:
    """Return for each candidate the documents of the most frequent of ``which`` that hold it."""
    most = np.zeros(len(candidates), dtype=np.int64)
    outer, inner = (side[which[nested[0]]] for side in nested)
    np.maximum.at(most, inner, candidates.documents[outer])
    return most


def _shorter(candidates: Candidates, nested: tuple[Ints, Ints], which: Bools) -> Ints:
    """Return for each candidate the documents of the most frequent of ``which`` inside it."""
    most = np.zeros(len(candidates), dtype=np.int64)
    outer, inner = (side[which[nested[1]]] for side in nested)
    np.maximum.at(most, outer, candidates.documents[inner])
    return most


def _nested(corpus: Corpus, candidates: Candidates) -> tuple[Ints, Ints]:
    """Return pairs of candidates, the second inside the first."""
    by_length = {}
    for length in np.unique(candidates.length).tolist():
        of = np.flatnonzero(candidates.length == length)
        by_length[length] = of[np.argsort(candidates.hashes[of])]
    outside, inside = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for length, outer in by_length.items():
        for inner, of in by_length.items():
            known = candidates.hashes[of]
            for step in range(length - inner + 1 if inner < length else 0):
                hashes = corpus.sequences(candidates.place[outer] + step, inner)
                hit = is_in(hashes, known)
                outside.append(outer[hit])
                inside.append(of[np.searchsorted(known, hashes[hit])])
    return np.concatenate(outside), np.concatenate(inside)


def _nothing() -> Candidates:
    none = np.zeros(0, dtype=np.int64)
    return Candidates(
        none, none.astype(np.uint64), none, none, none, none, none, none, none, none, none,
        none.astype(np.bool_), np.zeros(0), none, none,
    )  # fmt: skip
