"""``memcon review``: what a person says of a document or of what was read from it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Final

import typer

from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.clock import now
from memcon.cli.exits import Exit
from memcon.cli.signing import NoteOption, WhoOption, signer

if TYPE_CHECKING:
    from memcon.archive.human import Review


_NO_FIELD: Final[list[tuple[str | None, str | None]]] = [(None, None)]

EPILOG: Final = """\b
Examples:
  memcon review doc:0123456789abcdef --confirm --note 'read in full'
  memcon review doc:0123456789abcdef/act:4 --reject --note 'a summary of the talks'
  memcon review doc:0123456789abcdef/act:4 --correct type=support --correct to=VAR
  memcon review doc:0123456789abcdef/statement:2 --correct 'content=will open a consulate'
  memcon review doc:0123456789abcdef/person:ana-sol --correct side=NOR
  memcon review --undo 12

\b
Values:
  words    the words that stand once in the text, or START-END in code points; several parts are
           separated by commas
  actors   ids, or names that the document or the archive has, separated by commas
  dates    2024-03-14, 2024-03 or 2024
  yes, no  true or false
  nothing  null, or nothing after the =
  parts    anything else as JSON: roles=[{"title": "Foreign Minister", "of": "NOR"}]
docs/record.md tells the fields of documents and findings.

\b
What is rejected leaves all answers; a correction wins over the reader, and both stay in force when
the texts are read anew. Nothing is ever lost: memcon log lists every entry."""


def review(
    context: typer.Context,
    id: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="A document, or a finding of one.", show_default=False),
    ] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="It is right as it stands.")] = False,
    reject: Annotated[
        bool, typer.Option("--reject", help="It is not there: take it out of all answers.")
    ] = False,
    correct: Annotated[
        list[str] | None,
        typer.Option(
            "--correct",
            metavar="FIELD=VALUE",
            help="Set a field; may be given several times.",
            show_default=False,
        ),
    ] = None,
    undo: Annotated[
        int | None,
        typer.Option("--undo", metavar="ENTRY", min=1, help="Take an entry of the log back."),
    ] = None,
    note: NoteOption = None,
    who: WhoOption = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Confirm, reject or correct a document or a finding of one, or take an entry back.

    Every entry has a number, is signed and dated, and stays in the log.
    """
    from memcon.archive import human, open_archive
    from memcon.archive.linker import link

    fields = [_parted(text) for text in correct or ()]
    ways = [confirm, reject, bool(fields), undo is not None]
    if sum(ways) != 1:
        raise typer.BadParameter("give one of --confirm, --reject, --correct and --undo")
    if (id is None) != (undo is not None):
        raise typer.BadParameter("give an ID, or an entry to --undo")
    settings = settings_of(context, config=config, archive=archive, overrides={"user": who})
    name, at = signer(settings), now()
    told: list[str] = []
    with open_archive(settings.archive) as opened:
        with opened.writing() as connection:
            if undo is not None:
                entry = human.undo(connection, undo, who=name, at=at, note=note)
                told.append(f"entry {entry}: entry {undo} undone, by {name}")
            elif id is not None:
                action: Review = "confirm" if confirm else "reject" if reject else "correct"
                for field, value in fields or _NO_FIELD:
                    entry = human.review(
                        connection,
                        id,
                        action,
                        who=name,
                        at=at,
                        field=field,
                        value=value,
                        note=note,
                    )
                    what = f"{action}ed"
                    if field:
                        set_to = human.value_of(connection, entry)
                        what = f"{field} is now {json.dumps(set_to, ensure_ascii=False)}"
                    told.append(
                        f"entry {entry}: {id} {what}, by {name} "
                        f"(to take it back: memcon review --undo {entry})"
                    )
        link(opened)
    for line in told:
        print(line)
    return Exit.DONE


def _parted(text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not equals or not field.strip():
        raise typer.BadParameter(f"{text!r} is not FIELD=VALUE", param_hint="--correct")
    return field.strip(), value.strip()
