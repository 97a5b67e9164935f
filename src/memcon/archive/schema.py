"""The tables of an archive.

What was read from a document is kept twice: whole, as the JSON of its record (``records``), and
spread over rows that questions can be asked of. The rows are made from the record alone and can
be made anew at any time; they exist for documents that are *current*, not for superseded
versions, near-duplicates of another document and documents that a reviewer withdrew.

Rows of one document have keys of their own making: ``(document key << 20) | n``, where ``n`` is
the number in the record's id (``statement:12``). So a document's rows lie side by side, no key is
ever handed out twice, and the public id of a row follows from its key.

A migration is a frozen picture of its time and does not import this module; a test holds that
the migrations lead to exactly these tables.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    literal_column,
    text,
)

CHILD_BITS: Final = 20
CHILD_LIMIT: Final = 1 << CHILD_BITS  # rows of one kind that one document may have

# SQLite makes a column the row's own number only if it is called INTEGER.
Key = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData()


def child_key(document: int, number: int) -> int:
    """Return the key of a document's row: ``number`` counts from 0 or 1 within its kind."""
    if not 0 <= number < CHILD_LIMIT:
        raise ValueError(f"{number} is no number of a row")
    return (document << CHILD_BITS) | number


def child_range(document: int) -> tuple[int, int]:
    """Return the smallest and the largest key that a row of the document can have."""
    return document << CHILD_BITS, ((document + 1) << CHILD_BITS) - 1


def document_of(key: int) -> int:
    """Return the key of the document to which a row belongs."""
    return key >> CHILD_BITS


def document_column(key: ColumnElement[int]) -> ColumnElement[int]:
    """Return, as a column, the key of the document to which a row belongs."""
    # Written out: PostgreSQL shifts by a 32-bit number only, and a bound one comes as 64 bits.
    return key.op(">>", return_type=BigInteger())(literal_column(str(CHILD_BITS)))


def number_of(key: int) -> int:
    """Return the number of a row within its document and kind."""
    return key & (CHILD_LIMIT - 1)


def _index(name: str, *columns: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique)


def of_document(key: Column[Any]) -> ColumnElement[bool]:
    """Return the condition that the row with such a key belongs to a row of ``documents``."""
    first = documents.c.key.op("<<", return_type=BigInteger())(literal_column(str(CHILD_BITS)))
    return key.between(first, first + (CHILD_LIMIT - 1))


# What was taken in ------------------------------------------------------------------------------

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),  # of the bytes as taken in
    Column("data", LargeBinary, nullable=False),  # compressed (zlib)
)

captures = Table(
    "captures",  # one a time that bytes were taken in from a place
    metadata,
    Column("key", Key, primary_key=True, autoincrement=True),
    Column("location", Text, nullable=False),  # address, or absolute path of a file
    Column("url", Text),  # where it was in the end, after redirects
    Column("sha256", String(64), ForeignKey("blobs.sha256"), nullable=False),
    Column("media_type", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("retrieved_at", Text, nullable=False),  # ISO 8601, UTC
    Column("documents", Integer, nullable=False),  # how many documents the bytes hold
    Column("complete", Boolean, nullable=False),  # whether all of them are stored
    _index("captures_by_location", "location", "key"),
    _index("captures_by_sha256", "sha256"),
)

documents = Table(
    "documents",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("address", Text, nullable=False),  # its url, or the place its bytes came from
    Column("url", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("narrator", Text),
    Column("byline", Text),
    Column("language", String(16), nullable=False),
    Column("published", Text),
    Column("day", String(10)),  # ISO 8601 day by which it is sorted
    Column("status", String(12), nullable=False),  # see STATUSES
    Column("superseded_by", Key),
    Column("previous", Key),  # the most alike printing before it
    Column("duplicate_of", Key),  # the first printing, where this is a later one
    Column("added_at", Text, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("linked", Boolean, nullable=False),  # whether linking has seen it as it is now
    Column("reviewed", Boolean, nullable=False),  # whether a person changed its record
    _index("documents_by_address", "address"),
    _index("documents_by_day", "day", "key"),
    _index("documents_by_narrator", "narrator", "day"),
    _index("documents_by_publisher", "publisher", "day"),
    _index("documents_by_duplicate", "duplicate_of"),
    _index("documents_by_previous", "previous"),
    Index(
        "documents_to_link",
        "key",
        sqlite_where=text("linked = 0"),
        postgresql_where=text("NOT linked"),
    ),
    sqlite_autoincrement=True,  # a key is never given to a second document
)
STATUSES: Final = ("current", "superseded", "duplicate", "withdrawn")

capture_documents = Table(
    "capture_documents",
    metadata,
    Column("capture", Key, ForeignKey("captures.key"), primary_key=True),
    Column("position", Integer, primary_key=True),  # of the document within the bytes, from 0
    Column("document", Key, ForeignKey("documents.key"), nullable=False),
    _index("capture_documents_by_document", "document"),
)

records = Table(
    "records",
    metadata,
    Column("document", Key, ForeignKey("documents.key"), primary_key=True, autoincrement=False),
    Column("machine", LargeBinary, nullable=False),  # as read, JSON compressed (zlib)
    Column("effective", LargeBinary),  # as corrected by people, where they did
)

rejects = Table(
    "rejects",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=True),
    Column("location", Text, nullable=False, unique=True),
    Column("sha256", String(64)),  # of the bytes, where they could be had
    Column("media_type", Text),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
)

# What was read ----------------------------------------------------------------------------------

actors = Table(
    "actors",  # one a form: an id with the side it was seen with
    metadata,
    Column("key", Key, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("name", Text, nullable=False),  # as most documents have it, chosen by linking
    Column("side", Text, nullable=False),  # "" where none is known
    Column("named", Boolean, nullable=False),  # False for "the Prime Minister" and the like
    Column("canonical", Key, nullable=False),  # the form that stands for the person; itself if none
    Column("documents", Integer, nullable=False, server_default="0"),  # counted by linking
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    _index("actors_by_form", "id", "side", unique=True),
    _index("actors_by_canonical", "canonical"),
    _index("actors_by_documents", "documents"),
    _index("actors_by_side", "side", "documents"),
)

actor_blocks = Table(
    "actor_blocks",  # coarse keys of names: forms that may be one person share one
    metadata,
    Column("block", Text, primary_key=True),
    Column("actor", Key, ForeignKey("actors.key"), primary_key=True),
)

document_actors = Table(
    "document_actors",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("actor", Key, ForeignKey("actors.key"), nullable=False),
    Column("name", Text, nullable=False),  # as this document's record has it
    Column("day", String(10)),
    Column("mentions", Integer, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    _index("document_actors_by_actor", "actor", "day"),
)

offices = Table(
    "offices",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("actor", Key, ForeignKey("actors.key"), nullable=False),
    Column("title", Text, nullable=False),
    Column("of", Text),
    Column("day", String(10)),
    Column("start", Integer),
    Column("end", Integer),
    Column("words", Text),
    # Covering: who held what from when to when is counted on the index alone.
    _index("offices_by_actor", "actor", "title", "of", "day"),
    _index("offices_by_body", "of", "title", "actor", "day"),
)

passages = Table(
    "passages",  # what is searched: the blocks of a document, layout noise left out
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("tags", Text, nullable=False),  # what filters ask for, as words; see archive/tags.py
)

meetings = Table(
    "meetings",  # as one document tells of them
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("form", String(20), nullable=False),
    Column("status", String(10), nullable=False),
    Column("day", String(10)),  # ISO 8601: day, month or year
    Column("precision", String(5)),
    Column("basis", Text),
    Column("place", Text),
    Column("occasion", Text),
    Column("narrator", Text),
    Column("published", String(10)),
    Column("start", Integer),
    Column("end", Integer),
    Column("words", Text),
    Column("canonical", Key, nullable=False),  # the mention that stands for the occasion
    _index("meetings_by_day", "day"),
    _index("meetings_by_canonical", "canonical"),
)

participants = Table(
    "participants",
    metadata,
    Column("meeting", Key, ForeignKey("meetings.key"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("actor", Key, ForeignKey("actors.key")),
    Column("role", Text),
    Column("side", Text),
    _index("participants_by_actor", "actor"),
    _index("participants_by_side", "side", "meeting"),
)

statements = Table(
    "statements",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("mode", String(10), nullable=False),
    Column("day", String(10)),  # of the meeting, where known, else of the document
    Column("meeting", Key),
    Column("content", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    _index("statements_by_meeting", "meeting"),
)

statement_parties = Table(
    "statement_parties",
    metadata,
    Column("actor", Key, ForeignKey("actors.key"), primary_key=True),
    Column("part", String(10), primary_key=True),  # speaker | addressee | via
    Column("statement", Key, ForeignKey("statements.key"), primary_key=True),
    _index("statement_parties_by_statement", "statement"),
    sqlite_with_rowid=False,
)

acts = Table(
    "acts",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("statement", Key),
    Column("type", String(10), nullable=False),
    Column("ladder", Text),
    Column("rung", Text),
    Column("rank", SmallInteger),  # of the rung on its ladder, 0 the weakest
    Column("negated", Boolean, nullable=False),
    Column("conditional", Boolean, nullable=False),
    Column("time", String(8), nullable=False),
    Column("day", String(10)),
    Column("narrator", Text),
    Column("content", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _index("acts_by_statement", "statement"),
)

act_parties = Table(
    "act_parties",  # who acts towards whom: a row a pair, the other 0 where none is named
    metadata,
    Column("actor", Key, primary_key=True),
    Column("other", Key, primary_key=True),
    Column("part", String(2), primary_key=True),  # by | to, what the actor is
    Column("month", String(7), primary_key=True),  # "" where the day is unknown
    Column("type", String(10), primary_key=True),
    Column("act", Key, ForeignKey("acts.key"), primary_key=True),
    _index("act_parties_by_act", "act"),
    sqlite_with_rowid=False,
)

act_issues = Table(
    "act_issues",
    metadata,
    Column("actor", Key, primary_key=True),  # whose act it is
    Column("issue", String(40), primary_key=True),
    Column("day", String(10), primary_key=True),  # "" where unknown
    Column("act", Key, ForeignKey("acts.key"), primary_key=True),
    Column("type", String(10), nullable=False),
    _index("act_issues_by_act", "act"),
    _index("act_issues_by_issue", "issue", "day"),
    sqlite_with_rowid=False,
)

commitments = Table(
    "commitments",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("act", Key, nullable=False),
    Column("day", String(10)),
    Column("narrator", Text),
    Column("holders", Text, nullable=False),  # ids, sorted, joined by "+"
    Column("towards", Text, nullable=False),
    Column("goal", Text, nullable=False),
    Column("measures", Text, nullable=False),  # JSON array
    Column("strength", String(5), nullable=False),
    Column("joint", Boolean, nullable=False),
    Column("testable", Boolean, nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("issues", Text, nullable=False),  # JSON array
    Column("quantities", Text, nullable=False),  # JSON array of record.Quantity
    Column("deadline_text", Text),
    Column("deadline_date", String(10)),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("previous", Key),  # the most alike undertaking before it
    Column("root", Key, nullable=False),  # the first of the thread; itself if none is before it
    _index("commitments_by_previous", "previous"),
    _index("commitments_by_root", "root"),
)

commitment_parties = Table(
    "commitment_parties",
    metadata,
    Column("commitment", Key, ForeignKey("commitments.key"), primary_key=True),
    Column("part", String(2), primary_key=True),  # by | to
    Column("actor", Key, ForeignKey("actors.key"), primary_key=True),
    _index("commitment_parties_by_actor", "actor"),
)

events = Table(
    "events",  # as one document tells of them
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("act", Key),
    Column("meeting", Key),
    Column("cameo", String(4), nullable=False),
    Column("goldstein", Float, nullable=False),
    Column("plover", String(16)),
    Column("plover_mode", String(32)),
    Column("contexts", Text, nullable=False),  # JSON array
    Column("negated", Boolean, nullable=False),
    Column("time", String(8), nullable=False),
    Column("done", Boolean, nullable=False),  # neither denied nor yet to come
    Column("background", Boolean, nullable=False),
    Column("day", String(10)),  # ISO 8601: day, month or year
    Column("place", Text),
    Column("content", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    Column("length", Integer, nullable=False),  # of the document's text, in code points
)

event_parties = Table(
    "event_parties",
    metadata,
    Column("event", Key, ForeignKey("events.key"), primary_key=True),
    Column("part", String(6), primary_key=True),  # source | target
    Column("number", SmallInteger, primary_key=True),  # within its part, from 0
    Column("actor", Key, ForeignKey("actors.key")),
    Column("code", String(32)),  # CAMEO actor code
    Column("words", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _index("event_parties_by_actor", "actor"),
)

# What was linked --------------------------------------------------------------------------------

occasions = Table(
    "occasions",  # the meetings themselves; the key is that of the mention that stands for it
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("form", String(20), nullable=False),
    Column("status", String(10), nullable=False),
    Column("day", String(10)),
    Column("precision", String(5)),
    Column("place", Text),
    Column("occasion", Text),
    Column("accounts", Integer, nullable=False),  # documents that tell of it
    Column("narrators", Text, nullable=False),  # JSON array
    Column("contradictions", Text, nullable=False),  # JSON array of field names
    _index("occasions_by_day", "day", "key"),
    _index("occasions_by_form", "form", "day", "key"),
    _index("occasions_by_place", "place", "day", "key"),
)

occasion_parties = Table(
    "occasion_parties",
    metadata,
    Column("actor", Key, primary_key=True),
    Column("day", String(10), primary_key=True),  # "" where unknown
    Column("occasion", Key, ForeignKey("occasions.key"), primary_key=True),
    _index("occasion_parties_by_occasion", "occasion"),
    sqlite_with_rowid=False,
)

threads = Table(
    "threads",  # the same undertaking, however often said; the key is that of its first commitment
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("latest", Key, nullable=False),  # the commitment that said it last
    Column("holders", Text, nullable=False),
    Column("towards", Text, nullable=False),
    Column("goal", Text, nullable=False),  # in its latest words
    Column("strength", String(5), nullable=False),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    Column("times", Integer, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("carriers", Text, nullable=False),  # JSON array: narrators whose accounts carry it
    Column("issues", Text, nullable=False),  # JSON array
    Column("quantities", Text, nullable=False),  # JSON array, as last said
    Column("has_quantity", Boolean, nullable=False),
    Column("deadline_text", Text),
    Column("deadline_date", String(10)),
    Column("status", String(14), nullable=False),
    _index("threads_by_last_day", "last_day", "key"),
    _index("threads_by_deadline", "deadline_date", "key"),
    _index("threads_by_status", "status", "last_day"),
)

thread_parties = Table(
    "thread_parties",
    metadata,
    Column("actor", Key, primary_key=True),
    Column("part", String(2), primary_key=True),
    Column("last_day", String(10), primary_key=True),
    Column("thread", Key, ForeignKey("threads.key"), primary_key=True),
    _index("thread_parties_by_thread", "thread"),
    sqlite_with_rowid=False,
)

thread_issues = Table(
    "thread_issues",
    metadata,
    Column("issue", String(40), primary_key=True),
    Column("last_day", String(10), primary_key=True),
    Column("thread", Key, ForeignKey("threads.key"), primary_key=True),
    _index("thread_issues_by_thread", "thread"),
    sqlite_with_rowid=False,
)

event_pairs = Table(
    "event_pairs",  # what a document's event says of one source and one target
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),  # counted over the document
    Column("event", Key, ForeignKey("events.key"), nullable=False),
    Column("number", SmallInteger, nullable=False),  # of the pair; 0 where it is the only one
    Column("mutual", Boolean, nullable=False),
    Column("source", Text, nullable=False),  # its standing, see linking/occurrences.py; "" if none
    Column("target", Text, nullable=False),
    Column("shelf", BigInteger, nullable=False),  # pairs that may be one event share it
    Column("canonical", Key, nullable=False),  # the pair that stands for the event; itself if none
    _index("event_pairs_by_event", "event"),
    _index("event_pairs_by_shelf", "shelf"),
    _index("event_pairs_by_canonical", "canonical"),
)

occurrences = Table(
    "occurrences",  # the events themselves; the key is that of the pair that stands for each
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("day", String(10), nullable=False),  # ISO 8601: day, month or year; "" where unknown
    Column("rank", BigInteger, nullable=False),  # decides within a day; from the public id
    Column("group", Key, nullable=False),  # the first telling of what it is a pair of
    Column("cameo", String(4), nullable=False),
    Column("goldstein", Float, nullable=False),
    Column("plover", String(16)),
    Column("plover_mode", String(32)),
    Column("contexts", Text, nullable=False),  # JSON array
    Column("mutual", Boolean, nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("time", String(8), nullable=False),
    Column("background", Boolean, nullable=False),
    Column("place", Text),
    Column("meeting", Key),  # the occasion
    Column("thread", Key),
    Column("mentions", Integer, nullable=False),
    _index("occurrences_by_day", "day", "rank", "key"),
    _index("occurrences_by_cameo", "cameo", "day", "rank", "key"),
)

occurrence_parties = Table(
    "occurrence_parties",  # who towards whom, as in act_parties: persons, and those they are with
    metadata,
    Column("actor", Key, primary_key=True),
    Column("other", Key, primary_key=True),  # 0: whoever it is, if anybody
    Column("part", String(2), primary_key=True),  # by | to, what the actor is; to only for other 0
    Column("day", String(10), primary_key=True),  # "" where unknown
    Column("occurrence", Key, ForeignKey("occurrences.key"), primary_key=True),
    # In the primary key too, so that counting and summing need no other table.
    Column("cameo", String(4), primary_key=True),
    Column("goldstein", Float, primary_key=True),
    Column("counts", Boolean, primary_key=True),  # in a series: done, news, and not to oneself
    _index("occurrence_parties_by_occurrence", "occurrence"),
    sqlite_with_rowid=False,
)

bands = Table(
    "bands",  # MinHash bands: things alike share one; see archive/linking/signatures.py
    metadata,
    Column("kind", SmallInteger, primary_key=True),  # see BAND_KINDS
    Column("band", BigInteger, primary_key=True),
    Column("day", String(10), primary_key=True),  # "9999" where unknown
    Column("rank", BigInteger, primary_key=True),  # decides within a day; from the public id
    Column("item", Key, nullable=False),
    _index("bands_by_item", "kind", "item"),
    sqlite_with_rowid=False,
)
DOCUMENT_BAND: Final = 0
COMMITMENT_BAND: Final = 1

meeting_shelves = Table(
    "meeting_shelves",  # mentions that may tell of one occasion share a shelf, and days
    metadata,
    Column("shelf", Text, primary_key=True),
    Column("first", Integer, primary_key=True),  # proleptic ordinal of the first day it can be on
    Column("meeting", Key, primary_key=True),
    Column("last", Integer, nullable=False),
    _index("meeting_shelves_by_meeting", "meeting"),
    sqlite_with_rowid=False,
)

formulas = Table(
    "formulas",  # found by counting; see archive/phrases.py
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),  # from 1, best first
    Column("words", Text, nullable=False, unique=True),  # normalised
    Column("phrase", Text, nullable=False),  # as most often printed
    Column("score", Float, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("sides", Integer, nullable=False),  # how many use it
    Column("adopted", Integer, nullable=False),  # how many of them came to use it after another
    Column("dropped", Integer, nullable=False),  # how many of them no longer use it
    Column("first_day", String(10)),
    Column("last_day", String(10)),
)

formula_uses = Table(
    "formula_uses",
    metadata,
    Column("formula", Key, ForeignKey("formulas.key"), primary_key=True),
    Column("day", String(10), primary_key=True),  # of the document, "" where unknown
    Column("document", Key, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("sides", Text, nullable=False),  # whose words they are: ids, sorted, joined by "+"
    Column("narrator", Text),
    _index("formula_uses_by_document", "document"),
    sqlite_with_rowid=False,
)

formula_sides = Table(
    "formula_sides",  # who uses a formula, counted from its uses
    metadata,
    Column("side", Text, primary_key=True),
    Column("formula", Key, ForeignKey("formulas.key"), primary_key=True),
    Column("documents", Integer, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    Column("adopted", Boolean, nullable=False),  # whether another used it before
    Column("silent", Integer),  # months with words of the side since it dropped it; None if not
    _index("formula_sides_by_formula", "formula"),
    sqlite_with_rowid=False,
)

formula_losses = Table(
    "formula_losses",  # uses that went with a document's rows: to be counted off by linking
    metadata,
    Column("key", Key, primary_key=True, autoincrement=True),
    Column("formula", Key, nullable=False),
    Column("document", Key, nullable=False),
)

document_sides = Table(
    "document_sides",  # who speaks in a document: its narrator, and the sides of its speakers
    metadata,
    Column("side", Text, primary_key=True),
    Column("month", String(7), primary_key=True),  # "" where unknown
    Column("document", Key, primary_key=True),
    _index("document_sides_by_document", "document"),
    sqlite_with_rowid=False,
)

# What people did --------------------------------------------------------------------------------

log = Table(
    "log",  # append-only: an entry is undone by another entry
    metadata,
    Column("key", Key, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String(10), nullable=False),  # confirm | reject | correct | assess | undo
    Column("target", Text, nullable=False),  # public id at that time
    Column("document", Key),
    Column("kind", String(12), nullable=False),
    Column("start", Integer),  # the words it was about, by which it is found after a rereading
    Column("end", Integer),
    Column("field", Text),
    Column("value", Text),  # JSON
    Column("evidence", Text),
    Column("note", Text),
    Column("snapshot", Text),  # JSON: the finding as it was read, what it hung on, whom it names
    Column("undoes", Key),
    _index("log_by_document", "document"),
    _index("log_by_target", "target"),
)

state = Table(
    "state",  # facts about the archive as a whole
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

# Who may use it through a server ----------------------------------------------------------------

users = Table(
    "users",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=True),
    Column("name", String(64), nullable=False),  # as it signs the log
    Column("folded", Text, nullable=False, unique=True),  # by which it is found
    Column("role", String(8), nullable=False),  # see archive/users.py
    Column("password", Text, nullable=False),  # argon2id, with its parameters and salt
    Column("added_at", Text, nullable=False),  # ISO 8601, UTC
    sqlite_autoincrement=True,  # a session of who is gone never becomes another's
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),  # sha256 of the id that the browser holds
    Column("user", Key, ForeignKey("users.key"), nullable=False),
    Column("began_at", Text, nullable=False),  # ISO 8601, UTC
    Column("ends_at", Text, nullable=False),  # at the latest
    _index("sessions_by_user", "user"),
    _index("sessions_by_end", "ends_at"),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=True),
    Column("user", Key, ForeignKey("users.key"), nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),  # of the token
    Column("label", Text, nullable=False),
    Column("role", String(8), nullable=False),  # at most this, and at most its owner's
    Column("added_at", Text, nullable=False),
    Column("ends_at", Text),  # None: when it is revoked
    Column("used_on", String(10)),  # the last day
    _index("api_tokens_by_user", "user"),
    sqlite_autoincrement=True,
)
