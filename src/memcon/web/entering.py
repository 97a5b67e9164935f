"""Entering what people say of things, and waiting until every answer goes by it."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Final, TypeVar

from fastapi import Request
from sqlalchemy import Connection, select

from memcon.archive.schema import documents
from memcon.web.jobs import Jobs, jobs_of
from memcon.web.site import site_of

T = TypeVar("T")
PATIENCE: Final = 10.0  # seconds that an entry waits for another writer
LINKING_SECONDS: Final = 5.0  # for which an answer waits for what follows from an entry
_TICK: Final = 0.05  # seconds
# Who waits keeps a thread from the readers: so many may, all others are told that it goes on.
_WAITING: Final = 2
_places = BoundedSemaphore(_WAITING)


def enter(
    request: Request, entry: Callable[[Connection], T], *, wait: bool = True
) -> tuple[T, bool]:
    """Enter something in a transaction of its own, and have linked what follows from it.

    Args:
        request: its site is written to.
        entry: writes; what it raises undoes it.
        wait: whether to wait some seconds for the linking.

    Returns:
        What ``entry`` gave, and whether linking is through; else it is still being done.

    Raises:
        MemconError: what ``entry`` raises.
        ArchiveError: the archive is read-only, or another writer kept it busy for too long.
    """
    with site_of(request).archive.writing(patience=PATIENCE) as connection:
        made = entry(connection)
        unlinked = _is_unlinked(connection)
    jobs = jobs_of(request)
    if unlinked:
        jobs.link()
        if wait:
            _wait(jobs)
    return made, not jobs.linking


def _is_unlinked(connection: Connection) -> bool:
    """Return whether something has to be linked anew; after most entries nothing has."""
    query = select(documents.c.key).where(documents.c.linked.is_(False)).limit(1)
    return connection.execute(query).first() is not None


def _wait(jobs: Jobs) -> None:
    if not _places.acquire(blocking=False):
        return
    try:
        end = time.monotonic() + LINKING_SECONDS
        while jobs.linking and time.monotonic() < end:
            time.sleep(_TICK)
    finally:
        _places.release()
