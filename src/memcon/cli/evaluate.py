"""``memcon evaluate``: how well the reader does on annotated documents."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from memcon.cli.archive_option import ConfigOption
from memcon.cli.exits import Exit
from memcon.cli.reading import ModelOption

EPILOG: Final = """\b
Examples:
  memcon evaluate gold/dev
  memcon evaluate gold/dev --errors | less
  memcon evaluate gold/dev --format json > scores.json"""


class Format(StrEnum):
    """The formats of a report."""

    text = "text"
    json = "json"


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            help="A folder with texts/ and gold/ (and a memcon.toml), or several such folders.",
        ),
    ],
    form: Annotated[
        Format, typer.Option("--format", "-f", help="Format of the report.")
    ] = Format.text,
    errors: Annotated[
        bool, typer.Option("--errors", help="List every miss, extra and difference.")
    ] = False,
    config: ConfigOption = None,
    model: ModelOption = None,
) -> int:
    """Read annotated documents and score the records against the annotation."""
    import json

    from memcon.evaluation import report
    from memcon.evaluation.gold import load
    from memcon.evaluation.run import evaluate as score
    from memcon.evaluation.tally import total
    from memcon.reading.reader import Reader
    from memcon.settings import load_settings

    settings = load_settings(config, overrides={"model": model})
    results = []
    for corpus in load(gold):
        # a gold folder may bring the knowledge its texts need; what the user names comes first
        knowledge = settings.config if config is not None else corpus.knowledge or settings.config
        reader = Reader(knowledge=knowledge, model=settings.model)
        results.extend(score(corpus.documents, reader.read))
    if form is Format.json:
        print(json.dumps(report.as_json(results), ensure_ascii=False, indent=2))
        return Exit.DONE
    if errors:
        print("\n".join(report.errors(result) for result in results), end="\n\n")
    print(report.table(results), end="\n\n")
    print(report.summary(total(result.scores for result in results)))
    return Exit.DONE
