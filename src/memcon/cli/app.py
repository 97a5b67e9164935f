"""The command tree, with what ``memcon --help`` says."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from memcon.cli.archive_option import ArchiveOption, Shared
from memcon.cli.commands import Commands
from memcon.version import __version__

EPILOG = """\b
Examples:
  memcon read report.txt
  memcon read examples --format csv --table commitments
  memcon evaluate gold/dev
  memcon schema > record.schema.json

\b
Exit codes:
  0    everything was done
  1    some inputs were rejected, each with a line on stderr; the others were read
  2    wrong usage, or nothing could be read
  3    a setting, a knowledge table, the language model or the archive cannot be used
  4    a fault in memcon itself
  130  interrupted
  141  whoever was reading the output went away

\b
MEMCON_DEBUG=1 in the environment shows a traceback where there was an error."""

app = typer.Typer(
    name="memcon",
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: starts faster, and reads the same everywhere
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"memcon {__version__}")
        raise typer.Exit


@app.callback(epilog=EPILOG)
def memcon(
    context: typer.Context,
    archive: ArchiveOption = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Read reports of diplomatic meetings and write the record: who met, said and pledged what.

    Every value in a record points at the words it came from.
    """
    context.obj = Shared(archive=archive)


def start() -> None:
    """Run the command line; the process exits with the code that the help tells of."""
    # Output is UTF-8 with plain newlines whatever the locale says: the same bytes on every machine.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    app(prog_name="memcon")
