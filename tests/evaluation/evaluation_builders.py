"""Hand-made gold and records: an invented text, its annotation, and records that fit it or not."""

from __future__ import annotations

from typing import Any

from memcon.evaluation.gold import GoldDocument, GoldFile
from memcon.evaluation.names import split_speakers
from memcon.evaluation.run import empty_record
from memcon.record import (
    Act,
    Actor,
    Commitment,
    DateValue,
    Meeting,
    Participant,
    Record,
    Role,
    Span,
    Statement,
)

TEXT = """Arvan and Belmora open talks

VELIS, March 4 (Arvan News) -- Foreign Minister Tamas Orel of Arvan met his counterpart Ida Kesk \
of Belmora in Velis on Tuesday.

Orel said that Arvan firmly supports the river treaty signed by both countries last autumn, \
adding that his government will open three crossings by June.

"We thank our neighbours for their patience in a hard winter," Kesk told reporters.

The two ministers called for calm on the border and agreed to meet again.
"""
NARRATION = "The two ministers "


def at(quote: str, text: str = TEXT) -> dict[str, Any]:
    """Return start, end and quote of words that occur once."""
    assert text.count(quote) == 1, quote
    start = text.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


def span(quote: str, text: str = TEXT) -> Span:
    """Return the span of words that occur once."""
    where = at(quote, text)
    return Span(start=where["start"], end=where["end"], text=quote)


SUPPORT = "Arvan firmly supports the river treaty signed by both countries last autumn"
PLEDGE = "his government will open three crossings by June"
THANKS = "We thank our neighbours for their patience in a hard winter"
CALM = "for calm on the border"


def statement(
    speaker: str | None, holder: str | None, quote: str, cue: str | None, *acts: str, mode: str
) -> dict[str, Any]:
    """Return one annotated statement."""
    return {
        "speaker": speaker,
        "speaker_mention": None,
        "cue": at(cue) if cue else None,
        "content": [at(quote)],
        "mode": mode,
        "acts": list(acts),
        "holder": holder,
    }


def gold_data() -> dict[str, Any]:
    """Return the annotation of `TEXT`, as its JSON file would have it."""
    return {
        "id": "velis",
        "doc": {"title": "Arvan and Belmora open talks", "published": "2025-03-04"},
        "meetings": [
            {
                **at("met his counterpart Ida Kesk"),
                "form": "meeting",
                "place": "Velis",
                "date": "2025-03-04",
                "participants": [
                    {"name": "Tamas Orel", "role": "Foreign Minister", "country_or_org": "ARV"},
                    {"name": "Ida Kesk", "role": "Foreign Minister", "country_or_org": "BLM"},
                ],
            }
        ],
        "statements": [
            statement("Tamas Orel", "ARV", SUPPORT, "said", "support", mode="indirect"),
            statement("Tamas Orel", "ARV", PLEDGE, "adding", "pledge", "report", mode="indirect"),
            statement("Ida Kesk", "BLM", THANKS, "told reporters", "praise", mode="direct"),
            statement(
                "Tamas Orel; Ida Kesk", "ARV+BLM", CALM, "called", "request", mode="indirect"
            ),
        ],
        "commitments": [{**at(PLEDGE), "by": ["ARV"], "to": ["BLM"], "strength": "will"}],
        "neutral": [],
    }


def gold(data: dict[str, Any] | None = None, text: str = TEXT) -> GoldDocument:
    """Return annotation as a checked document."""
    file = GoldFile.model_validate(gold_data() if data is None else data)
    return GoldDocument(id=file.id, text=text, gold=file)


def read_statement(
    number: int, speakers: list[str], quote: str, cue: str | None, *, mode: str = "indirect"
) -> Statement:
    """Return one statement of a record."""
    return Statement.model_validate(
        {
            "id": f"s{number}",
            "speakers": speakers,
            "content": [span(quote).model_dump()],
            "cue": span(cue).model_dump() if cue else None,
            "mode": mode,
        }
    )


def act(number: int, of: int, kind: str, quote: str) -> Act:
    """Return one act of a record."""
    return Act.model_validate(
        {
            "id": f"a{number}",
            "statement": f"s{of}",
            "type": kind,
            "by": ["ARV"],
            "content": span(quote).model_dump(),
        }
    )


OREL = Actor(
    id="person:tamas-orel",
    kind="person",
    name="Tamas Orel",
    side="ARV",
    roles=[Role(title="Foreign Minister", of="ARV", evidence=span("Foreign Minister"))],
)
KESK = Actor(id="person:ida-kesk", kind="person", name="Ida Kesk", side="BLM")
ARVAN = Actor(id="ARV", kind="state", name="Arvan")
BELMORA = Actor(id="BLM", kind="state", name="Belmora")


def record(**changes: Any) -> Record:
    """Return a record that says what `gold_data` says, with some of its parts replaced.

    ``document`` replaces single fields of the document.
    """
    blank = empty_record(TEXT)
    head = {"title": "Arvan and Belmora open talks", "published": "2025-03-04"}
    parts: dict[str, Any] = {
        "actors": [OREL, KESK, ARVAN, BELMORA],
        "meetings": [
            Meeting(
                id="m1",
                form="meeting",
                status="held",
                date=DateValue(value="2025-03-04", precision="day", basis="Tuesday"),
                place="Velis",
                participants=[
                    Participant(actor=OREL.id, side="ARV"),
                    Participant(actor=KESK.id, side="BLM"),
                ],
                evidence=[span("met his counterpart Ida Kesk")],
            )
        ],
        "statements": [
            read_statement(1, [OREL.id], SUPPORT, "said"),
            read_statement(2, [OREL.id], PLEDGE, "adding"),
            read_statement(3, [KESK.id], THANKS, "told reporters", mode="direct"),
            read_statement(4, [OREL.id, KESK.id], CALM, "called"),
        ],
        "acts": [
            act(1, 1, "support", SUPPORT),
            act(2, 2, "pledge", PLEDGE),
            act(3, 2, "report", PLEDGE),
            act(4, 3, "praise", THANKS),
            act(5, 4, "request", CALM),
        ],
        "commitments": [
            Commitment(id="c1", act="a2", by=["ARV"], goal=span(PLEDGE), strength="will")
        ],
    }
    document = blank.document.model_copy(update={**head, **changes.pop("document", {})})
    return blank.model_copy(update={"document": document, **parts, **changes})


def _read_span(text: str, where: Any) -> Span:
    return Span(start=where.start, end=where.end, text=text[where.start : where.end])


def perfect(document: GoldDocument) -> Record:
    """Return the record that says exactly what the annotation of ``document`` says."""
    text, annotated = document.text, document.gold
    actors: dict[tuple[str, str | None], Actor] = {}

    def actor(name: str, side: str | None, kind: str = "person") -> str:
        number = len(actors)
        made = Actor.model_validate(
            {"id": f"actor:{number}", "kind": kind, "name": name, "side": side}
        )
        return actors.setdefault((name, side), made).id

    statements, acts, commitments, meetings = [], [], [], []
    for i, one in enumerate(annotated.statements):
        names = split_speakers(one.speaker)
        sides = (one.holder or "").split("+")
        sides += sides[-1:] * (len(names) - len(sides))
        statements.append(
            Statement(
                id=f"s{i}",
                speakers=[
                    # Only the words of a name are compared, so the kind may be guessed from them.
                    actor(name, side, "person" if is_person(name) else "group")
                    for name, side in zip(names, sides, strict=False)
                ],
                cue=_read_span(text, one.cue) if one.cue else None,
                content=[_read_span(text, where) for where in one.content],
                mode=one.mode,
            )
        )
        acts += [
            Act(id=f"a{i}.{k}", statement=f"s{i}", type=kind, content=statements[-1].content[0])
            for k, kind in enumerate(one.acts)
        ]
    for i, promise in enumerate(annotated.commitments):
        commitments.append(
            Commitment(
                id=f"c{i}",
                act="a0",
                by=promise.by,
                goal=_read_span(text, promise),
                strength=promise.strength,
            )
        )
    for i, occasion in enumerate(annotated.meetings):
        date = occasion.date
        meetings.append(
            Meeting(
                id=f"m{i}",
                form=occasion.form,
                status="held",
                date=DateValue(value=date, precision="day", basis="gold") if date else None,
                place=occasion.place,
                participants=[
                    Participant(
                        actor=actor(who.name, who.country_or_org) if who.name else None,
                        role=who.role,
                        side=who.country_or_org,
                    )
                    for who in occasion.participants
                ],
                evidence=[_read_span(text, occasion)],
            )
        )
    blank = empty_record(text)
    head = {"title": annotated.doc.title, "published": annotated.doc.published}
    return blank.model_copy(
        update={
            "document": blank.document.model_copy(update=head),
            "actors": list(actors.values()),
            "meetings": meetings,
            "statements": statements,
            "acts": acts,
            "commitments": commitments,
        }
    )


def is_person(name: str) -> bool:
    """Guess whether an annotated speaker is a person: two capitalised words, none generic."""
    words = name.split()
    bodies = {"Ministry", "ministers", "United", "European", "NATO", "Council", "Union", "of"}
    return len(words) > 1 and not bodies & set(words) and "(" not in name
