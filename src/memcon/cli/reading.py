"""Reading files and addresses on the spot, for commands that need no archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from memcon.record import Record
    from memcon.settings import Settings
    from memcon.sources.web import Fetcher

STDIN: Final = "-"
_SCHEMES: Final = ("http://", "https://")


def is_place(text: str) -> bool:
    """Whether an argument names a file, an address or standard input, and not an id."""
    return text == STDIN or text.lower().startswith(_SCHEMES) or Path(text).exists()


def read_place(place: str, settings: Settings) -> list[Record]:
    """Return the records of what is at a path or an address.

    Raises:
        SourceError: it cannot be had, or not read.
        ModelError, KnowledgeError: the reader cannot be made.
    """
    from memcon import sources
    from memcon.reading.reader import Reader

    limit = settings.max_megabytes * 1_000_000
    if place == STDIN:
        taken = sources.from_bytes(sys.stdin.buffer.read(), name="<stdin>", max_bytes=limit)
    elif place.lower().startswith(_SCHEMES):
        with make_fetcher(settings) as fetcher:
            page = fetcher.fetch(place)
        taken = sources.from_bytes(
            page.content, media_type=page.content_type, url=page.url, max_bytes=limit
        )
    else:
        taken = sources.from_path(place, max_bytes=limit)
    reader = Reader(knowledge=settings.config, model=settings.model)
    return list(reader.read_many(taken))


def make_fetcher(settings: Settings) -> Fetcher:
    """Return a fetcher as the settings want it."""
    from memcon.sources.web import Fetcher

    return Fetcher(
        contact=settings.web_contact,
        allow_hosts=settings.web_allow_hosts,
        max_bytes=settings.max_megabytes * 1_000_000,
        total_timeout=settings.web_timeout_seconds,
        interval=settings.web_interval_seconds,
    )
