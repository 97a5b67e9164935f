"""An event of a sentence while it is being coded."""

from __future__ import annotations

from dataclasses import dataclass, field

from memcon.reading.coding.parties import PartyDraft
from memcon.reading.tree import Token


@dataclass(slots=True)
class Coded:
    """An event as coded: its words from ``trigger`` to ``last``, heads of its parties."""

    code: str
    trigger: Token
    last: Token
    sources: list[Token]
    targets: list[Token]
    negated: bool = False
    mutual: bool = False
    operated: bool = False  # made of an event by an operator
    joint: bool = False  # of a kind that several do together: they are its parties
    aside: bool = False  # named, not told: "since the invasion of Varnia by Ostria"
    parties: tuple[list[PartyDraft], list[PartyDraft]] = field(default_factory=lambda: ([], []))
