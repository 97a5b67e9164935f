"""Charts as readers have them: drawn without script, answering to the pointer with it.

The watch on every page sees what the Content-Security-Policy refuses, and requests elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browsing import DARK, DESKTOP, NO_SCRIPT, PHONE, Variant
from live_server import LiveServer
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
PAGES = ("/actors/XOS", "/pairs/XOS/XVA", "/network", "/positions?by=XOS&by=XVA")
_LIVE = 'figure[data-chart][data-live="true"]'
_SECONDS = 40_000  # milliseconds: the library is put together when it is first asked for


def live(page: Page, path: str) -> Page:
    """Open a page, and wait until its first chart answers to the pointer."""
    page.goto(path)
    page.locator("figure[data-chart]").first.scroll_into_view_if_needed()
    page.wait_for_selector(_LIVE, timeout=_SECONDS)
    return page


@pytest.mark.parametrize("path", PAGES)
def test_charts_become_live_within_the_rules_of_the_page(
    site: LiveServer, open_page: OpenPage, path: str
) -> None:
    page = live(open_page(site), path)
    figure = page.locator(_LIVE).first
    assert figure.locator("svg").count() == 1, "the live drawing takes the place of the other"
    assert figure.locator("svg").get_attribute("aria-hidden") == "true"


def test_a_tip_says_what_a_mark_stands_for_and_a_click_leads_there(
    site: LiveServer, open_page: OpenPage
) -> None:
    page = live(open_page(site), "/network")
    mark = page.locator(".picture .live path[aria-label], .picture .live .mark-symbol path").first
    mark.hover()
    tip = page.locator(".chart-tip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("meetings")
    name = tip.locator("strong").first.inner_text()
    mark.click()
    page.wait_for_url("**/actors/*")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_without_script_a_chart_is_drawn_with_links_and_a_table(
    site: LiveServer, open_page: OpenPage
) -> None:
    page = open_page(site, variant=NO_SCRIPT)
    page.goto("/network")
    figure = page.locator("figure[data-chart]").first
    assert figure.locator("svg").bounding_box() is not None
    assert page.locator(_LIVE).count() == 0
    figure.get_by_text("The same as a table").click()
    expect(figure.get_by_role("row").nth(1)).to_be_visible()
    figure.locator("svg a[*|href='/actors/XOS']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ostria")


@pytest.mark.parametrize("variant", [DESKTOP, NO_SCRIPT], ids=lambda one: one.name)
def test_colours_follow_the_theme(site: LiveServer, open_page: OpenPage, variant: Variant) -> None:
    def colour(page: Page) -> str:
        found: str = page.locator('.picture [fill="#1b6a96"]').first.evaluate(
            "element => getComputedStyle(element).fill"
        )
        return found

    bright = open_page(site, variant=variant)
    bright.goto("/network")
    if variant.script:
        live(bright, "/network")
    before = colour(bright)
    dark = open_page(site, variant=Variant(name="dark", scheme="dark", script=variant.script))
    dark.goto("/network")
    assert colour(dark) != before
    if variant.script:
        bright.get_by_role("button", name="Light or dark").click()
        assert colour(bright) == colour(dark), "the reader's own choice counts, too"


@pytest.mark.parametrize("variant", [PHONE, DARK], ids=lambda one: one.name)
@pytest.mark.parametrize("path", PAGES)
def test_a_chart_fits_its_page(
    site: LiveServer, open_page: OpenPage, variant: Variant, path: str
) -> None:
    page = live(open_page(site, variant=variant), path)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= variant.width


def test_a_square_of_the_heat_map_opens_its_statements(
    site: LiveServer, open_page: OpenPage
) -> None:
    page = open_page(site)
    page.goto("/positions?by=XOS&by=XVA")
    page.locator("table.heat").get_by_role("link", name="supportive").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(" on ")
    page.locator("table.rows td .words").first.click()
    page.wait_for_url("**/documents/**")
