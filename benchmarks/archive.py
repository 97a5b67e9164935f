"""What an archive costs: prints the tables that stand in docs/performance.md.

Three parts, each of which can be left out. *Adding*: whole commands on the same files, ``memcon
add`` (which stores and links) against ``memcon read``. *Asking*: an archive of many documents is
made, or taken from ``--archive``, and asked questions that are drawn from what it holds, each once
to warm up and once to be timed. *Size*: what a document takes on disk, by table.

The large archive is made in two steps. Some thousand documents are made of the given records with
other days, states, persons and words (``multiplied``), and are stored and linked as any; their rows
are then multiplied (``copies``).
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is loaded; processes started from here inherit it

from bulk import fill, prepare  # noqa: E402
from copies import multiply  # noqa: E402
from multiplied import Multiplied  # noqa: E402
from plans import listened, scans  # noqa: E402
from questions import calls  # noqa: E402

from memcon.archive import open_archive  # noqa: E402
from memcon.archive.linker import link  # noqa: E402
from memcon.record import Record  # noqa: E402
from reading import files  # noqa: E402

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
START, END = "<!-- measured: archive -->", "<!-- end: archive -->"


def read_records(count: int) -> list[Record]:
    """Return the records of that many files."""
    from memcon import sources
    from memcon.reading.reader import Reader

    taken = [one for path in files(count) for one in sources.from_path(path)]
    return list(Reader().read_many(taken))


def told_apart(records: Iterable[Record]) -> list[Record]:
    """Return records, each document once."""
    return list({record.document.id: record for record in records}.values())


def make(path: Path, records: Sequence[Record], *, linked: int, documents: int) -> None:
    """Make a large archive, or take the one that is there."""
    if path.exists():
        return
    small = path.with_suffix(".small")
    small.unlink(missing_ok=True)
    begun = time.perf_counter()
    many = Multiplied(records)
    fill(small, (prepare(record) for record in many.records(linked)))
    tell(f"stored {linked:,} documents", begun)
    with open_archive(small) as archive:
        link(archive)
    tell("linked them", begun)
    count = multiply(small, path, documents)
    tell(f"made {count:,} of them", begun)
    small.unlink()


def tell(done: str, begun: float) -> None:
    """Say on standard error what was done, and when."""
    print(f"{time.perf_counter() - begun:7.0f} s  {done}", file=sys.stderr)


# Asking -----------------------------------------------------------------------------------------


def asked(path: Path, each: int, show: Callable[[str], None]) -> list[str]:
    """Ask questions; return a Markdown table of how long they took."""
    times: dict[str, list[tuple[float, str]]] = defaultdict(list)
    seen: set[str] = set()
    with open_archive(path, write=False) as archive, archive.reading() as connection:
        for call in calls(connection, each=each):
            with listened(archive.engine) as heard:
                call.ask(connection)
            begun = time.perf_counter()
            call.ask(connection)
            times[call.question].append((time.perf_counter() - begun, call.words))
            for statement, values in heard:
                if statement not in seen:
                    seen.add(statement)
                    for scan in scans(connection, statement, values):
                        show(f"{call.question} {call.words}: {scan.step}: {scan.statement}")
    lines = ["| question | calls | median, ms | 95th percentile, ms |", "| --- | --- | --- | --- |"]
    for question, took in times.items():
        milliseconds = sorted(1000 * seconds for seconds, _ in took)
        high = milliseconds[int(0.95 * (len(milliseconds) - 1) + 0.5)]
        median = statistics.median(milliseconds)
        lines.append(f"| `memcon {question}` | {len(took)} | {median:,.0f} | {high:,.0f} |")
        for seconds, words in sorted(took, reverse=True)[:3]:
            show(f"slowest: {1000 * seconds:6.0f} ms  {question} {words}")
    return lines


# Adding -----------------------------------------------------------------------------------------


def command(*words: str) -> tuple[float, float]:
    """Run a memcon command; return its seconds on the clock, and on processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "memcon", *words], stdout=subprocess.DEVNULL, check=True)
    took = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def added(count: int) -> list[str]:
    """Add documents and read them; return a Markdown table of what that costs."""
    paths = [str(path) for path in dict.fromkeys(files(count))]
    lines = [
        "| what, as a ratio to `memcon read` of the same | time | processor time |",
        "| --- | --- | --- |",
    ]
    for jobs in ("1", "2"):
        with tempfile.TemporaryDirectory() as folder:
            archive = str(Path(folder) / "archive.db")
            read = command("read", *paths, "-f", "jsonl", "--jobs", jobs)
            first, again = (
                command("add", *paths, "--archive", archive, "--jobs", jobs) for _ in range(2)
            )
        for name, took in (("`memcon add`", first), ("the same `memcon add` again", again)):
            ratios = " | ".join(f"{one / other:.2f}" for one, other in zip(took, read, strict=True))
            lines.append(f"| {name}, {len(paths)} files, `--jobs {jobs}` | {ratios} |")
    return lines


# Size -------------------------------------------------------------------------------------------


def sizes(path: Path) -> list[str]:
    """Return a Markdown table of what a document takes on disk, indexes with their tables."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    count = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
    owners = dict(
        connection.execute("SELECT name, tbl_name FROM sqlite_master WHERE type <> 'trigger'")
    )
    taken: dict[str, int] = defaultdict(int)
    for name, size in connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
        owner = owners.get(name, name)
        taken["passages_words" if owner.startswith("passages_words") else owner] += size
    connection.close()
    lines = ["| table | bytes a document |", "| --- | --- |"]
    lines.append(f"| all | {sum(taken.values()) / count:,.0f} |")
    largest = sorted(taken.items(), key=lambda pair: (-pair[1], pair[0]))
    return lines + [f"| `{name}` | {size / count:,.0f} |" for name, size in largest[:12]]


def main() -> None:
    """Measure, and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000, help="in the large archive")
    parser.add_argument("--linked", type=int, default=10_000, help="of them linked one by one")
    parser.add_argument("--records", type=Path, help="file of records (JSON Lines) to make it of")
    parser.add_argument("--read", type=int, default=1_000, help="files to read, without --records")
    parser.add_argument("--archive", type=Path, help="keep the large archive here, or take it")
    parser.add_argument("--each", type=int, default=60, help="calls of a question; 0 for none")
    parser.add_argument("--adding", type=int, default=300, help="files to add; 0 for none")
    parser.add_argument("--write", action="store_true", help=f"write the tables into {PAGE.name}")
    options = parser.parse_args()

    def show(line: str) -> None:
        print(line, file=sys.stderr)

    lines = []
    if options.adding:
        lines += [*added(options.adding), ""]
    if options.each:
        with tempfile.TemporaryDirectory() as folder:
            path = options.archive or Path(folder) / "large.db"
            if not path.exists():
                if options.records:
                    texts = options.records.read_text(encoding="utf-8").splitlines()
                    records = told_apart(map(Record.model_validate_json, texts))
                else:
                    records = told_apart(read_records(options.read))
                make(path, records, linked=options.linked, documents=options.documents)
            with open_archive(path, write=False) as archive, archive.reading() as connection:
                count = connection.exec_driver_sql("SELECT count(*) FROM documents").scalar_one()
            lines += [
                f"{count:,} documents; SQLite {sqlite3.sqlite_version}, "
                f"Python {platform.python_version()}",
                "",
            ]
            lines += [*asked(path, options.each, show), "", *sizes(path), ""]
    print("\n".join(lines))
    if options.write:
        before, start, rest = PAGE.read_text(encoding="utf-8").partition(START)
        _, end, after = rest.partition(END)
        PAGE.write_text("\n".join([before + start, *lines[:-1], end + after]), encoding="utf-8")


if __name__ == "__main__":
    main()
