"""``memcon brief``: the page an analyst writes before a visit."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.asking import SinceOption
from memcon.cli.exits import Exit

if TYPE_CHECKING:
    from memcon.analysis.brief import Brief


EPILOG: Final = """\b
Examples:
  memcon brief USA JPN
  memcon brief USA IND --since 2022 --format html > india.html
  memcon brief CHN RUS --today 2024-05-01 --format json
  memcon brief USA GBR --format docx --output brief.docx

\b
It has the last meetings, what was done since, open commitments, positions with changes, and set
phrases that came or went. Without --since, changes are told from a year before the last meeting on.

\b
Formats:
  md    Markdown, citations as footnotes
  html  a page that needs nothing else, for screen and paper
  docx  for word processors, citations as notes at the end; to a file or a pipe, never a terminal
  json  everything, with every citation in full"""


class BriefFormat(StrEnum):
    """The formats of a brief."""

    md = "md"
    html = "html"
    docx = "docx"
    json = "json"


def brief(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="One side.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="The other.", show_default=False)],
    since: SinceOption = None,
    today: Annotated[
        str | None,
        typer.Option(
            "--today", metavar="DAY", help="The day it is written for.  [default: the present one]"
        ),
    ] = None,
    form: Annotated[
        BriefFormat, typer.Option("--format", "-f", help="Format of the page.")
    ] = BriefFormat.md,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, not to the terminal."),
    ] = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Write the page that one reads before two sides meet, each line cited."""
    from memcon.analysis.brief import brief as question
    from memcon.archive import open_archive
    from memcon.cli import clock
    from memcon.cli.output import opened, target

    output = target(output)
    if form == BriefFormat.docx and output is None and on_terminal():
        raise typer.BadParameter(
            "DOCX is not for a terminal: name a file, with --output", param_hint="--format"
        )
    settings = settings_of(context, config=config, archive=archive)
    with open_archive(settings.archive, write=False) as store, store.reading() as connection:
        made = question(connection, a, b, today=today or clock.today(), since=since)
    content = _content(made, form)
    with opened(output) as stream:
        if isinstance(content, bytes):
            stream.buffer.write(content)
        else:
            stream.write(content)
    return Exit.DONE


def on_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return sys.stdout.isatty()


def _content(made: Brief, form: BriefFormat) -> str | bytes:
    if form == BriefFormat.json:
        return made.model_dump_json(indent=2) + "\n"
    from memcon.presentation.brief.view import brief_page

    page = brief_page(made)
    if form == BriefFormat.html:
        from memcon.presentation.brief.html import brief_html

        return brief_html(page)
    if form == BriefFormat.docx:
        from memcon.presentation.brief.docx import brief_docx

        return brief_docx(page)
    from memcon.presentation.brief.markdown import brief_markdown

    return brief_markdown(page)
