"""A process beside the server, and the line to it."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class Beside:
    """A process that is told things over a pipe, started when it is needed; for one thread.

    Args:
        serve: what it does: is given its end of the pipe and the arguments, and is to return when
            that end tells that the other is closed.
        arguments: what else it is given.
        name: the name of the process.
    """

    def __init__(self, serve: Callable[..., None], *arguments: Any, name: str):
        self._serve = serve
        self._arguments = arguments
        self._name = name
        self._process: Any = None
        self._pipe: Connection | None = None

    def start(self) -> Connection:
        """Return the line to the process, which is started if there is none."""
        if self._pipe is not None:
            return self._pipe
        context = get_context("spawn")  # the same everywhere, and safe beside other threads
        pipe, other = context.Pipe()
        process = context.Process(
            target=self._serve, args=(other, *self._arguments), name=self._name, daemon=True
        )
        process.start()
        other.close()  # so that the end of either process is the end of the pipe to the other
        self._process, self._pipe = process, pipe
        return pipe

    def end(self) -> None:
        """End the process, whatever it does."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._process.close()
        self._process = self._pipe = None
