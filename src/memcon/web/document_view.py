"""A document for its page: what is known of it and what was read, in words. Pure."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from memcon.analysis.document import Decision, Opened
from memcon.analysis.sheet import Tied
from memcon.presentation.citation import web_address
from memcon.presentation.wording import date_words, one_line
from memcon.record import Record
from memcon.record import Warning as Doubt
from memcon.web import links
from memcon.web.document_text import marks_of
from memcon.web.marking import Mark
from memcon.web.naming import Names
from memcon.web.record_items import Item, ItemWriter, Part
from memcon.web.selection import Selection

LISTED: Final = 40  # findings that are listed for a selection
_LANGUAGES: Final = {"en": "English"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of what is known of a document."""

    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands over a document.

    Attributes:
        id: public id.
        title: its headline, on one line; None where there is none.
        narrator: id of the body whose voice it is; None where none is known.
        voice: the narrator's name, leading to its page.
        publisher: who published it.
        day: ISO 8601.
        language: ISO 639-1 code.
        notices: why it is in no answers, and which other versions and printings there are.
    """

    id: str
    title: str | None
    narrator: str | None
    voice: Part | None
    publisher: str | None
    day: str | None
    language: str
    notices: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document for its page.

    Attributes:
        head: what stands over it.
        record: the record in force.
        facts: what else is known of it.
        writer: writes what was read as items.
        doubts: the reader's warnings.
        decided: what people decided about each finding, by local id, in sentences.
        decided_here: the same about the document.
        rejected: what people rejected, in sentences.
        marks: where everything stands.
    """

    head: Head
    record: Record
    facts: tuple[Fact, ...]
    writer: ItemWriter
    doubts: tuple[Item, ...]
    decided: Mapping[str, tuple[str, ...]]
    decided_here: tuple[str, ...]
    rejected: tuple[str, ...]
    marks: tuple[Mark, ...]

    def words_of(self, local: str | None) -> tuple[tuple[int, int], ...]:
        """Return where a finding stands: its offsets in text order."""
        return tuple(sorted((one.start, one.end) for one in self.marks if one.ref == local))


def view_of(opened: Opened, names: Names) -> DocumentView:
    """Return a document for its page.

    Args:
        opened: the document.
        names: of actors that the record names by id alone, and of issues.
    """
    record, document = opened.record, opened.record.document
    own = {actor.id: one_line(actor.name) for actor in record.actors}

    def name(id: str) -> str:
        return own.get(id) or names.actor(id)

    narrator = document.narrator
    head = Head(
        id=opened.id,
        title=one_line(document.title) or None,
        narrator=narrator,
        voice=Part(text=name(narrator), href=links.actor(narrator)) if narrator else None,
        publisher=one_line(document.publisher) or None,
        day=opened.day,
        language=document.language,
        notices=tuple(_notices(opened)),
    )
    return DocumentView(
        head=head,
        record=record,
        facts=tuple(_facts(opened)),
        writer=ItemWriter(
            record,
            name=name,
            issue=names.issue,
            meetings=opened.meetings,
            undertakings=opened.undertakings,
        ),
        doubts=tuple(
            _doubt(opened.id, number, one) for number, one in enumerate(record.warnings, start=1)
        ),
        decided=_decided(opened.decisions),
        decided_here=tuple(_told(one) for one in opened.decisions if _is_whole(one)),
        rejected=tuple(
            f"{_told(one)}: “{one.entry.words}”" if one.entry.words else _told(one)
            for one in opened.decisions
            if one.local is None and not _is_whole(one)
        ),
        marks=tuple(marks_of(record)),
    )


def read_from(view: DocumentView, selection: Selection) -> tuple[Item, ...]:
    """Return what was read from selected words: what is meant first, then the narrowest.

    Args:
        view: the document.
        selection: the words.
    """
    if not selection.spans:
        return ()
    lengths: dict[str, int] = {}
    for mark in view.marks:
        if any(mark.start < end and start < mark.end for start, end in selection.spans):
            length = mark.end - mark.start
            lengths[mark.ref] = min(length, lengths.get(mark.ref, length))
    chosen = selection.end - selection.start
    order = sorted(
        lengths, key=lambda ref: (ref != selection.finding, abs(lengths[ref] - chosen), ref)
    )
    found = (view.writer.item(ref) for ref in order[:LISTED])
    return tuple(item for item in found if item is not None)


def _facts(opened: Opened) -> Iterator[Fact]:
    document = opened.record.document

    def fact(name: str, *parts: str | Part | None) -> Iterator[Fact]:
        told = tuple(Part(text=part) if isinstance(part, str) else part for part in parts if part)
        if told:
            yield Fact(name=name, parts=told)

    yield from fact("Publisher", one_line(document.publisher))
    yield from fact("Byline", one_line(document.byline))
    if document.published:
        yield from fact("Published", _moment(document.published))
        yield from fact("The day is read from", one_line(document.published_basis))
    if document.dateline:
        place, day = document.dateline.place, document.dateline.date
        told = ", ".join(filter(None, (one_line(place), date_words(day) if day else "")))
        yield from fact("Dateline", told)
    url = one_line(document.url)
    if url:
        yield from fact("Address", Part(text=url, href=web_address(url)))
    yield from fact("Language", _LANGUAGES.get(document.language, one_line(document.language)))
    if opened.captured_at:
        yield from fact("Taken in", _moment(opened.captured_at))
    yield from fact(
        "Source", f"{one_line(document.source.media_type)}, sha256 {document.source.sha256}"
    )
    yield from fact(
        "Read by", f"memcon {opened.record.reader.version}, {opened.record.reader.model}"
    )
    yield from fact("Id", opened.id)


def _moment(value: str) -> str:
    """Return a date, or a date and time, in words."""
    day, _, time = value.partition("T")
    return f"{date_words(day)}, {time[:5]} {_zone(time)}" if time else date_words(day)


def _zone(time: str) -> str:
    zone = time[8:].lstrip(".0123456789")
    return "UTC" if zone in ("Z", "+00:00") else f"UTC{zone}" if zone else ""


def _notices(opened: Opened) -> Iterator[tuple[Part, ...]]:
    if opened.notice:
        yield (Part(text=opened.notice[:1].upper() + opened.notice[1:] + "."),)
    for name, rows in (("Other version", opened.versions), ("Other printing", opened.printings)):
        for row in rows:
            yield _other(name, row)


def _other(name: str, row: Tied) -> tuple[Part, ...]:
    day = f", {date_words(row.day)}" if row.day else ""
    publisher = f", {one_line(row.who[0])}" if row.who else ""
    about = f" ({row.what})" if row.what else ""
    return (
        Part(text=f"{name}{about}: "),
        Part(text=one_line(row.value) or row.id or "", href=links.document(row.id or "")),
        Part(text=f"{publisher}{day}"),
    )


def _doubt(document: str, number: int, doubt: Doubt) -> Item:
    where = doubt.span
    return Item(
        local=f"warning:{number}",
        kind="warning",
        name="Warning",
        line=(Part(text=one_line(doubt.message)),),
        words=one_line(where.text) if where else None,
        href=links.passage(document, where.start, where.end, where.text) if where else None,
        badges=(one_line(doubt.code),),
    )


def _is_whole(decision: Decision) -> bool:
    return "/" not in decision.entry.id


def _decided(decisions: Iterable[Decision]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in decisions:
        if one.local is not None:
            found[one.local].append(_told(one))
    return {local: tuple(told) for local, told in found.items()}


_DONE: Final = {
    "confirm": "Confirmed",
    "reject": "Rejected",
    "correct": "Corrected",
    "assess": "Assessed",
}


def _told(decision: Decision) -> str:
    """Return a decision in a sentence: who, when, what, why."""
    entry = decision.entry
    what = ""
    if entry.field:
        what = f": {entry.field} is {_value(entry.value)}, was {_value(entry.was)}"
    elif entry.action == "assess":
        what = f": {_value(entry.value).replace('-', ' ')}"
        what += f", by {one_line(entry.evidence)}" if entry.evidence else ""
    note = f" ({one_line(entry.note)})" if entry.note else ""
    return (
        f"{_DONE[entry.action]} by {one_line(entry.who)}, {date_words(entry.at[:10])}{what}{note}"
    )


def _value(value: Any) -> str:
    if value is None or value == []:
        return "nothing"
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(one_line(one) for one in value)
    return one_line(json.dumps(value, ensure_ascii=False))
