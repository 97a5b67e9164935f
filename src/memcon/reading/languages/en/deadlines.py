"""English deadlines: the words around a date, and the phrases that need none."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from memcon.reading.expressions import (
    CalendarDay,
    CalendarMonth,
    CalendarYear,
    DateExpression,
    Shift,
    Weekday,
    Within,
)
from memcon.reading.languages.en.numbers import COUNT

_S = r"\s{1,3}"


@dataclass(frozen=True, slots=True)
class FoundDeadline:
    """A deadline's words, and the date expression in them where there is one."""

    start: int
    end: int
    expression: DateExpression | None


@cache
def _table() -> dict[str, list[str]]:
    path = files("memcon") / "knowledge" / "data" / "en" / "deadlines.toml"
    table: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return table


def _literals(words: list[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(_S.join(map(re.escape, word.split())) for word in ordered)


@cache
def _undated() -> re.Pattern[str]:
    table = _table()
    unless_after = "".join(rf"(?<!\b{word}\s)" for word in table["not_after"])
    unless_before = rf"(?!{_S}(?:{_literals(table['not_before'])})\b)"
    span = r"(?:days|weeks|months|years|decades?|period|future|term)"
    occasion = _literals(table["occasions"])
    return re.compile(
        rf"\b(?:before|ahead{_S}of|prior{_S}to){_S}(?:the|its|their|this|next|any){_S}"
        rf"(?:(?:U\.S\.|(?:[\w’'-]|\.(?=\w)){{1,25}}){_S}){{0,4}}?(?:{occasion})\b"
        rf"|\b(?:in|over|within|during){_S}the{_S}(?:coming|next|following|near){_S}"
        rf"(?:(?:few|couple{_S}of|several|two|three|five|ten){_S}|(?:\d{{1,2}}){_S})?{span}\b"
        rf"|\bwithin{_S}(?:a{_S}(?:few|matter{_S}of|period{_S}of){_S})?(?:{COUNT}{_S})?"
        rf"(?:hours|days?|weeks?|months?|years?)\b"
        rf"(?:{_S}(?:of|after|from){_S}(?:(?:the|its|their|this|a){_S})?[\w’'-]{{1,25}})?"
        rf"|{unless_after}\b(?:{_literals(table['phrases'])})\b{unless_before}"
        rf"|\bearly(?={_S}(?:{_literals(table['early_before'])})\b)",
        re.IGNORECASE,
    )


_LEAD = re.compile(
    rf"\b(?:(?:on{_S}or{_S})?before|by|no{_S}later{_S}than|not{_S}later{_S}than|later|starting|"
    rf"(?:starting|beginning){_S}(?:from|in)|in|on|at|over|during|within|for|from|as{_S}of|"
    rf"as{_S}early{_S}as)"
    rf"(?:{_S}(?:early|late|around|about))?{_S}(?:the{_S})?\Z",
    re.IGNORECASE,
)
_LEAD_REACH = 40
_JOINED = 4  # code points between an occasion and its date


def find_deadlines(
    text: str, start: int, end: int, expressions: list[DateExpression]
) -> list[FoundDeadline]:
    """Find the words in ``text[start:end]`` that say by when.

    Args:
        text: the document's text.
        start: offset to begin at.
        end: offset to stop at.
        expressions: the date expressions there.

    Returns:
        Deadlines in text order without overlaps; one that holds a date expression wins over one
        that does not, and a lead word ("by", "before", "in") belongs to it.
    """
    dated = []
    for expression in expressions:
        if text[expression.end : expression.end + 2] in ("'s", "’s"):
            continue  # "today's meeting" says when it is, not by when something is due
        if expression.text[:7].lower() == "earlier":
            continue
        lead = _LEAD.search(text, max(start, expression.start - _LEAD_REACH), expression.start)
        if lead is not None or _needs_no_lead(expression):
            first = lead.start() if lead else expression.start
            dated.append(FoundDeadline(first, expression.end, expression))
    found = list(dated)
    reached = 0
    for match in _undated().finditer(text, start, end):
        first, last = match.start(), match.start() + len(match[0].rstrip())
        inside = None
        while reached < len(dated) and dated[reached].start < first:
            reached += 1
        # "before the summit in November": one deadline, dated by the month.
        if reached < len(dated) and dated[reached].start - last <= _JOINED:
            inside = dated[reached]
            last = max(last, inside.end)
        found.append(FoundDeadline(first, last, inside.expression if inside else None))
    found.sort(key=lambda item: (item.start, -item.end, item.expression is None))
    kept: list[FoundDeadline] = []
    for item in found:
        if kept and item.start < kept[-1].end:
            if kept[-1].expression is None and item.expression is not None:
                kept[-1] = FoundDeadline(
                    kept[-1].start, max(kept[-1].end, item.end), item.expression
                )
            continue
        kept.append(item)
    return kept


def _needs_no_lead(expression: DateExpression) -> bool:
    match expression.meaning:
        case Within():
            return True
        case Shift(unit, count):
            return count > 0 or (unit == "year" and count == 0)
        case Weekday(which, week=week):
            return which == 1 or week == 1
        case CalendarMonth(which=which):
            return which == 1
        case CalendarDay() | CalendarYear():
            return False
        case _:
            return False
