"""Outputs of runs for tests, as ``memcon run`` leaves them, of records that are there already."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

from archives import example_records
from arrow_rows import event_record
from memcon.record import SCHEMA_VERSION
from memcon.scale.output import write_duplicates, write_part, write_rejects
from memcon.scale.storage import Folder
from memcon.scale.work import Duplicate, Form, ReadDocument, Reject

REJECTED = (
    Reject(where="/news/bad.txt", stage="sift", code="binary", reason="this is not text"),
    Reject(where="/news/day.jsonl#7", stage="input", code="markup", reason="the line is cut off"),
)


@cache
def example_documents() -> tuple[ReadDocument, ...]:
    """Return the examples, and a record with events, from places of their own."""
    records = (*example_records(), event_record())
    return tuple(
        ReadDocument(where=f"/news/{number:03}.txt", record=record)
        for number, record in enumerate(records)
    )


def write_manifest(folder: Folder, form: Form, *, version: str = "memcon/run/1") -> None:
    """Write what a run writes first."""
    manifest = {"schema": version, "form": form, "versions": {"record": SCHEMA_VERSION}}
    folder.put("_memcon/run.json", json.dumps(manifest).encode())


def write_report(folder: Folder, documents: int) -> None:
    """Write what a run writes last."""
    report = {"schema": "memcon/report/1", "read": {"rows": {"documents": documents}}}
    folder.put("_memcon/report.json", json.dumps(report).encode())


def write_output(
    url: str,
    documents: Sequence[ReadDocument],
    *,
    form: Form,
    rejects: Sequence[Reject] = (),
    part: int = 5,
) -> Folder:
    """Write the output of a run: parts of some documents, the rejects, no duplicates.

    The first reject is one of the sifting, the others come with the first part.
    """
    folder = Folder(url)
    write_manifest(folder, form)
    write_rejects(folder, "sift", rejects[:1], form)
    for number, start in enumerate(range(0, max(len(documents), 1), part)):
        here = documents[start : start + part]
        write_part(folder, f"{number:05}", here, rejects[1:] if not number else (), form=form)
    twin = Duplicate(where="/news/twin.txt", document="doc:1", of="doc:0", similarity=0.9)
    write_duplicates(folder, [twin], form)
    write_report(folder, len(documents))
    return folder
