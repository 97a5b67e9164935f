"""A comparison for a person: the summary first, then the statements side by side."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from memcon.cli.text import make_console
from memcon.presentation.comparison import (
    label_words,
    mode_words,
    reads_as_one,
    remarks,
    side_words,
)
from memcon.presentation.markdown import escaped
from memcon.presentation.wording import for_reading, one_line

if TYPE_CHECKING:
    from memcon.analysis.comparison import (
        Cited,
        ComparedRow,
        Comparison,
        ComparisonMode,
        Difference,
        SideSummary,
    )


def comparison_text(comparison: Comparison, width: int) -> str:
    """Return a comparison laid out for a terminal.

    Words of A that B leaves out stand in ``[-…-]``, those that B adds in ``{+…+}``.

    Args:
        comparison: the comparison.
        width: columns.
    """
    stream = io.StringIO()
    console = make_console(stream, width)
    for line in _opening(comparison):
        _print(console, line)
    console.print()
    for sentence in comparison.summary.sentences:
        _print(console, f"- {one_line(sentence)}", hanging=2)
    for number, row in enumerate(comparison.rows, 1):
        console.print()
        _print(console, f"{number}. {_heading(comparison.mode, row)}", hanging=3)
        for name, words in _wordings(row, _plain_marks):
            _print(console, f"{name:<3}{words}", indent=3, hanging=3)
        for remark in remarks(row):
            _print(console, f"> {remark}", indent=3, hanging=3)
    return stream.getvalue()


def comparison_markdown(comparison: Comparison) -> str:
    """Return a comparison as Markdown: deleted words struck out, added ones in bold."""
    out = ["# Comparison", ""]
    out += [f"{escaped(line)}  " for line in _opening(comparison)]
    out += ["", "## Summary", ""]
    out += [f"- {escaped(one_line(sentence))}" for sentence in comparison.summary.sentences]
    out += ["", "## Statements", "", "| # | | A | B | why |", "| --- | --- | --- | --- | --- |"]
    for number, row in enumerate(comparison.rows, 1):
        words = dict(_wordings(row, _markdown_marks, mark_of=escaped))
        both = words.get("±")
        cells = [
            str(number),
            escaped(label_words(comparison.mode, row.label)),
            both if both is not None else words.get("A", words.get("=", "")),
            "" if both is not None else words.get("B", "the same" if "=" in words else ""),
            escaped("; ".join([*_places(row), *remarks(row)])),
        ]
        out.append(f"| {' | '.join(cells)} |")
    return "\n".join([*out, ""])


def _opening(comparison: Comparison) -> list[str]:
    return [
        f"A: {_side(comparison.a)}",
        f"B: {_side(comparison.b)}",
        mode_words(comparison),
    ]


def _side(side: SideSummary) -> str:
    return " · ".join([*side_words(side), ", ".join(side.documents)])


def _heading(mode: ComparisonMode, row: ComparedRow) -> str:
    return " · ".join([label_words(mode, row.label).upper(), *_places(row)])


def _places(row: ComparedRow) -> list[str]:
    """Return who says it, where it stands, and how sure it is that the two belong together."""
    cited = [(name, one) for name, one in (("A", row.a), ("B", row.b)) if one]
    said = list(dict.fromkeys(", ".join(one.speakers) for _, one in cited if one.speakers))
    parts = [one_line(" / ".join(said))] if said else []
    acts = list(dict.fromkeys(", ".join(one.acts) for _, one in cited if one.acts))
    parts += [" → ".join(acts)] if acts else []
    parts += [" ↔ ".join(f"{name} #{_number(one.statement)}" for name, one in cited)]
    return parts if row.score is None else [*parts, f"score {row.score:.2f}"]


def _number(statement: str) -> str:
    return statement.removeprefix("statement:")


def _wordings(
    row: ComparedRow,
    marks: Callable[[Sequence[Difference]], str],
    mark_of: Callable[[str], str] = str,
) -> list[tuple[str, str]]:
    """Return the words to show: one marked text where most is the same, otherwise both."""
    if row.a and row.b:
        if row.label == "repeated" and not row.remainder:
            return [("=", mark_of(_words(row.b)))]
        if reads_as_one(row):
            return [("±", marks(row.differences))]
    found = [(name, one) for name, one in (("A", row.a), ("B", row.b)) if one]
    return [(name, mark_of(_words(one))) for name, one in found]


def _words(one: Cited) -> str:
    words = for_reading(one.compared)
    if one.passage is not None:
        before = "… " if one.passage[0] > 0 else ""
        words = before + words + (" …" if one.passage[1] < len(one.text) else "")
    return f"[{one_line(one.cue)}] {words}" if one.cue else words


def _plain_marks(changes: Sequence[Difference]) -> str:
    return _marked(changes, str, ("[-", "-]"), ("{+", "+}"))


def _markdown_marks(changes: Sequence[Difference]) -> str:
    return _marked(changes, escaped, ("~~", "~~"), ("**", "**"))


def _marked(
    changes: Sequence[Difference],
    mark_of: Callable[[str], str],
    deleted: tuple[str, str],
    added: tuple[str, str],
) -> str:
    out = []
    for change in changes:
        if change.operation == "equal":
            out.append(mark_of(for_reading(change.b_text)))
            continue
        if change.a_text:
            out.append(deleted[0] + mark_of(for_reading(change.a_text)) + deleted[1])
        if change.b_text:
            out.append(added[0] + mark_of(for_reading(change.b_text)) + added[1])
    return " ".join(out)


def _print(console: Console, words: str, *, indent: int = 0, hanging: int = 0) -> None:
    room = max(console.width - indent - hanging, 20)
    for number, line in enumerate(Text(words).wrap(console, room)):
        line.rstrip()
        pad = " " * (indent + (hanging if number else 0))
        console.print(Text(pad) + line, soft_wrap=True)
