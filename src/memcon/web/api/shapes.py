"""What the API gives: the shapes of its answers that are not those of ``memcon.analysis``."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from memcon.analysis.answer import Model
from memcon.analysis.network import Tie
from memcon.analysis.sheet import ShownKind, Tied
from memcon.record import Record
from memcon.web.viewer import Role

Row = TypeVar("Row", bound=Model)


class Shape(BaseModel):
    """Base of answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Fault(Shape):
    """What went wrong, where and what to do about it."""

    code: Annotated[str, Field(description="kind of fault, such as `unknown-id`")]
    message: Annotated[str, Field(description="what was wrong")]
    where: Annotated[
        str | None, Field(description="in what: the parameter, field or id, where there is one")
    ] = None
    remedy: Annotated[str | None, Field(description="what to do about it")] = None
    request_id: Annotated[
        str | None, Field(description="id of the request in the log of the server")
    ] = None


class FaultAnswer(Shape):
    """The answer to every request that cannot be met."""

    error: Annotated[Fault, Field(description="the fault")]


class FacetValue(Shape):
    """A value of a facet, and how many rows have it."""

    value: Annotated[str, Field(description="the value")]
    count: Annotated[int, Field(description="how many there are")]
    chosen: Annotated[bool, Field(description="whether the answer is narrowed down to it")] = False
    link: Annotated[
        str | None,
        Field(
            description="the question narrowed down to it or, where it is chosen, without it; "
            "null where it narrows nothing"
        ),
    ] = None


class Rows(Shape, Generic[Row]):
    """A page of an answer."""

    rows: Annotated[list[Row], Field(description="the rows of the page")]
    total: Annotated[
        int | None, Field(description="how many rows there are in all; null where not counted")
    ]
    facets: Annotated[
        dict[str, list[FacetValue]],
        Field(description="counts by filter and value, most frequent first"),
    ]
    notes: Annotated[list[str], Field(description="remarks on how far the answer goes")]
    next: Annotated[
        str | None, Field(description="cursor of the next page; null on the last one")
    ] = None


class NetworkMember(Shape):
    """One of a network."""

    id: Annotated[str, Field(description="actor id")]
    name: Annotated[str, Field(description="the name that stands for it")]
    kind: Annotated[str, Field(description="person, state, organisation or group")]
    side: Annotated[str | None, Field(description="state or body spoken for")]
    meetings: Annotated[int, Field(description="at how many meetings it met another one")]


class NetworkRows(Rows[Tie]):
    """Ties between those who met most often, with these."""

    members: Annotated[list[NetworkMember], Field(description="those who met most often")]
    whole: Annotated[int, Field(description="how many there are that met anybody")]


class Sheet(Shape):
    """Whatever an id stands for, with everything tied to it."""

    id: Annotated[str, Field(description="public id")]
    kind: Annotated[ShownKind, Field(description="what it is")]
    title: Annotated[str, Field(description="a line about it")]
    facts: Annotated[
        dict[str, str | list[str]], Field(description="facts by name; several values are a list")
    ]
    sections: Annotated[
        dict[str, list[Tied]], Field(description="what is tied to it, by what it is to it")
    ]
    notes: Annotated[list[str], Field(description="remarks on how far the answer goes")]


class StoredDocument(Shape):
    """A document with its record."""

    id: Annotated[str, Field(description="document id")]
    status: Annotated[
        str,
        Field(
            description="current; superseded, duplicate or withdrawn documents are in no answers"
        ),
    ]
    added_at: Annotated[str, Field(description="when it was added (ISO 8601, UTC)")]
    reviewed: Annotated[bool, Field(description="whether people entered anything about it")]
    record: Annotated[Record, Field(description="the record, with the text")]


class CitedPart(Shape):
    """Words as they stand in the document."""

    text: Annotated[str, Field(description="the words, character by character")]
    start: Annotated[int, Field(description="offset of the first code point")]
    end: Annotated[int, Field(description="offset after the last")]


class CitationAnswer(Shape):
    """Exact words with a citation of them in several forms."""

    id: Annotated[str, Field(description="public id of what they are of")]
    document: Annotated[str, Field(description="document id")]
    kind: Annotated[
        str,
        Field(description="statement, act, commitment, meeting, event, actor, document or passage"),
    ]
    who: Annotated[list[str], Field(description="names of whose words or whose act it is")]
    what: Annotated[str | None, Field(description="the word of saying, or what kind of act it is")]
    words: Annotated[str, Field(description="the words on one line, parts joined by `…`")]
    parts: Annotated[list[CitedPart], Field(description="the words; they may stand apart")]
    before: Annotated[str, Field(description="what stands before them")]
    after: Annotated[str, Field(description="what stands after them")]
    title: Annotated[str | None, Field(description="of the document")]
    day: Annotated[str | None, Field(description="of the document")]
    publisher: Annotated[str | None, Field(description="of the document")]
    narrator: Annotated[str | None, Field(description="whose voice the document is")]
    url: Annotated[str | None, Field(description="of the document, as it gives it")]
    link: Annotated[str, Field(description="address of the words on this server")]
    text: Annotated[str, Field(description="the citation as plain text")]
    markdown: Annotated[str, Field(description="the citation in Markdown")]
    bibtex: Annotated[str, Field(description="the document in BibTeX")]
    csl: Annotated[str, Field(description="the document in CSL-JSON")]


class ExportFormat(Shape):
    """A format that the archive can be exported in."""

    name: Annotated[str, Field(description="as `/api/v1/export/{format}` takes it")]
    summary: Annotated[str, Field(description="what it is")]
    link: Annotated[str, Field(description="address of the export of all")]


class Formats(Shape):
    """The formats of exports."""

    formats: Annotated[list[ExportFormat], Field(description="all of them")]


class Entries(Shape):
    """Entries of the log that were made, of which ``GET /api/v1/log`` tells all."""

    entries: Annotated[list[int], Field(description="their numbers, by which they can be undone")]
    linked: Annotated[
        bool,
        Field(
            description="whether all that follows from them is worked out: meetings, undertakings "
            "and phrases go by them then; false where that takes some moments more"
        ),
    ]


class Me(Shape):
    """Who asks."""

    name: Annotated[str, Field(description="as entries of the log are signed")]
    role: Annotated[Role, Field(description="reader, reviewer or admin")]
    single: Annotated[bool, Field(description="whether the server has no users")]


class Endpoint(Shape):
    """A question that the API answers."""

    name: Annotated[str, Field(description="what it is called")]
    summary: Annotated[str, Field(description="what it does")]
    link: Annotated[str, Field(description="its address")]


class Index(Shape):
    """What there is."""

    version: Annotated[str, Field(description="of memcon")]
    today: Annotated[str, Field(description="the day by which it is told what is overdue")]
    revision: Annotated[int, Field(description="grows with every change of the archive")]
    questions: Annotated[list[Endpoint], Field(description="the questions")]
    reference: Annotated[str, Field(description="address of the description of all addresses")]
