"""Pages as people meet them who cannot see, or not use a mouse: what axe finds, in words."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

SERIOUS: Final = {"serious", "critical"}
_RULES: Final = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "preload": False,  # style sheets are fetched anew only for rules on orientation and sound
}
_COLOURS: Final = {**_RULES, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
_axe: Final = Axe()


def serious_faults(page: Page) -> list[str]:
    """Return the serious and critical faults that axe finds in a page, a line each."""
    return [_told(fault) for fault in _violations(page) if fault["impact"] in SERIOUS]


def faint_colours(page: Page) -> list[str]:
    """Return where axe finds too little contrast, a line each: all that a theme can break."""
    return [_told(fault) for fault in _violations(page, _COLOURS)]


def all_faults(page: Page) -> list[str]:
    """Return all faults that axe finds in a page, a line each, the worst first."""
    order = ["critical", "serious", "moderate", "minor", None]
    return [_told(f) for f in sorted(_violations(page), key=lambda f: order.index(f["impact"]))]


def _violations(page: Page, options: dict[str, Any] = _RULES) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _axe.run(page, options=options).response["violations"]
    return found


def _told(fault: dict[str, Any]) -> str:
    places = [" ".join(map(str, node["target"])) for node in fault["nodes"]]
    shown = "; ".join(places[:4]) + (f"; and {len(places) - 4} more" if len(places) > 4 else "")
    why = " ".join(str(fault["nodes"][0].get("failureSummary", "")).split())
    return f"{fault['impact']}: {fault['id']} ({fault['help']}) at {shown}: {why[:300]}"
