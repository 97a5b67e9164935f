"""What differs between two wordings, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz.distance import Levenshtein

from memcon.analysis.comparison import Difference, Operation
from memcon.knowledge.comparison import fold

_WORD: Final = re.compile(r"\S+")
_EDGES: Final = re.compile(r"^[^\w$€£%]+|[^\w%]+$")
# An island of common words between two changes is read more easily as part of one change.
ISLAND: Final = 2
SHORT: Final = 3  # letters


@dataclass(frozen=True, slots=True)
class _Step:
    """A stretch of words, by position, that is the same or is not."""

    equal: bool
    a_first: int
    a_last: int
    b_first: int
    b_last: int


def differences(a: str, b: str, *, a_offset: int = 0, b_offset: int = 0) -> tuple[Difference, ...]:
    """Return the steps from one wording to the other over whole words.

    Capitals, accents and marks at a word's edges make no difference.

    Args:
        a: the first wording.
        b: the second wording.
        a_offset: added to offsets in ``a``.
        b_offset: added to offsets in ``b``.

    Returns:
        Stretches in order that cover all words of both, without the white space between them.
    """
    left, right = list(_WORD.finditer(a)), list(_WORD.finditer(b))
    steps = Levenshtein.opcodes(
        [_bare(match[0]) for match in left], [_bare(match[0]) for match in right]
    )
    merged: list[_Step] = []
    for number, step in enumerate(steps):
        now = _Step(
            step.tag == "equal", step.src_start, step.src_end, step.dest_start, step.dest_end
        )
        inner = 0 < number < len(steps) - 1
        if now.equal and inner and _small([match[0] for match in left[now.a_first : now.a_last]]):
            now = replace(now, equal=False)
        if merged and not now.equal and not merged[-1].equal:
            merged[-1] = replace(merged[-1], a_last=now.a_last, b_last=now.b_last)
        else:
            merged.append(now)
    out = []
    for part in merged:
        a_start, a_end = _range(left, part.a_first, part.a_last, len(a))
        b_start, b_end = _range(right, part.b_first, part.b_last, len(b))
        out.append(
            Difference(
                operation=_operation(a_start == a_end, b_start == b_end, part.equal),
                a_start=a_start + a_offset,
                a_end=a_end + a_offset,
                a_text=a[a_start:a_end],
                b_start=b_start + b_offset,
                b_end=b_end + b_offset,
                b_text=b[b_start:b_end],
            )
        )
    return tuple(out)


def same_words(a: str, b: str) -> float:
    """Return the share of words that two wordings have in common in order, 0 to 1."""
    return Levenshtein.normalized_similarity(
        [_bare(word) for word in a.split()], [_bare(word) for word in b.split()]
    )


def _operation(no_a: bool, no_b: bool, equal: bool) -> Operation:
    if equal:
        return "equal"
    if no_a:
        return "insert"
    return "delete" if no_b else "replace"


def _small(words: Sequence[str]) -> bool:
    return len(words) <= ISLAND and all(len(_bare(word)) <= SHORT for word in words)


def _bare(word: str) -> str:
    return _EDGES.sub("", fold(word)) or word


def _range(words: list[re.Match[str]], first: int, last: int, size: int) -> tuple[int, int]:
    if first < last:
        return words[first].start(), words[last - 1].end()
    place = words[first].start() if first < len(words) else size
    return place, place
