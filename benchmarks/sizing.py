"""How long a run takes on which machines: the tables of docs/operations.md, from measurements.

Four figures are measured here, unless they are given: what it costs to sift a gigabyte of web
archive whose pages weigh what those of Common Crawl News do, what it costs to read a diplomatic
document, what the output takes of it, and what a worker and the driver need of memory. How much
there is to read in a day is what others published; where nobody did, it is an assumption, and both
are options:

- a file of Common Crawl News has 1.0727 GB (listing in commoncrawl/news-crawl, issue 46), and 88 of
  them came from 1 to 5 June 2021: 18.4 a day, 19.8 GB; 25 TiB were there in September 2022 after
  six years (issue 48);
- they hold some 380,000 articles a day: 34,984,924 from March to May 2024 (FineNews, a data set on
  Hugging Face, after a filter by address), 1.35 billion from August 2016 to 2026 (Infini-News,
  arXiv 2605.18337);
- that half of them are in English, and which share is sent on to reading, are assumptions.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pages
from measured import ROOT, VERSION, Cost, run, table, write
from streams import Stream
from streams import write as write_stream

PAGE: Final = ROOT / "docs" / "operations.md"
DAY_GB: Final = 19.8
DAY_PAGES: Final = 380_000
ENGLISH: Final = 0.5
SENT_ON: Final = (0.02, 0.05, 0.2)
CORES: Final = (4, 16, 64)
NONE: Final = 10**9  # one document in so many tells of diplomacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured.

    ``sift`` are core-seconds a gigabyte of input as stored, ``read`` core-seconds a document,
    ``output`` bytes of tables a document read, ``worker`` bytes of memory a worker needs at most,
    ``driver`` the same of the driver beside what it keeps, ``kept`` bytes that the driver keeps of
    a document sent on (``sizes, wheres, signatures``).
    """

    sift: float
    read: float
    output: float
    worker: float
    driver: float
    kept: float


def measure(folder: Path, *, web: int, diplomatic: int) -> Figures:
    """Measure with so many pages and so many diplomatic documents.

    Processor time counts, less what the same command takes for one document.
    """
    none, all_ = Stream(one_in=NONE), Stream(one_in=1)

    def made(stream: Stream, form: str, documents: int) -> Path:
        return write_stream(stream, folder, form=form, documents=documents, page=pages.HEAVY)[0]

    def done(path: Path, *words: object, watch: bool = False) -> Cost:
        return run(folder / "output", "--input", path, "--jobs", 1, *words, watch=watch)

    single, many = made(none, "warc.gz", 1), made(none, "warc.gz", web)
    sift = done(many, "--duplicates", "keep").cpu - done(single, "--duplicates", "keep").cpu
    gigabytes = (many.stat().st_size - single.stat().st_size) / 1e9
    first = done(made(all_, "jsonl", 1), "--no-triage")
    rest = done(made(all_, "jsonl", diplomatic), watch=True)
    output = folder / "output"
    size = sum(one.stat().st_size for one in output.rglob("*") if one.suffix == ".parquet")
    return Figures(
        sift=sift / gigabytes,
        read=(rest.cpu - first.cpu) / max(rest.read - 1, 1),
        output=size / rest.read,
        worker=max(one.worker for one in rest.samples),
        driver=max(one.driver for one in rest.samples),
        kept=kept(),
    )


def kept(documents: int = 50_000) -> float:
    """Return the bytes that the driver needs for each document sent on, while it matches them."""
    from memcon.scale.duplicates import Signature, match

    draw = random.Random(0)
    before = _rss()
    wheres = [f"s3://bucket/crawl-data/news-{n:09}.warc.gz#{n}" for n in range(documents)]
    places = [(f"{n:06}-{n:06}", n, n) for n in range(documents)]
    signatures = [
        Signature(
            document=f"doc:{n:016x}",
            values=draw.randbytes(256),
            shingles=400,
            day=n,
            names=draw.randbytes(40),
        )
        for n in range(documents)
    ]
    match(signatures)
    grown = _rss() - before
    del wheres, places, signatures  # held until here, as the driver does
    return grown / documents


def _rss() -> int:
    """Return the most memory that this process has held, in bytes."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What there is to do: gigabytes as stored, and documents to read."""

    name: str
    gigabytes: float
    documents: float


def hours(load: Load, figures: Figures) -> tuple[float, float]:
    """Return the core-hours of sifting and of reading."""
    return load.gigabytes * figures.sift / 3600, load.documents * figures.read / 3600


def clock(hours: float) -> str:
    """Return a time as people say it."""
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"


def size(amount: float) -> str:
    """Return bytes as people say them."""
    for unit, name in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB")):
        if amount >= unit:
            return f"{amount / unit:,.1f} {name}"
    return f"{amount / 1e3:,.0f} kB"


def lines(figures: Figures, options: argparse.Namespace) -> list[str]:
    """Return the tables."""
    measured = [
        ("sifting a gigabyte of web archive as stored", f"{figures.sift:,.0f} core-seconds"),
        ("reading a diplomatic document", f"{figures.read:.3f} core-seconds"),
        ("tables a document read takes", size(figures.output)),
        ("memory of a worker, at most", size(figures.worker)),
        ("memory of the driver, with few documents", size(figures.driver)),
        ("the same, more for each document sent on", f"{figures.kept:,.0f} bytes"),
    ]
    rows: list[list[str]] = []
    for name, days in (("a day", 1), ("a year", 365)):
        for share in SENT_ON:
            load = Load(
                name=name,
                gigabytes=days * options.gigabytes,
                documents=days * options.pages * options.english * share,
            )
            sift, read = hours(load, figures)
            times = [clock((sift + read) / cores / options.efficiency) for cores in CORES]
            row = [f"{name}, {share:.0%} sent on", size(load.gigabytes * 1e9)]
            row += [f"{load.documents:,.0f}", f"{sift:,.1f}", f"{read:,.1f}", *times]
            memory = figures.driver + load.documents * figures.kept
            rows.append([*row, size(memory), size(load.documents * figures.output)])
    head = ["Common Crawl News", "input", "documents read", "core-hours, sift"]
    head += ["core-hours, read", *(f"{cores} cores" for cores in CORES), "driver", "output"]
    return [
        f"Measured with one worker, as processor time, start-up apart; {VERSION}.",
        "",
        *table(("what", "figure"), measured),
        "",
        *table(head, rows),
    ]


def main() -> None:
    """Measure what is not given, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--web", type=int, default=400, help="web pages to measure with")
    parser.add_argument("--diplomatic", type=int, default=100, help="documents to measure with")
    parser.add_argument("--gigabytes", type=float, default=DAY_GB, help="of a day, as stored")
    parser.add_argument("--pages", type=int, default=DAY_PAGES, help="articles of a day")
    parser.add_argument("--english", type=float, default=ENGLISH, help="share in English")
    parser.add_argument(
        "--efficiency", type=float, default=0.9, help="speed of n workers : n times that of one"
    )
    for name in Figures.__dataclass_fields__:
        parser.add_argument(f"--{name}", type=float, help="as measured before; all or none")
    parser.add_argument("--write", action="store_true", help="write the tables into the page")
    options = parser.parse_args()
    given = {name: getattr(options, name) for name in Figures.__dataclass_fields__}
    if None in given.values():
        with tempfile.TemporaryDirectory() as folder:
            given_figures = measure(Path(folder), web=options.web, diplomatic=options.diplomatic)
    else:
        given_figures = Figures(**given)
    print(given_figures)
    text = lines(given_figures, options)
    print("\n".join(text))
    if options.write:
        write("sizing", text, page=PAGE)


if __name__ == "__main__":
    main()
