"""Act words: what a predicate does and how strongly, as data (``data/<language>/acts.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from memcon.knowledge.files import toml_table
from memcon.record import CommitmentStrength


@dataclass(frozen=True, slots=True)
class ActWords:
    """Word sets by what they make of a predicate; the data file says what each is for."""

    blame: frozenset[str]
    worth: frozenset[str]
    harm: frozenset[str]
    wish_modals: frozenset[str]
    promise_modals: frozenset[str]
    need_verbs: frozenset[str]
    readiness: frozenset[str]
    ready_verbs: frozenset[str]
    report_verbs: frozenset[str]
    agree_verbs: frozenset[str]
    agree_objects: frozenset[str]
    backing_gerunds: frozenset[str]
    refusals: frozenset[str]
    processes: frozenset[str]
    shared_goods: frozenset[str]
    collectives: frozenset[str]
    encounters: frozenset[str]
    tentative: frozenset[str]
    standings: frozenset[str]
    own_verbs: frozenset[str]
    binding: Mapping[str, CommitmentStrength]
    ladders: Mapping[str, Mapping[str, int]]
    intensifiers: frozenset[str]


@cache
def act_words(language: str = "en") -> ActWords:
    """Load the act words of a language from the package's data files."""
    table = toml_table("acts.toml", language)
    ladders = table.pop("ladders")
    intensifiers = frozenset(ladders.pop("intensifiers"))
    binding: dict[str, CommitmentStrength] = {}
    commitment = table.pop("commitment")
    for strength in ("call", "hope", "ready", "will"):
        binding.update(dict.fromkeys(commitment[strength], strength))
    return ActWords(
        **{key: frozenset(words) for key, words in table.items()},
        binding=binding,
        ladders={
            act: {rung: level for level, rung in enumerate(rungs)} for act, rungs in ladders.items()
        },
        intensifiers=intensifiers,
    )
