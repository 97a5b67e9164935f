"""What a cell of an answer becomes: words, columns of its parts, a cell of CSV."""

from __future__ import annotations

from typing import Any

import pytest

from memcon.presentation.cells import csv_cell, flattened, in_words

CITATION = {"document": "doc:1", "start": 4, "end": 21, "words": "build 40 *ferries*"}


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (CITATION, "build 40 *ferries* [doc:1]"),
        ([CITATION, CITATION], "build 40 *ferries* [doc:1]; build 40 *ferries* [doc:1]"),
        ({"value": 40, "unit": "ferries", "per": None}, "value 40, unit ferries"),
        ([], ""),
        (["", "a"], "a"),
        (0, "0"),
        (1200, "1200"),
        (0.1 + 0.2, "0.3"),
        (12345678.0, "12345678"),
    ],
)
def test_cells_in_words(cell: Any, words: str) -> None:
    assert in_words(cell) == words


def test_things_within_things_are_taken_apart_too() -> None:
    rows: list[dict[str, Any]] = [{"a": {"b": {"c": 1}, "d": ["x"]}}, {}]
    assert flattened(["a"], rows) == (["a_b_c", "a_d"], [[1, ["x"]], [None, None]])


def test_column_of_things_and_words_loses_neither() -> None:
    rows: list[dict[str, Any]] = [{"a": {"b": 1}}, {"a": "words"}]
    assert flattened(["a"], rows) == (["a"], [["b 1"], ["words"]])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＠"])
def test_csv_text_is_no_formula(start: str) -> None:
    assert csv_cell(f"{start}cmd") == f"'{start}cmd"
    assert csv_cell([f"{start}cmd", "b"]) == f"'{start}cmd; b"


def test_csv_cells_of_other_types() -> None:
    cells = (None, True, -3, 0.5, ["a", "b"], "a=b")
    assert [csv_cell(cell) for cell in cells] == ["", "true", "-3", "0.5", "a; b", "a=b"]
