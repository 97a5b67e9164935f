"""The English grammar of bodies: ministries, embassies, forces, and a state's own voice.

"Chinese Foreign Ministry", "China's Ministry of National Defense", "the Israeli military" and
"the Government of Japan" are found as patterns over the letters of ``units.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from memcon.reading.languages.en.units import Line

_BODY = re.compile(
    r"(?P<side>(?:[SAG]s?)?)(?P<mods>[MN]{0,5})(?P<head>[Bb]{1,2})"
    r"(?P<of>(?:ft?[MNBb]+(?:(?:,&|,|&)[MNBb]+)*)?)(?P<state>(?:ft?[SG](?:\([SG]\))?)?)"
)
_VOICE = re.compile(r"(?P<side>[SA]s?)M{0,2}v|v(?P<of>ft?S)")
_OWN_OFFICE = re.compile(
    r"(?P<side>(?:[SA]s?)?)M{0,2}Os(?P<head>B)|(?P<late>B)ft?M{0,2}O(?![NIHp])"
)
_NAMED = re.compile(r"[SA]s?(?=G)")


@dataclass(frozen=True, slots=True)
class Body:
    """A body in a line: half-open unit range; ``side`` and ``known`` are entity ids."""

    start: int
    end: int
    head: int  # unit of the head noun
    name: str | None  # None: the state itself speaks
    side: str | None


def find_bodies(line: Line, taken: list[tuple[int, int]]) -> list[Body]:
    """Return the bodies of a sentence that have a side or a capitalised name.

    Args:
        line: the sentence as units.
        taken: unit ranges of persons' mentions, which hold no further body.
    """
    found: list[Body] = []
    free = _free(len(line.units), taken)
    for match in _VOICE.finditer(line.letters):
        if not all(free[match.start() : match.end()]):
            continue
        side = match["side"] or match["of"]
        at = match.start() if match["side"] else match.end() - 1
        entity = line.units[at].entity
        if entity is not None and side:
            head = match.end() - 1 if match["side"] else match.start()
            found.append(Body(match.start(), match.end(), head, None, entity.id))
            _take(free, match.start(), match.end())
    for match in _BODY.finditer(line.letters):
        body = _read(line, match)
        if body is not None and all(free[body.start : body.end]):
            found.append(body)
            _take(free, body.start, body.end)
    for match in _OWN_OFFICE.finditer(line.letters):
        body = _own_office(line, match)
        if body is not None and all(free[body.start : body.end]):
            found.append(body)
            _take(free, body.start, body.end)
    found.sort(key=lambda body: body.start)
    return found


def _free(size: int, taken: list[tuple[int, int]]) -> list[bool]:
    free = [True] * size
    for start, end in taken:
        _take(free, start, end)
    return free


def _take(free: list[bool], start: int, end: int) -> None:
    for k in range(start, min(end, len(free))):
        free[k] = False


def _own_office(line: Line, match: re.Match[str]) -> Body | None:
    """Read "the Prime Minister's Office" and "the Office of the President"."""
    units = line.units
    head = match.start("head") if match["head"] else match.start("late")
    if units[head].lower != "office":
        return None
    owner = units[match.start()].entity if match["side"] else None
    low = match.start() + len(match["side"] or "")
    if not all(u.text[:1].isupper() for u in units[low : match.end()] if u.letter in "MOB"):
        return None
    name = line.text(low, match.end()).replace(" '", "'").replace(" ’", "’")
    side = owner.id if owner is not None else None
    if owner is not None:
        name = f"{name} of {owner.name}"
    return Body(match.start(), match.end(), head, name, side)


def _read(line: Line, match: re.Match[str]) -> Body | None:
    units = line.units
    start, end = match.span()
    head = match.end("head") - 1
    owner = units[start] if match["side"] else None
    after = units[match.end("state") - 1] if match["state"] else None
    if after is not None and match["state"].endswith(")"):
        after = units[match.end("state") - 3]
    capital = match["head"][-1] == "B"
    side = owner.entity.id if owner is not None and owner.entity else None
    if side is None and after is not None and after.entity:
        side = after.entity.id
        if not capital and units[match.start("state")].lower != "of":
            side = None
    if side is None and not (capital and (match["mods"] or match["of"])):
        return None
    low = match.end("side")
    close = match.end("of")
    if owner is not None and capital and not match["of"] and not match["state"]:
        close = end = _field_end(line, end)
    core = line.text(low, close)
    holder = owner or after
    owner_name = holder.entity.name if holder is not None and holder.entity else None
    if owner is not None and owner.letter == "A" and core.islower() and "ministry" not in core:
        name = f"{owner.text} {core}"  # "Israeli military"
    else:
        name = body_name(core, owner_name)
    if units[head].lower in ("embassy", "consulate", "mission") and owner_name is not None:
        link = match.start("state") if match["state"] else end
        host = units[link + 1] if link + 1 < len(units) else None
        there = host.entity if host is not None and host.letter == "S" else None
        if owner is not None and there is not None and units[link].lower in ("in", "to"):
            name = f"{name} in {there.name}"
    if owner is not None and capital:
        while start and line.letters[start - 1] == "x" and units[start - 1].text[:1].isupper():
            start -= 1  # "North American Aerospace Defense Command"
            name, side = line.text(start, end), None
    return Body(start, end, head, name, side)


def _field_end(line: Line, end: int) -> int:
    """Return where a ministry's field ends: "Tarvo's Ministry of the Sea"."""
    units = line.units
    if end >= len(units) or units[end].lower != "of":
        return end
    at = end + 1
    if at < len(units) and units[at].letter == "t":
        at += 1
    last = at
    while last < len(units) and units[last].letter in "xMNB" and units[last].text[:1].isupper():
        last += 1
    return last if last > at else end


def body_name(core: str, owner: str | None) -> str:
    """Return the name under which a body is kept: "Ministry of Foreign Affairs of China".

    Args:
        core: the body's own words, without its state.
        owner: the name of the state or body it belongs to.
    """
    words = core.split()
    if len(words) > 1 and words[-1].lower() == "ministry":
        subject = " ".join(w if w[:1].isupper() else w.capitalize() for w in words[:-1])
        subject = "Foreign Affairs" if subject == "Foreign" else subject
        core = f"Ministry of {subject}"
    elif words and words[0].islower():
        core = core[:1].upper() + core[1:] if owner is not None else core
    if owner is None:
        return core
    article = "the " if owner.startswith("United ") or owner.endswith("s") else ""
    return f"{core} of {article}{owner}"


def adjective_pairs(line: Line) -> list[tuple[int, int]]:
    """Return unit ranges of a state and a known body side by side: "US State Department"."""
    return [(m.start(), m.end() + 1) for m in _NAMED.finditer(line.letters)]
