"""``memcon export``: what leaves an archive, a command for each format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final

import typer

from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.exits import Exit, complain, guarded

NAME: Final = "export"
SUMMARY: Final = "Write records, or confirmed documents as gold."

RECORDS_EPILOG: Final = """\b
Examples:
  memcon export records --output records.jsonl
  memcon export records | jq -r .document.title

\b
One record a line, as memcon read --format jsonl writes them, with what people rejected left out
and what they corrected put right, sorted by document id. Superseded versions, later printings of
a report and rejected documents are not among them."""

GOLD_EPILOG: Final = """\b
Examples:
  memcon review doc:0123456789abcdef --confirm
  memcon export gold our-gold
  memcon evaluate our-gold

\b
Documents that were confirmed as a whole (memcon review DOC --confirm) go to texts/NAME.txt and
gold/NAME.json, as people corrected them. docs/accuracy.md describes the format."""

app = typer.Typer(
    name=NAME,
    help=SUMMARY,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def records(
    context: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, not to the terminal."),
    ] = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Write the record in force of every current document, one a line."""
    from memcon.archive import open_archive
    from memcon.cli.output import opened
    from memcon.exports.records import current_records

    settings = settings_of(context, config=config, archive=archive)
    with (
        open_archive(settings.archive, write=False) as store,
        store.reading() as connection,
        opened(output) as stream,
    ):
        for record in current_records(connection):
            stream.write(record.to_json() + "\n")
    return Exit.DONE


def gold(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="Where to write; made if need be.", show_default=False
        ),
    ],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Replace files that are there and say something else."),
    ] = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Write documents that people confirmed in the gold format, to measure the reader on."""
    from memcon.archive import open_archive
    from memcon.exports.gold import confirmed_records, write_gold

    settings = settings_of(context, config=config, archive=archive)
    with open_archive(settings.archive, write=False) as store, store.reading() as connection:
        names = write_gold(folder, confirmed_records(connection), replace=replace)
    if not names:
        complain("no document is confirmed as a whole. Confirm one: memcon review DOC --confirm")
        return Exit.DONE
    written, them = (
        ("1 document", "it") if len(names) == 1 else (f"{len(names):,} documents", "them")
    )
    print(f"{written} written to {folder}; score {them} with: memcon evaluate {folder}")
    return Exit.DONE


_COMMANDS: Final[tuple[tuple[Callable[..., int], str, str], ...]] = (
    (records, "Write every current record as JSON Lines.", RECORDS_EPILOG),
    (gold, "Write confirmed documents in the gold format.", GOLD_EPILOG),
)
for command, summary, epilog in _COMMANDS:
    app.command(short_help=summary, epilog=epilog)(guarded(command))
