"""Whether two sides tell of one meeting, whose accounts they are, and who took part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rapidfuzz.distance import JaroWinkler

from memcon.analysis.comparison import ComparisonMode, SideSummary
from memcon.analysis.utterances import Utterance, side_of
from memcon.knowledge.comparison import fold
from memcon.record import Record

MOSTLY: Final = 0.6  # share of statements that make a side an account's voice
APART: Final = 1  # days by which accounts of one meeting may differ: time zones, filing dates
SAME_NAME: Final = 0.88  # Jaro-Winkler similarity of family names: Sergei, Sergey; Kuleba, Kouleba


@dataclass(frozen=True, slots=True)
class Occasion:
    """The meeting that a document is mainly about."""

    id: str
    date: str | None
    sides: frozenset[str]
    people: tuple[tuple[str, str | None], ...]  # name and side


def occasions(record: Record) -> list[Occasion]:
    """Return the held meetings of a document that most is said at, then the others."""
    actors = {actor.id: actor for actor in record.actors}
    said = Counter(statement.meeting for statement in record.statements)
    held = [meeting for meeting in record.meetings if meeting.status == "held"]
    held.sort(key=lambda meeting: -said[meeting.id])
    out = []
    for meeting in held:
        people = []
        sides: set[str] = set()
        for who in meeting.participants:
            side = who.side or (side_of(who.actor, actors) if who.actor else None)
            if side:
                sides.add(side)
            if who.actor in actors and actors[who.actor].kind == "person":
                people.append((" ".join(actors[who.actor].name.split()), side))
        out.append(
            Occasion(
                id=f"{record.document.id}/{meeting.id}",
                date=meeting.date.value if meeting.date else None,
                sides=frozenset(sides),
                people=tuple(people),
            )
        )
    return out


def summarise(
    records: Sequence[Record], said: Sequence[Utterance], passed: int
) -> tuple[SideSummary, list[Occasion]]:
    """Return what stands on a side, and the meetings it is mainly about."""
    main = [found[0] for record in records if (found := occasions(record))]
    narrators = tuple(
        dict.fromkeys(record.document.narrator for record in records if record.document.narrator)
    )
    dates = [
        (found[0].date if (found := occasions(record)) else None)
        or (record.document.published or "")[:10]
        for record in records
    ]
    return SideSummary(
        documents=tuple(dict.fromkeys(record.document.id for record in records)),
        titles=tuple(
            dict.fromkeys(
                " ".join(record.document.title.split())
                for record in records
                if record.document.title
            )
        ),
        narrators=narrators,
        voice=_voice(narrators, said),
        dates=tuple(sorted({day for day in dates if day})),
        meetings=tuple(one.id for one in main),
        statements=len(said),
        passed_over=passed,
    ), main


def decide(
    a: Sequence[Record], b: Sequence[Record], left: SideSummary, right: SideSummary
) -> tuple[ComparisonMode, str, list[tuple[Occasion, Occasion]]]:
    """Return how two sides are to be compared, why, and the meetings they share.

    Two sides are accounts of one meeting where both tell of a held meeting of the same sides, the
    dates agree as exactly as both are known (a day more or less), and they speak with different
    voices. Otherwise B is read as coming after A.
    """
    shared = [
        (mine, theirs)
        for first in a
        for second in b
        for mine in occasions(first)[:2]
        for theirs in occasions(second)[:2]
        if len(mine.sides & theirs.sides) >= 2 and same_time(mine.date, theirs.date)
    ]
    if not shared:
        return "sequence", "the two sides do not report one and the same held meeting", []
    if not left.voice or not right.voice:
        return "sequence", "it is not known whose accounts these are", shared
    if left.voice == right.voice:
        return "sequence", f"both speak for {left.voice}", shared
    mine, theirs = shared[0]
    when = max((day for day in (mine.date, theirs.date) if day), key=len)
    sides = ", ".join(sorted(mine.sides & theirs.sides))
    reason = (
        f"both report a meeting of {sides} ({when}), one speaking for {left.voice}, "
        f"the other for {right.voice}"
    )
    return "accounts", reason, shared


def same_time(first: str | None, second: str | None) -> bool:
    """Return whether two ISO dates agree, as exactly as both are given, or nearly."""
    if not first or not second:
        return False
    first, second = first[:10], second[:10]
    if len(first) == len(second) == 10:
        days = abs(date.fromisoformat(first) - date.fromisoformat(second))
        return days <= timedelta(days=APART)
    size = min(len(first), len(second))
    return first[:size] == second[:size]


def only_first(first: Sequence[Occasion], second: Sequence[Occasion]) -> tuple[str, ...]:
    """Return the people that the first tell of as taking part and the second do not."""
    known = [person for one in second for person in one.people]
    return tuple(
        dict.fromkeys(
            name
            for one in first
            for name, side in one.people
            if not any(_same_person(name, side, *other) for other in known)
        )
    )


def _same_person(name: str, side: str | None, other: str, other_side: str | None) -> bool:
    if side and other_side and side != other_side:
        return False
    words, others = fold(name).split(), fold(other).split()
    return any(
        JaroWinkler.similarity(word, candidate) >= SAME_NAME
        for word in words
        for candidate in others
        if len(word) > 2
    )


def _voice(narrators: Sequence[str], said: Sequence[Utterance]) -> str | None:
    if len(narrators) == 1:
        return narrators[0]
    if narrators or not said:
        return None
    counts = Counter(one.sides[0] for one in said if len(one.sides) == 1)
    if not counts:
        return None
    side, count = counts.most_common(1)[0]
    return side if count >= MOSTLY * len(said) else None
