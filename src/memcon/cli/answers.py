"""Answers to questions of an archive, written in each format that ``--format`` names.

Standard output gets the answer and nothing else, so that it can be piped on; what is said about it
(notes, how many there are in all) goes to standard error where the format has no place for it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import IO, Annotated, Any, Final, Protocol

import typer

from memcon.cli.cells import Cell, flattened, in_words
from memcon.cli.exits import complain
from memcon.cli.tables import csv_cell


class AnswerFormat(StrEnum):
    """The formats of an answer."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    md = "md"


FormatOption = Annotated[
    AnswerFormat, typer.Option("--format", "-f", help="Format of the answer.", show_default=True)
]

FORMATS: Final = """\b
Formats:
  table  the most telling columns, fitted to the terminal
  json   an object: rows (with every column), facets, total, notes
  jsonl  one row a line, with every column
  csv    every column, and one for each part of a cell that has parts; text that a spreadsheet
         would take for a formula has a ' before it
  md     the most telling columns as a Markdown table"""


class Column(Protocol):
    """A column of an answer."""

    @property
    def name(self) -> str:
        """What it is called, in every format."""

    @property
    def help(self) -> str:
        """What it holds, for the documentation."""

    @property
    def shown(self) -> bool:
        """Whether ``table`` and ``md`` show it."""


class Answer(Protocol):
    """An answer as rows; a cell that a row lacks is empty."""

    @property
    def columns(self) -> Sequence[Column]:
        """The columns, in their order."""

    @property
    def rows(self) -> Sequence[Mapping[str, Cell]]:
        """The rows, by the columns' names."""

    @property
    def notes(self) -> Sequence[str]:
        """What has to be said about the answer, a sentence each."""

    @property
    def facets(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """How many there are of each value of a field, most frequent first."""

    @property
    def total(self) -> int | None:
        """How many rows there would be without a limit; None where that was not counted."""


def write_answer(answer: Answer, *, form: str, stream: IO[str], width: int | None = None) -> None:
    """Write an answer; what is said about it goes to standard error.

    Args:
        answer: the answer.
        form: table, json, jsonl, csv or md.
        stream: where to write.
        width: columns of ``table``; None to fit the terminal.

    Raises:
        BrokenPipeError: whoever was reading the stream went away.
        ValueError: ``form`` is none of these, or a cell is a number that JSON does not have.
    """
    if form == AnswerFormat.json:
        _write_json(answer, stream)
        return
    if form == AnswerFormat.jsonl:
        stream.writelines(_json(row) + "\n" for row in _whole_rows(answer))
    elif form == AnswerFormat.csv:
        _write_csv(answer, stream)
    elif form == AnswerFormat.md:
        _write_markdown(answer, stream)
    elif form == AnswerFormat.table:
        _write_table(answer, stream, width)
    else:
        raise ValueError(f"there is no format {form!r}")
    stream.flush()  # the answer before what is said about it; and a closed pipe is noticed here
    for line in _remarks(answer):
        complain(line)


def _whole_rows(answer: Answer) -> Iterable[dict[str, Cell]]:
    """Yield the rows with every column, in the columns' order."""
    names = [column.name for column in answer.columns]
    return ({name: row.get(name) for name in names} for row in answer.rows)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _write_json(answer: Answer, stream: IO[str]) -> None:
    """Write one object, a row a line, so that it is read and compared line by line."""
    stream.write('{"rows": [')
    for number, row in enumerate(_whole_rows(answer)):
        stream.write((",\n  " if number else "\n  ") + _json(row))
    stream.write("\n]" if answer.rows else "]")
    facets = {
        name: [{"value": value, "count": count} for value, count in counts]
        for name, counts in answer.facets.items()
    }
    for name, value in (
        ("facets", facets),
        ("total", answer.total),
        ("notes", list(answer.notes)),
    ):
        stream.write(f',\n"{name}": {_json(value)}')
    stream.write("}\n")


def _write_csv(answer: Answer, stream: IO[str]) -> None:
    names, lines = flattened([column.name for column in answer.columns], answer.rows)
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(names)
    rows.writerows([csv_cell(cell) for cell in line] for line in lines)


def _readable(answer: Answer) -> tuple[list[str], list[tuple[str, ...]]]:
    names = [column.name for column in answer.columns if column.shown]
    heads = [name.replace("_", " ") for name in names]  # so that they fold between words
    return heads, [tuple(in_words(row.get(name)) for name in names) for row in answer.rows]


def _write_markdown(answer: Answer, stream: IO[str]) -> None:
    from memcon.cli.markdown import escaped, pipe_table

    if answer.rows:
        stream.writelines(f"{line}\n" for line in pipe_table(*_readable(answer)))
    if answer.facets:
        stream.write("\n" if answer.rows else "")
        for name, counts in answer.facets.items():
            stream.write(f"- {escaped(name)}: {escaped(_counts(counts))}\n")


def _write_table(answer: Answer, stream: IO[str], width: int | None) -> None:
    from memcon.cli.grid import print_grid
    from memcon.cli.text import make_console, say

    console = make_console(stream, width)
    if answer.rows:
        print_grid(console, *_readable(answer))
    if answer.facets:
        if answer.rows:
            console.print()
        for name, counts in answer.facets.items():
            say(console, f"{name}: {_counts(counts)}", hanging=2)


def _counts(counts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{in_words(value)} ({count:,})" for value, count in counts)


def _remarks(answer: Answer) -> list[str]:
    """Return what is said about an answer: that it is empty or cut short, and its notes."""
    remarks = []
    if not answer.rows:
        remarks.append("nothing found")
    elif answer.total is not None and answer.total > len(answer.rows):
        remarks.append(f"these are {len(answer.rows):,} of {answer.total:,}")
    return [*remarks, *answer.notes]
