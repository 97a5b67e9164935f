"""Which mentions tell a meeting by themselves, and which only point to one or pass it by."""

from __future__ import annotations

from memcon.reading.encounters import Encounter
from memcon.reading.languages.en.sightings import Sighting
from memcon.reading.participants import unite

ALONE = frozenset(("press_conference", "visit", "other"))
"""Forms for which one party is enough; any other encounter takes two."""


def absorb(told: list[tuple[Sighting, Encounter | None]]) -> list[Encounter]:
    """Join mentions that one clause makes of one encounter: "spoke … during the … Meeting"."""
    kept: list[Encounter] = []
    by_verb: dict[int, Encounter] = {}
    for sighting, encounter in told:
        if encounter is None or encounter.plan == "wish":
            continue
        clause = sighting.clause
        outer = by_verb.get(clause.i) if clause is not None and sighting.nominal else None
        if outer is not None and outer.form != "visit" and encounter.form in ("meeting", "call"):
            if outer.form == "talk":
                outer.form, outer.soft = encounter.form, False
            if len(outer.parties) < 2:
                outer.parties = unite(outer.parties, encounter.parties)
            outer.date = outer.date or encounter.date
            outer.place = outer.place or encounter.place
            continue
        if sighting.backdrop:
            encounter.definite, encounter.held = False, False
            encounter.partnered = False
            continue
        if not sighting.nominal:
            by_verb[sighting.anchor.i] = encounter
        kept.append(encounter)
    return kept


def founds(encounter: Encounter) -> bool:
    """Whether a mention is enough to tell a meeting by itself."""
    parties = encounter.parties
    if encounter.spoken and encounter.form not in ALONE:
        people = [p for p in parties if p.actor is not None and p.actor != p.side]
        roles = [p for p in parties if p.actor is None and p.side is not None]
        return len(people) > 1 or (encounter.date is not None and len(people) + len(roles) > 1)
    if encounter.form in ALONE:
        return bool(parties)
    if len(parties) >= 2:
        return any(p.actor is not None or p.side is not None for p in parties)
    if len(parties) == 1 and (encounter.partnered or encounter.held):
        only = parties[0]
        if encounter.open_partner and only.actor is not None and only.actor != only.side:
            return encounter.held and encounter.date is not None
        if encounter.open_subject and only.actor is not None and only.actor != only.side:
            return True
        if encounter.held and only.side is not None and is_fixed(encounter):
            return only.actor in (None, only.side)  # "the Council meets again on Friday"
        # "the ASEAN foreign ministers"
        return encounter.partnered and only.actor is None and only.side is not None
    return False


def has_known_party(encounter: Encounter) -> bool:
    """Whether somebody or some state is named, and not only a body of the text's own."""
    return any(
        p.role is not None or (p.actor is not None and not p.actor.startswith("group:"))
        for p in encounter.parties
    )


def is_fixed(encounter: Encounter) -> bool:
    """Whether a mention gives a day, a month or a place of its own."""
    return encounter.date is not None or encounter.place is not None


def in_passing(encounter: Encounter, *, alone: bool) -> bool:
    """Whether a mention is only background: undated and loosely told."""
    if encounter.date is not None or encounter.plan == "planned":
        return False
    if encounter.form == "visit":
        return not alone and not encounter.official
    if encounter.form == "talk" and not encounter.partnered and not encounter.virtual:
        return True  # "the presidents also spoke about trade"
    if encounter.perfect and not alone:
        return True
    return encounter.passing or (encounter.form == "summit" and not encounter.held)
