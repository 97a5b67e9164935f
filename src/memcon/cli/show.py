"""``memcon show``: whatever an id stands for, with everything tied to it."""

from __future__ import annotations

import sys
from typing import Annotated, Final

import typer

from memcon.cli.answers import AnswerFormat, FormatOption, write_answer
from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.exits import Exit, complain

EPILOG: Final = """\b
Examples:
  memcon show doc:0123456789abcdef
  memcon show doc:0123456789abcdef/meeting:1
  memcon show doc:0123456789abcdef/commitment:3 --format json
  memcon show person:wang-yi --limit 5
  memcon show CHN

\b
IDs are those that the answers print: of documents, of what was read from them (meetings,
statements, acts, commitments) and of actors; names of actors and addresses of documents will do.
Any account of a meeting leads to the whole meeting, any utterance of an undertaking to all of them.

\b
Formats:
  table  facts first, then a section for each kind of thing tied to it
  json   one object: id, kind, title, facts, sections (each a list), notes
  jsonl  one fact or tied thing a line, with every column
  csv    the same with a line for the columns' names
  md     the sections as Markdown"""

SECTION_LIMIT: Final = 20


def show(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="What to show.", show_default=False)],
    limit: Annotated[
        int,
        typer.Option(
            "--limit", "-n", metavar="N", min=1, max=100_000, help="At most N rows of a section."
        ),
    ] = SECTION_LIMIT,
    form: FormatOption = AnswerFormat.table,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Show a document, meeting, statement, act, commitment or actor with everything tied to it.

    Documents that are in no answers (superseded, copies, withdrawn) can be shown too.
    """
    from memcon.analysis.show import show as question
    from memcon.archive import open_archive
    from memcon.cli.show_view import shown_json, shown_markdown, shown_text
    from memcon.presentation.tabular import Rows

    settings = settings_of(context, config=config, archive=archive)
    with open_archive(settings.archive, write=False) as opened, opened.reading() as connection:
        found = question(connection, id, limit=limit)
    if form in (AnswerFormat.jsonl, AnswerFormat.csv):
        write_answer(Rows(found), form=form, stream=sys.stdout)
        return Exit.DONE
    if form == AnswerFormat.json:
        sys.stdout.write(shown_json(found))
        return Exit.DONE
    if form == AnswerFormat.md:
        sys.stdout.write(shown_markdown(found))
    else:
        shown_text(found, sys.stdout, settings.width)
    sys.stdout.flush()  # the answer before what is said about it
    for sentence in found.notes:
        complain(sentence)
    return Exit.DONE
