"""Events: as documents tell of them, and the events themselves, counted once.

Revision 0002. A frozen picture: what the tables were when this release was made. The rows of events
that records tell of are made by the release that brings an archive to its newest schema
(archive/backfill.py); records of the first release tell of none.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of events."""
    op.create_table(
        "events",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("act", KEY, nullable=True),
        sa.Column("meeting", KEY, nullable=True),
        sa.Column("cameo", sa.String(length=4), nullable=False),
        sa.Column("goldstein", sa.Float(), nullable=False),
        sa.Column("plover", sa.String(length=16), nullable=True),
        sa.Column("plover_mode", sa.String(length=32), nullable=True),
        sa.Column("contexts", sa.Text(), nullable=False),
        sa.Column("negated", sa.Boolean(), nullable=False),
        sa.Column("time", sa.String(length=8), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("background", sa.Boolean(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("sentence_start", sa.Integer(), nullable=False),
        sa.Column("sentence_end", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "occurrences",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("group", KEY, nullable=False),
        sa.Column("cameo", sa.String(length=4), nullable=False),
        sa.Column("goldstein", sa.Float(), nullable=False),
        sa.Column("plover", sa.String(length=16), nullable=True),
        sa.Column("plover_mode", sa.String(length=32), nullable=True),
        sa.Column("contexts", sa.Text(), nullable=False),
        sa.Column("mutual", sa.Boolean(), nullable=False),
        sa.Column("negated", sa.Boolean(), nullable=False),
        sa.Column("time", sa.String(length=8), nullable=False),
        sa.Column("background", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("meeting", KEY, nullable=True),
        sa.Column("thread", KEY, nullable=True),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(
        "occurrences_by_cameo", "occurrences", ["cameo", "day", "rank", "key"], unique=False
    )
    op.create_index("occurrences_by_day", "occurrences", ["day", "rank", "key"], unique=False)
    op.create_table(
        "event_pairs",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("event", KEY, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("mutual", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("shelf", sa.BigInteger(), nullable=False),
        sa.Column("canonical", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["event"],
            ["events.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("event_pairs_by_canonical", "event_pairs", ["canonical"], unique=False)
    op.create_index("event_pairs_by_event", "event_pairs", ["event"], unique=False)
    op.create_index("event_pairs_by_shelf", "event_pairs", ["shelf"], unique=False)
    op.create_table(
        "event_parties",
        sa.Column("event", KEY, nullable=False),
        sa.Column("part", sa.String(length=6), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("actor", KEY, nullable=True),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor"],
            ["actors.key"],
        ),
        sa.ForeignKeyConstraint(
            ["event"],
            ["events.key"],
        ),
        sa.PrimaryKeyConstraint("event", "part", "number"),
    )
    op.create_index("event_parties_by_actor", "event_parties", ["actor"], unique=False)
    op.create_table(
        "occurrence_parties",
        sa.Column("actor", KEY, nullable=False),
        sa.Column("other", KEY, nullable=False),
        sa.Column("part", sa.String(length=2), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("occurrence", KEY, nullable=False),
        sa.Column("cameo", sa.String(length=4), nullable=False),
        sa.Column("goldstein", sa.Float(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence"],
            ["occurrences.key"],
        ),
        sa.PrimaryKeyConstraint(
            "actor", "other", "part", "day", "occurrence", "cameo", "goldstein", "counts"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "occurrence_parties_by_occurrence", "occurrence_parties", ["occurrence"], unique=False
    )


def downgrade() -> None:
    """Drop the tables of events."""
    op.drop_index("occurrence_parties_by_occurrence", table_name="occurrence_parties")
    op.drop_table("occurrence_parties")
    op.drop_index("event_parties_by_actor", table_name="event_parties")
    op.drop_table("event_parties")
    op.drop_index("event_pairs_by_shelf", table_name="event_pairs")
    op.drop_index("event_pairs_by_event", table_name="event_pairs")
    op.drop_index("event_pairs_by_canonical", table_name="event_pairs")
    op.drop_table("event_pairs")
    op.drop_index("occurrences_by_day", table_name="occurrences")
    op.drop_index("occurrences_by_cameo", table_name="occurrences")
    op.drop_table("occurrences")
    op.drop_table("events")
