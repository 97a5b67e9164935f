"""Finding things of an archive by their ids and names, and what an answer cites them with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from rapidfuzz import fuzz, process
from sqlalchemy import BindParameter, Connection, bindparam, func, or_, select, text

from memcon.archive.schema import actors, document_of, documents, number_of
from memcon.errors import UnknownIdError

T = TypeVar("T")

_CHUNK: Final = 500  # keys a query
_SUGGESTIONS: Final = 3
_LIKE_ENOUGH: Final = 70  # of 100, for a name to be suggested

# Every answer asks these, often many times: a question that is put together anew takes longer to
# put together than to answer.
_KEYS: Final[BindParameter[Any]] = bindparam("keys", expanding=True)
_FORM: Final = (
    select(actors.c.canonical)
    .where(actors.c.id == bindparam("name"))
    .order_by(actors.c.documents.desc(), actors.c.key)
    .limit(1)
)
_FORMS: Final = (
    select(actors).where(actors.c.canonical == bindparam("canonical")).order_by(actors.c.key)
)
_BEST: Final = actors.alias("best")
_STAND_FOR: Final = (
    select(
        actors.c.key.label("form"),
        _BEST.c.key,
        _BEST.c.id,
        _BEST.c.kind,
        _BEST.c.name,
        _BEST.c.side,
    )
    .join(_BEST, _BEST.c.key == actors.c.canonical)
    .where(actors.c.key.in_(_KEYS))
)
_DOCUMENTS: Final = select(documents).where(documents.c.key.in_(_KEYS))
_DOCUMENT_IDS: Final = select(documents.c.key, documents.c.id).where(documents.c.key.in_(_KEYS))


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRef:
    """An actor of the archive: the id and name that stand for it, and the keys of all its forms."""

    key: int
    id: str
    kind: str
    name: str
    side: str | None
    keys: tuple[int, ...]


def actor(connection: Connection, name: str) -> ActorRef:
    """Return the actor that an id (``CHN``, ``person:wang-yi``) or a name means.

    Raises:
        UnknownIdError: none, or several, go by that name; the message names who comes near.
    """
    canonical = connection.execute(_FORM, {"name": name}).scalar()
    if canonical is None:
        canonical = _by_name(connection, name)
    rows = connection.execute(_FORMS, {"canonical": canonical}).all()
    best = next((row for row in rows if row.key == canonical), rows[0])
    return ActorRef(
        key=best.key,
        id=best.id,
        kind=best.kind,
        name=best.name,
        side=best.side or None,
        keys=tuple(row.key for row in rows),
    )


def _by_name(connection: Connection, text: str) -> int:
    name = " ".join(text.split()).casefold()
    found = connection.execute(
        select(actors.c.canonical, func.sum(actors.c.documents))
        .where(or_(func.lower(actors.c.name) == name, func.lower(actors.c.id) == name))
        .group_by(actors.c.canonical)
        .order_by(func.sum(actors.c.documents).desc(), actors.c.canonical)
    ).all()
    if found:
        return int(found[0].canonical)
    state = _known_state(text)
    if state is not None:
        key = connection.execute(
            select(actors.c.canonical).where(actors.c.id == state).limit(1)
        ).scalar()
        if key is not None:
            return int(key)
    raise UnknownIdError(
        "no actor of the archive goes by that name or id",
        where=text,
        remedy=_near(connection, text),
    )


def _known_state(text: str) -> str | None:
    """Return the id of the state or organisation that a name or an adjective means."""
    from memcon.knowledge import load_knowledge

    found = load_knowledge().find_names(text)
    exact = [name for name in found if name.start == 0 and name.end == len(text)]
    return exact[0].entity.id if exact else None


def _near(connection: Connection, text: str) -> str:
    rows = connection.execute(
        select(actors.c.id, actors.c.name)
        .where(actors.c.documents > 0)
        .order_by(actors.c.documents.desc())
        .limit(20_000)
    ).all()
    names = {row.id: f"{row.name} {row.id}" for row in rows}
    best = process.extract(
        text, names, scorer=fuzz.WRatio, limit=_SUGGESTIONS, score_cutoff=_LIKE_ENOUGH
    )
    if not best:
        return "See memcon actors"
    return f"Near to it: {', '.join(str(id) for _, _, id in best)}"


def canonical_actors(connection: Connection, keys: Iterable[int]) -> dict[int, ActorRef]:
    """Return who stands for each form, by the form's key."""
    found: dict[int, ActorRef] = {}
    for part in chunks(sorted(set(keys))):
        for row in connection.execute(_STAND_FOR, {"keys": part}):
            found[row.form] = ActorRef(
                key=row.key,
                id=row.id,
                kind=row.kind,
                name=row.name,
                side=row.side or None,
                keys=(row.form,),
            )
    return found


# A walk along the index from one issue to the next: as many steps as there are issues.
_ISSUES: Final = text(
    "WITH RECURSIVE walk(issue) AS (SELECT min(issue) FROM act_issues UNION ALL "
    "SELECT (SELECT min(issue) FROM act_issues WHERE issue > walk.issue) FROM walk "
    "WHERE walk.issue IS NOT NULL) SELECT issue FROM walk WHERE issue IS NOT NULL"
)


def issues(connection: Connection) -> list[str]:
    """Return the codes of all issues that acts of the archive are about."""
    return list(connection.execute(_ISSUES).scalars())


def check_issue(connection: Connection, code: str) -> None:
    """Check that acts of the archive are about an issue.

    Raises:
        UnknownIdError: none is.
    """
    known = issues(connection)
    if code not in known:
        raise UnknownIdError(
            "no act of the archive is about such an issue",
            where=code,
            remedy=f"The issues are {', '.join(known)}" if known else "Add documents first",
        )


def document_rows(connection: Connection, keys: Iterable[int]) -> dict[int, Any]:
    """Return the rows of documents by key."""
    found: dict[int, Any] = {}
    for part in chunks(sorted(set(keys))):
        for row in connection.execute(_DOCUMENTS, {"keys": part}):
            found[row.key] = row
    return found


def item_id(kind: str, key: int, document: str) -> str:
    """Return the public id of a document's finding: ``doc:…/statement:12``."""
    return f"{document}/{kind}:{number_of(key)}"


def item_ids(connection: Connection, kind: str, keys: Iterable[int]) -> dict[int, str]:
    """Return the public ids of findings of one kind, by key."""
    wanted = set(keys)
    ids: dict[int, str] = {}
    for part in chunks(sorted({document_of(key) for key in wanted})):
        rows = connection.execute(_DOCUMENT_IDS, {"keys": part})
        ids.update({row.key: row.id for row in rows})
    return {key: item_id(kind, key, ids[document_of(key)]) for key in wanted}


def chunks(keys: Sequence[T]) -> Iterable[Sequence[T]]:
    """Yield keys in parts that fit a query."""
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]
