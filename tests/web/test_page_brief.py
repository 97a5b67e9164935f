"""The page of a brief, and the brief as a file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from fastapi.testclient import TestClient
from page_site import Html, account, served

from archives import put
from comparing import Said
from memcon.archive import Archive, open_archive
from memcon.web.pages import brief

HOSTILE = "<script>alert(1)</script>"
TOLD = account(
    [
        Said(
            text=f"Ostria will pay {HOSTILE} a tenth of its dues by 2032",
            act="pledge",
            bound="will",
            limit=("2032-01-01", "by 2032"),
        )
    ],
    narrator="AAA",
    title=f"Talks & {HOSTILE}",
    published="2031-05-05",
)
TOLD = TOLD.model_copy(
    update={
        "document": TOLD.document.model_copy(update={"url": "javascript:alert(1)"}),
        "commitments": [one.model_copy(update={"to": ["BBB"]}) for one in TOLD.commitments],
        "acts": [one.model_copy(update={"to": ["BBB"]}) for one in TOLD.acts],
    }
)
ASKED = "a=Ostria&b=BBB&today=2033-06-01"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path: Path = tmp_path_factory.mktemp("brief") / "archive.db"
    with open_archive(path, create=True) as made:
        put(made, [TOLD])
        yield made


@pytest.fixture
def client(archive: Archive) -> TestClient:
    return served(archive, brief)


def got(client: TestClient, path: str, status: int = 200) -> Html:
    response = client.get(path)
    assert response.status_code == status
    assert HOSTILE not in response.text
    return Html(response.text)


def test_every_line_is_cited_and_every_note_leads_to_its_words(client: TestClient) -> None:
    page = got(client, f"/brief?{ASKED}")
    assert page.inside("h1") == "Ostria and Varnia"
    assert "due 1 January 2032, overdue" in page.words
    assert f"Ostria will pay {HOSTILE} a tenth" in page.words
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert {"note-1", "ref-1", "notes"} <= set(inner) <= set(page.ids)
    assert [link for link in page.links if link.startswith(f"/documents/{TOLD.document.id}?at=")]
    assert f"/commitments/{TOLD.document.id}/commitment:1" in page.links
    assert f"/meetings/{TOLD.document.id}/meeting:1" in page.links


def test_address_of_a_document_that_is_none_of_the_web_is_no_link(client: TestClient) -> None:
    assert "javascript:" not in client.get(f"/brief?{ASKED}").text


def test_the_same_as_files(client: TestClient) -> None:
    page = got(client, f"/brief?{ASKED}")
    files = [link for link in page.links if link.startswith("/brief.")]
    assert [link.partition("?")[0] for link in files] == ["/brief.docx", "/brief.md", "/brief.html"]
    word, mark, html = (client.get(link) for link in files)
    paragraphs = [one.text for one in Document(io.BytesIO(word.content)).paragraphs]
    assert paragraphs[:2] == [
        "Ostria and Varnia",
        "Written for 1 June 2033 · last met 4 May 2031 · changes since 4 May 2030",
    ]
    assert word.headers["content-disposition"] == 'attachment; filename="brief-AAA-BBB.docx"'
    assert mark.text.startswith("# Ostria and Varnia\n")
    assert HOSTILE not in html.text
    assert client.get(files[0]).content == word.content


def test_nothing_asked_is_a_form(client: TestClient) -> None:
    page = got(client, "/brief")
    assert page.tags.count("input") == 5  # with the search field of every page
    assert "Make the brief" in page.inside("button")


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("a=Ostria", 200, "give the other one, too"),
        ("a=Ostria&b=Nowhere", 404, "no actor of the archive goes by that name"),
        ("a=Ostria&b=AAA", 400, "these are one actor"),
    ],
)
def test_brief_that_cannot_be_made_is_told_above_the_form(
    client: TestClient, asked: str, status: int, words: str
) -> None:
    page = got(client, f"/brief?{asked}", status)
    assert words in page.words
    assert "Make the brief" in page.inside("button")


@pytest.mark.parametrize("asked", ["a=Ostria&b=BBB&today=soon", "a=Ostria&b=BBB&since=2031-13"])
def test_day_that_is_none(client: TestClient, asked: str) -> None:
    got(client, f"/brief?{asked}", 422)


def test_file_of_nothing_is_refused(client: TestClient) -> None:
    got(client, "/brief.docx", 400)
    assert client.get(f"/brief.pdf?{ASKED}").status_code == 422
