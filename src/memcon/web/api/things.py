"""Things by their ids: documents, what was read from them, actors; and their words, to be cited."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from memcon.analysis.citing import Cited, cited
from memcon.analysis.sheet import Shown, ShownKind, Tied
from memcon.analysis.show import show
from memcon.archive import lookup, store
from memcon.errors import UnknownIdError
from memcon.presentation.citation import forms_of
from memcon.web.api.questions import shape_of
from memcon.web.api.shapes import CitationAnswer, CitedPart, Sheet, StoredDocument
from memcon.web.kept_pages import kept
from memcon.web.naming import Names, names_of
from memcon.web.pages.citations import absolute, words_address
from memcon.web.queries.fields import Id, Name
from memcon.web.site import site_of

router = APIRouter(tags=["Things"], responses={304: {"description": "The answer is what it was."}})

FINDINGS: Final = shape_of(Tied)
SECTION: Final = 20
MAX_SECTION: Final = 1_000
MAX_CONTEXT: Final = 2_000  # code points
MAX_OFFSET: Final = 1_000_000_000
_ALL: Final = 1_000_000  # findings of one document: all
_FOUND: Final = ("meetings", "statements", "acts", "commitments", "events", "actors")
_JSON: Final = "application/json"

Limit = Annotated[
    int, Query(title="Rows", ge=1, le=MAX_SECTION, description="At most so many of a section.")
]
DocumentId = Annotated[
    Id,
    Path(
        description="Id of a document (`doc:0123456789abcdef`), or the first eight digits of it "
        "and more."
    ),
]


@router.get("/documents/{id}", operation_id="document", response_model=StoredDocument)
@kept
def document(
    request: Request,
    id: DocumentId,
    machine: Annotated[
        bool, Query(description="As the reader read it, without what people corrected.")
    ] = False,
) -> Response:
    """Give a document with its record: the text, its blocks, and all that was read from it."""

    def asked(connection: Connection) -> bytes:
        key = _document(connection, id)
        row = lookup.document_rows(connection, [key])[key]
        found = StoredDocument(
            id=row.id,
            status=row.status,
            added_at=row.added_at,
            reviewed=row.reviewed,
            record=store.load(connection, key, machine=machine),
        )
        return found.model_dump_json(by_alias=True).encode()

    return Response(site_of(request).ask(asked), media_type=_JSON)


@router.get("/documents/{id}/findings", operation_id="document_findings", response_model=FINDINGS)
@kept
def findings_of(request: Request, id: DocumentId) -> Response:
    """List what was read from a document, with its words and where they stand."""

    def asked(connection: Connection) -> bytes:
        key = _document(connection, id)
        whole = lookup.document_rows(connection, [key])[key].id
        shown = show(connection, whole, limit=_ALL)
        rows = [row for name in _FOUND for row in shown.sections.get(name, ())]
        found = FINDINGS(rows=rows, total=len(rows), facets={}, notes=list(shown.notes))
        return bytes(found.model_dump_json(), "utf-8")

    return Response(site_of(request).ask(asked), media_type=_JSON)


@router.get("/meetings/{id:path}", operation_id="meeting", response_model=Sheet)
@kept
def meeting(
    request: Request,
    id: Annotated[Id, Path(description="Id of any account of the meeting (`doc:…/meeting:1`).")],
    limit: Limit = SECTION,
) -> Response:
    """Give a meeting with all its accounts, and what was said and undertaken there."""
    return _sheet(request, id, limit, ("meeting",))


@router.get("/actors/{id:path}", operation_id="actor", response_model=Sheet)
@kept
def actor(
    request: Request,
    id: Annotated[Name, Path(min_length=1, description="Id (`CHN`, `person:wang-yi`) or name.")],
    limit: Limit = SECTION,
) -> Response:
    """Give an actor: names, offices, and what it did, undertook and took part in."""
    return _sheet(request, id, limit, ("actor",))


@router.get("/commitments/{id:path}", operation_id="commitment", response_model=Sheet)
@kept
def commitment(
    request: Request,
    id: Annotated[
        Id, Path(description="Id of any utterance of the undertaking (`doc:…/commitment:1`).")
    ],
    limit: Limit = SECTION,
) -> Response:
    """Give an undertaking with every time it was said, and how people rated it."""
    return _sheet(request, id, limit, ("commitment",))


@router.get("/findings/{id:path}", operation_id="finding", response_model=Sheet)
@kept
def finding(
    request: Request,
    id: Annotated[
        Id,
        Path(description="Id of a finding (`doc:…/statement:12`, `doc:…/act:3`, `doc:…/event:1`)."),
    ],
    limit: Limit = SECTION,
) -> Response:
    """Give a finding of any kind, with everything tied to it."""
    kinds: tuple[ShownKind, ...] = ("meeting", "statement", "act", "commitment", "event")
    return _sheet(request, id, limit, kinds)


@router.get("/citations", operation_id="citation", response_model=CitationAnswer)
@kept
def citation(
    request: Request,
    id: Annotated[Id, Query(description="Id of a finding or of a document.")],
    start: Annotated[
        int | None,
        Query(ge=0, le=MAX_OFFSET, description="Offset of the first code point of the words."),
    ] = None,
    end: Annotated[
        int | None, Query(ge=0, le=MAX_OFFSET, description="Offset after the last of them.")
    ] = None,
    context: Annotated[
        int, Query(ge=0, le=MAX_CONTEXT, description="Code points of context on either side.")
    ] = 0,
) -> Response:
    """Give the exact words of a finding, or between two offsets of a document, and a citation.

    Without offsets, those of a document are its opening words.
    """

    def asked(connection: Connection) -> tuple[Cited, Names]:
        found = cited(connection, id, start=start, end=end, context=context)
        return found, names_of(connection, [found.row.narrator or ""])

    found, names = site_of(request).ask(asked)
    link = absolute(request, words_address(found))
    forms = forms_of(found, link=link, names=names.actors)
    row = found.row
    answer = CitationAnswer(
        id=found.id,
        document=row.id,
        kind=found.kind,
        who=list(found.who),
        what=found.what,
        words=found.words,
        parts=[CitedPart(text=one.text, start=one.start, end=one.end) for one in found.parts],
        before=found.before,
        after=found.after,
        title=row.title,
        day=row.day,
        publisher=row.publisher,
        narrator=row.narrator,
        url=row.url,
        link=link,
        text=forms.text,
        markdown=forms.markdown,
        bibtex=forms.bibtex,
        csl=forms.csl,
    )
    return Response(answer.model_dump_json(), media_type=_JSON)


def _document(connection: Connection, id: str) -> int:
    key = store.find(connection, id)
    if key is None:
        raise UnknownIdError(
            "there is no such document in the archive",
            where=id,
            remedy="Give an id such as doc:0123456789abcdef, as the answers have them",
        )
    return key


def _sheet(request: Request, id: str, limit: int, kinds: tuple[ShownKind, ...]) -> Response:
    """Return the sheet of an id, if it is of one of some kinds."""

    def asked(connection: Connection) -> bytes:
        shown = show(connection, id, limit=limit)
        if shown.kind not in kinds:
            raise UnknownIdError(
                f"this is the id of {_articled(shown.kind)}",
                where=id,
                remedy=f"Give one of {' or '.join(_articled(kind) for kind in kinds)}",
            )
        return sheet_of(shown).model_dump_json().encode()

    return Response(site_of(request).ask(asked), media_type=_JSON)


def sheet_of(shown: Shown) -> Sheet:
    """Return what ``analysis.show`` gave as the API gives it."""
    return Sheet(
        id=shown.id,
        kind=shown.kind,
        title=shown.title,
        facts=dict(shown.facts),
        sections={name: list(rows) for name, rows in shown.sections.items()},
        notes=list(shown.notes),
    )


def _articled(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
