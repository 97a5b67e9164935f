"""The page of who meets whom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_site import Html, served

from memcon.archive import open_archive
from memcon.web import downloads
from memcon.web.pages import network


@pytest.fixture(scope="module")
def site(example_archive: Path) -> Iterator[TestClient]:
    with open_archive(example_archive, write=False) as archive:
        yield served(archive, network, downloads)


def test_ties_lead_to_actors_pairs_and_meetings(site: TestClient) -> None:
    page = Html(site.get("/network").text)
    rows = site.get("/network.json").json()["rows"]
    assert len(rows) > 3
    for row in rows:
        a, b = row["a"], row["b"]
        for link in (f"/actors/{a}", f"/actors/{b}", f"/pairs/{a}/{b}"):
            assert link in page.links
        assert f"/meetings?actors={a}&actors={b}" in page.links
    assert "svg" in page.tags
    assert "Who meets whom" in page.inside("figcaption")


def test_periods_are_links(site: TestClient) -> None:
    page = Html(site.get("/network").text)
    assert "/network?since=2024&until=2024" in page.links
    year = Html(site.get("/network?since=2024&until=2024").text)
    assert "/network?since=2025&until=2025" in year.links, "from one year to the next"
    assert "China" not in year.inside("table")
    assert "Varnia" in year.inside("table")


def test_the_drawing_is_of_the_whole_whatever_rows_are_shown(site: TestClient) -> None:
    first = Html(site.get("/network?limit=1").text)
    for link in ("/actors/CHN", "/actors/XVA"):
        assert link in first.links
    (following,) = (link for link in first.links if "cursor=" in link)
    second = Html(site.get(following).text)
    assert second.inside("figcaption") == first.inside("figcaption")


def test_persons_and_the_surroundings_of_an_actor(site: TestClient) -> None:
    page = Html(site.get("/network?between=persons").text)
    assert "/pairs/person:mirel-dovanu/person:tomas-helverin" in page.links
    own = Html(site.get("/network?actor=IND&own=true").text)
    assert "/pairs/CHN/IND" in own.links
    assert "/pairs/CHN/RUS" not in own.links


def test_nothing_is_told_and_wrong_questions_are(site: TestClient) -> None:
    nothing = site.get("/network?until=1950")
    assert nothing.status_code == 200
    assert "No meeting of two fits" in Html(nothing.text).words
    assert site.get("/network?actor=nobody of this name").status_code == 404
    assert site.get("/network?between=groups").status_code == 422
    assert site.get("/network?top=1").status_code == 422
    assert site.get("/network?since=soon").status_code == 422
