"""Requests that a page of another site causes (CSRF), with users and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from guarded import PASSWORD, URL, Guarded, form_token, guard
from starlette.testclient import TestClient

from memcon.archive import open_archive
from memcon.web import visits


@pytest.fixture(params=["a team", "one person"])
def guarded(
    request: pytest.FixtureRequest, example_archive: Path, tmp_path: Path
) -> Iterator[Guarded]:
    path = tmp_path / "archive.db"
    path.write_bytes(example_archive.read_bytes())
    with open_archive(path) as archive:
        made = guard(archive)
        if request.param == "a team":
            made.add("Ada")
        yield made


@pytest.fixture
def client(guarded: Guarded) -> TestClient:
    """A browser that holds all that a user's does."""
    client = guarded.client()
    if client.get("/").status_code == 303:
        client = guarded.logged_in("Ada")
    return client


def token(client: TestClient) -> str:
    return str(client.get("/").json()["csrf"])


def test_a_form_with_its_token_passes(client: TestClient) -> None:
    csrf = token(client)
    assert client.post("/", data={"csrf": csrf}).status_code == 200
    assert client.post("/", data={"csrf": csrf}, files={"f": b"x"}).status_code == 200
    assert client.post("/", headers={"X-CSRF-Token": csrf}).status_code == 200
    assert client.post("/api/v1/me", json={}, headers={"X-CSRF-Token": csrf}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/forgetful", "/api/v1/me", "/logout", "/login", "/users"])
def test_without_its_token_nothing_passes(client: TestClient, path: str) -> None:
    csrf = token(client)
    for given in (None, "", "x", csrf[:-1], csrf + "x", csrf.upper()):
        fields = {} if given is None else {"csrf": given}
        answer = client.post(path, data=fields)
        assert answer.status_code == 403, given
        assert "not of this server" in answer.text
    assert client.post(path, json={"csrf": csrf}).status_code == 403
    assert client.post(f"{path}?csrf={csrf}").status_code == 403
    assert client.post(path, data={"csrf": csrf}, headers={"X-CSRF-Token": "x"}).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST", "MKCOL"])
def test_every_method_that_changes_is_guarded(client: TestClient, method: str) -> None:
    answer = client.request(method, "/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_the_token_of_another_is_none(guarded: Guarded, client: TestClient) -> None:
    other = guarded.client()
    if other.get("/").status_code == 303:
        guarded.add("Eve", "reviewer")
        other = guarded.logged_in("Eve")
    assert client.post("/", data={"csrf": token(other)}).status_code == 403


def test_a_token_without_its_cookie_is_none(guarded: Guarded, client: TestClient) -> None:
    csrf = token(client)
    bare = guarded.client()
    assert bare.post("/", data={"csrf": csrf}).status_code in {401, 403}
    bare.cookies.set("memcon_visit", "made.up")
    assert bare.post("/", data={"csrf": csrf}).status_code in {401, 403}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:8081"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://127.0.0.1:8080.example.org"},
        {"Origin": "http://example.org/127.0.0.1:8080"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": URL},
    ],
)
def test_what_comes_from_another_site_is_refused_even_with_a_token(
    client: TestClient, headers: dict[str, str]
) -> None:
    csrf = token(client)
    for path in ("/", "/api/v1/me", "/login"):
        answer = client.post(path, data={"csrf": csrf}, headers=headers)
        assert answer.status_code == 403
        assert "another site" in answer.text


def test_what_comes_from_here_passes(client: TestClient) -> None:
    csrf = token(client)
    for headers in ({"Origin": URL}, {"Sec-Fetch-Site": "same-origin", "Origin": URL}):
        assert client.post("/", data={"csrf": csrf}, headers=headers).status_code == 200
    # a link on another site may be followed
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_proxy_may_have_another_name_for_readers(guarded: Guarded) -> None:
    site = guard(guarded.archive, public_url="https://memcon.example", public=True)
    if site.client().get("/").status_code == 303:
        pytest.skip("the same for a team")
    client = site.client()
    csrf = token(client)
    origin = {"Origin": "https://memcon.example"}
    assert client.post("/", data={"csrf": csrf}, headers=origin).status_code == 200
    origin = {"Origin": "https://memcon.example.org"}
    assert client.post("/", data={"csrf": csrf}, headers=origin).status_code == 403


def test_a_program_may_use_the_api_of_a_server_without_users(guarded: Guarded) -> None:
    alone = guarded.client().get("/").status_code == 200
    answer = guarded.client().post("/api/v1/me", json={})
    assert answer.status_code == (200 if alone else 401)
    # pages are for browsers
    assert guarded.client().post("/").status_code == (403 if alone else 401)
    # and whatever tells of a browser has to show a token
    for name, value in (("Origin", URL), ("Cookie", "a=b"), ("Sec-Fetch-Site", "none")):
        answer = guarded.client().post("/api/v1/me", json={}, headers={name: value})
        assert answer.status_code == (403 if alone else 401), name


def test_login_of_somebody_else_is_not_forced_upon_one(guarded: Guarded) -> None:
    client = guarded.client()
    if client.get("/").status_code == 200:
        pytest.skip("nobody logs in")
    fields = {"name": "Ada", "password": PASSWORD}
    assert client.post("/login", data=fields).status_code == 403
    csrf = form_token(guarded.client())  # of the attacker's browser
    assert client.post("/login", data={**fields, "csrf": csrf}).status_code == 403
    csrf = form_token(client)
    assert client.post("/login", data={**fields, "csrf": csrf}).status_code == 303


def test_an_origin_that_is_none_is_another(client: TestClient) -> None:
    own = token(client)
    for origin in ("http://[", "null", "x", "http://127.0.0.1:8080@example.org", ""):
        answer = client.post("/", headers={"Origin": origin, "X-CSRF-Token": own})
        assert answer.status_code == 403, origin


def test_no_other_cookie_of_the_server_is_in_the_way_of_the_forms(guarded: Guarded) -> None:
    assert visits.COOKIE not in (guarded.gate.cookies.visit, guarded.gate.cookies.session)
