"""A scraped page that is a single line: where in it the article is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from memcon.sources.datelines import DatelineMatch, find_dateline
from memcon.sources.dates import find_dates
from memcon.sources.layout import layout
from memcon.sources.prose import function_share, sentences, words
from memcon.sources.units import strip_span

_SEPARATOR = re.compile(r" [-–—|_] | \| |\|")
# A sentence with fewer small words than this is a menu or a list of titles, not running text
# (measured on the dev texts: sentences 0.27 to 0.55, menus 0.0 to 0.15).
_PROSE_SHARE = 0.2
_MIN_PAGE = 600
_HEAD = 6000
_PUBLISHED_REACH = 400
_LEAD = 1500
_TAIL = 200_000
_REACH = 500_000
_PLAIN_HEAD = 30


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of a page: headline places, the article, and what stands close before it."""

    headlines: list[tuple[int, int]]
    dateline: DatelineMatch | None
    start: int
    end: int
    published: tuple[int, int] | None


def split_page(text: str, start: int, end: int) -> Page | None:
    """Find the article in a one-line page.

    Args:
        text: the document's text.
        start: where the line begins.
        end: where it ends.

    Returns:
        The parts, or ``None`` where the line is no page: without menu words and without a
        dateline in its midst it is just a long paragraph.
    """
    if end - start < _MIN_PAGE:
        return None
    table = layout()
    dateline = find_dateline(text, start, min(end, start + 20_000))
    if dateline is not None and dateline.start == start:
        dateline = None
    menu = {match[0] for match in table.menu.finditer(text, start, min(end, start + 200_000))}
    if len(menu) < (3 if dateline is None else 0):
        return None
    # What ends an article stands near its end; the rest of a long page need not be searched.
    tail = table.end.search(text, start, min(end, start + _TAIL)) or table.end.search(
        text, max(start, end - _TAIL), end
    )
    if tail is None and (
        dateline is None or (dateline.start - start < _PLAIN_HEAD and len(menu) < 2)
    ):
        return None
    segment = _densest(text, start, end)
    if segment is None:
        return None
    begin, stop = segment
    headlines = _headlines(text, start, dateline.start if dateline else begin)
    if dateline is not None and dateline.start < stop:
        begin = dateline.start
    else:
        dateline = None
        if headlines and 0 < begin - headlines[-1][1] <= _LEAD:
            # The article's first sentence ran together with the title and the menu before it.
            begin = headlines[-1][1]
        begin = _trim_head(text, begin, stop, headlines)
    body = dateline.end if dateline else begin + 1
    marker = table.end.search(text, body, min(stop, body + _REACH)) or table.end.search(
        text, max(body, stop - _TAIL), stop
    )
    if marker is not None:
        stop = marker.start()
    begin, stop = strip_span(text, begin, stop)
    if begin >= stop:
        return None
    near = text[max(start, begin - _PUBLISHED_REACH) : begin]
    dates = find_dates(near)
    published = None
    if dates:
        base = begin - len(near)
        published = (base + dates[-1].start, base + dates[-1].end)
    return Page(headlines, dateline, begin, stop, published)


def _densest(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the run of sentences with the most running text (maximum-sum segment)."""
    reach = min(end, start + _REACH)
    best = run = 0.0
    best_span: tuple[int, int] | None = None
    run_start = start
    for left, right in sentences(text, start, reach):
        tokens = words(text, left, min(right, left + 4000))
        prose = len(tokens) >= 4 and function_share(tokens) >= _PROSE_SHARE
        run += len(tokens) if prose else -len(tokens)
        if run <= 0:
            run, run_start = 0.0, right
        elif run > best:
            best, best_span = run, (run_start, right)
    if best_span is None or best < 25:
        return None
    return (best_span[0], end) if best_span[1] >= reach else best_span


def _headlines(text: str, start: int, article: int) -> list[tuple[int, int]]:
    """Return where the page's title stands: at its beginning, and again before the article."""
    head_end = min(article, start + _HEAD)
    for separator in _SEPARATOR.finditer(text, start, min(start + 300, head_end)):
        title = text[start : separator.start()].strip()
        if len(title.split()) < 3:
            continue
        again = text.find(title, separator.end(), head_end)
        if again >= 0:
            return [(start, start + len(title)), (again, again + len(title))]
    # Without a separator: the longest run of first words that occurs again.
    starts = [
        match.end() for match in re.finditer(r"\S+", text[start : min(start + 240, head_end)])
    ]
    for length in reversed(starts[3:]):
        again = text.find(text[start : start + length], start + length, head_end)
        if again >= 0:
            return [(start, start + length), (again, again + length)]
    return []


def _trim_head(text: str, begin: int, stop: int, headlines: list[tuple[int, int]]) -> int:
    """Move the article's begin past a title or a date that runs into its first sentence."""
    first_end = next(iter(sentences(text, begin, stop)), (begin, stop))[1]
    for _, title_end in headlines:
        if begin <= title_end < first_end:
            begin = title_end
    dates = find_dates(text[begin:first_end])
    if dates and dates[0].start < 120:
        end = begin + dates[0].end
        # A date that the sentence needs is followed by small letters or a comma.
        follows = text[end : end + 2].strip()
        if follows[:1].isupper():
            begin = end
    return begin
