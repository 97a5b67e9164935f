"""The revision of an archive: a number that grows with every change to what it says.

Whoever keeps answers, as the web application does, keeps them by this number: the same number, the
same answers. It is counted in the transaction that makes the change, so that a reader sees both or
neither. Users, sessions and tokens do not count.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Integer, String, cast, insert, select, update

from memcon.archive.schema import state

_NAME: Final = "revision"
_KNOWN: Final = select(state.c.value).where(state.c.name == _NAME)  # asked at every request


def revision(connection: Connection) -> int:
    """Return the revision of the archive as a transaction sees it, from 0."""
    known = connection.execute(_KNOWN).scalar()
    return int(known or 0)


def count(connection: Connection) -> None:
    """Note a change, at the end of the transaction that makes it."""
    grown = cast(cast(state.c.value, Integer) + 1, String)
    counted = connection.execute(update(state).where(state.c.name == _NAME).values(value=grown))
    if not counted.rowcount:
        connection.execute(insert(state).values(name=_NAME, value="1"))
