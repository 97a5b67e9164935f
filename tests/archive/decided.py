"""A record made by hand, and decisions about it, for testing corrections alone."""

from __future__ import annotations

from typing import Any

from memcon.archive.corrections import Action, Applied, Decision, context_of, trace
from memcon.archive.findings import Item, find_item, kind_of
from memcon.archive.values import Known
from memcon.errors import MemconError
from memcon.record import (
    Act,
    Actor,
    Block,
    Commitment,
    DateValue,
    Document,
    Meeting,
    Participant,
    Reading,
    Record,
    Source,
    Span,
    Statement,
)

TEXT = """Minister Ana Sol of Norland met Bo Tarn of Estria in Port Vell on 3 May 2023. Sol said
Norland will build 40 ferries by 2027, and backs the ferry line. Tarn thanked Norland for its help
and urged it to lift the tolls. The tolls are old. They met again, in Halm, on 5 May 2023.
"""


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words), text=words)


def record() -> Record:
    """Return a record with two of everything."""
    ferries = span("Norland will build 40 ferries by 2027, and backs the ferry line")
    tolls = span("to lift the tolls")
    return Record(
        reader=Reading(version="1", model="none"),
        document=Document(
            id="doc:0123456789abcdef",
            title="Ferries",
            publisher="Norland Ministry",
            narrator="NOR",
            published="2023-05-06",
            published_basis="the page",
            text=TEXT,
            blocks=[Block(kind="paragraph", start=0, end=len(TEXT))],
            source=Source(media_type="text/plain", sha256="0" * 64),
        ),
        actors=[
            Actor(
                id="person:ana-sol",
                kind="person",
                name="Ana Sol",
                side="NOR",
                mentions=[span("Ana Sol")],
            ),
            Actor(
                id="person:bo-tarn",
                kind="person",
                name="Bo Tarn",
                side="EST",
                mentions=[span("Bo Tarn")],
            ),
            Actor(id="NOR", kind="state", name="Norland", mentions=[span("Norland")]),
            Actor(id="EST", kind="state", name="Estria", mentions=[span("Estria")]),
        ],
        meetings=[
            Meeting(
                id="meeting:1",
                form="meeting",
                status="held",
                date=DateValue(value="2023-05-03", precision="day", basis="3 May 2023"),
                place="Port Vell",
                participants=[
                    Participant(actor="person:ana-sol", role="Minister", side="NOR"),
                    Participant(actor="person:bo-tarn", side="EST"),
                ],
                evidence=[span("met Bo Tarn of Estria")],
            ),
            Meeting(
                id="meeting:2",
                form="meeting",
                status="held",
                place="Halm",
                evidence=[span("They met again, in Halm")],
            ),
        ],
        statements=[
            Statement(
                id="statement:1",
                speakers=["person:ana-sol"],
                cue=span("said"),
                content=[ferries],
                mode="indirect",
                meeting="meeting:1",
            ),
            Statement(
                id="statement:2",
                speakers=["person:bo-tarn"],
                cue=span("urged it"),
                content=[tolls],
                mode="indirect",
                addressees=["NOR"],
                continues="statement:1",
            ),
        ],
        acts=[
            Act(
                id="act:1",
                statement="statement:1",
                type="pledge",
                by=["NOR"],
                to=["EST"],
                content=ferries,
                time="future",
                issues=["trade"],
            ),
            Act(id="act:2", statement="statement:1", type="support", by=["NOR"], content=ferries),
            Act(
                id="act:3",
                statement="statement:2",
                type="request",
                by=["EST"],
                to=["NOR"],
                content=tolls,
            ),
        ],
        commitments=[
            Commitment(
                id="commitment:1",
                act="act:1",
                by=["NOR"],
                to=["EST"],
                goal=span("build 40 ferries by 2027"),
                strength="will",
            ),
            Commitment(
                id="commitment:2",
                act="act:3",
                by=["EST"],
                to=["NOR"],
                goal=span("lift the tolls"),
                strength="call",
            ),
        ],
    )


def nobody(text: str) -> Actor:
    if text == "VAR":
        return Actor(id="VAR", kind="state", name="Varnia")
    raise MemconError("nobody goes by that name", where=text)


KNOWN = Known(actor=nobody, issues={"trade", "maritime"})


def decide(
    base: Record,
    local: str,
    action: Action,
    field: str | None = None,
    value: Any = None,
    *,
    after: Applied | None = None,
    actors: tuple[Actor, ...] = (),
) -> Decision:
    """Return the decision about a finding that the log would hold."""
    applied = after or trace(base, [])
    kind = local.partition(":")[0]
    kind = kind if kind in ("meeting", "statement", "act", "commitment") else "actor"
    now: Item = find_item(applied.record, kind, local)  # type: ignore[assignment, arg-type]
    refers = None
    if field in ("meeting", "continues") and value is not None:
        other = "meeting" if field == "meeting" else "statement"
        refers = applied.origins[(other, value)]
    return Decision(
        action=action,
        kind=kind_of(now),
        finding=applied.origins[(kind, local)],
        field=field,
        value=value,
        context=context_of(now, applied),
        refers=refers,
        actors=(*applied.record.actors, *actors),
    )
