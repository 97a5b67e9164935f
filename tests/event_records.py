"""Records with events, made by hand: short documents of invented states in whose words they are."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence

from memcon.record import (
    Act,
    Actor,
    Block,
    Commitment,
    DateValue,
    Document,
    Event,
    EventParty,
    Meeting,
    Participant,
    Reading,
    Record,
    Source,
    Span,
    Statement,
    Time,
)

STATES = {"OST": "Ostria", "VAR": "Varnia", "NRL": "Norland", "SEL": "Selmark"}
PERSONS = {
    "person:mirel-dovanu": ("Mirel Dovanu", "VAR"),
    "person:ilse-brandar": ("Ilse Brandar", "OST"),
    "person:tomas-helverin": ("Tomas Helverin", "OST"),
    "person:astrid-holmgard": ("Astrid Holmgard", "SEL"),
}
# By which words an actor is named in the texts; codes as the reader would give them.
PARTIES: dict[str, tuple[str | None, str | None]] = {
    "Ostria": ("OST", "OST"),
    "Varnia": ("VAR", "VAR"),
    "Norland": ("NRL", "NRL"),
    "Selmark": ("SEL", "SEL"),
    "Mirel Dovanu": ("person:mirel-dovanu", "VARGOV"),
    "Ilse Brandar": ("person:ilse-brandar", "OSTGOV"),
    "Tomas Helverin": ("person:tomas-helverin", "OSTGOV"),
    "Astrid Holmgard": ("person:astrid-holmgard", "SELGOV"),
    "Ostrian troops": (None, "OSTMIL"),
    "rebels": (None, "REB"),
    "somebody": (None, None),
}


class Told:
    """A document that is made of sentences, one after the other, with what they tell."""

    def __init__(self, text: str, *, published: str | None = "2024-03-15", narrator: str = "OST"):
        self.text = text
        digest = hashlib.sha256(f"{text}{published}{narrator}".encode()).hexdigest()
        self.document = Document(
            id=f"doc:{digest[:16]}",
            title=text.partition(".")[0],
            publisher="Inner Sea Press",
            narrator=narrator,
            published=published,
            published_basis="the page" if published else None,
            text=text,
            blocks=[Block(kind="paragraph", start=0, end=len(text))],
            source=Source(media_type="text/plain", sha256=digest),
        )
        self.meetings: list[Meeting] = []
        self.statements: list[Statement] = []
        self.acts: list[Act] = []
        self.commitments: list[Commitment] = []
        self.events: list[Event] = []

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start=start, end=start + len(words), text=words)

    def _sentence(self, words: str) -> Span:
        start = self.text.index(words)
        first = self.text.rfind(". ", 0, start) + 2 if ". " in self.text[:start] else 0
        return Span(
            start=first,
            end=(end := self.text.index(".", start) + 1),
            text=self.text[first:end],
        )

    def meeting(
        self, words: str, *names: str, day: str = "2024-03-14", place: str | None = "Kasbrod"
    ) -> str:
        """Add a meeting of persons; return its id."""
        actors = [PARTIES[name][0] for name in names]
        made = Meeting(
            id=f"meeting:{len(self.meetings) + 1}",
            form="meeting",
            status="held",
            date=DateValue(value=day, precision="day", basis=day),
            place=place,
            participants=[
                Participant(actor=actor, side=PERSONS[actor][1]) for actor in actors if actor
            ],
            evidence=[self.span(words)],
        )
        self.meetings.append(made)
        return made.id

    def act(
        self,
        words: str,
        kind: str,
        *,
        by: Sequence[str],
        to: Sequence[str] = (),
        meeting: str | None = None,
        binds: bool = False,
    ) -> str:
        """Add an act in a statement of its own; return its id."""
        number = len(self.acts) + 1
        self.statements.append(
            Statement(
                id=f"statement:{number}",
                speakers=list(by),
                content=[self.span(words)],
                mode="indirect",
                meeting=meeting,
            )
        )
        self.acts.append(
            Act(
                id=f"act:{number}",
                statement=f"statement:{number}",
                type=kind,
                by=list(by),
                to=list(to),
                content=self.span(words),
            )
        )
        if binds:
            self.commitments.append(
                Commitment(
                    id=f"commitment:{len(self.commitments) + 1}",
                    act=f"act:{number}",
                    by=list(by),
                    to=list(to),
                    goal=self.span(words),
                    strength="will",
                    testable=True,
                )
            )
        return f"act:{number}"

    def event(
        self,
        words: str,
        cameo: str,
        sources: Sequence[str] = (),
        targets: Sequence[str] = (),
        *,
        goldstein: float = 1.0,
        act: str | None = None,
        meeting: str | None = None,
        negated: bool = False,
        time: Time = "past",
        background: bool = False,
        day: str | None = None,
        place: str | None = None,
    ) -> str:
        """Add an event between those who go by the words of ``PARTIES``; return its id."""
        precision = {4: "year", 7: "month", 10: "day"}
        self.events.append(
            Event(
                id=f"event:{len(self.events) + 1}",
                act=act,
                meeting=meeting,
                cameo=cameo,
                goldstein=goldstein,
                plover="CONSULT" if cameo.startswith("04") else None,
                sources=[self._party(name) for name in sources],
                targets=[self._party(name) for name in targets],
                text=self.span(words),
                sentence=self._sentence(words),
                negated=negated,
                time=time,
                background=background,
                date=None
                if day is None
                else DateValue(
                    value=day,
                    precision=precision[len(day)],
                    basis=day,
                ),
                place=place,
            )
        )
        return f"event:{len(self.events)}"

    def _party(self, name: str) -> EventParty:
        actor, code = PARTIES.get(name, (None, None))
        return EventParty(actor=actor, code=code, span=self.span(name))

    def record(self) -> Record:
        """Return the record, with all actors that it names."""
        used: list[str] = []
        for event in self.events:
            used += [one.actor for one in (*event.sources, *event.targets) if one.actor]
        for act in self.acts:
            used += [*act.by, *act.to]
        for meeting in self.meetings:
            used += [one.actor for one in meeting.participants if one.actor]
        sides = [PERSONS[name][1] for name in used if name in PERSONS]
        return Record(
            reader=Reading(version="1", model="none"),
            document=self.document,
            actors=[self._actor(id) for id in dict.fromkeys([*used, *sides])],
            meetings=self.meetings,
            statements=self.statements,
            acts=self.acts,
            commitments=self.commitments,
            events=self.events,
        )

    def _actor(self, id: str) -> Actor:
        name, side = PERSONS.get(id) or (STATES[id], None)
        mentions = [self.span(name)] if name in self.text else []
        kind = "person" if id in PERSONS else "state"
        return Actor(id=id, kind=kind, name=name, side=side, mentions=mentions)


def two_accounts(accused: str, id: str) -> list[Record]:
    """Return two sides' accounts of one meeting at which Ostria accused a state."""
    found = []
    for narrator, day in (("OST", "2024-01-11"), ("VAR", "2024-01-12")):
        one, other = ("Ilse Brandar", "Mirel Dovanu")[:: 1 if narrator == "OST" else -1]
        told = Told(
            f"{one} met {other} in Kasbrod. Ostria accused {accused}.",
            narrator=narrator,
            published=day,
        )
        meeting = told.meeting("met", "Ilse Brandar", "Mirel Dovanu", day="2024-01-10")
        told.event("met", "040", ["Ilse Brandar", "Mirel Dovanu"], meeting=meeting)
        act = told.act(f"accused {accused}", "criticise", by=["OST"], to=[id], meeting=meeting)
        told.event("accused", "112", ["Ostria"], [accused], act=act, goldstein=-2)
        found.append(told.record())
    return found


def stories(count: int, *, seed: int = 1) -> list[Record]:
    """Return documents by chance, in which many tell of the same meetings, pledges and deeds."""
    draw = random.Random(seed)
    ministers = {"OST": "Ilse Brandar", "VAR": "Mirel Dovanu", "SEL": "Astrid Holmgard"}
    found: dict[str, Record] = {}
    while len(found) < count:
        host, guest, third = draw.sample(sorted(ministers), 3)
        one, other = ministers[host], ministers[guest]
        day = f"2024-0{draw.randint(1, 2)}-0{draw.randint(1, 9)}"
        ferries = draw.choice((4, 6, 40))
        deed = draw.choice(("closed the port to", "sent grain ships to", "accused"))
        text = (
            f"{one} of {STATES[host]} met {other} of {STATES[guest]} in Kasbrod. "
            f"{STATES[host]} will build {ferries} ferries for {STATES[guest]} by 2030. "
            f"Ostrian troops {deed} {STATES[third]}. In a storm rebels shot at somebody."
        )
        told = Told(text, published=day, narrator=draw.choice((host, guest)))
        meeting = None
        if draw.random() < 0.7:
            meeting = told.meeting("met", one, other, day=day)
            told.event("met", "040", [one, other], meeting=meeting)
        pledge = f"will build {ferries} ferries for {STATES[guest]} by 2030"
        act = told.act(pledge, "pledge", by=[host], to=[guest], meeting=meeting, binds=True)
        told.event(pledge, "031", [STATES[host]], [STATES[guest]], act=act, goldstein=5.2)
        told.event(
            deed,
            {"accused": "112"}.get(deed, "160" if "closed" in deed else "0731"),
            ["Ostrian troops"],
            [STATES[third]],
            place=draw.choice((None, "Port Vell", "Port Vell, Varnia", "Halm")),
            negated=draw.random() < 0.2,
            background=draw.random() < 0.2,
            goldstein=-2,
        )
        told.event("shot", "193", ["rebels"], ["somebody"], day=day[:7], goldstein=-10)
        record = told.record()
        found[record.document.id] = record
    return list(found.values())
