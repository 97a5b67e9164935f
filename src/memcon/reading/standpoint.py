"""For whom an official speaks, read off his words where the text does not say it.

"Helverin reaffirmed Ostria's willingness to …", "Varnia will take all measures, Corvat said": who
commits, refuses or backs in a state's name speaks for it. And of two who met, where one speaks for
one side of a document about two states, the other speaks for the other.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from memcon.knowledge.acts import act_words
from memcon.reading.statements import Draft
from memcon.reading.tree import Token
from memcon.record import Meeting, Warning

if TYPE_CHECKING:
    from memcon.reading.actors import Cast


def infer_sides(drafts: list[Draft], meetings: list[Meeting], cast: Cast) -> list[Warning]:
    """Give persons without a side the one their words show, and say so.

    Args:
        drafts: the document's statements.
        meetings: its meetings.
        cast: its actors; sides are set in it.

    Returns:
        One warning (``inferred-side``) for every side inferred.
    """
    votes: dict[str, Counter[str]] = {}
    for draft in drafts:
        if len(draft.speakers) != 1:
            continue
        speaker = draft.speakers[0]
        if cast.kind(speaker) != "person" or cast.side(speaker) is not None:
            continue
        for paragraph, first, last in draft.stretches:
            for state in _spoken_for(paragraph.tokens[first : last + 1], cast):
                votes.setdefault(speaker, Counter())[state] += 1
    warnings = []
    for speaker, counted in votes.items():
        ranked = counted.most_common(2)
        if len(ranked) == 1 or ranked[0][1] > ranked[1][1]:
            warnings.append(_set(cast, speaker, ranked[0][0], "by the state in whose name he acts"))
    warnings += _counterparts(meetings, cast)
    settled = {cast.name(a) for a in votes if cast.side(a) is not None}
    settled |= {w.message.split(" is taken")[0] for w in warnings}
    cast.warnings = [
        w
        for w in cast.warnings
        if w.code != "unknown-side" or not any(w.message.endswith(f"{n} speaks") for n in settled)
    ]
    return warnings


def _spoken_for(tokens: list[Token], cast: Cast) -> list[str]:
    words = act_words("en")
    states: list[str] = []
    for token in tokens:
        standing = token.dep in ("poss", "compound") and token.head.lemma in words.standings
        acting = token.dep == "nsubj" and _commits(token.head)
        if token.pos not in ("PROPN", "NOUN") or not (standing or acting):
            continue
        mention = cast.mention_at(token)
        if mention is None or len(mention.actors) != 1:
            continue
        if cast.kind(mention.actors[0]) == "state":
            states.append(mention.actors[0])
    return states


def _commits(verb: Token) -> bool:
    """Whether a verb binds or positions its subject: will, is ready to, supports, rejects."""
    words = act_words("en")
    if any(c.lower in words.promise_modals for c in verb.children):
        return True
    if verb.lemma in ("be", "stand", "remain"):
        return any(c.lower in words.readiness for c in verb.children)
    negated = any(c.dep == "neg" for c in verb.children)
    return verb.lemma in words.own_verbs or (negated and verb.lemma in words.refusals)


def _counterparts(meetings: list[Meeting], cast: Cast) -> list[Warning]:
    _, sides = cast.primary()
    warnings = []
    for meeting in meetings[:1]:
        persons = [p.actor for p in meeting.participants if p.actor is not None]
        if len(persons) != 2 or len(sides) != 2:
            continue
        for one, other in (persons, persons[::-1]):
            if cast.kind(one) == "person" and cast.side(one) is None and cast.side(other) in sides:
                rest = next(s for s in sides if s != cast.side(other))
                if cast.kind(rest) != "state":
                    continue  # a national leader is not the Union's for having met another
                warnings.append(_set(cast, one, rest, "as the other side of the meeting"))
    return warnings


def _set(cast: Cast, speaker: str, side: str, why: str) -> Warning:
    cast.drafts[speaker].side = cast.ensure_known(side)
    return Warning(
        code="inferred-side",
        message=f"{cast.name(speaker)} is taken to speak for {cast.name(side)}, {why}",
    )
