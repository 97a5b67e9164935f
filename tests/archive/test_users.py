"""Users, sessions and tokens of an archive, on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

import archives
from memcon.archive import Archive, open_archive, schema, sessions, tokens, users
from memcon.archive.users import User
from memcon.errors import UserError

AT = archives.AT
LATER = "2026-01-02T00:00:00+00:00"
LAST = "2026-02-01T00:00:00+00:00"


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    with open_archive(archive_url) as opened:
        yield opened


def add(archive: Archive, name: str, role: users.Role = "admin") -> User:
    with archive.writing(counted=False) as connection:
        return users.add(connection, name, role=role, password=f"hash of {name}", at=AT)


def names(archive: Archive) -> list[str]:
    with archive.reading() as connection:
        return [f"{user.name} {user.role}" for user in users.listed(connection)]


def test_nobody_is_there_at_first(archive: Archive) -> None:
    with archive.reading() as connection:
        assert not users.has_users(connection)
        assert users.credentials(connection, "Ada") is None
    add(archive, "Ada")
    with archive.reading() as connection:
        assert users.has_users(connection)


def test_users_are_listed_by_name(archive: Archive) -> None:
    add(archive, "zoe")
    add(archive, "Émile", "reader")
    add(archive, "Ada", "reviewer")
    assert names(archive) == ["Ada reviewer", "zoe admin", "Émile reader"]


@pytest.mark.parametrize("written", ["Zoë Blum", "zoë  blum", "ZOE\u0308 BLUM", " Ｚoë blum "])
def test_a_name_is_found_however_it_is_written(archive: Archive, written: str) -> None:
    added = add(archive, "Zoë  Blum")
    assert added.name == "Zoë Blum"
    with archive.reading() as connection:
        assert users.find(connection, written) == added
        assert users.credentials(connection, written) == (added, "hash of Zoë  Blum")
    with pytest.raises(UserError, match="already"):
        add(archive, written)


@pytest.mark.parametrize("name", ["", "  ", "a" * 65, "a\u200bb", "a\x00b"])
def test_what_is_no_name(archive: Archive, name: str) -> None:
    with pytest.raises(UserError, match="no name"):
        add(archive, name)


def test_unknown_user(archive: Archive) -> None:
    with archive.reading() as connection:
        with pytest.raises(UserError, match="no user 'Ada'"):
            users.find(connection, "Ada")
        with pytest.raises(UserError, match="no such user"):
            users.by_key(connection, 7)


@pytest.mark.parametrize("role", ["reader", "reviewer"])
def test_the_first_is_an_admin(archive: Archive, role: users.Role) -> None:
    with pytest.raises(UserError, match="first user"):
        add(archive, "Ada", role)
    assert names(archive) == []


def test_there_is_always_an_admin(archive: Archive) -> None:
    ada, ben = add(archive, "Ada"), add(archive, "Ben", "reviewer")
    with archive.writing(counted=False) as connection:
        with pytest.raises(UserError, match="only admin"):
            users.set_role(connection, ada, "reader")
        with pytest.raises(UserError, match="only admin"):
            users.remove(connection, ada)
        users.set_role(connection, ben, "admin")
        users.set_role(connection, ada, "reader")
        assert users.by_key(connection, ada.key).role == "reader"
    assert names(archive) == ["Ada reader", "Ben admin"]


def test_the_last_user_can_go(archive: Archive) -> None:
    ada = add(archive, "Ada")
    with archive.writing(counted=False) as connection:
        users.remove(connection, ada)
        assert not users.has_users(connection)


def test_who_goes_takes_sessions_and_tokens_along(archive: Archive) -> None:
    add(archive, "Ada")
    ben = add(archive, "Ben", "reader")
    with archive.writing(counted=False) as connection:
        sessions.begin(connection, ben, id="b" * 64, at=AT, ends_at=LAST)
        token(connection, ben)
        users.remove(connection, ben)
        for table in (schema.sessions, schema.api_tokens):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 0
    again = add(archive, "Ben", "reader")
    assert again.key != ben.key


def test_session(archive: Archive) -> None:
    ada, ben = add(archive, "Ada"), add(archive, "Ben", "reader")
    with archive.writing(counted=False) as connection:
        sessions.begin(connection, ada, id="a" * 64, at=AT, ends_at=LATER)
        sessions.begin(connection, ada, id="c" * 64, at=AT, ends_at=LAST)
        sessions.begin(connection, ben, id="b" * 64, at=AT, ends_at=LAST)
        assert sessions.holder(connection, "a" * 64, at=AT) == ada
        assert sessions.holder(connection, "d" * 64, at=AT) is None
        assert sessions.number(connection, ada, at=AT) == 2
        # over at the time it ends
        assert sessions.holder(connection, "a" * 64, at=LATER) is None
        assert sessions.number(connection, ada, at=LATER) == 1
        sessions.end_all(connection, ada, but="c" * 64)
        assert sessions.holder(connection, "a" * 64, at=AT) is None
        assert sessions.holder(connection, "c" * 64, at=AT) == ada
        sessions.end_all(connection, ada)
        assert sessions.holder(connection, "c" * 64, at=AT) is None
        assert sessions.holder(connection, "b" * 64, at=AT) == ben
        sessions.end(connection, "b" * 64)
        assert sessions.holder(connection, "b" * 64, at=AT) is None


def test_sessions_that_are_over_are_forgotten(archive: Archive) -> None:
    ada = add(archive, "Ada")
    with archive.writing(counted=False) as connection:
        sessions.begin(connection, ada, id="a" * 64, at=AT, ends_at=LATER)
        sessions.begin(connection, ada, id="b" * 64, at=LATER, ends_at=LAST)
        left = connection.execute(select(schema.sessions.c.id)).scalars().all()
    assert left == ["b" * 64]


def test_a_role_holds_from_the_next_request_on(archive: Archive) -> None:
    add(archive, "Ada")
    ben = add(archive, "Ben", "reader")
    with archive.writing(counted=False) as connection:
        sessions.begin(connection, ben, id="b" * 64, at=AT, ends_at=LAST)
        users.set_role(connection, ben, "reviewer")
        now = sessions.holder(connection, "b" * 64, at=AT)
    assert now is not None
    assert now.role == "reviewer"


def token(connection: object, user: User, sha256: str = "a" * 64, **changed: object) -> int:
    values = {"label": "a script", "role": "reader", "at": AT, "ends_at": LATER, **changed}
    return tokens.add(connection, user, sha256=sha256, **values)  # type: ignore[arg-type]


def test_token(archive: Archive) -> None:
    ada = add(archive, "Ada")
    with archive.writing(counted=False) as connection:
        key = token(connection, ada, label=" a  script ")
        found = tokens.holder(connection, "a" * 64, at=AT)
        assert found is not None
        user, kept = found
        assert user == ada
        assert (kept.key, kept.owner, kept.label, kept.role) == (key, "Ada", "a script", "reader")
        assert kept.used_on is None
        assert tokens.listed(connection) == tokens.listed(connection, ada) == [kept]
        assert tokens.holder(connection, "b" * 64, at=AT) is None
        assert tokens.holder(connection, "a" * 64, at=LATER) is None
        tokens.note_use(connection, key, day="2026-01-01")
        assert tokens.listed(connection)[0].used_on == "2026-01-01"
        tokens.revoke(connection, key)
        assert tokens.holder(connection, "a" * 64, at=AT) is None


def test_token_without_an_end(archive: Archive) -> None:
    ada = add(archive, "Ada")
    with archive.writing(counted=False) as connection:
        token(connection, ada, ends_at=None)
        assert tokens.holder(connection, "a" * 64, at="2999-01-01T00:00:00+00:00") is not None


def test_token_may_do_no_more_than_its_owner(archive: Archive) -> None:
    add(archive, "Ada")
    ben = add(archive, "Ben", "reviewer")
    with archive.writing(counted=False) as connection:
        with pytest.raises(UserError, match="no token may do more"):
            token(connection, ben, role="admin")
        token(connection, ben, role="reviewer")


@pytest.mark.parametrize("label", ["", " ", "a" * 81, "a\x1bb"])
def test_token_needs_a_label(archive: Archive, label: str) -> None:
    ada = add(archive, "Ada")
    with (
        archive.writing(counted=False) as connection,
        pytest.raises(UserError, match="label"),
    ):
        token(connection, ada, label=label)


def test_a_token_is_its_owners_to_revoke(archive: Archive) -> None:
    ada, ben = add(archive, "Ada"), add(archive, "Ben", "reader")
    with archive.writing(counted=False) as connection:
        key = token(connection, ada)
        with pytest.raises(UserError, match="no token"):
            tokens.revoke(connection, key, ben)
        assert tokens.listed(connection, ben) == []
        tokens.revoke(connection, key, ada)
        with pytest.raises(UserError, match="no token"):
            tokens.revoke(connection, key)


def test_secret_is_made_once(archive: Archive) -> None:
    with archive.writing(counted=False) as connection:
        assert sessions.secret(connection) is None
        assert sessions.keep_secret(connection, "one") == "one"
        assert sessions.keep_secret(connection, "two") == "one"
    with archive.reading() as connection:
        assert sessions.secret(connection) == "one"


def test_lesser() -> None:
    assert users.lesser("admin", "reader") == users.lesser("reader", "admin") == "reader"
    assert users.lesser("reviewer", "reviewer") == "reviewer"
