"""A record made by hand, and a reader that needs no model, for testing the face alone."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from memcon.record import (
    Act,
    Actor,
    Block,
    Commitment,
    DateValue,
    Deadline,
    Document,
    Meeting,
    Participant,
    Quantity,
    Reading,
    Record,
    Role,
    Source,
    Span,
    Statement,
    Warning,
)

TEXT = """Norland and Estria *agree* on ferries

Foreign Minister Ana Sol of Norland met Prime Minister Bo Tarn of Estria in Port Vell on 3 May 2023.
"We will build 40 ferries
by 2027," Sol said. Tarn called on the | Federation to lift =its tolls.
"""


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words), text=words)


def make_record(text: str = TEXT, title: str = "Norland and Estria *agree* on ferries") -> Record:
    digest = hashlib.sha256(text.encode()).hexdigest()
    ferries = span("We will build 40 ferries\nby 2027")
    tolls = span("lift =its tolls")
    return Record(
        reader=Reading(version="0", model="none"),
        document=Document(
            id=f"doc:{digest[:16]}",
            title=title,
            publisher="Norland Foreign Ministry",
            narrator="NOR",
            published="2023-05-04",
            text=text,
            blocks=[Block(kind="paragraph", start=0, end=len(text))],
            source=Source(media_type="text/plain", sha256=digest),
        ),
        actors=[
            Actor(
                id="person:ana-sol",
                kind="person",
                name="Ana Sol",
                side="NOR",
                roles=[Role(title="Foreign Minister", of="NOR")],
                mentions=[span("Ana Sol"), span("Sol said")],
            ),
            Actor(
                id="person:bo-tarn",
                kind="person",
                name="Bo Tarn",
                side="EST",
                roles=[Role(title="Prime Minister", of="EST")],
            ),
            Actor(id="NOR", kind="state", name="Norland"),
            Actor(id="EST", kind="state", name="Estria"),
            Actor(id="group:federation", kind="group", name="the Federation"),
        ],
        meetings=[
            Meeting(
                id="m1",
                form="meeting",
                status="held",
                date=DateValue(value="2023-05-03", precision="day", basis="3 May 2023"),
                place="Port Vell",
                participants=[
                    Participant(actor="person:ana-sol", role="Foreign Minister", side="NOR"),
                    Participant(actor=None, role="Prime Minister", side="EST"),
                ],
                evidence=[span("met Prime Minister")],
            )
        ],
        statements=[
            Statement(
                id="statement:1",
                speakers=["person:ana-sol"],
                speaker_mention=span("Sol said"),
                cue=span("said"),
                content=[ferries],
                mode="direct",
                addressees=["EST"],
                meeting="m1",
            ),
            Statement(
                id="statement:2",
                speakers=["person:bo-tarn"],
                cue=span("called on"),
                content=[tolls],
                mode="indirect",
                confidence=0.5,
            ),
        ],
        acts=[
            Act(
                id="a1",
                statement="statement:1",
                type="pledge",
                by=["NOR"],
                to=["EST"],
                content=ferries,
                strength="pledge:will",
                time="future",
                issues=["transport"],
            ),
            Act(
                id="a2",
                statement="statement:2",
                type="request",
                by=["EST"],
                to=["group:federation"],
                content=tolls,
                negated=True,
                conditional=True,
            ),
            Act(id="a3", type="report", by=["NOR", "EST"], content=span("met Prime Minister")),
        ],
        commitments=[
            Commitment(
                id="c1",
                act="a1",
                by=["NOR"],
                to=["EST"],
                joint=False,
                goal=ferries,
                strength="will",
                quantities=[Quantity(value=40, unit="ferries", kind="target", span=span("40"))],
                deadline=Deadline(date="2027", text="by 2027", span=span("by 2027")),
                testable=True,
            )
        ],
        warnings=[
            Warning(code="side", message="whose Federation this is", span=span("Federation")),
            Warning(code="side", message="whose Federation this is", span=span("Federation")),
        ],
    )


class StubReader:
    """Gives the same record for every document; fails where the text asks for it."""

    made: list[dict[str, Any]] = []  # noqa: RUF012  # what the command handed over, for the tests

    def __init__(
        self,
        knowledge: Path | None = None,
        model: str | None = None,
        every_sentence: bool = False,
    ) -> None:
        StubReader.made.append({"knowledge": knowledge, "model": model})
        if model == "absent":
            from memcon.errors import ModelError

            raise ModelError("there is no model 'absent'", remedy="Install it")

    def read(self, text: str, **_: object) -> Record:
        if "interrupt" in text:
            raise KeyboardInterrupt
        if "broken" in text:
            raise ValueError("a fault\nof two lines")
        return make_record(title=text.split("\n")[0])

    def read_taken(self, taken: Any) -> Record:
        return self.read(taken.document.text)

    def read_many(self, items: Iterable[Any]) -> Iterator[Record]:
        return (self.read_taken(item) for item in items)


def stub_module() -> ModuleType:
    """Return a module to stand in for memcon.reading.reader."""
    module = ModuleType("memcon.reading.reader")
    module.Reader = StubReader  # type: ignore[attr-defined]
    return module


def run_with_stub() -> None:
    """Run the command line in this process with the stub reader: for subprocesses of tests."""
    sys.modules["memcon.reading.reader"] = stub_module()
    from memcon.cli import main

    main()


if __name__ == "__main__":
    run_with_stub()
