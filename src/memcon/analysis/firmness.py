"""Whether one of two aligned wordings is the stronger, and why.

Strength is ordinal: rungs of one ladder of act words are compared by their order, never by a
distance; so is the strength of commitments. Higher figures and nearer time limits are stronger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeVar

from memcon.analysis.comparison import Difference, Reason
from memcon.analysis.utterances import content_words
from memcon.knowledge.acts import act_words
from memcon.knowledge.comparison import comparison_words, plain_words
from memcon.record import Act, ActType, Commitment, CommitmentStrength, Quantity

Change = Literal["stronger", "weaker", "reversed", "other"]
Held = TypeVar("Held", Act, Commitment)

FIRMNESS: Final[tuple[CommitmentStrength, ...]] = ("call", "hope", "ready", "will")
IN_WORDS: Final[dict[CommitmentStrength, str]] = {
    "call": "calling for it",
    "hope": "hoping for it",
    "ready": "being ready or planning to",
    "will": "undertaking it",
}
BACKING: Final = frozenset(("support", "praise"))
REJECTING: Final = frozenset(("oppose", "criticise"))
# Which word of thanks or praise is chosen is a matter of style, an intensifier aside.
STYLISTIC: Final = frozenset(("praise",))
SAME_GOAL: Final = 0.34  # content words in common from which two acts are about one thing
ALIKE: Final = 0.35  # content likeness below which strengths are not compared …
NEAR: Final = 0.5  # … from which words of one ladder may be about the same thing …
CLOSE: Final = 0.6  # … and above which a word added or a reversal means something
CLOSE_WORDING: Final = 0.6
STRESS: Final = 3  # words before one for a stance among which its intensifier is looked for


def reasons(
    a: tuple[Sequence[Act], Sequence[Commitment]],
    b: tuple[Sequence[Act], Sequence[Commitment]],
    changes: Sequence[Difference],
    texts: tuple[str, str],
    *,
    content: float,
    wording: float,
) -> tuple[Reason, ...]:
    """Return what changed in strength from A to B, and in what is done.

    Args:
        a: acts and commitments of A's statement.
        b: those of B's statement.
        changes: the word-level differences.
        texts: the words of both.
        content: how much the two have in common, 0 to 1.
        wording: how much in the same order, 0 to 1.
    """
    if content < ALIKE:
        return ()
    found = [
        *_polarity(a[0], b[0], changes, close=content >= CLOSE and wording >= CLOSE_WORDING),
        *(_rungs(a[0], b[0], texts) if content >= NEAR else ()),
        *_commitments(a[1], b[1], {act.id: act.type for act in a[0]}, {x.id: x.type for x in b[0]}),
    ]
    if not any(reason.kind in ("rung", "polarity") for reason in found) and content >= CLOSE:
        found += _intensifiers(*texts)
    if not found:
        found += _kinds(a[0], b[0])
    return tuple(dict.fromkeys(found))


def verdict(found: Iterable[Reason]) -> Change | None:
    """Return what the reasons amount to: nothing where they point both ways."""
    ways = {reason.change for reason in found}
    if "reversed" in ways:
        return "reversed"
    stronger, weaker = "stronger" in ways, "weaker" in ways
    if stronger == weaker:
        return None
    return "stronger" if stronger else "weaker"


def _polarity(
    a: Sequence[Act], b: Sequence[Act], changes: Sequence[Difference], *, close: bool
) -> list[Reason]:
    if not close:
        return []
    out = []
    for left, right in _about_one(a, b, same_type=False):
        ends = (left.type, right.type)
        if left.negated == right.negated and (
            (left.type in BACKING and right.type in REJECTING)
            or (left.type in REJECTING and right.type in BACKING)
        ):
            text = f"A's statement is read as {ends[0]}, B's as {ends[1]}"
            out.append(Reason(kind="polarity", change="reversed", text=text))
        elif left.type == right.type and left.negated != right.negated and _negation(changes):
            who = "B" if right.negated else "A"
            text = f"{who}'s wording denies what the other's says ({left.type})"
            out.append(Reason(kind="polarity", change="reversed", text=text))
    return out


def _negation(changes: Sequence[Difference]) -> bool:
    """Return whether a negation stands in what one wording has and the other has not."""
    words = comparison_words().negations
    counts = [
        sum(word in words for change in changes for word in getattr(change, side).lower().split())
        for side in ("a_text", "b_text")
    ]
    return counts[0] != counts[1]


def _rungs(a: Sequence[Act], b: Sequence[Act], texts: tuple[str, str]) -> list[Reason]:
    ladders = act_words().ladders
    both_stressed = all(_strong(text) for text in texts)
    out = []
    for left, right in _about_one(a, b, same_type=True):
        if not left.strength or not right.strength or left.strength == right.strength:
            continue
        ladder, _, before = left.strength.partition(":")
        other, _, after = right.strength.partition(":")
        order = ladders.get(ladder, {})
        if ladder != other or before not in order or after not in order:
            continue
        if left.negated or right.negated:
            continue
        firm = before.startswith("strongly ") != after.startswith("strongly ")
        if firm and both_stressed and _plain_rung(before) == _plain_rung(after):
            continue
        bound = {_binding(before), _binding(after)}
        same_bond = ladder == "pledge" and len(bound) == 1 and None not in bound
        if (ladder in STYLISTIC or same_bond) and not firm:
            continue
        change: Change = "stronger" if order[after] > order[before] else "weaker"
        text = f"“{before}” became “{after}”, the {change} word for {ladder}"
        out.append(Reason(kind="rung", change=change, text=text))
    return out


def _binding(rung: str) -> CommitmentStrength | None:
    return act_words().binding.get(_plain_rung(rung))


def _plain_rung(rung: str) -> str:
    return rung.removeprefix("strongly ")


def _commitments(
    a: Sequence[Commitment],
    b: Sequence[Commitment],
    a_types: Mapping[str, ActType],
    b_types: Mapping[str, ActType],
) -> list[Reason]:
    out: list[Reason] = []
    for left, right in _about_one(a, b):
        # To ask another for something is no weaker form of doing it oneself.
        asked = "request" in (a_types.get(left.act), b_types.get(right.act))
        if left.strength != right.strength and not asked:
            up = FIRMNESS.index(right.strength) > FIRMNESS.index(left.strength)
            text = f"from {IN_WORDS[left.strength]} to {IN_WORDS[right.strength]}"
            out.append(Reason(kind="commitment", change="stronger" if up else "weaker", text=text))
        out += _quantities(left, right)
        out += _deadlines(left, right)
    return out


def _quantities(left: Commitment, right: Commitment) -> list[Reason]:
    out = []
    others = list(right.quantities)
    for was in left.quantities:
        same = [
            now for now in others if (now.unit, now.per, now.kind) == (was.unit, was.per, was.kind)
        ]
        if len(same) != 1 or was.kind != "target" or same[0].value == was.value:
            continue
        now = same[0]
        lower_is_more = _is_ceiling(left, was) and _is_ceiling(right, now)
        up = (now.value > was.value) != lower_is_more
        text = f"the figure went from {_plain(was)} to {_plain(now)}"
        if lower_is_more:
            text += ", a ceiling, where less is more"
        out.append(Reason(kind="quantity", change="stronger" if up else "weaker", text=text))
    return out


def _is_ceiling(item: Commitment, quantity: Quantity) -> bool:
    """Return whether the goal is to bring something down to a figure."""
    words = comparison_words()
    before = plain_words(item.goal.text[: max(quantity.span.start - item.goal.start, 0)])
    return bool(before) and before[-1] in words.ceilings and not words.lowering.isdisjoint(before)


def _deadlines(left: Commitment, right: Commitment) -> list[Reason]:
    was = left.deadline if left.deadline and sets_limit(left.deadline.text) else None
    now = right.deadline if right.deadline and sets_limit(right.deadline.text) else None
    if was is None and now is None:
        return []
    if was is None or now is None:
        limit = was or now
        assert limit is not None
        change: Change = "stronger" if now else "weaker"
        verb = "is set" if now else "is no longer named"
        text = f"a time limit {verb}: “{_line(limit.text)}”"
        return [Reason(kind="deadline", change=change, text=text)]
    if not was.date or not now.date or was.date == now.date:
        return []
    size = min(len(was.date), len(now.date))
    if was.date[:size] == now.date[:size]:
        return []
    change = "stronger" if now.date < was.date else "weaker"
    text = f"the time limit moved from {was.date} to {now.date}"
    return [Reason(kind="deadline", change=change, text=text)]


def sets_limit(text: str) -> bool:
    """Return whether words like "by the end of 2027" set a time limit, rather than tell when."""
    words = comparison_words()
    line = " ".join(plain_words(text))
    starts = any(re.match(rf"{start}\b", line) for start in words.limits)
    return starts or any(line.endswith(end) for end in words.limit_ends)


def _intensifiers(a: str, b: str) -> list[Reason]:
    """Return words such as "firm" that one wording alone puts before "support" and the like."""
    if _strong(a) and _strong(b):
        return []
    was, now = _stressed(a), _stressed(b)
    out = []
    for head in sorted(was.keys() & now.keys()):
        before, after = was[head], now[head]
        if bool(before) == bool(after):
            continue
        text = f"“{after or before}” is {'added to' if after else 'left out before'} “{head}”"
        change: Change = "stronger" if after else "weaker"
        out.append(Reason(kind="intensifier", change=change, text=text))
    return out


def _strong(text: str) -> frozenset[str]:
    """Return the words in a text that make another word stronger."""
    known = act_words().intensifiers - comparison_words().lasting
    return known.intersection(plain_words(text))


def _stressed(text: str) -> dict[str, str]:
    """Return the words for a stance in a text, each with the intensifier before it, if any."""
    known, strong = act_words(), _strong(text)
    words = plain_words(text)
    out: dict[str, str] = {}
    for place, word in enumerate(words):
        if word in known.standings or word in known.own_verbs:
            before = [one for one in words[max(place - STRESS, 0) : place] if one in strong]
            out[word] = out.get(word) or (before[-1] if before else "")
    return out


def _kinds(a: Sequence[Act], b: Sequence[Act]) -> list[Reason]:
    """Return a change in what is done that says nothing about strength."""
    left, right = (list(dict.fromkeys(act.type for act in acts)) for acts in (a, b))
    if not left or not right or set(left) & set(right):
        return []
    text = f"A's statement is read as {', '.join(left)}, B's as {', '.join(right)}"
    return [Reason(kind="act", change="other", text=text)]


def _about_one(
    a: Sequence[Held], b: Sequence[Held], *, same_type: bool = True
) -> list[tuple[Held, Held]]:
    """Pair acts or commitments of one holder about one thing, the nearest first."""
    found = []
    a_types, b_types = ([getattr(one, "type", None) for one in side] for side in (a, b))
    a_words, b_words = [_words(left) for left in a], [_words(right) for right in b]
    for i, left in enumerate(a):
        for j, right in enumerate(b):
            if isinstance(left, Act) and isinstance(right, Act):
                if same_type and left.type != right.type:
                    continue
                alone = a_types.count(left.type) == 1 and b_types.count(right.type) == 1
            else:
                alone = len(a) == 1 and len(b) == 1
            if left.by and right.by and not set(left.by) & set(right.by):
                continue
            near = _overlap(a_words[i], b_words[j])
            if near >= SAME_GOAL or (alone and near > 0):
                found.append((-near, i, j))
    out = []
    used: set[tuple[str, int]] = set()
    for _, i, j in sorted(found):
        if ("a", i) not in used and ("b", j) not in used:
            used |= {("a", i), ("b", j)}
            out.append((a[i], b[j]))
    return out


def _words(held: Act | Commitment) -> set[str]:
    return set(content_words(held.content.text if isinstance(held, Act) else held.goal.text))


def _overlap(left: set[str], right: set[str]) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def _plain(quantity: Quantity) -> str:
    return _line(quantity.span.text)


def _line(text: str) -> str:
    return " ".join(text.split())
