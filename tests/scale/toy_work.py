"""A stage of a run that is told by its tasks what to do, so that workers can be lost on purpose."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from memcon.errors import SourceError
from memcon.scale.storage import Folder
from memcon.scale.work import Done
from memcon.scale.workers import NOWHERE, Attempt, Tools

BATCH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ToyTask:
    """Words, one a document: most are written down, some do harm."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToyWork:
    """Writes the words of each task to a file, those that are poison as ``-``.

    A word that names a file is harmless from the second time on.
    """

    folder: Folder

    def tasks(self, source: tuple[ToyTask, ...]) -> Iterator[ToyTask]:
        yield from source

    def do(self, tools: Tools, task: ToyTask, attempt: Attempt) -> Done:
        written = []
        rejects: Counter[str] = Counter()
        for number, word in enumerate(task.words):
            if number == attempt.end:
                rejects["rest"] += len(task.words) - number
                break
            if word == "bar":  # harms even if it is passed over
                attempt.at(number)
                os._exit(5)
            if number in attempt.poison:
                rejects[attempt.poison[number].code] += 1
                written.append("-")
                continue
            if attempt.alone or number % BATCH == 0:
                attempt.at(number)
            _suffer(word)
            written.append(word)
        attempt.at(NOWHERE)
        if "late" in task.words:
            os._exit(6)
        self.folder.put(f"words/{task.name}", " ".join(written).encode())
        return Done(
            stage="read",
            name=task.name,
            documents=len(task.words),
            kept=len(task.words) - rejects.total(),
            rejects=dict(rejects),
        )


def _suffer(word: str) -> None:
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "leave":
        os._exit(7)
    if word == "hang":
        time.sleep(600)
    if word == "eat":
        eaten = bytearray(400_000_000)
        eaten[::4096] = b"x" * len(eaten[::4096])
        time.sleep(600)
    if word == "fail":
        raise SourceError("there is nothing to be done", remedy="Leave it")
    if word == "break":
        raise ValueError("a slip")
    if word.startswith("once:") and not Path(word[5:]).exists():
        Path(word[5:]).write_text("done")
        os.kill(os.getpid(), signal.SIGKILL)


class DeadWork(ToyWork):
    """Whose workers end before they come to a document."""

    def do(self, tools: Tools, task: ToyTask, attempt: Attempt) -> Done:
        os._exit(9)
