"""``memcon meetings``: who met whom, when and where."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

import typer

from memcon.cli.answers import FORMATS, AnswerFormat, FormatOption
from memcon.cli.archive_option import ArchiveOption, ConfigOption
from memcon.cli.asking import LIMIT, LimitOption, SinceOption, UntilOption, ask

EPILOG: Final = (
    """\b
Examples:
  memcon meetings --actor USA --actor CHN
  memcon meetings --actor 'Wang Yi' --form call --since 2022
  memcon meetings --place Geneva --format json
  memcon meetings --status planned

\b
A meeting counts once, however many documents tell of it. Where their accounts differ, the value
that most of them give is shown and the field is named under contradictions; memcon show ID has all
the values.

"""
    + FORMATS
)


class Status(StrEnum):
    """Whether a meeting has taken place."""

    held = "held"
    planned = "planned"


def meetings(
    context: typer.Context,
    actor: Annotated[
        list[str] | None,
        typer.Option(
            "--actor", metavar="ID|NAME", help="Who took part; given several times, all of them."
        ),
    ] = None,
    meeting: Annotated[
        str | None,
        typer.Option("--form", metavar="FORM", help="meeting, call, summit, visit and so on."),
    ] = None,
    status: Annotated[
        Status | None, typer.Option("--status", help="Whether it has taken place.")
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="WORDS", help="Words of the place's name.")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = LIMIT,
    form: FormatOption = AnswerFormat.table,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """List meetings, the newest first: who met whom, when, where, and whose accounts tell of it.

    A row is a meeting, as all documents that tell of it say together.
    """
    from memcon.analysis.meetings import meetings as question

    return ask(
        context,
        lambda connection: question(
            connection,
            actors=actor or (),
            form=meeting,
            status=status.value if status else None,
            place=place,
            since=since,
            until=until,
            limit=limit,
        ),
        archive=archive,
        config=config,
        form=form,
    )
