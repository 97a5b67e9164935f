"""For whom each person speaks, where the text does not say it with the name."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from memcon.knowledge.people import people_words, reference_words
from memcon.reading.languages.en.units import side_of
from memcon.reading.people import Entry, Registry

if TYPE_CHECKING:
    from memcon.reading.cast import Cast

_BODY_HEADS = frozenset(("secretary general", "secretary-general", "high representative"))
_PAIR = re.compile(r"M*(?P<office>O)ft?S&t?S(?![sO])|A&AM*(?P<second>O)(?![NIHp])")
_DESCRIBED = re.compile(r"[SA]s?(?P<office>M*O)(?![NIHpO,])")


def settle_counterparts(registry: Registry) -> None:
    """Give a counterpart the office of the person named before, for later descriptions."""
    known = {id(s.person): e for e in registry.entries for s in e.sightings}
    ordered = sorted((s for e in registry.entries for s in e.sightings), key=lambda s: s.order)
    for before, after in pairwise(ordered):
        entry = known[id(after.person)]
        if after.person.counterpart and not entry.titles:
            words = known[id(before.person)].words
            if words and "state" not in words[0]:
                entry.inferred = words[0]


def settle_sides(cast: Cast, registry: Registry) -> None:
    """Infer what the text leaves open, from its own words and from its narrator.

    A spokesperson of somebody has that person's side; a bare office in a readout is the
    narrator's own ("the Secretary of State"), once for each office and only where the narrator
    has such an office.
    """
    words = people_words()
    _of_bodies(cast, registry)
    for entry in registry.entries:
        if entry.side is None:
            for title, _ in entry.titles:
                if title.holder is not None:
                    owner = registry.find(title.holder, entry.sightings[0].order)
                    if owner is not None and owner is not entry:
                        entry.side = owner.side
    narrator = cast.narrator
    if narrator is None:
        for entry in registry.entries:
            if not any("secretary" in office for office in entry.words):
                _inherit(entry)
        _from_context(cast, registry)
        return
    foreign = words.not_domestic.get(narrator, frozenset())
    held: set[str] = set()
    for entry in registry.entries:
        offices = [" ".join(w) for w in entry.words]
        if entry.side == narrator:
            held.update(offices)
    for entry in registry.entries:
        if entry.side is not None or not entry.titles:
            continue
        if any(word in foreign for office in entry.words for word in (*office, " ".join(office))):
            _inherit(entry)
            continue
        bare = [t for t, _ in entry.titles if not t.after]
        for office in entry.words:
            if not bare and " ".join(office) in words.exclusive_offices:
                continue  # "X, President": of what, the text does not say
            text = " ".join(office)
            head = office[-1] if office else ""
            second = text in held and text in words.exclusive_offices
            if second or any(w in words.never_domestic for w in (text, *office)):
                continue
            if any(w in words.private_offices for w in (head, *office[:3])):
                continue
            if text in words.exclusive_offices and _may_be_foreign(cast, registry, entry):
                continue
            entry.side = narrator
            held.add(text)
            break


def _may_be_foreign(cast: Cast, registry: Registry, entry: Entry) -> bool:
    """A bare "President X" of a text whose headline is about another state can be that state's."""
    if any(s.headline for s in entry.sightings):
        return False
    if "secretary" in {word for office in entry.words for word in office}:
        return False
    leaders = reference_words().leaders
    if any(
        other.side not in (None, cast.narrator) and " ".join(office) in leaders
        for other in registry.entries
        for office in other.words
    ):
        return False  # the other state's leader is named with his side
    heads = [p for p in (cast.title, *cast.parsed.headlines) if p is not None]
    units = [u for p in heads for line in cast.units_in(p) for u in line.units]
    for unit, following in pairwise(units):
        office = people_words().office(unit.lower) if unit.letter == "O" else None
        if office and following.letter == "s" and any(office in o for o in entry.words):
            return False  # "Readout of the President's Meeting with …"
    return any(
        u.entity is not None and u.letter in "SA" and side_of(u.entity) != cast.narrator
        for u in units
    )


def _inherit(entry: Entry) -> None:
    if entry.side is None:
        entry.side = next((s.person.inherited for s in entry.sightings if s.person.inherited), None)


def _from_context(cast: Cast, registry: Registry) -> None:
    """In news a bare office belongs to the state under discussion.

    First where another phrase gives the same office with its state ("Poland's defence minister
    said … Defence Minister A B told"), then where one state alone is named before it in the
    paragraph ("In Lisbon, the Portuguese government condemned … Foreign Minister C D said").
    """
    _from_pairs(cast, registry)
    described = _described_offices(cast)
    for entry in registry.entries:
        if entry.side is not None or not entry.titles:
            continue
        for office in entry.words:
            sides = described.get(" ".join(office), [])
            if len(sides) == 1:
                entry.side = sides[0]
                break
        if entry.side is None and any(_is_public(office) for office in entry.words):
            entry.side = _only_state_before(cast, entry)


def _is_public(office: tuple[str, ...]) -> bool:
    """Tell whether an office is one that a state gives: a minister, a leader, a spokesperson."""
    words = people_words()
    last = office[-1] if office else ""
    if last in words.private_offices or " ".join(office) in words.never_domestic:
        return False
    return (
        last in ("minister", "ambassador")
        or "minister" in office
        or "secretary" in office
        or " ".join(office) in reference_words().leaders
    ) and "general" not in office


def _described_offices(cast: Cast) -> dict[str, list[str]]:
    """Collect offices that stand with a state but without a name: "Poland's defence minister"."""
    found: dict[str, list[str]] = {}
    for lines in cast.lines.values():
        for line in lines:
            for match in _DESCRIBED.finditer(line.letters):
                entity = line.units[match.start()].entity
                if entity is None or entity.kind != "state":
                    continue
                begin = match.start("office")
                words = [
                    people_words().office(u.lower) or u.lower
                    for u in line.units[begin : match.end()]
                ]
                sides = found.setdefault(" ".join(words), [])
                if entity.id not in sides:
                    sides.append(entity.id)
    return found


def _only_state_before(cast: Cast, entry: Entry) -> str | None:
    sighting = next((s for s in entry.sightings if not s.headline), None)
    if sighting is None:
        return None
    states: list[str] = []
    for line in cast.units_in(sighting.paragraph):
        for unit in line.units:
            if unit.first >= sighting.person.first:
                return states[0] if len(states) == 1 else None
            if unit.letter not in "SA" or unit.entity is None:
                continue
            # what stands behind the verb is spoken of, what stands before it speaks
            if unit.first < line.sentence.root.i and unit.entity.id not in states:
                states.append(unit.entity.id)
    return None


def _from_pairs(cast: Cast, registry: Registry) -> None:
    """Share out two states named together: "The foreign ministers of X and Y … A and B"."""
    chief = [
        e for e in registry.entries if not any(o and o[-1].startswith("spokes") for o in e.words)
    ][:2]
    if len(chief) < 2:
        return
    for lines in cast.lines.values():
        for line in lines:
            for match in _PAIR.finditer(line.letters):
                head = line.units[match.start("office" if match["office"] else "second")]
                if people_words().office(head.lower) in (None, head.lower):
                    continue
                states = [
                    u.entity.id
                    for u in line.units[match.start() : match.end()]
                    if u.letter in "SA" and u.entity is not None and u.entity.kind == "state"
                ]
                _share_out(chief, states)
                return


def _share_out(chief: list[Entry], states: list[str]) -> None:
    if len(set(states)) != 2 or any(e.side not in (None, *states) for e in chief):
        return
    one, two = chief
    if one.side is None and two.side is None:
        one.side, two.side = states
    elif one.side is None:
        one.side = next(s for s in states if s != two.side)
    elif two.side is None:
        two.side = next(s for s in states if s != one.side)


def _of_bodies(cast: Cast, registry: Registry) -> None:
    """A bare "Secretary General" heads the body whose text it is, else the one named last."""
    words = people_words()
    for entry in registry.entries:
        if entry.side is not None:
            continue
        offices = {" ".join(o) for o in entry.words}
        if not offices & words.never_domestic & _BODY_HEADS:
            continue
        narrator = cast.knowledge.entity(cast.narrator) if cast.narrator else None
        if narrator is not None and narrator.kind == "organisation":
            entry.side = narrator.id
        else:
            entry.side = _body_before(cast, entry)


def _body_before(cast: Cast, entry: Entry) -> str | None:
    sighting = next((s for s in entry.sightings if not s.headline), None)
    found: str | None = None
    for paragraph in (*cast.parsed.headlines, *cast.parsed.paragraphs):
        for line in cast.units_in(paragraph):
            for unit in line.units:
                here = sighting is not None and paragraph is sighting.paragraph
                if here and sighting is not None and unit.first >= sighting.person.first:
                    return found
                entity = unit.entity if unit.letter == "G" else None
                own = entity is not None and side_of(entity) == entity.id
                if entity is not None and own and entity.kind == "organisation":
                    found = entity.id
    return found
