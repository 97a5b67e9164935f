"""``memcon check``: whether an archive is whole."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.exits import Exit

EPILOG: Final = """\b
Examples:
  memcon check
  memcon check --deep
  memcon --archive postgresql+psycopg://me@db/memcon check

\b
Nothing is changed, and the archive may be in use. Remarks tell of what was broken off and is taken
up by the next memcon add; errors of what must not be, and end with exit code 1. Rows that do not
follow from the records are made anew by memcon reread; for damage, restore a copy."""


def check(
    context: typer.Context,
    deep: Annotated[
        bool,
        typer.Option(
            "--deep", help="Compare every row with its record, and all kept bytes with their hash."
        ),
    ] = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Check the database, and that rows, records, links and kept bytes of an archive agree."""
    from memcon.archive import open_archive
    from memcon.archive.check import check as checking

    settings = settings_of(context, config=config, archive=archive)
    with open_archive(settings.archive, write=False) as opened:
        checked = checking(opened, deep=deep)
    for finding in checked.findings:
        print(f"{finding.level}: {finding.message}")
    verdict = "whole" if checked.whole else f"{checked.errors:,} errors"
    print(f"{checked.documents:,} documents, {checked.captures:,} captures: {verdict}")
    return Exit.DONE if checked.whole else Exit.SOME_REJECTED
