"""Opening an archive: a SQLite file or a PostgreSQL database, brought to the present schema."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from memcon.archive import migrate, revision
from memcon.errors import ArchiveError

# Writers wait for each other. A document takes some milliseconds, linking a large archive anew
# minutes: whoever waits for that goes on afterwards, and can be interrupted meanwhile.
BUSY_SECONDS: Final = 3600
_TRY_SECONDS: Final = 5  # how long SQLite waits before it hands back, so that Ctrl-C is heard
# PostgreSQL advisory locks of whoever writes: "write", and "admit" for users and sessions
_WRITING: Final = 0x7772697465
_ADMITTING: Final = 0x61646D6974
_DRIVERS: Final = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


class Archive:
    """An open archive. Close it, or use it in a ``with`` block.

    ``reading()`` and ``writing()`` give connections in a transaction of their own.
    """

    def __init__(self, engine: Engine, name: str, *, writable: bool):
        self.engine = engine
        self.name = name  # for messages: a path, or a URL without its password
        self.writable = writable

    @property
    def on_sqlite(self) -> bool:
        """Whether this archive is a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the archive as it is at its first question.

        Raises:
            ArchiveError: the database failed; the message says how.
        """
        with translated(self.name), self.engine.connect() as connection:
            if not self.on_sqlite:  # which gives one picture to all questions of a transaction
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            yield connection

    @contextmanager
    def writing(
        self, *, counted: bool = True, patience: float = BUSY_SECONDS
    ) -> Iterator[Connection]:
        """Give a connection whose changes are kept if the block ends well, and else undone.

        One writer at a time, others wait for it. SQLite has it so; on PostgreSQL a lock does the
        same, for two who add the same document, or link while the other adds, would meet in rows
        that neither sees of the other yet.

        Args:
            counted: whether this changes what the archive says, and so its revision. False is for
                users, sessions and tokens, which on PostgreSQL do not wait for linking to end.
            patience: seconds to wait for another writer.

        Raises:
            ArchiveError: the archive is read-only, another writer kept it busy for too long, or
                the database failed.
        """
        if not self.writable:
            raise read_only(self.name)
        options = {"memcon_writes": True, "memcon_patience": patience}
        with (
            translated(self.name),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            if not self.on_sqlite:
                lock = _WRITING if counted else _ADMITTING
                _set_lock_timeout(connection, patience)
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
                _set_lock_timeout(connection, 0)
            yield connection
            if counted:
                revision.count(connection)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_archive(where: str | Path, *, create: bool = False, write: bool = True) -> Archive:
    """Open an archive and bring it to the present schema.

    Args:
        where: path of a SQLite file, or a SQLAlchemy URL (``postgresql+psycopg://…``).
        create: make it if there is none; else a missing one is an error.
        write: whether it will be written to. If this is False, a file that cannot be written is
            opened for reading, and nothing can be changed once the schema is the present one.

    Raises:
        ArchiveError: there is none, it is no archive, it belongs to a newer release, or the
            database cannot be reached.
    """
    url = _url(where)
    name = url.render_as_string(hide_password=True)
    writable = True
    if url.get_backend_name() == "sqlite":
        name = url.database or ":memory:"
        writable = _sqlite_file(name, create=create, write=write)
    engine = _engine(url, writable=writable)
    try:
        with translated(name):
            migrate.settle(engine, name, create=create, writable=writable)
    except BaseException:
        engine.dispose()
        raise
    if not write and url.get_backend_name() == "sqlite" and name != ":memory:":
        engine.dispose()  # connections made for the schema's sake could still write
        event.listen(engine, "connect", _only_reading)
    return Archive(engine, name, writable=writable and write)


def _only_reading(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def _url(where: str | Path) -> URL:
    text = str(where)
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
        url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise _unknown(text.partition("://")[0]) from error
    if url.drivername not in _DRIVERS.values():
        raise _unknown(url.drivername)
    return url


def _unknown(scheme: str) -> ArchiveError:
    return ArchiveError(
        f"{scheme}:// is no database that an archive can be in",
        where="archive",
        remedy="Give the path of a file, or postgresql+psycopg://user@host/database",
    )


def _sqlite_file(name: str, *, create: bool, write: bool) -> bool:
    """Check the file of an archive; return whether it can be written."""
    path = Path(name)
    if name == ":memory:":
        return True
    if path.is_dir():
        raise ArchiveError("this is a folder", where=name, remedy="Give the path of a file")
    if not path.exists():
        if not create:
            raise ArchiveError(
                "there is no archive", where=name, remedy="Make one with: memcon add PATH"
            )
        if not path.parent.is_dir():
            raise ArchiveError(
                "its folder does not exist", where=name, remedy="Make the folder first"
            )
    # SQLite keeps its log of changes in files beside the archive.
    writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    if not writable and write:
        raise read_only(name)
    return writable


def read_only(name: str) -> ArchiveError:
    """Return the error for writing to what can only be read."""
    return ArchiveError(
        "it can only be read, not written",
        where=name,
        remedy="Give yourself the right to write to it, or use another --archive",
    )


def _engine(url: URL, *, writable: bool) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    arguments: dict[str, Any] = {"timeout": _TRY_SECONDS, "check_same_thread": False}
    if not writable and url.database:
        # With a log of changes beside it the file is in use; without one nobody can change it.
        live = Path(f"{url.database}-wal").exists()
        query = {"mode": "ro", "uri": "true"} | ({} if live else {"immutable": "1"})
        url = URL.create("sqlite", database=f"file:{_quoted(url.database)}", query=query)
    engine = create_engine(url, connect_args=arguments)

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        if writable:
            # Readers and one writer do not wait for each other, and what was reported as stored
            # outlives a crash of the machine (sqlite.org/wal.html, pragma synchronous).
            _patiently(lambda: cursor.execute("PRAGMA journal_mode = WAL"))
            cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -65536")  # 64 MiB
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # A transaction that begins by reading and then writes could not wait for another writer.
        options = connection.get_execution_options()
        if options.get("memcon_writes"):
            patience = options.get("memcon_patience", BUSY_SECONDS)
            _wait_at_most(connection, min(patience, _TRY_SECONDS))
            try:
                _patiently(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"), patience)
            finally:
                _wait_at_most(connection, _TRY_SECONDS)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _wait_at_most(connection: Connection, seconds: float) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def _set_lock_timeout(connection: Connection, seconds: float) -> None:
    """Have PostgreSQL wait so long for locks in this transaction; 0 is for ever."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(seconds * 1000)}")


def _patiently(act: Callable[[], object], seconds: float = BUSY_SECONDS) -> None:
    """Do something as soon as no other process keeps the file locked."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            act()
        except (sqlite3.OperationalError, OperationalError) as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


_SQLITE_FAULTS: Final = (
    ("readonly", "it can only be read, not written", "Give yourself the right to write to it"),
    ("disk is full", "the disk is full", "Make room and run the same again; nothing is lost"),
    ("database is locked", "another process has kept it busy for too long", "Try again later"),
    ("not a database", "this file is no archive", "Give the path of an archive"),
    ("malformed", "the file is damaged", "Restore it from a copy"),
    ("unable to open", "it cannot be opened", "Check the path and its rights"),
    ("disk i/o error", "the disk fails", "Check the disk, then run: memcon check"),
    ("no such table", "this database is no archive", "Give the path of an archive"),
)
# SQLSTATE classes (PostgreSQL documentation, appendix A)
_POSTGRES_FAULTS: Final = {
    "53100": ("the server's disk is full", "Make room and run the same again; nothing is lost"),
    "25006": ("it can only be read, not written", "Ask for the right to write to it"),
    "42501": ("you may not do that there", "Ask for the rights to the database"),
    "42P01": ("this database is no archive", "Make one with: memcon add PATH"),
    "3D000": ("there is no such database", "Create it first (createdb)"),
    "28P01": ("the password is wrong", "Check the URL"),
    "55P03": ("another process has kept it busy for too long", "Try again later"),
    "57P01": ("the server has closed the connection", "Run the same again; nothing is lost"),
}


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn what a database driver raises into an error that says what to do.

    Raises:
        ArchiveError: in place of the driver's error.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translate(error, name) from error


def _translate(error: DBAPIError, name: str) -> Exception:
    original = error.orig
    text = str(original).strip().splitlines()[0] if str(original).strip() else type(error).__name__
    if isinstance(original, sqlite3.Error):
        for words, problem, remedy in _SQLITE_FAULTS:
            if words in text.lower():
                return ArchiveError(problem, where=name, remedy=remedy)
    fault = _POSTGRES_FAULTS.get(getattr(original, "sqlstate", None) or "")
    if fault:
        return ArchiveError(fault[0], where=name, remedy=fault[1])
    if isinstance(error, OperationalError):
        return ArchiveError(
            f"the database does not answer as it should ({text})",
            where=name,
            remedy="Check that the server runs and that the URL is right",
        )
    return error
