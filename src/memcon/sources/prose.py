"""Is it running text? Measures on short samples, so that their cost does not grow with the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from memcon.sources.layout import layout
from memcon.sources.units import ends_sentence

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_SENTENCE_END = re.compile(
    r"[.!?…][\"'”’)\]*_]{0,3}[\s\u00a0]+(?=[\"'“‘(\[*_]{0,3}[^\W\d_a-z])|[。！？]"
)
_SAMPLE = 600


def words(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """Return the words of a stretch, case folded, without punctuation."""
    piece = text[start : len(text) if end is None else end]
    return _WORD.findall(piece.casefold().replace("’", "'"))


def function_share(tokens: list[str]) -> float:
    """Return the share of small words among tokens; running English has about 0.4, menus 0.1."""
    if not tokens:
        return 0.0
    known = layout().function_words
    return sum(token in known for token in tokens) / len(tokens)


def measure(text: str, start: int, end: int) -> tuple[bool, int]:
    """Tell whether a unit is a sentence or more of running text, and how many words it has.

    Args:
        text: the document's text.
        start: where the unit begins.
        end: where it ends.

    Returns:
        True for a unit that ends as a sentence does and has the words of one, and the number of
        words in its first 600 code points. Texts without the English small words (other
        languages) are judged by their length and stops.
    """
    sample_end = min(end, start + _SAMPLE)
    tokens = words(text, start, sample_end)
    count = len(tokens)
    ended = ends_sentence(text, start, end)
    sample = text[start:sample_end]
    if not sample.isascii():
        if len(_CJK.findall(sample)) > 12:
            return ended or end - start > 60, count
        if sum(token[0] > "\u024f" for token in tokens) > count / 2:
            return (ended and count >= 5) or count >= 30, count
    if ended:
        return count >= 10 or (count >= 6 and function_share(tokens) >= 0.1), count
    return count >= 25 and function_share(tokens) >= 0.15, count


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the rough sentences of a stretch: cut after a stop before a capital letter."""
    position = start
    for match in _SENTENCE_END.finditer(text, start, end):
        yield position, match.end()
        position = match.end()
    if position < end:
        yield position, end
