"""Titles as a reader sees them, without Markdown marks, escapes and site names."""

from __future__ import annotations

import html
import re

from memcon.sources.layout import layout
from memcon.sources.taken import clean_string

_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()]{0,2000}\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_EMPHASIS = re.compile(r"(?<![\w*_\\])[*_]{1,3}(?=\S)|(?<=[^\s\\])[*_]{1,3}(?![\w*_])")
_SUFFIX = re.compile(r"\s[-–—|»]\s(?P<site>[^-–—|»]{2,60})$|\s?\|\s?(?P<bar>[^|]{2,60})$")


def tidy(raw: str) -> str | None:
    """Return a title as ordinary text on one line.

    Args:
        raw: the title as it stands in the source, Markdown or HTML marks and all.

    Returns:
        The words, or ``None`` where there are none.
    """
    text = raw[:4000]
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    text = _EMPHASIS.sub("", text)
    text = _ESCAPE.sub(r"\1", text)
    return clean_string(html.unescape(text))


def without_site(title: str, *, site: str | None = None) -> str:
    """Take " - Site name" off the end of a page title.

    Args:
        title: the page title.
        site: the site's name, where known.

    Returns:
        The title; unchanged where what follows the dash is not clearly a site.
    """
    match = _SUFFIX.search(title)
    if match is None:
        return title
    name = (match["site"] or match["bar"]).strip()
    rest = title[: match.start()].strip()
    if len(rest.split()) < 3:
        return title
    known = site is not None and site.casefold() in (
        name.casefold(),
        name.casefold().removeprefix("the "),
    )
    words = set(name.replace(".", " .").split())
    if (
        known
        or match["bar"]
        or "|" in match[0]
        or (len(name.split()) <= 6 and words & set(layout().site_words))
    ):
        return rest
    return title
