"""The time, which everything below the command line is handed."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Return the time as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def today() -> str:
    """Return the local date as ISO 8601."""
    return datetime.now().astimezone().date().isoformat()
