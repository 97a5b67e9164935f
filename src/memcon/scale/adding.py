"""Adding to an archive: what arrives is taken in, read where it is new, and stored.

One process takes in and stores, in the order of arrival; reading goes on in as many processes as
wanted. Every document is one transaction, and is reported when that is through.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from memcon import sources
from memcon.archive import Archive, captures, store
from memcon.archive.captures import Capture
from memcon.archive.rows import Form
from memcon.errors import MemconError
from memcon.record import Record
from memcon.scale.local import Input, ReaderOptions, read_files
from memcon.sources import Taken

if TYPE_CHECKING:
    from memcon.reading.reader import Reader

Outcome = Literal["added", "changed", "known", "unchanged", "listed", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Bytes that arrive at the archive, or why they did not.

    ``where`` names it in messages, ``location`` in the archive: an absolute path or an address.
    ``retrieved_at`` is ISO 8601 in UTC. ``data`` is None where a page says that it has not changed
    since it was last fetched, and where ``error`` tells what went wrong.
    """

    where: str
    location: str
    retrieved_at: str
    data: bytes | None = None
    error: MemconError | None = None
    url: str | None = None
    media_type: str | None = None
    encoding: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    index: bool = False  # a feed that only names pages, which arrive by themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one document, or of an arrival that gave none.

    ``added`` is new, ``changed`` a new version of a document that is there, ``known`` the text of a
    document that is there, ``unchanged`` an arrival with the same bytes as last time, ``listed`` a
    feed whose pages arrive by themselves.
    """

    where: str
    outcome: Outcome
    document: str | None = None
    title: str | None = None
    reason: str | None = None
    last: bool = True  # whether the arrival has nothing more


@dataclass(slots=True, kw_only=True)
class _Step:
    """One thing to report, in order of arrival; one with ``wanted`` waits for its record."""

    arrival: Arrival
    outcome: Outcome
    capture: Capture | None = None
    taken: Taken | None = None
    position: int = 0
    wanted: bool = False
    code: str = "fault"
    reason: str | None = None
    last: bool = True


def _refused(arrival: Arrival, error: MemconError) -> _Step:
    return _Step(arrival=arrival, outcome="rejected", code=error.code, reason=error.reason)


def _capture(
    arrival: Arrival, sha256: str, *, documents: int = 0, media_type: str | None = None
) -> Capture:
    return Capture(
        location=arrival.location,
        data=arrival.data or b"",
        sha256=sha256,
        retrieved_at=arrival.retrieved_at,
        documents=documents,
        url=arrival.url,
        media_type=arrival.media_type or media_type,
        etag=arrival.etag,
        last_modified=arrival.last_modified,
    )


@dataclass(slots=True)
class _Adding:
    archive: Archive
    now: Callable[[], str]
    options: ReaderOptions
    steps: deque[_Step] = field(default_factory=deque)
    forms: dict[Form, int] = field(default_factory=dict)
    on_the_way: set[str] = field(default_factory=set)

    def inputs(self, arrivals: Iterable[Arrival]) -> Iterator[Input]:
        """Yield what has to be read, noting every step on the way."""
        for arrival in arrivals:
            for step in self._steps(arrival):
                self.steps.append(step)
                if step.wanted:
                    assert step.taken is not None
                    self.on_the_way.add(step.taken.document.id)
                    # The bytes stay here; a reader needs the text alone.
                    yield Input(where=arrival.where, taken=(replace(step.taken, raw=b""),))

    def _steps(self, arrival: Arrival) -> Iterator[_Step]:
        if arrival.error is not None:
            yield _refused(arrival, arrival.error)
            return
        if arrival.data is None:
            yield _Step(arrival=arrival, outcome="unchanged")
            return
        sha256 = hashlib.sha256(arrival.data).hexdigest()
        with self.archive.reading() as connection:
            last = captures.last_capture(connection, arrival.location)
        if last is not None and last.sha256 == sha256:
            yield _Step(arrival=arrival, outcome="unchanged")
            return
        if arrival.index:
            yield _Step(arrival=arrival, outcome="listed", capture=_capture(arrival, sha256))
            return
        try:
            taken = sources.from_bytes(
                arrival.data,
                media_type=arrival.media_type,
                name=None if arrival.url else arrival.where,
                url=arrival.url,
                encoding=arrival.encoding,
                max_bytes=self.options.max_bytes,
                others=self.options.sources,
            )
        except MemconError as error:
            yield _refused(arrival, error)
            return
        media_type = taken[0].document.source.media_type
        capture = _capture(arrival, sha256, documents=len(taken), media_type=media_type)
        with self.archive.reading() as connection:
            known = {
                item.document.id
                for item in taken
                if store.find(connection, item.document.id) is not None
            }
        seen: set[str] = set()
        for position, item in enumerate(taken):
            id = item.document.id
            wanted = id not in known and id not in self.on_the_way and id not in seen
            seen.add(id)
            yield _Step(
                arrival=arrival,
                outcome="added",
                capture=capture,
                taken=item,
                position=position,
                wanted=wanted,
                last=position == len(taken) - 1,
            )

    def done(self, step: _Step, record: Record | None) -> Added:
        """Store what a step is about and tell what became of it."""
        arrival = step.arrival
        if step.reason is not None:
            return self._reject(step)
        if step.taken is None or step.capture is None:
            if step.capture is not None:
                with self.archive.writing() as connection:
                    captures.begin(connection, step.capture)
            return Added(where=arrival.where, outcome=step.outcome)
        document = record.document if record is not None else step.taken.document
        with self.archive.writing() as connection:
            outcome: Outcome
            looked_up: dict[Form, int] = {}
            if record is not None:
                outcome, looked_up = store.store(
                    connection,
                    record,
                    step.capture,
                    step.position,
                    known_forms=self.forms,
                    at=self.now(),
                )
            else:
                key = store.find(connection, document.id)
                if key is None:  # the reading of its twin, shortly before it, failed
                    step.reason = "its text is that of another input that could not be read"
                    outcome = "rejected"
                else:
                    outcome = store.attach_known(
                        connection, document, key, step.capture, step.position
                    )
            if step.last and outcome != "rejected":
                captures.accept(connection, arrival.location)
        if step.reason is not None:
            return self._reject(step)
        self.forms.update(looked_up)
        self.on_the_way.discard(document.id)
        return Added(
            where=arrival.where,
            outcome=outcome,
            document=document.id,
            title=document.title,
            last=step.last,
        )

    def _reject(self, step: _Step) -> Added:
        arrival = step.arrival
        if step.taken is not None:
            self.on_the_way.discard(step.taken.document.id)
        data = arrival.data
        with self.archive.writing() as connection:
            captures.reject(
                connection,
                location=arrival.location,
                code=step.code,
                reason=step.reason or "",
                at=self.now(),
                data=data,
                sha256=hashlib.sha256(data).hexdigest() if data is not None else None,
                media_type=arrival.media_type,
            )
        return Added(where=arrival.where, outcome="rejected", reason=step.reason, last=step.last)


def add(
    archive: Archive,
    arrivals: Iterable[Arrival],
    *,
    options: ReaderOptions,
    now: Callable[[], str],
    jobs: int = 1,
    reader: Reader | None = None,
) -> Generator[Added, None, None]:
    """Add what arrives and yield what became of every document, in order of arrival.

    What was yielded is stored, whatever happens afterwards. Linking is not part of it.

    Args:
        archive: open for writing.
        arrivals: drawn from as needed.
        options: what every reading process makes its reader from.
        now: gives the time, ISO 8601 in UTC.
        jobs: how many processes read.
        reader: for one process, a reader that is there already; without it one is made when
            there is something to read.

    Raises:
        ArchiveError: the database failed; what was yielded before is stored.
        ModelError, KnowledgeError: as :func:`memcon.scale.local.read_files`.
    """
    adding = _Adding(archive, now, options)
    outcomes = read_files(adding.inputs(arrivals), options=options, jobs=jobs, reader=reader)
    try:
        for outcome in outcomes:
            while not adding.steps[0].wanted:
                yield adding.done(adding.steps.popleft(), None)
            step = adding.steps.popleft()
            step.reason = outcome.rejected
            yield adding.done(step, outcome.records[0] if outcome.records else None)
        while adding.steps:
            yield adding.done(adding.steps.popleft(), None)
    finally:
        outcomes.close()
