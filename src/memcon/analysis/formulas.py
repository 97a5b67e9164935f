"""``memcon formulas``: the set phrases of an archive, who uses them and since when.

Users are sides: words in a statement are those of its speakers' sides (all of them, where several
speak together; the body itself, where a body speaks), words outside any statement the narrator's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal, select, true

from memcon.analysis.answer import DEFAULT_LIMIT, Answer
from memcon.analysis.filters import first_day, last_day
from memcon.analysis.formula_rows import (
    USERS,
    FormulaRow,
    adoptions,
    drops,
    phrase_users,
    used_by,
)
from memcon.analysis.phrase_places import Place, citations
from memcon.analysis.titles import titled as titled_documents
from memcon.archive import lookup
from memcon.archive.phrases import phrase_key
from memcon.archive.schema import formula_sides, formula_uses, formulas

USERS_NOTE: Final = (
    "Words in a statement count for the side of each of its speakers, and for a body (QUAD, EU) "
    "where that speaks; other words count for the narrator. First is first in this archive."
)
DROPPED_NOTE: Final = (
    "Dropped means that this archive has no later words of the side with it, though by its rate of "
    "before there should be at least two: other kinds of documents than before look the same."
)
_FACET_VALUES: Final = 15
_LAST: Final = "9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picked:
    """A formula that passes the filters: its rank, and its documents let through if counted."""

    key: int
    rank: float
    here: int | None


def formulas_of(
    connection: Connection,
    *,
    user: str | None = None,
    other: str | None = None,
    since: str | None = None,
    until: str | None = None,
    adopted: bool = False,
    dropped: bool = False,
    titled: str | None = None,
    words: str | None = None,
    min_documents: int = 0,
    limit: int = DEFAULT_LIMIT,
) -> Answer[FormulaRow]:
    """Return set phrases, those that are most of a set phrase first.

    Args:
        connection: the archive.
        user: id or name of a side that uses it.
        other: id or name of another side that uses it, too.
        since: used on or after this day, month or year.
        until: used on or before this day, month or year.
        adopted: only what a side came to use after another: the user (after the other side, where
            one is given), or anybody.
        dropped: only what the user, or anybody, used regularly and no longer does.
        titled: used in documents whose title has these words.
        words: only phrases with these words, side by side.
        min_documents: in how many documents at least.
        limit: how many phrases.

    Raises:
        MemconError: a filter has no such value.
    """
    sides = [side_of(connection, name) for name in (user, other) if name is not None]
    side = sides[0] if user is not None else None
    first, last = first_day(since), last_day(until)
    conditions = [
        formulas.c.documents >= min_documents,
        *_phrase_conditions(words),
        *_side_conditions(sides, adopted=adopted, dropped=dropped),
    ]
    notes = [USERS_NOTE, *([DROPPED_NOTE] if dropped else [])]
    counts: Mapping[int, int] | None = None
    if titled is not None:
        chosen = titled_documents(connection, titled)
        notes += chosen.notes
        counts = _in_documents(connection, chosen.keys, first, last, side)
    elif first or last:
        conditions.append(_in_period(first, last, side))
    picked = _pick(connection, conditions, side, counts)
    if titled is None and (first or last):
        shown = _with_period(connection, picked[:limit], first, last, side)
    else:
        shown = picked[:limit]
    return Answer(
        model=FormulaRow,
        rows=_rows(connection, shown, sides),
        total=len(picked),
        facets=_facets(connection, [one.key for one in picked]),
        notes=notes,
    )


def side_of(connection: Connection, name: str) -> str:
    """Return the id of the side that a name means: of a person the side he speaks for.

    Raises:
        UnknownIdError: no actor goes by that name.
    """
    found = lookup.actor(connection, name)
    return (found.side or found.id) if found.kind == "person" else found.id


def _phrase_conditions(words: str | None) -> list[ColumnElement[bool]]:
    key = phrase_key(words) if words is not None else ""
    if not key:
        return []
    return [(literal(" ") + formulas.c.words + " ").contains(f" {key} ", autoescape=True)]


def _side_conditions(
    sides: Sequence[str], *, adopted: bool, dropped: bool
) -> list[ColumnElement[bool]]:
    """Return the conditions on who uses a phrase; what became of it goes for the first side."""
    found: list[ColumnElement[bool]] = []
    tables = [formula_sides.alias(f"side{place}") for place in range(len(sides))]
    for place, (side, table) in enumerate(zip(sides, tables, strict=True)):
        condition = and_(table.c.formula == formulas.c.key, table.c.side == side)
        if place == 0 and dropped:
            condition = and_(condition, table.c.silent.is_not(None))
        if place == 0 and adopted and len(sides) == 1:
            condition = and_(condition, table.c.adopted)
        found.append(exists(select(literal(1)).where(condition)))
    if adopted and len(sides) > 1:
        mine, theirs = tables[0], tables[1]
        pair = and_(
            mine.c.formula == formulas.c.key,
            mine.c.side == sides[0],
            theirs.c.formula == formulas.c.key,
            theirs.c.side == sides[1],
            theirs.c.first_day < mine.c.first_day,
        )
        found.append(exists(select(literal(1)).where(pair)))
    if not sides:
        found += [formulas.c.adopted > 0] if adopted else []
        found += [formulas.c.dropped > 0] if dropped else []
    return found


def _in_period(first: str | None, last: str | None, side: str | None) -> ColumnElement[bool]:
    return and_(
        formulas.c.last_day >= first if first else true(),
        formulas.c.first_day <= last if last else true(),
        exists(
            select(literal(1)).where(
                formula_uses.c.formula == formulas.c.key, *_used(first, last, side)
            )
        ),
    )


def _used(first: str | None, last: str | None, side: str | None) -> list[ColumnElement[bool]]:
    """Return the conditions on uses: between two days, and in a side's words."""
    found: list[ColumnElement[bool]] = []
    if first or last:  # a use without a day ("") is in no period
        found += [formula_uses.c.day >= (first or "0"), formula_uses.c.day <= (last or _LAST)]
    if side is not None:
        joined = literal("+") + formula_uses.c.sides + "+"
        found.append(joined.contains(f"+{side}+", autoescape=True))
    return found


def _pick(
    connection: Connection,
    conditions: Sequence[ColumnElement[bool]],
    side: str | None,
    counts: Mapping[int, int] | None,
) -> list[_Picked]:
    """Return the formulas that pass, in order. There are no more than some thousands in all."""
    query = select(formulas.c.key, formulas.c.score, formulas.c.documents).where(*conditions)
    here: Mapping[int, int] | None = counts
    if here is None and side is not None:
        own = select(formula_sides.c.formula, formula_sides.c.documents).where(
            formula_sides.c.side == side
        )
        here = {row.formula: row.documents for row in connection.execute(own)}
    picked = []
    for row in connection.execute(query):
        if here is not None and row.key not in here:
            continue
        number = here[row.key] if here is not None else None
        share = 1.0 if number is None else number / row.documents
        picked.append(_Picked(key=row.key, rank=row.score * share, here=number))
    picked.sort(key=lambda one: (-one.rank, one.key))
    return picked


def _in_documents(
    connection: Connection,
    keys: Sequence[int],
    first: str | None,
    last: str | None,
    side: str | None,
) -> dict[int, int]:
    """Count the documents among some that have a formula, by formula."""
    found: dict[int, set[int]] = defaultdict(set)
    for part in lookup.chunks(sorted(keys)):
        query = select(formula_uses.c.formula, formula_uses.c.document).where(
            formula_uses.c.document.in_(part), *_used(first, last, side)
        )
        for formula, document in connection.execute(query):
            found[formula].add(document)
    return {formula: len(documents) for formula, documents in found.items()}


def _with_period(
    connection: Connection,
    picked: Sequence[_Picked],
    first: str | None,
    last: str | None,
    side: str | None,
) -> list[_Picked]:
    query = (
        select(formula_uses.c.formula, func.count(formula_uses.c.document.distinct()).label("n"))
        .where(formula_uses.c.formula.in_([one.key for one in picked]), *_used(first, last, side))
        .group_by(formula_uses.c.formula)
    )
    counts = {row.formula: row.n for row in connection.execute(query)}
    return [_Picked(key=one.key, rank=one.rank, here=counts.get(one.key, 0)) for one in picked]


def _rows(
    connection: Connection, picked: Sequence[_Picked], asked: Sequence[str]
) -> list[FormulaRow]:
    keys = [one.key for one in picked]
    stored = {}
    users: dict[int, list[Any]] = defaultdict(list)
    for part in lookup.chunks(keys):
        for row in connection.execute(select(formulas).where(formulas.c.key.in_(part))):
            stored[row.key] = row
        query = select(formula_sides).where(formula_sides.c.formula.in_(part))
        for row in connection.execute(query.order_by(formula_sides.c.side)):
            users[row.formula].append(row)
    places = _ends(connection, keys)
    words = citations(connection, [place for pair in places.values() for place in pair])
    rows = []
    for one in picked:
        row, own = stored[one.key], phrase_users(users[one.key])
        first, last = places.get(one.key, (None, None))
        rows.append(
            FormulaRow(
                phrase=row.phrase,
                documents=row.documents,
                here=one.here,
                uses=row.uses,
                score=round(one.rank, 3),
                used_by=used_by(own, asked),
                first_day=row.first_day,
                last_day=row.last_day,
                adopted=adoptions(own, asked),
                dropped=drops(own, asked),
                sides=row.sides,
                users=own[:USERS],
                first=words[first] if first else None,
                last=words[last] if last else None,
            )
        )
    return rows


def _ends(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[Place, Place]]:
    """Return the first and the last use of formulas that have a day, by formula."""
    first = _on_day(connection, keys, formulas.c.first_day)
    last = _on_day(connection, keys, formulas.c.last_day)
    return {key: (min(first[key]), max(last[key])) for key in keys if key in first and key in last}


def _on_day(
    connection: Connection, keys: Sequence[int], day: ColumnElement[Any]
) -> dict[int, list[Place]]:
    """Return the uses of formulas on a day that the formulas name."""
    found: dict[int, list[Place]] = defaultdict(list)
    uses = formula_uses.c
    for part in lookup.chunks(keys):
        # Unordered: with an order SQLite would go through all uses of a formula.
        query = (
            select(uses.formula, uses.document, uses.start, uses.end)
            .select_from(formulas)
            .join(formula_uses, and_(uses.formula == formulas.c.key, uses.day == day))
            .where(formulas.c.key.in_(part))
        )
        for formula, document, start, end in connection.execute(query):
            found[formula].append(Place(document=document, start=start, end=end))
    return found


def _facets(connection: Connection, keys: Sequence[int]) -> dict[str, Sequence[tuple[str, int]]]:
    """Count formulas by who uses them."""
    counts: dict[str, int] = defaultdict(int)
    for part in lookup.chunks(sorted(keys)):
        query = (
            select(formula_sides.c.side, func.count().label("n"))
            .where(formula_sides.c.formula.in_(part))
            .group_by(formula_sides.c.side)
        )
        for side, number in connection.execute(query):
            counts[side] += number
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return {"user": best[:_FACET_VALUES]} if best else {}
