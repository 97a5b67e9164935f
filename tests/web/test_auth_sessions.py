"""Logging in and out: sessions, their cookies, and what becomes of altered and old ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from guarded import (
    OTHER_PASSWORD,
    PASSWORD,
    Guarded,
    form_token,
    guard,
    log_in,
    session_cookie,
    watched,
)
from itsdangerous import TimestampSigner
from sqlalchemy import select
from starlette.testclient import TestClient

from memcon.archive import open_archive, schema, sessions, users
from memcon.web.auth.cookies import IDLE_SECONDS, sha256
from memcon.web.auth.gate import SESSION_DAYS
from memcon.web.auth.throttle import PER_ADDRESS, PER_NAME
from memcon.web.pages.login import local


@pytest.fixture
def guarded(example_archive: Path, tmp_path: Path) -> Iterator[Guarded]:
    path = tmp_path / "archive.db"
    path.write_bytes(example_archive.read_bytes())
    with open_archive(path) as archive:
        yield guard(archive)


@pytest.fixture
def team(guarded: Guarded) -> Guarded:
    guarded.add("Ada")
    guarded.add("Ben", "reader")
    return guarded


def stored(team: Guarded) -> list[str]:
    with team.archive.reading() as connection:
        return list(connection.execute(select(schema.sessions.c.id)).scalars())


def test_a_session_begins_and_ends(team: Guarded) -> None:
    client = team.client()
    assert client.get("/").headers["location"] == "/login?next=%2F"
    answer = log_in(client, "ben", next="/ledger?q=ferries")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ledger?q=ferries")
    assert client.get("/").json()["name"] == "Ben"
    assert client.get("/").json()["role"] == "reader"
    assert client.get("/login?next=/actors").headers["location"] == "/actors"
    answer = client.post("/logout", data={"csrf": client.get("/").json()["csrf"]})
    assert answer.headers["location"] == "/login?done=logout"
    assert answer.headers["clear-site-data"] == '"cache"'  # nothing is left to go back to
    assert "memcon_session" not in client.cookies
    assert client.get("/").status_code == 303
    assert "You are logged out." in client.get("/login?done=logout").text
    assert stored(team) == []


def test_cookie_is_kept_from_scripts_and_other_sites(team: Guarded) -> None:
    answer = log_in(team.client(), "Ada")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "_session" in c)
    assert cookie.startswith("memcon_session=")
    flags = {flag.strip() for flag in cookie.split(";")[1:]}
    assert flags == {"Path=/", "HttpOnly", "SameSite=Lax"}


def test_cookie_over_https_is_the_hosts_alone(guarded: Guarded) -> None:
    secure = guard(guarded.archive, secure_cookies=True, public_url="https://memcon.example")
    secure.add("Ada")
    client = secure.client("https://memcon.example")
    answer = log_in(client, "Ada")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "_session" in c)
    assert cookie.startswith("__Host-memcon_session=")
    assert cookie.endswith("Path=/; HttpOnly; SameSite=Lax; Secure")
    assert client.get("/").status_code == 200
    # one that another host of the domain planted has not the name that browsers guard
    planted = secure.client("https://memcon.example")
    planted.cookies.set("memcon_session", client.cookies["__Host-memcon_session"])
    assert planted.get("/").status_code == 303


def test_the_archive_does_not_hold_what_opens_it(team: Guarded) -> None:
    client = team.logged_in("Ada")
    id = session_cookie(client).split(".")[0]
    assert stored(team) == [sha256(id)]
    path = Path(str(team.archive.engine.url.database))
    with sqlite3.connect(path) as connection:
        dumped = "\n".join(connection.iterdump())
    connection.close()
    assert id not in dumped
    assert PASSWORD not in dumped
    assert "$argon2id$" in dumped


def test_no_session_is_fixed_beforehand(team: Guarded) -> None:
    mine = team.logged_in("Ben")
    victim = team.client()
    victim.cookies.set("memcon_session", session_cookie(mine))
    victim.cookies.set("memcon_visit", "planted")
    # the victim is shown to be Ben, and logs in as herself all the same
    token = victim.get("/").json()["csrf"]
    answer = victim.post("/login", data={"name": "Ada", "password": PASSWORD, "csrf": token})
    assert answer.status_code == 303
    given = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("memcon_sess"))
    assert given.split(";")[0] != f"memcon_session={session_cookie(mine)}"
    assert mine.get("/").status_code == 303
    assert len(stored(team)) == 1


def test_each_login_is_a_session_of_its_own(team: Guarded) -> None:
    one, two = team.logged_in("Ada"), team.logged_in("Ada")
    assert session_cookie(one) != session_cookie(two)
    one.post("/logout", data={"csrf": one.get("/").json()["csrf"]})
    assert one.get("/").status_code == 303
    assert two.get("/").status_code == 200


def altered(cookie: str) -> list[str]:
    id, time, signature = cookie.split(".")
    forged = TimestampSigner("another secret", salt="memcon.session").sign(id).decode()
    other = ("A" if id[0] != "A" else "B") + id[1:]
    return [
        "",
        "x",
        "..",
        id,
        f"{id}.{time}",
        f"{id}.{time}.",
        f"{other}.{time}.{signature}",
        f"{id}.{time}.{signature[:-2]}",
        f"{id}.{time[:-1]}{'A' if time[-1] != 'A' else 'B'}.{signature}",
        f"{cookie}{cookie}",
        forged,
    ]


def test_an_altered_or_forged_cookie_opens_nothing(team: Guarded) -> None:
    client = team.logged_in("Ada")
    for cookie in altered(session_cookie(client)):
        thief = team.client()
        thief.cookies.set("memcon_session", cookie)
        assert thief.get("/").status_code == 303, cookie
        assert thief.get("/api/v1/me").status_code == 401, cookie


def test_a_rightly_signed_cookie_of_no_session_opens_nothing(team: Guarded) -> None:
    thief = team.client()
    header = team.gate.cookies.keep_session("an id that was never given")
    thief.cookies.set("memcon_session", header.split(";")[0].partition("=")[2])
    assert thief.get("/").status_code == 303


def test_the_secret_is_the_archives(team: Guarded) -> None:
    client = team.logged_in("Ada")
    again = guard(team.archive)  # another process, or the same after a restart
    other = again.client()
    other.cookies.set("memcon_session", session_cookie(client))
    assert other.get("/").json()["name"] == "Ada"
    changed = guard(team.archive, secret="x" * 40)
    other = changed.client()
    other.cookies.set("memcon_session", session_cookie(client))
    assert other.get("/").status_code == 303


def test_an_idle_session_ends(team: Guarded) -> None:
    client = team.logged_in("Ada")
    team.clock.pass_by(seconds=IDLE_SECONDS - 1)
    assert client.get("/").status_code == 200
    # that renewed it
    team.clock.pass_by(seconds=IDLE_SECONDS - 1)
    assert client.get("/").status_code == 200
    team.clock.pass_by(seconds=IDLE_SECONDS + 1)
    assert client.get("/").status_code == 303


def test_a_session_that_is_used_ends_too(team: Guarded) -> None:
    client = team.logged_in("Ada")
    for _ in range(SESSION_DAYS * 3):
        assert client.get("/").status_code == 200
        team.clock.pass_by(hours=8)
    assert client.get("/").status_code == 303


def test_a_cookie_is_renewed_now_and_then(team: Guarded) -> None:
    client = team.logged_in("Ada")
    assert "set-cookie" not in client.get("/").headers
    team.clock.pass_by(minutes=6)
    before = session_cookie(client)
    assert "memcon_session" in client.get("/").headers["set-cookie"]
    assert session_cookie(client) != before
    assert session_cookie(client).split(".")[0] == before.split(".")[0]
    assert "set-cookie" not in client.get("/").headers


def test_who_is_removed_is_out_at_once(team: Guarded) -> None:
    client = team.logged_in("Ben")
    with team.archive.writing(counted=False) as connection:
        users.remove(connection, users.find(connection, "Ben"))
    assert client.get("/").status_code == 303


def test_a_role_holds_at_once(team: Guarded) -> None:
    client = team.logged_in("Ben")
    token = client.get("/").json()["csrf"]
    assert client.post("/", data={"csrf": token}).status_code == 403
    with team.archive.writing(counted=False) as connection:
        users.set_role(connection, users.find(connection, "Ben"), "reviewer")
    assert client.post("/", data={"csrf": token}).status_code == 200


@pytest.mark.parametrize(("name", "password"), [("Ada", "wrong"), ("Nobody", PASSWORD), ("", "")])
def test_what_is_wrong_is_not_told(team: Guarded, name: str, password: str) -> None:
    answer = log_in(team.client(), name, password)
    assert answer.status_code == 403
    assert "Name or password is wrong." in answer.text
    assert "memcon_session" not in str(answer.headers)
    assert stored(team) == []


def test_an_unknown_name_takes_as_long(team: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = team.gate.passwords._hasher
    worked: list[str] = []

    class Watched:
        def verify(self, kept: str, password: str) -> bool:
            worked.append(kept[: kept.index("p=")])
            return hasher.verify(kept, password)

    monkeypatch.setattr(team.gate.passwords, "_hasher", Watched())
    log_in(team.client(), "Ada", "wrong")
    log_in(team.client(), "Nobody", "wrong")
    assert len(worked) == 2
    assert worked[0] == worked[1]  # the same work, with the same parameters


def test_tries_of_one_name_are_limited(team: Guarded) -> None:
    client = team.client()
    for _ in range(PER_NAME):
        assert log_in(client, "Ada", "wrong").status_code == 403
    answer = log_in(client, "aDA")
    assert answer.status_code == 429
    assert "Too many tries to log in. Try again in 15 minutes" in answer.text
    assert answer.headers["retry-after"] == "900"
    assert log_in(client, "Ben").status_code == 303


def test_tries_of_an_unknown_name_are_limited_alike(team: Guarded) -> None:
    client = team.client()
    codes = [log_in(client, "Nobody", "x").status_code for _ in range(PER_NAME + 1)]
    assert codes == [403] * PER_NAME + [429]


def test_a_name_of_a_million_letters_takes_no_room(team: Guarded) -> None:
    log_in(team.client(), "x" * 1_000_000, "x")
    keys = vars(team.gate.throttle._limiter.storage)["events"]
    assert keys
    assert max(map(len, keys)) < 200


def test_a_right_password_begins_the_count_anew(team: Guarded) -> None:
    client = team.client()
    for _ in range(2):
        for _ in range(PER_NAME - 1):
            assert log_in(client, "Ada", "wrong").status_code == 403
        assert log_in(team.client(), "Ada").status_code == 303


def test_tries_from_one_address_are_limited(team: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team.gate.passwords, "fits", lambda kept, password: False)
    client = team.client(client=("2001:db8::1", 4000))
    codes = [log_in(client, f"name {n}", "x").status_code for n in range(PER_ADDRESS + 1)]
    assert codes == [403] * PER_ADDRESS + [429]
    # whoever has one address of IPv6 has those around it
    near = team.client(client=("2001:db8::2:1", 4000))
    assert log_in(near, "Ben").status_code == 429
    far = team.client(client=("2001:db8:0:1::1", 4000))
    assert log_in(far, "Ben", "x").status_code == 403


def test_what_is_too_long_is_a_wrong_password(team: Guarded) -> None:
    assert log_in(team.client(), "n" * 5000, "p" * 100_000).status_code == 403


def test_a_password_is_hashed_anew_when_parameters_change(team: Guarded) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    with team.archive.writing(counted=False) as connection:
        users.set_password(connection, users.find(connection, "Ada"), weak)
    team.logged_in("Ada")
    with team.archive.reading() as connection:
        found = users.credentials(connection, "Ada")
    assert found is not None
    assert found[1].startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    team.logged_in("Ada")


def change_password(client: TestClient, current: str, new: str, again: str | None = None) -> int:
    token = client.get("/").json()["csrf"]
    fields = {"current": current, "password": new, "again": new if again is None else again}
    return client.post("/account/password", data={**fields, "csrf": token}).status_code


def test_a_new_password_ends_all_other_sessions(team: Guarded) -> None:
    one, two = team.logged_in("Ada"), team.logged_in("Ada")
    before = session_cookie(one)
    assert change_password(one, PASSWORD, OTHER_PASSWORD) == 303
    assert session_cookie(one) != before
    assert one.get("/").status_code == 200
    assert two.get("/").status_code == 303
    thief = team.client()
    thief.cookies.set("memcon_session", before)
    assert thief.get("/").status_code == 303
    assert log_in(team.client(), "Ada").status_code == 403
    assert log_in(team.client(), "Ada", OTHER_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "again", "told"),
    [
        ("wrong", OTHER_PASSWORD, OTHER_PASSWORD, "present password is wrong"),
        (PASSWORD, OTHER_PASSWORD, PASSWORD, "not written twice the same"),
        (PASSWORD, "short", "short", "has 5 characters"),
        (PASSWORD, "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "easily guessed"),
        (PASSWORD, "x" * 257, "x" * 257, "has 257 characters"),
    ],
)
def test_a_password_that_cannot_be(
    team: Guarded, current: str, new: str, again: str, told: str
) -> None:
    client, other = team.logged_in("Ada"), team.logged_in("Ada")
    token = client.get("/").json()["csrf"]
    fields = {"current": current, "password": new, "again": again, "csrf": token}
    answer = client.post("/account/password", data=fields)
    assert answer.status_code == 400
    assert told in answer.text
    assert other.get("/").status_code == 200


def test_the_present_password_cannot_be_tried_for_ever(team: Guarded) -> None:
    client = team.logged_in("Ada")
    codes = [change_password(client, "wrong", OTHER_PASSWORD) for _ in range(PER_NAME + 1)]
    assert codes == [400] * PER_NAME + [429]


def test_all_other_sessions_can_be_ended(team: Guarded) -> None:
    one, two, ben = team.logged_in("Ada"), team.logged_in("Ada"), team.logged_in("Ben")
    page = one.get("/account").text
    assert "You are logged in at 1 other place." in page
    one.post("/account/sessions/end", data={"csrf": form_token(one, "/account")})
    assert one.get("/").status_code == ben.get("/").status_code == 200
    assert two.get("/").status_code == 303
    assert "You are logged in here only." in one.get("/account").text


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "\\\\example.org",
        "/\t/example.org",
        "/\n//example.org",
        "javascript:alert(1)",
        "ledger",
        "",
        "///example.org",
        "/login?next=/login",
        "//[",
    ],
)
def test_nobody_is_led_elsewhere(team: Guarded, path: str) -> None:
    assert local(path) == "/"
    answer = log_in(team.client(), "Ada", next=path)
    assert answer.headers["location"] == "/"
    assert team.logged_in("Ada").get("/login", params={"next": path}).headers["location"] == "/"


def test_who_comes_for_a_page_is_led_back_to_it(team: Guarded) -> None:
    client = team.client()
    asked = "/forgetful?words=a+b&day=2024"
    login = client.get(asked).headers["location"]
    assert login == "/login?next=%2Fforgetful%3Fwords%3Da%2Bb%26day%3D2024"
    page = client.get(login).text
    assert 'name="next" value="/forgetful?words=a+b&amp;day=2024"' in page


def test_what_was_typed_is_escaped(team: Guarded) -> None:
    answer = log_in(team.client(), '"><script>alert(1)</script>', "x", next='/"><script>')
    assert "<script>" not in answer.text


def test_login_when_nothing_can_be_written(team: Guarded, tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db", write=False) as archive:
        answer = log_in(guard(archive).client(), "Ada")
    assert answer.status_code == 503
    assert "only be read" in answer.text


def test_a_page_costs_one_look_at_the_session(team: Guarded) -> None:
    client = team.logged_in("Ada")
    with watched(team.archive) as sent:
        client.get("/")
        client.get("/static/mark.svg")
    assert len([one for one in sent if one.startswith("SELECT")]) == 1
    assert not [one for one in sent if not one.startswith(("SELECT", "PRAGMA", "BEGIN"))]


def test_sessions_are_those_of_the_archive(team: Guarded) -> None:
    team.logged_in("Ada")
    with team.archive.reading() as connection:
        ada = users.find(connection, "Ada")
        assert sessions.number(connection, ada, at=team.app.state.site.now()) == 1
