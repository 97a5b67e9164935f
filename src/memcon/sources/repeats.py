"""Pull quotes: sentences set apart that the body says again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

from memcon.sources.prose import sentences, words

if TYPE_CHECKING:
    from memcon.sources.blocks import Part

# Fewer words repeat by chance ("Thank you all very much for coming").
_MIN_WORDS = 8
_MAX_WORDS = 70
# Share of the quote's words that the sentence must have in the same order: a pull quote may
# exchange its first word ("Lavrov" for "He") and drop "also".
_SAME = 0.9
_SHINGLE = 4
# A run of four words that more sentences share is a formula, and finds nothing.
_POSTINGS = 12
_MAX_SENTENCE = 1200
_MIN_CHARS = 20


def pull_quotes(text: str, parts: list[Part], body: int) -> list[int]:
    """Find the units that are one sentence which another unit says again.

    Where two units are the same single sentence, the one before the body (a deck), or directly at
    its head, gives way; further down the later one does. Transcripts have no pull quotes: people
    do repeat themselves.

    Args:
        text: the document's text.
        parts: its units; those with kind ``deck`` or ``paragraph`` take part.
        body: index of the first unit of the body.

    Returns:
        The indexes of the units that are pull quotes.
    """
    if sum(part.label is not None for part in parts) >= 3:
        return []
    spans: list[tuple[int, int]] = []
    owners: list[int] = []
    single: dict[int, int] = {}
    for index, part in enumerate(parts):
        if part.kind not in ("paragraph", "deck") or part.unit.role in ("list", "table", "heading"):
            continue
        if part.flat.rstrip("*_ ").endswith(":") or part.flat.startswith(("**", "__")):
            continue  # "The minister said:" and sub-headings recur
        start = part.dateline.end if part.dateline else part.unit.start
        found = [
            pair for pair in sentences(text, start, part.unit.end) if pair[1] - pair[0] > _MIN_CHARS
        ]
        if len(found) == 1 and part.dateline is None and part.words <= _MAX_WORDS:
            single[index] = len(spans)
        spans += found
        owners += [index] * len(found)
    if not single or len(spans) < 2:
        return []
    tokens = [
        words(text, start, end) if end - start <= _MAX_SENTENCE else [] for start, end in spans
    ]
    postings: dict[tuple[str, ...], list[int]] = {
        shingle: [] for number in single.values() for shingle in _shingles(tokens[number])
    }
    for number, sentence in enumerate(tokens):
        for shingle in set(_shingles(sentence)):
            if shingle in postings:
                postings[shingle].append(number)
    quotes: set[int] = set()
    for index, number in single.items():
        quote = tokens[number]
        if not _MIN_WORDS <= len(quote) <= _MAX_WORDS:
            continue
        rivals: dict[int, int] = defaultdict(int)
        for shingle in _shingles(quote):
            if 1 < len(postings[shingle]) <= _POSTINGS:
                for other in postings[shingle]:
                    rivals[other] += 1
        for other in sorted(rivals):
            owner = owners[other]
            if owner == index or owner in quotes or rivals[other] * 3 < len(quote) - _SHINGLE:
                continue
            if LCSseq.similarity(quote, tokens[other]) < _SAME * len(quote):
                continue
            if _gives_way(parts, index, owner, single, body):
                quotes.add(index)
                break
    return sorted(quotes)


def _gives_way(
    parts: list[Part], index: int, owner: int, single: dict[int, int], body: int
) -> bool:
    if parts[index].kind == "deck":
        return parts[owner].kind == "paragraph"
    if parts[owner].kind == "deck":
        return False
    if owner not in single:
        return True
    early = min(index, owner)
    # Directly under the headline: a deck that looks like the first paragraph.
    gives = early if early == body and body > 0 else max(index, owner)
    return index == gives


def _shingles(tokens: list[str]) -> list[tuple[str, ...]]:
    return [tuple(tokens[at : at + _SHINGLE]) for at in range(len(tokens) - _SHINGLE + 1)]
