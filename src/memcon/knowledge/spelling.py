"""Spelling variants of names, and the one spelling in which texts are searched.

Searching happens in a text where typographic apostrophes, hyphens and spaces are plain, and where
a line break inside a paragraph is a space; ``Plain`` leads offsets back to the original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_PLAIN: Final[tuple[tuple[str, str], ...]] = tuple(
    (char, mark)
    for mark, chars in (
        ("'", "\u2019\u2018\u02bc\u00b4\u02bb\uff07"),
        ("-", "\u2010\u2011\u2012\u2013"),
        (" ", "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"),
        ("\n", "\u2028\u0085"),
    )
    for char in chars
)
_CONTROLS: Final = tuple((char, " ") for char in "\t\r\v\f")
_RUN: Final = re.compile(r"[ \n]{2,}")
_BREAK: Final = "\x1e"  # stands for a paragraph break, which no name runs across

# Letters that do not decompose into a base letter and a mark.
_FOLDS: Final = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae"}
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in plain spelling and the way back to the original's offsets."""

    text: str
    _ends: tuple[int, ...]  # plain offsets behind each shortened run of spaces
    _shifts: tuple[int, ...]  # what to add from there on

    def original(self, offset: int) -> int:
        """Return the offset in the original text of an offset in the plain one."""
        if not self._ends:
            return offset
        index = bisect_right(self._ends, offset)
        return offset + self._shifts[index - 1] if index else offset


def _plain_marks(text: str) -> str:
    """Make apostrophes, hyphens and spaces plain, one for one.

    Replacing one by one is several times faster than ``str.translate`` on texts that hold few of
    them.
    """
    for char, mark in _CONTROLS if text.isascii() else _CONTROLS + _PLAIN:
        if char in text:
            text = text.replace(char, mark)
    return text


def plain(text: str) -> Plain:
    """Return a text in plain spelling.

    Apostrophes, hyphens and spaces are made plain one for one. Runs of spaces and single line
    breaks become one space, so that names are found across wrapped lines; a paragraph break stays
    a break.

    Args:
        text: Any text.

    Returns:
        The plain text with its offsets.
    """
    same_length = _plain_marks(text)
    pieces: list[str] = []
    ends: list[int] = []
    shifts: list[int] = []
    done = length = shift = 0
    for run in _RUN.finditer(same_length):
        start, end = run.span()
        pieces.append(same_length[done:start])
        pieces.append(_BREAK if same_length.count("\n", start, end) > 1 else " ")
        length += start - done + 1
        shift += end - start - 1
        ends.append(length)
        shifts.append(shift)
        done = end
    pieces.append(same_length[done:])
    return Plain("".join(pieces).replace("\n", " "), tuple(ends), tuple(shifts))


def lowered(text: str) -> str:
    """Return a text in lower case, as long as it was.

    ``str.lower`` lengthens a dotted capital I; such letters are kept here.
    """
    lower = text.lower()
    if text.isascii() or len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def fold(text: str) -> str:
    """Return a text without the marks on its letters: São Tomé becomes Sao Tome."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_FOLDS))
    return "".join(char for char in parts if not unicodedata.combining(char))


def key(text: str) -> str:
    """Return the form under which names are looked up when case and marks do not matter."""
    if not text.isascii():
        text = fold(_plain_marks(text))
    words = text.casefold().split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)


def variants(surface: str) -> Sequence[str]:
    """Return the other spellings in which a name is met.

    Without marks, with ``St.`` and ``St`` for ``Saint``, with ``&`` for ``and``, and with a
    capital first letter where the table has a small one.

    Args:
        surface: A name as the table writes it, in plain spelling.

    Returns:
        Spellings other than the surface itself.
    """
    ascii = surface.isascii()
    if ascii and " " not in surface and not surface[0].islower():
        return ()
    spellings = [surface]
    if not ascii:
        spellings.append(fold(surface))
    if "Saint " in surface:
        spellings += [
            spelling.replace("Saint ", short)
            for spelling in tuple(spellings)
            for short in ("St. ", "St ")
        ]
    if " and " in surface:
        spellings += [spelling.replace(" and ", " & ") for spelling in tuple(spellings)]
    if surface[0].islower():
        spellings += [spelling[0].upper() + spelling[1:] for spelling in tuple(spellings)]
    return spellings[1:]
