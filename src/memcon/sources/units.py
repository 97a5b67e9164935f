"""A text cut into units: paragraphs, headings, list items, table rows and rules, unclassified.

The hard question is which line ends are breaks. Blank lines always are. In a text wrapped at a
column a line end is not; in a text with one paragraph a line every line end is. The text itself
tells: where it was wrapped, the first word of each next line would not have fitted on the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from memcon.sources.dates import is_clock_line, is_date_line
from memcon.sources.layout import layout

Role = Literal["plain", "heading", "list", "quote", "table", "rule", "comment"]

INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060"
_STRIP = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + INVISIBLE
_BULLET = r"[-*+•▪◦‣·●■○►▶➢][ \t\u00a0]+"
_NUMBER = (
    r"(?:\d{1,3}[.)]|\((?:\d{1,3}|[a-z]|[ivx]{1,5}|[A-Z])\)|[a-z]\)|[ivx]{1,5}\)|[IVX]{2,5}\.|[a-h]\.)"
    r"[ \t\u00a0]+"
)
_NUMBERED = re.compile(_NUMBER)
_MARKS = re.compile(
    rf"[ \t\u00a0]*(?P<quote>(?:>[ \t]?)+)?[ \t\u00a0]*"
    rf"(?:(?P<hash>#{{1,6}})[ \t\u00a0]+(?=\S)|(?P<bullet>{_BULLET})(?=\S)"
    rf"|(?P<number>{_NUMBER})(?=\S))?"
)
_RULE = re.compile(
    r"[ \t>]*(?:(?:[-*_=~][ \t]*){3,}|\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{1,}:?[ \t]*)*\|?)"
)
_RULE_CHARS = re.compile(r"[-*_=~|:> \t]{2,}")
_CAPITAL_LABEL = re.compile(
    r"(?:[*_]{0,3}[A-Z][A-Z.'’ \u00a0-]{1,50}(?:\([^()\n]{1,60}\))?[*_]{0,3}:|Q[ \u00a0]{2,})"
)
_UNBREAKABLE = 40
_LONG_WORD = re.compile(rf"[^ \t]{{{_UNBREAKABLE + 1}}}")
_FIRST_WORD = re.compile(r"[^ \t]+")
_TERMINAL = ".!?…。！？"
_CLOSERS = "\"'”’)]*_»」』"


@dataclass(slots=True)
class Unit:
    """A stretch of text that is one block or will be cut into a few.

    ``mark`` is where its Markdown marker begins (``start`` where it has none); ``hard`` is set
    when a list item, quotation or heading was marked as such.
    """

    mark: int
    start: int
    end: int
    role: Role = "plain"
    level: int = 0


@dataclass(slots=True)
class _Line:
    start: int
    end: int  # without trailing white space
    mark: int
    content: int
    role: Role
    level: int
    quote: int
    hard: bool
    marker: str


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch ends with a full stop, question or exclamation mark or ellipsis."""
    tail = text[max(start, end - 8) : end].rstrip(_STRIP).rstrip(_CLOSERS).rstrip(_STRIP)
    return bool(tail) and tail[-1] in _TERMINAL


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the white space and invisible marks at its ends."""
    piece = text[start:end]
    end -= len(piece) - len(piece.rstrip(_STRIP))
    piece = piece.rstrip(_STRIP)
    return start + len(piece) - len(piece.lstrip(_STRIP)), end


def cut(text: str, begin: int = 0, *, wrapped: bool | None = None) -> list[Unit]:
    """Cut a text into units.

    Args:
        text: the document's text.
        begin: where to begin (after front matter).
        wrapped: False where no line end is a mere wrap (text made from HTML); ``None`` to find out.

    Returns:
        The units in order; together they hold every visible character from ``begin`` on.
    """
    lines = _lines(text, begin)
    width = 0 if wrapped is False else _wrap_width(text, lines)
    units: list[Unit] = []
    previous: _Line | None = None
    for line in lines:
        if line is None:
            previous = None
            continue
        if previous is not None and not _breaks(text, previous, line, width, units[-1]):
            units[-1].end = line.end
        elif (
            previous is not None
            and line.role == "rule"
            and text[line.start : line.end].strip("= ") == ""
            and units[-1].role == "plain"
        ):
            units[-1].role, units[-1].level = "heading", 1
            units.append(Unit(line.start, line.start, line.end, "rule"))
        else:
            units.append(Unit(line.mark, line.content, line.end, line.role, line.level))
        previous = line
    return units


def _lines(text: str, begin: int) -> list[_Line | None]:
    """Return the lines; ``None`` for each blank one."""
    out: list[_Line | None] = []
    position = begin
    for raw in text[begin:].splitlines(keepends=True):
        here = position
        position += len(raw)
        start, end = strip_span(text, here, position)
        if start == end:
            out.append(None)
            continue
        tail = text[end:position].rstrip("\r\n")
        role: Role = "plain"
        level = quote = 0
        content, marker = start, ""
        first = text[start]
        if (
            first in "-*_=~|:>"
            and end - start < 400
            and _RULE_CHARS.fullmatch(text, start, end)
            and _RULE.fullmatch(text, start, end)
        ):
            out.append(_Line(start, end, start, start, "rule", 0, 0, False, ""))
            continue
        if first == ">" and not text[start:end].strip("> \t"):
            out.append(None)
            continue
        if not first.isalpha():
            match = _MARKS.match(text, start, end)
            if match is not None:
                quote = (match["quote"] or "").count(">")
                content = match.end()
                if match["hash"]:
                    role, level = "heading", len(match["hash"])
                elif match["bullet"] or match["number"]:
                    role, marker = "list", (match["bullet"] or match["number"]).strip()
                elif quote:
                    role = "quote"
                elif first == "|":
                    role = "table"
                elif text.startswith(("<!--", "</"), start):
                    role = "comment"
        elif match := _NUMBERED.match(text, start, min(end, start + 12)):
            role, marker, content = "list", match[0].strip(), match.end()
        out.append(
            _Line(
                start,
                end,
                start,
                content,
                role,
                level,
                quote,
                tail.startswith("  ") or text[end - 1] == "\\",
                marker,
            )
        )
    return out


def _wrap_width(text: str, lines: list[_Line | None]) -> int:
    """Return the column at which the text was wrapped, or 0 if it was not."""
    pairs: list[tuple[int, int]] = []
    ended = 0
    for previous, line in pairwise(lines):
        if previous is None or line is None or line.role not in ("plain", "quote"):
            continue
        # A hard break says nothing about the width, nor does what cannot be broken (an address).
        if previous.hard or _LONG_WORD.search(text, previous.start, min(previous.end, line.start)):
            continue
        word = _FIRST_WORD.match(text, line.content, line.end)
        size = word.end() - word.start() if word else 0
        if size <= _UNBREAKABLE:
            pairs.append((previous.end - previous.start, size + 1))
            ended += ends_sentence(text, previous.start, previous.end)
    if len(pairs) < 2 or ended > 0.6 * len(pairs):
        return 0  # lines that end where sentences do are paragraphs, however alike in length
    lengths = sorted(length for length, _ in pairs)
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.95))]
    if not 30 <= width <= 160:
        return 0
    # Three columns of grace: escapes and entities were shorter or longer when it was wrapped.
    full = sum(length + word + 3 > width for length, word in pairs) / len(pairs)
    # Lists of short lines agree by chance; few pairs, or wide lines, must agree more.
    needed = 0.5 if len(pairs) >= 6 and width <= 100 else 0.75
    return width if full >= needed else 0


def _breaks(text: str, previous: _Line, line: _Line, width: int, unit: Unit) -> bool:
    """Tell whether a new unit begins at a line that follows another without a blank between."""
    if {previous.role, line.role} & {"rule", "heading", "table", "comment"}:
        return True
    if previous.quote != line.quote:
        return True
    ended = ends_sentence(text, previous.start, previous.end) or text[previous.end - 1] in ":;：；"
    if line.role == "list" and (ended or unit.role == "list" or not line.marker[0].isalnum()):
        return True
    first = text[line.content]
    length = previous.end - previous.start
    if (ended or previous.hard or not width) and _CAPITAL_LABEL.match(text, line.content, line.end):
        return True
    for one in (previous, line):
        if one.end - one.start <= 60:
            short = text[one.content : one.end]
            # Inside wrapped prose a line may happen to hold nothing but a date.
            alone = not width or length < width * 0.6
            if alone and any(char.isdigit() for char in short) and _is_when(short):
                return True
    goes_on = first.islower() or _leans_on_next(text, previous)
    if not width:
        return ended or not goes_on
    if previous.hard and length < width * 0.75 and not goes_on:
        return True
    word = _FIRST_WORD.match(text, line.content, line.end)
    slack = width - length - 1 - (len(word[0]) if word else 0)
    if previous.hard and ended:
        return True
    return slack >= 8 and not goes_on and (ended or length < width * 0.5)


def _is_when(line: str) -> bool:
    return is_date_line(line) or is_clock_line(line)


def _leans_on_next(text: str, line: _Line) -> bool:
    """Tell whether a line cannot end where it does: after a comma or a small word."""
    tail = text[max(line.content, line.end - 24) : line.end]
    if tail.endswith((",", "-", "–", "—")):
        return not tail.endswith("--")
    return tail.split()[-1].casefold() in layout().function_words if tail.split() else False
