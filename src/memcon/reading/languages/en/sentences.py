"""English sentence boundaries inside a paragraph, by rule, so that every run cuts alike.

The parser gets one sentence at a time; a paragraph break always ends one, a line wrap never does.
"""

from __future__ import annotations

import re

from memcon.knowledge import words

_END = re.compile(
    r"([.!?\u2026]+)([\"\u201d\u2019'\u00bb)\]]*)\s+(?=[\"\u201c\u2018'\u00ab(\[]*[A-Z0-9\u00c0-\u00dc])"
)
_LAST_WORD = re.compile(r"(\S+)$")
_FIRST_WORD = re.compile(r"[\"\u201c\u2018'\u00ab(\[]*([\w'\u2019-]+)")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return half-open ranges of the sentences of a flat paragraph, in order."""
    lexicon = words.sentence_words()
    ranges: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match[1] == "." and not match[2] and _is_abbreviation(text, match, lexicon):
            continue
        end = match.start() + len(match[1]) + len(match[2])
        if end > start:
            ranges.append((start, end))
            start = match.end()
    if text[start:].strip():
        ranges.append((start, len(text)))
    return ranges


def _is_abbreviation(text: str, match: re.Match[str], lexicon: words.SentenceWords) -> bool:
    before = _LAST_WORD.search(text, max(0, match.start() - 40), match.start())
    if before is None:
        return False
    word = before[1].lstrip("(\"\u201c\u2018'[")
    following = _FIRST_WORD.match(text, match.end())
    next_word = following[1] if following else ""
    if word.lower() in lexicon.titles:
        return True  # "Mr. X", "Gen. X": a name always follows
    if len(word) == 1 and word.isalpha() and word.isupper():
        return True  # an initial
    if "." in word or word.lower() in lexicon.abbreviations:
        # "the U.S. The President": a sentence opener after an abbreviation that can end one
        return next_word not in lexicon.openers
    return False
