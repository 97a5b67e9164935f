"""When and where an event took place, and whether its text only recalls it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from memcon.reading.coding.coder import Coded
from memcon.reading.dates import Reference, find_dates
from memcon.reading.languages.en.slots import noun_slots, verb_slots
from memcon.record import DateValue

if TYPE_CHECKING:
    from memcon.reading.coding.parties import Parties
    from memcon.reading.heading import Heading
    from memcon.reading.tree import Parsed, Sentence, Token

_RECALLED: Final = timedelta(days=60)  # older than that, a dated event is background
_JUST: Final = timedelta(days=14)  # a day so shortly before may be that on which it was said
_SAID: Final = frozenset({"01", "02", "03", "05", "10", "11", "12", "13"})
_PLACES: Final = ("in", "at", "near", "outside", "off")  # slots, the closest first
_PERFECT: Final = frozenset({"had", "'d"})


class Occasion:
    """Dates and places of the events of one document."""

    def __init__(self, parsed: Parsed, parties: Parties, heading: Heading):
        self._parsed = parsed
        self._parties = parties
        self._reference: Reference = heading.reference
        self._dates: dict[int, list[DateValue]] = {}
        self.told = _day_of_text(heading)

    def date(self, sentence: Sentence, code: str) -> DateValue | None:
        """Return when something was done by the words of its sentence.

        A date after the text's own day is that of a plan; one in what was said is seldom that of
        the saying, unless it is a day just past.
        """
        for value in self._dates_in(sentence):
            if isinstance(self._reference, date):
                if value.value > self._reference.isoformat():
                    continue
                just = (
                    value.precision == "day"
                    and self._reference - date.fromisoformat(value.value) <= _JUST
                )
                if code[:2] in _SAID and not just:
                    continue
            return value
        return None

    def _dates_in(self, sentence: Sentence) -> list[DateValue]:
        found = self._dates.get(sentence.index)
        if found is None:
            text = self._parsed.document.text
            mentions = find_dates(text, self._reference, start=sentence.start, end=sentence.end)
            found = self._dates[sentence.index] = [one.as_value() for one in mentions]
        return found

    def place(self, coded: Coded) -> str | None:
        """Return where something was done, where the words around it name the place."""
        trigger = coded.trigger
        slots = verb_slots(trigger) if trigger.pos in ("VERB", "AUX") else noun_slots(trigger)
        parties = {draft.head for drafts in coded.parties for draft in drafts}
        for name in _PLACES:
            for head in slots.get(name, ()):
                if head in parties or head.tag[:3] != "NNP" or not self._parties.is_place(head):
                    continue
                draft = self._parties.draft(head)
                tokens = head.sentence.paragraph.tokens
                span = self._parsed.span(tokens[draft.first].start, tokens[draft.last].end)
                return " ".join(span.text.split())
        return None

    def is_recalled(self, trigger: Token, day: DateValue | None) -> bool:
        """Whether an event is told in the past perfect, or dated well before the text."""
        if any(c.dep == "aux" and c.lower in _PERFECT for c in trigger.children):
            return True
        if day is None or not isinstance(self._reference, date):
            return False
        # of a year or month the end counts: it may have been yesterday
        latest = day.value if len(day.value) == 10 else (day.value + "-12-28")[:10]
        return date.fromisoformat(latest) < self._reference - _RECALLED


def _day_of_text(heading: Heading) -> DateValue | None:
    """Return the day of the text as an event's date, where its own words name none."""
    document = heading.document
    if document.dateline is not None and document.dateline.date is not None:
        return DateValue(value=document.dateline.date, precision="day", basis="dateline")
    if document.published is not None:
        return DateValue(value=document.published[:10], precision="day", basis="published")
    return None
