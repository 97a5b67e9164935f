"""``/log``: what people entered, who, when and why; and taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Path, Request
from starlette.responses import RedirectResponse, Response

from memcon.analysis.log import LogEntry
from memcon.archive import human
from memcon.presentation.cells import in_words
from memcon.presentation.citation import web_address
from memcon.web import links
from memcon.web.entering import enter
from memcon.web.kept_pages import kept
from memcon.web.listing import listing, show
from memcon.web.naming import Names
from memcon.web.queries import LogQuery
from memcon.web.site import site_of
from memcon.web.tables import Look, Part, words_of
from memcon.web.viewer import Viewer, needs

router = APIRouter()
Reviewer = Annotated[Viewer, Depends(needs("reviewer"))]
_LAST: Final = 2**53 - 1


@router.get("/log")
@kept
def log(request: Request) -> Response:
    """Return the log."""
    shown = listing(request, LogQuery)
    return show(
        request,
        "log.html.jinja",
        shown,
        shown.tabled(
            LOOKS,
            caption="What people entered, the latest first",
            row_id=lambda row: f"entry-{row.entry}",
        ),
    )


@router.post("/log/{entry}/undo")
def undo(
    request: Request,
    entry: Annotated[int, Path(ge=1, le=_LAST)],
    viewer: Reviewer,
    note: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """Take an entry back by another one."""
    at = site_of(request).now()
    enter(
        request,
        lambda connection: human.undo(
            connection, entry, who=viewer.name, at=at, note=note.strip() or None
        ),
    )
    return RedirectResponse(f"/log?done=undone#entry-{entry}", status_code=303)


def done(row: LogEntry, names: Names) -> Iterable[Part]:
    """Return what was done, with a mark if it was taken back."""
    if row.action == "undo":
        yield Part(words=f"undo of entry {row.undoes}", href=f"#entry-{row.undoes}")
        return
    yield Part(words=row.action, badge=True)
    if row.undone_by is not None:
        yield Part(words="taken back", badge=True, mark="warn")


def about(row: LogEntry, names: Names) -> Iterable[Part]:
    """Return what it is about: its words, leading to it."""
    kind = row.id.partition("/")[2].partition(":")[0] or "document"
    yield Part(
        words=f"{kind}: {in_words(row.words or row.title or row.id)}", href=links.item(row.id)
    )


def value(row: LogEntry, names: Names) -> Iterable[Part]:
    """Return what a field was set to and what it was, or the rating."""
    if row.action == "assess":
        yield Part(words=words_of(str(row.value)))
    elif row.field:
        yield Part(words=f"{row.field}: {_told(row.was)} → {_told(row.value)}")


def evidence(row: LogEntry, names: Names) -> Iterable[Part]:
    """Return what shows it, leading there if a browser can safely follow."""
    if row.evidence:
        href = (
            links.item(row.evidence)
            if row.evidence.startswith("doc:")
            else web_address(row.evidence)
        )
        yield Part(words=in_words(row.evidence), href=href)


def _told(value: Any) -> str:
    return in_words(value) or "nothing"


LOOKS: Final = (
    Look(field="entry", kind="text"),
    Look(field="at", label="When"),
    Look(field="who"),
    Look(field="action", label="What", parts=done),
    Look(field="id", label="About", parts=about, header=True),
    Look(field="value", label="Set to", parts=value),
    Look(field="evidence", parts=evidence),
    Look(field="note", label="Why"),
)
