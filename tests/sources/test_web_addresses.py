"""No page may lead memcon to this machine or the network it runs in.

A server listens on loopback and counts its connections: "refused" means that it saw none.
"""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import which
from typing import Any

import httpcore
import pytest
from webserver import Reply, Server, serving

from conftest import require
from memcon.errors import FetchError, RefusedAddressError, SettingsError
from memcon.sources.addresses import AllowedHosts, is_disguised, why_refused
from memcon.sources.guard import GuardedNetwork
from memcon.sources.web import Fetcher, resolve

PUBLIC = "93.184.215.14"


class Recorder(httpcore.NetworkBackend):
    """A network that connects to nothing and notes where it should have."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def connect_tcp(
        self, host: str, port: int, *args: Any, **options: Any
    ) -> httpcore.NetworkStream:
        self.asked.append((host, port))
        raise httpcore.ConnectError("nobody there")


class Resolver:
    """Names and what they resolve to, an answer a call; the last one stays."""

    def __init__(self, **names: list[list[str]]) -> None:
        self.names = {name.replace("_", "."): answers for name, answers in names.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        if host not in self.names:
            return resolve(host, port)
        answers = self.names[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.routes["/"] = Reply(body=b"secret")
        yield running


def fetcher(**options: Any) -> Fetcher:
    return Fetcher(**{"attempts": 1, "interval": 0.0, "connect_timeout": 2.0} | options)


# What a resolver may answer, and what each is.
ADDRESSES = {
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "0.0.0.0": "unspecified",
    "0.1.2.3": "reserved",
    "10.0.0.1": "private",
    "10.255.255.255": "private",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.168.1.1": "private",
    "169.254.169.254": "link-local",  # where clouds keep their keys
    "100.64.0.1": "NAT",
    "100.127.255.255": "NAT",
    "192.0.0.8": "reserved",
    "192.0.2.1": "reserved",
    "192.88.99.1": "reserved",
    "198.18.0.1": "reserved",
    "198.51.100.1": "reserved",
    "203.0.113.1": "reserved",
    "224.0.0.1": "multicast",
    "239.255.255.250": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "reserved",
    "168.63.129.16": "cloud",
    "::": "unspecified",
    "::1": "loopback",
    "::7f00:1": "IPv6 form",
    "::ffff:127.0.0.1": "IPv6 form",
    "::ffff:10.0.0.1": "IPv6 form",
    "::ffff:93.184.215.14": "IPv6 form",
    "64:ff9b::7f00:1": "NAT64",
    "64:ff9b:1::a00:1": "NAT64",
    "2002:7f00:1::": "6to4",
    "2002:a00:1::1": "6to4",
    "2001:0:53aa:64c::1": "Teredo",
    "fc00::1": "private",
    "fd00:ec2::254": "private",
    "fe80::1": "link-local",
    "fe80::1%1": "link-local",
    "fec0::1": "private",
    "ff02::1": "multicast",
    "ff0e::1": "multicast",
    "100::1": "reserved",
    "2001:2::1": "reserved",
    "2001:db8::1": "reserved",
    "3fff::1": "reserved",
    "4000::1": "reserved",
    "5f00::1": "reserved",
    "no address": "no internet address",
}


@pytest.mark.parametrize(("address", "kind"), ADDRESSES.items())
def test_addresses_that_are_not_public(address: str, kind: str) -> None:
    assert kind in (why_refused(address) or "")


@pytest.mark.parametrize(
    "address",
    f"{PUBLIC} 8.8.8.8 172.15.255.255 172.32.0.1 100.63.255.255 100.128.0.1 223.255.255.255 "
    "192.0.1.1 2606:2800:21f::1 2001:4860:4860::8888 2a00::1".split(),
)
def test_public_addresses(address: str) -> None:
    assert why_refused(address) is None


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_name_that_resolves_to_it_is_not_connected_to(address: str) -> None:
    network = Recorder()
    with (
        fetcher(resolver=Resolver(trap_test=[[address]]), network=network) as web,
        pytest.raises(RefusedAddressError, match="not fetched from") as caught,
    ):
        web.fetch("http://trap.test/")
    assert network.asked == []
    assert caught.value.code == "refused-address"
    assert not caught.value.transient
    assert "allow_hosts" in str(caught.value)


@pytest.mark.parametrize(
    "host",
    [
        # loopback, as itself
        "127.0.0.1",
        "127.0.0.1.",
        "127.8.8.8",
        "localhost",
        "LOCALHOST",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        # in other spellings: decimal, octal, hexadecimal, short, mixed, percent-encoded, full width
        "2130706433",
        "017700000001",
        "0177.0.0.1",
        "0177.0.0.01",
        "00177.0.0.1",
        "0x7f000001",
        "0x7f.0.0.1",
        "0x7F.0x0.0x0.0x1",
        "127.1",
        "127.0.1",
        "0x7f.1",
        "0177.1",
        "0",
        "0x0",
        "127.000.000.001",
        "%31%32%37.0.0.1",
        "１２７.０.０.１",
        "①②⑦.⓪.⓪.①",
        # other networks
        "10.0.0.1",
        "167772161",
        "192.168.0.1",
        "169.254.169.254",
        "2852039166",
        "0xa9fea9fe",
        "100.64.0.1",
        "[fe80::1]",
        "[fe80::1%25lo]",
        "[fd00::1]",
    ],
)
def test_no_request_arrives(server: Server, host: str) -> None:
    with fetcher() as web:
        for url in (server.url(host=host), server.url(host=host).replace("http:", "https:")):
            with pytest.raises(FetchError) as caught:
                web.fetch(url)
            # What no client takes for a host at all is refused as such.
            encoded = not host.isascii() or "%" in host
            assert isinstance(caught.value, RefusedAddressError) or encoded
    assert server.connections == 0


def test_the_server_would_have_answered(server: Server) -> None:
    """Without the guard the spellings above do arrive: what is tested is the refusal."""
    for host in ("127.0.0.1", "2130706433", "0177.0.0.1", "0x7f000001", "127.1", "0"):
        with socket.create_connection((host, server.port), timeout=2):
            pass
    with fetcher(allow_hosts=["127.0.0.1"]) as web:
        assert web.fetch(server.url(host="127.0.0.1")).content == b"secret"
    assert server.pages == ["/"]


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "::1"])
def test_the_check_after_resolution_sees_through_spellings_too(host: str) -> None:
    """Were a spelling not recognised as such, what it resolves to would be."""
    network = Recorder()
    guard = GuardedNetwork(allowed=AllowedHosts(), resolver=resolve, network=network)
    with pytest.raises(RefusedAddressError):
        guard.connect_tcp(host, 80, timeout=1.0)
    assert network.asked == []


@pytest.mark.parametrize("host", ["134744072", "8.8.2056", "0x8.8.8.8", "010.8.8.8", "8.8.8.8.8"])
def test_a_disguise_is_refused_whatever_it_hides(host: str) -> None:
    network = Recorder()
    with fetcher(network=network) as web, pytest.raises(RefusedAddressError, match="spelling"):
        web.fetch(f"http://{host}/")
    assert network.asked == []


def test_names_with_numbers_in_them_are_no_disguise() -> None:
    for host in ("8.8.8.8", "example.org", "2030.example", "0x.example", "127.0.0.1.example"):
        assert not is_disguised(host)


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://2130706433:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://trap.test:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_to_them_are_not_followed(server: Server, location: str, status: int) -> None:
    target = location.format(port=server.port)
    server.routes["/go"] = Reply(status=status, headers={"Location": target})
    resolver = Resolver(pages_test=[["127.0.0.1"]], trap_test=[["127.0.0.1"]])
    with (
        fetcher(resolver=resolver, allow_hosts=[f"pages.test:{server.port}"]) as web,
        pytest.raises(RefusedAddressError),
    ):
        web.fetch(server.url("/go"))
    assert server.requests == ["/robots.txt", "/go"]
    assert server.connections == 1


def test_a_robots_txt_that_redirects_to_them_is_not_followed(server: Server) -> None:
    server.routes["/robots.txt"] = Reply(status=302, headers={"Location": "http://127.0.0.1/"})
    resolver = Resolver(pages_test=[["127.0.0.1"]])
    with (
        fetcher(resolver=resolver, allow_hosts=["pages.test"]) as web,
        pytest.raises(RefusedAddressError),
    ):
        web.fetch(server.url())
    assert server.requests == ["/robots.txt"]


@pytest.mark.parametrize(
    "location", ["file:///etc/hostname", "ftp://pages.test/", "data:,x", "http://[::1"]
)
def test_redirects_lead_to_the_web_only(server: Server, location: str) -> None:
    server.routes["/go"] = Reply(status=302, headers={"Location": location})
    resolver = Resolver(pages_test=[["127.0.0.1"]])
    with fetcher(resolver=resolver, allow_hosts=["pages.test"]) as web, pytest.raises(FetchError):
        web.fetch(server.url("/go"))
    assert server.pages == ["/go"]


def test_the_connection_goes_to_the_address_that_was_checked(server: Server) -> None:
    """A name that is public when checked and loopback a moment later (DNS rebinding)."""
    network = Recorder()
    resolver = Resolver(rebind_test=[[PUBLIC], ["127.0.0.1"]])
    with (
        fetcher(resolver=resolver, network=network) as web,
        pytest.raises(FetchError, match="no connection"),
    ):
        web.fetch(server.url(host="rebind.test"))
    assert resolver.asked == ["rebind.test"]
    assert network.asked == [(PUBLIC, server.port)]
    assert server.connections == 0


def test_every_new_connection_is_checked_anew(server: Server) -> None:
    network = Recorder()
    resolver = Resolver(rebind_test=[[PUBLIC], ["127.0.0.1"]])
    with (
        fetcher(resolver=resolver, network=network, attempts=2, backoff=0.0) as web,
        pytest.raises(RefusedAddressError),
    ):
        web.fetch(server.url(host="rebind.test"))
    assert network.asked == [(PUBLIC, server.port)]
    assert server.connections == 0


def test_one_refused_address_among_several_refuses_the_name() -> None:
    network = Recorder()
    resolver = Resolver(mixed_test=[[PUBLIC, "10.0.0.1"]])
    with fetcher(resolver=resolver, network=network) as web, pytest.raises(RefusedAddressError):
        web.fetch("http://mixed.test/")
    assert network.asked == []


def test_the_next_address_is_tried_where_one_does_not_answer(server: Server) -> None:
    class SecondOnly(httpcore.SyncBackend):
        def connect_tcp(
            self, host: str, port: int, *args: Any, **options: Any
        ) -> httpcore.NetworkStream:
            if host == PUBLIC:
                raise httpcore.ConnectError("nobody there")
            return super().connect_tcp(host, port, *args, **options)

    resolver = Resolver(pages_test=[[PUBLIC, "127.0.0.1"]])
    with fetcher(resolver=resolver, network=SecondOnly(), allow_hosts=["pages.test"]) as web:
        assert web.fetch(server.url()).content == b"secret"


def test_the_environment_has_no_say(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would be a way round every check, and would see what is read."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{server.port}")
    network = Recorder()
    resolver = Resolver(pages_test=[[PUBLIC]])
    with fetcher(resolver=resolver, network=network) as web, pytest.raises(FetchError):
        web.fetch("http://pages.test/")
    assert network.asked == [(PUBLIC, 80)]
    assert server.connections == 0


@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("LocalHost.", "LOCALHOST"),
        ("localhost:{port}", "localhost"),
        ("127.0.0.1:{port}", "127.0.0.1"),
    ],
)
def test_an_allowed_host_is_fetched_from(server: Server, allowed: str, host: str) -> None:
    with fetcher(allow_hosts=[allowed.format(port=server.port)]) as web:
        assert web.fetch(server.url(host=host)).content == b"secret"


def test_an_allowed_host_of_ipv6() -> None:
    require(socket.has_ipv6, "IPv6")
    try:
        with serving("::1", v6=True) as server:
            server.routes["/"] = Reply(body=b"six")
            with fetcher() as web, pytest.raises(RefusedAddressError):
                web.fetch(server.url(host="[::1]"))
            assert server.connections == 0
            for allowed in ("::1", "[::1]", f"[0:0::1]:{server.port}"):
                with fetcher(allow_hosts=[allowed]) as web:
                    assert web.fetch(server.url(host="[::1]")).content == b"six"
            assert server.headers[-1]["host"] == f"[::1]:{server.port}"
    except OSError:
        require(False, "an IPv6 loopback")


@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        ("localhost:1", "localhost"),
        ("localhost", "127.0.0.1"),
        ("127.0.0.1", "localhost"),
        ("127.0.0.1", "2130706433"),
        ("127.0.0.1", "[::ffff:127.0.0.1]"),
        ("test", "pages.test"),
        ("pages.test", "more.pages.test"),
    ],
)
def test_only_the_allowed_host_is(server: Server, allowed: str, host: str) -> None:
    resolver = Resolver(pages_test=[["127.0.0.1"]], more_pages_test=[["127.0.0.1"]])
    with (
        fetcher(allow_hosts=[allowed], resolver=resolver) as web,
        pytest.raises(RefusedAddressError),
    ):
        web.fetch(server.url(host=host))
    assert server.connections == 0


@pytest.mark.parametrize(
    "entry", ["", " ", "http://a.test", "a.test/x", "a.test:x", "u@a.test", "*", "*.test", "[::1"]
)
def test_an_allowance_that_is_no_host(entry: str) -> None:
    with pytest.raises(SettingsError, match="is no host"):
        fetcher(allow_hosts=[entry])


def test_the_certificate_is_that_of_the_name(tmp_path: Path) -> None:
    """The connection goes to an address; what is asked for and proven is the name."""
    require(which("openssl"), "openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=pages.test"),
            *("-addext", "subjectAltName=DNS:pages.test"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    names: list[str | None] = []
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    tls.sni_callback = lambda _socket, name, _context: names.append(name)
    trusting = ssl.create_default_context(cafile=str(certificate))
    resolver = Resolver(pages_test=[["127.0.0.1"]], other_test=[["127.0.0.1"]])
    allowed = ["pages.test", "other.test"]
    with serving(tls=tls) as server:
        server.routes["/"] = Reply(body=b"safe")
        url = server.url().replace("http:", "https:")
        with fetcher(resolver=resolver, allow_hosts=allowed, ssl_context=trusting) as web:
            assert web.fetch(url).content == b"safe"
            assert names == ["pages.test"]
            assert server.headers[-1]["host"] == f"pages.test:{server.port}"
            with pytest.raises(FetchError, match="no safe connection") as caught:
                web.fetch(url.replace("pages.test", "other.test"))
            assert not caught.value.transient
        with (
            fetcher(resolver=resolver, allow_hosts=allowed) as web,
            pytest.raises(FetchError, match="no safe connection"),
        ):
            web.fetch(url)
        assert server.pages == ["/"]
