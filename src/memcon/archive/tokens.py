"""Tokens by which programs ask a server: each a user's, known by the sha256 of its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, insert, or_, select, update

from memcon.archive.schema import api_tokens, users
from memcon.archive.users import Role, User, covers
from memcon.errors import UserError

LONGEST_LABEL: Final = 80  # code points


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token, without its text, which nobody keeps.

    ``role`` is the most it may do, ``ends_at`` None for one that does not end, ``used_on`` the
    last day on which it was used (ISO 8601, UTC).
    """

    key: int
    owner: str
    label: str
    role: Role
    added_at: str
    ends_at: str | None
    used_on: str | None


def add(
    connection: Connection,
    user: User,
    *,
    sha256: str,
    label: str,
    role: Role,
    at: str,
    ends_at: str | None,
) -> int:
    """Keep a token; return its key.

    Args:
        connection: writing, not counted.
        user: whose it is.
        sha256: of its text.
        label: what it is for, in its owner's words.
        role: the most it may do.
        at: the present time (ISO 8601, UTC, to the second).
        ends_at: when it ends, None for never.

    Raises:
        UserError: the label is none, or the role more than its owner's.
    """
    kept = " ".join(label.split())
    if not kept or len(kept) > LONGEST_LABEL or not kept.isprintable():
        raise UserError(
            "a token needs a label that says what it is for",
            remedy=f"Give one of 1 to {LONGEST_LABEL} characters",
        )
    if not covers(user.role, role):
        raise UserError(
            f"{user.name} is a {user.role}, and no token may do more",
            remedy="Give it the same role or a lesser one",
        )
    values = {
        "user": user.key,
        "sha256": sha256,
        "label": kept,
        "role": role,
        "added_at": at,
        "ends_at": ends_at,
    }
    made = insert(api_tokens).values(values).returning(api_tokens.c.key)
    key: int = connection.execute(made).scalar_one()
    return key


def listed(connection: Connection, user: User | None = None) -> list[Token]:
    """Return the tokens of a user, or of all; the newest first."""
    asked = _SELECTED.order_by(api_tokens.c.key.desc())
    if user is not None:
        asked = asked.where(api_tokens.c.user == user.key)
    return [_token(row) for row in connection.execute(asked).all()]


def holder(connection: Connection, sha256: str, *, at: str) -> tuple[User, Token] | None:
    """Return a token and whose it is, if there is such a one and it has not ended."""
    asked = (
        _SELECTED.add_columns(users.c.key.label("user"), users.c.role.label("users_role"))
        .add_columns(users.c.added_at.label("user_added_at"))
        .where(api_tokens.c.sha256 == sha256)
        .where(or_(api_tokens.c.ends_at.is_(None), api_tokens.c.ends_at > at))
    )
    row = connection.execute(asked).first()
    if row is None:
        return None
    user = User(key=row.user, name=row.owner, role=row.users_role, added_at=row.user_added_at)
    return user, _token(row)


def note_use(connection: Connection, key: int, *, day: str) -> None:
    """Note the day on which a token was used last."""
    connection.execute(update(api_tokens).where(api_tokens.c.key == key).values(used_on=day))


def revoke(connection: Connection, key: int, user: User | None = None) -> None:
    """Forget a token, which then opens nothing.

    Args:
        connection: writing, not counted.
        key: the token's.
        user: its owner, if nobody else's may be revoked.

    Raises:
        UserError: there is none.
    """
    gone = delete(api_tokens).where(api_tokens.c.key == key)
    if user is not None:
        gone = gone.where(api_tokens.c.user == user.key)
    if not connection.execute(gone).rowcount:
        raise UserError(f"there is no token {key}", remedy="memcon users tokens shows which are")


_SELECTED: Final[Select[Any]] = select(
    api_tokens.c.key,
    users.c.name.label("owner"),
    api_tokens.c.label.label("label"),
    api_tokens.c.role,
    api_tokens.c.added_at,
    api_tokens.c.ends_at,
    api_tokens.c.used_on,
).join(users, users.c.key == api_tokens.c.user)


def _token(row: Any) -> Token:
    return Token(
        key=row.key,
        owner=row.owner,
        label=row._mapping["label"],
        role=row.role,
        added_at=row.added_at,
        ends_at=row.ends_at,
        used_on=row.used_on,
    )
