"""Places of phrases in documents, and how they are cited: with the words that stand there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, or_, select

from memcon.analysis.answer import Citation
from memcon.archive import lookup
from memcon.archive.schema import child_range, document_of, passages

_PLACES = 100  # a question


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Offsets in the text of a document, by the document's key."""

    document: int
    start: int
    end: int


def citations(connection: Connection, places: Iterable[Place]) -> dict[Place, Citation]:
    """Return the citation of each place, with the words as printed there.

    Args:
        connection: the archive.
        places: each in one passage of its document.
    """
    wanted = sorted(set(places))
    rows = lookup.document_rows(connection, (place.document for place in wanted))
    words = _words(connection, wanted)
    return {
        place: Citation(
            document=rows[place.document].id,
            start=place.start,
            end=place.end,
            words=words.get(place, ""),
            title=rows[place.document].title,
            day=rows[place.document].day,
            publisher=rows[place.document].publisher,
            narrator=rows[place.document].narrator,
            url=rows[place.document].url,
        )
        for place in wanted
    }


def _words(connection: Connection, places: list[Place]) -> dict[Place, str]:
    found: dict[Place, str] = {}
    for first in range(0, len(places), _PLACES):
        part = places[first : first + _PLACES]
        around = [
            and_(
                passages.c.key.between(*child_range(place.document)),
                passages.c.start <= place.start,
                passages.c.end >= place.end,
            )
            for place in part
        ]
        query = select(passages.c.key, passages.c.start, passages.c.end, passages.c.text)
        for key, start, end, text in connection.execute(query.where(or_(*around))):
            for place in part:
                if place.document == document_of(key) and start <= place.start <= place.end <= end:
                    words = text[place.start - start : place.end - start]
                    found[place] = " ".join(words.split())
    return found
