"""The menu of every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from memcon.web.viewer import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page in the menu; ``role`` is the least that is needed to use it."""

    path: str
    name: str
    role: Role = "reader"


MENU: Final = (
    Entry(path="/meetings", name="Meetings"),
    Entry(path="/actors", name="Actors"),
    Entry(path="/ledger", name="Ledger"),
    Entry(path="/positions", name="Positions"),
    Entry(path="/compare", name="Compare"),
    Entry(path="/events", name="Events"),
    Entry(path="/formulas", name="Set phrases"),
    Entry(path="/network", name="Network"),
    Entry(path="/brief", name="Brief"),
    Entry(path="/add", name="Add", role="reviewer"),
    Entry(path="/review", name="Review", role="reviewer"),
)
