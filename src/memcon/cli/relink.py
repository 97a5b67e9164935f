"""``memcon relink``: link an archive anew."""

from __future__ import annotations

from typing import Final

import typer

from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.exits import Exit
from memcon.cli.progress import stages

EPILOG: Final = """\b
Examples:
  memcon relink

\b
memcon add links what it adds, so this is needed only after a new release of memcon, which may link
better. It gives the same whatever the order in which documents came."""


def relink(
    context: typer.Context,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Link persons, meetings, undertakings and reports of all documents anew."""
    from memcon.archive import open_archive
    from memcon.archive.linker import link

    settings = settings_of(context, config=config, archive=archive)
    with open_archive(settings.archive) as opened, stages() as advance:
        linked = link(opened, everything=True, advance=advance)
    print(f"{linked.documents:,} documents linked, {linked.duplicates:,} of them duplicates")
    return Exit.DONE
