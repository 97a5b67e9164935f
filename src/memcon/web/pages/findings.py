"""A finding by its id alone: leads to its words in their document."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import RedirectResponse

from memcon.analysis.citing import find
from memcon.archive import human, store
from memcon.errors import UnknownIdError
from memcon.web import links
from memcon.web.record_items import found_href
from memcon.web.site import site_of

router = APIRouter()


@router.get("/findings/{id:path}")
def finding(request: Request, id: str) -> RedirectResponse:
    """Lead to the words of a finding; its id may mean other words once it was reread."""
    return RedirectResponse(
        site_of(request).ask(lambda connection: words_address(connection, id)), status_code=307
    )


def words_address(connection: Connection, id: str) -> str:
    """Return the address of a finding's words in their document.

    Args:
        connection: the archive.
        id: public id of a document or of one of its findings.

    Raises:
        UnknownIdError: the archive has nothing of that id.
    """
    target = human.resolve(connection, id)
    document = target.id.partition("/")[0]
    if not target.local:
        return links.document(document)
    item = find(store.load(connection, target.document), target.local)
    if item is None:
        raise UnknownIdError(
            f"the document has no {target.local}",
            where=id,
            remedy=f"See what was read from it: {links.document(document)}",
        )
    # One that was read from no words of its own is in the list beside the text all the same.
    return found_href(document, item) or f"{links.document(document)}#f-{quote(item.id, safe=':')}"
