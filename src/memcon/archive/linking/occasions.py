"""What is known of one occasion, from all the documents that tell of it.

Every value is kept with the mentions that carry it; where they differ, one is chosen and the
others stay beside it. The rule of choice, in this order:

1. what is told as held goes before what was planned;
2. the most exact date (a day before a month before a year);
3. what most documents say (a document counts once);
4. what was published first;
5. among equals, the smaller value, so that the order of arrival changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from memcon.archive.linking.mentions import MeetingMention, Party, order_of
from memcon.record import DatePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a field, and who says so."""

    value: str
    mentions: tuple[int, ...]  # keys, in the order of publication
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One who took part, with all that the documents say of the office and the side."""

    actor: str | None  # None: known by office and side only
    roles: tuple[Value, ...]
    sides: tuple[Value, ...]
    mentions: tuple[int, ...]

    @property
    def role(self) -> str | None:
        """The office chosen."""
        return _chosen(self.roles)

    @property
    def side(self) -> str | None:
        """The side chosen."""
        return _chosen(self.sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One occasion. Fields that no mention gives are empty."""

    mentions: tuple[int, ...]  # keys, in the order of publication
    forms: tuple[Value, ...]
    statuses: tuple[Value, ...]
    days: tuple[Value, ...]
    places: tuple[Value, ...]
    occasions: tuple[Value, ...]
    participants: tuple[Participant, ...]
    contradictions: dict[str, tuple[Value, ...]]  # field → the values that differ

    @property
    def form(self) -> str | None:
        """The form chosen."""
        return _chosen(self.forms)

    @property
    def status(self) -> str | None:
        """The status chosen: held, if any mention tells of it as held."""
        return _chosen(self.statuses)

    @property
    def day(self) -> str | None:
        """The date chosen: ISO 8601 day, month or year."""
        return _chosen(self.days)

    @property
    def precision(self) -> DatePrecision | None:
        """How exactly the date is known."""
        return None if self.day is None else _precision(self.day)

    @property
    def place(self) -> str | None:
        """The place chosen."""
        return _chosen(self.places)

    @property
    def occasion(self) -> str | None:
        """The larger event on whose margins it took place, as chosen."""
        return _chosen(self.occasions)


def merge(mentions: Iterable[MeetingMention]) -> Occasion:
    """Return what the mentions of one occasion say of it together.

    Args:
        mentions: of one occasion, at least one, in any order.

    Raises:
        ValueError: there is none.
    """
    members = sorted(mentions, key=_published)
    if not members:
        raise ValueError("an occasion has at least one mention")
    fields = {
        "form": _values(members, lambda one: one.form),
        "status": _values(members, lambda one: one.status),
        "day": _values(members, lambda one: one.day, exactness=len),
        "place": _values(members, lambda one: one.place),
        "occasion": _values(members, lambda one: one.occasion),
    }
    differing = {
        name: values
        for name, values in fields.items()
        if (_days_differ(values) if name == "day" else len(values) > 1)
    }
    return Occasion(
        mentions=tuple(one.key for one in members),
        forms=fields["form"],
        statuses=fields["status"],
        days=fields["day"],
        places=fields["place"],
        occasions=fields["occasion"],
        participants=_participants(members),
        contradictions=differing,
    )


def _published(mention: MeetingMention) -> tuple[object, ...]:
    # Of those of one day the one that tells most; keys, which follow arrival, come last.
    return mention.published or "~", -len(mention.day or ""), order_of(mention)


def _precision(day: str) -> DatePrecision:
    return "day" if len(day) == 10 else "month" if len(day) == 7 else "year"


def _chosen(values: Sequence[Value]) -> str | None:
    return next((one.value for one in values if one.chosen), None)


def _days_differ(values: Sequence[Value]) -> bool:
    """Return whether the dates are not all the same one, told more or less exactly."""
    longest = max((one.value for one in values), key=len, default="")
    return any(not longest.startswith(one.value) for one in values)


def _values(
    members: Sequence[MeetingMention],
    get: Callable[[MeetingMention], str | None],
    exactness: Callable[[str], int] = lambda value: 0,
) -> tuple[Value, ...]:
    """Return the differing values of a field, the chosen one first."""
    carriers: dict[str, list[MeetingMention]] = defaultdict(list)
    for member in members:
        value = get(member)
        if value is not None:
            carriers[value].append(member)

    def rank(value: str) -> tuple[object, ...]:
        tellers = carriers[value]
        return (
            all(one.status == "planned" for one in tellers),
            -exactness(value),
            -len({one.document for one in tellers}),
            min(one.published or "~" for one in tellers),
            value,
        )

    return tuple(
        Value(value=value, mentions=tuple(one.key for one in carriers[value]), chosen=n == 0)
        for n, value in enumerate(sorted(carriers, key=rank))
    )


def _participants(members: Sequence[MeetingMention]) -> tuple[Participant, ...]:
    """Return who took part: those with a name, then those known by office and side only.

    A party without a name is left out where a name is given for its side: "the presidents of
    Ostria and Varnia" adds nobody to their names.
    """
    named: dict[str, list[tuple[MeetingMention, Party]]] = {}
    nameless: dict[tuple[str, str], list[tuple[MeetingMention, Party]]] = {}
    for member in members:
        for party in member.parties:
            if party.actor is not None and party.actor != party.side:
                named.setdefault(party.actor, []).append((member, party))
            else:
                place = (party.side or "", party.role or "")
                nameless.setdefault(place, []).append((member, party))
    people = [_participant(actor, told) for actor, told in named.items()]
    there = {one.side for one in people}
    without = [
        _participant(told[0][1].actor, told)
        for (side, role), told in nameless.items()
        if side not in there and (role or not any(s == side and r for s, r in nameless))
    ]
    return tuple(sorted(people, key=_prominence) + sorted(without, key=_prominence))


def _participant(actor: str | None, told: Sequence[tuple[MeetingMention, Party]]) -> Participant:
    tellers = [member for member, _ in told]
    # A mention may name one party twice, with two offices: the first counts.
    roles = {member.key: party.role for member, party in reversed(told)}
    sides = {member.key: party.side for member, party in reversed(told)}
    once = list(dict.fromkeys(tellers))
    return Participant(
        actor=actor,
        roles=_values(once, lambda one: roles[one.key]),
        sides=_values(once, lambda one: sides[one.key]),
        mentions=tuple(one.key for one in once),
    )


def _prominence(one: Participant) -> tuple[object, ...]:
    return -len(one.mentions), one.side or "~", one.actor or "", one.role or ""
