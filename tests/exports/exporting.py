"""An archive of the examples to export from, and formats written to text."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from archives import AT, filled, put
from memcon.archive import Archive, human
from memcon.archive.linker import link
from memcon.exports.formats import Format, Selection
from memcon.record import (
    Actor,
    Document,
    Event,
    EventParty,
    Reading,
    Record,
    Source,
    Span,
    Statement,
)

# Characters beyond 16 bits before the words: offsets in UTF-16 would be others.
TEXT = "🚢🚢 Ports & “piers” \\ 50 % of Norland\n\nMinister Ana Sol thanked Estria for the pilots."


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), text=words)


def odd_record(**document: Any) -> Record:
    """Return a record by hand, with an event, of a text that is hard on encodings."""
    known = {
        "id": "doc:00000000000000ff",
        "url": "https://gazette.example/a?b=1&c={2}",
        "title": "Ports & “piers”\n\\ 50 % of_Norland {$1} ~ #2^",
        "publisher": "The Norland Gazette & Mail",
        "byline": "By Ida {Q.} Holm",
        "published": "2024-05-06T23:30:00-02:00",
        **document,
    }
    return Record(
        reader=Reading(version="0.1.0", model="hand 1.0"),
        document=Document(
            text=TEXT, source=Source(media_type="text/plain", sha256="f" * 64), **known
        ),
        actors=[
            Actor(id="person:ana-sol", kind="person", name="Ana Sol", side="NOR"),
            Actor(id="EST", kind="state", name="Estonia"),
            Actor(id="group:pilots", kind="group", name="pilots"),
        ],
        statements=[
            Statement(
                id="statement:1",
                speakers=["person:ana-sol"],
                content=[_span("thanked Estria"), _span("the pilots")],
                mode="narrative",
                addressees=["EST"],
            )
        ],
        events=[
            Event(
                id="event:1",
                cameo="051",
                goldstein=3.4,
                plover="SUPPORT",
                sources=[EventParty(actor="person:ana-sol", code="NORGOV", span=_span("Ana Sol"))],
                targets=[EventParty(code="ESTCIV", span=_span("Estria"))],
                text=_span("thanked Estria"),
                sentence=_span("Minister Ana Sol thanked Estria for the pilots."),
            )
        ],
    )


def archive_with_reviews(path: Path) -> Archive:
    """Return an archive of the examples and of the odd record, some of it reviewed."""
    archive = filled(str(path))
    put(archive, [odd_record()])
    with archive.reading() as connection:
        first = connection.exec_driver_sql(
            "SELECT id FROM documents WHERE status = 'current' ORDER BY id LIMIT 1 OFFSET 1"
        ).scalar_one()
    with archive.writing() as connection:
        entry = human.review(
            connection, f"{first}/statement:1", "reject", who="A. Reviewer", at=AT, note="no"
        )
        human.undo(connection, entry, who="A. Reviewer", at=AT)
        human.review(connection, f"{first}/statement:2", "reject", who="B. Reader", at=AT)
    link(archive)
    return archive


def written(connection: Connection, form: Format, **selection: str) -> str:
    """Return what a format of the kind stream writes; its count must be told too."""
    stream = io.StringIO(newline="")
    form.write(connection, stream, Selection(**selection))
    return stream.getvalue()


def count(connection: Connection, form: Format, **selection: str) -> int:
    """Return how many things a format says that it wrote."""
    return form.write(connection, io.StringIO(), Selection(**selection))


@contextmanager
def open_reviewed(path: Path) -> Iterator[Connection]:
    """Open such an archive for reading."""
    with archive_with_reviews(path) as archive, archive.reading() as connection:
        yield connection


@contextmanager
def rdflib_deprecations() -> Iterator[None]:
    """Let rdflib, whose JSON-LD and whose users use what it deprecates, do so."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*deprecated.*", category=DeprecationWarning)
        yield
