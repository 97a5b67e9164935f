"""The pages on which people enter something, over an archive, for one viewer after another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from typing import Any

from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from memcon.archive import Archive
from memcon.scale.adding import Added
from memcon.web import faults
from memcon.web.jobs import Jobs
from memcon.web.jobs.model import Source
from memcon.web.options import WebOptions
from memcon.web.pages import add, review
from memcon.web.site import Site
from memcon.web.viewer import Role, Viewer

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Entering:
    """A client of the pages, whose viewer can be another at any time."""

    def __init__(self, archive: Archive, **options: Any):
        self.app = FastAPI()
        self.site = Site(archive, WebOptions(**options), now=lambda: NOW)
        self.jobs = Jobs(archive, self.site.options, now=self.site.now)
        self.app.state.site, self.app.state.jobs = self.site, self.jobs
        for module in (add, review):
            self.app.include_router(module.router)
        faults.install(self.app)
        self.viewer = Viewer(name="Ada", role="reviewer", csrf="t0ken", single=False)
        self.client = TestClient(self.app, follow_redirects=False)

        @self.app.middleware("http")
        async def _viewer(request: Request, call_next: Callable[[Request], Any]) -> Any:
            request.state.viewer = self.viewer
            return await call_next(request)

    def come(self, name: str, role: Role = "reviewer") -> None:
        """Have another person come."""
        self.viewer = Viewer(name=name, role=role, csrf="t0ken", single=False)


@contextmanager
def entering(archive: Archive, **options: Any) -> Iterator[Entering]:
    """Give a client of the pages; the jobs are ended afterwards."""
    made = Entering(archive, **options)
    try:
        yield made
    finally:
        made.jobs.close()


def hidden(text: str, name: str) -> str:
    """Return what the first field of a name holds."""
    found = re.search(rf'name="{re.escape(name)}"[^>]*? value="([^"]*)"', text)
    assert found, name
    return unescape(found[1])


class NoProcess:
    """In the place of the process that adds: does nothing, and waits where it is told to."""

    def __init__(self, surroundings: object) -> None:
        self.done: list[Any] = []
        self.ended = 0
        self.wait: Callable[[], bool] = lambda: False
        self.answer: Callable[[Any], list[Added]] = self.refused

    @staticmethod
    def refused(work: Any) -> list[Added]:
        if not isinstance(work, Source):
            return []
        return [Added(where=work.where, outcome="rejected", reason="it was not read")]

    def do(self, work: Any, *, stop: Callable[[], bool]) -> Iterator[Added]:
        from memcon.web.jobs.process import StoppedError

        while self.wait():
            if stop():
                raise StoppedError("it was stopped")
        yield from self.answer(work)
        self.done.append(work)

    def end(self) -> None:
        self.ended += 1
