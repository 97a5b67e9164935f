"""Last stage: the set phrases of the archive and where they are used.

Which phrases are formulas depends on all documents, so they are looked for anew whenever much has
changed, in a small archive whenever anything has; in between only the uses of the known ones are
found in what was added. What is found anew does not depend on the order in which documents came.

There are at most 5,000 formulas (``FormulaCriteria.limit``), and ten to twenty uses a document, so
that ``formula_uses`` stays a few percent of the archive.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Table, delete, func, insert, select, text, union, update

from memcon.archive.engine import Archive
from memcon.archive.linker.formula_counts import (
    SideCount,
    StoredUse,
    Summary,
    by_formula,
    counted,
    grown,
    summary,
)
from memcon.archive.linker.formula_texts import Passages, texts_of
from memcon.archive.lookup import chunks
from memcon.archive.phrases import FormulaUse, find_formulas, match
from memcon.archive.schema import (
    actors,
    document_sides,
    documents,
    formula_losses,
    formula_sides,
    formula_uses,
    formulas,
    offices,
    state,
)
from memcon.archive.speaking import sides_at, spoken_between

T = TypeVar("T")

SMALL: Final = 1_000
"""Up to so many current documents formulas are looked for anew after every change: some 4 ms a
document on one core, where reading one takes 80."""
GROWN: Final = 0.1
"""Beyond that, when this share of the documents has changed since."""

_STATE: Final = "formulas"
_ROWS: Final = 10_000  # written, or read, at a time
_USE_COLUMNS: Final = tuple(field.name for field in fields(StoredUse))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """A document: its day, "" where unknown, and its narrator."""

    day: str
    narrator: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a search for formulas gave, from the archive as it was at that time."""

    formulas: Sequence[tuple[int, str, str, float]]  # key, words, phrase, score
    uses: Sequence[StoredUse]
    voices: Sequence[tuple[str, str, int]]  # rows of document_sides
    seen: frozenset[int]  # documents


def link_formulas(connection: Connection, part: Sequence[int]) -> None:
    """Note that documents changed, and find known formulas in them unless all is due to be redone.

    Args:
        connection: in a writing transaction.
        part: keys of the documents, current or not.
    """
    if part:
        before = _state(connection)
        _put_state(connection, before["documents"], before["changed"] + len(part))
    if not is_due(connection):
        match_formulas(connection, part)


def is_due(connection: Connection) -> bool:
    """Say whether so much has changed that formulas are to be looked for anew."""
    known = _state(connection)
    current = connection.execute(
        select(func.count()).select_from(documents).where(documents.c.status == "current")
    ).scalar_one()
    changed = max(known["changed"], abs(current - known["documents"]))
    if current <= SMALL:
        return bool(changed)
    return bool(changed >= GROWN * known["documents"])


def refresh_formulas(archive: Archive) -> int:
    """Look for the formulas of all current documents and put them in place of the stored ones.

    The search only reads, so that others may write the while. What they add before the result is
    stored is matched with it.

    Args:
        archive: open for writing.

    Returns:
        How many formulas there are.

    Raises:
        ArchiveError: the database failed; what was stored stays.
    """
    with archive.reading() as connection:
        found = _search(connection)
    with archive.writing() as connection:
        papers = _papers(connection)
        _replace(connection, found, papers)
        missing = sorted(set(papers) - found.seen)
        match_formulas(connection, missing)
        _put_state(connection, len(papers), len(missing))
    return len(found.formulas)


def match_formulas(connection: Connection, part: Sequence[int]) -> None:
    """Find the uses of known formulas in documents that were not looked through yet.

    Counts and days are kept up; who dropped a phrase is found by ``refresh_formulas`` alone.

    Args:
        connection: in a writing transaction.
        part: keys of documents; those that are not current are passed over.
    """
    _count_losses(connection)
    papers = {
        key: paper
        for some in chunks(sorted(part))
        for key, paper in _papers(connection, some).items()
    }
    for table in (document_sides, formula_uses):
        for some in chunks(sorted(papers)):
            seen = select(table.c.document).where(table.c.document.in_(some)).distinct()
            for key in connection.execute(seen).scalars():
                papers.pop(key, None)
    if not papers:
        return
    known = connection.execute(select(formulas.c.words, formulas.c.key)).all()
    keys = {row.words: row.key for row in known}
    found = list(match(keys, texts_of(connection, sorted(papers))))
    uses, voices = _attributed(connection, found, keys, papers)
    _insert(connection, document_sides, ("side", "month", "document"), voices)
    _insert(connection, formula_uses, _USE_COLUMNS, map(_values, sorted(uses, key=_ORDER)))
    new = {formula: counted(own) for formula, own in by_formula(uses).items()}
    old = _summaries(connection, sorted(new))
    _put_summaries(connection, {key: grown(old[key], more) for key, more in new.items()})


_ORDER: Final = attrgetter("formula", "day", "document", "start")


def _search(connection: Connection) -> _Found:
    if connection.dialect.name == "postgresql":
        # All questions of the search are to see one state of the archive, as they do on SQLite.
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    papers = _papers(connection)
    names = connection.execute(
        union(
            select(actors.c.name).where(actors.c.documents > 0, actors.c.named),
            select(offices.c.title),
        )
    ).scalars()
    found, places = find_formulas(
        Passages(connection),
        names=sorted(names),
        days={key: paper.day for key, paper in papers.items() if paper.day},
    )
    keys = {formula.key: number for number, formula in enumerate(found, start=1)}
    uses, voices = _attributed(connection, places, keys, papers)
    uses.sort(key=_ORDER)
    return _Found(
        formulas=[(keys[one.key], one.key, one.phrase, one.score) for one in found],
        uses=uses,
        voices=voices,
        seen=frozenset(papers),
    )


def _papers(connection: Connection, keys: Sequence[int] | None = None) -> dict[int, _Paper]:
    """Return the current documents among some, or all of them."""
    query = select(documents.c.key, documents.c.day, documents.c.narrator).where(
        documents.c.status == "current"
    )
    if keys is not None:
        query = query.where(documents.c.key.in_(keys))
    return {
        key: _Paper(day=day or "", narrator=narrator)
        for key, day, narrator in connection.execute(query.order_by(documents.c.key))
    }


def _attributed(
    connection: Connection,
    found: Iterable[FormulaUse],
    keys: Mapping[str, int],
    papers: Mapping[int, _Paper],
) -> tuple[list[StoredUse], list[tuple[str, str, int]]]:
    """Return uses with whose words they are, and who has a say in each document."""
    places: dict[int, list[FormulaUse]] = defaultdict(list)
    for place in found:
        places[place.document].append(place)
    uses: list[StoredUse] = []
    voices: list[tuple[str, str, int]] = []
    for part in _runs(sorted(papers)):
        spoken = spoken_between(connection, part[0], part[-1])
        for key in part:
            paper = papers[key]
            said = spoken.get(key, [])
            sides = {side for one in said for side in one.sides}
            sides.update([paper.narrator] if paper.narrator else [])
            voices += [(side, paper.day[:7], key) for side in sorted(sides)]
            for place in places.pop(key, ()):
                own = sides_at(said, place.start, place.end, paper.narrator)
                uses.append(
                    StoredUse(
                        formula=keys[place.formula],
                        day=paper.day,
                        document=key,
                        start=place.start,
                        end=place.end,
                        sides="+".join(own),
                        narrator=paper.narrator,
                    )
                )
    return uses, voices


def _runs(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ascending keys in parts that lie close together, for questions by range."""
    part: list[int] = []
    for key in keys:
        if part and key - part[0] >= _RUN:
            yield part
            part = []
        part.append(key)
    if part:
        yield part


_RUN: Final = 200  # documents


def _replace(connection: Connection, found: _Found, papers: Mapping[int, _Paper]) -> None:
    """Store what was found, without documents that are no longer current."""
    for table in (formula_losses, formula_sides, formula_uses, formulas, document_sides):
        connection.execute(delete(table))
    voices = [row for row in found.voices if row[2] in papers]
    _insert(connection, document_sides, ("side", "month", "document"), voices)
    activity: dict[str, Counter[str]] = defaultdict(Counter)
    for side, month, _ in voices:
        activity[side][month] += 1
    uses = [use for use in found.uses if use.document in papers]
    summaries = {
        formula: summary(list(own), activity)
        for formula, own in groupby(uses, key=attrgetter("formula"))
    }
    rows = [row for row in found.formulas if row[0] in summaries]
    connection.execute(
        insert(formulas),
        [
            {
                "key": key,
                "words": words,
                "phrase": phrase,
                "score": score,
                **summaries[key].columns(),
            }
            for key, words, phrase, score in rows
        ],
    ) if rows else None
    _insert(connection, formula_uses, _USE_COLUMNS, map(_values, uses))
    _insert_sides(connection, summaries)


def _count_losses(connection: Connection) -> None:
    """Count formulas anew that documents no longer have."""
    lost = list(
        connection.execute(
            select(formula_losses.c.formula).distinct().order_by(formula_losses.c.formula)
        ).scalars()
    )
    if not lost:
        return
    activity: dict[str, dict[str, int]] = defaultdict(dict)
    for side, month, number in connection.execute(
        select(document_sides.c.side, document_sides.c.month, func.count()).group_by(
            document_sides.c.side, document_sides.c.month
        )
    ):
        activity[side][month] = number
    again = {}
    for key in lost:
        rows = connection.execute(select(formula_uses).where(formula_uses.c.formula == key))
        again[key] = summary([StoredUse(*row) for row in rows], activity)
    _put_summaries(connection, again)
    connection.execute(delete(formula_losses))


def _summaries(connection: Connection, keys: Sequence[int]) -> dict[int, Summary]:
    """Return the counts that are stored of formulas."""
    sides: dict[int, list[SideCount]] = defaultdict(list)
    found = {}
    for part in chunks(keys):
        query = select(formula_sides).where(formula_sides.c.formula.in_(part))
        for row in connection.execute(query.order_by(formula_sides.c.side)).mappings():
            values = dict(row)
            sides[values.pop("formula")].append(SideCount(**values))
        for one in connection.execute(select(formulas).where(formulas.c.key.in_(part))):
            found[one.key] = Summary(
                documents=one.documents,
                uses=one.uses,
                first_day=one.first_day,
                last_day=one.last_day,
                sides=tuple(sides[one.key]),
            )
    return found


def _put_summaries(connection: Connection, summaries: Mapping[int, Summary]) -> None:
    for key, one in sorted(summaries.items()):
        connection.execute(update(formulas).where(formulas.c.key == key).values(one.columns()))
    for part in chunks(sorted(summaries)):
        connection.execute(delete(formula_sides).where(formula_sides.c.formula.in_(part)))
    _insert_sides(connection, summaries)


def _insert_sides(connection: Connection, summaries: Mapping[int, Summary]) -> None:
    rows = [
        {"formula": key, **asdict(side)}
        for key, one in sorted(summaries.items())
        for side in one.sides
    ]
    for part in _parts(rows):
        connection.execute(insert(formula_sides), part)


def _insert(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    for part in _parts([dict(zip(columns, row, strict=True)) for row in rows]):
        connection.execute(insert(table), part)


def _values(use: StoredUse) -> tuple[Any, ...]:
    return (use.formula, use.day, use.document, use.start, use.end, use.sides, use.narrator)


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), _ROWS):
        yield rows[start : start + _ROWS]


def _state(connection: Connection) -> dict[str, int]:
    """Return the current documents at the last search, and how many were changed since."""
    known = connection.execute(select(state.c.value).where(state.c.name == _STATE)).scalar()
    value: dict[str, int] = json.loads(known) if known else {"documents": 0, "changed": 0}
    return value


def _put_state(connection: Connection, known: int, changed: int) -> None:
    connection.execute(delete(state).where(state.c.name == _STATE))
    value = json.dumps({"documents": known, "changed": changed})
    connection.execute(insert(state).values(name=_STATE, value=value))
