"""``memcon run``: many documents in, tables or records out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from memcon.cli.archive_option import ConfigOption
from memcon.cli.exits import Exit
from memcon.cli.reading import ModelOption, reader_options

if TYPE_CHECKING:
    from memcon.scale.report import Progress


EPILOG: Final = """\b
Examples:
  memcon run --input articles.jsonl.gz --output tables --jobs 2
  memcon run -i 'news/*.warc.gz' -o s3://bucket/records --format jsonl --jobs 16
  memcon run -i s3://bucket/articles/ -o s3://bucket/tables --engine ray --address auto
  memcon run -i table.csv -o tables --column text=body --column published=day
  memcon add tables

\b
Inputs are folders, patterns and files, here or at s3:// addresses: JSON Lines, CSV, Parquet, WARC,
and documents as memcon read takes them; each as it is or compressed. Columns that a table may have:
text or html, title, url, published, publisher, language; common names of them are known.

\b
Documents that do not speak of diplomacy are set aside before they are read, and so are sentences
that can yield nothing (docs/triage.md); --no-triage reads everything.
A run that was interrupted is started again with the same words, and does what is missing.
Credentials of a storage come from the environment (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL ...).
The extra s3 opens s3:// addresses, the extra ray brings Ray: pip install 'memcon[s3,ray]'."""


class Form(StrEnum):
    """The formats of an output."""

    parquet = "parquet"
    jsonl = "jsonl"


class Engine(StrEnum):
    """What does the work."""

    local = "local"
    ray = "ray"


class KindName(StrEnum):
    """The kinds of input."""

    files = "files"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    warc = "warc"


class Treatment(StrEnum):
    """What becomes of documents that repeat an earlier one."""

    drop = "drop"
    mark = "mark"
    keep = "keep"


def run(
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="PLACE",
            help="The folder or address for the output: new, empty, or of the same run.",
            show_default=False,
        ),
    ],
    places: Annotated[
        list[str] | None,
        typer.Argument(metavar="PLACE", help="Inputs, as with --input.", show_default=False),
    ] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Option(
            "--input",
            "-i",
            metavar="PLACE",
            help="A file, folder, pattern or address; may be given several times.",
        ),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", "-f", help="Parquet tables, or JSON Lines of records.")
    ] = Form.parquet,
    engine: Annotated[
        Engine, typer.Option("--engine", help="Processes on this machine, or Ray.")
    ] = Engine.local,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            metavar="ADDRESS",
            help="With --engine ray: the cluster, as auto or HOST:6379.",
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            metavar="N",
            min=1,
            help="Workers, each with a model of its own; on a cluster the most that there may be."
            "  [default: as many as there are processors]",
        ),
    ] = None,
    no_triage: Annotated[
        bool, typer.Option("--no-triage", help="Read every document and every sentence.")
    ] = False,
    duplicates: Annotated[
        Treatment,
        typer.Option(
            "--duplicates",
            help="Documents that repeat an earlier one: drop, read and mark, or do not look.",
        ),
    ] = Treatment.drop,
    kind: Annotated[
        KindName | None,
        typer.Option("--kind", help="What the inputs are.  [default: told by what is in them]"),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="FIELD=NAME",
            help="The column that holds a field; may be given several times.",
        ),
    ] = None,
    delimiter: Annotated[
        str | None, typer.Option("--delimiter", metavar="CHARACTER", help="Of CSV.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Of CSV.  [default: utf-8]")
    ] = None,
    part_documents: Annotated[
        int,
        typer.Option(
            "--part-documents", metavar="N", min=1, help="Documents a file of the output, at most."
        ),
    ] = 128,
    document_seconds: Annotated[
        float,
        typer.Option(
            "--document-seconds",
            metavar="N",
            min=1,
            help="A document that takes longer is rejected.",
        ),
    ] = 300,
    worker_megabytes: Annotated[
        int,
        typer.Option(
            "--worker-megabytes",
            metavar="N",
            min=400,
            help="A document for which a worker needs more memory is rejected.",
        ),
    ] = 2000,
    config: ConfigOption = None,
    model: ModelOption = None,
) -> int:
    """Read a large collection into tables, on this machine or a cluster."""
    from dataclasses import replace

    from memcon.scale.local import cores
    from memcon.scale.manifest import RunOptions
    from memcon.scale.run import REPORT_TEXT
    from memcon.scale.run import run as start
    from memcon.scale.storage import Folder
    from memcon.scale.workers import Limits
    from memcon.settings import load_settings

    if address is not None and engine is not Engine.ray:
        raise typer.BadParameter("--address goes with --engine ray")
    if not inputs and not places:
        raise typer.BadParameter("say what to read with --input")
    settings = load_settings(config, overrides={"model": model})
    options = RunOptions(
        inputs=(*(inputs or ()), *(places or ())),
        output=output,
        form=form.value,
        triage=not no_triage,
        duplicates=duplicates.value,
        part_documents=part_documents,
        engine=engine.value,
        address=address,
        jobs=jobs if jobs is not None or address is not None else cores(),
        reading=replace(reader_options(settings), every_sentence=no_triage),
        intake=_intake(kind, columns or [], delimiter, encoding, settings.max_bytes),
        limits=Limits(seconds=document_seconds, memory=worker_megabytes * 1_000_000),
    )
    with _shown() as show:
        report = start(options, progress=show)
    typer.echo(report.as_text(), nl=False)
    typer.echo(f"report      {Folder(output).path(REPORT_TEXT)}")
    if not report.rejected:
        return Exit.DONE
    return Exit.SOME_REJECTED if report.read.kept else Exit.NOTHING_READ


def _intake(
    kind: KindName | None,
    columns: list[str],
    delimiter: str | None,
    encoding: str | None,
    max_bytes: int,
) -> Any:
    from memcon.scale.inputs import InputOptions

    pairs = [column.partition("=") for column in columns]
    for field, equals, name in pairs:
        if not (field and equals and name):
            raise typer.BadParameter("--column wants FIELD=NAME, such as text=body")
    given: dict[str, Any] = {"delimiter": delimiter, "encoding": encoding}
    return InputOptions(
        kind=None if kind is None else kind.value,
        columns={field: name for field, _, name in pairs},
        max_bytes=max_bytes,
        **{name: value for name, value in given.items() if value is not None},
    )


_EVERY: Final = 10.0  # seconds between lines where stderr is no terminal


@contextmanager
def _shown() -> Iterator[Callable[[Progress], None]]:
    """Show progress on stderr: a line that is renewed on a terminal, else one now and then."""
    from time import monotonic

    if sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("beginning") as status:
            yield lambda progress: status.update(told(progress))
        return
    last = monotonic()

    def tell(progress: Progress) -> None:
        nonlocal last
        if monotonic() - last >= _EVERY:
            last = monotonic()
            print(told(progress), file=sys.stderr)

    yield tell


def told(progress: Progress) -> str:
    """Return a line that tells how far a run has come."""
    sum_, session = progress.sum, progress.session
    seconds = progress.seconds or 1e-9
    share = progress.done / progress.total if progress.total else 1.0
    facts = [
        f"{'sifting' if progress.stage == 'sift' else 'reading'} {share:.0%}",
        f"{sum_.documents:,} documents",
        f"{session.documents / seconds:,.0f}/s, {session.bytes / seconds / 1e6:,.2f} MB/s",
    ]
    if progress.stage == "sift" and sum_.documents:
        facts.append(f"{sum(sum_.aside.values()) / sum_.documents:.1%} set aside")
    facts.append(f"{sum(sum_.rejects.values()):,} rejected")
    left = progress.seconds_left
    if left is not None:
        facts.append(f"{_clock(left)} left in this stage")
    return " · ".join(facts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
