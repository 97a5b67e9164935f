"""``memcon timeline``: meetings, acts and events of an actor, or between two, period by period.

Acts are counted by type as cooperative or conflictual (``knowledge/data/act_tones.tsv``), each as
often as documents tell of it: what two accounts of a meeting both report counts twice, and an act
that is denied ("did not oppose") counts like one that is not. A's acts *towards* B are those with B
among the actors that they are addressed to or aimed at, whoever else is: a pledge to others about B
may be among them, but not what A agreed with others. What A and B hold together (a joint
statement's pledges) is counted by itself, once; a joint act that is conflictual is aimed at
somebody else and left out.

Events are counted once each, by meeting, undertaking or day, and not as often as documents tell of
them (``archive/linking/occurrences.py``). For either direction there is how many were done, and the
mean and the sum of their scores on the Goldstein scale, from -10 (conflict) to 10 (cooperation).
What is denied, is yet to come or is only recalled is left out. A meeting of two is an event of A
towards B and one of B towards A; so is anything else that they do with each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal, get_args

from pydantic import Field
from sqlalchemy import Connection

from memcon.analysis.answer import SHOWN, Answer, Citation, Model, Words, cite
from memcon.analysis.event_tallies import EventCount, event_counts, event_words
from memcon.analysis.filters import first_day, last_day
from memcon.analysis.tallies import (
    ActCount,
    Holder,
    MeetingCount,
    act_counts,
    example_rows,
    meeting_counts,
)
from memcon.archive import lookup
from memcon.errors import MemconError
from memcon.knowledge.tones import Tone, act_tones

By = Literal["month", "quarter", "year"]

DEFAULT_PERIODS: Final = 120  # ten years of months
MEETINGS_NAMED: Final = 10  # ids a period
_SERIES: Final[tuple[tuple[Holder, Tone], ...]] = (
    ("joint", "cooperative"),
    ("a", "cooperative"),
    ("a", "conflictual"),
    ("b", "cooperative"),
    ("b", "conflictual"),
)


class Period(Model):
    """What there was in a month, quarter or year."""

    period: Annotated[str, Field(description="2021-06, 2021-Q2 or 2021", json_schema_extra=SHOWN)]
    meetings: Annotated[int, Field(description="meetings held, each once", json_schema_extra=SHOWN)]
    forms: Annotated[dict[str, int], Field(description="meetings by form", json_schema_extra=SHOWN)]
    joint: Annotated[
        int | None,
        Field(
            description="cooperative acts that both hold; None unless two states or bodies "
            "are asked about",
            json_schema_extra=SHOWN,
        ),
    ]
    a_cooperative: Annotated[
        int, Field(description="cooperative acts of A (towards B)", json_schema_extra=SHOWN)
    ]
    a_conflictual: Annotated[
        int, Field(description="conflictual acts of A (towards B)", json_schema_extra=SHOWN)
    ]
    b_cooperative: Annotated[
        int,
        Field(description="cooperative acts of B, or of anybody, to A", json_schema_extra=SHOWN),
    ]
    b_conflictual: Annotated[
        int,
        Field(description="conflictual acts of B, or of anybody, to A", json_schema_extra=SHOWN),
    ]
    a_events: Annotated[
        int, Field(description="events of A (towards B), each once", json_schema_extra=SHOWN)
    ]
    a_goldstein: Annotated[
        float | None,
        Field(description="their mean Goldstein score, -10 to 10", json_schema_extra=SHOWN),
    ]
    a_goldstein_sum: Annotated[float | None, Field(description="the sum of their Goldstein scores")]
    b_events: Annotated[
        int,
        Field(description="events of B, or of anybody, towards A", json_schema_extra=SHOWN),
    ]
    b_goldstein: Annotated[
        float | None, Field(description="their mean Goldstein score", json_schema_extra=SHOWN)
    ]
    b_goldstein_sum: Annotated[float | None, Field(description="the sum of their Goldstein scores")]
    acts: Annotated[
        dict[str, dict[str, int]], Field(description="acts by holder (joint, a, b) and type")
    ]
    meeting_ids: Annotated[
        list[str], Field(description=f"of meetings, at most {MEETINGS_NAMED}; see memcon show")
    ]
    examples: Annotated[
        list[Citation],
        Field(description="an act of each count, of its most telling type, then an event of each"),
    ]


@dataclass(slots=True)
class _Events:
    count: int = 0
    total: float = 0.0
    example: int = 0

    def add(self, other: EventCount) -> None:
        """Add those of a month that is later than the others."""
        self.count += other.count
        self.total += other.total
        self.example = other.example

    @property
    def sum(self) -> float | None:
        """The sum of their scores, None where there are none."""
        return round(self.total, 2) if self.count else None

    @property
    def mean(self) -> float | None:
        """The mean of their scores, None where there are none."""
        return round(self.total / self.count, 2) if self.count else None


@dataclass(slots=True)
class _Bin:
    forms: Counter[str] = field(default_factory=Counter)
    meetings: list[int] = field(default_factory=list)
    acts: dict[str, Counter[str]] = field(default_factory=dict)
    examples: dict[tuple[str, str], int] = field(default_factory=dict)  # by holder and type
    events: dict[str, _Events] = field(default_factory=dict)  # by holder

    def examples_of(self) -> list[int]:
        """Return an act of each series, of the first type of its tone that there is."""
        keys = []
        for holder, tone in _SERIES:
            kinds = (kind for kind, its_tone in act_tones().items() if its_tone == tone)
            found = (self.examples.get((holder, kind)) for kind in kinds)
            keys += [key for key in found if key is not None][:1]
        return keys

    def count(self, holder: Holder, tone: Tone) -> int:
        """Return how many acts of a tone somebody holds."""
        counts = self.acts.get(holder, Counter())
        return sum(number for kind, number in counts.items() if act_tones()[kind] == tone)


def timeline(
    connection: Connection,
    a: str,
    b: str | None = None,
    *,
    by: By = "month",
    since: str | None = None,
    until: str | None = None,
    limit: int = DEFAULT_PERIODS,
) -> Answer[Period]:
    """Return what an actor, or two with each other, did in every period from the first to the last.

    Args:
        connection: the archive.
        a: id or name of an actor.
        b: id or name of another; without one, all that ``a`` does and all that others do to it.
        by: how long a period is. Meetings of which only the year is known count by the year only.
        since: from this month on; a day or year is taken as its (first) month.
        until: up to this month.
        limit: at most so many periods, the latest of them.

    Returns:
        A row a period in the order of time, those in between in which there was nothing included.

    Raises:
        MemconError: there is no such actor, date or kind of period, or both actors are one.
    """
    if by not in get_args(By):
        raise MemconError(
            f"there is no period {by!r}", where="--by", remedy=f"Give {', '.join(get_args(By))}"
        )
    first, last = (first_day(since) or "")[:7] or None, (last_day(until) or "")[:7] or None
    one = lookup.actor(connection, a)
    other = lookup.actor(connection, b) if b is not None else None
    if other is not None and other.key == one.key:
        raise MemconError(
            "these are one actor", where=f"{a}, {b}", remedy="Give one, or two different ones"
        )
    binned = _binned(_counted(connection, one, other, first=first, last=last), by)
    return _answer(connection, one, other, binned, limit)


def roomy_timeline(
    connection: Connection, a: lookup.ActorRef, b: lookup.ActorRef | None = None, *, most: int
) -> tuple[Answer[Period], By]:
    """Return the whole :func:`timeline` by quarter, or by year where it has too many quarters.

    Args:
        connection: the archive.
        a: an actor.
        b: another, or nobody.
        most: so many quarters are not too many.

    Returns:
        The answer, and of which periods it is.
    """
    counted = _counted(connection, a, b, first=None, last=None)
    by: By = "quarter"
    binned = _binned(counted, by)
    if len(binned.names) > most:
        by = "year"
        binned = _binned(counted, by)
    return _answer(connection, a, b, binned, DEFAULT_PERIODS), by


@dataclass(frozen=True, slots=True)
class _Counted:
    met: Sequence[MeetingCount]
    done: Sequence[ActCount]
    scored: Sequence[EventCount]


@dataclass(frozen=True, slots=True)
class _Binned:
    """What there was by period, the names of all periods, and what has no place in one."""

    bins: Mapping[str, _Bin]
    names: Sequence[str]
    unplaced: Sequence[str]


def _counted(
    connection: Connection,
    one: lookup.ActorRef,
    other: lookup.ActorRef | None,
    *,
    first: str | None,
    last: str | None,
) -> _Counted:
    return _Counted(
        meeting_counts(connection, one, other, first=first, last=last),
        act_counts(connection, one, other, first=first, last=last),
        event_counts(connection, one, other, first=first, last=last),
    )


def _binned(counted: _Counted, by: By) -> _Binned:
    bins, unplaced = _bins(counted.met, counted.done, counted.scored, by)
    names = _between(min(bins), max(bins), by) if bins else []
    return _Binned(bins, names, unplaced)


def _answer(
    connection: Connection,
    one: lookup.ActorRef,
    other: lookup.ActorRef | None,
    binned: _Binned,
    limit: int,
) -> Answer[Period]:
    bins = binned.bins
    shown = binned.names[-limit:]
    pair = other is not None and "person" not in (one.kind, other.kind)
    return Answer(
        model=Period,
        rows=_rows(connection, {name: bins.get(name, _Bin()) for name in shown}, pair=pair),
        total=len(binned.names),
        facets=_facets(bins.values()),
        notes=[*_legend(one, other), *binned.unplaced],
    )


def _bins(
    met: Iterable[MeetingCount], done: Iterable[ActCount], scored: Iterable[EventCount], by: By
) -> tuple[dict[str, _Bin], list[str]]:
    """Return what there was by period, and what is to be said of what has no place in one."""
    bins: dict[str, _Bin] = {}
    dateless = {"meetings": 0, "acts": 0, "events": 0}
    for meeting in met:
        name = _period(meeting.month, by)
        if name is None:
            dateless["meetings"] += meeting.count
            continue
        place = bins.setdefault(name, _Bin())
        place.forms[meeting.form] += meeting.count
        place.meetings += meeting.keys
    for act in done:
        name = _period(act.month, by)
        if name is None:
            dateless["acts"] += act.count
            continue
        place = bins.setdefault(name, _Bin())
        place.acts.setdefault(act.holder, Counter())[act.type] += act.count
        place.examples[act.holder, act.type] = act.example  # months ascend: the last one's
    for event in scored:
        name = _period(event.month, by)
        if name is None:
            dateless["events"] += event.count
            continue
        bins.setdefault(name, _Bin()).events.setdefault(event.holder, _Events()).add(event)
    return bins, [
        f"{count:,} {kind} of an unknown {'year' if by == 'year' else 'month'} are left out."
        for kind, count in dateless.items()
        if count
    ]


def _period(month: str, by: By) -> str | None:
    """Return the period of a month, ``2021-06``; None where it is not known closely enough."""
    if by == "year":
        return month[:4] or None
    if len(month) < len("2021-06"):
        return None
    return month if by == "month" else f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def _between(first: str, last: str, by: By) -> list[str]:
    """Return the names of all periods from one to another."""
    parts = {"month": 12, "quarter": 4, "year": 1}[by]
    mark = {"month": "", "quarter": "Q", "year": ""}[by]

    def number(name: str) -> int:
        year, _, part = name.partition("-")
        return int(year) * parts + (int(part.removeprefix("Q")) - 1 if part else 0)

    names = []
    for count in range(number(first), number(last) + 1):
        year, part = divmod(count, parts)
        width = 2 if by == "month" else 1
        names.append(f"{year:04}" + (f"-{mark}{part + 1:0{width}}" if parts > 1 else ""))
    return names


def _rows(connection: Connection, bins: Mapping[str, _Bin], *, pair: bool) -> list[Period]:
    examples = {name: place.examples_of() for name, place in bins.items()}
    found = example_rows(connection, [key for keys in examples.values() for key in keys])
    cited = cite(
        connection,
        (
            Words(kind="act", key=key, start=row.start, end=row.end, words=row.content)
            for key, row in found.items()
        ),
    )
    told = {
        name: [place.events[holder].example for holder in ("a", "b") if holder in place.events]
        for name, place in bins.items()
    }
    worded = event_words(connection, [key for keys in told.values() for key in keys])
    of_events = cite(connection, worded.values())
    named = {name: place.meetings[:MEETINGS_NAMED] for name, place in bins.items()}
    none = _Events()
    ids = lookup.item_ids(connection, "meeting", (key for keys in named.values() for key in keys))
    return [
        Period(
            period=name,
            meetings=sum(place.forms.values()),
            forms=dict(sorted(place.forms.items())),
            joint=place.count("joint", "cooperative") if pair else None,
            a_cooperative=place.count("a", "cooperative"),
            a_conflictual=place.count("a", "conflictual"),
            b_cooperative=place.count("b", "cooperative"),
            b_conflictual=place.count("b", "conflictual"),
            a_events=place.events.get("a", none).count,
            a_goldstein=place.events.get("a", none).mean,
            a_goldstein_sum=place.events.get("a", none).sum,
            b_events=place.events.get("b", none).count,
            b_goldstein=place.events.get("b", none).mean,
            b_goldstein_sum=place.events.get("b", none).sum,
            acts={
                holder: dict(sorted(place.acts[holder].items()))
                for holder in ("joint", "a", "b")
                if holder in place.acts
            },
            meeting_ids=[ids[key] for key in named[name]],
            examples=[
                *(cited["act", key] for key in examples[name]),
                *(of_events["event", worded[key].key] for key in told[name]),
            ],
        )
        for name, place in bins.items()
    ]


def _facets(bins: Iterable[_Bin]) -> dict[str, Sequence[tuple[str, int]]]:
    """Count meetings by form and acts by holder and type, over all periods."""
    forms: Counter[str] = Counter()
    acts: Counter[str] = Counter()
    for place in bins:
        forms.update(place.forms)
        for holder, counts in place.acts.items():
            acts.update({f"{holder} {kind}": count for kind, count in counts.items()})
    return {
        name: sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        for name, counts in (("form", forms), ("act", acts))
    }


def _legend(a: lookup.ActorRef, b: lookup.ActorRef | None) -> list[str]:
    if b is None:
        return [f"a: acts of {a.name}; b: acts of others towards {a.name}."]
    return [f"a: acts of {a.name} towards {b.name}; b: acts of {b.name} towards {a.name}."]
