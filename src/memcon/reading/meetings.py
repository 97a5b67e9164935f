"""The meetings that a document reports: mentions found, resolved and merged.

What counts is the occasion reported on and other encounters of named officials or bodies, held or
scheduled. A series ("regular meetings"), a wish and a meeting that only sets the scene are none;
nor is a joint statement, where the document tells of the meeting it came from.
"""

from __future__ import annotations

from datetime import date

from memcon.knowledge import Knowledge
from memcon.knowledge.meeting_words import MeetingWords, meeting_words
from memcon.reading.anniversaries import InferredYear
from memcon.reading.attendance import Attendance
from memcon.reading.cast import Cast
from memcon.reading.dates import Reference
from memcon.reading.encounters import Encounter, Resolver
from memcon.reading.founding import ALONE, absorb, founds, has_known_party, in_passing, is_fixed
from memcon.reading.heading import Heading
from memcon.reading.languages.en.encounter_grammar import Plan, is_verb, subjects_of
from memcon.reading.languages.en.encounters import find_sightings
from memcon.reading.meeting_titles import title_form, title_span
from memcon.reading.merging import FACE_TO_FACE, Occasion, find_occasion
from memcon.reading.participants import same_party, settle, unite, unnamed
from memcon.reading.printed import settle_printed
from memcon.reading.tree import Paragraph, Parsed
from memcon.reading.voices import main_speaker
from memcon.record import DateValue, Meeting, MeetingForm, MeetingStatus, Participant, Span

_PAIR = 2
_OPENING = 6  # sentences of a transcript in which "today" is the day of the meeting
_FORMS: dict[str, MeetingForm] = {
    "meeting": "meeting",
    "call": "call",
    "talk": "call",  # "spoke with", and nothing says that it was face to face
    "summit": "summit",
    "press_conference": "press_conference",
    "joint_statement": "joint_statement",
    "visit": "visit",
    "other": "other",
}


def read_meetings(
    parsed: Parsed,
    cast: Cast,
    knowledge: Knowledge,
    *,
    heading: Heading,
) -> list[Meeting]:
    """Find the meetings that a document reports.

    Args:
        parsed: the document.
        cast: its actors.
        knowledge: for known places.
        heading: its settled head: the day the text speaks from ("today") and the dateline.

    Returns:
        Meetings in order of first mention, with ids ``meeting:1`` and on. The same document
        always gives the same list.
    """
    reading = _Reading(parsed, cast, knowledge, heading.reference, heading.inferred_year)
    reading.headlines()
    reading.body()
    reading.joint_statement()
    dateline = heading.document.dateline
    reading.complete(dateline.place if dateline is not None else None)
    return reading.meetings()


class _Reading:
    """The state of one document's reading."""

    def __init__(
        self,
        parsed: Parsed,
        cast: Cast,
        knowledge: Knowledge,
        reference: Reference,
        inferred: InferredYear | None = None,
    ):
        self._parsed = parsed
        self._cast = cast
        self._knowledge = knowledge
        self._reference = reference
        self._inferred = inferred
        self._words: MeetingWords = meeting_words()
        self._title = parsed.document.title
        self._occasions: list[Occasion] = []
        self._main: Occasion | None = None

    def headlines(self) -> None:
        """Read headlines: they say the form and the people, and found a meeting only if alone."""
        resolver = self._resolver(self._attendance())
        for paragraph in self._parsed.headlines:
            for sentence in paragraph.sentences:
                for sighting in find_sightings(sentence, self._words):
                    encounter = resolver.resolve(sighting)
                    if encounter is None or encounter.plan == "wish":
                        continue
                    if len(encounter.parties) < 2:
                        encounter.parties = unite(encounter.parties, self._people_in(paragraph))
                    encounter.sentence = None
                    if len(encounter.parties) < 2 and encounter.form not in ALONE:
                        continue
                    self._enter(encounter, headline=True)
        if not self._occasions and not self._parsed.headlines:
            self._read_title()
        if not self._occasions:
            self._read_briefing()
        if self._occasions:
            self._main = self._occasions[0]

    def _read_title(self) -> None:
        """Take the form and the people from a title that is not part of the text."""
        document = self._parsed.document
        form = title_form(document.title or "", self._words)
        span = title_span(document)
        if form is None or form == "visit" or span is None:
            return
        if self._cast.title is None:
            return
        parties = self._people_in(self._cast.title)
        if len(parties) < 2:  # who only speaks is named by labels alone
            parties = unite(parties, self._attendance().speakers_in(document.title or ""))
        if len(parties) > 1 or (parties and form == "press_conference"):
            plan: Plan | None = "held"
            encounter = Encounter(form, plan, parties, span, soft=form == "talk", partnered=True)
            self._enter(encounter, headline=True)

    def _read_briefing(self) -> None:
        """Read a transcript's title that names a briefing of the press: whose answers it prints."""
        title = (self._title or "").lower()
        if not any(phrase in title for phrase in self._words.briefings):
            return
        labels = [b for b in self._parsed.document.blocks if b.kind == "speaker_label"]
        speaker = main_speaker(self._parsed, self._cast) if len(labels) >= _PAIR else None
        if speaker is None:
            return
        span = title_span(self._parsed.document)
        span = span or self._parsed.span(labels[0].start, labels[0].end)
        parties = self._attendance().people([speaker])
        self._enter(Encounter("press_conference", "held", parties, span), headline=True)

    def body(self) -> None:
        """Read the sentences of the body in order."""
        attendance = self._attendance()
        resolver = self._resolver(attendance)
        latest: Occasion | None = None
        for sentence in self._parsed.sentences:
            attendance.note(sentence)
            told = [
                (sighting, resolver.resolve(sighting))
                for sighting in find_sightings(sentence, self._words)
            ]
            absorbed = absorb(told)
            for encounter in absorbed:
                latest = self._enter(encounter) or latest
            if latest is not None and not absorbed and sentence.index - latest.last <= 2:
                added = attendance.extend(sentence)
                if added:
                    latest.parties = unite(latest.parties, added)
                    latest.last = sentence.index

    def joint_statement(self) -> None:
        """Where no meeting is told, a joint statement is the occasion itself."""
        if self._occasions:
            return
        title = self._cast.title
        if title is not None and self._joint_title(title):
            return
        for paragraph in (*self._parsed.headlines, *self._parsed.paragraphs[:2]):
            tokens = paragraph.tokens
            for token in tokens:
                if token.lower not in self._words.statements:
                    continue
                joint = any(c.lower == "joint" for c in token.children)
                released = is_verb(token.head) and token.head.lemma in self._words.releases
                if not joint and not released:
                    continue
                parties = self._people_in(paragraph, bodies=True)
                if len(parties) < 2:
                    continue
                span = self._parsed.span(tokens[token.left].start, tokens[token.i].end)
                self._issue(parties, span)
                return

    def _joint_title(self, title: Paragraph) -> bool:
        """Read the joint statement from a title that is not part of the text."""
        words = {token.lower for token in title.tokens}
        span = title_span(self._parsed.document)
        if "joint" not in words or not words & self._words.statements or span is None:
            return False
        parties = self._people_in(title, bodies=True)
        if len(parties) > 1:
            self._issue(parties, span)
        return len(parties) > 1

    def _issue(self, parties: list[Participant], span: Span) -> None:
        """Add the joint statement as the occasion, on the day of its publication."""
        made = Occasion("joint_statement", "held", parties, 0)
        made.spans.append(span)
        if isinstance(self._reference, date):
            made.date = DateValue(
                value=self._reference.isoformat(), precision="day", basis="date of publication"
            )
        self._occasions.append(made)

    def complete(self, dateline_place: str | None) -> None:
        """Give the main meeting the lede's day and the dateline's place where it has none."""
        rest = [o for o in self._occasions if o.form != "press_conference"] or self._occasions
        main = self._main or (rest[0] if rest else None)
        if main is None or main.plan == "planned":
            return
        if main.date is None and main.form in FACE_TO_FACE | {"call", "talk"}:
            main.date = self._turn_date() if main.from_headline else self._lede_date(main)
        if main.date is None and self._inferred is not None:
            main.date = DateValue(
                value=str(self._inferred.year), precision="year", basis=self._inferred.basis
            )
        if main.place is None and not main.virtual and main.form in FACE_TO_FACE:
            main.place = dateline_place
        for occasion in self._occasions:
            if occasion.form == "press_conference" and occasion is not main:
                self._follow(occasion, main)
        if self._main is not None and self._main.form in FACE_TO_FACE:
            settle_printed(
                self._main,
                self._occasions,
                self._parsed.document,
                self._knowledge,
                self._reference,
                self._words,
            )

    def _follow(self, press: Occasion, main: Occasion) -> None:
        """Read a press conference of the same parties as held after the meeting, at its place."""
        if main.form not in FACE_TO_FACE or not all(
            any(same_party(party, known) for known in main.parties) for party in press.parties
        ):
            return
        press.parties = unite(press.parties, main.parties)
        press.place = press.place or main.place
        press.date = press.date or main.date

    def meetings(self) -> list[Meeting]:
        """Return the record's meetings."""
        made: list[Meeting] = []
        for occasion in sorted(self._occasions, key=lambda o: (o.spans[0].start, o.order)):
            remote = occasion.virtual or occasion.form in ("call", "talk")
            form: MeetingForm = _FORMS[occasion.form]
            if occasion.form == "talk" and self._face_to_face(occasion):
                form, remote = "meeting", occasion.virtual
            status: MeetingStatus = "planned" if occasion.plan == "planned" else "held"
            made.append(
                Meeting(
                    id=f"meeting:{len(made) + 1}",
                    form=form,
                    status=status,
                    date=occasion.date,
                    place=None if remote else occasion.place,
                    occasion=occasion.occasion,
                    participants=settle(occasion.parties),
                    evidence=_distinct(occasion.spans),
                )
            )
        return made

    def _face_to_face(self, occasion: Occasion) -> bool:
        """Whether "spoke with" was a meeting: by its place, by its setting or by the title."""
        if occasion.virtual:
            return False
        if occasion.place is not None or occasion.occasion is not None:
            return True
        main = self._main or self._occasions[0]
        words = {word.strip("’'\"“”.,:;").lower() for word in (self._title or "").split()}
        return (
            occasion is main
            and "meeting" in {self._words.strong.get(word) for word in words}
            and "call" not in words
        )

    def _attendance(self) -> Attendance:
        """Return a finder of participants that has read nothing yet."""
        return Attendance(self._parsed.document.text, self._cast, self._knowledge, self._words)

    def _resolver(self, attendance: Attendance) -> Resolver:
        return Resolver(
            self._parsed.document, attendance, self._knowledge, self._words, self._reference
        )

    def _people_in(self, paragraph: Paragraph, *, bodies: bool = False) -> list[Participant]:
        return self._attendance().named_in(paragraph, bodies=bodies)

    def _enter(self, encounter: Encounter, *, headline: bool = False) -> Occasion | None:
        """Add a mention to its occasion, or found one; return the occasion."""
        index = encounter.sentence.index if encounter.sentence is not None else -1
        if not has_known_party(encounter):
            dated = encounter.date is not None and encounter.date.precision == "day"
            if dated and encounter.place is not None and encounter.form in FACE_TO_FACE:
                encounter.held = True  # "following the Council's meeting in Arden on 4 July 2031"
            if encounter.held and is_fixed(encounter):
                encounter.parties = self._usual_parties(encounter) or encounter.parties
        elif all(p.actor is None and p.side is None for p in encounter.parties):
            body = self._title_body()  # "the leaders" of the body whose declaration it is
            if body is not None and is_fixed(encounter):
                encounter.parties, encounter.held = [Participant(actor=body, side=body)], True
        known = find_occasion(encounter, self._occasions, index=index)
        if known is not None:
            known.take(encounter) if not headline else None
            return known
        if not founds(encounter) or in_passing(encounter, alone=not self._occasions):
            return None
        made = Occasion.of(encounter, len(self._occasions), headline=headline)
        self._occasions.append(made)
        return made

    def _usual_parties(self, encounter: Encounter) -> list[Participant]:
        """Return who meets where nobody is named: "the next round will take place in …"."""
        main = self._main or (self._occasions[0] if self._occasions else None)
        if main is not None and main.form in FACE_TO_FACE and encounter.plan == "planned":
            return unnamed(main.parties)
        body = self._title_body()
        if body is not None and encounter.form != "press_conference":
            return [Participant(actor=body, side=body)]
        _, sides = self._cast.primary()
        if len(sides) > 1 and main is None and encounter.form != "press_conference":
            return [Participant(side=side) for side in sides]
        return []

    def _title_body(self) -> str | None:
        """Return the organisation that a title names alone: its declaration tells its meetings."""
        named = {
            match.entity.id: match.entity.kind
            for match in self._knowledge.find_names(self._title or "")
            if match.form not in ("place", "metonym")
        }
        bodies = [identity for identity, kind in named.items() if kind == "organisation"]
        return self._cast.ensure_known(bodies[0]) if len(named) == len(bodies) == 1 else None

    def _turn_date(self) -> DateValue | None:
        """Return the day that the first turns of a transcript call today."""
        resolver = self._resolver(self._attendance())
        for number, sentence in enumerate(self._parsed.sentences):
            if number == _OPENING or not isinstance(self._reference, date):
                return None
            for mention in resolver.dates_of(sentence):
                if mention.precision == "day" and mention.value == self._reference.isoformat():
                    return mention.as_value()
        return None

    def _lede_date(self, main: Occasion) -> DateValue | None:
        """Return the day on which the lede's first clause has the participants act."""
        for sentence in self._parsed.sentences:
            attendance = self._attendance()
            resolver = self._resolver(attendance)
            for mention in resolver.dates_of(sentence):
                if mention.precision != "day" or mention.direction == "future":
                    continue
                token = next(t for t in sentence.tokens if t.end > mention.start)
                verb = next((v for v in token.ancestors() if is_verb(v)), None)
                if verb is None or not resolver.owns_date(verb, mention):
                    continue
                subjects = attendance.parties(subjects_of(verb))
                if subjects and all(
                    any(same_party(s, party) for party in main.parties) for s in subjects
                ):
                    return mention.as_value()
            return None
        return None


def _distinct(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if span not in kept:
            kept.append(span)
    return kept
