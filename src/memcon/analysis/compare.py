"""Two documents, two meetings, or two accounts of one meeting, compared statement by statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from memcon.analysis.alignment import MEASURES, Pair, align
from memcon.analysis.comparison import (
    Cited,
    ComparedRow,
    Comparison,
    ComparisonMode,
    Components,
    Label,
    Reason,
)
from memcon.analysis.differences import differences, same_words
from memcon.analysis.findings import summarise_rows
from memcon.analysis.firmness import reasons, verdict
from memcon.analysis.occasions import decide, only_first, summarise
from memcon.analysis.utterances import NAME, Utterance, utterances
from memcon.record import Record

SAME: Final = 0.95  # share of words in common in order from which a wording is repeated
CONTAINED: Final = 97  # of rapidfuzz's partial ratio, from which a wording stands inside another
TOLD: Final = 4  # words in common that an explanation names
VERDICTS: Final[dict[str | None, Label]] = {
    "stronger": "strengthened",
    "weaker": "weakened",
    "reversed": "reversed",
    None: "reworded",
    "other": "reworded",
}


def compare(
    a: Sequence[Record] | Record,
    b: Sequence[Record] | Record,
    *,
    mode: ComparisonMode | None = None,
) -> Comparison:
    """Compare two sides statement by statement.

    Args:
        a: one document, or several that make one side (all of one side's accounts of a meeting).
        b: the other side; in a sequence the later one, as given.
        mode: ``sequence`` or ``accounts``; without it, accounts if both sides report one held
            meeting with different voices, otherwise a sequence.

    Returns:
        The two sides, a summary, and a row for each statement or pair of statements.
    """
    records = ([a] if isinstance(a, Record) else list(a), [b] if isinstance(b, Record) else list(b))
    (left, passed_left), (right, passed_right) = map(utterances, records)
    a_side, a_meetings = summarise(records[0], left, passed_left)
    b_side, b_meetings = summarise(records[1], right, passed_right)
    found, reason, shared = decide(*records, a_side, b_side)
    if mode is not None and mode != found:
        reason = f"asked for, although {reason}"
        found = mode
    rows = _rows(found, left, right, align(left, right, found))
    if shared:
        a_meetings, b_meetings = [pair[0] for pair in shared], [pair[1] for pair in shared]
    people = (only_first(a_meetings, b_meetings), only_first(b_meetings, a_meetings))
    return Comparison(
        mode=found,
        mode_reason=reason,
        a=a_side,
        b=b_side,
        summary=summarise_rows(found, rows, (a_side, b_side), (left, right), people),
        rows=tuple(rows),
    )


def _rows(
    mode: ComparisonMode,
    left: Sequence[Utterance],
    right: Sequence[Utterance],
    pairs: Sequence[Pair],
) -> list[ComparedRow]:
    """Return the rows in A's order, B's own statements after what precedes them in B."""
    placed: list[tuple[tuple[int, int, int], ComparedRow]] = []
    anchors: dict[int, int] = {}
    for pair in pairs:
        anchors.setdefault(pair.b, pair.a)
        row = _paired(pair, left[pair.a], right[pair.b], _notes(pair, pairs, left, right))
        placed.append(((pair.a, int(pair.rest == "a"), pair.b), row))
    matched = {pair.a for pair in pairs}
    for number, one in enumerate(left):
        if number not in matched:
            label: Label = "only_in_a" if mode == "accounts" else "dropped"
            row = ComparedRow(label=label, explanation=_unmatched("B", mode), a=_cited(one))
            placed.append(((number, 0, 0), row))
    last = -1
    for number, one in enumerate(right):
        if number in anchors:
            last = anchors[number]
            continue
        label = "only_in_b" if mode == "accounts" else "new"
        row = ComparedRow(label=label, explanation=_unmatched("A", mode), b=_cited(one))
        placed.append(((last, 2, number), row))
    return [row for _, row in sorted(placed, key=lambda item: item[0])]


def _paired(pair: Pair, one: Utterance, other: Utterance, notes: tuple[str, ...]) -> ComparedRow:
    a, b = _cited(one, pair.a_passages), _cited(other, pair.b_passages)
    same = same_words(a.compared, b.compared)
    changes = differences(
        a.compared,
        b.compared,
        a_offset=a.passage[0] if a.passage else 0,
        b_offset=b.passage[0] if b.passage else 0,
    )
    found: tuple[Reason, ...] = ()
    if not (pair.rest == "a" and a.passage is None) and not (
        pair.rest == "b" and b.passage is None
    ):
        found = reasons(
            (one.acts_in(pair.a_passages), one.commitments_in(pair.a_passages)),
            (other.acts_in(pair.b_passages), other.commitments_in(pair.b_passages)),
            changes,
            (a.compared, b.compared),
            content=pair.components.content,
            wording=max(pair.components.wording, same),
        )
    label = VERDICTS[verdict(found)]
    # A short statement compared with the rest of a long one is repeated if it stands in it.
    inside = pair.rest is not None and fuzz.partial_ratio(a.compared, b.compared) >= CONTAINED
    if label == "reworded" and (same >= SAME or inside):
        label = "repeated"
    return ComparedRow(
        label=label,
        score=pair.score,
        explanation=_explained(pair, a, b),
        components=pair.components,
        a=a,
        b=b,
        remainder=pair.rest is not None,
        differences=changes,
        reasons=found,
        notes=notes,
    )


def _notes(
    pair: Pair, pairs: Sequence[Pair], left: Sequence[Utterance], right: Sequence[Utterance]
) -> tuple[str, ...]:
    """Say where one statement of a side stands in more than one row."""
    out = []
    for other in pairs:
        if other is pair or (other.rest is None and pair.rest is None):
            continue
        if other.a == pair.a:
            part = "rest" if other.rest else "other part"
            out.append(f"the {part} of A's statement is matched by B's {right[other.b].statement}")
        if other.b == pair.b:
            part = "rest" if other.rest else "other part"
            out.append(f"the {part} of B's statement is matched by A's {left[other.a].statement}")
    return tuple(dict.fromkeys(out))


def _explained(pair: Pair, a: Cited, b: Cited) -> str:
    parts = pair.components
    words = [word for word in pair.shared if not word.startswith(NAME)][:TOLD]
    told = [f"common words {', '.join(f'“{word}”' for word in words)}"] if words else []
    names = sorted(word.removeprefix(NAME) for word in pair.shared if word.startswith(NAME))
    names = [name for name in names if name not in (*a.sides, *b.sides)]
    if names and parts.names > 0:
        told.append(f"both name {', '.join(names)}")
    told.append(_speaker_words(parts, a, b))
    if acts := [act for act in a.acts if act in b.acts]:
        told.append(f"same act ({', '.join(acts)})")
    if issues := [issue for issue in a.issues if issue in b.issues]:
        told.append(f"same issue ({', '.join(issues)})")
    if parts.figures:
        told.append("same figures")
    return f"Score {pair.score:.2f}: {'; '.join(part for part in told if part)}."


def _speaker_words(parts: Components, a: Cited, b: Cited) -> str:
    if parts.speakers == 1.0 and a.sides == b.sides:
        return f"same side speaking ({', '.join(a.sides)})"
    if parts.speakers == 1.0:
        return "the same sides speaking together"
    if parts.speakers == 0.0:
        return "different sides speaking"
    return "speakers partly the same" if a.sides and b.sides else "speaker not known on one side"


def _unmatched(side: str, mode: ComparisonMode) -> str:
    bar = MEASURES[mode]
    return (
        f"No free statement of {side} reaches a score of {bar.least:.2f} "
        f"with enough words in common ({bar.least_content:.2f})."
    )


def _cited(one: Utterance, passages: Sequence[int] | None = None) -> Cited:
    numbers = range(len(one.passages)) if passages is None else passages
    part = None
    if len(numbers) < len(one.passages):
        part = (one.passages[min(numbers)].start, one.passages[max(numbers)].end)
    acts = one.acts_in(numbers) or one.acts
    return Cited(
        document=one.document,
        statement=one.statement,
        start=one.start,
        end=one.end,
        text=one.text,
        passage=part,
        cue=one.cue,
        speakers=one.speakers,
        sides=one.sides,
        acts=tuple(dict.fromkeys(act.type for act in acts)),
        issues=tuple(dict.fromkeys(code for act in acts for code in act.issues)),
        also=one.also,
    )
