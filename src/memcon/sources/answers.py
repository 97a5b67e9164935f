"""What a server's answer says, apart from its content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from memcon.errors import FetchError, TooLargeError
from memcon.sources.inflate import CutShortError, DamagedError, TooMuchError, inflate

# Worth asking again in the same run: too many requests, and a gateway whose server is away.
RETRIED: Final = frozenset((429, 502, 503, 504))
# May pass, though not within seconds.
_PASSING: Final = RETRIED | {408, 425, 500}
_SAID: Final = {
    401: ("the page is only for those who log in", "Save it by hand and add the file"),
    402: ("the page is only for those who pay", "Save it by hand and add the file"),
    403: ("the server does not give the page to programs", "Save it by hand and add the file"),
    404: ("there is no such page, for good as far as one can tell", "Correct the address"),
    410: ("the page is gone for good", "Drop the address, or look for the page in a web archive"),
    429: ("the server is asked too often for now", "Try again later, or more slowly"),
    451: ("the page is withheld for legal reasons", "Look for the text elsewhere"),
}
_TYPE: Final = re.compile(r"\s*([\w!#$&^.+-]{1,100}/[\w!#$&^.+-]{1,100})\s*(?:;|$)", re.ASCII)
_CHARSET: Final = re.compile(r";\s*charset\s*=\s*\"?([\w.:+-]{2,40})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave.

    ``requested`` is the address asked for, ``url`` the one that answered, after all redirects.
    With ``not_modified`` the page is as it was when ``etag`` or ``last_modified`` were taken, and
    ``content`` is empty.
    """

    url: str
    requested: str
    status: int
    content: bytes
    media_type: str | None
    charset: str | None
    etag: str | None
    last_modified: str | None
    retrieved_at: datetime
    not_modified: bool = False

    @property
    def content_type(self) -> str | None:
        """Media type and charset as :func:`memcon.sources.from_bytes` takes them."""
        if self.media_type is None or self.charset is None:
            return self.media_type
        return f"{self.media_type}; charset={self.charset}"


def media_type_of(content_type: str | None) -> tuple[str | None, str | None]:
    """Split a Content-Type into media type and charset, in small letters, where it has them."""
    kind = _TYPE.match(content_type or "")
    charset = _CHARSET.search(content_type or "")
    return (
        kind.group(1).lower() if kind else None,
        charset.group(1).lower() if charset else None,
    )


def seconds_to_wait(retry_after: str | None, *, now: datetime) -> float | None:
    """Read a Retry-After (RFC 9110, 10.2.3).

    Args:
        retry_after: the header: seconds, or a date.
        now: the time, with its zone.

    Returns:
        The seconds to wait, not below 0; ``None`` without a header or with one that is neither.
    """
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max((date - now).total_seconds(), 0.0)


def fault(status: int, *, where: str, tries: int, retry_after: float | None) -> FetchError:
    """Return the error for a status that brings no page.

    Args:
        status: the HTTP status.
        where: the address.
        tries: how often it was asked.
        retry_after: the seconds the server asked to wait.
    """
    if status in _SAID:
        problem, remedy = _SAID[status]
    elif status in _PASSING:
        problem, remedy = "the server fails for now", "Try again later"
    elif status >= 500:
        problem, remedy = "the server fails", "Check the address in a browser"
    elif status >= 400:
        problem, remedy = "the server refuses the request for good", "Check the address"
    else:
        problem, remedy = "the server sends no page", "Check the address in a browser"
    after = f", {tries} times" if tries > 1 else ""
    wait = f"; it asks to wait {retry_after:.0f} seconds" if retry_after else ""
    return FetchError(
        f"{problem} (HTTP status {status}{after}{wait})",
        where=where,
        remedy=remedy,
        status=status,
        transient=status in _PASSING,
        retry_after=retry_after,
    )


def read_content(
    pieces: Iterable[bytes],
    *,
    encoding: str | None,
    length: str | None,
    limit: int,
    cut: bool,
    where: str,
) -> bytes:
    """Collect and unpack the content of an answer.

    Args:
        pieces: the content as it comes over the line.
        encoding: the Content-Encoding.
        length: the Content-Length.
        limit: how many bytes it may have, packed or not.
        cut: take the first ``limit`` bytes of a larger one instead of refusing it.
        where: the address, for messages.

    Raises:
        TooLargeError: it is over ``limit``; no more than that is read.
        FetchError: it cannot be unpacked.
    """
    too_large = TooLargeError(
        f"the page is over the limit of {limit:,} bytes",
        where=where,
        remedy="Raise the size limit, or save a part of it by hand and add the file",
    )
    if not cut and length and length.isdigit() and int(length[:20]) > limit:
        raise too_large
    try:
        return inflate(pieces, encoding=encoding, limit=limit, cut=cut)
    except TooMuchError:
        raise too_large from None
    except DamagedError as error:
        raise FetchError(
            f"the page cannot be unpacked: {error}",
            where=where,
            remedy="Try again later, or save it by hand and add the file",
            transient=isinstance(error, CutShortError),
        ) from error


def check_hops(target: str, passed: Sequence[str], max_redirects: int, *, where: str) -> None:
    """Check that redirects come to an end.

    Args:
        target: the address to ask next.
        passed: those asked so far.
        max_redirects: how many redirects are followed.
        where: the address that was asked for.

    Raises:
        FetchError: they go in a circle, or on for too long.
    """
    if target in passed:
        raise FetchError(
            f"the server redirects in a circle, back to {target}",
            where=where,
            remedy="Some sites do so without cookies, which are not kept: save the page by hand",
        )
    if len(passed) > max_redirects:
        raise FetchError(
            f"the server redirects more than {max_redirects} times",
            where=where,
            remedy="Give the address at which the page ends up",
        )
