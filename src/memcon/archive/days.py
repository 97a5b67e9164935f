"""Days as the archive keeps them: ISO 8601, as precise as known, empty or NULL where unknown."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_


def within(
    day: ColumnElement[Any], since: str | None, until: str | None
) -> list[ColumnElement[bool]]:
    """Return the conditions on a day; a month or a year counts if any of its days does.

    Args:
        day: a column of days.
        since: first day, month or year; None for no bound.
        until: last day, month or year.

    Returns:
        With either bound, an unknown day is not within.
    """
    conditions: list[ColumnElement[bool]] = []
    if since is not None:
        wider = [since[:length] for length in (4, 7) if length < len(since)]
        conditions += [day >= since[:4], or_(day >= since, day.in_(wider))]
    if until is not None:
        conditions += [day > "", day <= f"{until}~"]  # behind every day of a month or year
    return conditions
