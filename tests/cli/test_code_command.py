"""``memcon code`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from memcon.cli.app import app

SENTENCES = (
    "Ostrian troops attacked rebels.\r\n\nNothing happened.\nFrance and Japan condemned Ostria.\n"
)


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(app, ["code", *arguments], input=text, prog_name="memcon")


@pytest.fixture
def sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "sentences.txt"
    path.write_bytes(SENTENCES.encode())
    return path


def lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_json_lines_are_what_the_page_says(sentences: Path) -> None:
    first, *others = lines(run(str(sentences), "--format", "jsonl"))
    assert first == {
        "line": 1,
        "code": "190",
        "plover": "ASSAULT",
        "goldstein": -10.0,
        "source": {"text": "Ostrian troops", "code": "MIL", "start": 0, "end": 14},
        "target": {"text": "rebels", "code": "REB", "start": 24, "end": 30},
        "event": {"start": 15, "end": 30, "text": "attacked rebels"},
        "negated": False,
        "time": "past",
    }
    assert [(e["line"], e["code"], e["source"]["code"]) for e in others] == [  # type: ignore[index]
        (4, "111", "FRA"),
        (4, "111", "JPN"),
    ]


def test_standard_input_and_a_sentence_as_argument(sentences: Path) -> None:
    by_file = run(str(sentences), "-f", "jsonl").stdout
    assert run("-", "-f", "jsonl", text=SENTENCES).stdout == by_file
    [event] = lines(run("Ostrian troops attacked rebels.", "-f", "jsonl"))
    assert event["line"] == 1


def test_tab_separated_rows_have_a_header_and_no_stray_tabs(sentences: Path) -> None:
    sentences.write_text("Ostrian\ttroops attacked rebels.\n", encoding="utf-8")
    result = run(str(sentences), "-f", "tsv")
    head, row = (line.split("\t") for line in result.stdout.splitlines())
    assert head[:3] == ["line", "code", "plover"]
    assert len(row) == len(head) == 11
    assert row[head.index("source")] == "Ostrian troops"


def test_a_table_is_for_reading(sentences: Path) -> None:
    result = run(str(sentences))
    assert result.exit_code == 0
    assert "Ostrian troops [MIL]" in result.stdout
    assert "rebels [REB]" in result.stdout


def test_output_goes_to_a_file(sentences: Path) -> None:
    result = run(str(sentences), "-f", "jsonl", "--output", "events.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(Path("events.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_sentences_without_events_give_nothing(sentences: Path) -> None:
    result = run("Nothing happened.")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_file_that_is_not_there_is_named() -> None:
    result = run("missing.txt")
    assert result.exit_code == 2
    assert "missing.txt" in result.output


def test_bytes_that_are_no_text_are_refused(sentences: Path) -> None:
    sentences.write_bytes(b"\x00\x01\x02\xff" * 50)
    result = run(str(sentences))
    assert result.exit_code != 0
    assert "sentences.txt" in result.output
