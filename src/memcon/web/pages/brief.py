"""``/brief``: what there is to know before two sides meet, to read, to print or to take along."""

from __future__ import annotations

from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from memcon.analysis.brief import Brief
from memcon.errors import ArchiveError, MemconError, UnknownIdError
from memcon.presentation.brief.view import BriefPage, brief_page
from memcon.web import tables
from memcon.web.errors import status_of
from memcon.web.kept_pages import kept
from memcon.web.naming import names_of
from memcon.web.queries import BriefQuery
from memcon.web.remarks import in_web_words
from memcon.web.rendering import page
from memcon.web.site import Site, site_of

router = APIRouter()

PATH: Final = "/brief"
FILES: Final = (("docx", "DOCX"), ("md", "Markdown"), ("html", "HTML"))


@router.get(PATH)
@kept
def brief_site_page(request: Request, query: Annotated[BriefQuery, Query()]) -> Response:
    """Return the brief that is asked for, or the form to ask for one."""
    site = site_of(request)
    made: Brief | None = None
    problem, status = None, 200
    if query.asked:
        try:
            made = _brief(site, query)
        except MemconError as error:
            if isinstance(error, ArchiveError) and not isinstance(error, UnknownIdError):
                raise
            problem, status = in_web_words(str(error)), status_of(error)
    elif query.a or query.b:
        problem = "A brief is about two sides: give the other one, too."
    asked = urlencode(query.parameters())
    ids = tables.ids_in([made] if made else [])
    return page(
        request,
        "brief.html.jinja",
        status=status,
        query=query,
        made=made,
        brief=brief_page(made) if made else None,
        names=site.ask(lambda connection: names_of(connection, ids)),
        problem=problem,
        today=site.today(),
        files=[(form, name, f"{PATH}.{form}?{asked}") for form, name in FILES],
        data=f"/api/v1{PATH}?{asked}",
    )


@router.get(PATH + ".{form}")
def brief_file(
    request: Request,
    form: Literal["docx", "md", "html"],
    query: Annotated[BriefQuery, Query()],
) -> Response:
    """Return the brief as a file."""
    site = site_of(request)

    def asked(connection: Connection) -> tuple[str, str, str | bytes]:
        made = query.brief(connection, today=site.today())
        name = f"brief-{_safe(made.a.id)}-{_safe(made.b.id)}.{form}"
        return name, *_content(brief_page(made), form)

    name, media_type, content = site.ask(asked, key=("brief", form, query))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _brief(site: Site, query: BriefQuery) -> Brief:
    """Return the brief.

    Raises:
        MemconError: as the question does.
    """
    return site.ask(lambda one: query.brief(one, today=site.today()))


def _content(made: BriefPage, form: str) -> tuple[str, str | bytes]:
    """Return the media type and what the file has."""
    if form == "docx":
        from memcon.presentation.brief import docx  # loads lxml's schemas: only for those who ask

        return docx.MEDIA_TYPE, docx.brief_docx(made)
    if form == "html":
        from memcon.presentation.brief.html import brief_html

        return "text/html; charset=utf-8", brief_html(made)
    from memcon.presentation.brief.markdown import brief_markdown

    return "text/markdown; charset=utf-8", brief_markdown(made)


def _safe(id: str) -> str:
    """Return an id as the part of a file's name."""
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in id)
