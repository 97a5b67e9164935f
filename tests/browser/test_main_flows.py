"""What people come for, from the first click to the last: with a mouse and without one."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from addresses import Samples
from browsing import DESKTOP, NO_SCRIPT, PHONE, Variant
from live_server import LiveServer
from people import NAMES, log_in
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]


def test_log_in_and_out(team_site: LiveServer, open_page: OpenPage) -> None:
    page = open_page(team_site)
    page.goto("/ledger?overdue=true")
    expect(page).to_have_url(f"{team_site.url}/login?next=%2Fledger%3Foverdue%3Dtrue")
    expect(page.get_by_role("navigation", name="Pages")).to_have_count(0)

    page.get_by_label("Name", exact=True).fill(NAMES["reader"])
    page.get_by_label("Password", exact=True).fill("a password of somebody else")
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("main")).to_contain_text("password")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")

    log_in(page, "reader")
    page.goto("/ledger")
    expect(page.get_by_role("contentinfo")).to_contain_text(NAMES["reader"])

    page.get_by_role("button", name="Log out").click()
    page.goto("/ledger")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


@pytest.mark.parametrize("variant", [DESKTOP, PHONE, NO_SCRIPT], ids=lambda one: one.name)
def test_reader_is_refused_a_review(
    variant: Variant, team_site: LiveServer, open_page: OpenPage
) -> None:
    page = open_page(team_site, variant=variant, role="reader")
    page.goto("/")
    for name in ("Review", "Add"):
        expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
    answer = page.goto("/review")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_role("main")).to_contain_text("reviewer")


def test_reviewer_may_review(team_site: LiveServer, open_page: OpenPage) -> None:
    page = open_page(team_site, role="reviewer")
    answer = page.goto("/review")
    assert answer is not None
    assert answer.status == 200
    expect(page.get_by_role("link", name="People", exact=True)).to_have_count(0)


def test_keyboard_alone_leads_to_the_content_and_through_the_menu(
    site: LiveServer, open_page: OpenPage
) -> None:
    page = open_page(site)
    page.goto("/meetings")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="To the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    page.goto("/meetings")
    _tab_to(page, "Ledger")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/ledger")

    page.get_by_role("search").get_by_role("searchbox").focus()
    page.keyboard.type("cooperation")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/search?words=cooperation")
    expect(page.get_by_role("main").locator("mark").first).to_have_text("cooperation")


def _tab_to(page: Page, name: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"{name} cannot be reached with the keyboard")


@pytest.mark.parametrize("variant", [DESKTOP, NO_SCRIPT], ids=lambda one: one.name)
def test_what_is_filtered_is_what_is_downloaded(
    variant: Variant, site: LiveServer, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(site, variant=variant)
    page.goto("/ledger")
    everything = len(_shown_rows(page))
    page.goto("/ledger?with_quantity=true")
    shown = _shown_rows(page)
    assert 0 < len(shown) < everything

    goals = {}
    for name in ("CSV", "JSON", "JSON Lines"):
        with page.expect_download() as coming:
            page.locator(".downloads").get_by_role("link", name=name, exact=True).click()
        path = tmp_path / coming.value.suggested_filename
        coming.value.save_as(path)
        goals[name] = _goals(path)
    assert goals["CSV"] == goals["JSON"] == goals["JSON Lines"]
    assert len(goals["CSV"]) == len(shown)
    for goal, row in zip(goals["CSV"], shown, strict=True):
        assert goal in " ".join(row.split())


def _shown_rows(page: Page) -> list[str]:
    """Return the texts of the rows of tables; those of folded tables of figures are not shown."""
    texts = page.locator("main table tbody tr").all_inner_texts()
    return [text for text in texts if text.strip()]


def _goals(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".csv":
        return [row["goal"] for row in csv.DictReader(text.splitlines())]
    if path.suffix == ".jsonl":
        return [json.loads(line)["goal"] for line in text.splitlines()]
    return [row["goal"] for row in json.loads(text)["rows"]]


@pytest.mark.parametrize("variant", [DESKTOP, PHONE, NO_SCRIPT], ids=lambda one: one.name)
def test_two_accounts_are_compared(
    variant: Variant, site: LiveServer, open_page: OpenPage, samples: Samples, tmp_path: Path
) -> None:
    page = open_page(site, variant=variant)
    page.goto(f"/meetings/{samples.meeting}")
    page.get_by_role("link", name="All in order, with the summary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparison")
    pairs = page.locator(".pairs > .pair")
    labels = page.get_by_role("navigation", name="Labels").get_by_role("link")
    expect(pairs).to_have_count(int(labels.first.locator(".number").inner_text()))

    one = labels.nth(1)
    number = int(one.locator(".number").inner_text())
    one.click()
    expect(pairs).to_have_count(number)
    with page.expect_download() as coming:
        page.locator(".downloads").get_by_role("link", name="JSON Lines", exact=True).click()
    path = tmp_path / coming.value.suggested_filename
    coming.value.save_as(path)
    assert len(path.read_text(encoding="utf-8").splitlines()) == number

    page.locator('.pairs a[href^="/documents/"]').first.click()
    expect(page.locator(".text .sel").first).to_be_in_viewport()
