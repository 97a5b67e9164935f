"""Pages that are rendered once for everybody: nobody is shown what is another's."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from guarded import URL, hashed, log_in
from starlette.testclient import TestClient

from memcon.analysis.actors import actors_named
from memcon.analysis.ledger import ledger
from memcon.analysis.meetings import meetings
from memcon.archive import Archive, human, open_archive, sessions, users
from memcon.archive.users import Role
from memcon.web import kept_pages
from memcon.web.app import create_app
from memcon.web.options import WebOptions
from memcon.web.page_store import Kept, KeptPages
from memcon.web.pages import ledger as ledger_page
from memcon.web.site import Site

PASSWORD = "a long walk by the river"
# Two of each role that sees something else, with names that have to be escaped.
PEOPLE: dict[str, Role] = {
    "Ada & <b>Co</b>": "reviewer",
    'Bela "x" {{name}}': "reviewer",
    "Cleo": "reader",
    "Dora": "admin",
}
ADA, BELA, CLEO, DORA = PEOPLE
MARKS = re.compile(r"(?:name|token)-[0-9a-f]{32}")
QUERIES = {
    "/search": "words=trade",
    "/positions": "by=XOS",
    "/positions/years": "by=XOS",
    "/positions/statements": "actor=XOS&issue=trade",
    "/changes": "by=XOS",
    "/timeline": "a=XOS&b=XVA",
    "/phrases": "phrases=trade",
    "/brief": "a=XOS&b=XVA",
}


@pytest.fixture(scope="module")
def archive(example_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("kept") / "archive.db"
    path.write_bytes(example_archive.read_bytes())
    with open_archive(path) as opened:
        with opened.writing(counted=False) as connection:
            for name, role in sorted(PEOPLE.items(), key=lambda one: one[1]):  # admins first
                at = "2026-01-01T00:00:00+00:00"
                users.add(connection, name, role=role, password=hashed(PASSWORD), at=at)
        yield opened


@pytest.fixture
def app(archive: Archive) -> FastAPI:
    made = create_app(archive, WebOptions())
    made.state.jobs.link = lambda: None  # what is entered here has nothing to be linked
    return made


@pytest.fixture(scope="module")
def cookies(archive: Archive) -> dict[str, dict[str, str]]:
    """The cookies of everybody's session: a login takes its time, and is another test's."""
    app = create_app(archive, WebOptions())
    found = {}
    for name in PEOPLE:
        client = browser(app)
        assert log_in(client, name).status_code == 303
        found[name] = dict(client.cookies)
    return found


@pytest.fixture
def clients(app: FastAPI, cookies: dict[str, dict[str, str]]) -> dict[str, TestClient]:
    return {name: browser(app, cookies[name]) for name in PEOPLE}


@pytest.fixture(scope="module")
def addresses(archive: Archive) -> list[str]:
    """Every address with a page that is kept, of things that the archive has."""
    app = create_app(archive, WebOptions())
    templates = [
        path
        for context in iter_route_contexts(app.routes)
        if (path := context.path)
        and is_kept(context.endpoint)
        and "." not in path
        and not path.startswith("/api/")
    ]
    with archive.reading() as connection:
        met = meetings(connection, limit=1).rows[0].id
        of = {
            "/documents/{id}": f"/documents/{met.partition('/')[0]}",
            "/meetings/{id:path}": f"/meetings/{met}",
            "/actors/{id:path}": f"/actors/{actors_named(connection, limit=1).rows[0].id}",
            "/pairs/{a}/{b}": "/pairs/XOS/XVA",
            "/commitments/{id:path}": "/commitments/"
            + ledger(connection, today="2026-01-01", limit=1).rows[0].id,
        }
    return [of.get(one, one) + (f"?{QUERIES[one]}" if one in QUERIES else "") for one in templates]


def browser(app: FastAPI, cookies: dict[str, str] | None = None, **options: Any) -> TestClient:
    return TestClient(app, base_url=URL, follow_redirects=False, cookies=cookies, **options)


def is_kept(endpoint: Any) -> bool:
    code = getattr(endpoint, "__code__", None)
    return code is not None and Path(code.co_filename) == Path(kept_pages.__file__)


def site_of(app: FastAPI) -> Site:
    site: Site = app.state.site
    return site


def own(client: TestClient) -> tuple[str, str]:
    """Return the name and the form's token of who is logged in, by a page that is not kept."""
    text = client.get("/account").text
    name = re.search(r'<a href="/account"[^>]*>(.*?) \(\w+\)</a>', text)
    token = re.search(r'name="csrf" value="([^"]+)"', text)
    assert name
    assert token
    return name[1], token[1]


def test_there_are_pages_that_are_kept(addresses: list[str]) -> None:
    paths = {one.partition("?")[0] for one in addresses}
    assert paths >= {"/ledger", "/meetings", "/log", "/rejects", "/network", "/pairs/XOS/XVA"}
    assert len(paths) > 15


def test_no_endpoint_that_is_kept_asks_who_comes(app: FastAPI) -> None:
    for context in iter_route_contexts(app.routes):
        if context.endpoint is not None and is_kept(context.endpoint):
            inner = inspect.unwrap(context.endpoint)
            assert "viewer" not in inspect.signature(inner).parameters, context.path
            names = set(inner.__code__.co_names)
            assert not {"admission_of", "cookies", "headers", "csrf"} & names, context.path


def test_everybody_gets_their_own(
    app: FastAPI, clients: dict[str, TestClient], addresses: list[str]
) -> None:
    mine = {name: own(client) for name, client in clients.items()}
    assert len({token for _, token in mine.values()}) == len(PEOPLE)
    assert mine[ADA][0] == "Ada &amp; &lt;b&gt;Co&lt;/b&gt;"
    for address in addresses:
        for name, client in clients.items():
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert f'<a href="/account">{mine[name][0]} ({PEOPLE[name]})</a>' in answer.text
            assert mine[name][1] in answer.text  # of the form to log out
            assert not MARKS.search(answer.text), address
            assert not MARKS.search(str(answer.headers)), address
            for other, (words, token) in mine.items():
                if other != name:
                    assert f">{words} (" not in answer.text, address
                    assert token not in answer.text, address


def test_what_is_kept_does_not_wait_for_what_is_worked_out(
    app: FastAPI, cookies: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = BoundedSemaphore(1)
    monkeypatch.setattr(kept_pages, "_working", turns)
    ask = [browser(app, cookies[ADA]).get for _ in range(2)]
    assert ask[0]("/ledger").status_code == 200
    with ThreadPoolExecutor(1) as pool:
        with turns:  # somebody's page is being worked out
            new = pool.submit(ask[1], "/meetings")
            assert ask[0]("/ledger").status_code == 200
            with pytest.raises(TimeoutError):
                new.result(1)
        assert new.result(30).status_code == 200


def test_a_kept_page_is_what_would_be_made_for_each(
    app: FastAPI,
    clients: dict[str, TestClient],
    addresses: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def pages() -> dict[tuple[str, str], str]:
        return {
            (name, address): client.get(address).text
            for address in addresses
            for name, client in clients.items()
        }

    told = pages()
    assert pages() == told
    site_of(app).pages = KeptPages(0)  # keeps nothing
    monkeypatch.setattr(kept_pages, "replace", lambda viewer, **_: viewer)
    assert pages() == told


def test_answers_of_the_api_are_nobodys_own(
    app: FastAPI, clients: dict[str, TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {
        path.removeprefix("/api/v1")
        for context in iter_route_contexts(app.routes)
        if (path := context.path) and path.startswith("/api/") and is_kept(context.endpoint)
    }
    # what is each one's own, and what depends on more than the archive
    assert not {"/me", "/review", "/jobs", "/jobs/{id}", "/export/{format}"} & kept
    monkeypatch.setattr(kept_pages, "_own", lambda body, viewer: body)
    for path in kept:
        asked = f"{path}?{QUERIES[path]}" if path in QUERIES else path
        for name, client in clients.items():
            answer = client.get(f"/api/v1{asked}")
            assert not MARKS.search(answer.text), (path, name)
            assert own(client)[1] not in answer.text


def test_a_role_sees_what_is_for_it(clients: dict[str, TestClient], addresses: list[str]) -> None:
    (address,) = (one for one in addresses if one.startswith("/commitments/"))
    for name in (DORA, CLEO, ADA, CLEO, BELA):
        text = clients[name].get(address).text
        assert ("/assess" in text) == (PEOPLE[name] != "reader"), name
        assert ('href="/users"' in text) == (PEOPLE[name] == "admin"), name


def test_who_is_not_logged_in_gets_nothing_that_is_kept(
    app: FastAPI, clients: dict[str, TestClient], addresses: list[str]
) -> None:
    for address in addresses:
        tag = clients[ADA].get(address).headers["etag"]
        bare = browser(app)
        for headers in ({}, {"If-None-Match": tag}, {"If-None-Match": "*"}):
            answer = bare.get(address, headers=headers)
            assert answer.status_code == 303, address
            assert answer.headers["location"].startswith("/login?next="), address
            assert "etag" not in answer.headers


def test_a_browser_that_has_the_page_is_told_so(
    clients: dict[str, TestClient], addresses: list[str]
) -> None:
    for address in addresses:
        tags = {name: client.get(address).headers["etag"] for name, client in clients.items()}
        assert len(set(tags.values())) == len(PEOPLE), address
        for name, client in clients.items():
            for other, tag in tags.items():
                answer = client.get(address, headers={"If-None-Match": tag})
                assert answer.status_code == (304 if other == name else 200), (address, name)
                assert answer.headers["cache-control"] == "private, no-cache"


def test_a_new_session_makes_its_pages_anew(app: FastAPI, clients: dict[str, TestClient]) -> None:
    before = clients[CLEO].get("/ledger")
    again = browser(app)
    assert log_in(again, CLEO).status_code == 303
    after = again.get("/ledger", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert own(again)[1] in after.text
    assert own(clients[CLEO])[1] not in after.text


def test_what_is_entered_is_seen_at_once(clients: dict[str, TestClient], archive: Archive) -> None:
    before = {name: client.get("/log").headers["etag"] for name, client in clients.items()}
    with archive.writing() as connection:
        id = meetings(connection, limit=1).rows[0].id.partition("/")[0]
        human.review(
            connection,
            id,
            "confirm",
            who="Eve",
            at="2026-03-01T00:00:00+00:00",
            note="seen in full",
        )
    for name, client in clients.items():
        answer = client.get("/log", headers={"If-None-Match": before[name]})
        assert answer.status_code == 200
        assert "seen in full" in answer.text


def test_a_change_while_a_page_is_made_is_not_missed(
    app: FastAPI, clients: dict[str, TestClient], archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = KeptPages.put

    def changed(pages: KeptPages, key: Any, page: Any) -> None:
        with archive.writing():
            pass
        monkeypatch.undo()
        put(pages, key, page)

    monkeypatch.setattr(KeptPages, "put", changed)
    first = clients[ADA].get("/ledger?since=2024")
    second = clients[ADA].get(
        "/ledger?since=2024", headers={"If-None-Match": first.headers["etag"]}
    )
    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]


def test_pages_are_of_their_day(
    app: FastAPI, clients: dict[str, TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {"If-None-Match": clients[CLEO].get("/ledger").headers["etag"]}
    assert clients[CLEO].get("/ledger", headers=first).status_code == 304
    monkeypatch.setattr(site_of(app), "today", lambda: "2031-01-01")
    assert clients[CLEO].get("/ledger", headers=first).status_code == 200


def test_links_are_those_of_the_host_that_was_asked(
    app: FastAPI, clients: dict[str, TestClient]
) -> None:
    id = clients[ADA].get("/api/v1/ledger?limit=1").json()["rows"][0]["id"]
    for host in ("127.0.0.1:8080", "localhost:9999", "127.0.0.1:8080"):
        for name in (ADA, CLEO):
            text = clients[name].get(f"/api/v1/citations?id={id}", headers={"Host": host}).text
            assert f"http://{host}/" in text
            assert ("9999" in text) == ("9999" in host)


def test_faults_are_not_kept_and_name_who_sees_them(
    app: FastAPI, clients: dict[str, TestClient]
) -> None:
    for address in ("/actors/nobody-known", "/ledger?since=soon", "/meetings/doc:0/meeting:1",
                    "/compare?a=x&b=y", "/search?words=%22"):  # fmt: skip
        site_of(app).pages = KeptPages()
        for name in (ADA, BELA, DORA, CLEO):
            words, token = own(clients[name])
            answer = clients[name].get(address)
            if answer.status_code == 200:
                continue
            assert f">{words} (" in answer.text, address
            assert token in answer.text, address
            assert not MARKS.search(answer.text), address
            assert "etag" not in answer.headers, address
            assert answer.headers["cache-control"] == "private, no-cache"
            assert int(answer.headers["content-length"]) > 0
            assert not site_of(app).pages._pages, address


def test_a_fault_of_the_program_names_who_sees_it(
    app: FastAPI, cookies: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(app, cookies[ADA], raise_server_exceptions=False)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(ledger_page, "show", broken)
    answer = client.get("/ledger")
    assert answer.status_code == 500
    assert own(client)[0] in answer.text
    assert not MARKS.search(answer.text)


def test_an_address_with_a_question_mark_in_its_path_is_another(
    app: FastAPI, clients: dict[str, TestClient], addresses: list[str]
) -> None:
    (address,) = (one for one in addresses if one.startswith("/actors/"))
    page = clients[ADA].get(f"{address}?since=2024")
    tag = page.headers["etag"]
    odd = clients[ADA].get(f"{address}%3Fsince=2024", headers={"If-None-Match": tag})
    assert odd.status_code == 404


def test_many_at_once_get_their_own(
    app: FastAPI, clients: dict[str, TestClient], addresses: list[str]
) -> None:
    mine = {name: own(client)[1] for name, client in clients.items()}
    some = [one for one in addresses if one.startswith(("/ledger", "/log", "/rejects"))]

    def visit(name: str) -> list[tuple[str, str]]:
        site_of(app).pages = KeptPages()
        return [(name, clients[name].get(one).text) for _ in range(6) for one in some]

    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        for pages in pool.map(visit, PEOPLE):
            for name, text in pages:
                assert mine[name] in text
                assert not MARKS.search(text)
                assert not [one for one, token in mine.items() if one != name and token in text]


def test_who_lost_a_role_loses_its_pages(app: FastAPI, archive: Archive) -> None:
    with archive.writing(counted=False) as connection:
        at = "2026-01-01T00:00:00+00:00"
        eve = users.add(connection, "Eve", role="admin", password=hashed(PASSWORD), at=at)
    client = browser(app)
    assert log_in(client, "Eve").status_code == 303
    first = client.get("/ledger")
    assert 'href="/users"' in first.text
    with archive.writing(counted=False) as connection:
        users.set_role(connection, eve, "reader")
    second = client.get("/ledger", headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 200
    assert 'href="/users"' not in second.text
    with archive.writing(counted=False) as connection:
        sessions.end_all(connection, eve)
    third = client.get("/ledger", headers={"If-None-Match": second.headers["etag"]})
    assert third.status_code == 303
    with archive.writing(counted=False) as connection:
        users.remove(connection, eve)


def test_the_store_is_bounded_by_its_bytes() -> None:
    def key(number: int) -> Any:
        return (number, "2026-01-01", ("", "/", ""), "reader", False)

    pages = KeptPages(250)
    for number in range(5):
        pages.put(key(number), Kept(b"x" * 100, False, ()))
        pages.get(key(3))
    assert [number for number in range(5) if pages.get(key(number))] == [3, 4]
    pages.put(key(9), Kept(b"x" * 1_000, False, ()))  # more than there is room for
    assert not any(pages.get(key(number)) for number in range(10))
    assert pages._bytes == 0
