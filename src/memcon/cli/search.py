"""``memcon search``: words in an archive, with filters."""

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
  memcon search '"free and open" Indo-Pacific' --since 2022
  memcon search Taiwan --side CHN --act oppose
  memcon search grain -deal --narrator RUS --sort date --format json
  memcon search --actor 'Wang Yi' --issue ukraine

\b
Words are found whatever their endings. Words in "quotation marks" stand side by side; a word after
- must not be there. A filter goes for the passage: whoever is named speaks or acts in it.

"""
    + FORMATS
)


class Sort(StrEnum):
    """The orders."""

    relevance = "relevance"
    date = "date"


def search(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help="What to look for.", show_default=False),
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="ID|NAME", help="Who speaks or acts.")
    ] = None,
    side: Annotated[
        str | None,
        typer.Option("--side", metavar="ID|NAME", help="For which state or body somebody does."),
    ] = None,
    narrator: Annotated[
        str | None,
        typer.Option("--narrator", metavar="ID|NAME", help="Whose voice the document is."),
    ] = None,
    act: Annotated[
        str | None, typer.Option("--act", metavar="TYPE", help="What is done: pledge, oppose, …")
    ] = None,
    issue: Annotated[
        str | None, typer.Option("--issue", metavar="CODE", help="On which issue.")
    ] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", metavar="NAME", help="Who published it.")
    ] = None,
    meeting: Annotated[
        str | None,
        typer.Option("--meeting", metavar="FORM", help="Form of a meeting that is told of."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    sort: Annotated[
        Sort | None,
        typer.Option("--sort", help="The order.  [default: relevance; date without words]"),
    ] = None,
    limit: LimitOption = LIMIT,
    form: FormatOption = AnswerFormat.table,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Find passages by their words, and by who says or does what in them.

    A row is a document with its best passage, and where the words stand in it.
    """
    from memcon.analysis.search import search as question

    return ask(
        context,
        lambda connection: question(
            connection,
            " ".join(words or ()),
            actor=actor,
            side=side,
            narrator=narrator,
            act=act,
            issue=issue,
            publisher=publisher,
            form=meeting,
            since=since,
            until=until,
            order=sort.value if sort else None,
            limit=limit,
        ),
        archive=archive,
        config=config,
        form=form,
    )
