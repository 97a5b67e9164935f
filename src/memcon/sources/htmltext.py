"""HTML to plain text, in one pass and without a tree: for feed items and for broken pages."""

from __future__ import annotations

import html
import re

_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)(?P<rest>[^<>]*)>?|<![^<>]*>?|<\?[^<>]*>?"
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "head",
        "iframe",
        "object",
        "select",
        "nav",
        "form",
        "button",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "blockquote",
        "pre",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "address",
        "hr",
        "center",
        "body",
        "html",
    ]
)
_CELLS = frozenset(("td", "th"))
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
# Elements whose end tag HTML lets authors leave out: they do not nest by being left open.
_OPTIONAL = frozenset(
    [
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "option",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "html",
        "head",
        "body",
    ]
)


def depth_of(markup: str) -> int:
    """Return how deeply elements nest, closely enough to refuse what would exhaust a parser.

    Args:
        markup: HTML.

    Returns:
        The greatest number of elements open at once, those with optional end tags aside, unless
        their number alone is beyond reason.
    """
    open_elements: list[str] = []
    counts: dict[str, int] = {}
    deepest = 0
    for match in _TOKEN.finditer(markup):
        if match["name"] is None:
            continue
        name = match["name"].lower()
        if name in _VOID or name in _OPTIONAL or match["rest"].endswith("/"):
            continue
        if not match["close"]:
            open_elements.append(name)
            counts[name] = counts.get(name, 0) + 1
            deepest = max(deepest, len(open_elements))
        elif counts.get(name):
            while open_elements:
                closed = open_elements.pop()
                counts[closed] -= 1
                if closed == name:
                    break
    return deepest


def render(markup: str) -> str:
    """Render HTML as text that keeps its paragraphs.

    Blocks are separated by blank lines, ``<br>`` is a line end, list items begin with "- ", cells
    of a row are separated by tabs; scripts, styles, menus and forms are left out.

    Args:
        markup: HTML, however broken.

    Returns:
        The text; no-break spaces are kept.
    """
    out: list[str] = []
    position = resume = pre = 0
    unclosed: set[str] = set()
    markup = _drop_between(_drop_between(markup, "<!--", "-->"), "<![CDATA[", "]]>")
    lowered = markup.lower() if markup.isascii() else _ascii_lower(markup)
    for match in _TOKEN.finditer(markup):
        if match.start() < resume:
            continue
        if match.start() > position:
            out.append(_flow(markup[position : match.start()], pre > 0))
        position = match.end()
        if match["name"] is None:
            continue
        name = match["name"].lower()
        closing = bool(match["close"])
        if name in _SKIPPED and not closing and name not in unclosed:
            end = lowered.find(f"</{name}", position)
            if end < 0:
                unclosed.add(name)
            else:
                position = resume = end
        elif name == "br":
            out.append("\n")
        elif name == "li" and not closing:
            out.append("\x02- ")
        elif name in _BLOCKS:
            pre += (name == "pre") * (-1 if closing else 1)
            out.append("\x01")
        elif name in _CELLS and not closing:
            out.append("\t")
    if position < len(markup):
        out.append(_flow(markup[position:], pre > 0))
    return _arrange("".join(out))


def _ascii_lower(text: str) -> str:
    """Lower A to Z only: full lower-casing can change a text's length, and so its offsets."""
    return text.translate({code: code + 32 for code in range(65, 91)})


def _flow(piece: str, preformatted: bool) -> str:
    piece = html.unescape(piece).replace("\x01", " ").replace("\x02", " ")
    return piece if preformatted else re.sub(r"[ \t\r\n\f]+", " ", piece)


def _arrange(marked: str) -> str:
    paragraphs: list[str] = []
    for chunk in marked.replace("\x02", "\x01\x02").split("\x01"):
        item = chunk.startswith("\x02")
        lines = [line.strip(" \t\r\n\f") for line in chunk.strip("\x02").split("\n")]
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
        if not text.strip() or text.strip() == "-":
            continue
        if item and paragraphs and paragraphs[-1].startswith("- "):
            paragraphs[-1] += "\n" + text
        else:
            paragraphs.append(text)
    return "\n\n".join(paragraphs)


def _drop_between(text: str, opening: str, closing: str) -> str:
    """Take out every stretch from ``opening`` to ``closing``; an unclosed one stays."""
    parts: list[str] = []
    position = 0
    while (start := text.find(opening, position)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        parts.append(text[position:start])
        position = end + len(closing)
    parts.append(text[position:])
    return "".join(parts)
