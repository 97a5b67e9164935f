"""PLOVER JSON Lines: an event a line, with the fields of the PLOVER manual's chapter on JSON.

Negated, future and recalled events are there, with the contexts ``negation``, ``future`` and
``historical`` that the manual has for them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, Final

from sqlalchemy import Connection

from memcon.archive.events import ArchivedEvent, EventMention, Party
from memcon.exports.event_groups import EventGroup, days, grouped, quad_class
from memcon.exports.formats import Format, Selection
from memcon.exports.plain import one_line
from memcon.exports.selected import selected_events
from memcon.exports.sentences import SentenceNumbers, Sentences
from memcon.knowledge import load_knowledge
from memcon.knowledge.actor_codes import split_actor_code
from memcon.version import __version__

CODER: Final = f"memcon {__version__}"
CODEBOOK: Final = "PLOVER 0.7"

EPILOG: Final = """\b
Examples:
  memcon export plover --output events.jsonl
  memcon export plover --actor CHN --since 2024 | jq -c 'select(.event == ["SANCTION"])'

\b
An event a line. An event counts once, with all its actors; in a meeting all parties are actors and
there is no recipient. text_info has the number of the sentence and its offsets in the document
(Unicode code points); mentions, a field of memcon's own, has the words in every document that tells
of it. Events without a date are left out, and so are statements and appeals (CAMEO 01 and 02),
which PLOVER does not code. docs/exports-events.md says what each field holds."""


def is_exported(event: ArchivedEvent) -> bool:
    """Whether PLOVER has such an event: dated, of one of its categories, and with an actor."""
    acted = event.source is not None or event.target is not None
    return bool(event.plover and event.day) and acted


def event_object(group: EventGroup, sentences_of: Callable[[str], Sentences]) -> dict[str, Any]:
    """Return an event as a PLOVER object; fields that nothing is known for are not there.

    Args:
        group: an event that ``is_exported``.
        sentences_of: gives the sentences of a document by its id.
    """
    event = group.event
    dated = days(event.day)
    if dated is None or event.plover is None:
        raise ValueError(f"{event.id} has no date or no category")
    first, last = dated
    fields = {
        "id": event.group,
        "date": first,
        "enddate": last if last != first else None,
        "actor": [_actor(party) for party in group.actors],
        "recipient": [_actor(party) for party in group.recipients],
        "event": [event.plover],
        "mode": [event.plover_mode] if event.plover_mode else None,
        "context": _contexts(event),
        "quad_code": quad_class(event.plover)[0],
        "event_scale": float(event.goldstein),
        "event_loc": _location(event.place),
        "link": event.meeting or event.thread,
        **_told(event.mentions, sentences_of),
        "coder": CODER,
    }
    # An actor list is required, and empty in a passive that does not say who.
    return {
        name: value for name, value in fields.items() if value not in (None, []) or name == "actor"
    }


def _told(
    mentions: tuple[EventMention, ...], sentences_of: Callable[[str], Sentences]
) -> dict[str, Any]:
    if not mentions:
        return {}
    first = mentions[0]
    return {
        "event_text": list(dict.fromkeys(one_line(one.text) for one in mentions)),
        "text_info": {
            "sequence": sentences_of(first.document).number(first.sentence_start),
            "start": first.sentence_start,
            "end": first.sentence_end,
        },
        "cite_info": _present(
            corpus="memcon",
            citation=first.document,
            url=first.url,
            title=one_line(first.title),
            publication=one_line(first.publisher),
            coder=CODER,
            codebook=CODEBOOK,
        ),
        "mentions": [
            _present(
                id=one.id, document=one.document, url=one.url, published=one.published,
                start=one.start, end=one.end,
            )
            for one in mentions
        ],
    }  # fmt: skip


def _actor(party: Party) -> dict[str, Any]:
    split = split_actor_code(party.code, side=party.side)
    return _present(
        code=split.country or (split.bodies[0] if split.bodies else None),
        sector="".join(split.sectors[:2]),
        actor_text=one_line(party.name),
        identifier_id=party.actor,
    )


def _contexts(event: ArchivedEvent) -> list[str]:
    of_time = (
        ("negation", event.negated),
        ("future", event.time == "future"),
        ("historical", event.background),
    )
    return list(dict.fromkeys((*event.contexts, *(name for name, holds in of_time if holds))))


def _location(place: str | None) -> dict[str, str] | None:
    if not place:
        return None
    state = load_knowledge().place(place)
    return _present(name=one_line(place), cc3=state.id if state else None)


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "")}


def objects(
    events: Iterable[ArchivedEvent], sentences_of: Callable[[str], Sentences]
) -> Iterator[dict[str, Any]]:
    """Yield the PLOVER objects of events, which are sorted by day."""
    for group in grouped(filter(is_exported, events)):
        yield event_object(group, sentences_of)


def write(connection: Connection, target: IO[str], selection: Selection) -> int:
    """Write the events of a selection, one a line; return how many.

    Raises:
        UnknownIdError: no actor of the archive goes by the name that was selected.
    """
    events = selected_events(connection, selection)
    written = 0
    for item in objects(events, SentenceNumbers(connection).of):
        target.write(json.dumps(item, ensure_ascii=False, allow_nan=False) + "\n")
        written += 1
    return written


FORMAT: Final = Format(
    name="plover",
    summary="Write events as PLOVER JSON Lines.",
    epilog=EPILOG,
    target="stream",
    write=write,
    noun="events",
)
