"""Quantities: value, unit, period, and whether aimed at, reached or started from."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.reading.languages.en.numbers import ordinal_value, spelled_value
from memcon.reading.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "words", "value", "unit", "per"),
    [
        (
            "a trade target of 200 billion U.S. dollars annually",
            "200 billion U.S. dollars annually",
            2e11,
            "USD",
            "year",
        ),
        ("$1.2 trillion in loans", "$1.2 trillion", 1.2e12, "USD", None),
        ("US$5bn for the port", "US$5bn", 5e9, "USD", None),
        ("€ 40 million a year", "€ 40 million a year", 4e7, "EUR", "year"),
        ("USD 3.5 million", "USD 3.5 million", 3.5e6, "USD", None),
        ("two million doses of vaccine", "two million doses", 2e6, "doses", None),
        ("50 percent of the grain", "50 percent", 50, "percent", None),
        ("50 per cent", "50 per cent", 50, "percent", None),
        ("30 % of the", "30 %", 30, "percent", None),
        ("3.5% of GDP", "3.5%", 3.5, "percent", None),
        ("1,500 troops", "1,500 troops", 1500, "troops", None),
        ("1\u00a0500 troops", "1\u00a0500 troops", 1500, "troops", None),
        ("100,000 Arvenian troops", "100,000 Arvenian troops", 100_000, "troops", None),
        ("a dozen ships", "a dozen ships", 12, "ships", None),
        ("half a million people", "half a million people", 500_000, "people", None),
        (
            "two and a half million tonnes of grain",
            "two and a half million tonnes",
            2.5e6,
            "tonnes",
            None,
        ),
        ("twenty-five patrol boats", "twenty-five patrol boats", 25, "boats", None),
        ("300,000 metric tons each year", "300,000 metric tons each year", 3e5, "tonnes", "year"),
        ("500 megawatts", "500 megawatts", 500, "MW", None),
        ("100 billion yuan", "100 billion yuan", 1e11, "CNY", None),
        ("annual trade of 100 billion yuan", "100 billion yuan", 1e11, "CNY", "year"),
        ("$100 a barrel", "$100 a barrel", 100, "USD", "barrel"),
        ("5 million barrels of oil, sold per year", "5 million barrels", 5e6, "barrels", None),
        ("up to 2000 soldiers", "2000 soldiers", 2000, "soldiers", None),
        ("800 pounds of steel", "800 pounds", 800, "pounds", None),
    ],
)
def test_one_quantity(text: str, words: str, value: float, unit: str, per: str | None) -> None:
    (quantity,) = find_quantities(text)
    assert (quantity.span.text, quantity.unit, quantity.per) == (words, unit, per)
    assert quantity.value == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "the one-Arvenia principle and one country",
        "the two sides, three ministers and 27 members",
        "the 16th round and the second half",
        "in 2023, by 2030 and on Sept. 16",
        "the 2030 Agenda and the 2015 agreement",
        "Resolution 2231, Article 5, paragraph 12 and Chapter 7",
        "ITAR § 128.11",
        "the G20, the G7, COVID-19, 5G, F-16 and MH17",
        "the two-state solution, a three-day visit and a 72-year-old",
        "within two years, for 30 days and a decade",
        "at 16:05 or 9/11 or 24/7",
        "https://example.org/a/4335760?x=20",
        "the 1990s",
        "1.5°C",
        "",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a target of 200 billion dollars", ["target"]),
        ("will provide 60 million dollars", ["target"]),
        ("raise it to 50 percent", ["target"]),
        ("pledged 5,000 tents", ["target"]),
        (
            "trade reached 240 billion dollars, up from 190 billion dollars",
            ["achieved", "baseline"],
        ),
        ("trade grew from 100 billion to 200 billion dollars", ["baseline", "achieved"]),
        ("raise trade from 100 billion to 200 billion dollars", ["baseline", "target"]),
        ("has delivered 500,000 doses", ["achieved"]),
        ("exports rose by 12 percent", ["achieved"]),
        ("increase exports by 12 percent", ["target"]),
        ("compared with 30 percent", ["baseline"]),
        ("received 3,000 tents. It will build 400 houses", ["achieved", "target"]),
    ],
)
def test_what_a_quantity_is(text: str, kinds: list[str]) -> None:
    assert [quantity.kind for quantity in find_quantities(text)] == kinds


def test_without_a_telling_word_the_default_holds() -> None:
    assert [item.kind for item in find_quantities("5,000 tents")] == ["target"]
    assert [item.kind for item in find_quantities("5,000 tents", default_kind="achieved")] == [
        "achieved"
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("10 to 15 percent", [(10, "percent"), (15, "percent")]),
        ("1.2-1.5 billion dollars", [(1.2e9, "USD"), (1.5e9, "USD")]),
        ("50–52 percent", [(50, "percent"), (52, "percent")]),
    ],
)
def test_the_parts_of_a_range_share_unit_and_scale(
    text: str, parts: list[tuple[float, str]]
) -> None:
    found = find_quantities(text)
    assert [item.unit for item in found] == [unit for _, unit in parts]
    assert [item.value for item in found] == pytest.approx([value for value, _ in parts])


def test_a_stretch_of_the_text_keeps_the_text_s_offsets() -> None:
    text = "500 tents. 600 tents. 700 tents."
    (quantity,) = find_quantities(text, start=10, end=21)
    assert text[quantity.span.start : quantity.span.end] == quantity.span.text == "600 tents"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twenty-five", 25),
        ("one hundred and twenty", 120),
        ("two million five hundred thousand", 2_500_000),
        ("a hundred", 100),
        ("a dozen", 12),
        ("three dozen", 36),
        ("half a billion", 5e8),
        ("two and a half million", 2.5e6),
        ("nineteen", 19),
        ("a", None),
        ("two three", None),
        ("twenty thirty", None),
        ("million", None),
        ("hundred and", None),
        ("one and", None),
        ("half a dog", None),
        ("", None),
    ],
)
def test_numbers_in_words(words: str, value: float | None) -> None:
    assert spelled_value(words) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("75th", 75),
        ("1st", 1),
        ("fiftieth", 50),
        ("seventy-fifth", 75),
        ("twenty tenth", None),
        ("path", None),
    ],
)
def test_ordinals(words: str, value: int | None) -> None:
    assert ordinal_value(words) == value


_WORDS = """
    200 billion U.S. dollars $ € 1,500 troops percent % a dozen two million and half to - from
    10 15 annually per year , . Article 5 in 2023 -state bn 3.5 . target of reached
"""
PIECES = st.sampled_from([*_WORDS.split(), "\n"])


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
@settings(deadline=None)
def test_spans_hold_and_nothing_overlaps(text: str) -> None:
    reached = 0
    for quantity in find_quantities(text):
        assert text[quantity.span.start : quantity.span.end] == quantity.span.text
        assert reached <= quantity.span.start
        reached = quantity.span.start + 1
        assert quantity.value > 0 or "0" in quantity.span.text


@pytest.mark.parametrize(
    "unit", ["5 a to ", "one hundred and ", "$1,", "1-2-", "has 5 big red ", "from 9 to "]
)
def test_time_grows_in_proportion_to_length(unit: str) -> None:
    def cost(times: int) -> float:
        begin = time.perf_counter()
        find_quantities(unit * times)
        return time.perf_counter() - begin

    cost(10)
    small, large = (min(cost(times) for _ in range(3)) for times in (300, 2400))
    assert large < 30 * small + 0.3
