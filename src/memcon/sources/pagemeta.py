"""What a web page states about itself: JSON-LD, Open Graph, meta elements, its language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from memcon.sources.dates import parse_date
from memcon.sources.frontmatter import language_code
from memcon.sources.taken import Metadata, clean_string
from memcon.sources.tidy import tidy, without_site

_ARTICLE = ("Article", "BlogPosting", "Report", "PressRelease", "LiveBlogPosting")
_MAX_NODES = 500
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "sailthru.date",
    "parsely-pub-date",
    "citation_publication_date",
    "date",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "dcterms.modified",
    "last-modified",
)
_TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "title")
_SITE = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "source",
)
_AUTHOR = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "byl",
    "sailthru.author",
)
_LANGUAGE = ("og:locale", "content-language", "dc.language", "dcterms.language", "language")


def page_metadata(tree: lxml_html.HtmlElement, *, url: str | None = None) -> Metadata:
    """Read what a page states about itself.

    JSON-LD comes first, since it is written for machines; then Open Graph, then the older meta
    elements, then the page's own ``time``, ``h1`` and ``title`` elements.

    Args:
        tree: the parsed page.
        url: where the page was fetched, if known; the page's own canonical address wins.

    Returns:
        The metadata; what no element states is ``None``.
    """
    metas = _metas(tree)
    linked = _json_ld(tree)
    site = _name(linked.get("publisher")) or _first(metas, _SITE)
    title = (
        clean_string(linked.get("headline"))
        or _first(metas, _TITLE)
        or _text(tree, "//h1")
        or _text(tree, "//title")
    )
    published, basis = _published(tree, metas, linked)
    canonical = next(
        (
            value
            for value in (
                *(clean_string(link) for link in tree.xpath("//link[@rel='canonical']/@href")),
                metas.get("og:url"),
                clean_string(linked.get("url")),
            )
            if value and value.startswith(("http://", "https://"))
        ),
        None,
    )
    clean = tidy(title) if title else None
    return Metadata(
        title=without_site(clean, site=site) if clean else None,
        url=canonical or url,
        published=published,
        published_iso=parse_date(published) if published else None,
        published_basis=basis,
        modified=clean_string(linked.get("dateModified")) or _first(metas, _MODIFIED),
        publisher=site,
        author=_author(linked.get("author")) or _first(metas, _AUTHOR),
        language=language_code(
            clean_string(linked.get("inLanguage"))
            or next(iter(tree.xpath("/html/@lang")), None)
            or _first(metas, _LANGUAGE)
        ),
        place=_name(linked.get("contentLocation")) or clean_string(linked.get("dateline")),
    )


def _published(
    tree: lxml_html.HtmlElement, metas: dict[str, str], linked: dict[str, Any]
) -> tuple[str | None, str | None]:
    found = [
        (clean_string(linked.get(name)), f"json-ld {name}")
        for name in ("datePublished", "dateCreated", "uploadDate")
    ]
    found += [(metas.get(name), f"meta {name}") for name in _PUBLISHED]
    stamps = tree.xpath("//time[@datetime]/@datetime | //*[@itemprop='datePublished']/@content")
    # One time element dates the page; many belong to a list of other articles.
    if len(stamps) <= 3:
        found += [(clean_string(str(stamp)), "time element") for stamp in stamps]
    for raw, basis in found:
        if raw and parse_date(raw):
            return raw, basis
    return next(((raw, basis) for raw, basis in found if raw), (None, None))


def _metas(tree: lxml_html.HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        value = clean_string(element.get("content"))
        if name and value:
            metas.setdefault(name.strip().casefold(), value)
    return metas


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _text(tree: lxml_html.HtmlElement, path: str) -> str | None:
    for element in tree.xpath(path)[:1]:
        return clean_string("".join(element.itertext()))
    return None


def _json_ld(tree: lxml_html.HtmlElement) -> dict[str, Any]:
    """Return the first article, else the first web page, that the page's JSON-LD describes."""
    fallback: dict[str, Any] = {}
    for script in tree.xpath("//script[@type='application/ld+json']")[:20]:
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            names = [
                kind
                for kind in (kinds if isinstance(kinds, list) else [kinds])
                if isinstance(kind, str)
            ]
            if any(name.endswith(_ARTICLE) for name in names):
                return node
            if any(name.endswith("WebPage") for name in names) and node.get("datePublished"):
                fallback = fallback or node
    return fallback


def _nodes(data: object) -> Iterator[dict[str, Any]]:
    queue: list[object] = [data]
    for _ in range(_MAX_NODES):
        if not queue:
            return
        node = queue.pop(0)
        if isinstance(node, list):
            queue += node[:_MAX_NODES]
        elif isinstance(node, dict):
            yield node
            queue += [
                node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node
            ]


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return clean_string(value)


def _author(value: object) -> str | None:
    values = value if isinstance(value, list) else [value]
    names = [name for item in values[:6] if (name := _name(item)) and not name.startswith("http")]
    return ", ".join(names) or None
