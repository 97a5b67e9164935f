"""The English grammar of titles and names, as patterns over the letters of ``units.py``.

It finds "Chinese State Councilor and Foreign Minister Wang Yi", "National Security Advisor to the
Prime Minister of India Ajit Doval", "Dr S. Jaishankar, External Affairs Minister of India",
"Presidents of Belarus and Russia Alexander Lukashenko and Vladimir Putin", and bare names.
"""

from __future__ import annotations

import re

from memcon.knowledge.people import people_words
from memcon.reading.languages.en.offices import (
    Title,
    first_side,
    gender_of,
    is_plural,
    is_plural_title,
    read_titles,
    singular_title,
    unit_at,
)
from memcon.reading.languages.en.persons import HEAD, WORD, Person, read_gapped
from memcon.reading.languages.en.units import Line, Unit, side_of

_REACH = 32  # units of a title that are looked at on either side of a name

NAME = re.compile(r"p{0,2}(?:[NI]p{0,3}){0,6}N(?:,?J)?")
# an unknown capital word within an office's field: "Foreign and Diaspora Affairs"
_FIELD = r"(?:[MSAGDLBbv]|N(?=[MBb]))"
_COMPLEMENT = rf"(?:ft?(?:(?:{_FIELD}|O)s?)+(?:(?:,&|,|&)t?(?:{_FIELD}s?)+(?!O))*)"
_FREE = rf"(?:ft?(?:(?:(?:{_FIELD}|O)s?)+|N{{1,4}})(?:&t?{_FIELD}+(?!O))*)"
_TITLE = rf"{HEAD}{_COMPLEMENT}{{0,3}}(?:,?&t?{HEAD}{_COMPLEMENT}{{0,3}}){{0,3}}"
_LEFT = re.compile(rf"(?P<det>[tq]?)(?P<title>{_TITLE})(?P<gap>,?)(?P<hon>(?:[tq]?H)*)$")
_OPEN = re.compile(
    rf"(?P<det>[tq]?)(?P<title>{HEAD}(?:ft?[MSAGDLBbvON]+(?:,?&t?[MSAGDLBbvN]+)*){{1,2}})"
    rf"(?P<gap>)(?P<hon>(?:[tq]?H)*)$"
)
_HONOUR = re.compile(r"(?:(?P<side>[SA])s?[MBbO]{0,4})?(?:[tq]?H)+$")
_POSSESSOR = re.compile(r"[SGA]s?$")
_RIGHT = re.compile(
    rf"(?P<lead>,[tq]?)(?P<title>{WORD}{{0,8}}O{_FREE}{{0,3}}+(?:&t?{HEAD}{_FREE}{{0,3}}+){{0,3}}+)(?![NIHpO])"
)
_OF_STATE = re.compile(r"f(?P<the>t?)[SG](?:\([SG]\))?")
_IN_BRACKETS = re.compile(r"\([SGA]\)")
_MORE_NAMES = re.compile(r"(?:,&|,|&)(?:H*)(?=p{0,2}[NI])")


def find_people(line: Line, *, loose: bool = True) -> list[Person]:
    """Return the mentions of people by name in a sentence, in order.

    Args:
        line: the sentence as units.
        loose: False in title-case headlines, where a capital beside a name says nothing.
    """
    people: list[Person] = []
    consumed = 0  # units before this belong to an earlier person's titles
    position = 0
    letters = line.letters
    while True:
        match = NAME.search(letters, position)
        if match is None:
            return people
        start, end = match.span()
        position = end
        if start < consumed:
            continue
        floor = people[-1].start if people and _inside_a_title(people[-1], consumed) else consumed
        group = _read(line, start, end, consumed, loose, floor)
        if group:
            if floor < consumed and group[0].first < line.units[consumed].first:
                people.pop()
            if people:
                _share_side(people[-1], group[0])
            people.extend(group)
            consumed = position = max(end, group[-1].end, *(_unit_after(line, p) for p in group))


def _inside_a_title(person: Person, consumed: int) -> bool:
    """Tell whether a bare name can be a place or body within an office: "of the ISC, A B"."""
    line = person.line
    before = line.letters[max(0, person.start - 2) : person.start]
    return (
        not person.titles
        and not person.honorific
        and before.endswith(("f", "ft"))
        and consumed == person.end
        and line.letters[consumed : consumed + 1] == ","
    )


def _share_side(left: Person, right: Person) -> None:
    """Share the side named once: "First Minister A and Deputy First Minister B of X".

    The other way, "Israeli President A, Prime Minister B" only suggests B's side.
    """
    _pass_on(left, right)
    if left.line is not right.line or left.side or not (left.titles and right.titles):
        return
    one, two = left.titles[0], right.titles[0]
    if one.side or not right.side or one.words[-1:] != two.words[-1:] or one.words == two.words:
        return  # a state has one president: "President A and President B of X" are two states'
    if not any(rank in two.words and rank not in one.words for rank in ("deputy", "vice")):
        return  # "Vice President A and President B of X" are of two states as well
    between = left.line.letters[left.end : unit_at(left.line, right.first)]
    if between == "&":
        left.side = right.side
        for title in left.titles:
            title.side = right.side


def _pass_on(left: Person, right: Person) -> None:
    line = left.line
    between = line.letters[left.end : unit_at(line, right.first)]
    if between not in (",", "&", ",&", ",t", "&t", ",&t") or not right.titles:
        return
    if right.side or right.titles[0].side or right.counterpart:
        return
    if left.inherited:
        right.inherited = left.inherited
    elif left.titles and left.titles[0].side and not left.titles[0].after:
        opening = line.units[unit_at(line, left.titles[0].first)]
        if opening.letter in "SAG":
            right.inherited = left.titles[0].side


def _unit_after(line: Line, person: Person) -> int:
    end = person.end
    while end < len(line.units) and line.units[end].first <= person.last:
        end += 1
    return end


def _read(line: Line, start: int, end: int, consumed: int, loose: bool, floor: int) -> list[Person]:
    letters = line.letters
    units = line.units
    after = letters[end : end + _REACH]
    if _names_a_body(line, end):
        return []
    if end - start == 1 and _no_single_name(line, start, end):
        return []
    pattern = _LEFT
    if (
        end - start >= 4
        and letters[start - 1 : start] in ("f", "&")
        and "O" in letters[max(consumed, start - 8) : start]
    ):
        start, pattern = end - 2, _OPEN  # "Secretary for Conflict and Stabilization Operations A B"
    person = Person(
        line, start, end, units[start].first, units[end - 1].last, line.text(start, end)
    )
    person.modifier = bool(re.match(rf"{WORD}*O", after)) or after[:1] in ("b", "M")
    low = max(consumed, start - _REACH)
    gap = _read_left(person, pattern, letters[low:start], low)
    if floor < consumed and not person.titles and not person.counterpart:
        floor = max(0, floor - _REACH)
        gap = read_gapped(person, letters[floor:start], floor) or gap
    if person.titles and person.modifier and end - start == 1:
        return []  # "Representative for Afghanistan Reconciliation Ambassador C D"
    if person.titles and is_plural_title(line, person.titles[0]) and not person.modifier:
        people = _share(person, _following(line, person))
        if len(people) > 1:
            return people
    if loose and not person.titles and not person.honorific and _part_of_a_name(line, start, end):
        return []
    _read_right(person, after, gap)
    return [person]


def _names_a_body(line: Line, end: int) -> bool:
    """Tell whether capitals run on into a body's noun: "Trump Administration", "Xinhua Agency"."""
    return end < len(line.units) and line.units[end].letter == "B"


def _no_single_name(line: Line, start: int, end: int) -> bool:
    """Tell whether one capitalised word after a title is rather a part of the title.

    "Secretary of State Blinken" names a person, "Director of the Office of Public Engagement" and
    "Chief Operating Officer" do not.
    """
    people = people_words()
    units = line.units
    if end < len(units) and units[end].lower in people.not_names and units[end].text[:1].isupper():
        return True
    if start == 0:
        return False
    before = units[start - 1]
    if before.letter == "O":
        return before.lower in ("chief", "head", "counsel", "member")
    if before.letter not in "MBAS":
        return False
    tail = line.letters[end : end + 4]
    if before.letter == "M" and re.match(r"ft?S,|ft?SN", tail) and units[end].lower == "of":
        return True  # "Minister of Foreign Affairs and Human Mobility of Ecuador, A B"
    office = line.letters.rfind("O", max(0, start - 8), start)
    if office < 0 or "f" not in line.letters[office:start] or "," in line.letters[office:start]:
        return False
    link = line.letters.find("f", office, start)
    if units[link].lower != "of":
        return True
    return before.letter != "S" and units[office].lower not in ("secretary", "minister")


def _part_of_a_name(line: Line, start: int, end: int) -> bool:
    """Tell whether another capitalised word touches: "New York", "Thomas Shoal"."""
    units = line.units
    before = units[start - 1] if start > 1 else None
    after = units[end] if end < len(units) else None
    return any(u is not None and u.letter == "x" and u.text[:1].isupper() for u in (before, after))


def _read_left(person: Person, pattern: re.Pattern[str], before: str, low: int) -> bool:
    line = person.line
    units = line.units
    match = pattern.search(before)
    if match is not None and match["gap"]:
        two = person.end - person.start >= 2
        anchored = match["det"] or match["hon"] or (low + match.start() == 0)
        if not (anchored and (two or match["hon"])):
            match = None
        elif is_plural(_last_office(units[low + match.start("title") : low + match.end("title")])):
            match = None  # "with CARICOM Foreign Ministers, Mr. A proposed"
    if match is None and read_gapped(person, before, low):
        return True
    if match is None:
        honour = _HONOUR.search(before)
        if honour is not None:
            person.honorific = True
            person.first = units[low + honour.start()].first
            person.feminine = gender_of(units[low + honour.start() : person.start])
            if honour["side"]:
                entity = units[low + honour.start()].entity
                person.side = side_of(entity) if entity is not None else None
            return False
        owner = _POSSESSOR.search(before)
        if owner is not None and before.endswith("s"):
            unit = units[low + owner.start()]
            person.side = side_of(unit.entity) if unit.entity else None
            person.first = unit.first
        return False
    first = low + match.start("title")
    last = low + match.end("title")
    first = _trim(line, first, last, bool(match["det"]))
    person.honorific = bool(match["hon"])
    titles = read_titles(line, first, last)
    if match["det"] and first == low + match.start("title"):
        person.first = units[low + match.start()].first
    else:
        person.first = units[first].first
    if any("counterpart" in t.words for t in titles):
        person.counterpart = True
        person.side = next((t.side for t in titles if t.side), None)
        titles = [t for t in titles if "counterpart" not in t.words]
    person.titles = titles
    person.feminine = gender_of(units[first : person.start])
    return bool(match["gap"])


def _trim(line: Line, first: int, last: int, definite: bool) -> int:
    """Cut what belongs to another person off the front of a title.

    In "the Secretary and Foreign Minister Lavrov" a definite office without a side is another
    person's; so are two joined offices of different sides.
    """
    letters = line.letters
    joints = [k for k in range(first, last) if letters[k] == "&"]
    for k in reversed(joints):
        left, right = letters[first:k], letters[k + 1 : last]
        units = line.units
        if "O" not in left and units[k - 1].text[:1].islower() != units[k + 1].text[:1].islower():
            return k + 1  # "on trade and Foreign Minister A B"
        if "O" not in left or "O" not in right:
            continue
        left_side = first_side(line.units[first:k])
        right_side = first_side(line.units[k + 1 : last])
        foreign = left_side is not None and right_side is not None and left_side != right_side
        plural_left = is_plural(_last_office(line.units[first:k]))
        if foreign or plural_left or (definite and left_side is None and "f" not in left):
            start = k + 1
            while letters[start] == "t":
                start += 1
            return start
    return first


def _last_office(units: list[Unit]) -> str:
    return next((u.lower for u in reversed(units) if u.letter == "O"), "")


def _following(line: Line, person: Person) -> list[Person]:
    """Collect the further names of a list under one plural title."""
    people = [person]
    at = person.end
    while True:
        joint = _MORE_NAMES.match(line.letters, at)
        if joint is None:
            return people
        match = NAME.match(line.letters, joint.end())
        if match is None:
            return people
        start, end = match.span()
        people.append(
            Person(
                line,
                start,
                end,
                line.units[start].first,
                line.units[end - 1].last,
                line.text(start, end),
            )
        )
        at = end


def _share(person: Person, people: list[Person]) -> list[Person]:
    """Give each name of a list its office, and its side where there are as many sides as names."""
    line = person.line
    if len(people) < 2:
        return people
    title = person.titles[0]
    a, b = unit_at(line, title.first), unit_at(line, title.last) + 1
    sides = [side_of(u.entity) for u in line.units[a:b] if u.letter in "SAG" and u.entity]
    singular = " ".join(singular_title(w) for w in title.title.split())
    for number, other in enumerate(people):
        side = title.side
        if len(sides) == len(people):
            side = sides[number]
        elif len(sides) > 1:
            side = None
        other.titles = [Title(singular, side, title.first, title.last, title.words)]
    return people


def _read_right(person: Person, after: str, gap: bool) -> None:
    line = person.line
    units = line.units
    at = person.end
    of = _OF_STATE.match(after)
    if of is not None and units[at].lower == "of" and not person.modifier:
        inner = units[at + 1 + len(of["the"])]
        side = side_of(inner.entity) if inner.entity else None
        if person.titles or person.honorific or person.end - person.start > 1:
            person.side = person.side or side
            for title in person.titles:
                title.side = title.side or side
            at += of.end()
            person.last = units[at - 1].last
            after = line.letters[at : at + _REACH]
    brackets = _IN_BRACKETS.match(after)
    if brackets is not None and (person.titles or person.end - person.start > 1):
        inner = units[at + 1]
        person.side = person.side or (side_of(inner.entity) if inner.entity else None)
        at += 3
        person.last = units[at - 1].last
        after = line.letters[at : at + _REACH]
    if gap:
        return
    match = _RIGHT.match(after)
    if match is None or person.modifier:
        return
    single = person.end - person.start == 1 and not person.titles and not person.honorific
    if single and units[at + 1].lower in ("a", "an"):
        return  # "In Lima, a representative said"
    first, last = at + match.start("title"), at + match.end("title")
    following = line.letters[last : last + 1]
    if following in ("H", "N", "I", "p"):
        return  # the next person's title: "Biden, President Xi and others"
    titles = read_titles(line, first, last)
    if not titles or is_plural_title(line, titles[0]):
        return
    if "counterpart" in titles[0].words:
        person.counterpart = True
        person.side = person.side or titles[0].side
    else:
        for title in titles:
            title.after = True
        person.titles.extend(titles)
    person.last = units[last - 1].last
    gender = gender_of(units[first:last])
    person.feminine = gender if person.feminine is None else person.feminine
