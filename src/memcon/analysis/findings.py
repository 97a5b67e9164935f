"""The summary of a comparison: counts, what stands alone, figures and people on one side only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from memcon.analysis.comparison import (
    LABELS,
    ComparedRow,
    ComparisonMode,
    Group,
    Label,
    Missing,
    SideSummary,
    Summary,
)
from memcon.analysis.firmness import sets_limit
from memcon.analysis.utterances import Utterance
from memcon.knowledge.comparison import plain_words
from memcon.record import Commitment

SidesName = Literal["a", "b"]
ALONE: Final[dict[SidesName, tuple[Label, Label]]] = {
    "a": ("only_in_a", "dropped"),
    "b": ("only_in_b", "new"),
}
MATCHED: Final[tuple[tuple[Label, str, str], ...]] = (
    ("repeated", "in the same words", "in the same words"),
    ("reworded", "in other words", "in other words"),
    ("strengthened", "more strongly", "more strongly in B's"),
    ("weakened", "less strongly", "less strongly in B's"),
    ("reversed", "with the opposite sense", "with the opposite sense"),
)
ISSUES_TOLD: Final = 5  # in a sentence; all of them are in `alone`


def summarise_rows(
    mode: ComparisonMode,
    rows: Sequence[ComparedRow],
    sides: tuple[SideSummary, SideSummary],
    said: tuple[Sequence[Utterance], Sequence[Utterance]],
    people: tuple[tuple[str, ...], tuple[str, ...]],
) -> Summary:
    """Return the summary of the rows.

    Args:
        mode: how the sides were compared.
        rows: the rows.
        sides: what stands on each side.
        said: the statements of each side.
        people: who is named as taking part by each side alone.
    """
    counts = Counter(row.label for row in rows)
    alone = (*_alone(rows, "a"), *_alone(rows, "b"))
    missing = (*_missing(said[0], said[1], "a"), *_missing(said[1], said[0], "b"))
    return Summary(
        counts={label: counts[label] for label in LABELS},
        alone=alone,
        missing=missing,
        participants_only_a=people[0],
        participants_only_b=people[1],
        sentences=(
            *_in_common(mode, rows, counts, sides),
            *_left_alone(mode, counts, alone),
            *_figures(mode, missing),
            *_people(people),
        ),
    )


def _alone(rows: Sequence[ComparedRow], side: SidesName) -> list[Group]:
    acts: dict[str | None, Counter[str]] = {}
    statements: Counter[str | None] = Counter()
    for row in rows:
        cited = row.a if side == "a" else row.b
        if row.label not in ALONE[side] or cited is None:
            continue
        for issue in cited.issues or (None,):
            statements[issue] += 1
            acts.setdefault(issue, Counter()).update(cited.acts)
    order = sorted(statements, key=lambda issue: (issue is None, -statements[issue], issue or ""))
    return [
        Group(
            side=side,
            issue=issue,
            acts=dict(sorted(acts[issue].items(), key=lambda item: (-item[1], item[0]))),
            statements=statements[issue],
        )
        for issue in order
    ]


def _missing(
    mine: Sequence[Utterance], others: Sequence[Utterance], side: SidesName
) -> list[Missing]:
    """Return figures and time limits of one side's commitments that the other does not name."""
    figures = {
        (quantity.value, quantity.unit)
        for one in others
        for item in one.commitments
        for quantity in item.quantities
    }
    limits = {item.deadline.date for one in others for item in one.commitments if item.deadline}
    words = set(plain_words(" ".join(one.text for one in others)))
    out: list[Missing] = []

    def add(
        one: Utterance, item: Commitment, kind: Literal["quantity", "deadline"], text: str
    ) -> None:
        found = Missing(
            side=side,
            kind=kind,
            text=_line(text),
            goal=_line(item.goal.text),
            document=one.document,
            commitment=item.id,
        )
        if not any((known.kind, known.text) == (kind, found.text) for known in out):
            out.append(found)

    for one in mine:
        for item in one.commitments:
            for quantity in item.quantities:
                told = _numbers(quantity.span.text)
                known = (quantity.value, quantity.unit) in figures or (told and told <= words)
                if quantity.kind == "target" and not known:
                    add(one, item, "quantity", quantity.span.text)
            limit = item.deadline
            if limit and sets_limit(limit.text):
                told = _numbers(limit.text)
                if not ((limit.date and limit.date in limits) or (told and told <= words)):
                    add(one, item, "deadline", limit.text)
    return out


def _numbers(text: str) -> set[str]:
    return {word for word in plain_words(text) if word[0].isdigit()}


def _in_common(
    mode: ComparisonMode,
    rows: Sequence[ComparedRow],
    counts: Mapping[Label, int],
    sides: tuple[SideSummary, SideSummary],
) -> list[str]:
    left, right = sides
    accounts = mode == "accounts"
    places = ("A's account", "B's account") if accounts else ("A", "B")
    common = sum(counts[label] for label, _, _ in MATCHED)
    ways = [
        f"{counts[label]} {in_accounts if accounts else in_sequence}"
        for label, in_sequence, in_accounts in MATCHED
        if counts[label]
    ]
    whole = (
        f"{places[0]} has {_many(left.statements, 'statement')}, {places[1]} {right.statements}."
    )
    if not common:
        return [whole, "No statement of one was found to correspond to a statement of the other."]
    verb = "is" if common == 1 else "are"
    tail = f": {', '.join(ways)}" if ways else ""
    out = [whole, f"{_many(common, 'statement')} {verb} in both{tail}."]
    parts = sum(row.remainder for row in rows)
    if parts:
        out.append(
            f"{_many(parts, 'row')} of these {'is' if parts == 1 else 'are'} about the rest of a "
            "longer statement."
        )
    return out


def _left_alone(
    mode: ComparisonMode, counts: Mapping[Label, int], groups: Sequence[Group]
) -> list[str]:
    out = []
    for side, (account, sequence) in ALONE.items():
        number = counts[account if mode == "accounts" else sequence]
        if not number:
            continue
        opening = (
            f"Only in {side.upper()}'s account"
            if mode == "accounts"
            else ("In A and not in B" if side == "a" else "New in B")
        )
        mine = [group for group in groups if group.side == side and group.issue]
        told = [
            f"{group.issue} {group.statements} ({_acts(group)})" for group in mine[:ISSUES_TOLD]
        ]
        more = len(mine) - ISSUES_TOLD
        if more > 0:
            told.append(f"and {_many(more, 'further issue')}")
        issues = f", by issue: {'; '.join(told)}" if told else ""
        out.append(f"{opening}: {_many(number, 'statement')}{issues}.")
    return out


def _acts(group: Group) -> str:
    return ", ".join(f"{act} {number}" for act, number in list(group.acts.items())[:3])


def _figures(mode: ComparisonMode, missing: Sequence[Missing]) -> list[str]:
    out = []
    for side in ("a", "b"):
        where = f"{side.upper()}'s account" if mode == "accounts" else side.upper()
        for kind, name in (("quantity", "figures"), ("deadline", "time limits")):
            found = [item.text for item in missing if item.side == side and item.kind == kind]
            if found:
                listed = "; ".join(f"“{text}”" for text in found)
                out.append(f"Commitments name these {name} in {where} alone: {listed}.")
    return out


def _people(people: tuple[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    return [
        f"Named as taking part in {side} alone: {', '.join(names)}."
        for side, names in zip(("A", "B"), people, strict=True)
        if names
    ]


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _line(text: str) -> str:
    return " ".join(text.split())
