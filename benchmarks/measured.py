"""What the benchmarks of large runs share: commands with what they cost, and tables on pages."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from typing import Any, Final

import psutil

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "performance.md"
EVERY: Final = 0.5  # seconds between two looks at the memory of processes
VERSION: Final = f"Python {platform.python_version()}"


def write(name: str, lines: Sequence[str], page: Path = PAGE) -> None:
    """Put lines between the markers ``<!-- measured: NAME -->`` and ``<!-- end: NAME -->``."""
    start, end = f"<!-- measured: {name} -->", f"<!-- end: {name} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(start)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise SystemExit(f"{page} has no place for this table: add the lines {start} and {end}")
    page.write_text("\n".join([before + start, *lines, end + after]), encoding="utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory at a moment: seconds since the start, bytes of the command and its largest child."""

    at: float
    driver: int
    worker: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a run took.

    ``wall`` and ``cpu`` are seconds on the clock and of processors; the latter of the command and
    of all processes that it started and waited for. ``report`` is the run's own.
    """

    wall: float
    cpu: float
    report: dict[str, Any]
    samples: list[Sample] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """Documents that were offered."""
        return int(self.report["sift"]["documents"])

    @property
    def read(self) -> int:
        """Documents that were read."""
        return int(self.report["read"]["kept"])

    def stage(self, name: str) -> list[Sample]:
        """Return the samples taken during a stage (sift or read), going by its seconds."""
        seconds = self.report["seconds"]
        end = self.wall - (seconds["read"] + seconds["match"] if name == "sift" else 0)
        return [one for one in self.samples if end - seconds[name] <= one.at <= end]


def run(output: Path, *words: object, watch: bool = False) -> Cost:
    """Do ``memcon run`` from start to exit, into a folder that is emptied before.

    Numeric libraries get one thread, so that one worker does not already use two cores.

    Raises:
        SystemExit: it failed; with what it said.
    """
    rmtree(output, ignore_errors=True)
    command = [sys.executable, "-m", "memcon", "run", "--output", str(output), *map(str, words)]
    threads = ("OMP", "OPENBLAS", "BLIS", "MKL")
    start = time.monotonic()
    samples: list[Sample] = []
    with subprocess.Popen(
        command,
        env=os.environ | {f"{name}_NUM_THREADS": "1" for name in threads},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        said: list[str] = []
        listening = threading.Thread(target=lambda: said.extend(process.stderr or ()))
        listening.start()
        if watch:
            _watch(process.pid, start, samples)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        listening.join()
    report = output / "_memcon" / "report.json"
    if not report.exists():
        raise SystemExit(f"{' '.join(command)} failed:\n{''.join(said[-20:])}")
    return Cost(
        wall=time.monotonic() - start,
        cpu=used.ru_utime + used.ru_stime,
        report=json.loads(report.read_text("utf-8")),
        samples=samples,
    )


def _watch(pid: int, start: float, samples: list[Sample]) -> None:
    """Sample the memory of a process and those below it until it ends."""
    driver = psutil.Process(pid)
    while True:
        try:
            if driver.status() == psutil.STATUS_ZOMBIE:
                return
            below = [_rss(child) for child in driver.children(recursive=True)]
            at = time.monotonic() - start
            samples.append(Sample(at, driver.memory_info().rss, max(below, default=0)))
        except psutil.NoSuchProcess:
            return
        time.sleep(EVERY)


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def flat(values: Sequence[int]) -> float:
    """Return how memory in the last quarter compares with that in the second, by their means."""
    quarter = len(values) // 4
    second, last = values[quarter : 2 * quarter], values[3 * quarter :]
    return (sum(last) / len(last)) / (sum(second) / len(second)) if quarter else 1.0
