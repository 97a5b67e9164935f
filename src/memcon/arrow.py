"""Records as Arrow tables: one table a list of the record, with schemas made from ``record.py``.

A row of ``documents`` is a document; a row of any other table is one finding with its document's
id before it. Spans, lists and parts stay nested, so that nothing of a record is lost: the rows of
one document together are its record. ``participants`` says the participants of ``meetings`` once
more, a row each, for those who would rather join than unnest.

Schemas carry ``memcon.schema`` (the version of the record) and ``memcon.tables`` (the version of
this layout) as metadata, and every field the description it has in the record.

``rows`` takes a record apart, ``records`` puts it together again.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from memcon.record import SCHEMA_VERSION, Document, Participant, Record

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

TABLES_VERSION: Final = "memcon/tables/1"
BATCH_ROWS: Final = 1000  # a batch of documents stays some ten megabytes
DOCUMENTS: Final = "documents"
PARTICIPANTS: Final = "participants"

Row = dict[str, Any]

# What a record says of itself and not of a finding: it goes to its document's row.
_OF_RECORD: Final = ("schema_", "reader")


@cache
def schemas() -> Mapping[str, pa.Schema]:
    """Return the schema of every table, by the table's name."""
    import pyarrow as pa

    record = Record.model_fields
    tables = {
        DOCUMENTS: [
            *(_field(record[name].alias or name, record[name]) for name in _OF_RECORD),
            *_fields(Document),
        ]
    }
    for name, model in _lists().items():
        tables[name] = [_reference("document", "document id"), *_fields(model)]
        if name == "meetings":
            tables[PARTICIPANTS] = [
                _reference("document", "document id"),
                _reference("meeting", "meeting id"),
                pa.field(
                    "number",
                    pa.int64(),
                    nullable=False,
                    metadata={"description": "place among the participants, from 1"},
                ),
                *_fields(Participant),
            ]
    return types.MappingProxyType({name: _schema(name, found) for name, found in tables.items()})


def schema_of(name: str, model: type[BaseModel]) -> pa.Schema:
    """Return the schema of a table beside those of records, whose rows are of a model.

    Args:
        name: the table's.
        model: its fields are the columns.
    """
    return _schema(name, _fields(model))


def _schema(name: str, fields: list[pa.Field]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema(
        fields,
        metadata={
            "memcon.schema": SCHEMA_VERSION,
            "memcon.tables": TABLES_VERSION,
            "memcon.table": name,
        },
    )


def lists() -> tuple[str, ...]:
    """Return the names of a record's lists, each a table, in the record's order."""
    return tuple(_lists())


def rows(record: Record) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a record, each with the name of its table."""
    document = record.document.id
    content = record.model_dump(by_alias=True)
    yield (
        DOCUMENTS,
        {**{key: content[key] for key in ("schema", "reader")}, **content["document"]},
    )
    for name in _lists():
        for item in content[name]:
            yield name, {"document": document, **item}
    for meeting in content["meetings"]:
        for number, one in enumerate(meeting["participants"], 1):
            yield (
                PARTICIPANTS,
                {"document": document, "meeting": meeting["id"], "number": number, **one},
            )


def batches(
    records: Iterable[Record], *, size: int = BATCH_ROWS
) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Yield the rows of records as batches, each with the name of its table.

    At most ``size`` rows a table, and one record, are held at a time. The rows of a table keep the
    order of the records; equal records give equal batches.

    Args:
        records: the records.
        size: rows a batch.
    """
    import pyarrow as pa

    known = schemas()
    waiting: dict[str, list[Row]] = {name: [] for name in known}
    for record in records:
        for name, row in rows(record):
            waiting[name].append(row)
            if len(waiting[name]) == size:
                yield name, pa.RecordBatch.from_pylist(waiting[name], schema=known[name])
                waiting[name] = []
    for name, left in waiting.items():
        if left:
            yield name, pa.RecordBatch.from_pylist(left, schema=known[name])


def records(
    documents: Iterable[tuple[Row, Mapping[str, int]]], findings: Mapping[str, Iterator[Row]]
) -> Iterator[Record]:
    """Yield the records that rows are of: what :func:`rows` does, undone.

    Rows are taken by their number and not by the id of their document, since a text that stands in
    two places may have two records. Rows of no more than one record are held.

    Args:
        documents: rows of ``documents``, each with how many rows of each list are its own.
        findings: the rows of each list (see :func:`lists`), in the order of their documents.

    Raises:
        ValueError: the rows are not those of records: some are missing, of another document, left
            over, or hold what no record does.
    """
    for row, counts in documents:
        content = {key: row.pop(key) for key in ("schema", "reader")}
        content["document"] = row
        for name in lists():
            content[name] = [
                _own(next(findings[name], None), row["id"], name) for _ in range(counts[name])
            ]
        yield Record.model_validate(content)
    for name in lists():
        if next(findings[name], None) is not None:
            raise ValueError(f"{name} has rows that are of no document")


def _own(row: Row | None, document: str, name: str) -> Row:
    if row is None or row.pop("document") != document:
        raise ValueError(f"{name} lacks rows of {document}")
    return row


@cache
def _lists() -> Mapping[str, type[BaseModel]]:
    """Return the models of a record's lists, by the name of the list, in the record's order."""
    found: dict[str, type[BaseModel]] = {}
    for name, info in Record.model_fields.items():
        if get_origin(info.annotation) is list:
            (found[name],) = get_args(info.annotation)
    return found


def _reference(name: str, description: str) -> pa.Field:
    import pyarrow as pa

    return pa.field(name, pa.string(), nullable=False, metadata={"description": description})


def _fields(model: type[BaseModel]) -> list[pa.Field]:
    return [_field(info.alias or name, info) for name, info in model.model_fields.items()]


def _field(name: str, info: Any) -> pa.Field:
    import pyarrow as pa

    annotation, nullable = _required(info.annotation)
    described = {"description": info.description} if info.description else None
    return pa.field(name, _type(annotation), nullable=nullable, metadata=described)


def _required(annotation: Any) -> tuple[Any, bool]:
    """Return a field's type without None, and whether it may be None."""
    if get_origin(annotation) in (Union, types.UnionType):
        parts = [part for part in get_args(annotation) if part is not type(None)]
        if len(parts) != 1:
            raise TypeError(f"{annotation} has no column type: a field has one type, or none")
        return parts[0], True
    return annotation, False


def _type(annotation: Any) -> pa.DataType:
    import pyarrow as pa

    origin = get_origin(annotation)
    if origin is list:
        (item,) = get_args(annotation)
        return pa.list_(pa.field("item", _type(item), nullable=False))
    if origin is Literal:
        return pa.string()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pa.struct(_fields(annotation))
    plain = {str: pa.string(), float: pa.float64(), int: pa.int64(), bool: pa.bool_()}
    if annotation in plain:
        return plain[annotation]
    raise TypeError(f"{annotation} has no column type: say one in memcon/arrow.py")
