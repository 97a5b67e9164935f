"""The page of a search: passages with their words marked, whose documents, facets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from page_site import Html, document, served

from archives import put
from comparing import Said
from memcon.analysis.answer import Citation
from memcon.analysis.search import Found
from memcon.archive import open_archive
from memcon.web.pages import search

MARKUP = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    ours = document(
        [
            Said(text=f"Ostria backs the harbour {MARKUP} treaty", act="support"),
            Said(text="Varnia opposed a toll on lanterns", by="BBB", act="oppose"),
        ],
        narrator="AAA",
        title=f"Talks on harbours {MARKUP}",
        day="2031-05-04",
    )
    with open_archive(tmp_path_factory.mktemp("a") / "a.db", create=True) as archive:
        put(archive, [ours])
        yield served(archive, search)


def page(client: TestClient, address: str, status: int = 200) -> Html:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return Html(answer.text)


def test_words_that_were_looked_for_are_marked(client: TestClient) -> None:
    shown = page(client, "/search?words=harbour+treaty")
    assert shown.inside("mark") == "harbour treaty"
    assert "4 May 2031" in shown.words
    assert "Ostria" in shown.inside("li")
    assert [link for link in shown.links if link.startswith("/documents/") and "at=" in link]


def test_markup_in_a_document_stays_words(client: TestClient) -> None:
    shown = page(client, "/search?words=harbour")
    assert MARKUP in shown.inside("h2")
    assert shown.inside("script") == ""


def test_facets_lead_on(client: TestClient) -> None:
    shown = page(client, "/search?words=harbour")
    assert "/search?words=harbour&narrator=AAA" in shown.links
    assert "/search?words=harbour&since=2031&until=2031" in shown.links
    chosen = page(client, "/search?words=harbour&narrator=AAA")
    assert "Narrator: Ostria" in " ".join(chosen.words.split())


def test_without_words_or_filter_there_is_the_form_and_what_to_give(client: TestClient) -> None:
    shown = page(client, "/search")
    assert "Give words to look for" in shown.words
    assert page(client, "/search?since=2031").words.count("Give words to look for") == 1


def test_nothing_found_says_what_to_try(client: TestClient) -> None:
    assert "Give fewer of them" in page(client, "/search?words=xylophone").words


@pytest.mark.parametrize(
    "words",
    ['"unclosed', "-only", "a* OR (", "' OR '1'='1", "<b>", "%", "words:x", "\N{PILE OF POO}"],
)
def test_operators_of_databases_are_no_fault(client: TestClient, words: str) -> None:
    answer = client.get("/search", params={"words": words})
    assert answer.status_code in (200, 400)
    Html(answer.text)


def test_stars_of_the_text_itself_do_not_mark_the_wrong_words() -> None:
    row = Found(
        day=None, publisher=None, title=None, snippet="the **harbour** treaty and ** two stars",
        document="doc:0123456789abcdef", passages=1, score=1.0,
        evidence=Citation(document="doc:0123456789abcdef"),
    )  # fmt: skip
    assert [(one.words, one.marked) for one in search.pieces(row)] == [
        ("the ", False),
        ("harbour", True),
        (" treaty and ** two stars", False),
    ]
