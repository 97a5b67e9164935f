"""A small application behind the guard: pages and an API that say who came, for every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Annotated, Any

from fastapi import Depends, FastAPI, File, Form, Request, UploadFile
from starlette.testclient import TestClient

from memcon.archive import Archive, tokens, users
from memcon.archive.users import Role
from memcon.web import auth, faults
from memcon.web.auth.cookies import new_token, sha256
from memcon.web.auth.forms import form_checked
from memcon.web.auth.gate import Gate
from memcon.web.auth.passwords import Passwords
from memcon.web.options import WebOptions
from memcon.web.pages import account, login
from memcon.web.pages import users as people
from memcon.web.site import Site
from memcon.web.viewer import Viewer, needs

PASSWORD = "a long walk by the river"
OTHER_PASSWORD = "three boats and a bridge"
URL = "http://127.0.0.1:8080"
_CSRF = re.compile(r'name="csrf" value="([^"]*)"')


@cache
def hashed(password: str) -> str:
    return Passwords().hashed(password)


@dataclass
class Clock:
    """A clock that goes when it is told to."""

    time: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, **period: float) -> None:
        self.time += timedelta(**period)


@dataclass
class Guarded:
    """The application, its clock, and whom it knows."""

    app: FastAPI
    archive: Archive
    clock: Clock

    @property
    def gate(self) -> Gate:
        gate: Gate = self.app.state.gate
        return gate

    def client(self, url: str = URL, **options: Any) -> TestClient:
        return TestClient(self.app, base_url=url, follow_redirects=False, **options)

    def add(self, name: str, role: Role = "admin", password: str = PASSWORD) -> users.User:
        with self.archive.writing(counted=False) as connection:
            at = self.app.state.site.now()
            return users.add(connection, name, role=role, password=hashed(password), at=at)

    def token(self, user: users.User, role: Role = "reader", days: float = 30) -> str:
        text, now = new_token(), self.clock()
        with self.archive.writing(counted=False) as connection:
            tokens.add(
                connection,
                user,
                sha256=sha256(text),
                label="a test",
                role=role,
                at=now.isoformat(timespec="seconds"),
                ends_at=(now + timedelta(days=days)).isoformat(timespec="seconds"),
            )
        return text

    def logged_in(self, name: str, password: str = PASSWORD) -> TestClient:
        client = self.client()
        answer = log_in(client, name, password)
        assert answer.status_code == 303, answer.text
        return client


def guard(archive: Archive, **changed: Any) -> Guarded:
    """Return an application over an archive, whose options are as given."""
    options = replace(WebOptions(user="Tester", body_timeout_seconds=5), **changed)
    clock = Clock()
    app = FastAPI(dependencies=[Depends(form_checked)], openapi_url=None)
    app.state.site = Site(archive, options, now=clock)
    for module in (login, account, people):
        app.include_router(module.router)
    _add_pages(app)
    faults.install(app)
    auth.install(app, app.state.site)
    return Guarded(app=app, archive=archive, clock=clock)


def _add_pages(app: FastAPI) -> None:
    def told(viewer: Viewer) -> dict[str, object]:
        return {"name": viewer.name, "role": viewer.role, "csrf": viewer.csrf}

    for path in ("/", "/api/v1/me"):

        @app.get(path)
        def me(viewer: Annotated[Viewer, Depends(needs("reader"))]) -> dict[str, object]:
            return told(viewer)

        @app.post(path)
        def change(viewer: Annotated[Viewer, Depends(needs("reviewer"))]) -> dict[str, object]:
            return told(viewer)

    @app.get("/forgetful")
    def forgetful() -> str:
        return "this page does not say whom it is for"

    @app.post("/forgetful")
    def forgetful_change(words: Annotated[str, Form()] = "") -> int:
        return len(words)

    @app.post("/add")
    @app.post("/api/v1/documents")
    def upload(file: Annotated[UploadFile, File()]) -> int:
        return file.size or 0

    @app.get("/health")
    @app.get("/ready")
    @app.get("/static/mark.svg")
    def free(request: Request) -> str:
        return "free"


def form_token(client: TestClient, path: str = "/login") -> str:
    """Return the token of the forms on a page."""
    found = _CSRF.search(client.get(path).text)
    assert found, path
    return found[1]


def log_in(client: TestClient, name: str, password: str = PASSWORD, **fields: str) -> Any:
    """Send the form of the login page."""
    fields = {"name": name, "password": password, "csrf": form_token(client), **fields}
    return client.post("/login", data=fields)


def session_cookie(client: TestClient) -> str:
    return str(client.cookies["memcon_session"])


@contextmanager
def watched(archive: Archive) -> Iterator[list[str]]:
    """Collect the statements that are sent to the database."""
    from sqlalchemy import event

    sent: list[str] = []

    def note(*arguments: Any) -> None:
        sent.append(arguments[2])

    event.listen(archive.engine, "before_cursor_execute", note)
    yield sent
    event.remove(archive.engine, "before_cursor_execute", note)
