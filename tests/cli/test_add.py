"""The commands that fill and keep an archive, run in a folder as a user would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from archives import reader
from memcon.cli.app import app
from memcon.scale import local

TALKS = """Ostria and Varnia talk

LENDRAVA, March 3, 2031 - Foreign Minister Ana Sol of Ostria met Foreign Minister Ivo Kern of
Varnia in Lendrava on Monday. Sol said Ostria will reopen the Sunda bridge by the end of 2032.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(local, "make_reader", lambda options: reader())
    monkeypatch.delenv("MEMCON_ARCHIVE", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talks.txt").write_text(TALKS)
    return tmp_path


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def test_add_makes_an_archive_and_sums_up(folder: Path) -> None:
    first = run("add", "talks.txt")
    assert (first.exit_code, first.stdout) == (0, "1 added; memcon.db\n")
    assert (folder / "memcon.db").is_file()
    again = run("add", "talks.txt")
    assert (again.exit_code, again.stdout) == (0, "1 unchanged; memcon.db\n")


def test_the_archive_is_told_before_or_after_the_command(folder: Path) -> None:
    assert run("--archive", "a.db", "add", "talks.txt").exit_code == 0
    assert run("add", "--archive", "b.db", "talks.txt").exit_code == 0
    assert sorted(path.name for path in folder.glob("*.db")) == ["a.db", "b.db"]


def test_json_tells_every_document_and_the_counts() -> None:
    lines = [json.loads(line) for line in run("add", "talks.txt", "--json").stdout.splitlines()]
    assert lines[0]["outcome"] == "added"
    assert lines[0]["document"].startswith("doc:")
    assert lines[-1]["summary"]["added"] == 1
    assert lines[-1]["summary"]["linked"] == 1


def test_what_is_rejected_is_said_listed_and_tried_again(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x00\x01" * 99)
    result = run("add", "bad.txt", "talks.txt")
    assert result.exit_code == 1
    assert "bad.txt" in result.stderr
    listed = json.loads(run("rejects", "--format", "json").stdout)
    assert [row["code"] for row in listed["rows"]] == ["binary"]
    (folder / "bad.txt").write_text(TALKS.replace("bridge", "tunnel"))
    assert run("add", "--retry-rejects").stdout == "1 added; memcon.db\n"
    assert json.loads(run("rejects", "--format", "json").stdout)["rows"] == []


def test_nothing_at_all_is_wrong_usage() -> None:
    assert run("add").exit_code == 2
    assert "give a path" in run("add").stderr


def test_nothing_readable_has_its_own_code() -> None:
    assert run("add", "none.txt").exit_code == 2


def test_questions_without_an_archive_say_how_to_make_one() -> None:
    result = run("search", "bridge")
    assert result.exit_code == 3
    assert "Make one with: memcon add PATH" in result.stderr


def test_search_finds_what_was_added() -> None:
    run("add", "talks.txt")
    found = json.loads(run("search", "bridge", "--format", "json").stdout)
    assert found["total"] == 1
    assert "**bridge**" in found["rows"][0]["snippet"]


def test_sync_without_feeds_says_where_they_stand() -> None:
    result = run("sync")
    assert result.exit_code == 2
    assert "[sync]" in " ".join(result.stderr.split())


def test_relink_and_reread_change_nothing_by_themselves() -> None:
    run("add", "talks.txt")
    before = run("search", "bridge", "--format", "json").stdout
    assert run("relink").stdout.startswith("1 documents linked")
    assert "0 changed, 1 as before" in run("reread", "--all").stdout
    assert run("search", "bridge", "--format", "json").stdout == before


def test_compare_reads_files_on_the_spot(folder: Path) -> None:
    (folder / "later.txt").write_text(TALKS.replace("end of 2032", "end of 2031"))
    result = run("compare", "talks.txt", "later.txt", "--format", "json")
    comparison = json.loads(result.stdout)
    assert comparison["mode"] == "sequence"
    assert comparison["summary"]["counts"]["strengthened"] == 1  # an earlier deadline


def test_compare_takes_ids_of_the_archive(folder: Path) -> None:
    (folder / "other.txt").write_text(TALKS.replace("bridge", "tunnel"))
    lines = run("add", "talks.txt", "other.txt", "--json").stdout.splitlines()
    one, other = (json.loads(line)["document"] for line in lines[:2])
    text = run("compare", one, other).stdout
    assert "Ana Sol" in text
    assert run("compare", one, f"{other}/meeting:1").exit_code == 0
    assert run("compare", one, "doc:0000000000000000").exit_code == 2
