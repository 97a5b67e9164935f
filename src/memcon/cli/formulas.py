"""``memcon formulas``: set phrases of an archive, and the course of any phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from memcon.cli.answers import FORMATS, AnswerFormat, FormatOption
from memcon.cli.archive_option import ArchiveOption, ConfigOption
from memcon.cli.asking import LIMIT, LimitOption, SinceOption, UntilOption, ask

if TYPE_CHECKING:
    from memcon.analysis.answer import Answer


EPILOG: Final = (
    """\b
Examples:
  memcon formulas --titled quad
  memcon formulas --user JPN --with USA --adopted
  memcon formulas --user USA --dropped --since 2021
  memcon formulas --watch 'free and open Indo-Pacific' --format json

\b
Set phrases are found by counting, not from a list: words that keep together in several documents,
on several days, in differing surroundings. Best first, by score: length, cohesion, documents. Words
in a statement count for the side of each of its speakers, other words for the narrator. Adopted
means only that another side used the phrase before in this archive; dropped, that a side used it in
at least half of its months and then for three months with words of its own did not.
--watch lists every use of any phrase, found or not, the latest first.

"""
    + FORMATS
)


def formulas(
    context: typer.Context,
    user: Annotated[
        str | None, typer.Option("--user", metavar="SIDE", help="Used by this state or body.")
    ] = None,
    other: Annotated[
        str | None,
        typer.Option("--with", metavar="SIDE", help="Used by this state or body, too."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    titled: Annotated[
        str | None,
        typer.Option("--titled", metavar="WORDS", help="In documents with WORDS in the title."),
    ] = None,
    adopted: Annotated[
        bool,
        typer.Option("--adopted", help="Which --user came to use after others (after --with)."),
    ] = False,
    dropped: Annotated[
        bool, typer.Option("--dropped", help="Which --user used regularly and no longer does.")
    ] = False,
    words: Annotated[
        str | None, typer.Option("--words", metavar="WORDS", help="Phrases that have WORDS.")
    ] = None,
    min_documents: Annotated[
        int,
        typer.Option("--min-documents", metavar="N", min=0, help="In at least N documents."),
    ] = 0,
    watch: Annotated[
        list[str] | None,
        typer.Option("--watch", metavar="PHRASE", help="Every use of PHRASE; may be repeated."),
    ] = None,
    limit: LimitOption = LIMIT,
    form: FormatOption = AnswerFormat.table,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """List set phrases: who uses them, since when, who took them over or dropped them."""
    if watch and (other or adopted or dropped or words or min_documents):
        raise typer.BadParameter(
            "goes with --user, --since, --until and --titled only", param_hint="--watch"
        )

    def asked(connection: Any) -> Answer[Any]:
        if watch:
            from memcon.analysis.phrase_watch import watch as question

            return question(
                connection,
                watch,
                user=user,
                since=since,
                until=until,
                titled=titled,
                limit=limit,
            )
        from memcon.analysis.formulas import formulas_of

        return formulas_of(
            connection,
            user=user,
            other=other,
            since=since,
            until=until,
            adopted=adopted,
            dropped=dropped,
            titled=titled,
            words=words,
            min_documents=min_documents,
            limit=limit,
        )

    return ask(context, asked, archive=archive, config=config, form=form)
