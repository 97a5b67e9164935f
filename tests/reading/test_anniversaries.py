"""The year read off an anniversary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memcon.reading.anniversaries import infer_year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("This year marks the 75th anniversary of the founding of the United Nations.", 2020),
        ("They attended the 76th anniversary of the victory of World War II.", 2021),
        ("the 75th Anniversary of the end of World War II and the founding of the UN", 2020),
        ("the seventy-fifth anniversary of the founding of NATO", 2024),
        ("the fiftieth anniversary of the signing of the Helsinki Final Act", 2025),
        ("ahead of NATO's 75th anniversary", 2024),
        ("the 55th anniversary of the establishment of ASEAN", 2022),
        ("the 75th anniversary of the founding of the People's\nRepublic of China", 2024),
        ("the 45th anniversary of diplomatic relations between China and Japan", 2017),
        ("the 30th anniversary of ASEAN-China dialogue relations", 2021),
        ("next year marks the 80th anniversary of the founding of the UN", 2024),
        ("Last year was the 70th anniversary of the founding of the UN", 2016),
        ("75 years since the founding of the United Nations", 2020),
    ],
)
def test_known_events_give_the_year(text: str, year: int) -> None:
    inferred = infer_year(text)
    assert inferred is not None
    assert inferred.year == year
    assert inferred.span.text == text[inferred.span.start : inferred.span.end]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the 20th anniversary of the treaty of Arvenia and Borduria",
        "on the anniversary of the founding of the United Nations",
        "the 30th anniversary of diplomatic relations between the two countries",
        "the summit in July 2024 for the 75th anniversary of the founding of NATO",
        # Two that disagree, named once each.
        "75th anniversary of the founding of the UN. 75th anniversary of the founding of NATO.",
        "It was founded 20 years ago. The UN is in New York.",
    ],
)
def test_what_is_unknown_or_contradictory_gives_none(text: str) -> None:
    assert infer_year(text) is None


def test_the_year_that_is_named_most_wins() -> None:
    text = (
        "The 75th anniversary of the founding of the UN. The 75th anniversary of the victory in "
        "World War II. The 75th anniversary of the founding of NATO."
    )
    inferred = infer_year(text)
    assert inferred is not None
    assert inferred.year == 2020


def test_the_basis_gives_words_event_and_its_year() -> None:
    inferred = infer_year(
        "As this year marks the 75th anniversary of the founding of the UN, they met."
    )
    assert inferred is not None
    assert inferred.basis == (
        "“75th anniversary of the founding of the UN” (founding of the United Nations: 1945)"
    )
    assert inferred.span.text == "75th anniversary of the founding of the UN"


WORDS = "75th anniversary of the founding UN NATO next year . 's years since"


@given(st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=40).map(" ".join))
def test_the_span_is_in_the_text(text: str) -> None:
    inferred = infer_year(text)
    if inferred is not None:
        assert text[inferred.span.start : inferred.span.end] == inferred.span.text
        assert 1900 <= inferred.year <= 2100
