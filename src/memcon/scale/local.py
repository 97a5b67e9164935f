"""Reading many files on this machine, in one process or in several.

Files are read in chunks of a fixed size whatever the number of processes, results come back in
input order, and only a window of chunks is in flight: the output does not depend on ``jobs``, and
memory does not depend on the number of files.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from memcon.errors import MemconError, RunError

if TYPE_CHECKING:
    from memcon.reading.reader import Reader
    from memcon.record import Record
    from memcon.sources import Taken

Task = TypeVar("Task")
Result = TypeVar("Result")

CHUNK: Final = 8  # files a task: enough for the parser's batches, little enough to share out evenly
WINDOW: Final = 2  # chunks in flight a process: one being read, one waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file to read, bytes that were read already (standard input), or documents taken in."""

    where: str
    path: Path | None = None
    data: bytes | None = None
    taken: tuple[Taken, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one input: its records, or why there are none."""

    where: str
    records: list[Record] = field(default_factory=list)
    rejected: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOptions:
    """What a process needs to make its reader, and how it takes in files.

    ``max_bytes`` is the size over which it refuses one, ``sources`` names those of other packages
    that may take it in. ``every_sentence`` parses those too that can yield nothing.
    """

    knowledge: Path | None = None
    model: str | None = None
    max_bytes: int = 50_000_000
    sources: tuple[str, ...] = ()
    every_sentence: bool = False


def read_files(
    inputs: Iterable[Input],
    *,
    options: ReaderOptions,
    jobs: int = 1,
    reader: Reader | None = None,
) -> Generator[Outcome, None, None]:
    """Read every input and yield what became of it, in input order.

    A rejected input is an outcome like any other; the rest goes on. Close the generator when done
    with it early, so that no process goes on reading.

    Args:
        inputs: what to read; drawn from as needed.
        options: what every process makes its reader from.
        jobs: how many processes read, each with a model of its own.
        reader: for one process, a reader that is there already; without it one is made.

    Raises:
        ModelError: the language model is missing or cannot be loaded.
        KnowledgeError: the user's knowledge file is wrong.
        MemconError: a process was killed from outside, usually for want of memory.
    """
    if jobs <= 1:
        for chunk in _chunks(inputs):
            reader = reader or make_reader(options)  # not before there is something to read
            yield from read_chunk(chunk, reader, options)
        return
    try:
        yield from spread(read_in_worker, _chunks(inputs), jobs=jobs, initargs=(options,))
    except BrokenProcessPool as error:
        raise MemconError(
            "a reading process ended before its work was done",
            remedy="It was probably out of memory: use fewer --jobs",
        ) from error


def read_chunk(chunk: Sequence[Input], reader: Reader, options: ReaderOptions) -> list[Outcome]:
    """Read some inputs with one reader, their documents together through the parser."""
    taken: list[list[Taken] | MemconError] = []
    for item in chunk:
        try:
            taken.append(_take(item, options))
        except MemconError as error:
            taken.append(error)
    good = [document for entry in taken if isinstance(entry, list) for document in entry]
    try:
        records = iter(list(reader.read_many(good)))
    except Exception:
        # One document must not cost the others theirs: find out which it was, one by one.
        return [_read_alone(item, entry, reader) for item, entry in zip(chunk, taken, strict=True)]
    return [
        Outcome(where=item.where, rejected=entry.reason)
        if isinstance(entry, MemconError)
        else Outcome(where=item.where, records=list(islice(records, len(entry))))
        for item, entry in zip(chunk, taken, strict=True)
    ]


def _read_alone(item: Input, entry: list[Taken] | MemconError, reader: Reader) -> Outcome:
    if isinstance(entry, MemconError):
        return Outcome(where=item.where, rejected=entry.reason)
    try:
        records = [reader.read_taken(document) for document in entry]
    except MemconError as error:
        return Outcome(where=item.where, rejected=error.reason)
    except Exception as error:
        # A fault of ours in one document: said, and kept from the rest of the batch.
        return Outcome(
            where=item.where,
            rejected=fault(error, remedy="Please report it, with the document").reason,
        )
    return Outcome(where=item.where, records=records)


def _take(item: Input, options: ReaderOptions) -> list[Taken]:
    from memcon import sources

    if item.taken is not None:
        return list(item.taken)
    if item.data is not None:
        return sources.from_bytes(
            item.data, name=item.where, max_bytes=options.max_bytes, others=options.sources
        )
    assert item.path is not None
    return sources.from_path(item.path, max_bytes=options.max_bytes, others=options.sources)


def _chunks(inputs: Iterable[Input]) -> Iterator[list[Input]]:
    rest = iter(inputs)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def make_reader(options: ReaderOptions) -> Reader:
    """Return the reader that the options ask for.

    Raises:
        ModelError: the language model is missing or cannot be loaded.
        KnowledgeError: the user's knowledge file is wrong.
    """
    from memcon.reading.reader import Reader

    return Reader(
        knowledge=options.knowledge, model=options.model, every_sentence=options.every_sentence
    )


def fault(error: Exception, *, remedy: str = "Please report it") -> RunError:
    """Return a fault of ours as an error that is told like any other."""
    return RunError(f"a fault in memcon ({type(error).__name__}: {error})", remedy=remedy)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# One reader a worker process, made by the first chunk: an error in an initializer would only show
# as a broken pool, whereas an error in a task comes back as itself.
_worker: dict[str, Any] = {}


def _start_worker(options: ReaderOptions) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends a worker at once, without a word
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _worker["options"] = options


def read_in_worker(chunk: Sequence[Input]) -> list[Outcome]:
    """Read a chunk in a worker process, making the process's reader on first use."""
    if "reader" not in _worker:
        _worker["reader"] = make_reader(_worker["options"])
    return read_chunk(chunk, _worker["reader"], _worker["options"])


def spread(
    work: Callable[[Task], list[Result]],
    tasks: Iterator[Task],
    *,
    jobs: int,
    initargs: tuple[Any, ...],
) -> Generator[Result, None, None]:
    """Run ``work`` over tasks in several processes; yield the results in task order.

    Processes are spawned, not forked: the same on every system, and safe with the threads that
    numeric libraries start.
    """
    pool = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_start_worker, initargs=initargs
    )
    window: deque[Future[list[Result]]] = deque()
    try:
        for task in tasks:
            with interrupts_held():
                window.append(pool.submit(work, task))
            if len(window) >= WINDOW * jobs:
                yield from window.popleft().result()
        while window:
            yield from window.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back, here and in processes that are started meanwhile.

    A process that is interrupted during its imports prints a traceback. Held back, the signal
    waits: here until the block ends, there until ``_start_worker`` lets it through.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
