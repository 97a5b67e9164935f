"""By when something is to be done."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.reading.dates import Reference
from memcon.reading.quantities import find_deadline, find_deadlines

REFERENCE = date(2021, 9, 16)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("finish it by the end of 2027", "by the end of 2027", "2027-12-31"),
        ("reach the target by 2030", "by 2030", "2030"),
        ("finish it by early 2025", "by early 2025", "2025"),
        ("finish it within two years", "within two years", "2023-09-16"),
        ("double it in the next five years", "in the next five years", "2026-09-16"),
        ("finish it in the next year", "in the next year", "2022-09-16"),
        ("finish it by the end of the year", "by the end of the year", "2021-12-31"),
        ("finish it before the end of this month", "before the end of this month", "2021-09-30"),
        ("sign it no later than March 31", "no later than March 31", "2022-03-31"),
        ("will meet on Friday", "on Friday", "2021-09-17"),
        ("meet again next year", "next year", "2022"),
        ("hold it in the second half of this year", "in the second half of this year", "2021"),
        ("before the summit in November", "before the summit in November", "2021-11"),
        ("hold talks in November 2022", "in November 2022", "2022-11"),
    ],
)
def test_deadlines_with_a_date(text: str, words: str, day: str) -> None:
    deadline = find_deadline(text, REFERENCE)
    assert deadline is not None
    assert (deadline.text, deadline.date) == (words, day)
    assert text[deadline.span.start : deadline.span.end] == deadline.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("achieve the target at an early date", "at an early date"),
        ("have another round of talks soon", "soon"),
        ("return home as soon as possible", "as soon as possible"),
        ("urged immediate de-escalation", "immediate"),
        ("end the violence immediately", "immediately"),
        ("sign it in the near future", "in the near future"),
        ("meet in the coming months", "in the coming months"),
        ("meet within the next few weeks", "within the next few weeks"),
        ("leave within 30 days of the signing", "within 30 days of the signing"),
        ("the early conclusion of the talks", "early"),
        ("ahead of the climate conference", "ahead of the climate conference"),
    ],
)
def test_deadlines_in_words_only(text: str, words: str) -> None:
    deadline = find_deadline(text, REFERENCE)
    assert deadline is not None
    assert (deadline.text, deadline.date) == (words, None)


@pytest.mark.parametrize(
    "text",
    [
        "continue the talks",
        "their immediate neighbours",
        "soon after they arrived",
        "as soon as they arrive",
        "the 2015 agreement and the 2030 Agenda",
        "honour what was agreed in March 2020",
        "what they agreed last week",
        "as was said earlier this year",
        "the early hours",
        "today's meeting",
        "meet the immediate needs",
    ],
)
def test_what_is_no_deadline(text: str) -> None:
    assert find_deadline(text, REFERENCE) is None


def test_a_date_wins_over_words() -> None:
    deadline = find_deadline("meet soon and finish by 2030", REFERENCE)
    assert deadline is not None
    assert deadline.date == "2030"
    assert [item.text for item in find_deadlines("meet soon and finish by 2030", REFERENCE)] == [
        "soon",
        "by 2030",
    ]


def test_without_a_reference_only_whole_dates_resolve() -> None:
    deadline = find_deadline("finish it within two years", None)
    assert deadline is not None
    assert (deadline.text, deadline.date) == ("within two years", None)
    known_year = find_deadline("finish it next year", 2020)
    assert known_year is not None
    assert known_year.date == "2021"


def test_a_stretch_of_the_text_keeps_the_text_s_offsets() -> None:
    text = "by 2030. by 2035. by 2040."
    (deadline,) = find_deadlines(text, REFERENCE, start=8, end=17)
    assert text[deadline.span.start : deadline.span.end] == deadline.text == "by 2035"


_WORDS = """
    by before the end of 2027 within two years soon as possible early conclusion summit in
    November next year on Friday immediate . , 's
"""
PIECES = st.sampled_from([*_WORDS.split(), "\n"])


@given(
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)),
    st.one_of(st.none(), st.integers(1900, 2100), st.dates()),
)
@settings(deadline=None)
def test_spans_hold_and_nothing_overlaps(text: str, reference: Reference) -> None:
    reached = 0
    for deadline in find_deadlines(text, reference):
        assert text[deadline.span.start : deadline.span.end] == deadline.text
        assert reached <= deadline.span.start < deadline.span.end
        reached = deadline.span.end


@pytest.mark.parametrize(
    "unit", ["before the summit in ", "by 2030 ", "soon ", "within two years of ", "before the a "]
)
def test_time_grows_in_proportion_to_length(unit: str) -> None:
    def cost(times: int) -> float:
        begin = time.perf_counter()
        find_deadlines(unit * times, REFERENCE)
        return time.perf_counter() - begin

    cost(10)
    small, large = (min(cost(times) for _ in range(3)) for times in (300, 2400))
    assert large < 30 * small + 0.3
