"""Events as PLOVER and POLECAT have them: one of several actors, not one a pair of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from memcon.archive.events import ArchivedEvent, Party

_VISIT, _HOST = "042", "043"  # CAMEO: making and hosting a visit, one event seen from both sides

# PLOVER categories in four classes, in the order of the manual: verbal and material cooperation,
# verbal and material conflict.
QUAD_CLASSES: Final = (
    ("VERBAL COOPERATION", ("AGREE", "CONSULT", "SUPPORT", "CONCEDE")),
    ("MATERIAL COOPERATION", ("COOPERATE", "AID", "RETREAT")),
    ("VERBAL CONFLICT", ("REQUEST", "ACCUSE", "REJECT", "THREATEN")),
    ("MATERIAL CONFLICT", ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")),
)
_QUAD: Final = {
    category: (number, name)
    for number, (name, categories) in enumerate(QUAD_CLASSES, 1)
    for category in categories
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventGroup:
    """One event with all its actors; ``event`` is the first of the pairs it was spread over."""

    event: ArchivedEvent
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]


def grouped(events: Iterable[ArchivedEvent]) -> Iterator[EventGroup]:
    """Put together the pairs that one event was spread over.

    In a mutual event all parties are actors and there is no recipient. Where it is known who
    visited whom, the visitors are the actors and the hosts the recipients.

    Args:
        events: sorted by day, so that the pairs of one event are among those of its day.

    Yields:
        In the order of each first pair. As many events as one day has are held at a time.
    """
    for _, of_day in groupby(events, key=lambda event: event.day):
        groups: dict[str, list[ArchivedEvent]] = {}
        for event in of_day:
            groups.setdefault(event.group, []).append(event)
        for pairs in groups.values():
            yield _group(pairs)


def _group(pairs: list[ArchivedEvent]) -> EventGroup:
    first = pairs[0]
    if not first.mutual:
        return EventGroup(
            event=first,
            actors=_unique(pair.source for pair in pairs),
            recipients=_unique(pair.target for pair in pairs),
        )
    visits = [pair for pair in pairs if pair.cameo == _VISIT]
    if visits and all(pair.cameo in (_VISIT, _HOST) for pair in pairs):
        visitors = _unique(pair.source for pair in visits)
        hosts = _unique(pair.target for pair in visits)
        if not set(map(_who, visitors)) & set(map(_who, hosts)):
            return EventGroup(event=visits[0], actors=visitors, recipients=hosts)
    return EventGroup(
        event=first,
        actors=_unique(party for pair in pairs for party in (pair.source, pair.target)),
        recipients=(),
    )


def _unique(parties: Iterable[Party | None]) -> tuple[Party, ...]:
    """Return parties, each once, as it is named first; the first code that is known is its code."""
    found: dict[str, Party] = {}
    for party in parties:
        if party is None:
            continue
        known = found.setdefault(_who(party), party)
        if known.code is None and party.code is not None:
            found[_who(party)] = replace(known, code=party.code)
    return tuple(found.values())


def _who(party: Party) -> str:
    """Return what tells a party from others: its id, with the side; else its words."""
    return f"{party.actor or party.name}|{party.side or ''}"


def quad_class(category: str) -> tuple[int, str]:
    """Return the number and the name of a PLOVER category's class, ``(1, "VERBAL COOPERATION")``.

    Raises:
        KeyError: PLOVER has no such category.
    """
    return _QUAD[category]


def days(day: str | None) -> tuple[str, str] | None:
    """Return the first and the last day that a day, month or year (ISO 8601) can mean.

    >>> days("2024-02"), days("2024-02-10"), days(None)
    (('2024-02-01', '2024-02-29'), ('2024-02-10', '2024-02-10'), None)
    """
    if not day:
        return None
    year, month, date = (*day.split("-"), "", "")[:3]
    if date:
        return day, day
    last = month or "12"
    length = monthrange(int(year), int(last))[1]
    return f"{year}-{month or '01'}-01", f"{year}-{last}-{length:02}"
