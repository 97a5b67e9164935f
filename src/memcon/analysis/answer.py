"""The shape of every answer: rows of one model, with their evidence, counts and remarks.

A row is a frozen pydantic model. Its fields say in their description what stands in them, and
those of use to a reader at a terminal are marked with ``SHOWN``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from memcon.archive import lookup
from memcon.archive.schema import document_of

SHOWN: Final[dict[str, Any]] = {"shown": True}
DEFAULT_LIMIT: Final = 50


class Model(BaseModel):
    """Base of rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Citation(Model):
    """Words of a document, and where they stand."""

    document: Annotated[str, Field(description="document id")]
    id: Annotated[str | None, Field(description="id of the finding the words are of")] = None
    start: Annotated[int | None, Field(description="offset of the first code point")] = None
    end: Annotated[int | None, Field(description="offset after the last")] = None
    words: Annotated[str, Field(description="the words, on one line")] = ""
    title: Annotated[str | None, Field(description="of the document")] = None
    day: Annotated[str | None, Field(description="of the document")] = None
    publisher: Annotated[str | None, Field(description="of the document")] = None
    narrator: Annotated[str | None, Field(description="whose voice the document is")] = None
    url: Annotated[str | None, Field(description="of the document")] = None


Row = TypeVar("Row", bound=Model, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A field of the rows: its name, what stands in it, and whether a table shows it."""

    name: str
    help: str
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Generic[Row]):
    """What a question gives.

    ``total`` is how many rows there are without the limit, None where that was not counted;
    ``facets`` counts by filter and value; ``notes`` are remarks on how far the answer goes.
    """

    model: type[Row]
    rows: Sequence[Row]
    total: int | None = None
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    notes: Sequence[str] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The fields of the rows, in order."""
        return tuple(
            Column(name=name, help=info.description or "", shown=_is_shown(info.json_schema_extra))
            for name, info in self.model.model_fields.items()
        )


def _is_shown(extra: Any) -> bool:
    return isinstance(extra, dict) and bool(extra.get("shown"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words to be cited: whose they are, by kind and key, and where they stand."""

    kind: str
    key: int
    start: int | None
    end: int | None
    words: str


def cite(connection: Connection, items: Iterable[Words]) -> dict[tuple[str, int], Citation]:
    """Return a citation of each finding, by its kind and key."""
    wanted = list(items)
    rows = lookup.document_rows(connection, (document_of(item.key) for item in wanted))
    return {(item.kind, item.key): _citation(rows[document_of(item.key)], item) for item in wanted}


def _citation(row: Any, item: Words) -> Citation:
    return Citation(
        document=row.id,
        id=lookup.item_id(item.kind, item.key, row.id),
        start=item.start,
        end=item.end,
        words=" ".join(item.words.split()),
        title=row.title,
        day=row.day,
        publisher=row.publisher,
        narrator=row.narrator,
        url=row.url,
    )
