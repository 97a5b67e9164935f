"""The states that "both sides" mean, and those for whom a text speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.knowledge.people import reference_words
from memcon.reading.descriptions import Description
from memcon.reading.tree import Token

if TYPE_CHECKING:
    from memcon.reading.cast import Cast
    from memcon.reading.focus import Focus


def resolve_text(cast: Cast, said: Description, focus: Focus) -> list[str]:
    """Whom a text speaks for: its named maker, both sides of a joint one, or the last maker."""
    weak = said.noun in reference_words().weak_texts
    if said.owner:
        return list(said.owner)
    joint = "joint" in said.words
    if joint:
        if len(said.sides) > 1:
            return [cast.ensure_known(s) for s in said.sides]
        recent = _recent_group(cast, said, focus)
        if recent:
            return recent
        _, sides = cast.primary()
        if len(sides) > 1:
            return sides
    if said.sides and said.article != "this":
        return [cast.ensure_known(s) for s in said.sides]
    if weak and said.article not in ("the", "this"):
        return []
    if focus.text:
        return list(focus.text)
    if said.noun in reference_words().adopted_texts and focus.thing:
        bodies = [a for a in focus.thing if cast.kind(a) in ("organisation", "group")]
        if said.article in ("the", "this") and len(bodies) == 1:
            return bodies
    maker = _maker(cast, focus)
    return [] if weak else maker


def _recent_group(cast: Cast, said: Description, focus: Focus) -> list[str]:
    """A group named earlier in the sentence issues its joint text: "When X leaders met, a …"."""
    head = said.head
    for mention in reversed(
        cast.mentions_in(head.sentence.paragraph, head.sentence.first, head.i - 1)
    ):
        for actor in mention.actors:
            if cast.kind(actor) in ("organisation", "group"):
                return [actor]
    return []


def _maker(cast: Cast, focus: Focus) -> list[str]:
    if focus.thing:
        return list(focus.thing)
    if focus.body:
        return [focus.body]
    if cast.narrator:
        return [cast.ensure_known(cast.narrator)]
    return []


def resolve_states(cast: Cast, said: Description, focus: Focus) -> list[str]:
    """The states that "both sides", "the two countries" or "the Parties" mean."""
    if len(said.sides) > 1:
        return [cast.ensure_known(s) for s in said.sides]
    if not said.plural:
        if said.sides and said.noun in ("side", "government", "delegation"):
            return [cast.ensure_known(said.sides[0])]
        if said.noun == "side" and "other" in said.words:
            return _other_side(cast, focus)
        if said.noun in ("side", "delegation") and said.article in ("our", "his", "her"):
            side = cast.side(focus.person[0]) if focus.person else cast.narrator
            return [cast.ensure_known(side)] if side else []
        return []
    known = said.number == 2 or (
        said.article in ("the", "")
        and said.noun in ("side", "party")
        and not said.words
        and (said.article == "the" or said.head.text[:1].isupper())
        and not any(c.dep == "prep" and c.i > said.head.i for c in said.head.children)
    )
    if not known:
        return []
    states = sides_in_focus(cast, said.head, focus)
    if said.number == 2 and len(states) != 2:
        return states[:2]
    return states


def sides_in_focus(cast: Cast, head: Token, focus: Focus) -> list[str]:
    """Return the states that are being spoken of together at a point of the document."""
    group = [cast.side(a) for a in focus.group]
    sides = [s for s in dict.fromkeys(group) if s is not None]
    persons, primary = cast.primary()
    if len(focus.states) == 2 and len(persons) < 2 and len(sides) < 2:
        return list(focus.states)
    if len(primary) > 1 and (len(sides) < 2 or set(sides) <= set(primary)):
        return [cast.ensure_known(s) for s in primary]
    if len(sides) > 1:
        return [cast.ensure_known(s) for s in sides]
    return list(focus.states)


def _other_side(cast: Cast, focus: Focus) -> list[str]:
    _, sides = cast.primary()
    own = cast.side(focus.person[0]) if focus.person else cast.narrator
    others = [s for s in sides if s != own]
    return others[:1] if own and len(others) == 1 else []
