"""The page of a citation: the words, the document, the day, where to look them up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from hostile_record import MARKUP, hostile
from page_site import Html, served

from archives import example_records, put
from memcon.archive import open_archive
from memcon.web.pages import citations, documents

FORMS = ("text", "markdown", "bibtex", "csl")


@pytest.fixture(scope="module")
def site(example_archive: Path) -> Iterator[TestClient]:
    with open_archive(example_archive, write=False) as archive:
        yield served(archive, citations, documents)


def cited(site: TestClient, **asked: str | int) -> str:
    answer = site.get(f"/citations?{urlencode(asked)}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_citation_of_a_statement_has_words_speaker_document_day_and_link(site: TestClient) -> None:
    record = next(one for one in example_records() if one.statements and one.document.published)
    said = next(one for one in record.statements if one.speakers)
    names = {actor.id: actor.name for actor in record.actors}
    text = cited(site, id=f"{record.document.id}/{said.id}", format="text")
    words = " ".join(said.content[0].text.split())
    assert words.translate(str.maketrans("“”", "‘’")).replace('"', "'") in text
    assert names[said.speakers[0]] in text
    assert (record.document.title or "Untitled") in text
    assert (record.document.published or "")[:4] in text
    link = text.rpartition(" ")[2]
    assert link.startswith(f"http://testserver/documents/{record.document.id}?at=")
    page = site.get(link.removeprefix("http://testserver"))
    assert f'data-ref="{said.id}"' in page.text


def test_page_has_every_form_and_each_can_be_had_alone(site: TestClient) -> None:
    record = example_records()[0]
    id = f"{record.document.id}/{record.acts[0].id}"
    page = Html(cited(site, id=id))
    for form in FORMS:
        answer = site.get(f"/citations?{urlencode({'id': id, 'format': form})}")
        assert answer.headers["content-type"].startswith("text/plain")
        assert " ".join(answer.text.split()) in page.words
    (item,) = json.loads(cited(site, id=id, format="csl"))
    assert item["note"] == record.document.id
    assert cited(site, id=id, format="bibtex").startswith("@misc{")


def test_any_stretch_of_words_can_be_cited(site: TestClient) -> None:
    document = example_records()[0].document
    text = cited(site, id=document.id, start=20, end=60, format="text")
    words = " ".join(document.text[20:60].split())
    assert text.startswith(f"“{words.translate(str.maketrans('“”', '‘’'))}”".replace('"', "'"))
    assert "?at=20-60" in text


def test_words_of_a_finding_keep_its_speaker_and_a_part_of_them_its_place(
    site: TestClient,
) -> None:
    record = next(one for one in example_records() if one.acts and one.acts[0].by)
    act = record.acts[0]
    id = f"{record.document.id}/{act.id}"
    start, end = act.content.start, act.content.end
    alone = cited(site, id=id, format="text")
    assert cited(site, id=id, start=start, end=end, format="text") == alone
    assert "finding=" in alone
    part = cited(site, id=id, start=start, end=end - 1, format="text")
    assert f"?at={start}-{end - 1}" in part
    assert "finding=" not in part
    assert (
        part.partition("”")[2].partition(", in:")[0]
        == alone.partition("”")[2].partition(", in:")[0]
    )


def test_document_is_cited_without_words_of_it(site: TestClient) -> None:
    document = example_records()[0].document
    text = cited(site, id=document.id, format="text")
    assert document.title is not None
    assert text.startswith(f"“{document.title}”")
    assert text.endswith(f"Record: http://testserver/documents/{document.id}")


def test_who_narrates_is_always_said(site: TestClient) -> None:
    for record in example_records():
        page = Html(cited(site, id=record.document.id)).words
        known = record.document.narrator
        assert ("no narrator is known" in page) == (known is None)
        assert known is None or "in the voice of" in page


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"id": "doc:0000000000000000"}, 404),
        ({"id": "VAR"}, 404),
        ({"id": "{id}/act:999"}, 404),
        ({"id": "{id}", "start": 9, "end": 3}, 400),
        ({"id": "{id}", "start": 9}, 400),
        ({"id": "{id}", "start": 0, "end": 99_999_999}, 400),
        ({"id": "{id}", "format": "html"}, 422),
        ({}, 422),
    ],
)
def test_what_cannot_be_cited_is_told(
    asked: dict[str, str | int], status: int, site: TestClient
) -> None:
    id = example_records()[0].document.id
    filled = {name: str(value).replace("{id}", id) for name, value in asked.items()}
    assert site.get(f"/citations?{urlencode(filled)}").status_code == status


def test_links_lead_to_where_readers_reach_the_server(example_archive: Path) -> None:
    with open_archive(example_archive, write=False) as archive:
        site = served(archive, citations)
        state = site.app.state.site  # type: ignore[attr-defined]
        state.options = type(state.options)(public_url="https://records.example")
        text = cited(site, id=example_records()[0].document.id, format="text")
    assert "https://records.example/documents/doc:" in text


@pytest.mark.parametrize("url", ["javascript:alert(1)//", "https://news.example/a)(<b>\u202e"])
def test_markup_in_every_field_is_shown_as_text(tmp_path: Path, url: str) -> None:
    record = hostile(url)
    with open_archive(tmp_path / "archive.db", create=True) as archive:
        put(archive, [record])
        site = served(archive, citations)
        for local in ("", "/statement:1", "/commitment:1", "/person:sol", "/event:1"):
            page = Html(cited(site, id=record.document.id + local))
            assert page.tags.count("script") == 2  # the site's own
            assert page.tags.count("img") == 1  # its mark
            assert all(href.startswith("/") or href == "#main" for href in page.links)
            assert MARKUP in page.words
            markdown = cited(site, id=record.document.id + local, format="markdown")
            assert "<script>" not in markdown
            assert "javascript:" not in markdown
            assert "\u202e" not in markdown
        assert site.get(f"/citations?{urlencode({'id': MARKUP})}").status_code == 404
