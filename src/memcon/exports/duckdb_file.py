"""DuckDB: one file with the tables that ``memcon.arrow`` makes of records, and views on them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection

from memcon import arrow
from memcon.exports.formats import Format, Selection
from memcon.exports.selected import selected_records
from memcon.knowledge.events import cameo_codes, done_together

if TYPE_CHECKING:
    import duckdb

EPILOG: Final = """\b
Examples:
  memcon export duckdb --output archive.duckdb
  duckdb archive.duckdb "SELECT * FROM commitment_words WHERE list_contains(by, 'CHN')"
  duckdb archive.duckdb "SELECT * FROM event_pairs WHERE source = 'USA' ORDER BY day"

\b
Tables are those of memcon export parquet. Views, each with its description in duckdb_views():
statement_words, commitment_words, meeting_pairs, event_pairs."""

# Of a document, what a reader needs to find the words again.
_CITED: Final = "d.title, d.publisher, d.narrator, d.published, d.url"

_TOGETHER: Final = "$together"  # in a query: the CAMEO codes of what is done together

# What each view is for, and the query behind it.
VIEWS: Final[Mapping[str, tuple[str, str]]] = {
    "statement_words": (
        "who said what, a row a statement: the words of its spans joined by a blank, "
        "and the document they stand in",
        f"""
        SELECT s.document, s.id, s.speakers,
               (SELECT list(a.name ORDER BY list_position(s.speakers, a.id)) FROM actors a
                WHERE a.document = s.document AND list_contains(s.speakers, a.id)) AS names,
               s.mode, s.meeting,
               list_aggregate(list_transform(s.content, lambda c: c.text), 'string_agg', ' ')
                   AS words,
               s.content[1].start AS "start", s.content[-1]."end" AS "end", {_CITED}
        FROM statements s JOIN documents d ON d.id = s.document
        """,
    ),
    "commitment_words": (
        "who is bound to what, a row a commitment: the words of its goal, and by when",
        f"""
        SELECT c.document, c.id, c."by", c."to", c.joint, c.strength, c.goal.text AS goal,
               c.deadline.date AS deadline, c.deadline.text AS deadline_words, c.testable,
               list_transform(c.quantities, lambda q: q.span.text) AS quantities,
               c.goal.start AS "start", c.goal."end" AS "end", {_CITED}
        FROM commitments c JOIN documents d ON d.id = c.document
        """,
    ),
    "meeting_pairs": (
        "which sides met, a row a pair of sides of a meeting as one document tells of it; "
        "meetings that several documents tell of come several times",
        f"""
        WITH sides AS (
            SELECT DISTINCT document, meeting, coalesce(side, actor) AS side
            FROM participants WHERE coalesce(side, actor) IS NOT NULL)
        SELECT m.document, m.id, one.side AS side, other.side AS other, m.form, m.status,
               m.date.value AS day, m.place, {_CITED}
        FROM meetings m
        JOIN sides one ON one.document = m.document AND one.meeting = m.id
        JOIN sides other ON other.document = m.document AND other.meeting = m.id
            AND one.side < other.side
        JOIN documents d ON d.id = m.document
        """,
    ),
    "event_pairs": (
        "who did what to whom, a row a source and target of an event that is not denied; in a "
        "meeting, or what else is done together, each party is a source towards every other",
        f"""
        WITH each_source AS (
            SELECT e.*, unnest(e.sources) AS actor,
                   CASE WHEN len(e.targets) > 0 THEN e.targets
                        WHEN e.meeting IS NOT NULL OR e.cameo IN ({_TOGETHER}) THEN e.sources
                        ELSE [] END AS others
            FROM events e WHERE NOT e.negated),
        each_pair AS (SELECT *, unnest(others) AS other FROM each_source)
        SELECT p.document, p.id, p.cameo, p.goldstein, p.plover,
               coalesce(p.actor.code, p.actor.actor) AS source,
               coalesce(p.other.code, p.other.actor) AS target,
               p.actor.span.text AS source_words, p.other.span.text AS target_words,
               p.text.text AS words, p.time, p.background, p.date.value AS day, p.place,
               p.text.start AS "start", p.text."end" AS "end", {_CITED}
        FROM each_pair p JOIN documents d ON d.id = p.document
        WHERE p.actor <> p.other
        """,
    ),
}

_CONFIG: Final[dict[str, Any]] = {
    # Nothing is fetched, whatever a query would like to load.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
}


def write(connection: Connection, target: Path, selection: Selection) -> int:
    """Write the tables of the selected records to a DuckDB file; return how many documents.

    Args:
        connection: the archive.
        target: the file, which is not there yet.
        selection: which documents.

    Raises:
        duckdb.Error: the file is there already, or cannot be written.
        UnknownIdError: no actor of the archive goes by the name that was selected.
    """
    import duckdb

    with duckdb.connect(str(target), config=_CONFIG) as database:
        return _fill(database, connection, selection)


def _fill(database: duckdb.DuckDBPyConnection, connection: Connection, selection: Selection) -> int:
    import pyarrow as pa  # type: ignore[import-untyped]

    for name, schema in arrow.schemas().items():
        database.register("incoming", schema.empty_table())
        database.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
        database.unregister("incoming")
        for field in schema:
            words = (field.metadata or {}).get(b"description", b"").decode()
            database.execute(f'COMMENT ON COLUMN "{name}"."{field.name}" IS {_quoted(words)}')
    written = 0
    for name, batch in arrow.batches(
        record for _, record in selected_records(connection, selection)
    ):
        database.register("incoming", pa.Table.from_batches([batch]))
        database.execute(f'INSERT INTO "{name}" SELECT * FROM incoming')
        database.unregister("incoming")
        written += batch.num_rows if name == arrow.DOCUMENTS else 0
    for name, (words, query) in VIEWS.items():
        made = query.replace(_TOGETHER, _together())
        database.execute(f'CREATE VIEW "{name}" AS {made}')
        database.execute(f'COMMENT ON VIEW "{name}" IS {_quoted(words)}')
    return written


def _together() -> str:
    return ", ".join(_quoted(code) for code in sorted(cameo_codes()) if done_together(code))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


FORMAT: Final = Format(
    name="duckdb",
    summary="Write records as a DuckDB file, with tables and views.",
    epilog=EPILOG,
    target="file",
    write=write,
    noun="documents",
)
