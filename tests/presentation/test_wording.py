"""Dates, numbers and quantities in words, and words of documents in Markdown."""

from __future__ import annotations

import pytest

from memcon.presentation import markdown
from memcon.presentation.wording import date_words, joined, number_words, one_line, quantity_words
from memcon.record import Quantity, Span


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2023-05-03", "3 May 2023"),
        ("2023-05-03T10:00:00+03:00", "3 May 2023"),
        ("2023-05", "May 2023"),
        ("2023", "2023"),
        ("2023-13", "2023-13"),
        ("soon", "soon"),
    ],
)
def test_dates_in_words(value: str, words: str) -> None:
    assert date_words(value) == words


def test_quantities_in_words() -> None:
    place = Span(start=0, end=2, text="40")
    percent = Quantity(value=2.5, unit="percent", per="year", kind="baseline", span=place)
    assert quantity_words(percent) == "2.5% a year (baseline)"
    assert quantity_words(Quantity(value=1e6, kind="target", span=place)) == "1 million"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (200e9, "200 billion"),
        (2.45e12, "2.45 trillion"),
        (1_234_567.0, "1,234,567"),
        (1_500_000.0, "1.5 million"),
        (-3.0, "-3"),
        (0.25, "0.25"),
        (12_345.678, "12,345.678"),
    ],
)
def test_numbers_in_words(value: float, words: str) -> None:
    assert number_words(value) == words


def test_one_line() -> None:
    assert one_line(" a\n b\u00a0c\x00\u202e ") == "a b c"


def test_joined_spans_are_one_line() -> None:
    spans = [Span(start=0, end=5, text="by\nsea"), Span(start=9, end=13, text="land")]
    assert joined(spans) == "by sea … land"


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("a|b", "a\\|b"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("12) item", "12\\) item"),
        ("= rule", "\\= rule"),
        ("<b>", "\\<b\\>"),
        ("plain – text.", "plain – text."),
    ],
)
def test_markdown_escapes(raw: str, safe: str) -> None:
    assert markdown.escaped(raw) == safe
