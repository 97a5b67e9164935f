"""``memcon rejects``: what could not be read."""

from __future__ import annotations

from typing import Final

import typer

from memcon.cli.answers import FORMATS, AnswerFormat, FormatOption
from memcon.cli.archive_option import ArchiveOption, ConfigOption
from memcon.cli.asking import ask

EPILOG: Final = (
    """\b
Examples:
  memcon rejects
  memcon rejects --format csv > rejects.csv
  memcon add --retry-rejects

"""
    + FORMATS
)


def rejects(
    context: typer.Context,
    form: FormatOption = AnswerFormat.table,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """List what could not be read, and why. Bytes that could be had are kept in the archive."""
    from memcon.analysis.rejects import rejects as question

    return ask(context, question, archive=archive, config=config, form=form)
