"""Events of a document: its acts, its meetings and the deeds that its sentences tell of, as codes.

Every act has at least one event: those that its words name, else the code of its type
(``act_events.tsv``). Every meeting is one event of all its participants. What is left, told in the
narrator's own words or as what a speaker reports, is an event by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from memcon.knowledge.events import act_event, cameo_codes, done_together, plover_code
from memcon.reading.coding.coder import Coded, EventCoder
from memcon.reading.coding.intervals import Intervals
from memcon.reading.coding.naming import Naming
from memcon.reading.coding.occasion import Occasion
from memcon.reading.coding.parties import Parties
from memcon.reading.languages.en.grammar import finite_form
from memcon.record import (
    Act,
    DateValue,
    Event,
    EventCode,
    EventParty,
    Meeting,
    Span,
    Statement,
    Time,
)

if TYPE_CHECKING:
    from memcon.knowledge import Knowledge
    from memcon.reading.cast import Cast
    from memcon.reading.heading import Heading
    from memcon.reading.issues import IssueFinder
    from memcon.reading.tree import Parsed, Sentence

_MEETING_CODES: Final = {"call": "041", "visit": "042"}
_FINER_MEETINGS: Final = frozenset({"041", "042", "043", "045", "046"})
_MEETING: Final = "040"
_PLANNED: Final = "036"
_STATEMENT: Final = "010"
_ADDRESSED: Final = frozenset({"02", "05", "10", "11", "12", "13"})  # roots done to somebody


def read_events(
    parsed: Parsed,
    cast: Cast,
    coder: EventCoder,
    *,
    heading: Heading,
    knowledge: Knowledge,
    issues: IssueFinder,
    meetings: Sequence[Meeting],
    statements: Sequence[Statement],
    acts: Sequence[Act],
) -> tuple[list[Event], list[Act]]:
    """Code a document.

    Args:
        parsed: the parsed document.
        cast: its actors.
        coder: from :class:`EventCoder`.
        heading: whose reference day dates the events.
        knowledge: whose issues give PLOVER contexts.
        issues: finds the issues of a stretch of text.
        meetings: those read.
        statements: those read.
        acts: those read.

    Returns:
        The events in text order, and the acts with the codes of theirs.
    """
    return _Coding(
        parsed, cast, coder, heading, knowledge, issues, meetings, statements, acts
    ).read()


@dataclass(slots=True)
class _Draft:
    """An event before it has an id; ``start`` orders it."""

    code: str
    sources: list[EventParty]
    targets: list[EventParty]
    text: Span
    sentence: Sentence | None
    act: Act | None = None
    meeting: Meeting | None = None
    negated: bool = False
    time: Time = "past"
    background: bool = False
    date: DateValue | None = None
    place: str | None = None


class _Coding:
    """The coding of one document."""

    def __init__(
        self,
        parsed: Parsed,
        cast: Cast,
        coder: EventCoder,
        heading: Heading,
        knowledge: Knowledge,
        issues: IssueFinder,
        meetings: Sequence[Meeting],
        statements: Sequence[Statement],
        acts: Sequence[Act],
    ):
        self._parsed = parsed
        self._cast = cast
        self._coder = coder
        self._parties = Parties(cast)
        self._naming = Naming(parsed, cast, self._parties, statements)
        self._occasion = Occasion(parsed, self._parties, heading)
        self._contexts = {issue.code: issue.maps.get("plover") for issue in knowledge.issues}
        self._issues = issues
        self._meetings = meetings
        self._acts = acts
        self._act_cues = Intervals((act.cue, act) for act in acts if act.cue is not None)
        self._act_contents = Intervals((act.content, act) for act in acts)
        self._cues = Intervals((one.cue, one) for one in statements if one.cue is not None)
        self._sentences = list(parsed.sentences)
        self._starts = [sentence.start for sentence in self._sentences]

    def read(self) -> tuple[list[Event], list[Act]]:
        told = self._told()
        drafts = self._of_meetings(told)
        covered: set[str] = set()
        for draft, coded in told:
            act = self._act_at(coded)
            if coded.code == _STATEMENT and (
                act is not None or any(self._cues.at(coded.trigger.start))
            ):
                continue  # the statement has acts of its own
            if act is not None:
                draft.act = act
                self._lend(draft, act)
                covered |= self._covers(draft, act)
            elif not self._is_anybodys(draft, coded):
                continue
            drafts.append(draft)
        for act in self._acts:
            if act.id not in covered and (made := self._of_act(act)) is not None:
                drafts.append(made)
        kept = [d for d in drafts if d.sources or d.targets]
        kept.sort(key=lambda d: (d.text.start, d.text.end, d.code))
        return self._numbered(kept), _with_codes(self._acts, kept)

    def _numbered(self, drafts: list[_Draft]) -> list[Event]:
        """Return the events with ids; two acts of the same words share theirs."""
        events: list[Event] = []
        seen: set[tuple[object, ...]] = set()
        for draft in drafts:
            key = (
                draft.code,
                draft.text.start,
                draft.text.end,
                tuple((p.actor, p.span.start) for p in draft.sources),
                tuple((p.actor, p.span.start) for p in draft.targets),
            )
            if key not in seen:
                seen.add(key)
                events.append(self._event(len(events) + 1, draft))
        return events

    # --- what sentences tell ------------------------------------------------------------------

    def _told(self) -> list[tuple[_Draft, Coded]]:
        told = []
        for sentence in self._sentences:
            for coded in self._coder.code(sentence, self._parties):
                tokens = sentence.paragraph.tokens
                first = min(coded.trigger.i, coded.last.i)
                last = max(coded.trigger.i, coded.last.i)
                day = self._occasion.date(sentence, coded.code)
                sources = [self._naming.party(p, sentence.paragraph) for p in coded.parties[0]]
                targets = [self._naming.party(p, sentence.paragraph) for p in coded.parties[1]]
                if coded.mutual and sources and done_together(coded.code):
                    sources, targets = sources + targets, []
                draft = _Draft(
                    coded.code,
                    sources,
                    targets,
                    self._parsed.span(tokens[first].start, tokens[last].end),
                    sentence,
                    negated=coded.negated,
                    time="past" if finite_form(coded.trigger) == "past" else "present",
                    background=coded.aside or self._occasion.is_recalled(coded.trigger, day),
                    date=day,
                    place=self._occasion.place(coded),
                )
                told.append((draft, coded))
        return told

    def _is_anybodys(self, draft: _Draft, coded: Coded) -> bool:
        """Put names to "I" and "we" of an event outside any act; False if nobody is left.

        A deed without a doer stays an event of whom it was done to.
        """
        nobody = not draft.sources
        draft.sources = self._naming.known(draft.sources, coded.trigger.start)
        draft.targets = self._naming.known(draft.targets, coded.trigger.start)
        if not draft.sources and not nobody:
            return False
        return any(
            p.actor is not None or p.code is not None or p.span.text[:1].isupper()
            for p in draft.sources + draft.targets
        )

    # --- acts ---------------------------------------------------------------------------------

    def _act_at(self, coded: Coded) -> Act | None:
        """Return the act whose cue or content holds the trigger; of two the narrower one."""
        place = coded.trigger.start
        for _, act in self._act_cues.at(place):
            return act
        holding = sorted(self._act_contents.at(place), key=lambda pair: pair[0].end - pair[0].start)
        return holding[0][1] if holding else None

    def _lend(self, draft: _Draft, act: Act) -> None:
        """Give a coded event of an act the act's actors where its own words name none."""
        at_cue = act.cue is not None and act.cue.start <= draft.text.start < act.cue.end
        named = [p for p in draft.sources if p.actor is not None or (p.code and not at_cue)]
        if not named and act.by:
            draft.sources = self._naming.of_act(act.by, act)
        if not draft.targets and draft.code[:2] in _ADDRESSED:
            draft.targets = self._naming.of_act([a for a in act.to if a not in act.by], act)
        draft.time = act.time if draft.time == "present" else draft.time

    def _covers(self, draft: _Draft, act: Act) -> set[str]:
        """Return the act's id if the event is what the act does, and not what it is about."""
        if act.type in ("assess", "report"):
            return {act.id}
        doers = {self._cast.side(p.actor) or p.actor for p in draft.sources if p.actor is not None}
        holders = {self._cast.side(actor) or actor for actor in act.by}
        return {act.id} if doers & holders else set()

    def _of_act(self, act: Act) -> _Draft | None:
        code = act_event(act.type, negated=act.negated)
        if code is None or not act.by:
            return None
        sentence = self._sentence_at(act.cue or act.content)
        return _Draft(
            code,
            self._naming.of_act(act.by, act),
            self._naming.of_act([a for a in act.to if a not in act.by], act),
            act.cue or act.content,
            sentence,
            act=act,
            negated=act.negated and code == act_event(act.type, negated=False),
            time=act.time if act.time != "future" else "present",
            date=self._occasion.date(sentence, code) if sentence is not None else None,
        )

    # --- meetings -----------------------------------------------------------------------------

    def _of_meetings(self, told: list[tuple[_Draft, Coded]]) -> list[_Draft]:
        """Return an event a meeting, and take from ``told`` what tells of the same meeting."""
        found = [meeting for meeting in self._meetings if meeting.evidence]
        evidence = Intervals((span, meeting) for meeting in found for span in meeting.evidence)
        codes: dict[str, str] = {}
        left = []
        for draft, coded in told:
            consults = draft.code.startswith("04") and not draft.negated
            meeting = next((m for _, m in evidence.at(coded.trigger.start)), None)
            if meeting is None and consults:
                meeting = next((m for m in found if self._is_at(draft, m)), None)
            if meeting is None or not (consults or draft.code == _PLANNED):
                left.append((draft, coded))
            elif draft.code[:3] in _FINER_MEETINGS:
                codes.setdefault(meeting.id, draft.code)
        told[:] = left
        return [self._of_meeting(meeting, codes.get(meeting.id)) for meeting in found]

    def _is_at(self, draft: _Draft, meeting: Meeting) -> bool:
        """Whether an event of consulting is a meeting told again: of its sides and its day."""
        if meeting.status != "held" or draft.background:
            return False
        if draft.date is not None and meeting.date is not None:
            one, other = draft.date.value, meeting.date.value
            if not (one.startswith(other) or other.startswith(one)):
                return False
        named = [p.actor for p in draft.sources + draft.targets if p.actor is not None]
        sides = {p.side or p.actor for p in meeting.participants}
        if not named:  # "the ministers held talks"
            return all(p.code in (None, "GOV") for p in draft.sources + draft.targets)
        return all((self._cast.side(actor) or actor) in sides for actor in named)

    def _of_meeting(self, meeting: Meeting, finer: str | None) -> _Draft:
        """Return the event of a meeting; ``finer`` is a code that a sentence about it gives."""
        planned = meeting.status == "planned"
        words = meeting.evidence[0]
        parties: list[EventParty] = []
        for one in meeting.participants:
            actor = one.actor or one.side
            if actor is not None and all(party.actor != actor for party in parties):
                parties.append(self._naming.of_participant(actor, one.side, words))
        code = _MEETING_CODES.get(meeting.form) or finer or _MEETING
        return _Draft(
            _PLANNED if planned else code,
            parties,
            [],
            words,
            self._sentence_at(words),
            meeting=meeting,
            time="future" if planned else "past",
            date=meeting.date,
            place=meeting.place,
        )

    # --- the record ---------------------------------------------------------------------------

    def _sentence_at(self, span: Span) -> Sentence | None:
        at = bisect_right(self._starts, span.start) - 1
        return self._sentences[at] if at >= 0 else None

    def _event(self, number: int, draft: _Draft) -> Event:
        plover = plover_code(draft.code)
        contexts = [plover.context] if plover is not None and plover.context else []
        sentence = draft.sentence
        where = draft.text
        if sentence is not None and sentence.start <= draft.text.start < sentence.end:
            where = self._parsed.span(sentence.start, max(sentence.end, draft.text.end))
            for issue in self._issues.codes(sentence.paragraph, sentence.start, sentence.end):
                context = self._contexts.get(issue)
                if context and context not in contexts:
                    contexts.append(context)
        return Event(
            id=f"event:{number}",
            act=draft.act.id if draft.act is not None else None,
            meeting=draft.meeting.id if draft.meeting is not None else None,
            cameo=draft.code,
            goldstein=cameo_codes()[draft.code].goldstein,
            plover=plover.category if plover is not None else None,
            plover_mode=plover.mode if plover is not None else None,
            contexts=contexts if plover is not None else [],
            sources=draft.sources,
            targets=draft.targets,
            text=draft.text,
            sentence=where,
            negated=draft.negated,
            time=draft.time,
            background=draft.background,
            date=draft.date or self._occasion.told,
            place=draft.place,
        )


def _with_codes(acts: Sequence[Act], drafts: Iterable[_Draft]) -> list[Act]:
    """Return the acts with the codes of their events."""
    codes: dict[str, list[EventCode]] = {}
    for draft in drafts:
        if draft.act is None:
            continue
        source = draft.sources[0].actor if draft.sources else None
        target = draft.targets[0].actor if draft.targets else None
        plover = plover_code(draft.code)
        found = codes.setdefault(draft.act.id, [])
        for scheme, code in (("CAMEO", draft.code), ("PLOVER", plover and plover.category)):
            if code is not None:
                item = EventCode(scheme=scheme, code=code, source=source, target=target)
                if item not in found:
                    found.append(item)
    return [
        act.model_copy(update={"events": codes[act.id]}) if act.id in codes else act for act in acts
    ]
