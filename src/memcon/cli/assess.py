"""``memcon assess``: what became of a commitment."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

import typer

from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.clock import now
from memcon.cli.exits import Exit
from memcon.cli.signing import NoteOption, WhoOption, signer

EPILOG: Final = """\b
Examples:
  memcon assess doc:0123456789abcdef/commitment:3 --status kept \\
    --evidence https://example.org/opening --note 'opened on 3 May'
  memcon assess doc:0123456789abcdef/commitment:3 --status kept-in-part \\
    --evidence doc:fedcba9876543210/statement:7
  memcon assess doc:0123456789abcdef/commitment:3 --status not-yet-rated
  memcon review --undo 12

\b
The program never rates by itself. A rating goes for the whole thread, whichever of its commitments
is named; the last one in force is its status. All of them are kept: memcon log."""


class Rating(StrEnum):
    """The ratings, as ``archive.human.Status`` has them."""

    not_yet_rated = "not-yet-rated"
    kept = "kept"
    kept_in_part = "kept-in-part"
    broken = "broken"


def assess(
    context: typer.Context,
    commitment: Annotated[
        str,
        typer.Argument(
            metavar="COMMITMENT",
            help="A commitment, as memcon ledger prints its id.",
            show_default=False,
        ),
    ],
    status: Annotated[Rating, typer.Option("--status", help="The rating.", show_default=False)],
    evidence: Annotated[
        str | None,
        typer.Option(
            "--evidence",
            metavar="URL|DOC",
            help="What shows it: a web address, or a document or finding of the archive.",
        ),
    ] = None,
    note: NoteOption = None,
    who: WhoOption = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Rate what became of a commitment, with the evidence for it."""
    from memcon.archive import human, open_archive
    from memcon.archive.linker import link

    settings = settings_of(context, config=config, archive=archive, overrides={"user": who})
    name = signer(settings)
    with open_archive(settings.archive) as opened:
        with opened.writing() as connection:
            entry = human.assess(
                connection,
                commitment,
                status.value,
                who=name,
                at=now(),
                evidence=evidence,
                note=note,
            )
        link(opened)
    print(
        f"entry {entry}: {commitment} {status.value}, by {name} "
        f"(to take it back: memcon review --undo {entry})"
    )
    return Exit.DONE
