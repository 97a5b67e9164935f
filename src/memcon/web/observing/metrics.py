"""Metrics for Prometheus, in a registry of their own: two servers in one process do not mix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from memcon.analysis.extent import documents_by_status
from memcon.errors import MemconError
from memcon.version import __version__
from memcon.web.site import Site

# Dense about the 200 ms within which 95 of 100 requests are to be answered (issue 4).
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The metrics of one server; ``running`` is the gauge of requests that are being answered."""

    def __init__(self, site: Site):
        """Make the metrics of a site; what it holds is looked up when they are asked for."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "memcon_http_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._durations = Histogram(
            "memcon_http_request_duration_seconds",
            "Time from the first byte of a request to the last one of its answer",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.running = Gauge(
            "memcon_http_requests_in_progress",
            "Requests being answered",
            registry=self._registry,
        )
        Info("memcon_build", "The program", registry=self._registry).info({"version": __version__})
        self._registry.register(_SiteCollector(site))
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request.

        Args:
            method: of HTTP; those it does not know are counted as one.
            route: the template of its address.
            status: of the answer.
            seconds: what it took.
        """
        known = method if method in _METHODS else "OTHER"
        self._requests.labels(method=known, route=route, status=str(status)).inc()
        self._durations.labels(route=route).observe(seconds)

    def text(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self._registry)


class _SiteCollector(Collector):
    """What the site holds at the time of asking."""

    def __init__(self, site: Site):
        self._site = site

    def collect(self) -> Iterator[Metric]:
        site = self._site
        documents = GaugeMetricFamily(
            "memcon_archive_documents", "Documents in the archive", labels=("status",)
        )
        try:
            counted = site.ask(documents_by_status, key="documents by status")
        except MemconError:  # no archive, no number of its documents: /ready tells of that
            counted = {}
        for status, number in counted.items():
            documents.add_metric((status,), number)
        yield documents
        yield CounterMetricFamily(
            "memcon_answer_cache_hits", "Answers found among those kept", value=site.hits
        )
        yield CounterMetricFamily(
            "memcon_answer_cache_misses", "Answers that had to be worked out", value=site.misses
        )
