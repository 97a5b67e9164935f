"""``memcon users`` as it is typed."""

from __future__ import annotations

import builtins
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from memcon.archive import open_archive, sessions, tokens, users
from memcon.archive.revision import revision
from memcon.cli.app import app

PASSWORD = "a long walk by the river"


@pytest.fixture
def store(archive_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An archive with nothing in it, and no settings around."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MEMCON_ARCHIVE", raising=False)
    return archive_url


def memcon(store: str, *arguments: str, typed: str | None = None, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["--archive", store, "users", *arguments], input=typed)
    assert result.exit_code == code, result.output
    return result


def add(store: str, name: str, role: str = "admin", password: str = PASSWORD) -> Result:
    return memcon(store, "add", name, "--role", role, "--password-stdin", typed=f"{password}\n")


def test_users_are_entered_and_listed(store: str) -> None:
    assert "there are no users" in memcon(store, "list").stderr
    assert add(store, " Ana  Sol ").stdout == "Ana Sol may log in as admin\n"
    add(store, "Bo Tarn", "reader")
    today = datetime.now(UTC).date().isoformat()
    assert memcon(store, "list").stdout == f"Ana Sol\tadmin\t{today}\nBo Tarn\treader\t{today}\n"


def test_the_password_is_asked_for_twice_and_not_shown(store: str) -> None:
    told = memcon(store, "add", "Ana Sol", "--role", "admin", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert "Password for Ana Sol" in told.stderr
    assert PASSWORD not in told.output
    assert told.stdout.endswith("Ana Sol may log in as admin\n")


def test_the_password_fits(store: str) -> None:
    from memcon.web.auth.passwords import Passwords

    add(store, "Ana Sol")
    with open_archive(store) as archive, archive.reading() as connection:
        found = users.credentials(connection, "ana sol")
    assert found is not None
    assert Passwords().fits(found[1], PASSWORD)
    assert not Passwords().fits(found[1], PASSWORD + "\n")


@pytest.mark.parametrize(
    ("name", "role", "password", "told"),
    [
        ("Bo Tarn", "reader", "short", "has 5 characters"),
        ("Bo Tarn", "reader", "", "has 0 characters"),
        ("ana sol", "reader", PASSWORD, "there is a user ana sol already"),
        (" ", "reader", PASSWORD, "this is no name"),
    ],
)
def test_who_cannot_be_entered(store: str, name: str, role: str, password: str, told: str) -> None:
    add(store, "Ana Sol")
    result = memcon(
        store, "add", name, "--role", role, "--password-stdin", typed=f"{password}\n", code=2
    )
    assert result.stderr.startswith("memcon: ")
    assert told in result.stderr
    assert len(memcon(store, "list").stdout.splitlines()) == 1


def test_the_first_is_an_admin(store: str) -> None:
    result = memcon(store, "add", "Bo", "--password-stdin", typed=f"{PASSWORD}\n", code=2)
    assert "the first user has to be an admin" in result.stderr


def test_an_unknown_role_is_wrong_usage(store: str) -> None:
    memcon(store, "add", "Bo", "--role", "king", code=2)


def test_a_role_is_changed(store: str) -> None:
    add(store, "Ana Sol")
    add(store, "Bo Tarn", "reader")
    assert memcon(store, "role", "bo tarn", "reviewer").stdout == (
        "Bo Tarn has the role reviewer now\n"
    )
    assert "\treviewer\t" in memcon(store, "list").stdout
    assert "only admin" in memcon(store, "role", "Ana Sol", "reader", code=2).stderr
    assert "no user 'Nobody'" in memcon(store, "role", "Nobody", "reader", code=2).stderr


def test_a_new_password_ends_sessions(store: str) -> None:
    add(store, "Ana Sol")
    later = "2999-01-01T00:00:00+00:00"
    with open_archive(store) as archive:
        with archive.writing(counted=False) as connection:
            ana = users.find(connection, "Ana Sol")
            at = "2026-01-01T00:00:00+00:00"
            sessions.begin(connection, ana, id="a" * 64, at=at, ends_at=later)
            before = users.credentials(connection, "Ana Sol")
        memcon(store, "password", "Ana Sol", "--password-stdin", typed="three boats, one bridge\n")
        with archive.reading() as connection:
            assert sessions.number(connection, ana, at=at) == 0
            assert users.credentials(connection, "Ana Sol") != before
    result = memcon(store, "password", "Nobody", "--password-stdin", typed="x\n", code=2)
    assert "no user 'Nobody'" in result.stderr


def test_users_are_removed(store: str) -> None:
    add(store, "Ana Sol")
    add(store, "Bo Tarn", "reader")
    assert "only admin" in memcon(store, "remove", "Ana Sol", code=2).stderr
    assert memcon(store, "remove", "bo tarn").output == "Bo Tarn is removed\n"
    assert "asks nobody who they are" in memcon(store, "remove", "Ana Sol").stderr
    assert memcon(store, "list").stdout == ""


def test_a_token_is_printed_once_listed_and_revoked(store: str) -> None:
    from memcon.web.auth.cookies import sha256

    add(store, "Ana Sol")
    add(store, "Bo Tarn", "reader")
    made = memcon(
        store, "token", "Ana Sol", "--label", "nightly", "--role", "reviewer", "--days", "90"
    )
    assert re.fullmatch(r"memcon_[\w-]{43}\n", made.stdout)
    assert "shown once" in made.stderr
    with open_archive(store) as archive, archive.reading() as connection:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        found = tokens.holder(connection, sha256(made.stdout.strip()), at=at)
    assert found is not None
    assert (found[0].name, found[1].role) == ("Ana Sol", "reviewer")
    memcon(store, "token", "Bo Tarn", "--label", "for ever")
    one, two = memcon(store, "tokens").stdout.splitlines()
    assert re.fullmatch(r"2\tBo Tarn\treader\tnever\tnever\tfor ever", one)
    assert re.fullmatch(r"1\tAna Sol\treviewer\t\d{4}-\d\d-\d\d\tnever\tnightly", two)
    assert memcon(store, "tokens", "bo tarn").stdout.splitlines() == [one]
    assert "no token 1" in memcon(store, "tokens", "Bo Tarn", "--revoke", "1", code=2).stderr
    assert memcon(store, "tokens", "--revoke", "1").stdout == "token 1 is revoked\n"
    assert memcon(store, "tokens").stdout.splitlines() == [one]


def test_a_token_may_do_no_more_than_its_owner(store: str) -> None:
    add(store, "Ana Sol")
    add(store, "Bo Tarn", "reader")
    result = memcon(store, "token", "Bo Tarn", "--label", "x", "--role", "admin", code=2)
    assert "no token may do more" in result.stderr
    assert result.stdout == ""


def test_users_do_not_count_as_a_change_of_the_archive(store: str) -> None:
    add(store, "Ana Sol")
    memcon(store, "token", "Ana Sol", "--label", "x")
    memcon(store, "remove", "Ana Sol")
    with open_archive(store) as archive, archive.reading() as connection:
        assert revision(connection) == 0


def test_without_the_extra_it_says_what_to_install(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = builtins.__import__

    def without(name: str, *arguments: Any, **named: Any) -> Any:
        if name == "memcon.web.auth.passwords":
            raise ModuleNotFoundError("No module named 'argon2'", name="argon2")
        return imported(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    result = memcon(store, "add", "Ana Sol", "--role", "admin", code=3)
    assert "pip install 'memcon[web]'" in result.stderr
