"""How a comparison reads in a terminal and in Markdown."""

from __future__ import annotations

import pytest

from comparing import Said, record
from memcon.analysis.compare import compare
from memcon.analysis.comparison import Comparison
from memcon.cli.compare_view import comparison_markdown, comparison_text

GRAIN = "a joint reserve of grain is the best answer to failing harvests"


@pytest.fixture(name="comparison")
def _comparison() -> Comparison:
    return compare(
        record([Said(text=GRAIN), Said(text="the lock at Senn stays shut | for *repairs*")]),
        record(
            [
                Said(text=GRAIN.replace("joint", "shared")),
                Said(text="visa fees for musicians should be abolished"),
            ],
            narrator="BBB",
        ),
    )


def test_a_terminal_sees_the_summary_first_and_marked_words(comparison: Comparison) -> None:
    text = comparison_text(comparison, 80)
    lines = text.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert lines[0].startswith("A: ")
    assert text.index("statement is in both") < text.index("1. IN BOTH, OTHER WORDS")
    assert "a [-joint-] {+shared+} reserve of grain" in " ".join(text.split())
    assert "ONLY IN A'S ACCOUNT" in text
    assert "ONLY IN B'S ACCOUNT" in text


def test_markdown_strikes_out_and_keeps_the_table_whole(comparison: Comparison) -> None:
    text = comparison_markdown(comparison)
    assert "a ~~joint~~ **shared** reserve of grain" in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len({line.replace("\\|", "").count("|") for line in rows}) == 1
    assert "\\*repairs\\*" in text


def test_control_characters_of_a_document_do_not_reach_the_terminal() -> None:
    found = compare(
        record([Said(text="the lock at Senn stays shut\x1b[31m all winter")]), record([])
    )
    assert "\x1b" not in comparison_text(found, 60)
    assert "\x1b" not in comparison_markdown(found)
