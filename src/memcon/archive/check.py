"""Whether an archive is whole: what a crash, a full disk or a failing one may have left behind.

Errors are what must never be: damaged pages, records that do not unpack, rows that do not follow
from the records, links that lead nowhere. Remarks are what may be, and what to do about it: a run
that was broken off, documents that linking has not seen yet.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, func, or_, select

from memcon.archive import actor_forms, captures, schema, store
from memcon.archive.engine import Archive
from memcon.archive.lookup import chunks
from memcon.archive.rows import ORDER, Row, day_of, forms, rows
from memcon.archive.schema import child_range, document_column, documents
from memcon.errors import ArchiveError

Level = Literal["error", "remark"]

# The column by which the rows of a document are found, where it is not their own key.
_PARENT: Final = {
    "participants": "meeting",
    "statement_parties": "statement",
    "act_parties": "act",
    "act_issues": "act",
    "commitment_parties": "commitment",
    "event_parties": "event",
}
# What linking writes into rows that are otherwise as the record gives them.
_LINKED: Final = frozenset({"canonical", "previous", "root"})
_SHOWN: Final = 5  # of a kind of finding; the rest is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: ``code`` says of what kind, ``message`` what and where."""

    level: Level
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found.

    ``documents`` and ``captures`` are how many were looked at; ``findings`` the first few of each
    kind, errors first; ``errors`` counts all errors.
    """

    documents: int
    captures: int
    findings: tuple[Finding, ...]
    errors: int

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.errors == 0


def check(archive: Archive, *, deep: bool = False) -> Checked:
    """Check an archive. Nothing is changed, and it may be in use meanwhile.

    Args:
        archive: to check.
        deep: compare every row with what its record gives, and every blob with its hash. Without
            it rows are counted, and blobs are looked for. Takes as long as a tenth of the reading.

    Raises:
        ArchiveError: the database cannot be asked at all.
    """
    found: dict[tuple[Level, str], list[str]] = {}
    counts: Counter[tuple[Level, str]] = Counter()
    with archive.reading() as connection:
        checking = _Checking(connection, deep)
        for finding in checking.findings():
            kind = (finding.level, finding.code)
            counts[kind] += 1
            if len(found.setdefault(kind, [])) < _SHOWN:
                found[kind].append(finding.message)
    listed = []
    for level, code in sorted(found):  # "error" comes before "remark"
        listed += [Finding(level=level, code=code, message=m) for m in found[level, code]]
        if more := counts[level, code] - len(found[level, code]):
            listed.append(Finding(level=level, code=code, message=f"and {more:,} more like this"))
    return Checked(
        documents=checking.documents,
        captures=checking.captures,
        findings=tuple(listed),
        errors=sum(count for (level, _), count in counts.items() if level == "error"),
    )


def _error(code: str, message: str) -> Finding:
    return Finding(level="error", code=code, message=message)


def _remark(code: str, message: str) -> Finding:
    return Finding(level="remark", code=code, message=message)


class _Checking:
    def __init__(self, connection: Connection, deep: bool):
        self.connection = connection
        self.deep = deep
        self.documents = 0
        self.captures = 0

    def findings(self) -> Iterator[Finding]:
        if self.connection.dialect.name == "sqlite":
            yield from self._pages()
        yield from self._documents()
        yield from self._strays()
        yield from self._links()
        yield from self._captures()
        yield from self._pending()

    # The database itself ------------------------------------------------------------------------

    def _pages(self) -> Iterator[Finding]:
        """Ask SQLite: its pages and indexes, references, and the index of words.

        PostgreSQL looks after these itself: checksums of pages, foreign keys, generated columns.
        """
        pragma = "integrity_check" if self.deep else "quick_check"
        for line in self.connection.exec_driver_sql(f"PRAGMA {pragma}").scalars():
            if line != "ok":
                yield _error("damaged", f"SQLite says: {line}")
        for row in self.connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield _error("reference", f"row {row[1]} of {row[0]} refers to no row of {row[2]}")
        yield from self._words()

    def _words(self) -> Iterator[Finding]:
        """Compare the index of words with the passages, without writing.

        FTS5's own check is a write, for which a reader has no right; counting both sides, and
        asking for the words of each passage where the check is deep, finds the same.
        """
        indexed = self.connection.exec_driver_sql("SELECT count(*) FROM passages_words_docsize")
        present = self.connection.execute(select(func.count()).select_from(schema.passages))
        if indexed.scalar_one() != (there := present.scalar_one()):
            yield _error("words", f"the index of words does not hold the {there:,} passages")
        if not self.deep:
            return
        missing = self.connection.exec_driver_sql(
            "SELECT key FROM passages LEFT JOIN passages_words_docsize ON id = key WHERE id IS NULL"
        )
        for key in missing.scalars():
            yield _error("words", f"passage {key} is not in the index of words")

    # Documents and their rows -------------------------------------------------------------------

    def _documents(self) -> Iterator[Finding]:
        keys = list(self.connection.execute(select(documents.c.key).order_by("key")).scalars())
        for part in chunks(keys):
            listed = self.connection.execute(select(documents).where(documents.c.key.in_(part)))
            for row in sorted(listed, key=lambda row: int(row.key)):
                self.documents += 1
                yield from self._document(row)

    def _document(self, row: Any) -> Iterator[Finding]:
        if row.status not in schema.STATUSES:
            yield _error("status", f"{row.id} has the unknown status {row.status}")
        try:
            record = store.load(self.connection, row.key)
        except (ArchiveError, ValueError) as error:
            yield _error("record", f"{row.id} has no record that can be read ({error})")
            return
        if record.document.id != row.id:
            yield _error("record", f"{row.id} has the record of {record.document.id}")
        if day_of(record.document) != row.day:
            yield _error("record", f"{row.id} is sorted under {row.day}, unlike its record")
        wanted = forms(record)
        keys = actor_forms.stored_forms(self.connection, sorted(set(wanted.values())))
        expected: Mapping[str, Sequence[Row]] = {}
        if row.status == "current":
            if absent := sorted(set(wanted.values()) - keys.keys()):
                yield _error("actors", f"{row.id} names actors that are not listed: {absent[0][0]}")
                return
            expected = rows(record, row.key, {name: keys[form] for name, form in wanted.items()})
        for table in ORDER:
            yield from self._rows_of(row, table, expected.get(table.name, ()))

    def _rows_of(self, document: Any, table: Table, expected: Sequence[Row]) -> Iterator[Finding]:
        low, high = child_range(document.key)
        mine = table.c[_PARENT.get(table.name, "key")].between(low, high)
        if not self.deep:
            count = select(func.count()).select_from(table).where(mine)
            present = self.connection.execute(count).scalar_one()
            if present != len(expected):
                yield _error(
                    "rows",
                    f"{document.id} ({document.status}) has {present} rows in {table.name}, "
                    f"its record gives {len(expected)}",
                )
            return
        columns = [column for column in table.c if column.name not in _LINKED]
        stored = Counter(
            _line(row) for row in self.connection.execute(select(*columns).where(mine))
        )
        given = Counter(_line(row[c.name] for c in columns) for row in expected)
        for line in (stored - given).elements():
            yield _error("rows", f"{document.id}: {table.name} has a row too many: {line[:200]}")
        for line in (given - stored).elements():
            yield _error("rows", f"{document.id}: {table.name} lacks a row: {line[:200]}")

    def _strays(self) -> Iterator[Finding]:
        """Find rows of documents that are not there at all."""
        linked = (schema.occasions, schema.threads, schema.event_pairs, schema.occurrences)
        for table in (*ORDER, schema.records, *linked):
            column = table.c[_PARENT.get(table.name, "key" if "key" in table.c else "document")]
            owner = column if column.name == "document" else document_column(column)
            query = (
                select(func.count())
                .select_from(table.outerjoin(documents, documents.c.key == owner))
                .where(documents.c.key.is_(None))
            )
            if count := self.connection.execute(query).scalar_one():
                yield _error("strays", f"{count:,} rows of {table.name} belong to no document")
        current = documents.c.status == "current"
        for table in linked:
            query = select(table.c.key).join(
                documents, and_(documents.c.key == document_column(table.c.key), ~current)
            )
            for key in self.connection.execute(query).scalars():
                yield _error("strays", f"{table.name} has {key}, of a document that is not current")

    # Links --------------------------------------------------------------------------------------

    def _links(self) -> Iterator[Finding]:
        yield from self._lead(schema.actors, schema.actors.c.canonical, schema.actors)
        yield from self._lead(documents, documents.c.previous, documents)
        yield from self._lead(documents, documents.c.duplicate_of, documents)
        yield from self._lead(documents, documents.c.superseded_by, documents)
        settled = self._settled
        meetings, commitments = schema.meetings, schema.commitments
        yield from self._lead(meetings, meetings.c.canonical, meetings, settled)
        yield from self._lead(meetings, meetings.c.canonical, schema.occasions, settled)
        yield from self._lead(commitments, commitments.c.previous, commitments, settled)
        yield from self._lead(commitments, commitments.c.root, commitments, settled)
        yield from self._lead(commitments, commitments.c.root, schema.threads, settled)
        yield from self._lead(schema.threads, schema.threads.c.latest, commitments, settled)
        pairs = schema.event_pairs
        yield from self._lead(pairs, pairs.c.canonical, schema.occurrences, settled)
        yield from self._lead(schema.occurrences, schema.occurrences.c.key, pairs, settled)
        duplicate = documents.c.status == "duplicate"
        query = select(documents.c.id, documents.c.status).where(
            or_(
                and_(duplicate, documents.c.duplicate_of.is_(None)),
                and_(documents.c.status == "current", documents.c.duplicate_of.is_not(None)),
                and_(documents.c.status == "superseded", documents.c.superseded_by.is_(None)),
            ),
            documents.c.linked,
        )
        for row in self.connection.execute(query):
            yield _error("links", f"{row.id} is {row.status}, which its links do not say")

    def _settled(self, key: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether linking has seen the document of a row; until then its links may be stale."""
        seen = select(documents.c.key).where(documents.c.linked)
        return document_column(key).in_(seen)

    def _lead(
        self,
        table: Table,
        column: Column[Any],
        target: Table,
        where: Callable[[ColumnElement[int]], ColumnElement[bool]] | None = None,
    ) -> Iterator[Finding]:
        """Find rows whose column leads to no row of the target."""
        aim = target.alias("aim")
        query = (
            select(table.c.key, column.label("to"))
            .select_from(table.outerjoin(aim, aim.c.key == column))
            .where(column.is_not(None), aim.c.key.is_(None))
        )
        if where is not None:
            query = query.where(where(table.c.key))
        for row in self.connection.execute(query):
            yield _error(
                "links",
                f"{column.name} of {table.name} {row.key} leads to no row of {target.name}",
            )

    # What was taken in --------------------------------------------------------------------------

    def _captures(self) -> Iterator[Finding]:
        table, held = schema.captures, schema.capture_documents
        count = select(held.c.capture, func.count().label("n")).group_by(held.c.capture).subquery()
        query = (
            select(table, func.coalesce(count.c.n, 0).label("held"), schema.blobs.c.size)
            .outerjoin(count, count.c.capture == table.c.key)
            .outerjoin(schema.blobs, schema.blobs.c.sha256 == table.c.sha256)
            .order_by(table.c.key)
        )
        for row in self.connection.execute(query):
            self.captures += 1
            if row.size is None:
                yield _error("bytes", f"the bytes taken from {row.location} are not kept")
            if row.complete and row.held < row.documents:
                yield _error(
                    "captures",
                    f"{row.location} gave {row.documents} documents, of which {row.held} are there",
                )
            if not row.complete:
                yield _remark(
                    "interrupted",
                    f"of {row.location} {row.held} of {row.documents} documents are stored: "
                    "add it again",
                )
        if self.deep:
            yield from self._blobs()

    def _blobs(self) -> Iterator[Finding]:
        for sha256 in self.connection.execute(select(schema.blobs.c.sha256)).scalars().all():
            try:
                size = len(captures.raw(self.connection, sha256))
            except ArchiveError as error:
                yield _error("bytes", f"{error}")
                continue
            told = select(schema.blobs.c.size).where(schema.blobs.c.sha256 == sha256)
            if self.connection.execute(told).scalar_one() != size:
                yield _error("bytes", f"blob {sha256} is not as long as it says")

    def _pending(self) -> Iterator[Finding]:
        query = select(documents.c.id).where(documents.c.linked.is_(False)).order_by("key")
        for id in self.connection.execute(query).scalars():
            yield _remark("unlinked", f"{id} is not linked yet: the next memcon add does it")


def _line(values: Iterable[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
