"""A record with markup in every field that can hold words, as nobody would write it by accident."""

from __future__ import annotations

import hashlib
from typing import Final

from memcon.record import (
    Act,
    Actor,
    Block,
    Commitment,
    Dateline,
    DateValue,
    Deadline,
    Document,
    Event,
    EventParty,
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

MARKUP: Final = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}"
TEXT: Final = (
    f"Headline {MARKUP}\r\n\r\n"
    f"Norland will build forty ferries by 2027 {MARKUP}, Sol said.\x00\r\n"
    "</div></section></body><textarea>\r\n"
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), text=words)


def hostile(url: str) -> Record:
    """Return the record of a document with an address."""
    digest = hashlib.sha256((TEXT + url).encode()).hexdigest()
    said = span(f"Norland will build forty ferries by 2027 {MARKUP}")
    sol = span("Sol")
    return Record(
        reader=Reading(version=MARKUP, model=MARKUP),
        document=Document(
            id=f"doc:{digest[:16]}",
            title=MARKUP,
            publisher=MARKUP,
            narrator="NOR",
            byline=MARKUP,
            url=url,
            published="2025-05-04",
            published_basis=MARKUP,
            dateline=Dateline(place=MARKUP, date="2025-05-03"),
            text=TEXT,
            blocks=[
                Block(kind="headline", start=0, end=TEXT.index("\r\n")),
                Block(kind="paragraph", start=said.start, end=TEXT.index("</div>")),
                Block(kind="furniture", start=TEXT.index("</div>"), end=len(TEXT)),
            ],
            source=Source(media_type=MARKUP, sha256=digest),
        ),
        actors=[
            Actor(
                id="person:sol",
                kind="person",
                name=f"Ana {MARKUP}",
                side="NOR",
                roles=[Role(title=MARKUP, of="NOR", evidence=sol)],
                mentions=[sol],
            ),
            Actor(id="NOR", kind="state", name=MARKUP, mentions=[span("Norland")]),
        ],
        meetings=[
            Meeting(
                id="meeting:1",
                form="meeting",
                status="held",
                date=DateValue(value="2025-05-03", precision="day", basis=MARKUP),
                place=MARKUP,
                occasion=MARKUP,
                participants=[Participant(actor="person:sol", role=MARKUP, side="NOR")],
                evidence=[said],
            )
        ],
        statements=[
            Statement(
                id="statement:1",
                speakers=["person:sol"],
                cue=span(MARKUP),
                content=[said],
                mode="indirect",
                meeting="meeting:1",
                confidence=0.3,
            )
        ],
        acts=[
            Act(
                id="act:1",
                statement="statement:1",
                type="pledge",
                by=["NOR"],
                content=said,
                strength=f"pledge:{MARKUP}",
                issues=[MARKUP],
            )
        ],
        commitments=[
            Commitment(
                id="commitment:1",
                act="act:1",
                by=["NOR"],
                goal=said,
                strength="will",
                quantities=[
                    Quantity(
                        value=40, unit=MARKUP, per=MARKUP, kind="target", span=span("forty ferries")
                    )
                ],
                deadline=Deadline(date="2027", text=MARKUP, span=span("by 2027")),
            )
        ],
        events=[
            Event(
                id="event:1",
                act="act:1",
                cameo="036",
                goldstein=4.0,
                plover="AGREE",
                sources=[EventParty(code=MARKUP, span=span(MARKUP))],
                text=said,
                sentence=said,
                place=MARKUP,
            )
        ],
        warnings=[Warning(code=MARKUP, message=MARKUP, span=sol)],
    )
