"""The questions that are answered by rows: an address each, made from the list of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import create_model
from sqlalchemy import Connection

from memcon.analysis.answer import Answer, Model
from memcon.analysis.network import Network, Tie
from memcon.errors import MemconError
from memcon.presentation.tabular import Rows as Tabular
from memcon.presentation.tabular import write_answer
from memcon.web.api.facets import facets
from memcon.web.api.shapes import NetworkMember, NetworkRows, Rows
from memcon.web.api.strict import strict
from memcon.web.kept_pages import kept
from memcon.web.queries import QUESTIONS, Paged, Question
from memcon.web.remarks import in_web_words
from memcon.web.site import site_of

PATH: Final = "/api/v1"
MAX_ROWS: Final = 10_000
"""Rows of an answer as a file, which is put together in memory. Exports have no such limit."""

_MEDIA: Final = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}
_JSON: Final = "application/json"
router = APIRouter()


def _route(question: Question) -> None:
    """Add the address of a question."""

    def endpoint(request: Request, query: Any) -> Response:
        return rows_answer(request, query)

    endpoint.__annotations__ = {
        "request": Request,
        "query": Annotated[strict(question.query), Query()],
        "return": Response,
    }
    endpoint.__name__ = question.slug
    router.get(
        f"/{question.name}",
        name=f"api_{question.slug}",
        operation_id=question.slug,
        summary=question.summary,
        description=question.description,
        response_model=shape_of(question.row),
        responses=files_described(),
        tags=["Questions"],
    )(kept(endpoint))


@cache
def shape_of(row: type[Model]) -> Any:
    """Return the shape of a page of rows of a kind."""
    if row is Tie:
        return NetworkRows
    shape: Any = Rows
    return create_model(f"{row.__name__}Rows", __base__=shape[row], __doc__=Rows.__doc__)


def _beside(answer: Answer[Any]) -> dict[str, Any]:
    """Return what an answer has beside its rows."""
    if not isinstance(answer, Network):
        return {}
    members = [NetworkMember(**asdict(one)) for one in answer.members]
    return {"members": members, "whole": answer.whole}


def files_described() -> dict[int | str, dict[str, Any]]:
    """Return what the reference says of an answer's formats and headers."""
    text: dict[str, Any] = {"schema": {"type": "string"}}
    return {
        200: {
            "description": "The answer.",
            "content": {"text/csv": text, "application/jsonl": text},
            "headers": {
                "ETag": _header("Changes when the answer can; give it back in If-None-Match."),
                "Link": _header('With rel="next", the address of the next page.', required=False),
            },
        },
        304: {"description": "The answer is what it was."},
    }


def _header(description: str, *, required: bool = True) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}, "required": required}


def rows_answer(request: Request, query: Any) -> Response:
    """Return the answer to a question in the format that is asked for.

    Args:
        request: the request.
        query: the question as :func:`strict` has it.

    Raises:
        MemconError: the question cannot be asked like that.
    """
    if query.format != "json":
        return _file(request, query)
    site = site_of(request)
    path = request.url.path

    def asked(connection: Connection) -> tuple[bytes, str | None]:
        page = query.page(connection, today=site.today())
        found = page.answer
        shape = shape_of(found.model)(
            rows=list(found.rows),
            total=found.total,
            facets=facets(query, found.facets, path),
            notes=[in_web_words(note) for note in found.notes],
            next=page.cursor,
            **_beside(found),
        )
        return shape.model_dump_json().encode(), page.cursor

    body, cursor = site.ask(asked)
    headers = {}
    if cursor is not None:
        headers["Link"] = f'<{next_address(query, path, cursor)}>; rel="next"'
    return Response(body, media_type=_JSON, headers=headers)


def next_address(query: Paged, path: str, cursor: str) -> str:
    """Return the address of the next page of an answer."""
    first = query.address(path)
    return f"{first}{'&' if '?' in first else '?'}limit={query.limit}&cursor={cursor}"


def _file(request: Request, query: Any) -> Response:
    """Return all rows of an answer as a file, a line at a time."""
    if query.cursor is not None:
        raise MemconError(
            "a cursor is for pages", where="cursor", remedy="Leave it out, or format=json"
        )
    site = site_of(request)
    limit = query.limit if "limit" in query.model_fields_set else None
    answer = site.ask(lambda connection: all_rows(query, connection, site.today(), limit))
    slug = query.NAME.replace("/", "-")
    return StreamingResponse(
        _lines(answer) if query.format == "jsonl" else _written(answer, query.format),
        media_type=_MEDIA[query.format],
        headers={"Content-Disposition": f'attachment; filename="{slug}.{query.format}"'},
    )


def all_rows(
    query: Paged, connection: Connection, today: str, limit: int | None = None
) -> Answer[Any]:
    """Return an answer with all its rows, or the first of them.

    Args:
        query: the question.
        connection: the archive.
        today: ISO 8601 day.
        limit: how many rows; None for all.

    Raises:
        MemconError: there are more than a file may have, or the question cannot be asked so.
    """
    if not query.asked:
        raise MemconError("there is nothing to look for", where=query.NAME, remedy=query.NEEDS)
    answer = query.ask(connection, today=today, limit=limit or MAX_ROWS + 1)
    if len(answer.rows) > MAX_ROWS:
        raise MemconError(
            f"there are more than {MAX_ROWS:,} rows",
            where=query.NAME,
            remedy="Narrow it down, or take /api/v1/export",
        )
    return answer


def _lines(answer: Answer[Any]) -> Iterator[str]:
    for row in answer.rows:
        yield row.model_dump_json() + "\n"


def _written(answer: Answer[Any], form: str) -> Iterator[str]:
    stream = io.StringIO()
    write_answer(Tabular(answer), form=form, stream=stream)
    yield stream.getvalue()


for _question in QUESTIONS.values():
    if _question.name != "compare":  # which gives more than rows: see two_sides
        _route(_question)
