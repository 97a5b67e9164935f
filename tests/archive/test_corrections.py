"""Decisions applied to records: what goes, what wins, what is found again after a rereading."""

from __future__ import annotations

from typing import Any

import pytest
from decided import TEXT, decide, record, span
from hypothesis import given
from hypothesis import strategies as st

from memcon.archive.corrections import BASIS, Decision, apply, trace
from memcon.archive.findings import LISTS, actor_ids, anchor
from memcon.record import Act, Actor, Record

LOCALS = (
    "person:ana-sol",
    "NOR",
    "meeting:1",
    "meeting:2",
    "statement:1",
    "statement:2",
    "act:1",
    "act:2",
    "act:3",
    "commitment:1",
    "commitment:2",
)


def ids(made: Record, name: str) -> list[str]:
    return [item.id for item in getattr(made, name)]


def renumbered(made: Record, by: int = 7) -> Record:
    """Return the record as a reader would number it that found more before it."""

    def new(id: str | None) -> str | None:
        if id is None:
            return None
        kind, _, number = id.partition(":")
        return f"{kind}:{int(number) + by}"

    changes: dict[str, Any] = {}
    for kind, name in LISTS.items():
        if kind == "actor":
            continue
        items = []
        for item in getattr(made, name):
            fields = {"id": new(item.id)}
            for field in ("meeting", "continues", "statement", "act"):
                if hasattr(item, field):
                    fields[field] = new(getattr(item, field))
            items.append(item.model_copy(update=fields))
        changes[name] = items
    return made.model_copy(update=changes)


def without(made: Record, *locals: str) -> Record:
    return made.model_copy(
        update={
            name: [item for item in getattr(made, name) if item.id not in locals]
            for name in LISTS.values()
        }
    )


def with_item(made: Record, local: str, **changes: Any) -> Record:
    return made.model_copy(
        update={
            name: [
                item.model_copy(update=changes) if item.id == local else item
                for item in getattr(made, name)
            ]
            for name in LISTS.values()
        }
    )


def assert_whole(made: Record) -> None:
    """Check that a record names nothing that it does not list, and that its spans are true."""
    for name in LISTS.values():
        assert len(set(ids(made, name))) == len(ids(made, name))
    statements, acts = ids(made, "statements"), ids(made, "acts")
    for statement in made.statements:
        assert statement.meeting is None or statement.meeting in ids(made, "meetings")
        assert statement.continues is None or statement.continues in statements
    assert all(act.statement is None or act.statement in statements for act in made.acts)
    assert all(item.act in acts for item in made.commitments)
    named = {
        id for name in LISTS.values() for item in getattr(made, name) for id in actor_ids(item)
    }
    assert named <= set(ids(made, "actors"))
    assert set(actor_ids(made.document)) <= set(ids(made, "actors"))


def test_without_decisions_nothing_changes() -> None:
    assert apply(record(), []) == record()


@pytest.mark.parametrize(
    ("local", "gone"),
    [
        ("meeting:1", {"meeting:1"}),
        ("commitment:1", {"commitment:1"}),
        ("act:1", {"act:1", "commitment:1"}),
        ("act:2", {"act:2"}),
        ("statement:1", {"statement:1", "act:1", "act:2", "commitment:1"}),
    ],
)
def test_what_is_rejected_goes_with_what_hangs_on_it(local: str, gone: set[str]) -> None:
    made = apply(record(), [decide(record(), local, "reject")])
    before = {id for name in LISTS.values() for id in ids(record(), name)}
    assert before - {id for name in LISTS.values() for id in ids(made, name)} == gone
    assert_whole(made)


def test_what_spoke_of_a_rejected_finding_speaks_of_it_no_more() -> None:
    made = apply(
        record(),
        [decide(record(), "meeting:1", "reject"), decide(record(), "statement:1", "reject")],
    )
    assert [(s.meeting, s.continues) for s in made.statements] == [(None, None)]


def test_a_rejected_actor_is_nowhere_in_the_record() -> None:
    made = apply(record(), [decide(record(), "person:ana-sol", "reject")])
    assert made.statements[0].speakers == []
    assert [one.actor for one in made.meetings[0].participants] == ["person:bo-tarn"]
    assert_whole(made)


def test_a_rejected_state_is_nobodys_side_and_no_narrator() -> None:
    made = apply(record(), [decide(record(), "NOR", "reject")])
    assert made.document.narrator is None
    assert made.actors[0].side is None
    assert made.acts[0].by == []
    assert made.meetings[0].participants[0].side is None
    assert_whole(made)


def test_a_correction_after_a_rejection_of_its_actor_brings_that_actor_back() -> None:
    base = record()
    rejected = decide(base, "person:ana-sol", "reject")
    after = trace(base, [rejected])
    corrected = decide(
        base,
        "statement:2",
        "correct",
        "speakers",
        ["person:ana-sol"],
        after=after,
        actors=tuple(base.actors[:1]),
    )
    made = apply(base, [rejected, corrected])
    assert [s.speakers for s in made.statements] == [[], ["person:ana-sol"]]
    assert_whole(made)


def test_a_correction_wins_and_the_last_one_of_two() -> None:
    base = record()
    first = decide(base, "act:3", "correct", "type", "warn")
    second = decide(base, "act:3", "correct", "type", "oppose", after=trace(base, [first]))
    assert apply(base, [first]).acts[2].type == "warn"
    assert apply(base, [first, second]).acts[2].type == "oppose"
    assert apply(base, [second]).acts[2].type == "oppose"  # the first was taken back


def test_a_correction_of_words_is_followed_by_later_ones_and_can_be_taken_back() -> None:
    base = record()
    words = span("backs the ferry line")
    moved = decide(base, "act:2", "correct", "content", words.model_dump())
    after = trace(base, [moved])
    named = decide(base, "act:2", "correct", "to", ["EST"], after=after)
    both = apply(base, [moved, named])
    assert (both.acts[1].content, both.acts[1].to) == (words, ["EST"])
    assert len(both.acts) == 3
    alone = apply(base, [named])
    assert (alone.acts[1].content, alone.acts[1].to) == (base.acts[1].content, ["EST"])
    assert len(alone.acts) == 3


def test_of_two_acts_on_the_same_words_the_one_of_its_type_is_meant() -> None:
    base = record()
    corrected = decide(base, "act:1", "correct", "type", "support")  # now both are of that type
    after = trace(base, [corrected])
    rejected = decide(base, "act:1", "reject", after=after)
    assert ids(apply(base, [corrected, rejected]), "acts") == ["act:2", "act:3"]
    # The reader has dropped the pledge: the support was never rejected.
    assert ids(apply(without(base, "act:1", "commitment:1"), [rejected]), "acts") == [
        "act:2",
        "act:3",
    ]


def test_a_reader_that_comes_to_what_was_corrected_makes_no_second_finding() -> None:
    base = record()
    confirmed = decide(base, "act:3", "confirm")
    corrected = decide(base, "act:3", "correct", "type", "oppose")
    today = with_item(base, "act:3", type="oppose")
    assert apply(today, [confirmed, corrected]) == today


def test_a_document_is_corrected() -> None:
    decision = Decision(action="correct", kind="document", field="published", value="2023-05-07")
    made = apply(record(), [decision])
    assert (made.document.published, made.document.published_basis) == ("2023-05-07", BASIS)


def test_an_actor_that_the_record_does_not_list_is_listed_with_its_side() -> None:
    base = record()
    other = Actor(id="person:cy-dell", kind="person", name="Cy Dell", side="VAR")
    state = Actor(id="VAR", kind="state", name="Varnia")
    decision = decide(
        base, "statement:1", "correct", "speakers", ["person:cy-dell"], actors=(other, state)
    )
    made = apply(base, [decision])
    assert made.statements[0].speakers == ["person:cy-dell"]
    assert made.actors[-2:] == [other, state]
    assert_whole(made)


def test_a_corrected_side_is_that_of_what_its_actor_did() -> None:
    base = record()
    var = Actor(id="VAR", kind="state", name="Varnia")
    decision = decide(base, "person:ana-sol", "correct", "side", "VAR", actors=(var,))
    made = apply(base, [decision])
    assert [act.by for act in made.acts] == [["VAR"], ["VAR"], ["EST"]]
    assert [item.by for item in made.commitments] == [["VAR"], ["EST"]]
    assert made.meetings[0].participants[0].side == "VAR"
    assert made.acts[2].to == ["NOR"]  # spoken to was Norland, and not its minister
    assert_whole(made)


def test_a_corrected_side_leaves_what_others_of_it_did_and_what_was_set_by_hand() -> None:
    base = record()
    joint = with_item(base, "statement:1", speakers=["person:ana-sol", "NOR"])
    side = decide(joint, "person:ana-sol", "correct", "side", "EST")
    assert [act.by for act in apply(joint, [side]).acts] == [["NOR"], ["NOR"], ["EST"]]
    hand = decide(base, "act:1", "correct", "by", ["NOR"])
    made = apply(base, [hand, decide(base, "person:ana-sol", "correct", "side", "EST")])
    assert [act.by for act in made.acts] == [["NOR"], ["EST"], ["EST"]]


# After a rereading --------------------------------------------------------------------------------


@pytest.mark.parametrize("local", LOCALS)
def test_a_rejected_finding_stays_rejected_under_another_number(local: str) -> None:
    decision = decide(record(), local, "reject")
    made = apply(renumbered(record()), [decision])
    assert made == renumbered(apply(record(), [decision]))


def test_a_correction_finds_its_words_cut_a_little_differently() -> None:
    base = record()
    decision = decide(base, "commitment:1", "correct", "strength", "hope")
    shifted = with_item(base, "commitment:1", goal=span("will build 40 ferries by 2027"))
    made = apply(renumbered(shifted), [decision])
    assert [item.strength for item in made.commitments] == ["hope", "call"]
    assert made.commitments[0].goal == span("will build 40 ferries by 2027")


@pytest.mark.parametrize("action", ["confirm", "correct", "assess"])
def test_what_a_person_dealt_with_is_kept_with_what_it_hung_on(action: Any) -> None:
    base = record()
    field = ("strength", "ready") if action == "correct" else (None, None)
    decision = decide(base, "commitment:1", action, *field)
    today = without(base, "statement:1", "act:1", "act:2", "commitment:1", "person:ana-sol")
    today = with_item(today, "statement:2", continues=None)
    today = with_item(today, "meeting:1", participants=[])
    made = apply(renumbered(today), [decision])
    (kept,) = [item for item in made.commitments if item.goal == base.commitments[0].goal]
    assert kept.strength == ("ready" if action == "correct" else "will")
    act = next(one for one in made.acts if one.id == kept.act)
    assert (act.type, act.content) == ("pledge", base.acts[0].content)
    statement = next(one for one in made.statements if one.id == act.statement)
    assert statement.speakers == ["person:ana-sol"]
    assert statement.meeting == "meeting:8"  # which the reader numbers so today
    assert_whole(made)


def test_what_was_rejected_is_not_brought_back() -> None:
    base = record()
    decisions = [decide(base, "act:3", "confirm"), decide(base, "act:3", "reject")]
    today = without(base, "statement:2", "act:3", "commitment:2")
    assert apply(today, decisions) == today


def test_an_assessment_does_not_bring_a_rejected_commitment_back() -> None:
    base = record()
    decisions = [decide(base, "commitment:1", "assess"), decide(base, "commitment:1", "reject")]
    assert ids(apply(base, decisions), "commitments") == ["commitment:2"]
    assert list(trace(base, decisions).present) == [None, None]
    assert ids(apply(base, decisions[::-1]), "commitments") == ["commitment:2"]


def test_a_corrected_meeting_of_a_statement_is_found_under_its_new_number() -> None:
    base = record()
    decision = decide(base, "statement:1", "correct", "meeting", "meeting:2")
    made = apply(renumbered(base), [decision])
    assert made.statements[0].meeting == "meeting:9"
    gone = apply(without(base, "meeting:2"), [decision])
    assert gone.statements[0].meeting == "meeting:1"


def test_two_findings_that_became_one_are_not_both_found_in_it() -> None:
    base = record()
    one = span("Norland will build 40 ferries by 2027, and")
    two = span("40 ferries by 2027, and backs the ferry line")
    apart = with_item(base, "statement:1", content=[one])
    apart = with_item(apart, "statement:2", content=[two])
    decisions = [
        decide(apart, "statement:1", "correct", "speakers", ["NOR"]),
        decide(apart, "statement:2", "correct", "speakers", ["EST"]),
    ]
    today = without(base, "statement:2", "act:3", "commitment:2")  # which has the words of both
    made = apply(today, decisions)
    assert [tuple(s.speakers) for s in made.statements] == [("EST",), ("NOR",)]
    assert [s.content for s in made.statements] == [base.statements[0].content, [one]]
    assert_whole(made)


def test_of_two_meetings_told_of_in_the_same_words_the_one_meant_is_found() -> None:
    base = with_item(record(), "meeting:2", evidence=record().meetings[0].evidence)
    decision = decide(base, "meeting:2", "reject")
    turned = base.model_copy(update={"meetings": base.meetings[::-1]})
    for today in (base, turned, renumbered(turned)):
        assert [m.place for m in apply(today, [decision]).meetings] == ["Port Vell"]


def test_an_actor_that_is_kept_is_listed_once() -> None:
    base = record()
    decisions = [decide(base, local, "confirm") for local in ("person:ana-sol", "NOR")]
    bare = base.document.model_copy(update={"narrator": None})
    today = base.model_copy(update={name: [] for name in LISTS.values()} | {"document": bare})
    assert ids(apply(today, decisions), "actors") == ["NOR", "person:ana-sol"]
    assert apply(today, decisions).actors[1].mentions == base.actors[0].mentions


def test_present_tells_where_each_decision_is_now() -> None:
    base = record()
    decisions = [
        decide(base, "act:3", "confirm"),
        Decision(action="confirm", kind="document"),
        decide(base, "meeting:2", "reject"),
    ]
    assert list(trace(renumbered(base), decisions).present) == ["act:10", None, None]


# Whatever is decided ------------------------------------------------------------------------------


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    """Return decisions as people could take them one after the other."""
    base, taken = record(), list[Decision]()
    for _ in range(draw(st.integers(1, 6))):
        after = trace(base, taken)
        present = [item.id for name in LISTS.values() for item in getattr(after.record, name)]
        if not present:
            break
        local = draw(st.sampled_from(present))
        action = draw(st.sampled_from(["confirm", "reject", "correct"]))
        field, value = None, None
        if action == "correct":
            kind = local.partition(":")[0]
            field, value = {
                "meeting": ("place", "Halm"),
                "statement": ("speakers", ["person:bo-tarn"]),
                "act": ("type", draw(st.sampled_from(["warn", "support", "pledge"]))),
                "commitment": ("goal", span("The tolls are old").model_dump()),
            }.get(kind, ("name", "Another"))
        listed = tuple(base.actors)
        taken.append(
            decide(base, local, action, field, value, after=after, actors=listed)  # type: ignore[arg-type]
        )
    return taken


@given(histories())
def test_a_record_is_whole_whatever_was_decided(decisions: list[Decision]) -> None:
    assert_whole(apply(record(), decisions))


@given(histories())
def test_numbers_do_not_matter(decisions: list[Decision]) -> None:
    made, again = apply(record(), decisions), apply(renumbered(record()), decisions)
    assert renumbered(made) == again


@given(histories())
def test_what_was_kept_outlives_a_reader_that_finds_nothing(decisions: list[Decision]) -> None:
    today = record().model_copy(update={name: [] for name in LISTS.values()})
    made = apply(today, decisions)
    present = trace(record(), decisions)
    for decision, local in zip(decisions, present.present, strict=True):
        if decision.action == "reject" or local is None or decision.finding is None:
            continue
        name = LISTS[decision.kind]  # type: ignore[index]
        was = next(item for item in getattr(present.record, name) if item.id == local)
        kin = [
            item
            for item in getattr(made, name)
            if anchor(item) == anchor(was) and (not isinstance(was, Act) or item.type == was.type)
        ]
        assert kin, decision


def test_spans_of_the_text_are_true() -> None:
    for name in LISTS.values():
        for item in getattr(record(), name):
            start, end = anchor(item)
            assert start is not None
            assert TEXT[start:end]
