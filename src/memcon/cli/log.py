"""``memcon log``: what people entered."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from memcon.cli.answers import FORMATS, AnswerFormat, FormatOption
from memcon.cli.archive_option import ArchiveOption, ConfigOption
from memcon.cli.asking import LIMIT, LimitOption, SinceOption, UntilOption, ask

EPILOG: Final = (
    """\b
Examples:
  memcon log
  memcon log doc:0123456789abcdef
  memcon log doc:0123456789abcdef/commitment:3 --format json
  memcon log --who 'A. Reviewer' --since 2026-03

\b
The latest entries come first. An entry holds until another one takes it back
(memcon review --undo ENTRY); none is ever removed or changed.

"""
    + FORMATS
)


def log(
    context: typer.Context,
    id: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="A document, or a finding of one.", show_default=False),
    ] = None,
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Who entered it.")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = LIMIT,
    form: FormatOption = AnswerFormat.table,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """List reviews and ratings: who entered what, when and why, and whether it holds."""
    from memcon.analysis.log import entries

    return ask(
        context,
        lambda connection: entries(connection, id, who=who, since=since, until=until, limit=limit),
        archive=archive,
        config=config,
        form=form,
    )
