"""An event of a record spread over rows. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from memcon.record import Event, Meeting


def event_rows(
    event: Event,
    *,
    key: Callable[[str], int],
    actors: Mapping[str, int],
    meeting: Meeting | None,
    said: str | None,
    length: int,
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of an event, by table.

    Args:
        event: of a record.
        key: gives the key of a finding by its local id.
        actors: keys of the forms of the record's actors, by their ids.
        meeting: that it is or took place at.
        said: day on which its act was said, else that of the document.
        length: of the document's text in code points.
    """
    own = key(event.id)
    planned = meeting is not None and meeting.status == "planned"
    row = {
        "key": own,
        "act": key(event.act) if event.act else None,
        "meeting": key(event.meeting) if event.meeting else None,
        "cameo": event.cameo,
        "goldstein": event.goldstein,
        "plover": event.plover,
        "plover_mode": event.plover_mode,
        "contexts": json.dumps(event.contexts, ensure_ascii=False, separators=(",", ":")),
        "negated": event.negated,
        "time": event.time,
        "done": not (event.negated or event.time == "future" or planned),
        "background": event.background,
        "day": _day(event, meeting, said),
        "place": event.place,
        "content": event.text.text,
        "start": event.text.start,
        "end": event.text.end,
        "sentence": event.sentence.text,
        "sentence_start": event.sentence.start,
        "sentence_end": event.sentence.end,
        "length": length,
    }
    parties = [
        {
            "event": own,
            "part": part,
            "number": place,
            "actor": actors[one.actor] if one.actor else None,
            "code": one.code,
            "words": " ".join(one.span.text.split()),
            "start": one.span.start,
            "end": one.span.end,
        }
        for part, listed in (("source", event.sources), ("target", event.targets))
        for place, one in enumerate(listed)
    ]
    return {"events": [row], "event_parties": parties}


def _day(event: Event, meeting: Meeting | None, said: str | None) -> str | None:
    """Return when an event took place, ISO 8601 to the day, month or year.

    Where the text does not say, that is the date of the meeting or of what was said; else the
    day of the document, whose news it is. What a text only recalls is of another, unknown day.
    """
    if event.date is not None:
        return event.date.value
    if meeting is not None and meeting.date is not None:
        return meeting.date.value
    return None if event.background else said
