"""The findings that a reviewer should look at first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import Field
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from memcon.analysis.agreement import TABLES, ReviewedKind, disagreements, reviewed
from memcon.analysis.answer import SHOWN, Answer, Model
from memcon.archive import human, lookup
from memcon.archive.lookup import chunks
from memcon.archive.packing import unpack_json
from memcon.archive.schema import (
    act_issues,
    acts,
    child_range,
    commitments,
    document_column,
    document_of,
    documents,
    meetings,
    records,
    statements,
)

Seen = Literal["nobody", "not-me", "anyone", "disputed"]
KINDS: Final[tuple[ReviewedKind, ...]] = get_args(ReviewedKind)
UNSURE: Final = 0.7  # a statement of at most this confidence is one that the reader is not sure of
LIMIT: Final = 200  # findings a queue shows at once
_WARNED_LIMIT: Final = 50  # where records have to be looked into, document by document

# How much a finding wants a look, where no confidence tells: between that of a statement whose
# speaker was named beside its cue (0.1) and that of one whose speaker was inferred (0.3).
_TOLD: Final = 0.15
_NO_DAY: Final = 0.4  # a meeting that cannot be put on a day is linked with others by guess
_VAGUE_DAY: Final = 0.25
_FIGURE: Final = 0.1  # more for what others will quote: numbers and time limits


class Wanted(Model):
    """A finding that waits for a reviewer."""

    id: Annotated[str, Field(description="id of the finding", json_schema_extra=SHOWN)]
    kind: Annotated[ReviewedKind, Field(description="what it is", json_schema_extra=SHOWN)]
    wants: Annotated[
        float, Field(description="how much it wants a look, 0 to 1", json_schema_extra=SHOWN)
    ]
    words: Annotated[str, Field(description="its words", json_schema_extra=SHOWN)]
    document: Annotated[str, Field(description="document id")]
    title: Annotated[str | None, Field(description="of the document", json_schema_extra=SHOWN)]
    day: Annotated[str | None, Field(description="of the document", json_schema_extra=SHOWN)]
    narrator: Annotated[
        str | None,
        Field(description="whose voice the document is", json_schema_extra=SHOWN),
    ]
    start: Annotated[int | None, Field(description="offset of the first code point")]
    end: Annotated[int | None, Field(description="offset after the last")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which findings are wanted.

    Those of a kind, a document, a narrator (by id), on an issue (by code); ``unsure`` only those
    that the reader is not sure of, ``warned`` only those that it warns about.
    """

    kind: ReviewedKind | None = None
    document: str | None = None
    narrator: str | None = None
    issue: str | None = None
    unsure: bool = False
    warned: bool = False


def review_queue(
    connection: Connection,
    filters: Filters | None = None,
    *,
    seen: Seen = "nobody",
    me: str = "",
    limit: int = LIMIT,
) -> Answer[Wanted]:
    """Return findings to be reviewed, whatever wants a look most first.

    That is what the reader was least sure of; commitments with figures and time limits before
    others; meetings on no certain day. Among equals the document that came last goes first, in the
    order of its text. With ``filters.warned``, documents go from the last to the first, and it is
    not counted how many findings there are.

    Args:
        connection: the archive.
        filters: what is wanted.
        seen: findings that nobody reviewed, that ``me`` did not review, all, or those of which
            reviewers say different things.
        me: who asks, as they sign.
        limit: at most so many.

    Raises:
        UnknownIdError: the archive has no such document.
    """
    wanted = filters or Filters()
    if seen == "disputed":
        return _disputed(connection, wanted, limit)
    done = _done(connection, seen, me)
    document = None
    if wanted.document is not None:
        document = human.resolve(connection, wanted.document).document
    kinds = (wanted.kind,) if wanted.kind else KINDS
    if wanted.warned:
        warned = _warned(connection, wanted, kinds, document, done, min(limit, _WARNED_LIMIT))
        return Answer(model=Wanted, rows=_rows(connection, warned))
    found: list[_Row] = []
    total = 0
    for kind in kinds:
        query = _query(kind, wanted, document)
        counted = query.with_only_columns(func.count(TABLES[kind].c.key)).order_by(None)
        total += connection.execute(counted).scalar_one()
        key = TABLES[kind].c.key
        for part in chunks(sorted(done[kind])):
            total -= connection.execute(counted.where(key.in_(part))).scalar_one()
        rows = connection.execute(query.limit(limit + len(done[kind])))
        found += [_Row(kind=kind, **row._mapping) for row in rows if row.key not in done[kind]]
    found.sort(key=_Row.order)
    return Answer(model=Wanted, rows=_rows(connection, found[:limit]), total=total)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    kind: ReviewedKind
    key: int
    wants: float
    words: str | None
    start: int | None
    end: int | None

    def order(self) -> tuple[float, int, int, int, int]:
        place = self.start if self.start is not None else 0
        return (
            -round(self.wants, 4),
            -document_of(self.key),
            place,
            KINDS.index(self.kind),
            self.key,
        )


def _done(connection: Connection, seen: Seen, me: str) -> dict[ReviewedKind, set[int]]:
    """Return the keys of the findings that need not be shown."""
    done: dict[ReviewedKind, set[int]] = {kind: set() for kind in KINDS}
    if seen == "anyone":
        return done
    mine = me.casefold()
    for one in reviewed(connection):
        by = {opinion.who.casefold() for opinion in one.opinions}
        if seen == "not-me" and mine not in by:
            continue
        for kind in KINDS:
            if one.kind == kind:
                done[kind].add(one.key)
    return done


# One query a kind -------------------------------------------------------------------------------


def _query(kind: ReviewedKind, wanted: Filters, document: int | None) -> Select[Any]:
    table = TABLES[kind]
    confidence: ColumnElement[Any] | None = None
    words = {"commitment": "goal", "meeting": "words"}.get(kind, "content")
    if kind == "statement":
        confidence = statements.c.confidence
    elif kind == "act":
        confidence = _confidence_of(acts.c.statement)
    elif kind == "commitment":
        act = select(acts.c.statement).where(acts.c.key == commitments.c.act).scalar_subquery()
        confidence = _confidence_of(act)
    wants = _wants(kind, confidence)
    query: Select[Any] = select(
        table.c.key,
        wants.label("wants"),
        table.c[words].label("words"),
        table.c.start,
        table.c.end,
    )
    if document is not None:
        query = query.where(table.c.key.between(*child_range(document)))
    if wanted.narrator is not None:
        voiced = exists().where(
            documents.c.key == document_column(table.c.key),
            documents.c.narrator == wanted.narrator,
        )
        query = query.where(voiced)
    if wanted.issue is not None:
        query = query.where(_on_issue(kind, wanted.issue))
    if wanted.unsure:
        unsure = confidence <= UNSURE if confidence is not None else _is_vague()
        query = query.where(unsure)
    return query.order_by(wants.desc(), document_column(table.c.key).desc(), table.c.start)


def _confidence_of(statement: Any) -> ColumnElement[Any]:
    said = statements.alias()
    return select(said.c.confidence).where(said.c.key == statement).scalar_subquery()


def _wants(kind: ReviewedKind, confidence: ColumnElement[Any] | None) -> ColumnElement[Any]:
    if confidence is None:
        return case(
            (meetings.c.day.is_(None), _NO_DAY),
            (meetings.c.precision != "day", _VAGUE_DAY),
            else_=_TOLD,
        )
    wants: ColumnElement[Any] = func.coalesce(1.0 - confidence, _TOLD)
    if kind == "commitment":
        figure = or_(commitments.c.quantities != "[]", commitments.c.deadline_text.is_not(None))
        wants = wants + case((figure, _FIGURE), else_=0.0)
    return wants


def _is_vague() -> ColumnElement[bool]:
    return or_(meetings.c.day.is_(None), meetings.c.precision != "day")


def _on_issue(kind: ReviewedKind, issue: str) -> ColumnElement[bool]:
    about = act_issues.c.issue == issue
    if kind == "act":
        return acts.c.key.in_(select(act_issues.c.act).where(about))
    if kind == "commitment":
        return commitments.c.act.in_(select(act_issues.c.act).where(about))
    if kind == "statement":
        said = select(acts.c.statement).join(act_issues, act_issues.c.act == acts.c.key)
        return statements.c.key.in_(said.where(about, acts.c.statement.is_not(None)))
    return literal(False)  # a meeting is on no issue of its own


# What the reader warns about --------------------------------------------------------------------


def _warned(
    connection: Connection,
    wanted: Filters,
    kinds: Sequence[ReviewedKind],
    document: int | None,
    done: dict[ReviewedKind, set[int]],
    limit: int,
) -> list[_Row]:
    """Return findings on whose words there is a warning, document by document."""
    query = (
        select(records.c.document, records.c.machine)
        .join(documents, documents.c.key == records.c.document)
        .where(documents.c.status == "current")
        .order_by(records.c.document.desc())
    )
    if document is not None:
        query = query.where(records.c.document == document)
    if wanted.narrator is not None:
        query = query.where(documents.c.narrator == wanted.narrator)
    found: list[_Row] = []
    with connection.execution_options(yield_per=20).execute(query) as rows:
        for row in rows:
            places = list(_warnings(row.machine, row.document))
            if not places:
                continue
            mine = []
            for kind in kinds:
                asked = connection.execute(_query(kind, wanted, row.document))
                mine += [
                    _Row(kind=kind, **one._mapping)
                    for one in asked
                    if one.key not in done[kind] and _touches(one, places)
                ]
            found += sorted(mine, key=_Row.order)
            if len(found) >= limit:
                break
    return found[:limit]


def _warnings(machine: bytes, document: int) -> Iterator[tuple[int, int]]:
    """Yield where the warnings of a record stand."""
    # They are the last of a record: the rest, which takes far longer, need not be read. Within a
    # string a quotation mark would stand after a backslash.
    text = unpack_json(machine, f"record {document}")
    for warning in json.loads(text[text.rindex('"warnings":') + len('"warnings":') : -1]):
        if warning["span"] is not None:
            yield warning["span"]["start"], warning["span"]["end"]


def _touches(row: Any, places: Iterable[tuple[int, int]]) -> bool:
    if row.start is None:
        return False
    return any(start < row.end and row.start < end for start, end in places)


# Rows -------------------------------------------------------------------------------------------


def _disputed(connection: Connection, wanted: Filters, limit: int) -> Answer[Wanted]:
    """Return what reviewers disagree about, also where it is in the archive no more."""
    rows = []
    for one in disagreements(connection).rows:
        document = one.document
        if one.kind not in KINDS or (wanted.kind and one.kind != wanted.kind):
            continue
        if wanted.document is not None and document != wanted.document.partition("/")[0]:
            continue
        of = lookup.document_rows(connection, [human.resolve(connection, document).document])
        row = next(iter(of.values()))
        if wanted.narrator is not None and row.narrator != wanted.narrator:
            continue
        rows.append(
            Wanted(
                id=one.id,
                kind=next(kind for kind in KINDS if kind == one.kind),
                wants=1.0,
                words=one.words or "",
                document=document,
                title=row.title,
                day=row.day,
                narrator=row.narrator,
                start=None,
                end=None,
            )
        )
    return Answer(model=Wanted, rows=rows[:limit], total=len(rows))


def _rows(connection: Connection, found: Sequence[_Row]) -> list[Wanted]:
    of = lookup.document_rows(connection, (document_of(one.key) for one in found))
    made = []
    for one in found:
        row = of[document_of(one.key)]
        made.append(
            Wanted(
                id=lookup.item_id(one.kind, one.key, row.id),
                kind=one.kind,
                wants=min(1.0, round(one.wants, 2)),
                words=" ".join((one.words or "").split()),
                document=row.id,
                title=row.title,
                day=row.day,
                narrator=row.narrator,
                start=one.start,
                end=one.end,
            )
        )
    return made
