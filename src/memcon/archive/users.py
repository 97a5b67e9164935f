"""Who may use an archive through a server, and as what.

Users stand in the archive's own database, so that a copy of it is complete and every process that
serves it knows the same people. What a user signed in the log stays when the user goes.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from memcon.archive.schema import api_tokens, sessions, users
from memcon.errors import UserError

Role = Literal["reader", "reviewer", "admin"]
ROLES: Final[tuple[Role, ...]] = ("reader", "reviewer", "admin")  # each may do what those before it

LONGEST_NAME: Final = 64  # code points
_ANYBODY: Final = select(users.c.key).limit(1)  # asked at every request


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may log in: ``name`` signs the log, ``added_at`` is ISO 8601, UTC."""

    key: int
    name: str
    role: Role
    added_at: str


def covers(role: Role, wanted: Role) -> bool:
    """Tell whether a role may do what another may."""
    return ROLES.index(role) >= ROLES.index(wanted)


def lesser(one: Role, other: Role) -> Role:
    """Return the role of two that may do less."""
    return other if covers(one, other) else one


def checked_name(name: str) -> str:
    """Return a name as it is kept: with single spaces, composed (Unicode NFC).

    Raises:
        UserError: it is empty, too long, or has a character that cannot be seen.
    """
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not kept or len(kept) > LONGEST_NAME or not kept.isprintable():
        raise UserError(
            f"this is no name: {name!r:.80}",
            remedy=f"Give one of 1 to {LONGEST_NAME} letters, digits and signs",
        )
    return kept


def checked_role(role: str) -> Role:
    """Return a role.

    Raises:
        UserError: there is none of this name.
    """
    for known in ROLES:
        if role == known:
            return known
    raise UserError(f"there is no role {role!r:.40}", remedy=f"The roles are {', '.join(ROLES)}")


def has_users(connection: Connection) -> bool:
    """Tell whether anybody may log in; if nobody, the archive is one person's."""
    return connection.execute(_ANYBODY).first() is not None


def listed(connection: Connection) -> list[User]:
    """Return all users, by name."""
    found = connection.execute(select(*_COLUMNS).order_by(users.c.folded)).all()
    return [User(**row._mapping) for row in found]


def find(connection: Connection, name: str) -> User:
    """Return the user of a name, however its letters are written.

    Raises:
        UserError: there is none.
    """
    row = connection.execute(select(*_COLUMNS).where(users.c.folded == _folded(name))).first()
    if row is None:
        raise UserError(
            f"there is no user {name!r:.80}", remedy="memcon users list shows who there is"
        )
    return User(**row._mapping)


def by_key(connection: Connection, key: int) -> User:
    """Return the user of a key.

    Raises:
        UserError: there is none.
    """
    row = connection.execute(select(*_COLUMNS).where(users.c.key == key)).first()
    if row is None:
        raise UserError("there is no such user any more", remedy="Look at the list again")
    return User(**row._mapping)


def credentials(connection: Connection, name: str) -> tuple[User, str] | None:
    """Return the user of a name with the hash of the password; None where there is none."""
    found = select(*_COLUMNS, users.c.password).where(users.c.folded == _folded(name))
    row = connection.execute(found).first()
    if row is None:
        return None
    values = dict(row._mapping)
    password: str = values.pop("password")
    return User(**values), password


def add(connection: Connection, name: str, *, role: Role, password: str, at: str) -> User:
    """Enter a user.

    Args:
        connection: writing, not counted.
        name: as it is to sign.
        role: what they may do; the first has to be an admin, for nobody else could enter more.
        password: its hash, as the face that checks it makes it.
        at: the present time (ISO 8601, UTC).

    Raises:
        UserError: the name is none or taken, or the first is no admin.
    """
    kept = checked_name(name)
    folded = _folded(kept)
    if connection.execute(select(users.c.key).where(users.c.folded == folded)).first():
        raise UserError(f"there is a user {kept} already", remedy="Give another name")
    if role != "admin" and not _admins(connection):
        raise UserError(
            "the first user has to be an admin, who can enter others",
            where=kept,
            remedy="Give the role admin",
        )
    values = {"name": kept, "folded": folded, "role": role, "password": password, "added_at": at}
    key = connection.execute(insert(users).values(values).returning(users.c.key)).scalar_one()
    return User(key=key, name=kept, role=role, added_at=at)


def set_role(connection: Connection, user: User, role: Role) -> None:
    """Give a user another role; it holds from their next request on.

    Raises:
        UserError: nobody would be left who can enter users.
    """
    if user.role == "admin" and role != "admin" and _admins(connection) == [user.key]:
        raise _last(user)
    connection.execute(update(users).where(users.c.key == user.key).values(role=role))


def set_password(connection: Connection, user: User, password: str) -> None:
    """Keep the hash of a user's new password. Their sessions are the caller's to end."""
    connection.execute(update(users).where(users.c.key == user.key).values(password=password))


def remove(connection: Connection, user: User) -> None:
    """Remove a user, with their sessions and tokens.

    Raises:
        UserError: others would be left without an admin.
    """
    if user.role == "admin" and _admins(connection) == [user.key]:
        others = select(func.count()).select_from(users).where(users.c.key != user.key)
        if connection.execute(others).scalar_one():
            raise _last(user)
    connection.execute(delete(sessions).where(sessions.c.user == user.key))
    connection.execute(delete(api_tokens).where(api_tokens.c.user == user.key))
    connection.execute(delete(users).where(users.c.key == user.key))


_COLUMNS: Final = (users.c.key, users.c.name, users.c.role, users.c.added_at)


def _folded(name: str) -> str:
    """Return a name without what does not tell people apart: case, and ways to write a letter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _admins(connection: Connection) -> list[int]:
    found = connection.execute(select(users.c.key).where(users.c.role == "admin").limit(2))
    return list(found.scalars())


def _last(user: User) -> UserError:
    return UserError(
        "this is the only admin, without whom nobody could enter users",
        where=user.name,
        remedy="Make another user an admin first",
    )
