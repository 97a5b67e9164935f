"""Whether English words around a date speak of what was or of what will be.

A hint for resolving "on Friday": the last word before it, within its sentence, that tells.
"""

from __future__ import annotations

import re

from memcon.reading.expressions import CalendarMonth, Direction, Meaning, Shift, Weekday, Within

_CUE = re.compile(
    r"(?P<stop>[.!?](?=[\s\"'”’)\]])|\n\s{0,40}\n)"
    r"|\b(?P<future>(?:will|shall|would)(?:\s{1,4}(?:be|not|also|have|then|next|again)){0,3}"
    r"\s{1,4}\w{1,30}"
    r"|(?:is|are)\s{1,4}to\s{1,4}(?:be\s{1,4})?\w{1,30}|(?:to|due)\s{1,4}(?:be|to)\s{1,4}\w{1,30}"
    r"|(?:is|are|was|were)\s{1,4}(?:scheduled|due|planned|expected|set|slated)"
    r"|(?:agree|decide|promise|pledge|vow|invite|plan|intend|hope|expect|want|propose|ready|willing)"
    r"(?:e?[sd]|n?ed)?\s{1,4}to\s{1,4}\w{1,30}"
    r"|next\s{1,4}(?:round|meeting|session|summit|visit|talks|consultations)"
    r"|scheduled|upcoming|forthcoming|planned|slated)\b"
    r"|\b(?P<past>said|told|met|held|spoke|took|gave|made|began|was|were|had|saw|left|"
    r"[a-z]{2,20}ed)\b"
)
_DUE = re.compile(
    r"\b(?:by|until|till|no later than|not later than|before)\s{1,4}"
    r"(?:the\s{1,4}end\s{1,4}of\s{1,4}|the\s{1,4})?\Z"
)


_CUE_REACH = 220  # how far before an expression the word is looked for that tells its time


def direction_at(
    text: str, start: int, place: int, words: str, meaning: Meaning
) -> Direction | None:
    """Return whether a date's own words or those before it speak of past or future, or None.

    Args:
        text: the document's text.
        start: where the stretch begins that may be looked at.
        place: where the date expression begins.
        words: the date expression.
        meaning: what it means.
    """
    match meaning:
        case Weekday(which=int(side)) | CalendarMonth(which=int(side)) if side:
            return "past" if side < 0 else "future"
        case Shift(count=count) if count:
            return "past" if count < 0 else "future"
        case Within():
            return "future"
    first_word = words[:7].lower()
    if first_word.startswith(("earlier", "later")):
        return "past" if first_word == "earlier" else "future"
    if _DUE.search(text, max(start, place - 40), place):
        return "future"
    kind = None
    for cue in _CUE.finditer(text, max(start, place - _CUE_REACH), place):
        kind = cue.lastgroup
    if kind is None or kind == "stop":
        return None
    return "future" if kind == "future" else "past"
