"""The commands of the evaluation package, with a reader that knows one text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation_builders import TEXT, gold_data, record

from memcon.evaluation import __main__ as scores
from memcon.evaluation import accuracy, gate
from memcon.evaluation.page import section
from memcon.evaluation.run import Read
from memcon.record import Record


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one annotated document as the current folder, and a reader of that text."""
    own = tmp_path / "tests" / "gold"
    for folder in (own / "texts", own / "gold", tmp_path / "docs"):
        folder.mkdir(parents=True)
    (own / "texts" / "velis.txt").write_text(TEXT, encoding="utf-8")
    (own / "gold" / "velis.json").write_text(json.dumps(gold_data()), encoding="utf-8")
    page = "<!-- generated: scores-own -->\n<!-- end -->\n"
    (tmp_path / "docs" / "accuracy.md").write_text(page, encoding="utf-8")

    def read(text: str) -> Record:
        return record(statements=record().statements[:3])

    def reader(knowledge: Path | None) -> Read:
        return read

    for module in (scores, accuracy, gate):
        monkeypatch.setattr(module, "default_read", reader)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("project")
def test_scores_are_printed_and_errors_where_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert scores.main(["tests/gold"]) == 0
    printed = capsys.readouterr().out
    assert "content               0.857" in printed
    assert "MISS" not in printed
    assert scores.main(["tests/gold", "--errors"]) == 0
    assert "  MISS  " in capsys.readouterr().out


@pytest.mark.usefixtures("project")
def test_scores_as_json_and_of_some_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert scores.main(["tests/gold", "--json", "--only", "vel"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [document["id"] for document in data["documents"]] == ["velis"]
    assert scores.main(["tests/gold", "--json", "--only", "other"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == []


@pytest.mark.usefixtures("project")
def test_a_folder_without_gold_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert scores.main(["docs"]) == 1
    assert "docs: no gold folder here" in capsys.readouterr().err


def test_the_page_is_out_of_date_until_written(project: Path) -> None:
    assert accuracy.main([]) == 1
    assert accuracy.main(["--write"]) == 0
    page = (project / accuracy.PAGE).read_text(encoding="utf-8")
    assert section(page, "scores-own").startswith("1 document; ")
    assert accuracy.main([]) == 0
    assert (project / accuracy.PAGE).read_text(encoding="utf-8") == page


def test_the_gate_command_checks_pins_and_refuses(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gate.main([]) == 1
    assert gate.main(["--update"]) == 0
    assert gate.main([]) == 0
    assert "all floors hold" in capsys.readouterr().out

    def worse(knowledge: Path | None) -> Read:
        return lambda text: record(statements=[])

    monkeypatch.setattr(gate, "default_read", worse)
    assert gate.main([]) == 1
    assert gate.main(["--update"]) == 1
    assert "nothing was written" in capsys.readouterr().out
    assert gate.main(["--update", "--allow-lower", "a bad day"]) == 0
    assert "a bad day" in (project / gate.CHANGELOG).read_text(encoding="utf-8")
    assert gate.main([]) == 0
