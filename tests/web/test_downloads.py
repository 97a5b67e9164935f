"""Downloads: exactly the rows that the page of the same address shows."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from page_site import served

from memcon.archive import open_archive
from memcon.web import downloads, listing
from memcon.web.pages import ledger
from memcon.web.queries import QUESTIONS

# What is needed for a question to be asked at all.
NEEDED = {
    "search": "words=ferry",
    "positions": "by=XOS",
    "positions/map": "by=XOS",
    "positions/years": "by=XOS",
    "positions/statements": "actor=XOS&issue=trade",
    "changes": "by=XOS",
    "timeline": "a=XOS",
    "phrases": "phrases=Inner+Sea",
    "offices": "actor=XOS",
}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl",
}


@pytest.fixture(scope="module")
def client(example_archive: Path) -> Iterator[TestClient]:
    with open_archive(example_archive, write=False) as archive:
        yield served(archive, ledger, downloads)


def rows_of(text: str, form: str) -> list[dict[str, Any]]:
    if form == "csv":
        return list(csv.DictReader(StringIO(text)))
    if form == "jsonl":
        return [json.loads(line) for line in text.splitlines()]
    rows: list[dict[str, Any]] = json.loads(text)["rows"]
    return rows


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - {"compare"}))
def test_every_question_can_be_taken_as_a_file_in_each_form(client: TestClient, name: str) -> None:
    found = {}
    for form, media in TYPES.items():
        answer = client.get(f"/{name}.{form}?{NEEDED.get(name, '')}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == media
        disposition = answer.headers["content-disposition"]
        assert disposition.startswith("attachment; filename=")
        assert disposition.endswith(f'.{form}"')
        assert "/" not in disposition
        found[form] = rows_of(answer.text, form)
    assert len(found["csv"]) == len(found["json"]) == len(found["jsonl"])
    assert found["json"] == found["jsonl"]


@pytest.mark.parametrize(
    "query",
    ["", "by=XOS", "sort=times", "with_deadline=true&sort=deadline", "limit=5", "words=trade"],
)
def test_a_file_has_the_rows_of_the_page_in_their_order(client: TestClient, query: str) -> None:
    page = client.get(f"/ledger?{query}").text
    shown = [part.split('"')[0] for part in page.split('<tr id="')[1:]]
    assert shown
    for form in TYPES:
        text = client.get(f"/ledger.{form}?{query}").text
        assert [row["id"] for row in rows_of(text, form)] == shown


def test_the_second_page_is_the_second_page_of_the_file(client: TestClient) -> None:
    first = client.get("/ledger?limit=4").text
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    page = client.get(following).text
    shown = [part.split('"')[0] for part in page.split('<tr id="')[1:]]
    assert len(shown) == 4
    assert not set(shown) & {part.split('"')[0] for part in first.split('<tr id="')[1:]}
    text = client.get(following.replace("/ledger?", "/ledger.jsonl?")).text
    assert [row["id"] for row in rows_of(text, "jsonl")] == shown


def test_the_page_links_to_its_files_with_its_own_query(client: TestClient) -> None:
    page = client.get("/ledger?by=XOS&sort=first").text
    for form in TYPES:
        assert f'href="/ledger.{form}?by=XOS&amp;sort=first"' in page


def test_a_wrong_filter_is_told_and_gives_no_file(client: TestClient) -> None:
    answer = client.get("/ledger.csv?strength=iron")
    assert answer.status_code in (400, 422)
    assert "content-disposition" not in answer.headers


def test_parameters_that_there_are_not_are_passed_over() -> None:
    query = QUESTIONS["ledger"].query
    assert listing.read(query, {"by": ["XVA", "XOS"]}).filters()["by"] == "XOS"  # the last counts
