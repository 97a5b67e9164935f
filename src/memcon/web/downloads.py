"""The rows of a page as a file: ``/ledger.csv``, ``.json`` and ``.jsonl`` with the page's query.

A file has exactly the rows that the page of the same address shows, in the same order, with all
that is known of each. Whoever wants the whole answer asks the API.
"""

from __future__ import annotations

from io import StringIO
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from memcon.presentation.tabular import Rows, write_answer
from memcon.web.listing import asked, parameters, read
from memcon.web.queries import QUESTIONS, Question
from memcon.web.site import site_of

MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl",
}

router = APIRouter()


def _add(question: Question, form: str) -> None:
    def download(request: Request) -> Response:
        query = read(question.query, parameters(request, question.query))
        page, _ = asked(site_of(request), query)
        stream = StringIO()
        write_answer(Rows(page.answer), form=form, stream=stream)
        name = f"memcon-{question.slug}.{form}"
        named = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(stream.getvalue(), media_type=MEDIA_TYPES[form], headers=named)

    router.add_api_route(f"/{question.name}.{form}", download, methods=["GET", "HEAD"])


for _question in QUESTIONS.values():
    if _question.name == "compare":  # the page of which has all its rows, and files of its own
        continue
    for _form in MEDIA_TYPES:
        _add(_question, _form)
