"""What all commands have in common that ask an archive a question."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from memcon.cli.answers import AnswerFormat, write_answer
from memcon.cli.archive_option import settings_of
from memcon.cli.exits import Exit
from memcon.presentation.tabular import Rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from memcon.analysis.answer import Answer

LIMIT: Final = 50

LimitOption = Annotated[
    int, typer.Option("--limit", "-n", metavar="N", min=1, max=100_000, help="At most N rows.")
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="From this day, month or year on (ISO 8601)."),
]
UntilOption = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Up to this day, month or year (ISO 8601)."),
]


def ask(
    context: typer.Context,
    question: Callable[[Connection], Answer[Any]],
    *,
    archive: str | None,
    config: Path | None,
    form: AnswerFormat,
) -> int:
    """Ask the archive that the options name and write the answer to standard output.

    Args:
        context: the command's context.
        question: gives the answer from a connection.
        archive: the command's ``--archive``.
        config: the command's ``--config``.
        form: how to write it.

    Returns:
        The exit code.
    """
    from memcon.archive import open_archive

    settings = settings_of(context, config=config, archive=archive)
    with open_archive(settings.archive, write=False) as opened, opened.reading() as connection:
        answer = question(connection)
    write_answer(Rows(answer), form=form, stream=sys.stdout, width=settings.width)
    return Exit.DONE
