"""Archives for tests: the records of the examples, and records made of a few words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

from conftest import ROOT
from memcon.archive import Archive, open_archive, store
from memcon.archive.captures import Capture
from memcon.archive.linker import link
from memcon.record import Record

AT = "2026-01-01T00:00:00+00:00"


@cache
def example_records() -> tuple[Record, ...]:
    """Return the records of the texts in examples/, read once a run."""
    from memcon import sources
    from memcon.reading.reader import Reader

    folder = ROOT / "examples"
    reader = Reader(knowledge=folder / "memcon.toml")
    taken = [item for path in sources.expand([str(folder)]) for item in sources.from_path(path)]
    return tuple(reader.read_many(taken))


@cache
def reader() -> object:
    """Return a reader, made once a run."""
    from memcon.reading.reader import Reader

    return Reader()


def read(text: str, **known: str) -> Record:
    """Return the record of a text; ``known`` as ``Reader.read`` takes it."""
    made: Record = reader().read(text, **known)  # type: ignore[attr-defined]
    return made


def capture(record: Record, location: str, *, documents: int = 1) -> Capture:
    """Return a capture as if the record's text had been the bytes at a place."""
    data = record.document.text.encode()
    return Capture(
        location=location,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        retrieved_at=AT,
        documents=documents,
    )


def put(archive: Archive, records: Iterable[Record], *, linked: bool = True) -> None:
    """Store records, each from a place of its own, and link them."""
    for record in records:
        with archive.writing() as connection:
            place = record.document.url or f"/texts/{record.document.id}"
            store.store(connection, record, capture(record, place), 0, known_forms={}, at=AT)
    if linked:
        link(archive)


def filled(url: str) -> Archive:
    """Return an open archive of the examples."""
    archive = open_archive(url, create=True)
    put(archive, example_records())
    return archive
