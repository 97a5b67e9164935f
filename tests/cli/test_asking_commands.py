"""``memcon meetings``, ``actors`` and ``show`` as a user meets them, on the examples."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from archives import filled
from memcon.cli.app import app

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("examples") / "archive.db"
    filled(str(path)).close()
    return path


@pytest.fixture
def run(archive: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(archive.parent)
    monkeypatch.setenv("MEMCON_ARCHIVE", str(archive))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments), prog_name="memcon")

    return invoke


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def meeting(run: Run) -> str:
    """Return the id of the meeting that most documents tell of."""
    found = json.loads(run("meetings", "--format", "json").stdout)["rows"]
    best = max(found, key=lambda row: int(row["accounts"]))
    assert best["accounts"] > 2
    return str(best["id"])


def test_meetings_are_narrowed_by_their_options(run: Run) -> None:
    both = rows(run("meetings", "--actor", "XOS", "--actor", "XVA", "--format", "csv"))
    assert both
    assert all("XOS" in row["participants"] and "XVA" in row["participants"] for row in both)
    calls = rows(run("meetings", "--form", "call", "--format", "csv"))
    assert [row["day"] for row in calls] == ["2024-10-21"]
    planned = rows(
        run(
            "meetings", "--status", "planned", "--place", "lendrava", "--since", "2026", "-f", "csv"
        )
    )
    assert {row["status"] for row in planned} == {"planned"}
    wrong = run("meetings", "--form", "dance")
    assert wrong.exit_code == 2
    assert "joint_statement" in wrong.stderr


def test_meetings_say_how_many_there_are(run: Run) -> None:
    result = run("meetings", "--limit", "2")
    assert result.exit_code == 0
    assert "these are 2 of" in result.stderr
    assert "Helverin (XOS)" in result.stdout


def test_actors_lists_names_or_officeholders(run: Run) -> None:
    found = rows(run("actors", "dovanu", "--format", "csv"))
    assert [row["id"] for row in found] == ["person:mirel-dovanu"]
    held = rows(
        run("actors", "--office", "foreign minister", "--of", "XVA", "--on", "2025", "-f", "csv")
    )
    assert [(row["actor"], row["basis"]) for row in held] == [("person:mirel-dovanu", "seen")]
    for wrong in (
        ("--office", "foreign minister"),
        ("--on", "2025"),
        ("--office", "minister", "--of", "XVA", "--kind", "person"),
    ):
        assert run("actors", *wrong).exit_code == 2


def test_show_has_one_object_with_sections_as_json(run: Run) -> None:
    id = meeting(run)
    found = json.loads(run("show", id, "--format", "json").stdout)
    assert set(found) == {"id", "kind", "title", "facts", "sections", "notes"}
    assert (found["id"], found["kind"]) == (id, "meeting")
    assert found["facts"]["form"] == "meeting"
    accounts = found["sections"]["accounts"]
    assert len(accounts) == int(found["facts"]["accounts"])
    other = json.loads(run("show", accounts[-1]["id"], "--format", "json").stdout)
    assert other["sections"] == found["sections"], "any account leads to the whole"


def test_show_has_one_row_a_tied_thing_as_lines_and_csv(run: Run) -> None:
    id = meeting(run)
    lines = [json.loads(line) for line in run("show", id, "-f", "jsonl").stdout.splitlines()]
    table = rows(run("show", id, "-f", "csv"))
    assert [row["section"] for row in lines] == [row["section"] for row in table]
    assert list(lines[0])[:6] == ["section", "id", "day", "who", "what", "value"]
    facts = {row["what"]: row["value"] for row in lines if row["section"] == "facts"}
    assert facts["day"] == "2025-03-18"
    whole = json.loads(run("show", id, "-f", "json").stdout)
    assert {row["section"] for row in lines} == {"facts", *whole["sections"]}


def test_show_is_laid_out_in_sections_for_people(run: Run) -> None:
    id = meeting(run)
    text = run("show", id).stdout
    assert "ACCOUNTS" in text
    assert "contradiction: " in text
    assert max(map(len, text.splitlines())) <= 100
    page = run("show", id, "--format", "md").stdout
    assert page.startswith("# meeting · 2025")
    assert "\n## Accounts\n" in page
    cut = run("show", id, "--limit", "1")
    assert "accounts: these are 1 of" in cut.stderr


def test_show_shortens_ids_of_its_own_document_only(run: Run) -> None:
    id = meeting(run)
    document = id.partition("/")[0]
    page = run("show", document).stdout
    assert "…/statement:1 " in page
    assert f"document {document}" in page


def test_an_unknown_id_is_wrong_usage(run: Run) -> None:
    result = run("show", "doc:0000")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "doc:…/commitment:4" in result.stderr
