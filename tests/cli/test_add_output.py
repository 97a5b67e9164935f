"""``memcon add`` of the output of a run, as a user would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from memcon.cli.app import app
from memcon.scale import local
from memcon.scale.storage import Folder
from run_outputs import REJECTED, example_documents, write_output


def count() -> int:
    return len(example_documents())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def no_reader(options: local.ReaderOptions) -> Any:
        pytest.fail("a reader was made")

    monkeypatch.setattr(local, "make_reader", no_reader)
    monkeypatch.delenv("MEMCON_ARCHIVE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_an_output_is_added_linked_and_found_again() -> None:
    write_output("out", example_documents(), form="parquet")
    first = run("add", "out")
    assert (first.exit_code, first.stdout) == (0, f"{count()} added; memcon.db\n")
    assert run("add", "out").stdout == f"{count()} unchanged; memcon.db\n"
    found = json.loads(run("meetings", "--format", "json").stdout)
    assert found["total"] > 0
    assert run("check", "--deep").exit_code == 0


def test_json_tells_every_document_and_its_place() -> None:
    write_output("out", example_documents()[:2], form="jsonl", rejects=REJECTED)
    done = run("add", "out", "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["outcome"] for one in lines[:-1]] == ["added", "added", "rejected", "rejected"]
    assert lines[0]["where"] == "/news/000.txt"
    assert lines[-1]["summary"]["linked"] == 2
    assert done.exit_code == 1
    assert "/news/bad.txt: this is not text" in done.stderr
    listed = json.loads(run("rejects", "--format", "json").stdout)
    assert {row["location"] for row in listed["rows"]} == {one.where for one in REJECTED}


def test_a_run_that_is_not_finished_is_told_and_tried_again() -> None:
    folder = write_output("out", example_documents()[:2], form="parquet")
    report = folder.get("_memcon/report.json")
    folder.remove("_memcon/report.json")
    done = run("add", "out")
    assert done.exit_code == 2
    assert "out: this run is not finished" in done.stderr
    folder.put("_memcon/report.json", report)
    assert run("add", "--retry-rejects").stdout == "2 added; memcon.db\n"
    assert json.loads(run("rejects", "--format", "json").stdout)["rows"] == []


def test_an_address_of_a_storage_is_an_output() -> None:
    write_output("memory://bucket/out", example_documents()[:1], form="parquet")
    assert run("add", "memory://bucket/out").stdout == "1 added; memcon.db\n"
    done = run("add", "memory://bucket/none")
    assert done.exit_code == 2
    assert "not the output of a run" in done.stderr
    Folder("memory://bucket").remove("out")


def test_a_program_adds_an_output_too() -> None:
    import memcon

    write_output("out", example_documents()[:2], form="parquet")
    with memcon.open_archive("own.db", create=True) as archive:
        assert [one.outcome for one in archive.add("out")] == ["added", "added"]
        assert archive.record(example_documents()[0].record.document.id)
