"""Forms of names as an archive holds them, and which of them are no names at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from memcon.archive.linking.name_keys import Name, parse, skeleton, surnames
from memcon.knowledge import load_knowledge
from memcon.knowledge.people import people_words
from memcon.knowledge.person_names import person_names
from memcon.reading.names import fold

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*\.?")
_HYPHENS: Final = ("-", "‐", "‑", "–")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """An office beside a form of a name, counted over the archive.

    Attributes:
        title: As printed.
        of: Actor id of the state or body, where the text says it.
        first_day: The first day it was printed on, ISO 8601, or None where no day is known.
        last_day: The last such day.
        documents: In how many documents.
    """

    title: str
    of: str | None = None
    first_day: str | None = None
    last_day: str | None = None
    documents: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """One form of a name with the side it was seen with, counted over the archive.

    Attributes:
        key: The caller's key; it decides nothing.
        id: Actor id, such as ``person:antony-blinken``; distinct together with the side.
        name: As printed.
        side: Actor id of the state or body spoken for; None or "" where none is known.
        titles: The offices beside it.
        documents: In how many documents it is.
        first_day: The day of the first document, ISO 8601, or None where no day is known.
        last_day: The day of the last one.
    """

    key: int
    id: str
    name: str
    side: str | None = None
    titles: tuple[Title, ...] = ()
    documents: int = 1
    first_day: str | None = None
    last_day: str | None = None

    @property
    def parsed(self) -> Name:
        """The name taken apart."""
        return parse(self.name)


def is_description(form: NameForm) -> bool:
    """Tell whether a form names nobody that another document could name again.

    Descriptions ("the Prime Minister", "Chinese counterpart", "chair of ASEAN"), and a lone given
    name of everyday use without an office or a side ("Matt"). Such a form stands for somebody
    else in every document: ``resolve`` never merges it, and a question about one document only
    can say more.
    """
    if form.titles and " " not in form.name.strip():
        return not form.parsed.parts  # "Senator King": an office's name is a surname too
    return _describes(form.name) or (not form.side and _is_lone_given(form.name))


def block_keys(name: str) -> tuple[str, ...]:
    """Return coarse keys of a name: forms that may become one person share at least one.

    Args:
        name: As printed.

    Returns:
        Distinct keys, sorted: one a word by which the name can be shortened, and one for the whole
        written as one word (after ``=``); none for a description of two words or more, which never
        becomes anybody.
    """
    if _describes(name) and (" " in name.strip() or not parse(name).parts):
        return ()
    keys = {skeleton(part) for part in surnames(name)}
    keys.add("=" + "".join(parse(name).parts))
    return tuple(sorted(keys))


@lru_cache(maxsize=65536)
def _is_lone_given(name: str) -> bool:
    parsed = parse(name)
    forenames = person_names().forenames
    # "Jean-Yves" is one given name
    return " " not in name.strip() and bool(
        parsed.printed and all(word in forenames for word in parsed.printed)
    )


@lru_cache(maxsize=65536)
def _describes(name: str) -> bool:
    words = _WORD.findall(name)
    if not words or not parse(name).parts:
        return True
    people = people_words()
    lists = person_names()
    particles = people.particles | {"and", "the"}
    if any(
        match.group()[0].islower()
        and name[max(0, match.start() - 1) : match.start()] not in _HYPHENS  # "Moon Jae-in"
        and match.group().lower().rstrip(".") not in particles
        for match in _WORD.finditer(name)
    ):
        return True
    lows = [fold(word).rstrip(".") for word in words]
    if len(words) == 1:  # a state's name is a surname too: "Jordan", "Holland"
        return people.office(lows[0]) is not None or lows[0] in lists.descriptive
    told = [
        people.office(low) is not None or low in people.modifiers or low in lists.descriptive
        for low in lows
    ]
    # "Chad Jordan" names states only, and is a name
    return all(told) or (
        any(told)
        and all(
            one or any(start <= match.start() < end for start, end in _known(name))
            for one, match in zip(told, _WORD.finditer(name), strict=True)
        )
    )


@lru_cache(maxsize=65536)
def _known(name: str) -> tuple[tuple[int, int], ...]:
    """Return where states, bodies and places are named in a name."""
    return tuple((m.start, m.end) for m in load_knowledge().find_names(name))
