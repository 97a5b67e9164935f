"""``memcon review``, ``assess``, ``log`` and ``export`` as they are typed."""

from __future__ import annotations

import getpass
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from archives import example_records, put
from memcon.archive import open_archive
from memcon.cli.app import app
from memcon.evaluation.gold import load_corpus


@pytest.fixture
def store(archive_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An archive of three examples, with no settings around."""
    monkeypatch.chdir(tmp_path)
    for name in ("MEMCON_USER", "MEMCON_ARCHIVE"):
        monkeypatch.delenv(name, raising=False)
    with open_archive(archive_url) as archive:
        put(archive, [record for record in example_records() if record.commitments][:3])
    return archive_url


def memcon(store: str, *arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["--archive", store, *arguments])
    assert result.exit_code == code, result.output
    return result


def rows(store: str, *arguments: str) -> list[dict[str, object]]:
    out = memcon(store, *arguments, "--format", "jsonl").stdout
    return [json.loads(line) for line in out.splitlines()]


def commitment(store: str) -> str:
    return str(rows(store, "ledger", "--limit", "1")[0]["id"])


def test_a_review_is_entered_told_listed_and_taken_back(store: str) -> None:
    id = commitment(store)
    told = memcon(
        store,
        "review",
        id,
        "--correct",
        "strength=hope",
        "--correct",
        "joint=true",
        "--note",
        "see the transcript",
        "--who",
        "A. Reviewer",
    ).stdout.splitlines()
    assert told == [
        f'entry 1: {id} strength is now "hope", by A. Reviewer '
        "(to take it back: memcon review --undo 1)",
        f"entry 2: {id} joint is now true, by A. Reviewer "
        "(to take it back: memcon review --undo 2)",
    ]
    assert id in [row["id"] for row in rows(store, "ledger", "--strength", "hope")]
    listed = rows(store, "log", id)
    assert [(row["entry"], row["who"], row["note"], row["in_force"]) for row in listed] == [
        (2, "A. Reviewer", "see the transcript", True),
        (1, "A. Reviewer", "see the transcript", True),
    ]
    assert memcon(store, "review", "--undo", "1", "--who", "B").stdout == (
        "entry 3: entry 1 undone, by B\n"
    )
    assert [row["in_force"] for row in rows(store, "log", id)] == [True, True, False]
    assert [row["entry"] for row in rows(store, "log", "--who", "b")] == [3]


def test_several_corrections_are_entered_together_or_not_at_all(store: str) -> None:
    id = commitment(store)
    refused = memcon(
        store, "review", id, "--correct", "joint=true", "--correct", "strength=maybe", code=2
    )
    assert "'maybe' does not fit" in refused.stderr
    assert rows(store, "log") == []


def test_a_rejected_commitment_leaves_the_ledger_at_once(store: str) -> None:
    before = {row["id"] for row in rows(store, "ledger")}
    id = commitment(store)
    assert memcon(store, "review", id, "--reject").stdout.startswith(f"entry 1: {id} rejected, by ")
    assert {row["id"] for row in rows(store, "ledger")} == before - {id}


def test_a_rating_is_in_the_ledger_at_once(store: str) -> None:
    id = commitment(store)
    told = memcon(
        store,
        "assess",
        id,
        "--status",
        "kept",
        "--evidence",
        "https://example.org/a",
        "--note",
        "opened",
        "--who",
        "A. Reviewer",
    ).stdout
    assert told == f"entry 1: {id} kept, by A. Reviewer (to take it back: memcon review --undo 1)\n"
    assert [row["id"] for row in rows(store, "ledger", "--status", "kept")] == [id]
    refused = memcon(store, "assess", id, "--status", "broken", code=2)
    assert "a rating needs evidence" in refused.stderr
    memcon(store, "assess", id, "--status", "forgotten", code=2)


def test_who_signs_is_the_option_else_the_setting_else_the_login(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = commitment(store)
    monkeypatch.setattr(getpass, "getuser", lambda: "login")
    memcon(store, "review", id, "--confirm")
    (tmp_path / "memcon.toml").write_text('[settings]\nuser = "Of The File"\n')
    memcon(store, "review", id, "--confirm")
    monkeypatch.setenv("MEMCON_USER", "Of The Environment")
    memcon(store, "review", id, "--confirm")
    memcon(store, "review", id, "--confirm", "--who", "Said Here")
    assert [row["who"] for row in rows(store, "log")] == [
        "Said Here",
        "Of The Environment",
        "Of The File",
        "login",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("review", "doc:x"),
        ("review", "--confirm"),
        ("review", "doc:x", "--undo", "1"),
        ("review", "doc:x", "--confirm", "--reject"),
        ("review", "doc:x", "--reject", "--correct", "a=b"),
        ("review", "doc:x", "--correct", "strength"),
        ("review", "doc:x", "--correct", "=hope"),
        ("review", "doc:x", "--confirm"),
        ("review", "--undo", "7"),
        ("log", "doc:x"),
        ("assess", "doc:x", "--status", "kept", "--evidence", "https://example.org"),
    ],
)
def test_wrong_usage_and_unknown_ids_end_with_two(store: str, arguments: tuple[str, ...]) -> None:
    result = memcon(store, *arguments, code=2)
    assert result.stdout == ""
    assert result.stderr


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_the_log_comes_in_every_format(store: str, form: str) -> None:
    memcon(store, "review", commitment(store), "--confirm", "--who", "A. Reviewer")
    out = memcon(store, "log", "--format", form).stdout
    assert "Reviewer" in out
    assert "confirm" in out


def test_an_empty_log_says_so(store: str) -> None:
    result = memcon(store, "log")
    assert (result.stdout, result.stderr) == ("", "memcon: nothing found\n")


def test_records_go_to_standard_output_or_a_file(store: str, tmp_path: Path) -> None:
    out = memcon(store, "export", "records").stdout
    ids = [json.loads(line)["document"]["id"] for line in out.splitlines()]
    assert ids == sorted(ids)
    assert len(ids) == 3
    path = tmp_path / "records.jsonl"
    assert memcon(store, "export", "records", "--output", str(path)).stdout == ""
    assert path.read_text(encoding="utf-8") == out


def test_confirmed_documents_go_to_a_gold_folder(store: str, tmp_path: Path) -> None:
    folder = tmp_path / "gold"
    assert "no document is confirmed" in memcon(store, "export", "gold", str(folder)).stderr
    assert not folder.exists()
    document = commitment(store).partition("/")[0]
    memcon(store, "review", document, "--confirm")
    told = memcon(store, "export", "gold", str(folder)).stdout
    assert told == f"1 document written to {folder}; score it with: memcon evaluate {folder}\n"
    assert len(load_corpus(folder).documents) == 1


def test_help_of_the_group_and_its_commands(store: str) -> None:
    assert "records" in memcon(store, "export", "--help").stdout
    for name in ("records", "gold"):
        assert "Examples:" in memcon(store, "export", name, "--help").stdout
