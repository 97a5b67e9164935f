"""Finding known names in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from memcon.knowledge.entities import FORM_RANK, Entity, NameForm, NameMatch
from memcon.knowledge.spelling import lowered, plain, variants

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+")
"""Web addresses, in which no name is read."""

_BEFORE: Final = frozenset("_@")
"""Marks that make what follows part of a longer token: user names, identifiers."""

_AFTER: Final = frozenset("_$")
"""The same behind a name; US$ is a currency."""

_RECENT = 1024  # texts whose names are kept
_SHORTEST_CAPITALS: Final = 4
"""Shorter words in capitals are abbreviations, not a name as a date line prints it."""

_PLACE: Final = itemgetter(0, 1)


class Form(NamedTuple):
    """One surface of one entity, as a table gives it."""

    surface: str
    entity: str
    form: NameForm
    ambiguous: bool = False

    @classmethod
    def parse(cls, cell: str, entity: str, form: NameForm) -> Form:
        """Read a cell's value, in plain spelling; a final ``?`` says that it is ambiguous."""
        if cell[-1] == "?":
            return cls(cell[:-1], entity, form, True)
        return cls(cell, entity, form)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a surface means, decided beforehand."""

    entity: Entity | None  # None for a shield
    form: NameForm
    ambiguous: bool
    other: tuple[Entity, ...]


_SHIELD: Final = _Reading(None, "name", False, ())


class NameIndex:
    """All surfaces of all entities, searched in one pass.

    The automaton holds small letters, so that names in capitals need no patterns of their own;
    whether the case of an occurrence fits is looked up afterwards.

    Args:
        forms: The surfaces; of equal rank the earlier comes first.
        shields: Longer names that hold one of the surfaces and mean something else. They are
            matched like the others and not reported.
        entities: The entities by id.
    """

    def __init__(
        self, forms: Iterable[Form], shields: Iterable[str], entities: Mapping[str, Entity]
    ):
        self._entities = entities
        # Nearly all surfaces have one meaning and one spelling; the rest is kept apart, which
        # makes loading several times lighter on the garbage collector.
        self._meaning: dict[str, Form] = {}
        self._further: dict[str, list[Form]] = {}
        for form in forms:
            if self._meaning.setdefault(form.surface, form) is not form:
                self._further.setdefault(form.surface, []).append(form)
        # A made-up spelling never competes with one that a table gives.
        made: dict[str, list[Form]] = {}
        for surface in self._meaning:
            for spelling in variants(surface):
                if spelling not in self._meaning:
                    made.setdefault(spelling, []).extend(self._meanings(surface))
        for spelling, meanings in made.items():
            self._meaning[spelling] = meanings[0]
            if len(meanings) > 1:
                self._further[spelling] = meanings[1:]
        self._shields = frozenset(shields) - self._meaning.keys()
        patterns: dict[str, str] = {}
        self._alike: dict[str, list[str]] = {}
        for surface in (*self._meaning, *sorted(self._shields)):
            pattern = lowered(surface)
            if patterns.setdefault(pattern, surface) is not surface:
                self._alike.setdefault(pattern, [patterns[pattern]]).append(surface)
        self._surfaces = list(patterns.values())
        # A combining form (Sino-) keeps its hyphen in the pattern and out of the match.
        self._prefix = [pattern[-1] == "-" for pattern in patterns]
        self._automaton = AhoCorasick(
            list(patterns), store_patterns=False, implementation=Implementation.ContiguousNFA
        )
        self._decided: dict[str, _Reading | None] = {}
        self._recent: dict[str, list[NameMatch]] = {}  # several steps ask about each paragraph

    @property
    def shields(self) -> frozenset[str]:
        """The longer names that are matched and not reported."""
        return self._shields

    def surfaces(self) -> Iterator[tuple[str, Entity, NameForm, bool]]:
        """Yield all surfaces with whom each most directly means, how, and if ambiguously."""
        for surface in self._meaning:
            reading = _reading(self._meanings(surface), self._entities)
            assert reading.entity is not None
            yield surface, reading.entity, reading.form, reading.ambiguous

    def find(self, text: str) -> list[NameMatch]:
        """Return the known names in a text.

        All occurrences are looked up, those inside longer words dropped, and of the rest the
        leftmost and there the longest taken; so a long name that fails at its end does not hide
        the shorter one in it.

        Args:
            text: Any text.

        Returns:
            Non-overlapping matches in text order.
        """
        recent = self._recent.get(text)
        if recent is None:
            if len(self._recent) >= _RECENT:
                self._recent.clear()
            recent = self._recent[text] = self._find(text)
        return list(recent)

    def _find(self, text: str) -> list[NameMatch]:
        searched = plain(text)
        haystack = searched.text
        size = len(haystack)
        found: list[tuple[int, int, bool, _Reading]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(
            lowered(haystack), overlapping=True
        ):
            if start:
                before = haystack[start - 1]
                if before.isalnum() or before in _BEFORE:
                    continue
                # the family al-Sabah is not from Sabah
                if before == "-" and haystack[max(0, start - 3) : start].lower() == "al-":
                    continue
            prefix = self._prefix[index]
            if end < size:
                after = haystack[end]
                if not after.isalpha() if prefix else after.isalnum() or after in _AFTER:
                    continue
            surface = haystack[start:end]
            try:
                reading = self._decided[surface]
            except KeyError:
                reading = self._decided[surface] = self._decide(surface, index)
            if reading is not None:
                found.append((start, -end, prefix, reading))
        if not found:
            return []
        found.sort(key=_PLACE)
        addresses = _addresses(haystack)
        matches: list[NameMatch] = []
        done = 0
        for start, negative_end, prefix, reading in found:
            if start < done:
                continue
            while addresses and addresses[-1][1] <= start:
                addresses.pop()
            if addresses and addresses[-1][0] <= start:
                continue
            done = -negative_end
            if reading.entity is None:
                continue
            last = done - 2 if prefix else done - 1
            matches.append(
                NameMatch(
                    reading.entity,
                    reading.form,
                    searched.original(start),
                    # The last code point is led back, not the offset behind it: spaces that
                    # follow were perhaps shortened.
                    searched.original(last) + 1,
                    reading.ambiguous,
                    reading.other,
                )
            )
        return matches

    def _meanings(self, surface: str) -> list[Form]:
        """Return all that a known surface can mean."""
        return [self._meaning[surface], *self._further.get(surface, ())]

    def _decide(self, surface: str, index: int) -> _Reading | None:
        """Return what a surface means; None where no name is written with its capitals.

        Args:
            surface: The words as the text has them.
            index: The pattern that they matched.
        """
        if surface in self._meaning:
            return _reading(self._meanings(surface), self._entities)
        if surface in self._shields:
            return _SHIELD
        if len(surface) < _SHORTEST_CAPITALS or not surface.isupper():
            return None
        alike = self._alike.get(lowered(surface), [self._surfaces[index]])
        spellings = [spelling for spelling in alike if not spelling[0].islower()]
        named = [spelling for spelling in spellings if spelling in self._meaning]
        if named:
            meanings = [form for spelling in named for form in self._meanings(spelling)]
            return _reading(meanings, self._entities)
        return _SHIELD if spellings else None


def _addresses(text: str) -> list[tuple[int, int]]:
    """Return the spans of web addresses, the last first."""
    if "://" not in text and "www." not in text:
        return []
    return [found.span() for found in _ADDRESS.finditer(text)][::-1]


def _reading(meanings: list[Form], entities: Mapping[str, Entity]) -> _Reading:
    first = meanings[0]
    if len(meanings) == 1:
        return _Reading(entities[first.entity], first.form, first.ambiguous, ())
    ranked = sorted(meanings, key=lambda form: FORM_RANK[form.form])  # stable: table order
    first = ranked[0]
    others = tuple(dict.fromkeys(form.entity for form in ranked if form.entity != first.entity))
    return _Reading(
        entity=entities[first.entity],
        form=first.form,
        ambiguous=bool(others) or any(form.ambiguous for form in ranked),
        other=tuple(entities[entity] for entity in others),
    )
