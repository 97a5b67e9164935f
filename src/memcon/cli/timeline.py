"""``memcon timeline``: meetings, acts and events of an actor, or between two, over time."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from memcon.cli.answers import FORMATS, AnswerFormat, FormatOption
from memcon.cli.archive_option import ArchiveOption, ConfigOption
from memcon.cli.asking import SinceOption, UntilOption, ask

if TYPE_CHECKING:
    from memcon.analysis.answer import Answer
    from memcon.analysis.timeline import Period


EPILOG: Final = (
    """\b
Examples:
  memcon timeline USA CHN
  memcon timeline USA CHN --by quarter --since 2021
  memcon timeline 'Wang Yi' --by year
  memcon timeline RUS UKR --format csv > series.csv

\b
a is the first actor, b the second, or whoever acts towards the first. Cooperative are the acts
agree, pledge, support, propose and praise, conflictual warn, oppose and criticise. An act is
towards an actor who is among those that it is addressed to or aimed at. Acts are counted as often
as documents tell of them, meetings once. The chart has what is cooperative dark, the rest light.

\b
Events count once each, by meeting, undertaking or day: how many were done is under "a events", the
mean of their Goldstein scores, from -10 (conflict) to 10 (cooperation), under "a score". Denied,
future and recalled ones are left out.

"""
    + FORMATS
)

PERIODS: Final = 120  # ten years of months
_WIDTH: Final = 20  # columns of the longest bar


class By(StrEnum):
    """How long a period is."""

    month = "month"
    quarter = "quarter"
    year = "year"


def timeline(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="An actor.", show_default=False)],
    b: Annotated[
        str | None, typer.Argument(metavar="[B]", help="Another actor.", show_default=False)
    ] = None,
    by: Annotated[By, typer.Option("--by", help="The length of a period.")] = By.month,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: Annotated[
        int,
        typer.Option("--limit", "-n", metavar="N", min=1, max=100_000, help="The last N periods."),
    ] = PERIODS,
    form: FormatOption = AnswerFormat.table,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Count meetings, acts and events of an actor, or between two, month by month.

    A row is a month (quarter, year), from the first in which there was anything to the last.
    """
    from memcon.analysis.timeline import timeline as question

    def asked(connection: Any) -> Answer[Any]:
        answer = question(connection, a, b, by=by.value, since=since, until=until, limit=limit)
        return _charted(answer) if form == AnswerFormat.table else answer

    return ask(context, asked, archive=archive, config=config, form=form)


def _charted(answer: Answer[Period]) -> Answer[Any]:
    """Return the answer with a bar a row, and short names for the columns a terminal shows."""
    from pydantic import Field, create_model

    from memcon.analysis.answer import SHOWN, Answer, Model

    longest = max((_dark(row) + _light(row) for row in answer.rows), default=0)
    shown: dict[str, Any] = {
        name: (Any, Field(description=help, json_schema_extra=SHOWN))
        for name, help in (
            ("period", "the month, quarter or year"),
            ("met", "meetings by form"),
            ("joint", "cooperative acts of both"),
            ("a+", "cooperative acts of a"),
            ("a-", "conflictual acts of a"),
            ("b+", "cooperative acts of b"),
            ("b-", "conflictual acts of b"),
            ("chart", "cooperative dark, conflictual light"),
            ("a events", "events of a"),
            ("a score", "their mean Goldstein score"),
            ("b events", "events of b"),
            ("b score", "their mean Goldstein score"),
        )
    }
    charted = create_model("Charted", __base__=Model, **shown)
    rows = [
        charted(
            **{
                "period": row.period,
                "met": ", ".join(f"{count} {name}" for name, count in row.forms.items()),
                "joint": row.joint or None,
                "a+": row.a_cooperative or None,
                "a-": row.a_conflictual or None,
                "b+": row.b_cooperative or None,
                "b-": row.b_conflictual or None,
                "chart": bar(_dark(row), _light(row), longest),
                "a events": row.a_events or None,
                "a score": row.a_goldstein,
                "b events": row.b_events or None,
                "b score": row.b_goldstein,
            }
        )
        for row in answer.rows
    ]
    return Answer(model=charted, rows=rows, total=answer.total, notes=answer.notes)


def bar(dark: int, light: int, longest: int) -> str:
    """Return a bar of two shades whose length is in proportion to the longest one.

    >>> bar(3, 1, 8), bar(0, 0, 8), bar(1, 0, 400)
    ('████████░░', '', '█')
    """
    if not dark + light:
        return ""
    length = max(round(_WIDTH * (dark + light) / longest), 1)
    shade = round(length * dark / (dark + light))
    return "█" * shade + "░" * (length - shade)


def _dark(row: Period) -> int:
    return (row.joint or 0) + row.a_cooperative + row.b_cooperative


def _light(row: Period) -> int:
    return row.a_conflictual + row.b_conflictual
