"""What follows a change: it is linked with the rest of the archive by a process of its own."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page

_FOLLOWING: Final = 90_000  # milliseconds: the process has to start first


def expect_soon(page: Page, path: str, words: str) -> None:
    """Ask for a page again and again until it has the words, and open it then."""
    page.wait_for_function(
        "async ([path, words]) => {"
        " const text = await (await fetch(path)).text();"
        " const made = new DOMParser().parseFromString(text, 'text/html');"
        " return made.querySelector('main').textContent.split(/\\s+/).join(' ').includes(words); }",
        arg=[path, words],
        polling=1000,
        timeout=_FOLLOWING,
    )
    page.goto(path)
