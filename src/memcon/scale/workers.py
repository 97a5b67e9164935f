"""Processes that may fail: each does one task at a time, and is replaced when it is lost.

A worker is lost when it dies (a fault in native code, killed from outside), hangs, or outgrows its
memory. It says on the way at which document of its task it is, so that the document to blame is
found: the task is done again with its documents one by one, and the one at which it fails again is
rejected with the reason. The other documents lose nothing.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from memcon.errors import MemconError, RunError
from memcon.scale.local import ReaderOptions, fault, interrupts_held, make_reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from memcon.reading.reader import Reader
    from memcon.reading.triage import DocumentTriage
    from memcon.scale.work import Done

Source = TypeVar("Source", contravariant=True)
Task = TypeVar("Task")

_LOOK: Final = 0.2  # seconds between looks at a worker's memory and progress
NOWHERE: Final = -1
"""What a task is at while it is at no document: before the first, and when it commits."""

_ELSEWHERE: Final = 600.0  # seconds to load a model, open a task, or commit it
_TRIES: Final = 3  # times that a worker may be lost at no document
_DEATHS: Final = 2  # times at one document: a single death may have come from outside
_POISONS: Final = 20  # documents of one task; with more of them something else is wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a worker may take.

    ``seconds`` for one document (or one batch through the parser), ``memory`` bytes of its
    process; between tasks it is renewed when it holds more than ``kept`` bytes, since a parser's
    vocabulary grows with every new word.
    """

    seconds: float = 300.0
    memory: int = 2_000_000_000
    kept: int = 800_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Poison:
    """Why a document is not tried again."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """How a task is to be done this time.

    ``at`` tells which document is next, before anything is done for it, ``NOWHERE`` when there is
    none. ``alone`` asks for one document after the other, ``poison`` has those to reject, by number
    within the task, and ``end`` the one at which the task has to end, since no worker survives
    even passing it over.
    """

    at: Callable[[int], None] = field(default=lambda number: None)
    alone: bool = False
    poison: Mapping[int, Poison] = field(default_factory=dict)
    end: int | None = None


class Tools:
    """What a worker process makes once and uses for all its tasks."""

    def __init__(self, options: ReaderOptions):
        self.options = options

    @cached_property
    def reader(self) -> Reader:
        """The reader.

        Raises:
            ModelError, KnowledgeError: it cannot be made.
        """
        return make_reader(self.options)

    @cached_property
    def triage(self) -> DocumentTriage:
        """What decides which documents are read."""
        from memcon.knowledge import load_knowledge
        from memcon.reading.triage import DocumentTriage

        return DocumentTriage(load_knowledge(self.options.knowledge))


class Work(Protocol[Source, Task]):
    """One stage of a run; pickled, and sent to wherever it is done."""

    def tasks(self, source: Source) -> Iterator[Task]:
        """Cut a source into tasks, each of a size that a worker holds at once."""
        ...

    def do(self, tools: Tools, task: Task, attempt: Attempt) -> Done:
        """Do a task in a worker and commit what comes of it; a second time changes nothing."""
        ...


class LostError(Exception):
    """A worker was lost at document ``at`` of its task, None before the first."""

    def __init__(self, code: str, reason: str, at: int | None):
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.at = at


class StoppedError(Exception):
    """The run ends before the task does."""


class Supervisor(Generic[Task]):
    """Does tasks in a worker process of its own, whatever becomes of that process.

    One task at a time; several threads each have their own.

    Args:
        work: the stage.
        options: what the worker makes its reader from.
        limits: what it may take.
        stop: ends a task that is being done.
    """

    def __init__(
        self,
        work: Work[Any, Task],
        options: ReaderOptions,
        limits: Limits,
        stop: Event | None = None,
    ):
        self._work = work
        self._options = options
        self._limits = limits
        self._stop = stop or Event()
        self._worker: _Worker | None = None

    def do(self, task: Task) -> Done:
        """Do a task; documents that no worker survives are rejected on the way.

        Raises:
            RunError: workers are lost at no document, or at too many.
            MemconError: what the task itself raises.
            StoppedError: the run ends.
        """
        blame = _Blame()
        while True:
            try:
                done = self._try(task, blame)
            except LostError as lost:
                self.close()
                blame.add(lost)
            else:
                replaced = dict(blame.replaced)
                return replace(done, replaced=replaced) if replaced else done

    def close(self) -> None:
        """End the process."""
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def _try(self, task: Task, blame: _Blame) -> Done:
        if self._worker is None:
            self._worker = _Worker(self._work, self._options, self._limits, self._stop)
        done = self._worker.do(task, blame)
        if self._worker.memory() > self._limits.kept:
            self.close()
        return done


@dataclass(slots=True)
class _Blame:
    """What was lost over one task, and what follows from it for the next try."""

    alone: bool = False
    end: int | None = None
    poison: dict[int, Poison] = field(default_factory=dict)
    replaced: Counter[str] = field(default_factory=Counter)
    deaths: Counter[int | None] = field(default_factory=Counter)

    def add(self, lost: LostError) -> None:
        """Note a loss.

        Raises:
            RunError: another try is in vain.
        """
        self.replaced[lost.code] += 1
        self.deaths[lost.at] += 1
        if lost.at is None:
            if self.deaths[None] == _TRIES:
                raise RunError(
                    f"workers are lost before they come to a document ({lost.reason})",
                    remedy="Give workers more memory, or use fewer of them",
                ) from lost
        elif not self.alone:
            self.alone = True
            self.deaths.clear()
        elif lost.at in self.poison:
            if self.end is not None:
                raise RunError(
                    f"workers are lost though nothing is read ({lost.reason})",
                    remedy="Please report it, with the input",
                ) from lost
            self.end = lost.at
        elif lost.code != "died" or self.deaths[lost.at] == _DEATHS:
            self.poison[lost.at] = Poison(code=lost.code, reason=lost.reason)
            if len(self.poison) > _POISONS:
                raise RunError(
                    f"workers are lost at one document after another ({lost.reason})",
                    remedy="Give workers more memory or time, or use fewer of them",
                ) from lost


class _Worker:
    """A process, and the line to it."""

    def __init__(self, work: Work[Any, Any], options: ReaderOptions, limits: Limits, stop: Event):
        import psutil

        # Spawned, not forked: the same on every system, and safe with threads.
        context = get_context("spawn")
        self._limits = limits
        self._stop = stop
        # written by the worker, read here: the document it is at, and how often it said so
        self._progress = context.RawArray("q", 2)
        self._line, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._progress, work, options), daemon=True
        )
        with interrupts_held():
            self._process.start()
        theirs.close()
        self._watched: psutil.Process | None = None
        with suppress(psutil.NoSuchProcess):
            self._watched = psutil.Process(self._process.pid)

    def do(self, task: Any, blame: _Blame) -> Done:
        self._progress[0], self._progress[1] = NOWHERE, 0
        done: Done
        try:
            self._line.send((task, blame.alone, blame.poison, blame.end))
            self._watch()
            done, error = self._line.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError) as end:
            self._process.join(5)
            ending = _ending(self._process.exitcode)
            raise self._lost("died", f"the process ended ({ending})") from end
        if error is not None:
            raise error
        return done

    def _watch(self) -> None:
        """Return when there is an answer; raise when there will be none."""
        seen = -1
        since = time.monotonic()
        while not self._line.poll(_LOOK):
            if self._stop.is_set():
                raise StoppedError
            if self.memory() > self._limits.memory:
                raise self._lost(
                    "memory", f"it needs more than {self._limits.memory / 1e6:.0f} MB of memory"
                )
            if self._progress[1] != seen:
                seen = self._progress[1]
                since = time.monotonic()
            somewhere = self._progress[0] != NOWHERE
            limit = self._limits.seconds if somewhere else max(_ELSEWHERE, self._limits.seconds)
            if time.monotonic() - since > limit:
                raise self._lost("timeout", f"it took more than {limit:g} seconds")

    def memory(self) -> int:
        """Return how many bytes the process holds; 0 where it has ended."""
        import psutil

        try:
            return int(self._watched.memory_info().rss) if self._watched else 0
        except psutil.Error:
            return 0

    def kill(self) -> None:
        with suppress(ValueError):  # another thread that starts a process may have seen it end
            self._process.kill()
            self._process.join()
            self._process.close()
        self._line.close()

    def _lost(self, code: str, reason: str) -> LostError:
        at = int(self._progress[0])
        return LostError(code, reason, None if at == NOWHERE else at)


def _ending(code: int | None) -> str:
    if code is None:
        return "for a reason unknown"
    if code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _serve(line: Connection, progress: Any, work: Work[Any, Any], options: ReaderOptions) -> None:
    """Do tasks until the line is closed: by the supervisor, or because that has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor decides
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    Thread(target=_outlive_nobody, daemon=True).start()
    tools = Tools(options)

    def at(number: int) -> None:
        progress[0] = number
        progress[1] += 1

    while True:
        try:
            task, alone, poison, end = line.recv()
        except EOFError:
            return
        answer: tuple[Done | None, Exception | None]
        try:
            attempt = Attempt(at=at, alone=alone, poison=poison, end=end)
            answer = work.do(tools, task, attempt), None
        except MemconError as error:
            answer = None, error
        except Exception as error:
            answer = None, fault(error)
        try:
            line.send(answer)
        except OSError:
            return


def _outlive_nobody() -> None:
    """End this process when the supervisor's has ended, in the middle of a task or not."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
