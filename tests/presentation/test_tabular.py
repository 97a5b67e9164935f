"""An answer of the analysis as text."""

from __future__ import annotations

import csv
import io
import json
from typing import Annotated

import pytest
from pydantic import Field

from memcon.analysis.answer import SHOWN, Answer, Citation, Model
from memcon.presentation.tabular import FORMATS, Rows, remarks, write_answer


class Pledge(Model):
    by: Annotated[list[str], Field(description="who", json_schema_extra=SHOWN)]
    share: Annotated[float, Field(description="how much")]
    evidence: Annotated[Citation, Field(description="the words")]


ROW = Pledge(
    by=["XOS", "XVA"],
    share=0.25,
    evidence=Citation(document="doc:1", start=3, end=9, words="=forty"),
)
ANSWER = Rows(
    Answer(
        model=Pledge, rows=[ROW], total=7, facets={"by": [("XOS", 7)]}, notes=["One is left out"]
    )
)


def written(form: str) -> str:
    stream = io.StringIO()
    write_answer(ANSWER, form=form, stream=stream)
    return stream.getvalue()


def test_json_has_rows_facets_total_and_notes() -> None:
    content = json.loads(written("json"))
    assert content["rows"] == [ROW.model_dump(mode="json")]
    assert content["facets"] == {"by": [{"value": "XOS", "count": 7}]}
    assert (content["total"], content["notes"]) == (7, ["One is left out"])
    assert json.loads(written("jsonl")) == content["rows"][0]


def test_csv_has_every_part_and_no_formula() -> None:
    (row,) = csv.DictReader(io.StringIO(written("csv")))
    assert (row["by"], row["share"]) == ("XOS; XVA", "0.25")
    assert (row["evidence_start"], row["evidence_words"]) == ("3", "'=forty")


def test_markdown_has_the_shown_columns_and_the_facets() -> None:
    assert written("md") == "| by |\n| --- |\n| XOS; XVA |\n\n- by: XOS (7)\n"


def test_what_is_said_beside_an_answer_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert remarks(ANSWER) == ["these are 1 of 7", "One is left out"]
    for form in FORMATS:
        written(form)
    assert capsys.readouterr() == ("", "")


def test_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="no format 'table'"):
        written("table")
