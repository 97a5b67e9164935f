"""Adding documents: what is sent is put in a queue, and told of as a job."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from memcon.errors import MemconError, TooLargeError
from memcon.scale.adding import Outcome
from memcon.web.api.shapes import FaultAnswer, Shape
from memcon.web.errors import WebError
from memcon.web.jobs import (
    MAX_FILES,
    Header,
    Job,
    JobKind,
    Jobs,
    JobState,
    Upload,
    jobs_of,
    submit_address,
    submit_files,
    submit_text,
)
from memcon.web.options import WebOptions
from memcon.web.queries.fields import Name, Words
from memcon.web.site import site_of
from memcon.web.viewer import Viewer, needs

router = APIRouter(tags=["Adding"])

_MAX_ADDRESS: Final = 8_000  # code points, as sources.web has it
_FIELD: Final = "files"
_FORM: Final = "multipart/form-data"
_JSON: Final = "application/json"
_ESCAPED: Final = 6  # bytes that one byte of a text takes in JSON at most
Reviewer = Annotated[Viewer, Depends(needs("reviewer"))]


class MediaTypeError(WebError):
    """A body is of a media type that its address does not take."""

    code = "media-type"
    status = 415


class AddBody(BaseModel):
    """An address, or a text, to be added; of a text what is known about it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[
        str | None,
        Field(max_length=_MAX_ADDRESS, description="address of a page or a feed, to be fetched"),
    ] = None
    text: Annotated[
        str | None, Field(description="a text, with front matter or without; then without `url`")
    ] = None
    title: Annotated[Words, Field(description="of the text")] = ""
    publisher: Annotated[Name, Field(description="of the text")] = ""
    date: Annotated[Name, Field(description="of the text")] = ""
    source: Annotated[
        Words, Field(description="address the text is from, which is not fetched")
    ] = ""

    @model_validator(mode="after")
    def _either(self) -> AddBody:
        if (self.url is None) == (self.text is None):
            raise ValueError("give url or text, and not both")
        return self


class AddedItem(Shape):
    """What became of a document."""

    where: Annotated[str, Field(description="what it is called, or its address")]
    outcome: Annotated[Outcome, Field(description="what became of it")]
    document: Annotated[str | None, Field(description="document id")]
    title: Annotated[str | None, Field(description="its headline")]
    reason: Annotated[str | None, Field(description="why it was rejected")]


class JobAnswer(Shape):
    """A job: something to be added, and how far it is."""

    id: Annotated[str, Field(description="job id")]
    kind: Annotated[JobKind, Field(description="what was handed in")]
    title: Annotated[str, Field(description="the same in a few words")]
    who: Annotated[str, Field(description="who handed it in")]
    state: Annotated[
        JobState, Field(description="`done`, `stopped` and `failed` are the end of it")
    ]
    total: Annotated[int, Field(description="how many inputs there are; a feed is one")]
    through: Annotated[int, Field(description="how many of them are through")]
    current: Annotated[str | None, Field(description="the input that is being read")]
    items: Annotated[list[AddedItem], Field(description="what became of each document so far")]
    fault: Annotated[str | None, Field(description="why it failed")]
    submitted_at: Annotated[str, Field(description="when it was handed in (ISO 8601, UTC)")]
    started_at: Annotated[str | None, Field(description="when its turn came")]
    ended_at: Annotated[str | None, Field(description="when it ended")]
    link: Annotated[str, Field(description="address that tells how far it is")]


class JobsAnswer(Shape):
    """The jobs that the server knows."""

    jobs: Annotated[list[JobAnswer], Field(description="the latest first")]


_SENT: Final = {
    "requestBody": {
        "required": True,
        "content": {
            _JSON: {"schema": AddBody.model_json_schema()},
            _FORM: {
                "schema": {
                    "type": "object",
                    "required": [_FIELD],
                    "properties": {
                        _FIELD: {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": MAX_FILES,
                            "items": {"type": "string", "format": "binary"},
                            "description": "texts, HTML pages, PDF files, feeds, WARC files",
                        }
                    },
                }
            },
        },
    }
}


@router.post(
    "/documents",
    operation_id="add",
    status_code=202,
    response_model=JobAnswer,
    openapi_extra=_SENT,
    responses={
        202: {
            "headers": {
                "Location": {
                    "description": "Address of the job.",
                    "schema": {"type": "string"},
                    "required": True,
                }
            }
        },
        413: {"model": FaultAnswer, "description": "It is larger than the server takes."},
        415: {"model": FaultAnswer, "description": "The body is neither JSON nor a form."},
    },
)
async def add(request: Request, viewer: Reviewer) -> Response:
    """Add documents: files as a form (`files`), or an address or a text as JSON.

    The answer is a job, which tells at its own address what became of each document.
    """
    queue, options = jobs_of(request), site_of(request).options
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == _FORM:
        job = await _files(request, queue, options, viewer.name)
    elif media == _JSON:
        body = await _json_body(request, options.max_text_bytes * _ESCAPED)
        job = await run_in_threadpool(_submitted, queue, options, body, viewer.name)
    else:
        raise MediaTypeError(
            "the body is neither JSON nor a form with files",
            where="Content-Type",
            remedy=f"Send {_JSON} or {_FORM}",
        )
    told = told_of(job)
    return Response(
        told.model_dump_json(), status_code=202, media_type=_JSON, headers={"Location": told.link}
    )


@router.get("/jobs", operation_id="jobs", response_model=JobsAnswer)
def jobs(request: Request, viewer: Reviewer) -> JobsAnswer:
    """List what was handed in lately, and how far it is; the server forgets old jobs."""
    return JobsAnswer(jobs=[told_of(one) for one in jobs_of(request).jobs()])


@router.get("/jobs/{id}", operation_id="job", response_model=JobAnswer)
def job(
    request: Request,
    id: Annotated[Name, Path(description="Id of a job.")],
    viewer: Reviewer,
) -> JobAnswer:
    """Tell how far a job is, and what became of each document."""
    return told_of(jobs_of(request).job(id))


def told_of(job: Job) -> JobAnswer:
    """Return a job as the API tells of it."""
    return JobAnswer(
        id=job.id,
        kind=job.kind,
        title=job.title,
        who=job.who,
        state=job.state,
        total=job.total,
        through=job.through,
        current=job.current,
        items=[
            AddedItem(
                where=one.where,
                outcome=one.outcome,
                document=one.document,
                title=one.title,
                reason=one.reason,
            )
            for one in job.items
        ],
        fault=job.fault,
        submitted_at=job.submitted_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        link=f"/api/v1/jobs/{job.id}",
    )


def _submitted(jobs: Jobs, options: WebOptions, body: AddBody, who: str) -> Job:
    if body.url is not None:
        return submit_address(jobs, body.url, who=who)
    header = Header(title=body.title, publisher=body.publisher, date=body.date, url=body.source)
    return submit_text(
        jobs, body.text or "", who=who, max_bytes=options.max_text_bytes, header=header
    )


async def _files(request: Request, jobs: Jobs, options: WebOptions, who: str) -> Job:
    async with request.form(max_files=MAX_FILES, max_fields=MAX_FILES) as form:
        files = [
            Upload(name=one.filename or "", stream=one.file)
            for one in form.getlist(_FIELD)
            if isinstance(one, UploadFile)
        ]
        return await run_in_threadpool(
            submit_files, jobs, files, who=who, max_bytes=options.max_upload_bytes
        )


async def _json_body(request: Request, limit: int) -> AddBody:
    """Return the body of a request.

    Raises:
        TooLargeError: it is over the limit, in bytes.
        RequestValidationError: it is none.
    """
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise TooLargeError(
                    f"the body is over the limit of {limit:,} bytes",
                    remedy="Send the text as a file",
                )
            parts.append(part)
    except ClientDisconnect as error:
        raise MemconError("the request broke off") from error
    try:
        return AddBody.model_validate_json(b"".join(parts))
    except ValidationError as error:
        faults: list[Any] = error.errors(include_context=False, include_input=False)
        raise RequestValidationError(faults) from error
