"""W3C Web Annotations of what was read: statements, acts, commitments, meetings, events.

The model is that of https://www.w3.org/TR/annotation-model/ (W3C Recommendation, 23 February 2017).
Its TextPositionSelector counts Unicode code points, as the record does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, Final

from sqlalchemy import Connection

from memcon.exports.formats import Format, Selection
from memcon.exports.jsonld import compact, write_items
from memcon.exports.selected import URN, Actors, Known, selected_records
from memcon.record import Act, Commitment, Event, Meeting, Record, Span, Statement

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
AROUND: Final = 32  # code points quoted before and after

EPILOG: Final = """\b
Examples:
  memcon export annotations --output annotations.jsonld
  memcon export annotations --actor CHN --since 2024 | jq -c '.first.items[]'

\b
One AnnotationCollection (JSON-LD), an annotation a line. The target of an annotation is the
document's address, or urn:memcon:doc:…, with two selectors: TextPositionSelector (offsets in
Unicode code points of the document's text, as the W3C model counts) and TextQuoteSelector (the
words, and 32 code points before and after). The bodies are tags: statement, act, commitment,
meeting or event, then name:value pairs such as act:pledge, by:CHN, issue:trade."""


def write(connection: Connection, stream: IO[str], selection: Selection) -> int:
    """Write the annotations of all current documents of a selection."""
    opening = (
        f'{{"@context":{compact(CONTEXT)},"id":"{URN}annotations","type":"AnnotationCollection",'
        f'"label":"What memcon read","first":{{"id":"{URN}annotations/1",'
        f'"type":"AnnotationPage","partOf":"{URN}annotations","startIndex":0,"items":['
    )
    return write_items(stream, opening, _annotations(connection, selection), ']},"total":%d}')


def _annotations(connection: Connection, selection: Selection) -> Iterator[dict[str, Any]]:
    actors = Actors(connection)
    for _, record in selected_records(connection, selection):
        yield from annotations_of(record, actors.of(record))


def annotations_of(record: Record, actors: Mapping[str, Known]) -> Iterator[dict[str, Any]]:
    """Yield the annotations of one record.

    Args:
        record: the record.
        actors: who its actors are, by id.
    """
    page = _Page(record, actors)
    for meeting in record.meetings:
        if meeting.evidence:
            yield page.annotation(meeting.id, page.meeting(meeting), meeting.evidence)
    for statement in record.statements:
        yield page.annotation(statement.id, page.statement(statement), statement.content)
    for act in record.acts:
        yield page.annotation(act.id, page.act(act), [act.content])
    for item in record.commitments:
        spans = [item.goal, *item.measures]
        yield page.annotation(item.id, page.commitment(item), spans)
    for event in record.events:
        yield page.annotation(event.id, page.event(event), [event.text])


class _Page:
    """The annotations of one document."""

    def __init__(self, record: Record, actors: Mapping[str, Known]):
        self.record = record
        self.actors = actors
        document = record.document
        self.source = {
            "id": document.url or f"{URN}{document.id}",
            "type": "Text",
            "format": document.source.media_type.partition(";")[0],
            "language": document.language,
        }
        reader = record.reader
        self.generator = {
            "id": f"{URN}reader/{reader.version}",
            "type": "Software",
            "name": f"memcon {reader.version} ({reader.model})",
        }

    def annotation(self, local: str, tags: Iterable[str], spans: Iterable[Span]) -> dict[str, Any]:
        return {
            "id": f"{URN}{self.record.document.id}/{local}",
            "type": "Annotation",
            "motivation": "tagging",
            "generator": self.generator,
            "body": [
                {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": tag}
                for tag in dict.fromkeys(tags)
            ],
            "target": [self._target(span) for span in spans],
        }

    def _target(self, span: Span) -> dict[str, Any]:
        text = self.record.document.text
        return {
            "type": "SpecificResource",
            "source": self.source,
            "selector": [
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": span.text,
                    "prefix": text[max(span.start - AROUND, 0) : span.start],
                    "suffix": text[span.end : span.end + AROUND],
                },
            ],
        }

    def _named(self, name: str, ids: Iterable[str | None]) -> Iterator[str]:
        """Yield a tag for each actor, by the id that stands for it in the archive."""
        for id in ids:
            if id is not None:
                yield f"{name}:{self.actors[id].id if id in self.actors else id}"

    def meeting(self, meeting: Meeting) -> Iterator[str]:
        yield "meeting"
        yield f"form:{meeting.form}"
        yield f"status:{meeting.status}"
        if meeting.date:
            yield f"date:{meeting.date.value}"
        if meeting.place:
            yield f"place:{meeting.place}"
        yield from self._named(
            "participant", (one.actor or one.side for one in meeting.participants)
        )

    def statement(self, statement: Statement) -> Iterator[str]:
        yield "statement"
        yield f"mode:{statement.mode}"
        yield from self._named("speaker", statement.speakers)
        yield from self._named("addressee", statement.addressees)
        yield from self._named("via", statement.via)

    def act(self, act: Act) -> Iterator[str]:
        yield "act"
        yield f"act:{act.type}"
        yield from self._named("by", act.by)
        yield from self._named("to", act.to)
        if act.strength:
            yield f"strength:{act.strength}"
        yield f"time:{act.time}"
        yield from (word for word in ("negated", "conditional") if getattr(act, word))
        yield from (f"issue:{code}" for code in act.issues)
        yield from (f"{one.scheme.lower()}:{one.code}" for one in act.events)

    def commitment(self, item: Commitment) -> Iterator[str]:
        yield "commitment"
        yield f"strength:{item.strength}"
        yield from self._named("by", item.by)
        yield from self._named("to", item.to)
        if item.deadline:
            yield f"deadline:{item.deadline.date or item.deadline.text}"

    def event(self, event: Event) -> Iterator[str]:
        yield "event"
        yield f"cameo:{event.cameo}"
        if event.plover:
            yield f"plover:{event.plover}"
        for name, parties in (("source", event.sources), ("target", event.targets)):
            yield from self._named(name, (one.actor or one.code for one in parties))
        yield f"time:{event.time}"
        yield from (word for word in ("negated", "background") if getattr(event, word))


FORMAT: Final = Format(
    name="annotations",
    summary="Write findings as W3C Web Annotations (JSON-LD).",
    epilog=EPILOG,
    target="stream",
    write=write,
    noun="annotations",
)
