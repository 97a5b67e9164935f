"""When a browser was here last, by a cookie: what is new since then stands on the first page.

A visit goes on as long as the first page is opened again within half an hour; opened later than
that, a new visit begins, and what was the last time before it is "the last visit".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

# Not "memcon_visit": that is the one to which the token of forms belongs (web/auth/cookies.py).
COOKIE: Final = "memcon_last_visit"
PAUSE: Final = 30 * 60  # seconds without the first page, after which a new visit begins
KEPT: Final = 400 * 24 * 3600  # seconds; browsers keep no cookie longer (RFC 6265bis, 5.5)
_FORM: Final = re.compile(r"([0-9]{1,11})-([0-9]{1,11})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit: when the one before it ended, None in the first; and the time it goes on to now.

    Both are seconds since 1970 (UTC).
    """

    last: int | None
    now: int

    @property
    def since(self) -> str | None:
        """The end of the last visit (ISO 8601, UTC)."""
        if self.last is None:
            return None
        return datetime.fromtimestamp(self.last, UTC).isoformat(timespec="seconds")

    @property
    def cookie(self) -> str:
        """What the browser is to keep."""
        return f"{self.last or 0}-{self.now}"


def visit(cookie: str | None, now: str) -> Visit:
    """Return the visit that a request belongs to.

    Args:
        cookie: what the browser kept; anything else than that counts as nothing.
        now: the present time (ISO 8601, with its zone).
    """
    present = int(datetime.fromisoformat(now).timestamp())
    found = _FORM.fullmatch(cookie or "")
    if found is None:
        return Visit(last=None, now=present)
    last, latest = int(found[1]), int(found[2])
    if not last <= latest <= present:  # a clock that was set back, or a made-up cookie
        return Visit(last=None, now=present)
    if present - latest > PAUSE:
        return Visit(last=latest, now=present)
    return Visit(last=last or None, now=present)
