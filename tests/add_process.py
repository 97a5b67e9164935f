"""``memcon add`` in processes of its own, with records that were read before in the reader's place.

All else is the true command. The processes are forked from one that has everything imported, so
that a test can end many of them: starting and importing would take longer than what is tested.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any


class Adders:
    """The process from which others are forked. To be used in a ``with`` block."""

    def __init__(self, records: Path, folder: Path):
        """``records`` are JSON Lines; ``folder`` is where the processes work."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MEMCON_")}
        self._folder = folder
        self._started = 0
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(records)],
            cwd=folder,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self, **question: Any) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def start(self, *arguments: str) -> Adder:
        """Start ``memcon`` with some arguments."""
        self._started += 1
        pipe = self._folder / f"pipe-{os.getpid()}-{self._started}"
        os.mkfifo(pipe)
        errors = pipe.with_suffix(".err")
        pid = self.ask(arguments=arguments, pipe=str(pipe), errors=str(errors))
        return Adder(self, pid, pipe.open(encoding="utf-8"), errors)

    def add(self, archive: str, paths: Iterable[Path]) -> Adder:
        """Start to add files to an archive, reporting as ``--json`` does."""
        return self.start("--archive", archive, "add", "--json", *map(str, paths))

    def __enter__(self) -> Adders:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()


@dataclass(frozen=True)
class Adder:
    """A process that adds."""

    adders: Adders
    pid: int
    out: IO[str]
    errors: Path

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def finish(self) -> tuple[int, list[dict[str, Any]], str]:
        """Wait for the end; return the exit code, the reports not read yet, and what it said.

        The end of a killed process may have cut a line short: it is left out.
        """
        with self.out:
            reports = [json.loads(line) for line in self.out if line.endswith("\n")]
        code = os.waitstatus_to_exitcode(self.adders.ask(wait=self.pid))
        return code, reports, self.errors.read_text(encoding="utf-8")


def _serve(records: str) -> None:
    """Fork a process for each line of standard input that asks for one."""
    from memcon.analysis import search  # noqa: F401  imported here once, not in each process
    from memcon.archive import linker, open_archive  # noqa: F401
    from memcon.cli import add as command  # noqa: F401
    from memcon.cli.app import start
    from memcon.record import Record
    from memcon.scale import adding, arrivals  # noqa: F401
    from memcon.scale.local import Input, Outcome

    lines = Path(records).read_text(encoding="utf-8").splitlines()
    known = {record.document.id: record for record in map(Record.model_validate_json, lines)}

    def read_files(inputs: Iterable[Input], **_: Any) -> Iterator[Outcome]:
        for item in inputs:
            read = [known[taken.document.id] for taken in item.taken or ()]
            yield Outcome(where=item.where, records=read)

    adding.read_files = read_files  # type: ignore[assignment,attr-defined]
    while line := sys.stdin.readline():
        question = json.loads(line)
        if "wait" in question:
            print(os.waitpid(question["wait"], 0)[1], flush=True)
        elif pid := os.fork():
            print(pid, flush=True)
        else:
            _become(question["pipe"], question["errors"])
            sys.argv = ["memcon", *question["arguments"]]
            try:
                start()
            except SystemExit as end:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(end.code if isinstance(end.code, int) else 1)


def _become(pipe: str, errors: str) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(pipe, os.O_WRONLY), 1)
    os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT), 2)


if __name__ == "__main__":
    _serve(sys.argv[1])
