"""Databases that tests make archives in: SQLite files, and databases of a PostgreSQL server.

The server is the one that MEMCON_TEST_POSTGRES names by the URL of a database in it; see
CONTRIBUTING.md. Every database made here has a name of its own, so that runs side by side do not
meet, and is dropped after the test.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

from conftest import require

VARIABLE = "MEMCON_TEST_POSTGRES"


def server_url() -> URL:
    """Return the URL of the server; without one the test is skipped, or fails in CI."""
    named = os.environ.get(VARIABLE, "")
    require(named, f"{VARIABLE} is not set; tests/postgres.sh start starts a server and says it")
    return make_url(named)


def command(server: URL, statement: str) -> None:
    """Run a statement that makes or drops a database."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@contextmanager
def postgres_database(template: str = "template0") -> Iterator[str]:
    """Give the URL of a new database, a copy of ``template``; drop it afterwards."""
    server = server_url()
    name = f"memcon_test_{os.getpid()}_{secrets.token_hex(6)}"
    command(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        # A test that ended in the middle of something may have left connections open.
        command(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def make_archive(url: str) -> None:
    """Make an archive in an empty database."""
    from memcon.archive.engine import open_archive

    open_archive(url, create=True).close()


class Templates:
    """An archive with nothing in it on each backend, made when first needed and copied for a test.

    A copy takes a fraction of the time of the migrations.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "template.db"
        self._database: str | None = None

    def copy_file(self, target: Path) -> None:
        """Put a new archive at ``target``."""
        if not self._file.exists():
            make_archive(str(self._file))
        shutil.copyfile(self._file, target)

    def database(self) -> str:
        """Return the name of a PostgreSQL database to copy."""
        if self._database is None:
            server = server_url()
            name = f"memcon_template_{os.getpid()}_{secrets.token_hex(6)}"
            command(server, f'CREATE DATABASE "{name}" TEMPLATE "template0"')
            self._database = name
            make_archive(server.set(database=name).render_as_string(hide_password=False))
        return self._database

    def drop(self) -> None:
        """Drop what was made on the server."""
        if self._database is not None:
            command(server_url(), f'DROP DATABASE "{self._database}" WITH (FORCE)')
