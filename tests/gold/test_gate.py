"""The gate: no score of an annotated corpus may fall, and docs/accuracy.md tells the figures."""

from __future__ import annotations

from functools import cache

import pytest

from conftest import ROOT, require
from memcon.evaluation.accuracy import PAGE, as_markdown
from memcon.evaluation.corpora import PLACES, Measured, measure, present
from memcon.evaluation.floors import load_floors, problems
from memcon.evaluation.gate import FLOORS, values_of
from memcon.evaluation.page import section
from memcon.evaluation.run import default_read


@cache
def measured() -> dict[str, Measured]:
    return {one.name: one for one in measure(present(ROOT), default_read)}


def corpus(name: str) -> Measured:
    require((ROOT / PLACES[name]).is_dir(), f"no gold corpus at {PLACES[name]}")
    return measured()[name]


@pytest.mark.parametrize("name", PLACES)
def test_no_score_is_under_its_floor(name: str) -> None:
    one = corpus(name)
    found = problems(name, one.corpus.digest, values_of(one), load_floors(ROOT / FLOORS))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", PLACES)
def test_every_span_says_what_the_text_says(name: str) -> None:
    assert values_of(corpus(name))["evidence"] == 1.0


@pytest.mark.parametrize("name", PLACES)
def test_the_page_tells_the_figures(name: str) -> None:
    one = corpus(name)
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    assert section(page, f"scores-{name}") == as_markdown(one), (
        "run python -m memcon.evaluation.accuracy --write"
    )
