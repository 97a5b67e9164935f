"""How people, places, dates and numbers of a record are put into words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from memcon.record import Participant, Quantity, Record, Role

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# Control and direction marks of a document must not reach a terminal, where they act.
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """Return a text with every run of white space one space, and without control characters."""
    return " ".join(_CONTROL.sub("", text).split())


class Names:
    """The names of one record's actors by their ids."""

    def __init__(self, record: Record) -> None:
        self._actors = {actor.id: actor for actor in record.actors}

    def name(self, actor: str) -> str:
        """Return an actor's name, or its id where the record has no name for it."""
        known = self._actors.get(actor)
        return one_line(known.name) if known else actor

    def of(self, actors: Iterable[str]) -> list[str]:
        """Return the names of several actors."""
        return [self.name(actor) for actor in actors]

    def role(self, role: Role) -> str:
        """Return an office with the body it belongs to."""
        title = one_line(role.title)
        return f"{title}, {self.name(role.of)}" if role.of else title

    def in_office(self, actor: str) -> str:
        """Return a person's name with office and side, any other actor's name alone."""
        known = self._actors.get(actor)
        if known is None or known.kind != "person":
            return self.name(actor)
        first = known.roles[0] if known.roles else None
        office = [one_line(first.title)] if first else []
        side = known.side or (first.of if first else None)
        return ", ".join([self.name(actor), *office, *([self.name(side)] if side else [])])

    def participant(self, participant: Participant) -> str:
        """Return who took part: name, office and side as far as they are known."""
        parts = [self.name(participant.actor)] if participant.actor else []
        if participant.role:
            parts.append(one_line(participant.role))
        if participant.side and participant.side != participant.actor:
            parts.append(self.name(participant.side))
        return ", ".join(parts) or "someone unnamed"


def date_words(value: str) -> str:
    """Return an ISO date (day, month or year, perhaps with a time) as people write it.

    >>> date_words("2021-09-16")
    '16 September 2021'
    >>> date_words("2021-09")
    'September 2021'
    """
    match = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", value)
    if not match or (match[2] and not 1 <= int(match[2]) <= 12):
        return one_line(value)
    year, month, day = match.groups()
    words = [str(int(day))] if day else []
    return " ".join([*words, *([MONTHS[int(month) - 1]] if month else []), year])


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
