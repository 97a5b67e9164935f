"""What a large run costs: prints the tables on ``memcon run`` that stand in docs/performance.md.

The documents are those of ``streams.py``, of which two in a hundred tell of diplomacy. Every figure
is a ratio of whole commands in one run of this script, less what the same command takes for a
single document (*start-up apart*), so that models loaded and processes started do not count. Both
are the best of several, since what else a machine does only adds. With several workers seconds on
the clock are compared, which say something only on a machine that does nothing else; with one,
processor time.

``--long`` does one run over many documents as web archives and Parquet, and looks at memory.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from measured import VERSION, Cost, Sample, flat, run, table, write
from streams import ONE_IN, Stream
from streams import write as write_stream

if TYPE_CHECKING:
    from memcon.reading.triage import DocumentTriage

TIMES: Final = 3  # triage alone, and runs over a single document: the best counts
AGAIN: Final = 2  # runs over many
MOST: Final = 4_000  # documents whose triage is timed
PARTS: Final = ("mixed", "triage", "two", "ray")
Rows = list[Sequence[str]]
HEAD: Final = ("what", "figure", "aim")


class Bench:
    """Streams and outputs in one folder, and what runs over a single document cost."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.stream = Stream()
        self._single: dict[tuple[object, ...], tuple[float, float]] = {}

    def files(
        self, documents: int, *, form: str = "jsonl", files: int = 1, stream: Stream | None = None
    ) -> list[Path]:
        """Return files with the first documents of the stream, or another."""
        folder = self.folder / f"{documents}-{form}"
        return write_stream(
            stream or self.stream, folder, form=form, documents=documents, files=files
        )

    def run(
        self,
        paths: Sequence[Path],
        *words: object,
        watch: bool = False,
        output: Path | None = None,
    ) -> Cost:
        """Do a run over files."""
        inputs = [word for path in paths for word in ("--input", path)]
        return run(output or self.folder / "output", *inputs, *words, watch=watch)

    def beyond_start(self, paths: Sequence[Path], *words: object) -> tuple[float, float]:
        """Return seconds on the clock and of processors that a run takes beyond its start."""
        start = self._start(paths, *words)
        wall, cpu = _best([self.run(paths, *words) for _ in range(AGAIN)])
        return wall - start[0], cpu - start[1]

    def _start(self, paths: Sequence[Path], *words: object) -> tuple[float, float]:
        form = "".join(paths[0].suffixes).lstrip(".")
        key = (form, *words)
        if key not in self._single:
            one = [self._one(form)]
            self._single[key] = _best([self.run(one, *words) for _ in range(TIMES)])
        return self._single[key]

    def beside_each_other(self, paths: Sequence[Path], *words: object) -> float:
        """Return seconds on the clock that two separate runs take beyond their start."""
        with ThreadPoolExecutor(2) as pool:
            outputs = (self.folder / f"output-{number}" for number in range(2))
            costs = pool.map(lambda output: self.run(paths, *words, output=output), outputs)
            return max(cost.wall for cost in costs) - self._start(paths, *words)[0]

    def _one(self, form: str) -> Path:
        """Return a file with one document that triage sends on, so that all is loaded for it."""
        everything = Stream(one_in=1)
        number = next(n for n in range(MOST) if self.triage.judge(everything.article(n).text).keep)
        folder = self.folder / "single"
        return write_stream(everything, folder, form=form, documents=1, start=number)[0]

    @cached_property
    def triage(self) -> DocumentTriage:
        """What decides which documents are read."""
        from memcon.knowledge import load_knowledge
        from memcon.reading.triage import DocumentTriage

        return DocumentTriage(load_knowledge())


def _best(costs: Sequence[Cost]) -> tuple[float, float]:
    """Return the least time on the clock and of processors: other work of a machine only adds."""
    return min(one.wall for one in costs), min(one.cpu for one in costs)


def mixed(bench: Bench, documents: int) -> Rows:
    """Compare triage with reading everything."""
    rows: Rows = []
    for form, name in (("jsonl", "JSON Lines"), ("warc.gz", "web archive")):
        paths = bench.files(documents, form=form)
        _, sorted_out = bench.beyond_start(paths, "--jobs", 1)
        _, everything = bench.beyond_start(paths, "--jobs", 1, "--no-triage")
        what = f"reading everything : with triage, {documents:,} documents, {name}"
        rows.append((what, f"{everything / sorted_out:.1f}", "≥ 20"))
        rows.append(
            (
                f"documents a second and core with triage, {name}",
                f"{documents / sorted_out:,.0f}",
                "",
            )
        )
    return rows


def triage(bench: Bench) -> Rows:
    """Time triage by itself, and say what it sends on."""
    judge = bench.triage.judge
    articles = list(bench.stream.articles(0, MOST))
    texts = [one.text for one in articles]
    size = sum(len(text.encode()) for text in texts)
    best = float("inf")
    for _ in range(TIMES):
        start = time.process_time()
        verdicts = [judge(text) for text in texts]
        best = min(best, time.process_time() - start)
    diplomatic = [v.keep for v, one in zip(verdicts, articles, strict=True) if _tells(one.topic)]
    others = [v.keep for v, one in zip(verdicts, articles, strict=True) if not _tells(one.topic)]
    rows: Rows = [
        ("triage alone, MB of text a second and core", f"{size / best / 1e6:,.0f}", "≥ 30"),
        ("sent on: of the diplomatic documents", f"{sum(diplomatic) / len(diplomatic):.0%}", ""),
        ("sent on: of the others", f"{sum(others) / len(others):.1%}", ""),
    ]
    found = real_news()
    if found:
        kept = sum(judge(text).keep for text in found)
        what = f"sent on: of {len(found)} articles of the autumn of 2001, a time of war"
        rows.append((what, f"{kept / len(found):.0%}", ""))
    return rows


def _tells(topic: str) -> bool:
    return topic == "diplomacy"


def real_news() -> list[str]:
    """Return the news articles that gensim ships for its tests, nothing where it is not there.

    Three hundred short articles of a broadcaster, collected by M. Lee and others (2005).
    """
    found = importlib.util.find_spec("gensim")
    if found is None or found.origin is None:
        return []
    path = Path(found.origin).parent / "test" / "test_data" / "lee_background.cor"
    return path.read_text("utf-8", "replace").splitlines() if path.exists() else []


def two(bench: Bench, web: int, diplomatic: int) -> Rows:
    """Compare two workers with one: sifting web pages, and reading diplomatic documents."""
    pages = bench.files(web, form="warc.gz")
    texts = bench.files(diplomatic, stream=Stream(one_in=1))
    rows: Rows = []
    for paths, words, what in (
        (pages, (), f"mixed stream of {web:,} web pages"),
        (texts, ("--no-triage",), f"{diplomatic:,} diplomatic documents"),
    ):
        one, _ = bench.beyond_start(paths, "--jobs", 1, *words)
        both, _ = bench.beyond_start(paths, "--jobs", 2, *words)
        name = f"two workers are so many times as fast as one, {what}"
        rows.append((name, f"{one / both:.2f}", "≥ 1.8"))
        beside = bench.beside_each_other(paths, "--jobs", 1, *words)
        name = "what this machine allows: two separate runs beside each other, the same way"
        rows.append((name, f"{2 * one / beside:.2f}", ""))
    return rows


def ray(bench: Bench, documents: int) -> Rows:
    """Compare Ray with two workers with the local engine with two."""
    what = f"Ray with two workers : two workers here, {documents:,} documents"
    if importlib.util.find_spec("ray") is None:
        return [(what, "Ray is not installed: pip install 'memcon[ray]'", "≤ 1.25")]
    paths = bench.files(documents, files=4)
    words = ("--jobs", 2)
    here, _ = bench.beyond_start(paths, *words)
    cluster, _ = bench.beyond_start(paths, *words, "--engine", "ray")
    return [(what, f"{cluster / here:.2f}", "≤ 1.25")]


def memory(cost: Cost) -> Rows:
    """Say what memory a run took, and whether it grew."""
    rows: Rows = []
    readings: tuple[tuple[str, Callable[[Sample], int], str], ...] = (
        ("driver", lambda one: one.driver, ""),
        ("largest worker", lambda one: one.worker, "< 1,000"),
    )
    for name, value, aim in readings:
        peak = max(map(value, cost.samples)) / 1e6
        rows.append((f"{name}, most memory, MB", f"{peak:,.0f}", aim))
        for stage in ("sift", "read"):
            values = [value(one) for one in cost.stage(stage)]
            what = f"{name}, last quarter of the {stage} stage : its second quarter"
            rows.append((what, f"{flat(values):.2f}", "about 1"))
    return rows


def long(bench: Bench, documents: int, jobs: int) -> Rows:
    """Do one run over many documents, half of them web pages and half rows of Parquet."""
    half = documents // 2
    pages = write_stream(
        bench.stream, bench.folder / "long", form="warc.gz", documents=half, files=10
    )
    rows = write_stream(
        bench.stream, bench.folder / "long", form="parquet", documents=half, start=half, files=10
    )
    cost = bench.run([*pages, *rows], "--jobs", jobs, watch=True)
    size = sum(path.stat().st_size for path in (*pages, *rows))
    report = cost.report
    aside = sum(report["sift"]["aside"].values())
    hours = ", ".join(f"{name} {value:,.0f} s" for name, value in report["seconds"].items())
    return [
        ("documents", f"{cost.documents:,}", ""),
        ("bytes of input, MB as stored", f"{size / 1e6:,.0f}", ""),
        ("set aside by triage", f"{aside / cost.documents:.1%}", ""),
        ("near-duplicates dropped", f"{report['duplicates']:,}", ""),
        ("documents read", f"{cost.read:,}", ""),
        ("rejected", f"{_rejected(report):,}", ""),
        (f"seconds with {jobs} workers", f"{cost.wall:,.0f} ({hours})", ""),
        ("documents a second", f"{cost.documents / cost.wall:,.0f}", ""),
        ("processor seconds a document", f"{cost.cpu / cost.documents:.4f}", ""),
        *memory(cost),
    ]


def _rejected(report: dict[str, dict[str, dict[str, int]]]) -> int:
    return sum(sum(report[stage]["rejects"].values()) for stage in ("sift", "read"))


def main() -> None:
    """Measure, and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--mixed", type=int, default=1_000, help="documents for triage")
    parser.add_argument("--web", type=int, default=6_000, help="web pages for two workers")
    parser.add_argument("--diplomatic", type=int, default=300, help="documents for two workers")
    parser.add_argument("--ray", type=int, default=20_000, help="documents for Ray")
    parser.add_argument("--long", type=int, nargs="?", const=200_000, help="one long run instead")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="of --long")
    parser.add_argument("--folder", type=Path, help="where streams are kept for another time")
    parser.add_argument("--write", action="store_true", help="write the table into the page")
    options = parser.parse_args()
    measures: dict[str, Callable[[Bench], Rows]] = {
        "mixed": lambda bench: mixed(bench, options.mixed),
        "triage": triage,
        "two": lambda bench: two(bench, options.web, options.diplomatic),
        "ray": lambda bench: ray(bench, options.ray),
        "long": lambda bench: long(bench, options.long, options.jobs),
    }
    name = "long run" if options.long else "scale"
    lines = [f"1 in {ONE_IN} documents tells of diplomacy; {VERSION}", "", *table(HEAD, [])]
    print("\n".join(lines))
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench(options.folder or Path(temporary))
        for part in ["long"] if options.long else options.parts:
            found = table(HEAD, measures[part](bench))[2:]
            print("\n".join(found), flush=True)
            lines += found
    if options.write:
        write(name, lines)


if __name__ == "__main__":
    main()
