"""Whether the process lives, whether it can answer, and its metrics: for machines that watch it."""

from __future__ import annotations

import logging
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from memcon.errors import MemconError
from memcon.version import __version__
from memcon.web.observing.metrics import Metrics
from memcon.web.site import Site
from memcon.web.viewer import Viewer, needs

LOG: Final = logging.getLogger("memcon.web")
_FRESH: Final = {"Cache-Control": "no-store"}


def router(site: Site, metrics: Metrics) -> APIRouter:
    """Return the addresses that tell how a server does.

    ``/health`` and ``/ready`` answer anybody and tell no more than that. ``/metrics`` tells which
    pages are used and how much there is in the archive: it is for whoever may read the archive,
    unless the server was told that anybody may have it.
    """
    made = APIRouter()

    @made.get("/health")
    async def health() -> JSONResponse:
        """Answer as long as the process lives, however busy its threads are."""
        return JSONResponse({"status": "ok", "version": __version__}, headers=_FRESH)

    @made.get("/ready")
    def ready() -> JSONResponse:
        """Answer 200 if the archive can be asked, else 503."""
        try:
            site.revision()
        except MemconError as error:
            # told in the log alone, for the message may name a path
            LOG.warning("not ready", extra={"reason": str(error)})
            return JSONResponse({"status": "unavailable"}, status_code=503, headers=_FRESH)
        return JSONResponse({"status": "ready"}, headers=_FRESH)

    def told() -> Response:
        """Return the metrics."""
        return Response(
            metrics.text(), headers={**_FRESH, "Content-Type": CONTENT_TYPE_PLAIN_0_0_4}
        )

    def told_to(_: Annotated[Viewer, Depends(needs("reader"))]) -> Response:
        """Return the metrics to whoever may read."""
        return told()

    made.get("/metrics")(told if site.options.public_metrics else told_to)
    return made
