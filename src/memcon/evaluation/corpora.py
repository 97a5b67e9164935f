"""Which gold corpora the project is measured on, and where they lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from memcon.evaluation.gold import Corpus, is_gold_folder, load_corpus
from memcon.evaluation.run import MakeRead, evaluate
from memcon.evaluation.score import Result

# From the root of the project. "dev" lies beside it and is not part of it: published texts.
PLACES = {"own": Path("tests/gold"), "dev": Path("../shared/gold/dev")}


@dataclass(frozen=True, slots=True)
class Measured:
    """A corpus and the results of its documents."""

    name: str
    corpus: Corpus
    results: list[Result]


def present(root: Path) -> dict[str, Corpus]:
    """Load those of the corpora that are there.

    Raises:
        GoldError: one is there and does not follow the format.
    """
    return {
        name: load_corpus(root / place)
        for name, place in PLACES.items()
        if is_gold_folder(root / place)
    }


def measure(corpora: dict[str, Corpus], make_read: MakeRead) -> list[Measured]:
    """Read and score the documents of several corpora, each with its own ``memcon.toml``."""
    return [
        Measured(name, corpus, evaluate(corpus.documents, make_read(corpus.knowledge)))
        for name, corpus in corpora.items()
    ]
