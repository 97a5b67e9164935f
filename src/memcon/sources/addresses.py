"""Which internet addresses a fetch may go to.

A link in a feed or a page is somebody else's choice. Followed blindly, it could make memcon read
the network it runs in: a service on this machine, a router's pages, a cloud's store of keys. Only
addresses of the public internet are therefore let through, unless the user allows a host by name.

The ranges are those of IANA's IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890). They
are spelled out here as far as ``ipaddress`` does not call them anything but global, or did not in
the oldest Python supported.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from memcon.errors import RefusedAddressError, SettingsError

# First match wins, so the forms that carry an IPv4 address stand before the ranges around them.
_RANGES: Final = tuple(
    (ipaddress.ip_network(network), name)
    for network, name in (
        ("::/128", "the unspecified address"),
        ("::1/128", "a loopback address"),
        ("::ffff:0:0/96", "an IPv4 address in IPv6 form"),  # RFC 4291, 2.5.5.2
        ("::/96", "an IPv4 address in IPv6 form"),  # RFC 4291, 2.5.5.1
        ("64:ff9b::/96", "an IPv4 address in NAT64 form"),  # RFC 6052
        ("64:ff9b:1::/48", "an IPv4 address in NAT64 form"),  # RFC 8215
        ("2002::/16", "an IPv4 address in 6to4 form"),  # RFC 3056
        ("2001::/32", "an IPv4 address in Teredo form"),  # RFC 4380
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),  # site-local, RFC 3879
        ("ff00::/8", "a multicast address"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "a reserved address"),  # documentation
        ("3fff::/20", "a reserved address"),  # documentation, RFC 9637
        ("0.0.0.0/32", "the unspecified address"),
        ("0.0.0.0/8", "a reserved address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address behind a provider's NAT"),  # RFC 6598
        ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "a reserved address"),  # documentation
        ("192.88.99.0/24", "a reserved address"),  # 6to4 relays, RFC 7526
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "a reserved address"),  # benchmarks
        ("198.51.100.0/24", "a reserved address"),  # documentation
        ("203.0.113.0/24", "a reserved address"),  # documentation
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        # Public by number, but only ever answered by the platform a machine of Azure runs on.
        ("168.63.129.16/32", "a cloud platform's own address"),
    )
)
# All that IANA has given out for the IPv6 internet so far (RFC 4291, 2.4).
_IPV6_INTERNET: Final = ipaddress.IPv6Network("2000::/3")


def why_refused(address: str) -> str | None:
    """Say why an address is not fetched from.

    Args:
        address: an IPv4 or IPv6 address as a resolver gives it, with a zone or without.

    Returns:
        What kind of address it is ("a loopback address"), or ``None`` for one of the public
        internet.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no internet address"
    for network, name in _RANGES:
        if parsed.version == network.version and parsed in network:
            return name
    if isinstance(parsed, ipaddress.IPv6Address) and parsed not in _IPV6_INTERNET:
        return "a reserved address"
    return None if parsed.is_global else "a reserved address"


def is_disguised(host: str) -> bool:
    """Tell whether a host is an IPv4 address in another spelling than four decimal numbers.

    ``2130706433``, ``0177.0.0.1``, ``0x7f.1`` and ``127.1`` all mean 127.0.0.1 to the C library.
    As in the URL standard of WHATWG, a host is an IPv4 address when its last label is a number.
    No publisher spells one so; who does, hides something, whatever the address.
    """
    last = host.rstrip(".").lower().rpartition(".")[2]
    numeric = last.isdigit() or (
        last.startswith("0x") and all(char in "0123456789abcdef" for char in last[2:])
    )
    if not numeric:
        return False
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return True
    return False


def check_disguise(host: str, *, where: str) -> None:
    """Refuse a host that is an address in disguise; ``where`` is the whole address."""
    if is_disguised(host):
        raise RefusedAddressError(
            "the host is a number in a spelling that hides which address it is",
            where=where,
            remedy="Give the host's name",
        )


def host_of(url: str) -> str:
    """Return the host of an address that may not be valid, or an empty string."""
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """The hosts that are fetched from wherever they lead."""

    entries: frozenset[tuple[str, int | None]] = frozenset()

    @classmethod
    def of(cls, hosts: Collection[str]) -> AllowedHosts:
        """Read a setting.

        Args:
            hosts: each a ``host`` (any port) or ``host:port``; an IPv6 address with a port stands
                in brackets.

        Raises:
            SettingsError: an entry is neither.
        """
        return cls(frozenset(_entry(host) for host in hosts))

    def __contains__(self, place: tuple[str, int]) -> bool:
        """Tell whether a host (as the address spells it) and port are allowed."""
        host, port = place
        name = _plain(host)
        return (name, port) in self.entries or (name, None) in self.entries


def _entry(text: str) -> tuple[str, int | None]:
    wrong = SettingsError(
        f"{text!r} is no host",
        where="allow_hosts",
        remedy="Give a host or host:port, for example intranet.example.org or [::1]:8080",
    )
    bare = text.strip()
    try:
        return _plain(str(ipaddress.IPv6Address(bare))), None
    except ValueError:
        pass
    try:
        parts = urlsplit(f"//{bare}")
        port = parts.port
    except ValueError:
        raise wrong from None
    if not parts.hostname or parts.netloc != bare or parts.username is not None or "*" in bare:
        raise wrong
    return _plain(parts.hostname), port


def _plain(host: str) -> str:
    """Return the one spelling of a host by which two are compared."""
    name = host.strip("[]").rstrip(".").lower()
    try:
        return str(ipaddress.IPv6Address(name))
    except ValueError:
        pass
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return name
