"""A browser as a reader has it, and what it must never see."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    Response,
    sync_playwright,
)

_PATIENCE: Final = 30_000  # milliseconds
LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}
# Nothing of the browser's own goes over a network, and it runs where there is no display.
_ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A way to look at the site.

    Without ``script`` the browser's own switch turns scripts off. Axe cannot run then, either.
    """

    name: str
    width: int = 1440
    height: int = 900
    scheme: Literal["light", "dark"] = "light"
    script: bool = True

    @property
    def phone(self) -> bool:
        return self.width < 600


DESKTOP: Final = Variant(name="desktop")
PHONE: Final = Variant(name="phone", width=390, height=844)
DARK: Final = Variant(name="dark", scheme="dark")
PHONE_DARK: Final = Variant(name="phone-dark", width=390, height=844, scheme="dark")
NO_SCRIPT: Final = Variant(name="no-script", script=False)
VARIANTS: Final = (DESKTOP, PHONE, DARK, NO_SCRIPT)


def chromium() -> str | None:
    """Return the path of the browser to drive: MEMCON_TEST_CHROMIUM, else Debian's; or None."""
    return os.environ.get("MEMCON_TEST_CHROMIUM") or shutil.which("chromium")


@contextmanager
def driven(program: str) -> Iterator[Browser]:
    """Start a browser, and end it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass(slots=True)
class Watch:
    """What the pages of a context did that none of ours may do.

    ``strangers`` are requests to another host than this machine, ``complaints`` what the console
    said of errors (which includes what the Content-Security-Policy refused), ``broken`` answers
    that tell of a fault of the server, or of a file that a page wants and is not there.
    """

    strangers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def found(self) -> list[str]:
        """Return all of it, in words."""
        return [
            *(f"request to another host: {url}" for url in self.strangers),
            *(f"console: {text}" for text in self.complaints),
            *(f"answer: {text}" for text in self.broken),
        ]

    def taken(self) -> list[str]:
        """Return all of it, in words, and forget it."""
        found = self.found()
        for seen in (self.strangers, self.complaints, self.broken):
            seen.clear()
        return found


def new_context(browser: Browser, variant: Variant, base: str) -> tuple[BrowserContext, Watch]:
    """Return a fresh profile of a browser, and a watch on all its pages.

    Args:
        browser: the browser.
        variant: how it looks at the site.
        base: the site, which relative addresses are of.
    """
    context = browser.new_context(
        base_url=base,
        viewport={"width": variant.width, "height": variant.height},
        color_scheme=variant.scheme,
        java_script_enabled=variant.script,
        is_mobile=variant.phone,
        has_touch=variant.phone,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
        accept_downloads=True,
    )
    context.set_default_timeout(_PATIENCE)
    watch = Watch()

    def asked(request: Request) -> None:
        if urlsplit(request.url).hostname not in LOOPBACK | {None}:
            watch.strangers.append(request.url)

    def answered(response: Response) -> None:
        wanted = response.request.resource_type not in {"document", "fetch", "xhr"}
        if response.status >= 500 or (wanted and response.status >= 400):
            watch.broken.append(f"{response.status} {response.url}")

    context.on("request", asked)
    context.on("response", answered)
    context.on("page", lambda page: _listen(page, watch))
    return context, watch


def _listen(page: Page, watch: Watch) -> None:
    page.on("pageerror", lambda error: watch.complaints.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda message: (
            watch.complaints.append(f"{page.url}: {message.text}")
            # that an address answered 403 or 404 is told by the browser itself, and may be wanted
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
