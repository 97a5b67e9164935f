"""The words by which reports name gatherings: ``data/<language>/gatherings.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from memcon.errors import KnowledgeError
from memcon.knowledge.files import toml_table


@dataclass(frozen=True, slots=True)
class GatheringWords:
    """The tables of ``gatherings.toml``; words are lower-case singulars."""

    nouns: dict[str, str]  # noun → level, "" where the noun does not tell
    proper: frozenset[str]  # nouns that with a word of its own make the name of a gathering
    series: frozenset[str]  # nouns that make the names of two states one of a gathering
    levels: dict[str, str]  # word → level
    fields: frozenset[str]
    void: frozenset[str]
    links: frozenset[str]
    breaks: frozenset[str]
    pointers: frozenset[str]
    spokesmen: tuple[str, ...]
    schedules: tuple[str, ...]


@cache
def gathering_words(language: str = "en") -> GatheringWords:
    """Load the words of gatherings of a language.

    Args:
        language: ISO 639-1 code; the folder under ``data/``.

    Raises:
        KnowledgeError: the table lacks a section.
    """
    table = toml_table("gatherings.toml", language)
    try:
        return GatheringWords(
            nouns=dict(table["nouns"]),
            proper=frozenset(table["proper"]["words"]),
            series=frozenset(table["series"]["words"]),
            levels=dict(table["levels"]),
            fields=frozenset(table["fields"]["words"]),
            void=frozenset(table["void"]["words"]),
            links=frozenset(table["links"]["words"]),
            breaks=frozenset(table["breaks"]["words"]),
            pointers=frozenset(table["pointers"]["words"]),
            spokesmen=tuple(table["spokesmen"]["titles"]),
            schedules=tuple(table["schedules"]["words"]),
        )
    except KeyError as error:
        raise KnowledgeError(
            f"the table lacks {error}",
            where=f"{language}/gatherings.toml",
            remedy="restore the section; its header says what it holds",
        ) from error
