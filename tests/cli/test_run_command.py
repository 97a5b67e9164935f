"""``memcon run``: what the options ask for, what is told on the way, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from memcon.cli.app import app
from memcon.cli.run import told
from memcon.errors import RunError
from memcon.scale.manifest import RunOptions
from memcon.scale.report import Progress, Report, Sum

runner = CliRunner()

REPORT = Report(
    form="parquet",
    engine="local",
    workers=2,
    files=2,
    passed_over={".pdf": 3},
    sift=Sum(documents=1_000, bytes=2_500_000, kept=40, aside={"nothing-diplomatic": 950}),
    duplicates=4,
    treatment="drop",
    read=Sum(documents=36, bytes=90_000, kept=36, rows={"documents": 36}),
    seconds={"sift": 3.2, "match": 0.1, "read": 9.9},
    resumed=True,
)


class Asked:
    """Stands in for the run, and keeps what it was asked to do."""

    def __init__(self) -> None:
        self.options: RunOptions | None = None
        self.report = REPORT

    def __call__(self, options: RunOptions, *, progress: Callable[[Progress], None]) -> Report:
        self.options = options
        progress(Progress(stage="sift", sum=Sum(), session=Sum(), total=1, seconds=0))
        return self.report


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Asked:
    monkeypatch.chdir(tmp_path)
    stub = Asked()
    monkeypatch.setattr("memcon.scale.run.run", stub)
    return stub


def test_options_reach_the_run(asked: Asked) -> None:
    words = "run -i a.csv -i s3://b/c -o out -f jsonl --engine ray --address auto -j 3 --no-triage"
    more = "--duplicates mark --kind csv --column text=body --column url=meta.link --delimiter ;"
    limits = "--part-documents 7 --document-seconds 9 --worker-megabytes 600"
    result = runner.invoke(app, f"{words} {more} {limits}".split())
    assert result.exit_code == 0, result.output
    options = asked.options
    assert options is not None
    assert (options.inputs, options.output) == (("a.csv", "s3://b/c"), "out")
    assert (options.form, options.engine, options.address, options.jobs) == (
        "jsonl",
        "ray",
        "auto",
        3,
    )
    assert (options.triage, options.reading.every_sentence) == (False, True)
    assert (options.duplicates, options.part_documents) == ("mark", 7)
    assert (options.intake.kind, options.intake.delimiter) == ("csv", ";")
    assert options.intake.columns == {"text": "body", "url": "meta.link"}
    assert (options.limits.seconds, options.limits.memory) == (9, 600_000_000)


def test_a_pattern_that_the_shell_has_expanded_is_taken_too(asked: Asked) -> None:
    assert runner.invoke(app, ["run", "-o", "out", "-i", "a.jsonl", "b.jsonl"]).exit_code == 0
    assert asked.options is not None
    assert asked.options.inputs == ("a.jsonl", "b.jsonl")
    assert asked.options.triage
    assert asked.options.jobs is not None
    assert asked.options.jobs >= 1


def test_the_report_is_told(asked: Asked) -> None:
    lines = runner.invoke(app, ["run", "-i", "a", "-o", "out"]).stdout.splitlines()
    assert lines[0] == (
        "input       2 files, 1,000 documents, 2.5 MB; other files passed over (.pdf 3)"
    )
    assert lines[1] == "set aside   950 by triage (nothing-diplomatic 950), 95.0% of all"
    assert lines[2] == "duplicates  4 dropped"
    assert lines[3] == "read        36 documents, 90.0 kB of text"
    assert "13 s (sift 3 s, match 0 s, read 10 s), in the last session" in lines[6]
    assert lines[-1].endswith("out/_memcon/report.txt")


@pytest.mark.parametrize(("kept", "code"), [(36, 1), (0, 2)])
def test_rejects_show_in_the_exit_code(asked: Asked, kept: int, code: int) -> None:
    asked.report = replace(REPORT, read=replace(REPORT.read, kept=kept, rejects={"died": 1}))
    result = runner.invoke(app, ["run", "-i", "a", "-o", "out"])
    assert result.exit_code == code
    assert "rejected    1 (died 1)" in result.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("-o out", "say what to read"),
        ("-i a", "--output"),
        ("-i a -o out --address auto", "--address goes with --engine ray"),
        ("-i a -o out --column body", "FIELD=NAME"),
    ],
)
def test_wrong_usage_is_told(asked: Asked, words: str, told: str) -> None:
    result = runner.invoke(app, ["run", *words.split()])
    assert result.exit_code == 2
    assert told in result.output
    assert asked.options is None


def test_an_unknown_field_is_told(asked: Asked) -> None:
    result = runner.invoke(app, ["run", "-i", "a", "-o", "out", "--column", "author=by"])
    assert isinstance(result.exception, SystemExit | RunError)
    assert result.exit_code == 2
    assert "there is no field 'author'" in result.output


def test_progress_tells_rates_shares_and_time_left() -> None:
    done = Sum(documents=500, bytes=2_000_000, aside={"nothing-diplomatic": 480}, rejects={"x": 2})
    session = replace(done, documents=250, bytes=1_000_000)
    progress = Progress(stage="sift", sum=done, session=session, total=8_000_000, seconds=10)
    assert told(progress) == (
        "sifting 25% · 500 documents · 25/s, 0.10 MB/s · 96.0% set aside · 2 rejected · "
        "0:01:00 left in this stage"
    )
    reading = Progress(stage="read", sum=done, session=Sum(), total=1_000, seconds=0)
    assert told(reading).startswith("reading 50% · 500 documents · 0/s")
    assert "left" not in told(reading)
