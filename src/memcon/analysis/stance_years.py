"""How actors speak on issues, counted: over a period as a whole, and year by year.

Stances are told as in ``positions``, but from all acts, and without their words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import Connection

from memcon.analysis import issue_acts, stances
from memcon.analysis.answer import DEFAULT_LIMIT, SHOWN, Answer, Model
from memcon.analysis.issue_acts import Cell
from memcon.analysis.positions import Asked, asked_cells
from memcon.analysis.stances import Stance

CELLS: Final = 600
"""Actors on issues that are looked at: ten actors on all issues."""
ON_AN_ISSUE: Final = 20
"""Actors that are looked at where none is named, those with most acts."""


class CountedStance(Model):
    """An actor on an issue."""

    actor: Annotated[str, Field(description="actor id", json_schema_extra=SHOWN)]
    issue: Annotated[str, Field(description="issue code", json_schema_extra=SHOWN)]
    stance: Annotated[
        Stance, Field(description="which kind of acts prevails", json_schema_extra=SHOWN)
    ]
    backing: Annotated[
        int, Field(description=f"acts of {', '.join(stances.BACKING)}", json_schema_extra=SHOWN)
    ]
    objecting: Annotated[
        int, Field(description=f"acts of {', '.join(stances.OBJECTING)}", json_schema_extra=SHOWN)
    ]
    asking: Annotated[
        int, Field(description=f"acts of {', '.join(stances.ASKING)}", json_schema_extra=SHOWN)
    ]
    acts: Annotated[
        int, Field(description="how many acts, denied ones left out", json_schema_extra=SHOWN)
    ]
    name: Annotated[str, Field(description="name of the actor")]


class YearStance(CountedStance):
    """An actor on an issue in a year."""

    year: Annotated[str, Field(description="the year", json_schema_extra=SHOWN)]


def stance_map(
    connection: Connection,
    *,
    by: Sequence[str] = (),
    on: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Answer[CountedStance]:
    """Return stances, a row for each actor and issue on which it acts, those with most acts first.

    Args:
        connection: the archive.
        by: as in ``positions``.
        on: as in ``positions``.
        since: first day, month or year.
        until: last day, month or year.
        limit: how many rows.

    Raises:
        MemconError: neither an actor nor an issue is named, or the archive does not know it.
    """
    asked, found = _counted(connection, by, on, since, until)
    rows = [
        CountedStance(**_stance(cell, sum(years.values(), Counter())))
        for cell, years in zip(asked.cells, found, strict=True)
        if years
    ]
    return Answer(model=CountedStance, rows=rows[:limit], total=len(rows), notes=_notes(asked))


def stance_years(
    connection: Connection,
    *,
    by: Sequence[str] = (),
    on: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Answer[YearStance]:
    """Return the same by year, a row for each actor, issue and year in which there were acts.

    Args:
        connection: the archive.
        by: as in ``positions``.
        on: as in ``positions``.
        since: first day, month or year.
        until: last day, month or year.
        limit: how many rows, those of the actor and issue with most acts first.

    Raises:
        MemconError: neither an actor nor an issue is named, or the archive does not know it.
    """
    asked, found = _counted(connection, by, on, since, until)
    rows = [
        YearStance(**_stance(cell, counts), year=year)
        for cell, years in zip(asked.cells, found, strict=True)
        for year, counts in years.items()
        if year
    ]
    return Answer(model=YearStance, rows=rows[:limit], total=len(rows), notes=_notes(asked))


def _counted(
    connection: Connection,
    by: Sequence[str],
    on: Sequence[str],
    since: str | None,
    until: str | None,
) -> tuple[Asked, list[dict[str, Counter[str]]]]:
    limit = CELLS if by else ON_AN_ISSUE * max(len(on), 1)
    asked = asked_cells(connection, by, on, since, until, limit)
    return asked, issue_acts.counts_by_year(connection, asked.cells, asked.period)


def _notes(asked: Asked) -> list[str]:
    notes = [stances.HOW, *asked.notes]
    if asked.total > len(asked.cells):
        notes.append(
            f"Of {asked.total:,} actors on issues, these are the {len(asked.cells):,} with most "
            "acts."
        )
    return notes


def _stance(cell: Cell, counts: Mapping[str, int]) -> dict[str, Any]:
    backing, objecting, asking = stances.weights(counts)
    return {
        "actor": cell.actor.id,
        "issue": cell.issue,
        "stance": stances.stance(counts),
        "backing": backing,
        "objecting": objecting,
        "asking": asking,
        "acts": sum(counts.values()),
        "name": cell.actor.name,
    }
