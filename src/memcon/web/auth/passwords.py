"""Passwords: argon2id with the parameters that argon2-cffi advises (RFC 9106, low memory)."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from memcon.errors import UserError
from memcon.web.errors import TooManyRequestsError

# NIST SP 800-63B asks for 15 where nothing else is asked for, and 8 beside a second factor; with
# tries limited as they are here, 12 by chance are out of reach.
SHORTEST: Final = 12  # code points
LONGEST: Final = 256
# Each takes 64 MiB while it is worked on: many at once would be a way to fill the memory.
_AT_ONCE: Final = 2
_WAITING: Final = 4  # with those at work; who tries in masses keeps no thread from the readers


class Passwords:
    """Makes and compares hashes of passwords, few at a time."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._turns = BoundedSemaphore(_AT_ONCE)
        self._line = BoundedSemaphore(_WAITING)
        self._nobodys = _nobodys()

    def hashed(self, password: str) -> str:
        """Return the hash of a password, with its parameters and a salt of its own.

        Raises:
            TooManyRequestsError: too many others are in front.
        """
        with self._turn():
            return self._hasher.hash(_composed(password))

    def fits(self, kept: str | None, password: str) -> bool:
        """Tell whether a password is the one of a hash; it takes as long where there is none.

        Raises:
            TooManyRequestsError: too many others are in front.
        """
        with self._turn():
            try:
                self._hasher.verify(kept or self._nobodys, _composed(password)[:LONGEST])
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def outdated(self, kept: str) -> bool:
        """Tell whether a hash was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(kept)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._line.acquire(blocking=False):
            raise TooManyRequestsError("many log in at once", remedy="Try again in a few seconds")
        try:
            with self._turns:
                yield
        finally:
            self._line.release()


@cache
def _nobodys() -> str:
    """Return a hash of no password, made before anybody can measure how long that takes."""
    return PasswordHasher().hash(secrets.token_hex(32))


def checked_password(password: str, *, name: str) -> str:
    """Return a password that somebody wants to have, if it is good enough.

    Raises:
        UserError: it is too short, too long, all one character, or the name.
    """
    kept = _composed(password)
    if not SHORTEST <= len(kept) <= LONGEST:
        raise UserError(
            f"the password has {len(kept)} characters",
            remedy=f"Take {SHORTEST} to {LONGEST}: some words in a row are easy to keep in mind",
        )
    if len(set(kept)) < 4 or kept.casefold() == name.casefold():
        raise UserError("the password is easily guessed", remedy="Take another")
    return kept


def _composed(password: str) -> str:
    # The same keys give é in one piece on one machine and in two on another.
    return unicodedata.normalize("NFC", password)
