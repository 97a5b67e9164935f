"""The page of two actors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_site import Html, served

from memcon.analysis.brief import brief
from memcon.archive import open_archive
from memcon.web import downloads
from memcon.web.pages import pair


@pytest.fixture(scope="module")
def site(example_archive: Path) -> Iterator[TestClient]:
    with open_archive(example_archive, write=False) as archive:
        yield served(archive, pair, downloads)


def test_two_states_have_all_that_is_between_them(site: TestClient) -> None:
    answer = site.get("/pairs/XOS/XVA")
    assert answer.status_code == 200
    page = Html(answer.text)
    assert page.inside("h1") == "Ostria and Varnia"
    headings = page.inside("h2")
    for heading in (
        "Meetings", "Ostria towards Varnia", "Varnia towards Ostria",
        "Positions on issues between them", "Set phrases that both use", "At a glance",
    ):  # fmt: skip
        assert heading in headings
    for link in ("/actors/XOS", "/actors/XVA", "/brief?a=XOS&b=XVA"):
        assert link in page.links
    assert any(link.startswith("/compare?a=doc%3A") for link in page.links)
    assert any(link.startswith("/changes?by=XOS&by=XVA") for link in page.links)
    assert "svg" in page.tags


def test_positions_are_those_of_the_brief(site: TestClient, example_archive: Path) -> None:
    page = Html(site.get("/pairs/XOS/XVA").text)
    with open_archive(example_archive, write=False) as archive, archive.reading() as connection:
        made = brief(connection, "XOS", "XVA", today="2026-06-01")
    assert made.positions
    for row in made.positions:
        assert f"{row.name} Ostria: {row.a.stance}; Varnia: {row.b.stance}" in page.words


def test_two_who_never_met_have_a_page_that_says_so(site: TestClient) -> None:
    page = Html(site.get("/pairs/XOS/IND").text)
    assert "No meeting of both" in page.words
    assert "/compare?" not in " ".join(page.links)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/pairs/Ostria/XVA", "/pairs/XOS/XVA"),
        ("/pairs/XOS/Mirel Dovanu", "/pairs/XOS/person:mirel-dovanu"),
    ],
)
def test_names_lead_to_ids(site: TestClient, path: str, target: str) -> None:
    answer = site.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, target)


def test_one_actor_is_no_pair_and_nobody_is_unknown(site: TestClient) -> None:
    assert site.get("/pairs/XOS/Ostria").status_code == 400
    assert site.get("/pairs/XOS/nobody of this name").status_code == 404


def test_every_table_can_be_taken(site: TestClient) -> None:
    page = Html(site.get("/pairs/XOS/XVA").text)
    files = [link for link in page.links if ".csv?" in link]
    assert len(files) >= 3
    assert all(site.get(link).status_code == 200 for link in files)
