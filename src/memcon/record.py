"""The record: everything that was read from one document.

This module is the only place where the shape of a record is said. The JSON Schema printed by
``memcon schema`` and the page ``docs/record.md`` are generated from it.

Offsets are Unicode code points of ``Document.text``; for every span
``span.text == document.text[span.start:span.end]`` holds.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION: Final = "memcon/record/1"

BlockKind = Literal[
    "headline",
    "deck",
    "dateline",
    "paragraph",
    "speaker_label",
    "caption",
    "pull_quote",
    "furniture",
]
ActorKind = Literal["person", "state", "organisation", "group"]
MeetingForm = Literal[
    "meeting", "call", "summit", "press_conference", "joint_statement", "visit", "other"
]
MeetingStatus = Literal["held", "planned"]
Mode = Literal["direct", "indirect", "mixed", "narrative"]
ActType = Literal[
    "pledge",
    "agree",
    "propose",
    "request",
    "support",
    "praise",
    "oppose",
    "criticise",
    "warn",
    "assess",
    "report",
]
Time = Literal["past", "present", "future"]
CommitmentStrength = Literal["will", "ready", "hope", "call"]
QuantityKind = Literal["target", "achieved", "baseline"]
DatePrecision = Literal["day", "month", "year"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(_Model):
    """Words of the document: half-open code-point offsets, and the words themselves."""

    start: Annotated[int, Field(ge=0, description="offset of the first code point")]
    end: Annotated[int, Field(ge=0, description="offset after the last code point")]
    text: Annotated[str, Field(description="`document.text[start:end]`")]


class Block(_Model):
    """A stretch of the document with one function in its layout."""

    kind: Annotated[BlockKind, Field(description="its function in the layout")]
    start: Annotated[int, Field(description="offset of the first code point")]
    end: Annotated[int, Field(description="offset after the last code point")]


class Dateline(_Model):
    """Where and when a report says it was filed."""

    place: Annotated[str | None, Field(description="as printed, in title case")] = None
    date: Annotated[str | None, Field(description="ISO 8601 date")] = None


class Source(_Model):
    """The bytes that the document was made from."""

    media_type: Annotated[str, Field(description="such as `text/plain`")]
    sha256: Annotated[str, Field(description="of the raw bytes, hexadecimal")]


class Document(_Model):
    """One text as published."""

    id: Annotated[str, Field(description="`doc:` and 16 hexadecimal digits of the text's sha256")]
    url: Annotated[str | None, Field(description="its address")] = None
    title: Annotated[str | None, Field(description="its headline")] = None
    publisher: Annotated[str | None, Field(description="who published it")] = None
    narrator: Annotated[
        str | None,
        Field(description="actor id of the state or body whose voice the document is"),
    ] = None
    byline: Annotated[str | None, Field(description="who wrote it, as printed")] = None
    language: Annotated[str, Field(description="ISO 639-1 code")] = "en"
    published: Annotated[
        str | None, Field(description="ISO 8601 date, or date and time with offset")
    ] = None
    published_basis: Annotated[
        str | None, Field(description="what `published` was read or inferred from")
    ] = None
    dateline: Annotated[
        Dateline | None, Field(description="where and when it says it was filed")
    ] = None
    text: Annotated[str, Field(description="the whole text, to which all offsets refer")]
    blocks: Annotated[list[Block], Field(description="its layout, in text order")] = Field(
        default_factory=list
    )
    source: Annotated[Source, Field(description="the bytes it was made from")]


class Role(_Model):
    """An office as the text gives it."""

    title: Annotated[str, Field(description="the office, as printed")]
    of: Annotated[str | None, Field(description="actor id of the state or body")] = None
    evidence: Annotated[Span | None, Field(description="where the text says so")] = None


class Actor(_Model):
    """A person, state, organisation or group that can speak or be addressed."""

    id: Annotated[str, Field(description="see the design for how ids are made")]
    kind: Annotated[ActorKind, Field(description="what it is")]
    name: Annotated[str, Field(description="the fullest name in the text")]
    side: Annotated[str | None, Field(description="actor id of the state or body spoken for")] = (
        None
    )
    roles: Annotated[list[Role], Field(description="offices, as the text gives them")] = Field(
        default_factory=list
    )
    mentions: Annotated[list[Span], Field(description="where it is named")] = Field(
        default_factory=list
    )


class DateValue(_Model):
    """A date with how exactly it is known and what it was read from."""

    value: Annotated[str, Field(description="ISO 8601: 2021-09-16, 2021-09 or 2021")]
    precision: Annotated[DatePrecision, Field(description="how exactly it is known")]
    basis: Annotated[str, Field(description="the words, or the inference, it rests on")]


class Participant(_Model):
    """Who took part: a named person, or an unnamed one known by role and side."""

    actor: Annotated[str | None, Field(description="actor id, where a name is given")] = None
    role: Annotated[str | None, Field(description="office, as the text gives it")] = None
    side: Annotated[str | None, Field(description="actor id of the state or body represented")] = (
        None
    )


class Meeting(_Model):
    """The occasion itself, however often it is mentioned."""

    id: Annotated[str, Field(description="meeting id")]
    form: Annotated[MeetingForm, Field(description="in which form they met")]
    status: Annotated[MeetingStatus, Field(description="whether it has taken place")]
    date: Annotated[DateValue | None, Field(description="when")] = None
    place: Annotated[str | None, Field(description="where")] = None
    occasion: Annotated[str | None, Field(description="on what occasion")] = None
    participants: Annotated[list[Participant], Field(description="who took part")] = Field(
        default_factory=list
    )
    evidence: Annotated[list[Span], Field(description="the words that tell of it")] = Field(
        default_factory=list
    )


class Statement(_Model):
    """One attribution: source, cue and content."""

    id: Annotated[str, Field(description="statement id")]
    speakers: Annotated[list[str], Field(description="actor ids; empty where unknown")]
    speaker_mention: Annotated[
        Span | None, Field(description="the words that name the speaker")
    ] = None
    cue: Annotated[Span | None, Field(description="the word of saying")] = None
    content: Annotated[list[Span], Field(description="what was said, word for word")]
    mode: Annotated[Mode, Field(description="how the words are given")]
    via: Annotated[list[str], Field(description="actor ids of who relayed it")] = Field(
        default_factory=list
    )
    addressees: Annotated[list[str], Field(description="actor ids of who is spoken to")] = Field(
        default_factory=list
    )
    continues: Annotated[str | None, Field(description="statement id")] = None
    meeting: Annotated[str | None, Field(description="meeting id")] = None
    confidence: Annotated[float, Field(ge=0, le=1, description="how sure the reader is")] = 1.0


class EventCode(_Model):
    """A code in a published event scheme."""

    scheme: Annotated[str, Field(description="`CAMEO` or `PLOVER`")]
    code: Annotated[str, Field(description="the code in it")]
    source: Annotated[str | None, Field(description="actor id of who acts")] = None
    target: Annotated[str | None, Field(description="actor id of who is acted on")] = None


class Act(_Model):
    """What a statement, or the narrator's own sentence, does."""

    id: Annotated[str, Field(description="act id")]
    statement: Annotated[str | None, Field(description="statement id")] = None
    type: Annotated[ActType, Field(description="what is done")]
    by: Annotated[list[str], Field(description="actor ids of whose act it is")] = Field(
        default_factory=list
    )
    to: Annotated[list[str], Field(description="actor ids of whom it is addressed to")] = Field(
        default_factory=list
    )
    content: Annotated[Span, Field(description="the words of the act")]
    cue: Annotated[Span | None, Field(description="the words that tell its type")] = None
    strength: Annotated[str | None, Field(description="rung of a ladder, `ladder:rung`")] = None
    negated: Annotated[bool, Field(description="whether the act is denied")] = False
    conditional: Annotated[bool, Field(description="whether it hangs on a condition")] = False
    time: Annotated[Time, Field(description="when what is spoken of takes place")] = "present"
    issues: Annotated[list[str], Field(description="issue codes")] = Field(default_factory=list)
    events: Annotated[list[EventCode], Field(description="codes in published event schemes")] = (
        Field(default_factory=list)
    )


class EventParty(_Model):
    """Who acts in an event, or is acted on."""

    actor: Annotated[str | None, Field(description="actor id, where it is one of the actors")] = (
        None
    )
    code: Annotated[
        str | None, Field(description="CAMEO actor code: state and roles, such as `USAGOV`")
    ] = None
    span: Annotated[Span, Field(description="the words that name it")]


class Event(_Model):
    """What was done, by whom, to whom, in the codes of published event schemes.

    In a meeting or another event that is mutual, all parties are sources and there is no target.
    """

    id: Annotated[str, Field(description="event id")]
    act: Annotated[str | None, Field(description="act id, where an act was coded")] = None
    meeting: Annotated[str | None, Field(description="meeting id, where a meeting was coded")] = (
        None
    )
    cameo: Annotated[str, Field(description="CAMEO code, as fine as the words support")]
    goldstein: Annotated[float, Field(ge=-10, le=10, description="of the CAMEO code")]
    plover: Annotated[str | None, Field(description="PLOVER category, where there is one")] = None
    plover_mode: Annotated[str | None, Field(description="PLOVER mode, where given")] = None
    contexts: Annotated[list[str], Field(description="PLOVER contexts")] = Field(
        default_factory=list
    )
    sources: Annotated[list[EventParty], Field(description="who acts")] = Field(
        default_factory=list
    )
    targets: Annotated[list[EventParty], Field(description="who is acted on")] = Field(
        default_factory=list
    )
    text: Annotated[Span, Field(description="the words that tell what was done")]
    sentence: Annotated[Span, Field(description="the sentence they stand in")]
    negated: Annotated[bool, Field(description="whether it is said not to have been done")] = False
    time: Annotated[Time, Field(description="past or present: done; future: not yet")] = "past"
    background: Annotated[
        bool, Field(description="whether the text recalls it and it is not its news")
    ] = False
    date: Annotated[DateValue | None, Field(description="when")] = None
    place: Annotated[str | None, Field(description="where, as printed")] = None


class Quantity(_Model):
    """A number with its unit and what it is: aim, achievement or starting point."""

    value: Annotated[float, Field(description="the number")]
    unit: Annotated[str | None, Field(description="what is counted or measured")] = None
    per: Annotated[str | None, Field(description="period: year, month, …")] = None
    kind: Annotated[QuantityKind, Field(description="aim, achievement or starting point")]
    span: Annotated[Span, Field(description="the words")]


class Deadline(_Model):
    """By when, in the text's words, and as a date where it can be resolved."""

    date: Annotated[str | None, Field(description="ISO 8601, day, month or year")] = None
    text: Annotated[str, Field(description="the words, on one line")]
    span: Annotated[Span, Field(description="the words, in the document")]


class Commitment(_Model):
    """An act that binds its holder to a future action or target."""

    id: Annotated[str, Field(description="commitment id")]
    act: Annotated[str, Field(description="act id")]
    by: Annotated[list[str], Field(description="actor ids of who is bound")] = Field(
        default_factory=list
    )
    to: Annotated[list[str], Field(description="actor ids of towards whom")] = Field(
        default_factory=list
    )
    joint: Annotated[bool, Field(description="whether several bind themselves together")] = False
    goal: Annotated[Span, Field(description="what is to be done")]
    measures: Annotated[list[Span], Field(description="by which steps")] = Field(
        default_factory=list
    )
    strength: Annotated[CommitmentStrength, Field(description="how firmly")]
    quantities: Annotated[list[Quantity], Field(description="numbers that are named")] = Field(
        default_factory=list
    )
    deadline: Annotated[Deadline | None, Field(description="by when")] = None
    testable: Annotated[bool, Field(description="whether it can be said later if it was done")] = (
        False
    )


class Warning(_Model):
    """What the reader was not sure of, said aloud."""

    code: Annotated[str, Field(description="what kind of doubt it is")]
    message: Annotated[str, Field(description="the doubt in a sentence")]
    span: Annotated[Span | None, Field(description="the words it is about")] = None


class Reading(_Model):
    """What read the document: the version and the model that the record depends on."""

    version: Annotated[str, Field(description="of memcon")]
    model: Annotated[str, Field(description="name and version of the language model")]


class Record(_Model):
    """All that was read from one document."""

    schema_: Annotated[str, Field(alias="schema", description="`memcon/record/1`")] = SCHEMA_VERSION
    reader: Annotated[Reading, Field(description="what read it")]
    document: Annotated[Document, Field(description="the text, and what is known of it")]
    actors: Annotated[
        list[Actor], Field(description="everyone named who can speak or be addressed")
    ] = Field(default_factory=list)
    meetings: Annotated[list[Meeting], Field(description="the occasions reported")] = Field(
        default_factory=list
    )
    statements: Annotated[list[Statement], Field(description="who said what")] = Field(
        default_factory=list
    )
    acts: Annotated[list[Act], Field(description="what was done by saying it")] = Field(
        default_factory=list
    )
    commitments: Annotated[list[Commitment], Field(description="who is bound to what")] = Field(
        default_factory=list
    )
    events: Annotated[list[Event], Field(description="who did what to whom, in event codes")] = (
        Field(default_factory=list)
    )
    warnings: Annotated[list[Warning], Field(description="what the reader was not sure of")] = (
        Field(default_factory=list)
    )

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True
    )

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the record as JSON text, byte-identical for equal records."""
        return self.model_dump_json(by_alias=True, indent=indent)
