"""``memcon export``: what leaves an archive, a command for each format.

Records and gold are commands of their own; every other format is made from what the registry of
formats says of it, when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.asking import SinceOption, UntilOption
from memcon.cli.commands import COMMANDS
from memcon.cli.exits import Exit, complain, guarded
from memcon.cli.lazy import LazyCommand, LazyGroup

if TYPE_CHECKING:
    from memcon.exports.formats import Format, Selection
    from memcon.exports.registry import Registered


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

EPILOG: Final = """\b
Examples:
  memcon export ics --output meetings.ics
  memcon export bibtex --actor CHN --since 2023 > sources.bib
  memcon export parquet --output tables

\b
Formats of other installed packages are listed too (docs/plugins.md)."""


class Formats(LazyGroup):
    """The formats of the registry, besides those that are commands of their own."""

    def names(self) -> list[str]:
        """Return the names of the formats: memcon's own, then those of other packages."""
        from memcon.exports import registry

        return registry.names()

    def summary(self, name: str) -> str | None:
        """Return the summary of a format of memcon's own."""
        from memcon.exports import registry

        return registry.OWN[name].summary if name in registry.OWN else None

    def make(self, name: str) -> LazyCommand | None:
        """Return the command of a format."""
        from memcon.exports import registry

        found = registry.find(name)
        return None if found is None else _command(found)


app = typer.Typer(
    name="export",
    add_completion=False,
    cls=Formats,
    help=COMMANDS["export"],
    epilog=EPILOG,
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


OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="PATH", help="Where to write.", show_default=False),
]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Replace what an earlier export has left there.")
]
ActorOption = Annotated[
    str | None,
    typer.Option("--actor", metavar="ID|NAME", help="Only what this actor has a part in."),
]


def _command(registered: Registered) -> LazyCommand:
    """Return the command of a format, by what it writes to."""
    form = registered.format

    def stream(
        context: typer.Context,
        output: OutputOption = None,
        since: SinceOption = None,
        until: UntilOption = None,
        actor: ActorOption = None,
        archive: ArchiveOption = None,
        config: ConfigOption = None,
    ) -> int:
        selection = _selection(since, until, actor)
        return _to_stream(context, registered, output, selection, archive, config)

    def path(
        context: typer.Context,
        output: OutputOption = None,
        replace: ReplaceOption = False,
        since: SinceOption = None,
        until: UntilOption = None,
        actor: ActorOption = None,
        archive: ArchiveOption = None,
        config: ConfigOption = None,
    ) -> int:
        selection = _selection(since, until, actor)
        return _to_path(context, registered, output, replace, selection, archive, config)

    function = stream if form.target == "stream" else path
    return LazyCommand(function=function, summary=_summary(registered), epilog=form.epilog)


def _summary(registered: Registered) -> str:
    plugin = registered.plugin
    of = f" (of the package {plugin.package})" if plugin else ""
    return f"{registered.format.summary.rstrip('.')}{of}."


def _selection(since: str | None, until: str | None, actor: str | None) -> Selection:
    from memcon.analysis.filters import first_day, last_day
    from memcon.exports.formats import Selection

    return Selection(since=first_day(since), until=last_day(until), actor=actor)


def _to_stream(
    context: typer.Context,
    registered: Registered,
    output: Path | None,
    selection: Selection,
    archive: str | None,
    config: Path | None,
) -> int:
    from memcon.archive import open_archive
    from memcon.cli.output import opened, target
    from memcon.exports import registry

    settings = settings_of(context, config=config, archive=archive)
    output = target(output)
    with (
        open_archive(settings.archive, write=False) as store,
        store.reading() as connection,
        opened(output) as stream,
    ):
        count = registry.write(registered, connection, stream, selection)
    _tell(registered.format, count, output)
    return Exit.DONE


def _to_path(
    context: typer.Context,
    registered: Registered,
    output: Path | None,
    replace: bool,
    selection: Selection,
    archive: str | None,
    config: Path | None,
) -> int:
    from memcon.archive import open_archive
    from memcon.exports import registry
    from memcon.exports.placing import placed

    settings = settings_of(context, config=config, archive=archive)
    form = registered.format
    if form.target == "stream":
        raise ValueError("a stream has no path")
    if output is None:
        raise typer.BadParameter(
            f"{form.name} writes a {form.target}: say where, with --output", param_hint="--output"
        )
    with open_archive(settings.archive, write=False) as store, store.reading() as connection:
        target: Any
        with placed(output, form.target, replace=replace) as target:
            count = registry.write(registered, connection, target, selection)
    _tell(form, count, output)
    return Exit.DONE


def _tell(form: Format, count: int, output: Path | None) -> None:
    """Say how much was written: where it went to a place, or where it is nothing."""
    if output is not None:
        print(f"{count:,} {form.noun} written to {output}")
    elif not count:
        complain(f"the archive has no {form.noun} to write")
