"""Twenty readers at once: how long a server makes them wait, and whether its memory grows.

One server process (``memcon serve``, over a copy of the archive) and, in this process, readers who
each ask for one page after the other. Without ``--think`` a reader asks for the next page as soon
as the one before is there, which no person does: it shows how many answers a second the server
gives at the most. With ``--think 1`` a reader looks at a page for a second on average.

Nearly all addresses are different, so that hardly a page is asked for twice;
``--pool 300`` has the readers share so many.

    python benchmarks/load.py archive.db --think 1
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
from site_mix import Visit, one_of_each, visits

from memcon.archive import open_archive

LIMIT: Final = 200.0  # milliseconds within which 95 of 100 answers are to be there (issue 4)
_DRAWN: Final = 6_000  # visits, which are begun anew when they are through
_LISTENING: Final = re.compile(r"serving (http://\S+);")


@dataclass(slots=True)
class Measured:
    """What a run showed: milliseconds by route, what failed, the server's memory in MB by time."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def all_times(self) -> list[float]:
        """Return the milliseconds of all answers."""
        return [value for values in self.times.values() for value in values]


@contextlib.contextmanager
def server(archive: Path, folder: Path, config: Path | None) -> Iterator[tuple[str, int]]:
    """Serve an archive in a process of its own; gives its address and its process."""
    command = [sys.executable, "-m", "memcon", "serve", str(archive), "--port", "0"]
    if config is not None:
        command += ["--config", str(config.resolve())]
    log = folder / "server.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=stream)
    try:
        while not (found := _LISTENING.search(log.read_text(encoding="utf-8"))):
            if process.poll() is not None:
                sys.exit(f"the server did not start: {log.read_text(encoding='utf-8')}")
            time.sleep(0.05)
        yield found[1], process.pid
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
    finally:
        process.kill()


def memory(pid: int) -> float:
    """Return the resident memory of a process in MB (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def ask(client: httpx.AsyncClient, visit: Visit, measured: Measured) -> None:
    """Make a visit, and note how long it took or how it failed."""
    began = time.perf_counter()
    try:
        answer = await client.get(visit.path)
    except httpx.HTTPError as error:
        measured.failed[f"{type(error).__name__} {visit.route}"] += 1
        return
    if answer.status_code >= 400:
        measured.failed[f"{answer.status_code} {visit.route}, e.g. {visit.path}"] += 1
    else:
        measured.times[visit.route].append((time.perf_counter() - began) * 1000)


async def run(
    url: str, pid: int, plan: Sequence[Visit], *, users: int, seconds: float, think: float
) -> Measured:
    """Have readers visit a server for some time."""
    measured = Measured()
    following = iter(range(10**9))
    chance = random.Random(1)
    began = time.perf_counter()

    async def reader(client: httpx.AsyncClient) -> None:
        if think:  # they do not all come at the same moment
            await asyncio.sleep(chance.uniform(0, 2 * think))
        while time.perf_counter() - began < seconds:
            await ask(client, plan[next(following) % len(plan)], measured)
            if think:
                await asyncio.sleep(chance.expovariate(1 / think))

    async def watcher() -> None:
        while True:
            measured.memory.append(memory(pid))
            await asyncio.sleep(1)

    limits = httpx.Limits(max_connections=users, max_keepalive_connections=users)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=30) as client:
        watching = asyncio.create_task(watcher())
        await asyncio.gather(*(reader(client) for _ in range(users)))
        watching.cancel()
    measured.seconds = time.perf_counter() - began
    return measured


def warm(url: str, plan: Sequence[Visit]) -> Measured:
    """Visit every route once, one after the other, so that templates and caches are made."""
    measured = Measured()

    async def visit() -> None:
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            for one in plan:
                await ask(client, one, measured)

    asyncio.run(visit())
    return measured


def drawn(pool: Sequence[Visit], seed: int) -> list[Visit]:
    """Return visits out of a pool: each once where there are as many as are wanted."""
    if len(pool) >= _DRAWN:
        return list(pool)
    return random.Random(seed).choices(pool, k=_DRAWN)


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def report(measured: Measured) -> Iterator[str]:
    """Yield a report, line by line: a Markdown table, the worst routes first."""
    every = measured.all_times()
    yield "| route | answers | p50 ms | p95 ms | p99 ms | most ms |"
    yield "| --- | --: | --: | --: | --: | --: |"
    rows = sorted(measured.times.items(), key=lambda item: -quantile(item[1], 0.95))
    for route, values in [("**all**", every), *rows]:
        figures = [quantile(values, share) for share in (0.5, 0.95, 0.99, 1.0)]
        shown = " | ".join(f"{figure:,.0f}" for figure in figures)
        yield f"| {route} | {len(values):,} | {shown} |"
    yield ""
    yield f"{len(every) / measured.seconds:.1f} answers a second for {measured.seconds:.0f} s"
    late = sum(value > LIMIT for value in every)
    yield f"{late / max(1, len(every)):.1%} of them over {LIMIT:.0f} ms"
    yield f"{sum(measured.failed.values())} errors"
    for words, number in measured.failed.most_common(12):
        yield f"  {number} x {words}"
    marks = measured.memory[:: max(1, len(measured.memory) // 12)]
    yield "memory of the server, MB: " + " ".join(f"{mark:.0f}" for mark in marks)
    half = measured.memory[len(measured.memory) // 2 :]
    yield f"in the second half {half[0]:.0f} to {half[-1]:.0f} MB, {max(half):.0f} at the most"


def main() -> None:
    """Measure, and print a report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--config", type=Path, help="memcon.toml with the archive's knowledge")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument(
        "--think", type=float, default=0.0, help="seconds between pages, on average"
    )
    parser.add_argument(
        "--pool",
        type=int,
        default=_DRAWN,
        help="addresses that all readers draw from; few stand for a group at work on the same",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="routes with these words, comma-separated")
    parser.add_argument("--url", help="a server that runs already, over the same archive")
    parser.add_argument("--pid", type=int, help="its process")
    given = parser.parse_args()

    with open_archive(given.archive, write=False) as opened, opened.reading() as connection:
        first = list(one_of_each(connection, seed=given.seed))
        plan = drawn(list(visits(connection, count=given.pool, seed=given.seed)), given.seed)
    if given.only:
        words = given.only.split(",")
        first = [visit for visit in first if any(word in visit.route for word in words)]
        plan = [visit for visit in plan if any(word in visit.route for word in words)]

    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        if given.url:
            url, pid = given.url, given.pid or os.getpid()
        else:
            copy = Path(folder) / "archive.db"
            shutil.copyfile(given.archive, copy)
            url, pid = stack.enter_context(server(copy, Path(folder), given.config))
        once = warm(url, first)
        for words, _ in once.failed.most_common():
            print(f"fails: {words}")
        missing = {visit.route for visit in first} - once.times.keys()
        plan = [visit for visit in plan if visit.route not in missing]
        measured = asyncio.run(
            run(url, pid, plan, users=given.users, seconds=given.seconds, think=given.think)
        )
    how = f"{given.think:g} s between pages" if given.think else "no pause between pages"
    print(f"\n{given.users} readers, {how}, {given.pool:,} addresses\n")
    print("\n".join(report(measured)))


if __name__ == "__main__":
    main()
