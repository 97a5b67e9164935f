"""A document with everything tied to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, or_, select

from memcon.analysis.log_rows import entries, log_rows
from memcon.analysis.sheet import Sheet, Shown, Tied, line, spanned
from memcon.analysis.show_findings import (
    Read,
    act_row,
    actor_row,
    commitment_row,
    event_row,
    meeting_row,
    read,
    statement_row,
)
from memcon.archive import lookup
from memcon.archive.schema import (
    blobs,
    capture_documents,
    captures,
    child_key,
    commitments,
    documents,
    meetings,
    number_of,
)

STATUS_WORDS: Final = {
    "superseded": "a later version of this document is in force; this one is in no answers",
    "duplicate": "another printing of this report counts; this one is in no answers",
    "withdrawn": "a reviewer rejected this document; it is in no answers",
}


def show_document(connection: Connection, document: int, *, limit: int) -> Shown:
    """Return a document: where it came from, its versions and printings, and what was read.

    Args:
        connection: the archive.
        document: its key.
        limit: rows of a section.
    """
    of = read(connection, document)
    sheet = Sheet(limit)
    _facts(sheet, of)
    if of.row.status in STATUS_WORDS:
        sheet.note(STATUS_WORDS[of.row.status])
    sheet.section("captures", _captures(connection, document))
    sheet.section("versions", versions_of(connection, of.row))
    sheet.section("printings", printings_of(connection, of.row))
    _findings(connection, sheet, of)
    known = entries(connection, [document])
    sheet.section("log", log_rows("log", known, known))
    return sheet.shown(of.row.id, "document", line(of.row.title) or "untitled document")


def _facts(sheet: Sheet, of: Read) -> None:
    row, document = of.row, of.record.document
    sheet.fact("id", row.id)
    sheet.fact("title", line(row.title))
    sheet.fact("publisher", row.publisher)
    sheet.fact("narrator", row.narrator)
    sheet.fact("byline", row.byline)
    sheet.fact("language", row.language)
    sheet.fact("published", row.published)
    sheet.fact("published, read from", document.published_basis)
    if document.dateline:
        sheet.fact(
            "dateline", ", ".join(filter(None, (document.dateline.place, document.dateline.date)))
        )
    sheet.fact("url", row.url)
    if row.address != row.url:
        sheet.fact("known by", row.address)
    sheet.fact("status", row.status)
    sheet.fact("added", row.added_at)
    sheet.fact("reader", f"{row.reader_version} ({row.model})")
    sheet.fact("reviewed", True if row.reviewed else None)
    sheet.fact("media type", document.source.media_type)
    sheet.fact("sha256 of its bytes", document.source.sha256)
    sheet.fact("characters", len(document.text))


def _captures(connection: Connection, document: int) -> Iterable[Tied]:
    query = (
        select(captures, capture_documents.c.position, blobs.c.size)
        .join(capture_documents, capture_documents.c.capture == captures.c.key)
        .join(blobs, blobs.c.sha256 == captures.c.sha256)
        .where(capture_documents.c.document == document)
        .order_by(captures.c.key)
    )
    for row in connection.execute(query):
        notes = [f"sha256 {row.sha256}", f"{row.size:,} bytes"]
        if row.url and row.url != row.location:
            notes.append(f"ended at {row.url}")
        if row.documents > 1:
            notes.append(f"document {row.position + 1} of {row.documents}")
        notes += [f"{name} {value}" for name, value in _headers(row) if value]
        yield Tied(
            section="captures",
            day=row.retrieved_at,
            what=row.media_type,
            value=row.location,
            notes=notes,
        )


def _headers(row: Any) -> Iterable[tuple[str, str | None]]:
    return ("ETag", row.etag), ("Last-Modified", row.last_modified)


def versions_of(connection: Connection, mine: Any) -> Iterable[Tied]:
    """Return the other versions of the document's address."""
    query = (
        select(documents)
        .where(documents.c.address == mine.address, documents.c.key != mine.key)
        .order_by(documents.c.key)
    )
    for row in connection.execute(query):
        what = "another version"
        if row.key == mine.superseded_by:
            what = "supersedes this one"
        elif row.superseded_by == mine.key:
            what = "superseded by this one"
        yield document_row("versions", row, what, row.status, f"added {row.added_at}")


def printings_of(connection: Connection, mine: Any) -> Iterable[Tied]:
    """Return the other printings of one report."""
    first = mine.duplicate_of or mine.key
    query = (
        select(documents)
        .where(or_(documents.c.duplicate_of == first, documents.c.key == first))
        .where(documents.c.key != mine.key)
        .order_by(documents.c.day, documents.c.id)
    )
    for row in connection.execute(query):
        yield document_row(
            "printings",
            row,
            "first printing, which counts" if row.key == first else "later printing",
        )


def document_row(section: str, row: Any, what: str | None, *notes: str) -> Tied:
    """Return a document as a row of a sheet."""
    return Tied(
        section=section,
        id=row.id,
        day=row.day,
        who=[row.publisher] if row.publisher else [],
        actors=[row.narrator] if row.narrator else [],
        what=what,
        value=line(row.title) or None,
        notes=list(notes),
    )


def _findings(connection: Connection, sheet: Sheet, of: Read) -> None:
    record = of.record
    heads = heads_of(connection, of, "meeting", (one.id for one in record.meetings))
    roots = heads_of(connection, of, "commitment", (one.id for one in record.commitments))
    sheet.section(
        "meetings",
        (
            meeting_row("meetings", of, one, *_whole("one with", heads, of.id(one.id)))
            for one in record.meetings
        ),
    )
    sheet.section("actors", (actor_row("actors", of, one) for one in record.actors))
    sheet.section("statements", (statement_row("statements", of, one) for one in record.statements))
    sheet.section("acts", (act_row("acts", of, one) for one in record.acts))
    sheet.section(
        "commitments",
        (
            commitment_row("commitments", of, one, *_whole("first said in", roots, of.id(one.id)))
            for one in record.commitments
        ),
    )
    sheet.section("events", (event_row("events", of, one) for one in record.events))
    sheet.section(
        "warnings",
        (
            Tied(
                section="warnings",
                what=one.code,
                value=line(one.message),
                **spanned(of.row.id, [one.span] if one.span else []),
            )
            for one in record.warnings
        ),
    )


def _whole(words: str, heads: dict[str, str], id: str) -> list[str]:
    head = heads.get(id, id)
    return [f"{words} {head}"] if head != id else []


def heads_of(connection: Connection, of: Read, kind: str, locals: Iterable[str]) -> dict[str, str]:
    """Return the public ids of the meetings or threads that findings belong to.

    Args:
        connection: the archive.
        of: the document.
        kind: ``meeting`` or ``commitment``.
        locals: ids of the findings within the document.

    Returns:
        By the public id of the finding; those of a document that is in no answers are not there.
    """
    table, head = (
        (meetings, meetings.c.canonical) if kind == "meeting" else (commitments, commitments.c.root)
    )
    keys = [child_key(of.row.key, int(local.rpartition(":")[2])) for local in locals]
    found: dict[int, int] = {}
    for part in lookup.chunks(keys):
        query = select(table.c.key, head.label("head")).where(table.c.key.in_(part))
        found.update({row.key: row.head for row in connection.execute(query)})
    ids = lookup.item_ids(connection, kind, found.values())
    return {of.id(f"{kind}:{number_of(key)}"): ids[head] for key, head in found.items()}
