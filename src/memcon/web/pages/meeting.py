"""``/meetings/…``: one meeting with all its accounts, and what each account alone has."""

from __future__ import annotations

import io
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.responses import RedirectResponse

from memcon.analysis.sheet import Shown
from memcon.analysis.show import show
from memcon.errors import MemconError
from memcon.presentation.tabular import Rows, write_answer
from memcon.web import links
from memcon.web.comparing import Compared, compared
from memcon.web.downloads import MEDIA_TYPES
from memcon.web.gathering import MeetingView, meeting_view
from memcon.web.kept_pages import kept
from memcon.web.queries import CompareQuery
from memcon.web.queries.fields import Id
from memcon.web.remarks import in_web_words
from memcon.web.rendering import page
from memcon.web.site import Site, site_of

router = APIRouter()

# Rows of a section: a page that is longer is of use to nobody, and the API has the rest.
LIMIT: Final = 1_000


class Voices(BaseModel):
    """Whose accounts are compared."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    a: Annotated[
        Id | Literal[""], Field(description="Actor whose accounts are A, or a document.")
    ] = ""
    b: Annotated[
        Id | Literal[""], Field(description="Actor whose accounts are B, or a document.")
    ] = ""


@router.get("/meetings/{id:path}.{form}")
def meeting_file(request: Request, id: str, form: Literal["csv", "json", "jsonl"]) -> Response:
    """Return all that is known of a meeting as a table: facts, participants, what was said."""
    shown = site_of(request).ask(lambda connection: show(connection, id, limit=LIMIT))
    stream = io.StringIO()
    write_answer(Rows(shown), form=form, stream=stream)
    named = {"Content-Disposition": f'attachment; filename="memcon-meeting.{form}"'}
    return Response(stream.getvalue(), media_type=MEDIA_TYPES[form], headers=named)


@router.get("/meetings/{id:path}")
@kept
def meeting_page(request: Request, id: str, voices: Annotated[Voices, Query()]) -> Response:
    """Return the page of a meeting; the id of any account of it leads to it."""
    site = site_of(request)
    shown, view = site.ask(lambda one: _whole(one, id), key=("meeting", id))
    if view is None:
        return RedirectResponse(links.item(shown.id), status_code=303)
    two = _two(view, voices)
    made, problem = _comparison(site, view.id, two) if two else (None, None)
    asked = {"a": view.id, "narrators": two, "mode": "accounts"}
    return page(
        request,
        "meeting.html.jinja",
        meeting=view,
        made=made,
        names=made.names() if made else None,
        problem=problem,
        two=two or ("", ""),
        compare=f"/compare?{urlencode(asked, doseq=True)}",
        compare_file=f"/compare.csv?{urlencode(asked, doseq=True)}",
        base=f"/meetings/{view.id}",
    )


def _whole(connection: Connection, id: str) -> tuple[Shown, MeetingView | None]:
    """Return what an id stands for, and the view of it if that is a meeting."""
    shown = show(connection, id, limit=LIMIT)
    return shown, meeting_view(connection, shown) if shown.kind == "meeting" else None


def _two(view: MeetingView, voices: Voices) -> tuple[str, str] | None:
    """Return whose two accounts are compared; None where there are not two."""
    default = view.two_voices()
    if voices.a and voices.b:
        return voices.a, voices.b
    return default


def _comparison(site: Site, id: str, two: tuple[str, str]) -> tuple[Compared | None, str | None]:
    """Return the comparison of two accounts, or why there is none."""
    query = CompareQuery(a=id, narrators=two, mode="accounts")
    key = ("compared", query.a, query.b, query.mode, query.narrators)
    try:
        return site.ask(lambda one: compared(one, query.compare(one)), key=key), None
    except MemconError as error:
        return None, in_web_words(str(error))
