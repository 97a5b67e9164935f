"""Running text as a parser wants it, with the way back to the document's offsets.

Line wraps, no-break spaces, quotation prefixes and inline Markdown disturb a parser. They are left
out of the flat text only; ``offsets`` says for every code point of it where it stands in the
document, so that every span of a record still is the document's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# What the parser should not see, in order of precedence. The group that matched says how:
# link = keep its words, drop the rest; drop = leave out; space = one blank. A single blank between
# words, which is most of them, needs no change and no match.
_LAYOUT = re.compile(
    r"(?P<image>!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\))"
    r"|(?P<link>\[(?P<words>[^\[\]\n]{1,300})\]\([^)]{0,2000}\))"
    r"|(?P<space>(?!(?<=[^\W_]) [^\W_])[\s\u00a0\u2028\u2029]+(?:>[ \t\u00a0]*)*)"
    r"|(?P<drop>[\u200b-\u200f\u00ad\ufeff\u202a-\u202e\u2060]|\*\*|__|`|\\(?=[\W_])|(?<![^\s(\u201c\"])\*(?=\w)|(?<=[\w.,!?])\*(?!\w))"
)
_PREFIX = re.compile(
    r"[ \t]*(?:>[ \t\u00a0]*|#{1,6}[ \t]+|[-*+\u2022\u25cf\u00b7\u25aa][ \t\u00a0]+)+"
)
# what a paragraph that is flat already has none of, apart from two blanks
_MARKED = re.compile(
    r"[^ \w.,;:!?'\"\u2018\u2019\u201c\u201d()/$%&@\-\u2013\u2014\u2026]|__|\A[ \-]| \Z"
)


@dataclass(frozen=True, slots=True)
class Flat:
    """``text`` for the parser; ``offsets[i]``: where its i-th code point stands in the document."""

    text: str
    offsets: list[int]

    def document_span(self, start: int, end: int) -> tuple[int, int]:
        """Return document offsets for a non-empty half-open range of the flat text."""
        return self.offsets[start], self.offsets[end - 1] + 1


def flatten(text: str, start: int, end: int) -> Flat:
    """Return the flat form of ``text[start:end]``; linear in its length."""
    piece = text[start:end]
    if "  " not in piece and _MARKED.search(piece) is None:
        return Flat(piece, list(range(start, end)))  # most paragraphs
    prefix = _PREFIX.match(text, start, end)
    position = prefix.end() if prefix else start
    while position < end and text[position] == " ":
        position += 1
    parts: list[str] = []
    offsets: list[int] = []

    def keep(first: int, last: int) -> None:
        if last > first:
            parts.append(text[first:last])
            offsets.extend(range(first, last))

    for match in _LAYOUT.finditer(text, position, end):
        keep(position, match.start())
        position = match.end()
        if match.lastgroup == "space" or match["space"]:
            if parts and parts[-1][-1:] != " ":
                parts.append(" ")
                offsets.append(match.start())
        elif match["link"]:
            keep(*match.span("words"))
    keep(position, end)
    flat = "".join(parts)
    stripped = flat.rstrip()
    return Flat(stripped, offsets[: len(stripped)])
