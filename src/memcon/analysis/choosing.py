"""Documents to choose from: by words of the title, by id or address, and what is near to one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import Connection, select

from memcon.analysis.accounts import accounts
from memcon.analysis.answer import SHOWN, Model
from memcon.analysis.gathered import Gathered, gather
from memcon.analysis.meetings import meetings
from memcon.analysis.titles import titled
from memcon.archive import human, lookup, store
from memcon.archive.schema import child_range, document_of, documents
from memcon.archive.schema import meetings as meeting_rows
from memcon.errors import MemconError

CHOICES: Final = 12
_DOCUMENT: Final = "doc:"
_SIDES: Final = 4  # of a gathering, by which others like it are looked for


class Choice(Model):
    """A document that can be chosen."""

    id: Annotated[str, Field(description="document id", json_schema_extra=SHOWN)]
    title: Annotated[str | None, Field(description="of the document", json_schema_extra=SHOWN)]
    day: Annotated[str | None, Field(description="of the document", json_schema_extra=SHOWN)]
    publisher: Annotated[str | None, Field(description="of the document", json_schema_extra=SHOWN)]
    narrator: Annotated[str | None, Field(description="whose voice the document is")]
    why: Annotated[str, Field(description="what brings it here", json_schema_extra=SHOWN)]


def choices(connection: Connection, text: str, *, limit: int = CHOICES) -> list[Choice]:
    """Return the documents that a text may mean, the latest first.

    Args:
        connection: the archive.
        text: an id or the beginning of one, the address of a document, or words of its title.
        limit: how many.
    """
    text = text.strip()
    columns = select(documents.c.key).order_by(documents.c.day.desc(), documents.c.key.desc())
    if text.startswith(_DOCUMENT):
        head = text.partition("/")[0]
        begins = columns.where(documents.c.id >= head, documents.c.id < head + "g")
        return _chosen(connection, list(connection.scalars(begins.limit(limit))), "of that id")
    if "://" in text:
        there = columns.where(documents.c.address == text, documents.c.status == "current")
        return _chosen(connection, list(connection.scalars(there.limit(limit))), "of that address")
    words = text.split()
    try:
        keys = list(titled(connection, text).keys) if words else []
    except MemconError:  # there are signs in it, and no word
        keys = []
    if words and not keys:  # parts of words, and titles that do not stand in their texts
        alike = (documents.c.title.icontains(word, autoescape=True) for word in words)
        some = columns.where(documents.c.status == "current", *alike).limit(limit)
        keys = list(connection.scalars(some))
    return _chosen(connection, keys[:limit], "has these words in its title")


def near(connection: Connection, id: str, *, limit: int = CHOICES) -> list[Choice]:
    """Return documents that one would compare a document with.

    These are the other accounts of the meetings that it tells of, then accounts of other meetings
    of the same sides, the latest first.

    Args:
        connection: the archive.
        id: public id of a document, or of a finding of it.
        limit: how many.
    """
    document = store.find(connection, id.partition("/")[0])
    if document is None:
        return []
    low, high = child_range(document)
    heads = connection.scalars(
        select(meeting_rows.c.canonical).where(meeting_rows.c.key.between(low, high)).distinct()
    )
    gathered = [one for _, one in sorted(gather(connection, list(heads)).items())]
    same = {key: None for one in gathered for key in one.documents if key != document}
    found = _chosen(connection, list(same)[:limit], "another account of the same meeting")
    others = dict.fromkeys(
        cited
        for cited in _of_same_sides(connection, gathered, limit)
        if cited not in {choice.id for choice in found}
    )
    keys = [store.find(connection, other) for other in others]
    more = [key for key in keys if key is not None and key != document]
    found += _chosen(connection, more, "another meeting of the same sides")
    return found[:limit]


def accounts_of(connection: Connection, meeting: str) -> list[Choice]:
    """Return the documents that tell of a meeting, in the order of publication.

    Args:
        connection: the archive.
        meeting: public id of any account of it.

    Raises:
        UnknownIdError: there is no such meeting.
    """
    told = accounts(connection, human.resolve(connection, meeting))
    keys = dict.fromkeys(document_of(row.key) for row in told)
    return _chosen(connection, keys, "an account of the meeting")


def _of_same_sides(
    connection: Connection, gathered: Sequence[Gathered], limit: int
) -> Iterator[str]:
    """Yield documents about meetings of the sides of some gatherings, the largest first."""
    groups = dict.fromkeys(
        tuple(sorted({who.side for who in one.attendees if who.side})[:_SIDES]) for one in gathered
    )
    for sides in sorted(groups, key=len, reverse=True):
        if len(sides) < 2:
            break
        for met in meetings(connection, actors=sides, status="held", limit=limit).rows:
            yield from (cited.document for cited in met.evidence)


def _chosen(connection: Connection, keys: Iterable[int], why: str) -> list[Choice]:
    wanted = list(keys)
    rows = lookup.document_rows(connection, wanted)
    return [
        Choice(
            id=rows[key].id,
            title=rows[key].title,
            day=rows[key].day,
            publisher=rows[key].publisher,
            narrator=rows[key].narrator,
            why=why,
        )
        for key in wanted
    ]
