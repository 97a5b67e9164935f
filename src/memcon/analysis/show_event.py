"""An event with everything around it, and what other documents tell of it."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import Connection, select

from memcon.analysis.answer import Citation
from memcon.analysis.events import citation
from memcon.analysis.sheet import Sheet, Shown, Tied, cited, line
from memcon.analysis.show_document import document_row
from memcon.analysis.show_findings import act_row, event_row, meeting_row, party_words, read
from memcon.archive.events import events_of
from memcon.archive.schema import child_key, event_pairs
from memcon.knowledge.events import cameo_codes
from memcon.record import Event, Record

_ID: Final = re.compile(r"(event:\d+)(?::\d+)?")  # with the number of a pair that it was spread to


def find_event(record: Record, local: str) -> Event | None:
    """Return the event of a record with a local id, such as ``event:3``, or of a pair of it."""
    found = _ID.fullmatch(local)
    if found is None:
        return None
    return next((event for event in record.events if event.id == found[1]), None)


def show_event(connection: Connection, document: int, item: Event, *, limit: int) -> Shown:
    """Return an event: who did what to whom, what it hangs on, and who else tells of it.

    Args:
        connection: the archive.
        document: key of the document.
        item: the event in its record.
        limit: rows of a section.
    """
    of = read(connection, document)
    code = cameo_codes().get(item.cameo)
    sheet = Sheet(limit)
    sheet.fact("id", of.id(item.id))
    sheet.fact("document", of.row.id)
    sheet.fact("title", line(of.row.title))
    sheet.fact("day of the document", of.row.day)
    sheet.fact("narrator", of.row.narrator)
    sheet.fact("CAMEO", f"{item.cameo} {code.name}" if code else item.cameo)
    sheet.fact("Goldstein", f"{item.goldstein:g}")
    sheet.fact("PLOVER", "-".join(filter(None, (item.plover, item.plover_mode))))
    sheet.facts("context", item.contexts)
    sheet.facts("source", (party_words(of, one) for one in item.sources))
    sheet.facts("target", (party_words(of, one) for one in item.targets))
    sheet.fact("day", item.date.value if item.date else None)
    sheet.fact("place", line(item.place))
    sheet.fact("time", item.time)
    sheet.fact("denied", item.negated or None)
    sheet.fact("only recalled", item.background or None)
    if of.row.status != "current":
        sheet.note(f"{of.row.id} is {of.row.status}: what it tells of is in no answers")
    sheet.section("words", [event_row("words", of, item)])
    acts = [act for act in of.record.acts if act.id == item.act]
    sheet.section("act", (act_row("act", of, act) for act in acts))
    met = [meeting for meeting in of.record.meetings if meeting.id == item.meeting]
    sheet.section("meeting", (meeting_row("meeting", of, meeting) for meeting in met))
    sheet.section("told by others", _elsewhere(connection, document, item, of.id(item.id)))
    sheet.section("document", [document_row("document", of.row, None, of.row.status)])
    names = ", ".join(party_words(of, one) for one in item.sources) or "nobody named"
    return sheet.shown(of.id(item.id), "event", f"{code.name if code else item.cameo}: {names}")


def _elsewhere(connection: Connection, document: int, item: Event, own: str) -> list[Tied]:
    """Return the words of other documents about the event, each once."""
    key = child_key(document, int(item.id.rpartition(":")[2]))
    query = select(event_pairs.c.canonical).where(event_pairs.c.event == key)
    heads = list(connection.execute(query.order_by(event_pairs.c.key)).scalars())
    found: dict[str, Citation] = {}
    for one in events_of(connection, list(dict.fromkeys(heads))):
        for mention in one.mentions:
            found.setdefault(mention.id, citation(mention))
    return [
        Tied(
            section="told by others",
            id=id,
            day=words.day,
            who=[words.publisher] if words.publisher else [],
            actors=[words.narrator] if words.narrator else [],
            **cited(words),
        )
        for id, words in found.items()
        if id != own
    ]
