"""Who may do what: roles, tokens, single-user servers, and the pages for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from guarded import OTHER_PASSWORD, PASSWORD, Guarded, form_token, guard, log_in, watched

from memcon.archive import Archive, open_archive, tokens, users
from memcon.archive.users import Role
from memcon.errors import SettingsError
from memcon.web.auth import check_binding
from memcon.web.options import WebOptions

BEARER = re.compile(r'value="(memcon_[\w-]{43})"')


@pytest.fixture
def archive(example_archive: Path, tmp_path: Path) -> Iterator[Archive]:
    path = tmp_path / "archive.db"
    path.write_bytes(example_archive.read_bytes())
    with open_archive(path) as opened:
        yield opened


@pytest.fixture
def guarded(archive: Archive) -> Guarded:
    return guard(archive)


@pytest.fixture
def team(guarded: Guarded) -> Guarded:
    guarded.add("Ada")
    guarded.add("Rose", "reviewer")
    guarded.add("Ben", "reader")
    return guarded


def user(team: Guarded, name: str) -> users.User:
    with team.archive.reading() as connection:
        return users.find(connection, name)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


# Roles


@pytest.mark.parametrize(
    ("name", "reading", "changing", "people"),
    [("Ben", 200, 403, 403), ("Rose", 200, 200, 403), ("Ada", 200, 200, 200)],
)
def test_each_role_may_do_its_own(
    team: Guarded, name: str, reading: int, changing: int, people: int
) -> None:
    client = team.logged_in(name)
    token = client.get("/").json()["csrf"]
    for path in ("/", "/api/v1/me"):
        assert client.get(path).status_code == reading
        assert client.post(path, headers={"X-CSRF-Token": token}).status_code == changing
    assert client.get("/users").status_code == people
    fields = {"csrf": token, "name": "Eve", "role": "admin", "password": OTHER_PASSWORD}
    answer = client.post("/users", data=fields)
    assert answer.status_code == (303 if people == 200 else 403)


def test_a_refusal_says_what_is_needed(team: Guarded) -> None:
    client = team.logged_in("Ben")
    answer = client.post("/", data={"csrf": client.get("/").json()["csrf"]})
    assert "This needs the role reviewer, and Ben is a reader." in answer.text


def test_nobody_comes_in_without_login(team: Guarded) -> None:
    client = team.client()
    for path in ("/", "/forgetful", "/account", "/users", "/nowhere", "/login/", "/metrics"):
        assert client.get(path).status_code == 303, path
    for path in ("/api/v1/me", "/api/v1/nowhere", "/api/"):
        assert client.get(path).status_code == 401, path
    for path in ("/forgetful", "/users", "/account/tokens", "/logout"):
        assert client.post(path).status_code == 401, path
    for path in ("/login", "/health", "/ready", "/static/mark.svg"):
        assert client.get(path).status_code == 200, path


def test_the_api_says_how_to_prove_who_one_is(team: Guarded) -> None:
    answer = team.client().get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["error"]["code"] == "login-needed"


# Tokens


def test_token(team: Guarded) -> None:
    token = team.token(user(team, "Rose"), "reviewer")
    client = team.client()
    assert client.get("/api/v1/me", headers=bearer(token)).json()["name"] == "Rose"
    # no browser sends it by itself, so no form has to prove anything
    assert client.post("/api/v1/me", headers=bearer(token)).status_code == 200
    assert "set-cookie" not in client.get("/api/v1/me", headers=bearer(token)).headers


@pytest.mark.parametrize(("held", "given"), [("reader", 403), ("reviewer", 200)])
def test_token_may_do_less_than_its_owner(team: Guarded, held: Role, given: int) -> None:
    token = team.token(user(team, "Ada"), held)
    assert team.client().post("/api/v1/me", headers=bearer(token)).status_code == given


def test_token_may_never_do_more_than_its_owner(team: Guarded) -> None:
    rose = user(team, "Rose")
    token = team.token(rose, "reviewer")
    with team.archive.writing(counted=False) as connection:
        users.set_role(connection, rose, "reader")
    client = team.client()
    assert client.get("/api/v1/me", headers=bearer(token)).json()["role"] == "reader"
    assert client.post("/api/v1/me", headers=bearer(token)).status_code == 403


def test_a_token_ends(team: Guarded) -> None:
    token = team.token(user(team, "Ada"), days=1)
    client = team.client()
    team.clock.pass_by(hours=23)
    assert client.get("/api/v1/me", headers=bearer(token)).status_code == 200
    team.clock.pass_by(hours=2)
    assert client.get("/api/v1/me", headers=bearer(token)).status_code == 401


def test_what_is_no_token_opens_nothing(team: Guarded) -> None:
    token = team.token(user(team, "Ada"))
    client = team.logged_in("Ada")
    for wrong in ("", "x", token[:-1], token + "x", token.upper(), "memcon_", "null", "é"):
        header = {b"authorization": f"Bearer {wrong}".encode()}
        # not even for who is logged in: what a program asks for is answered to the program
        for path in ("/api/v1/me", "/"):
            answer = client.get(path, headers=header)
            assert answer.status_code == 401, wrong


def test_credentials_of_a_proxy_in_front_are_no_tokens(team: Guarded) -> None:
    client = team.logged_in("Ada")
    assert client.get("/", headers={"Authorization": "Basic YTpi"}).status_code == 200
    assert team.client().get("/", headers={"Authorization": "Basic YTpi"}).status_code == 303


def test_the_use_of_a_token_is_noted_once_a_day(team: Guarded) -> None:
    ada = user(team, "Ada")
    token = team.token(ada)
    client = team.client()
    with watched(team.archive) as sent:
        for _ in range(3):
            client.get("/api/v1/me", headers=bearer(token))
    assert len([one for one in sent if one.startswith("UPDATE")]) == 1
    with team.archive.reading() as connection:
        assert tokens.listed(connection, ada)[0].used_on == team.app.state.site.now()[:10]


def test_a_token_is_good_while_others_write(team: Guarded) -> None:
    token = team.token(user(team, "Ada"))
    with team.archive.writing():
        answer = team.client().get("/api/v1/me", headers=bearer(token))
    assert answer.status_code == 200


def test_a_token_is_shown_once_and_can_be_revoked(team: Guarded) -> None:
    client = team.logged_in("Rose")
    csrf = form_token(client, "/account")
    fields = {"csrf": csrf, "label": "the nightly script", "role": "reviewer", "days": "30"}
    answer = client.post("/account/tokens", data=fields)
    assert answer.headers["cache-control"] == "no-store"
    found = BEARER.search(answer.text)
    assert found
    program = team.client()
    assert program.get("/api/v1/me", headers=bearer(found[1])).json()["name"] == "Rose"
    page = client.get("/account").text
    assert "the nightly script" in page
    assert found[1] not in page
    key = re.search(r"/account/tokens/(\d+)/revoke", page)
    assert key
    # by its owner alone
    other = team.logged_in("Ada")
    gone = other.post(key[0], data={"csrf": form_token(other, "/account")})
    assert "There is no token" in gone.text or "there is no token" in gone.text
    assert program.get("/api/v1/me", headers=bearer(found[1])).status_code == 200
    assert client.post(key[0], data={"csrf": csrf}).status_code == 303
    assert program.get("/api/v1/me", headers=bearer(found[1])).status_code == 401


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"role": "admin"}, "no token may do more"),
        ({"role": "king"}, "there is no role"),
        ({"label": " "}, "needs a label"),
        ({"days": "-1"}, "Choose from the list"),
    ],
)
def test_a_token_that_cannot_be(team: Guarded, changed: dict[str, str], told: str) -> None:
    client = team.logged_in("Rose")
    fields = {"csrf": form_token(client, "/account"), "label": "a script", **changed}
    answer = client.post("/account/tokens", data=fields)
    assert answer.status_code == 400
    assert told in answer.text
    assert not BEARER.search(answer.text)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/account"),
        ("POST", "/account/tokens"),
        ("POST", "/account/password"),
        ("POST", "/account/sessions/end"),
        ("GET", "/users"),
        ("POST", "/users"),
        ("POST", "/users/3/role"),
        ("POST", "/users/3/remove"),
    ],
)
def test_a_stolen_token_makes_no_other_and_no_user(team: Guarded, method: str, path: str) -> None:
    token = team.token(user(team, "Ada"), "admin")
    answer = team.client().request(method, path, headers=bearer(token))
    assert answer.status_code == 403
    assert "no token is enough" in answer.text


# People


def test_an_admin_enters_changes_and_removes_people(team: Guarded) -> None:
    client = team.logged_in("Ada")
    csrf = form_token(client, "/users")
    fields = {"csrf": csrf, "name": "Eve", "role": "reader", "password": PASSWORD}
    assert client.post("/users", data=fields).status_code == 303
    eve = user(team, "Eve")
    theirs = team.logged_in("Eve")
    role = {"csrf": csrf, "role": "reviewer"}
    assert client.post(f"/users/{eve.key}/role", data=role).status_code == 303
    assert theirs.get("/").json()["role"] == "reviewer"
    password = {"csrf": csrf, "password": OTHER_PASSWORD}
    assert client.post(f"/users/{eve.key}/password", data=password).status_code == 303
    assert theirs.get("/").status_code == 303
    theirs = team.logged_in("Eve", OTHER_PASSWORD)
    assert client.post(f"/users/{eve.key}/remove", data={"csrf": csrf}).status_code == 303
    assert theirs.get("/").status_code == 303
    assert log_in(team.client(), "Eve", OTHER_PASSWORD).status_code == 403


def test_what_an_admin_cannot_do(team: Guarded) -> None:
    client = team.logged_in("Ada")
    csrf, ada = form_token(client, "/users"), user(team, "Ada")

    def tried(path: str, **fields: str) -> str:
        answer = client.post(path, data={"csrf": csrf, **fields})
        assert answer.status_code == 400
        return " ".join(answer.text.split())

    assert "this is yourself" in tried(f"/users/{ada.key}/remove")
    assert "this is yourself" in tried(f"/users/{ada.key}/password", password=OTHER_PASSWORD)
    assert "only admin" in tried(f"/users/{ada.key}/role", role="reader")
    assert "there is no role" in tried("/users/3/role", role="king")
    assert "no such user" in tried("/users/99/remove")
    assert "already" in tried("/users", name="ada", role="reader", password=PASSWORD)
    assert "no name" in tried("/users", name=" ", role="reader", password=PASSWORD)
    assert "3 characters" in tried("/users", name="Eve", role="reader", password="abc")
    assert "easily guessed" in tried(
        "/users", name="Evelyn Underwood", role="reader", password="evelyn underwood"
    )


def test_names_are_escaped(team: Guarded) -> None:
    client = team.logged_in("Ada")
    team.add("<script>alert(1)</script>", "reader")
    page = client.get("/users").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


# Servers without users


def test_one_person_alone_may_do_everything(guarded: Guarded) -> None:
    client = guarded.client()
    me = client.get("/").json()
    assert (me["name"], me["role"]) == ("Tester", "admin")
    assert client.get("/login").headers["location"] == "/"
    assert client.post("/", data={"csrf": me["csrf"]}).status_code == 200
    assert client.post("/", data={"csrf": "x"}).status_code == 403
    assert client.get("/users").status_code == 200
    assert "no users" in client.get("/account").text


def test_with_the_first_user_everybody_logs_in(guarded: Guarded) -> None:
    client = guarded.client()
    csrf = client.get("/").json()["csrf"]
    fields = {"csrf": csrf, "name": "Ben", "role": "reader", "password": PASSWORD}
    assert "has to be an admin" in client.post("/users", data=fields).text
    answer = client.post("/users", data={**fields, "role": "admin"})
    assert answer.status_code == 303
    assert client.get("/").status_code == 303
    assert client.post("/", data={"csrf": csrf}).status_code == 401
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_who_comes_through_a_proxy_is_not_alone(guarded: Guarded, header: str) -> None:
    client = guarded.client()
    answer = client.get("/", headers={header: "203.0.113.9"})
    assert answer.status_code == 403
    assert "another machine through a proxy" in answer.text
    assert client.get("/login", headers={header: "203.0.113.9"}).status_code == 403
    assert client.get("/health", headers={header: "203.0.113.9"}).status_code == 200
    public = guard(guarded.archive, public=True)
    assert public.client().get("/", headers={header: "203.0.113.9"}).status_code == 200


def test_nobody_is_let_in_when_the_last_user_goes(archive: Archive) -> None:
    guarded = guard(archive, host="0.0.0.0")
    guarded.add("Ada")
    client = guarded.logged_in("Ada")
    assert client.get("/").status_code == 200
    with archive.writing(counted=False) as connection:
        users.remove(connection, users.find(connection, "Ada"))
    answer = client.get("/")
    assert answer.status_code == 403
    assert "memcon users add" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.9.1"])
def test_this_machine_alone_needs_no_users(archive: Archive, host: str) -> None:
    check_binding(archive, WebOptions(host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "server.example", ""])
def test_other_machines_need_users(archive: Archive, host: str) -> None:
    with pytest.raises(SettingsError, match=r"there are no users.*memcon users add NAME"):
        check_binding(archive, WebOptions(host=host))
    check_binding(archive, WebOptions(host=host, public=True))
    guard(archive).add("Ada")
    check_binding(archive, WebOptions(host=host))
