"""When a document was published: from its date lines, its address, its dateline.

A date in figures alone may be read in several ways ("17-09-21"). The document itself mostly
tells which is meant; only then the publisher's convention is asked, and the doubt is said aloud.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from memcon.reading.anniversaries import InferredYear
from memcon.reading.calendars import (
    DMY,
    MDY,
    YMD,
    Order,
    make_date,
    nearest_day,
    numeric_candidates,
)
from memcon.reading.dates import find_expressions
from memcon.reading.expressions import CalendarDay, CalendarYear, DateExpression, NumericDay
from memcon.record import Document, Span, Warning
from memcon.sources import dates as printed

# A report goes online on the day of its dateline or within three days after it.
FILING_DAYS = 3
# A page's own clock may print the day it was fetched: much later than the dateline.
_STALE_DAYS = 31
_HEAD = 4000  # code points in which date lines are looked for
_TAIL = 400
_LINE = 400

_LABEL = re.compile(
    r"\b(?:(?P<first>published|posted|released|issued|source|date|press release|uploaded)"
    r"|(?P<later>(?:last )?(?:updated|modified|edited)))\b",
    re.IGNORECASE,
)
_LABEL_REACH = 60
_URL_DAY = re.compile(
    r"/(?P<y>(?:19|20)\d\d)(?:[/-](?P<m>0?[1-9]|1[0-2])[/-](?P<d>[0-2]?\d|3[01])|"
    r"[/-]?(?P<m2>0[1-9]|1[0-2])(?P<d2>[0-2]\d|3[01]))(?!\d)"
)
_ORDER_WORDS = {YMD: "year first", DMY: "day first", MDY: "month first"}


@dataclass(frozen=True, slots=True)
class FiledOn:
    """The month and day of a dateline, with its year where it is printed."""

    month: int
    day: int
    year: int | None = None

    def before(self, published: date) -> date | None:
        """Return the dateline's date nearest before a publication date."""
        if self.year is not None:
            return make_date(self.year, self.month, self.day)
        return nearest_day(self.month, self.day, published, "past")


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date in ISO 8601 and what it was read from."""

    value: str
    basis: str

    @property
    def day(self) -> date:
        """The date without the time."""
        return date.fromisoformat(self.value[:10])


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    value: str
    words: str
    rank: tuple[int, ...] = field(default=())
    note: str = ""

    @property
    def day(self) -> date:
        return date.fromisoformat(self.value[:10])


def settle_published(
    document: Document,
    *,
    body_start: int,
    filed: FiledOn | None,
    inferred: InferredYear | None,
    narrator: str | None,
) -> tuple[Published | None, list[Warning]]:
    """Settle the publication date of a document whose source does not state it.

    Args:
        document: with its text and address.
        body_start: where the running text begins; date lines are looked for before it.
        filed: the dateline's day.
        inferred: the year that anniversaries give.
        narrator: actor id whose convention decides what nothing else does.

    Returns:
        The date with its basis, or None; and what was doubtful.
    """
    text = document.text
    warnings: list[Warning] = []
    candidates = []
    for start, end in _lines(text, body_start):
        candidates += _printed(text, start, end, in_tail=start >= body_start)
        for expression in find_expressions(text, start=start, end=end):
            if isinstance(expression.meaning, NumericDay):
                read, doubt = _read_figures(document, expression, filed, inferred, narrator)
                warnings += doubt
                if read is not None:
                    candidates.append(read)
    best = _best(candidates, filed)
    if best is not None:
        return Published(best.value, f"“{best.words}”{best.note}"), warnings
    from_url = _url_day(document.url)
    if from_url is not None and _fits(from_url, filed, _STALE_DAYS):
        return Published(from_url.isoformat(), "the address of the page"), warnings
    if filed is not None:
        year = filed.year or (inferred.year if inferred else None)
        day = None if year is None else make_date(year, filed.month, filed.day)
        if day is not None:
            source = "" if filed.year or inferred is None else f", its year from {inferred.basis}"
            return Published(day.isoformat(), f"the dateline{source}"), warnings
    return None, warnings


def _lines(text: str, body_start: int) -> list[tuple[int, int]]:
    """Return the lines before the body, and short last lines that may hold place and date."""
    lines = []
    limit = min(body_start, _HEAD)
    start = 0
    while start < limit:
        newline = text.find("\n", start, limit)
        end = limit if newline < 0 else newline
        # A page without line breaks: near the body is where its date stands.
        lines.append((max(start, end - _LINE), end))
        start = end + 1
    tail = max(body_start, len(text) - _TAIL)
    if tail > body_start:  # do not begin in the middle of a line
        newline = text.find("\n", tail)
        tail = len(text) if newline < 0 else newline + 1
    while tail < len(text):
        newline = text.find("\n", tail)
        end = len(text) if newline < 0 else newline
        if end - tail <= 60 and _is_mostly_date(text, tail, end):
            lines.append((tail, end))
        tail = end + 1
    return lines


def _is_mostly_date(text: str, start: int, end: int) -> bool:
    found = find_expressions(text, start=start, end=end)
    rest = (end - start) - sum(expression.end - expression.start for expression in found)
    return bool(found) and rest <= 30


def _printed(text: str, start: int, end: int, *, in_tail: bool) -> list[_Candidate]:
    line = text[start:end]
    found = []
    for hit in printed.find_dates(line):
        label = _label(line, hit.start)
        timed = "T" in hit.iso or ":" in line[max(0, hit.start - 8) : hit.end + 9]
        rank = (label, timed, not in_tail)
        words = " ".join(line[hit.start : hit.end].split())
        found.append(_Candidate(start + hit.start, start + hit.end, hit.iso, words, rank))
    return found


def _label(text: str, place: int) -> int:
    """Return 2 after "published" and the like, 0 after "updated", 1 where there is no label."""
    rank = 1
    begin = max(text.rfind("\n", 0, place) + 1, place - _LABEL_REACH)
    for label in _LABEL.finditer(text, begin, place):
        rank = 2 if label["first"] else 0
    return rank


def _best(candidates: list[_Candidate], filed: FiledOn | None) -> _Candidate | None:
    """Return the candidate that best fits the dateline, is labelled or timed, and stands lowest."""
    fitting = [candidate for candidate in candidates if _fits(candidate.day, filed, _STALE_DAYS)]
    return max(
        fitting,
        key=lambda item: (_fits(item.day, filed, FILING_DAYS), *item.rank, item.start),
        default=None,
    )


def _fits(day: date, filed: FiledOn | None, days: int) -> bool:
    """Tell whether a publication date is that many days after the dateline, or one before."""
    if filed is None:
        return True
    before = filed.before(day)
    return before is not None and timedelta(-1) <= day - before <= timedelta(days)


def _read_figures(
    document: Document,
    expression: DateExpression,
    filed: FiledOn | None,
    inferred: InferredYear | None,
    narrator: str | None,
) -> tuple[_Candidate | None, list[Warning]]:
    """Settle one date in figures: by the calendar, the dateline, the weekday, the text, custom."""
    assert isinstance(expression.meaning, NumericDay)
    text = document.text
    readings = numeric_candidates(expression.meaning.figures)
    if not readings:
        return None, []
    why = "the only order that is a date"
    if len(readings) > 1:
        if expression.meaning.separator == ".":
            readings = [item for item in readings if item[0] == DMY] or readings
            why = "figures between full stops are written day first"
        for narrow, reason in (
            (_by_dateline(readings, filed), "it follows the dateline"),
            (_by_weekday(readings, text, expression), "the weekday printed beside it"),
            (_by_year(readings, inferred), inferred.basis if inferred else ""),
            (_by_dates_in_text(readings, text, expression), "the dates that the text reports on"),
        ):
            if len(readings) == 1:
                break
            kept = [item for item in readings if item in narrow]
            if kept and len(kept) < len(readings):
                readings, why = kept, reason
    warnings = []
    if len(readings) > 1:
        order = _convention(narrator)
        kept = [item for item in readings if item[0] == order]
        known = ", ".join(day.isoformat() for _, day in readings)
        span = Span(start=expression.start, end=expression.end, text=expression.text)
        settled = f"read by the custom of {narrator}" if kept else "left open"
        warnings.append(
            Warning(
                code="ambiguous-date",
                message=f"{expression.text} can be {known}; {settled}",
                span=span,
            )
        )
        if not kept:
            return None, warnings
        readings, why = kept, f"the custom of {narrator}"
    order, day = readings[0]
    line = text[expression.end : expression.end + 30].split("\n")[0]
    timed = re.match(r"\s{0,3}\d{1,2}:\d\d", line) is not None
    label = _label(text, expression.start)
    value = _with_time(expression.text + line, day)
    note = f", {_ORDER_WORDS[order]}: {why}"
    rank = (label, timed, True)
    return (
        _Candidate(expression.start, expression.end, value, expression.text, rank, note),
        warnings,
    )


Readings = list[tuple[Order, date]]


def _by_dateline(readings: Readings, filed: FiledOn | None) -> Readings:
    if filed is None:
        return []
    return [item for item in readings if _fits(item[1], filed, FILING_DAYS)]


def _by_weekday(readings: Readings, text: str, expression: DateExpression) -> Readings:
    around = text[max(0, expression.start - 14) : expression.end + 14]
    hit = re.search(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\b", around)
    if hit is None:
        return []
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun").index(hit[1])
    return [item for item in readings if item[1].weekday() == weekday]


def _by_year(readings: Readings, inferred: InferredYear | None) -> Readings:
    return [item for item in readings if inferred and item[1].year == inferred.year]


def _by_dates_in_text(readings: Readings, text: str, expression: DateExpression) -> Readings:
    """Keep readings within a week after a day the text reports on; else none before its years."""
    near: Readings = []
    years = set()
    for other in find_expressions(text, start=expression.end, end=expression.end + _HEAD):
        match other.meaning:
            case CalendarDay(month, day, year):
                if year is not None and other.direction != "future":
                    years.add(year)
                near += [item for item in readings if _fits(item[1], FiledOn(month, day, year), 7)]
            case CalendarYear(year) if other.direction != "future":
                years.add(year)
    return near or [item for item in readings if years and item[1].year >= max(years)]


def _with_time(words: str, day: date) -> str:
    """Return the day with the time and offset printed after it, if both are."""
    rewritten = re.sub(r"^\S+", day.isoformat(), words).replace("Updated ", "")
    found = printed.find_dates(rewritten)
    return found[0].iso if found and found[0].iso.startswith(day.isoformat()) else day.isoformat()


@cache
def _conventions() -> dict[str, frozenset[str]]:
    path = files("memcon") / "knowledge" / "data" / "date_conventions.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: frozenset(table[name]) for name in ("month_first", "year_first")}


def _convention(narrator: str | None) -> Order | None:
    """Return the order in which a narrator writes dates; None where it is unknown."""
    if narrator is None:
        return None
    if narrator in _conventions()["month_first"]:
        return MDY
    return YMD if narrator in _conventions()["year_first"] else DMY


def _url_day(url: str | None) -> date | None:
    hit = _URL_DAY.search(url or "")
    if hit is None:
        return None
    return make_date(int(hit["y"]), int(hit["m"] or hit["m2"]), int(hit["d"] or hit["d2"]))
