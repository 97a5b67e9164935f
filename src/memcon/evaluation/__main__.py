"""``python -m memcon.evaluation GOLD [--errors] [--json] [--only NAME]``: score the reader."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from memcon.errors import MemconError
from memcon.evaluation import report
from memcon.evaluation.gold import load
from memcon.evaluation.run import default_read, evaluate
from memcon.evaluation.tally import total


def main(argv: Sequence[str] | None = None) -> int:
    """Print the scores of the reader on a gold folder.

    Returns:
        0, or 1 where the folder or a text cannot be read.
    """
    parser = argparse.ArgumentParser(prog="python -m memcon.evaluation", description=__doc__)
    parser.add_argument("gold", type=Path, help="folder with texts/ and gold/, or of such folders")
    parser.add_argument("--errors", action="store_true", help="list every miss, extra, difference")
    parser.add_argument("--json", action="store_true", help="print scores and findings as JSON")
    parser.add_argument("--only", help="documents whose name contains this")
    arguments = parser.parse_args(argv)
    try:
        corpora = load(arguments.gold)
        results = [
            result
            for corpus in corpora
            for result in evaluate(
                (one for one in corpus.documents if (arguments.only or "") in one.id),
                default_read(corpus.knowledge),
            )
        ]
    except MemconError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if arguments.json:
        data = report.as_json(results)
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return 0
    if arguments.errors:
        sys.stdout.write("\n".join(report.errors(result) for result in results) + "\n\n")
    sys.stdout.write(report.table(results) + "\n\n")
    sys.stdout.write(report.summary(total(result.scores for result in results)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
