"""Reading the kept texts anew with the present reader. What people decided stays in force."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import select

from memcon import sources
from memcon.archive import Archive, captures, human, store
from memcon.archive.schema import documents
from memcon.errors import MemconError
from memcon.record import Record
from memcon.scale.local import Input, ReaderOptions, read_files
from memcon.sources import Taken

_COUNTED: Final = ("actors", "meetings", "statements", "acts", "commitments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What reading a document anew has changed.

    ``counts`` tells of each list of the record how many findings there were and are; ``same`` says
    that both readings are equal but for the reader's version.
    """

    document: str
    title: str | None
    outcome: Literal["same", "changed", "rejected"]
    counts: dict[str, tuple[int, int]]
    reason: str | None = None


def reread(
    archive: Archive, keys: Sequence[int], *, options: ReaderOptions, jobs: int = 1
) -> Generator[Reread, None, None]:
    """Read documents anew and yield what has changed, each in a transaction of its own.

    Args:
        archive: open for writing. Linking has to run afterwards.
        keys: of the documents to read, as :func:`outdated` gives them.
        options: what every reading process makes its reader from.
        jobs: how many processes read.

    Raises:
        ArchiveError: the database failed; what was yielded before is stored.
        ModelError, KnowledgeError: as :func:`memcon.scale.local.read_files`.
    """
    waiting: deque[int] = deque()

    def inputs() -> Iterator[Input]:
        for key in keys:
            waiting.append(key)
            yield Input(where=str(key), taken=(replace(_kept(archive, key, options), raw=b""),))

    outcomes = read_files(inputs(), options=options, jobs=jobs)
    try:
        for outcome in outcomes:
            key = waiting.popleft()
            record = outcome.records[0] if outcome.records else None
            yield _put(archive, key, record, outcome.rejected)
    finally:
        outcomes.close()


def outdated(archive: Archive, *, options: ReaderOptions, everything: bool = False) -> list[int]:
    """Return the keys of the documents that another release or another model has read.

    Args:
        archive: where they are.
        options: what readers are made from now.
        everything: whether to return also those that this release with this model has read.

    Raises:
        ModelError: the language model is missing or cannot be loaded.
    """
    from memcon.reading.parse import load_model, model_name
    from memcon.version import __version__

    query = select(documents.c.key).where(documents.c.status != "superseded")
    if not everything:
        model = model_name(load_model(options.model))
        old = (documents.c.reader_version != __version__) | (documents.c.model != model)
        query = query.where(old)
    with archive.reading() as connection:
        return list(connection.execute(query.order_by(documents.c.key)).scalars())


def _kept(archive: Archive, key: int, options: ReaderOptions) -> Taken:
    """Return a document as it was taken in: its kept text, and what its bytes say of it."""
    with archive.reading() as connection:
        document = store.load(connection, key, machine=True).document
        origin = captures.origin(connection, key)
        raw = captures.raw(connection, origin[0].sha256) if origin else b""
    plain = replace(
        sources.from_text(
            document.text, title=document.title, published=document.published, url=document.url
        ),
        document=document,
    )
    if origin is None or origin[0].media_type == captures.TEXT_ALONE:
        return plain  # what bytes would say of the document, the record alone has kept
    row, position = origin
    try:
        taken = sources.from_bytes(
            raw,
            media_type=row.media_type,
            name=None if row.url else Path(row.location).name,
            url=row.url,
            max_bytes=max(len(raw), 1),
            others=options.sources,
        )[position]
    except (MemconError, IndexError):
        return plain
    if taken.document.id == document.id:
        return taken
    # This release takes another text from the bytes; what is cited is the text that is kept.
    return replace(taken, document=document)


def _put(archive: Archive, key: int, record: Record | None, rejected: str | None) -> Reread:
    with archive.writing() as connection:
        before = store.load(connection, key, machine=True)
        id, title = before.document.id, before.document.title
        if record is None:
            return Reread(document=id, title=title, outcome="rejected", counts={}, reason=rejected)
        same = before.model_copy(update={"reader": record.reader}) == record
        human.replace_machine_record(connection, key, record)
    counts = {name: (len(getattr(before, name)), len(getattr(record, name))) for name in _COUNTED}
    outcome: Literal["same", "changed"] = "same" if same else "changed"
    return Reread(document=id, title=title, outcome=outcome, counts=counts)
