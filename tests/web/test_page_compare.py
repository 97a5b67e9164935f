"""The page of a comparison: choosing, marks, labels, filters, files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from page_site import Html, account, served

from archives import put
from comparing import Said
from memcon.analysis.compare import compare as comparison_of
from memcon.archive import Archive, open_archive
from memcon.record import Record
from memcon.web.comparing import compared
from memcon.web.pages import compare

HOSTILE = "<script>alert(1)</script>"
EARLIER = account(
    [
        Said(text="Ostria will build forty ferries for the northern strait by 2030", act="pledge"),
        Said(text="Ostria welcomes the opening of the lighthouse school in Kasbrod"),
        Said(text=f"The herring fleet of Varnia is larger than {HOSTILE} ever before"),
    ],
    narrator="AAA",
    title=f"Ferries and herring {HOSTILE}",
    published="2031-05-05",
)
LATER = account(
    [
        Said(text="Ostria will build fifty ferries for the northern strait by 2030", act="pledge"),
        Said(text="Ostria welcomes the opening of the lighthouse school in Kasbrod"),
        Said(text="Varnia proposes a common weather service for sailors", by="BBB"),
    ],
    narrator="BBB",
    title="Ferries and weather",
    published="2031-06-05",
)
A, B = EARLIER.document.id, LATER.document.id


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path: Path = tmp_path_factory.mktemp("compare") / "archive.db"
    with open_archive(path, create=True) as made:
        put(made, [EARLIER, LATER])
        yield made


@pytest.fixture
def client(archive: Archive) -> TestClient:
    return served(archive, compare)


def address(**given: str | list[str]) -> str:
    return f"/compare?{urlencode({'a': A, 'b': B, 'mode': 'sequence'} | given, doseq=True)}"


def got(client: TestClient, path: str, status: int = 200) -> Html:
    response = client.get(path)
    assert response.status_code == status
    assert HOSTILE not in response.text
    return Html(response.text)


def test_two_documents_stand_side_by_side_with_marks_and_labels(client: TestClient) -> None:
    page = got(client, address())
    assert "forty" in page.inside("del")
    assert "fifty" in page.inside("ins")
    assert "ferries" not in page.inside("del") + page.inside("ins")
    for words in ("not in B", "new in B", "repeated", "Ferries and weather", HOSTILE):
        assert words in page.words
    # what a mark means is there in words, too
    assert "only in A: forty (end)" in page.words


def test_each_side_leads_to_its_words_and_to_a_citation(client: TestClient) -> None:
    links = got(client, address()).links
    for record in (EARLIER, LATER):
        span = record.statements[0].content[0]
        at = f"/documents/{record.document.id}?at={span.start}-{span.end}&quote="
        assert [link for link in links if link.startswith(at)]
        assert f"/citations?id={record.document.id.replace(':', '%3A')}" in " ".join(links)


def test_labels_filter_and_say_how_many_there_are(client: TestClient) -> None:
    page = got(client, address())
    (dropped,) = [link for link in page.links if "label=dropped" in link and "#" in link]
    shown = got(client, dropped.partition("#")[0])
    assert shown.inside("blockquote").startswith("The herring fleet")
    assert "lighthouse" not in shown.inside("blockquote")
    # a second label is added, the first is taken away again by the same link
    (both,) = [link for link in shown.links if "label=dropped&label=new" in link]
    assert "weather service" in got(client, both.partition("#")[0]).inside("blockquote")
    assert [link for link in shown.links if link == f"{address()}#statements"]


def test_redline_is_one_text(client: TestClient) -> None:
    page = got(client, address(view="redline"))
    words = page.inside("blockquote")
    assert "only in A: forty (end) only in B: fifty (end) ferries" in words
    assert words.count("lighthouse school") == 1
    assert "herring fleet" in page.inside("del")
    assert "weather service" in page.inside("ins")


@pytest.mark.parametrize("labels", [[], ["dropped", "new"]])
def test_files_have_exactly_what_is_shown(client: TestClient, labels: list[str]) -> None:
    page = got(client, address(label=labels))
    files = {link.partition("?")[0]: link for link in page.links if link.startswith("/compare.")}
    rows = list(csv.DictReader(io.StringIO(client.get(files["/compare.csv"]).text)))
    shown = page.inside("blockquote")
    assert [row for row in rows if (row["a_text"] or row["b_text"]).split()[0] in shown] == rows
    assert len(rows) == page.tags.count("blockquote") - sum(
        bool(row["a_text"] and row["b_text"]) for row in rows
    )
    assert {row["label"] for row in rows} >= set(labels)
    lines = client.get(files["/compare.jsonl"]).text.splitlines()
    whole = client.get(files["/compare.json"])
    assert [json.loads(line) for line in lines] == whole.json()["rows"]
    assert len(lines) == len(rows)
    assert whole.headers["content-disposition"] == 'attachment; filename="memcon-compare.json"'


def test_sides_can_be_exchanged(client: TestClient) -> None:
    exchanged = f"a={B.replace(':', '%3A')}&b="
    (turned,) = [link for link in got(client, address()).links if exchanged in link]
    assert "fifty" in got(client, turned).inside("del")


def test_accounts_of_one_meeting(client: TestClient) -> None:
    page = got(client, f"/compare?{urlencode({'a': f'{A}/meeting:1'})}")
    assert "A and B are compared as accounts of one meeting" in page.words
    assert "only in A's account" in page.words


def test_documents_are_chosen_by_words_of_their_titles(client: TestClient) -> None:
    page = got(client, "/compare?a=ferries&b=weath")
    assert page.tags.count("input") >= 5
    assert "Ferries and weather" in page.words
    assert "Nothing in the archive is called 'xyzzy'" in got(client, "/compare?a=xyzzy").words


def test_a_document_alone_is_offered_with_what_is_near_to_it(client: TestClient) -> None:
    page = got(client, f"/compare?a={A}")
    assert "another account of the same meeting" in page.words
    assert B in client.get(f"/compare?a={A}").text


def test_nothing_asked_is_a_form(client: TestClient) -> None:
    page = got(client, "/compare")
    assert "Find" in page.inside("button")
    assert "Choose" not in page.inside("h2")


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({"a": A, "b": "doc:0000000000000000"}, 404, "no such document"),
        ({"a": A, "b": B, "label": "other"}, 422, "Labels"),
        ({"a": A, "b": B, "mode": "'; DROP TABLE documents"}, 422, "Kind"),
        ({"a": "x" * 400}, 422, "A"),
        ({"a": f"{A}/act:1", "b": B}, 400, "acts cannot be compared"),
    ],
)
def test_what_cannot_be_compared_is_told_on_the_page(
    client: TestClient, query: dict[str, str], status: int, words: str
) -> None:
    page = got(client, f"/compare?{urlencode(query)}", status)
    assert words in page.words
    assert "Find" in page.inside("button")


def test_meeting_that_one_document_tells_of_offers_others(
    tmp_path: Path,
) -> None:
    alone: Record = EARLIER
    with open_archive(tmp_path / "one.db", create=True) as made:
        put(made, [alone])
        page = got(served(made, compare), f"/compare?{urlencode({'a': f'{A}/meeting:1'})}")
    assert "One document alone tells of this meeting" in page.words


def test_answer_that_a_browser_has_is_not_sent_again(client: TestClient) -> None:
    tag = client.get(address()).headers["etag"]
    assert client.get(address(), headers={"If-None-Match": tag}).status_code == 304


def test_notes_name_other_statements_by_their_words(archive: Archive) -> None:
    made = comparison_of(EARLIER, LATER, mode="sequence")
    first = made.rows[0].model_copy(update={"notes": ("the rest is matched by B's statement:2",)})
    with archive.reading() as connection:
        shown = compared(connection, made.model_copy(update={"rows": (first, *made.rows[1:])}))
    words = "Ostria welcomes the opening of the lighthouse school …"
    assert f"the rest is matched by B's “{words}”" in shown.pairs[0].remarks
