"""The local engine: worker processes on this machine, a thread to watch over each.

A task is cut from the input when a worker is free for it and not before, so that memory holds one
task a worker however long the input is.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Any

from memcon.scale.local import ReaderOptions
from memcon.scale.work import Done
from memcon.scale.workers import Limits, Supervisor, Work


def run_here(
    work: Work[Any, Any],
    sources: Iterable[Any],
    *,
    jobs: int,
    options: ReaderOptions,
    limits: Limits,
) -> Generator[Done, None, None]:
    """Do the tasks of a stage in worker processes.

    Close the generator when done with it early, so that no process goes on.

    Args:
        work: the stage.
        sources: what it cuts into tasks; drawn from as needed.
        jobs: how many workers.
        options: what each worker makes its reader from.
        limits: what each may take.

    Yields:
        What came of each task, as they are done.

    Raises:
        MemconError: a task cannot be done, or an input cannot be cut.
    """
    tasks = _Shared(task for source in sources for task in work.tasks(source))
    answers: SimpleQueue[Done | BaseException | None] = SimpleQueue()
    stop = Event()

    def watch() -> None:
        supervisor = Supervisor(work, options, limits, stop)
        try:
            for task in tasks:
                if stop.is_set():
                    break
                answers.put(supervisor.do(task))
        except BaseException as error:
            answers.put(error)
        finally:
            try:
                supervisor.close()
            finally:
                answers.put(None)

    threads = [Thread(target=watch, daemon=True) for _ in range(jobs)]
    for thread in threads:
        thread.start()
    working = jobs
    try:
        while working:
            answer = answers.get()
            if answer is None:
                working -= 1
            elif isinstance(answer, BaseException):
                raise answer
            else:
                yield answer
    finally:
        stop.set()
        for thread in threads:
            thread.join()


class _Shared:
    """An iterator that several threads draw from."""

    def __init__(self, items: Iterator[Any]):
        self._items = items
        self._lock = Lock()

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        with self._lock:
            return next(self._items)
