"""The API under ``/api/v1``: the same questions as the pages, for programs.

``install`` adds it to an application; ``fault_answer`` gives the answer to a request under
``/api/`` that failed.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends, FastAPI, Security
from fastapi.security import HTTPBearer

from memcon.web.api import adding, entering, exports, house, overview, questions, things, two_sides
from memcon.web.api.faults import FAULTS, PREFIX, fault_answer
from memcon.web.viewer import needs

# For the reference alone: whoever asks is known before a request comes here.
_BEARER: Final = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token, from the page of the account. A server without users needs none.",
)
# What stands first is tried first: an id takes all of an address, a slash included.
ROUTERS: Final = (
    questions.router,
    two_sides.router,
    overview.router,
    things.router,
    exports.router,
    adding.router,
    overview.reviewing,
    entering.router,
    house.router,
)

__all__ = ["PREFIX", "fault_answer", "install", "router"]


def router() -> APIRouter:
    """Return the routes of the API. All of them are for whoever may read, at least."""
    made = APIRouter(dependencies=[Security(_BEARER), Depends(needs("reader"))], responses=FAULTS)
    for part in ROUTERS:
        made.include_router(part, prefix=questions.PATH)
    return made


def install(app: FastAPI) -> None:
    """Add the API to an application."""
    app.include_router(router())
