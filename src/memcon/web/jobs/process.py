"""The process that adds and links: nothing heavy is done where pages are answered.

It is told one thing at a time over a pipe and answers with what came of it. It holds nothing that
is not in the archive, so that it can be ended at any moment.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Final, Literal

from memcon.archive import Archive, open_archive
from memcon.errors import MemconError
from memcon.scale.adding import Added, Arrival
from memcon.scale.local import ReaderOptions
from memcon.web.beside import Beside
from memcon.web.jobs.model import Source

if TYPE_CHECKING:
    from memcon.reading.reader import Reader

Work = Source | Literal["link"]
_TICK: Final = 0.1  # seconds between two looks at whether to stop
_NICE: Final = 10  # pages come before reading, where both want the same processor


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How pages are fetched, as in ``memcon.sources.web.Fetcher``."""

    contact: str | None = None
    allow_hosts: tuple[str, ...] = ()
    max_bytes: int = 50_000_000
    timeout_seconds: float = 120.0
    interval_seconds: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the process needs: the archive by path or URL, and how to read and to fetch."""

    archive: str
    reading: ReaderOptions
    fetching: Fetching


class ProcessEndedError(MemconError):
    """The process ended before its work was done."""

    code = "process-ended"


class StoppedError(MemconError):
    """The work was called off."""

    code = "stopped"


class AddingProcess(Beside):
    """The process, started when there is something to do; used by one thread."""

    def __init__(self, surroundings: Surroundings):
        super().__init__(_serve, surroundings, name="memcon-adding")

    def do(self, work: Work, *, stop: Callable[[], bool]) -> Iterator[Added]:
        """Do something and yield what becomes of each document.

        Args:
            work: what to add, or ``link`` to link what was added.
            stop: is asked again and again whether to call it off.

        Raises:
            StoppedError: it was called off; what was yielded is stored.
            ProcessEndedError: the process was ended from outside, usually for want of memory.
            MemconError: what the work raises.
        """
        pipe = self.start()
        try:
            pipe.send(work)
            while (answer := self._answer(pipe, stop)) is not None:
                if isinstance(answer, MemconError):
                    raise answer
                yield answer
        except (EOFError, OSError) as error:
            self.end()
            raise ProcessEndedError(
                "the process that reads ended before its work was done",
                remedy="It was probably out of memory: split the document",
            ) from error

    def _answer(self, pipe: Connection, stop: Callable[[], bool]) -> Added | MemconError | None:
        while not pipe.poll(_TICK):
            if stop():
                self.end()
                raise StoppedError("it was stopped", remedy="What was stored before stays")
        answer: Added | MemconError | None = pipe.recv()
        return answer


# In the process ---------------------------------------------------------------------------------


def _serve(pipe: Connection, surroundings: Surroundings) -> None:
    if hasattr(os, "nice"):
        os.nice(_NICE)
    worker = _Worker(surroundings)
    with contextlib.suppress(EOFError, OSError):  # the server is gone
        while True:
            work = pipe.recv()
            try:
                for added in worker.link() if work == "link" else worker.add(work):
                    pipe.send(added)
                pipe.send(None)
            except MemconError as error:
                pipe.send(error)
            except Exception as error:
                pipe.send(
                    MemconError(
                        f"a fault in memcon ({type(error).__name__}: {error})",
                        remedy="Please report it, with the document",
                    )
                )


class _Worker:
    """Archive and reader, made when they are first needed and kept."""

    def __init__(self, surroundings: Surroundings):
        self._surroundings = surroundings

    @cached_property
    def _archive(self) -> Archive:
        return open_archive(self._surroundings.archive)

    @cached_property
    def _reader(self) -> Reader:
        from memcon.scale.local import make_reader

        return make_reader(self._surroundings.reading)

    def link(self) -> Iterable[Added]:
        from memcon.archive.linker import link

        link(self._archive)
        return ()

    def add(self, source: Source) -> Iterator[Added]:
        from memcon.scale.adding import add

        yield from add(
            self._archive,
            self._arrivals(source),
            options=self._surroundings.reading,
            now=_now,
            reader=self._reader,
        )

    def _arrivals(self, source: Source) -> Iterable[Arrival]:
        from memcon import sources
        from memcon.scale.arrivals import Arrivals

        limit = self._surroundings.reading.max_bytes
        if source.path is not None:
            data, fault = None, None
            try:
                data = sources.read_bytes(source.path, max_bytes=limit)
            except MemconError as error:
                fault = error
            return [
                Arrival(
                    where=source.where,
                    location=source.location,
                    retrieved_at=_now(),
                    data=data,
                    error=fault,
                )
            ]
        return Arrivals(
            [source.url or ""],
            archive=self._archive,
            fetcher=self._fetcher,
            stdin=bytes,
            now=_now,
            max_bytes=limit,
        )

    def _fetcher(self) -> Any:
        from memcon.sources.web import Fetcher

        how = self._surroundings.fetching
        return Fetcher(
            contact=how.contact,
            allow_hosts=how.allow_hosts,
            max_bytes=how.max_bytes,
            total_timeout=how.timeout_seconds,
            interval=how.interval_seconds,
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
