"""A server over an archive, for tests of its API, and its API alone with a viewer of any role."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from memcon.archive import Archive, open_archive
from memcon.web.app import create_app
from memcon.web.options import WebOptions
from memcon.web.viewer import Role, Viewer

TODAY = "2026-06-01"
HERE = "http://127.0.0.1"


class AsRole:
    """What stands before an application that takes everybody for a viewer of one role."""

    def __init__(self, app: ASGIApp, role: Role):
        self._app = app
        self._role = role

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            viewer = Viewer(name=f"A. {self._role}", role=self._role, csrf="", single=False)
            scope.setdefault("state", {})["viewer"] = viewer
        await self._app(scope, receive, send)


def client_of(app: FastAPI | ASGIApp) -> TestClient:
    """Return a program that uses an application; a fault of it is an answer of status 500."""
    return TestClient(app, base_url=HERE, raise_server_exceptions=False)


@contextmanager
def served(path: Path, *, write: bool = False, **options: Any) -> Iterator[TestClient]:
    """Serve an archive and give a program that uses it, as the only user of the server."""
    with open_archive(path, write=write) as archive:
        app = create_app(archive, WebOptions(**options))
        with client_of(app) as client:
            yield client


@contextmanager
def served_to(path: Path, role: Role) -> Iterator[TestClient]:
    """Serve the API of an archive to a viewer of a role, without the guard before it."""
    from memcon.web import api, faults
    from memcon.web.jobs import Jobs
    from memcon.web.site import Site

    with open_archive(path) as archive:
        app = FastAPI()
        app.state.site = Site(archive, WebOptions())
        app.state.jobs = Jobs(archive, WebOptions(), now=app.state.site.now)
        api.install(app)
        faults.install(app)
        app.add_middleware(AsRole, role=role)
        with client_of(app) as client:
            yield client
        app.state.jobs.close()


def copied(path: Path, folder: Path) -> Path:
    """Return a copy of an archive, to be written to."""
    copy = folder / "copy.db"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def state_of(client: TestClient) -> Any:
    """Return what the application keeps: the site, the queue."""
    app: Any = client.app
    return app.state


def archive_of(client: TestClient) -> Archive:
    """Return the archive that is served."""
    found: Archive = state_of(client).site.archive
    return found
