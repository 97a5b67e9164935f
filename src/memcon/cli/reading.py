"""What commands share that read texts: their options, the reader, the fetcher, places to read."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from memcon.record import Record
    from memcon.scale.local import ReaderOptions
    from memcon.settings import Settings
    from memcon.sources import Taken
    from memcon.sources.web import Fetcher

STDIN: Final = "-"
STDIN_NAME: Final = "<stdin>"

JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        max=256,
        help="Read in N processes, each with a model of its own.  [default: 1]",
    ),
]
ModelOption = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="The spaCy model to parse with.")
]


def reader_options(settings: Settings) -> ReaderOptions:
    """Return what every process makes its reader from, as the settings want it.

    Raises:
        PluginError: a source that the settings name is missing or broken.
    """
    from memcon.scale.local import ReaderOptions

    source_suffixes(settings)  # before anything is read, and once for all of it
    return ReaderOptions(
        knowledge=settings.config,
        model=settings.model,
        max_bytes=settings.max_bytes,
        sources=settings.sources,
    )


def source_suffixes(settings: Settings) -> frozenset[str]:
    """Return how files end that the sources take in which the settings name.

    Raises:
        PluginError: such a source is missing or broken.
    """
    if not settings.sources:
        return frozenset()
    from memcon.sources.others import suffixes

    return suffixes(settings.sources)


def make_fetcher(settings: Settings) -> Fetcher:
    """Return a fetcher as the settings want it."""
    from memcon.sources.web import Fetcher

    return Fetcher(
        contact=settings.web_contact,
        allow_hosts=settings.web_allow_hosts,
        max_bytes=settings.max_bytes,
        total_timeout=settings.web_timeout_seconds,
        interval=settings.web_interval_seconds,
    )


def is_place(text: str) -> bool:
    """Whether an argument names a file, an address or standard input, and not an id."""
    from memcon.sources import is_address

    return text == STDIN or is_address(text) or Path(text).exists()


def read_places(places: Iterable[str], settings: Settings) -> dict[str, list[Record]]:
    """Return the records of what is at paths and addresses, by place, each read once.

    Raises:
        SourceError: something cannot be had, or not read.
        ModelError, KnowledgeError: the reader cannot be made.
    """
    from memcon.reading.reader import Reader

    taken = {place: _taken(place, settings) for place in dict.fromkeys(places)}
    if not taken:
        return {}
    reader = Reader(knowledge=settings.config, model=settings.model)
    return {place: list(reader.read_many(items)) for place, items in taken.items()}


def _taken(place: str, settings: Settings) -> list[Taken]:
    from memcon import sources

    limit, others = settings.max_bytes, settings.sources
    if place == STDIN:
        return sources.from_bytes(sys.stdin.buffer.read(), name=STDIN_NAME, max_bytes=limit)
    if sources.is_address(place):
        with make_fetcher(settings) as fetcher:
            page = fetcher.fetch(place)
        return sources.from_bytes(
            page.content,
            media_type=page.content_type,
            url=page.url,
            max_bytes=limit,
            others=others,
        )
    return sources.from_path(place, max_bytes=limit, others=others)
