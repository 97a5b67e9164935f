"""What is measured of each recurring word sequence, by which set phrases are told from the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from memcon.archive.phrase_counts import Corpus, Counts, Level, Runs, is_in, runs_of
from memcon.archive.phrase_tokens import (
    BREAK,
    COMMA,
    JOINED,
    Bools,
    Floats,
    Hashes,
    Ints,
    extended,
    hashes_of,
    tokens_of,
)
from memcon.knowledge.formula_words import FormulaWords

SPOKEN: Final = 0.025
"""From this share of first and second person pronouns and other words of talk on, a document is
taken for talk (interview, remarks, briefing). In the press material of two ministries that is where
the valley between written (under 1 %) and spoken texts (over 4 %) lies."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Word sequences, one entry each in every array.

    Attributes:
        length: Words.
        hashes: What they are known by.
        place: Where one of the uses begins.
        documents: Documents with it.
        count: Uses.
        contexts: Distinct surroundings (two words on either side): copies of one text share them.
        days: Distinct days of its documents.
        spoken: Uses in documents that are talk.
        alone: Uses that are more than half of their passage: greetings, headings, furniture.
        units: Content words; those joined by a hyphen are one.
        names: Those of the units that are mostly written with a capital.
        named: Whether it begins with a name.
        cohesion: Association of the two parts at the weakest place, -1 … 1.
        follower: Uses with the most frequent next word.
        leader: Uses with the most frequent word before, where that is no article.
    """

    length: Ints
    hashes: Hashes
    place: Ints
    documents: Ints
    count: Ints
    contexts: Ints
    days: Ints
    spoken: Ints
    alone: Ints
    units: Ints
    names: Ints
    named: Bools
    cohesion: Floats
    follower: Ints
    leader: Ints

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.length)

    def where(self, mask: Bools | Ints) -> Candidates:
        """Return those that a mask or list of indices takes."""
        return Candidates(**{f.name: getattr(self, f.name)[mask] for f in fields(self)})


def joined(parts: list[Candidates]) -> Candidates:
    """Return candidates of several levels as one."""
    return Candidates(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Candidates)}
    )


class Measures:
    """Measures the sequences of a level.

    Args:
        corpus: The words.
        words: Word classes.
        counts: Counts of the shorter sequences.
        days: Day of each document of the corpus, by its number; one without counts as a day of its
            own.
    """

    def __init__(
        self, corpus: Corpus, words: FormulaWords, counts: Counts, days: Mapping[int, str]
    ) -> None:
        self._corpus, self._counts = corpus, counts
        self.speech = _class(corpus, words.speech)
        self._function = _class(corpus, words.function)
        self._openers = _class(corpus, words.openers)
        self._reporting = _class(corpus, words.reporting)
        self._joining = _class(corpus, words.joining)
        inner = corpus.gap != BREAK
        size = len(corpus.vocabulary)
        seen = np.bincount(corpus.ids[inner], minlength=size)
        high = np.bincount(corpus.ids[inner & corpus.capital], minlength=size)
        self._names = (2 * high >= seen) & ((high > 0) | (seen == 0))
        self._articles = np.sort(hashes_of(sorted(words.articles))[1])
        numbers = corpus.documents.tolist()
        known = {day: rank for rank, day in enumerate(sorted(set(days.values())))}
        self._days = np.array(
            [known.get(days.get(number, ""), len(known) + i) for i, number in enumerate(numbers)],
            dtype=np.int64,
        )
        held = np.bincount(corpus.document, minlength=len(numbers))
        talk = np.bincount(corpus.document, self.speech[corpus.ids], minlength=len(numbers))
        self._talk = talk > SPOKEN * held
        self.spoken = float(held[self._talk].sum()) / max(1, int(held.sum()))
        """Share of the words of the corpus that are in documents that are talk."""

    def of(self, level: Level, *, documents: int) -> Candidates | None:
        """Return the measured sequences of a level that may be phrases, or None.

        A phrase begins and ends with a content word (or begins with an opener: "as long as it
        takes"), at no possessive, not inside a hyphenated word, with no past tense of telling at
        its edge; over a comma it is a list.

        Args:
            level: Frequent sequences of one length, two words or more.
            documents: In how many documents, and distinct surroundings, a phrase must be.
        """
        shaped = self._shaped(level.places, level.length)
        places, hashes = level.places[shaped], level.hashes[shaped]
        if not len(places):
            return None
        corpus, length = self._corpus, level.length
        runs = runs_of(hashes)
        document = corpus.document[places]
        held = runs.distinct(document)
        bounds = corpus.bounds(places)
        around = np.zeros(len(places), dtype=np.uint64)
        for step in (-2, -1, length, length + 1):
            around = extended(around, corpus.beside(places, step, bounds))
        contexts = runs.distinct(around)
        enough = (held >= documents) & (contexts >= documents)
        if not enough.any():
            return None
        keep = np.repeat(enough, runs.size)
        places, document = places[keep], document[keep]
        bounds = bounds[0][keep], bounds[1][keep]
        held, contexts = held[enough], contexts[enough]
        runs = runs_of(hashes[keep])
        first = places[runs.first]
        units, names, named = self._units(places, runs, length)
        before = corpus.beside(places, -1, bounds)
        before[corpus.gap[places] == BREAK] = 0
        after = corpus.beside(places, length, bounds)
        after[corpus.gap[np.minimum(places + length, len(corpus.ids) - 1)] == BREAK] = 0
        leading, leader = runs.commonest(before)
        leader[is_in(leading, self._articles)] = 0
        return Candidates(
            length=np.full(len(first), length, dtype=np.int64),
            hashes=hashes[keep][runs.first],
            place=first,
            documents=held,
            count=runs.size,
            contexts=contexts,
            days=runs.distinct(self._days[document]),
            spoken=runs.total(self._talk[document]),
            alone=runs.total(2 * length > bounds[1] - bounds[0]),
            units=units,
            names=names,
            named=named,
            cohesion=self._cohesion(first, runs.size, length),
            follower=runs.commonest(after)[1],
            leader=leader,
        )

    def _shaped(self, places: Ints, length: int) -> Bools:
        corpus = self._corpus
        last = places + length - 1
        after = np.minimum(last + 1, len(corpus.ids) - 1)
        good = (corpus.gap[places] != JOINED) & ((after == last) | (corpus.gap[after] != JOINED))
        for edge in (places, last):
            good &= ~corpus.possessive[edge] & ~self._reporting[corpus.ids[edge]]
        good &= ~self._is_function(last)
        good &= ~self._is_function(places) | self._openers[corpus.ids[places]]
        open_list = np.zeros(len(places), dtype=np.bool_)
        for step in range(1, length):
            open_list |= corpus.gap[places + step] == COMMA
            open_list &= ~self._joining[corpus.ids[places + step]]
        shaped: Bools = good & ~open_list
        return shaped

    def _is_function(self, places: Ints) -> Bools:
        """Function words, but not in a hyphenated word: all-of-government, well-being."""
        corpus = self._corpus
        after = np.minimum(places + 1, len(corpus.ids) - 1)
        free = (corpus.gap[places] != JOINED) & (corpus.gap[after] != JOINED)
        found: Bools = self._function[corpus.ids[places]] & free
        return found

    def _units(self, places: Ints, runs: Runs, length: int) -> tuple[Ints, Ints, Bools]:
        """Return how many content words and names there are, and whether the first is a name."""
        corpus = self._corpus
        units = np.zeros(len(runs.first), dtype=np.int64)
        names = units.copy()
        named = np.zeros(len(units), dtype=np.bool_)
        for step in range(length):
            at = places + step
            # the first word of a sentence has a capital whatever it is
            inside = corpus.gap[at] != BREAK
            capital = runs.total(corpus.capital[at] & inside)
            content = 2 * runs.total(self._is_function(at)) < runs.size
            if step:
                content &= 2 * runs.total(corpus.gap[at] == JOINED) < runs.size
            units += content
            written = runs.total(inside)
            name = (capital > 0) & (2 * capital >= written)
            # never inside a sentence here: as elsewhere in the archive
            elsewhere = self._names[corpus.ids[places[runs.first] + step]]
            name = content & np.where(written > 0, name, elsewhere)
            names += name
            if not step:
                named = name
        return units, names, named

    def _cohesion(self, first: Ints, count: Ints, length: int) -> Floats:
        """Return the normalised pointwise mutual information (Bouma 2009) at the weakest place.

        A sequence is cut in two at each place in turn; the smallest value says how strongly it
        holds together (the "weakest link", as in the glue of Silva & Lopes 1999, who take the
        mean of all cuts).
        """
        total = len(self._corpus.ids)
        whole = count / total
        weakest = np.ones(len(first))
        left = self._corpus.words(first)
        for cut in range(1, length):
            right = self._corpus.sequences(first + cut, length - cut)
            apart = (self._counts.of(left, cut) / total) * (
                self._counts.of(right, length - cut) / total
            )
            weakest = np.minimum(weakest, np.log(whole / apart) / -np.log(whole))
            left = extended(left, self._corpus.words(first + cut))
        return weakest


def _class(corpus: Corpus, words: Collection[str]) -> Bools:
    return is_in(corpus.vocabulary, np.sort(hashes_of(sorted(words))[1]))


def parts_of(names: Collection[str], longest: int) -> Hashes:
    """Return the hashes, ascending, of every sequence of two words or more inside some names."""
    if not names:
        return np.zeros(0, dtype=np.uint64)
    tokens = tokens_of(sorted(names))
    found = []
    hashes, places = tokens.words, np.arange(len(tokens.words))
    for length in range(2, longest + 1):
        inside = places + length <= len(tokens.words)
        places, hashes = places[inside], hashes[inside]
        same = tokens.passage[places] == tokens.passage[places + length - 1]
        places, hashes = places[same], hashes[same]
        hashes = extended(hashes, tokens.words[places + length - 1])
        found.append(hashes)
    return np.unique(np.concatenate(found))
