"""Adding documents in a browser: files, a text, an address; and what is told of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from accessibility import serious_faults
from browsing import DESKTOP, NO_SCRIPT, PHONE, Variant
from handing_in import READING
from live_server import LiveServer
from playwright.sync_api import FilePayload, Page, expect

OpenPage = Callable[..., Page]

TALKS = """Ostria and Norland agree on a ferry line

OSTHAVEN, 3 May 2024. Ostrian Foreign Minister Ana Sol met Norland's Prime Minister Bo Tarn.
Sol said Ostria will build two piers by 2026. Tarn thanked Ostria for the plan.
"""
TEXTS = {
    "desktop": ("The quinquereme ferries", "forty quinquereme ferries by the end of 2029"),
    "phone": ("The felucca landing", "nine felucca landings by the end of 2028"),
    "no-script": ("The caravel school", "a school for caravel pilots by the end of 2027"),
}


def row(page: Page, name: str) -> str:
    return " ".join(page.locator("tbody tr", has_text=name).inner_text().split())


def test_files_are_added_and_followed_to_their_document(
    site: LiveServer, open_page: OpenPage
) -> None:
    page = open_page(site, variant=DESKTOP)
    page.goto("/add")
    files: list[FilePayload] = [
        {"name": "ferry.txt", "mimeType": "text/plain", "buffer": TALKS.encode()},
        {"name": "<b>empty.txt", "mimeType": "text/plain", "buffer": b" \n"},
        {"name": "scan.zip", "mimeType": "application/zip", "buffer": b"PK\x03\x04" * 99},
    ]
    page.get_by_label("Choose files").set_input_files(files)
    expect(page.locator("[data-chosen] li")).to_have_count(3)
    page.get_by_role("button", name="Add files").click()
    expect(page).to_have_url(f"{site.url}/add/{page.url.rpartition('/')[2]}")
    expect(page.locator("#job-state")).to_contain_text("Done", timeout=READING)
    assert "stored" in row(page, "ferry.txt")
    assert "rejected The document is empty" in row(page, "<b>empty.txt")
    assert "rejected" in row(page, "scan.zip")
    assert serious_faults(page) == []
    page.get_by_role("link", name="Ostria and Norland agree on a ferry line").click()
    expect(page.locator("main")).to_contain_text("Tarn thanked Ostria for the plan")

    page.goto("/rejects")
    expect(page.locator("main")).to_contain_text("<b>empty.txt")


@pytest.mark.parametrize("variant", [DESKTOP, PHONE, NO_SCRIPT], ids=lambda one: one.name)
def test_a_text_becomes_a_document(variant: Variant, site: LiveServer, open_page: OpenPage) -> None:
    title, plan = TEXTS[variant.name]
    page = open_page(site, variant=variant)
    page.goto("/add")
    page.get_by_label("The text, word for word").fill(
        "Foreign Minister Tomas Helverin of Ostria met Foreign Minister Mirel Dovanu of Varnia in "
        f"Kasbrod on 5 May 2024.\n\nHelverin said that Ostria will build {plan}.\n"
    )
    page.get_by_text("What is known about it").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Day it was published").fill("2024-05-06")
    page.get_by_role("button", name="Add text").click()
    # Without script the page loads itself anew.
    expect(page.locator("#job-state")).to_contain_text("Done", timeout=READING)
    page.get_by_role("link", name=title).click()
    expect(page.locator("h1")).to_contain_text(title)
    expect(page.locator("main")).to_contain_text("6 May 2024")
    expect(page.locator("main")).to_contain_text(plan)

    rare = title.split()[1]
    page.goto(f"/search?words={rare}")
    expect(page.get_by_role("main").locator("mark").first).to_have_text(rare)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://127.0.0.1:9/talks", "This is a loopback address"),
        ("http://[::1]/talks", "This is a loopback address"),
        ("http://localhost/talks", "which is not fetched from"),
    ],
)
def test_addresses_of_this_machine_are_refused(
    address: str, told: str, site: LiveServer, open_page: OpenPage
) -> None:
    page = open_page(site, variant=DESKTOP)
    page.goto("/add")
    page.get_by_label("Address of a page or a feed").fill(address)
    page.get_by_role("button", name="Fetch and add").click()
    expect(page.locator("#job-state")).to_contain_text("rejected", timeout=READING)
    assert told in row(page, address)


def test_what_is_no_web_address_is_told_at_once(site: LiveServer, open_page: OpenPage) -> None:
    page = open_page(site, variant=DESKTOP)
    page.goto("/add")
    page.get_by_label("Address of a page or a feed").fill("javascript:alert(1)")
    page.get_by_role("button", name="Fetch and add").click()
    expect(page.get_by_role("alert")).to_contain_text("this is no web address")
    expect(page.get_by_label("Address of a page or a feed")).to_have_value("javascript:alert(1)")
    assert serious_faults(page) == []


def test_files_can_be_dropped_and_too_many_cannot_be_sent(
    site: LiveServer, open_page: OpenPage
) -> None:
    page = open_page(site, variant=DESKTOP)
    page.goto("/add")
    drop = """([zone, count]) => {
        const data = new DataTransfer();
        for (let n = 0; n < count; n++) data.items.add(new File(["words"], `${n}.txt`));
        zone.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    }"""
    zone = page.locator("[data-drop]").element_handle()
    button = page.get_by_role("button", name="Add files")
    page.evaluate(drop, [zone, 2])
    expect(page.locator("[data-chosen] li")).to_have_count(2)
    expect(button).to_be_enabled()
    page.evaluate(drop, [zone, 201])
    expect(page.locator("[data-chosen]")).to_contain_text("Too many files at once")
    expect(button).to_be_disabled()
