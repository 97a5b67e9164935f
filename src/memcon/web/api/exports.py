"""Exports: the archive, or a part of it, in the formats that other programs read."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path as FilePath
from threading import BoundedSemaphore
from typing import IO, Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from memcon.analysis.filters import first_day, last_day
from memcon.errors import UnknownIdError
from memcon.exports import registry
from memcon.exports.formats import Format, Selection
from memcon.exports.selected import selected_records
from memcon.web.api.shapes import ExportFormat, Formats
from memcon.web.errors import BusyError
from memcon.web.kept_pages import kept
from memcon.web.queries.fields import Name, Since, Until, named
from memcon.web.site import site_of

router = APIRouter(tags=["Exports"])

_AT_ONCE: Final = 1 << 16  # bytes
# Of a large archive one takes a thread for a minute; the others are for who reads pages.
_RUNNING: Final = 2
_places = BoundedSemaphore(_RUNNING)
_MODEST: Final = 1 << 20  # bytes of an export that stay in memory
# How a file of a format ends, and its media type; of other packages' formats nothing is known.
_ENDINGS: Final = {
    "annotations": ("jsonld", "application/ld+json"),
    "bibtex": ("bib", "application/x-bibtex"),
    "csl": ("json", "application/vnd.citationstyles.csl+json"),
    "duckdb": ("duckdb", "application/octet-stream"),
    "followthemoney": ("json", "application/jsonl"),
    "gexf": ("gexf", "application/gexf+xml"),
    "graphml": ("graphml", "application/graphml+xml"),
    "ics": ("ics", "text/calendar"),
    "plover": ("jsonl", "application/jsonl"),
    "polecat": ("txt", "text/tab-separated-values"),
    "prov": ("ttl", "text/turtle"),
    "prov-json": ("json", "application/json"),
    "records": ("jsonl", "application/jsonl"),
    "schemaorg": ("jsonld", "application/ld+json"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_UNKNOWN: Final = {
    "stream": ("txt", "text/plain"),
    "file": ("bin", "application/octet-stream"),
    "folder": ("zip", "application/zip"),
}


class ExportQuery(BaseModel):
    """Which part is exported: by the document's or event's day, and by actor."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: Since = None
    until: Until = None
    actor: Annotated[Name | None, named("Actor", "Only what this actor has a part in.")] = None


def _write_records(connection: Connection, target: IO[str], selection: Selection) -> int:
    number = 0
    for _, record in selected_records(connection, selection):
        target.write(record.to_json() + "\n")
        number += 1
    return number


RECORDS: Final = Format(
    name="records",
    summary="Write every current record as JSON Lines.",
    epilog="",
    target="stream",
    write=_write_records,
    noun="records",
)


def format_names() -> list[str]:
    """Return the names of all formats: records first, then those of the registry."""
    return [RECORDS.name, *registry.names()]


@router.get("/export", operation_id="export_formats", response_model=Formats)
@kept
def formats(request: Request) -> Response:
    """List the formats of exports."""
    found = [
        ExportFormat(
            name=name,
            summary=registry.OWN[name].summary if name in registry.OWN else _summary(name),
            link=f"/api/v1/export/{name}",
        )
        for name in format_names()
    ]
    return Response(Formats(formats=found).model_dump_json(), media_type="application/json")


@router.get(
    "/export/{format}",
    operation_id="export",
    response_class=Response,
    responses={
        200: {
            "description": "The export: a file, or of formats with several files a ZIP file.",
            "content": {
                media: {"schema": {"type": "string", "format": "binary"}}
                for media in sorted({kind for _, kind in (*_ENDINGS.values(), *_UNKNOWN.values())})
            },
        },
    },
)
def export(
    request: Request,
    format: Annotated[Name, Path(description="Name of a format, as `/api/v1/export` lists them.")],
    query: Annotated[ExportQuery, Query()],
) -> Response:
    """Export the archive, or a part of it, in a format that other programs read."""
    found = _found(format)
    chosen = Selection(
        since=first_day(query.since, "since"),
        until=last_day(query.until, "until"),
        actor=query.actor,
    )
    with _place(), site_of(request).archive.reading() as connection:
        made = written(found, connection, chosen)
    kind = found.format.target
    ending, media = _ENDINGS.get(format, _UNKNOWN[kind])
    if kind == "folder":
        ending, media = _UNKNOWN["folder"]
    name = f"memcon-{format}.{ending}"
    return StreamingResponse(
        _read(made),
        media_type=media,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def written(found: registry.Registered, connection: Connection, selection: Selection) -> IO[bytes]:
    """Write an export to a temporary file and return that, open at its beginning.

    The file has no name: nothing is left of it once it is closed, whatever happens.

    Raises:
        MemconError: it cannot be written, or the selection names what is not in the archive.
    """
    form = found.format
    with tempfile.TemporaryDirectory(prefix="memcon-") as folder:
        path = FilePath(folder) / f"memcon-{form.name}"
        if form.target == "stream":
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                registry.write(found, connection, stream, selection)
        else:
            registry.write(found, connection, path, selection)
        if form.target == "folder":
            path = FilePath(shutil.make_archive(str(path), "zip", root_dir=path))
        return _taken(path)


@contextmanager
def _place() -> Iterator[None]:
    """Have an export be one of those that may be written at once.

    Raises:
        BusyError: there are as many already.
    """
    if not _places.acquire(blocking=False):
        raise BusyError(
            f"{_RUNNING} exports are being written already",
            remedy="Try again when one of them is done, in half a minute or so",
        )
    try:
        yield
    finally:
        _places.release()


def _taken(path: FilePath) -> IO[bytes]:
    """Return what is in a file, which may be removed then."""
    copy: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_MODEST)  # noqa: SIM115
    with path.open("rb") as written:
        shutil.copyfileobj(written, copy, _AT_ONCE)
    copy.seek(0)
    return copy


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_AT_ONCE):
            yield part


def _found(name: str) -> registry.Registered:
    if name == RECORDS.name:
        return registry.Registered(format=RECORDS)
    found = registry.find(name)
    if found is None:
        raise UnknownIdError(
            "there is no such format",
            where=name,
            remedy=f"The formats are {', '.join(format_names())}",
        )
    return found


def _summary(name: str) -> str:
    if name == RECORDS.name:
        return RECORDS.summary
    found: Any = registry.find(name)
    return str(found.format.summary)
