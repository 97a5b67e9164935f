"""What an archive holds, counted: documents, undertakings by issue, meetings by form and year."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, func, select

from memcon.archive.schema import actors, documents, occasions, statements, threads

_VALUES: Final = 12  # of a facet, the most frequent


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """How much there is of what.

    Attributes:
        documents: that are current.
        meetings: each once.
        undertakings: each once.
        statements: of the documents.
        actors: that are named, each once.
        first_day: of the earliest document (ISO 8601).
        last_day: of the latest.
        facets: documents by ``narrator``, undertakings by ``issue``, meetings by ``form`` and
            ``year``; the latest years first, the others by number.
    """

    documents: int
    meetings: int
    undertakings: int
    statements: int
    actors: int
    first_day: str | None
    last_day: str | None
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)


def contents(connection: Connection) -> Contents:
    """Return what an archive holds.

    Args:
        connection: the archive.
    """
    current = documents.c.status == "current"
    narrators: Counter[str] = Counter()
    voices = select(documents.c.narrator, func.count().label("n")).where(current)
    for row in connection.execute(voices.group_by(documents.c.narrator)):
        if row.narrator:
            narrators[row.narrator] = row.n
    issues: Counter[str] = Counter()
    codes = select(threads.c.issues, func.count().label("n")).group_by(threads.c.issues)
    for row in connection.execute(codes):
        for code in json.loads(row.issues):
            issues[code] += row.n
    forms: Counter[str] = Counter()
    years: Counter[str] = Counter()
    year = func.substr(occasions.c.day, 1, 4).label("year")
    held = select(occasions.c.form, year, func.count().label("n"))
    for row in connection.execute(held.group_by(occasions.c.form, year)):
        forms[row.form] += row.n
        if row.year:
            years[row.year] += row.n
    days = select(func.min(documents.c.day), func.max(documents.c.day)).where(current)
    first, last = connection.execute(days).one()
    named = select(func.count(actors.c.canonical.distinct())).where(
        actors.c.documents > 0, actors.c.named
    )
    facets = {
        "narrator": _most(narrators),
        "issue": _most(issues),
        "form": _most(forms),
        "year": sorted(years.items(), reverse=True)[:_VALUES],
    }
    return Contents(
        documents=_count(connection, select(func.count()).select_from(documents).where(current)),
        meetings=forms.total(),
        undertakings=_count(connection, select(func.count()).select_from(threads)),
        statements=_count(connection, select(func.count()).select_from(statements)),
        actors=_count(connection, named),
        first_day=first,
        last_day=last,
        facets={name: values for name, values in facets.items() if values},
    )


def _count(connection: Connection, query: Any) -> int:
    return int(connection.execute(query).scalar_one())


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_VALUES]
