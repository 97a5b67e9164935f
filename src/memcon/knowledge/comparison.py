"""What is known for comparing wordings: how common words are, and telling words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from memcon.knowledge.cues import rows
from memcon.knowledge.files import toml_table

_WORD: Final = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")  # combining diacritical marks
_POSSESSIVE: Final = re.compile(r"['’]s\b")


@dataclass(frozen=True, slots=True)
class ComparisonWords:
    """Words that decide how two wordings of one undertaking compare.

    See ``data/en/comparison.toml`` for what each set is for.
    """

    lowering: frozenset[str]
    ceilings: frozenset[str]
    limits: tuple[str, ...]
    limit_ends: tuple[str, ...]
    negations: frozenset[str]
    lasting: frozenset[str]


@cache
def comparison_words(language: str = "en") -> ComparisonWords:
    """Load the words of a language from the package's data files."""
    table = toml_table("comparison.toml", language)
    return ComparisonWords(
        lowering=frozenset(table["lowering"]),
        ceilings=frozenset(table["ceilings"]),
        limits=tuple(table["limits"]),
        limit_ends=tuple(table["limit_ends"]),
        negations=frozenset(table["negations"]),
        lasting=frozenset(table["lasting"]),
    )


@cache
def word_frequencies(language: str = "en") -> Mapping[str, float]:
    """Return the share of statements (0 to 1) that hold a word, for the common words."""
    return MappingProxyType(
        {word: int(count) / 10_000 for word, count in rows(language, "word_frequencies.tsv", 2)}
    )


def fold(text: str) -> str:
    """Return a text in small letters, without accents and with plain apostrophes."""
    text = text.replace("’", "'")
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return text.casefold()


def plain_words(text: str) -> list[str]:
    """Return the folded words and numbers of a text in order, possessives as the word itself."""
    return _WORD.findall(_POSSESSIVE.sub("", fold(text)))
