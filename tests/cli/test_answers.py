"""Answers in each format: what goes to standard output, what beside it, and what a cell becomes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from memcon.cli.answers import AnswerFormat, write_answer

CITATION = {"document": "doc:1", "start": 4, "end": 21, "words": "build 40 *ferries*"}


@dataclass(frozen=True, kw_only=True)
class Column:
    name: str
    help: str = ""
    shown: bool = True


@dataclass(frozen=True, kw_only=True)
class Answer:
    columns: list[Column]
    rows: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    total: int | None = None


ANSWER = Answer(
    columns=[
        Column(name="by"),
        Column(name="goal"),
        Column(name="share"),
        Column(name="overdue"),
        Column(name="citation", shown=False),
        Column(name="said", shown=False),
    ],
    rows=[
        {
            "by": ["NOR", "EST"],
            "goal": "=build | 40 *ferries*",
            "share": 2 / 3,
            "overdue": True,
            "citation": CITATION,
            "said": [{"id": "statement:1", "strength": 0.25}, {"id": "statement:2"}],
        },
        {"by": ["VAR"], "goal": "lift its\ntolls", "overdue": False, "extra": "not a column"},
    ],
    notes=["One item was rejected in review and is left out"],
    facets={"issue": [("transport", 1200), ("trade", 1)]},
    total=17,
)
EMPTY = Answer(columns=ANSWER.columns, rows=[], total=0)


def written(answer: Answer, form: str, width: int | None = None) -> str:
    stream = io.StringIO()
    write_answer(answer, form=form, stream=stream, width=width)
    return stream.getvalue()


def test_json_has_every_column_facets_total_and_notes(capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(written(ANSWER, "json"))
    assert list(content) == ["rows", "facets", "total", "notes"]
    assert [list(row) for row in content["rows"]] == [[c.name for c in ANSWER.columns]] * 2
    assert content["rows"][0]["citation"] == CITATION
    assert content["rows"][1]["share"] is None
    assert content["facets"]["issue"][0] == {"value": "transport", "count": 1200}
    assert (content["total"], content["notes"]) == (17, ANSWER.notes)
    assert capsys.readouterr().err == ""


def test_json_lines_are_the_rows_of_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    lines = written(ANSWER, "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(written(ANSWER, "json"))["rows"]
    assert capsys.readouterr().err.splitlines() == [
        "memcon: these are 2 of 17",
        "memcon: One item was rejected in review and is left out",
    ]


def test_csv_takes_things_apart_joins_lists_and_lets_no_formula_through() -> None:
    first, second = csv.DictReader(io.StringIO(written(ANSWER, "csv")))
    assert first == {
        "by": "NOR; EST",
        "goal": "'=build | 40 *ferries*",
        "share": str(2 / 3),
        "overdue": "true",
        "citation_document": "doc:1",
        "citation_start": "4",
        "citation_end": "21",
        "citation_words": "build 40 *ferries*",
        "said_id": "statement:1; statement:2",
        "said_strength": "0.25; ",
    }
    assert second["goal"] == "lift its\ntolls"
    assert second["citation_document"] == second["said_id"] == second["share"] == ""


def test_formula_within_a_thing_is_guarded_too() -> None:
    answer = Answer(columns=[Column(name="c")], rows=[{"c": {"words": "@SUM(A1)"}}])
    assert written(answer, "csv") == "c_words\n'@SUM(A1)\n"


def test_table_has_the_shown_columns_and_the_rest_goes_beside_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = written(ANSWER, "table", width=80).splitlines()
    assert lines[0].split() == ["by", "goal", "share", "overdue"]
    assert lines[2].split("  ")[0] == "NOR; EST"
    assert "=build | 40 *ferries*" in lines[2]
    assert lines[2].endswith("0.667  yes")
    assert "lift its tolls" in lines[3]
    assert lines[4:] == ["", "issue: transport (1,200), trade (1)"]
    assert capsys.readouterr().err.startswith("memcon: these are 2 of 17\n")


def test_table_is_fitted_to_the_width() -> None:
    wide = Answer(columns=ANSWER.columns, rows=[{"by": ["NOR"], "goal": "to speak " * 40}])
    assert max(map(len, written(wide, "table", width=60).splitlines())) <= 60


def test_markdown_escapes_the_words_of_documents() -> None:
    lines = written(ANSWER, "md").splitlines()
    assert lines[:2] == ["| by | goal | share | overdue |", "| --- | --- | --- | --- |"]
    assert lines[2] == "| NOR; EST | \\=build \\| 40 \\*ferries\\* | 0\\.667 | yes |"
    assert lines[3] == "| VAR | lift its tolls |  | no |"
    assert lines[4:] == ["", "- issue: transport (1,200), trade (1)"]


@pytest.mark.parametrize(
    ("form", "output"),
    [
        ("table", ""),
        ("md", ""),
        ("jsonl", ""),
        ("csv", "by,goal,share,overdue,citation,said\n"),
        ("json", '{"rows": [],\n"facets": {},\n"total": 0,\n"notes": []}\n'),
    ],
)
def test_empty_answer(form: str, output: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert written(EMPTY, form) == output
    assert capsys.readouterr().err == ("" if form == "json" else "memcon: nothing found\n")


def test_whole_answer_says_nothing_of_its_total(capsys: pytest.CaptureFixture[str]) -> None:
    written(Answer(columns=[Column(name="a")], rows=[{"a": 1}], total=1), "table")
    assert capsys.readouterr().err == ""


def test_output_has_no_colour_and_is_the_same_twice() -> None:
    for form in AnswerFormat:
        assert "\x1b" not in written(ANSWER, form)
        assert written(ANSWER, form) == written(ANSWER, form)


def test_control_characters_of_a_document_do_not_reach_a_terminal() -> None:
    answer = Answer(columns=[Column(name="a")], rows=[{"a": "red \x1b[31m"}])
    assert "\x1b" not in written(answer, "table") + written(answer, "md") + written(answer, "json")


def test_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="no format 'pdf'"):
        written(ANSWER, "pdf")


def test_number_that_json_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        written(Answer(columns=[Column(name="a")], rows=[{"a": float("nan")}]), "json")


SCRIPT = """
import sys
sys.path.insert(0, {folder!r})
import typer
from memcon.cli.answers import FormatOption, AnswerFormat, write_answer
from memcon.cli.exits import guarded
from test_answers import Answer, Column

COUNT = int(sys.argv.pop())

def ask(form: FormatOption = AnswerFormat.table) -> int:
    rows = [dict(a="word " * 20)] * COUNT
    write_answer(Answer(columns=[Column(name="a")], rows=rows, notes=["a note"]),
                 form=form, stream=sys.stdout)
    return 0

typer.run(guarded(ask))
"""


def process(form: str, rows: int, stdout: int) -> subprocess.Popen[bytes]:
    code = SCRIPT.format(folder=str(Path(__file__).parent))
    # buffered as for a user, where a short answer stays in the buffer until it is flushed
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.Popen(
        [sys.executable, "-c", code, "--format", form, str(rows)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=settings,
    )


@pytest.mark.parametrize("form", ["jsonl", "csv", "md"])
def test_closed_pipe_ends_an_answer_silently(form: str) -> None:
    with process(form, 20000, subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(1)
        child.stdout.close()
        assert (child.wait(30), child.stderr.read()) == (141, b"")


@pytest.mark.parametrize("form", ["table", "csv"])
def test_nothing_is_said_of_an_answer_that_nobody_takes(form: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with process(form, 1, writing) as child:
        os.close(writing)
        assert child.stderr is not None
        assert (child.wait(30), child.stderr.read()) == (141, b"")
