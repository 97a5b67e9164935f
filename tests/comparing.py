"""Small records for tests of ``compare``: what is said, by whom, with which act."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from memcon.record import (
    Act,
    Actor,
    ActType,
    Commitment,
    CommitmentStrength,
    DateValue,
    Deadline,
    Document,
    Meeting,
    Participant,
    Quantity,
    Reading,
    Record,
    Source,
    Span,
    Statement,
)


@dataclass(frozen=True, kw_only=True)
class Said:
    text: str
    by: str = "AAA"
    act: ActType = "assess"
    rung: str | None = None
    negated: bool = False
    issues: tuple[str, ...] = ()
    bound: CommitmentStrength | None = None
    figure: tuple[float, str] | None = None  # value, and its words in the text; unit percent
    limit: tuple[str, str] | None = None  # ISO date, and its words in the text


def record(
    said: Sequence[Said],
    *,
    narrator: str | None = "AAA",
    date: str | None = "2031-05-04",
    people: Sequence[tuple[str, str]] = (("Ann Oster", "AAA"), ("Bo Varn", "BBB")),
    published: str | None = None,
) -> Record:
    """Return a record whose statements are ``said``, one a line."""
    text = "\n".join(one.text for one in said) + "\n"
    actors = [Actor(id="AAA", kind="state", name="Ostria")]
    actors.append(Actor(id="BBB", kind="state", name="Varnia"))
    for name, side in people:
        actors.append(Actor(id=_person(name), kind="person", name=name, side=side))
    statements, acts, commitments = [], [], []
    start = 0
    for number, one in enumerate(said, 1):
        span = _span(text, start, start + len(one.text))
        start += len(one.text) + 1
        statements.append(
            Statement(id=f"statement:{number}", speakers=[one.by], content=[span], mode="indirect")
        )
        acts.append(
            Act(
                id=f"act:{number}",
                statement=f"statement:{number}",
                type=one.act,
                by=[one.by],
                content=span,
                strength=one.rung,
                negated=one.negated,
                issues=list(one.issues),
            )
        )
        if one.bound:
            commitments.append(_commitment(number, one, one.bound, span, text))
    meeting = Meeting(
        id="meeting:1",
        form="meeting",
        status="held",
        date=DateValue(value=date, precision="day", basis="said") if date else None,
        participants=[Participant(actor=_person(name), side=side) for name, side in people],
    )
    digest = hashlib.sha256((text + str(narrator) + str(date)).encode()).hexdigest()
    return Record(
        reader=Reading(version="test", model="none"),
        document=Document(
            id=f"doc:{digest[:16]}",
            narrator=narrator,
            published=published,
            text=text,
            source=Source(media_type="text/plain", sha256=digest),
        ),
        actors=actors,
        meetings=[meeting],
        statements=statements,
        acts=acts,
        commitments=commitments,
    )


def _commitment(
    number: int, one: Said, strength: CommitmentStrength, goal: Span, text: str
) -> Commitment:
    quantities = []
    if one.figure:
        span = _find(text, one.figure[1], goal.start)
        quantities = [Quantity(value=one.figure[0], unit="percent", kind="target", span=span)]
    deadline = None
    if one.limit:
        deadline = Deadline(
            date=one.limit[0], text=one.limit[1], span=_find(text, one.limit[1], goal.start)
        )
    return Commitment(
        id=f"commitment:{number}",
        act=f"act:{number}",
        by=[one.by],
        goal=goal,
        strength=strength,
        quantities=quantities,
        deadline=deadline,
    )


def _person(name: str) -> str:
    return "person:" + name.lower().replace(" ", "-")


def _find(text: str, words: str, after: int) -> Span:
    start = text.index(words, after)
    return _span(text, start, start + len(words))


def _span(text: str, start: int, end: int) -> Span:
    return Span(start=start, end=end, text=text[start:end])
