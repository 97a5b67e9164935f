"""Writers: what is done with each record as it comes, in each format.

Records are written as they are read, so that memory does not grow with their number; only the
readable tables, whose columns are fitted to all their rows, wait for the last.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TextIO

import typer

from memcon.cli import markdown, text
from memcon.cli.page import make_page
from memcon.cli.tables import TABLES, Row, Table
from memcon.presentation.cells import csv_cell

if TYPE_CHECKING:
    from memcon.record import Record


STDOUT: Final = "-"


class Writer(ABC):
    """Takes records one by one; ``close`` writes what can only be written at the end."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream
        self.count = 0

    @abstractmethod
    def write(self, record: Record, where: str) -> None:
        """Take one record that was read from ``where``."""

    def close(self) -> None:
        """Write what is left."""
        return


class PageWriter(Writer):
    """A page for each record, with a rule between pages."""

    def __init__(self, stream: IO[str], width: int | None) -> None:
        super().__init__(stream)
        self.console = text.make_console(stream, width)

    def write(self, record: Record, where: str) -> None:
        """Print the record's page."""
        if self.count:
            self.stream.write("\n")
            self.console.rule(style="dim")
            self.stream.write("\n")
        text.print_page(self.console, make_page(record, where))
        self.count += 1


class MarkdownWriter(Writer):
    """A Markdown page for each record, with a rule between pages."""

    def write(self, record: Record, where: str) -> None:
        """Write the record's page."""
        if self.count:
            self.stream.write("\n---\n\n")
        markdown.print_page(self.stream, make_page(record, where))
        self.count += 1


class JsonWriter(Writer):
    """One record as an object, or records as an array."""

    def __init__(self, stream: IO[str], *, array: bool) -> None:
        super().__init__(stream)
        self.array = array
        self.held: str | None = None

    def write(self, record: Record, where: str) -> None:
        """Write the record; the first waits, as it may turn out to be the only one."""
        content = record.to_json(indent=2)
        if self.count == 0 and not self.array:
            self.held = content
        else:
            self.array = True
            if self.held is not None:
                self.stream.write(f"[\n{self.held}")
                self.held = None
                self.stream.write(f",\n{content}")
            else:
                self.stream.write(("[\n" if self.count == 0 else ",\n") + content)
        self.count += 1

    def close(self) -> None:
        """Write the only record, or close the array."""
        if self.held is not None:
            self.stream.write(f"{self.held}\n")
        elif self.array:
            self.stream.write("\n]\n" if self.count else "[]\n")


class JsonLinesWriter(Writer):
    """One record a line."""

    def write(self, record: Record, where: str) -> None:
        """Write the record's line."""
        self.stream.write(record.to_json() + "\n")
        self.count += 1


class CsvWriter(Writer):
    """One table as CSV, with a line of column names."""

    def __init__(self, stream: IO[str], table: Table) -> None:
        super().__init__(stream)
        self.table = table
        self.rows = csv.writer(stream, lineterminator="\n")
        self.rows.writerow([column.name for column in table.columns])

    def write(self, record: Record, where: str) -> None:
        """Write the record's rows."""
        for row in self.table.rows(record, where):
            self.rows.writerow([csv_cell(cell) for cell in row.values()])
        self.count += 1


class RowWriter(Writer):
    """One table as JSON: an array of objects, or an object a line."""

    def __init__(self, stream: IO[str], table: Table, *, lines: bool) -> None:
        super().__init__(stream)
        self.table = table
        self.lines = lines
        self.started = False

    def write(self, record: Record, where: str) -> None:
        """Write the record's rows."""
        for row in self.table.rows(record, where):
            if not self.lines:
                self.stream.write(",\n" if self.started else "[\n")
            self.started = True
            content = json.dumps(row, ensure_ascii=False)
            self.stream.write(content + "\n" if self.lines else content)
        self.count += 1

    def close(self) -> None:
        """Close the array."""
        if not self.lines:
            self.stream.write("\n]\n" if self.started else "[]\n")


class TableWriter(Writer):
    """The readable columns of one table, over all records."""

    def __init__(self, stream: IO[str], table: Table, width: int | None, *, md: bool) -> None:
        super().__init__(stream)
        self.table = table
        self.width = width
        self.md = md
        self.rows: list[Row] = []

    def write(self, record: Record, where: str) -> None:
        """Keep the record's rows."""
        self.rows.extend(self.table.rows(record, where))
        self.count += 1

    def close(self) -> None:
        """Write the table."""
        files = self.count > 1
        if self.md:
            markdown.print_table(self.stream, self.table, self.rows, files=files)
        elif self.rows:
            console = text.make_console(self.stream, self.width)
            text.print_table(console, self.table, self.rows, files=files)
        else:
            self.stream.write(f"There are no {self.table.name}.\n")


def make_writer(
    stream: IO[str], *, form: str, table: str | None, array: bool, width: int | None
) -> Writer:
    """Return the writer for a format.

    Args:
        stream: where to write.
        form: text, json, jsonl, csv or md.
        table: a name in ``TABLES`` for that table in place of records.
        array: whether JSON is an array even if there is only one record.
        width: columns of the text format; None to fit the terminal.
    """
    if form == "csv":
        return CsvWriter(stream, TABLES[table or "statements"])
    if table is not None:
        if form in {"json", "jsonl"}:
            return RowWriter(stream, TABLES[table], lines=form == "jsonl")
        return TableWriter(stream, TABLES[table], width, md=form == "md")
    if form == "json":
        return JsonWriter(stream, array=array)
    if form == "jsonl":
        return JsonLinesWriter(stream)
    return MarkdownWriter(stream) if form == "md" else PageWriter(stream, width)


def target(output: Path | None) -> Path | None:
    """Return the file to write, None for standard output, which ``-`` stands for too.

    Raises:
        BadParameter: it is a folder, or there is no folder that it could be put in.
    """
    if output is None or str(output) == STDOUT:
        return None
    if output.is_dir() or not output.parent.is_dir():
        problem = "is a folder" if output.is_dir() else "its folder does not exist"
        raise typer.BadParameter(f"{output}: {problem}", param_hint="--output")
    return output


@contextmanager
def opened(output: Path | None) -> Iterator[TextIO]:
    """Open where the output goes: a file, or standard output for None.

    The file appears when everything was written: until then, and if anything fails, what was there
    before stays.
    """
    if output is None:
        yield sys.stdout
        return
    output = output.resolve()  # a link stays a link
    if output.exists() and not output.is_file():  # a device or a named pipe is not to be replaced
        with output.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        return
    handle, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent, text=False)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        draft.chmod(0o666 & ~_umask())  # mkstemp's own mode shuts everyone else out
        draft.replace(output)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
