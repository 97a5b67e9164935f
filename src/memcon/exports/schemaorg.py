"""Documents, statements and meetings in the vocabulary of https://schema.org (JSON-LD).

The context says no more than that all names are of that vocabulary, so that nothing has to be
fetched to read the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, Final

from sqlalchemy import Connection

from memcon.exports.formats import Format, Selection
from memcon.exports.gatherings import Gathering, Guest, gatherings
from memcon.exports.jsonld import compact, write_items
from memcon.exports.selected import URN, Actors, Known, iri_of, selected_records
from memcon.record import Record, Statement

CONTEXT: Final = {"@vocab": "https://schema.org/"}
_TYPES: Final = {"person": "Person", "state": "Country"}  # the rest are organisations
_SPEECH: Final = {
    "direct": "direct speech",
    "mixed": "partly direct speech",
    "indirect": "indirect speech, in the words of the document",
    "narrative": "told, in the words of the document",
}

EPILOG: Final = """\b
Examples:
  memcon export schemaorg --output archive.jsonld
  memcon export schemaorg | jq '."@graph"[] | select(."@type" == "Event")'

\b
One JSON-LD document, an item a line: NewsArticle (documents, without their texts), Quotation
(statements; description says whether the words are the speaker's or the document's), Event
(meetings, each once, with the articles that tell of it), and the Person, Country or Organization
items that these point to. A date has as many parts as are known."""


def write(connection: Connection, stream: IO[str], selection: Selection) -> int:
    """Write the items of a selection."""
    opening = f'{{"@context":{compact(CONTEXT)},"@graph":['
    return write_items(stream, opening, _Items(connection, selection).all(), "]}")


class _Items:
    """The items of a selection; an actor comes before the first item that points to it."""

    def __init__(self, connection: Connection, selection: Selection):
        self.connection = connection
        self.selection = selection
        self.actors = Actors(connection)
        self.told: set[str] = set()

    def all(self) -> Iterator[dict[str, Any]]:
        for row, record in selected_records(self.connection, self.selection):
            known = self.actors.of(record)
            yield self._article(row, record)
            for statement in record.statements:
                for id in statement.speakers:
                    yield from self._actor(known[id])
                yield self._quotation(row, record, statement, known)
        for meeting in gatherings(self.connection, self.selection, self.actors):
            for guest in meeting.guests:
                for one in (guest.actor, guest.side):
                    if one is not None:
                        yield from self._actor(one)
            yield _event(meeting)

    def _actor(self, actor: Known) -> Iterator[dict[str, Any]]:
        if actor.iri in self.told:
            return
        self.told.add(actor.iri)
        side = None
        if actor.kind == "person" and actor.side:
            side = self.actors.get(actor.side)
            yield from self._actor(side)
        yield _filled(
            {
                "@id": actor.iri,
                "@type": _TYPES.get(actor.kind, "Organization"),
                "identifier": actor.id,
                "name": actor.name,
                "affiliation": {"@id": side.iri} if side else None,
            }
        )

    def _article(self, row: Any, record: Record) -> dict[str, Any]:
        document = record.document
        publisher, byline = document.publisher, document.byline
        return _filled(
            {
                "@id": iri_of(row),
                "@type": "NewsArticle",
                "identifier": document.id,
                "url": document.url,
                "headline": document.title,
                "datePublished": document.published,
                "dateline": document.dateline.place if document.dateline else None,
                "inLanguage": document.language,
                "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
                "author": {"@type": "Person", "name": byline} if byline else None,
                "encodingFormat": document.source.media_type,
            }
        )

    def _quotation(
        self, row: Any, record: Record, statement: Statement, known: dict[str, Known]
    ) -> dict[str, Any]:
        words = (" ".join(span.text.split()) for span in statement.content)
        return _filled(
            {
                "@id": f"{URN}{record.document.id}/{statement.id}",
                "@type": "Quotation",
                "text": " … ".join(words),
                "description": _SPEECH[statement.mode],
                "inLanguage": record.document.language,
                "spokenByCharacter": [{"@id": known[id].iri} for id in statement.speakers],
                "isPartOf": {"@id": iri_of(row)},
            }
        )


def _event(meeting: Gathering) -> dict[str, Any]:
    planned = meeting.status == "planned"
    return _filled(
        {
            "@id": f"{URN}{meeting.id}",
            "@type": "Event",
            "name": meeting.title,
            "description": meeting.occasion,
            "startDate": meeting.day,
            "location": {"@type": "Place", "name": meeting.place} if meeting.place else None,
            "eventStatus": {"@id": "https://schema.org/EventScheduled"} if planned else None,
            "attendee": [one for guest in meeting.guests if (one := _attendee(guest))],
            "subjectOf": [{"@id": iri_of(row)} for row in meeting.documents],
        }
    )


def _attendee(guest: Guest) -> dict[str, Any] | None:
    if guest.actor is not None:
        return {"@id": guest.actor.iri}
    if guest.role is None:
        return {"@id": guest.side.iri} if guest.side else None
    someone = {"@type": "Person", "jobTitle": guest.role}
    return {**someone, "affiliation": {"@id": guest.side.iri}} if guest.side else someone


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value not in (None, [])}


FORMAT: Final = Format(
    name="schemaorg",
    summary="Write meetings, statements and documents as schema.org JSON-LD.",
    epilog=EPILOG,
    target="stream",
    write=write,
    noun="items",
)
