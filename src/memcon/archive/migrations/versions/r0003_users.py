"""Users of a server, with their sessions and tokens.

Revision 0003. A frozen picture: what the tables were when this release was made.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = ("revision", "web_secret")


def upgrade() -> None:
    """Make the tables of users."""
    op.create_table(
        "users",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("folded"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("user", KEY, nullable=False),
        sa.Column("began_at", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user"],
            ["users.key"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("sessions_by_user", "sessions", ["user"], unique=False)
    op.create_index("sessions_by_end", "sessions", ["ends_at"], unique=False)
    op.create_table(
        "api_tokens",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("user", KEY, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.Text(), nullable=True),
        sa.Column("used_on", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["user"],
            ["users.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("api_tokens_by_user", "api_tokens", ["user"], unique=False)


def downgrade() -> None:
    """Drop the tables of users, and forget what belongs to them."""
    state = sa.table("state", sa.column("name"), sa.column("value"))
    op.execute(state.delete().where(state.c.name.in_(STATES)))
    op.drop_index("api_tokens_by_user", table_name="api_tokens")
    op.drop_table("api_tokens")
    op.drop_index("sessions_by_end", table_name="sessions")
    op.drop_index("sessions_by_user", table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("users")
