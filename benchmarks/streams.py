"""Streams of news of which two documents in a hundred tell of diplomacy.

Those two are of the corpus beside the project if it is there, else of ``examples/``, told again
with other words when there are not enough (``varied``). Of the other ninety-eight, four in five are
news of our own making, with real vocabulary (``newsroom``), and one in five is prose of the
documentation that installed packages ship (``manuals``). The same seed gives the same stream.

As a command it writes streams as files of any kind that ``memcon run`` takes, in bounded memory:
``python benchmarks/streams.py build/streams --documents 100000 --form warc.gz --files 10``.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, Final

import manuals
import pages
from newsroom import Article, Newsroom
from varied import Diplomacy

ONE_IN: Final = 50  # documents one is of diplomacy
MANUALS: Final = 0.2  # of the others
ROWS: Final = 2_000  # of a row group of Parquet
COLUMNS: Final = ("url", "title", "published", "publisher", "text")


class Stream:
    """Documents by number, of which one in ``one_in`` tells of diplomacy."""

    def __init__(self, seed: int = 1, *, one_in: int = ONE_IN):
        self.seed = seed
        self.one_in = one_in
        self.news = Newsroom(seed)
        self.diplomacy = Diplomacy(seed)

    def article(self, number: int) -> Article:
        """Return a document by its number."""
        turn, place = divmod(number, self.one_in)
        if place == random.Random(f"{self.seed} place {turn}").randrange(self.one_in):
            return self.diplomacy.article(turn)
        if random.Random(f"{self.seed} kind {number}").random() < MANUALS:
            return manuals.article(self.seed, number)
        return self.news.article(number)

    def articles(self, start: int, end: int) -> Iterator[Article]:
        """Yield the documents from a number to another."""
        return map(self.article, range(start, end))


def rows(articles: Iterable[Article]) -> Iterator[dict[str, str]]:
    """Yield articles as rows of a table, the text with its headline."""
    for one in articles:
        yield {name: getattr(one, name) for name in COLUMNS}


def write_jsonl(articles: Iterable[Article], path: Path) -> None:
    """Write a file of JSON Lines, compressed if its name ends so."""
    with ExitStack() as stack:
        file: Any = stack.enter_context(path.open("wb"))
        if path.suffix == ".gz":
            file = stack.enter_context(gzip.open(file, "wb"))
        elif path.suffix == ".zst":
            import zstandard

            file = stack.enter_context(zstandard.ZstdCompressor().stream_writer(file))
        for row in rows(articles):
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def write_csv(articles: Iterable[Article], path: Path) -> None:
    """Write a file of comma-separated values with a line of names."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows(articles))


def write_parquet(articles: Iterable[Article], path: Path) -> None:
    """Write a Parquet file."""
    import pyarrow  # type: ignore[import-untyped]
    import pyarrow.parquet  # type: ignore[import-untyped]

    schema = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS])
    some = rows(articles)
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as table:
        while group := list(islice(some, ROWS)):
            table.write_table(pyarrow.Table.from_pylist(group, schema), row_group_size=ROWS)


def write_warc(articles: Iterable[Article], path: Path, *, size: int = pages.LIGHT) -> None:
    """Write a WARC of web pages of about ``size`` bytes, each compressed by itself.

    As Common Crawl News has it: what the crawl was, then a request and its response by turns.
    """
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    asked = StatusAndHeaders("GET / HTTP/1.1", [("User-Agent", "newsbot")], is_http_request=True)
    fields = [("Content-Type", "text/html; charset=utf-8")]
    with path.open("wb") as file:
        writer: Any = WARCWriter(file, gzip=path.suffix != ".warc")
        writer.write_record(
            writer.create_warcinfo_record(path.name, {"software": "memcon benchmarks"})
        )

        def put(kind: str, one: Article, body: bytes, http: StatusAndHeaders, number: int) -> None:
            with BytesIO(body) as stream:
                record = writer.create_warc_record(
                    one.url,
                    kind,
                    payload=stream,
                    length=len(body),
                    http_headers=http,
                    warc_headers_dict={
                        "WARC-Date": f"{one.published}T09:00:00Z",
                        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
                    },
                )
                writer.write_record(record)

        for number, one in enumerate(articles):
            put("request", one, b"", asked, 2 * number)
            answered = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
            put("response", one, pages.page(one, size), answered, 2 * number + 1)


WRITERS: Final[dict[str, Callable[..., None]]] = {
    "jsonl": write_jsonl,
    "jsonl.gz": write_jsonl,
    "jsonl.zst": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
    "warc": write_warc,
    "warc.gz": write_warc,
}


def write(
    stream: Stream,
    folder: Path,
    *,
    form: str,
    documents: int,
    start: int = 0,
    files: int = 1,
    page: int = pages.LIGHT,
) -> list[Path]:
    """Write documents of a stream as files of a form, unless they are there already.

    Returns:
        The files, whose names tell what is in them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    named = {"size": page} if form.startswith("warc") else {}
    found: list[Path] = []
    for number in range(files):
        first = start + documents * number // files
        last = start + documents * (number + 1) // files
        weight = f"-{page}" if named else ""
        path = folder / f"stream-{stream.seed}-{stream.one_in}{weight}-{first:07}-{last:07}.{form}"
        if not path.exists():
            part = path.with_name(f"part-{path.name}")
            WRITERS[form](stream.articles(first, last), part, **named)
            part.rename(path)
        found.append(path)
    return found


def alike(articles: Iterable[Article], *, least: float = 0.7) -> tuple[int, int]:
    """Return how many documents there are, and how many pairs are at least so similar.

    Similar as the share of common five-word sequences (Jaccard), estimated by MinHash.
    """
    from rensa import RMinHash, RMinHashLSH

    slots, bands = 128, 32
    index = RMinHashLSH(threshold=least, num_perm=slots, num_bands=bands)
    made: list[Any] = []
    pairs = 0
    for number, one in enumerate(articles):
        words = one.text.lower().split()
        sketch = RMinHash(num_perm=slots, seed=1)
        sketch.update([" ".join(words[at : at + 5]) for at in range(max(1, len(words) - 4))])
        pairs += sum(made[other].jaccard(sketch) >= least for other in index.query(sketch))
        index.insert(number, sketch)
        made.append(sketch)
    return len(made), pairs


def main() -> None:
    """Write streams, or say how many documents of one are alike."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--start", type=int, default=0, help="number of the first document")
    parser.add_argument("--form", choices=WRITERS, default="jsonl")
    parser.add_argument("--files", type=int, default=1, help="files to spread them over")
    parser.add_argument("--one-in", type=int, default=ONE_IN, help="1: all tell of diplomacy")
    parser.add_argument("--page", type=int, default=pages.LIGHT, help="bytes of a page of a WARC")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alike", action="store_true", help="count near-duplicates instead")
    options = parser.parse_args()
    stream = Stream(options.seed, one_in=options.one_in)
    if options.alike:
        end = options.start + options.documents
        count, pairs = alike(stream.articles(options.start, end))
        print(f"{count} documents, {pairs} pairs of Jaccard similarity 0.7 or more")
        return
    for path in write(
        stream,
        options.folder,
        form=options.form,
        documents=options.documents,
        start=options.start,
        files=options.files,
        page=options.page,
    ):
        print(path)


if __name__ == "__main__":
    main()
