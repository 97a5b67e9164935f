"""The application: its parts put together, in the order in which a request meets them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio.to_thread
from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from memcon.archive import Archive
from memcon.version import __version__
from memcon.web import api, auth, faults, observing
from memcon.web.auth.forms import form_checked
from memcon.web.heads import Heads
from memcon.web.jobs import Jobs
from memcon.web.options import WebOptions
from memcon.web.pages import PAGES
from memcon.web.site import Site
from memcon.web.static_files import Assets

# Some wait: for a writer, for linking, for a drawing, for their turn. Each may hold a connection
# with its cache, so that there are not many.
THREADS: Final = 12
_COMPRESSED_FROM: Final = 1_000  # bytes
_COMPRESSED_BY: Final = 4  # as small within a tenth as 9 makes a page, in a quarter of the time


def create_app(archive: Archive, options: WebOptions) -> FastAPI:
    """Return the application over an archive.

    Args:
        archive: stays the caller's to close; open for writing if anything is to be added to it.
        options: what the server was told.
    """
    app = FastAPI(
        title="memcon",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        dependencies=[Depends(form_checked)],
        lifespan=_lifespan,
    )
    site = Site(archive, options)
    app.state.site = site
    app.state.jobs = Jobs(archive, options, now=site.now)
    app.mount("/static", Assets(), name="static")
    for module in PAGES:
        app.include_router(module.router, include_in_schema=False)
    api.install(app)
    faults.install(app)
    # The last to be added is the first to see a request.
    app.add_middleware(Heads)
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM, compresslevel=_COMPRESSED_BY)
    auth.install(app, site)
    observing.install(app, site)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield
    await anyio.to_thread.run_sync(app.state.jobs.close)
