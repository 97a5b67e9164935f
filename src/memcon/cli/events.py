"""``memcon events``: who did what to whom, in event codes."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from memcon.cli.answers import FORMATS, AnswerFormat, FormatOption
from memcon.cli.archive_option import ArchiveOption, ConfigOption
from memcon.cli.asking import LIMIT, LimitOption, SinceOption, UntilOption, ask

EPILOG: Final = (
    """\b
Examples:
  memcon events --actor UKR --code 04
  memcon events --source RUS --target UKR --code 19 --since 2022
  memcon events --source 'Wang Yi' --no-background --format csv > events.csv
  memcon events --since 2021-03 --until 2021-03 --format jsonl

\b
An event counts once, however many documents tell of it: an act that is a commitment by its
undertaking, whatever was done or said at a meeting by the meeting, and the rest by the day. What
several did with each other is an event of each two of them in both directions, with one group.
An actor's events are its own and those of whoever belongs to it: a state's are its ministers' too.

"""
    + FORMATS
)


def events(
    context: typer.Context,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="ID|NAME", help="Who acts or is acted on.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID|NAME", help="Who acts.")
    ] = None,
    target: Annotated[
        str | None, typer.Option("--target", metavar="ID|NAME", help="Who is acted on.")
    ] = None,
    code: Annotated[
        str | None,
        typer.Option("--code", metavar="PREFIX", help="CAMEO code, or its first digits."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    background: Annotated[
        bool,
        typer.Option(
            "--background/--no-background",
            help="With events that documents only recall, or without them.",
        ),
    ] = True,
    limit: LimitOption = LIMIT,
    form: FormatOption = AnswerFormat.table,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """List events, the newest first: who did what to whom, in event codes, each with its words.

    A row is an event between one source and one target, as all documents that tell of it say.
    """
    from memcon.analysis.events import events as question

    return ask(
        context,
        lambda connection: question(
            connection,
            actor=actor,
            source=source,
            target=target,
            code=code,
            since=since,
            until=until,
            background=background,
            limit=limit,
        ),
        archive=archive,
        config=config,
        form=form,
    )
