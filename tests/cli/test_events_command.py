"""``memcon events`` and the Goldstein columns of ``memcon timeline`` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from archives import put
from event_records import Told
from memcon.archive import open_archive
from memcon.cli.app import app

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    told = Told("Ostria accused Varnia. Varnia had invaded Ostria. Varnia thanked Ostria.")
    told.event("accused", "112", ["Ostria"], ["Varnia"], goldstein=-2)
    told.event("had invaded", "192", ["Varnia"], ["Ostria"], goldstein=-9.5, background=True)
    told.event("thanked", "051", ["Varnia"], ["Ostria"], goldstein=3.4)
    path = tmp_path / "archive.db"
    with open_archive(path, create=True) as archive:
        put(archive, [told.record()])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEMCON_ARCHIVE", str(path))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments), prog_name="memcon")

    return invoke


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_events_are_narrowed_by_their_options(run: Run) -> None:
    def codes(*options: str) -> list[str]:
        return sorted(row["code"] for row in rows(run("events", *options, "--format", "csv")))

    assert codes() == ["051", "112", "192"]
    assert codes("--no-background") == ["051", "112"]
    assert codes("--source", "Varnia", "--target", "OST", "--code", "05") == ["051"]
    assert codes("--actor", "VAR", "--since", "2024-03", "--until", "2024-03-15") == ["051", "112"]
    assert codes("--since", "2025") == []
    assert run("events", "--code", "accuse").exit_code == 2
    assert run("events", "--actor", "Nowhere").exit_code == 2


def test_events_come_as_lines_an_object_or_a_table_with_their_words(run: Run) -> None:
    lines = [json.loads(line) for line in run("events", "-f", "jsonl").stdout.splitlines()]
    whole = json.loads(run("events", "-f", "json").stdout)
    assert whole["rows"] == lines
    assert whole["total"] == 3
    (cited,) = lines[0]["evidence"]
    assert cited["words"] in {"accused", "thanked"}
    assert cited["id"].startswith(f"{cited['document']}/event:")
    table = run("events", "--code", "112").stdout
    assert "Ostria" in table
    assert "Accuse" in table
    assert "these are 1 of 3" in run("events", "--limit", "1").stderr


def test_timeline_has_the_mean_score_of_either_direction(run: Run) -> None:
    (row,) = rows(run("timeline", "OST", "VAR", "--format", "csv"))
    assert (row["a_events"], row["a_goldstein"], row["a_goldstein_sum"]) == ("1", "-2.0", "-2.0")
    assert (row["b_events"], row["b_goldstein"]) == ("1", "3.4")
    table = run("timeline", "OST", "VAR").stdout
    assert "a score" in " ".join(table.split())
    assert "-2" in table


def test_show_takes_the_id_that_events_print(run: Run) -> None:
    (row,) = rows(run("events", "--code", "112", "--format", "csv"))
    shown = run("show", row["id"]).stdout
    assert "CAMEO: 112 Accuse" in shown
    assert "source: Ostria [OST]" in shown
