"""``/review``: findings one by one, to be confirmed, rejected or corrected."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from pydantic import ValidationError
from sqlalchemy import Connection, select
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from memcon.analysis import log
from memcon.analysis.agreement import disagreements, progress_by_kind, progress_by_person
from memcon.analysis.answer import Answer
from memcon.analysis.log import LogEntry
from memcon.analysis.review_item import Reviewable, reviewable, version
from memcon.analysis.review_queue import Wanted, review_queue
from memcon.archive import human, lookup
from memcon.archive.human import Review
from memcon.archive.schema import documents
from memcon.errors import MemconError
from memcon.web import links, reviewing
from memcon.web.entering import enter
from memcon.web.errors import WebError, status_of
from memcon.web.forms import form_of, text_of
from memcon.web.jobs import jobs_of
from memcon.web.naming import names_of, suggestions
from memcon.web.queries.fields import plain
from memcon.web.queries.reviewing import ReviewQuery
from memcon.web.remarks import in_web_words
from memcon.web.rendering import page
from memcon.web.site import Site, site_of
from memcon.web.viewer import Viewer, needs

router = APIRouter()
Reviewer = Annotated[Viewer, Depends(needs("reviewer"))]
Form = Annotated[FormData, Depends(form_of)]
Asked = Annotated[ReviewQuery, Query()]

NOTE_LENGTH: Final = 2_000
KINDS: Final = (
    ("statement", "statements"),
    ("act", "acts"),
    ("commitment", "commitments"),
    ("meeting", "meetings"),
)
SEEN: Final = (
    ("nobody", "nobody yet"),
    ("not-me", "not by me"),
    ("anyone", "anybody or nobody"),
    ("disputed", "people who disagree"),
)
PAST: Final = {"confirm": "confirmed", "reject": "rejected", "correct": "corrected"}
_ACTIONS: Final[Mapping[str, Review]] = {
    "confirm": "confirm",
    "reject": "reject",
    "correct": "correct",
}


class ChangedError(WebError):
    """The finding is no more as the form showed it."""

    code = "changed"
    status = 409


@router.get("/review")
def review(request: Request, viewer: Reviewer, query: Asked) -> Response:
    """Return the finding that was asked for, or the first of the queue."""
    return _page(request, viewer, query)


@router.post("/review")
def decide(request: Request, viewer: Reviewer, query: Asked, form: Form) -> Response:
    """Enter a decision and lead to the next finding of the queue."""
    site = site_of(request)
    id, action = _id_of(form) or "", _ACTIONS.get(text_of(form, "action"))
    try:
        if action is None:
            raise MemconError(
                "nothing was decided", remedy="Choose Confirm, Reject or Save the correction"
            )
        _, following = _beside(site.ask(*_question(query, viewer.name)).rows, id)
        entry, _ = enter(
            request,
            lambda connection: _decided(connection, site, viewer, id, action, form),
            wait=False,  # the next finding is shown at once, and the page says what is under way
        )
    except MemconError as error:
        return _page(request, viewer, query.having(id=id), error=error, form=form)
    return RedirectResponse(query.at(following, entry), status_code=303)


@router.post("/review/undo")
def undo(request: Request, viewer: Reviewer, query: Asked, form: Form) -> Response:
    """Take an entry back and lead to what it is about."""
    site = site_of(request)
    given = text_of(form, "entry")
    try:
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0
        enter(
            request,
            lambda connection: human.undo(connection, number, who=viewer.name, at=site.now()),
            wait=False,
        )
    except MemconError as error:
        return _page(request, viewer, query, error=error)
    return RedirectResponse(_with(query.at(_id_of(form)), "done=undone"), status_code=303)


@router.get("/review/progress")
def progress(request: Request, viewer: Reviewer) -> Response:
    """Return how far the review is, and where reviewers disagree."""
    site = site_of(request)
    kinds, people, disputes = site.ask(
        lambda connection: (
            progress_by_kind(connection),
            progress_by_person(connection),
            disagreements(connection),
        ),
        ("review-progress",),
    )
    return page(
        request,
        "review_progress.html.jinja",
        kinds=kinds.rows,
        people=people.rows,
        disputes=disputes.rows,
        plurals=dict(KINDS),
    )


def _page(
    request: Request,
    viewer: Viewer,
    query: ReviewQuery,
    *,
    error: MemconError | None = None,
    form: FormData | None = None,
) -> Response:
    site = site_of(request)
    answer = site.ask(*_question(query, viewer.name))
    queue, total = answer.rows, answer.total
    id = query.id or (queue[0].id if queue else None)
    found = None
    status = 200 if error is None else status_of(error)
    if id is not None:
        try:
            found = site.ask(lambda connection: reviewable(connection, id))
        except MemconError as unknown:
            error = error or unknown
            status = status_of(error)
    before, after = _beside(queue, id)
    typed = None
    if form is not None and error is not None:
        fields = (name.removeprefix("field-") for name in form if name.startswith("field-"))
        typed = {name: text_of(form, f"field-{name}") for name in fields}
        if isinstance(error, ChangedError):
            typed = None
    last = query.last
    place = next((n for n, row in enumerate(queue, start=1) if row.id == id), None)
    kinds = site.ask(progress_by_kind, ("review-kinds",)).rows
    narrators, issues, actors = site.ask(_offered, ("review-offered",))
    return page(
        request,
        "review.html.jinja",
        status=status,
        query=query,
        filters_set=len([name for name in query.given() if name not in ("id", "last", "seen")]),
        found=found,
        fault=error and in_web_words(error.reason),
        writable=site.archive.writable,
        pieces=reviewing.pieces(found) if found else (),
        facts=reviewing.facts(found) if found else (),
        fields=reviewing.form_fields(found, typed) if found else (),
        editing=typed is not None and text_of(form or FormData(), "action") == "correct",
        note=text_of(form, "note") if form is not None else "",
        document_link=_document_link(found) if found else None,
        previous=query.at(before) if before else None,
        following=query.at(after) if after else None,
        place=place,
        waiting=total,
        shown=len(queue),
        linking=jobs_of(request).linking,
        reviewed=sum(row.reviewed for row in kinds),
        everything=sum(row.total for row in kinds),
        last=site.ask(lambda connection: log.entry(connection, last)) if last else None,
        own=_own(found.entries, viewer.name) if found else None,
        past=PAST,
        kinds=KINDS,
        seen=SEEN,
        narrators=narrators,
        voices=dict(narrators),
        issues=issues,
        known_actors=actors,
        note_length=NOTE_LENGTH,
        labels=reviewing.label_of,
        value_words=reviewing.value_words,
    )


def _question(
    query: ReviewQuery, me: str
) -> tuple[Callable[[Connection], Answer[Wanted]], Hashable]:
    """Return what is asked for a queue, and by what its answer is kept."""
    wanted, seen = query.narrowing(), query.seen
    return (
        lambda connection: review_queue(connection, wanted, seen=seen, me=me),
        ("review", wanted, seen, me),
    )


def _beside(queue: Sequence[Wanted], id: str | None) -> tuple[str | None, str | None]:
    """Return what comes before and after a finding; the first comes after what is not there."""
    ids = [row.id for row in queue]
    if id not in ids:
        return None, ids[0] if ids else None
    at = ids.index(id)
    return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)


def _decided(
    connection: Connection,
    site: Site,
    viewer: Viewer,
    id: str,
    action: Review,
    form: FormData,
) -> int:
    """Enter a decision; return the number of its last entry.

    Raises:
        ChangedError: the finding is another than the form showed.
        MemconError: nothing was corrected, or a value does not fit.
    """
    if version(connection, id) != text_of(form, "version"):
        raise ChangedError(
            "it was changed since this form was made",
            remedy="Look at it as it is now, and decide again",
        )
    fields: Sequence[tuple[str | None, str | None]] = [(None, None)]
    if action == "correct":
        given = {
            name.removeprefix("field-"): _plain(text_of(form, name))
            for name in form
            if name.startswith("field-")
        }
        fields = reviewing.changes(reviewable(connection, id), given)
        if not fields:
            raise MemconError(
                "no field was changed", remedy="Change one, or confirm the finding as it stands"
            )
    note = _plain(text_of(form, "note"))[:NOTE_LENGTH] or None
    at = site.now()
    entry = 0
    for field, value in fields:
        entry = human.review(
            connection,
            id,
            action,
            who=viewer.name,
            at=at,
            field=field,
            value=value,
            note=note,
        )
    return entry


def _id_of(form: FormData) -> str | None:
    """Return the id that a form is about, None where it has none that can be one."""
    try:
        return ReviewQuery(id=text_of(form, "id") or None).id
    except ValidationError:
        return None


def _plain(text: str) -> str:
    """Return what was typed, without the spaces around it.

    Raises:
        MemconError: it has characters that no text has, and some databases cannot hold.
    """
    try:
        return plain(text)
    except ValueError as error:
        raise MemconError(str(error), remedy="Type it anew") from error


def _own(entries: Sequence[LogEntry], name: str) -> LogEntry | None:
    """Return what somebody last decided about a finding, if that is in force."""
    mine = (one for one in entries if one.in_force and one.action in PAST and one.who == name)
    return next(mine, None)


def _offered(
    connection: Connection,
) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, str]]]:
    """Return narrators, issues and actors that can be chosen, by id and name."""
    voiced = select(documents.c.narrator).where(documents.c.narrator.is_not(None)).distinct()
    narrators = sorted(connection.execute(voiced).scalars())
    issues = lookup.issues(connection)
    names = names_of(connection, narrators)
    return (
        [(id, names.actor(id)) for id in narrators],
        [(code, names.issue(code)) for code in issues],
        suggestions(connection),
    )


def _document_link(found: Reviewable) -> str:
    if not found.words:
        return links.document(found.row.id)
    first = found.words[0]
    return links.passage(found.row.id, first.start, first.end, first.text)


def _with(address: str, parameter: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{parameter}"
