"""How far a long command has come, on a terminal's stderr and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any


def counted(what: str, total: int) -> AbstractContextManager[Callable[[int], Any]]:
    """Return a context that gives a function to call with how many inputs are done since."""
    if total < 2 or not sys.stderr.isatty():
        return nullcontext(lambda _: None)
    return _bar(what, total)


def stages() -> AbstractContextManager[Callable[[str], Any]]:
    """Return a context that gives a function to call with the name of each stage."""
    if not sys.stderr.isatty():
        return nullcontext(lambda _: None)
    return _spinner()


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[int], Any]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Inputs a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.1f}/s" if speed else "")

    columns = (what, BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda number: progress.advance(task, number)


@contextmanager
def _spinner() -> Iterator[Callable[[str], Any]]:
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda name: status.update(f"linking {name}")
