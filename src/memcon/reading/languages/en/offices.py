"""Offices: what a stretch of letters says of title and side.

"Chinese State Councilor and Foreign Minister" is the title "State Councilor and Foreign Minister"
of China; "spokeswoman of the Belarusian leader" the title "spokeswoman" of Belarus.
"""

from __future__ import annotations

from dataclasses import dataclass

from memcon.knowledge.people import people_words
from memcon.reading.languages.en.units import Line, Unit, side_of
from memcon.reading.names import calm

_LINKS = ("of", "to", "for", "the", "at", "in", "on", "and", "&", ",")


@dataclass(slots=True)
class Title:
    """One office read off the text: ``side`` is an entity id, or None where none is named."""

    title: str
    side: str | None
    first: int  # token
    last: int
    words: tuple[str, ...]  # in lower case, offices in the singular
    holder: str | None = None  # "Putin" in "Putin spokesman"
    after: bool = False  # stands after the name


def read_titles(line: Line, first: int, last: int) -> list[Title]:
    """Read the offices in the units ``first`` to ``last`` (half-open), in order.

    Joined offices share the side that is named once: "Chinese State Councilor and Foreign
    Minister", "President and Prime Minister of X".
    """
    letters = line.letters
    bounds: list[tuple[int, int]] = []
    begin = first
    seen = False
    for k in range(first, last):
        if letters[k] == "O":
            seen = True
        elif letters[k] == "&" and seen and "O" in letters[k + 1 : last]:
            bounds.append((begin, k))
            begin, seen = k + 1, False
    bounds.append((begin, last))
    titles = [_one_title(line, a, b) for a, b in bounds]
    sides = [t.side for t in titles if t.side]
    if sides:
        for title in titles:
            title.side = title.side or sides[0]
    kept = [t for t in titles if t.title]
    if len(kept) > 1 and not is_plural_title(line, kept[0]):
        # one holder of two offices: "State Councilor and Foreign Minister"
        joined = line.text(unit_at(line, kept[0].first), unit_at(line, kept[-1].last) + 1)
        joined = _without_sides(line, kept[0].first, kept[-1].last) or joined
        words = tuple(w for t in kept for w in (*t.words, "+"))
        return [
            Title(joined, kept[0].side, kept[0].first, kept[-1].last, words, kept[0].holder),
        ]
    return kept


def _without_sides(line: Line, first: int, last: int) -> str:
    a, b = unit_at(line, first), unit_at(line, last) + 1
    return _clean(line, a, b)[0]


def _one_title(line: Line, first: int, last: int) -> Title:
    units = line.units[first:last]
    text, words = _clean(line, first, last)
    sides = [side_of(u.entity) for u in units if u.letter in "SAGL" and u.entity]
    side = _side(units, sides)
    holder = next(
        (
            u.text
            for k, u in enumerate(units)
            if u.letter == "N" and "O" in line.letters[first + k : last]
        ),
        None,
    )
    low = units[0].first if units else 0
    high = units[-1].last if units else 0
    return Title(text, side, low, high, words, holder)


def _side(units: list[Unit], sides: list[str]) -> str | None:
    """The state or body that an office is of: an adjective or owner before it, else after "of".

    An envoy *to* somewhere is of the state that sends: what follows "to" counts only for
    advisers ("National Security Advisor to the Prime Minister of India").
    """
    if not sides:
        return None
    office = next((k for k, u in enumerate(units) if u.letter == "O"), len(units))
    for k, unit in enumerate(units):
        if k < office and unit.letter in "SAGL" and unit.entity:
            return side_of(unit.entity)
    previous = ""
    chosen: str | None = None
    sending = (
        units[office].lower in ("ambassador", "envoy", "representative")
        if office < len(units)
        else False
    )
    for unit in units[office:]:
        if unit.letter == "f":
            previous = unit.lower
        elif unit.letter in "SAG" and unit.entity:
            if previous in ("to", "on", "for", "in", "at") and sending:
                continue
            if chosen is None:
                chosen = side_of(unit.entity)
    return chosen


def _clean(line: Line, first: int, last: int) -> tuple[str, tuple[str, ...]]:
    """Return a title's words without states, openers and what hangs on a dropped state."""
    people = people_words()
    kept: list[str] = []
    words: list[str] = []
    units = line.units[first:last]
    dropped = False  # inside a complement whose state was dropped: "of the Belarusian leader"
    seen = ""
    for k, unit in enumerate(units):
        letter = unit.letter
        if letter in "f&,":
            dropped = False
        if dropped and letter != "s":
            continue
        seen += letter
        if letter == "s" and k and units[k - 1].letter not in "SADGL":
            kept.clear()  # "the Russian president's aide": the owner's office is not the holder's
            words.clear()
            continue
        if letter == "s":
            continue
        if letter in "SAD":
            # "of India": the link goes with the state
            while kept and kept[-1].lower() in _LINKS:
                kept.pop()
            dropped = k > 0 and "O" in seen
            continue
        own = letter == "G" and unit.entity is not None and side_of(unit.entity) == unit.entity.id
        if letter == "G" and not own:
            kept.append(unit.text)
            continue
        if letter == "G" and k and any(u.letter == "O" for u in units[:k]):
            while kept and kept[-1].lower() in _LINKS:
                kept.pop()
            continue
        if letter == "G":
            continue
        following = units[k + 1].letter if k + 1 < len(units) else "x"
        if letter == "N" and not kept and following in "sO":
            continue  # "Putin spokesman"
        if unit.lower in people.title_openers and not unit.text[:1].isupper():
            continue
        if letter in "&" and not kept:
            continue
        if letter in "t" and not kept:
            continue
        short = len(unit.text) < 6 if letter in "NM" else len(unit.text) < 4 and letter == "O"
        printed = unit.text if short else calm(unit.text)
        kept.append("and" if letter == "&" else printed)
        if letter in "OMNBb":
            words.append(people.office(unit.lower.rstrip(".")) or unit.lower)
    while kept and kept[-1].lower() in _LINKS:
        kept.pop()
    return " ".join(kept).replace(" ,", ","), tuple(words)


def is_plural_title(line: Line, title: Title) -> bool:
    """Tell whether a title is held by several: "Foreign Ministers"."""
    for unit in line.units[unit_at(line, title.first) : unit_at(line, title.last) + 1]:
        if unit.letter == "O" and is_plural(unit.lower):
            return True
    return False


def is_plural(word: str) -> bool:
    """Tell whether a word is the plural of an office."""
    people = people_words()
    last = word.rsplit("-", 1)[-1]
    base = people.office(last)
    return base is not None and base != last


def unit_at(line: Line, token: int) -> int:
    """Return the index of the unit that holds a token."""
    low, high = 0, len(line.units) - 1
    while low < high:
        middle = (low + high) // 2
        if line.units[middle].last < token:
            low = middle + 1
        else:
            high = middle
    return low


def singular_title(word: str) -> str:
    """Return an office's singular in the same case; other words unchanged."""
    if is_plural(word.lower()):
        base = people_words().office(word.lower()) or word
        return base.capitalize() if word[:1].isupper() else base
    return word


def gender_of(units: list[Unit]) -> bool | None:
    """Say what honorifics and offices tell: True for a woman, False for a man, None for neither."""
    people = people_words()
    for unit in units:
        word = unit.lower.rstrip(".")
        if unit.letter == "q" and word in ("her", "his"):
            continue
        if word in people.feminine:
            return True
        if word in people.masculine:
            return False
    return None


def first_side(units: list[Unit]) -> str | None:
    """Return the side named first among units, or None."""
    return next((side_of(u.entity) for u in units if u.letter in "SAG" and u.entity), None)
