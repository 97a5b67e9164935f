"""The occasion that a transcript prints: its day and place stand in the title and the head."""

from __future__ import annotations

import re
from datetime import date

from memcon.knowledge import Knowledge
from memcon.knowledge.meeting_words import MeetingWords
from memcon.reading.dates import Reference
from memcon.reading.meeting_titles import title_form
from memcon.reading.merging import FACE_TO_FACE, Occasion
from memcon.reading.participants import same_party
from memcon.record import DateValue, Document

_PAIR = 2
_TITLE_PLACE = re.compile(
    r",\s(?P<place>[^\W\d_a-z][^\d,;:]{1,30}),\s"
    r"(?:\d{1,2}\s[^\W\d_]+|[^\W\d_]+\s\d{1,2},?)\s\d{4}\W*\Z"
)


def settle_printed(
    main: Occasion,
    occasions: list[Occasion],
    document: Document,
    knowledge: Knowledge,
    reference: Reference,
    words: MeetingWords,
) -> None:
    """Give the occasion that a transcript prints, and the talks before it, their day and place.

    Args:
        main: the occasion that the title names; changed in place.
        occasions: all occasions of the document; talks of the same parties are completed too.
        document: with its blocks; only one with speaker labels is a transcript.
        knowledge: for known places.
        reference: the day from which the text speaks.
        words: the meeting words.
    """
    labels = [block.start for block in document.blocks if block.kind == "speaker_label"]
    if len(labels) < _PAIR or main.plan == "planned" or main.virtual:
        return
    if main.form != "press_conference" and title_form(document.title or "", words) != main.form:
        return
    if main.date is None and isinstance(reference, date):
        main.date = DateValue(
            value=reference.isoformat(), precision="day", basis="date of the transcript"
        )
    main.place = (
        main.place
        or title_place(document.title or "")
        or head_place(document, knowledge, labels[0])
    )
    for occasion in occasions:
        # "following talks with ...": the talks just before, at the same place
        if (
            occasion is not main
            and occasion.form in FACE_TO_FACE
            and occasion.place is None
            and not occasion.virtual
            and occasion.plan != "planned"
            and len(occasion.parties) >= _PAIR
            and all(any(same_party(p, q) for q in main.parties) for p in occasion.parties)
        ):
            occasion.place = main.place
            occasion.date = occasion.date or main.date


def title_place(title: str) -> str | None:
    """Return the place before the day at the end of a title: "..., Arden, 11 September 2031"."""
    match = _TITLE_PLACE.search(title)
    return match["place"] if match is not None else None


def head_place(document: Document, knowledge: Knowledge, stop: int) -> str | None:
    """Return the place that a line of the head tells ("Geneva, Switzerland"), before ``stop``."""
    for block in document.blocks:
        if block.kind != "dateline" or block.start >= stop:
            continue
        line = " ".join(document.text[block.start : block.end].split()).strip("*_ ")
        if any(char.isdigit() for char in line):
            continue
        if any(knowledge.place(name.strip()) is not None for name in line.split(",")):
            return line
    return None
