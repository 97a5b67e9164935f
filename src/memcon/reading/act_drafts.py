"""Acts while a document is being read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from memcon.reading.languages.en.grammar import Cue
from memcon.reading.statements import Draft
from memcon.reading.tree import Paragraph, Token
from memcon.record import ActType, Time

if TYPE_CHECKING:
    from memcon.reading.actors import Cast

_FALLBACK: tuple[ActType, ...] = ("assess", "report")
_SHORT = 3  # predicates; a content with more is a long one


@dataclass(slots=True, eq=False)
class ActDraft:
    """An act in the making; ``first`` and ``last`` are inclusive tokens of the paragraph."""

    draft: Draft
    paragraph: Paragraph
    type: ActType
    by: list[str]
    to: list[str]
    first: int
    last: int
    trigger: str | None
    cue: tuple[int, int] | None = None
    strength: str | None = None
    negated: bool = False
    conditional: bool = False
    time: Time = "present"
    joint: bool = False
    verbs: list[Token] = field(default_factory=list)
    carrier: Cue | None = None  # the cue that does the act, of the statement or in its content
    judged: bool = False  # a judgement with a copula, or a deed told with its doer
    subject: Token | None = None  # of the predicate, where the act is one's of the content
    cue_home: Paragraph = field(init=False)  # the paragraph in which the cue stands
    whole: bool = False  # whether the act is the statement's cue's, over all of its content

    def __post_init__(self) -> None:
        self.cue_home = self.draft.paragraph if self.whole else self.paragraph


def twin(act: ActDraft, kind: ActType) -> ActDraft:
    """Return a copy of an act with another type: what the same words do besides."""
    return ActDraft(
        act.draft,
        act.paragraph,
        kind,
        list(act.by),
        list(act.to),
        act.first,
        act.last,
        act.trigger,
        cue=act.cue,
        negated=act.negated,
        conditional=act.conditional,
        time=act.time,
        joint=act.joint,
        verbs=act.verbs,
        whole=act.whole,
    )


def sides_of(actors: list[str] | tuple[str, ...], cast: Cast) -> list[str]:
    """Return the sides for which actors speak, a body without a side being its own."""
    found: list[str] = []
    for actor in actors:
        side = cast.side(actor) or actor
        if side not in found:
            found.append(side)
    return found


def tidy(acts: list[ActDraft]) -> list[ActDraft]:
    """Drop fallbacks where an act says more: `report` and `assess` only where no other fits.

    In a short content every predicate keeps its own act ("is a scientific issue and should not be
    used": assess, oppose); in a long one the fallbacks would drown what is done.
    """
    telling = {(a.paragraph.index, a.first) for a in acts if a.type not in _FALLBACK}
    places = {(a.paragraph.index, a.first) for a in acts}
    short = len(places) <= _SHORT
    kept = [
        a
        for a in acts
        if a.type not in _FALLBACK
        or not telling
        or ((a.paragraph.index, a.first) not in telling and short and a.judged)
        or (a.type == "report" and a.trigger is not None)
    ]
    kept.sort(key=lambda a: (a.paragraph.index, a.first, a.last))
    return kept
