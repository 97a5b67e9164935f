"""Whatever goes wrong has one shape."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from api_site import archive_of, served
from fastapi import HTTPException, Request
from fastapi.testclient import TestClient

from memcon.errors import ArchiveError, ExtraError, MemconError
from memcon.web import api
from memcon.web.remarks import in_web_words


@pytest.fixture(scope="module")
def client(example_archive: Path) -> Iterator[TestClient]:
    with served(example_archive) as client:
        yield client


@pytest.mark.parametrize(
    ("address", "status", "code", "where"),
    [
        ("actors/nobody-known", 404, "unknown-id", "nobody-known"),
        ("ledger?by=nobody-known", 404, "unknown-id", "nobody-known"),
        ("search", 400, "bad-request", "search"),
        ("ledger?since=2024-13", 422, "invalid", "since"),
        ("ledger?limit=1001", 422, "invalid", "limit"),
        ("ledger?colour=red", 422, "invalid", "colour"),
        ("meetings?actors=XOS&actors=%00", 422, "invalid", "actors.1"),
        ("nothing", 404, "not-found", "/api/v1/nothing"),
        ("export/nothing", 404, "unknown-id", "nothing"),
    ],
)
def test_every_fault_says_what_and_where(
    client: TestClient, address: str, status: int, code: str, where: str
) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status
    fault = answer.json()["error"]
    assert (fault["code"], fault["where"]) == (code, where)
    assert fault["message"]
    assert fault["remedy"]
    assert fault["request_id"] == answer.headers["x-request-id"]


def test_methods_that_are_not_for_an_address(client: TestClient) -> None:
    answer = client.delete("/api/v1/ledger")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert answer.json()["error"]["message"] == "DELETE is not for this address"


def test_several_faults_are_told_together(client: TestClient) -> None:
    fault = client.get("/api/v1/ledger?since=x&limit=0&colour=red").json()["error"]
    assert fault["where"] is None
    for name in ("since", "limit", "colour"):
        assert f"{name}: " in fault["message"]


def test_a_fault_of_the_program_tells_nothing_of_it(
    example_archive: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of the program")

    with served(example_archive) as client, caplog.at_level(logging.ERROR):
        monkeypatch.setattr(type(archive_of(client)), "reading", broken)
        answer = client.get("/api/v1/ledger")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text


def _request() -> Request:
    return Request(
        {"type": "http", "method": "GET", "path": "/api/v1/x", "headers": [], "query_string": b""}
    )


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (MemconError("so"), 400),
        (ArchiveError("so"), 503),
        (ExtraError("so"), 501),
        (HTTPException(413), 413),
        (KeyError("x"), 500),
    ],
)
def test_each_kind_of_error_has_its_status(error: Exception, status: int) -> None:
    assert api.fault_answer(_request(), error).status_code == status


def test_what_a_fault_repeats_is_short_and_printable() -> None:
    error = MemconError(
        "x" * 10_000 + "\ud800\x00", where="\ud800\x07", remedy="\N{RIGHT-TO-LEFT MARK}"
    )
    body = bytes(api.fault_answer(_request(), error).body).decode()
    assert len(body) < 1_000
    assert body.isprintable()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Give --by or --on", "Give by or on"),
        ("(--with-quantity has them)", "(with_quantity has them)"),
        ("See memcon actors", "See /actors"),
        ("--correct type", "type"),
        ("--correct", "fields"),
        ("a well-known -- dash", "a well-known -- dash"),
        ("Take that back with: memcon review --undo 12", "Undo entry 12"),
    ],
)
def test_remarks_are_in_the_words_of_addresses(said: str, told: str) -> None:
    assert in_web_words(said) == told
