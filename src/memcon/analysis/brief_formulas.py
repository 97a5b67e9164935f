"""Set phrases that came into the accounts of two actors' meetings, or went out of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Field
from sqlalchemy import Connection, Select, and_, select

from memcon.analysis.answer import Citation, Model
from memcon.archive import lookup
from memcon.archive.lookup import ActorRef
from memcon.archive.schema import (
    document_column,
    formula_uses,
    formulas,
    meetings,
    occasion_parties,
)

MEETINGS: Final = 100  # of the two actors, the latest: phrases are looked for in their accounts
USES: Final = 5_000  # of phrases there, the latest
TWICE: Final = 2  # documents that must have had a phrase before one says that it is gone


_Found: TypeAlias = "tuple[Literal['come', 'gone'], str, Any, Sequence[Any]]"
"""What happened, whose phrase it is, the use to be cited, and all uses."""


class FormulaChange(Model):
    """A phrase that is new in one side's words, or no longer in them."""

    change: Annotated[
        Literal["come", "gone"], Field(description="first used since the day, or not used since")
    ]
    phrase: Annotated[str, Field(description="as most often printed")]
    side: Annotated[str, Field(description="whose words: an actor id")]
    first_day: Annotated[str, Field(description="of its use there")]
    last_day: Annotated[str, Field(description="of its use there")]
    documents: Annotated[int, Field(description="accounts that use it")]
    evidence: Annotated[
        Citation, Field(description="the first use of one that came, the last of one that is gone")
    ]


def formula_changes(
    connection: Connection, a: ActorRef, b: ActorRef, *, since: str, limit: int
) -> list[FormulaChange]:
    """Return phrases that came into, or went out of, each side's words at their meetings.

    Gone is what the side used in at least two accounts before and in none since, though there are
    other set phrases of its since.

    Args:
        connection: the archive.
        a: an actor.
        b: another.
        since: the day (ISO 8601).
        limit: how many that came, and how many that are gone; those said most often first.
    """
    wanted = {(one.side or one.id) if one.kind == "person" else one.id for one in (a, b)}
    uses: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in connection.execute(_uses(a, b).limit(USES)):
        for side in sorted(wanted & set(row.sides.split("+"))):
            uses[side, row.formula].append(row)
    heard = {side for (side, _), rows in uses.items() if any(row.day >= since for row in rows)}
    found: list[_Found] = []
    for (side, _), rows in uses.items():
        rows.sort(key=lambda row: (row.day, row.document, row.start))
        documents = {row.document for row in rows}
        if rows[0].day >= since:
            found.append(("come", side, rows[0], rows))
        elif rows[-1].day < since and side in heard and len(documents) >= TWICE:
            found.append(("gone", side, rows[-1], rows))
    changes = []
    for change in ("come", "gone"):
        some = [one for one in found if one[0] == change]
        some.sort(key=lambda one: (-len({row.document for row in one[3]}), one[2].phrase, one[1]))
        changes += some[:limit]
    return _changes(connection, changes)


def _uses(a: ActorRef, b: ActorRef) -> Select[Any]:
    """Return the query for uses of phrases in documents that tell of a meeting of the two."""
    mine, theirs = occasion_parties.alias("mine"), occasion_parties.alias("theirs")
    met = (
        select(mine.c.occasion)
        .join(
            theirs,
            and_(theirs.c.day == mine.c.day, theirs.c.occasion == mine.c.occasion),
        )
        .where(mine.c.actor.in_(a.keys), theirs.c.actor.in_(b.keys))
        .order_by(mine.c.day.desc(), mine.c.occasion)
        .limit(MEETINGS)
        .subquery("met")
    )
    tell = (
        select(document_column(meetings.c.key).label("document"))
        .distinct()
        .select_from(met)
        .join(meetings, meetings.c.canonical == met.c.occasion)
        .subquery("tell")
    )
    return (
        select(
            formula_uses.c.formula,
            formula_uses.c.document,
            formula_uses.c.start,
            formula_uses.c.end,
            formula_uses.c.day,
            formula_uses.c.sides,
            formulas.c.phrase,
        )
        .select_from(tell)
        .join(formula_uses, formula_uses.c.document == tell.c.document)
        .join(formulas, formulas.c.key == formula_uses.c.formula)
        .where(formula_uses.c.day > "")
        .order_by(
            formula_uses.c.day.desc(),
            formula_uses.c.document,
            formula_uses.c.start,
            formula_uses.c.formula,
        )
    )


def _changes(connection: Connection, found: Sequence[_Found]) -> list[FormulaChange]:
    rows = lookup.document_rows(connection, (use.document for _, _, use, _ in found))
    changes = []
    for change, side, use, uses in found:
        document = rows[use.document]
        changes.append(
            FormulaChange(
                change=change,
                phrase=use.phrase,
                side=side,
                first_day=uses[0].day,
                last_day=uses[-1].day,
                documents=len({one.document for one in uses}),
                evidence=Citation(
                    document=document.id,
                    start=use.start,
                    end=use.end,
                    words=" ".join(use.phrase.split()),
                    title=document.title,
                    day=document.day,
                    publisher=document.publisher,
                    narrator=document.narrator,
                    url=document.url,
                ),
            )
        )
    return changes
