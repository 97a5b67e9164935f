"""What reading costs: ``make bench`` prints the table that stands in docs/performance.md.

Texts are the first readouts of ``../shared/corpus`` if it is there, else ``examples/`` several
times over. Ratios are taken on the same machine in the same run; seconds are for orientation.
The parser is measured as spaCy gives it, with the components that memcon uses, and with its default
components over the documents as they are. Numeric libraries get one thread throughout, so that one
process does not already use two cores. What runs in this process is measured in processor time, by
turns, so that other work on the machine disturbs little; commands from start to exit.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is loaded; processes started from here inherit it

from memcon import sources  # noqa: E402
from memcon.reading.parse import MODELS  # noqa: E402
from memcon.reading.parser import BATCH  # noqa: E402
from memcon.reading.reader import Reader  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "whitehouse"
TIMES = 3  # the parser and the reader take turns, and the best time of each counts
PAGE = ROOT / "docs" / "performance.md"
START, END = "<!-- measured -->", "<!-- end -->"
# What a process needs at its peak, said by itself. Not ru_maxrss, which on Linux a process inherits
# from the one that started it.
PEAK = """
import sys
from pathlib import Path
from memcon.scale.local import Input, ReaderOptions, read_files
paths = [Path(line) for line in sys.stdin.read().splitlines()]
inputs = [Input(where=str(path), path=path) for path in paths]
for outcome in read_files(inputs, options=ReaderOptions()):
    assert outcome.rejected is None, outcome
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


def stock_parser(*, exclude: tuple[str, ...] = ("ner", "senter")) -> Any:
    """Return spaCy's own pipeline as published, less the components that memcon leaves out."""
    import spacy

    name = next(name for name in MODELS if importlib.util.find_spec(name) is not None)
    return spacy.load(name, exclude=list(exclude))


def files(count: int) -> list[Path]:
    """Return that many files to read, the same ones every time."""
    folder, pattern = (CORPUS, "*.md") if CORPUS.is_dir() else (ROOT / "examples", "*.txt")
    found = sorted(folder.glob(pattern))
    return list(islice(cycle(found), count))


def timed(work: Callable[[], Any]) -> float:
    """Return the seconds that something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def worked(work: Callable[[], Any]) -> float:
    """Return the seconds of processor time that something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def by_turns(works: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Return the least processor time of each work over some rounds, after one to warm up."""
    times = [{name: worked(work) for name, work in works.items()} for _ in range(TIMES + 1)]
    return {name: min(one[name] for one in times[1:]) for name in works}


def drain(items: Iterator[Any]) -> None:
    """Use up an iterator."""
    for _ in items:
        pass


def words(text: str) -> int:
    """Return the number of words, as runs without white space."""
    return len(text.split())


def peak(paths: list[Path]) -> int:
    """Return the peak memory in MiB of a process that reads files."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK],
        input="\n".join(map(str, paths)),
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def command(paths: list[Path], jobs: int) -> float:
    """Return the seconds that ``memcon read`` takes for files, from start to exit."""
    words = ["-m", "memcon", "read", *map(str, paths), "-f", "jsonl", "--jobs", str(jobs)]
    return timed(
        lambda: subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
    )


def start_up(words: list[str], times: int = 9) -> float:
    """Return the median seconds of a command from start to exit."""
    line = [sys.executable, "-m", "memcon", *words]
    return median(
        timed(lambda: subprocess.run(line, stdout=subprocess.DEVNULL, check=True))
        for _ in range(times)
    )


def long_text(paths: list[Path], size: int) -> str:
    """Return one plain text of about ``size`` bytes: the paragraphs of the files, repeated."""
    parts = []
    for taken in (taken for path in paths for taken in sources.from_path(path)):
        text = taken.document.text
        parts += [
            " ".join(text[block.start : block.end].split())
            for block in taken.document.blocks
            if block.kind == "paragraph"
        ]
    out: list[str] = []
    length = 0
    for part in cycle(parts):
        out.append(part)
        length += len(part.encode()) + 2
        if length >= size:
            return "\n\n".join(out)
    return ""


def main() -> None:
    """Measure, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100, help="short documents to read")
    parser.add_argument("--many", type=int, default=600, help="files for one and two processes")
    parser.add_argument("--long", type=int, default=2_000_000, help="bytes of the long document")
    parser.add_argument("--write", action="store_true", help=f"write the table into {PAGE.name}")
    options = parser.parse_args()

    paths = files(options.documents)
    taken = [taken for path in paths for taken in sources.from_path(path)]
    count = sum(words(one.document.text) for one in taken)
    rows: list[tuple[str, str]] = []

    model, default = stock_parser(), stock_parser(exclude=())
    reader, thorough = Reader(), Reader(every_sentence=True)
    texts = [one.document.text for one in taken]
    paragraphs = [
        " ".join(one.document.text[block.start : block.end].split())
        for one in taken
        for block in one.document.blocks
        if block.kind in ("paragraph", "headline")
    ]
    least = by_turns(
        {
            "parser": lambda: drain(model.pipe(paragraphs, batch_size=BATCH)),
            "default": lambda: drain(default.pipe(texts)),
            "thorough": lambda: drain(thorough.read_many(taken)),
            "reader": lambda: drain(reader.read_many(taken)),
        }
    )
    full = least["reader"]
    name = "spaCy's own `nlp.pipe` on the same paragraphs"
    rows.append((f"full reading : {name}", f"{full / least['parser']:.2f}"))
    name = f"full reading, every sentence parsed, : {name}"
    rows.append((name, f"{least['thorough'] / least['parser']:.2f}"))
    name = "so many times as fast as spaCy's default `nlp.pipe` over the documents"
    rows.append((f"full reading is {name}", f"{least['default'] / full:.2f}"))
    name = f"full reading, every sentence parsed, is {name}"
    rows.append((name, f"{least['default'] / least['thorough']:.2f}"))
    rows.append(("words a second, full reading, one process", f"{count / full:,.0f}"))

    rows.append(("`memcon --help`, median", f"{start_up(['--help']):.2f} s"))
    short = str(min(paths, key=lambda path: path.stat().st_size))
    rows.append(("`memcon read` of one short file, median", f"{start_up(['read', short]):.2f} s"))

    many = files(options.many)
    one, two = (command(many, jobs) for jobs in (1, 2))
    name = f"`memcon read --jobs 2` is so many times as fast as `--jobs 1`, {len(many)} files"
    rows.append((name, f"{one / two:.2f}"))

    text = long_text(paths, options.long)
    took = worked(lambda: reader.read(text))
    rate = words(text) / took
    size = len(text.encode()) / 1e6
    rows.append(
        (
            f"words a second in one document of {size:.1f} MB : in short ones",
            f"{rate * full / count:.2f}",
        )
    )

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rows.append(("peak memory with that document and four models", f"{most} MiB"))
    rows.append((f"peak memory, {len(paths)} short files, one process", f"{peak(paths)} MiB"))
    rows.append(
        (f"peak memory, {len(paths) // 4} of them", f"{peak(paths[: len(paths) // 4])} MiB")
    )

    table = [
        f"{len(taken)} documents, {count:,} words; Python {platform.python_version()}",
        "",
        "| what | figure |",
        "| --- | --- |",
        *(f"| {name} | {figure} |" for name, figure in rows),
    ]
    print("\n".join(table))
    if options.write:
        before, start, rest = PAGE.read_text(encoding="utf-8").partition(START)
        _, end, after = rest.partition(END)
        lines = [before + start, *table, end + after]
        PAGE.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
