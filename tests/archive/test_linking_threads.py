"""Commitment threads: the same undertaking said again, and nothing else."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memcon.archive.linking.commitments import CommitmentItem, Target
from memcon.archive.linking.forest import all_roots
from memcon.archive.linking.threads import link_threads, thread_summary
from memcon.archive.linking.undertakings import (
    likeness,
    prepare,
    same_undertaking,
    undertaking_bands,
)
from memcon.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()


def item(goal: str, key: int = 1, **values: Any) -> CommitmentItem:
    fields: dict[str, Any] = {
        "key": key,
        "id": f"doc:{key:016x}/commitment:1",
        "day": f"2031-01-{key:02}",
        "document": key,
        "holders": ("OST",),
        "goal": goal,
        "strength": "will",
    }
    return CommitmentItem(**(fields | values))


def same(one: str | CommitmentItem, two: str | CommitmentItem) -> bool:
    first = item(one, 1) if isinstance(one, str) else one
    second = item(two, 2) if isinstance(two, str) else two
    a, b = prepare(first, KNOWLEDGE), prepare(second, KNOWLEDGE)
    found = same_undertaking(a, b)
    assert (found.value if found else None) == likeness(b, a)
    return found is not None


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "will work to strengthen extended deterrence with all its capabilities",
            "Ostria's firm commitment to strengthening extended deterrence",
        ),
        (
            "to reopen the Kellin crossing for freight before the harvest",
            "we are going to have the Kellin crossing reopened for freight trains",
        ),
        (
            "its commitment to the defence of the ROK against missile attacks",
            "will defend South Korea against missile attack",
        ),
        (
            "to reduce dependency on imported fertiliser shipments",
            "to diversify pasture, lower tariffs, modernise harbours, subsidise compost, retrain"
            " shepherds, plant hedges and reduce its dependency on imported fertiliser shipments",
        ),
        (
            "is committed to Norway's territorial integrity and sovereignty",
            "will uphold the sovereignty and territorial integrity of Norway",
        ),
    ],
)
def test_other_words_for_one_promise_are_one_thread(one: str, two: str) -> None:
    assert same(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("will continue to work together with its partners", "will continue to work together"),
        (
            "to strengthen practical cooperation on lighthouse maintenance",
            "to strengthen practical cooperation on veterinary certificates",
        ),
        (
            "its ironclad commitment to the defence of Japan against missile attacks",
            "its ironclad commitment to the defence of Norway against missile attacks",
        ),
        ("will support Norway with grain", "will support Norway in the tribunal"),
        ("to address global challenges such as climate change", "to address the climate crisis"),
        (
            "calls for the Clean Rivers Act to be passed",
            "calls for the Harbour Pilots Act to be passed",
        ),
    ],
)
def test_set_phrases_alone_make_no_thread(one: str, two: str) -> None:
    assert not same(one, two)


GOAL = "to mobilise finance for flood barriers in the delta"


def test_a_raised_target_stays_in_its_thread() -> None:
    assert same(
        item("to mobilise 100 billion dollars for flood barriers", 1, quantities=(usd(100e9),)),
        item("to mobilise 200 billion dollars for flood barriers", 2, quantities=(usd(200e9),)),
    )


def usd(value: float) -> Target:
    return Target(value=value, unit="USD")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"holders": ("OST",)}, {"holders": ("OST", "VAR")}),
        ({"holders": ()}, {"holders": ()}),
        ({"strength": "will"}, {"strength": "call"}),
        ({"negated": False}, {"negated": True}),
        ({"quantities": (usd(5),)}, {"quantities": (Target(value=5, unit="barriers"),)}),
    ],
)
def test_what_differs_in_kind_is_no_thread(one: dict[str, Any], two: dict[str, Any]) -> None:
    assert not same(item(GOAL, 1, **one), item(GOAL, 2, **two))


def test_wording_may_grow_firmer() -> None:
    assert same(item(GOAL, 1, strength="hope"), item(GOAL, 2, strength="will"))


def test_issues_that_differ_and_a_name_on_one_side_lower_the_score() -> None:
    plain = prepare(item(GOAL, 1, issues=("disaster-relief",)), KNOWLEDGE)
    other = prepare(item(GOAL, 2, issues=("space",)), KNOWLEDGE)
    named = prepare(item(GOAL + " of Norway", 3), KNOWLEDGE)
    to_norway = prepare(item(GOAL, 4, towards=("NOR",)), KNOWLEDGE)
    scores = [same_undertaking(plain, each) for each in (plain, other, named)]
    assert all(scores)
    equal, issues, one_name = (score.factor for score in scores if score)
    assert equal == 1
    assert issues < 1
    assert one_name < 1
    meant = same_undertaking(named, to_norway)
    assert meant is not None
    assert meant.factor == 1


def test_names_of_its_own_on_each_side_lower_the_score() -> None:
    one, two, common = (
        prepare(item(f"to finance the {name} levee and its pumping machinery", 1), KNOWLEDGE)
        for name in ("Kellin", "Torva", "new")
    )
    apart, vague = same_undertaking(one, two), same_undertaking(one, common)
    assert apart is not None
    assert vague is not None
    assert apart.factor < 1
    assert vague.factor == 1


def test_what_is_promised_to_two_others_is_two_promises() -> None:
    japan, silent, norway = (
        item("its commitment to provide extended deterrence" + to, key, towards=towards)
        for key, to, towards in (
            (1, " to Japan", ()),
            (2, " with its full range of submarines", ()),
            (3, " with its full range of submarines", ("NOR",)),
        )
    )
    assert not same(japan, silent)
    assert same(silent, norway)
    first, second = (
        same_undertaking(prepare(norway, KNOWLEDGE), prepare(other, KNOWLEDGE))
        for other in (silent, dataclasses.replace(silent, towards=("JPN",)))
    )
    assert first is not None
    assert second is not None
    assert second.value < first.value


def test_the_score_tells_what_both_promise() -> None:
    score = same_undertaking(
        prepare(item("to dredge the Issel reservoir for Norway", 2), KNOWLEDGE),
        prepare(item("dredging of the Issel reservoir with Norway", 1), KNOWLEDGE),
    )
    assert score is not None
    assert "Norway" in score.because
    assert "dredging" in score.because  # as the earlier one prints it
    assert f"object {score.object:.2f}" in score.because


def test_the_holders_own_name_is_no_part_of_the_promise() -> None:
    fields: dict[str, Any] = {"holders": ("NOR",), "holder_names": ("Kari Holm",)}
    one = prepare(item("the Norwegian pledge to dredge the reservoir", **fields), KNOWLEDGE)
    two = prepare(item("Holm's pledge to dredge the reservoir", **fields), KNOWLEDGE)
    assert one.stems == two.stems


def test_steps_tell_where_the_goal_does_not() -> None:
    steps = ("dredge the Issel reservoir", "raise the northern dam")
    assert same(
        item("will take the following steps", 1, measures=steps),
        item("will take these measures together", 2, measures=steps[::-1]),
    )
    assert not same("will take the following steps", "will take the following steps")


def test_commitments_that_say_nothing_have_no_bands() -> None:
    def bands(goal: str, **fields: Any) -> tuple[int, ...]:
        return undertaking_bands(prepare(item(goal, **fields), KNOWLEDGE))

    assert not bands("will continue to work closely together")
    assert not bands("Let's go to Marta Lind of the Kellin Courier")
    assert not bands(GOAL, holders=())
    assert len(bands(GOAL)) == 8
    assert set(bands(GOAL)) == set(bands(GOAL, strength="ready"))
    assert set(bands(GOAL)).isdisjoint(bands(GOAL, strength="call"))
    assert set(bands(GOAL)).isdisjoint(bands(GOAL, holders=("VAR",)))


UTTERANCES = [
    item("to dredge the Issel reservoir before the summer", 3),
    item("its promise to dredge the Issel reservoir", 5, strength="ready"),
    item("will be dredging the Issel reservoir from May", 9, day=None),
    item("to license harbour pilots from both shores", 4),
    item("the licensing of harbour pilots from both shores", 6, strength="hope"),
    item("to publish daily readings of the water level", 7),
]


@given(st.permutations(UTTERANCES))
def test_threads_begin_with_what_was_said_first(order: list[CommitmentItem]) -> None:
    roots = all_roots(link_threads(order, knowledge=KNOWLEDGE))
    assert roots == {3: 3, 5: 3, 9: 3, 4: 4, 6: 4, 7: 7}


def test_one_document_may_say_it_twice() -> None:
    first, second = (
        item(GOAL, key, day="2031-01-01", document=1, id=f"doc:1/commitment:{key}")
        for key in (1, 2)
    )
    assert all_roots(link_threads([second, first], knowledge=KNOWLEDGE)) == {1: 1, 2: 1}
    assert thread_summary([first, second]).times == 1


def test_a_thread_tells_its_course() -> None:
    said = [
        item(GOAL, 1, strength="hope", narrator="OST", quantities=(usd(100e9),), deadline="2033"),
        item(GOAL, 2, narrator="VAR", quantities=(usd(100e9), Target(value=3, unit="dams"))),
        item(GOAL, 3, narrator="OST", report=2),
        item(GOAL, 4, narrator=None, quantities=(usd(200e9),), deadline="2034-06"),
        item(GOAL, 5, strength="ready", day=None, deadline="2034-06"),
        item(
            GOAL, 6, quantities=(Target(value=20e9, unit="USD", kind="achieved"),), strength="ready"
        ),
    ]
    thread = thread_summary(reversed(said))
    assert thread == thread_summary(said)
    assert thread.root == 1
    assert (thread.first_seen, thread.last_reaffirmed) == ("2031-01-01", "2031-01-06")
    assert thread.times == 5  # 3 is a copy of 2
    assert thread.documents == (1, 2, 3, 4, 5, 6)
    assert thread.carriers == ("OST", "VAR")
    assert [(change.day, change.strength) for change in thread.strengths] == [
        ("2031-01-01", "hope"),
        ("2031-01-02", "will"),
        ("2031-01-06", "ready"),
    ]
    assert [(change.value, change.unit, change.id) for change in thread.values] == [
        (100e9, "USD", said[0].id),
        (3, "dams", said[1].id),
        (200e9, "USD", said[3].id),
    ]
    assert [change.deadline for change in thread.deadlines] == ["2033", "2034-06"]
    assert thread.deadline == "2034-06"


def test_said_once_is_not_reaffirmed() -> None:
    thread = thread_summary([dataclasses.replace(item(GOAL), narrator="OST")])
    assert (thread.first_seen, thread.last_reaffirmed, thread.times) == ("2031-01-01", None, 1)
    assert thread.deadline is None
