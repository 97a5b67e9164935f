"""The heat map of positions, what a cell leads to, years, and changes of wording."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_site import Html, served

from memcon.analysis.stance_years import stance_map
from memcon.archive import open_archive
from memcon.web import downloads
from memcon.web.pages import positions


@pytest.fixture(scope="module")
def site(example_archive: Path) -> Iterator[TestClient]:
    with open_archive(example_archive, write=False) as archive:
        yield served(archive, positions, downloads)


def cell(actor: str, issue: str) -> str:
    return f"/positions/statements?actor={actor}&issue={issue}"


def test_every_actor_and_issue_with_acts_has_a_square_that_leads_to_the_words(
    site: TestClient, example_archive: Path
) -> None:
    page = Html(site.get("/positions?by=XOS&by=XVA&limit=1").text)
    with open_archive(example_archive, write=False) as archive, archive.reading() as connection:
        rows = stance_map(connection, by=["XOS", "XVA"], limit=500).rows
    assert len(rows) > 3
    for row in rows:
        assert cell(row.actor, row.issue) in page.links, "whatever page of the list is shown"
        assert row.stance in page.inside("table"), "in words, not by colour alone"


def test_a_year_is_chosen_by_a_link(site: TestClient) -> None:
    page = Html(site.get("/positions?by=XOS&by=XVA").text)
    assert "/positions?by=XOS&by=XVA&since=2024&until=2024" in page.links
    year = Html(site.get("/positions?by=XOS&by=XVA&since=2024&until=2024").text)
    assert f"{cell('XOS', 'trade')}&since=2024&until=2024" in year.links
    assert "/positions?by=XOS&by=XVA" in year.links, "back to all years"


def test_stances_over_the_years_are_drawn(site: TestClient) -> None:
    page = Html(site.get("/positions?by=XOS&by=XVA").text)
    assert "Stances by year" in page.inside("figcaption")
    assert f"{cell('XOS', 'trade')}&since=2024&until=2024" in page.links


def test_without_actors_and_issues_it_asks(site: TestClient) -> None:
    page = Html(site.get("/positions").text)
    assert "/positions?by=XOS" in page.links
    assert site.get("/positions?by=nobody of this name").status_code == 404
    assert site.get("/positions?on=no such issue").status_code == 404


def test_the_statements_behind_a_square(site: TestClient) -> None:
    page = Html(site.get(cell("XOS", "trade")).text)
    assert page.inside("h1").startswith("Ostria on ")
    rows = site.get(cell("XOS", "trade").replace("statements?", "statements.json?")).json()["rows"]
    assert rows
    for row in rows:
        assert " ".join(row["evidence"]["words"].split()) in page.words
    kinds = {row["kind"] for row in rows}
    for kind in kinds:
        narrowed = f"{cell('XOS', 'trade')}&kind={kind}"
        assert narrowed in page.links
        found = site.get(narrowed.replace("statements?", "statements.json?")).json()["rows"]
        assert found == [row for row in rows if row["kind"] == kind]
    assert site.get("/positions/statements").status_code == 200
    assert site.get("/positions/statements?actor=XOS&issue=nothing").status_code == 404


@pytest.mark.parametrize("path", ["/positions/map", "/positions/years", "/positions", "/changes"])
@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_everything_can_be_taken_as_a_file(site: TestClient, path: str, form: str) -> None:
    answer = site.get(f"{path}.{form}?by=XOS&by=XVA")
    assert answer.status_code == 200
    name = path[1:].replace("/", "-")
    assert answer.headers["content-disposition"].endswith(f'"memcon-{name}.{form}"')


def test_the_years_have_a_page(site: TestClient) -> None:
    page = Html(site.get("/positions/years?by=XOS").text)
    rows = site.get("/positions/years.json?by=XOS").json()["rows"]
    for row in rows:
        year = row["year"]
        assert f"{cell('XOS', row['issue'])}&since={year}&until={year}" in page.links


def test_changes_have_the_words_before_and_after(site: TestClient) -> None:
    asked = "by=XOS&by=XVA&by=CHN&by=RUS&style=true"
    page = Html(site.get(f"/changes?{asked}").text)
    rows = site.get(f"/changes.json?{asked}").json()["rows"]
    assert rows, "the examples have changes of wording"
    for row in rows:
        assert row["before"] in page.words
        assert f"{row['after']} {'▲ higher' if row['direction'] == 'higher' else '▼ lower'}" in (
            page.words
        )
        for side in ("evidence", "evidence_before"):
            cited = row[side]
            place = f"/documents/{cited['document']}?at={cited['start']}-{cited['end']}"
            assert any(link.startswith(place) for link in page.links)
