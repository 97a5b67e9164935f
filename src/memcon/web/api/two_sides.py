"""Two sides: comparisons and briefs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from memcon.analysis.brief import Brief
from memcon.analysis.comparison import Comparison
from memcon.errors import MemconError
from memcon.web.api.questions import files_described, rows_answer
from memcon.web.api.strict import strict
from memcon.web.kept_pages import kept
from memcon.web.queries import QUESTIONS, BriefQuery, CompareQuery
from memcon.web.site import site_of

router = APIRouter(tags=["Two sides"])
_JSON = "application/json"


def _compare(request: Request, query: Any) -> Response:
    if query.format != "json":
        return rows_answer(request, query)
    if not query.asked:
        raise MemconError("there is nothing to compare", where="a", remedy=query.NEEDS)

    def asked(connection: Connection) -> bytes:
        made: Comparison = query.compare(connection)
        shown = made.model_copy(update={"rows": tuple(query.rows_of(made))})
        return shown.model_dump_json().encode()

    return Response(site_of(request).ask(asked), media_type=_JSON)


def _brief(request: Request, query: Any) -> Response:
    site = site_of(request)

    def asked(connection: Connection) -> bytes:
        made: Brief = query.brief(connection, today=site.today())
        return made.model_dump_json().encode()

    return Response(site.ask(asked), media_type=_JSON)


_compare.__annotations__["query"] = Annotated[strict(CompareQuery), Query()]
_brief.__annotations__["query"] = Annotated[strict(BriefQuery), Query()]

router.get(
    "/compare",
    operation_id="compare",
    summary=QUESTIONS["compare"].summary,
    description=(
        f"{QUESTIONS['compare'].summary} The whole is given at once: `limit` and `cursor` count "
        "for `csv` and `jsonl` alone. `label` narrows down the rows, and nothing else."
    ),
    response_model=Comparison,
    responses=files_described(),
)(kept(_compare))
router.get(
    "/brief",
    operation_id="brief",
    summary=(BriefQuery.__doc__ or "").strip(),
    response_model=Brief,
    responses={304: {"description": "The answer is what it was."}},
)(kept(_brief))
