"""Articles as web pages, as a crawl of news finds them: menus and scripts around the text."""

from __future__ import annotations

import random
from functools import cache
from html import escape
from typing import Final

from newsroom import NAMES, Article

LIGHT: Final = 20_000
"""Bytes of a page where many are made."""

HEAVY: Final = 165_000
"""Bytes of a page so that about fifty thousand are left when it is compressed, as in Common Crawl
News: some 19 GB and 385,000 articles a day (sizing.py)."""

_POOL: Final = 2_000_000
_TEASERS: Final = (
    "What to know before the weekend",
    "Ten recipes for cold evenings",
    "Quiz: how well do you know your town?",
    "Pictures of the week",
    "Our readers' letters",
    "Five walks by the water",
    "This was the night",
    "How to save on heating",
)


def page(article: Article, size: int) -> bytes:
    """Return a page of about so many bytes, or more where the text alone has more."""
    title, publisher = escape(article.title), escape(article.publisher)
    menu = "".join(f'<li><a href="/{name.lower()}/">{name}</a></li>' for name in NAMES["menu"])
    teasers = "".join(f'<li><a href="/t/{n}">{t}</a></li>' for n, t in enumerate(_TEASERS))
    body = "\n".join(f"<p>{escape(part)}</p>" for part in article.paragraphs)
    day, url = article.published, escape(article.url)
    head = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{title} | {publisher}</title>"
        f'<link rel="canonical" href="{url}"><meta property="og:title" content="{title}">'
        f'<meta property="og:type" content="article">'
        f'<meta property="og:site_name" content="{publisher}">'
        f'<meta property="article:published_time" content="{day}T08:00:00Z">'
    )
    top = (
        f'</head><body><header class="site"><a href="/">{publisher}</a>'
        f'<nav class="menu"><ul>{menu}</ul></nav></header><div class="cookie-banner">'
        "<p>We use cookies. <button>Accept all</button></p></div>"
    )
    main = (
        f'<main><article><h1>{title}</h1><div class="byline">By our staff · '
        f'<time datetime="{day}">{day}</time></div><div class="article-body">{body}</div>'
        '<div class="share"><a href="#">Share</a> <a href="#">Print</a></div></article>'
        f'<aside class="related"><h2>Most read</h2><ul>{teasers}</ul></aside></main>'
    )
    foot = (
        f"<footer><ul>{menu}</ul><p>© {publisher}. All rights reserved.</p></footer>"
        "</body></html>\n"
    )
    text = (head, top, main, foot)
    missing = size - sum(map(len, text))
    script = style = ""
    if missing > 0:
        start = random.Random(article.url).randrange(_POOL - missing)
        filler = _code()[start : start + missing]
        half = missing // 2
        style, script = f"<script>{filler[:half]}</script>", f"<script>{filler[half:]}</script>"
    return "".join((head, style, top, main, script, foot)).encode()


@cache
def _code() -> str:
    """Return text that compresses about as scripts and embedded data do."""
    draw = random.Random(0)
    names = [f"{a}{b}" for a in "abcdefghij" for b in ("Id", "Url", "Slot", "Track", "Size", "Cfg")]
    parts: list[str] = []
    length = 0
    while length < _POOL:
        one, other, third = (draw.choice(names) for _ in range(3))
        number, color = draw.getrandbits(8), draw.getrandbits(24)
        part = draw.choice(
            (
                f'"{one}":"{color:06x}","{other}":{number},',
                f"function {one}({other}){{return {other}.{third}({number})}};",
                f".{one} .{other}{{margin:{number}px;color:#{color:06x}}}",
                f'{{"{one}":["{color:06x}","{third}"]}},',
            )
        )
        parts.append(part)
        length += len(part)
    return "".join(parts)[:_POOL]
