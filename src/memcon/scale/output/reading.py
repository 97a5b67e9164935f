"""Reading a run's output back: records, equal to those that were written, and rejects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from memcon import arrow
from memcon.errors import RunError
from memcon.record import SCHEMA_VERSION, Record
from memcon.scale.output import files
from memcon.scale.output.tables import ORIGINS, RECORDS, REJECTS, OriginRow, RejectRow
from memcon.scale.storage import Folder
from memcon.scale.work import Form, ReadDocument, Reject

MANIFEST: Final = "_memcon/run.json"
REPORT: Final = "_memcon/report.json"
RUN_VERSION: Final = "memcon/run/1"

AnyRow = TypeVar("AnyRow", bound=BaseModel)


def is_output(folder: Folder) -> bool:
    """Whether a folder is the output of a run, finished or not.

    Raises:
        RunError: the storage cannot be asked.
    """
    return folder.exists(MANIFEST)


def open_output(folder: Folder) -> Output:
    """Return the output of a run that is finished.

    Raises:
        RunError: the folder is none, the run is not finished, or another release made it.
    """
    if not is_output(folder):
        raise RunError(
            "this is not the output of a run: it has no _memcon/run.json",
            where=folder.url,
            remedy="Give the folder that memcon run was told as --output",
        )
    manifest = _object(folder, MANIFEST)
    version: Any = manifest.get("schema")
    form: Any = manifest.get("form")
    if version != RUN_VERSION:
        raise files.other_version(folder.path(MANIFEST), str(version), RUN_VERSION)
    if form not in get_args(Form):
        raise files.damaged(folder.path(MANIFEST), f"its form is {form!r}")
    if not folder.exists(REPORT):
        raise RunError(
            "this run is not finished: it has no _memcon/report.json",
            where=folder.url,
            remedy="Start memcon run with the same options again: it does what is missing",
        )
    return Output(folder=folder, form=form, total=_total(folder))


def read_output(folder: Folder) -> Iterator[ReadDocument]:
    """Return the documents of a finished run (see :meth:`Output.documents`).

    Raises:
        RunError: as :func:`open_output`, at once; as :meth:`Output.documents`, later.
    """
    return open_output(folder).documents()


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """The output of a finished run. ``total`` is how many documents its report tells of."""

    folder: Folder
    form: Form
    total: int

    def documents(self) -> Iterator[ReadDocument]:
        """Yield the documents with their records, in the order in which they were written.

        The files of one part are held at a time.

        Raises:
            RunError: a file is damaged or missing, or of a version that is not known here; all
                that was yielded before is whole.
        """
        found = 0
        for part in self._parts():
            for document in self._part(part):
                found += 1
                yield document
        if found != self.total:
            raise RunError(
                f"the output has {found:,} documents, and its report tells of {self.total:,}",
                where=self.folder.url,
                remedy="Copy the whole folder again",
            )

    def rejects(self) -> Iterator[Reject]:
        """Yield what gave no record, at any step.

        Raises:
            RunError: as :meth:`documents`.
        """
        for part in self._parts_of(REJECTS):
            for row in self._rows(REJECTS, part, RejectRow):
                yield Reject(where=row.where, stage=row.stage, code=row.code, reason=row.reason)

    def _parts(self) -> list[str]:
        """Return the names of the parts with documents, all of whose files are there."""
        tables = (RECORDS,) if self.form == "jsonl" else (arrow.DOCUMENTS, *arrow.lists())
        parts = self._parts_of(ORIGINS)
        for table in tables:
            if odd := sorted(set(parts).symmetric_difference(self._parts_of(table))):
                file = files.file_name(table, odd[0], self.form)
                raise files.damaged(
                    self.folder.path(file),
                    "it is missing" if odd[0] in parts else "its part has no file in origins",
                )
        return parts

    def _parts_of(self, table: str) -> list[str]:
        found = (files.part_of(file, self.form) for file in self.folder.names(table))
        return [part for part in found if part is not None]

    def _part(self, part: str) -> Iterator[ReadDocument]:
        origins = list(self._rows(ORIGINS, part, OriginRow))
        where = self.folder.path(files.file_name(ORIGINS, part, self.form))
        records = self._lines(part) if self.form == "jsonl" else self._tables(part, origins)
        for origin in origins:
            record = next(records, None)
            if record is None or record.document.id != origin.document:
                raise files.damaged(where, f"it names {origin.document}, whose record is elsewhere")
            yield ReadDocument(where=origin.where, record=record)
        if next(records, None) is not None:
            raise files.damaged(where, "it does not name all documents")

    def _tables(self, part: str, origins: Sequence[OriginRow]) -> Iterator[Record]:
        documents = _counted(self._parquet(arrow.DOCUMENTS, part), origins)
        findings = {name: self._parquet(name, part) for name in arrow.lists()}
        try:
            yield from arrow.records(documents, findings)
        except ValueError as error:
            where = f"{self.folder.url} (part {part})"
            raise files.damaged(where, _first_line(error)) from error

    def _lines(self, part: str) -> Iterator[Record]:
        name = files.file_name(RECORDS, part, self.form)
        where = self.folder.path(name)
        for line in files.from_lines(self.folder.get(name), where=where):
            try:
                record = Record.model_validate_json(line)
            except ValidationError as error:
                version = _version(line)
                if version not in (None, SCHEMA_VERSION):
                    raise files.other_version(where, str(version), SCHEMA_VERSION) from error
                raise files.damaged(where, _first_line(error)) from error
            if record.schema_ != SCHEMA_VERSION:
                raise files.other_version(where, record.schema_, SCHEMA_VERSION)
            yield record

    def _rows(self, table: str, part: str, model: type[AnyRow]) -> Iterator[AnyRow]:
        name = files.file_name(table, part, self.form)
        try:
            if self.form == "parquet":
                yield from map(model.model_validate, self._parquet(table, part))
            else:
                lines = files.from_lines(self.folder.get(name), where=self.folder.path(name))
                yield from map(model.model_validate_json, lines)
        except ValidationError as error:
            raise files.damaged(self.folder.path(name), _first_line(error)) from error

    def _parquet(self, table: str, part: str) -> Iterator[files.Row]:
        name = files.file_name(table, part, self.form)
        return files.from_parquet(table, self.folder.get(name), where=self.folder.path(name))


def _counted(
    rows: Iterator[files.Row], origins: Iterable[OriginRow]
) -> Iterator[tuple[files.Row, Mapping[str, int]]]:
    """Yield the rows of documents, each with how many rows other tables have of it."""
    for origin in origins:
        if (row := next(rows, None)) is None:
            raise ValueError("documents lacks rows that origins has")
        yield row, origin.model_dump()
    if next(rows, None) is not None:
        raise ValueError("documents has rows that origins has not")


def _total(folder: Folder) -> int:
    """Return how many documents the report tells of."""
    try:
        total = _object(folder, REPORT)["read"]["rows"].get(arrow.DOCUMENTS, 0)
    except (TypeError, LookupError, AttributeError):
        total = None
    if not isinstance(total, int):
        raise files.damaged(folder.path(REPORT), "it does not tell how many documents there are")
    return total


def _object(folder: Folder, name: str) -> dict[str, Any]:
    try:
        content = json.loads(folder.get(name))
    except ValueError as error:
        raise files.damaged(folder.path(name), _first_line(error)) from error
    if not isinstance(content, dict):
        raise files.damaged(folder.path(name), "it is no JSON object")
    return content


def _version(line: str) -> object:
    """Return what a line says of its schema; None if it says nothing."""
    try:
        content = json.loads(line)
    except ValueError:
        return None
    return content.get("schema") if isinstance(content, dict) else None


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
