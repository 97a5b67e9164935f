"""A person's mention, and offices that a comma sets off before the name.

The patterns are over the letters of ``units.py``, as in ``titles.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from memcon.reading.languages.en.offices import (
    Title,
    first_side,
    gender_of,
    is_plural_title,
    read_titles,
)
from memcon.reading.languages.en.units import Line, side_of

WORD = r"(?:[SAGDLMNBbvO]s?)"
# "Foreign and Trade Minister": fields joined before their office
HEAD = rf"(?:{WORD}|M&(?=[MN])){{0,8}}O"
# An office set off by a comma before the name: "the opposition leader, A B,", "Pinto's lawyer,
# C D,", "the secretary general of the Inner Sea Council (ISC), E F,"; `x` is checked to be no verb.
_ANY_COMPLEMENT = r"(?:ft?(?:[MSAGDLBbvON]s?)+(?:(?:,&|,|&)t?[MSAGDLBbvN]+(?!O))*)"
_GAPPED = re.compile(
    rf"(?P<det>(?:^|(?<=s))|[tq])(?P<title>(?:[SAGDLMNBbvOx]s?){{0,8}}O{_ANY_COMPLEMENT}{{0,3}}"
    rf"(?:&t?{HEAD}{_ANY_COMPLEMENT}{{0,3}})?)(?P<bracket>(?:\([^()]{{1,8}}\))?),"
    rf"(?P<hon>(?:[tq]?H)*)$"
)
_DESCRIPTIVE_TAGS = ("NN", "NNS", "NNP", "JJ", "JJR", "JJS", "HYPH", "CD")


@dataclass(slots=True)
class Person:
    """A mention of a person by name: token indices, inclusive."""

    line: Line
    start: int  # unit range of the name, half-open
    end: int
    first: int  # tokens of the whole mention
    last: int
    name: str
    titles: list[Title] = field(default_factory=list)
    side: str | None = None  # stated without a title: "Russia's Vladimir Putin", "Xi of China"
    honorific: bool = False
    feminine: bool | None = None
    counterpart: bool = False
    inherited: str | None = None  # side of the person before in a list under one adjective
    modifier: bool = False  # the name stands inside another phrase: "Putin ally", "Biden team"

    @property
    def head_tokens(self) -> tuple[int, int]:
        """Token range of the name alone."""
        return self.line.units[self.start].first, self.line.units[self.end - 1].last


def read_gapped(person: Person, before: str, low: int) -> bool:
    """Read an office that a comma sets off from the name behind it; tell whether there is one.

    The name must be full or honoured, and end its apposition (", A B," or "A B." or "A B (").
    """
    line = person.line
    units = line.units
    match = _GAPPED.search(before)
    if match is None or line.letters[person.end : person.end + 1] not in ("", ",", "(", "x", "J"):
        return False
    following = units[person.end].text if person.end < len(units) else "."
    if following[:1].isalnum() or (person.end - person.start < 2 and not match["hon"]):
        return False
    first, last = low + match.start("title"), low + match.end("title")
    if not match["det"] and low and line.letters[first - 1] != "s":
        return False
    tokens = line.sentence.paragraph.tokens
    for unit in units[first:last]:
        if unit.letter == "x" and not (
            tokens[unit.last].tag in _DESCRIPTIVE_TAGS and unit.text[-1:].isalnum()
        ):
            return False
    titles = read_titles(line, first, last)
    if not titles or is_plural_title(line, titles[0]):
        return False
    if match["bracket"]:
        inside = first_side(units[last : low + match.end("bracket")])
        for title in titles:
            title.side = title.side or inside
    begin = first
    if match["det"]:
        begin -= 1
    elif first and line.letters[first - 1] == "s":
        owner = units[first - 2]
        for title in titles:
            title.holder = title.holder or (owner.text if owner.letter == "N" else None)
            title.side = title.side or (
                side_of(owner.entity) if owner.entity and owner.letter in "SAG" else None
            )
    person.first = units[begin].first
    if any("counterpart" in t.words for t in titles):
        person.counterpart = True
        person.side = next((t.side for t in titles if t.side), None)
        titles = [t for t in titles if "counterpart" not in t.words]
    person.titles = titles
    person.honorific = bool(match["hon"])
    person.feminine = gender_of(units[first : person.start])
    return True
