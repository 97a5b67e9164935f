"""Words by which set phrases are told from ordinary English: see ``data/en/formulas.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from memcon.knowledge.cues import load_cues
from memcon.knowledge.files import toml_table

_VOWELS: Final = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class FormulaWords:
    """Word classes, all in lower case.

    Attributes:
        function: Words with which no phrase begins or ends.
        openers: Those of them with which one may begin all the same.
        speech: Words that no phrase holds: those of talk, not of prepared text.
        articles: Words that may stand before a phrase every time and are no part of it.
        reporting: Past tenses of verbs of telling: with one at its edge, a phrase reports who
            said or met, and is not what was said.
        joining: Words of which a list has one.
    """

    function: frozenset[str]
    openers: frozenset[str]
    speech: frozenset[str]
    articles: frozenset[str]
    reporting: frozenset[str]
    joining: frozenset[str]


@cache
def formula_words() -> FormulaWords:
    """Return the English words of set phrases."""
    table = toml_table("formulas.toml")
    function = frozenset(table["function"])
    talk = frozenset(table["speech"])
    contracted = {
        f"{word}'{ending}" for word in sorted(function | talk) for ending in table["endings"]
    }
    verbs = (
        lemma
        for lemma, entries in load_cues().verbs.items()
        if any(entry.kind in ("speech", "topic") for entry in entries)
    )
    told = {form for lemma in verbs for form in _past_tenses(lemma)} | set(table["told"])
    return FormulaWords(
        function=function,
        openers=frozenset(table["openers"]),
        speech=talk | contracted | frozenset(table["negated"]),
        articles=frozenset(table["articles"]),
        reporting=frozenset(told) - frozenset(table["adjectival"]),
        joining=frozenset(table["joining"]),
    )


def _past_tenses(lemma: str) -> tuple[str, ...]:
    """Return the regular past tenses that a verb may have."""
    if lemma.endswith("e"):
        return (f"{lemma}d",)
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return (f"{lemma[:-1]}ied",)
    return (f"{lemma}ed", f"{lemma}{lemma[-1]}ed")
