"""Offices as titles name them: one key for "Minister of Foreign Affairs" and "Foreign Minister".

The table of synonyms is ``knowledge/data/en/titles.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from memcon.knowledge.files import toml_table
from memcon.knowledge.people import people_words
from memcon.reading.names import fold

_WORDS: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One office that a title names.

    Attributes:
        words: Its telling words in small letters, sorted; the identity of the office.
        ranks: Those of them that set one office apart from another of like words ("vice").
        name: The same words in order, for people to read.
        acting: Whether it is held for the time being.
        former: Whether the title says that it is no longer held.
        elect: Whether it is not yet held.
    """

    words: tuple[str, ...]
    ranks: tuple[str, ...]
    name: str
    acting: bool = False
    former: bool = False
    elect: bool = False

    @property
    def identity(self) -> Office:
        """The office without the order in which its words were printed."""
        return replace(self, name=" ".join(self.words))


@dataclass(frozen=True, slots=True)
class _Words:
    same: dict[str, str]
    phrases: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    dropped: frozenset[str]
    ranks: frozenset[str]
    acting: frozenset[str]
    former: frozenset[str]
    elect: frozenset[str]
    high: tuple[str, ...]
    abroad: dict[str, tuple[str, ...]]


@cache
def _words() -> _Words:
    table = toml_table("titles.toml")
    phrases = [
        (tuple(one.split()), tuple(entry.split(" = ")[0].split()))
        for entry in table["phrases"]
        for one in entry.split(" = ")[1].split(" | ")
    ]
    # longest first, so that "minister of foreign affairs" is not read as two
    phrases.sort(key=lambda pair: (-len(pair[0]), pair))
    return _Words(
        same=dict(table["same"]),
        phrases=tuple(phrases),
        dropped=frozenset(table["dropped"]),
        ranks=frozenset(table["ranks"]),
        acting=frozenset(table["acting"]),
        former=frozenset(table["former"]),
        elect=frozenset(table["elect"]),
        high=tuple(table["high"]),
        abroad={side: tuple(titles) for side, titles in table["abroad"].items()},
    )


@lru_cache(maxsize=16384)
def read_offices(title: str) -> tuple[Office, ...]:
    """Return the offices that a title names, in order, each once.

    Args:
        title: As printed: "State Councilor and Foreign Minister".

    Returns:
        The offices; none where nothing telling is left of the title.
    """
    found: dict[Office, None] = {}
    for part in _joined(fold(title).replace("’", "'")):
        office = _office(part)
        if office is not None:
            found[office] = None
    return tuple(found)


def _joined(title: str) -> list[list[str]]:
    """Split a title at the "and" between two offices."""
    words = _WORDS.findall(title.replace("-", " ").replace("&", " and "))
    parts: list[list[str]] = [[]]
    for k, word in enumerate(words):
        if word == "and" and _names_office(parts[-1]) and _names_office(words[k + 1 :]):
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _names_office(words: list[str]) -> bool:
    upto = words.index("and") if "and" in words else len(words)
    return any(people_words().office(_words().same.get(w, w)) for w in words[:upto])


def _office(words: list[str]) -> Office | None:
    lists = _words()
    words = [lists.same.get(word, word) for word in words]
    out: list[str] = []
    i = 0
    while i < len(words):
        for said, meant in lists.phrases:
            if tuple(words[i : i + len(said)]) == said:
                out.extend(meant)
                i += len(said)
                break
        else:
            out.append(words[i])
            i += 1
    acting = any(w in lists.acting for w in out)
    former = any(w in lists.former for w in out)
    elect = any(w in lists.elect for w in out)
    marks = lists.acting | lists.former | lists.elect | lists.dropped
    telling = tuple(dict.fromkeys(w for w in out if w not in marks))
    if not telling:
        return None
    return Office(
        words=tuple(sorted(telling)),
        ranks=tuple(sorted(w for w in telling if w in lists.ranks)),
        name=" ".join(w for w in out if w not in marks - lists.dropped),
        acting=acting,
        former=former,
        elect=elect,
    )


@cache
def high_offices() -> frozenset[tuple[str, ...]]:
    """Return the words of the offices that one person of a state or body holds at a time."""
    return frozenset(office.words for title in _words().high for office in read_offices(title))


def abroad_titles() -> Mapping[str, tuple[str, ...]]:
    """Return, by state id, titles that nobody holds there."""
    return _words().abroad


def agreement(one: Office, other: Office) -> int:
    """Say how well two offices agree.

    Returns:
        2 where they are the same, 1 where one says less than the other and no rank differs
        ("Secretary", "Secretary of State"), else 0.
    """
    if one.words == other.words:
        return 2
    if one.ranks != other.ranks:
        return 0
    a, b = set(one.words), set(other.words)
    return 1 if a < b or b < a else 0
