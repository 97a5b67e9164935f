"""The page of a timeline: the drawing and the table say the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_site import Html, served

from memcon.analysis.timeline import timeline as asked
from memcon.archive import open_archive
from memcon.web import downloads
from memcon.web.charts.periods import days, words
from memcon.web.pages import timeline


@pytest.fixture(scope="module")
def site(example_archive: Path) -> Iterator[TestClient]:
    with open_archive(example_archive, write=False) as archive:
        yield served(archive, timeline, downloads)


@pytest.mark.parametrize("by", ["month", "quarter", "year"])
def test_all_periods_are_drawn_and_listed(site: TestClient, example_archive: Path, by: str) -> None:
    with open_archive(example_archive, write=False) as archive, archive.reading() as connection:
        rows = asked(connection, "XOS", "XVA", by=by).rows  # type: ignore[arg-type]
    page = Html(site.get(f"/timeline?a=XOS&b=XVA&by={by}").text)
    assert page.ids.count("f-by") == 1
    assert [row.period for row in rows] == [one for one in page.ids if one[:2] == "20"]
    for row in rows:
        since, until = days(row.period)
        assert f"/meetings?actors=XOS&actors=XVA&since={since}&until={until}" in page.links
        assert words(row.period) in page.inside("figure")
    assert "svg" in page.tags


def test_the_actors_are_named_and_not_lettered(site: TestClient) -> None:
    page = Html(site.get("/timeline?a=Ostria&b=XVA&by=year").text)
    assert page.inside("h1") == "Timeline of Ostria and Varnia"
    assert "Ostria: cooperative" in page.words
    assert "a: acts" not in page.words


def test_one_actor_alone(site: TestClient) -> None:
    page = Html(site.get("/timeline?a=XOS&by=year").text)
    assert "Others: cooperative" in page.words
    assert "Joint acts" not in page.words


def test_the_file_has_the_rows_of_the_page(site: TestClient) -> None:
    path = "?a=XOS&b=XVA&by=quarter&since=2025"
    page = Html(site.get(f"/timeline{path}").text)
    rows = site.get(f"/timeline.json{path}").json()["rows"]
    assert [row["period"] for row in rows] == [one for one in page.ids if one[:2] == "20"]
    assert f"/timeline.json{path}" in page.links


def test_without_an_actor_it_asks_for_one(site: TestClient) -> None:
    answer = site.get("/timeline")
    assert answer.status_code == 200
    assert "Give an actor" in Html(answer.text).words
    assert site.get("/timeline?a=nobody of this name").status_code == 404
    assert site.get("/timeline?a=XOS&by=week").status_code == 422
    assert site.get("/timeline?a=XOS&b=Ostria").status_code == 400
