"""Every page, in every way of looking at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from accessibility import faint_colours, serious_faults
from addresses import ADDRESSES, Address, Samples
from browsing import VARIANTS, Variant, Watch, new_context
from fastapi.routing import APIRoute
from handing_in import hand_in_nothing
from live_server import LiveServer
from people import log_in
from playwright.sync_api import Browser, Page
from starlette.routing import Match

from memcon.archive.users import Role
from memcon.web.pages import PAGES

Looked = tuple[Page, Watch]
Look = Callable[[Variant, LiveServer, Role | None], Looked]


@pytest.fixture(scope="module")
def look(browser: Browser) -> Iterator[Look]:
    """Give a page for each way of looking and each role: the same one for all addresses."""
    pages: dict[tuple[Variant, str, Role | None], Looked] = {}

    def looked(variant: Variant, server: LiveServer, role: Role | None) -> Looked:
        key = (variant, server.url, role)
        if key not in pages:
            context, watch = new_context(browser, variant, server.url)
            pages[key] = context.new_page(), watch
            if role is not None:
                log_in(pages[key][0], role)
        return pages[key]

    yield looked
    for page, _ in pages.values():
        page.context.close()


@pytest.fixture(scope="module")
def shown(samples: Samples, site: LiveServer, look: Look) -> Samples:
    """The samples, and something handed in to the server."""
    page, _ = look(VARIANTS[0], site, None)
    return replace(samples, job=hand_in_nothing(page))


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_page_can_be_read_by_everybody(
    address: Address,
    variant: Variant,
    shown: Samples,
    look: Look,
    request: pytest.FixtureRequest,
) -> None:
    server: LiveServer = request.getfixturevalue("team_site" if address.team else "site")
    page, watch = look(variant, server, address.role if address.team else None)
    answer = page.goto(address.at(shown), wait_until="load")
    assert answer is not None
    assert answer.status == address.status

    assert page.locator("h1").count() == 1
    assert page.get_by_role("main").inner_text().strip()
    assert page.title().strip().endswith("memcon")
    if variant.scheme == "dark":
        assert faint_colours(page) == []
    elif variant.script:
        assert serious_faults(page) == []
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, f"the page is {wider} px wider than the window"
    assert watch.taken() == []


def test_no_page_is_left_out() -> None:
    """A page of the application that is not among the addresses is looked at by nobody."""
    routes = [
        route for module in PAGES for route in module.router.routes if isinstance(route, APIRoute)
    ]
    looked_at = {_answering(routes, address.path) for address in ADDRESSES}
    left_out = {route.path for route in routes if _is_page(route)} - looked_at
    assert left_out == set()


def _answering(routes: list[APIRoute], address: str) -> str | None:
    asked = {"type": "http", "method": "GET", "path": address.partition("?")[0]}
    return next((one.path for one in routes if one.matches(asked)[0] is Match.FULL), None)


def _is_page(route: APIRoute) -> bool:
    """Whether a route answers with a page: not with a file, and not to a form."""
    return "GET" in (route.methods or ()) and "." not in route.path
