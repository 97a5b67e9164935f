"""Answers to questions of an archive, written in each format that ``--format`` names.

Standard output gets the answer and nothing else, so that it can be piped on; what is said about it
(notes, how many there are in all) goes to standard error where the format has no place for it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import IO, Annotated, Final

import typer

from memcon.cli.exits import complain
from memcon.presentation import tabular
from memcon.presentation.tabular import Answer


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
    if form == AnswerFormat.table:
        _write_table(answer, stream, width)
    else:
        tabular.write_answer(answer, form=form, stream=stream)
    if form == AnswerFormat.json:  # which has its remarks in it
        return
    stream.flush()  # the answer before what is said about it; and a closed pipe is noticed here
    for line in tabular.remarks(answer):
        complain(line)


def _write_table(answer: Answer, stream: IO[str], width: int | None) -> None:
    from memcon.cli.grid import print_grid
    from memcon.cli.text import make_console, say

    console = make_console(stream, width)
    if answer.rows:
        print_grid(console, *tabular.readable(answer))
    if answer.facets:
        if answer.rows:
            console.print()
        for name, counts in answer.facets.items():
            say(console, f"{name}: {tabular.counts_in_words(counts)}", hanging=2)
