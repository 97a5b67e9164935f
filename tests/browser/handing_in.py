"""Something handed in to a server, so that there is a page which tells what became of it."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page, expect

READING = 90_000  # milliseconds: the first document waits for the language model


def hand_in_nothing(page: Page) -> str:
    """Hand in an empty file, which is rejected, and return the job's id."""
    page.goto("/add")
    page.get_by_label("Choose files").set_input_files(
        FilePayload(name="empty.txt", mimeType="text/plain", buffer=b" \n")
    )
    page.get_by_role("button", name="Add files").click()
    expect(page.locator("#job-state")).to_contain_text("Done", timeout=READING)
    return page.url.rpartition("/")[2]
