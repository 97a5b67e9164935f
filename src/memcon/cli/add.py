"""``memcon add``: documents into an archive."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Final

import typer

from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.clock import now
from memcon.cli.exits import Exit, complain
from memcon.cli.progress import counted
from memcon.cli.reading import (
    JobsOption,
    ModelOption,
    make_fetcher,
    reader_options,
    source_suffixes,
)

if TYPE_CHECKING:
    from memcon.archive import Archive
    from memcon.scale.adding import Added, Arrival
    from memcon.settings import Settings

_OUTCOMES: Final = ("added", "changed", "known", "unchanged", "listed", "rejected")
_WORDS: Final = {
    "added": "added",
    "changed": "changed",
    "known": "known already",
    "unchanged": "unchanged",
    "listed": "feeds",
    "rejected": "rejected",
}

EPILOG: Final = """\b
Examples:
  memcon add readouts/
  memcon add readouts/ 'feeds/*.xml' --jobs 4
  memcon add https://example.org/readouts/feed
  curl -s https://example.org/readout | memcon add -
  memcon add --retry-rejects
  memcon add s3://readouts/2026-11      # the output of memcon run
  memcon --archive postgresql+psycopg://me@db/memcon add readouts/

\b
The same again changes nothing; a page whose text has changed becomes a new version, and the old
one is kept. What cannot be read goes to the rejects (memcon rejects). An interrupted run is taken
up by running the same again.

\b
The output of memcon run is taken in as it was read: its texts are not read again, and its rejects
become those of the archive. A run that is not finished is refused.

\b
With --json, one line a document as soon as it is stored, and a last line with the counts:
  {"where": …, "outcome": "added", "document": "doc:…", "title": …}
Outcomes: added, changed (a new version), known (a text that is there already), unchanged (the same
bytes as last time), listed (a feed whose pages were fetched), rejected."""

JsonOption = Annotated[bool, typer.Option("--json", help="Write one line of JSON a document.")]


def add(
    context: typer.Context,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH|URL]...",
            help="Files, folders, quoted patterns, pages, feeds, outputs of memcon run; "
            "- is standard input.",
            show_default=False,
        ),
    ] = None,
    retry_rejects: Annotated[
        bool, typer.Option("--retry-rejects", help="Try again what could not be read.")
    ] = False,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    model: ModelOption = None,
) -> int:
    """Read documents and store them in an archive, which is made if there is none.

    Pages and feeds are fetched politely: robots.txt is respected, and addresses that are not on
    the public internet are refused.
    """
    if not inputs and not retry_rejects:
        raise typer.BadParameter("give a path or an address, or --retry-rejects")
    settings = settings_of(
        context, config=config, archive=archive, overrides={"jobs": jobs, "model": model}
    )
    return add_from(settings, inputs or (), retry_rejects=retry_rejects, as_json=as_json)


def add_from(
    settings: Settings, inputs: Sequence[str], *, retry_rejects: bool = False, as_json: bool
) -> int:
    """Add what the inputs name, and on demand the rejects, to the archive of the settings.

    Returns:
        The exit code.
    """
    from memcon.archive import open_archive
    from memcon.scale.arrivals import Arrivals, kept_rejects, rejected_places
    from memcon.scale.taking_in import TakingIn, outputs_among

    with open_archive(settings.archive, create=True) as opened:
        outputs, places = outputs_among(
            [*inputs, *(rejected_places(opened) if retry_rejects else ())]
        )
        arrivals = Arrivals(
            places,
            archive=opened,
            fetcher=lambda: make_fetcher(settings),
            stdin=sys.stdin.buffer.read,
            now=now,
            max_bytes=settings.max_bytes,
            suffixes=source_suffixes(settings),
        )
        kept = list(kept_rejects(opened)) if retry_rejects else []
        taking_in = TakingIn(opened, outputs, now=now)
        total = arrivals.total + len(kept) + taking_in.total
        return _run(opened, settings, chain(arrivals, kept), taking_in, total, as_json)


def _run(
    archive: Archive,
    settings: Settings,
    arrivals: Iterable[Arrival],
    taking_in: Iterable[Added],
    total: int,
    as_json: bool,
) -> int:
    """Add what arrives, take in what was read elsewhere, link it, and say what became of it."""
    from memcon.archive.linker import link
    from memcon.scale.adding import add as adding

    options = reader_options(settings)
    counts: Counter[str] = Counter()
    added = adding(archive, arrivals, options=options, now=now, jobs=settings.jobs)
    try:
        with closing(added), counted("Adding", total) as advance:
            for one in chain(added, taking_in):
                counts[one.outcome] += 1
                _tell(one, as_json)
                if one.last:
                    advance(1)
    except KeyboardInterrupt:
        complain(f"stored before the interruption: {_sentence(counts)}")
        raise
    linked = link(archive)
    if as_json:
        summary = {name: counts[name] for name in _OUTCOMES}
        print(json.dumps({"summary": {**summary, "linked": linked.documents}}), flush=True)
    else:
        print(f"{_sentence(counts)}; {settings.archive}")
    if not counts["rejected"]:
        return Exit.DONE
    stored = sum(counts.values()) > counts["rejected"]
    return Exit.SOME_REJECTED if stored else Exit.NOTHING_READ


def _tell(one: Added, as_json: bool) -> None:
    if one.outcome == "rejected":
        complain(f"{one.where}: {one.reason}")
    if as_json:
        values = {
            "where": one.where,
            "outcome": one.outcome,
            "document": one.document,
            "title": one.title,
            "reason": one.reason,
        }
        shown = {name: value for name, value in values.items() if value is not None}
        # Flushed: what was printed is stored, whatever happens to this process.
        print(json.dumps(shown, ensure_ascii=False), flush=True)


def _sentence(counts: Counter[str]) -> str:
    told = [f"{counts[name]:,} {_WORDS[name]}" for name in _OUTCOMES if counts[name]]
    return ", ".join(told) or "nothing to add"
