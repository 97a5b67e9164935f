"""How people, places, dates and numbers of a record are put into words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from memcon.analysis.figures import number_words, quantity_words
from memcon.exports.plain import one_line

if TYPE_CHECKING:
    from memcon.record import Participant, Record, Role, Span

__all__ = (
    "FORMS",
    "MONTHS",
    "Names",
    "date_words",
    "for_reading",
    "joined",
    "number_words",
    "one_line",
    "quantity_words",
)

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

FORMS: Final = {
    "meeting": "Meeting",
    "call": "Telephone call",
    "summit": "Summit",
    "press_conference": "Press conference",
    "joint_statement": "Joint statement",
    "visit": "Visit",
    "other": "Encounter",
}

# A Markdown link, its target in one level of brackets at most.
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")


# A document's id; commands take its first digits too, where they are enough.
_ID: Final = re.compile(r"\bdoc:([0-9a-f]{8})[0-9a-f]{8}\b")


def for_reading(text: str) -> str:
    """Return a text on one line, of links only their words, of document ids the first digits.

    >>> for_reading("They met at a [press conference](https://example.org/a_(b)).")
    'They met at a press conference.'
    >>> for_reading("doc:0123456789abcdef/statement:3")
    'doc:01234567/statement:3'
    """
    return one_line(_ID.sub(r"doc:\1", _LINK.sub(r"\1", text)))


def joined(spans: Iterable[Span]) -> str:
    """Return the words of spans as one line, parts that stand apart joined by ``…``."""
    return " … ".join(one_line(span.text) for span in spans)


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
