"""Whom a noun phrase means: the step from a phrase to the ids of its actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.knowledge.people import people_words, reference_words
from memcon.reading.bodies import (
    named_group,
    resolve_body,
    resolve_group,
    state_of,
    unnamed_person,
)
from memcon.reading.descriptions import (
    Description,
    could_hold,
    describe,
    holds,
    matches,
    units_at,
)
from memcon.reading.parties import resolve_states, resolve_text, sides_in_focus
from memcon.reading.phrases import heads_of
from memcon.reading.pronouns import resolve_pronoun, resolve_two
from memcon.reading.tree import Token

if TYPE_CHECKING:
    from memcon.reading.cast import Cast
    from memcon.reading.focus import Focus

__all__ = ["describe", "resolve"]


_APPOSED = 9  # words of a description in which its comma is looked for
_MEETING_WORDS = frozenset(("meeting", "summit", "respective", "participating", "said", "same"))


def resolve(cast: Cast, phrase: Token, focus: Focus) -> list[str]:
    """Return the ids of whom the phrase headed by ``phrase`` means, with its conjuncts."""
    found: list[str] = []
    for head in heads_of(cast, phrase):
        for actor in _resolve_one(cast, head, focus):
            if actor not in found:
                found.append(actor)
    return found


def _resolve_one(cast: Cast, head: Token, focus: Focus) -> list[str]:
    mention = cast.mention_at(head)
    if mention is not None:
        return list(mention.actors)
    for unit in units_at(cast, head):  # "Europe": a region is an actor only where it acts
        if unit.letter == "L" and unit.first <= head.i <= unit.last and unit.entity is not None:
            if unit.entity.kind != "group":
                return []
            actor = cast.ensure_known(unit.entity.id)
            cast.sight(cast.drafts[actor], head.sentence.paragraph, unit.first, unit.last)
            return [actor]
    if head.tag in ("PRP", "PRP$", "DT", "CD", "WP", "PDT", "CC") or head.lower in ("two", "both"):
        return resolve_pronoun(cast, head, focus)
    if head.pos not in ("NOUN", "PROPN", "ADJ", "NUM", "PRON"):
        return []
    return _described(cast, describe(cast, head), focus)


def _described(cast: Cast, said: Description, focus: Focus) -> list[str]:
    table = reference_words()
    noun = said.noun
    person_noun = (
        people_words().office(noun) is not None or noun in table.people or noun in table.kin
    )
    if person_noun and not said.plural:
        named = _apposed(cast, said)
        if named is not None:
            return [named]
    if noun in table.styles and said.article in ("his", "her", "your"):
        return _styled(cast, said, focus)
    if noun == "counterpart":
        return _counterpart(cast, said, focus)
    if noun in table.texts:
        return resolve_text(cast, said, focus)
    if noun in ("two", "pair", "duo") and said.article == "the":
        return resolve_two(cast, said.head, focus)
    if noun in table.states or noun in ("delegation",):
        states = resolve_states(cast, said, focus)
        if states:
            return states
    if noun in ("host", "guest", "dignitary", "visitor") and not said.plural and not said.sides:
        return _host_or_guest(cast, said, focus)
    if person_noun:
        if said.plural:
            return _people(cast, said, focus)
        return _person(cast, said, focus)
    if noun in table.bodies or noun in table.state_voices:
        return resolve_body(cast, said, focus)
    if noun in table.groups:
        return resolve_group(cast, said, focus)
    return []


def _apposed(cast: Cast, said: Description) -> str | None:
    """The person named behind a description: "Tokyo's top spokesman, Secretary A B, told"."""
    tokens = said.head.sentence.paragraph.tokens
    end = said.head.sentence.last
    at = said.head.i + 1
    while at < end and tokens[at].text != "," and at < said.head.i + _APPOSED:
        if tokens[at].pos in ("VERB", "AUX") or tokens[at].text in ".;:":
            return None
        at += 1
    if at >= end or tokens[at].text != ",":
        return None
    first = at + 1
    while first < end and cast.mention_at(tokens[first]) is None:
        if not tokens[first].text[:1].isupper():
            return None
        first += 1  # "First Lady A B": an opening that is no part of the mention
    mention = cast.mention_at(tokens[first])
    if mention is None or mention.first < at or len(mention.actors) != 1:
        return None
    actor = mention.actors[0]
    if cast.kind(actor) != "person" or mention.kind != "name":
        return None
    if mention.last < end and tokens[mention.last + 1].text not in (",", ".", "(", "—", "–", ":"):
        return None
    if len(said.sides) == 1:
        cast.settle_side(actor, state_of(cast, said.sides[0]))
    return actor


def _styled(cast: Cast, said: Description, focus: Focus) -> list[str]:
    """Whom "His Highness" means: the last one introduced with that style."""
    order = list(dict.fromkeys((*focus.person, *focus.recent(said.head), *cast.leading())))
    woman = said.article == "her"
    for actor in order:
        entry = cast.persons.get(actor)
        if entry is None or (entry.feminine is not None and entry.feminine != woman):
            continue
        for sighting in entry.sightings:
            person = sighting.person
            tokens = sighting.paragraph.tokens[person.first : person.head_tokens[0]]
            if any(t.lower.startswith(said.noun) for t in tokens):
                return [actor]
    return []


def _host_or_guest(cast: Cast, said: Description, focus: Focus) -> list[str]:
    """The host speaks for the issuer of a readout, the guest for the other side."""
    home = cast.narrator
    if said.article != "the":
        return [unnamed_person(cast, said)]
    if home is None:
        pair = focus.group if len(focus.group) == 2 else ()
        return [pair[0 if said.noun == "host" else 1] if pair else unnamed_person(cast, said)]
    order = list(dict.fromkeys((*focus.group, *focus.person, *focus.recent(said.head))))
    for actor in order:
        side = cast.side(actor)
        if side is not None and (side == home) == (said.noun == "host"):
            return [actor]
    return []


def _counterpart(cast: Cast, said: Description, focus: Focus) -> list[str]:
    recent = focus.recent(said.head)
    if said.sides:
        fitting = [a for a in recent if cast.side(a) in said.sides]
        if fitting and not said.plural:
            return fitting[:1]
        if said.plural:
            return named_group(cast, said)
        return [unnamed_person(cast, said)]
    own = focus.person[0] if focus.person else (recent[0] if recent else None)
    others = [
        a for a in (*focus.group, *recent) if a != own and cast.side(a) != cast.side(own or "")
    ]
    return others[:1] if others and not said.plural else []


def _person(cast: Cast, said: Description, focus: Focus) -> list[str]:
    """The one person whom "the Foreign Minister" or "the Russian top diplomat" means."""
    if said.article in ("a", "an", "no", "some") or (
        said.article == "" and not said.head.text[:1].isupper() and not said.sides
    ):
        return (
            [unnamed_person(cast, said)]
            if said.sides or said.words
            else resolve_group(cast, said, focus)
        )
    recent = focus.recent(said.head)
    if focus.person and focus.person[0] not in cast.persons and not said.words:
        last = focus.person[0]  # "A Tarvoan official said … the official added"
        if said.article == "the" and said.noun in cast.name(last).lower().split():
            return [last]
    order = list(dict.fromkeys((*focus.person, *recent, *cast.leading())))
    fitting = [a for a in order if matches(cast, a, said)]
    if "visiting" in said.words and cast.narrator:
        fitting = [a for a in fitting if cast.side(a) != cast.narrator] or fitting
        if fitting:
            return fitting[:1]
    if not fitting:
        fitting = _by_synonym(cast, order, said) or _without_side(cast, order, said)
    if fitting:
        if not said.sides and cast.narrator and said.head.text[:1].isupper():
            own = [a for a in fitting if cast.side(a) == cast.narrator]
            if not own and said.article == "the":  # "the President" of a text that has a
                own = [  # "Head of State" at home
                    a for a in _by_synonym(cast, order, said) if cast.side(a) == cast.narrator
                ]
            return (own or fitting)[:1]
        return fitting[:1]
    if said.sides:
        return [unnamed_person(cast, said)]
    if cast.narrator and said.head.text[:1].isupper() and cast.kind(cast.narrator) == "state":
        return [unnamed_person(cast, said, cast.narrator)]
    if said.article == "the":
        return [unnamed_person(cast, said)]
    return []


def _by_synonym(cast: Cast, order: list[str], said: Description) -> list[str]:
    found = []
    for actor in order:
        entry = cast.persons.get(actor)
        if entry is None or (said.sides and cast.side(actor) not in said.sides):
            continue
        if could_hold(entry, said):
            found.append(actor)
    return found


def _without_side(cast: Cast, order: list[str], said: Description) -> list[str]:
    """The one holder of an office whose side the text has not said: now it says it.

    "Defence Minister A B said …" belongs to "Poland's defence minister". A person of the same
    sentence is somebody else, and so is a generic "official".
    """
    if len(said.sides) != 1 or people_words().office(said.noun) is None:
        return []
    table = reference_words()
    if said.noun not in table.leaders and said.noun not in ("minister", "secretary"):
        return []
    sentence = said.head.sentence
    here = {
        a
        for m in cast.mentions_in(sentence.paragraph, sentence.first, sentence.last)
        for a in m.actors
    }
    found = []
    for actor in order:
        entry = cast.persons.get(actor)
        if entry is None or cast.side(actor) is not None:
            continue
        if holds(entry, said):
            found.append(actor)
    if len(found) != 1 or found[0] in here:
        return []
    cast.settle_side(found[0], state_of(cast, said.sides[0]))
    return found


def _people(cast: Cast, said: Description, focus: Focus) -> list[str]:
    """The persons whom "the two leaders", "the Presidents" or "ASEAN foreign ministers" mean."""
    definite = said.article in ("the", "both", "these") or (
        said.number > 0
        and said.article == ""
        and (said.noun in reference_words().leaders or said.noun == "minister")
    )  # "two officials said" are two more
    definite = definite or (said.noun == "participant" and not said.words)
    states = [s for s in said.sides if cast.kind(cast.ensure_known(s)) == "state"]
    if said.sides and (len(said.sides) == 1 or not definite) and not said.number:
        return named_group(cast, said)
    modifiers = people_words().modifiers
    other = [w for w in said.words if w not in modifiers and w not in _MEETING_WORDS]
    if other and not said.number and not said.sides:
        definite = False  # "the civil rights leaders" are nobody named so far
    if definite:
        group = _group_in_focus(cast, said, focus)
        if states:
            group = [a for a in group if cast.side(a) in states] or [
                a
                for a in focus.recent(said.head)
                if cast.side(a) in states and matches(cast, a, said)
            ][: len(states)]
        if group:
            return group
        if said.number == 2:
            return sides_in_focus(cast, said.head, focus)
    if said.noun in reference_words().groups or people_words().office(said.noun):
        return resolve_group(cast, said, focus)
    return []


def _group_in_focus(cast: Cast, said: Description, focus: Focus) -> list[str]:
    size = said.number
    candidates: list[tuple[str, ...]] = [focus.group]
    persons, _ = cast.primary()
    candidates.append(tuple(persons))
    candidates.append(_pair_by_office(cast, said, focus))
    exact = [c for c in candidates if len(c) > 1 and (size == 0 or len(c) == size)]
    if focus.group in exact and focus.is_fresh and any(matches(cast, a, said) for a in focus.group):
        return list(focus.group)
    for candidate in exact:
        if all(matches(cast, a, said) for a in candidate):
            return list(candidate)
    return list(exact[0]) if exact else []


def _pair_by_office(cast: Cast, said: Description, focus: Focus) -> tuple[str, ...]:
    chosen: list[str] = []
    sides: list[str | None] = []
    for actor in focus.recent(said.head):
        if matches(cast, actor, said) and cast.side(actor) not in sides:
            chosen.append(actor)
            sides.append(cast.side(actor))
            if len(chosen) == 2:
                break
    return tuple(reversed(chosen))
