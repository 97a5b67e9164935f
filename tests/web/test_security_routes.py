"""Every address of the whole application, asked by who may not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from guarded import URL, hashed, log_in
from starlette.testclient import TestClient

from memcon.archive import Archive, open_archive, users
from memcon.archive.users import ROLES
from memcon.web.app import create_app
from memcon.web.options import WebOptions

PASSWORD = "a long walk by the river"
# What anybody may ask for, and what a reader may change: all of it their own.
OPEN = {"/login", "/health", "/ready"}
OWN = {
    "/login",
    "/logout",
    "/account/password",
    "/account/sessions/end",
    "/account/tokens",
    "/account/tokens/{key}/revoke",
}
ADMINS = {"/users", "/users/{key}/role", "/users/{key}/password", "/users/{key}/remove"}
SAFE = {"GET", "HEAD", "OPTIONS"}
# Values of parameters, so that an address is none of another.
VALUES = {"key": "1", "entry": "1", "a": "CHN", "b": "RUS", "form": "csv"}


@pytest.fixture(scope="module")
def archive(example_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("routes") / "archive.db"
    path.write_bytes(example_archive.read_bytes())
    with open_archive(path) as opened:
        with opened.writing(counted=False) as connection:
            for role in reversed(ROLES):
                at = "2026-01-01T00:00:00+00:00"
                users.add(connection, role, role=role, password=hashed(PASSWORD), at=at)
        yield opened


@pytest.fixture(scope="module")
def app(archive: Archive) -> FastAPI:
    return create_app(archive, WebOptions())


def browser(app: FastAPI, role: str | None = None) -> TestClient:
    client = TestClient(app, base_url=URL, follow_redirects=False, raise_server_exceptions=False)
    if role is not None:
        assert log_in(client, role).status_code == 303
    return client


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Return the method and the template of every address but those of files."""
    return [
        (method, path)
        for context in iter_route_contexts(app.routes)
        if (path := context.path) is not None and not path.startswith("/static")
        for method in sorted(context.methods or ())
    ]


def address(template: str) -> str:
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: VALUES.get(found[1], "x"), template)


def test_there_are_addresses_to_ask(app: FastAPI) -> None:
    known = {path for _, path in routes(app)}
    assert known >= {*OWN, *ADMINS, "/ledger", "/review", "/api/v1/documents", "/openapi.json"}


def test_nobody_gets_in_without_login(app: FastAPI) -> None:
    client = browser(app)
    for method, path in routes(app):
        answer = client.request(method, address(path))
        if path in OPEN and method in SAFE:
            assert answer.status_code == 200, path
        elif path == "/login":
            assert answer.status_code == 403, path  # for it has no form's token
        elif answer.status_code == 303:
            assert answer.headers["location"].startswith("/login?next="), path
        else:
            assert answer.status_code == 401, (method, path, answer.status_code)


def test_nothing_is_changed_without_the_token_of_a_form(app: FastAPI) -> None:
    client = browser(app, "admin")
    changing = [(method, path) for method, path in routes(app) if method not in SAFE]
    assert len(changing) > 15
    for method, path in changing:
        answer = client.request(method, address(path))
        assert answer.status_code == 403, (method, path, answer.status_code)
        assert "not of this server" in answer.text, path


def test_a_reader_changes_nothing_but_what_is_their_own(app: FastAPI) -> None:
    client = browser(app, "reader")
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/account").text)
    assert found
    for method, path in routes(app):
        if method in SAFE or path in OWN:
            continue
        answer = client.request(method, address(path), headers={"X-CSRF-Token": found[1]})
        assert answer.status_code == 403, (method, path, answer.status_code)
        assert "needs the role" in answer.text, path


def test_a_reviewer_enters_nobody(app: FastAPI) -> None:
    client = browser(app, "reviewer")
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/account").text)
    assert found
    assert client.get("/users").status_code == 403
    for path in ADMINS:
        answer = client.post(address(path), headers={"X-CSRF-Token": found[1]})
        assert answer.status_code == 403, path
        assert "needs the role admin" in answer.text


def test_every_page_tells_browsers_to_be_strict(app: FastAPI) -> None:
    client = browser(app, "admin")
    for method, path in routes(app):
        if method != "GET":
            continue
        headers = client.get(address(path)).headers
        policy = headers["content-security-policy"]
        assert "unsafe" not in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert headers["x-content-type-options"] == "nosniff", path


def test_pages_have_no_script_or_style_of_their_own(app: FastAPI) -> None:
    client = browser(app, "admin")
    for method, path in routes(app):
        if method != "GET" or path.startswith("/api/") or path.endswith("brief.html"):
            continue
        answer = client.get(address(path))
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        for found in re.findall(r"<script\b[^>]*>", answer.text):
            assert "src=" in found or "json" in found, (path, found)
        for tag in re.findall(r"<[a-z][^>]*>", answer.text):
            assert not re.search(r"""\s(on\w+|style)\s*=""", tag), (path, tag)
        assert "<style" not in answer.text, path


def test_head_is_get_without_its_body(app: FastAPI) -> None:
    client = browser(app, "admin")
    for method, path in routes(app):
        if method != "GET" or path in ("/api/v1/export/{format}", "/metrics"):
            continue
        got, head = client.get(address(path)), client.head(address(path))
        assert head.status_code == got.status_code, path
        assert head.content == b"", path
        assert head.headers.get("content-type") == got.headers.get("content-type"), path
        assert head.headers["content-security-policy"], path
    assert browser(app).head("/ledger").status_code == 401


def test_other_methods_say_what_there_is(app: FastAPI) -> None:
    client = browser(app, "admin")
    for path in ("/ledger", "/login", "/api/v1/ledger", "/static/memcon.css"):
        answer = client.options(path)
        assert answer.status_code == 405, path
        assert "access-control-allow-origin" not in answer.headers
        if not path.startswith("/static"):
            assert "GET" in answer.headers["allow"], path


ODD = (
    "%00", "a%00b", "%ED%A0%80", "%FF%FE", "%C0%AF", "..%2f..%2fetc%2fpasswd", "%0d%0aX-Evil:%201",
    "%F0%9F%98%80", "%E2%80%AE", "%5c..%5c", "a" * 3_000, "9" * 400, "-1", "%2e%2e%2f", "1e999",
)  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:12])
def test_whatever_stands_in_an_address_breaks_nothing(app: FastAPI, odd: str) -> None:
    client = browser(app, "admin")
    for method, path in routes(app):
        if method != "GET" or "{" not in path:
            continue
        answer = client.get(re.sub(r"\{\w+(:\w+)?\}", odd, path))
        assert answer.status_code < 500, (path, answer.status_code)
        assert "x-evil" not in answer.headers, path
        assert not answer.headers.get("location", "/").startswith(("//", "http://x")), path


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:12])
def test_whatever_stands_in_a_query_breaks_nothing(app: FastAPI, odd: str) -> None:
    client = browser(app, "admin")
    names = ("words", "a", "b", "by", "actor", "id", "at", "quote", "cursor", "limit", "since",
             "next", "done", "last", "start", "end", "period", "seen", "kind")  # fmt: skip
    query = "&".join(f"{name}={odd}" for name in names)
    for method, path in routes(app):
        if method == "GET" and "{" not in path:
            answer = client.get(f"{path}?{query}")
            assert answer.status_code < 500, (path, answer.status_code)
            assert "x-evil" not in answer.headers, path


def test_files_of_the_server_stay_where_they_are(app: FastAPI) -> None:
    client = browser(app)
    for path in (
        "../app.py", "%2e%2e/app.py", "..%2fapp.py", "/etc/passwd", "%2fetc/passwd", "%00", "", ".",
        "..", "..%5capp.py", "a" * 5_000, "memcon.css/..", "memcon.css%00",
    ):  # fmt: skip
        answer = client.get(f"/static/{path}")
        assert answer.status_code in (303, 404), path
        assert "create_app" not in answer.text
        assert "root:" not in answer.text
