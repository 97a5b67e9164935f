"""Headers of every answer, the host, and bodies that are too large or do not come."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from guarded import PASSWORD, Guarded, form_token, guard

from memcon.archive import open_archive
from memcon.web import bodies
from memcon.web.security import HEADERS, host_of

LIMIT = 300_000
FORM_LIMIT = 3 * 20_000 + 100_000


@pytest.fixture
def guarded(example_archive: Path, tmp_path: Path) -> Iterator[Guarded]:
    path = tmp_path / "archive.db"
    path.write_bytes(example_archive.read_bytes())
    with open_archive(path) as archive:
        yield guard(archive, max_upload_bytes=LIMIT - 100_000, max_text_bytes=20_000)


# Headers


@pytest.mark.parametrize("path", ["/", "/login", "/nowhere", "/api/v1/me", "/static/mark.svg"])
def test_browsers_are_told_to_be_strict(guarded: Guarded, path: str) -> None:
    headers = guarded.client().get(path).headers
    for name in HEADERS:
        assert headers[name], name
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "strict-transport-security" not in headers


def test_refusals_are_strict_too(guarded: Guarded) -> None:
    client = guarded.client()
    for answer in (
        client.get("/", headers={"Host": "example.org"}),
        client.post("/", headers={"Origin": "https://example.org"}),
        client.get("/", headers={"Authorization": "Bearer x"}),
    ):
        assert answer.status_code >= 400
        assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


def test_what_is_anybodys_own_is_kept_by_no_proxy(guarded: Guarded) -> None:
    guarded.add("Ada")
    client = guarded.logged_in("Ada")
    assert client.get("/").headers["cache-control"] == "private, no-cache"
    for path in ("/account", "/users"):
        assert client.get(path).headers["cache-control"] == "no-store"
    assert guarded.client().get("/login").headers["cache-control"] == "no-store"


def test_browsers_come_back_over_https_only(guarded: Guarded) -> None:
    secure = guard(guarded.archive, secure_cookies=True, public_url="https://memcon.example")
    headers = secure.client("https://memcon.example").get("/login").headers
    assert headers["strict-transport-security"] == "max-age=31536000"


# The host


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8080", "localhost", "LOCALHOST:9", "[::1]:8080", "localhost."]
)
def test_this_machine_answers_by_its_names(guarded: Guarded, host: str) -> None:
    assert guarded.client().get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "127.0.0.1.example.org",
        "localhost.example.org:8080",
        "192.0.2.7",
        "",
        "localhost:port",
        "localhost/x",
        "user@localhost",
        "localhost, example.org",
        "[::1",
        "<script>",
    ],
)
def test_a_name_that_somebody_made_point_here_is_refused(guarded: Guarded, host: str) -> None:
    answer = guarded.client().get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "does not answer for" in answer.text
    assert "<script>" not in answer.text.replace("<script type", "")
    answer = guarded.client().get("/api/v1/me", headers={"Host": host})
    assert answer.json()["error"]["code"] == "unknown-host"


def test_two_hosts_are_none(guarded: Guarded) -> None:
    status, _ = send(guarded, headers=[(b"host", b"localhost"), (b"host", b"example.org")])
    assert status == 400
    status, _ = send(guarded, headers=[])
    assert status == 400


def test_names_that_the_server_was_given(guarded: Guarded) -> None:
    site = guard(
        guarded.archive,
        host="0.0.0.0",
        public=True,
        public_url="https://memcon.example:8443",
        allowed_hosts=("intranet.example",),
    )
    for host in ("memcon.example", "memcon.example:8443", "intranet.example:80", "192.0.2.7:8080"):
        assert site.client().get("/", headers={"Host": host}).status_code == 200, host
    for host in ("example.org", "other.memcon.example", "0x7f000001"):
        assert site.client().get("/", headers={"Host": host}).status_code == 400, host


def test_host_of() -> None:
    assert host_of("[2001:db8::1]:80") == "2001:db8::1"
    assert host_of("localhost:99999") is None
    assert host_of("localhost?x") is None


# Bodies


def test_a_body_within_the_limit_passes(guarded: Guarded) -> None:
    client = guarded.client()
    csrf = client.get("/").json()["csrf"]
    header = {"X-CSRF-Token": csrf}
    file = b"x" * 190_000
    for path in ("/add", "/api/v1/documents"):
        assert client.post(path, files={"file": file}, headers=header).json() == 190_000
    words = "é" * 10_000  # six bytes each in a form
    assert client.post("/forgetful", data={"words": words}, headers=header).json() == 10_000


def in_parts(size: int) -> Iterator[bytes]:
    yield b"words="
    for _ in range(size // 10_000):
        yield b"x" * 10_000


@pytest.mark.parametrize(
    ("path", "size"),
    [("/forgetful", FORM_LIMIT), ("/login", FORM_LIMIT), ("/add", LIMIT)],
)
def test_a_body_over_the_limit_is_refused(guarded: Guarded, path: str, size: int) -> None:
    client = guarded.client()
    header = {
        "X-CSRF-Token": client.get("/").json()["csrf"],
        "Content-Type": "application/x-www-form-urlencoded",
    }
    whole = b"".join(in_parts(size + 10_000))
    answer = client.post(path, content=whole, headers=header)  # says its length
    assert answer.status_code == 413, answer.text
    answer = client.post(path, content=in_parts(size + 10_000), headers=header)  # does not
    assert answer.status_code == 413
    assert answer.headers["content-security-policy"]


def test_a_file_is_too_large_for_an_address_that_takes_none(guarded: Guarded) -> None:
    client = guarded.client()
    header = {"X-CSRF-Token": client.get("/").json()["csrf"]}
    answer = client.post("/forgetful", files={"f": b"x" * 190_000}, headers=header)
    assert answer.status_code == 413
    for path in ("/address", "/api/v1/documentsx"):
        answer = client.post(path, files={"f": b"x" * 190_000}, headers=header)
        assert answer.status_code in {404, 413}


def test_no_more_is_read_than_may_be(guarded: Guarded) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 10_000
            yield b"x" * 10_000

    status, _ = send(guarded, path="/login", body=endless(), headers=OURS)
    assert status == 413
    assert read <= FORM_LIMIT + 20_000


def test_who_is_not_logged_in_sends_no_file(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "_LINGER_SECONDS", 0.2)
    guarded.add("Ada")

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1_000
            await asyncio.sleep(0.01)

    began = time.monotonic()
    headers = [*OURS, (b"transfer-encoding", b"chunked")]
    status, told = send(guarded, path="/add", body=endless(), headers=headers)
    assert status == 401
    assert told[b"connection"] == b"close"  # and what still comes is nobody's
    assert time.monotonic() - began < 5


def test_a_refused_body_that_ends_leaves_the_line_open(guarded: Guarded) -> None:
    guarded.add("Ada")
    left = 20

    async def ending() -> AsyncIterator[bytes]:
        nonlocal left
        while left:
            left -= 1
            yield b"x" * 10_000

    headers = [*OURS, (b"content-length", b"200000")]
    status, told = send(guarded, path="/add", body=ending(), headers=headers)
    assert (status, left) == (401, 0)
    assert b"connection" not in told


def test_a_body_that_does_not_come_is_given_up(guarded: Guarded) -> None:
    slow = guard(guarded.archive, body_timeout_seconds=0.2)

    async def nothing() -> AsyncIterator[bytes]:
        yield b"name=Ada"
        await asyncio.sleep(60)

    began = time.monotonic()
    status, headers = send(slow, path="/login", body=nothing(), headers=OURS)
    assert status == 408
    assert headers[b"connection"] == b"close"
    assert time.monotonic() - began < 10


def test_a_body_that_comes_drop_by_drop_is_given_up(guarded: Guarded) -> None:
    slow = guard(guarded.archive, body_timeout_seconds=0.3)

    async def drops() -> AsyncIterator[bytes]:
        while True:
            yield b"x"
            await asyncio.sleep(0.02)

    began = time.monotonic()
    status, _ = send(slow, path="/login", body=drops(), headers=OURS)
    assert status == 408
    assert time.monotonic() - began < 10


def test_a_body_that_comes_steadily_may_take_its_time(guarded: Guarded) -> None:
    slow = guard(guarded.archive, body_timeout_seconds=0.2)
    slow.add("Ada")
    token = form_token(slow.client())

    async def steadily() -> AsyncIterator[bytes]:
        for _ in range(8):
            yield b"x" * 5_000
            await asyncio.sleep(0.05)
        yield f"&csrf={token}&name=Ada&password={PASSWORD}".encode()

    status, _ = send(slow, path="/login", body=steadily(), headers=OURS)
    assert status == 403  # for it is another browser's token


OURS = [(b"host", b"localhost"), (b"content-type", b"application/x-www-form-urlencoded")]


def send(
    guarded: Guarded,
    *,
    path: str = "/",
    headers: list[tuple[bytes, bytes]],
    body: AsyncIterator[bytes] | None = None,
) -> tuple[int, dict[bytes, bytes]]:
    """Send a request as a server would, part by part; return the status and headers."""
    started: list[Any] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET" if body is None else "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": headers,
        "client": ("127.0.0.1", 4000),
        "server": ("127.0.0.1", 8080),
    }

    async def receive() -> dict[str, Any]:
        if body is None:
            return {"type": "http.request", "body": b"", "more_body": False}
        try:
            return {"type": "http.request", "body": await anext(body), "more_body": True}
        except StopAsyncIteration:
            return {"type": "http.request", "body": b"", "more_body": False}

    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            started.append(message)

    asyncio.run(guarded.app(scope, receive, sent))
    assert len(started) == 1
    return started[0]["status"], dict(started[0]["headers"])
