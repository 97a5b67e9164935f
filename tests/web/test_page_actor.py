"""The page of an actor: all of it leads somewhere, names lead to ids, several to a choice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_site import Html, served
from sqlalchemy import update

from memcon.archive import open_archive
from memcon.archive.schema import actors
from memcon.web import downloads
from memcon.web.pages import actor


@pytest.fixture(scope="module")
def site(example_archive: Path) -> Iterator[TestClient]:
    with open_archive(example_archive, write=False) as archive:
        yield served(archive, actor, downloads)


def test_a_state_has_its_parts(site: TestClient) -> None:
    answer = site.get("/actors/XOS")
    assert answer.status_code == 200
    page = Html(answer.text)
    assert page.inside("h1") == "Ostria"
    for heading in (
        "Meets most", "Newest meetings", "People in office", "Positions", "Open commitments",
        "Set phrases it uses",
    ):  # fmt: skip
        assert heading in page.inside("h2")
    assert "/pairs/XOS/XVA" in page.links
    assert "/positions/statements?actor=XOS&issue=trade" in page.links
    assert any(link.startswith("/documents/") for link in page.links)
    assert any(link.startswith("/meetings/doc:") for link in page.links)
    assert "Tomáš Helverin" in page.words


def test_a_person_has_offices_and_a_side(site: TestClient) -> None:
    page = Html(site.get("/actors/person:tomas-helverin").text)
    assert page.inside("h1") == "Tomáš Helverin"
    assert "Speaks for Ostria" in page.words
    assert "Offices" in page.inside("h2")
    assert "Set phrases" not in page.inside("h2")
    assert "/pairs/person:tomas-helverin/person:mirel-dovanu" in page.links


def test_the_chart_is_a_drawing_with_a_table(site: TestClient) -> None:
    page = Html(site.get("/actors/XOS").text)
    assert "svg" in page.tags
    assert "Ostria by quarter" in page.inside("figcaption")
    assert "January to March 2024" in page.inside("figure")


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_every_table_can_be_taken_as_it_is_shown(site: TestClient, form: str) -> None:
    page = Html(site.get("/actors/XOS").text)
    files = [link for link in page.links if re.match(rf"/[a-z/]+\.{form}\?", link)]
    assert len(files) == 6
    for link in files:
        assert "limit=" in link
        assert site.get(link).status_code == 200


def test_the_files_have_the_rows_of_the_page(site: TestClient) -> None:
    page = Html(site.get("/actors/XOS").text)
    (link,) = (one for one in page.links if one.startswith("/meetings.json?"))
    rows = site.get(link).json()["rows"]
    assert [f"/meetings/{row['id']}" for row in rows] == list(
        dict.fromkeys(one for one in page.links if one.startswith("/meetings/doc:"))
    )


@pytest.mark.parametrize("name", ["Ostria", "ostria", "XOS "])
def test_a_name_leads_to_the_id(site: TestClient, name: str) -> None:
    answer = site.get(f"/actors/{name}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/actors/XOS"


def test_nobody_of_a_name_is_told_with_who_comes_near(site: TestClient) -> None:
    answer = site.get("/actors/Mirel Dovanou")
    assert answer.status_code == 404
    assert "person:mirel-dovanu" in answer.text


def test_one_name_of_several_is_a_choice(example_archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(example_archive.read_bytes())
    with open_archive(copy) as archive:
        with archive.writing() as connection:
            connection.execute(
                update(actors)
                .where(actors.c.id == "person:greta-lundmar")
                .values(name="Mirel Dovanu")
            )
        answer = served(archive, actor).get("/actors/Mirel Dovanu")
        assert answer.status_code == 300
        page = Html(answer.text)
        assert page.inside("h2") == "Mirel Dovanu Mirel Dovanu"
        wanted = ["/actors/person:mirel-dovanu", "/actors/person:greta-lundmar"]
        assert [link for link in page.links if link.startswith("/actors/")] == wanted


def test_names_of_documents_are_text(example_archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(example_archive.read_bytes())
    hostile = "<script>alert('x')</script>"
    with open_archive(copy) as archive:
        with archive.writing() as connection:
            connection.execute(update(actors).where(actors.c.id == "XVA").values(name=hostile))
        site = served(archive, actor)
        for path in ("/actors/XVA", "/actors/XOS"):
            answer = site.get(path)
            assert answer.status_code == 200
            assert "<script>alert" not in answer.text
            Html(answer.text)
