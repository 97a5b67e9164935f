"""The gate of linking: no score on the gold list may fall, and docs/accuracy.md tells them."""

from __future__ import annotations

import json
from functools import cache

from conftest import ROOT, shared_dir
from memcon.evaluation.linked import FLOORS, PAGE, SECTION, measure, under_floor
from memcon.evaluation.linking import LinkScores, as_markdown
from memcon.evaluation.page import section


@cache
def scores() -> dict[str, LinkScores]:
    shared_dir()
    return measure(ROOT)


def test_no_score_of_linking_is_under_its_floor() -> None:
    floors = json.loads((ROOT / FLOORS).read_text(encoding="utf-8"))
    assert floors.keys() == scores().keys()
    assert under_floor(scores(), floors) == []


def test_the_page_tells_the_figures_of_linking() -> None:
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    assert section(page, SECTION) == as_markdown(scores()), (
        "run python -m memcon.evaluation.linked --write"
    )
