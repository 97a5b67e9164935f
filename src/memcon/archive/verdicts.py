"""What people said of documents as a whole."""

from __future__ import annotations

from sqlalchemy import Connection, select

from memcon.archive.schema import log


def verdict(connection: Connection, document: int) -> str | None:
    """Return the last word in force on a document: ``confirm``, ``reject``, or None for neither."""
    undone = select(log.c.undoes).where(log.c.undoes.is_not(None), log.c.document == document)
    query = (
        select(log.c.action)
        .where(
            log.c.document == document,
            log.c.kind == "document",
            log.c.action.in_(("confirm", "reject")),
            log.c.key.not_in(undone),
        )
        .order_by(log.c.key.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()


def is_rejected(connection: Connection, document: int) -> bool:
    """Tell whether the last word in force on a document is that it is rejected."""
    return verdict(connection, document) == "reject"
