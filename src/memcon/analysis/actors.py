"""``memcon actors``: who is named, how often, by which names, in which offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final, get_args

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from memcon.analysis.answer import DEFAULT_LIMIT, SHOWN, Answer, Citation, Model
from memcon.analysis.officeholders import OfficeHeld, held_rows, tenures
from memcon.archive import lookup
from memcon.archive.linking.name_forms import block_keys
from memcon.archive.lookup import chunks
from memcon.archive.schema import (
    actor_blocks,
    actors,
    child_range,
    document_actors,
    document_of,
    passages,
)
from memcon.errors import MemconError
from memcon.record import ActorKind

_FIRST_LOOK: Final = 20  # forms looked at for every actor that is asked for
_FORMS: Final = 16  # of one name, more than which hardly any has
_OFFICES: Final = 3  # of each person in a list; memcon show has all
_TOGETHER: Final = 50  # forms looked up by one query
_MATCHES: Final = 5_000  # forms of names that some words may stand in


class Known(Model):
    """An actor of the archive."""

    name: Annotated[str, Field(description="the name that stands for it", json_schema_extra=SHOWN)]
    kind: Annotated[
        str, Field(description="person, state, organisation or group", json_schema_extra=SHOWN)
    ]
    side: Annotated[
        str | None, Field(description="state or body spoken for", json_schema_extra=SHOWN)
    ]
    office: Annotated[
        str | None, Field(description="the office given most often", json_schema_extra=SHOWN)
    ]
    documents: Annotated[
        int, Field(description="documents that name it, by all forms", json_schema_extra=SHOWN)
    ]
    first_day: Annotated[
        str | None, Field(description="of the first of them", json_schema_extra=SHOWN)
    ]
    last_day: Annotated[
        str | None, Field(description="of the last of them", json_schema_extra=SHOWN)
    ]
    forms: Annotated[
        list[str],
        Field(description="names it goes by, the most frequent first", json_schema_extra=SHOWN),
    ]
    id: Annotated[str, Field(description="actor id", json_schema_extra=SHOWN)]
    offices: Annotated[
        list[OfficeHeld],
        Field(description=f"the {_OFFICES} offices given most often, over time"),
    ]
    evidence: Annotated[
        Citation | None, Field(description="a place where it is named, in the latest document")
    ]


def actors_named(
    connection: Connection,
    words: str = "",
    *,
    kind: str | None = None,
    side: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Answer[Known]:
    """Return actors, those named in most documents first.

    Who is only described ("the Prime Minister") is left out.

    Args:
        connection: the archive.
        words: all of them stand in a name or id; where they stand in none, names that sound alike.
        kind: person, state, organisation or group.
        side: id or name of the state or body spoken for.
        limit: how many actors.

    Raises:
        MemconError: there is no such kind, or the side is not known.
    """
    if kind is not None and kind not in get_args(ActorKind):
        raise MemconError(
            f"there is no kind {kind!r}",
            where="--kind",
            remedy=f"The kinds are {', '.join(get_args(ActorKind))}",
        )
    conditions: list[ColumnElement[bool]] = [actors.c.documents > 0, actors.c.named]
    if kind is not None:
        conditions.append(actors.c.kind == kind)
    if side is not None:
        conditions.append(actors.c.side == lookup.actor(connection, side).id)
    notes: list[str] = []
    total: int | None = None
    if words.split():
        heads = _matching(connection, words.split(), conditions)
        if not heads:
            heads = _sounding(connection, words, conditions)
            if heads:
                notes.append(f"No name has {words!r} in it; these sound alike.")
        total = len(heads)
        ranked = sorted(_summed(connection, heads).values(), key=_prominence)
    else:
        ranked = _leading(connection, conditions, limit)
    return Answer(model=Known, rows=_rows(connection, ranked[:limit]), total=total, notes=notes)


def _matching(
    connection: Connection, words: Sequence[str], conditions: Sequence[ColumnElement[bool]]
) -> list[int]:
    """Return the actors with all words in one of their names, in capital or small letters."""
    # LIKE of SQLite does not tell them apart (of A to Z), and is several times faster than lower().
    on_sqlite = connection.dialect.name == "sqlite"
    holds = []
    for word in words:
        pattern = f"%{word.replace('/', '//').replace('%', '/%').replace('_', '/_')}%"
        like = actors.c.name.like if on_sqlite else actors.c.name.ilike
        holds.append(or_(like(pattern, escape="/"), actors.c.id == word))
    # By name first and by the rest then: an index on the rest would only slow the reading down.
    keys = list(connection.scalars(select(actors.c.key).where(*holds).limit(_MATCHES)))
    heads: set[int] = set()
    for part in chunks(sorted(keys)):
        query = select(actors.c.canonical).where(actors.c.key.in_(part), *conditions)
        heads.update(connection.scalars(query))
    return sorted(heads)


def _sounding(
    connection: Connection, words: str, conditions: Sequence[ColumnElement[bool]]
) -> list[int]:
    """Return the persons whose names may be spellings of a name."""
    blocks = sorted(block_keys(words))
    query = (
        select(actors.c.canonical)
        .join(actor_blocks, actor_blocks.c.actor == actors.c.key)
        .where(actor_blocks.c.block.in_(blocks), *conditions)
        .limit(_MATCHES)
    )
    return sorted(set(connection.scalars(query)))


def _leading(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], limit: int
) -> list[Any]:
    """Return who is named most, looking at no more forms of names than that takes.

    An actor is looked at with the first of its forms. Once that many forms of the size of the last
    one seen, as an actor can have, are fewer than what the last of the leaders has, nobody is left
    who could be among them.
    """
    size = _FIRST_LOOK * limit
    while True:
        query = (
            select(actors.c.canonical, actors.c.documents)
            .where(*conditions)
            .order_by(actors.c.documents.desc())
            .limit(size)
        )
        rows = connection.execute(query).all()
        ranked = sorted(
            _summed(connection, {row.canonical for row in rows}).values(), key=_prominence
        )
        if len(rows) < size:
            return ranked
        if len(ranked) >= limit and ranked[limit - 1].documents >= _FORMS * rows[-1].documents:
            return ranked
        size *= 4


def _prominence(row: Any) -> tuple[int, int]:
    return -row.documents, row.canonical


def _summed(connection: Connection, heads: Iterable[int]) -> dict[int, Any]:
    """Return documents, first and last day of actors, over all forms."""
    found: dict[int, Any] = {}
    for part in chunks(sorted(set(heads))):
        query = (
            select(
                actors.c.canonical,
                func.sum(actors.c.documents).label("documents"),
                func.min(actors.c.first_day).label("first"),
                func.max(actors.c.last_day).label("last"),
            )
            .where(actors.c.canonical.in_(part), actors.c.documents > 0)
            .group_by(actors.c.canonical)
        )
        found.update({row.canonical: row for row in connection.execute(query)})
    return found


def _rows(connection: Connection, ranked: Sequence[Any]) -> list[Known]:
    heads = [row.canonical for row in ranked]
    forms: dict[int, list[Any]] = defaultdict(list)
    for part in chunks(sorted(heads)):
        query = select(actors).where(actors.c.canonical.in_(part))
        for row in connection.execute(query):
            forms[row.canonical].append(row)
    refs = lookup.canonical_actors(connection, heads)
    people = {row.key: head for head in heads if refs[head].kind == "person" for row in forms[head]}
    held = tenures(connection, people)
    shown = [tenure for head in heads for tenure in held.get(head, ())[:_OFFICES]]
    mine: dict[int, list[OfficeHeld]] = defaultdict(list)
    for tenure, office in zip(shown, held_rows(connection, shown), strict=True):
        mine[tenure.person].append(office)
    latest = {
        head: max(forms[head], key=lambda form: (form.last_day or "", form.documents, -form.key))
        for head in heads
    }
    places = mentions(connection, latest.values())
    rows = []
    for total in ranked:
        ref = refs[total.canonical]
        known = sorted(forms[total.canonical], key=lambda form: (-form.documents, form.key))
        first = mine[total.canonical][0] if mine[total.canonical] else None
        rows.append(
            Known(
                name=ref.name,
                kind=ref.kind,
                side=ref.side,
                office=office_words(first) if first else None,
                documents=total.documents,
                first_day=total.first,
                last_day=total.last,
                forms=list(dict.fromkeys(form.name for form in known if form.documents > 0)),
                id=ref.id,
                offices=mine[total.canonical],
                evidence=places.get(latest[total.canonical].key),
            )
        )
    return rows


def office_words(held: OfficeHeld) -> str:
    """Return an office in words: title, body, and the days between which it is seen."""
    words = f"{held.office} ({held.of})" if held.of else held.office
    days = [day for day in dict.fromkeys((held.first_day, held.last_day)) if day]
    return " ".join([words, "–".join(days)]) if days else words


def mentions(connection: Connection, forms: Iterable[Any]) -> dict[int, Citation]:
    """Return where forms of names stand in the latest document that has them.

    Args:
        connection: the archive.
        forms: rows of ``actors``.

    Returns:
        By the key of the form; without offsets where the name stands outside the text proper.
    """
    names = {row.key: row for row in forms if row.last_day}
    seen: dict[int, Any] = {}
    wanted = sorted(names)
    for start in range(0, len(wanted), _TOGETHER):
        # Each pair spelt out: SQLite looks for pairs in a list of them everywhere.
        pairs = (
            and_(document_actors.c.actor == form, document_actors.c.day == names[form].last_day)
            for form in wanted[start : start + _TOGETHER]
        )
        query = select(
            document_actors.c.key,
            document_actors.c.actor,
            document_actors.c.start,
            document_actors.c.end,
        ).where(or_(*pairs))
        for row in connection.execute(query.order_by(document_actors.c.key)):
            seen.setdefault(row.actor, row)
    rows = lookup.document_rows(connection, (document_of(row.key) for row in seen.values()))
    return {
        form: _mention(connection, row, names[form].name, rows[document_of(row.key)])
        for form, row in seen.items()
    }


def _mention(connection: Connection, row: Any, name: str, document: Any) -> Citation:
    words, start, end = name, None, None
    if row.start is not None:
        low, high = child_range(document.key)
        query = (
            select(passages.c.text, passages.c.start, passages.c.end)
            .where(passages.c.key.between(low, high), passages.c.start <= row.start)
            .order_by(passages.c.key.desc())
            .limit(1)
        )
        passage = connection.execute(query).first()
        if passage is not None and row.end <= passage.end:
            start, end = row.start, row.end
            words = passage.text[start - passage.start : end - passage.start]
    return Citation(
        document=document.id,
        start=start,
        end=end,
        words=" ".join(words.split()),
        title=document.title,
        day=document.day,
        publisher=document.publisher,
        narrator=document.narrator,
        url=document.url,
    )
