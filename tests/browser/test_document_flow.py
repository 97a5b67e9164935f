"""From a finding to its words and back, with a mouse, a keyboard, a phone, and without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from accessibility import faint_colours, serious_faults
from browsing import DARK, DESKTOP, NO_SCRIPT, PHONE, Variant
from live_server import LiveServer
from playwright.sync_api import Page, expect

from archives import example_records
from memcon.record import Record

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def record() -> Record:
    """The record with the most commitments."""
    return max(example_records(), key=lambda one: len(one.commitments))


def opened(open_page: OpenPage, site: LiveServer, record: Record, variant: Variant) -> Page:
    page = open_page(site, variant=variant)
    page.goto(f"/documents/{record.document.id}")
    return page


def selected(page: Page) -> str:
    return "".join(page.locator(".text .sel").all_text_contents())


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("variant", [DESKTOP, NO_SCRIPT], ids=lambda one: one.name)
def test_datum_leads_to_its_words_and_words_to_what_was_read(
    variant: Variant, site: LiveServer, open_page: OpenPage, record: Record
) -> None:
    page = opened(open_page, site, record, variant)
    act = record.acts[-1]
    page.locator(f'.read [data-ref="{act.id}"] > .said .datum').click()
    expect(page.locator(".text .sel").first).to_be_in_viewport()
    assert selected(page) == act.content.text
    assert asked(page)["finding"] == [act.id]
    expect(page.locator(f'.found [data-ref="{act.id}"]')).to_be_visible()

    other = record.commitments[0]
    page.locator(f'.text a[data-f~="{other.id}"]').first.click()
    expect(page.locator(f'.found [data-ref="{other.id}"]')).to_be_attached()
    assert selected(page)
    start, end = map(int, asked(page)["at"][0].split("-"))
    assert selected(page) == record.document.text[start:end]


def test_address_carries_the_selection(
    site: LiveServer, open_page: OpenPage, record: Record
) -> None:
    page = opened(open_page, site, record, DESKTOP)
    page.locator(".text a.c").first.click()
    marked, refs = selected(page), _listed(page)
    fresh = open_page(site)
    fresh.goto(page.url)
    assert selected(fresh) == marked
    assert set(_listed(fresh)) == set(refs)
    expect(fresh.locator(".text .sel").first).to_be_in_viewport()

    page.locator(".read .statement .datum").first.click()
    assert selected(page) != marked
    page.go_back()
    expect(page.locator(".text .sel").first).to_have_text(re.compile(re.escape(marked[:5])))
    assert selected(page) == marked
    page.get_by_label("Select nothing").click()
    expect(page.locator("#here")).to_be_hidden()
    assert selected(page) == ""
    assert urlsplit(page.url).query == ""


def _listed(page: Page) -> list[str]:
    return [str(item.get_attribute("data-ref")) for item in page.locator(".found > li").all()]


def test_clicks_ask_the_server_for_nothing(
    site: LiveServer, open_page: OpenPage, record: Record
) -> None:
    page = opened(open_page, site, record, DESKTOP)
    requests: list[tuple[str, str]] = []
    page.on("request", lambda request: requests.append((request.resource_type, request.url)))
    page.locator(".text a.s").first.click()
    page.locator(".read .act .datum").first.click()
    assert selected(page)
    # A browser may ask for the site's mark whenever the address changes.
    assert [one for one in requests if one[0] in ("document", "fetch", "xhr")] == []


def test_text_in_the_browser_is_that_of_the_document(site: LiveServer, open_page: OpenPage) -> None:
    for one in example_records():
        page = opened(open_page, site, one, DESKTOP)
        assert page.locator(".text").evaluate("element => element.textContent") == one.document.text
        page.locator(".text a.w").first.click()
        page.keyboard.press("Escape")
        assert page.locator(".text").evaluate("element => element.textContent") == one.document.text


def test_keyboard_alone_goes_from_finding_to_finding(
    site: LiveServer, open_page: OpenPage, record: Record
) -> None:
    page = opened(open_page, site, record, DESKTOP)
    page.keyboard.press("j")
    first = selected(page)
    page.keyboard.press("n")
    second = selected(page)
    assert first
    assert second
    assert first != second
    page.keyboard.press("k")
    assert selected(page) == first
    page.keyboard.press("Escape")
    assert selected(page) == ""

    words = page.locator(".text a.w")
    words.first.focus()
    page.keyboard.press("ArrowRight")
    expect(words.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    assert selected(page)
    expect(page.locator("#here")).to_be_visible()
    # Of the words of the text one is in the order of tabs, however many there are.
    assert page.locator('.text a.w[tabindex="0"]').count() == 1


def test_narrator_is_seen_wherever_the_page_is_scrolled(
    site: LiveServer, open_page: OpenPage, record: Record
) -> None:
    for variant in (DESKTOP, PHONE):
        page = opened(open_page, site, record, variant)
        page.locator(".text p").last.scroll_into_view_if_needed()
        expect(page.locator(".doc-bar .narrator")).to_be_in_viewport()


def test_kinds_of_marks_can_be_switched_off(
    site: LiveServer, open_page: OpenPage, record: Record
) -> None:
    page = opened(open_page, site, record, DESKTOP)
    words = page.locator(".text a.s").first
    style = "element => getComputedStyle(element).textDecorationLine"
    assert words.evaluate(style) == "underline"
    page.get_by_label("statements").uncheck()
    assert words.evaluate(style) == "none"
    assert page.locator(".text").evaluate("element => element.textContent") == record.document.text


@pytest.mark.parametrize("variant", [PHONE, DARK, NO_SCRIPT], ids=lambda one: one.name)
def test_selection_can_be_read_by_everybody(
    variant: Variant, site: LiveServer, open_page: OpenPage, record: Record
) -> None:
    page = opened(open_page, site, record, variant)
    page.locator(".text a.a").last.click()
    expect(page.locator("#here")).to_be_in_viewport()
    first = page.locator(".text .sel").first
    expect(first).to_be_in_viewport()
    box, sheet = first.bounding_box(), page.locator("#here").bounding_box()
    assert box is not None
    assert sheet is not None
    if variant.phone:  # what was read does not hide the words
        assert box["y"] < sheet["y"]
    if variant.scheme == "dark":
        assert faint_colours(page) == []
    elif variant.script:
        assert serious_faults(page) == []


def test_words_picked_by_hand_can_be_linked_to(
    site: LiveServer, open_page: OpenPage, record: Record
) -> None:
    page = opened(open_page, site, record, DESKTOP)
    page.locator(".text .paragraph").nth(1).select_text()
    picked = page.evaluate("getSelection().toString()")
    page.locator(".text .paragraph").nth(1).dispatch_event("pointerup")
    page.get_by_text("Link to the picked words").click()
    page.wait_for_url(re.compile(r"\?at="))
    assert "".join(selected(page).split()) == "".join(picked.split())


def test_citation_is_copied_or_shown(site: LiveServer, open_page: OpenPage, record: Record) -> None:
    page = opened(open_page, site, record, DESKTOP)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    act = record.acts[0]
    page.locator(f'.read [data-ref="{act.id}"] > .said .datum').click()
    page.locator(f'.found [data-ref="{act.id}"] .cite').click()
    expect(page.get_by_text("copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"/documents/{record.document.id}?at=" in copied

    without = opened(open_page, site, record, NO_SCRIPT)
    without.goto(page.url)
    without.locator(f'.found [data-ref="{act.id}"] .cite').click()
    expect(without.get_by_role("heading", level=1)).to_have_text("Citation")
