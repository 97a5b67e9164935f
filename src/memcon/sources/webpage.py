"""HTML pages: the article as trafilatura extracts it, the metadata as the page states it."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from memcon.errors import EmptyDocumentError
from memcon.sources.htmltext import depth_of, render
from memcon.sources.pagemeta import page_metadata
from memcon.sources.taken import Metadata

# libxml2 gives up, and recursive tree walkers with it, at a depth of 256; real pages stay under 60.
_MAX_DEPTH = 200
# Trafilatura needs about 0.6 s for the first megabyte and, with many elements, ever more for each
# further one (132 s for 10 MB); above this the plain rendering has to do. Articles stay under 1 MB.
_MAX_TREE = 3_000_000
# A shorter extract is a caption or a cookie notice.
_MIN_EXTRACT = 80
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,400}>")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

# It reports every page that it finds odd; what matters is said in the warnings of Taken.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class WebPage:
    """The text of a page, what the page states, and what could not be done."""

    text: str
    metadata: Metadata
    warnings: tuple[str, ...] = ()


def read_page(markup: str, *, url: str | None = None, where: str | None = None) -> WebPage:
    """Extract the article and the metadata of an HTML page.

    Args:
        markup: the decoded page.
        url: where it was fetched, if known.
        where: the name of the input, for messages.

    Returns:
        The article's text, one paragraph a line, and the metadata.

    Raises:
        EmptyDocumentError: the page holds no text.
    """
    markup = _UNWANTED.sub("", _DECLARATION.sub("", markup, count=1))
    warnings: tuple[str, ...] = ()
    metadata = Metadata(url=url)
    text = ""
    if len(markup) > _MAX_TREE:
        warnings = ("the page is too large to extract its article; all its text was kept",)
    elif depth_of(markup) > _MAX_DEPTH:
        warnings = ("the page is nested too deeply to extract its article; all its text was kept",)
    else:
        tree = _tree(markup)
        if tree is not None:
            metadata = page_metadata(tree, url=url)
            text = _article(markup)
    if len(text) < _MIN_EXTRACT:
        whole = render(markup)
        if len(whole) > 2 * len(text):
            text = whole
            if not warnings and len(whole) > _MIN_EXTRACT:
                warnings = ("no article was found in the page; all its text was kept",)
    if not text.strip():
        raise EmptyDocumentError(
            "the page holds no text",
            where=where,
            remedy="If a browser shows text, save the page after it has loaded",
        )
    return WebPage(text, metadata, warnings)


def _tree(markup: str) -> lxml_html.HtmlElement | None:
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, recover=True)
    try:
        return lxml_html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _article(markup: str) -> str:
    import trafilatura  # late: importing it costs 0.2 s, which plain text need not pay

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    document = trafilatura.bare_extraction(
        markup, include_comments=False, include_tables=True, with_metadata=False
    )
    if document is None or isinstance(document, dict):
        return ""
    text: str = document.text or ""
    return text
