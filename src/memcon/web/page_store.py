"""A store of answers that were worked out, bounded by its bytes."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

KEPT_BYTES: Final = 64_000_000
_LEVEL: Final = 6  # of compression, which is done once

# revision of the archive, day, whole address (links name the host), the viewer's role, whether
# there are no users
Key = tuple[int, str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is kept.

    ``content`` is its body, compressed by gzip if it is ``packed``: one that is the same for all
    who may see it. ``headers`` are its own, but those of its length and of its encoding.
    """

    content: bytes
    packed: bool
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, body: bytes, headers: tuple[tuple[str, str], ...], *, same_for_all: bool) -> Kept:
        """Return what is kept of an answer."""
        if not same_for_all:
            return cls(body, False, headers)
        return cls(gzip.compress(body, _LEVEL, mtime=0), True, headers)

    @property
    def body(self) -> bytes:
        """The body as it was."""
        return gzip.decompress(self.content) if self.packed else self.content


class KeptPages:
    """The answers that were asked for last, up to so many bytes."""

    def __init__(self, limit: int = KEPT_BYTES):
        self._limit = limit
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Key) -> Kept | None:
        """Return an answer that is kept."""
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def put(self, key: Key, page: Kept) -> None:
        """Keep an answer, in place of those that nobody asked for the longest."""
        with self._lock:
            before = self._pages.pop(key, None)
            self._bytes += len(page.content) - (len(before.content) if before else 0)
            self._pages[key] = page
            while self._bytes > self._limit:
                _, gone = self._pages.popitem(last=False)
                self._bytes -= len(gone.content)
