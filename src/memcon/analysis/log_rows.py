"""What people entered about things of an archive: reviews, corrections, assessments."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from memcon.analysis.sheet import Tied, line
from memcon.archive.lookup import chunks
from memcon.archive.schema import log

Place = tuple[int | None, int | None]
_SAME: Final = 0.5  # of the words of both, for two findings to be one; see archive/findings.py


def entries(connection: Connection, documents: Iterable[int]) -> list[Any]:
    """Return all entries about documents and what was read from them, the oldest first."""
    found: list[Any] = []
    for part in chunks(sorted(set(documents))):
        query = select(log).where(log.c.document.in_(part)).order_by(log.c.key)
        found.extend(connection.execute(query))
    return sorted(found, key=lambda row: int(row.key))


def about(
    rows: Sequence[Any], id: str, document: int, kind: str, places: Mapping[str, Place]
) -> list[Any]:
    """Return the entries about one finding, and those that undo them.

    Ids may have changed with a rereading; the words that an entry was about have not.

    Args:
        rows: all entries of the document.
        id: public id of the finding.
        document: key of the document.
        kind: meeting, statement, act, commitment or actor.
        places: where the document's findings of that kind stand, by public id.
    """
    keys = {
        row.key
        for row in rows
        if (row.document, row.kind) == (document, kind)
        and row.action != "undo"
        and _subject(row, places) == id
    }
    return [row for row in rows if row.key in keys or row.undoes in keys]


def _subject(row: Any, places: Mapping[str, Place]) -> str | None:
    """Return the id that the finding an entry is about has now."""
    then = (row.start, row.end)
    if row.target in places and _overlap(then, places[row.target]) >= _SAME:
        return str(row.target)
    best = max(places, key=lambda id: _overlap(then, places[id]), default=None)
    return best if best is not None and _overlap(then, places[best]) >= _SAME else None


def _overlap(one: Place, other: Place) -> float:
    """Return the share of the words of two places that both have, 0 to 1."""
    (start, end), (first, last) = one, other
    if start is None or end is None or first is None or last is None:
        return 1.0 if one == other else 0.0
    shared = min(end, last) - max(start, first)
    return max(shared, 0) / (max(end, last) - min(start, first) or 1)


def log_rows(section: str, rows: Iterable[Any], known: Sequence[Any]) -> list[Tied]:
    """Return entries as rows of a sheet.

    Args:
        section: its name.
        rows: the entries.
        known: all entries of the documents, by which it is seen what was undone.
    """
    undone = {row.undoes: row.key for row in known if row.undoes is not None}
    return [_row(section, row, undone) for row in rows]


def _row(section: str, row: Any, undone: Mapping[int, int]) -> Tied:
    value = None
    if row.value is not None:
        shaped = json.loads(row.value)
        value = shaped if isinstance(shaped, str) else json.dumps(shaped, ensure_ascii=False)
    if row.field:
        value = f"{row.field} = {value}"
    notes = [f"entry {row.key}"]
    if row.undoes is not None:
        notes.append(f"undoes entry {row.undoes}")
    if row.key in undone:
        notes.append(f"undone by entry {undone[row.key]}")
    if row.evidence:
        notes.append(f"evidence: {line(row.evidence)}")
    if row.note:
        notes.append(line(row.note))
    return Tied(
        section=section,
        id=row.target,
        day=row.at,
        who=[row.who],
        what=row.action,
        value=value,
        notes=notes,
    )
