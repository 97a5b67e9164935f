"""``memcon read``: documents in, records out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from memcon.cli.archive_option import ConfigOption
from memcon.cli.exits import Exit, complain
from memcon.cli.progress import counted
from memcon.cli.reading import (
    STDIN,
    STDIN_NAME,
    JobsOption,
    ModelOption,
    reader_options,
    source_suffixes,
)

if TYPE_CHECKING:
    from memcon.scale.local import Input


EPILOG: Final = """\b
Examples:
  memcon read report.txt
  memcon read reports/ 'feeds/*.xml' --format jsonl --jobs 4 --output records.jsonl
  memcon read reports/ --format csv --table commitments > commitments.csv
  memcon read reports/ --table commitments
  curl -s https://example.org/readout | memcon read - --format json

\b
Formats:
  text   a page for reading; with --table, that table with its most telling columns
  md     the same in Markdown
  json   the whole record (see memcon schema): an object for one document, an array for a
         folder, a pattern or several documents; with --table, an array of rows
  jsonl  one record a line; with --table, one row a line
  csv    one row a statement, or the rows of --table; text that a spreadsheet would take
         for a formula has a ' before it"""


class Format(StrEnum):
    """The output formats."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    md = "md"


class TableName(StrEnum):
    """The tables."""

    statements = "statements"
    acts = "acts"
    commitments = "commitments"
    meetings = "meetings"
    actors = "actors"


def read(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files, folders or quoted patterns; - is standard input.",
            show_default=False,
        ),
    ],
    form: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Format of the output.  [default: text]"),
    ] = None,
    table: Annotated[
        TableName | None,
        typer.Option("--table", "-t", help="Write this table instead of whole records."),
    ] = None,
    jobs: JobsOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, not to the terminal."),
    ] = None,
    config: ConfigOption = None,
    model: ModelOption = None,
) -> int:
    """Read documents and write their records.

    Text, Markdown, HTML and feeds are told apart by what is in them. An input that cannot be read
    is named on stderr, with the reason; the others are read all the same.
    """
    from memcon.cli.output import make_writer, opened, target
    from memcon.scale.local import read_files
    from memcon.settings import load_settings

    settings = load_settings(config, overrides={"format": form, "jobs": jobs, "model": model})
    inputs = _Inputs(paths, source_suffixes(settings))
    with opened(target(output)) as stream:
        writer = make_writer(
            stream,
            form=settings.format,
            table=table,
            array=len(paths) > 1 or inputs.several,
            width=settings.width,
        )
        # No bar where the pages themselves run over the same screen.
        shown = 0 if stream.isatty() else len(inputs.found)
        rejected = inputs.rejected
        outcomes = read_files(inputs.found, options=reader_options(settings), jobs=settings.jobs)
        with closing(outcomes), counted("Reading", shown) as advance:
            for outcome in outcomes:
                if outcome.rejected is not None:
                    complain(f"{outcome.where}: {outcome.rejected}")
                    rejected += 1
                for record in outcome.records:
                    writer.write(record, outcome.where)
                advance(1)
        writer.close()
    if rejected == 0:
        return Exit.DONE
    return Exit.SOME_REJECTED if writer.count else Exit.NOTHING_READ


class _Inputs:
    """The inputs that the arguments name, each once, in order; what names none is rejected."""

    def __init__(self, paths: list[str], suffixes: Collection[str]) -> None:
        self.suffixes = suffixes
        self.found: list[Input] = []
        self.rejected = 0
        self.several = False
        seen: set[Path] = set()
        for argument in paths:
            for item in self._expanded(argument):
                if item.path is not None:
                    resolved = item.path.resolve()
                    if resolved in seen:
                        continue
                    seen.add(resolved)
                self.found.append(item)

    def _expanded(self, argument: str) -> Iterator[Input]:
        import sys

        from memcon import sources
        from memcon.errors import MemconError
        from memcon.scale.local import Input

        if argument == STDIN:
            yield Input(where=STDIN_NAME, data=sys.stdin.buffer.read())
            return
        try:
            paths = sources.expand([argument], suffixes=self.suffixes)
        except MemconError as error:
            complain(str(error))
            self.rejected += 1
            return
        # A folder or a pattern gives an array even if only one document is in it today.
        self.several = self.several or [str(path) for path in paths] != [str(Path(argument))]
        for path in paths:
            yield Input(where=str(path), path=path)
