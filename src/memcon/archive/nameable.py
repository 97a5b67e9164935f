"""Whom and what a correction may name that the document does not list."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection

from memcon.archive import lookup
from memcon.archive.values import Known
from memcon.errors import UnknownIdError
from memcon.knowledge import Knowledge, load_knowledge
from memcon.record import Actor


def known_in(connection: Connection) -> Known:
    """Return what is known in an archive: its actors, and states, bodies and issues of old."""

    def actor(text: str) -> Actor:
        entity = _knowledge().entity(text)
        if entity is not None:
            return Actor(id=entity.id, kind=entity.kind, name=entity.name)
        try:
            found = lookup.actor(connection, text)
        except UnknownIdError as error:
            raise UnknownIdError(
                f"neither the document nor the archive has an actor {text!r}",
                where="--correct",
                remedy=error.remedy,
            ) from error
        # A state or a body is nobody's but its own.
        side = found.side if found.side != found.id else None
        return Actor(id=found.id, kind=found.kind, name=found.name, side=side)

    issues = {issue.code for issue in _knowledge().issues}
    return Known(actor=actor, issues=issues.union(lookup.issues(connection)))


@cache
def _knowledge() -> Knowledge:
    # The built-in names; those of the user's own knowledge that were ever read are in the archive.
    return load_knowledge()
