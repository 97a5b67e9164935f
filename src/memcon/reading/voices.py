"""For whom a document's own sentences speak: its parties, its author, who answers questions."""

from __future__ import annotations

import re
from collections import Counter

from memcon.knowledge import Knowledge
from memcon.reading.act_drafts import sides_of
from memcon.reading.actors import Cast
from memcon.reading.heading import Heading
from memcon.reading.register import Register, asks, is_question
from memcon.reading.tree import Paragraph, Parsed
from memcon.record import Meeting

# "We, the leaders of the European Union and Kazakhstan, met": the parties in their own words.
_WE = re.compile(
    r"(?i)\W{0,3}we\b,?\s.{0,40}?\b(?:leaders?|ministers?|heads?|presidents?|members?)\b"
)
_WE_END = re.compile(
    r"(?i)\b(?:met|meet|meeting|convened?|gathered|gathering|assembled|having|committed?|"
    r"reaffirm\w*|declared?|issue|welcome\w*|held|hold|reiterate\w*|recall\w*|are|were|on|at)\b"
)
_SIDES = ("state", "organisation")


def speaking_parties(
    parsed: Parsed,
    heading: Heading,
    cast: Cast,
    meetings: list[Meeting],
    register: Register,
    knowledge: Knowledge,
) -> list[str]:
    """Return for whom a joint text speaks, or who gives an address or answers questions.

    Args:
        parsed: the document.
        heading: its settled head, for the narrator and the byline.
        cast: its actors.
        meetings: those it reports; the first one's participants are the last resort.
        register: what kind of text it is.
        knowledge: states and organisations.

    Returns:
        Actor ids: states and bodies for a declaration, one person (or the narrator) for an
        address or a transcript, for a report the persons of its first meeting; empty where the
        text does not say.
    """
    if register.kind == "transcript":
        labelled = main_speaker(parsed, cast)
        if labelled:
            return [labelled]
    if register.kind in ("address", "transcript"):
        return _person_in_head(parsed, heading, cast)
    if register.kind != "declaration":
        persons = [p.actor for m in meetings[:1] for p in m.participants if p.actor is not None]
        return persons if len(persons) > 1 else []
    document = parsed.document
    author = _author(parsed, cast)
    sides = _named_in_we(parsed, cast, knowledge)
    if not sides and not register.joint and (author or document.narrator):
        return author or [str(document.narrator)]
    sides = sides or _named_in_title(document.title or "", knowledge)
    if len(sides) < 2 and not (sides and author):
        sides = sides or _named_first(parsed, cast, knowledge)
    if len(sides) > 1 or (sides and not author):
        return sides
    sides = []
    for meeting in meetings[:1]:
        for participant in meeting.participants:
            side = participant.side or participant.actor
            if side is not None and side not in sides:
                sides.append(side)
    return sides or author[:1] or ([document.narrator] if document.narrator else [])


def _author(parsed: Parsed, cast: Cast) -> list[str]:
    """Return who signs a text; an issuer's author speaks for the issuer."""
    document = parsed.document
    author = cast.speaker_of(document.byline)[:1] if document.byline else []
    for actor in author:
        draft = cast.drafts.get(actor)
        if draft is not None and draft.side is None and draft.kind == "person":
            draft.side = document.narrator
    return author


def main_speaker(parsed: Parsed, cast: Cast) -> str | None:
    """Return the speaker with the most labelled turns that are no questions, or None."""
    text = parsed.document.text
    labelled = Counter(
        actor
        for paragraph in parsed.paragraphs
        if paragraph.label is not None
        and not asks(paragraph)
        and not is_question(label := text[paragraph.label.start : paragraph.label.end])
        for actor in cast.speaker_of(label)[:1]
    )
    return labelled.most_common(1)[0][0] if labelled else None


def _person_in_head(parsed: Parsed, heading: Heading, cast: Cast) -> list[str]:
    """Return who speaks in an address: named in the title, in the byline, else the narrator."""
    document = heading.document
    homes = [*parsed.headlines[:1], *([cast.title] if cast.title is not None else [])]
    for home in homes:
        people = _people_in_title(home, cast)
        if people:
            return people[:1]
    named = cast.speaker_of(document.title or "")
    named = named[:1] or (cast.speaker_of(document.byline) if document.byline else [])
    return named[:1] or ([document.narrator] if document.narrator else [])


def _people_in_title(home: Paragraph, cast: Cast) -> list[str]:
    """Return the persons whom a headline names, in its order."""
    found = [
        (sighting.person.first, entry.id)
        for entry in (*cast.persons.values(), *cast.offstage)
        for sighting in entry.sightings
        if sighting.paragraph is home
    ]
    ordered = [identity for _, identity in sorted(found)]
    offstage = {entry.id: entry for entry in cast.offstage}
    return [
        cast.bring_on(offstage[one]) if one not in cast.drafts and one in offstage else one
        for one in ordered
    ]


def _named_in_title(title: str, knowledge: Knowledge) -> list[str]:
    """Return the states and bodies that a title names, places aside."""
    sides: list[str] = []
    for match in knowledge.find_names(title):
        if match.form in ("place", "metonym") or match.entity.kind == "group":
            continue
        if match.entity.id not in sides:
            sides.append(match.entity.id)
    return sides


def _named_in_we(parsed: Parsed, cast: Cast, knowledge: Knowledge) -> list[str]:
    """Return whom "We, the leaders of …" at the head of the text counts, if more than one."""
    for paragraph in parsed.paragraphs[:2]:
        opening = _WE.match(paragraph.flat)
        if opening is None:
            continue
        end = _WE_END.search(paragraph.flat, opening.end())
        stop = end.start() if end is not None else len(paragraph.flat)
        sides = _named_in_title(paragraph.flat[opening.end() : stop], knowledge)
        if len(sides) > 1:
            return [cast.ensure_known(side) for side in sides]
    return []


def _named_first(parsed: Parsed, cast: Cast, knowledge: Knowledge) -> list[str]:
    """Return whom the first paragraph names, a body before its members ("We, the Leaders of X")."""
    sides: list[str] = []
    for paragraph in parsed.paragraphs[:1]:
        places = {
            paragraph.offsets[match.start]
            for match in knowledge.find_names(paragraph.flat)
            if match.form in ("place", "metonym")
        }
        for mention in cast.mentions_in(paragraph, 0, len(paragraph.tokens) - 1):
            if paragraph.tokens[mention.first].start in places:
                continue
            for side in sides_of(mention.actors, cast):
                if side not in sides and cast.kind(side) in _SIDES:
                    sides.append(side)
    bodies = [s for s in sides if cast.kind(s) == "organisation"]
    return bodies[:1] if len(bodies) == 1 and len(sides) > 2 else sides
