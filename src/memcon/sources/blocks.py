"""Blocks: what each stretch of a document is for.

A text is cut into units (``units``), each unit is given a kind by its own looks (patterns, marks),
by where it stands (the head of the page, the body, the tail) and by what else the document says
(a sentence that the body repeats is a pull quote). The kinds are those of ``record.Block``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from memcon.record import Block, BlockKind
from memcon.sources.datelines import DatelineMatch, match_dateline
from memcon.sources.dates import find_dates, is_clock_line, is_date_line, short_date
from memcon.sources.head import Head, read_head, source_line
from memcon.sources.labels import LabelCandidate, candidate, confirm
from memcon.sources.layout import layout
from memcon.sources.prose import measure
from memcon.sources.repeats import pull_quotes
from memcon.sources.scrape import Page, split_page
from memcon.sources.tidy import tidy
from memcon.sources.units import Unit, cut, ends_sentence, strip_span

# Patterns are for lines and short paragraphs; what is longer is text.
_SHORT = 700
_IMAGE = re.compile(
    r"(?:\[)?!\[(?P<alt>[^\]]{0,400})\]\([^)\s]{0,2000}[^)]{0,400}\)(?:\]\([^)]{0,2000}\))?[*_]{0,3}"
)
_BOLD_LINE = re.compile(
    r"(?:\*{2,3}|__)(?:<u>)?[^*_<>]{2,200}(?:</u>)?\s?(?:\*{2,3}|__)[ \u00a0]*:?"
    r"|<u>[^<>]{2,200}</u>:?"
)
_SPAN = re.compile(r"</?span[^<>]{0,200}>")
_LINK_LINE = re.compile(r"\[[^\]]{0,200}\]\([^)]{0,2000}\)")


@dataclass(slots=True)
class Part:
    """A unit on its way to becoming blocks."""

    unit: Unit
    flat: str
    kind: BlockKind | None = None
    label: LabelCandidate | None = None
    dateline: DatelineMatch | None = None
    prose: bool = False
    ends: bool = False
    words: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """The blocks of a text, and what its head says about it."""

    blocks: list[Block]
    headline: str | None = None
    dateline: DatelineMatch | None = None
    published: str | None = None
    published_iso: str | None = None
    agency: str | None = None
    byline: str | None = None
    attributed_to: str | None = None
    place: str | None = None


@dataclass(slots=True)
class _Blocks:
    text: str
    done: list[Block] = field(default_factory=list)

    def add(self, kind: BlockKind, start: int, end: int) -> None:
        start, end = strip_span(self.text, start, end)
        if start < end:
            self.done.append(Block(kind=kind, start=start, end=end))


def mark(
    text: str, *, begin: int = 0, title: str | None = None, wrapped: bool | None = None
) -> Marked:
    """Mark the blocks of a text.

    Args:
        text: the document's text.
        begin: where the text proper begins; what is before it (front matter) is furniture.
        title: the document's title where it is known from outside the text.
        wrapped: False where no line end is a mere wrap (text made from HTML); ``None`` to find out.

    Returns:
        Blocks in order, without overlaps, holding every visible character; and what the head of
        the text says about the document.
    """
    out = _Blocks(text)
    if begin:
        out.add("furniture", 0, begin)
    units = cut(text, begin, wrapped=wrapped)
    page = _page(text, units)
    if page is not None:
        return _mark_page(text, units, *page, out)
    parts = [_part(text, unit) for unit in units]
    _label(text, parts)
    _fix_by_looks(text, parts)
    _find_datelines(text, parts)
    head = read_head(text, parts, title)
    _mark_body(text, parts, head)
    for index in pull_quotes(text, parts, head.body):
        parts[index].kind = "pull_quote"
    for part in parts:
        _emit(part, out)
    return _marked(text, parts, head, out.done)


def _page(text: str, units: list[Unit]) -> tuple[int, Page] | None:
    """Return which unit is a whole page on one line: one that outweighs the rest by far."""
    if not units:
        return None
    longest = max(range(len(units)), key=lambda index: units[index].end - units[index].start)
    size = units[longest].end - units[longest].start
    if size * 10 < 7 * sum(unit.end - unit.start for unit in units):
        return None
    page = split_page(text, units[longest].start, units[longest].end)
    return (longest, page) if page is not None else None


def _mark_page(text: str, units: list[Unit], which: int, page: Page, out: _Blocks) -> Marked:
    unit = units[which]
    for other in units[:which]:
        out.add("furniture", other.mark, other.end)
    position = unit.mark
    for start, end in page.headlines:
        if end <= page.start:
            out.add("furniture", position, start)
            out.add("headline", start, end)
            position = end
    if page.published is not None and page.published[0] >= position:
        out.add("furniture", position, page.published[0])
        out.add("dateline", *page.published)
        position = page.published[1]
    out.add("furniture", position, page.start)
    body = page.start
    if page.dateline is not None:
        out.add("dateline", page.start, page.dateline.end)
        body = page.dateline.end
    out.add("paragraph", body, page.end)
    out.add("furniture", page.end, unit.end)
    for other in units[which + 1 :]:
        out.add("furniture", other.mark, other.end)
    raw = text[slice(*page.published)] if page.published else None
    dates = find_dates(raw) if raw else []
    return Marked(
        out.done,
        headline=tidy(text[slice(*page.headlines[0])]) if page.headlines else None,
        dateline=page.dateline,
        published=raw,
        published_iso=dates[0].iso if dates else None,
        agency=page.dateline.agency if page.dateline else None,
        place=page.dateline.place if page.dateline else None,
    )


def _part(text: str, unit: Unit) -> Part:
    flat = ""
    if unit.end - unit.start <= _SHORT:
        flat = " ".join(text[unit.start : unit.end].split())
    prose, count = measure(text, unit.start, unit.end)
    ends = ends_sentence(text, unit.start, unit.end)
    return Part(unit, flat, prose=prose, ends=ends, words=count)


def _label(text: str, parts: list[Part]) -> None:
    found = [
        candidate(text, part.unit.start, part.unit.end)
        if part.unit.role in ("plain", "quote", "list", "heading")
        else None
        for part in parts
    ]
    listed = [part.unit.role == "list" for part in parts]
    for part, label, good in zip(parts, found, confirm(found, listed), strict=True):
        if good:
            part.label = label


def _fix_by_looks(text: str, parts: list[Part]) -> None:
    table = layout()
    for part in parts:
        unit, flat = part.unit, part.flat
        if unit.role == "rule" or (unit.role == "comment" and not part.prose):
            part.kind = "furniture"
        elif not flat or part.label is not None:
            continue
        elif unit.role == "list":
            # "- Office of Management and Budget" is one of the participants.
            part.kind = None if any(char.isalnum() for char in flat) else "furniture"
        elif not any(char.isalnum() for char in flat):
            part.kind = "furniture"
        elif image := _IMAGE.fullmatch(flat):
            part.kind = "caption" if len(image["alt"].split()) >= 3 else "furniture"
        elif _LINK_LINE.fullmatch(flat):
            part.kind = "furniture"
        else:
            bare = flat.strip("*_ ")
            if table.caption.fullmatch(bare):
                part.kind = "caption"
            elif is_date_line(bare):
                part.kind = "dateline"
            elif (
                table.furniture.fullmatch(bare)
                or table.furniture.fullmatch(flat)
                or is_clock_line(bare)
            ):
                part.kind = "furniture"


def _find_datelines(text: str, parts: list[Part]) -> None:
    labels = [part for part in parts if part.label is not None]
    body_seen = False
    for part in parts:
        if part.kind is not None or part.unit.role not in ("plain", "quote"):
            continue
        skip = len(text[part.unit.start : part.unit.start + 4]) - len(
            text[part.unit.start : part.unit.start + 4].lstrip("*_(")
        )
        found = match_dateline(text, part.unit.start + skip, part.unit.end)
        if found is not None and part.label is None:
            # Capitals before a dash are a dateline only where a report begins.
            plain = found.day is None and found.agency is None
            rest = part.unit.end - found.end
            if rest >= 20 and not (plain and body_seen):
                part.dateline = found
        elif part.label is not None and len(labels) == 1 and not body_seen:
            part.dateline = _city_label(text, part)
        body_seen = body_seen or part.prose


def _city_label(text: str, part: Part) -> DatelineMatch | None:
    """Read "SINGAPORE: The minister …", a document's only label, as a dateline."""
    label = part.label
    if label is None or label.form != "capitals" or label.remark or not part.prose:
        return None
    name = label.name
    if (
        len(name.split()) > 3
        or {word.casefold().strip(".") for word in name.split()} & layout().office_words
    ):
        return None
    if "." in name or name.casefold() in ("moderator", "the president"):
        return None
    del text
    part.label = None
    return DatelineMatch(label.start, label.end, name.title(), None, None)


def _mark_body(text: str, parts: list[Part], head: Head) -> None:
    """Give a kind to what head and looks left open: sub-headings, menus, lists of articles."""
    table = layout()
    transcript = sum(part.label is not None for part in parts) >= 3
    last = max(
        (
            index
            for index, part in enumerate(parts)
            if part.kind is None and (part.prose or part.label)
        ),
        default=-1,
    )
    listing = footer = False
    for index in range(head.body, len(parts)):
        part = parts[index]
        if part.kind is not None:
            footer = footer or (index > last and part.kind == "furniture" and part.words >= 2)
            if part.kind == "dateline" and index > head.body:
                part.kind = "furniture"
            listing = part.kind == "furniture" and bool(
                table.opener.fullmatch(part.flat.strip("*_# "))
            )
            continue
        if listing:
            if part.prose and part.unit.end - part.unit.start >= 160:
                listing = False
            elif part.label is None:
                part.kind = "furniture"
                continue
        unit = part.unit
        bold = _BOLD_LINE.fullmatch(_SPAN.sub("", part.flat)) is not None
        heading = unit.role == "heading" or (
            bold and not part.ends and part.label is None and unit.role in ("plain", "quote")
        )
        if heading or _numbered_heading(parts, index):
            part.kind = "deck"
        elif (
            part.label is not None
            or part.dateline is not None
            or unit.role not in ("plain", "quote")
            or part.prose
            or part.ends
            or not part.flat
        ):
            part.kind = "paragraph"
        elif index > last:
            # After the last sentence: names of those present, or the page's own apparatus.
            part.kind = "furniture" if footer and part.words <= 14 else "paragraph"
        else:
            part.kind = _short_in_body(text, parts, index, transcript)


def _numbered_heading(parts: list[Part], index: int) -> bool:
    """Tell a chapter's heading ("II. Debt") from an item of a list of short items."""
    part = parts[index]
    after = parts[index + 1] if index + 1 < len(parts) else None
    return (
        part.unit.role == "list"
        and part.unit.mark < part.unit.start
        and not part.prose
        and not part.ends
        and 0 < part.words <= 10
        and part.flat[:1].isupper()
        and part.flat[-1].isalnum()
        and parts[index - 1].ends
        and after is not None
        and after.prose
    )


def _short_in_body(text: str, parts: list[Part], index: int, transcript: bool) -> BlockKind:
    """Tell a sub-heading from a paragraph that happens to be short and to lack its stop."""
    part = parts[index]
    before, after = parts[index - 1], parts[index + 1] if index + 1 < len(parts) else None
    opens = part.flat[0].isupper() or part.flat[0].isdigit()
    closes = part.flat[-1].isalnum() or part.flat[-1] in '"”’)'
    if (
        not transcript
        and opens
        and closes
        and part.words <= 12
        and (before.prose or before.kind in ("furniture", "caption") or before.unit.role == "list")
        and text[before.unit.end - 1] not in ",;"
        and after is not None
        and (after.prose or after.unit.role == "list")
    ):
        return "deck"
    return "paragraph"


def _emit(part: Part, out: _Blocks) -> None:
    unit = part.unit
    kind: BlockKind = part.kind or "paragraph"
    start = unit.start
    if unit.mark < start:
        if kind == "furniture":
            start = unit.mark
        else:
            out.add("furniture", unit.mark, start)
    if part.label is not None and kind == "paragraph":
        out.add("furniture", start, part.label.start)
        out.add("speaker_label", part.label.start, part.label.end)
        start = part.label.end
    elif part.dateline is not None and kind == "paragraph":
        out.add("dateline", start, part.dateline.end)
        start = part.dateline.end
    out.add(kind, start, unit.end)


def _marked(text: str, parts: list[Part], head: Head, blocks: list[Block]) -> Marked:
    dateline = next(
        (part.dateline for part in parts if part.dateline and part.kind == "paragraph"), None
    )
    published = published_iso = agency = None
    near = dateline.day[:2] if dateline and dateline.day else None
    for part in parts:
        if (
            part.kind not in ("dateline", "furniture")
            or not part.flat
            or part.unit.role == "comment"
        ):
            continue
        agency = agency or source_line(part.flat)
        if published_iso is None and any(char.isdigit() for char in part.flat):
            dates = find_dates(part.flat)
            is_source = source_line(part.flat) is not None
            if part.kind == "dateline" or is_source or is_date_line(part.flat):
                iso = dates[-1].iso if dates else short_date(part.flat, near)
                if iso is not None:
                    published, published_iso = part.flat, iso
    return Marked(
        blocks,
        headline=head.headline,
        dateline=dateline,
        published=published,
        published_iso=published_iso,
        agency=(dateline.agency if dateline else None) or agency,
        byline=head.byline,
        attributed_to=head.attributed_to,
        place=(dateline.place if dateline else None) or head.place,
    )
