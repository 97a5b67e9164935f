"""A comparison in words: its labels, its two ways, and when one marked text reads well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from memcon.presentation.wording import date_words, one_line

if TYPE_CHECKING:
    from memcon.analysis.comparison import (
        ComparedRow,
        Comparison,
        ComparisonMode,
        Difference,
        Label,
        SideSummary,
    )

LABEL_WORDS: Final[dict[ComparisonMode, dict[Label, str]]] = {
    "sequence": {
        "repeated": "repeated",
        "reworded": "reworded",
        "strengthened": "strengthened",
        "weakened": "weakened",
        "reversed": "reversed",
        "new": "new in B",
        "dropped": "not in B",
    },
    "accounts": {
        "repeated": "in both, same words",
        "reworded": "in both, other words",
        "strengthened": "in both, stronger in B's account",
        "weakened": "in both, weaker in B's account",
        "reversed": "in both, opposite sense",
        "only_in_a": "only in A's account",
        "only_in_b": "only in B's account",
    },
}
MODES: Final[dict[ComparisonMode, str]] = {
    "sequence": "B is compared as coming after A",
    "accounts": "A and B are compared as accounts of one meeting",
}
MARKED: Final = 0.5  # wording in common from which one marked text reads better than two


def label_words(mode: ComparisonMode, label: Label) -> str:
    """Return a label in words."""
    return LABEL_WORDS[mode].get(label, label.replace("_", " "))


def mode_words(comparison: Comparison) -> str:
    """Return in a sentence how the two sides are compared, and why so."""
    return one_line(f"{MODES[comparison.mode]}: {comparison.mode_reason}.")


def side_words(side: SideSummary) -> list[str]:
    """Return a side in words: titles, whose voice, days."""
    parts = [one_line("; ".join(side.titles)) or "untitled"]
    if side.voice:
        parts.append(f"speaking for {side.voice}")
    if side.dates:
        parts.append(", ".join(date_words(day) for day in side.dates))
    return parts


def remarks(row: ComparedRow) -> list[str]:
    """Return why a row has its label, and what else there is to know of it."""
    return [one_line(remark) for remark in (*(reason.text for reason in row.reasons), *row.notes)]


def reads_as_one(row: ComparedRow) -> bool:
    """Return whether enough is the same on both sides for one text with marks in it."""
    return bool(row.a and row.b) and in_common(row.differences) >= MARKED


def in_common(changes: Sequence[Difference]) -> float:
    """Return the share of the longer side's words that are the same on both sides, 0 to 1."""
    same = sum(len(change.a_text.split()) for change in changes if change.operation == "equal")
    longest = max(
        sum(len(change.a_text.split()) for change in changes),
        sum(len(change.b_text.split()) for change in changes),
    )
    return same / longest if longest else 1.0
