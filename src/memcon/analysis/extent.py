"""How much an archive holds."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from memcon.archive.schema import STATUSES, documents


def documents_by_status(connection: Connection) -> dict[str, int]:
    """Return how many documents an archive holds, by status; statuses that none has are 0.

    Args:
        connection: to the archive.

    Returns:
        The numbers, by the words of ``memcon.archive.schema.STATUSES``: only what is ``current``
        is counted by other questions.
    """
    counted = select(documents.c.status, func.count()).group_by(documents.c.status)
    found = {str(status): int(number) for status, number in connection.execute(counted)}
    return dict.fromkeys(STATUSES, 0) | found
