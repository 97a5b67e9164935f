"""The tables of a run beside those of its records: where documents came from, what gave none.

Columns are said as models, as those of a record are, and become Arrow schemas in the same way.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from memcon import arrow
from memcon.scale.work import Duplicate, ReadDocument, Reject, Stage

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

RECORDS: Final = "records"  # in the form of JSON Lines, in place of the tables of records
ORIGINS: Final = "origins"
REJECTS: Final = "rejects"
DUPLICATES: Final = "duplicates"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OriginRow(_Row):
    """Where a document came from, and how many rows each table has of it.

    Rows stand in the order of the documents, so that the rows of a document can be told apart from
    those of the same text at another place.
    """

    document: Annotated[str, Field(description="document id")]
    where: Annotated[
        str,
        Field(description="file it came from, with `#` and line, row or record if it has many"),
    ]
    url: Annotated[str | None, Field(description="its address")]
    actors: Annotated[int, Field(ge=0, description="how many actors it names")]
    meetings: Annotated[int, Field(ge=0, description="how many meetings it reports")]
    statements: Annotated[int, Field(ge=0, description="how many statements it has")]
    acts: Annotated[int, Field(ge=0, description="how many acts it has")]
    commitments: Annotated[int, Field(ge=0, description="how many commitments it has")]
    events: Annotated[int, Field(ge=0, description="how many events it tells of")]
    warnings: Annotated[int, Field(ge=0, description="how many warnings its reading gave")]


class RejectRow(_Row):
    """A document or a stretch of input that gave no record, and why."""

    where: Annotated[
        str, Field(description="file it is in, with `#` and line, row or record if it has many")
    ]
    stage: Annotated[Stage, Field(description="at which step of the run")]
    code: Annotated[str, Field(description="what kind of fault, such as `encoding` or `timeout`")]
    reason: Annotated[str, Field(description="the fault in words, and what to do")]


class DuplicateRow(_Row):
    """A document that says the same as an earlier one of the run."""

    where: Annotated[
        str,
        Field(description="file it came from, with `#` and line, row or record if it has many"),
    ]
    document: Annotated[str, Field(description="document id")]
    of: Annotated[str, Field(description="document id of the earlier one")]
    similarity: Annotated[
        float, Field(ge=0, le=1, description="estimated share of common word shingles (Jaccard)")
    ]


def origin_row(read: ReadDocument) -> OriginRow:
    """Return the row that says where a document came from."""
    counts = {name: len(getattr(read.record, name)) for name in arrow.lists()}
    document = read.record.document
    return OriginRow(document=document.id, where=_shown(read.where), url=document.url, **counts)


def reject_row(reject: Reject) -> RejectRow:
    """Return the row of a reject."""
    return RejectRow(
        where=_shown(reject.where),
        stage=reject.stage,
        code=reject.code,
        reason=_shown(reject.reason),
    )


def duplicate_row(duplicate: Duplicate) -> DuplicateRow:
    """Return the row of a duplicate."""
    return DuplicateRow(
        where=_shown(duplicate.where),
        document=duplicate.document,
        of=duplicate.of,
        similarity=duplicate.similarity,
    )


def _shown(text: str) -> str:
    """Return a text that any file can hold: a file's name may have bytes that are no UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


MODELS: Final[Mapping[str, type[BaseModel]]] = types.MappingProxyType(
    {ORIGINS: OriginRow, REJECTS: RejectRow, DUPLICATES: DuplicateRow}
)


@cache
def schemas() -> Mapping[str, pa.Schema]:
    """Return the schema of every table of a run, those of its records included, by name."""
    beside = {name: arrow.schema_of(name, model) for name, model in MODELS.items()}
    return types.MappingProxyType({**arrow.schemas(), **beside})
