"""Answers as text: CSV, JSON, JSON Lines and Markdown.

Nothing is printed: the caller gives the stream, and says on its own what there is to say beside an
answer where the format has no place for it (``remarks``).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final, Protocol

from memcon.presentation.cells import Cell, csv_cell, flattened, in_words
from memcon.presentation.markdown import escaped, pipe_table

if TYPE_CHECKING:
    from memcon.analysis import answer as asked

FORMATS: Final = ("json", "jsonl", "csv", "md")


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


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer of ``memcon.analysis`` with its rows as mappings, as the writers take it."""

    answer: asked.Answer[Any]

    @property
    def columns(self) -> Sequence[asked.Column]:
        """Its columns."""
        return self.answer.columns

    @property
    def rows(self) -> Sequence[Mapping[str, Cell]]:
        """Its rows, by column."""
        return [row.model_dump(mode="json") for row in self.answer.rows]

    @property
    def notes(self) -> Sequence[str]:
        """Its notes."""
        return self.answer.notes

    @property
    def facets(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """Its counts by facet."""
        return self.answer.facets

    @property
    def total(self) -> int | None:
        """How many rows there are without a limit."""
        return self.answer.total


def write_answer(answer: Answer, *, form: str, stream: IO[str]) -> None:
    """Write an answer to a stream.

    Args:
        answer: the answer; one of ``memcon.analysis`` as ``Rows``.
        form: one of ``FORMATS``. ``json`` is an object with rows, facets, total and notes;
            ``jsonl`` and ``csv`` have the rows alone, with every column; ``md`` has the most
            telling columns and the facets.
        stream: where to write.

    Raises:
        ValueError: ``form`` is none of these, or a cell is a number that JSON does not have.
    """
    if form == "json":
        _write_json(answer, stream)
    elif form == "jsonl":
        stream.writelines(_json(row) + "\n" for row in _whole_rows(answer))
    elif form == "csv":
        _write_csv(answer, stream)
    elif form == "md":
        _write_markdown(answer, stream)
    else:
        raise ValueError(f"there is no format {form!r}")


def remarks(answer: Answer) -> list[str]:
    """Return what is said about an answer: that it is empty or cut short, and its notes."""
    found = []
    if not answer.rows:
        found.append("nothing found")
    elif answer.total is not None and answer.total > len(answer.rows):
        found.append(f"these are {len(answer.rows):,} of {answer.total:,}")
    return [*found, *answer.notes]


def readable(answer: Answer) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the most telling columns: their heads, and the rows' cells in words."""
    names = [column.name for column in answer.columns if column.shown]
    heads = [name.replace("_", " ") for name in names]  # so that they fold between words
    return heads, [tuple(in_words(row.get(name)) for name in names) for row in answer.rows]


def counts_in_words(counts: Iterable[tuple[str, int]]) -> str:
    """Return the counts of a facet.

    >>> counts_in_words([("transport", 1200), ("trade", 1)])
    'transport (1,200), trade (1)'
    """
    return ", ".join(f"{in_words(value)} ({count:,})" for value, count in counts)


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


def _write_markdown(answer: Answer, stream: IO[str]) -> None:
    if answer.rows:
        stream.writelines(f"{line}\n" for line in pipe_table(*readable(answer)))
    if answer.facets:
        stream.write("\n" if answer.rows else "")
        for name, counts in answer.facets.items():
            stream.write(f"- {escaped(name)}: {escaped(counts_in_words(counts))}\n")
