"""Small word lists of a language, loaded once: those that no larger table holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from memcon.knowledge.cues import rows
from memcon.knowledge.files import toml_table


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """Words that decide sentence boundaries: see ``data/en/sentences.toml``."""

    titles: frozenset[str]
    abbreviations: frozenset[str]
    openers: frozenset[str]


@cache
def sentence_words() -> SentenceWords:
    """Return the English sentence-boundary words."""
    table = toml_table("sentences.toml")
    return SentenceWords(
        titles=frozenset(table["titles"]),
        abbreviations=frozenset(table["abbreviations"]),
        openers=frozenset(table["openers"]),
    )


@dataclass(frozen=True, slots=True)
class OccasionWords:
    """Words that tell when or where something was said: see ``data/en/occasions.toml``."""

    prepositions: frozenset[str]
    nouns: frozenset[str]
    meetings: frozenset[str]
    days: frozenset[str]


@cache
def occasion_words() -> OccasionWords:
    """Return the English words of occasions."""
    table = toml_table("occasions.toml")
    return OccasionWords(
        prepositions=frozenset(table["prepositions"]),
        nouns=frozenset(table["meetings"])
        | frozenset(table["utterances"])
        | frozenset(table["days"]),
        meetings=frozenset(table["meetings"]),
        days=frozenset(table["days"]),
    )


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """Words that tell a document's kind: see ``data/en/registers.toml``."""

    report_titles: tuple[str, ...]
    joint_titles: tuple[str, ...]
    told: tuple[str, ...]
    joint_openings: tuple[str, ...]
    transcript_titles: tuple[str, ...]
    first_person: frozenset[str]


@cache
def register_words() -> RegisterWords:
    """Return the English words of registers."""
    table = toml_table("registers.toml")
    return RegisterWords(
        **{key: tuple(table[key]) for key in RegisterWords.__slots__ if key != "first_person"},
        first_person=frozenset(table["first_person"]),
    )


@dataclass(frozen=True, slots=True)
class ContinuationWords:
    """Words of speech without a cue: see ``data/en/continuation.toml``."""

    ordinals: frozenset[str]
    connectives: frozenset[str]
    wishes: frozenset[str]
    readiness: frozenset[str]
    stances: frozenset[str]
    courtesies: tuple[str, ...]
    greetings: tuple[str, ...]
    announcements: tuple[str, ...]
    papers: frozenset[str]
    first_person: frozenset[str]


@cache
def continuation_words() -> ContinuationWords:
    """Return the English words of continuation."""
    table = toml_table("continuation.toml")
    return ContinuationWords(
        ordinals=frozenset(table["ordinals"]),
        connectives=frozenset(table["connectives"]),
        wishes=frozenset(table["wishes"]),
        readiness=frozenset(table["readiness"]),
        stances=frozenset(table["stances"]),
        courtesies=tuple(table["courtesies"]),
        greetings=tuple(table["greetings"]),
        announcements=tuple(table["announcements"]),
        papers=frozenset(table["papers"]),
        first_person=frozenset(table["first_person"]),
    )


@cache
def lemma_corrections() -> dict[str, str]:
    """Return forms whose lemma the parser gets wrong, with the right one."""
    return dict(rows("en", "lemmas.tsv", 2))
