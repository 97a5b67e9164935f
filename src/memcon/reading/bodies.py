"""Bodies, groups and unnamed officials that a noun phrase means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.knowledge.people import people_words, reference_words
from memcon.reading.descriptions import Description, words_of
from memcon.reading.languages.en.bodies import body_name
from memcon.reading.phrases import span_of

if TYPE_CHECKING:
    from memcon.knowledge import Entity
    from memcon.reading.cast import Cast
    from memcon.reading.focus import Focus


_NEAR = 200  # tokens before "the ministry" in which a ministry is looked for


def resolve_body(cast: Cast, said: Description, focus: Focus) -> list[str]:
    """The body that "the ministry" or "the delegation" means."""
    if said.noun in ("group", "trio", "team") and said.article == "the" and not said.words:
        return list(focus.group)
    if said.noun in reference_words().state_voices:
        if said.article in ("our", "his", "her", "my") and not said.sides:
            side = cast.side(focus.person[0]) if focus.person else cast.narrator
            return [cast.ensure_known(side)] if side else []
        if said.sides:
            return [cast.ensure_known(s) if cast.knowledge.entity(s) else s for s in said.sides]
        if said.owner:  # "the Biden administration"
            side = cast.side(said.owner[0])
            return [cast.ensure_known(side)] if side else []
        if said.noun == "delegation" or said.noun == "side":
            side = cast.side(focus.person[0]) if focus.person else None
            return [cast.ensure_known(side)] if side and said.article == "the" else []
        if said.noun in ("government", "authorities", "administration") and said.article == "the":
            return [cast.ensure_known(cast.narrator)] if cast.narrator else []
        return []
    if said.sides or said.owner:
        side = said.sides[0] if said.sides else cast.side(said.owner[0])
        name = words_of(cast, said)
        first, last = span_of(cast, said.head)
        paragraph = said.head.sentence.paragraph
        return [cast.ensure(name, "organisation", state_of(cast, side), paragraph, first, last)]
    if said.article == "its" and not said.sides and len(focus.thing) == 1:
        owner = focus.thing[0]  # "Ostria appealed for calm … its foreign ministry said"
        if cast.kind(owner) == "state":
            first, last = span_of(cast, said.head)
            name = body_name(words_of(cast, said), cast.name(owner))
            paragraph = said.head.sentence.paragraph
            return [cast.ensure(name, "organisation", owner, paragraph, first, last)]
    if said.article in ("his", "her") and said.noun in ("office", "spokesperson's office"):
        return _own_office(cast, said, focus)
    if said.article in ("the", "this") and focus.body is not None:
        if said.noun in cast.name(focus.body).lower():
            return [focus.body]
        near = cast.mentions_in(said.head.sentence.paragraph, said.head.i - _NEAR, said.head.i - 1)
        for mention in reversed(near):
            for actor in mention.actors:
                if cast.kind(actor) == "organisation" and said.noun in cast.name(actor).lower():
                    return [actor]
    if said.noun in reference_words().generic_bodies and said.article in ("the", "this"):
        body = _last_body(cast, said, focus)
        if body is not None:
            return [body]
    if said.head.text[:1].isupper() and said.article in ("the", "") and not said.plural:
        narrator = cast.narrator
        if narrator is not None and said.noun in ("congress", "parliament", "cabinet", "ministry"):
            first, last = span_of(cast, said.head)
            name = body_name(words_of(cast, said), cast.name(narrator))
            paragraph = said.head.sentence.paragraph
            return [cast.ensure(name, "organisation", narrator, paragraph, first, last)]
    if said.noun in reference_words().groups:
        return resolve_group(cast, said, focus)
    return []


def _own_office(cast: Cast, said: Description, focus: Focus) -> list[str]:
    """Who speaks as "her office": the body she heads, else an office under her name."""
    woman = said.article == "her"
    order = dict.fromkeys((*focus.person, *focus.recent(said.head)))
    fitting = [
        a for a in order if (e := cast.persons.get(a)) is None or e.feminine in (None, woman)
    ]
    if not fitting:
        return []
    side = cast.side(fitting[0])
    if side is not None and cast.kind(side) == "organisation":
        return [cast.ensure_known(side)]
    first, last = span_of(cast, said.head)
    name = f"Office of {cast.name(fitting[0])}"
    paragraph = said.head.sentence.paragraph
    return [cast.ensure(name, "organisation", side, paragraph, first, last)]


def _last_body(cast: Cast, said: Description, focus: Focus) -> str | None:
    """The international body or group named last: "the bloc", "the alliance"."""
    near = cast.mentions_in(said.head.sentence.paragraph, said.head.i - _NEAR, said.head.i - 1)
    actors: list[str] = [a for m in reversed(near) for a in m.actors]
    if focus.body is not None:
        actors.append(focus.body)
    for named in actors:
        side = cast.side(named) if cast.kind(named) == "person" else named
        actor = side or named
        entity: Entity | None = cast.knowledge.entity(actor)
        if entity is None or (entity.parent is not None and cast.side(actor) != actor):
            continue
        if entity.kind == "organisation" or entity.subkind in ("armed-group", "bloc"):
            return actor
    return None


def state_of(cast: Cast, actor: str | None) -> str | None:
    """Return the state or body behind an actor or entity id."""
    if actor is None:
        return None
    return cast.side(cast.ensure_known(actor)) if cast.knowledge.entity(actor) else cast.side(actor)


def resolve_group(cast: Cast, said: Description, focus: Focus) -> list[str]:
    """A group of people without names: "analysts", "some countries", "European leaders"."""
    if said.noun not in reference_words().groups and people_words().office(said.noun) is None:
        return []
    return named_group(cast, said)


def named_group(cast: Cast, said: Description) -> list[str]:
    """Return a group under the phrase's own words, made if new."""
    first, last = span_of(cast, said.head)
    side = state_of(cast, said.sides[0]) if len(said.sides) == 1 else None
    paragraph = said.head.sentence.paragraph
    return [cast.ensure(words_of(cast, said), "group", side, paragraph, first, last)]


def unnamed_person(cast: Cast, said: Description, side: str | None = None) -> str:
    """Return a person without a name under the phrase's own words, made if new."""
    first, last = span_of(cast, said.head)
    side = state_of(cast, said.sides[0]) if said.sides else side
    return cast.ensure(
        words_of(cast, said), "person", side, said.head.sentence.paragraph, first, last
    )
