"""Commitments as linking sees them."""

from __future__ import annotations

from dataclasses import dataclass

from memcon.record import CommitmentStrength, QuantityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A quantity of a commitment.

    Attributes:
        value: The number.
        unit: What is counted or measured, as in the record.
        per: Period, or None.
        kind: Aim, achievement or starting point.
    """

    value: float
    unit: str | None
    per: str | None = None
    kind: QuantityKind = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentItem:
    """A commitment as linking sees it.

    Attributes:
        key: Its row.
        id: Its public id.
        day: When it was said, ISO 8601 date, or None where unknown.
        document: Key of its document.
        report: Key of the first printing of the report that the document is a copy of; None where
            the document is no copy.
        narrator: Actor id of the side whose account carries it, or None.
        holders: Resolved actor ids of who is bound, sorted; persons as their side.
        holder_names: Words by which the document names the holders' officials ("Biden"): no part of
            what is promised.
        towards: Resolved actor ids of towards whom.
        goal: What is to be done, word for word.
        measures: By which steps, word for word.
        strength: How firmly.
        issues: Issue codes.
        quantities: Numbers that are named.
        deadline: By when: ISO 8601 day, month or year, or None.
        negated: Whether the act is denied.
    """

    key: int
    id: str
    day: str | None
    document: int
    report: int | None = None
    narrator: str | None = None
    holders: tuple[str, ...]
    holder_names: tuple[str, ...] = ()
    towards: tuple[str, ...] = ()
    goal: str
    measures: tuple[str, ...] = ()
    strength: CommitmentStrength
    issues: tuple[str, ...] = ()
    quantities: tuple[Target, ...] = ()
    deadline: str | None = None
    negated: bool = False
