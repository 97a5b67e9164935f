"""When an annotated name and a name in a record mean the same speaker.

Persons agree by surname, bodies by the telling words of their names:

- *Persons.* Titles and suffixes ("Jr.") are dropped, accents and case folded. Two names agree when
  their last words are the same ("Sergei Lavrov", "Sergey Lavrov", "Lavrov"); when all words of the
  one are in the other, in whatever order ("Kishida Fumio", "Fumio Kishida"; "Wang", "Wang Yi").
  So the East Asian order needs no list of surnames, and "Wang Yi" is not "Wang Wenbin".
- *Bodies.* Remarks in brackets and words that any body may bear (ministry, government, joint
  statement) are dropped, an adjective is known by its noun's first letters ("Chinese",
  "China"); the rest must be the same. A foreign ministry is the voice of its state, so
  "Ministry of Foreign Affairs of China", "Chinese foreign ministry" and "China" agree, and none of
  them agrees with "Ministry of National Defense of China".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from memcon.evaluation.words import fold, tokens
from memcon.record import Actor

_BRACKETS = re.compile(r"\([^()]*\)")
_STEM = 4  # letters that the name of a country and its adjective share at least: chin-a, chin-ese
_ENDING = 3  # letters they add to that at most; so Austria is not Australia

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class _NameWords:
    personal: frozenset[str]
    generic: frozenset[str]
    functional: frozenset[str]
    same: dict[tuple[str, ...], tuple[str, ...]]
    longest: int


@cache
def _name_words() -> _NameWords:
    path = files("memcon.knowledge") / "data" / "en" / "speaker_names.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    same = {
        tuple(tokens(variant)): tuple(tokens(name))
        for name, variants in table["same"].items()
        for variant in variants
    }
    return _NameWords(
        personal=frozenset(table["titles"]) | frozenset(table["suffixes"]),
        generic=frozenset(tokens(" ".join(table["generic"]))),
        functional=frozenset(table["functional"]),
        same=same,
        longest=max(len(variant) for variant in same),
    )


def split_speakers(speaker: str | None) -> list[str]:
    """Return the names in an annotated speaker, where ";" joins those who speak jointly."""
    return [name for part in (speaker or "").split(";") if (name := part.strip())]


def persons_agree(a: str, b: str) -> bool:
    """Say whether two names of persons agree by surname."""
    one, two = _personal(a), _personal(b)
    if not one or not two:
        return False
    return one[-1] == two[-1] or set(one) <= set(two) or set(two) <= set(one)


def bodies_agree(a: str, b: str) -> bool:
    """Say whether two names of states, organisations or groups agree by their telling words."""
    one, two = _telling(a), _telling(b)
    return len(one) == len(two) and pair_all(sorted(one), sorted(two), _same_word)


def speaker_agrees(name: str, actor: Actor) -> bool:
    """Say whether an annotated name means this actor of a record.

    The identifier of a body ("EU") counts as a name of it.
    """
    if actor.kind == "person":
        return persons_agree(name, actor.name)
    return bodies_agree(name, actor.name) or bodies_agree(name, actor.id.split(":")[-1])


def speakers_agree(names: Sequence[str], actors: Sequence[Actor]) -> bool:
    """Say whether the names and the actors are the same set."""
    return len(names) == len(actors) and pair_all(names, actors, speaker_agrees)


def pair_all(left: Sequence[A], right: Sequence[B], fits: Callable[[A, B], bool]) -> bool:
    """Say whether everything in ``left`` can have its own partner in ``right``."""
    return pairs(left, right, fits) == len(left)


def pairs(left: Sequence[A], right: Sequence[B], fits: Callable[[A, B], bool]) -> int:
    """Return how many of ``left`` can have their own partner in ``right`` at most.

    Augmenting paths: the sets are a handful of speakers or participants.
    """
    partner: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j, candidate in enumerate(right):
            if j not in tried and fits(left[i], candidate):
                tried.add(j)
                if j not in partner or place(partner[j], tried):
                    partner[j] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(left)))


def _personal(name: str) -> list[str]:
    words = tokens(_BRACKETS.sub(" ", name))
    kept = [word for word in words if word not in _name_words().personal]
    return kept or words


def _telling(name: str) -> frozenset[str]:
    lists = _name_words()
    words = _canonical(tokens(_BRACKETS.sub(" ", fold(name))))
    return frozenset(word for word in words if word not in lists.generic) or frozenset(
        word for word in words if word not in lists.functional
    )


def _canonical(words: list[str]) -> list[str]:
    """Replace what is listed as another name of the same body, longest first."""
    lists = _name_words()
    out: list[str] = []
    i = 0
    while i < len(words):
        for length in range(min(lists.longest, len(words) - i), 0, -1):
            name = lists.same.get(tuple(words[i : i + length]))
            if name:
                out.extend(name)
                i += length
                break
        else:
            out.append(words[i])
            i += 1
    return out


def _same_word(a: str, b: str) -> bool:
    if a == b:
        return True
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    shared = min(len(a), len(b)) if shared is None else shared
    return shared >= _STEM and max(len(a), len(b)) - shared <= _ENDING
