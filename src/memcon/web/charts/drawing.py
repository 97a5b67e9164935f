"""Drawings on the server: Vega-Lite to SVG that stands in a page."""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from threading import Lock
from typing import Any, Final

from lxml import etree
from markupsafe import Markup

from memcon.web.renderer import Renderer

KEPT: Final = 200
"""Drawings that are kept; one takes some 40 kB, and 0.1 s to make."""

_SVG: Final = "{http://www.w3.org/2000/svg}"
_HERE: Final = "https://memcon.invalid"  # a name that nobody can have (RFC 2606)
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
# A style attribute is forbidden to a page of ours; class names are the library's own.
_DROPPED: Final = ("style", "class", "role", "aria-roledescription", "aria-hidden", "aria-label")

_kept: OrderedDict[str, Markup] = OrderedDict()
_looking = Lock()
_renderer = Renderer()
_drawing = Lock()


def picture(spec: Mapping[str, Any]) -> Markup:
    """Return the drawing of a chart.

    Args:
        spec: in Vega-Lite, with its data.
    """
    digest = sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()
    found = _known(digest)
    if found is not None:
        return found
    anchored = json.dumps(_anchored(spec), sort_keys=True)
    with _drawing:
        found = _known(digest)  # who waited here may have waited for the same
        if found is not None:
            return found
        svg = _renderer.draw(anchored)
    made = Markup(plain(svg))
    with _looking:
        _kept[digest] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def warm() -> None:
    """Start what draws, so that the first who asks for a chart need not wait for that."""
    with _drawing:
        _renderer.start()


def _known(digest: str) -> Markup | None:
    with _looking:
        found = _kept.get(digest)
        if found is not None:
            _kept.move_to_end(digest)
        return found


def _anchored(part: Any) -> Any:
    """Return a specification whose links have a host; others get one of the renderer."""
    if isinstance(part, Mapping):
        return {
            name: _HERE + inner
            if name == "link" and isinstance(inner, str) and _is_ours(inner)
            else _anchored(inner)
            for name, inner in part.items()
        }
    return [_anchored(one) for one in part] if isinstance(part, list | tuple) else part


def _is_ours(address: str) -> bool:
    return address.startswith("/") and not address.startswith("//")


def plain(svg: str) -> str:
    """Return an SVG with nothing in it but shapes, words and links within the site.

    Args:
        svg: as the renderer gives it. What texts of documents there are in it, it has escaped.
    """
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for element in list(root.iter()):
        for name in _DROPPED:
            element.attrib.pop(name, None)
        if element.tag == f"{_SVG}a":
            _link(element)
    width, height = root.get("width", ""), root.get("height", "")
    root.set("viewBox", root.get("viewBox", f"0 0 {width} {height}"))
    # Read aloud are the figure's caption and its table, which say the same in words.
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    text: str = etree.tostring(root, encoding="unicode")
    return re.sub(r">\s+<", "><", text)


def _link(element: Any) -> None:
    """Keep a link that stays on the site; it is for the pointer, the table is for the keyboard."""
    address = element.attrib.pop(_HREF, "")
    element.attrib.pop("target", None)
    inside = address.removeprefix(_HERE)
    if address.startswith(_HERE) and _is_ours(inside):
        element.set(_HREF, inside)
        element.set("tabindex", "-1")
