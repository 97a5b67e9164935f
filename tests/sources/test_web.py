"""Fetching: limits, politeness, conditional requests, retries, robots.txt; a server on loopback."""

from __future__ import annotations

import gzip
import logging
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from webserver import NOW, Clock, Reply, Server, serving

from memcon.errors import FetchError, RobotsError, SettingsError, SourceError, TooLargeError
from memcon.sources import from_bytes
from memcon.sources.web import Fetched, Fetcher
from memcon.version import __version__

PAGE = b"<p>The envoys of Ostria and Varnia met.</p>"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.routes["/"] = Reply(body=PAGE, headers={"Content-Type": "text/html; charset=UTF-8"})
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


def fetcher(clock: Clock, **options: Any) -> Fetcher:
    """A fetcher for which every name is on loopback and allowed, and waiting costs no time."""
    defaults: dict[str, Any] = {
        "allow_hosts": ["pages.test", "other.test"],
        "resolver": lambda _host, _port: ["127.0.0.1"],
        "backoff": 0.0,
        "monotonic": clock,
        "sleep": clock.sleep,
        "now": lambda: NOW,
    }
    return Fetcher(**defaults | options)


def fetch(server: Server, path: str = "/", **options: Any) -> Fetched:
    with fetcher(Clock(), **options) as web:
        return web.fetch(server.url(path))


# what comes back


def test_a_page(server: Server) -> None:
    server.routes["/"] = Reply(
        body=PAGE,
        headers={
            "Content-Type": 'Text/HTML; Charset="UTF-8"',
            "ETag": '"v1"',
            "Last-Modified": "Sat, 03 May 2031 10:00:00 GMT",
        },
    )
    assert fetch(server) == Fetched(
        url=server.url(),
        requested=server.url(),
        status=200,
        content=PAGE,
        media_type="text/html",
        charset="utf-8",
        etag='"v1"',
        last_modified="Sat, 03 May 2031 10:00:00 GMT",
        retrieved_at=NOW,
    )


def test_what_was_fetched_can_be_taken_in(server: Server) -> None:
    text = "Министры Острии и Варнии встретились.\n"
    server.routes["/"] = Reply(
        body=text.encode("cp1251"), headers={"Content-Type": "text/plain; charset=windows-1251"}
    )
    page = fetch(server)
    (taken,) = from_bytes(page.content, media_type=page.content_type, url=page.url)
    assert taken.document.text == text
    assert taken.document.url == server.url()


def test_the_kind_of_a_page_may_be_unknown(server: Server) -> None:
    server.routes["/"] = Reply(body=PAGE)
    page = fetch(server)
    assert (page.media_type, page.charset, page.content_type) == (None, None, None)
    server.routes["/"] = Reply(body=PAGE, headers={"Content-Type": "text/html"})
    assert fetch(server).content_type == "text/html"


def test_memcon_says_who_it_is(server: Server) -> None:
    fetch(server)
    fetch(server, contact="desk@ministry.example")
    first, *_, last = (sent["user-agent"] for sent in server.headers)
    assert first == f"memcon/{__version__} (reads published readouts of diplomatic meetings)"
    assert "; contact: desk@ministry.example)" in last
    for sent in server.headers:
        assert sent["host"] == f"pages.test:{server.port}"
        assert sent["accept-encoding"] == "gzip, deflate"
        assert not {"cookie", "authorization", "referer"} & sent.keys()


@pytest.mark.parametrize("contact", ["a\r\nX: y", "имя@example.org", "a (b"])
def test_a_contact_that_no_header_holds(contact: str) -> None:
    with pytest.raises(SettingsError, match="contact"):
        Fetcher(contact=contact)


def test_cookies_are_not_kept(server: Server) -> None:
    server.routes["/a"] = Reply(
        status=302, headers={"Location": "/", "Set-Cookie": "id=1; Path=/; Domain=test"}
    )
    fetch(server, "/a")
    assert all("cookie" not in sent for sent in server.headers)


# addresses


@pytest.mark.parametrize(
    "url",
    [
        *("", "pages.test", "/etc/hostname", "file:///etc/hostname", "ftp://pages.test/"),
        *("http://", "http:///x", "data:,x", "javascript:alert(1)", "http://[::1", "\ud800"),
        *("http://pages.test:99999/", "http://pages.test:0/", "http://a\x00b/"),
        *("http://" + "a" * 9000, "http://" + "a" * 70 + ".test/"),
    ],
)
def test_what_is_no_web_address(clock: Clock, url: str) -> None:
    with fetcher(clock) as web, pytest.raises(FetchError) as caught:
        web.fetch(url)
    assert not caught.value.transient
    assert caught.value.remedy


def test_an_address_holds_no_password(server: Server, clock: Clock) -> None:
    with fetcher(clock) as web, pytest.raises(FetchError, match="user name or password") as caught:
        web.fetch(server.url(host="me:hunter2@pages.test"))
    assert "hunter2" not in str(caught.value)
    with fetcher(clock) as web, pytest.raises(FetchError, match="no valid address") as caught:
        web.fetch("http://me:hunter2@pages\x00.test/")
    assert "hunter2" not in str(caught.value)
    assert server.connections == 0


def test_a_fragment_is_not_sent(server: Server) -> None:
    page = fetch(server, "/#part")
    assert page.url == server.url()
    assert page.requested == server.url("/#part")
    assert server.pages == ["/"]


def test_a_host_that_is_not_there(clock: Clock) -> None:
    with Fetcher(attempts=1) as web, pytest.raises(FetchError, match=r"resolved|no such host"):
        web.fetch("http://nowhere.invalid/")


# redirects


def test_redirects_are_followed(server: Server) -> None:
    server.routes["/a"] = Reply(status=301, headers={"Location": "b?x=1"})
    server.routes["/b?x=1"] = Reply(
        status=302, headers={"Location": server.url(host="other.test") + "#part"}
    )
    page = fetch(server, "/a")
    assert page.content == PAGE
    assert page.requested == server.url("/a")
    assert page.url == server.url(host="other.test")
    assert server.pages == ["/a", "/b?x=1", "/"]
    assert server.requests.count("/robots.txt") == 2  # one a host


def test_no_more_redirects_than_the_limit(server: Server) -> None:
    for number in range(5):
        server.routes[f"/{number}"] = Reply(status=302, headers={"Location": f"/{number + 1}"})
    server.routes["/5"] = Reply(body=PAGE)
    assert fetch(server, "/0", max_redirects=5).content == PAGE
    server.requests.clear()
    with pytest.raises(FetchError, match="more than 4 times") as caught:
        fetch(server, "/0", max_redirects=4)
    assert not caught.value.transient
    assert server.pages == ["/0", "/1", "/2", "/3", "/4"]


def test_a_circle_of_redirects(server: Server) -> None:
    server.routes["/a"] = Reply(status=302, headers={"Location": "/b"})
    server.routes["/b"] = Reply(status=302, headers={"Location": "/a"})
    with pytest.raises(FetchError, match="in a circle"):
        fetch(server, "/a")
    assert server.pages == ["/a", "/b"]


def test_a_redirect_to_nowhere(server: Server) -> None:
    server.routes["/a"] = Reply(status=302)
    with pytest.raises(FetchError, match="nowhere"):
        fetch(server, "/a")


# limits


@pytest.mark.parametrize("length", [None, -1])
def test_a_page_over_the_limit(server: Server, length: int | None) -> None:
    """Whether the server says so beforehand or not."""
    server.routes["/"] = Reply(body=b"x" * 1001, length=length)
    assert len(fetch(server, max_bytes=1001).content) == 1001
    with pytest.raises(TooLargeError, match="over the limit of 1,000 bytes"):
        fetch(server, max_bytes=1000)
    assert len(server.pages) == 2  # and it is not asked for again


def test_a_page_that_is_said_to_be_too_large_is_not_read(server: Server) -> None:
    server.routes["/"] = Reply(body=b"x", length=10**9)
    with pytest.raises(TooLargeError):
        fetch(server, max_bytes=100)
    assert len(server.pages) == 1


def test_a_page_without_end_is_not_waited_for(server: Server) -> None:
    stop = threading.Event()
    server.routes["/"] = Reply(
        body=b"x" * 100_000, length=-1, drip=lambda: stop.wait(0.0005) and None
    )
    began = time.monotonic()
    with pytest.raises(TooLargeError):
        fetch(server, max_bytes=100)
    assert time.monotonic() - began < 3
    stop.set()


def packed(data: bytes, kind: str) -> bytes:
    if kind == "gzip":
        return gzip.compress(data)
    window = zlib.MAX_WBITS if kind == "zlib" else -zlib.MAX_WBITS
    squeeze = zlib.compressobj(wbits=window)
    return squeeze.compress(data) + squeeze.flush()


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [("gzip", "gzip"), ("gzip", "X-GZIP"), ("zlib", "deflate"), ("bare", "deflate")],
)
@pytest.mark.parametrize("drip", [None, lambda: None])
def test_compressed_pages(server: Server, kind: str, encoding: str, drip: Any) -> None:
    body = packed(PAGE * 20, kind)
    server.routes["/"] = Reply(body=body, headers={"Content-Encoding": encoding}, drip=drip)
    assert fetch(server).content == PAGE * 20


def test_gzip_in_several_members_and_with_padding(server: Server) -> None:
    body = gzip.compress(PAGE) + gzip.compress(b"<p>More.</p>") + b"\0" * 20
    server.routes["/"] = Reply(body=body, headers={"Content-Encoding": "gzip"})
    assert fetch(server).content == PAGE + b"<p>More.</p>"


@pytest.mark.parametrize(("kind", "encoding"), [("gzip", "gzip"), ("zlib", "deflate")])
def test_a_decompression_bomb(server: Server, kind: str, encoding: str) -> None:
    import tracemalloc

    bomb = packed(b"\0" * 50_000_000, kind)
    assert len(bomb) < 100_000
    server.routes["/"] = Reply(body=bomb, headers={"Content-Encoding": encoding})
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            fetch(server, max_bytes=100_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000
    assert len(server.pages) == 1


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "nonsense"])
def test_an_encoding_that_was_not_asked_for(server: Server, encoding: str) -> None:
    twice = gzip.compress(gzip.compress(PAGE))
    server.routes["/"] = Reply(body=twice, headers={"Content-Encoding": encoding})
    with pytest.raises(FetchError, match="not asked for"):
        fetch(server)


def test_damaged_and_cut_compression(server: Server) -> None:
    server.routes["/"] = Reply(body=b"no gzip at all", headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="damaged") as caught:
        fetch(server)
    assert not caught.value.transient
    whole = gzip.compress(PAGE * 20)
    server.routes["/"] = [
        Reply(body=whole[:-12], headers={"Content-Encoding": "gzip"}),
        Reply(body=whole, headers={"Content-Encoding": "gzip"}),
    ]
    assert fetch(server).content == PAGE * 20


def test_an_answer_that_does_not_come(server: Server) -> None:
    stop = threading.Event()
    server.routes["/"] = Reply(body=PAGE, before=lambda: stop.wait(5))
    began = time.monotonic()
    with pytest.raises(FetchError, match="in time") as caught:
        fetch(server, read_timeout=0.1, attempts=1)
    assert time.monotonic() - began < 2
    assert caught.value.transient
    stop.set()


def test_an_answer_that_only_trickles(server: Server) -> None:
    """Each byte in time, the whole not."""
    stop = threading.Event()
    server.routes["/"] = Reply(body=b"x" * 1000, drip=lambda: stop.wait(0.05) and None)
    began = time.monotonic()
    with pytest.raises(FetchError, match="in time"):
        fetch(server, read_timeout=1.0, total_timeout=0.3, attempts=1)
    assert time.monotonic() - began < 2
    stop.set()
    server.routes["/"] = Reply(body=b"x")


def test_one_long_silence_counts_against_the_whole_time(server: Server) -> None:
    stop = threading.Event()
    server.routes["/"] = Reply(body=PAGE, before=lambda: stop.wait(5))
    began = time.monotonic()
    with pytest.raises(FetchError, match="in time"):
        fetch(server, read_timeout=4.0, total_timeout=0.2, attempts=1)
    assert time.monotonic() - began < 3
    stop.set()


# what servers say


@pytest.mark.parametrize(
    ("status", "words", "transient"),
    [
        (404, "no such page, for good", False),
        (410, "gone for good", False),
        (401, "log in", False),
        (403, "to programs", False),
        (418, "for good", False),
        (451, "legal", False),
        (501, "fails", False),
        (500, "fails for now", True),
        (503, "fails for now", True),
        (429, "too often for now", True),
        (204, "no page", False),
        (300, "no page", False),
        (304, "no page", False),
    ],
)
def test_statuses(server: Server, status: int, words: str, transient: bool) -> None:
    server.routes["/"] = Reply(status=status)
    with pytest.raises(FetchError, match=words) as caught:
        fetch(server, attempts=1)
    error = caught.value
    assert (error.status, error.transient, error.code) == (status, transient, "fetch")
    assert error.where == server.url()
    assert isinstance(error, SourceError)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_fault_that_passes(server: Server, status: int) -> None:
    server.routes["/"] = [Reply(status=status), Reply(status=status), Reply(body=PAGE)]
    assert fetch(server).content == PAGE
    assert server.pages == ["/", "/", "/"]


def test_a_fault_that_does_not_pass(server: Server) -> None:
    server.routes["/"] = Reply(status=503)
    with pytest.raises(FetchError, match=r"HTTP status 503, 3 times"):
        fetch(server, attempts=3)
    assert len(server.pages) == 3


@pytest.mark.parametrize("status", [400, 403, 404, 410, 500, 501])
def test_what_is_not_tried_again(server: Server, status: int) -> None:
    server.routes["/"] = [Reply(status=status), Reply(body=PAGE)]
    with pytest.raises(FetchError):
        fetch(server)
    assert len(server.pages) == 1


def test_a_connection_that_breaks_off(server: Server) -> None:
    server.routes["/"] = [Reply(body=PAGE, length=len(PAGE) + 10), Reply(body=PAGE)]
    assert fetch(server).content == PAGE
    assert len(server.pages) == 2


def test_nobody_listens(clock: Clock) -> None:
    with serving() as server:
        url = server.url()
    with (
        fetcher(clock, attempts=2) as web,
        pytest.raises(FetchError, match=r"no connection can be made.*2 times") as caught,
    ):
        web.fetch(url)
    assert caught.value.transient


def test_retries_print_nothing(
    server: Server, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # pytest's own, which would hide it
    server.routes["/"] = [Reply(status=503), Reply(body=PAGE)]
    fetch(server)
    assert capfd.readouterr() == ("", "")


# conditional requests


def conditional(sent: dict[str, str]) -> Reply:
    same = sent.get("if-none-match") == '"v1"' or "if-modified-since" in sent
    return Reply(status=304) if same else Reply(body=PAGE, headers={"ETag": '"v1"'})


def test_a_page_that_has_not_changed(server: Server) -> None:
    server.routes["/"] = conditional
    with fetcher(Clock()) as web:
        first = web.fetch(server.url())
        assert (first.content, first.etag, first.not_modified) == (PAGE, '"v1"', False)
        again = web.fetch(server.url(), etag=first.etag)
        assert (again.content, again.etag, again.not_modified) == (b"", '"v1"', True)
        assert again.status == 304
        changed = web.fetch(server.url(), etag='"v0"')
        assert (changed.content, changed.not_modified) == (PAGE, False)
        date = "Sat, 03 May 2031 10:00:00 GMT"
        dated = web.fetch(server.url(), last_modified=date)
        assert (dated.not_modified, dated.last_modified, dated.etag) == (True, date, None)
    assert server.headers[-1]["if-modified-since"] == date
    assert "if-none-match" not in server.headers[-1]


def test_robots_txt_is_asked_for_without_conditions(server: Server) -> None:
    server.routes["/"] = conditional
    with fetcher(Clock()) as web:
        web.fetch(server.url(), etag='"v1"')
    assert server.requests[0] == "/robots.txt"
    assert "if-none-match" not in server.headers[0]


# robots.txt


def test_what_robots_txt_forbids(server: Server, clock: Clock) -> None:
    server.routes["/robots.txt"] = Reply(
        body=b"User-agent: *\nDisallow: /\n\nUser-agent: memcon\nDisallow: /drafts/\nAllow: /\n"
    )
    server.routes["/drafts/1"] = Reply(body=PAGE)
    with fetcher(clock) as web:
        assert web.fetch(server.url()).content == PAGE
        with pytest.raises(RobotsError, match="does not allow it to memcon") as caught:
            web.fetch(server.url("/drafts/1"))
    assert caught.value.code == "robots"
    assert not caught.value.transient
    assert server.requests == ["/robots.txt", "/"]


def test_what_robots_txt_forbids_to_all(server: Server) -> None:
    server.routes["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /\n")
    with pytest.raises(RobotsError):
        fetch(server)
    assert server.pages == []
    assert fetch(server, "/robots.txt").content.startswith(b"User-agent")


def test_robots_txt_counts_for_redirects(server: Server) -> None:
    server.routes["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /b\n")
    server.routes["/a"] = Reply(status=302, headers={"Location": "/b"})
    with pytest.raises(RobotsError):
        fetch(server, "/a")
    assert server.pages == ["/a"]


def test_robots_txt_is_kept_for_a_day(server: Server, clock: Clock) -> None:
    with fetcher(clock) as web:
        web.fetch(server.url())
        clock.time += 86_000
        web.fetch(server.url())
        assert server.requests.count("/robots.txt") == 1
        clock.time += 86_400
        web.fetch(server.url())
    assert server.requests.count("/robots.txt") == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_robots_txt_allows_all(server: Server, status: int) -> None:
    server.routes["/robots.txt"] = Reply(status=status)
    assert fetch(server).content == PAGE


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_robots_txt_that_cannot_be_had_forbids_for_now(server: Server, status: int) -> None:
    server.routes["/robots.txt"] = Reply(status=status)
    clock = Clock()
    with fetcher(clock, attempts=2) as web:
        for _ in range(2):
            with pytest.raises(RobotsError, match=f"answers {status}") as caught:
                web.fetch(server.url())
            assert caught.value.transient
        # a second page does not make it ask again
        assert len(server.requests) == (1 if status == 500 else 2)
        server.routes["/robots.txt"] = Reply(body=b"")
        clock.time += 301
        assert web.fetch(server.url()).content == PAGE


def test_robots_txt_may_redirect(server: Server) -> None:
    server.routes["/robots.txt"] = Reply(status=301, headers={"Location": "/rules"})
    server.routes["/rules"] = Reply(body=b"User-agent: *\nDisallow: /\n")
    with pytest.raises(RobotsError):
        fetch(server)
    server.routes["/rules"] = Reply(status=301, headers={"Location": "/rules"})
    assert fetch(server).content == PAGE  # a circle is none


def test_only_the_beginning_of_a_large_robots_txt_is_read(server: Server) -> None:
    rules = b"User-agent: *\nDisallow: /a\n" + b"# nothing\n" * 60_000 + b"Disallow: /\n"
    server.routes["/robots.txt"] = Reply(body=rules)
    assert fetch(server).content == PAGE
    with pytest.raises(RobotsError):
        fetch(server, "/a")


@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00", b"<html>no rules</html>", b"Disallow: /", b":" * 999]
)
def test_a_robots_txt_that_is_none(server: Server, body: bytes) -> None:
    server.routes["/robots.txt"] = Reply(body=body)
    assert fetch(server).content == PAGE


# politeness


def test_requests_to_one_host_are_kept_apart(server: Server, clock: Clock) -> None:
    with fetcher(clock, interval=2.0) as web:
        web.fetch(server.url())
        assert clock.slept == []  # robots.txt and the first page
        web.fetch(server.url())
        clock.time += 0.5
        web.fetch(server.url())
        clock.time += 5
        web.fetch(server.url())
        assert clock.slept == [2.0, 1.5]
        web.fetch(server.url(host="other.test"))
        assert clock.slept == [2.0, 1.5]  # another host is not kept waiting


def test_redirects_are_kept_apart_too(server: Server, clock: Clock) -> None:
    server.routes["/a"] = Reply(status=302, headers={"Location": "/"})
    with fetcher(clock, interval=2.0) as web:
        web.fetch(server.url("/a"))
    assert clock.slept == [2.0]


@pytest.mark.parametrize(
    ("rules", "seconds"),
    [
        (b"Crawl-delay: 7", 7.0),
        (b"Crawl-delay: 0.1", 1.0),
        (b"Crawl-delay: 99999", 60.0),
        (b"Request-rate: 1/20", 20.0),
        (b"Crawl-delay: soon", 1.0),
    ],
)
def test_the_delay_that_robots_txt_asks_for(
    server: Server, clock: Clock, rules: bytes, seconds: float
) -> None:
    server.routes["/robots.txt"] = Reply(body=b"User-agent: *\n" + rules + b"\nDisallow: /x\n")
    with fetcher(clock) as web:
        web.fetch(server.url())
        web.fetch(server.url())
    assert clock.slept == [seconds]


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_in_seconds(server: Server, clock: Clock, status: int) -> None:
    server.routes["/"] = [Reply(status=status, headers={"Retry-After": "17"}), Reply(body=PAGE)]
    with fetcher(clock) as web:
        assert web.fetch(server.url()).content == PAGE
    assert clock.slept == [17.0]


def test_retry_after_as_a_date(server: Server, clock: Clock) -> None:
    date = format_datetime(NOW + timedelta(seconds=42), usegmt=True)
    server.routes["/"] = [Reply(status=503, headers={"Retry-After": date}), Reply(body=PAGE)]
    with fetcher(clock) as web:
        assert web.fetch(server.url()).content == PAGE
    assert clock.slept == [42.0]


@pytest.mark.parametrize("value", ["soon", "-5", "", "Sat, 99 May 2031", "1970-01-01"])
def test_a_retry_after_that_says_nothing(server: Server, clock: Clock, value: str) -> None:
    server.routes["/"] = [Reply(status=503, headers={"Retry-After": value}), Reply(body=PAGE)]
    with fetcher(clock) as web:
        assert web.fetch(server.url()).content == PAGE
    assert clock.slept == [1.0]


def test_a_retry_after_that_is_too_long(server: Server, clock: Clock) -> None:
    server.routes["/"] = Reply(status=429, headers={"Retry-After": "3600"})
    with fetcher(clock) as web:
        with pytest.raises(FetchError, match="asks to wait 3600 seconds") as caught:
            web.fetch(server.url())
        assert caught.value.retry_after == 3600
        assert len(server.pages) == 1
        # nor is any other page of the host asked for meanwhile
        clock.time += 600
        with pytest.raises(FetchError, match="another 3000 seconds") as caught:
            web.fetch(server.url("/b"))
        assert caught.value.transient
        assert len(server.pages) == 1
        assert clock.slept == []
        server.routes["/"] = Reply(body=PAGE)
        clock.time += 3000
        assert web.fetch(server.url()).content == PAGE


def test_a_connection_is_used_again(server: Server, clock: Clock) -> None:
    with fetcher(clock) as web:
        for _ in range(3):
            web.fetch(server.url())
    assert server.connections == 1
