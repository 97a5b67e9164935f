"""Counting word sequences over an archive, level by level.

A sequence of n words can be in k documents only if both sequences of n - 1 words in it are
(Apriori: Agrawal & Srikant 1994). So each level looks only at places where the level before
counted enough, and the levels shrink fast. Sequences are known by 64-bit hashes; within a level
they are counted by sorting, a part of the hash space at a time, so that memory stays near ten
bytes a word whatever is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from memcon.archive.phrase_tokens import (
    BREAK,
    Bools,
    Bytes,
    Hashes,
    Ints,
    PhraseText,
    blocks_of,
    extended,
    tokens_of,
)

PART: Final = 1 << 22
"""So many sequences, about, are sorted at once; at most 255 parts."""

_TABLE: Final = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """The words of an archive, in the order in which the passages came.

    Attributes:
        vocabulary: Hashes of the distinct words, ascending.
        ids: For each word its place in ``vocabulary``.
        gap: What stands before it (see ``phrase_tokens``).
        capital: Whether it begins with a capital.
        possessive: Whether it ends in 's.
        digit: Whether it begins with a digit.
        document: Its document, as an index into ``documents``.
        documents: Numbers of the documents, ascending.
        passages: For each passage with words, the place of its first word; ascending.
    """

    vocabulary: Hashes
    ids: NDArray[np.uint32]
    gap: Bytes
    capital: Bools
    possessive: Bools
    digit: Bools
    document: NDArray[np.uint32]
    documents: Ints
    passages: Ints

    def words(self, places: Ints) -> Hashes:
        """Return the hashes of the words at some places."""
        return self.vocabulary[self.ids[places]]

    def sequences(self, places: Ints, length: int) -> Hashes:
        """Return the hashes of the sequences of ``length`` words that begin at some places."""
        hashes = self.words(places)
        for step in range(1, length):
            hashes = extended(hashes, self.words(places + step))
        return hashes

    def bounds(self, places: Ints) -> tuple[Ints, Ints]:
        """Return where the passage of each place begins, and where it ends."""
        passage = np.searchsorted(self.passages, places, side="right") - 1
        ends = np.append(self.passages[1:], len(self.ids))
        return self.passages[passage], ends[passage]

    def beside(self, places: Ints, step: int, bounds: tuple[Ints, Ints]) -> Hashes:
        """Return the hashes of the words ``step`` away; 0 outside the passage."""
        inside = (places + step >= bounds[0]) & (places + step < bounds[1])
        return np.where(inside, self.words(np.where(inside, places + step, 0)), np.uint64(0))


def corpus_of(texts: Iterable[PhraseText]) -> Corpus:
    """Return the words of passages.

    Args:
        texts: The passages; those of one document need not come together.
    """
    found: list[tuple[Hashes, NDArray[np.uint32], Bytes, Bools, Bools, Bools, Ints, Ints]] = []
    size = 0
    for block in blocks_of(texts):
        tokens = tokens_of([passage.text for passage in block])
        distinct, inverse = np.unique(tokens.words, return_inverse=True)
        numbers = np.fromiter((text.document for text in block), dtype=np.int64, count=len(block))
        first = np.ones(len(tokens.words), dtype=np.bool_)
        first[1:] = tokens.passage[1:] != tokens.passage[:-1]
        found.append(
            (
                distinct,
                inverse.astype(np.uint32),
                tokens.gap,
                tokens.capital,
                tokens.possessive,
                tokens.digit,
                numbers[tokens.passage],
                np.flatnonzero(first) + size,
            )
        )
        size += len(tokens.words)
    if not found:
        return corpus_of([PhraseText(0, 0, "")])
    vocabulary = np.unique(np.concatenate([part[0] for part in found]))
    documents = np.unique(np.concatenate([np.unique(part[6]) for part in found]))
    return Corpus(
        vocabulary=vocabulary,
        ids=np.concatenate(
            [np.searchsorted(vocabulary, part[0]).astype(np.uint32)[part[1]] for part in found]
        ),
        gap=np.concatenate([part[2] for part in found]),
        capital=np.concatenate([part[3] for part in found]),
        possessive=np.concatenate([part[4] for part in found]),
        digit=np.concatenate([part[5] for part in found]),
        document=np.concatenate(
            [np.searchsorted(documents, part[6]).astype(np.uint32) for part in found]
        ),
        documents=documents,
        passages=np.concatenate([part[7] for part in found]),
    )


def is_in(hashes: Hashes, ordered: Hashes) -> Bools:
    """Say for each hash whether it is in an ascending list."""
    if not len(ordered):
        return np.zeros(len(hashes), dtype=np.bool_)
    if len(hashes) < len(ordered):
        return _found(hashes, ordered)
    # most are not in it, and a table of the low bits says so at once (Bloom 1970, one hash)
    low = np.uint64(_TABLE - 1)
    table = np.zeros(_TABLE, dtype=np.bool_)
    table[(ordered & low).astype(np.int64)] = True
    found = table[(hashes & low).astype(np.int64)]
    found[found] = _found(hashes[found], ordered)
    return found


def _found(hashes: Hashes, ordered: Hashes) -> Bools:
    where = np.searchsorted(ordered, hashes)
    where[where == len(ordered)] = 0
    found: Bools = ordered[where] == hashes
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Values of equal hash, side by side.

    Attributes:
        first: Index of each run's first value.
        size: Number of values in each run.
        starts: For each value, whether it begins a run.
    """

    first: Ints
    size: Ints
    starts: Bools

    def total(self, values: Bools) -> Ints:
        """Return for each run how many of its values are true."""
        if not len(self.first):
            return np.zeros(0, dtype=np.int64)
        out: Ints = np.add.reduceat(values, self.first, dtype=np.int64)
        return out

    def distinct(self, values: NDArray[np.generic], *, ascending: bool = False) -> Ints:
        """Return for each run how many different values it has.

        Args:
            values: One for each element of the runs.
            ascending: Whether they are known to ascend within each run.
        """
        ordered = values
        if not ascending:
            ordered = values[np.lexsort((values, np.cumsum(self.starts)))]
        new = self.starts.copy()
        new[1:] |= ordered[1:] != ordered[:-1]
        return self.total(new)

    def commonest(self, values: Hashes) -> tuple[Hashes, Ints]:
        """Return for each run its most frequent value but 0, and how often that is there.

        Of equally frequent ones the largest is given.
        """
        run = np.cumsum(self.starts) - 1
        ordered = values[np.lexsort((values, run))]
        new = self.starts.copy()
        new[1:] |= ordered[1:] != ordered[:-1]
        first = np.flatnonzero(new)
        count = np.diff(np.append(first, len(values)))
        count[ordered[first] == 0] = 0
        # the last of each run in the order of frequency
        last = np.lexsort((ordered[first], count, run[first]))[
            np.append(np.flatnonzero(np.diff(run[first])), len(first) - 1)
        ]
        return ordered[first[last]], count[last]


def runs_of(ordered: Hashes) -> Runs:
    """Return the runs of equal values in an ordered array."""
    starts = np.ones(len(ordered), dtype=np.bool_)
    starts[1:] = ordered[1:] != ordered[:-1]
    first = np.flatnonzero(starts)
    return Runs(first, np.diff(np.append(first, len(ordered))), starts)


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """The sequences of one length that are in enough documents; one part of the hash space.

    Attributes:
        length: Words in a sequence.
        hashes: The hash of each use, ascending.
        places: Where each use begins.
    """

    length: int
    hashes: Hashes
    places: Ints


@dataclass(slots=True, eq=False)
class Counts:
    """How often the frequent sequences of each length are there."""

    tables: dict[int, tuple[Hashes, Ints]]

    def of(self, hashes: Hashes, length: int) -> Ints:
        """Return how often each sequence is there; 0 for one that is in too few documents."""
        known, counts = self.tables[length]
        if not len(known):
            return np.zeros(len(hashes), dtype=np.int64)
        where = np.searchsorted(known, hashes)
        where[where == len(known)] = 0
        found: Ints = np.where(known[where] == hashes, counts[where], 0)
        return found


def frequent(
    corpus: Corpus, barred: Bools, *, documents: int, longest: int, counts: Counts
) -> Iterator[Level]:
    """Yield the sequences that are in enough documents, shortest first.

    Args:
        corpus: The words.
        barred: For each word of the vocabulary, whether no sequence may hold it.
        documents: In how many documents a sequence must be.
        longest: Words in the longest sequence.
        counts: Filled with a length before a longer one is yielded.
    """
    total = len(corpus.ids)
    grouped = bool((corpus.document[1:] >= corpus.document[:-1]).all())
    reach = np.zeros(total + 1, dtype=np.uint8)  # the longest frequent sequence that begins here
    open_ = ~barred[corpus.ids] & ~corpus.digit
    parts = min(255, 1 + total // PART)
    part = (corpus.vocabulary % np.uint64(parts)).astype(np.uint8)  # by the first word
    for length in range(1, longest + 1):
        if length > 1:
            open_ = (reach[:-1] == length - 1) & (reach[1:] >= length - 1)
            open_[:-1] &= corpus.gap[1:] != BREAK
        tables = []
        for index in range(parts):
            places = np.flatnonzero(open_ if parts == 1 else open_ & (part[corpus.ids] == index))
            if not len(places):
                continue
            hashes = corpus.sequences(places, length)
            order = np.argsort(hashes, kind="stable")
            places, hashes = places[order], hashes[order]
            runs = runs_of(hashes)
            held = runs.distinct(corpus.document[places], ascending=grouped)
            often = held >= documents
            kept = np.repeat(often, runs.size)
            tables.append((hashes[runs.first[often]], runs.size[often]))
            hashes, places = hashes[kept], places[kept]
            reach[places] = length
            yield Level(length=length, hashes=hashes, places=places)
        if not tables:
            return
        counts.tables[length] = _joined(tables)


def _joined(tables: list[tuple[Hashes, Ints]]) -> tuple[Hashes, Ints]:
    hashes = np.concatenate([table[0] for table in tables])
    order = np.argsort(hashes)
    return hashes[order], np.concatenate([table[1] for table in tables])[order]
