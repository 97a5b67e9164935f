"""The questions of the API: pages, facets, formats, entity tags."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from api_site import archive_of, copied, served
from fastapi.testclient import TestClient

from memcon.archive import human
from memcon.web.queries import QUESTIONS

NEEDED = {
    "search": "?words=trade",
    "offices": "?actor=XOS",
    "positions": "?by=XOS",
    "positions/years": "?by=XOS",
    "positions/map": "?by=XOS",
    "positions/statements": "?actor=XOS&issue=trade",
    "changes": "?by=XOS",
    "timeline": "?a=XOS",
    "phrases": "?phrases=Inner+Sea+Council",
}
WITH_ROWS = [name for name in QUESTIONS if name != "compare"]


@pytest.fixture(scope="module")
def client(example_archive: Path) -> Iterator[TestClient]:
    with served(example_archive) as client:
        yield client


def ask(client: TestClient, address: str) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_index_leads_to_every_question(client: TestClient) -> None:
    index = ask(client, "")
    assert [one["name"] for one in index["questions"]] == list(QUESTIONS)
    for one in index["questions"]:
        assert client.get(one["link"]).status_code in (200, 400)


@pytest.mark.parametrize("name", WITH_ROWS)
def test_an_answer_has_rows_of_its_kind(client: TestClient, name: str) -> None:
    answer = ask(client, f"{name}{NEEDED.get(name, '')}")
    assert {"rows", "total", "facets", "notes", "next"} <= answer.keys()
    for row in answer["rows"]:
        assert list(row) == list(QUESTIONS[name].row.model_fields)


@pytest.mark.parametrize(
    ("name", "limit"),
    [("meetings", 5), ("ledger", 9), ("events", 30), ("timeline", 10), ("network", 2)],
)
def test_pages_follow_one_another(client: TestClient, name: str, limit: int) -> None:
    given = NEEDED.get(name, "?")
    whole = ask(client, f"{name}{given}&limit=1000")["rows"]
    assert len(whole) > 2 * limit
    address: str | None = f"/api/v1/{name}{given}&limit={limit}"
    pages = []
    while address:
        answer = client.get(address)
        pages.append(answer.json()["rows"])
        following = answer.links.get("next", {}).get("url")
        assert (following is None) == (answer.json()["next"] is None)
        address = following
    assert all(len(page) == limit for page in pages[:-1])
    if name == "timeline":  # of which the first page has the latest periods
        pages.reverse()
    assert [row for page in pages for row in page] == whole


def test_the_next_page_keeps_the_filters(client: TestClient) -> None:
    first = client.get("/api/v1/meetings?actors=XOS&actors=XVA&status=held&limit=1")
    following = urlsplit(first.links["next"]["url"])
    assert following.query.startswith("actors=XOS&actors=XVA&status=held&limit=1&cursor=")


def test_a_change_of_the_archive_between_pages_is_told(
    example_archive: Path, tmp_path: Path
) -> None:
    with served(copied(example_archive, tmp_path), write=True) as client:
        first = client.get("/api/v1/meetings?limit=1").json()
        with archive_of(client).writing() as connection:
            document = first["rows"][0]["id"].partition("/")[0]
            human.review(connection, document, "confirm", who="A. Reader", at="2026-06-01T00:00:00")
        again = client.get(f"/api/v1/meetings?limit=1&cursor={first['next']}").json()
        assert "has changed" in again["notes"][0]
        assert again["rows"]


def test_facets_lead_to_what_they_count(client: TestClient) -> None:
    answer = ask(client, "ledger?limit=1000")
    assert answer["facets"].keys() == {"strength", "status", "issue"}
    for values in answer["facets"].values():
        for one in values:
            narrowed = client.get(one["link"]).json()
            assert narrowed["total"] == one["count"]
            chosen = [v for vs in narrowed["facets"].values() for v in vs if v["chosen"]]
            assert [value["value"] for value in chosen] == [one["value"]]
            back = client.get(chosen[0]["link"]).json()
            assert back["total"] == answer["total"]


def test_facets_that_narrow_nothing_have_no_link(client: TestClient) -> None:
    stances = ask(client, "positions?by=XOS")["facets"]["stance"]
    assert stances
    assert all(one["link"] is None and not one["chosen"] for one in stances)


def test_a_network_has_its_members(client: TestClient) -> None:
    answer = ask(client, "network")
    ids = {one["id"] for one in answer["members"]}
    assert ids
    assert answer["whole"] >= len(ids)
    assert {row[end] for row in answer["rows"] for end in ("a", "b")} <= ids


# Other formats ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITH_ROWS)
def test_lines_of_json_are_the_rows(client: TestClient, name: str) -> None:
    given = NEEDED.get(name, "?")
    whole = ask(client, f"{name}{given}&limit=1000")["rows"]
    answer = client.get(f"/api/v1/{name}{given}&format=jsonl")
    assert answer.headers["content-type"] == "application/jsonl"
    assert [json.loads(line) for line in answer.text.splitlines()] == whole
    file = f"{QUESTIONS[name].slug}.jsonl"
    assert answer.headers["content-disposition"] == f'attachment; filename="{file}"'


@pytest.mark.parametrize("name", ["ledger", "meetings", "events"])
def test_csv_has_a_line_a_row(client: TestClient, name: str) -> None:
    whole = ask(client, f"{name}?limit=1000")["rows"]
    answer = client.get(f"/api/v1/{name}?format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["id"] for row in rows] == [row["id"] for row in whole]


def test_files_have_all_rows_or_the_first(client: TestClient) -> None:
    total = ask(client, "events")["total"]
    assert total > 50  # which is the length of a page
    assert len(client.get("/api/v1/events?format=jsonl").text.splitlines()) == total
    assert len(client.get("/api/v1/ledger?format=jsonl&limit=3").text.splitlines()) == 3
    latest = ask(client, "timeline?a=XOS&limit=2")["rows"]
    lines = client.get("/api/v1/timeline?a=XOS&limit=2&format=jsonl").text.splitlines()
    assert [json.loads(line) for line in lines] == latest


def test_a_cursor_is_not_for_files(client: TestClient) -> None:
    cursor = ask(client, "ledger?limit=1")["next"]
    answer = client.get(f"/api/v1/ledger?limit=1&cursor={cursor}&format=csv")
    assert answer.status_code == 400
    assert answer.json()["error"]["where"] == "cursor"


# Entity tags ------------------------------------------------------------------------------------


def test_what_one_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/v1/ledger?limit=2")
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    assert first.headers["cache-control"] == "private, no-cache"
    for given in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = client.get("/api/v1/ledger?limit=2", headers={"If-None-Match": given})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    for address, given in (
        ("ledger?limit=2", '"other"'),
        ("ledger?limit=3", tag),
        ("meetings?limit=2", tag),
        ("ledger?limit=2&format=csv", tag),
    ):
        again = client.get(f"/api/v1/{address}", headers={"If-None-Match": given})
        assert again.status_code == 200, address


def test_a_tag_changes_with_the_archive(example_archive: Path, tmp_path: Path) -> None:
    with served(copied(example_archive, tmp_path), write=True) as client:
        first = client.get("/api/v1/meetings")
        tag = {"If-None-Match": first.headers["etag"]}
        document = first.json()["rows"][0]["id"].partition("/")[0]
        with archive_of(client).writing() as connection:
            human.review(connection, document, "confirm", who="A. Reader", at="2026-06-01T00:00:00")
        assert client.get("/api/v1/meetings", headers=tag).status_code == 200


def test_programs_without_cookies_have_the_same_tags(example_archive: Path) -> None:
    with served(example_archive) as client:
        first = client.get("/api/v1/ledger").headers["etag"]
        client.cookies.clear()
        assert client.get("/api/v1/ledger").headers["etag"] == first


def test_faults_have_no_tag(client: TestClient) -> None:
    answer = client.get("/api/v1/actors/nobody-known")
    assert answer.status_code == 404
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
