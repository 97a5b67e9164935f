"""What was taken in: raw bytes, from where and when, which documents they held, what failed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from memcon.archive.packing import pack, unpack_blob
from memcon.archive.schema import blobs, capture_documents, captures, documents, rejects

# The media type of a capture whose bytes are a document's text and not what it was read from.
TEXT_ALONE: Final = "text/plain; memcon=text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Bytes taken in from a place.

    ``location`` is the address asked for or the absolute path of a file; ``url`` the address where
    redirects ended; ``retrieved_at`` ISO 8601 in UTC; ``documents`` how many the bytes hold.
    """

    location: str
    data: bytes
    sha256: str
    retrieved_at: str
    documents: int
    url: str | None = None
    media_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """What the last complete capture of a place left: for conditional requests."""

    key: int
    sha256: str
    etag: str | None
    last_modified: str | None


def last_capture(connection: Connection, location: str) -> Last | None:
    """Return the last complete capture of a place."""
    row = connection.execute(
        select(captures.c.key, captures.c.sha256, captures.c.etag, captures.c.last_modified)
        .where(captures.c.location == location, captures.c.complete)
        .order_by(captures.c.key.desc())
        .limit(1)
    ).first()
    return Last(**row._mapping) if row else None


def is_held(connection: Connection, location: str, hashes: Collection[str]) -> bool:
    """Whether bytes with one of some hashes were ever taken in from a place, all of them."""
    query = select(captures.c.key).where(
        captures.c.location == location, captures.c.sha256.in_(hashes), captures.c.complete
    )
    return connection.execute(query.limit(1)).first() is not None


def begin(connection: Connection, capture: Capture) -> int:
    """Store the bytes and the capture; return its key.

    A capture of several documents is not complete yet, and one of the same bytes from the same
    place that an interrupted run left is taken up. The only document of another comes with it.
    """
    several = capture.documents > 1
    if several:
        found = connection.execute(
            select(captures.c.key).where(
                captures.c.location == capture.location,
                captures.c.sha256 == capture.sha256,
                captures.c.complete.is_(False),
            )
        ).scalar()
        if found is not None:
            return int(found)
    keep_blob(connection, capture.sha256, capture.data)
    key = connection.execute(
        insert(captures)
        .values(
            location=capture.location,
            url=capture.url,
            sha256=capture.sha256,
            media_type=capture.media_type,
            etag=capture.etag,
            last_modified=capture.last_modified,
            retrieved_at=capture.retrieved_at,
            documents=capture.documents,
            complete=not several,
        )
        .returning(captures.c.key)
    ).scalar_one()
    return int(key)


def keep_blob(connection: Connection, sha256: str, data: bytes) -> None:
    """Keep raw bytes, once."""
    values = {"sha256": sha256, "size": len(data), "data": pack(data)}
    insert_new(connection, blobs, [values])


def attach(connection: Connection, capture: Capture, position: int, document: int) -> None:
    """Store a capture, if it is new, and note that it holds a document.

    Documents come in the order of their positions, after an interruption from the first one on: the
    capture is complete with the last, unless one before it could not be read.
    """
    key = begin(connection, capture)
    values = {"capture": key, "position": position, "document": document}
    insert_new(connection, capture_documents, [values])
    if 1 < capture.documents == position + 1:
        held = select(func.count()).select_from(capture_documents)
        if connection.execute(held.where(capture_documents.c.capture == key)).scalar() == (
            capture.documents
        ):
            connection.execute(update(captures).where(captures.c.key == key).values(complete=True))


def addresses_of(connection: Connection, capture: int) -> set[str]:
    """Return the addresses of the documents that a capture held."""
    rows = connection.execute(
        select(documents.c.address)
        .join(capture_documents, capture_documents.c.document == documents.c.key)
        .where(capture_documents.c.capture == capture)
    )
    return set(rows.scalars())


def origin(connection: Connection, document: int) -> tuple[Any, int] | None:
    """Return the latest capture that held a document, as a row, and its position there.

    One that has the bytes it was read from goes before one that has its text alone.
    """
    row = connection.execute(
        select(captures, capture_documents.c.position)
        .join(capture_documents, capture_documents.c.capture == captures.c.key)
        .where(capture_documents.c.document == document)
        .order_by(captures.c.media_type.is_distinct_from(TEXT_ALONE).desc(), captures.c.key.desc())
        .limit(1)
    ).first()
    return (row, int(row.position)) if row else None


def raw(connection: Connection, sha256: str) -> bytes:
    """Return raw bytes that are kept."""
    data = connection.execute(select(blobs.c.data).where(blobs.c.sha256 == sha256)).scalar_one()
    return unpack_blob(data, sha256)


def reject(
    connection: Connection,
    *,
    location: str,
    code: str,
    reason: str,
    at: str,
    data: bytes | None = None,
    sha256: str | None = None,
    media_type: str | None = None,
) -> None:
    """Note that something could not be read, with its bytes where they could be had."""
    if data is not None and sha256 is not None:
        keep_blob(connection, sha256, data)
    before = connection.execute(
        select(rejects.c.attempts).where(rejects.c.location == location)
    ).scalar()
    connection.execute(delete(rejects).where(rejects.c.location == location))
    connection.execute(
        insert(rejects).values(
            location=location,
            sha256=sha256,
            media_type=media_type,
            code=code,
            reason=reason,
            at=at,
            attempts=(before or 0) + 1,
        )
    )


def accept(connection: Connection, location: str) -> None:
    """Strike a place off the rejects, now that it was read."""
    connection.execute(delete(rejects).where(rejects.c.location == location))


def rejected(connection: Connection) -> Iterator[Any]:
    """Yield the rejects as rows, in the order of their first failure."""
    yield from connection.execute(select(rejects).order_by(rejects.c.key))


def insert_new(connection: Connection, table: Any, values: list[dict[str, Any]]) -> None:
    """Insert rows, leaving out those whose key is there already."""
    if not values:
        return
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as insert_or_not
    else:
        from sqlalchemy.dialects.postgresql import insert as insert_or_not  # type: ignore[assignment]
    connection.execute(insert_or_not(table).on_conflict_do_nothing(), values)
