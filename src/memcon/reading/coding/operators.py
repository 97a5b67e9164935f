"""What an event becomes under a word of asking, intending, refusing or ending."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from memcon.knowledge.events import ANY, operate
from memcon.reading.coding.coded import Coded

WISHES: Final = frozenset({"intend", "wish"})

THREATS: Final = frozenset({"threaten", "warn"})

ADDRESSED: Final = THREATS | {
    "appeal",
    "appealing",
    "demand",
    "accuse",
    "disapprove",
    "support",
    "protest",
}
"""Operators whose target is whom they are addressed to, not whom the event is aimed at."""

GOVERNING: Final = WISHES | THREATS | {"appeal", "demand", "reject", "accuse"}
"""Operators whose event may always stand in a clause that hangs on the word."""


def governed(operator: str, inner: Coded) -> str | None:
    """Return the code of an event under an operator, with its own negation counted."""
    code = inner.code
    if inner.negated:
        undone = operate("halt", code)
        if undone is not None:
            code = undone
        elif operator in WISHES:
            operator = "reject"
        else:
            return operate(operator, ANY)
    return operate(operator, code) or operate(operator, ANY)


def refused(coded: Coded) -> Coded | None:
    """Return an event that is refused ("will not lift"), None where that is no event."""
    code = operate("reject", coded.code)
    if code is None:  # what is not harmful can be refused, harm can be forsworn
        undone = operate("halt", coded.code)
        code = operate("intend", undone) if undone is not None else None
    return None if code is None else replace(coded, code=code)
