"""``memcon code``: sentences in, coded events out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, Final

import typer

from memcon.cli.archive_option import ConfigOption
from memcon.cli.exits import Exit
from memcon.cli.reading import STDIN, STDIN_NAME, ModelOption

if TYPE_CHECKING:
    from memcon.reading.coding.sentences import CodedParty, SentenceEvent


EPILOG: Final = """\b
Examples:
  memcon code 'Ostrian troops shelled a Varnian village on Sunday.'
  memcon code sentences.txt --format jsonl > events.jsonl
  cut -f2 news.tsv | memcon code - --format tsv

\b
A line is a sentence (or a few) and is coded for itself; every event has one source and one
target. Offsets are code points of the line. docs/events.md tells what is coded and how well.

\b
Formats:
  table  for reading
  jsonl  an event a line: line (from 1), code (CAMEO), plover, goldstein, source and target (each
         text, code, start, end, or null), event (its words with offsets), negated, time
  tsv    the same, tab-separated with a header"""

_COLUMNS: Final = (
    "line",
    "code",
    "plover",
    "goldstein",
    "source",
    "source_code",
    "target",
    "target_code",
    "event",
    "negated",
    "time",
)


_SHOWN: Final = ("line", "code", "plover", "source", "target", "event", "negated")


class Format(StrEnum):
    """The output formats."""

    table = "table"
    jsonl = "jsonl"
    tsv = "tsv"


def code(
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT|FILE",
            help="A sentence, or a file with one a line; - is standard input.",
            show_default=False,
        ),
    ],
    form: Annotated[
        Format, typer.Option("--format", "-f", help="Format of the output.")
    ] = Format.table,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, not to the terminal."),
    ] = None,
    config: ConfigOption = None,
    model: ModelOption = None,
) -> int:
    """Code the events of sentences: who did what to whom."""
    from memcon.cli.output import opened
    from memcon.reading.coding.sentences import SentenceCoder
    from memcon.settings import load_settings

    settings = load_settings(config, overrides={"model": model})
    lines = _lines(text)
    coder = SentenceCoder(settings.config, settings.model)
    with opened(output) as stream:
        _write(stream, coder.code(lines), form, settings.width)
    return Exit.DONE


def _lines(text: str) -> list[str]:
    """Return the lines of a file, of standard input, or of the text itself."""
    import sys

    from memcon import sources

    if text == STDIN:
        words = sources.decode(sys.stdin.buffer.read(), where=STDIN_NAME).text
    elif _is_file(Path(text)):
        words = sources.decode(sources.read_bytes(text), where=text).text
    elif Path(text).suffix and not text.split()[1:]:
        raise typer.BadParameter(f"there is no file {text}", param_hint="TEXT|FILE")
    else:
        words = text
    lines = [line.removesuffix("\r") for line in words.split("\n")]  # no other mark ends a line
    return lines if lines[-1] else lines[:-1]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a sentence is too long for a name
        return False


def _write(
    stream: IO[str], events: Iterable[SentenceEvent], form: Format, width: int | None
) -> None:
    from memcon.cli.grid import print_grid
    from memcon.cli.text import make_console

    if form is Format.jsonl:
        for event in events:
            stream.write(event.model_dump_json() + "\n")
    elif form is Format.tsv:
        stream.write("\t".join(_COLUMNS) + "\n")
        for row in _rows(events):
            stream.write("\t".join(" ".join(str(cell).split()) for cell in row) + "\n")
    else:
        rows = [_line(event) for event in events]
        if rows:
            print_grid(make_console(stream, width), _SHOWN, rows)


def _rows(events: Iterable[SentenceEvent]) -> Iterator[tuple[Any, ...]]:
    for event in events:
        yield (
            event.line,
            event.code,
            event.plover or "",
            event.goldstein,
            *_cells(event.source),
            *_cells(event.target),
            event.event.text,
            "negated" if event.negated else "",
            event.time,
        )


def _line(event: SentenceEvent) -> list[str]:
    """Return the line of an event in the table for reading."""
    source, target = (
        "" if party is None else f"{party.text} [{party.code}]" if party.code else party.text
        for party in (event.source, event.target)
    )
    denied = "yes" if event.negated else ""
    words = " ".join(event.event.text.split())
    return [str(event.line), event.code, event.plover or "", source, target, words, denied]


def _cells(party: CodedParty | None) -> tuple[str, str]:
    return (party.text, party.code or "") if party is not None else ("", "")
