"""What a document is about as a whole: its first pair of persons and sides, and its speakers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.knowledge.people import people_words, reference_words
from memcon.reading.descriptions import RANKS
from memcon.reading.names import calm, compatible, display, parts

if TYPE_CHECKING:
    from memcon.reading.cast import Cast


def primary(cast: Cast) -> tuple[list[str], list[str]]:
    """Return the persons and the sides that the document's first sentences bring together.

    Headlines are read first, then the body until two persons of different sides, and two sides,
    have been named; with one side only, the narrator is the other.
    """
    persons: list[str] = []
    for actor, entry in cast.persons.items():
        side = cast.side(actor)
        if side is None or any(o and o[-1].startswith("spokes") for o in entry.words):
            continue
        if all(cast.side(p) != side for p in persons):
            persons.append(actor)
        if len(persons) == 2:
            break
    sides = [s for s in dict.fromkeys(cast.side(p) for p in persons) if s is not None]
    if len(sides) < 2:
        sides = _first_states(cast, sides)
    if len(sides) == 1 and cast.narrator and cast.narrator not in sides:
        sides.append(cast.narrator)
    return persons, [cast.ensure_known(s) for s in sides]


def _first_states(cast: Cast, sides: list[str]) -> list[str]:
    found = list(sides)
    title = [cast.title] if cast.title is not None else []
    for paragraph in (*title, *cast.parsed.headlines, *cast.parsed.paragraphs):
        for line in cast.units_in(paragraph):
            for unit in line.units:
                if unit.letter in "SAD" and unit.entity is not None and unit.form != "metonym":
                    for entity in (unit.entity, unit.other):
                        if entity is not None and entity.id not in found:
                            found.append(entity.id)
                        if len(found) == 2:
                            return found
    return found


_NOBODY = ("question", "q", "moderator", "operator", "answer", "interviewer", "transcript")
_LINKS = ("of", "for", "to", "at")
_ARTICLES = ("the", "a", "an")
_LABEL_PARTS = 4  # more words than that are a sentence, no name


def _without_states(cast: Cast, label: str) -> tuple[str, str | None]:
    """Return a label without the state in it, and that state: "President of Varnia Anton B."."""
    side = None
    for match in reversed(cast.knowledge.find_names(label)):
        if match.entity.kind == "state" and match.form != "place" and not match.ambiguous:
            side = match.entity.id
            before = label[: match.start].rstrip()
            for link in (" of the", " of", " for"):
                before = before.removesuffix(link)
            label = f"{before} {label[match.end :].lstrip()}"
    return label, side


def label_name(label: str) -> str:
    """Return the name in a speaker label, without titles: "Sergey Orlov (in Russian):"."""
    words = people_words()
    bodies = reference_words().bodies
    printed = label.split("(")[0].strip().rstrip(":").strip()
    name, _, office = printed.partition(",")
    if len(name.split()) > 1 and any(words.office(w.lower().strip(",.")) for w in office.split()):
        printed = name  # "Antony Blinken, Secretary of State"
    rest = [
        w
        for w in parts(printed)
        if w.lower().rstrip(".") not in words.honorifics
        and words.office(w.lower().rstrip(".")) is None
        and w.lower() not in words.modifiers
        and w.lower() not in bodies
        and w.lower() not in _ARTICLES
        and w.lower() not in _LINKS
    ]
    if not rest or len(rest) > _LABEL_PARTS or rest[0].lower() in _NOBODY:
        return ""
    if words.office(printed.strip(" :").split()[-1].lower()) is not None:
        return ""  # "SENIOR ADMINISTRATION OFFICIAL" ends in an office, not in a name
    return " ".join(rest)


def _holds(office: tuple[str, ...], title: list[str]) -> bool:
    """Tell whether an office can be shortened to a title: "President" is no Vice President."""
    return all(w in office for w in title) and not any(
        rank in office and rank not in title for rank in RANKS
    )


def speaker_of(cast: Cast, label: str) -> list[str]:
    """Return whom a transcript's label means: by surname, by title, or [] for "Question"."""
    words = people_words()
    printed = label.split("(")[0].strip().rstrip(":").strip()
    title = [w.lower().rstrip(".") for w in printed.split() if w.lower() not in _ARTICLES]
    if not title or title[0] in _NOBODY:
        return []
    if title[0] in ("office", "bureau") and cast.narrator:
        return [cast.ensure_known(cast.narrator)]  # "Office of the Spokesperson"
    plain, stated = _without_states(cast, label)
    name = label_name(plain)
    if name:
        for actor, entry in cast.persons.items():
            if any(compatible(name, form) for form in entry.forms):
                return [actor]
        for entry in cast.offstage:
            if any(compatible(name, form) for form in entry.forms):
                return [cast.bring_on(entry)]
        # "MR PRICE" briefs for the issuer; guests are introduced in the text
        side = stated or (cast.narrator if title[0] in words.honorifics else None)
        return [cast.ensure_person(display(name), side)]
    holders = [a for a, e in cast.persons.items() if any(list(o) == title for o in e.words)]
    holders = holders or [
        a for a, e in cast.persons.items() if any(_holds(o, title) for o in e.words)
    ]
    if holders:  # "THE PRESIDENT" is the issuer's own
        return ([a for a in holders if cast.side(a) == cast.narrator] or holders)[:1]
    absent = [e for e in cast.offstage if any(_holds(o, title) for o in e.words)]
    if absent:  # whom only the title names
        own = [e for e in absent if e.side == cast.narrator] or absent
        return [cast.bring_on(own[0])]
    if words.office(title[-1]) is not None:  # "SENIOR STATE DEPARTMENT OFFICIAL"
        return [
            cast.ensure_person(
                " ".join(calm(w) for w in printed.split()[-len(title) :]), cast.narrator
            )
        ]
    return []
