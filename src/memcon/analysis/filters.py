"""What questions are narrowed down by, checked once for all of them."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Final

from memcon.errors import MemconError

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


def first_day(text: str | None, name: str = "--since") -> str | None:
    """Return the first day of a day, month or year (ISO 8601); None stays None.

    Raises:
        MemconError: it is no such date.
    """
    return _day(text, name, last=False)


def last_day(text: str | None, name: str = "--until") -> str | None:
    """Return the last day of a day, month or year (ISO 8601); None stays None.

    Raises:
        MemconError: it is no such date.
    """
    return _day(text, name, last=True)


def _day(text: str | None, name: str, *, last: bool) -> str | None:
    if text is None:
        return None
    found = _DATE.match(text)
    if found is not None:
        year, month = int(found[1]), int(found[2] or (12 if last else 1))
        if 1 <= month <= 12 and year:
            days = monthrange(year, month)[1]
            day = int(found[3] or (days if last else 1))
            if 1 <= day <= days:
                return f"{year:04}-{month:02}-{day:02}"
    raise MemconError(f"{text!r} is no date", where=name, remedy="Give YYYY, YYYY-MM or YYYY-MM-DD")
