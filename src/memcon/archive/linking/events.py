"""What a gathering is called, where a report names it and not those who took part.

"The NATO Summit", "a ministerial meeting of the Arctic Council", "the foreign ministers of the
coalition": reports give such gatherings by a name and a level, and each names the few of the many
participants that it is about. Two mentions with one name on one level tell of one gathering if
their days allow it, whomever they list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from memcon.knowledge import Entity, Knowledge, load_knowledge
from memcon.knowledge.gatherings import gathering_words
from memcon.knowledge.meeting_words import meeting_words

# A name of a gathering has rarely more words before its noun, or after it.
_REACH: Final = 9
_TOKEN: Final = re.compile(r"[^\W_](?:[\w.&+’'/]*[^\W_]|\.)?(?:\.(?=[\s\-–)]|$))?")
_NUMBER: Final = re.compile(r"\d+(?:st|nd|rd|th)?")
_POSSESSIVE: Final = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class Event:
    """The name of a gathering: ids of bodies and states, other words of it, and the level."""

    ids: frozenset[str]
    words: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """What names of one gathering have in common."""
        return "+".join(sorted(self.ids or self.words))

    @property
    def bodies(self) -> frozenset[str]:
        """The ids of the bodies that gather; none where two states hold a series of talks."""
        return frozenset(name for name in self.ids if is_body(name))

    def fits(self, other: Event) -> bool:
        """Return whether the two can be names of one gathering, or of one series of them."""
        if self.ids != other.ids:
            return False
        if self.words != other.words:
            # "the Ostria-Varnia Dialogue on Fisheries" is called "the Ostria-Varnia Dialogue".
            shorter = self.words <= other.words or other.words <= self.words
            if len(self.ids) < 2 or self.bodies or not shorter:
                return False
        return _agree(self.levels, other.levels) and _agree(self.fields, other.fields)


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or not one.isdisjoint(other)


def event_of(
    *,
    texts: Iterable[str | None],
    summit: bool,
    host: str | None,
    people: Mapping[str, str | None],
    bodies: Sequence[tuple[str, str]],
) -> Event | None:
    """Return the gathering that a mention names, if it does.

    Args:
        texts: words that tell of the meeting, those that most surely do first.
        summit: whether it is told of as a summit.
        host: whose account it is. Whose ministers meet those of a body goes without saying in
            accounts of its own: "the U.S.-ASEAN meeting" and "our meeting with ASEAN".
        people: ids of the persons named as participants, with their sides. Where the words name a
            guest, they tell of the meeting with the guest, if at the gathering.
        bodies: of the participants without a name, the side and the office. They tell what the
            words leave open.
    """
    for text in texts:
        told = _told(text) if text else None
        if told is None:
            continue
        guests = _name_words(person for person, side in people.items() if side != host)
        if guests.isdisjoint(told[1]) and _name_words(people).isdisjoint(told[0].words):
            return _without(told[0], host)
    present = {side for side, _ in bodies if is_body(side)}
    if len(present) != 1 or not present.isdisjoint(people.values()):
        return None
    roles = " ".join(role for side, role in bodies if side in present).casefold().split()
    levels, fields = _level(_singular(word) for word in roles)
    if not roles and summit:
        levels = frozenset({gathering_words().nouns["summit"]})
    if not levels:
        return None
    return Event(frozenset(present), frozenset(), levels, fields)


def _without(event: Event, host: str | None) -> Event:
    """Return the event without the host among the states, where a body is named besides."""
    if host is not None and host in event.ids and event.bodies - {host}:
        return replace(event, ids=event.ids - {host})
    return event


def _name_words(people: Iterable[str]) -> set[str]:
    return {
        word
        for person in people
        for word in person.removeprefix("person:").partition("|")[0].split("-")
    }


@lru_cache(maxsize=8192)
def _told(words: str) -> tuple[Event, frozenset[str]] | None:
    """Return the first gathering named in some words, and all the words."""
    known = gathering_words()
    if not _heads().search(words):
        return None
    words = _margins().split(words, maxsplit=1)[0]
    for part in _breaks().split(words):
        tokens = [(found.start(), found.group()) for found in _TOKEN.finditer(part)]
        for place, (_, token) in enumerate(tokens):
            noun = _singular(token.casefold())
            if noun in known.nouns or (noun in known.levels and noun != token.casefold()):
                found = _named(part, tokens, place, noun)
                if found is not None:
                    return found, frozenset(_plain(words))
    return None


@cache
def _heads() -> re.Pattern[str]:
    """Return the nouns without which no gathering is named."""
    known = gathering_words()
    return re.compile("|".join([*known.nouns, *(f"{word}s" for word in known.levels)]), re.I)


@cache
def _breaks() -> re.Pattern[str]:
    """Return what no name of a gathering runs across."""
    words = "|".join(sorted(gathering_words().breaks))
    return re.compile(rf"[,;:|]|\s—\s|\b(?:{words})\b", re.IGNORECASE)


@cache
def _margins() -> re.Pattern[str]:
    """Return what comes before the gathering beside which a meeting was held."""
    openers = "|".join(re.escape(words) for words in meeting_words().occasion_openers)
    return re.compile(rf"\b(?:{openers})\b", re.IGNORECASE)


def _plain(text: str) -> list[str]:
    return [_bare(word).casefold() for word in _TOKEN.findall(text)]


def _named(part: str, tokens: Sequence[tuple[int, str]], place: int, noun: str) -> Event | None:
    """Return the gathering that the noun at a place is the head of."""
    known = gathering_words()
    first, end = _extent(tokens, place)
    after = tokens[place][0] + len(tokens[place][1])
    if first == place and end == after:
        return None
    names: set[str] = set()
    rest: list[str] = []
    for text in (part[tokens[first][0] : tokens[place][0]], part[after:end]):
        ids, words = _entities(text)
        names |= ids
        rest += words
    levels, fields = _level(_singular(word.casefold()) for word in rest)
    level = known.nouns.get(noun) or known.levels.get(noun)
    levels |= {level} if level else frozenset()
    proper = _proper(rest, noun)
    if not proper.isdisjoint(meeting_words().role_heads):
        return None  # "Senator Varro's meeting": a title, no gathering
    for body in [found for name in sorted(names) if (found := _organisation(name)) is not None]:
        if names.issuperset(body.members):
            names -= set(body.members)
        spelt = _plain(body.name)
        proper = {word for word in proper if not any(own.startswith(word) for own in spelt)}
    event = Event(frozenset(names), frozenset(proper | ({noun} & known.series)), levels, fields)
    if event.bodies:
        return event
    capital = tokens[place][1][0].isupper()
    own = (proper and noun in known.proper) or (len(names) >= 2 and noun in known.series)
    return event if capital and own else None


def _extent(tokens: Sequence[tuple[int, str]], place: int) -> tuple[int, int]:
    """Return the first word of the name around a noun, and the offset at which the name ends."""
    links = gathering_words().links
    first = last = place
    while first > 0 and place - first < _REACH and _of_name(tokens[first - 1][1]):
        first -= 1
    if last + 1 < len(tokens) and tokens[last + 1][1] in links:
        last += 1
        while last + 1 < len(tokens) and last - place < _REACH:
            following = tokens[last + 1][1]
            if following not in links and not _of_name(following):
                break
            last += 1
    return first, tokens[last][0] + len(tokens[last][1])


def _proper(words: Iterable[str], noun: str) -> set[str]:
    """Return the words of a name that tell it from others, in lower case."""
    known = gathering_words()
    common = known.void | known.levels.keys() | known.nouns.keys()
    if noun not in known.proper:
        common |= known.fields
    singular = {_singular(word.casefold()) for word in words if not word[0].islower()}
    return {word for word in singular - common if not _NUMBER.fullmatch(word)}


@lru_cache(maxsize=65536)
def _of_name(token: str) -> bool:
    """Return whether a word can be part of a name: "NATO", "Leaders'", "foreign"."""
    known = gathering_words()
    if any(letter.isupper() for letter in token):
        return True
    word = _singular(_bare(token).casefold())
    return word in known.levels or word in known.fields or word in known.nouns


def _bare(token: str) -> str:
    return _POSSESSIVE.sub("", token)


def _entities(text: str) -> tuple[set[str], list[str]]:
    """Return the ids of the bodies and states in a text, and the words besides their names."""
    names: set[str] = set()
    left: list[str] = []
    at = 0
    for match in _knowledge().find_names(text):
        if match.entity.kind == "group":
            continue
        left.append(text[at : match.start])
        at = match.end
        if match.form not in ("place", "metonym"):
            names.add(match.entity.id)
    left.append(text[at:])
    return names, [_bare(word) for part in left for word in _TOKEN.findall(part) if _bare(word)]


def _level(words: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    known = gathering_words()
    levels: set[str] = set()
    fields: set[str] = set()
    for word in words:
        if word in known.levels:
            levels.add(known.levels[word])
        elif word in known.fields:
            fields.add(word.replace("ense", "ence"))
    return frozenset(levels), frozenset(fields)


@lru_cache(maxsize=65536)
def _singular(word: str) -> str:
    word = _bare(word)
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=65536)
def _organisation(name: str) -> Entity | None:
    """Return the organisation of an id, None for states, groups and words."""
    entity = _knowledge().entity(name)
    return entity if entity is not None and entity.kind == "organisation" else None


def is_body(name: str) -> bool:
    """Return whether an id is that of an organisation or grouping of states."""
    return _organisation(name) is not None


def members_of(name: str) -> frozenset[str]:
    """Return the states that a small body is known to consist of."""
    body = _organisation(name)
    return frozenset(body.members) if body is not None else frozenset()


@lru_cache(maxsize=4096)
def state_of(place: str) -> str | None:
    """Return the id of the state in which a place lies, None where it is not known."""
    entity = _knowledge().place(place)
    return entity.id if entity is not None else None


@cache
def _knowledge() -> Knowledge:
    return load_knowledge()
