"""Numbers and quantities of a record in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memcon.record import Quantity


def number_words(value: float) -> str:
    """Return a number with commas, large round ones in millions, billions and trillions.

    >>> number_words(200e9), number_words(12_345.0), number_words(0.5)
    ('200 billion', '12,345', '0.5')
    """
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size and (value / size * 1000).is_integer():
            return f"{value / size:,g} {word}"
    return f"{int(value):,}" if value.is_integer() else f"{value:,.10g}"


def quantity_words(quantity: Quantity) -> str:
    """Return a quantity as words: number, unit, period, and its kind unless it is the aim."""
    number = number_words(quantity.value)
    words = number + ("%" if quantity.unit == "percent" else f" {quantity.unit or ''}".rstrip())
    if quantity.per:
        words += f" a {quantity.per}"
    return words if quantity.kind == "target" else f"{words} ({quantity.kind})"
