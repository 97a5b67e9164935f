"""``memcon positions``: how actors speak on issues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from memcon.cli.answers import FORMATS, AnswerFormat, FormatOption
from memcon.cli.archive_option import ArchiveOption, ConfigOption
from memcon.cli.asking import LIMIT, LimitOption, SinceOption, UntilOption, ask

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from memcon.analysis.answer import Answer


EPILOG: Final = (
    """\b
Examples:
  memcon positions --by USA --since 2022
  memcon positions --on taiwan
  memcon positions --by USA --by CHN --on trade --on sanctions --format json
  memcon positions --by USA --on iran --changes

\b
A row is an actor on an issue. Its stance says which kind of acts prevails, by at least two thirds,
among backing (support, praise, agree, pledge), objecting (oppose, criticise, warn) and asking
(request); mixed if none does, no stance if there is none of them. An issue is a subject and not a
proposal: read the words. Denied acts ("does not support") are counted apart, acts on a condition
like others. With --changes, a row is another rung of a ladder of words ("supports", "strongly
supports") than on the last day with one, a day's wording being its strongest; words of praise, and
pledges that bind alike ("will", "is committed to"), are changes with --style only. Of a person,
--by goes by what the person said, for himself or herself or for the side spoken for.

"""
    + FORMATS
)


def positions(
    context: typer.Context,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="ID|NAME", help="Whose; may be given again."),
    ] = None,
    on: Annotated[
        list[str] | None,
        typer.Option("--on", metavar="CODE", help="On which issue; may be given again."),
    ] = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="Changes of wording instead, the newest first.")
    ] = False,
    style: Annotated[
        bool,
        typer.Option("--style", help="With --changes, also those between words that say the same."),
    ] = False,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = LIMIT,
    form: FormatOption = AnswerFormat.table,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Tell how actors speak on issues, how strongly, and what changed.

    Without --by, the actors that say most on the issue; without --on, all issues of the actor.
    """
    from memcon.analysis import positions as question

    def asked(connection: Connection) -> Answer[Any]:
        whose, what = by or (), on or ()
        if changes:
            return question.rung_changes(
                connection, by=whose, on=what, since=since, until=until, style=style, limit=limit
            )
        return question.positions(
            connection, by=whose, on=what, since=since, until=until, limit=limit
        )

    return ask(
        context,
        asked,
        archive=archive,
        config=config,
        form=form,
    )
