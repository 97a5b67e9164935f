"""``python -m memcon.evaluation.accuracy``: the figures in docs/accuracy.md.

Without ``--write`` it says whether the page is up to date. Sections of corpora that are not at
hand stay as they are, and so do the surveys, which `memcon.evaluation.survey` writes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from memcon.errors import MemconError
from memcon.evaluation import report
from memcon.evaluation.corpora import Measured, measure, present
from memcon.evaluation.page import replace_section
from memcon.evaluation.run import default_read
from memcon.evaluation.tally import Found, Scores, total

PAGE = Path("docs/accuracy.md")
_BY_DOCUMENT = ("content", "statement", "exact", "acts", "commitments", "meetings")


def rendered(page: str, measured: Sequence[Measured]) -> str:
    """Return the page with the figures of these corpora.

    Raises:
        GoldError: the page has no section for one of them.
    """
    for one in measured:
        page = replace_section(page, f"scores-{one.name}", as_markdown(one))
    return page


def as_markdown(measured: Measured) -> str:
    """Return the scores of a corpus as a whole, and the main ones by document."""
    results = measured.results
    count = f"{len(results)} documents" if len(results) != 1 else "1 document"
    lines = [
        f"{count}; texts and annotation `{measured.corpus.digest[:12]}`.",
        "",
        *_whole(total(result.scores for result in results)),
        "",
        "| document | " + " | ".join(_BY_DOCUMENT) + " |",
        "|---|" + "---:|" * len(_BY_DOCUMENT),
    ]
    for result in results:
        values = result.scores.values()
        cells = " | ".join(report.figure(values[name], 2) for name in _BY_DOCUMENT)
        lines.append(f"| {result.id} | {cells} |")
    return "\n".join(lines)


def _whole(scores: Scores) -> list[str]:
    lines = ["| score | value | precision | recall | counted |", "|---|---:|---:|---:|---|"]
    for name, score in scores.items():
        if isinstance(score, Found):
            more = f"{report.figure(score.precision)} | {report.figure(score.recall)}"
            counted = f"{score.matched} of {score.gold}; {score.predicted} read"
        else:
            more, counted = " | ", f"{score.right} of {score.of}"
        lines.append(f"| {name} | {report.figure(score.value)} | {more} | {counted} |")
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    """Check or write the figures in the page of the project in the current folder.

    Returns:
        0, or 1 where the page is out of date or something cannot be read.
    """
    parser = argparse.ArgumentParser(
        prog="python -m memcon.evaluation.accuracy", description=__doc__
    )
    parser.add_argument("--write", action="store_true", help="write the figures into the page")
    arguments = parser.parse_args(argv)
    root = Path.cwd()
    try:
        old = (root / PAGE).read_text(encoding="utf-8")
        new = rendered(old, measure(present(root), default_read))
    except MemconError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if arguments.write:
        (root / PAGE).write_text(new, encoding="utf-8")
        sys.stdout.write(f"{PAGE} written\n")
        return 0
    sys.stdout.write("up to date\n" if new == old else f"{PAGE} is out of date: use --write\n")
    return int(new != old)


if __name__ == "__main__":
    sys.exit(main())
