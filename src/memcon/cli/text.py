"""Pages and tables laid out for a terminal: colour only where there is one, lines to its width."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import IO, Final

from rich.console import Console
from rich.text import Text

from memcon.cli.grid import print_grid
from memcon.cli.page import COMMITMENT_HEAD, Page, Saying
from memcon.cli.tables import Row, Table
from memcon.presentation.cells import FlatCell
from memcon.presentation.wording import one_line

PLAIN_WIDTH: Final = 100  # of a file or pipe
WIDEST: Final = 110  # longer lines are hard to read, however wide the window


class _Console(Console):
    """A console that leaves a closed pipe to whoever runs the command, as other writing does."""

    def on_broken_pipe(self) -> None:
        """Raise the error again, where rich would end the process with a code of its own."""
        raise BrokenPipeError


def make_console(stream: IO[str], width: int | None = None) -> Console:
    """Return a console that writes to ``stream``.

    Args:
        stream: colours are used if it is a terminal, unless NO_COLOR is set.
        width: columns; without it those of the terminal, up to a width that reads well.
    """
    terminal = stream.isatty()
    if width is None:
        width = min(shutil.get_terminal_size().columns, WIDEST) if terminal else PLAIN_WIDTH
    return _Console(
        file=stream,
        width=width,
        force_terminal=terminal,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
    )


def print_page(console: Console, page: Page) -> None:
    """Print one record's page."""
    say(console, page.title, style="bold")
    if page.about:
        say(console, " · ".join(page.about))
    say(console, page.where, style="dim")
    if page.encounters:
        _heading(console, "Meetings")
        for encounter in page.encounters:
            say(console, encounter.heading, indent=2)
            for person in encounter.people:
                say(console, f"- {person}", indent=4, hanging=2)
    if page.voices:
        _heading(console, "Who said what")
        for number, voice in enumerate(page.voices):
            if number:
                console.print()
            say(console, voice.heading, indent=2, style="bold cyan")
            for saying in voice.sayings:
                _print_saying(console, saying)
    if page.commitments:
        _heading(console, "Commitments")
        print_grid(console, COMMITMENT_HEAD, page.commitments, indent=2)
    if page.warnings:
        _heading(console, "Not certain")
        for warning in page.warnings:
            say(console, f"- {warning}", indent=2, hanging=2, style="yellow")


def _print_saying(console: Console, saying: Saying) -> None:
    text = Text()
    if saying.cue:
        text.append(f"[{saying.cue}] ", style="italic")
    text.append(saying.words)
    text.append(f"  {saying.id}", style="dim")
    _wrapped(console, text, indent=4, hanging=2)
    for label in saying.labels:
        say(console, label, indent=8, hanging=2, style="green")


def print_table(console: Console, table: Table, rows: Iterable[Row], *, files: bool) -> None:
    """Print the readable columns of a table, under the files' names if asked for."""
    names, lines = readable(table, rows, files=files)
    print_grid(console, names, lines, grouped=files)


def readable(
    table: Table, rows: Iterable[Row], *, files: bool
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the names of a table's readable columns, and the rows' cells in words."""
    names = ["file"] * files + [column.name for column in table.columns if column.shown]
    return names, [tuple(_shown(row[name]) for name in names) for row in rows]


def _shown(cell: FlatCell) -> str:
    """Return a cell for reading: lists joined by ``; ``, nothing for what is unknown."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return one_line("; ".join(cell) if isinstance(cell, list) else str(cell))


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text.upper(), style="bold"))


def say(
    console: Console, words: str, *, indent: int = 0, hanging: int = 0, style: str = ""
) -> None:
    """Print a paragraph from column ``indent``, lines after the first ``hanging`` further in."""
    _wrapped(console, Text(words, style=style), indent=indent, hanging=hanging)


def _wrapped(console: Console, text: Text, *, indent: int, hanging: int = 0) -> None:
    """Print a paragraph from column ``indent``, lines after the first ``hanging`` further in."""
    room = max(console.width - indent - hanging, 20)
    for number, line in enumerate(text.wrap(console, room)):
        line.rstrip()
        pad = " " * (indent + (hanging if number else 0))
        console.print(Text(pad) + line, soft_wrap=True)
