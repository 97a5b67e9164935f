"""Words of commitments by what they tell of the undertaking: see ``data/en/undertakings.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from memcon.knowledge.files import toml_table


@dataclass(frozen=True, slots=True)
class UndertakingWords:
    """The words that do not tell one undertaking from another.

    Attributes:
        empty: Grammar and talk; no part of what is promised.
        frame: How a promise is worded and who is party to it.
        general: What is promised everywhere; only its object tells.
        broad: Large subjects, that many undertakings are on.
        anybody: Ids of groups that may be whoever: allies, the international community.
        moderation: Phrases of whoever leads a press conference, in lower case.
        same: Words to be read as another one.
    """

    empty: frozenset[str]
    frame: frozenset[str]
    general: frozenset[str]
    broad: frozenset[str]
    anybody: frozenset[str]
    moderation: tuple[str, ...]
    same: Mapping[str, str]


@cache
def undertaking_words() -> UndertakingWords:
    """Return the English words of undertakings."""
    table = toml_table("undertakings.toml")
    return UndertakingWords(
        empty=frozenset(table["empty"]),
        frame=frozenset(table["frame"]),
        general=frozenset(table["general"]),
        broad=frozenset(table["broad"]),
        anybody=frozenset(table["anybody"]),
        moderation=tuple(table["moderation"]),
        same=dict(table["same"]),
    )
