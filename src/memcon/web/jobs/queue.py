"""The queue: jobs one after the other, by one thread that tells a process what to do."""

from __future__ import annotations

import secrets
import shutil
import signal
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from threading import Condition, Thread
from typing import Any, Final, cast

import anyio
from fastapi import Request

from memcon.archive import Archive
from memcon.archive.engine import read_only
from memcon.errors import MemconError, UnknownIdError
from memcon.scale.adding import Added
from memcon.scale.local import ReaderOptions
from memcon.web.errors import BusyError
from memcon.web.jobs.model import Job, JobKind, JobState, Source
from memcon.web.jobs.process import (
    AddingProcess,
    Fetching,
    ProcessEndedError,
    StoppedError,
    Surroundings,
    Work,
)
from memcon.web.options import WebOptions

MAX_WAITING: Final = 20  # jobs that wait for their turn
MAX_KEPT: Final = 100  # jobs that have ended and can still be looked at
IDLE_SECONDS: Final = 600.0  # the process holds a language model: it is not kept for nothing
_ENDING_SECONDS: Final = 5.0
_WATCHED_EVERY: Final = 0.2  # seconds


class Jobs:
    """The jobs of one server: at most :data:`MAX_WAITING` that wait, and one that is done.

    A job that fails takes no other with it. All methods may be called from any thread.
    """

    def __init__(self, archive: Archive, options: WebOptions, *, now: Callable[[], str]):
        """Keep what is needed; nothing is started before there is something to do.

        Args:
            archive: where to add; stays the caller's to close.
            options: how to read and to fetch.
            now: the present time (ISO 8601, UTC).
        """
        self._archive = archive
        self._now = now
        self._process = AddingProcess(_surroundings(archive, options))
        self._changed = Condition()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._sources: dict[str, Sequence[Source]] = {}
        self._waiting: deque[str] = deque()
        self._stopped: set[str] = set()
        self._to_link = False
        self._linking = False
        self._closing = False
        self._thread: Thread | None = None
        self._folder: Path | None = None

    # Asking -------------------------------------------------------------------------------------

    def job(self, id: str) -> Job:
        """Return a job as it stands.

        Raises:
            UnknownIdError: there is none of that id, or it ended long ago.
        """
        with self._changed:
            if id not in self._jobs:
                raise UnknownIdError(
                    "the server knows of no such job",
                    where=id,
                    remedy="It forgets old jobs, and all when it is started anew; what was stored "
                    "stays, and what was not is on the page of rejects",
                )
            return self._jobs[id]

    def jobs(self) -> list[Job]:
        """Return the jobs that are known, the latest first."""
        with self._changed:
            return list(reversed(self._jobs.values()))

    @property
    def linking(self) -> bool:
        """Whether something that was changed is still to be linked with the rest."""
        with self._changed:
            return self._to_link or self._linking

    async def events(self, id: str) -> AsyncIterator[Job]:
        """Yield a job as it stands, and again whenever it has changed, until it has ended.

        Raises:
            UnknownIdError: as :meth:`job`.
        """
        seen = -1
        while True:
            job = self.job(id)
            if job.version != seen:
                seen = job.version
                yield job
            if job.ended:
                return
            await anyio.sleep(_WATCHED_EVERY)

    def settled(self, seconds: float) -> bool:
        """Wait until nothing is to be done any more, or so long; return whether that is so."""
        deadline = time.monotonic() + seconds
        with self._changed:
            return self._changed.wait_for(
                lambda: not (self._waiting or self._to_link or self._linking or self._running()),
                max(0.0, deadline - time.monotonic()),
            )

    def _running(self) -> bool:
        return any(not job.ended for job in self._jobs.values())

    # Handing in ---------------------------------------------------------------------------------

    def folder(self) -> Path:
        """Return a new folder for what is handed in; it is the server's own.

        Raises:
            BusyError: too many jobs wait already.
            ArchiveError: the archive is open for reading only.
        """
        if not self._archive.writable:
            raise read_only(self._archive.name)
        with self._changed:
            self._check()
            if self._folder is None:
                self._folder = Path(mkdtemp(prefix="memcon-"))
            return Path(mkdtemp(dir=self._folder))

    def submit(self, kind: JobKind, title: str, sources: Sequence[Source], *, who: str) -> Job:
        """Put a job into the queue and return it.

        Args:
            kind: what was handed in.
            title: the same in a few words.
            sources: what is to be added, in order; files of a folder that :meth:`folder` gave.
            who: signs it.

        Raises:
            BusyError: too many jobs wait already, or the server is about to end.
            ArchiveError: the archive is open for reading only.
        """
        if not self._archive.writable:
            raise read_only(self._archive.name)
        job = Job(
            id=secrets.token_urlsafe(9),
            kind=kind,
            title=title,
            who=who,
            total=len(sources),
            submitted_at=self._now(),
        )
        with self._changed:
            self._check()
            self._jobs[job.id] = job
            self._sources[job.id] = sources
            self._waiting.append(job.id)
            self._forget()
            self._wake()
        return job

    def link(self) -> None:
        """Have what was changed linked with the rest, as soon as it can be."""
        if not self._archive.writable:
            return
        with self._changed:
            self._to_link = True
            self._wake()

    def stop(self, id: str) -> None:
        """Call a job off: what was stored stays, and the rest is not read.

        Raises:
            UnknownIdError: as :meth:`job`.
        """
        self.job(id)
        with self._changed:
            self._stopped.add(id)

    def close(self) -> None:
        """End everything within some seconds; what was not read is not stored."""
        with self._changed:
            self._closing = True
            thread, folder = self._thread, self._folder
            self._changed.notify_all()
        if thread is not None:
            thread.join(_ENDING_SECONDS)
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def _check(self) -> None:
        if self._closing or len(self._waiting) >= MAX_WAITING:
            raise BusyError(
                "the server is about to end"
                if self._closing
                else f"{MAX_WAITING} jobs wait to be added already",
                remedy="Try again when some of them are through",
            )

    def _forget(self) -> None:
        ended = [id for id, job in self._jobs.items() if job.ended]
        for id in ended[: max(0, len(self._jobs) - MAX_KEPT - MAX_WAITING)]:
            del self._jobs[id]

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._work, name="memcon-jobs", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    # The thread ---------------------------------------------------------------------------------

    def _work(self) -> None:
        if hasattr(signal, "pthread_sigmask"):
            # Inherited by the process: Ctrl-C is for the server, which then ends the process.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while True:
            with self._changed:
                busy = self._changed.wait_for(
                    lambda: self._closing or self._to_link or bool(self._waiting), IDLE_SECONDS
                )
                if self._closing:
                    break
                id = self._waiting.popleft() if self._waiting and not self._to_link else None
            if not busy:
                self._process.end()
            elif id is None:
                self._link()
            else:
                self._run(id)
        self._process.end()
        with self._changed:
            left = [id for id, job in self._jobs.items() if not job.ended]
        for id in left:
            self._set(id, state="stopped", current=None, ended_at=self._now())

    def _run(self, id: str) -> None:
        self._set(id, state="adding", started_at=self._now())
        state: JobState = "done"
        fault = None
        try:
            for source in self._sources[id]:
                self._add(id, source)
                if self._to_link:  # a reviewer waits for it
                    self._link()
        except StoppedError:
            state = "stopped"
        except MemconError as error:
            state, fault = "failed", str(error)
        except Exception as error:
            state, fault = "failed", f"a fault in memcon ({type(error).__name__}: {error})"
        self._set(id, state="linking", current=None)
        if not self._closing:
            fault = self._link() or fault
            if fault:
                state = "failed"
        self._put_away(id)
        self._set(id, state=state, fault=fault, ended_at=self._now())

    def _add(self, id: str, source: Source) -> None:
        self._set(id, current=source.where)
        try:
            for added in self._do(source, stop=lambda: id in self._stopped):
                self._set(id, items=(*self._jobs[id].items, added))
        except ProcessEndedError as error:
            if self._closing:
                raise StoppedError("the server ended") from error
            # The one that ended it is told of; the others get a new process.
            refused = Added(where=source.where, outcome="rejected", reason=error.reason)
            self._set(id, items=(*self._jobs[id].items, refused))
        self._set(id, through=self._jobs[id].through + 1)
        if source.path is not None:
            source.path.unlink(missing_ok=True)

    def _link(self) -> str | None:
        """Link; return what went wrong, None if nothing did."""
        with self._changed:
            self._to_link, self._linking = False, True
        try:
            for _ in self._do("link"):
                pass
        except MemconError as error:
            return f"what was added could not be linked with the rest: {error}"
        finally:
            with self._changed:
                self._linking = False
                self._changed.notify_all()
        return None

    def _do(self, work: Work, *, stop: Callable[[], bool] = bool) -> Any:
        return self._process.do(work, stop=lambda: self._closing or stop())

    def _set(self, id: str, **changes: Any) -> None:
        with self._changed:
            job = self._jobs[id]
            self._jobs[id] = replace(job, version=job.version + 1, **changes)
            self._changed.notify_all()

    def _put_away(self, id: str) -> None:
        with self._changed:
            sources = self._sources.pop(id)
            self._stopped.discard(id)
        for folder in {source.path.parent for source in sources if source.path is not None}:
            shutil.rmtree(folder, ignore_errors=True)


def jobs_of(request: Request) -> Jobs:
    """Return the jobs of the server that a request is made to."""
    return cast(Jobs, request.app.state.jobs)


def _surroundings(archive: Archive, options: WebOptions) -> Surroundings:
    url = archive.engine.url
    return Surroundings(
        archive=archive.name if archive.on_sqlite else url.render_as_string(hide_password=False),
        reading=ReaderOptions(
            knowledge=options.config,
            model=options.model,
            max_bytes=options.max_bytes,
            sources=options.sources,
        ),
        fetching=Fetching(
            contact=options.fetch_contact,
            allow_hosts=options.fetch_allow_hosts,
            max_bytes=options.max_bytes,
            timeout_seconds=options.fetch_timeout_seconds,
            interval_seconds=options.fetch_interval_seconds,
        ),
    )
