"""Finding signs of diplomacy in a text: names and words, searched for in its bytes.

What ordinary text seldom has is looked for everywhere: names of states and bodies, and words for
dealings between them. Words that any news has are looked for around these only. So a text that
names nobody costs one pass of an automaton and next to nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from ahocorasick_rs import BytesAhoCorasick, Implementation

if TYPE_CHECKING:
    from memcon.knowledge import Knowledge
    from memcon.knowledge.triage_words import TriageWords

_SHORTEST_CAPITALS: Final = 4
"""Names shorter than this are not looked for in capitals: they would be abbreviations."""

_WORD: Final = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
"""Bytes that go on with a word. Letters beyond ASCII do not, which finds rather too much."""

_ANY: Final = 99
_LONGEST: Final = 80  # bytes back to which the beginning of a word is looked for

_STATE, _BODY, _UNSURE, _VOICE, _STRONG, _TELLING, _WEAK, _SHIELD = range(8)

_Sign: TypeAlias = tuple[int, int, int, str]  # start, end, kind, whom or what it means


class Counts(NamedTuple):
    """How many different signs stand close together.

    Attributes:
        states: states, by any of their names.
        bodies: international bodies.
        unsure: states and bodies whose name also means something else, and groups.
        voices: words for those who act for a state, behind its name.
        strong: words for dealings between states.
        telling: words for such dealings that are used at home too.
        weak: words for what states do and say, and not only they.
    """

    states: int = 0
    bodies: int = 0
    unsure: int = 0
    voices: int = 0
    strong: int = 0
    telling: int = 0
    weak: int = 0

    @property
    def enough(self) -> bool:
        """Whether these signs together may tell of diplomacy; more of any never make it less."""
        return self._enough(self.weak)

    @property
    def may_be_enough(self) -> bool:
        """Whether they would be if any number of weak words stood with them."""
        return self._enough(_ANY)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self)

    def _enough(self, weak: int) -> bool:
        parties = self.states + self.bodies
        words = self.telling + weak
        if self.strong:
            return self.strong > 1 or parties + self.unsure > 0 or words > 3
        if parties > 1:
            return self.telling > 0 or weak > 1
        return parties > 0 and (
            self.telling > 1 or (self.voices > 0 and words > 2) or (self.bodies > 0 and words > 3)
        )


class _Automaton:
    """Patterns, each with a kind and a meaning, found where they are whole words."""

    def __init__(self, patterns: Mapping[str, tuple[int, str]]):
        self._meanings = list(patterns.values())
        self._automaton = BytesAhoCorasick(
            [pattern.encode() for pattern in patterns], implementation=Implementation.DFA
        )

    def find(self, data: bytes, offset: int = 0) -> list[_Sign]:
        size = len(data)
        return [
            (offset + start, offset + end, *self._meanings[index])
            for index, start, end in self._automaton.find_matches_as_indexes(data, overlapping=True)
            if not (start and data[start - 1] in _WORD) and not (end < size and data[end] in _WORD)
        ]


class SignIndex:
    """Names of states and bodies, and the words of triage.

    Args:
        knowledge: whose names are looked for.
        words: the words that are signs.
    """

    def __init__(self, knowledge: Knowledge, words: TriageWords):
        rare: dict[str, tuple[int, str]] = {}
        common: dict[str, tuple[int, str]] = {}
        for home, kind, listed in (
            (rare, _TELLING, words.telling),
            (rare, _STRONG, words.strong),
            (common, _WEAK, words.weak),
        ):
            for word, base in listed.items():
                for form in (word, word.capitalize(), word.title(), word.upper()):
                    home[form] = (kind, base)
        for surface, entity, kind in _names(knowledge, words.unsure):
            rare[surface] = (kind, entity)
            if len(surface) >= _SHORTEST_CAPITALS:
                rare.setdefault(surface.upper(), (kind, entity))
        for shield in sorted(knowledge.shields()):
            rare.setdefault(shield, (_SHIELD, ""))
        self._rare = _Automaton(rare)
        self._common = _Automaton(common)
        self._voices = {word.encode(): base for word, base in words.voices.items()}
        self._longest_voice = max(map(len, self._voices))

    def search(self, data: bytes, window: int, *, shields: bool) -> Counts:
        """Look for a place in a text where enough signs stand together.

        Args:
            data: the text in UTF-8, line breaks as spaces; it may begin and end inside a word.
            window: bytes within which signs belong together.
            shields: whether a name inside a longer name that means something else counts not.

        Returns:
            What stands at the first place with enough signs, or where most are.
        """
        signs = self._rare.find(data)
        if not signs:
            return Counts()
        signs = _unshielded(signs, shields=shields)
        signs += [
            (end, end, _VOICE, voice)
            for _, end, kind, _ in signs
            if kind == _STATE and (voice := self._voice(data, end)) is not None
        ]
        most = _count(signs)
        if not most.may_be_enough:
            return most
        signs.sort()
        most = Counts()
        places: list[tuple[int, int]] = []
        for start, end, counts in _places(signs, window):
            if counts.enough:
                return counts
            if counts.may_be_enough:
                low, high = word_start(data, end - window), start + window
                if places and low <= places[-1][1]:
                    low = places.pop()[0]
                places.append((low, high))
            if counts.total > most.total:
                most = counts
        for low, high in places:
            near = [sign for sign in signs if low <= sign[0] <= high]
            near += self._common.find(data[low:high], low)
            near.sort()
            for _, _, counts in _places(near, window):
                if counts.enough:
                    return counts
                if counts.total > most.total:
                    most = counts
        return most

    def _voice(self, data: bytes, end: int) -> str | None:
        """Return the word behind a name if it is for those who act for a state."""
        following = data[end + 1 : end + 2 + self._longest_voice].split(None, 1)
        return self._voices.get(following[0].rstrip(b".,;:").lower()) if following else None


def word_start(data: bytes, at: int) -> int:
    """Return the offset at or a little before ``at`` where no word is cut, if there is one."""
    if at <= 0 or at >= len(data):
        return max(0, min(at, len(data)))
    blank = data.rfind(b" ", max(0, at - _LONGEST), at)
    return at if blank < 0 else blank + 1


def _names(knowledge: Knowledge, unsure: frozenset[str]) -> Iterator[tuple[str, str, int]]:
    """Yield the names to look for, each with whom it means and how sure that is.

    A name that holds a shorter one of the same state or body is left out: the shorter is found.
    """
    forms: dict[tuple[str, int], dict[str, bool]] = {}
    for surface, entity, form, ambiguous in knowledge.surfaces():
        group = entity.kind == "group" or entity.id in unsure
        if form != "place" and not (group and surface[0].islower()):
            kind = _STATE if entity.kind == "state" else _BODY
            forms.setdefault((entity.id, kind), {})[surface] = not ambiguous and not group
    for (entity_id, kind), some in forms.items():
        for surface, sure in some.items():
            if not any(some.get(part, False) for part in _parts(surface)):
                yield surface, entity_id, kind if sure else _UNSURE


def _parts(surface: str) -> Iterator[str]:
    """Yield the runs of words inside a name, without the name itself."""
    words = surface.split()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if end - start < len(words):
                yield " ".join(words[start:end])


def _unshielded(signs: list[_Sign], *, shields: bool) -> list[_Sign]:
    """Leave out shields and, if they are to count, the names inside them."""
    hidden = [(start, end) for start, end, kind, _ in signs if kind == _SHIELD]
    if not hidden:
        return signs
    return [
        sign
        for sign in signs
        if sign[2] != _SHIELD
        and not (
            shields
            and sign[2] <= _UNSURE
            and any(start <= sign[0] and sign[1] <= end for start, end in hidden)
        )
    ]


def _places(signs: list[_Sign], window: int) -> Iterator[tuple[int, int, Counts]]:
    """Slide over signs in text order; yield begin, end and counts of each full window."""
    first = 0
    for last, sign in enumerate(signs):
        while signs[first][0] < sign[0] - window:
            first += 1
        # a window is looked at when the next sign would push its first one out
        if last + 1 == len(signs) or signs[last + 1][0] > signs[first][0] + window:
            yield signs[first][0], sign[0], _count(signs[first : last + 1])


def _count(signs: list[_Sign]) -> Counts:
    """Count the different signs of each kind."""
    counts = [0] * _SHIELD
    for kind, _ in {(kind, what) for _, _, kind, what in signs}:
        counts[kind] += 1
    return Counts(*counts)
