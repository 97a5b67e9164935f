"""Writing a run's output, a part at a time, each file whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel

from memcon import arrow
from memcon.scale.output import files
from memcon.scale.output.tables import (
    DUPLICATES,
    ORIGINS,
    RECORDS,
    REJECTS,
    duplicate_row,
    origin_row,
    reject_row,
)
from memcon.scale.storage import Folder
from memcon.scale.work import Duplicate, Form, ReadDocument, Reject

ALL: Final = "all"  # the part of what is found over a whole run


def write_part(
    folder: Folder,
    name: str,
    documents: Sequence[ReadDocument],
    rejects: Sequence[Reject],
    *,
    form: Form,
) -> dict[str, int]:
    """Write the files of a part: its records, where they came from, and its rejects.

    A table without rows gets a file too, so that every folder tells its schema. What is there
    under these names is replaced.

    Args:
        folder: the output.
        name: the part's, the same in every table.
        documents: what was read, in the order in which it is to be written.
        rejects: what could not be read.
        form: tables in Parquet, or records as JSON Lines.

    Returns:
        How many rows each table has: those of the Parquet form, in either form.

    Raises:
        RunError: the storage refuses.
    """
    tables: dict[str, list[files.Row]] = {table: [] for table in arrow.schemas()}
    for document in documents:
        for table, row in arrow.rows(document.record):
            tables[table].append(row)
    if form == "parquet":
        for table, rows in tables.items():
            folder.put(files.file_name(table, name, form), files.to_parquet(table, rows))
    else:
        lines = files.to_lines(document.record.to_json() for document in documents)
        folder.put(files.file_name(RECORDS, name, form), lines)
    counts = {table: len(rows) for table, rows in tables.items()}
    counts[REJECTS] = write_rejects(folder, name, rejects, form)
    counts[ORIGINS] = _write(folder, ORIGINS, name, [origin_row(one) for one in documents], form)
    return counts


def write_rejects(folder: Folder, name: str, rejects: Sequence[Reject], form: Form) -> int:
    """Write rejects of a step before the reading; return how many.

    Args:
        folder: the output.
        name: of the file, other than any part's, whose own rejects would be replaced.
        rejects: what gave no document.
        form: of the output.

    Raises:
        RunError: the storage refuses.
    """
    return _write(folder, REJECTS, name, [reject_row(one) for one in rejects], form)


def write_duplicates(folder: Folder, rows: Sequence[Duplicate], form: Form) -> int:
    """Write the duplicates of a whole run, one file; return how many.

    Raises:
        RunError: the storage refuses.
    """
    return _write(folder, DUPLICATES, ALL, [duplicate_row(one) for one in rows], form)


def _write(folder: Folder, table: str, name: str, rows: Sequence[BaseModel], form: Form) -> int:
    data = (
        files.to_parquet(table, [row.model_dump() for row in rows])
        if form == "parquet"
        else files.to_lines(row.model_dump_json() for row in rows)
    )
    folder.put(files.file_name(table, name, form), data)
    return len(rows)
