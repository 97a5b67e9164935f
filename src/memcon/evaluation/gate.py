"""``python -m memcon.evaluation.gate``: hold the accuracy, or raise the floors with ``--update``.

Lowering a floor takes ``--allow-lower`` with a reason, which goes into the changelog.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from memcon.errors import MemconError
from memcon.evaluation.corpora import Measured, measure, present
from memcon.evaluation.floors import Lowered, load_floors, problems, raised, save_floors
from memcon.evaluation.run import MakeRead, default_read
from memcon.evaluation.tally import total

FLOORS = Path("tests/gold/floors.json")
CHANGELOG = Path("docs/changelog.md")


def values_of(measured: Measured) -> dict[str, float | None]:
    """Return the scores of a corpus as a whole."""
    return total(result.scores for result in measured.results).values()


def check(root: Path, make_read: MakeRead) -> list[str]:
    """Measure the corpora that are there and return what is under its floor, in words.

    Raises:
        GoldError: a corpus or the floors do not follow the format.
    """
    floors = load_floors(root / FLOORS)
    return [
        problem
        for measured in measure(present(root), make_read)
        for problem in problems(measured.name, measured.corpus.digest, values_of(measured), floors)
    ]


def update(root: Path, make_read: MakeRead, *, reason: str | None = None) -> list[Lowered]:
    """Measure the corpora that are there and pin their scores as the new floors.

    Without a reason nothing is written where a floor would be lowered. The floors of a corpus
    that is not there stay.

    Returns:
        The floors that were lowered, or that kept this from being done.

    Raises:
        GoldError: a corpus or the floors do not follow the format.
    """
    floors = load_floors(root / FLOORS)
    lowered: list[Lowered] = []
    for measured in measure(present(root), make_read):
        floor, some = raised(measured.name, measured.corpus.digest, values_of(measured), floors)
        floors[measured.name] = floor
        lowered += some
    if lowered and not reason:
        return lowered
    save_floors(root / FLOORS, floors)
    if lowered and reason:
        _tell(root / CHANGELOG, lowered, reason)
    return lowered


def _tell(changelog: Path, lowered: Sequence[Lowered], reason: str) -> None:
    """Add the lowered floors and the reason to the newest section of the changelog, its first."""
    page = changelog.read_text(encoding="utf-8") if changelog.exists() else "# Changes\n"
    first = page.find("\n## ")
    second = page.find("\n## ", first + 1) if first >= 0 else -1
    newest, older = (page[:second], page[second:]) if second >= 0 else (page, "")
    line = f"- Accuracy floors lowered ({'; '.join(map(str, lowered))}): {reason}"
    changelog.write_text(f"{newest.rstrip()}\n{line}\n{older}", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Check or update the floors of the project in the current folder.

    Returns:
        0 where all is well; 1 where a score is under its floor or a floor would be lowered
        without a reason.
    """
    parser = argparse.ArgumentParser(prog="python -m memcon.evaluation.gate", description=__doc__)
    parser.add_argument("--update", action="store_true", help="pin the present scores as floors")
    parser.add_argument(
        "--allow-lower", metavar="REASON", help="with --update: why floors may be lowered"
    )
    arguments = parser.parse_args(argv)
    root = Path.cwd()
    try:
        if not arguments.update:
            found = check(root, default_read)
            sys.stdout.write("".join(f"{problem}\n" for problem in found) or "all floors hold\n")
            return int(bool(found))
        lowered = update(root, default_read, reason=arguments.allow_lower)
    except MemconError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for one in lowered:
        sys.stdout.write(f"lower: {one}\n")
    if lowered and not arguments.allow_lower:
        sys.stdout.write('nothing was written; give --allow-lower "REASON" if that is meant\n')
        return 1
    sys.stdout.write(f"{FLOORS} written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
