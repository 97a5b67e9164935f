"""The first schema.

Revision 0001. A frozen picture: what the tables were when this release was made.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables and the full-text index."""
    op.create_table(
        "actors",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("canonical", KEY, nullable=False),
        sa.Column("documents", sa.Integer(), server_default="0", nullable=False),
        sa.Column("first_day", sa.String(length=10), nullable=True),
        sa.Column("last_day", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("actors_by_canonical", "actors", ["canonical"], unique=False)
    op.create_index("actors_by_documents", "actors", ["documents"], unique=False)
    op.create_index("actors_by_form", "actors", ["id", "side"], unique=True)
    op.create_index("actors_by_side", "actors", ["side", "documents"], unique=False)
    op.create_table(
        "acts",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("statement", KEY, nullable=True),
        sa.Column("type", sa.String(length=10), nullable=False),
        sa.Column("ladder", sa.Text(), nullable=True),
        sa.Column("rung", sa.Text(), nullable=True),
        sa.Column("rank", sa.SmallInteger(), nullable=True),
        sa.Column("negated", sa.Boolean(), nullable=False),
        sa.Column("conditional", sa.Boolean(), nullable=False),
        sa.Column("time", sa.String(length=8), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("narrator", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("acts_by_statement", "acts", ["statement"], unique=False)
    op.create_table(
        "bands",
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("item", KEY, nullable=False),
        sa.PrimaryKeyConstraint("kind", "band", "day", "rank"),
        sqlite_with_rowid=False,
    )
    op.create_index("bands_by_item", "bands", ["kind", "item"], unique=False)
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "commitments",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("act", KEY, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("narrator", sa.Text(), nullable=True),
        sa.Column("holders", sa.Text(), nullable=False),
        sa.Column("towards", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("strength", sa.String(length=5), nullable=False),
        sa.Column("joint", sa.Boolean(), nullable=False),
        sa.Column("testable", sa.Boolean(), nullable=False),
        sa.Column("negated", sa.Boolean(), nullable=False),
        sa.Column("issues", sa.Text(), nullable=False),
        sa.Column("quantities", sa.Text(), nullable=False),
        sa.Column("deadline_text", sa.Text(), nullable=True),
        sa.Column("deadline_date", sa.String(length=10), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("previous", KEY, nullable=True),
        sa.Column("root", KEY, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("commitments_by_previous", "commitments", ["previous"], unique=False)
    op.create_index("commitments_by_root", "commitments", ["root"], unique=False)
    op.create_table(
        "document_sides",
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.PrimaryKeyConstraint("side", "month", "document"),
        sqlite_with_rowid=False,
    )
    op.create_index("document_sides_by_document", "document_sides", ["document"], unique=False)
    op.create_table(
        "documents",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("narrator", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("superseded_by", KEY, nullable=True),
        sa.Column("previous", KEY, nullable=True),
        sa.Column("duplicate_of", KEY, nullable=True),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("linked", sa.Boolean(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("documents_by_address", "documents", ["address"], unique=False)
    op.create_index("documents_by_day", "documents", ["day", "key"], unique=False)
    op.create_index("documents_by_duplicate", "documents", ["duplicate_of"], unique=False)
    op.create_index("documents_by_narrator", "documents", ["narrator", "day"], unique=False)
    op.create_index("documents_by_previous", "documents", ["previous"], unique=False)
    op.create_index("documents_by_publisher", "documents", ["publisher", "day"], unique=False)
    op.create_index(
        "documents_to_link",
        "documents",
        ["key"],
        unique=False,
        sqlite_where=sa.text("linked = 0"),
        postgresql_where=sa.text("NOT linked"),
    )
    op.create_table(
        "formula_losses",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("formula", KEY, nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "formulas",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("sides", sa.Integer(), nullable=False),
        sa.Column("adopted", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.String(length=10), nullable=True),
        sa.Column("last_day", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("words"),
    )
    op.create_table(
        "log",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("document", KEY, nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.Column("undoes", KEY, nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("log_by_document", "log", ["document"], unique=False)
    op.create_index("log_by_target", "log", ["target"], unique=False)
    op.create_table(
        "meeting_shelves",
        sa.Column("shelf", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("meeting", KEY, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shelf", "first", "meeting"),
        sqlite_with_rowid=False,
    )
    op.create_index("meeting_shelves_by_meeting", "meeting_shelves", ["meeting"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("precision", sa.String(length=5), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("occasion", sa.Text(), nullable=True),
        sa.Column("narrator", sa.Text(), nullable=True),
        sa.Column("published", sa.String(length=10), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("canonical", KEY, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("meetings_by_canonical", "meetings", ["canonical"], unique=False)
    op.create_index("meetings_by_day", "meetings", ["day"], unique=False)
    op.create_table(
        "occasions",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("precision", sa.String(length=5), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("occasion", sa.Text(), nullable=True),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("narrators", sa.Text(), nullable=False),
        sa.Column("contradictions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("occasions_by_day", "occasions", ["day", "key"], unique=False)
    op.create_index("occasions_by_form", "occasions", ["form", "day", "key"], unique=False)
    op.create_index("occasions_by_place", "occasions", ["place", "day", "key"], unique=False)
    op.create_table(
        "passages",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "rejects",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("location"),
    )
    op.create_table(
        "state",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "statements",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("meeting", KEY, nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("statements_by_meeting", "statements", ["meeting"], unique=False)
    op.create_table(
        "threads",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("latest", KEY, nullable=False),
        sa.Column("holders", sa.Text(), nullable=False),
        sa.Column("towards", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("strength", sa.String(length=5), nullable=False),
        sa.Column("first_day", sa.String(length=10), nullable=True),
        sa.Column("last_day", sa.String(length=10), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("carriers", sa.Text(), nullable=False),
        sa.Column("issues", sa.Text(), nullable=False),
        sa.Column("quantities", sa.Text(), nullable=False),
        sa.Column("has_quantity", sa.Boolean(), nullable=False),
        sa.Column("deadline_text", sa.Text(), nullable=True),
        sa.Column("deadline_date", sa.String(length=10), nullable=True),
        sa.Column("status", sa.String(length=14), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("threads_by_deadline", "threads", ["deadline_date", "key"], unique=False)
    op.create_index("threads_by_last_day", "threads", ["last_day", "key"], unique=False)
    op.create_index("threads_by_status", "threads", ["status", "last_day"], unique=False)
    op.create_table(
        "act_issues",
        sa.Column("actor", KEY, nullable=False),
        sa.Column("issue", sa.String(length=40), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("act", KEY, nullable=False),
        sa.Column("type", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["act"],
            ["acts.key"],
        ),
        sa.PrimaryKeyConstraint("actor", "issue", "day", "act"),
        sqlite_with_rowid=False,
    )
    op.create_index("act_issues_by_act", "act_issues", ["act"], unique=False)
    op.create_index("act_issues_by_issue", "act_issues", ["issue", "day"], unique=False)
    op.create_table(
        "act_parties",
        sa.Column("actor", KEY, nullable=False),
        sa.Column("other", KEY, nullable=False),
        sa.Column("part", sa.String(length=2), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("type", sa.String(length=10), nullable=False),
        sa.Column("act", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["act"],
            ["acts.key"],
        ),
        sa.PrimaryKeyConstraint("actor", "other", "part", "month", "type", "act"),
        sqlite_with_rowid=False,
    )
    op.create_index("act_parties_by_act", "act_parties", ["act"], unique=False)
    op.create_table(
        "actor_blocks",
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("actor", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor"],
            ["actors.key"],
        ),
        sa.PrimaryKeyConstraint("block", "actor"),
    )
    op.create_table(
        "captures",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("retrieved_at", sa.Text(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["blobs.sha256"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("captures_by_location", "captures", ["location", "key"], unique=False)
    op.create_index("captures_by_sha256", "captures", ["sha256"], unique=False)
    op.create_table(
        "commitment_parties",
        sa.Column("commitment", KEY, nullable=False),
        sa.Column("part", sa.String(length=2), nullable=False),
        sa.Column("actor", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor"],
            ["actors.key"],
        ),
        sa.ForeignKeyConstraint(
            ["commitment"],
            ["commitments.key"],
        ),
        sa.PrimaryKeyConstraint("commitment", "part", "actor"),
    )
    op.create_index("commitment_parties_by_actor", "commitment_parties", ["actor"], unique=False)
    op.create_table(
        "document_actors",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("actor", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor"],
            ["actors.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("document_actors_by_actor", "document_actors", ["actor", "day"], unique=False)
    op.create_table(
        "formula_sides",
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("formula", KEY, nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.String(length=10), nullable=True),
        sa.Column("last_day", sa.String(length=10), nullable=True),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("silent", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["formula"],
            ["formulas.key"],
        ),
        sa.PrimaryKeyConstraint("side", "formula"),
        sqlite_with_rowid=False,
    )
    op.create_index("formula_sides_by_formula", "formula_sides", ["formula"], unique=False)
    op.create_table(
        "formula_uses",
        sa.Column("formula", KEY, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("sides", sa.Text(), nullable=False),
        sa.Column("narrator", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["formula"],
            ["formulas.key"],
        ),
        sa.PrimaryKeyConstraint("formula", "day", "document", "start"),
        sqlite_with_rowid=False,
    )
    op.create_index("formula_uses_by_document", "formula_uses", ["document"], unique=False)
    op.create_table(
        "occasion_parties",
        sa.Column("actor", KEY, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("occasion", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["occasion"],
            ["occasions.key"],
        ),
        sa.PrimaryKeyConstraint("actor", "day", "occasion"),
        sqlite_with_rowid=False,
    )
    op.create_index("occasion_parties_by_occasion", "occasion_parties", ["occasion"], unique=False)
    op.create_table(
        "offices",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("actor", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor"],
            ["actors.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("offices_by_actor", "offices", ["actor", "title", "of", "day"], unique=False)
    op.create_index("offices_by_body", "offices", ["of", "title", "actor", "day"], unique=False)
    op.create_table(
        "participants",
        sa.Column("meeting", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor", KEY, nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("side", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor"],
            ["actors.key"],
        ),
        sa.ForeignKeyConstraint(
            ["meeting"],
            ["meetings.key"],
        ),
        sa.PrimaryKeyConstraint("meeting", "number"),
    )
    op.create_index("participants_by_actor", "participants", ["actor"], unique=False)
    op.create_index("participants_by_side", "participants", ["side", "meeting"], unique=False)
    op.create_table(
        "records",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("machine", sa.LargeBinary(), nullable=False),
        sa.Column("effective", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.key"],
        ),
        sa.PrimaryKeyConstraint("document"),
    )
    op.create_table(
        "statement_parties",
        sa.Column("actor", KEY, nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("statement", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor"],
            ["actors.key"],
        ),
        sa.ForeignKeyConstraint(
            ["statement"],
            ["statements.key"],
        ),
        sa.PrimaryKeyConstraint("actor", "part", "statement"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "statement_parties_by_statement", "statement_parties", ["statement"], unique=False
    )
    op.create_table(
        "thread_issues",
        sa.Column("issue", sa.String(length=40), nullable=False),
        sa.Column("last_day", sa.String(length=10), nullable=False),
        sa.Column("thread", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["thread"],
            ["threads.key"],
        ),
        sa.PrimaryKeyConstraint("issue", "last_day", "thread"),
        sqlite_with_rowid=False,
    )
    op.create_index("thread_issues_by_thread", "thread_issues", ["thread"], unique=False)
    op.create_table(
        "thread_parties",
        sa.Column("actor", KEY, nullable=False),
        sa.Column("part", sa.String(length=2), nullable=False),
        sa.Column("last_day", sa.String(length=10), nullable=False),
        sa.Column("thread", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["thread"],
            ["threads.key"],
        ),
        sa.PrimaryKeyConstraint("actor", "part", "last_day", "thread"),
        sqlite_with_rowid=False,
    )
    op.create_index("thread_parties_by_thread", "thread_parties", ["thread"], unique=False)
    op.create_table(
        "capture_documents",
        sa.Column("capture", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["capture"],
            ["captures.key"],
        ),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.key"],
        ),
        sa.PrimaryKeyConstraint("capture", "position"),
    )
    op.create_index(
        "capture_documents_by_document", "capture_documents", ["document"], unique=False
    )
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE passages_words USING fts5(text, tags, content='passages', "
            "content_rowid='key', tokenize='porter unicode61 remove_diacritics 2')"
        )
    else:
        op.execute(
            "ALTER TABLE passages ADD COLUMN words tsvector GENERATED ALWAYS AS "
            # Else a hyphenated word stands there whole and in parts, each at a place.
            "(to_tsvector('english'::regconfig, translate(text, '-‐‑', '   ')) || "
            "to_tsvector('simple'::regconfig, tags)) STORED"
        )
        op.execute("CREATE INDEX passages_by_words ON passages USING gin (words)")


def downgrade() -> None:
    """Drop everything."""
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE passages_words")
    op.drop_index("capture_documents_by_document", table_name="capture_documents")
    op.drop_table("capture_documents")
    op.drop_index("thread_parties_by_thread", table_name="thread_parties")
    op.drop_table("thread_parties")
    op.drop_index("thread_issues_by_thread", table_name="thread_issues")
    op.drop_table("thread_issues")
    op.drop_index("statement_parties_by_statement", table_name="statement_parties")
    op.drop_table("statement_parties")
    op.drop_table("records")
    op.drop_index("participants_by_side", table_name="participants")
    op.drop_index("participants_by_actor", table_name="participants")
    op.drop_table("participants")
    op.drop_index("offices_by_body", table_name="offices")
    op.drop_index("offices_by_actor", table_name="offices")
    op.drop_table("offices")
    op.drop_index("occasion_parties_by_occasion", table_name="occasion_parties")
    op.drop_table("occasion_parties")
    op.drop_index("formula_uses_by_document", table_name="formula_uses")
    op.drop_table("formula_uses")
    op.drop_index("formula_sides_by_formula", table_name="formula_sides")
    op.drop_table("formula_sides")
    op.drop_index("document_actors_by_actor", table_name="document_actors")
    op.drop_table("document_actors")
    op.drop_index("commitment_parties_by_actor", table_name="commitment_parties")
    op.drop_table("commitment_parties")
    op.drop_index("captures_by_sha256", table_name="captures")
    op.drop_index("captures_by_location", table_name="captures")
    op.drop_table("captures")
    op.drop_table("actor_blocks")
    op.drop_index("act_parties_by_act", table_name="act_parties")
    op.drop_table("act_parties")
    op.drop_index("act_issues_by_issue", table_name="act_issues")
    op.drop_index("act_issues_by_act", table_name="act_issues")
    op.drop_table("act_issues")
    op.drop_index("threads_by_status", table_name="threads")
    op.drop_index("threads_by_last_day", table_name="threads")
    op.drop_index("threads_by_deadline", table_name="threads")
    op.drop_table("threads")
    op.drop_index("statements_by_meeting", table_name="statements")
    op.drop_table("statements")
    op.drop_table("state")
    op.drop_table("rejects")
    op.drop_table("passages")
    op.drop_index("occasions_by_place", table_name="occasions")
    op.drop_index("occasions_by_form", table_name="occasions")
    op.drop_index("occasions_by_day", table_name="occasions")
    op.drop_table("occasions")
    op.drop_index("meetings_by_day", table_name="meetings")
    op.drop_index("meetings_by_canonical", table_name="meetings")
    op.drop_table("meetings")
    op.drop_index("meeting_shelves_by_meeting", table_name="meeting_shelves")
    op.drop_table("meeting_shelves")
    op.drop_index("log_by_target", table_name="log")
    op.drop_index("log_by_document", table_name="log")
    op.drop_table("log")
    op.drop_table("formulas")
    op.drop_table("formula_losses")
    op.drop_index(
        "documents_to_link",
        table_name="documents",
        sqlite_where=sa.text("linked = 0"),
        postgresql_where=sa.text("NOT linked"),
    )
    op.drop_index("documents_by_publisher", table_name="documents")
    op.drop_index("documents_by_previous", table_name="documents")
    op.drop_index("documents_by_narrator", table_name="documents")
    op.drop_index("documents_by_duplicate", table_name="documents")
    op.drop_index("documents_by_day", table_name="documents")
    op.drop_index("documents_by_address", table_name="documents")
    op.drop_table("documents")
    op.drop_index("document_sides_by_document", table_name="document_sides")
    op.drop_table("document_sides")
    op.drop_index("commitments_by_root", table_name="commitments")
    op.drop_index("commitments_by_previous", table_name="commitments")
    op.drop_table("commitments")
    op.drop_table("blobs")
    op.drop_index("bands_by_item", table_name="bands")
    op.drop_table("bands")
    op.drop_index("acts_by_statement", table_name="acts")
    op.drop_table("acts")
    op.drop_index("actors_by_side", table_name="actors")
    op.drop_index("actors_by_form", table_name="actors")
    op.drop_index("actors_by_documents", table_name="actors")
    op.drop_index("actors_by_canonical", table_name="actors")
    op.drop_table("actors")
