"""What all pages of one server share: the archive, what the server was told, kept answers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Final, TypeVar, cast

from fastapi import Request
from pydantic import BaseModel
from sqlalchemy import Connection

from memcon.archive import Archive
from memcon.archive.revision import revision
from memcon.web.options import WebOptions
from memcon.web.page_store import KeptPages

T = TypeVar("T")
KEPT_ANSWERS: Final = 512
# Rows, citations and the like take about 2 kB each with what is in them: at most some 80 MB.
KEPT_OBJECTS: Final = 40_000
_OBJECT_BYTES: Final = 2_000


class Site:
    """An archive that is served.

    Answers are kept by the archive's revision, so that a page which is looked at twice is worked
    out once, and none is ever older than the archive.
    """

    def __init__(
        self,
        archive: Archive,
        options: WebOptions,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ):
        """Keep the archive, which stays the caller's to close.

        Args:
            archive: open for writing if documents and reviews are to be added.
            options: what the server was told.
            now: the clock; gives a time with its zone.
        """
        self.archive = archive
        self.options = options
        self._now = now
        self.pages = KeptPages()
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self.hits = 0
        self.misses = 0

    def now(self) -> str:
        """Return the present time (ISO 8601, UTC, to the second)."""
        return self._now().astimezone(UTC).isoformat(timespec="seconds")

    def today(self) -> str:
        """Return the present day where the server stands (ISO 8601), to tell what is overdue."""
        return self._now().astimezone().date().isoformat()

    def revision(self) -> int:
        """Return how often the archive has been changed."""
        with self.archive.reading() as connection:
            return revision(connection)

    def ask(self, question: Callable[[Connection], T], key: Hashable | None = None) -> T:
        """Return the answer to a question.

        Args:
            question: asks over a connection that sees one state of the archive.
            key: names the question with all its filters; its answer is kept until the archive or
                the day changes. Without it the question is asked anew.

        Raises:
            MemconError: what the question raises.
        """
        with self.archive.reading() as connection:
            if key is None:
                return question(connection)
            state = (revision(connection), self.today(), key)
            with self._lock:
                if state in self._kept:
                    self.hits += 1
                    self._kept.move_to_end(state)
                    return cast(T, self._kept[state][0])
                self.misses += 1
            answer = question(connection)
        self._keep(state, answer)
        return answer

    def _keep(self, state: Hashable, answer: object) -> None:
        size = _size(answer)
        with self._lock:
            _, before = self._kept.pop(state, (None, 0))
            self._kept[state] = answer, size
            self._size += size - before
            while len(self._kept) > KEPT_ANSWERS or self._size > KEPT_OBJECTS:
                _, (_, gone) = self._kept.popitem(last=False)
                self._size -= gone


def _size(answer: object) -> int:
    """Return how many objects with fields something consists of; long texts count as several."""
    if isinstance(answer, bytes | str):
        return len(answer) // _OBJECT_BYTES
    if answer is None or isinstance(answer, int | float):
        return 0
    if isinstance(answer, dict):
        return sum(map(_size, answer.values()))
    if isinstance(answer, list | tuple):
        return sum(map(_size, answer))
    if isinstance(answer, BaseModel):
        return 1 + sum(map(_size, vars(answer).values()))
    if is_dataclass(answer):
        return 1 + sum(_size(getattr(answer, one.name)) for one in fields(answer))
    return 0


def site_of(request: Request) -> Site:
    """Return the site that a request is made to."""
    return cast(Site, request.app.state.site)
