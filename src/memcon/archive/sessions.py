"""Who is logged in, and the secret that signs what their browsers hold.

A session is known by the sha256 of its id: who reads the table cannot take a session over.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, insert, select

from memcon.archive.schema import sessions, state, users
from memcon.archive.users import User

_SECRET: Final = "web_secret"


def begin(connection: Connection, user: User, *, id: str, at: str, ends_at: str) -> None:
    """Keep a session, and forget those that are over.

    Args:
        connection: writing, not counted.
        user: whose it is.
        id: sha256 of its id.
        at: the present time (ISO 8601, UTC, to the second, as all times here).
        ends_at: when it ends at the latest.
    """
    connection.execute(delete(sessions).where(sessions.c.ends_at <= at))
    values = {"id": id, "user": user.key, "began_at": at, "ends_at": ends_at}
    connection.execute(insert(sessions).values(values))


def holder(connection: Connection, id: str, *, at: str) -> User | None:
    """Return whose session it is, if it is one and not over."""
    found = (
        select(users.c.key, users.c.name, users.c.role, users.c.added_at)
        .join(sessions, sessions.c.user == users.c.key)
        .where(sessions.c.id == id, sessions.c.ends_at > at)
    )
    row = connection.execute(found).first()
    return None if row is None else User(**row._mapping)


def number(connection: Connection, user: User, *, at: str) -> int:
    """Return how many sessions a user has."""
    mine = (sessions.c.user == user.key, sessions.c.ends_at > at)
    return len(connection.execute(select(sessions.c.id).where(*mine)).all())


def end(connection: Connection, id: str) -> None:
    """End a session."""
    connection.execute(delete(sessions).where(sessions.c.id == id))


def end_all(connection: Connection, user: User, *, but: str | None = None) -> None:
    """End a user's sessions, all or all but one."""
    ended = delete(sessions).where(sessions.c.user == user.key)
    connection.execute(ended if but is None else ended.where(sessions.c.id != but))


def secret(connection: Connection) -> str | None:
    """Return the secret that servers of this archive sign with, None if none was made yet."""
    found = connection.execute(select(state.c.value).where(state.c.name == _SECRET)).scalar()
    return None if found is None else str(found)


def keep_secret(connection: Connection, made: str) -> str:
    """Keep a secret unless another process was first; return the one that is kept."""
    kept = secret(connection)
    if kept is None:
        connection.execute(insert(state).values(name=_SECRET, value=made))
        kept = made
    return kept
