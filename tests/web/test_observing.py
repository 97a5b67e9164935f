"""Request ids, the log, metrics and health, over the whole application."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from memcon.archive import Archive, open_archive, users
from memcon.errors import ArchiveError
from memcon.web.app import create_app
from memcon.web.observing import logs
from memcon.web.options import LogFormat, WebOptions


@pytest.fixture
def archive(example_archive: Path, tmp_path: Path) -> Iterator[Archive]:
    copy = tmp_path / "archive.db"
    copy.write_bytes(example_archive.read_bytes())
    with open_archive(copy) as opened:
        yield opened


@pytest.fixture
def app(archive: Archive) -> FastAPI:
    made = create_app(archive, WebOptions(user="Tester"))

    @made.get("/breaks")
    def breaks() -> None:
        raise ZeroDivisionError("of all things")

    return made


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1:8080") as opened:
        yield opened


@contextmanager
def logged(form: LogFormat = "json") -> Iterator[io.StringIO]:
    """Have everything logged into a text, as a server does, and set logging back."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure(form, stream)
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # the client of these tests
    try:
        yield stream
    finally:
        root.handlers[:] = before
        root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_every_answer_has_an_id_of_its_own(client: TestClient) -> None:
    ids = [client.get("/health").headers["x-request-id"] for _ in range(2)]
    assert len(set(ids)) == 2


def test_id_of_a_proxy_is_kept_and_any_other_text_is_not(client: TestClient) -> None:
    given = uuid4().hex
    assert client.get("/health", headers={"x-request-id": given}).headers["x-request-id"] == given
    made = client.get("/health", headers={"x-request-id": "<script>"}).headers["x-request-id"]
    assert made.isalnum()


def test_request_is_a_line_with_its_route_and_without_what_was_asked(client: TestClient) -> None:
    with logged() as stream:
        answer = client.get("/meetings?words=secret-of-mine", headers={"Cookie": "x=hidden"})
    (line,) = [line for line in lines(stream) if line["event"] == "request"]
    assert line["method"] == "GET"
    assert (line["path"], line["route"]) == ("/meetings", "/meetings")
    assert line["status"] == answer.status_code
    assert line["user"] == "Tester"
    assert line["request_id"] == answer.headers["x-request-id"]
    assert line["milliseconds"] > 0
    assert "secret-of-mine" not in stream.getvalue()
    assert "hidden" not in stream.getvalue()


def test_address_cannot_write_a_line_of_its_own(client: TestClient) -> None:
    with logged("console") as stream:
        client.get("/meetings/x%0A2026 [error] forged%1b[31m")
    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b" not in stream.getvalue()


def test_what_machines_ask_every_second_is_not_logged(client: TestClient) -> None:
    with logged() as stream:
        client.get("/health")
        client.get("/ready")
    assert stream.getvalue() == ""


def test_page_that_breaks_is_logged_once_and_answered_with_the_id(client: TestClient) -> None:
    with logged() as stream:
        answer = client.get("/breaks")
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] in answer.text
    assert "of all things" not in answer.text
    assert "content-security-policy" in answer.headers
    broke, request = lines(stream)
    assert "ZeroDivisionError: of all things" in broke["exception"]
    assert broke["level"] == "error"
    assert request["status"] == 500
    assert broke["request_id"] == request["request_id"] == answer.headers["x-request-id"]


def test_metrics_count_by_route_and_status(client: TestClient) -> None:
    client.get("/nothing-of-this-name")
    client.get("/api/v1/actors/XOS")
    client.get("/api/v1/actors/XVA")
    text = client.get("/metrics").text
    assert 'memcon_http_requests_total{method="GET",route="(none)",status="404"} 1.0' in text
    assert 'route="/api/v1/actors/{id}",status="200"} 2.0' in text
    assert 'memcon_http_request_duration_seconds_bucket{le="0.2",route="/api/v1/actors' in text
    assert 'memcon_archive_documents{status="current"}' in text
    assert "memcon_answer_cache_misses_total" in text
    assert 'memcon_build_info{version="' in text


def test_two_servers_in_a_process_count_for_themselves(
    archive: Archive, client: TestClient
) -> None:
    client.get("/nothing-of-this-name")
    other = TestClient(create_app(archive, WebOptions()), base_url="http://127.0.0.1:8080")
    assert 'route="(none)"' not in other.get("/metrics").text


def test_made_up_methods_are_counted_as_one(client: TestClient) -> None:
    for method in ("BREW", "WHEN"):
        client.request(method, "/health")
    text = client.get("/metrics").text
    assert 'method="OTHER"' in text
    assert "BREW" not in text


def test_ready_tells_when_the_archive_cannot_be_asked(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/ready").json() == {"status": "ready"}

    def fails() -> int:
        raise ArchiveError("the disk fails", where="/a/path")

    monkeypatch.setattr(app.state.site, "revision", fails)
    with logged() as stream:
        answer = client.get("/ready")
    assert answer.status_code == 503
    assert "/a/path" not in answer.text
    assert "/a/path" in stream.getvalue()
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize(("public", "status"), [(False, 303), (True, 200)])
def test_metrics_are_for_those_who_may_read(archive: Archive, public: bool, status: int) -> None:
    with archive.writing() as connection:
        users.add(connection, "Ada Morn", role="admin", password="x", at="2026-01-01T00:00:00Z")
    app = create_app(archive, WebOptions(public_metrics=public))
    client = TestClient(app, base_url="http://127.0.0.1:8080", follow_redirects=False)
    assert client.get("/metrics").status_code == status
    assert client.get("/health").status_code == client.get("/ready").status_code == 200


def test_metrics_of_the_page_are_those_there_are(client: TestClient, root: Path) -> None:
    page = (root / "docs" / "operations.md").read_text(encoding="utf-8")
    client.get("/health")
    for line in client.get("/metrics").text.splitlines():
        name = line.removeprefix("# TYPE ").partition(" ")[0]
        if line.startswith("# TYPE memcon_") and not name.endswith("_created"):
            assert f"`{name}`" in page
