"""Whether two mentions can tell of one occasion.

``fits`` is the only relation that linking of meetings rests on. It is symmetric, and looks at
nothing but the two mentions.
"""

from __future__ import annotations

from typing import Final

from memcon.archive.linking.events import is_body, members_of
from memcon.archive.linking.mentions import EVENT_DAYS, MANY, VISIT_DAYS, Facts
from memcon.archive.linking.wording import surname_of
from memcon.reading.descriptions import RANKS

# Undated reports of one matter come within a week of each other.
UNDATED_APART: Final = 7
# A visit to one place takes fewer days.
LEG_DAYS: Final = 4
_RANKS: Final = frozenset(RANKS)


def fits(one: Facts, other: Facts) -> bool:
    """Return whether two mentions can tell of one occasion.

    Days, forms and persons must not speak against it, and the company of one must be found in
    the other's: two sides, or a person and another party.
    """
    return documents_fit(one, other) and accounts_fit(one, other)


def documents_fit(one: Facts, other: Facts) -> bool:
    """Return whether the documents allow it: one document seldom tells of an occasion twice.

    The reader has already put together what a document tells of one occasion.
    """
    return one.mention.document != other.mention.document or _same_words(one, other)


def accounts_fit(one: Facts, other: Facts) -> bool:
    """Return whether what the two say fits, whatever the documents: see ``Facts.alike``."""
    if one.keys.isdisjoint(other.keys):
        return False
    if one.kind == other.kind == "visit":
        return _visits_fit(one, other)
    if _events_fit(one, other):
        return True
    if not (_body_met(one, other) and _body_met(other, one)):
        return False
    return (
        days_fit(one, other)
        and _people_fit(one, other)
        and (_within(one, other) or _within(other, one))
        and _enough(one, other)
        and _forms_fit(one, other)
        and (_firm_enough(one, other) if one.vague or other.vague else True)
    )


def _events_fit(one: Facts, other: Facts) -> bool:
    """Return whether both name one gathering, at one time."""
    if one.event is None or other.event is None or not one.event.fits(other.event):
        return False
    if one.exact and other.exact:
        assert one.first is not None
        assert other.first is not None
        return abs(one.first - other.first) <= EVENT_DAYS
    return _overlap(one, other)


def _body_met(one: Facts, other: Facts) -> bool:
    """Return whether ``other`` can be the gathering of a body that ``one`` names.

    Two who took part in it, or one who spoke for the body, met besides it.
    """
    if one.event is None or not one.event.bodies or len(other.sides) >= 3:
        return True
    if other.event is not None and other.event.bodies:
        return one.event.fits(other.event)
    common = {one.people[person] for person in one.people.keys() & other.people.keys()}
    if not common.isdisjoint(one.event.bodies):
        return False
    return not any(len(common & members_of(body)) >= 2 for body in one.event.bodies)


def _visits_fit(one: Facts, other: Facts) -> bool:
    """Return whether one traveller went to one place, once.

    A visit is told with the day of its beginning, its end or any between.
    """
    if not (one.people.keys() <= other.people.keys() or other.people.keys() <= one.people.keys()):
        return False
    if one.state is not None and other.state is not None:
        same = one.state == other.state
    elif one.place and other.place:
        same = not one.place.isdisjoint(other.place)
    else:
        same = len(one.sides & other.sides) >= 2 and (one.exact or other.exact)
    if not same or not one.people.keys() & other.people.keys():
        return False
    if one.exact and other.exact:
        assert one.first is not None
        assert other.first is not None
        return _legs_fit(one, other) and abs(one.first - other.first) <= VISIT_DAYS
    return _overlap(one, other)


def _legs_fit(one: Facts, other: Facts) -> bool:
    """Return whether neither can be the trip of which the other is a leg.

    Of a trip reports give the first place; it is longer than the visit to that place.
    """
    if one.until is not None and other.until is not None:
        return (one.first, one.until) == (other.first, other.until)
    for trip, leg in ((one, other), (other, one)):
        if trip.until is not None and trip.first is not None and leg.first is not None:
            return trip.first <= leg.first <= trip.until < trip.first + LEG_DAYS
    return True


def _overlap(one: Facts, other: Facts) -> bool:
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return False
    return one.first <= other.last and other.first <= one.last


def _same_words(one: Facts, other: Facts) -> bool:
    a, b = one.mention, other.mention
    if one.event is not None and other.event is not None and one.event.fits(other.event):
        return True
    if not (one.exact and other.exact):
        return (
            a.status == b.status
            and one.people.keys() == other.people.keys()
            and len(one.named) >= 2
            and "press" not in (one.kind, other.kind)
        )
    return (
        one.exact
        and bool(one.people)
        and (a.day, a.form, a.status, a.place) == (b.day, b.form, b.status, b.place)
        and one.people.keys() == other.people.keys()
        and one.sides == other.sides
    )


# Days ------------------------------------------------------------------------------------------


def days_fit(one: Facts, other: Facts) -> bool:
    """Return whether there is a day on which both can have been."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return False
    if one.exact and other.exact:
        apart = abs(one.first - other.first)
        return apart == 0 or (
            apart == 1 and (_clocks_differ(one, other) or _put_up_later(one, other))
        )
    if one.last < other.first or other.last < one.first:
        return False
    if one.exact or other.exact:
        return True
    if one.mention.day is not None or other.mention.day is not None:
        return one.planned == other.planned or (one.summit and other.summit)
    if one.published is None or other.published is None:
        return False
    if one.planned != other.planned:
        ahead, after = (one, other) if one.planned else (other, one)
        if (ahead.published or 0) > (after.published or 0):
            return False
    return abs(one.published - other.published) <= UNDATED_APART


def _clocks_differ(one: Facts, other: Facts) -> bool:
    """Return whether the two accounts may count days by different clocks."""
    return one.narrator is None or other.narrator is None or one.narrator != other.narrator


def _put_up_later(one: Facts, other: Facts) -> bool:
    """Return whether a day counted from that of a document can be a day too late, or so.

    The same persons, not just one, and no place that speaks against it.
    """
    if one.people.keys() != other.people.keys() or len(one.named) < 2:
        return False
    if one.by_document != other.by_document and not one.place.isdisjoint(other.place):
        return True
    late, sure = (one, other) if one.counted else (other, one)
    if sure.counted or not late.counted or (late.first or 0) < (sure.first or 0):
        return False
    return not (one.place and other.place) or not one.place.isdisjoint(other.place)


# Company ---------------------------------------------------------------------------------------


def _people_fit(one: Facts, other: Facts) -> bool:
    """Return whether the persons named do not tell of two companies.

    Where both name someone whom the other lacks, these must belong to a side on which they
    share somebody else: two lists of one delegation. An unnamed delegation is nobody's proof.
    """
    return not (_strangers(one, other) and _strangers(other, one))


def _strangers(one: Facts, other: Facts) -> bool:
    """Return whether ``one`` names somebody of whose company ``other`` names nobody."""
    for person, side in one.people.items():
        if person in other.people or _namesake(person, one, other):
            continue
        if side is None or one.named[side].isdisjoint(other.people):
            return True
    return False


def _namesake(person: str, one: Facts, other: Facts) -> bool:
    """Return whether ``other`` names one of the same side and surname who met the same person.

    "PRESIDENT VARRO:" in a transcript that also speaks of the president's late brother.
    """
    side, surname = one.people[person], surname_of(person)
    if side is None or surname is None or one.people.keys().isdisjoint(other.people):
        return False
    return any(
        namesake not in one.people
        and surname_of(namesake) == surname
        and _alike(one.offices[person], other.offices[namesake])
        for namesake in other.named.get(side, frozenset())
    )


def _within(one: Facts, other: Facts) -> bool:
    """Return whether every party of ``one`` is found in ``other``.

    A person is found by name, as one more of a delegation of which others are named, or in an
    office without a name that can be this person's.
    """
    for person, side in one.people.items():
        if person in other.people or _namesake(person, one, other):
            continue
        if side is None:
            return False
        if not one.named[side].isdisjoint(other.people):
            continue  # a longer list of the same delegation
        if not _bare_of(other, side, one.offices[person]):
            return False
    for side, words in one.bare:
        if side is not None and is_body(side) and _met(one, other):
            continue  # spoken of beside two who met
        if side is None:
            if len(one.sides) < 2 and not any(
                other_side is None and not words.isdisjoint(other_words)
                for other_side, other_words in other.bare
            ):
                return False
        elif side in other.named:
            if not any(_alike(words, other.offices[p]) for p in other.named[side]):
                return False
        elif not _bare_of(other, side, words):
            return False
    return _sides_within(one, other)


def _bare_of(facts: Facts, side: str, words: frozenset[str]) -> bool:
    return any(side == own and _alike(words, office) for own, office in facts.bare)


def _alike(words: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two offices can be one: "President" is no "Vice President"."""
    if not words or not other:
        return True
    return words & _RANKS == other & _RANKS and not words.isdisjoint(other)


def _met(one: Facts, other: Facts) -> bool:
    """Return whether somebody named in both and another state of both took part."""
    common = one.people.keys() & other.people.keys()
    states = {side for side in one.sides & other.sides if not is_body(side)}
    return bool(common) and len(states) >= 2 and one.exact and other.exact


def _sides_within(one: Facts, other: Facts) -> bool:
    """Return whether the sides of ``one`` are those of ``other``, or most of a large company.

    Two of the four who met together may have met alone on the same day.
    """
    missing = {side for side in other.sides - one.sides if not side.startswith("group:")}
    if missing and _met(one, other):
        missing = {side for side in missing if side in other.named or not is_body(side)}
    if not missing:
        return True
    return len(one.sides) >= max(3, len(other.sides) / 2) or len(one.sides) >= MANY


def _enough(one: Facts, other: Facts) -> bool:
    """Return whether what the two have in common makes an occasion."""
    common = one.people.keys() & other.people.keys()
    states = {side for side in one.sides & other.sides if not side.startswith("group:")}
    if len(states) >= 3:
        return True
    if len(states) == 2:
        return bool(common) or one.exact or other.exact
    if len(one.sides) <= 1 and len(other.sides) <= 1:
        if not (one.exact and other.exact):
            return one.people.keys() == other.people.keys() and _same_crowd(one, other)
        return bool(common) and _alone_fit(one, other)
    return len(common) >= 2


def _same_crowd(one: Facts, other: Facts) -> bool:
    """Return whether both say in the same words whom the persons met: "senior party officials"."""
    return any(
        side is None and len(words) >= 2 and (side, words) in other.bare for side, words in one.bare
    )


def _alone_fit(one: Facts, other: Facts) -> bool:
    """Return whether what one side does by itself is one: same persons, at no two places."""
    if one.people.keys() != other.people.keys() or one.kind != other.kind:
        return False
    return one.place <= other.place or other.place <= one.place


def _firm_enough(one: Facts, other: Facts) -> bool:
    """Return whether a mention without a day or a name says enough to be given to the other."""
    common = not one.people.keys().isdisjoint(other.people)
    company = len(one.sides & other.sides) >= 3
    if one.vague and other.vague and not (common or company):
        return one.kind == other.kind and _by_month(one) and _by_month(other)
    return all(
        company or not item.vague or _says_enough(item, base)
        for item, base in ((one, other), (other, one))
    )


def _by_month(facts: Facts) -> bool:
    return len(facts.mention.day or "") >= len("2021-09")


def _says_enough(item: Facts, base: Facts) -> bool:
    """Return whether a vague mention of two sides can be given to an occasion of theirs."""
    nameless = not item.people
    if not (nameless or item.implied):
        return True
    if item.exact:
        return item.kind != "call"  # officials of two states phone each other all day
    if item.summit and base.summit:
        return _by_month(item) or item.mention.day is None
    return not item.planned and news(item, base)


def news(item: Facts, base: Facts) -> bool:
    """Return whether the occasion of ``base`` was news when ``item`` was published."""
    if item.published is None or base.first is None or not base.exact:
        return False
    return abs(base.first - item.published) <= 1


# Form ------------------------------------------------------------------------------------------


def _forms_fit(one: Facts, other: Facts) -> bool:
    """Return whether the forms can be those of one occasion.

    The press conference after the talks is an occasion of its own, and so is a visit during
    which several meetings are held. A call is no meeting in person, but reports call a meeting
    by video either: same day, same persons, no place.
    """
    if one.kind == other.kind:
        return True
    if {one.kind, other.kind} != {"talks", "call"}:
        return False
    if one.mention.document == other.mention.document and not (one.exact and other.exact):
        # "The two also conferred on …" goes on about the call.
        return not (one.place or other.place)
    return (
        one.exact
        and other.exact
        and not (one.place or other.place)
        and one.people.keys() == other.people.keys()
        and len(one.named) >= 2
    )
