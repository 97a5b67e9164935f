"""What is asked of the archive itself: what people entered, and what could not be read."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, ClassVar

from sqlalchemy import Connection

from memcon.analysis.answer import Answer
from memcon.analysis.log import LogEntry, entries
from memcon.analysis.rejects import Reject, rejects
from memcon.web.queries.base import Paged
from memcon.web.queries.fields import Id, Name, Since, Until, described


class LogQuery(Paged):
    """List what people entered: reviews and ratings, the latest first."""

    NAME: ClassVar = "log"

    id: Annotated[
        Id | None,
        described("About", "Id of a document, with all its findings, or of one of its findings."),
    ] = None
    who: Annotated[Name | None, described("Who", "Who entered it, as it is signed.")] = None
    since: Since = None
    until: Until = None

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[LogEntry]:
        """Return entries of the log; see :meth:`Paged.ask`."""
        return entries(connection, **self.filters(), limit=limit)


class RejectsQuery(Paged):
    """List what could not be read, and why."""

    NAME: ClassVar = "rejects"

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[Reject]:
        """Return what could not be read; see :meth:`Paged.ask`."""
        found = rejects(connection)
        return replace(found, rows=found.rows[:limit])
