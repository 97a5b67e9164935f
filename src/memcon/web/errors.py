"""What goes wrong between a browser and the server, each with its HTTP status."""

from __future__ import annotations

from typing import Final

from memcon.errors import (
    ArchiveError,
    ExtraError,
    MemconError,
    TooLargeError,
    UnknownIdError,
)


class WebError(MemconError):
    """Base of what only a server raises; ``retry_after`` are seconds after which it may go."""

    code = "web"
    status = 400
    retry_after: int | None = None


class LoginNeededError(WebError):
    """Nobody is logged in."""

    code = "login-needed"
    status = 401


class BadTokenError(WebError):
    """A program shows a token that opens nothing."""

    code = "bad-token"
    status = 401


class NotAllowedError(WebError):
    """Whoever is logged in may not do that."""

    code = "not-allowed"
    status = 403


class ForgedRequestError(WebError):
    """The request does not come from a page of this server."""

    code = "forged-request"
    status = 403


class UnknownHostError(WebError):
    """The request is for another host than those this server answers for."""

    code = "unknown-host"


class TooManyRequestsError(WebError):
    """It was tried too often."""

    code = "too-many-requests"
    status = 429


class BusyError(WebError):
    """Too much is under way already."""

    code = "busy"
    status = 503
    retry_after = 30


class DrawingError(WebError):
    """A chart could not be drawn."""

    code = "drawing"
    status = 500


# The first that fits counts.
_STATUS: Final[tuple[tuple[type[MemconError], int], ...]] = (
    (UnknownIdError, 404),
    (TooLargeError, 413),
    (ArchiveError, 503),
    (ExtraError, 501),
)


def status_of(error: MemconError) -> int:
    """Return the HTTP status that tells of an error; 400 where only the asker can mend it."""
    if isinstance(error, WebError):
        return error.status
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)


def retrying(error: MemconError) -> dict[str, str]:
    """Return the header that says when to try again, if an error is of those that pass."""
    seconds = getattr(error, "retry_after", None)
    return {} if seconds is None else {"Retry-After": str(seconds)}
