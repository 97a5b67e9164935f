"""Taking the output of a run into an archive, without reading the texts again.

A run keeps no bytes but the text of each document: that is what the archive then keeps of them,
said to be the text alone. Everything else is as if the documents themselves had been added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from memcon import sources
from memcon.archive import Archive, captures, schema, store
from memcon.archive.captures import Capture
from memcon.archive.rows import Form
from memcon.errors import RunError
from memcon.record import Document
from memcon.scale.adding import Added, Outcome
from memcon.scale.output import MANIFEST, Output, open_output
from memcon.scale.storage import Folder, is_remote
from memcon.scale.work import ReadDocument, Reject

_FORMS: Final = 100_000  # forms of names whose keys are remembered, some ten megabytes
_REJECTS: Final = 500  # a transaction


def outputs_among(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tell what is the output of a run from what holds documents.

    Args:
        arguments: paths, patterns and addresses, as for :class:`memcon.scale.arrivals.Arrivals`.

    Returns:
        Outputs of runs: folders that hold a manifest, and addresses of a storage; and the rest.
    """
    outputs: list[str] = []
    rest: list[str] = []
    for argument in dict.fromkeys(arguments):
        (outputs if _is_output(argument) else rest).append(argument)
    return outputs, rest


def _is_output(argument: str) -> bool:
    if sources.is_address(argument):
        return False
    return is_remote(argument) or Path(argument, MANIFEST).is_file()


class TakingIn:
    """The outputs of runs on their way into an archive."""

    def __init__(self, archive: Archive, urls: Sequence[str], *, now: Callable[[], str]):
        """Open the outputs.

        Args:
            archive: open for writing.
            urls: folders, or addresses of a storage.
            now: gives the time, ISO 8601 in UTC.

        Raises:
            ExtraError: what opens an address is not installed.
        """
        self._archive = archive
        self._now = now
        self._forms: dict[Form, int] = {}
        self._outputs: list[tuple[str, Output | RunError]] = []
        for url in urls:
            try:
                self._outputs.append((url, open_output(Folder(url))))
            except RunError as error:
                self._outputs.append((url, error))

    @property
    def total(self) -> int:
        """How many documents there are, without the rejects."""
        return sum(one.total for _, one in self._outputs if isinstance(one, Output))

    def __iter__(self) -> Iterator[Added]:
        """Take in one document after the other and yield what became of it.

        What was yielded is stored. Documents come first, then what the run rejected; an output
        that is not whole ends where the damage begins, and is a reject itself.

        Raises:
            ArchiveError: the database failed; what was yielded before is stored.
        """
        for url, output in self._outputs:
            if isinstance(output, RunError):
                yield self._refused(url, output)
                continue
            try:
                for read in output.documents():
                    yield self._document(read)
                yield from self._rejects(output.rejects())
            except RunError as error:
                yield self._refused(url, error)
                continue
            with self._archive.writing() as connection:
                captures.accept(connection, _location(url))

    def _document(self, read: ReadDocument) -> Added:
        document = read.record.document
        capture = self._capture(read.where, document)
        looked_up: dict[Form, int] = {}
        outcome: Outcome
        with self._archive.writing() as connection:
            # An output tells what was there once: what was taken in from this place at any time
            # is no news, whatever came after it.
            hashes = {capture.sha256, document.source.sha256}
            if captures.is_held(connection, capture.location, hashes):
                outcome = "unchanged"
            else:
                outcome, looked_up = store.store(
                    connection, read.record, capture, 0, known_forms=self._forms, at=self._now()
                )
                captures.accept(connection, _location(read.where))
        if len(self._forms) > _FORMS:
            self._forms.clear()
        self._forms.update(looked_up)
        return Added(where=read.where, outcome=outcome, document=document.id, title=document.title)

    def _capture(self, where: str, document: Document) -> Capture:
        data = document.text.encode("utf-8")
        digest = hashlib.sha256(data).hexdigest()
        location = _location(where)
        capture = Capture(
            location=location,
            data=data,
            sha256=digest,
            retrieved_at=self._now(),
            documents=1,
            media_type=captures.TEXT_ALONE,
        )
        if "#" in where and store.address_of(document, capture, 0) == location:
            # The number of a line is no address: what stands there another day is no version of it.
            return replace(capture, location=f"{location}#{digest[:16]}")
        return capture

    def _rejects(self, rejects: Iterator[Reject]) -> Iterator[Added]:
        while batch := list(islice(rejects, _REJECTS)):
            told = []
            with self._archive.writing() as connection:
                for reject in batch:
                    told.append(self._reject(connection, reject))
            yield from told

    def _reject(self, connection: Connection, reject: Reject) -> Added:
        location = _location(reject.where)
        if captures.last_capture(connection, location) is not None:
            return Added(where=reject.where, outcome="unchanged")  # it was read in another way
        table = schema.rejects
        noted = select(table.c.key).where(
            table.c.location == location,
            table.c.code == reject.code,
            table.c.reason == reject.reason,
        )
        if connection.execute(noted).first() is None:
            captures.reject(
                connection,
                location=location,
                code=reject.code,
                reason=reject.reason,
                at=self._now(),
            )
        return Added(where=reject.where, outcome="rejected", reason=reject.reason)

    def _refused(self, url: str, error: RunError) -> Added:
        reason = error.reason if error.where == url else str(error)
        with self._archive.writing() as connection:
            captures.reject(
                connection,
                location=_location(url),
                code=error.code,
                reason=reason,
                at=self._now(),
            )
        return Added(where=url, outcome="rejected", reason=reason)


def _location(where: str) -> str:
    """Return how the archive names a place: an address, or an absolute path."""
    return where if is_remote(where) else str(Path(where).resolve())
