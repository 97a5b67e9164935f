"""``memcon reread``: read the kept texts anew."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Final

import typer

from memcon.cli.add import JsonOption
from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.exits import Exit, complain
from memcon.cli.progress import counted
from memcon.cli.reading import JobsOption, ModelOption, reader_options

if TYPE_CHECKING:
    from memcon.scale.rereading import Reread


EPILOG: Final = """\b
Examples:
  memcon reread
  memcon reread --all --jobs 2
  memcon reread --json > changes.jsonl

\b
Without --all, what this release with this model has read already is left alone. Reviews and
assessments stay in force: they are tied to the words they were about. With --json, one line a
document with how many findings it had and has:
  {"document": "doc:…", "outcome": "changed", "statements": [12, 13], …}"""


def reread(
    context: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help="Read also what this release has read already.")
    ] = False,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    model: ModelOption = None,
) -> int:
    """Read the kept texts anew with the present reader, and report what has changed."""
    from memcon.archive import open_archive
    from memcon.archive.linker import link
    from memcon.scale import rereading

    settings = settings_of(
        context, config=config, archive=archive, overrides={"jobs": jobs, "model": model}
    )
    options = reader_options(settings)
    outcomes: Counter[str] = Counter()
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    with open_archive(settings.archive) as opened:
        keys = rereading.outdated(opened, options=options, everything=everything)
        read = rereading.reread(opened, keys, options=options, jobs=settings.jobs)
        with closing(read), counted("Reading", len(keys)) as advance:
            for one in read:
                outcomes[one.outcome] += 1
                for name, (was, is_now) in one.counts.items():
                    before[name] += was
                    after[name] += is_now
                _tell(one, as_json)
                advance(1)
        link(opened)
    if as_json:
        print(json.dumps({"summary": dict(sorted(outcomes.items()))}))
    else:
        print(
            f"{sum(outcomes.values()):,} documents read anew: {outcomes['changed']:,} changed, "
            f"{outcomes['same']:,} as before, {outcomes['rejected']:,} rejected"
        )
        for name in before:
            print(f"  {name}: {before[name]:,} before, {after[name]:,} now")
    return Exit.SOME_REJECTED if outcomes["rejected"] else Exit.DONE


def _tell(one: Reread, as_json: bool) -> None:
    if one.outcome == "rejected":
        complain(f"{one.document}: {one.reason}; the old record is kept")
    changed = {name: counts for name, counts in one.counts.items() if counts[0] != counts[1]}
    if as_json:
        values = {"document": one.document, "title": one.title, "outcome": one.outcome}
        print(json.dumps({**values, **one.counts}, ensure_ascii=False), flush=True)
    elif one.outcome == "changed":
        told = ", ".join(f"{name} {was} → {now}" for name, (was, now) in changed.items())
        print(f"{one.document}: {told or 'other values'} ({one.title})")
