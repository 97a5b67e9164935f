"""Whom "he", "they", "we" and "the two" mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.reading.phrases import SUBJECTS, heads_of
from memcon.reading.tree import Token

if TYPE_CHECKING:
    from memcon.reading.cast import Cast
    from memcon.reading.focus import Focus

_SINGULAR = frozenset(("he", "she", "him", "her", "himself", "herself"))
_PLURAL = frozenset(("they", "them", "themselves", "both"))
_OWN = frozenset(("i", "we", "us", "me", "ourselves", "myself"))
_MAX_CLIMB = 12  # clauses around a pronoun that are looked at


def resolve_pronoun(cast: Cast, head: Token, focus: Focus) -> list[str]:
    """Return whom a pronoun or a bare number means; [] where nobody fits."""
    word = head.lower
    if word in _SINGULAR:
        return _he_or_she(cast, head, focus)
    if word in _PLURAL:
        return _they(cast, head, focus)
    if word in ("two", "2", "pair", "duo"):
        return resolve_two(cast, head, focus)
    if word in ("three", "all") and len(focus.group) > 2:
        return list(focus.group)
    if word in _OWN:
        return _own(cast, focus, plural=word in ("we", "us", "ourselves"))
    if word == "it":
        return list(focus.thing)
    return []


def _he_or_she(cast: Cast, head: Token, focus: Focus) -> list[str]:
    woman = head.lower in ("she", "her", "herself")
    chosen: str | None = None
    for candidate in _governing(cast, head, focus):
        if len(candidate) == 1 and _fits(cast, candidate[0], woman):
            chosen = candidate[0]
            break
    if chosen is None and len(focus.person) == 1 and _fits(cast, focus.person[0], woman):
        last = focus.person[0]
        near = woman and not _known_woman(cast, last) and _woman_near(cast, head, last)
        chosen = None if near else last
    if chosen is None:
        recent = [a for a in focus.recent(head) if _fits(cast, a, woman)]
        if woman:
            known = [a for a in recent if _known_woman(cast, a)]
            recent = known or recent
        chosen = recent[0] if recent else None
    if chosen is None:
        return []
    entry = cast.persons.get(chosen)
    if entry is not None and entry.feminine is None:
        entry.feminine = woman
    return [chosen]


def _fits(cast: Cast, actor: str, woman: bool) -> bool:
    if cast.kind(actor) != "person":
        return False
    entry = cast.persons.get(actor)
    return entry is None or entry.feminine is None or entry.feminine == woman


def _known_woman(cast: Cast, actor: str) -> bool:
    entry = cast.persons.get(actor)
    return entry is not None and entry.feminine is True


def _woman_near(cast: Cast, head: Token, last: str) -> bool:
    """Tell whether the paragraph has named a woman before "she", other than the last speaker."""
    mentions = cast.mentions_in(head.sentence.paragraph, 0, head.i - 1)
    return any(a != last and _known_woman(cast, a) for m in mentions for a in m.actors)


def _governing(cast: Cast, head: Token, focus: Focus) -> list[list[str]]:
    """Whom the subjects of the clauses around a phrase mean, the nearest first."""
    found: list[list[str]] = []
    node = head
    for ancestor in _climb(head):
        if ancestor.pos in ("VERB", "AUX"):
            for child in ancestor.children:
                if (
                    child.dep in SUBJECTS
                    and child.i < head.i
                    and child is not node
                    and child is not head
                    and not child.left <= head.i <= child.right
                ):
                    mention = cast.mention_at(child)
                    if mention is not None:
                        found.append([a for h in heads_of(cast, child) for a in _quick(cast, h)])
                    elif child.tag != "PRP":
                        found.append(cast.resolve(child, focus))
        node = ancestor
    return [f for f in found if f]


def _climb(head: Token) -> list[Token]:
    found = []
    for ancestor in head.ancestors():
        found.append(ancestor)
        if len(found) == _MAX_CLIMB:
            break
    return found


def _quick(cast: Cast, head: Token) -> list[str]:
    mention = cast.mention_at(head)
    return list(mention.actors) if mention is not None else []


def _they(cast: Cast, head: Token, focus: Focus) -> list[str]:
    for candidate in _governing(cast, head, focus):
        if len(candidate) > 1 or cast.kind(candidate[0]) == "group":
            return candidate
    if focus.plural:
        return list(focus.plural)
    persons, sides = cast.primary()
    if focus.group:
        return list(focus.group)
    return persons if len(persons) > 1 else sides if len(sides) > 1 else []


def resolve_two(cast: Cast, head: Token, focus: Focus) -> list[str]:
    """Return whom "the two" means: the pair last spoken of, else the document's first pair."""
    if len(focus.group) == 2:
        return list(focus.group)
    persons, sides = cast.primary()
    return persons if len(persons) == 2 else sides if len(sides) == 2 else []


def _own(cast: Cast, focus: Focus, *, plural: bool) -> list[str]:
    if focus.speakers:
        return list(focus.speakers)
    _, sides = cast.primary()
    if plural and len(sides) > 1 and cast.narrator is None:
        return sides
    return [cast.narrator] if cast.narrator else []
