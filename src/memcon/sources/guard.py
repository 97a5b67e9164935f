"""Connections to addresses that were checked, within the time there is.

Nothing is opened here: a network backend of httpcore is wrapped, which ``sources/web.py`` hands in.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import httpcore

from memcon.errors import FetchError, RefusedAddressError
from memcon.sources.addresses import AllowedHosts, why_refused

_MAX_ADDRESSES: Final = 4  # of one name, tried in turn
_ALLOW: Final = "If the host is one of yours, allow it in the settings (allow_hosts)"

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port to IP addresses; raises OSError where there are none."""


class GuardedNetwork(httpcore.NetworkBackend):
    """Opens connections to addresses that were checked, and ends what takes too long.

    ``deadline`` is the time on the clock ``time.monotonic`` by which the present answer must have
    come.
    """

    def __init__(
        self, *, allowed: AllowedHosts, resolver: Resolver, network: httpcore.NetworkBackend
    ):
        self.deadline = float("inf")
        self._allowed = allowed
        self._resolver = resolver
        self._network = network

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers, if none of them is refused."""
        failed: Exception | None = None
        for address in self.checked(host, port)[:_MAX_ADDRESSES]:
            try:
                stream = self._network.connect_tcp(
                    address,
                    port,
                    timeout=_left(self.deadline, timeout, httpcore.ConnectTimeout),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _TimedStream(stream, self)
        raise failed or httpcore.ConnectError("the name has no address")

    def checked(self, host: str, port: int) -> Sequence[str]:
        """Resolve a host and check what it resolves to.

        Raises:
            RefusedAddressError: one of its addresses is not public, and the host is not allowed.
            FetchError: it has no address.
        """
        try:
            addresses = self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise FetchError(
                f"the name cannot be resolved ({error})", where=host, remedy="Check the address"
            ) from error
        if (host, port) not in self._allowed:
            # One refused address refuses all: a name that means a public machine and a private
            # one is a trap or a mistake.
            for address in addresses:
                reason = why_refused(address)
                if reason is not None:
                    means = "this is" if address == host else f"the name leads to {address},"
                    raise RefusedAddressError(
                        f"{means} {reason}, which is not fetched from", where=host, remedy=_ALLOW
                    )
        return addresses


class _TimedStream(httpcore.NetworkStream):
    """A connection that waits for no piece beyond the deadline of the answer."""

    def __init__(self, stream: httpcore.NetworkStream, network: GuardedNetwork):
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = _left(self._network.deadline, timeout, httpcore.ReadTimeout)
        return self._stream.read(max_bytes, left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = _left(self._network.deadline, timeout, httpcore.WriteTimeout)
        self._stream.write(buffer, left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._network.deadline, timeout, httpcore.ConnectTimeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, left)
        return _TimedStream(stream, self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(
    deadline: float, timeout: float | None, kind: type[httpcore.TimeoutException]
) -> float | None:
    """Return the time an operation may take; none left raises ``kind``."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise kind("the time for the whole answer is over")
    return left if timeout is None else min(left, timeout)


def broken(error: Exception, where: str, tries: int) -> FetchError:
    """Return the error for a connection that failed."""
    after = f", {tries} times" if tries > 1 else ""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return FetchError(
                f"no safe connection can be made ({cause.reason or cause})",
                where=where,
                remedy="Check the address in a browser; its certificate may have run out",
            )
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.TimeoutException):
        problem = "the server does not answer in time"
    elif isinstance(error, httpcore.ConnectError):
        problem = "no connection can be made"
    elif isinstance(error, httpcore.LocalProtocolError | httpcore.UnsupportedProtocol):
        return FetchError(
            f"the request cannot be made ({error})", where=where, remedy="Check the address"
        )
    else:
        problem = "the connection broke off"
    reason = f" ({error})" if str(error) else ""
    return FetchError(
        f"{problem}{reason}{after}", where=where, remedy="Try again later", transient=True
    )
