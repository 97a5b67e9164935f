"""One mention of an encounter, in the words of its sentence: nobody is resolved yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from memcon.reading.languages.en.encounter_grammar import Plan, window
from memcon.reading.tree import Token

Need = Literal["pair", "partner", "person", "place", "any"]
"""What must be found for the mention to count: two parties, a partner, a person as the object,
a place, or one party of any kind."""


@dataclass(slots=True)
class Sighting:
    """One mention of an encounter, in tokens of its sentence."""

    anchor: Token
    form: str  # a meeting form, or "talk" where the words leave open whether face to face
    need: Need
    plan: Plan | None = None  # None where no verb tells
    subjects: list[Token] = field(default_factory=list)
    partners: list[Token] = field(default_factory=list)
    names: tuple[int, int] | None = None  # words before the noun that may name the parties
    role: str | None = None  # the role of those parties, where the name of the meeting says it
    definite: bool = False  # "the meeting", "their talks": may point back
    backdrop: bool = False  # an adverbial clause or a mention in passing
    official: bool = False  # a state, official or working visit
    perfect: bool = False  # "has met with": often with no single occasion
    nominal: bool = False
    first: int = 0
    last: int = 0
    inner: tuple[int, int] = (0, 0)  # the phrase itself: dates and places in it come first
    window: tuple[int, int] = (0, 0)  # its clause
    wide: bool = True  # whether dates before the anchor belong to it
    virtual: bool = False
    clause: Token | None = None  # the verb in whose clause a noun stands

    def settle(self, first: int, last: int, group: set[int]) -> None:
        """Set the mention's own words and the clause in which its date and place may stand.

        Args:
            first: index of its first token.
            last: index of its last.
            group: indices of the verbs that belong to it.
        """
        self.first, self.last = first, last
        self.inner = (first if self.nominal else min(self.anchor.i, last), last)
        low = min(first, *group)
        high = max(last, *group)
        self.window = window(low, high, group, self.anchor)
        if not self.wide:
            self.window = (first, self.window[1])
