"""``memcon compare``: two documents, two meetings, or two accounts of one meeting."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from memcon.cli.answers import FORMATS, AnswerFormat, FormatOption, write_answer
from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.exits import Exit
from memcon.cli.reading import ModelOption, is_place, read_places
from memcon.presentation.tabular import Rows

if TYPE_CHECKING:
    from memcon.analysis.comparison import Comparison, ComparisonMode
    from memcon.record import Record
    from memcon.settings import Settings


EPILOG: Final = (
    """\b
Examples:
  memcon compare 2023-readout.txt 2024-readout.txt
  memcon compare https://example.org/ours https://example.net/theirs --mode accounts
  memcon compare doc:0123456789abcdef doc:fedcba9876543210 --format md
  memcon compare doc:0123456789abcdef/meeting:1

\b
A and B are ids of an archive, files, or addresses; files and addresses are read on the spot,
without an archive. A meeting alone is compared account against account: those of the two sides
that have most, or those of --narrators.

\b
sequence  B follows A: repeated, reworded, strengthened, weakened, reversed, new, dropped
accounts  both tell of one meeting: said in both, or only in one

"""
    + FORMATS
)


class Mode(StrEnum):
    """How B relates to A."""

    sequence = "sequence"
    accounts = "accounts"


def compare(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="An id, a file or an address.")],
    b: Annotated[
        str | None,
        typer.Argument(metavar="[B]", help="What A is compared with.", show_default=False),
    ] = None,
    mode: Annotated[
        Mode | None, typer.Option("--mode", help="How B relates to A.  [default: told from both]")
    ] = None,
    narrators: Annotated[
        str | None,
        typer.Option("--narrators", metavar="X,Y", help="Whose accounts of one meeting."),
    ] = None,
    form: FormatOption = AnswerFormat.table,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    model: ModelOption = None,
) -> int:
    """Compare what is said in two documents, at two meetings, or in two accounts of one meeting.

    Statements are aligned one to one; the summary comes first, then every statement with its
    counterpart, the word-level differences and what the alignment rests on.
    """
    from memcon.analysis.compare import compare as comparison_of

    settings = settings_of(context, config=config, archive=archive, overrides={"model": model})
    one, other = _sides(settings, a, b, narrators)
    comparison = comparison_of(one, other, mode=_mode(mode))
    _write(comparison, form, settings.width)
    return Exit.DONE


def _mode(mode: Mode | None) -> ComparisonMode | None:
    if mode is None:
        return None
    return "sequence" if mode is Mode.sequence else "accounts"


def _sides(
    settings: Settings, a: str, b: str | None, narrators: str | None
) -> tuple[Sequence[Record], Sequence[Record]]:
    places = [side for side in (a, b) if side is not None and is_place(side)]
    read = read_places(places, settings)
    if b is not None and a in read and b in read:
        return read[a], read[b]
    if b is None and a in read:
        raise typer.BadParameter("give two files or addresses, or the id of one meeting")
    return _from_archive(settings, a, b, narrators, read)


def _from_archive(
    settings: Settings,
    a: str,
    b: str | None,
    narrators: str | None,
    read: dict[str, list[Record]],
) -> tuple[Sequence[Record], Sequence[Record]]:
    from memcon.analysis import accounts
    from memcon.archive import open_archive

    with open_archive(settings.archive, write=False) as opened, opened.reading() as connection:
        if b is not None:
            one, other = (
                read[side] if side in read else accounts.records_of(connection, side)
                for side in (a, b)
            )
            return one, other
        sides = [name.strip() for name in narrators.split(",")] if narrators else ()
        return accounts.by_two_sides(connection, a, sides)


def _write(comparison: Comparison, form: AnswerFormat, width: int | None) -> None:
    from memcon.analysis.answer import Answer
    from memcon.analysis.comparison import ComparedRow
    from memcon.cli.compare_view import comparison_markdown, comparison_text
    from memcon.cli.text import make_console

    if form is AnswerFormat.json:
        values = comparison.model_dump(mode="json")
        print(json.dumps(values, ensure_ascii=False, indent=2))
    elif form is AnswerFormat.md:
        print(comparison_markdown(comparison), end="")
    elif form is AnswerFormat.table:
        print(comparison_text(comparison, make_console(sys.stdout, width).width), end="")
    else:
        answer = Answer(model=ComparedRow, rows=comparison.rows, total=len(comparison.rows))
        write_answer(Rows(answer), form=form, stream=sys.stdout, width=width)
