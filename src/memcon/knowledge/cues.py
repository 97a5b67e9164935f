"""The cue lexicon: which verbs, phrases, nouns and adjectives introduce what someone says.

Evidence is kept by lemma *and* complement frame, not by lemma alone: "called the minister" is no
cue, "called on the minister to act" is (`../shared/facts/attribution.md`: lemma-only lists lose
5 F1 points). The tables are ``data/<language>/{cues,phrases,nouns,adjectives}.tsv``; their headers
explain the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from memcon.errors import KnowledgeError

CueKind = Literal["speech", "topic", "deed"]


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One lemma with the frames in which it is a cue and the acts it does by default."""

    lemma: str
    frames: frozenset[str]  # frame letters without a preposition: C F I G O OI OC N
    prepositions: Mapping[str, frozenset[str]]  # "OP", "P", "Q", "QI" → prepositions
    acts: tuple[str, ...]  # act types, or ("noun",), or () where the content decides
    kind: CueKind
    weight: int
    words: tuple[str, ...] = ()  # a phrase's words after the verb

    def allows(self, frame: str, preposition: str | None = None) -> bool:
        """Say whether the entry has the frame (with the preposition, for P, Q, QI and OP)."""
        if preposition is None:
            return frame in self.frames
        return preposition in self.prepositions.get(frame, frozenset())


@dataclass(frozen=True, slots=True)
class NounEntry:
    """A noun of speaking or standing, and the light verbs with which it is a cue."""

    lemma: str
    acts: tuple[str, ...]
    kind: CueKind
    verbs: frozenset[str] | None  # None: any light verb; empty: none, the noun only classifies


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """All cue tables of one language."""

    verbs: Mapping[str, tuple[CueEntry, ...]]  # several rows of a lemma with different acts
    phrases: Mapping[str, tuple[CueEntry, ...]]
    nouns: Mapping[str, tuple[NounEntry, ...]]
    adjectives: Mapping[str, CueEntry]


def rows(language: str, name: str, width: int) -> Iterator[list[str]]:
    """Yield the rows of a tab-separated table under ``data/<language>/``.

    Raises:
        KnowledgeError: a row has another number of columns than ``width``.
    """
    path = files("memcon.knowledge") / "data" / language / name
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != width:
            raise KnowledgeError(
                f"{len(cells)} columns instead of {width}",
                where=f"{name}, line {number}",
                remedy="separate the columns with one tab each",
            )
        yield cells


def _entry(
    lemma: str, frames: str, acts: str, kind: str, weight: int, words: tuple[str, ...] = ()
) -> CueEntry:
    plain: set[str] = set()
    with_preposition: dict[str, set[str]] = {}
    for frame in frames.split():
        letters, _, preposition = frame.partition(":")
        if preposition:
            with_preposition.setdefault(letters, set()).add(preposition)
        else:
            plain.add(letters)
    if kind not in ("speech", "topic", "deed"):
        raise KnowledgeError(
            f"unknown kind {kind!r} for {lemma!r}", remedy="use speech, topic or deed"
        )
    return CueEntry(
        lemma,
        frozenset(plain),
        {key: frozenset(values) for key, values in with_preposition.items()},
        () if acts == "-" else tuple(acts.split()),
        kind,  # type: ignore[arg-type]
        weight,
        words,
    )


@cache
def load_cues(language: str = "en") -> CueLexicon:
    """Load the cue lexicon of a language from the package's data files."""
    verbs: dict[str, list[CueEntry]] = {}
    for lemma, frames, acts, kind, weight in rows(language, "cues.tsv", 5):
        verbs.setdefault(lemma, []).append(_entry(lemma, frames, acts, kind, int(weight)))
    phrases: dict[str, list[CueEntry]] = {}
    for lemma, words, frames, acts, kind in rows(language, "phrases.tsv", 5):
        entry = _entry(lemma, frames, acts, kind, 3, tuple(words.split()))
        phrases.setdefault(lemma, []).append(entry)
    nouns: dict[str, list[NounEntry]] = {}
    for lemma, acts, kind, light in rows(language, "nouns.tsv", 4):
        allowed = None if light == "*" else frozenset(() if light == "-" else light.split())
        nouns.setdefault(lemma, []).append(
            NounEntry(lemma, tuple(acts.split()), kind, allowed)  # type: ignore[arg-type]
        )
    adjectives = {
        lemma: _entry(lemma, frames, acts, "deed", 2)
        for lemma, frames, acts in rows(language, "adjectives.tsv", 3)
    }
    return CueLexicon(
        {key: tuple(value) for key, value in verbs.items()},
        {key: tuple(value) for key, value in phrases.items()},
        {key: tuple(value) for key, value in nouns.items()},
        adjectives,
    )
