"""A browser, and servers to look at: for the tests of ``tests/browser``.

A browser belongs to one file of tests: as long as it runs, no other event loop can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, require

if TYPE_CHECKING:
    from addresses import Samples
    from browsing import Variant, Watch
    from live_server import LiveServer
    from playwright.sync_api import Browser, Page

    from memcon.archive.users import Role

    OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    from browsing import chromium, driven

    program = chromium()
    require(program, "chromium is not installed")
    assert program is not None
    with driven(program) as running:
        yield running


@pytest.fixture(scope="module")
def site(example_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server without users over a copy of the examples, for what changes nothing."""
    with _served(example_archive, tmp_path_factory.mktemp("site")) as server:
        yield server


@pytest.fixture
def own_site(example_archive: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """The same for one test alone, which may change it."""
    with _served(example_archive, tmp_path) as server:
        yield server


@pytest.fixture(scope="module")
def team_site(
    example_archive: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """A server with one user of each role (``people.NAMES``) over a copy of the examples."""
    with _served(example_archive, tmp_path_factory.mktemp("team"), people=True) as server:
        yield server


@pytest.fixture
def own_team_site(example_archive: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """The same for one test alone, which may change it."""
    with _served(example_archive, tmp_path, people=True) as server:
        yield server


@contextmanager
def _served(archive: Path, folder: Path, *, people: bool = False) -> Iterator[LiveServer]:
    """Serve a copy of an archive; at the end, the server must have told of no fault."""
    from live_server import serving
    from people import enter_people

    copy = folder / "archive.db"
    copy.write_bytes(archive.read_bytes())
    if people:
        enter_people(copy)
    with serving(copy, folder, config=ROOT / "examples" / "memcon.toml") as server:
        yield server
        assert server.faults() == []


@pytest.fixture(scope="session")
def samples(example_archive: Path) -> Samples:
    """Things of the examples whose pages are looked at."""
    from addresses import Samples

    from memcon.archive import open_archive

    with open_archive(example_archive, write=False) as archive, archive.reading() as connection:
        return Samples.of(connection)


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    """What is watched of the pages of a test: at its end nothing bad may have been seen."""
    watching: list[Watch] = []
    yield watching
    assert [line for watch in watching for line in watch.found()] == []


@pytest.fixture
def open_page(browser: Browser, watches: list[Watch]) -> Iterator[OpenPage]:
    """Open an empty page of a fresh profile: ``open_page(server, variant=DESKTOP, role=None)``.

    With a role, somebody of that role is logged in (on a server with users).
    """
    from browsing import DESKTOP, new_context
    from people import log_in

    with ExitStack() as stack:

        def opened(
            server: LiveServer, *, variant: Variant = DESKTOP, role: Role | None = None
        ) -> Page:
            context, watch = new_context(browser, variant, server.url)
            stack.callback(context.close)
            watches.append(watch)
            page = context.new_page()
            if role is not None:
                log_in(page, role)
            return page

        yield opened
