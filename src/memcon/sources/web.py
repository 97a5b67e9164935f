"""Fetching pages: the only module that opens a connection.

A :class:`Fetcher` is a guest on other people's machines and handles addresses that other people
chose. It asks with its own name, no faster than a host allows and only for what robots.txt allows;
it takes no more than a limit of bytes and time; and it goes to public addresses only. A name is
resolved once for a connection, every address it resolves to is checked, and the connection goes to
an address that was checked, so that a name cannot mean one machine when it is checked and another
when it is used. That happens where the connection is opened, hence for every redirect and for
robots.txt alike.

httpcore, the part of httpx that talks to the network, is used by itself: of what an
``httpx.Client`` adds (cookies, redirects, proxies and passwords from the environment, decompression
as far as it goes) all would have to be turned off.
"""

from __future__ import annotations

import logging
import socket
import ssl
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import TracebackType
from typing import Final, Self

import httpcore
import httpx
import stamina
from stamina.instrumentation import LoggingOnRetryHook, set_on_retry_hooks

from memcon.errors import FetchError
from memcon.sources.addresses import AllowedHosts, check_disguise, host_of
from memcon.sources.agent import ACCEPT, ACCEPT_ROBOTS, AGENT, user_agent
from memcon.sources.answers import (
    RETRIED,
    Fetched,
    check_hops,
    fault,
    media_type_of,
    read_content,
    seconds_to_wait,
)
from memcon.sources.guard import GuardedNetwork, Resolver, broken
from memcon.sources.inflate import ACCEPTED
from memcon.sources.intake import MAX_BYTES
from memcon.sources.pace import Pace
from memcon.sources.robots import MAX_BYTES as ROBOTS_MAX_BYTES
from memcon.sources.robots import Robots

__all__ = ["Fetched", "Fetcher", "Resolver", "resolve"]

# stamina tells of each retry: by structlog, which prints, wherever that is installed, else to a
# logger of its own, which prints where it has no handler. A library does neither unasked.
set_on_retry_hooks([LoggingOnRetryHook])
logging.getLogger("stamina").addHandler(logging.NullHandler())

_PAGES: Final = frozenset((200, 203))
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_ROBOTS_REDIRECTS: Final = 5  # RFC 9309, 2.3.1.2
_DRAINED: Final = 16_384  # bytes of an error's page that are read and dropped
_MAX_URL: Final = 8000  # RFC 9110, 4.1 asks for this much at least
_CHECK_ADDRESS: Final = "Give the address of a page, beginning with http:// or https://"


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, in the order the system prefers.

    Raises:
        FetchError: it has none, or nobody could be asked.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        passing = error.errno == socket.EAI_AGAIN
        raise FetchError(
            "the name cannot be resolved for now" if passing else "there is no such host",
            where=host,
            remedy="Check the connection" if passing else "Check the address",
            transient=passing,
        ) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Fetcher:
    """Fetches pages, politely and from public addresses only.

    Use it as a context manager, from one thread at a time.

    Args:
        contact: an e-mail or web address under which the user can be reached, for the User-Agent.
        allow_hosts: hosts (``host`` or ``host:port``) that may lead to addresses that are not
            public.
        max_bytes: largest page, before and after decompression.
        connect_timeout: seconds to open a connection.
        read_timeout: seconds between two pieces of an answer.
        total_timeout: seconds for one answer from connecting to its last byte, not counting the
            resolution of its name.
        max_redirects: redirects followed for one page.
        attempts: how often a page is asked for at most, where the fault may pass.
        backoff: seconds before the second attempt, doubled with each, with as much at random.
        interval: least seconds between two requests to one host.
        max_delay: longest wait in seconds that a host may ask for, by Crawl-delay (a longer one
            counts as this) or Retry-After (a longer one ends the attempts).
        ssl_context: for hosts with certificates of one's own; the usual ones are known.
        resolver: the resolution of names.
        network: opens the connections, given addresses that were checked.
        monotonic: the clock of the waiting times, in seconds.
        sleep: what waits them.
        now: the time of retrieval, with its zone.

    Raises:
        SettingsError: an argument has a value it cannot have.
    """

    def __init__(
        self,
        *,
        contact: str | None = None,
        allow_hosts: Collection[str] = (),
        max_bytes: int = MAX_BYTES,
        connect_timeout: float = 10.0,
        read_timeout: float = 20.0,
        total_timeout: float = 120.0,
        max_redirects: int = 10,
        attempts: int = 4,
        backoff: float = 1.0,
        interval: float = 1.0,
        max_delay: float = 60.0,
        ssl_context: ssl.SSLContext | None = None,
        resolver: Resolver = resolve,
        network: httpcore.NetworkBackend | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ):
        self.user_agent = user_agent(contact)
        self._max_bytes = max_bytes
        self._timeouts = {"connect": connect_timeout, "read": read_timeout, "write": read_timeout}
        self._total = total_timeout
        self._max_redirects = max_redirects
        self._attempts = attempts
        self._backoff = backoff
        self._interval = interval
        self._max_delay = max_delay
        self._now = now
        self._pace = Pace(monotonic=monotonic, sleep=sleep)
        self._robots = Robots(fetch=self._robots_txt, agent=AGENT, monotonic=monotonic)
        self._network = GuardedNetwork(
            allowed=AllowedHosts.of(allow_hosts),
            resolver=resolver,
            network=network or httpcore.SyncBackend(),
        )
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context or _usual_certificates(),
            network_backend=self._network,
            keepalive_expiry=15.0,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._pool.close()

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """Fetch a page.

        Args:
            url: its address, of http or https.
            etag: what an earlier answer gave as its ``etag``.
            last_modified: what it gave as ``last_modified``.

        Returns:
            The page; with ``not_modified`` where it has not changed since the earlier answer.

        Raises:
            RefusedAddressError: the address, or one it redirects to, is not public.
            RobotsError: robots.txt does not allow the page, or cannot be had.
            TooLargeError: the page is over ``max_bytes``.
            FetchError: it cannot be had; ``transient`` says whether later may be better.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        given = {name: value for name, value in conditions.items() if value}
        target = _target(url)
        passed: list[str] = []
        while True:
            check_hops(str(target), passed, self._max_redirects, where=url)
            passed.append(str(target))
            delay = self._robots.check(str(target), str(_robots_url(target)))
            answer = self._ask(target, given, delay=delay)
            if answer.status not in _REDIRECTS:
                break
            target = _redirected(target, answer.headers.get("location"))
        not_modified = answer.status == 304 and bool(given)
        if answer.status not in _PAGES and not not_modified:
            raise fault(answer.status, where=str(target), tries=1, retry_after=None)
        media_type, charset = media_type_of(answer.headers.get("content-type"))
        return Fetched(
            url=str(target),
            requested=url,
            status=answer.status,
            content=answer.content,
            media_type=media_type,
            charset=charset,
            etag=answer.headers.get("etag") or (etag if not_modified else None),
            last_modified=answer.headers.get("last-modified")
            or (last_modified if not_modified else None),
            retrieved_at=self._now(),
            not_modified=not_modified,
        )

    def _robots_txt(self, url: str) -> bytes | None:
        """Return a robots.txt, or ``None`` where there is none (RFC 9309, 2.3.1)."""
        target = httpx.URL(url)
        for _ in range(_ROBOTS_REDIRECTS + 1):
            try:
                answer = self._ask(target, {}, limit=ROBOTS_MAX_BYTES)
            except FetchError as error:
                # "Too many requests" is a reason to stay away and no sign that all is allowed.
                if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                    return None
                raise
            if answer.status not in _REDIRECTS:
                return answer.content if answer.status in _PAGES else None
            target = _redirected(target, answer.headers.get("location"))
        return None

    def _ask(
        self,
        target: httpx.URL,
        conditions: dict[str, str],
        *,
        delay: float | None = None,
        limit: int | None = None,
    ) -> _Answer:
        """Ask for one address, again where the fault may pass; ``limit`` is for a robots.txt."""
        tries = 0
        for attempt in stamina.retry_context(
            on=self._is_worth_another_try,
            attempts=self._attempts,
            timeout=None,
            wait_initial=self._backoff,
            wait_max=self._backoff * 8,
            wait_jitter=self._backoff,
        ):
            with attempt:
                tries += 1
                self._wait(target, delay)
                return self._ask_once(target, conditions, tries, limit)
        raise AssertionError("the last attempt returns or raises")

    def _is_worth_another_try(self, error: Exception) -> bool:
        return (
            isinstance(error, FetchError)
            and error.transient
            and (error.status is None or error.status in RETRIED)
            # The wait itself is the pace's business, for all requests to the host.
            and (error.retry_after or 0.0) <= self._max_delay
        )

    def _wait(self, target: httpx.URL, delay: float | None) -> None:
        host = target.host
        deferred = self._pace.due(host, 0.0)
        if deferred > self._max_delay:
            raise FetchError(
                f"the host asked to be left alone for another {deferred:.0f} seconds",
                where=str(target),
                remedy="Try again then",
                transient=True,
                retry_after=deferred,
            )
        if delay is None:
            self._pace.wait_if_deferred(host)
        else:
            self._pace.wait(host, min(max(delay, self._interval), self._max_delay))

    def _ask_once(
        self, target: httpx.URL, conditions: dict[str, str], tries: int, limit: int | None
    ) -> _Answer:
        where = str(target)
        headers: dict[str | bytes, str | bytes] = {
            "Host": target.netloc,
            "User-Agent": self.user_agent,
            "Accept": ACCEPT if limit is None else ACCEPT_ROBOTS,
            "Accept-Encoding": ACCEPTED,
            **{name: value.encode("utf-8") for name, value in conditions.items()},
        }
        self._network.deadline = time.monotonic() + self._total
        try:
            with self._pool.stream(
                "GET",
                httpcore.URL(
                    scheme=target.raw_scheme,
                    host=target.raw_host,
                    port=target.port,
                    target=target.raw_path,
                ),
                headers=headers,
                extensions={"timeout": self._timeouts},
            ) as response:
                answered = httpx.Headers(response.headers)
                if response.status not in _PAGES:
                    length = answered.get("content-length", "")
                    if length.isdigit() and int(length[:9]) <= _DRAINED:
                        response.read()  # or the connection could not be used again
                if response.status >= 400:
                    seconds = seconds_to_wait(answered.get("retry-after"), now=self._now())
                    if seconds is not None and response.status in RETRIED:
                        self._pace.defer(target.host, seconds)
                    raise fault(response.status, where=where, tries=tries, retry_after=seconds)
                if response.status not in _PAGES:
                    return _Answer(response.status, answered)
                content = read_content(
                    response.iter_stream(),
                    encoding=answered.get("content-encoding"),
                    length=answered.get("content-length"),
                    limit=self._max_bytes if limit is None else limit,
                    cut=limit is not None,
                    where=where,
                )
                return _Answer(response.status, answered, content)
        except (
            httpcore.TimeoutException,
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.UnsupportedProtocol,
        ) as error:
            raise broken(error, where, tries) from error


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    content: bytes = b""


@cache  # reading the certificates takes longer than a small page
def _usual_certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _target(text: str) -> httpx.URL:
    """Return an address that may be asked for, without its fragment."""
    if len(text) > _MAX_URL:
        raise FetchError("the address is too long", where=text[:80], remedy=_CHECK_ADDRESS)
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError) as error:
        # httpx knows some of the disguises as no valid address; say what they are.
        check_disguise(host_of(text), where=text)
        shown = text[:200].rpartition("@")[2]  # without what may be a password
        raise FetchError("this is no valid address", where=shown, remedy=_CHECK_ADDRESS) from error
    if url.userinfo:
        raise FetchError(
            "the address holds a user name or password, which would be kept and logged",
            where=str(url.copy_with(username=None, password=None)),
            remedy="Take it out; pages behind a login can be saved by hand and added as files",
        )
    if not _is_web(url):
        raise FetchError("this is no web address", where=text, remedy=_CHECK_ADDRESS)
    check_disguise(url.host, where=text)
    return url.copy_with(fragment=None)


def _is_web(url: httpx.URL) -> bool:
    port_is_possible = url.port is None or 0 < url.port < 65_536
    return url.scheme in ("http", "https") and bool(url.host) and port_is_possible


def _robots_url(url: httpx.URL) -> httpx.URL:
    return url.copy_with(raw_path=b"/robots.txt", fragment=None)


def _redirected(url: httpx.URL, location: str | None) -> httpx.URL:
    """Return where an answer redirects to, checked as every address is."""
    if not location:
        raise FetchError(
            "the server redirects to nowhere", where=str(url), remedy="Check it in a browser"
        )
    try:
        joined = str(url.join(location.strip()))
    except (httpx.InvalidURL, ValueError):
        joined = location
    return _target(joined)
