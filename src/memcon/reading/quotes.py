"""Quotation regions of a paragraph: what stands between quotation marks, whatever the marks.

Found before anything else, because a cue inside a quotation is not the narrator's and a content
that touches a region takes the whole of it (`../shared/facts/attribution.md`: without regions F1
falls by 10 to 20 points).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# opening mark → marks that may close it; printers mix straight and curly ones
_CLOSERS = {
    "\u201c": '\u201d"\u201f',
    '"': '"\u201d',
    "\u00ab": "\u00bb",
    "\u201e": '\u201c\u201d"',
    "\u2018": "\u2019'",
    "'": "'\u2019",
    "\u300c": "\u300d",
    "\u201f": '\u201d"',
}
_MARK = re.compile("[\u201c\u201d\u201e\u201f\"\u00ab\u00bb\u2018\u2019'\u300c\u300d]")
_SINGLE_END = re.compile("[,.!?][\u2019'](?!\\w)|(?<=\\w)[\u2019'](?=[,.;:!?]|$)")
_SINGLE = "\u2018'"


@dataclass(frozen=True, slots=True)
class Region:
    """Half-open range inside the marks; not ``closed`` where it runs to the paragraph's end."""

    start: int
    end: int
    closed: bool


def _opens(text: str, at: int, mark: str) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if after.isspace():
        return False
    return not before.isalnum() and (mark not in "\u201d" or before.isspace())


def _closes(text: str, at: int, mark: str) -> bool:
    after = text[at + 1] if at + 1 < len(text) else " "
    before = text[at - 1] if at else " "
    if mark in "\u2019'":
        # an apostrophe stands inside a word or, as a plural possessive, before a blank and a word
        if before in "sS" and after == " " and text[at + 2 : at + 3].islower():
            later = _SINGLE_END.search(text, at + 1, at + 200)
            if later is not None and "\u2018" not in text[at : later.start()]:
                return False
        return not after.isalnum() and not before.isspace()
    return not after.isalnum() or before in ".,!?;:"


def find_regions(text: str) -> list[Region]:
    """Return the outermost quotation regions of a paragraph's flat text, in order.

    A mark left open at the paragraph's end makes a region to the end if it stands where a quotation
    begins (paragraph start, or after a colon, comma or stop); else it is no region. Linear.
    """
    marks = [(m.start(), m.group()) for m in _MARK.finditer(text)]
    regions: list[Region] = []
    k = 0
    while k < len(marks):
        at, mark = marks[k]
        closers = _CLOSERS.get(mark)
        if closers is None or not _opens(text, at, mark):
            k += 1
            continue
        closer = _find_closer(text, marks, k, closers)
        if closer is not None:
            end = marks[closer][0]
            if end > at + 1:
                regions.append(Region(at + 1, end, True))
            k = closer + 1
            continue
        lead = text[:at].rstrip()
        if mark not in _SINGLE and (not lead or lead[-1] in ":,.!?"):
            regions.append(Region(at + 1, len(text), False))
            break
        k += 1
    return regions


def _find_closer(text: str, marks: list[tuple[int, str]], opening: int, closers: str) -> int | None:
    single = marks[opening][1] in _SINGLE
    depth = 0
    for k in range(opening + 1, len(marks)):
        at, mark = marks[k]
        if single and at - marks[opening][0] > 600:
            return None  # a stray apostrophe: single quotation marks enclose short stretches
        if mark in closers and _closes(text, at, mark):
            if depth and mark in "\u201d\u00bb":
                depth -= 1
                continue
            return k
        if mark == marks[opening][1] and mark in "\u201c\u00ab" and _opens(text, at, mark):
            depth += 1
    return None
