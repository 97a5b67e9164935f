"""English sentence boundaries."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_helpers import report, told

from memcon.reading.languages.en.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["The port is open.", "The ferry sails."], id="stops"),
        pytest.param(["Is it open?", "It is!", "Good."], id="question and exclamation marks"),
        pytest.param(["The port is open…", "The ferry sails."], id="ellipsis"),
        pytest.param(["“The port is open.”", "The ferry sails."], id="stop inside quotation marks"),
        pytest.param(["«It is open.»", "“It sails.”"], id="from mark to mark"),
        pytest.param(["Trade grew (by a third).", "The ferry sails."], id="after a bracket"),
        pytest.param(["It opened in 2024.", "2025 was worse."], id="number to number"),
        pytest.param(["Dr. Orrin met Mr. Bellwin."], id="titles"),
        pytest.param(["Lt. Gen. K. A. Orrin met Gov. Bellwin."], id="ranks and initials"),
        pytest.param(["The U.S. Embassy is open."], id="abbreviation within a name"),
        pytest.param(["He left the U.S.", "The ferry sails."], id="abbreviation at the end"),
        pytest.param(["It sails at 5 p.m.", "The port closes."], id="hour at the end"),
        pytest.param(["It sails at 5 p.m. Thursday."], id="hour within"),
        pytest.param(["Trade grew by 3.5 percent."], id="decimal point"),
        pytest.param(["the ferry sails. and returns."], id="no capital follows"),
        pytest.param(["See No. 12 of the list."], id="number sign"),
        pytest.param(["It is open"], id="no stop"),
        pytest.param([], id="nothing"),
    ],
)
def test_boundaries(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@given(st.lists(st.sampled_from(["Mr", "U.S", "ferry", "A", ".", "?", "”", "“", " ", "é"])))
def test_sentences_keep_every_word(pieces: list[str]) -> None:
    text = "".join(pieces)
    ranges = split_sentences(text)
    assert all(a[1] <= b[0] for a, b in pairwise(ranges))
    kept = "".join(text[start:end] for start, end in ranges)
    assert "".join(kept.split()) == "".join(text.split())


def test_a_line_wrap_ends_no_sentence() -> None:
    record = report("Bellwin said that the harbour\nis ready and\nthat the ferries\nwill sail.")
    assert told(record) == [
        ("bellwin", "said", "the harbour is ready and that the ferries will sail", "indirect")
    ]


def test_a_paragraph_break_always_ends_a_sentence() -> None:
    record = report("Bellwin said that the harbour is ready\n\nThe ferries sailed in May")
    assert told(record) == [("bellwin", "said", "the harbour is ready", "indirect")]
