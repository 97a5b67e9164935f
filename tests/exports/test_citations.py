"""Citations: BibTeX read back by bibtexparser, CSL-JSON of the form that processors expect."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from exporting import count, written
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from sqlalchemy import Connection, select

from memcon.archive.schema import documents
from memcon.exports.citations import BIBTEX, CSL

# What https://docs.citationstyles.org and its csl-data form say of the fields that occur.
SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string", "minLength": 1},
            "type": {"enum": ["webpage", "article-newspaper"]},
            "title": {"type": "string"},
            "publisher": {"type": "string"},
            "container-title": {"type": "string"},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["literal"],
                    "additionalProperties": False,
                    "properties": {"literal": {"type": "string"}},
                },
            },
            "issued": {
                "type": "object",
                "required": ["date-parts"],
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 3,
                            "items": {"type": "integer"},
                        },
                    }
                },
            },
            "URL": {"type": "string", "pattern": "^https?://"},
            "language": {"type": "string"},
            "note": {"type": "string"},
        },
    },
}
ODD = "doc00000000000000ff"


@pytest.fixture(scope="module")
def bibtex(reviewed: Connection) -> str:
    return written(reviewed, BIBTEX)


@pytest.fixture(scope="module")
def items(reviewed: Connection) -> list[Any]:
    made: list[Any] = json.loads(written(reviewed, CSL))
    return made


def current(connection: Connection) -> list[Any]:
    query = select(documents).where(documents.c.status == "current").order_by(documents.c.id)
    return list(connection.execute(query))


def test_every_current_document_is_an_entry(reviewed: Connection, bibtex: str) -> None:
    library = parse_string(bibtex)
    assert library.failed_blocks == []
    rows = current(reviewed)
    assert [entry.key for entry in library.entries] == [row.id.replace(":", "") for row in rows]
    for row, entry in zip(rows, library.entries, strict=True):
        assert entry.entry_type == "misc"
        assert entry["note"] == row.id
        assert ("year" in entry.fields_dict) == (row.day is not None)
        if row.day:
            assert entry["date"] == row.day
    assert count(reviewed, BIBTEX) == count(reviewed, CSL) == len(rows)


def test_what_tex_takes_for_its_own_comes_back(bibtex: str) -> None:
    library = parse_string(bibtex, append_middleware=[LatexDecodingMiddleware()])
    entry = library.entries_dict[ODD]
    # The decoder takes \\textasciicircum for the accent on its own.
    title = re.sub(r"[{}]", "", entry["title"]).replace("\u02c6", "^")
    assert title == "Ports & “piers” \\ 50 % of_Norland $1 ~ #2^"
    assert entry["howpublished"] == "The Norland Gazette & Mail"
    raw = parse_string(bibtex).entries_dict[ODD]
    assert raw["title"] == (
        r"{Ports \& “piers” \textbackslash{} 50 \% of\_Norland \{\$1\} "
        r"\textasciitilde{} \#2\textasciicircum{}}"
    )
    assert raw["author"] == r"{Ida \{Q.\} Holm}"
    assert raw["url"] == "https://gazette.example/a?b=1&c=%7B2%7D"
    assert (raw["date"], raw["year"], raw["month"]) == ("2024-05-06", "2024", "may")


def test_no_field_has_a_brace_too_many(bibtex: str) -> None:
    for line in bibtex.splitlines():
        bare = re.sub(r"\\[{}]", "", line)
        if line.startswith("  "):
            assert bare.count("{") == bare.count("}"), line


def test_items_are_of_the_form_of_csl(reviewed: Connection, items: list[Any]) -> None:
    Draft202012Validator(SCHEMA).validate(items)
    assert [item["note"] for item in items] == [row.id for row in current(reviewed)]


def test_an_account_in_a_bodys_own_voice_is_by_the_body(
    reviewed: Connection, items: list[Any]
) -> None:
    for row, item in zip(current(reviewed), items, strict=True):
        assert item["type"] == ("webpage" if row.narrator else "article-newspaper")
        if row.narrator and row.publisher and not row.byline:
            assert item["author"] == [{"literal": row.publisher}]
            assert "publisher" not in item
    (odd,) = [item for item in items if item["id"] == ODD]
    assert odd["author"] == [{"literal": "Ida {Q.} Holm"}]
    assert odd["container-title"] == "The Norland Gazette & Mail"
    assert odd["issued"] == {"date-parts": [[2024, 5, 6]]}


def test_a_selection_narrows_both_down(reviewed: Connection) -> None:
    wanted = [row for row in current(reviewed) if row.day and row.day[:4] == "2025"]
    window = {"since": "2025-01-01", "until": "2025-12-31"}
    assert count(reviewed, BIBTEX, **window) == len(wanted) > 0
    assert json.loads(written(reviewed, CSL, until="1900-12-31")) == []
    assert written(reviewed, BIBTEX, until="1900-12-31") == ""
    assert 0 < count(reviewed, CSL, actor="person:ana-sol") < len(current(reviewed))
