"""``memcon formulas`` as a user meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from archives import put
from memcon.archive import open_archive
from memcon.cli.app import app
from phrase_records import RIVER, SEA, papers

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("phrases") / "archive.db"
    with open_archive(path, create=True) as made:
        put(made, papers())
    return path


@pytest.fixture
def run(archive: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(archive.parent)
    monkeypatch.setenv("MEMCON_ARCHIVE", str(archive))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["formulas", *arguments], prog_name="memcon")

    return invoke


def test_formulas_are_listed_and_narrowed_down(run: Run) -> None:
    everything = json.loads(run("--format", "json").stdout)
    assert [row["phrase"] for row in everything["rows"]] == [SEA, RIVER]
    result = run("--user", "XVA", "--with", "XOS", "--adopted", "--since", "2031", "-f", "jsonl")
    (line,) = result.stdout.splitlines()
    assert json.loads(line)["here"] == 10
    (line,) = run("--user", "XOS", "--dropped", "-f", "jsonl").stdout.splitlines()
    assert json.loads(line)["dropped"] == ["XOS 2031-06-10"]
    (line,) = run("--words", "river", "--min-documents", "2", "-f", "jsonl").stdout.splitlines()
    assert json.loads(line)["phrase"] == RIVER


def test_a_table_shows_who_uses_them(run: Run) -> None:
    result = run("--limit", "1")
    assert result.exit_code == 0
    assert "XVA 10" in result.stdout
    assert "these are 1 of 2" in result.stderr
    assert "narrator" in result.stderr


def test_phrases_are_watched(run: Run) -> None:
    result = run("--watch", SEA, "--watch", "the river basin", "-n", "3", "-f", "json")
    answer = json.loads(result.stdout)
    assert answer["total"] == 20
    assert answer["rows"][0]["evidence"]["words"] == "the river basin"
    assert run("--watch", "nothing of the kind").stdout == ""


def test_watching_goes_with_few_options(run: Run) -> None:
    result = run("--watch", SEA, "--dropped")
    assert result.exit_code == 2
    assert "--watch" in result.stderr
