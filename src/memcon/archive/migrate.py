"""Bringing an archive to the schema of this release, or back to an older one, with Alembic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, inspect, text

from memcon.errors import ArchiveError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD: Final = "0003"  # the newest migration; a test holds that Alembic agrees
MIGRATIONS: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 0x6D656D636F6E  # PostgreSQL advisory lock of whoever migrates: "memcon"


def settle(engine: Engine, name: str, *, create: bool, writable: bool) -> None:
    """Bring a database to the present schema, if it is not there yet.

    Args:
        engine: the database.
        name: how messages call it.
        create: whether an empty database may be made an archive.
        writable: whether it can be changed at all.

    Raises:
        ArchiveError: it is no archive, belongs to a newer release, or would have to be changed and
            cannot.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # One picture of all tables, while another process may be making them.
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        present = version(connection)
        strange = present is None and bool(inspect(connection).get_table_names())
    if present == HEAD:
        return
    if strange:
        raise ArchiveError(
            "this database holds something else than an archive",
            where=name,
            remedy="Give another --archive",
        )
    if present is None and not create:
        raise ArchiveError(
            "there is no archive", where=name, remedy="Make one with: memcon add PATH"
        )
    if present is not None and present not in known():
        raise ArchiveError(
            f"it was made by a newer release of memcon (schema {present}, here {HEAD})",
            where=name,
            remedy="Install that release or a newer one",
        )
    if not writable:
        raise ArchiveError(
            f"it is of an older release (schema {present}) and can only be read",
            where=name,
            remedy="Open it once with the right to write, which brings it up to date",
        )
    upgrade(engine)


def version(connection: Connection) -> str | None:
    """Return the schema version of a database, None if it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def known() -> list[str]:
    """Return all schema versions of this release, the newest first."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(_config(None))
    return [revision.revision for revision in script.walk_revisions()]


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database up to a schema version, in one transaction.

    With the newest schema come the rows, in tables that are new, of what the records tell already.
    """
    from alembic import command

    from memcon.archive import backfill

    with _migrating(engine) as connection, connection.begin():
        _lock(connection)
        before = version(connection)
        command.upgrade(_config(connection), revision)
        if before is not None and before < backfill.SINCE and version(connection) == HEAD:
            backfill.fill_events(connection)


def downgrade(engine: Engine, revision: str) -> None:
    """Bring a database down to an older schema version, in one transaction."""
    from alembic import command

    with _migrating(engine) as connection, connection.begin():
        _lock(connection)
        command.downgrade(_config(connection), revision)


def _migrating(engine: Engine) -> Connection:
    return engine.connect().execution_options(memcon_writes=True)


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _config(connection: Connection | None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
