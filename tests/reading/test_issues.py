"""Which issues an act is about."""

from __future__ import annotations

import pytest
from reader_helpers import report


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orrin said the tariffs are too high.", ["trade"]),
        ("Orrin condemned the sanctions.", ["sanctions"]),
        ("Orrin discussed climate change with Bellwin.", ["climate"]),
        ("Orrin said that food\nsecurity is at stake.", ["food-security"]),
        ("Orrin welcomed talks on sanctions, tariffs and new sanctions.", ["sanctions", "trade"]),
        ("Orrin said the sea is calm.", []),
    ],
)
def test_issues_of_an_act_in_the_order_of_their_terms(text: str, expected: list[str]) -> None:
    record = report(text)
    assert record.acts
    assert all(act.issues == expected for act in record.acts)


def test_each_act_has_the_issues_of_its_own_words() -> None:
    record = report("Orrin condemned the sanctions and urged Varnia to cut its tariffs.")
    assert [(act.type, act.issues) for act in record.acts] == [
        ("criticise", ["sanctions"]),
        ("request", ["trade"]),
    ]
