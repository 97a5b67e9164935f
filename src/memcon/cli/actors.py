"""``memcon actors``: who is named in an archive, and who held which office when."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from memcon.cli.answers import FORMATS, AnswerFormat, FormatOption
from memcon.cli.archive_option import ArchiveOption, ConfigOption
from memcon.cli.asking import LIMIT, LimitOption, ask

if TYPE_CHECKING:
    from memcon.analysis.answer import Answer


EPILOG: Final = (
    """\b
Examples:
  memcon actors --kind person --side RUS
  memcon actors wang
  memcon actors --office 'foreign minister' --of RUS
  memcon actors --office 'prime minister' --of GBR --on 2022-08-01

\b
Names that linking took for one person's are one row, with all of them under forms. Offices and
their days are what the documents print beside the names: somebody held an office at least from the
first of these days to the last.

"""
    + FORMATS
)


class Kind(StrEnum):
    """The kinds of actors."""

    person = "person"
    state = "state"
    organisation = "organisation"
    group = "group"


def actors(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help="Words of a name.", show_default=False),
    ] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only actors of a kind.")] = None,
    side: Annotated[
        str | None,
        typer.Option("--side", metavar="ID|NAME", help="For which state or body they speak."),
    ] = None,
    office: Annotated[
        str | None,
        typer.Option("--office", metavar="TITLE", help="Who held this office; goes with --of."),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="ID|NAME", help="The state or body of the office."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Who held it on this day (ISO 8601).")
    ] = None,
    limit: LimitOption = LIMIT,
    form: FormatOption = AnswerFormat.table,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """List actors by how many documents name them, or who held an office from when to when.

    A row is an actor, or with --office a person in the office.
    """
    _check(words, kind, side, office, of, on)

    def asked(connection: Any) -> Answer[Any]:
        from memcon.analysis.actors import actors_named
        from memcon.analysis.officeholders import officeholders

        if office is not None and of is not None:
            return officeholders(connection, office, of=of, on=on, limit=limit)
        return actors_named(
            connection,
            " ".join(words or ()),
            kind=kind.value if kind else None,
            side=side,
            limit=limit,
        )

    return ask(context, asked, archive=archive, config=config, form=form)


def _check(
    words: list[str] | None,
    kind: Kind | None,
    side: str | None,
    office: str | None,
    of: str | None,
    on: str | None,
) -> None:
    if (office is None) != (of is None):
        raise typer.BadParameter("--office and --of go together")
    if on is not None and office is None:
        raise typer.BadParameter("--on goes with --office and --of")
    if office is not None and (words or kind or side):
        raise typer.BadParameter("--office goes with --of and --on alone")
