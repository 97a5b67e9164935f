"""The stages of linking, over what is pending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select, update

from memcon.archive.engine import Archive
from memcon.archive.linker.formulas import is_due, link_formulas, refresh_formulas
from memcon.archive.linker.gatherings import link_gatherings
from memcon.archive.linker.happenings import link_events
from memcon.archive.linker.people import link_people, to_count
from memcon.archive.linker.promises import link_promises
from memcon.archive.linker.reports import link_reports
from memcon.archive.lookup import chunks
from memcon.archive.schema import documents

BATCH: Final = 100
"""Documents a transaction, where only some are looked at: others who write wait that long."""

_MUCH: Final = 0.2
"""Share of the archive from which on linking all anew is faster than looking for neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What linking did: documents looked at, and how many are duplicates now."""

    documents: int
    duplicates: int


def link(
    archive: Archive, *, everything: bool = False, advance: Callable[[str], None] | None = None
) -> Linked:
    """Link the documents that linking has not seen as they are now.

    Args:
        archive: open for writing.
        everything: look at all documents anew.
        advance: called with the name of each stage before it begins.

    Raises:
        ArchiveError: the database failed; the next run goes on from there.
    """
    tell = advance or (lambda stage: None)
    if everything:
        with archive.writing() as connection:
            connection.execute(
                update(documents)
                .where(documents.c.status.in_(("current", "duplicate")))
                .values(linked=False)
            )
    looked_at: set[int] = set()
    # A round may mark further documents: a duplicate that leaves disturbs its neighbours.
    while (part := _round(archive, tell)) is not None:
        looked_at.update(part)
    _formulas(archive, everything, tell)
    with archive.reading() as connection:
        duplicates = connection.execute(
            select(func.count()).select_from(documents).where(documents.c.status == "duplicate")
        ).scalar_one()
    return Linked(documents=len(looked_at), duplicates=duplicates)


def _round(archive: Archive, tell: Callable[[str], None]) -> list[int] | None:
    """Take some documents through all stages and return them, None if there is nothing to do.

    That is one transaction: what another process adds, supersedes or marks between two stages
    would be taken for seen by both.
    """
    with archive.writing() as connection:
        pending = _pending(connection)
        if not pending and not to_count(connection):
            return None
        total = connection.execute(select(func.count()).select_from(documents)).scalar_one()
        everything = len(pending) >= _MUCH * total
        part = pending if everything else pending[:BATCH]
        tell("reports")
        link_reports(connection, part, everything=everything)
        tell("persons")
        link_people(connection, part, everything=everything)
        if everything:  # with what the stages marked since: it is linked anew here
            part = _pending(connection)
        tell("meetings")
        elsewhere = link_gatherings(connection, part, everything=everything)
        tell("undertakings")
        elsewhere |= link_promises(connection, part, everything=everything)
        tell("events")
        link_events(connection, {*part, *elsewhere})
        link_formulas(connection, part)
        for keys in chunks(part):
            connection.execute(
                update(documents).where(documents.c.key.in_(keys)).values(linked=True)
            )
    return part


def _formulas(archive: Archive, everything: bool, tell: Callable[[str], None]) -> None:
    """Look for set phrases anew where that is due, again if it has become so meanwhile."""
    due = everything or _due(archive)
    while due:
        tell("set phrases")
        refresh_formulas(archive)
        due = _due(archive)


def _due(archive: Archive) -> bool:
    with archive.reading() as connection:
        return is_due(connection)


def _pending(connection: Connection) -> list[int]:
    query = select(documents.c.key).where(documents.c.linked.is_(False)).order_by(documents.c.key)
    return list(connection.execute(query).scalars())
