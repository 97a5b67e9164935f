"""How often a password may be tried: for one name, and from one address.

Counted in each process by itself: a server of several processes lets as many times more through.
"""

from __future__ import annotations

from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from memcon.web.errors import TooManyRequestsError

MINUTES: Final = 15
PER_NAME: Final = 10
PER_ADDRESS: Final = 50  # a whole office may come from one address
_NAME: Final = RateLimitItemPerMinute(PER_NAME, MINUTES)
_ADDRESS: Final = RateLimitItemPerMinute(PER_ADDRESS, MINUTES)


class Throttle:
    """Counts the tries of the last minutes."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, name: str, address: str) -> None:
        """Count a try, before it is made: many at once count all.

        Args:
            name: whose password is tried, whether there is such a user or not.
            address: where the try comes from.

        Raises:
            TooManyRequestsError: there were too many; this one must not be made.
        """
        self._hit(_ADDRESS, "address", _network(address))
        self._hit(_NAME, "name", _key(name))

    def forget(self, name: str) -> None:
        """Begin anew with a name whose password was right. Its address stays counted."""
        self._limiter.clear(_NAME, "name", _key(name))

    def _hit(self, limit: RateLimitItem, kind: str, key: str) -> None:
        if not self._limiter.hit(limit, kind, key):
            raise TooManyRequestsError(
                "too many tries to log in",
                remedy=f"Try again in {MINUTES} minutes, or ask an admin for a new password",
            )


def _key(name: str) -> str:
    """Return what stands for a name: as long for one of a million letters as for any other."""
    return sha256(name.casefold().encode(errors="replace")).hexdigest()


def _network(address: str) -> str:
    """Return what one visitor can hardly change: of IPv6 whoever has one address has 2^64."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)
