"""What a feed names: the pages behind its items, and whether it carries their texts itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urldefrag, urljoin

from memcon.errors import EmptyDocumentError, MarkupError
from memcon.sources.detect import decode
from memcon.sources.feed import parse_feed, read_item
from memcon.sources.taken import clean_string

# An item of at least so many characters is a text and not an announcement of one. Excerpts that
# publishing systems cut are 55 words, some 350 characters; the shortest whole readouts seen in a
# foreign ministry's feed have 450.
WHOLE: Final = 400
# How a text ends that goes on elsewhere.
_CUT: Final = re.compile(
    r"(?:…|\.{3}|\[(?:…|\.{3}|\+\d+ chars)\]|(?:read|continue|see|learn|show) (?:more|reading|on)"
    r"(?: at .{1,80})?)[\s\]\)>»→.]*\Z",
    re.IGNORECASE,
)

# What a common publishing system appends to every item, cut off or not.
_FOOTER: Final = re.compile(r"\s*The post .{1,300} appeared first on .{1,120}\Z", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """One item of a feed.

    ``published`` is ISO 8601 where the feed has a date that can be read; ``whole`` tells whether
    the item's text is the page's text and not a summary of it, as far as one can see.
    """

    url: str
    title: str | None
    published: str | None
    whole: bool


def feed_links(data: bytes, base_url: str, *, media_type: str | None = None) -> list[FeedLink]:
    """List the pages that a feed names.

    Args:
        data: the feed as fetched.
        base_url: where it was fetched, for links that are relative to it.
        media_type: as stated by the sender.

    Returns:
        The items with an address of http or https, each address once, in the feed's order; none
        for a feed without items.

    Raises:
        MarkupError: it is no feed, or cannot be parsed.
        SourceError: the bytes are no text.
    """
    decoded = decode(data, media_type=media_type, where=base_url)
    try:
        parsed = parse_feed(decoded.text, where=base_url)
    except EmptyDocumentError:
        return []
    if not parsed.get("version"):
        raise MarkupError(
            "this is no RSS or Atom feed",
            where=base_url,
            remedy="Give the address of the feed, or add the page itself",
        )
    links: dict[str, FeedLink] = {}
    for entry in parsed.entries:
        raw = clean_string(entry.get("link"))
        url = _absolute(raw, base_url) if raw else None
        if url is None or url in links:
            continue
        item = read_item(entry, parsed.feed)
        title = item.metadata.title if item else None
        links[url] = FeedLink(
            url=url,
            title=title,
            published=item.metadata.published_iso if item else None,
            whole=item is not None and is_whole(item.text),
        )
    return list(links.values())


def is_whole(text: str) -> bool:
    """Tell whether an item's text is a whole one: long enough, and not cut off at its end."""
    stripped = _FOOTER.sub("", text.strip())
    return len(stripped) >= WHOLE and _CUT.search(stripped[-120:]) is None


def carries_texts(links: Sequence[FeedLink]) -> bool:
    """Tell whether a feed carries the texts, so that the pages behind it need not be fetched.

    Publishing systems are set to one or the other for a whole feed, and a summary may be long or
    a statement short; so the majority of the items decides for all.

    Args:
        links: what :func:`feed_links` found.

    Returns:
        Whether more than half of the items are whole; False for a feed without items.
    """
    return sum(link.whole for link in links) * 2 > len(links)


def _absolute(link: str, base_url: str) -> str | None:
    try:
        url = urldefrag(urljoin(base_url, link)).url
    except ValueError:  # a bracket without its partner, for instance
        return None
    return url if url.lower().startswith(("http://", "https://")) else None
