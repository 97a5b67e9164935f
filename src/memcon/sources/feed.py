"""RSS and Atom feeds: one text an item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import feedparser

from memcon.errors import EmptyDocumentError, MarkupError
from memcon.sources.dates import parse_date
from memcon.sources.frontmatter import language_code
from memcon.sources.htmltext import render
from memcon.sources.taken import Metadata, clean_string
from memcon.sources.tidy import tidy

_MARKUP = re.compile(r"<[A-Za-z/!][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]\w+);")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
# A doctype may define entities that multiply; no feed needs one.
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]{0,400}(?:\[[^\]]*\])?\s*>|<!ENTITY[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed."""

    text: str
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Feed:
    """The items that have text, the feed's format, and what could not be read."""

    media_type: str
    items: list[Item]
    warnings: tuple[str, ...] = ()


def read_feed(markup: str, *, url: str | None = None, where: str | None = None) -> Feed:
    """Read a feed.

    An item's text is its full content where the feed has it, else its description, else its title.

    Args:
        markup: the decoded feed.
        url: where it was fetched, if known.
        where: the name of the input, for messages.

    Returns:
        The items in the feed's order.

    Raises:
        MarkupError: it is no feed, or none of its items can be read.
        EmptyDocumentError: the feed has no items, or none with text.
    """
    del url
    parsed = parse_feed(markup, where=where)
    version = str(parsed.get("version") or "")
    entries = list(parsed.entries)
    feed = parsed.feed
    items = []
    empty = 0
    for entry in entries:
        item = read_item(entry, feed)
        if item is None:
            empty += 1
        else:
            items.append(item)
    if not items:
        raise EmptyDocumentError(
            "no item of the feed has text", where=where, remedy="Fetch the pages it links to"
        )
    warnings = []
    if parsed.get("bozo"):
        problem = " ".join(str(parsed.get("bozo_exception", "")).split())[:160]
        warnings.append(f"the feed is not well-formed ({problem}); items may be missing")
    if empty:
        warnings.append(f"{empty} items have no text")
    return Feed(
        "application/atom+xml" if version.startswith("atom") else "application/rss+xml",
        items,
        tuple(warnings),
    )


def parse_feed(markup: str, *, where: str | None = None) -> Any:
    """Parse a feed, with what it must not hold taken out first.

    Args:
        markup: the decoded feed.
        where: the name of the input, for messages.

    Returns:
        What feedparser makes of it, with at least one entry.

    Raises:
        MarkupError: it is no feed, or cannot be parsed.
        EmptyDocumentError: the feed has no items.
    """
    clean = _DECLARATION.sub("", _DOCTYPE.sub("", _UNWANTED.sub("", markup)), count=1)
    clean = '<?xml version="1.0" encoding="utf-8"?>' + clean
    try:
        parsed = feedparser.parse(
            clean.encode("utf-8"), sanitize_html=False, resolve_relative_uris=False
        )
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        AssertionError,
        RecursionError,
    ) as error:
        # feedparser is meant not to raise; what it lets through is broken markup all the same.
        raise MarkupError(
            f"the feed cannot be read ({type(error).__name__})",
            where=where,
            remedy="Check it with a feed validator",
        ) from error
    if not parsed.entries:
        if not parsed.get("version"):
            raise MarkupError(
                "this is XML, but no RSS or Atom feed",
                where=where,
                remedy="Give the feed itself, or the page as HTML",
            )
        raise EmptyDocumentError(
            "the feed has no items", where=where, remedy="Fetch it again later"
        )
    return parsed


def read_item(entry: Any, feed: Any) -> Item | None:
    """Return an entry of a parsed feed as an item, or ``None`` where it has no text."""
    title = clean_string(entry.get("title"))
    title = tidy(title) if title else None
    candidates = [str(part.get("value") or "") for part in entry.get("content") or []]
    full = max(candidates, key=len, default="")
    for body in (full, str(entry.get("summary") or ""), title or ""):
        text = render(body) if _MARKUP.search(body) else body.strip()
        text = _UNWANTED.sub("", text)
        if text.strip():
            break
    else:
        return None
    published = clean_string(dict.get(entry, "published"))
    # dict.get: feedparser's own warns that it will stop giving one for the other.
    modified = clean_string(dict.get(entry, "updated"))
    basis = "feed published" if published else "feed updated"
    raw = published or modified
    link = clean_string(entry.get("link"))
    return Item(
        text,
        Metadata(
            title=title,
            url=link if link and link.startswith(("http://", "https://")) else None,
            published=raw,
            published_iso=parse_date(raw) if raw else None,
            published_basis=basis if raw else None,
            modified=modified,
            publisher=clean_string((entry.get("source") or {}).get("title"))
            or clean_string(feed.get("publisher"))
            or clean_string(feed.get("title")),
            author=clean_string(entry.get("author")),
            language=language_code(
                clean_string(entry.get("language")) or clean_string(feed.get("language"))
            ),
        ),
    )
