"""Words of a text, as linking compares them."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import local
from typing import Final

import snowballstemmer

from memcon.knowledge.spelling import fold

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ADDRESS: Final = re.compile(r"\(?\bhttps?://[^\s)]+\)?")


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without marks, punctuation and web addresses.

    Args:
        text: Any text.

    Returns:
        The words in order; a possessive or contracted ``'s`` stays with its word.
    """
    return printed_words(text.lower())


def printed_words(text: str) -> list[str]:
    """Return the words of a text in its own case, without marks, punctuation and addresses.

    Args:
        text: Any text.

    Returns:
        The words in order.
    """
    if "://" in text:
        text = _ADDRESS.sub(" ", text)
    if text.isascii():
        return _WORD.findall(text)
    return [
        word if word.isascii() else fold(word)
        for word in _WORD.findall(text.replace("\u2019", "'"))
    ]


class _Stemmers(local):
    """One stemmer a thread: it keeps the word it works on."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")


_STEMMERS: Final = _Stemmers()


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return the English Snowball stem of a word in lower case: ``strengthening`` → ``strengthen``.

    See https://snowballstem.org/algorithms/english/stemmer.html.
    """
    return str(_STEMMERS.english.stemWord(word))
