"""Where arrivals come from: files, folders, patterns, standard input, addresses and feeds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from memcon import sources
from memcon.archive import Archive, captures
from memcon.errors import MemconError, RunError
from memcon.scale.adding import Arrival
from memcon.sources.detect import decode, sniff

if TYPE_CHECKING:
    from memcon.sources.web import Fetched, Fetcher

STDIN: Final = "-"


class Arrivals:
    """What the arguments name, in order: bytes, or why there are none.

    Files and folders are listed at once, so that ``total`` is known; addresses are fetched when
    their turn comes, and a feed then brings the pages that it names.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        archive: Archive,
        fetcher: Callable[[], Fetcher],
        stdin: Callable[[], bytes],
        now: Callable[[], str],
        max_bytes: int,
        suffixes: Collection[str] = (),
    ):
        """List what the arguments name.

        Args:
            arguments: paths, patterns, addresses of pages and feeds, ``-``.
            archive: tells what was fetched before.
            fetcher: makes a fetcher when the first address is to be fetched.
            stdin: reads standard input to its end.
            now: gives the time, ISO 8601 in UTC.
            max_bytes: size over which a file is refused.
            suffixes: of files that are looked for in folders besides those memcon knows.
        """
        self._archive = archive
        self._make_fetcher = fetcher
        self._stdin = stdin
        self._now = now
        self._max_bytes = max_bytes
        self._suffixes = suffixes
        self._fetcher: Fetcher | None = None
        self._items: list[str | Path | MemconError] = []
        self._names: list[str] = []
        seen: set[str] = set()
        for argument in arguments:
            for name, item in self._listed(argument):
                key = str(item.resolve()) if isinstance(item, Path) else name
                if key not in seen:
                    seen.add(key)
                    self._names.append(name)
                    self._items.append(item)

    @property
    def total(self) -> int:
        """How many inputs there are; a feed counts as one."""
        return len(self._items)

    def _listed(self, argument: str) -> Iterator[tuple[str, str | Path | MemconError]]:
        if argument == STDIN or sources.is_address(argument):
            yield argument, argument
            return
        try:
            paths = sources.expand([argument], suffixes=self._suffixes)
        except MemconError as error:
            yield argument, error
            return
        yield from ((str(path), path) for path in paths)

    def __iter__(self) -> Iterator[Arrival]:
        try:
            for name, item in zip(self._names, self._items, strict=True):
                if isinstance(item, MemconError):
                    yield self._failed(name, str(Path(name).absolute()), item)
                elif isinstance(item, Path):
                    yield self._file(name, item)
                elif item == STDIN:
                    yield self._standard_input()
                else:
                    yield from self._address(item)
        finally:
            if self._fetcher is not None:
                self._fetcher.__exit__(None, None, None)
                self._fetcher = None

    def _failed(self, where: str, location: str, error: MemconError) -> Arrival:
        return Arrival(where=where, location=location, retrieved_at=self._now(), error=error)

    def _file(self, where: str, path: Path) -> Arrival:
        location = str(path.resolve())
        try:
            data = sources.read_bytes(path, max_bytes=self._max_bytes)
        except MemconError as error:
            return self._failed(where, location, error)
        return Arrival(where=where, location=location, retrieved_at=self._now(), data=data)

    def _standard_input(self) -> Arrival:
        data = self._stdin()
        # What comes in here has no place of its own, so it is no version of what came before.
        location = f"stdin#{hashlib.sha256(data).hexdigest()[:16]}"
        return Arrival(where="<stdin>", location=location, retrieved_at=self._now(), data=data)

    # Addresses ----------------------------------------------------------------------------------

    def _address(self, url: str) -> Iterator[Arrival]:
        from memcon.sources.feedlinks import carries_texts, feed_links

        page = self._fetch(url)
        if isinstance(page, Arrival):
            yield page
            return
        if not self._is_feed(page):
            yield self._fetched(page)
            return
        try:
            links = feed_links(page.content, page.url, media_type=page.content_type)
        except MemconError as error:
            yield self._failed(url, url, error)
            return
        if not links or carries_texts(links):
            yield self._fetched(page)
            return
        for link in links:
            if self._was_fetched(link.url):
                continue
            linked = self._fetch(link.url)
            yield linked if isinstance(linked, Arrival) else self._fetched(linked)
        # Last, so that a run that is broken off fetches the feed again.
        yield self._fetched(page, index=True)

    def _is_feed(self, page: Fetched) -> bool:
        try:
            decoded = decode(page.content, media_type=page.content_type, where=page.url)
        except MemconError:
            return False
        return sniff(decoded.text, media_type=page.media_type) == "feed"

    def _was_fetched(self, url: str) -> bool:
        with self._archive.reading() as connection:
            return captures.last_capture(connection, url) is not None

    def _fetch(self, url: str) -> Fetched | Arrival:
        """Return the page, or an arrival that tells why there is nothing new of it."""
        with self._archive.reading() as connection:
            last = captures.last_capture(connection, url)
        try:
            page = self._web().fetch(
                url,
                etag=last.etag if last else None,
                last_modified=last.last_modified if last else None,
            )
        except MemconError as error:
            return self._failed(url, url, error)
        if page.not_modified:
            return Arrival(where=url, location=url, retrieved_at=self._now())
        return page

    def _fetched(self, page: Fetched, *, index: bool = False) -> Arrival:
        return Arrival(
            where=page.requested,
            location=page.requested,
            retrieved_at=page.retrieved_at.isoformat(timespec="seconds"),
            data=page.content,
            url=page.url,
            media_type=page.content_type,
            etag=page.etag,
            last_modified=page.last_modified,
            index=index,
        )

    def _web(self) -> Fetcher:
        if self._fetcher is None:
            self._fetcher = self._make_fetcher()
            self._fetcher.__enter__()
        return self._fetcher


def kept_rejects(archive: Archive) -> Iterator[Arrival]:
    """Yield the bytes of rejects whose place is gone, as they were kept.

    Rejects that are files or addresses are tried again from there; give their locations to
    :class:`Arrivals`.
    """
    with archive.reading() as connection:
        rows = list(captures.rejected(connection))
    for row in rows:
        if row.sha256 is None or _can_be_had(row.location):
            continue
        with archive.reading() as connection:
            data = captures.raw(connection, row.sha256)
        yield Arrival(
            where=row.location,
            location=row.location,
            retrieved_at=row.at,
            data=data,
            media_type=row.media_type,
        )


def rejected_places(archive: Archive) -> list[str]:
    """Return the places of rejects that can be tried again: addresses, and files that are there.

    Places within a file, and in a storage, come from the output of a run, and only another run
    can try them again; the output itself, if it was not whole, can be.
    """
    with archive.reading() as connection:
        rows = list(captures.rejected(connection))
    return [
        row.location
        for row in rows
        if _can_be_had(row.location)
        or row.code == RunError.code
        or (row.sha256 is None and "#" not in row.location and "://" not in row.location)
    ]


def _can_be_had(location: str) -> bool:
    return sources.is_address(location) or Path(location).is_file()
