"""What a server tells of itself: request ids, a line of log a request, metrics, its health.

Requests are observed from outside everything else, so that what another part refuses or breaks is
counted and logged as well.
"""

from __future__ import annotations

from typing import Final

from asgi_correlation_id import CorrelationIdMiddleware, correlation_id
from fastapi import FastAPI
from starlette.middleware import Middleware

from memcon.web.observing import health
from memcon.web.observing.breakages import Breakages
from memcon.web.observing.metrics import Metrics
from memcon.web.observing.requests import RequestObserver
from memcon.web.site import Site

REQUEST_ID: Final = "X-Request-ID"

__all__ = ["REQUEST_ID", "install", "request_id"]


def install(app: FastAPI, site: Site) -> None:
    """Observe an application's requests; to be called after all other middleware is added.

    Args:
        app: gets ``/health``, ``/ready`` and ``/metrics``.
        site: what the application serves.
    """
    metrics = Metrics(site)
    app.include_router(health.router(site, metrics), include_in_schema=False)
    app.user_middleware.append(Middleware(Breakages))  # the innermost, whatever was added before
    app.add_middleware(RequestObserver, metrics=metrics)
    app.add_middleware(CorrelationIdMiddleware, header_name=REQUEST_ID)


def request_id() -> str | None:
    """Return the id of the request that is being answered, as the log has it; None outside one.

    It is the request's own ``X-Request-ID`` where that is a UUID, as a proxy gives it, else new.
    """
    return correlation_id.get()
