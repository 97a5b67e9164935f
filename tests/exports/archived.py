"""Events across documents for tests, made by hand of invented states."""

from __future__ import annotations

from typing import Any

from memcon.archive.events import ArchivedEvent, EventMention, Party

OSTRIA = Party(actor="OST", code="OST", name="Ostria", side="OST", kind="state")
VARNIA = Party(actor="VAR", code="VARGOV", name="Varnia", side="VAR", kind="state")
NORLAND = Party(actor="NRL", code="NRLMIL", name="Norland", side="NRL", kind="state")
HELVERIN = Party(
    actor="person:tomas-helverin", code="OSTGOV", name="Tomáš Helverin", side="OST", kind="person"
)
COUNCIL = Party(
    actor="ISC", code="IGOISC", name="Inner Sea Council", side="ISC", kind="organisation"
)
REBELS = Party(actor=None, code="VARSEPREB", name="hill fighters", side=None, kind=None)

SENTENCE = "Ostria condemned Varnia for the raid on the ferry port."


def mention(
    number: int = 1, *, document: str = "doc:00000000000000aa", **given: Any
) -> EventMention:
    """Return words of a document; offsets are those of ``SENTENCE`` after 100 code points."""
    values: dict[str, Any] = {
        "id": f"{document}/event:{number}",
        "document": document,
        "url": "https://www.innerseapress.example/ferry-port",
        "title": "Ostria condemns raid",
        "publisher": "Inner Sea Press",
        "narrator": None,
        "published": "2024-03-05T08:30:00+02:00",
        "length": 900,
        "text": "condemned",
        "start": 107,
        "end": 116,
        "sentence": SENTENCE,
        "sentence_start": 100,
        "sentence_end": 100 + len(SENTENCE),
        "source_start": 100,
        "target_start": 117,
    }
    return EventMention(**(values | given))


def event(**given: Any) -> ArchivedEvent:
    """Return an event: Ostria condemned Varnia on 4 March 2024."""
    id = given.pop("id", "doc:00000000000000aa/event:1")
    values: dict[str, Any] = {
        "id": id,
        "group": given.pop("group", id),
        "cameo": "111",
        "goldstein": -2.0,
        "plover": "ACCUSE",
        "plover_mode": None,
        "contexts": ("military",),
        "source": OSTRIA,
        "target": VARNIA,
        "mutual": False,
        "negated": False,
        "time": "past",
        "background": False,
        "day": "2024-03-04",
        "place": None,
        "meeting": None,
        "thread": None,
        "mentions": (mention(),),
    }
    return ArchivedEvent(**(values | given))


def meeting(*parties: Party, **given: Any) -> list[ArchivedEvent]:
    """Return a meeting as CAMEO has it: an event for each ordered pair of its parties."""
    group = given.pop("group", "doc:00000000000000bb/event:2")
    pairs = [(one, other) for one in parties for other in parties if one is not other]
    values: dict[str, Any] = {
        "cameo": "040", "goldstein": 1.0, "plover": "CONSULT", "contexts": ("diplomatic",),
        "mutual": True, "meeting": "doc:00000000000000bb/meeting:1", "place": "Vienna",
    }  # fmt: skip
    return [
        event(id=f"{group}:{n}", group=group, source=one, target=other, **(values | given))
        for n, (one, other) in enumerate(pairs, 1)
    ]
