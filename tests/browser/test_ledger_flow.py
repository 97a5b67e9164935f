"""The ledger as an analyst uses it: filter, sort, take it as a file, follow it to the words."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import DESKTOP, NO_SCRIPT, PHONE, Variant
from following import expect_soon
from live_server import LiveServer
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
WAYS = pytest.mark.parametrize("variant", [DESKTOP, NO_SCRIPT], ids=lambda one: one.name)


def rows(page: Page) -> list[dict[str, str]]:
    """Return the rows of the table: their ids, and their cells' words by the columns' heads."""
    found: list[dict[str, str]] = page.locator("table.rows > tbody > tr").evaluate_all(
        """rows => rows.map(row => ({
            id: row.id,
            ...Object.fromEntries([...row.cells].map(
                cell => [cell.dataset.label, cell.innerText.trim().split(/\\s+/).join(" ")])),
        }))"""
    )
    return found


def taken(page: Page, name: str, folder: Path) -> str:
    """Return what a link to a download gives."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target.read_text(encoding="utf-8")


@WAYS
def test_filter_sort_and_export(
    site: LiveServer, open_page: OpenPage, variant: Variant, tmp_path: Path
) -> None:
    page = open_page(site, variant=variant)
    page.goto("/ledger")
    whole = rows(page)

    # A facet narrows it down by as many rows as it says.
    facet = page.locator(".facets a", has_text="will").first
    number = int(facet.locator(".number").inner_text().replace(",", ""))
    facet.click()
    expect(page.locator(".facets a[aria-current=true]")).to_contain_text("will")
    narrowed = rows(page)
    assert len(narrowed) == number < len(whole)
    assert {row["Strength"] for row in narrowed} == {"will"}

    # A click on a head sorts by it; the filter stays.
    page.get_by_role("columnheader", name="First said").get_by_role("link").click()
    head = page.get_by_role("columnheader", name="First said")
    expect(head).to_have_attribute("aria-sort", "ascending")
    ordered = rows(page)
    assert {row["id"] for row in ordered} == {row["id"] for row in narrowed}
    assert [row["id"] for row in ordered] != [row["id"] for row in narrowed]

    # The file has the page's rows, one by one, in the same order.
    lines = list(csv.DictReader(taken(page, "CSV", tmp_path).splitlines()))
    things = json.loads(taken(page, "JSON", tmp_path))["rows"]
    assert things == [json.loads(one) for one in taken(page, "JSON Lines", tmp_path).splitlines()]
    assert len(lines) == len(things) == len(ordered)
    for shown, line, thing in zip(ordered, lines, things, strict=True):
        assert shown["id"] == line["id"] == thing["id"]
        assert shown["What is to be done"] == " ".join(thing["goal"].split())
        assert shown["Strength"] == line["strength"] == thing["strength"]
        times = "once" if thing["times"] == 1 else f"{thing['times']} times"
        assert (shown["Said"], int(line["times"])) == (times, thing["times"])
        assert bool(shown["Due"]) == bool(line["deadline"]) == bool(thing["deadline"])
        assert shown.get("Numbers", "") == " ".join(thing["quantities"])

    # A chosen filter is taken away again.
    page.get_by_label("Chosen filters").get_by_role("link").click()
    assert {row["id"] for row in rows(page)} == {row["id"] for row in whole}


@WAYS
def test_filters_of_the_form_stay_in_a_short_address(
    site: LiveServer, open_page: OpenPage, variant: Variant
) -> None:
    page = open_page(site, variant=variant)
    page.goto("/ledger")
    page.get_by_label("By", exact=True).fill("XOS")
    page.get_by_label("With a deadline").check()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_label("Chosen filters")).to_contain_text("By: Ostria")
    found = rows(page)
    assert found
    assert all(row["Due"] and "Ostria" in row["By"] for row in found)
    if variant.script:
        assert page.url.endswith("/ledger?by=XOS&with_deadline=true")
    page.reload()
    assert rows(page) == found


def test_each_row_leads_to_its_words_and_its_history(site: LiveServer, open_page: OpenPage) -> None:
    page = open_page(site)
    page.goto("/ledger?sort=times")
    first = rows(page)[0]
    page.locator("table.rows > tbody > tr").first.get_by_role("link", name=first["Said"]).click()
    expect(page.locator(".sayings > li")).not_to_have_count(0)
    page.go_back()
    page.locator("table.rows > tbody th a").first.click()
    expect(page).to_have_url(re.compile(r"/documents/doc:[0-9a-f]{16}\?at=[0-9]+-[0-9]+"))


def test_a_rating_changes_the_ledger(own_site: LiveServer, open_page: OpenPage) -> None:
    page = open_page(own_site)
    page.goto("/ledger?sort=first")
    first = rows(page)[0]
    assert first["Status"] in {"not yet rated", "overdue"}
    page.goto(f"/commitments/{first['id']}")
    page.get_by_label("kept in part").check()
    page.get_by_label("Evidence").fill("https://example.org/ferries")
    page.get_by_role("button", name="Rate it").click()
    expect(page.get_by_role("status").first).to_contain_text("Assessed")
    expect_soon(page, "/ledger?status=kept-in-part", first["What is to be done"])
    assert [(row["id"], row["Status"]) for row in rows(page)] == [(first["id"], "kept in part")]
    page.goto("/log")
    expect(page.locator("tbody")).to_contain_text("Tester")


def test_on_a_phone_rows_are_cards_and_filters_are_folded(
    site: LiveServer, open_page: OpenPage
) -> None:
    page = open_page(site, variant=PHONE)
    page.goto("/ledger")
    assert not page.locator("details.filters").evaluate("box => box.open")
    first = page.locator("table.rows > tbody > tr").first
    box = first.bounding_box()
    assert box is not None
    assert box["width"] <= 390
    page.locator("details.filters > summary").click()
    expect(page.get_by_label("By", exact=True)).to_be_visible()
