"""The answers of the tools: every row has the words it rests on, and where they stand.

They are flatter than the answers of ``memcon.analysis`` and say less of how something was counted:
a language model reads all of it, and pays for every word.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from memcon.analysis.answer import Citation
from memcon.analysis.comparison import ComparisonMode, Label

_WEB: Final = ("http", "https")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quoted(_Model):
    """Words of a document, and where they stand."""

    quotation: Annotated[str, Field(description="the document's words, on one line")]
    id: Annotated[str, Field(description="id of the finding or document, for `cite`")]
    document: Annotated[str, Field(description="document id")]
    date: Annotated[str | None, Field(description="day of the document (ISO 8601)")]
    link: Annotated[str, Field(description="address of the document, else its id")]
    title: Annotated[str | None, Field(description="of the document")]
    publisher: Annotated[str | None, Field(description="of the document")]
    narrator: Annotated[
        str | None, Field(description="actor id of the state or body whose voice the document is")
    ]
    start: Annotated[int | None, Field(description="offset of the first code point")]
    end: Annotated[int | None, Field(description="offset after the last")]
    part: Annotated[
        str | None,
        Field(description="what these words are in the row: first, latest, before, after, a, b"),
    ] = None


Evidence = Annotated[
    list[Quoted], Field(min_length=1, description="the words that the row rests on")
]


class _Page(_Model):
    total: Annotated[
        int | None, Field(description="how many rows there are; null where not all were counted")
    ]
    next: Annotated[
        int | None, Field(description="give this as `after` for the next rows; null at the end")
    ]
    notes: Annotated[list[str], Field(description="how far the answer goes")]


class FoundRow(_Model):
    """A document with the passage of it that fits best."""

    passages: Annotated[int, Field(description="how many of its best passages match")]
    evidence: Evidence


class SearchAnswer(_Page):
    """Passages with given words, or of given actors and acts."""

    rows: list[FoundRow]
    facets: Annotated[
        dict[str, dict[str, int]],
        Field(description="how many by narrator, publisher, year, side, act and issue"),
    ]


class MeetingRow(_Model):
    """A meeting, as all its accounts together tell of it."""

    id: Annotated[str, Field(description="meeting id: give it to `meeting` or `compare`")]
    date: Annotated[str | None, Field(description="day, month or year (ISO 8601)")]
    form: Annotated[str, Field(description="meeting, call, summit, …")]
    status: Annotated[str, Field(description="held or planned")]
    place: str | None
    participants: Annotated[list[str], Field(description="who took part, with the side")]
    accounts: Annotated[int, Field(description="how many documents tell of it")]
    narrators: Annotated[list[str], Field(description="whose accounts these are")]
    contradictions: Annotated[list[str], Field(description="what the accounts differ in")]
    evidence: Evidence


class SaidRow(_Model):
    """A statement made, or an undertaking entered into, at a meeting."""

    who: Annotated[list[str], Field(description="names of whose it is")]
    what: Annotated[
        str | None,
        Field(description="direct, indirect, mixed, narrative; or will, ready, hope, call"),
    ]
    notes: list[str]
    evidence: Evidence


class MeetingAnswer(_Page):
    """Meetings; of one asked for by its id, also what was said and undertaken there."""

    rows: list[MeetingRow]
    statements: Annotated[list[SaidRow], Field(description="of a meeting asked for by its id")]
    undertakings: Annotated[list[SaidRow], Field(description="of a meeting asked for by its id")]


class UndertakingRow(_Model):
    """One undertaking, however often it was said."""

    id: Annotated[str, Field(description="commitment id, for the whole thread")]
    by: Annotated[list[str], Field(description="actor ids of who is bound")]
    to: Annotated[list[str], Field(description="actor ids of towards whom")]
    goal: Annotated[str, Field(description="what is to be done, in the latest words")]
    strength: Annotated[str, Field(description="will, ready, hope or call")]
    quantities: list[str]
    deadline: Annotated[str | None, Field(description="day, month or year it is due")]
    deadline_words: str | None
    overdue: Annotated[
        bool | None, Field(description="due before today and rated by nobody; null: no deadline")
    ]
    status: Annotated[str, Field(description="what became of it, as people rate it")]
    first_said: Annotated[str | None, Field(description="day (ISO 8601)")]
    last_said: Annotated[str | None, Field(description="day (ISO 8601)")]
    times: Annotated[int, Field(description="how often it was said")]
    issues: list[str]
    evidence: Evidence


class LedgerAnswer(_Page):
    """Undertakings."""

    rows: list[UndertakingRow]
    facets: Annotated[
        dict[str, dict[str, int]], Field(description="how many by strength, status and issue")
    ]


class PositionRow(_Model):
    """How an actor speaks on an issue."""

    actor: Annotated[str, Field(description="actor id")]
    name: Annotated[str | None, Field(description="the actor's name")]
    issue: Annotated[str, Field(description="issue code")]
    stance: Annotated[
        str,
        Field(
            description="which kind of acts prevails: supportive, critical, calls on others, "
            "mixed, no stance"
        ),
    ]
    backing: int
    objecting: int
    asking: int
    acts: Annotated[int | None, Field(description="how many acts there are in all")]
    denied: Annotated[dict[str, int], Field(description='denied acts ("does not support")')]
    first: Annotated[str | None, Field(description="day of the first act")]
    last: Annotated[str | None, Field(description="day of the last act")]
    evidence: Evidence


class ChangeRow(_Model):
    """Another rung of a ladder of words than on the last day with one."""

    actor: Annotated[str, Field(description="actor id")]
    issue: Annotated[str, Field(description="issue code")]
    before: Annotated[str, Field(description="how strongly it was worded before")]
    after: Annotated[str, Field(description="how strongly it was worded then")]
    direction: Annotated[str, Field(description="higher or lower on the ladder")]
    evidence: Evidence


class PositionsAnswer(_Page):
    """Positions, or with `changes` changes of wording."""

    rows: list[PositionRow]
    changes: list[ChangeRow]


class ComparedRow(_Model):
    """Two statements that say the same, or one that has no counterpart."""

    label: Annotated[Label, Field(description="how B's wording relates to A's")]
    why: Annotated[str, Field(description="why these two, or why none")]
    reasons: Annotated[list[str], Field(description="for the label")]
    who: Annotated[list[str], Field(description="who says it: speakers of A, then of B")]
    issues: list[str]
    evidence: Evidence


class SideRow(_Model):
    """What stands on one side of a comparison."""

    documents: list[str]
    titles: list[str]
    voice: Annotated[str | None, Field(description="actor id of whose account it is")]
    dates: list[str]
    statements: Annotated[int, Field(description="statements compared")]


class CompareAnswer(_Page):
    """Two documents, meetings or accounts, statement by statement."""

    mode: Annotated[ComparisonMode, Field(description="B follows A, or both tell of one meeting")]
    mode_reason: str
    a: SideRow
    b: SideRow
    summary: Annotated[list[str], Field(description="the whole in neutral sentences")]
    rows: list[ComparedRow]


class ActRow(_Model):
    """An act of one side towards the other, or of both."""

    date: str
    by: Annotated[list[str], Field(description="actor ids")]
    act: Annotated[str, Field(description="pledge, oppose, …")]
    denied: bool
    evidence: Evidence


class PhraseRow(_Model):
    """A set phrase that came into, or went out of, one side's accounts."""

    change: Literal["come", "gone"]
    phrase: str
    side: Annotated[str, Field(description="actor id of whose words these are")]
    first: Annotated[str, Field(description="day of its first use")]
    last: Annotated[str, Field(description="day of its last use")]
    evidence: Evidence


class OpenRows(_Model):
    """Undertakings that nobody has rated as kept or broken."""

    rows: list[UndertakingRow]
    total: Annotated[int, Field(description="how many there are; `ledger` has them all")]


class BriefAnswer(_Model):
    """What there is to know before two sides meet."""

    a: Annotated[str, Field(description="actor id")]
    b: Annotated[str, Field(description="actor id")]
    names: Annotated[dict[str, str], Field(description="names of actors by id")]
    today: str
    since: Annotated[str | None, Field(description="day from which on changes are told")]
    last_met: str | None
    meetings: Annotated[list[MeetingRow], Field(description="held, the newest first")]
    meetings_total: int | None
    planned: list[MeetingRow]
    news: Annotated[list[ActRow], Field(description="acts since the last meeting")]
    by_a: Annotated[OpenRows, Field(description="undertakings of A towards B")]
    by_b: Annotated[OpenRows, Field(description="undertakings of B towards A")]
    joint: Annotated[OpenRows, Field(description="undertakings of both")]
    positions: Annotated[
        list[PositionRow], Field(description="what each says on issues when they meet")
    ]
    changes: Annotated[list[ChangeRow], Field(description="changes of wording since the day")]
    phrases: list[PhraseRow]
    notes: list[str]


class Part(_Model):
    """A stretch of words, exactly as they stand in the document."""

    words: Annotated[str, Field(description="exactly as in the document, line breaks included")]
    start: Annotated[int, Field(description="offset of the first code point")]
    end: Annotated[int, Field(description="offset after the last")]


class CiteAnswer(_Model):
    """Exact words with their context and a formatted citation."""

    kind: Annotated[str, Field(description="statement, act, commitment, meeting, event, passage…")]
    who: Annotated[list[str], Field(description="names of whose words or whose act it is")]
    what: Annotated[str | None, Field(description="the word of saying, or what kind of act it is")]
    parts: Annotated[list[Part], Field(min_length=1, description="the exact words")]
    before: Annotated[str, Field(description="what stands before them in the document")]
    after: Annotated[str, Field(description="what stands after them")]
    citation: Annotated[str, Field(description="a citation to print")]
    evidence: Evidence
    notes: list[str]


def quoted(citation: Citation, part: str | None = None) -> Quoted:
    """Return words as the tools give them, from how an analysis cites them."""
    return Quoted(
        quotation=citation.words,
        id=citation.id or citation.document,
        document=citation.document,
        date=citation.day,
        link=link(citation.url, citation.document),
        title=citation.title,
        publisher=citation.publisher,
        narrator=citation.narrator,
        start=citation.start,
        end=citation.end,
        part=part,
    )


def link(url: str | None, document: str) -> str:
    """Return where a document can be looked up: its address on the web, else its id.

    An address comes from the document itself and may be anything; what is not of the web is none
    to click on.
    """
    try:
        fit = url is not None and urlsplit(url).scheme in _WEB and url.isprintable()
    except ValueError:  # a bracket that does not close
        fit = False
    return url if url and fit else document
