"""A document: its text with everything that was read marked in it, and the record beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from memcon.analysis.document import opened
from memcon.archive.rows import forms
from memcon.web import links
from memcon.web.document_text import printed
from memcon.web.document_view import DocumentView, read_from, view_of
from memcon.web.kept_pages import kept
from memcon.web.naming import names_of
from memcon.web.record_items import Item
from memcon.web.rendering import environment, exact, page
from memcon.web.selection import Selection, selected
from memcon.web.site import Site, site_of
from memcon.web.viewer import viewer_of

router = APIRouter()


@router.get("/documents/{id}")
@kept
def document(
    request: Request,
    id: str,
    at: Annotated[str | None, Query(description="the place of words: START-END")] = None,
    quote: Annotated[str | None, Query(description="the words, or how they begin")] = None,
    finding: Annotated[str | None, Query(description="the finding that is meant")] = None,
) -> Response:
    """Return the page of a document, with the words marked that the address selects."""
    viewer = viewer_of(request)
    may_review = viewer is not None and viewer.role != "reader"
    view = document_view(site_of(request), id)
    if id != view.head.id:
        asked = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(links.document(view.head.id) + asked, status_code=307)
    selection = None
    if at or quote or finding:
        selection = selection_in(view, at=at, quote=quote, finding=finding)
    return page(
        request,
        "document.html.jinja",
        head=view.head,
        text=_text(view, selection),
        lists=_lists(view),
        view=view,
        selection=selection,
        found=read_from(view, selection) if selection else (),
        decided=view.decided,
        whole=links.document(view.head.id),
        may_review=may_review,
    )


def document_view(site: Site, id: str) -> DocumentView:
    """Return a document for its page.

    Args:
        site: the archive that is served.
        id: public id of the document, or its first digits.

    Raises:
        UnknownIdError: the archive has no such document.
    """
    return site.ask(lambda connection: _asked(connection, id, site.options.config))


def selection_in(
    view: DocumentView, *, at: str | None, quote: str | None, finding: str | None
) -> Selection | None:
    """Return what an address selects in a document; see :func:`memcon.web.selection.selected`."""
    return selected(
        view.record.document.text,
        at=at,
        quote=quote,
        finding=finding,
        words_of_finding=view.words_of(finding) if finding else (),
    )


def _asked(connection: Connection, id: str, config: Path | None) -> DocumentView:
    found = opened(connection, id)
    return view_of(found, names_of(connection, forms(found.record), config=config))


def _text(view: DocumentView, selection: Selection | None) -> Markup:
    text = environment().get_template("document_text.html.jinja").module.text  # type: ignore[attr-defined]
    is_plain = "\r" not in view.record.document.text and "\0" not in view.record.document.text
    made: Markup = text(printed(view.record, view.marks, selection), None if is_plain else exact)
    return made


def _lists(view: DocumentView) -> list[tuple[str, str | None, tuple[Item, ...], bool]]:
    """Return the lists beside the text: what one and many are called, the items, whether open."""
    items = view.writer.items()
    return [
        ("meeting", None, items.meetings, True),
        ("statement", None, items.statements, True),
        ("act of no statement", "acts of no statement", items.acts, True),
        ("actor", None, items.actors, True),
        ("date", None, items.dates, False),
        ("coded event", None, items.events, False),
        ("warning", None, view.doubts, True),
    ]
