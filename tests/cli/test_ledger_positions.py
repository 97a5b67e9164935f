"""``memcon ledger`` and ``memcon positions`` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from archives import put
from memcon.archive import open_archive
from memcon.cli.app import app
from memcon.record import Record


def record(day: str, words: str, rung: str, due: dict[str, str] | None) -> Record:
    """Return a record in which Ostria pledges something on trade."""
    whole = {"start": 0, "end": len(words), "text": words}
    commitment = {"id": "commitment:1", "act": "act:1", "by": ["XOS"], "goal": whole}
    if due is not None:
        start = words.index(due["text"])
        span = {"start": start, "end": start + len(due["text"]), "text": due["text"]}
        commitment["deadline"] = {**due, "span": span}
    return Record.model_validate(
        {
            "reader": {"version": "test", "model": "none"},
            "document": {
                "id": f"doc:{day.replace('-', ''):0>16}",
                "published": day,
                "text": words,
                "blocks": [{"kind": "paragraph", "start": 0, "end": len(words)}],
                "source": {"media_type": "text/plain", "sha256": "0" * 64},
            },
            "actors": [{"id": "XOS", "kind": "state", "name": "Ostria"}],
            "acts": [
                {
                    "id": "act:1",
                    "type": "pledge",
                    "by": ["XOS"],
                    "content": whole,
                    "issues": ["trade"],
                    "strength": f"pledge:{rung}",
                }
            ],
            "commitments": [{**commitment, "strength": rung}] if due else [],
        }
    )


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "archive.db"
    due = {"date": "2024-05-01", "text": "by 1 May 2024"}
    first = record("2024-01-10", "Ostria will open the Sunda crossing by 1 May 2024", "will", due)
    later = record("2024-02-10", "Ostria hopes for more trade", "hope", None)
    with open_archive(path, create=True) as opened:
        put(opened, [first, later])
    return path


def run(archive: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(app, ["--archive", str(archive), *arguments], prog_name="memcon")
    assert isinstance(result.exception, SystemExit | None)
    return result


def rows(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    found: list[dict[str, object]] = json.loads(result.stdout)["rows"]
    return found


@pytest.mark.parametrize(("today", "late"), [("2024-05-01", False), ("2024-05-02", True)])
def test_ledger_goes_by_the_day_given(archive: Path, today: str, late: bool) -> None:
    found = rows(run(archive, "ledger", "--by", "XOS", "--today", today, "-f", "json"))
    assert [row["overdue"] for row in found] == [late]
    assert len(rows(run(archive, "ledger", "--overdue", "--today", today, "-f", "json"))) == late


def test_ledger_takes_the_day_from_the_clock(archive: Path) -> None:
    assert len(rows(run(archive, "ledger", "--overdue", "-f", "json"))) == 1


def test_ledger_as_a_table(archive: Path) -> None:
    result = run(archive, "ledger", "--strength", "will")
    assert "XOS" in result.stdout
    assert "2024" in result.stdout


def test_positions_and_their_changes(archive: Path) -> None:
    (row,) = rows(run(archive, "positions", "--by", "XOS", "--on", "trade", "-f", "json"))
    assert (row["stance"], row["acts"]) == ("supportive", 2)
    (change,) = rows(run(archive, "positions", "--by", "XOS", "--changes", "-f", "json"))
    assert (change["before"], change["after"], change["direction"]) == ("will", "hope", "lower")


@pytest.mark.parametrize(
    "arguments",
    [
        ("positions",),
        ("positions", "--on", "juggling"),
        ("ledger", "--by", "Nowhere"),
        ("ledger", "--strength", "maybe"),
        ("ledger", "--today", "soon"),
    ],
)
def test_what_cannot_be_asked(archive: Path, arguments: tuple[str, ...]) -> None:
    result = run(archive, *arguments)
    assert result.exit_code != 0
    assert result.stdout == ""


@pytest.mark.parametrize("command", ["ledger", "positions"])
def test_help_has_examples_and_formats(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert "Examples:" in result.stdout
    assert "jsonl" in result.stdout
