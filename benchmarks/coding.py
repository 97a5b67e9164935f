"""What coding events costs: prints the table that stands in docs/performance.md.

The step is timed inside the reading of the first readouts (as in ``reading.py``) by a clock around
it, against all the rest of the reading; sentences are timed as ``memcon code`` does them, with the
parser's part taken away. Three turns each, and the best counts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from typing import Any, Final
from unittest.mock import patch

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is loaded

from memcon import sources  # noqa: E402
from memcon.reading import assembly  # noqa: E402
from memcon.reading.coding import sentences as lines  # noqa: E402
from memcon.reading.events import read_events  # noqa: E402
from memcon.reading.parse import parse_documents  # noqa: E402
from memcon.reading.reader import Reader  # noqa: E402
from reading import PAGE, ROOT, TIMES, drain, files  # noqa: E402

START, END = "<!-- measured: coding -->", "<!-- end: coding -->"
SENTENCES: Final = ROOT / "tests" / "gold" / "events" / "sentences.jsonl"


class Clock:
    """Adds up the processor time that calls of a function take."""

    def __init__(self, work: Callable[..., Any]):
        self.work = work
        self.spent = 0.0

    def __call__(self, *args: Any, **named: Any) -> Any:
        start = time.process_time()
        result = self.work(*args, **named)
        self.spent += time.process_time() - start
        return result


def share(count: int) -> float:
    """Return the time of the step as a share of the rest of the reading."""
    taken = [taken for path in files(count) for taken in sources.from_path(path)]
    reader = Reader()
    drain(reader.read_many(taken[:5]))
    best = 1.0
    for _ in range(TIMES):
        clock = Clock(read_events)
        with patch.object(assembly, "read_events", clock):
            start = time.process_time()
            drain(reader.read_many(taken))
            total = time.process_time() - start
        best = min(best, clock.spent / (total - clock.spent))
    return best


def rate() -> tuple[int, float]:
    """Return how many sentences there are, and how many are coded a second beyond parsing."""
    texts = [json.loads(line)["text"] for line in SENTENCES.read_text("utf-8").splitlines()]
    coder = lines.SentenceCoder()
    drain(coder.code(texts[:50]))
    best = 0.0
    for _ in range(TIMES):
        parsed = list(parse_documents(map(lines._document, texts), coder._model))
        start = time.process_time()
        for number, one in enumerate(parsed, 1):
            drain(coder._line(number, one))
        best = max(best, len(texts) / (time.process_time() - start))
    return len(texts), best


def main() -> None:
    """Measure, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100, help="documents to read")
    parser.add_argument("--write", action="store_true", help=f"write the table into {PAGE.name}")
    options = parser.parse_args()
    count, sentences = rate()
    table = [
        f"{options.documents} documents, {count} sentences; Python {platform.python_version()}",
        "",
        "| what | figure |",
        "| --- | --- |",
        f"| coding events : the rest of the reading | {share(options.documents):.3f} |",
        f"| sentences coded a second, beyond parsing | {sentences:,.0f} |",
    ]
    print("\n".join(table))
    if options.write:
        before, start, rest = PAGE.read_text(encoding="utf-8").partition(START)
        _, end, after = rest.partition(END)
        PAGE.write_text("\n".join([before + start, *table, end + after]), encoding="utf-8")


if __name__ == "__main__":
    main()
