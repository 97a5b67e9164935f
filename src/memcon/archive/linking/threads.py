"""Commitment threads: one undertaking said again and again.

Each commitment points to the earlier one that it repeats most closely (see ``forest`` for how, and
``undertakings`` for what counts as the same); the root of the tree is the first utterance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from memcon.archive.linking.commitments import CommitmentItem
from memcon.archive.linking.forest import Link, Node, Similarity, link_all, place
from memcon.archive.linking.undertakings import (
    Undertaking,
    likeness,
    prepare,
    undertaking_bands,
)
from memcon.knowledge import Knowledge
from memcon.record import CommitmentStrength

LIMIT: Final = 16
"""Candidates a band: what a side said last, of what shares the band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthAt:
    """How firmly an undertaking was worded from a day on.

    Attributes:
        day: ISO 8601 date, or None where unknown.
        strength: How firmly.
        id: Public id of the commitment that says so.
    """

    day: str | None
    strength: CommitmentStrength
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueAt:
    """A target as an undertaking named it from a day on.

    Attributes:
        day: ISO 8601 date, or None where unknown.
        value: The number.
        unit: What is counted or measured.
        per: Period, or None.
        id: Public id of the commitment that says so.
    """

    day: str | None
    value: float
    unit: str | None
    per: str | None
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineAt:
    """A deadline as an undertaking named it from a day on.

    Attributes:
        day: ISO 8601 date, or None where unknown.
        deadline: ISO 8601 day, month or year.
        id: Public id of the commitment that says so.
    """

    day: str | None
    deadline: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """An undertaking through time.

    Attributes:
        root: Key of the first utterance.
        holders: Resolved actor ids of who is bound.
        first_seen: Day of the first dated utterance, or None.
        last_reaffirmed: Day of the last dated utterance that is not the first, or None.
        times: Number of utterances; those in copies of one report count once.
        documents: Keys of the documents, ascending.
        carriers: Actor ids of the narrators whose accounts carry it, sorted.
        strengths: Its wording, where it changed.
        values: Its targets, where they changed.
        deadlines: Its deadlines, where they changed.
    """

    root: int
    holders: tuple[str, ...]
    first_seen: str | None
    last_reaffirmed: str | None
    times: int
    documents: tuple[int, ...]
    carriers: tuple[str, ...]
    strengths: tuple[StrengthAt, ...]
    values: tuple[ValueAt, ...]
    deadlines: tuple[DeadlineAt, ...]

    @property
    def deadline(self) -> str | None:
        """The deadline as last stated."""
        return self.deadlines[-1].deadline if self.deadlines else None


def commitment_node(undertaking: Undertaking) -> Node:
    """Return a commitment as a node of the forest of threads.

    Args:
        undertaking: The commitment, prepared.

    Returns:
        The node, with its bands.
    """
    item = undertaking.item
    return Node(key=item.key, place=place(item.day, item.id), bands=undertaking_bands(undertaking))


def similarity(undertakings: Mapping[int, Undertaking]) -> Similarity:
    """Return the comparison of commitments by key that ``forest`` asks for.

    Args:
        undertakings: Prepared commitments by key; looked up when needed.

    Returns:
        A function that gives the score of two utterances of one undertaking, or None.
    """

    def compare(one: int, two: int) -> float | None:
        return likeness(undertakings[one], undertakings[two])

    return compare


def link_threads(
    items: Iterable[CommitmentItem], *, knowledge: Knowledge, limit: int = LIMIT
) -> dict[int, Link]:
    """Link the utterances of undertakings in a set of commitments.

    Args:
        items: All commitments.
        knowledge: Tells names.
        limit: Candidates a band.

    Returns:
        The link of each commitment by key. ``forest.all_roots`` gives the threads.
    """
    prepared = {item.key: prepare(item, knowledge) for item in items}
    return link_all(
        map(commitment_node, prepared.values()), similarity=similarity(prepared), limit=limit
    )


def thread_summary(items: Iterable[CommitmentItem]) -> Thread:
    """Tell an undertaking's course.

    Args:
        items: All utterances of one thread, at least one, in any order.

    Returns:
        The thread.
    """
    ordered = sorted(items, key=lambda item: place(item.day, item.id))
    days = [item.day for item in ordered if item.day]
    strengths: list[StrengthAt] = []
    values: list[ValueAt] = []
    deadlines: list[DeadlineAt] = []
    last_values: dict[tuple[str | None, str | None], float] = {}
    for item in ordered:
        if not strengths or strengths[-1].strength != item.strength:
            strengths.append(StrengthAt(day=item.day, strength=item.strength, id=item.id))
        for target in item.quantities:
            measured = (target.unit, target.per)
            if target.kind == "target" and last_values.get(measured) != target.value:
                last_values[measured] = target.value
                values.append(
                    ValueAt(
                        day=item.day,
                        value=target.value,
                        unit=target.unit,
                        per=target.per,
                        id=item.id,
                    )
                )
        if item.deadline and (not deadlines or deadlines[-1].deadline != item.deadline):
            deadlines.append(DeadlineAt(day=item.day, deadline=item.deadline, id=item.id))
    return Thread(
        root=ordered[0].key,
        holders=ordered[0].holders,
        first_seen=days[0] if days else None,
        last_reaffirmed=days[-1] if len(days) > 1 else None,
        times=len({item.document if item.report is None else item.report for item in ordered}),
        documents=tuple(sorted({item.document for item in ordered})),
        carriers=tuple(sorted({item.narrator for item in ordered if item.narrator})),
        strengths=tuple(strengths),
        values=tuple(values),
        deadlines=tuple(deadlines),
    )
