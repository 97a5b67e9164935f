"""Who is credited in the head of a document: author, outlet, the person it is attributed to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from memcon.record import Span
from memcon.sources.datelines import DatelineMatch

HEAD_REACH = 4000
"""Code points of a document in which its head is looked for."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """To whom an introduction attributes the whole text ("attributable to Spokesperson …").

    ``span`` is all the words after "to", ``name`` the person's name in them, ``role`` the words
    before or after the name.
    """

    span: Span
    name: Span | None
    role: Span | None


_WHO = re.compile(
    r"(?:^[\s*_(]{0,4}|\b(?i:below|following|this|statement|readout|remarks|above)\b[^.\n]{0,60}?\s)"
    r"(?i:attributable|attributed)\s{1,3}to\s{1,3}(?:the\s{1,3})?"
    r"(?P<who>[^:\n]{2,100}(?:\n(?!\s*\n)[^:\n]{1,60})?)(?=:|\n|\Z)",
    re.MULTILINE,
)
_ROLE_WORD = re.compile(
    r"(?:[Ss]pokes(?:person|man|woman)|[Ss]ecretary|[Mm]inister|[Oo]fficers?|[Oo]fficials?|[Cc]oordinator|"
    r"[Aa]dvis[eo]r|[Pp]resident|[Dd]irector|General|[Aa]mbassador|[Cc]ommissioner|[Rr]epresentative)\b"
)
_NAME = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?:\s{1,3}(?:[^\W\d_a-z][\w.'’-]*|de|van|von|al|bin|da)){1,4}"
)
_BYLINE = re.compile(
    r"^[\s*_]{0,6}(?i:by)\s{1,3}(?P<names>[^\W\d_a-z][^,|\n]{2,90}?)"
    r"(?:\s?[,|]\s?(?P<outlet>[^,|\n]{2,40}))?[\s*_]{0,6}$",
    re.MULTILINE,
)
_REPORTING = re.compile(
    r"(?:^|\()(?:[Aa]dditional\s)?[Rr]eporting\sby\s(?P<names>[^;)\n]{3,120})", re.MULTILINE
)
_SOURCE_LINE = re.compile(
    r"\b(?i:source|from|issued by|published by)\s?:\s?(?P<name>[A-Z][A-Za-z'’. ]{1,30}?)"
    r"(?=\s\d|\s?$|\s{2}|\|)",
    re.M,
)
_IN_MARKS = re.compile(r"\(\s?([A-Z][^()\n]{1,30}?)\s?\)|/([A-Z][^/\n]{1,30})/")


def outlet_names(text: str, match: DatelineMatch | None, body_start: int) -> list[str | None]:
    """Return what in the head may name the publisher, the surest first.

    Args:
        text: the document's text.
        match: its dateline.
        body_start: where the running text begins.
    """
    names: list[str | None] = []
    if match is not None:
        names.append(match.agency)
    head_end = min(body_start, HEAD_REACH)
    head = text[:head_end]
    source = _SOURCE_LINE.search(head)
    if source is not None:
        names.append(source["name"].strip())
    byline = _BYLINE.search(text, 0, min(len(text), head_end + 200))
    if byline is not None:
        names.append(byline["outlet"])
    for line in head.split("\n"):
        line = line.strip(" \t\r*#>_")
        if 2 <= len(line) <= 80:
            names.append(line)
    for marks in _IN_MARKS.finditer(head):
        names.append(marks[1] or marks[2])
    # "(Xinhua)" may also close the text.
    names += [marks[1] or marks[2] for marks in _IN_MARKS.finditer(text, max(0, len(text) - 200))]
    return names


def find_byline(text: str, body_start: int) -> str | None:
    """Return the authors named in a line "By …" above the body, or in "Reporting by …" below.

    Args:
        text: the document's text.
        body_start: where the running text begins.
    """
    head = _BYLINE.search(text, 0, min(len(text), min(body_start, HEAD_REACH) + 200))
    match = head or _REPORTING.search(text, max(0, len(text) - 1500))
    if match is None:
        return None
    names = " ".join(match["names"].split()).strip(" .*_")
    # A sentence that begins with "By" is no byline: names are capitalised.
    words = [word for word in names.split() if word not in ("and", "in", "de", "van", "von", "al")]
    if not 2 <= len(words) <= 14 or not all(word[0].isupper() for word in words):
        return None
    return names


def find_attribution(text: str) -> Attribution | None:
    """Return to whom an introductory line attributes the text, or None.

    Args:
        text: the document's text.
    """
    match = _WHO.search(text, 0, min(len(text), HEAD_REACH))
    if match is None:
        return None
    start, end = match.span("who")
    end = start + len(text[start:end].rstrip(" .,"))
    if end <= start:
        return None
    name = role = None
    first, comma, _ = text[start:end].partition(",")
    if comma and not _ROLE_WORD.search(first):
        # "Ned Price, Spokesperson"
        named = _NAME.match(first)
        if named:
            name = (start, start + named.end())
            role = (start + len(first) + 1, end)
    else:
        roles = list(_ROLE_WORD.finditer(text, start, end))
        after = roles[-1].end() if roles else start
        named = _NAME.search(text, after, end)
        if named:
            name = named.span()
            role = (start, named.start()) if named.start() > start else None
    return Attribution(
        span=_span(text, start, end),
        name=_span(text, *name) if name else None,
        role=_trimmed(text, *role) if role else None,
    )


def _span(text: str, start: int, end: int) -> Span:
    return Span(start=start, end=end, text=text[start:end])


def _trimmed(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    start += len(words) - len(words.lstrip(" \t\n,"))
    end -= len(words) - len(words.rstrip(" \t\n,"))
    return _span(text, start, end) if start < end else None
