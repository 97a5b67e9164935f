"""``memcon sync``: what the feeds of memcon.toml have that is new."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from memcon.cli.add import JsonOption, add_from
from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.reading import JobsOption, ModelOption

EPILOG: Final = """\b
Examples:
  memcon sync
  memcon sync --json --jobs 2
  memcon sync --feed https://example.org/readouts/feed

\b
The feeds stand in memcon.toml:
  [sync]
  feeds = ["https://example.org/readouts/feed"]
A feed is asked only for what has changed since last time; pages that were fetched once are left
alone. With --json as memcon add."""


def sync(
    context: typer.Context,
    feed: Annotated[
        list[str] | None,
        typer.Option("--feed", metavar="URL", help="This feed, not those of memcon.toml."),
    ] = None,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    model: ModelOption = None,
) -> int:
    """Fetch into an archive what the feeds listed in memcon.toml have that is new."""
    settings = settings_of(
        context, config=config, archive=archive, overrides={"jobs": jobs, "model": model}
    )
    feeds = feed or list(settings.feeds)
    if not feeds:
        raise typer.BadParameter(
            "there is no feed: list them in memcon.toml under [sync], or give --feed"
        )
    return add_from(settings, feeds, as_json=as_json)
