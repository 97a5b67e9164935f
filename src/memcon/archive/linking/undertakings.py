"""Undertakings: whether two commitments promise the same thing.

The object of the promise decides. Words that every promise is made of ("continue to work together
to strengthen cooperation on …") weigh nothing or little, the words of the object weigh in full, and
names known beforehand count as whom they name: "the ROK" is "South Korea". The holder's own name is
no part of the object, nor are figures and dates, so that a raised target stays in its thread.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import sqrt
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from memcon.archive.linking.commitments import CommitmentItem
from memcon.archive.linking.forest import UNDATED
from memcon.archive.linking.signatures import COMMITMENTS, token_bands
from memcon.archive.linking.texts import printed_words, stem, words_of
from memcon.knowledge import Knowledge
from memcon.knowledge.undertakings import undertaking_words

GENERAL_WEIGHT: Final = 0.25
"""Of "cooperation" or "strengthen", where a word of the object weighs 1."""

BROAD_WEIGHT: Final = 0.5
"""Of "climate" or "technology": large subjects, on which a side undertakes many things."""

LEAST_SHARED: Final = 1.2
"""Shared weight: a name and a general word ("the security of Ostria")."""

LEAST_OBJECT: Final = 1.0
"""Shared weight without names: whom a promise is about does not tell what is promised …"""

WHOLE: Final = 0.8
ALIKE: Final = 0.6
"""… unless the two say hardly anything else: share of weighted words, and likeness of the texts as
a whole (rapidfuzz's token sort ratio), at which names and general words are enough."""

LEAST_CONTAINED: Final = 3.0
CONTAINED: Final = 0.75
"""Where so much weight is shared, one promise may be part of a longer one: then what is shared of
the shorter counts, so many times."""

LEAST_SCORE: Final = 0.56
"""Set on pairs of real commitments read one by one."""

_OTHER_ISSUES: Final = 0.85
_OTHER_PROPER: Final = 0.85
_OTHER_NAMES: Final = 0.8
"""What the score is multiplied by where the two are on no common issue, where each names things of
its own ("the Clean Water Act") and none of the other's, and where only one names whom it is on, or
both are silent and said to others. The last keeps what is promised to no one in particular from
joining what is promised to Ostria with what is promised to Norland."""

_OBJECT_PART: Final = 0.75
"""The rest of the score is for the order of the words."""

_DEMAND: Final = "call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """A commitment made ready to be compared.

    Attributes:
        item: The commitment.
        stems: Its words in order, as stems; known names as ``@`` and the actor's id.
        weights: Weight of each distinct stem.
        total: Sum of the weights.
        forms: Each stem as first printed.
        names: Ids of others that the words name.
        proper: Stems with a capital letter inside a sentence.
        units: Units of its targets.
    """

    item: CommitmentItem
    stems: tuple[str, ...]
    weights: Mapping[str, float]
    total: float
    forms: Mapping[str, str]
    names: frozenset[str]
    proper: frozenset[str]
    units: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How alike two undertakings are, and why.

    Attributes:
        value: 0 to 1.
        object: Weighted share of the object's words that both have.
        wording: Share of the words in the same order.
        factor: What the two were multiplied by for issues and names that differ.
        because: The reason in a sentence.
    """

    value: float
    object: float
    wording: float
    factor: float
    because: str


@dataclass(frozen=True, slots=True)
class _Stems:
    nothing: frozenset[str]
    weights: Mapping[str, float]
    same: Mapping[str, str]


@cache
def _stems() -> _Stems:
    words = undertaking_words()
    same = {stem(word): stem(other) for word, other in words.same.items()}
    nothing = frozenset(map(stem, words.empty | words.frame)) | words.empty
    weights = dict.fromkeys(map(stem, words.broad), BROAD_WEIGHT)
    weights |= dict.fromkeys(map(stem, words.general), GENERAL_WEIGHT)
    return _Stems(nothing=nothing, weights=weights, same=same)


def prepare(item: CommitmentItem, knowledge: Knowledge) -> Undertaking:
    """Make a commitment ready to be compared.

    Args:
        item: The commitment.
        knowledge: Tells names.

    Returns:
        The undertaking.
    """
    words = _content(item.goal, item, knowledge)
    if sum(_weight(root) for root in {root for root, _ in words}) < LEAST_SHARED:
        # "will take the following steps": the steps tell.
        words += [word for text in item.measures for word in _content(text, item, knowledge)]
    forms: dict[str, str] = {}
    for root, printed in words:
        forms.setdefault(root, printed)
    weights = {root: _weight(root) for root in sorted(forms)}
    return Undertaking(
        item=item,
        stems=tuple(root for root, _ in words),
        weights=weights,
        total=sum(weights.values()),
        forms=forms,
        names=frozenset(root[1:] for root in weights if root[0] == "@"),
        proper=frozenset(
            root for root, printed in words if printed[0].isupper() and root[0] != "@"
        ),
        units=frozenset(
            quantity.unit
            for quantity in item.quantities
            if quantity.kind == "target" and quantity.unit and quantity.unit != "percent"
        ),
    )


def _content(text: str, item: CommitmentItem, knowledge: Knowledge) -> list[tuple[str, str]]:
    """Return the stems that can tell undertakings apart, with the words, in order."""
    own = {word for name in item.holder_names for word in words_of(name)}
    anybody = undertaking_words().anybody
    found: list[tuple[str, str]] = []
    done = 0
    for name in knowledge.find_names(text):
        if name.form == "place" or name.ambiguous:
            continue
        found += _plain_words(text[done : name.start], own)
        if name.entity.id not in item.holders and name.entity.id not in anybody:
            found.append((f"@{name.entity.id}", name.entity.name))
        done = name.end
    return found + _plain_words(text[done:], own)


def _plain_words(text: str, own: Collection[str]) -> list[tuple[str, str]]:
    known = _stems()
    found = []
    for printed in printed_words(text):
        bare = printed.partition("'")[0]
        word = bare.casefold()
        if bare.isalpha() and word not in known.nothing and word not in own:
            root = stem(word)
            root = known.same.get(root, root)
            if root not in known.nothing:
                found.append((root, bare))
    return found


@lru_cache(maxsize=1 << 16)
def _weight(root: str) -> float:
    if root.startswith("@group:"):  # mostly regions, as large as subjects
        return BROAD_WEIGHT
    return _stems().weights.get(root, 1.0)


def undertaking_bands(undertaking: Undertaking) -> tuple[int, ...]:
    """Return the bands by which other utterances of an undertaking are found.

    Args:
        undertaking: The undertaking.

    Returns:
        ``COMMITMENTS.bands`` signed 64-bit integers; none where it has no holder or says too
        little to be known again. Those of different holders never share one, nor do demands on
        others and what the holder will do itself.
    """
    item = undertaking.item
    if not item.holders or undertaking.total < LEAST_SHARED or _moderates(item.goal):
        return ()
    # A word stands as often in the set as it weighs, so that general words seldom make a band.
    tokens = [
        f"{root}#{copy}"
        for root, weight in undertaking.weights.items()
        for copy in range(round(weight / GENERAL_WEIGHT))
    ]
    scope = " ".join((*item.holders, _DEMAND if item.strength == _DEMAND else ""))
    return token_bands(tokens, banding=COMMITMENTS, scope=scope)


def _moderates(goal: str) -> bool:
    said = " ".join(words_of(goal))
    return any(phrase in said for phrase in undertaking_words().moderation)


def same_undertaking(a: Undertaking, b: Undertaking) -> Score | None:
    """Say whether two commitments are one undertaking said twice.

    The order of the two does not matter.

    Args:
        a: One.
        b: The other.

    Returns:
        How alike they are and why, or None where they are not one undertaking.
    """
    found = _compare(a, b)
    if found is None:
        return None
    return Score(
        value=found.value,
        object=found.object,
        wording=found.wording,
        factor=found.factor,
        because=_because(a, b, found),
    )


def likeness(a: Undertaking, b: Undertaking) -> float | None:
    """Return the value of ``same_undertaking`` alone, which costs less."""
    found = _compare(a, b)
    return None if found is None else found.value


class _Comparison(NamedTuple):
    value: float
    object: float
    wording: float
    factor: float


def _compare(a: Undertaking, b: Undertaking) -> _Comparison | None:
    shared = a.weights.keys() & b.weights.keys()
    # Weights are multiples of a quarter: their sum is exact, in whatever order.
    common = sum(a.weights[root] for root in shared)
    if common < LEAST_SHARED or not _comparable(a, b):
        return None
    share = common / sqrt(a.total * b.total)
    plain = sum(a.weights[root] for root in shared if root[0] != "@")
    if plain < LEAST_OBJECT and not _whole(a, b, share):
        return None
    if common >= LEAST_CONTAINED and plain >= LEAST_CONTAINED - 1:
        share = max(share, CONTAINED * common / min(a.total, b.total))
    factor = _factor(a, b)
    if factor * (_OBJECT_PART * share + 1 - _OBJECT_PART) < LEAST_SCORE:  # even in the same order
        return None
    wording = LCSseq.normalized_similarity(a.stems, b.stems)
    value = factor * (_OBJECT_PART * share + (1 - _OBJECT_PART) * wording)
    if value < LEAST_SCORE:
        return None
    return _Comparison(value=value, object=share, wording=wording, factor=factor)


def _whole(a: Undertaking, b: Undertaking, share: float) -> bool:
    return share >= WHOLE and _alike(a.item.goal, b.item.goal) >= ALIKE


def _alike(one: str, two: str) -> float:
    return fuzz.token_sort_ratio(one, two, processor=_bare) / 100


def _bare(text: str) -> str:
    return " ".join(words_of(text))


def _comparable(a: Undertaking, b: Undertaking) -> bool:
    one, two = a.item, b.item
    return (
        bool(one.holders)
        and one.holders == two.holders
        and one.negated == two.negated
        # What is asked of others is not what one will do oneself.
        and (one.strength == _DEMAND) == (two.strength == _DEMAND)
        and (not a.units or not b.units or not a.units.isdisjoint(b.units))
        and (not a.names or not b.names or not a.names.isdisjoint(b.names))
    )


def _factor(a: Undertaking, b: Undertaking) -> float:
    one, two = a.item, b.item
    factor = 1.0
    if one.issues and two.issues and set(one.issues).isdisjoint(two.issues):
        factor *= _OTHER_ISSUES
    if a.proper - b.weights.keys() and b.proper - a.weights.keys() and not a.proper & b.proper:
        factor *= _OTHER_PROPER
    if not _on_the_same(a, b):
        factor *= _OTHER_NAMES
    return factor


def _on_the_same(a: Undertaking, b: Undertaking) -> bool:
    """Say whether both are on the same others; where no name is said, those it is said to count."""
    if a.names and b.names:
        return True  # or they would not have been compared
    one, two = a.names or _addressed(a.item), b.names or _addressed(b.item)
    return not one.isdisjoint(two) if one and two else not (a.names or b.names)


def _addressed(item: CommitmentItem) -> frozenset[str]:
    return frozenset(item.towards) - frozenset(item.holders)


def _because(a: Undertaking, b: Undertaking, found: _Comparison) -> str:
    """Tell the shared words, the heaviest first, as the earlier of the two prints them."""
    first = min(a, b, key=lambda each: (each.item.day or UNDATED, each.item.id))
    shared = a.weights.keys() & b.weights.keys()
    heaviest = sorted(shared, key=lambda root: (-first.weights[root], first.stems.index(root)))
    words = ", ".join(first.forms[root] for root in heaviest[:6])
    doubt = f", less {1 - found.factor:.0%} for issues or names" if found.factor < 1 else ""
    return f"both promise: {words} (object {found.object:.2f}, wording {found.wording:.2f}{doubt})"
