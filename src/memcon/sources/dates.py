"""Printed dates to ISO 8601: the forms that date lines, front matter and feeds use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from memcon.sources.layout import layout

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thur?s?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_TIME = (
    r"(?P<h{n}>\d{{1,2}}):(?P<m{n}>\d\d)(?::(?P<s{n}>\d\d)(?:\.\d{{1,9}})?)?"
    r"(?:\s?(?P<p{n}>[AaPp]\.?[Mm]\b\.?))?"
)
_ZONE = r"(?P<z{n}>Z\b|[+-]\d\d:?\d\d|[A-Z]{{3,4}}\b)"


def _time(n: int) -> str:
    return _TIME.format(n=n)


def _zone(n: int) -> str:
    return _ZONE.format(n=n)


_DAY = r"(?P<d{n}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<y{n}>(?:19|20)\d\d)"
_PATTERN = re.compile(
    "|".join(
        (
            # 2024-12-26, 2024-12-26T14:57:36+03:00, 2024/12/26 14:57
            r"(?<!\d)(?P<y1>(?:19|20)\d\d)[-/.](?P<mo1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)"
            rf"(?:(?:T|,?\s{{1,3}}){_time(1)}(?:\s?{_zone(1)})?)?",
            # 16:05, November 08, 2020
            rf"(?<!\d){_time(2)},?\s{{1,3}}(?P<mo2>{MONTH})\b\.?\s{{1,3}}{_DAY.format(n=2)},?\s{{1,3}}{_YEAR.format(n=2)}",
            # November 8, 2020 [at] 4:05 PM EST
            rf"\b(?P<mo3>{MONTH})\b\.?\s{{1,3}}{_DAY.format(n=3)}(?:,\s{{0,3}}|\s{{1,3}}){_YEAR.format(n=3)}"
            rf"(?:[,|]?\s{{1,3}}(?:at\s)?{_time(3)}(?:\s?{_zone(3)})?)?",
            # Tue, 01 Feb 2022 15:34:54 +0000; 14 September 2020 15:30
            rf"(?<!\d){_DAY.format(n=4)}\s{{1,3}}(?P<mo4>{MONTH})\b\.?,?\s{{1,3}}{_YEAR.format(n=4)}"
            rf"(?:[,|]?\s{{1,3}}(?:at\s)?{_time(4)}(?:\s?{_zone(4)})?)?",
            # 26.12.2024 14:57
            rf"(?<!\d)(?P<d5>\d{{1,2}})\.(?P<mo5>\d{{1,2}})\.(?P<y5>(?:19|20)\d\d)(?!\d)(?:,?\s{{1,3}}{_time(5)}(?:\s?{_zone(5)})?)?",
            # 2024年12月26日
            r"(?P<y6>(?:19|20)\d\d)年(?P<mo6>\d{1,2})月(?P<d6>\d{1,2})日",
        )
    ),
    re.IGNORECASE,
)
# 17-09-21 09:01 [Updated] BJT: which of the three numbers is the year, the document must tell.
_SHORT = re.compile(
    rf"(?<!\d)(?P<a>\d\d)[-/.](?P<b>\d\d)[-/.](?P<c>\d\d)(?!\d)(?:,?\s{{1,3}}{_time(7)}(?:\s(?:updated\s)?{_zone(7)})?)?",
    re.IGNORECASE,
)
# What may stand in a line that says nothing but when.
_REST = re.compile(
    rf"\b(?:{WEEKDAY}|(?:first |last )?(?:published|updated?|modified|posted|released|issued|"
    rf"created|date|time|on|at|uploaded)|release date|dated|pub date|{MONTH}|[ap]\.?m|"
    rf"(?-i:[A-Z]{{3,4}})|"
    rf"hrs?|local time|\d{{1,2}}(?:st|nd|rd|th)?)\b"
    rf"|\d{{1,2}}:\d\d(?::\d\d)?|[\W_]",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\W*\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?)?\s?(?:\(?[A-Z]{2,4}\)?)?"
    r"(?:\s?\(?local(?: time)?\)?)?\W*",
    re.IGNORECASE,
)
_DAY_MONTH = re.compile(
    rf"\b(?:(?P<mo>{MONTH})\b\.?\s{{1,3}}(?P<d>\d{{1,2}})|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}(?P<mo2>{MONTH})\b\.?)"
    rf"(?:,?\s{{1,3}}(?P<y>(?:19|20)\d\d))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a line: where it stands and what it says in ISO 8601."""

    start: int
    end: int
    iso: str


def find_dates(line: str) -> list[PrintedDate]:
    """Find the full dates in a short text, left to right.

    Args:
        line: a line; only its first 400 code points are looked at.

    Returns:
        The dates that exist in the calendar, with the time where an offset from UTC is printed:
        a time without one cannot be placed and is left out of ``iso``.
    """
    found = []
    for match in _PATTERN.finditer(line[:400]):
        iso = _iso(match)
        if iso is not None:
            found.append(PrintedDate(match.start(), match.end(), iso))
    return found


def parse_date(raw: str) -> str | None:
    """Return the first date of a raw metadata value in ISO 8601, or ``None``."""
    found = find_dates(raw)
    return found[0].iso if found else None


def short_date(line: str, near: tuple[int, int] | None) -> str | None:
    """Read a date of three two-digit numbers.

    Args:
        line: the line, "17-09-21 09:01 Updated BJT" for instance.
        near: month and day that the document's dateline gives, if it has one.

    Returns:
        The reading that falls on the dateline's day or at most three days after it (reports are
        put online soon after they are filed), with an offset where one is printed; the only
        reading that the calendar allows; else ``None``.
    """
    match = _SHORT.search(line[:400])
    if match is None:
        return None
    numbers = [int(match[name]) for name in "abc"]
    # Day first, year first, month first.
    orders = ((2, 1, 0), (0, 1, 2), (2, 0, 1))
    readings = []
    for year, month, day in orders:
        try:
            readings.append(date(2000 + numbers[year], numbers[month], numbers[day]))
        except ValueError:
            continue
    if near is not None:
        readings = [reading for reading in readings if 0 <= days_after(reading, near) <= 3]
    distinct = list(dict.fromkeys(readings))
    if len(distinct) != 1:
        return None
    return _with_time(distinct[0], match, 7)


def days_after(day: date, near: tuple[int, int]) -> int:
    """Return how many days after the last month-and-day ``near`` a date is; 999 if never."""
    for year in (day.year, day.year - 1):
        try:
            filed = date(year, near[0], near[1])
        except ValueError:
            continue
        if filed <= day:
            return (day - filed).days
    return 999


def month_day(text: str) -> tuple[int, int, int | None] | None:
    """Return month, day and, where printed, the year of "Sept. 16" or "5 March 2024"."""
    match = _DAY_MONTH.search(text[:200])
    if match is None:
        return None
    month = _MONTHS[(match["mo"] or match["mo2"]).casefold()]
    day = int(match["d"] or match["d2"])
    if not 1 <= day <= 31:
        return None
    return month, day, int(match["y"]) if match["y"] else None


def is_date_line(line: str) -> bool:
    """Tell whether a line says nothing but a date (with a time, a weekday, "Published")."""
    if len(line) > 120:
        return False
    found = find_dates(line)
    if not found:
        match = _SHORT.search(line) or _DAY_MONTH.search(line)
        if match is None:
            return False
        start, end = match.span()
    else:
        start, end = found[0].start, found[-1].end
    return not _REST.sub("", line[:start]) and not _REST.sub("", line[end:])


def is_clock_line(line: str) -> bool:
    """Tell whether a line says nothing but a time of day ("4:14 P.M. EDT")."""
    return len(line) <= 40 and _CLOCK.fullmatch(line) is not None


def _iso(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    for n in range(1, 7):
        if groups[f"y{n}"] is None:
            continue
        month = groups[f"mo{n}"]
        try:
            day = date(
                int(groups[f"y{n}"]),
                int(month) if month.isdigit() else _MONTHS[month.casefold()],
                int(groups[f"d{n}"]),
            )
        except ValueError:
            return None
        return _with_time(day, match, n)
    return None


def _with_time(day: date, match: re.Match[str], n: int) -> str:
    groups = match.groupdict()
    hour, zone = groups.get(f"h{n}"), groups.get(f"z{n}")
    offset = _offset(zone) if zone else None
    if hour is None or offset is None:
        return day.isoformat()
    hours = int(hour)
    half = (groups.get(f"p{n}") or "").casefold()
    if half.startswith("p") and hours < 12:
        hours += 12
    elif half.startswith("a") and hours == 12:
        hours = 0
    try:
        moment = datetime(
            day.year, day.month, day.day, hours, int(groups[f"m{n}"]), int(groups[f"s{n}"] or 0)
        )
    except ValueError:
        return day.isoformat()
    return moment.isoformat() + offset


def _offset(zone: str) -> str | None:
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        if int(digits[:2]) > 14 or int(digits[2:]) > 59:
            return None
        return f"{zone[0]}{digits[:2]}:{digits[2:]}"
    return layout().zones.get(zone.upper())


def nearest_year(month: int, day: int, published: str | None) -> str | None:
    """Return a dateline's full date, its year taken from the publication date.

    Args:
        month: the dateline's month.
        day: the dateline's day.
        published: ISO publication date; reports are published on their dateline's day or after.

    Returns:
        The last such day not more than one day after publication (the dateline may be a time zone
        ahead), or ``None`` where publication is unknown or more than 30 days later.
    """
    if published is None:
        return None
    try:
        limit = date.fromisoformat(published[:10]) + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    for year in (limit.year, limit.year - 1):
        try:
            filed = date(year, month, day)
        except ValueError:
            continue
        if filed <= limit:
            return filed.isoformat() if (limit - filed).days <= 31 else None
    return None
