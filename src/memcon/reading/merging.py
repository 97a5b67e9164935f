"""Many mentions, one meeting: which encounters are the same occasion."""

from __future__ import annotations

from dataclasses import dataclass, field

from memcon.reading.encounters import Encounter
from memcon.reading.languages.en.encounter_grammar import Plan
from memcon.reading.participants import same_party, unite
from memcon.record import DateValue, Participant, Span

FACE_TO_FACE = frozenset(("meeting", "summit", "press_conference"))
"""Forms with a place."""

# Forms that one occasion may be called by in turn ("spoke with" – "the call", "the talks").
_TALKS = frozenset(("meeting", "call", "talk", "summit"))
# Of two long lists of people this share must agree: reports abridge lists.
_LIST_SHARE = 0.6
_SHORT = 3
_REACH = 32  # occasions
_NEAR = 1  # sentences back to which a bare "the meeting" points


@dataclass(slots=True)
class Occasion:
    """A meeting in the making: what its mentions so far have said."""

    form: str
    plan: Plan | None
    parties: list[Participant]
    order: int
    soft: bool = False
    date: DateValue | None = None
    place: str | None = None
    country: str | None = None
    city: bool = False
    occasion: str | None = None
    virtual: bool = False
    spans: list[Span] = field(default_factory=list)
    from_headline: bool = False
    last: int = -1  # index of the sentence that mentioned it last

    @classmethod
    def of(cls, encounter: Encounter, order: int, *, headline: bool = False) -> Occasion:
        """Make an occasion of its first mention."""
        made = cls(
            encounter.form,
            encounter.plan,
            list(encounter.parties),
            order,
            encounter.soft,
            from_headline=headline,
        )
        made._add(encounter)
        return made

    def take(self, encounter: Encounter) -> None:
        """Add a further mention: what is still unknown is filled, what is known stays."""
        if self.from_headline:
            self.spans.clear()
            self.from_headline = False
            self.plan = encounter.plan
            if encounter.form == self.form:
                self.soft = encounter.soft
        if self.soft and not encounter.soft and encounter.form in _TALKS:
            self.form = encounter.form
        elif self.form == "meeting" and encounter.form == "summit" and not encounter.definite:
            self.form = "summit"
        self.soft = self.soft and encounter.soft
        if encounter.plan is not None and self.plan is None:
            self.plan = encounter.plan
        self.parties = unite(self.parties, encounter.parties)
        self._add(encounter)

    def _add(self, encounter: Encounter) -> None:
        self.virtual = self.virtual or encounter.virtual
        if self.date is None or (
            encounter.date is not None
            and self.date.precision != "day"
            and encounter.date.precision == "day"
        ):
            self.date = encounter.date or self.date
        self.country = self.country or encounter.country
        if self.place is None or (encounter.city and not self.city):
            self.place = encounter.place or self.place
            self.city = encounter.city
        self.occasion = self.occasion or encounter.occasion
        self.spans.append(encounter.span)
        if encounter.sentence is not None:
            self.last = encounter.sentence.index


def find_occasion(
    encounter: Encounter, occasions: list[Occasion], *, index: int
) -> Occasion | None:
    """Return the occasion that an encounter is a further mention of, or None.

    Args:
        encounter: the mention.
        occasions: those known so far.
        index: of the mention's sentence; among equals the occasion mentioned last is taken.
    """
    best: tuple[int, int, Occasion] | None = None
    # a long text tells of many occasions; a mention means the main one or one of the last
    near = (
        occasions if len(occasions) <= 2 * _REACH else [*occasions[:_REACH], *occasions[-_REACH:]]
    )
    for occasion in near:
        score = _score(encounter, occasion)
        if score is None:
            continue
        recent = occasion.last
        if not encounter.parties and index - occasion.last > _NEAR:
            recent = -occasion.order  # "the meeting", long after: the one the report is about
        if best is None or (score, recent) > best[:2]:
            best = (score, recent, occasion)
    return best[2] if best is not None else None


def _score(encounter: Encounter, occasion: Occasion) -> int | None:
    """Return how well a mention fits an occasion, or None where it cannot be it."""
    if not _forms_fit(encounter, occasion) or not _plans_fit(encounter, occasion):
        return None
    score = 0
    if encounter.date is not None and occasion.date is not None:
        if not _dates_fit(encounter.date, occasion.date):
            return None
        score += 1
    if encounter.place is not None and occasion.place is not None:
        if encounter.form == "visit" and encounter.country != occasion.country:
            return None
        score += encounter.place == occasion.place
    if not encounter.parties:
        return score if encounter.definite else None
    matched = sum(
        any(same_party(party, known) for known in occasion.parties) for party in encounter.parties
    )
    if not occasion.parties:
        return score
    fewer = min(len(encounter.parties), len(occasion.parties))
    needed = fewer if fewer <= _SHORT else max(2, int(fewer * _LIST_SHARE))
    if occasion.from_headline:
        needed = max(1, fewer // 2)  # a title abridges whom it names
    elif not _sides_fit(encounter, occasion):
        return None
    if matched < needed:
        return None
    if encounter.partnered and len(encounter.parties) == 1 and not encounter.definite:
        return score + 1 if len(occasion.parties) <= 2 else None
    named = {p.actor for p in encounter.parties} & {p.actor for p in occasion.parties} - {None}
    alike = {p.side for p in encounter.parties} == {p.side for p in occasion.parties}
    return score + 2 * matched + len(named) + 2 * alike


def _sides_fit(encounter: Encounter, occasion: Occasion) -> bool:
    """Whether no further side takes part in one of them: a trio's meeting is not the pair's."""
    mine = {p.side for p in encounter.parties if p.side is not None}
    theirs = {p.side for p in occasion.parties if p.side is not None}
    if len(mine) < 2 or len(theirs) < 2:
        return True
    if len(mine) > _SHORT and len(theirs) > _SHORT:
        return True
    return mine <= theirs and (mine == theirs or encounter.definite)


def _forms_fit(encounter: Encounter, occasion: Occasion) -> bool:
    one, other = encounter.form, occasion.form
    if one == other:
        return True
    if one not in _TALKS or other not in _TALKS:
        return False
    if "talk" in (one, other) or encounter.soft or occasion.soft:
        return True
    if {one, other} == {"meeting", "summit"}:
        return True
    pointing = encounter.definite and not encounter.partnered
    return pointing or (encounter.virtual and occasion.virtual)


def _plans_fit(encounter: Encounter, occasion: Occasion) -> bool:
    if encounter.plan == occasion.plan or encounter.plan is None or occasion.from_headline:
        return True
    if occasion.plan is None and encounter.plan == "held":
        return True
    return (
        encounter.date is not None
        and occasion.date is not None
        and encounter.date.value == occasion.date.value
    )


def _dates_fit(one: DateValue, other: DateValue) -> bool:
    shorter, longer = sorted((one.value, other.value), key=len)
    return longer.startswith(shorter)
