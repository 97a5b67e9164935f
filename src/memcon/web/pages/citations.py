"""A citation to be copied: the words, the document, the day, where to look them up."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import PlainTextResponse, Response

from memcon.analysis.citing import Cited, cited
from memcon.presentation.citation import forms_of
from memcon.web import links
from memcon.web.naming import Names, names_of
from memcon.web.rendering import page
from memcon.web.site import site_of

router = APIRouter()
Form = Literal["text", "markdown", "bibtex", "csl"]
_NAMES: dict[Form, tuple[str, str]] = {
    "text": ("Plain text", ""),
    "markdown": ("Markdown", ""),
    "bibtex": ("BibTeX", "of the document"),
    "csl": ("CSL-JSON", "of the document, for Zotero and other citation managers"),
}


@router.get("/citations")
def citation(
    request: Request,
    id: Annotated[str, Query(description="public id of a document or of a finding")],
    start: Annotated[int | None, Query(ge=0, description="offset of the first character")] = None,
    end: Annotated[int | None, Query(ge=0, description="offset after the last")] = None,
    format: Annotated[Form | None, Query(description="that form alone, as plain text")] = None,
) -> Response:
    """Return the citation of words in all its forms, or one of them alone."""

    def asked(connection: Connection) -> tuple[Cited, Names]:
        found = cited(connection, id, start=start, end=end)
        return found, names_of(connection, [found.row.narrator or ""])

    found, names = site_of(request).ask(asked)
    address = words_address(found)
    forms = forms_of(found, link=absolute(request, address), names=names.actors)
    if format is not None:
        return PlainTextResponse(getattr(forms, format))
    return page(
        request,
        "citation.html.jinja",
        cited=found,
        narrator=names.actor(found.row.narrator) if found.row.narrator else None,
        address=address,
        forms=[(name, *told, getattr(forms, name)) for name, told in _NAMES.items()],
    )


def words_address(found: Cited) -> str:
    """Return the address of cited words in their document."""
    document, _, local = found.id.partition("/")
    if found.kind == "document":
        return links.document(document)
    if local and found.whole:
        return links.finding(document, local, found.start, found.end, found.words)
    return links.passage(document, found.start, found.end, found.words)


def absolute(request: Request, address: str) -> str:
    """Return an address of this server as other people reach it."""
    base = site_of(request).options.public_url or str(request.base_url)
    return base.rstrip("/") + address
