"""``/add``: files, an address or a text into the archive, and how far that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from sqlalchemy import Connection
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from memcon.analysis.newcomers import Newcomer, newcomers
from memcon.errors import MemconError
from memcon.presentation.wording import FORMS
from memcon.web.errors import status_of
from memcon.web.forms import form_of, text_of
from memcon.web.jobs import (
    MAX_FILES,
    Header,
    Job,
    Upload,
    jobs_of,
    submit_address,
    submit_files,
    submit_text,
)
from memcon.web.naming import Names, names_of
from memcon.web.remarks import in_web_words
from memcon.web.rendering import page
from memcon.web.site import site_of
from memcon.web.viewer import Viewer, needs

router = APIRouter()
Reviewer = Annotated[Viewer, Depends(needs("reviewer"))]
Form = Annotated[FormData, Depends(form_of)]

SHOWN_JOBS: Final = 10
REFRESH_SECONDS: Final = 3  # without script
# What became of a document, in words, with the mark that goes with it.
OUTCOMES: Final = {
    "added": ("stored", "good"),
    "changed": ("new version", "good"),
    "known": ("already there", "mark"),
    "unchanged": ("unchanged since last time", "mark"),
    "listed": ("feed", "mark"),
    "rejected": ("rejected", "bad"),
}
STATUSES: Final = {
    "superseded": "superseded by a later version",
    "duplicate": "a copy of another document",
    "withdrawn": "withdrawn by a reviewer",
}
STATES: Final = {
    "waiting": "Waiting for its turn",
    "adding": "Reading",
    "linking": "Linking with the rest of the archive",
    "done": "Done",
    "stopped": "Stopped",
    "failed": "Failed",
}


@router.get("/add")
def add(request: Request, viewer: Reviewer) -> Response:
    """Return the page with its three forms, and what was handed in lately."""
    return _page(request)


@router.post("/add")
def submit(request: Request, viewer: Reviewer, form: Form) -> Response:
    """Put what was handed in into the queue, and lead to the page that tells of it."""
    try:
        job = _submitted(request, form, viewer.name)
    except MemconError as error:
        return _page(request, form, error)
    return RedirectResponse(f"/add/{job.id}", status_code=303)


@router.get("/add/{id}")
def job(request: Request, viewer: Reviewer, id: str) -> Response:
    """Return what became of what was handed in so far."""
    found = jobs_of(request).job(id)
    ids = [item.document for item in found.items if item.document]
    site = site_of(request)

    def asked(connection: Connection) -> tuple[Sequence[Newcomer], Names]:
        rows = newcomers(connection, ids).rows
        return rows, names_of(connection, [row.narrator for row in rows if row.narrator])

    rows, names = site.ask(asked)
    return page(
        request,
        "job.html.jinja",
        job=found,
        documents={row.id: row for row in rows},
        names=names,
        outcomes=OUTCOMES,
        statuses=STATUSES,
        states=STATES,
        forms=FORMS,
        refresh=None if found.ended else REFRESH_SECONDS,
        reasons=[_sentence(item.reason) for item in found.items],
        before=sum(one.state == "waiting" for one in _before(request, found)),
    )


@router.post("/add/{id}/stop")
def stop(request: Request, viewer: Reviewer, id: str) -> Response:
    """Call it off; what was stored stays."""
    jobs_of(request).stop(id)
    return RedirectResponse(f"/add/{id}", status_code=303)


def _submitted(request: Request, form: FormData, who: str) -> Job:
    jobs, options = jobs_of(request), site_of(request).options
    if form.get("what") == "address":
        return submit_address(jobs, text_of(form, "address"), who=who)
    if form.get("what") == "text":
        header = Header(
            title=text_of(form, "title"),
            publisher=text_of(form, "publisher"),
            date=text_of(form, "date"),
            url=text_of(form, "url"),
        )
        return submit_text(
            jobs,
            text_of(form, "text"),
            who=who,
            max_bytes=options.max_text_bytes,
            header=header,
        )
    files = [
        Upload(name=one.filename, stream=one.file)
        for one in form.getlist("files")
        # A browser sends a file without a name where none was chosen.
        if isinstance(one, UploadFile) and one.filename
    ]
    return submit_files(jobs, files, who=who, max_bytes=options.max_upload_bytes)


def _page(
    request: Request, form: FormData | None = None, error: MemconError | None = None
) -> Response:
    site = site_of(request)
    given = {name: value for name, value in (form or {}).items() if isinstance(value, str)}
    return page(
        request,
        "add.html.jinja",
        status=200 if error is None else status_of(error),
        writable=site.archive.writable,
        given=given,
        fault=error and in_web_words(error.reason),
        at_fault=given.get("what", "files") if error else None,
        jobs=jobs_of(request).jobs()[:SHOWN_JOBS],
        states=STATES,
        max_files=MAX_FILES,
        max_megabytes=site.options.max_upload_bytes / 1_000_000,
        max_text_bytes=site.options.max_text_bytes,
    )


def _sentence(reason: str | None) -> str:
    words = in_web_words(reason or "")
    return words[:1].upper() + words[1:] + ("." if words and words[-1].isalnum() else "")


def _before(request: Request, job: Job) -> list[Job]:
    """Return the jobs that are to be done before another."""
    all = list(reversed(jobs_of(request).jobs()))
    return all[: next((n for n, one in enumerate(all) if one.id == job.id), 0)]
