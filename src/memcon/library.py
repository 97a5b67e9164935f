"""The archive for programs: ``memcon.open_archive``, with a method for each question.

A face like the command line: it holds no logic of its own. Nothing here reads settings or the
environment, so that a program's answers depend on what it says and on the archive alone.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Concatenate, Final, Literal, ParamSpec, TypeVar

from sqlalchemy import Connection

from memcon import archive as store_of
from memcon.analysis import accounts, show
from memcon.analysis import actors as actors_question
from memcon.analysis import brief as brief_question
from memcon.analysis import events as events_question
from memcon.analysis import formulas as formulas_question
from memcon.analysis import ledger as ledger_question
from memcon.analysis import meetings as meetings_question
from memcon.analysis import positions as positions_question
from memcon.analysis import search as search_question
from memcon.analysis import timeline as timeline_question
from memcon.analysis.comparison import Comparison, ComparisonMode
from memcon.archive import store
from memcon.archive.schema import documents
from memcon.errors import MemconError, UnknownIdError
from memcon.record import Record
from memcon.scale.adding import Added
from memcon.scale.local import ReaderOptions

P = ParamSpec("P")
T = TypeVar("T")
MAX_BYTES: Final = ReaderOptions().max_bytes


def _asks(
    question: Callable[Concatenate[Connection, P], T],
) -> Callable[Concatenate[Archive, P], T]:
    """Return a question as a method, with the question's own arguments and description."""

    def method(self: Archive, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._archive.reading() as connection:
            return question(connection, *args, **kwargs)

    functools.update_wrapper(method, question)
    signature = inspect.signature(question)
    own = [one for name, one in signature.parameters.items() if name != "connection"]
    this = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    method.__signature__ = signature.replace(parameters=[this, *own])  # type: ignore[attr-defined]
    # without the line of the connection, whose indent the compiler of Python 3.13 takes away
    lines = (question.__doc__ or "").splitlines(keepends=True)
    method.__doc__ = "".join(line for line in lines if line.strip() != "connection: the archive.")
    return method


class Archive:
    """An open archive. Close it, or use it in a ``with`` block.

    The questions are those of the command line, and take what its options take; their answers have
    ``rows``, each with the words it rests on, and ``total``, ``facets`` and ``notes``.
    """

    def __init__(self, archive: store_of.Archive):
        self._archive = archive

    search = _asks(search_question.search)
    meetings = _asks(meetings_question.meetings)
    events = _asks(events_question.events)
    actors = _asks(actors_question.actors_named)
    ledger = _asks(ledger_question.ledger)
    positions = _asks(positions_question.positions)
    changes = _asks(positions_question.rung_changes)
    timeline = _asks(timeline_question.timeline)
    formulas = _asks(formulas_question.formulas_of)
    brief = _asks(brief_question.brief)
    show = _asks(show.show)

    def add(
        self,
        inputs: str | Path | Iterable[str | Path],
        *,
        knowledge: str | Path | None = None,
        model: str | None = None,
        jobs: int = 1,
        max_bytes: int = MAX_BYTES,
    ) -> list[Added]:
        """Read documents, store them and link them; the same again changes nothing.

        Args:
            inputs: files, folders, patterns, addresses of pages and feeds, or outputs of runs,
                which are taken in without reading anything again.
            knowledge: a ``memcon.toml`` whose tables add to the built-in knowledge.
            model: an installed spaCy package; None takes the best that is installed.
            jobs: how many processes read. A program that asks for several needs the usual guard,
                ``if __name__ == "__main__":``.
            max_bytes: size over which a file is refused.

        Returns:
            What became of every document, in order; one that could not be read says the ``reason``.

        Raises:
            ArchiveError: the archive is open for reading only, or the database failed.
            ModelError, KnowledgeError: the reader cannot be made.
        """
        from memcon.archive.engine import read_only
        from memcon.archive.linker import link
        from memcon.scale import adding, arrivals, taking_in
        from memcon.sources.web import Fetcher

        if not self._archive.writable:
            raise read_only(self._archive.name)
        given = [inputs] if isinstance(inputs, str | Path) else list(inputs)
        outputs, places = taking_in.outputs_among([str(one) for one in given])
        coming = arrivals.Arrivals(
            places,
            archive=self._archive,
            fetcher=lambda: Fetcher(max_bytes=max_bytes),
            stdin=bytes,
            now=_now,
            max_bytes=max_bytes,
        )
        options = ReaderOptions(
            knowledge=None if knowledge is None else Path(knowledge),
            model=model,
            max_bytes=max_bytes,
        )
        added = list(adding.add(self._archive, coming, options=options, now=_now, jobs=jobs))
        added += taking_in.TakingIn(self._archive, outputs, now=_now)
        link(self._archive)
        return added

    def record(self, id: str) -> Record:
        """Return the record of a document, as people corrected it.

        Args:
            id: the document's id, or the first eight digits of it and more.

        Raises:
            UnknownIdError: there is no such document.
        """
        with self._archive.reading() as connection:
            key = store.find(connection, id)
            if key is None:
                raise UnknownIdError(
                    "there is no such document in the archive",
                    where=id,
                    remedy="Give an id such as doc:0123456789abcdef, as the answers have them",
                )
            return store.load(connection, key)

    def records(self) -> Iterator[Record]:
        """Yield the record of every current document, sorted by document id."""
        from memcon.exports.records import current_records

        with self._archive.reading() as connection:
            yield from current_records(connection)

    def compare(
        self,
        a: str | Record,
        b: str | Record | None = None,
        *,
        mode: ComparisonMode | None = None,
        narrators: Sequence[str] = (),
    ) -> Comparison:
        """Compare two documents or meetings, or two sides' accounts of one meeting.

        Args:
            a: id of a document or meeting, or a record that need not be in the archive.
            b: what ``a`` is compared with; without it, ``a`` is a meeting with accounts.
            mode: ``sequence`` (B follows A) or ``accounts`` (both tell of one meeting); told from
                the two without it.
            narrators: ids or names of the two sides whose accounts of meeting ``a`` are compared;
                those with most accounts without it.

        Raises:
            UnknownIdError: the archive has no such document, meeting or side.
            MemconError: nothing is there to compare with.
        """
        from memcon.analysis.compare import compare

        with self._archive.reading() as connection:
            if b is not None:
                one, other = (_side(connection, side) for side in (a, b))
            elif isinstance(a, str):
                one, other = accounts.by_two_sides(connection, a, narrators)
            else:
                raise MemconError("a record needs another", where="compare", remedy="Give `b` too")
        return compare(one, other, mode=mode)

    def export(
        self,
        format: str,
        target: str | Path | IO[str],
        *,
        since: str | None = None,
        until: str | None = None,
        actor: str | None = None,
        replace: bool = False,
    ) -> int:
        """Write the archive, or a part of it, in a format that other programs read.

        Args:
            format: a name that ``memcon export --help`` lists, such as ``ics`` or ``parquet``.
            target: the path to write to; of a format of text, also an open text stream.
            since: first day, month or year.
            until: last day, month or year.
            actor: id or name of who has a part in it.
            replace: whether what an earlier export left there is replaced.

        Returns:
            How many things were written.

        Raises:
            ExtraError: the format needs an extra of memcon that is not installed.
            MemconError: there is no such format, the target cannot be written, or the archive has
                no such actor.
        """
        from memcon.analysis.filters import first_day, last_day
        from memcon.exports import registry
        from memcon.exports.formats import Selection
        from memcon.exports.placing import placed

        found = registry.find(format)
        if found is None:
            raise MemconError(
                f"there is no format {format!r}",
                where="export",
                remedy=f"The formats are {', '.join(registry.names())}",
            )
        chosen = Selection(
            since=first_day(since, "since"), until=last_day(until, "until"), actor=actor
        )
        form: Any = found.format
        with self._archive.reading() as connection:
            if not isinstance(target, str | Path):
                if form.target != "stream":
                    raise MemconError(
                        f"{format} writes a {form.target}", where="export", remedy="Give its path"
                    )
                return registry.write(found, connection, target, chosen)
            kind: Literal["file", "folder"] = "folder" if form.target == "folder" else "file"
            with placed(Path(target), kind, replace=replace) as path:
                if form.target != "stream":
                    return registry.write(found, connection, path, chosen)
                with path.open("w", encoding="utf-8", newline="\n") as stream:
                    return registry.write(found, connection, stream, chosen)

    def __len__(self) -> int:
        """Return how many documents are current."""
        from sqlalchemy import func, select

        query = select(func.count()).where(documents.c.status == "current")
        with self._archive.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def __repr__(self) -> str:
        return f"<memcon.Archive {self._archive.name}>"

    def close(self) -> None:
        """Close all connections."""
        self._archive.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_archive(where: str | Path, *, create: bool = False, write: bool = False) -> Archive:
    """Open an archive.

    Args:
        where: path of a file, or a database URL (``postgresql+psycopg://…``).
        create: make it if there is none, to be written to; else a missing one is an error.
        write: whether it will be added to.

    Raises:
        ArchiveError: there is none, it is no archive, it belongs to a newer release, or the
            database cannot be reached.
    """
    return Archive(store_of.open_archive(where, create=create, write=write or create))


def _side(connection: Connection, side: str | Record) -> list[Record]:
    return [side] if isinstance(side, Record) else accounts.records_of(connection, side)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
