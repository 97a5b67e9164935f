"""Meetings: documents about one occasion are put together, and what they say of it merged."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.archive.linking.meetings import (
    MeetingMention,
    Occasion,
    Participant,
    Party,
    cluster,
    components,
    merge,
    related,
    sides,
    window,
)
from memcon.archive.linking.mentions import facts_of

VARRO = Party(actor="person:ada-varro", role="President", side="OST")
KELM = Party(actor="person:jon-kelm", role="Foreign Minister", side="OST")
BRANT = Party(actor="person:ilse-brant", role="President", side="VAR")
SOREL = Party(actor="person:mik-sorel", role="Foreign Minister", side="VAR")
THORNE = Party(actor="person:eva-thorne", role="Prime Minister", side="NOR")


def told(key: int, *parties: Party, **fields: Any) -> MeetingMention:
    """One mention; in a document of its own unless it says otherwise."""
    values: dict[str, Any] = {
        "document": key,
        "narrator": "OST",
        "published": "2031-05-10",
        "form": "meeting",
        "day": "2031-05-10",
    }
    values.update(fields)
    day = values["day"]
    values.setdefault("precision", day and {10: "day", 7: "month", 4: "year"}[len(day)])
    return MeetingMention(key=key, parties=parties, **values)


def groups(mentions: Iterable[MeetingMention]) -> set[frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, head in cluster(mentions).items():
        found[head].add(key)
    return {frozenset(members) for members in found.values()}


def together(*mentions: MeetingMention) -> bool:
    return len(set(cluster(mentions).values())) == 1


# What is one occasion ----------------------------------------------------------------------------


def test_two_sides_accounts_of_one_day_are_one() -> None:
    assert together(told(1, VARRO, BRANT), told(2, BRANT, VARRO, narrator="VAR"))


def test_presidents_and_ministers_meet_separately() -> None:
    assert not together(told(1, VARRO, BRANT), told(2, KELM, SOREL))
    assert not together(told(1, VARRO, BRANT), told(2, VARRO, SOREL))


def test_an_unnamed_delegation_does_not_make_two_guests_one() -> None:
    delegation = Party(role="delegation", side="VAR")
    assert together(told(1, VARRO, BRANT, delegation), told(2, VARRO, BRANT))
    assert not together(told(1, VARRO, BRANT, delegation), told(2, VARRO, SOREL))


def test_a_delegation_told_at_length_is_the_same_delegation() -> None:
    assert together(told(1, VARRO, BRANT), told(2, VARRO, KELM, BRANT, SOREL))


def test_two_of_three_may_have_met_alone() -> None:
    assert not together(told(1, VARRO, BRANT, THORNE), told(2, VARRO, BRANT))


def test_one_person_alone_is_not_enough() -> None:
    leaders = Party(role="community leaders")
    assert not together(told(1, VARRO, leaders), told(2, VARRO, BRANT))


@pytest.mark.parametrize(
    ("form", "other", "same"),
    [
        ("meeting", "summit", True),
        ("meeting", "joint_statement", True),
        ("meeting", "press_conference", False),
        ("meeting", "visit", False),
        ("call", "call", True),
    ],
)
def test_forms_that_can_be_one_occasion(form: str, other: str, same: bool) -> None:
    assert together(told(1, VARRO, BRANT, form=form), told(2, VARRO, BRANT, form=other)) is same


def test_a_call_is_a_virtual_meeting_but_none_in_person() -> None:
    call = told(1, VARRO, BRANT, form="call")
    assert together(call, told(2, VARRO, BRANT))
    assert not together(call, told(2, VARRO, BRANT, place="Port Ostra"))
    assert not together(call, told(2, VARRO, BRANT, KELM))


def test_offices_stand_for_names_where_they_can_be_theirs() -> None:
    president = Party(role="president", side="VAR")
    assert together(told(1, VARRO, BRANT), told(2, VARRO, president))
    assert together(told(1, VARRO, BRANT), told(2, VARRO, Party(role="leader", side="VAR")))
    deputy = Party(role="vice president", side="VAR")
    assert not together(told(1, VARRO, BRANT), told(2, VARRO, deputy))


def test_the_narrators_own_side_goes_without_saying() -> None:
    guest = told(1, BRANT)
    assert sides(guest) == {"OST", "VAR"}
    assert sides(told(1, BRANT, form="press_conference")) == {"VAR"}
    assert sides(told(1, BRANT, THORNE)) == {"VAR", "NOR"}
    assert together(guest, told(2, VARRO, BRANT))


def test_states_without_names_join_the_one_occasion_of_that_day() -> None:
    statement = told(3, Party(side="OST"), Party(side="VAR"), form="joint_statement")
    talks, ministers = told(1, VARRO, BRANT), told(2, KELM, SOREL)
    assert together(talks, statement)
    assert groups([talks, ministers, statement]) == {
        frozenset({1}),
        frozenset({2}),
        frozenset({3}),
    }


def test_states_without_names_are_not_given_to_a_call() -> None:
    officials = told(2, Party(side="OST"), Party(side="VAR"), form="call")
    assert not together(told(1, VARRO, BRANT, form="call"), officials)


def test_an_undated_mention_of_one_party_is_given_only_to_the_news_of_its_day() -> None:
    held, guest = told(1, VARRO, BRANT), told(2, BRANT, day=None, published="2031-05-11")
    assert together(held, guest)
    assert not together(held, replace(guest, published="2031-05-13"))
    assert not together(held, replace(guest, status="planned", published="2031-05-09"))


def test_one_document_tells_of_two_occasions() -> None:
    first = told(1, VARRO, BRANT, document=7)
    assert not together(first, told(2, VARRO, BRANT, KELM, document=7))
    assert not together(first, told(2, VARRO, BRANT, document=7, form="summit"))
    assert together(first, told(2, VARRO, BRANT, document=7))


def test_of_two_vague_mentions_of_a_document_one_joins() -> None:
    held = told(1, VARRO, BRANT)
    first = told(2, VARRO, BRANT, day=None, document=7)
    second = told(3, VARRO, BRANT, KELM, day=None, document=7, published="2031-05-11")
    assert groups([held, first, second]) in (
        {frozenset({1, 2}), frozenset({3})},
        {frozenset({1, 3}), frozenset({2})},
    )


# Days --------------------------------------------------------------------------------------------


def test_clocks_of_two_narrators_may_differ_by_a_day() -> None:
    mine = told(1, VARRO, BRANT)
    assert together(mine, told(2, VARRO, BRANT, narrator="VAR", day="2031-05-11"))
    assert not together(mine, told(2, VARRO, BRANT, narrator="VAR", day="2031-05-12"))
    assert not together(mine, told(2, VARRO, BRANT, day="2031-05-11"))


def test_a_narrator_who_reports_both_days_keeps_them_apart() -> None:
    mentions = [
        told(1, VARRO, BRANT),
        told(2, VARRO, BRANT, day="2031-05-11"),
        told(3, VARRO, BRANT, narrator="VAR", day="2031-05-10"),
        told(4, VARRO, BRANT, narrator="VAR", day="2031-05-11"),
    ]
    assert groups(mentions) == {frozenset({1, 3}), frozenset({2, 4})}


def test_days_in_a_row_do_not_chain() -> None:
    mentions = [
        told(1, VARRO, BRANT, narrator="OST", day="2031-05-10"),
        told(2, VARRO, BRANT, narrator="VAR", day="2031-05-11"),
        told(3, VARRO, BRANT, narrator="NOR", day="2031-05-12"),
    ]
    assert groups(mentions) == {frozenset({1}), frozenset({2}), frozenset({3})}


def test_a_plan_joins_what_was_held() -> None:
    plan = told(1, VARRO, BRANT, status="planned", published="2031-05-02")
    held = told(2, VARRO, BRANT, published="2031-05-11")
    assert cluster([plan, held]) == {1: 2, 2: 2}


@pytest.mark.parametrize("day", ["2031-05", "2031", None])
def test_a_vague_date_joins_the_only_occasion_it_can_mean(day: str | None) -> None:
    held, vague = told(1, VARRO, BRANT), told(2, VARRO, BRANT, day=day, published="2031-05-12")
    assert together(held, vague)
    again = told(3, VARRO, BRANT, day="2031-05-08", form="summit")
    assert frozenset({2}) in groups([held, vague, again])


def test_an_undated_report_means_the_occasion_of_its_day() -> None:
    report = told(3, VARRO, BRANT, day=None)
    mentions = [told(1, VARRO, BRANT), told(2, VARRO, BRANT, day="2031-05-06"), report]
    assert groups(mentions) == {frozenset({1, 3}), frozenset({2})}


def test_of_two_occasions_a_vague_mention_means_the_one_with_its_persons() -> None:
    report = told(3, VARRO, BRANT, SOREL, day="2031-05", published="2031-05-30")
    mentions = [told(1, VARRO, BRANT, SOREL), told(2, VARRO, BRANT, day="2031-05-20"), report]
    assert groups(mentions) == {frozenset({1, 3}), frozenset({2})}


def test_talks_are_told_of_for_days_and_summits_for_weeks() -> None:
    report = told(2, VARRO, BRANT, day=None, published="2031-05-30")
    assert not together(told(1, VARRO, BRANT), report)
    assert together(told(1, VARRO, BRANT, form="summit"), report)


def test_what_was_held_came_before_it_was_told() -> None:
    report = told(1, VARRO, BRANT, day="2031", published="2031-03-01")
    assert window(report) == (dt.date(2031, 1, 1), dt.date(2031, 3, 2))
    assert not together(report, told(2, VARRO, BRANT))
    plan = replace(report, status="planned")
    assert window(plan) == (dt.date(2031, 2, 28), dt.date(2031, 12, 31))
    assert together(plan, told(2, VARRO, BRANT))


def test_windows() -> None:
    assert window(told(1, day="2031-02")) == (dt.date(2031, 2, 1), dt.date(2031, 2, 28))
    assert window(told(1, day="2031-12-31")) == (dt.date(2031, 12, 31), dt.date(2031, 12, 31))
    assert window(told(1, day="2031", published=None)) == (
        dt.date(2031, 1, 1),
        dt.date(2031, 12, 31),
    )
    assert window(told(1, day=None)) == (dt.date(2031, 4, 9), dt.date(2031, 5, 24))
    assert window(told(1, day=None, published=None)) is None


def test_nothing_known_of_the_day_links_with_nothing() -> None:
    assert not together(told(1, VARRO, BRANT), told(2, VARRO, BRANT, day=None, published=None))


def test_undated_reports_of_one_week_are_one() -> None:
    plan = told(1, VARRO, BRANT, day=None, status="planned", published="2031-05-01")
    report = told(2, VARRO, BRANT, day=None, published="2031-05-06")
    assert together(plan, report)
    assert not together(plan, replace(report, published="2031-05-20"))
    assert not together(report, replace(plan, published="2031-05-08"))


def test_a_vague_mention_does_not_join_two_occasions() -> None:
    mentions = [
        told(1, VARRO, BRANT),
        told(2, KELM, SOREL),
        told(3, Party(side="OST"), Party(side="VAR")),
    ]
    assert components(mentions) == [[1, 2, 3]]
    assert len(groups(mentions)) == 3


def test_the_first_that_tells_of_it_as_held_stands_for_it() -> None:
    mentions = [
        told(1, VARRO, BRANT, published="2031-05-12"),
        told(2, VARRO, BRANT, published="2031-05-11"),
        told(3, VARRO, BRANT, published="2031-05-01", status="planned"),
    ]
    assert set(cluster(mentions).values()) == {2}


# Order, components, increments -------------------------------------------------------------------

PARTIES = (
    VARRO,
    KELM,
    BRANT,
    SOREL,
    THORNE,
    Party(side="OST"),
    Party(side="VAR"),
    Party(role="president", side="OST"),
    Party(role="foreign ministers", side="VAR"),
    Party(actor="person:ada-varro", role="President"),
    Party(actor="group:traders", side="group:traders"),
    Party(actor="QUAD", role="leaders", side="QUAD"),
)
WORDS = [None, None, "the Quad Leaders’ Summit", "the NATO meeting"]
BASES = [None, "date of the transcript", "“today”, counted from 2031-05-10", "“May 10-12, 2031”"]
DAYS = [str(dt.date(2031, 5, 10) + dt.timedelta(days=n)) for n in range(4)]
FORMS = ["meeting", "meeting", "call", "summit", "press_conference", "visit"]


@st.composite
def archives(draw: st.DrawFn) -> list[MeetingMention]:
    count = draw(st.integers(2, 14))
    return [
        told(
            n,
            *draw(st.lists(st.sampled_from(PARTIES), min_size=1, max_size=4, unique=True)),
            document=draw(st.integers(0, count)),
            narrator=draw(st.sampled_from(["OST", "VAR", None])),
            published=draw(st.sampled_from([*DAYS, "2031-05-20", None])),
            form=draw(st.sampled_from(FORMS)),
            status=draw(st.sampled_from(["held", "held", "planned"])),
            day=draw(st.sampled_from([*DAYS, "2031-05", "2031", None])),
            place=draw(st.sampled_from([None, "Port Ostra"])),
            basis=draw(st.sampled_from(BASES)),
            words=draw(st.sampled_from(WORDS)),
        )
        for n in range(1, count + 1)
    ]


@settings(max_examples=60, deadline=None)
@given(archives(), st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(
    mentions: list[MeetingMention], chance: random.Random
) -> None:
    shuffled = list(mentions)
    chance.shuffle(shuffled)
    assert cluster(shuffled) == cluster(mentions)
    assert merge(shuffled) == merge(mentions)


def _renamed(occasion: Occasion, new: dict[int, int]) -> list[Participant]:
    return [
        replace(
            one,
            roles=tuple(
                replace(value, mentions=tuple(new[key] for key in value.mentions))
                for value in one.roles
            ),
        )
        for one in occasion.participants
    ]


@settings(max_examples=60, deadline=None)
@given(archives(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    mentions: list[MeetingMention], chance: random.Random
) -> None:
    """Keys are handed out as documents come in: other keys, the same occasions."""
    distinct = {str(replace(one, key=0, document=0)): one for one in mentions}
    known = list(distinct.values())
    numbers = list(range(100, 100 + len(known)))
    chance.shuffle(numbers)
    new = {one.key: number for one, number in zip(known, numbers, strict=True)}
    renamed = [replace(one, key=new[one.key], document=1000 - one.document) for one in known]
    before = cluster(known)
    merged, again = merge(known), merge(renamed)
    assert tuple(new[key] for key in merged.mentions) == again.mentions
    assert [v.value for v in merged.days] == [v.value for v in again.days]
    assert [p.roles for p in _renamed(merged, new)] == [p.roles for p in again.participants]
    assert cluster(renamed) == {new[key]: new[head] for key, head in before.items()}


@pytest.mark.parametrize("keys", list(permutations((1, 2, 3))))
def test_who_fits_two_goes_to_the_same_whatever_the_keys(keys: tuple[int, int, int]) -> None:
    """The one that names most is taken up first, not the one that came first."""
    somebody = told(keys[0], VARRO, Party(role="leader", side="VAR"), document=10)
    president = told(keys[1], VARRO, BRANT, document=11)
    minister = told(keys[2], VARRO, SOREL, document=12)
    assert groups([somebody, president, minister]) == {
        frozenset({keys[0], keys[1]}),
        frozenset({keys[2]}),
    }


@settings(max_examples=60, deadline=None)
@given(archives())
def test_components_can_be_clustered_one_by_one(mentions: list[MeetingMention]) -> None:
    by_key = {one.key: one for one in mentions}
    separately: dict[int, int] = {}
    for component in components(mentions):
        separately.update(cluster(by_key[key] for key in component))
    assert separately == cluster(mentions)


def reached(start: MeetingMention, archive: Iterable[MeetingMention]) -> list[MeetingMention]:
    """All that ``related`` leads to from a mention: what a caller loads from the archive."""
    left, found, frontier = list(archive), [start], [start]
    while frontier:
        one = frontier.pop()
        new = [other for other in left if related(one, other)]
        left = [other for other in left if other not in new]
        found += new
        frontier += new
    return found


@settings(max_examples=60, deadline=None)
@given(archives())
def test_adding_one_by_one_ends_the_same(mentions: list[MeetingMention]) -> None:
    archive: list[MeetingMention] = []
    links: dict[int, int] = {}
    for one in mentions:
        links.update(cluster(reached(one, archive)))
        archive.append(one)
    assert links == cluster(mentions)


@settings(max_examples=60, deadline=None)
@given(archives())
def test_window_and_company_lead_to_all_that_is_related(mentions: list[MeetingMention]) -> None:
    for one in mentions:
        for other in mentions:
            if one is other or not related(one, other):
                continue
            mine, theirs = window(one), window(other)
            assert mine is not None
            assert theirs is not None
            slack = dt.timedelta(days=facts_of(one).slack)
            assert mine[0] - slack <= theirs[1]
            assert theirs[0] - slack <= mine[1]
            assert facts_of(one).keys & facts_of(other).keys
            assert related(other, one)


@settings(max_examples=60, deadline=None)
@given(archives())
def test_persons_who_contradict_never_end_up_together(mentions: list[MeetingMention]) -> None:
    by_key = {one.key: one for one in mentions}
    for members in groups(mentions):
        exact = [
            {party.actor for party in by_key[key].parties if party.actor}
            for key in members
            if len(by_key[key].day or "") == 10
        ]
        presidents = {VARRO.actor, BRANT.actor} in exact
        assert not (presidents and {KELM.actor, SOREL.actor} in exact)


def test_a_busy_day_takes_well_under_a_second() -> None:
    chance = random.Random(3)
    mentions = [
        told(
            n,
            Party(actor=f"person:o-{chance.randrange(4)}", role="Minister", side="OST"),
            Party(actor=f"person:v-{chance.randrange(4)}", role="Minister", side="VAR"),
            form=chance.choice(["meeting", "call", "summit"]),
            day=chance.choice(["2031-05-10", "2031-05-10", None]),
        )
        for n in range(500)
    ]
    cluster(mentions[:2])  # loads the words
    began = time.process_time()
    cluster(mentions)
    assert time.process_time() - began < 1.0


# What is known of an occasion --------------------------------------------------------------------


def test_values_keep_their_evidence_and_contradictions() -> None:
    occasion = merge(
        [
            told(1, VARRO, BRANT, form="summit", status="planned", place="Norholm"),
            told(2, VARRO, BRANT, published="2031-05-11", place="Port Ostra"),
            told(3, VARRO, Party(role="president", side="VAR"), day="2031-05", place="Port Ostra"),
        ]
    )
    assert occasion.mentions == (1, 3, 2)
    assert (occasion.form, occasion.status) == ("meeting", "held")
    assert (occasion.day, occasion.precision) == ("2031-05-10", "day")
    assert occasion.place == "Port Ostra"
    assert [(v.value, v.mentions, v.chosen) for v in occasion.places] == [
        ("Port Ostra", (3, 2), True),
        ("Norholm", (1,), False),
    ]
    assert set(occasion.contradictions) == {"form", "status", "place"}
    assert [(one.actor, one.role, one.mentions) for one in occasion.participants] == [
        ("person:ada-varro", "President", (1, 3, 2)),
        ("person:ilse-brant", "President", (1, 2)),
    ]


def test_the_most_exact_date_is_chosen_and_another_day_contradicts() -> None:
    occasion = merge(
        [
            told(1, VARRO, BRANT, day="2031"),
            told(2, VARRO, BRANT, day="2031"),
            told(3, VARRO, BRANT, day="2031-05-10"),
            told(4, VARRO, BRANT, day="2031-05-11", published="2031-05-12", narrator="VAR"),
        ]
    )
    assert occasion.day == "2031-05-10"
    assert [value.value for value in occasion.contradictions["day"]] == [
        "2031-05-10",
        "2031-05-11",
        "2031",
    ]


def test_a_date_told_less_exactly_does_not_contradict() -> None:
    assert not merge([told(1, VARRO, day="2031-05"), told(2, VARRO)]).contradictions


def test_a_document_counts_once() -> None:
    occasion = merge(
        [
            told(1, VARRO, place="Norholm", document=5),
            told(2, VARRO, place="Norholm", document=5),
            told(3, VARRO, place="Port Ostra", published="2031-05-09"),
        ]
    )
    assert occasion.place == "Port Ostra"


def test_offices_and_sides_that_differ_stay_beside_each_other() -> None:
    acting = replace(BRANT, role="Acting President")
    [varro, brant] = merge(
        [told(1, VARRO, BRANT), told(2, VARRO, acting), told(3, VARRO, replace(BRANT, side=None))]
    ).participants
    assert varro.side == "OST"
    assert [value.value for value in brant.roles] == ["President", "Acting President"]
    assert brant.side == "VAR"


def test_unnamed_parties_stay_where_nobody_is_named_for_their_side() -> None:
    state = Party(actor="NOR", side="NOR")
    ministers = Party(role="foreign ministers", side="VAR")
    people = merge([told(1, VARRO, state, ministers), told(2, VARRO)]).participants
    assert [(one.actor, one.role, one.side) for one in people] == [
        ("person:ada-varro", "President", "OST"),
        ("NOR", None, "NOR"),
        (None, "foreign ministers", "VAR"),
    ]


def test_no_mention_is_no_occasion() -> None:
    with pytest.raises(ValueError, match="at least one"):
        merge([])
