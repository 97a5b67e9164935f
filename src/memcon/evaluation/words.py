"""Words of a text by position, the unit in which spans are compared.

Scores count words and not characters, so that a quotation mark or a space more or less costs
nothing. A word is a run of letters, digits and underscores; its position is its rank in the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

_WORD = re.compile(r"\w+")

Words = frozenset[int]


class WordIndex:
    """Finds the positions of the words that a span touches."""

    def __init__(self, text: str) -> None:
        found = list(_WORD.finditer(text))
        self._starts = [m.start() for m in found]
        self._ends = [m.end() for m in found]

    def of(self, spans: Iterable[tuple[int, int]]) -> Words:
        """Return the positions of all words that any of ``spans`` (start, end) touches."""
        found: set[int] = set()
        for start, end in spans:
            found.update(range(bisect_right(self._ends, start), bisect_left(self._starts, end)))
        return frozenset(found)

    def __len__(self) -> int:
        return len(self._starts)


def iou(a: Words, b: Words) -> float:
    """Intersection over union; 0.0 for two empty sets."""
    common = len(a & b)
    return common / (len(a) + len(b) - common) if common else 0.0


def fold(text: str) -> str:
    """Return ``text`` without accents and in lower case."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def tokens(text: str) -> list[str]:
    """Return the folded words of ``text``, not parted at apostrophes and full stops inside."""
    joined = re.sub(r"(?<=\w)['’`.](?=\w)", "", fold(text))
    return _WORD.findall(joined)
