"""The pages, a module each with a ``router``."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from memcon.web import downloads
from memcon.web.charts import library
from memcon.web.pages import (
    account,
    actor,
    actors,
    add,
    api_reference,
    brief,
    citations,
    commitments,
    compare,
    documents,
    events,
    findings,
    formulas,
    home,
    ledger,
    log,
    login,
    meeting,
    meetings,
    network,
    pair,
    phrases,
    positions,
    rejects,
    review,
    search,
    timeline,
    users,
)

PAGES: Final[tuple[ModuleType, ...]] = (
    account,
    actor,
    actors,
    add,
    api_reference,
    brief,
    citations,
    commitments,
    compare,
    documents,
    downloads,
    events,
    findings,
    formulas,
    home,
    ledger,
    library,
    log,
    login,
    meeting,
    meetings,
    network,
    pair,
    phrases,
    positions,
    rejects,
    review,
    search,
    timeline,
    users,
)
