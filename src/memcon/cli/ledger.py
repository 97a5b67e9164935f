"""``memcon ledger``: the undertakings in an archive."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

import typer

from memcon.cli.answers import FORMATS, AnswerFormat, FormatOption
from memcon.cli.archive_option import ArchiveOption, ConfigOption
from memcon.cli.asking import LIMIT, LimitOption, SinceOption, UntilOption, ask
from memcon.cli.clock import today as local_date

EPILOG: Final = (
    """\b
Examples:
  memcon ledger --by USA --with-quantity
  memcon ledger --by JPN --to USA --issue energy --since 2022
  memcon ledger --overdue --today 2026-01-01 --format csv
  memcon ledger --by 'Wang Yi' --words '"debt relief"'

\b
A row is one undertaking, however often it was said; its id stands for all of it. Strengths, from
the firmest: will, ready, hope, call (on itself and others). What became of it is what people
entered with memcon assess: the program rates nothing. An undertaking is marked overdue when its
deadline is over (a month or a year at its end) and nobody has rated it. Of a person, --by gives
what the person said that binds the person or the side spoken for.

"""
    + FORMATS
)


class Strength(StrEnum):
    """How firmly."""

    will = "will"
    ready = "ready"
    hope = "hope"
    call = "call"


class Rating(StrEnum):
    """What became of it."""

    unrated = "not-yet-rated"
    kept = "kept"
    part = "kept-in-part"
    broken = "broken"


class Sort(StrEnum):
    """The orders."""

    last = "last"
    first = "first"
    deadline = "deadline"
    times = "times"


def ledger(
    context: typer.Context,
    by: Annotated[str | None, typer.Option("--by", metavar="ID|NAME", help="Who is bound.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="ID|NAME", help="Towards whom.")] = None,
    issue: Annotated[
        str | None, typer.Option("--issue", metavar="CODE", help="On which issue.")
    ] = None,
    strength: Annotated[Strength | None, typer.Option("--strength", help="How firmly.")] = None,
    with_quantity: Annotated[
        bool, typer.Option("--with-quantity", help="Only those with a number.")
    ] = False,
    with_deadline: Annotated[
        bool, typer.Option("--with-deadline", help="Only those with a date by which they are due.")
    ] = False,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only those that were due before today.")
    ] = False,
    status: Annotated[Rating | None, typer.Option("--status", help="As people rate it.")] = None,
    carried_by: Annotated[
        str | None,
        typer.Option("--carried-by", metavar="ID|NAME", help="In the accounts of which side."),
    ] = None,
    words: Annotated[
        str, typer.Option("--words", metavar="WORDS", help="Words it was said in.")
    ] = "",
    since: SinceOption = None,
    until: UntilOption = None,
    sort: Annotated[
        Sort | None,
        typer.Option("--sort", help="The order.  [default: last; deadline with --overdue]"),
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="The day to go by (ISO 8601).")
    ] = None,
    limit: LimitOption = LIMIT,
    form: FormatOption = AnswerFormat.table,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """List who undertook what, towards whom and by when, a row for each undertaking.

    --since and --until go by the day on which it was said last.
    """
    from memcon.analysis.ledger import ledger as question

    return ask(
        context,
        lambda connection: question(
            connection,
            today=today or local_date(),
            by=by,
            to=to,
            issue=issue,
            strength=strength.value if strength else None,
            with_quantity=with_quantity,
            with_deadline=with_deadline,
            overdue=overdue,
            status=status.value if status else None,
            carried_by=carried_by,
            since=since,
            until=until,
            words=words,
            sort=sort.value if sort else None,
            limit=limit,
        ),
        archive=archive,
        config=config,
        form=form,
    )
