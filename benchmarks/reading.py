"""What reading costs: ``make bench`` prints the table that stands in docs/performance.md.

Texts are the first readouts of ``../shared/corpus`` if it is there, else ``examples/`` several
times over. Ratios are taken on the same machine in the same run; seconds are for orientation.
The parser is measured as spaCy gives it, with the components that memcon uses. Numeric libraries
get one thread throughout, so that one process does not already use two cores.
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
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is loaded; processes started from here inherit it

from memcon import sources  # noqa: E402
from memcon.reading.parse import BATCH, MODELS  # noqa: E402
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


def stock_parser() -> Any:
    """Return spaCy's own pipeline as published, less the components that memcon leaves out."""
    import spacy

    name = next(name for name in MODELS if importlib.util.find_spec(name) is not None)
    return spacy.load(name, exclude=["ner", "senter"])


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

    model = stock_parser()
    reader = Reader()
    paragraphs = [
        " ".join(one.document.text[block.start : block.end].split())
        for one in taken
        for block in one.document.blocks
        if block.kind in ("paragraph", "headline")
    ]
    drain(reader.read_many(taken[:5]))  # both sides warm
    drain(model.pipe(paragraphs[:50], batch_size=BATCH))
    parses, fulls = [], []
    for _ in range(TIMES):
        parses.append(timed(lambda: drain(model.pipe(paragraphs, batch_size=BATCH))))
        fulls.append(timed(lambda: drain(reader.read_many(taken))))
    parse, full = min(parses), min(fulls)
    rows.append(
        ("full reading : spaCy's own `nlp.pipe` on the same paragraphs", f"{full / parse:.2f}")
    )
    rows.append(("words a second, full reading, one process", f"{count / full:,.0f}"))

    many = files(options.many)
    one, two = (command(many, jobs) for jobs in (1, 2))
    name = f"`memcon read --jobs 2` is so many times as fast as `--jobs 1`, {len(many)} files"
    rows.append((name, f"{one / two:.2f}"))

    text = long_text(paths, options.long)
    took = timed(lambda: reader.read(text))
    rate = words(text) / took
    size = len(text.encode()) / 1e6
    rows.append(
        (
            f"words a second in one document of {size:.1f} MB : in short ones",
            f"{rate * full / count:.2f}",
        )
    )

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rows.append((f"peak memory with that document of {size:.1f} MB, and two models", f"{most} MiB"))
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
