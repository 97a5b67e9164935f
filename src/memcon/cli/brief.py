"""``memcon brief``: the page an analyst writes before a visit."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated, Final

import typer

from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.asking import SinceOption
from memcon.cli.exits import Exit

NAME: Final = "brief"
SUMMARY: Final = "Write the page that one reads before two sides meet, each line cited."

EPILOG: Final = """\b
Examples:
  memcon brief USA JPN
  memcon brief USA IND --since 2022 --format html > india.html
  memcon brief CHN RUS --today 2024-05-01 --format json

\b
It has the last meetings, what was done since, open commitments, positions with changes, and set
phrases that came or went. Without --since, changes are told from a year before the last meeting on.

\b
Formats:
  md    Markdown, citations as footnotes
  html  a page that needs nothing else, for screen and paper
  json  everything, with every citation in full"""


class BriefFormat(StrEnum):
    """The formats of a brief."""

    md = "md"
    html = "html"
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
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Write the page that one reads before two sides meet, each line cited."""
    from memcon.analysis.brief import brief as question
    from memcon.archive import open_archive
    from memcon.cli import clock

    settings = settings_of(context, config=config, archive=archive)
    with open_archive(settings.archive, write=False) as opened, opened.reading() as connection:
        made = question(connection, a, b, today=today or clock.today(), since=since)
    if form == BriefFormat.json:
        sys.stdout.write(made.model_dump_json(indent=2) + "\n")
        return Exit.DONE
    from memcon.cli.brief_view import brief_page

    page = brief_page(made)
    if form == BriefFormat.html:
        from memcon.cli.brief_html import brief_html

        sys.stdout.write(brief_html(page))
    else:
        from memcon.cli.brief_markdown import brief_markdown

        sys.stdout.write(brief_markdown(page))
    return Exit.DONE
