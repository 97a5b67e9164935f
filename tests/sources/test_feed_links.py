"""What a feed names, and whether it carries the texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from memcon.errors import MarkupError, SourceError
from memcon.sources import from_bytes
from memcon.sources.feedlinks import FeedLink, carries_texts, feed_links, is_whole

BASE = "https://ministry.example/feeds/news.xml"
WHOLE = "<p>The foreign ministers of Ostria and Varnia met on Monday.</p>" * 10
SUMMARY = "The foreign ministers of Ostria and Varnia met on Monday."


def item(number: int, body: str = SUMMARY, link: str | None = None) -> str:
    link = f"/news/{number}" if link is None else link
    return (
        f"<item><title>Talks {number}</title><link>{link}</link>"
        f"<pubDate>Sat, 03 May 2031 10:00:0{number} GMT</pubDate>"
        f"<description><![CDATA[{body}]]></description></item>"
    )


def rss(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>N</title>{"".join(items)}</channel></rss>'.encode()


def test_the_pages_that_a_feed_names() -> None:
    assert feed_links(rss(item(1), item(2, WHOLE, "https://other.example/a#top")), BASE) == [
        FeedLink(
            url="https://ministry.example/news/1",
            title="Talks 1",
            published="2031-05-03T10:00:01+00:00",
            whole=False,
        ),
        FeedLink(
            url="https://other.example/a",
            title="Talks 2",
            published="2031-05-03T10:00:02+00:00",
            whole=True,
        ),
    ]


def test_atom_feeds() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title>Talks</title>'
        '<link rel="self" href="https://a.example/1.json"/><link href="../1"/>'
        f"<updated>2031-05-03T10:00:00Z</updated><summary>{SUMMARY}</summary></entry></feed>"
    )
    (link,) = feed_links(atom.encode(), BASE)
    assert link.url == "https://ministry.example/1"
    assert link.published == "2031-05-03T10:00:00+00:00"


def test_each_page_once_and_only_pages() -> None:
    feed = rss(
        item(1), item(2, link="/news/1"), item(3, link=""), item(4, link="mailto:a@b.example")
    )
    assert [link.title for link in feed_links(feed, BASE)] == ["Talks 1"]


def test_an_item_that_is_only_a_link() -> None:
    feed = rss("<item><link>https://a.example/1</link></item>")
    assert feed_links(feed, BASE) == [
        FeedLink(url="https://a.example/1", title=None, published=None, whole=False)
    ]


def test_a_feed_without_items_names_nothing() -> None:
    links = feed_links(rss(), BASE)
    assert links == []
    assert not carries_texts(links)


@pytest.mark.parametrize("data", [b"<html><p>A page.</p></html>", b"plain text", b"<a/>"])
def test_what_is_no_feed(data: bytes) -> None:
    with pytest.raises(MarkupError, match="no RSS or Atom feed") as caught:
        feed_links(data, BASE)
    assert caught.value.where == BASE


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(SourceError):
        feed_links(b"%PDF-1.7", BASE)


@pytest.mark.parametrize(
    "end",
    [
        *("…", "...", "[…]", "[...]", " […] »", " Read more", " Continue reading →"),
        *(" Read more at a.example.", "[…]\n\nThe post Talks appeared first on Ministry."),
    ],
)
def test_a_text_that_is_cut_off(end: str) -> None:
    text = SUMMARY * 10
    assert is_whole(text)
    assert not is_whole(text + end)
    assert is_whole(text + "\n\nThe post Talks appeared first on Ministry.")


def test_a_short_text_is_a_summary() -> None:
    assert not is_whole(SUMMARY)


def test_the_majority_of_the_items_decides() -> None:
    assert carries_texts(feed_links(rss(item(1, WHOLE), item(2, WHOLE), item(3)), BASE))
    assert not carries_texts(feed_links(rss(item(1, WHOLE), item(2)), BASE))
    assert not carries_texts(feed_links(rss(item(1), item(2)), BASE))


def test_the_feeds_at_hand_carry_their_texts(shared: Path) -> None:
    feeds = sorted((shared / "corpus" / "state-feed").glob("*.xml"))[:12]
    assert feeds
    for file in feeds:
        links = feed_links(file.read_bytes(), BASE)
        assert carries_texts(links), file.name
        assert len(links) == len(from_bytes(file.read_bytes(), name=file.name))
