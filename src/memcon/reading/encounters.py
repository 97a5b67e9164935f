"""One mention of a meeting with its people, date and place found: a sighting made an encounter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from memcon.knowledge import Knowledge
from memcon.knowledge.meeting_words import MeetingWords
from memcon.reading.attendance import Attendance
from memcon.reading.dates import DateMention, Reference, find_dates
from memcon.reading.languages.en.encounter_grammar import (
    Plan,
    is_cut_off,
    is_verb,
    phrase_end,
)
from memcon.reading.languages.en.sightings import Sighting
from memcon.reading.participants import merge, unite
from memcon.reading.tree import Sentence, Token
from memcon.reading.venues import find_venue
from memcon.record import DateValue, Document, Participant, Span

_WEEK = 7
# A report may carry the next calendar day's date: an evening in Washington is a morning in Bali.
_TIME_ZONES = timedelta(days=1)
_TO = frozenset(("to", "in"))
_PAIR = 2
_MAX_OCCASION = 16  # words


@dataclass(slots=True)
class Encounter:
    """A mention of a meeting, resolved. ``parties`` are in text order, without repetition."""

    form: str
    plan: Plan | None
    parties: list[Participant]
    span: Span
    date: DateValue | None = None
    place: str | None = None
    country: str | None = None  # the id of the state the place is in
    city: bool = False  # whether the place is smaller than a state
    occasion: str | None = None
    virtual: bool = False
    definite: bool = False
    soft: bool = False  # a word that fits a meeting and a call alike ("their discussion")
    partnered: bool = False  # the words name the other side
    passing: bool = False  # a loose noun ("its engagement with Norway"), told by no verb
    official: bool = False  # a state, official or working visit
    perfect: bool = False  # "has met with"
    spoken: bool = False  # in a transcript's turn, where much is mentioned by the way
    open_subject: bool = False  # somebody did it whom the cast does not know
    open_partner: bool = False  # it was with somebody whom the cast does not know
    held: bool = False  # a verb says that it took place or will
    sentence: Sentence | None = field(default=None, repr=False)


class Resolver:
    """Resolves the sightings of one document, sentence by sentence, in text order."""

    def __init__(
        self,
        document: Document,
        attendance: Attendance,
        knowledge: Knowledge,
        words: MeetingWords,
        reference: Reference,
    ):
        self._text = document.text
        self._attendance = attendance
        self._knowledge = knowledge
        self._words = words
        self._reference = reference
        self._dates: dict[tuple[int, bool], list[DateMention]] = {}

    def resolve(self, sighting: Sighting) -> Encounter | None:
        """Return the encounter a sighting tells, or None where too little of it is known."""
        paragraph = sighting.anchor.sentence.paragraph
        subjects = self._attendance.parties(sighting.subjects)
        verb = sighting.clause if sighting.nominal else sighting.anchor
        if not sighting.subjects and verb is not None and sighting.plan is not None:
            subjects = self._attendance.before(verb)
        partners = self._attendance.parties(sighting.partners)
        if sighting.partners and (partners or sighting.need != "person"):
            partners = merge(partners, self._attendance.listed(sighting, paragraph))
        elif sighting.names is not None:
            partners = self._attendance.named(sighting, paragraph)
        if sighting.need == "pair" and not sighting.partners and len(subjects) < _PAIR:
            # "Minister for X, A, and Deputy Minister B met": the parser lost who is coordinated
            first = min((s.left for s in sighting.subjects), default=sighting.anchor.i)
            if sighting.subjects and sighting.subjects[0].i < sighting.anchor.i:
                told = self._attendance.within(paragraph, first, sighting.anchor.i - 1)
                subjects = told if len(told) >= _PAIR else subjects
        if all(party in partners for party in subjects) and any(
            c.lower in ("my", "our") for p in sighting.partners for c in p.children
        ):
            subjects = self._attendance.speakers()  # "today's talks with my colleague X"
        place = self._place(sighting)
        if not self._enough(sighting, subjects, partners, place):
            return None
        parties = merge(subjects, partners)
        if len(parties) == 1 and sighting.partners and sighting.names is not None:
            parties = unite(parties, self._attendance.named(sighting, paragraph))
        if sighting.form == "visit":
            parties = subjects or partners
        state = self._knowledge.place(place) if place is not None else None
        date = self._date(sighting)
        remote, virtual = self._remote(sighting)
        form = sighting.form
        if remote and form in ("talk", "meeting"):
            form = "call"
        virtual = virtual or sighting.virtual or form == "call"
        tokens = paragraph.tokens
        start, end = tokens[sighting.first].start, tokens[sighting.last].end
        return Encounter(
            form=form,
            plan=self._plan(sighting, date),
            parties=parties,
            span=Span(start=start, end=end, text=self._text[start:end]),
            date=date.as_value() if date is not None else None,
            place=None if virtual else place,
            country=state.id if state is not None and not virtual else None,
            city=place is not None and not virtual and (state is None or state.name != place),
            occasion=self._occasion(sighting),
            virtual=virtual,
            definite=sighting.definite,
            soft=form == "talk"
            or (sighting.nominal and sighting.anchor.lemma in self._words.weak and not virtual),
            partnered=bool(partners),
            passing=sighting.nominal
            and sighting.plan is None
            and (sighting.anchor.lemma in self._words.weak or sighting.anchor.tag == "NNS")
            and not any(self._attendance.is_named(p.actor) for p in partners)
            and sum(self._attendance.is_named(p.actor) for p in parties) < _PAIR,
            official=sighting.official,
            perfect=sighting.perfect,
            spoken=paragraph.label is not None,
            open_subject=bool(sighting.subjects)
            and not subjects
            and (not sighting.nominal or sighting.plan is not None),
            open_partner=bool(sighting.partners) and not partners and sighting.nominal,
            held=sighting.plan is not None,
            sentence=sighting.anchor.sentence,
        )

    def dates_of(self, sentence: Sentence) -> list[DateMention]:
        """Return the dates of a sentence, resolved as past."""
        return self._dates_of(sentence, planned=False)

    def _enough(
        self,
        sighting: Sighting,
        subjects: list[Participant],
        partners: list[Participant],
        place: str | None,
    ) -> bool:
        named = [p for p in (*subjects, *partners) if p.actor is not None or p.side is not None]
        if sighting.need == "pair":
            if len(named) == 1 and named[0].actor in (None, named[0].side):
                return True  # "the Council met", "the leaders of the Council met"
            return len(subjects) + len(partners) > 1 and bool(named)
        if sighting.need == "partner":
            return bool(partners) and bool(named)
        if sighting.need == "person":
            return bool(named) and any(
                p.role is not None or self._attendance.is_person(p.actor) for p in partners
            )
        if sighting.need == "place":
            return place is not None and any(
                p.role is not None or self._attendance.is_person(p.actor) for p in subjects
            )
        return True

    def _date(self, sighting: Sighting) -> DateMention | None:
        planned = sighting.plan in ("planned", "wish")
        tokens = sighting.anchor.sentence.paragraph.tokens
        best: tuple[int, int, DateMention] | None = None
        low, high = sighting.window
        if sighting.nominal:
            low = min(low, sighting.inner[0])
            high = max(high, sighting.inner[1])
        for mention in self._dates_of(sighting.anchor.sentence, planned):
            if mention.precision != "day" and (mention.latest - mention.earliest).days <= _WEEK:
                continue  # "this week" tells no month
            if mention.start < tokens[low].start or mention.end > tokens[high].end:
                continue
            if not self.owns_date(sighting.anchor, mention):
                continue
            if sighting.plan == "held" and self._is_ahead(mention):
                continue
            at = next(i for i in range(low, high + 1) if tokens[i].end > mention.start)
            distance = abs(at - sighting.anchor.i) + (0 if at > sighting.anchor.i else 2)
            rank = 0 if mention.precision == "day" else 1
            if best is None or (rank, distance) < best[:2]:
                best = (rank, distance, mention)
        return best[2] if best is not None else None

    def owns_date(self, anchor: Token, mention: DateMention) -> bool:
        """Whether a date tells the day of what the anchor says, and not of a thing in it."""
        tokens = anchor.sentence.paragraph.tokens
        inside = [t for t in anchor.sentence.tokens if mention.start <= t.start < mention.end]
        if not inside:
            return False
        head, first = inside[-1], inside[0]
        for token in inside:
            outer = token.head
            if outer.i > head.i and token.dep in ("compound", "nmod", "amod", "poss", "nummod"):
                return outer is anchor or is_verb(outer)
        link = head.head if head.dep in ("pobj", "npadvmod") else head
        owner = link.head if link.dep == "prep" else link
        if owner.lemma in self._words.occasion_events and owner is not anchor:
            return False  # "ahead of the summit on 22 April"
        if owner is not anchor and any(
            t.lower in self._words.topics for t in tokens[anchor.i + 1 : first.i]
        ):
            return False  # "spoke about preparations for the April meeting"
        if is_cut_off(head.i, anchor):
            return False
        before = tokens[first.i - 1] if first.i > anchor.sentence.first else None
        return (
            before is None
            or before.lower not in self._words.date_strangers
            or (before.lower == "of" and len(inside) == 1)  # "the autumn of 2027"
            or (before.lower == "from" and mention.latest > mention.earliest)  # "from 5 to 8 May"
        )

    def _dates_of(self, sentence: Sentence, planned: bool) -> list[DateMention]:
        key = (sentence.index if sentence.paragraph.block.kind == "paragraph" else -1, planned)
        if key[0] < 0 or key not in self._dates:
            self._dates[key] = find_dates(
                self._text,
                self._reference,
                start=sentence.start,
                end=sentence.end,
                tense="future" if planned else None,
            )
        return self._dates[key]

    def _place(self, sighting: Sighting) -> str | None:
        prepositions = self._words.venue_prepositions
        words, knowledge = self._words, self._knowledge
        low, high = sighting.window
        if sighting.form == "visit":
            return self._destination(sighting)
        place = find_venue(sighting.anchor, low, high, words, knowledge, prepositions)
        if place is None and sighting.anchor.lemma in ("welcome", "receive", "host", "greet"):
            place = find_venue(sighting.anchor, low, high, words, knowledge, frozenset(("to",)))
        return place

    def _destination(self, sighting: Sighting) -> str | None:
        anchor = sighting.anchor
        if not sighting.nominal:
            obj = anchor.child("dobj")
            if obj is not None and obj.pos == "PROPN":
                name = " ".join(
                    t.text
                    for t in obj.sentence.paragraph.tokens[obj.left : obj.i + 1]
                    if t.text[:1].isupper()
                )
                return name if self._knowledge.place(name) is not None else None
            if anchor.lemma in ("visit", "tour"):
                return None
        low, high = sighting.window
        place = find_venue(anchor, anchor.i, high, self._words, self._knowledge, _TO)
        if place is None and sighting.nominal:
            venues = self._words.venue_prepositions
            return find_venue(anchor, low, anchor.i, self._words, self._knowledge, venues)
        return place

    def _remote(self, sighting: Sighting) -> tuple[bool, bool]:
        """Return whether by phone, and whether by any means not face to face."""
        low, high = sighting.window
        tokens = sighting.anchor.sentence.paragraph.tokens
        text = " ".join(t.lower for t in tokens[low : high + 1]) + " "
        phone = any(f" {phrase} " in f" {text}" for phrase in self._words.remote_phone)
        virtual = any(f" {phrase} " in f" {text}" for phrase in self._words.remote_virtual)
        return phone, phone or virtual

    def _plan(self, sighting: Sighting, date: DateMention | None) -> Plan | None:
        plan = sighting.plan
        if date is None or plan not in (None, "wish"):
            return plan
        return "planned" if date.direction == "future" or self._is_ahead(date) else plan

    def _is_ahead(self, mention: DateMention) -> bool:
        """Whether a date lies after the day on which the text speaks."""
        reference = self._reference
        if reference is None or isinstance(reference, int):
            return False
        return mention.earliest > reference + _TIME_ZONES

    def _occasion(self, sighting: Sighting) -> str | None:
        low, high = sighting.window
        tokens = sighting.anchor.sentence.paragraph.tokens
        for i in range(low, high):
            if tokens[i].pos not in ("ADP", "SCONJ", "ADV"):
                continue
            for opener in self._words.occasion_openers:
                parts = opener.split()
                after = i + len(parts)
                if after > high or [t.lower for t in tokens[i:after]] != parts:
                    continue
                head = tokens[after - 1].child("pobj") or tokens[after - 1].child("pcomp")
                end = min(phrase_end(head) if head is not None else after, i + _MAX_OCCASION)
                named = {t.lower for t in tokens[after : end + 1]} & self._words.occasion_events
                if end >= after and named:
                    return " ".join(self._text[tokens[i].start : tokens[end].end].split())
        return None
