"""Comparing two sides: which statements belong together, and how their wordings relate."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from comparing import Said, record
from conftest import require, shared_dir
from memcon.analysis.compare import compare
from memcon.analysis.comparison import ComparedRow, Comparison, Label
from memcon.analysis.likeness import Likeness
from memcon.analysis.utterances import utterances

FERRY = "the ferry between the two capitals will sail again with lower fares for students"
GRAIN = "a joint reserve of grain and seed is the best answer to failing harvests"
BORDER = "supports the peaceful settlement of the border question at Lake Mirra"
VISAS = "visa fees for musicians and other artists should be abolished by both governments"


def labels(comparison: Comparison) -> list[Label]:
    return [row.label for row in comparison.rows]


def only(comparison: Comparison) -> ComparedRow:
    assert len(comparison.rows) == 1
    return comparison.rows[0]


def one_pair(before: Said, after: Said) -> ComparedRow:
    return only(compare(record([before]), record([after], date="2032-01-09")))


def test_what_is_said_again_is_repeated_and_the_rest_is_new_or_dropped() -> None:
    a = record([Said(text=FERRY), Said(text=GRAIN)])
    b = record([Said(text=VISAS), Said(text=FERRY)], date="2032-01-09")
    found = compare(a, b)
    assert found.mode == "sequence"
    assert [(row.label, row.a and row.a.text, row.b and row.b.text) for row in found.rows] == [
        ("new", None, VISAS),
        ("repeated", FERRY, FERRY),
        ("dropped", GRAIN, None),
    ]
    assert found.summary.counts["repeated"] == found.summary.counts["new"] == 1


def test_rows_keep_to_a_and_put_what_b_adds_where_b_says_it() -> None:
    a = record([Said(text=FERRY), Said(text=GRAIN)])
    b = record([Said(text=FERRY), Said(text=VISAS), Said(text=GRAIN)], date="2032-01-09")
    assert labels(compare(a, b)) == ["repeated", "new", "repeated"]


def test_other_words_for_the_same_are_reworded_and_the_difference_is_shown() -> None:
    row = one_pair(
        Said(text="a joint reserve of grain is the best answer to failing harvests"),
        Said(text="a shared reserve of grain is the only answer to failing harvests"),
    )
    assert row.label == "reworded"
    assert row.a is not None
    assert row.b is not None
    changed = [
        (change.operation, change.a_text, change.b_text)
        for change in row.differences
        if change.operation != "equal"
    ]
    assert changed == [("replace", "joint", "shared"), ("replace", "best", "only")]
    for change in row.differences:
        assert row.a.text[change.a_start : change.a_end] == change.a_text
        assert row.b.text[change.b_start : change.b_end] == change.b_text


def test_a_pair_s_score_is_explained_in_numbers_and_in_a_sentence() -> None:
    row = one_pair(
        Said(text=GRAIN, issues=("food-security",)), Said(text=GRAIN, issues=("food-security",))
    )
    assert row.components is not None
    assert row.components.content == row.components.wording == row.components.issues == 1.0
    assert row.score is not None
    assert f"{row.score:.2f}" in row.explanation
    assert "“harvests”" in row.explanation
    assert "food-security" in row.explanation


@pytest.mark.parametrize(
    ("before", "after", "label"),
    [
        ("support:support", "support:strongly support", "strengthened"),
        ("support:strongly support", "support:support", "weakened"),
        ("support:support", "support:support", "repeated"),
        ("support:support", None, "repeated"),
    ],
)
def test_rungs_of_one_ladder_decide(before: str, after: str | None, label: Label) -> None:
    row = one_pair(
        Said(text=BORDER, act="support", rung=before), Said(text=BORDER, act="support", rung=after)
    )
    assert row.label == label


def test_rungs_of_different_acts_are_not_compared() -> None:
    row = one_pair(
        Said(text=BORDER, act="support", rung="support:support"),
        Said(text=BORDER, act="request", rung="request:demand"),
    )
    assert row.label == "repeated"
    assert [reason.change for reason in row.reasons] == ["other"]


def test_words_that_bind_alike_are_neither_stronger_nor_weaker() -> None:
    row = one_pair(
        Said(text=FERRY, act="pledge", rung="pledge:will", bound="will"),
        Said(text=FERRY, act="pledge", rung="pledge:commit", bound="will"),
    )
    assert row.label == "repeated"


def test_a_hope_that_becomes_an_undertaking_is_strengthened() -> None:
    hope = Said(text=FERRY, act="pledge", rung="pledge:hope", bound="hope")
    will = Said(text=FERRY, act="pledge", rung="pledge:will", bound="will")
    assert one_pair(hope, will).label == "strengthened"
    assert one_pair(will, hope).label == "weakened"


def test_asking_another_is_no_weaker_form_of_promising() -> None:
    row = one_pair(
        Said(text=FERRY, act="request", bound="call"), Said(text=FERRY, act="pledge", bound="will")
    )
    assert row.label == "repeated"


def test_an_intensifier_before_a_stance_strengthens() -> None:
    plain = "its commitment to the neutrality of the Varnian straits in times of war"
    firm = "its ironclad commitment to the neutrality of the Varnian straits in times of war"
    row = one_pair(Said(text=plain), Said(text=firm))
    assert row.label == "strengthened"
    assert row.reasons[0].kind == "intensifier"
    both = firm.replace("ironclad", "steadfast")
    assert one_pair(Said(text=firm), Said(text=both)).label == "reworded"


def test_an_intensifier_of_something_else_strengthens_nothing() -> None:
    row = one_pair(
        Said(text="the fishing grounds off the Varnian coast recover only slowly"),
        Said(text="the strong fishing grounds off the Varnian coast recover only slowly"),
    )
    assert row.label in ("reworded", "repeated")


def test_a_higher_target_is_stronger_and_a_lower_one_weaker() -> None:
    low = Said(
        text="will raise the share of rail freight by 10 percent",
        act="pledge",
        bound="will",
        figure=(10, "10 percent"),
    )
    high = replace(low, text=low.text.replace("10", "25"), figure=(25, "25 percent"))
    row = one_pair(low, high)
    assert row.label == "strengthened"
    assert "from 10 percent to 25 percent" in row.reasons[0].text
    assert one_pair(high, low).label == "weakened"


def test_under_a_ceiling_less_is_more() -> None:
    ten = Said(
        text="will cut tariffs on river freight to 10 percent",
        act="pledge",
        bound="will",
        figure=(10, "10 percent"),
    )
    five = replace(ten, text=ten.text.replace("10", "5"), figure=(5, "5 percent"))
    assert one_pair(ten, five).label == "strengthened"
    assert one_pair(five, ten).label == "weakened"


def test_an_earlier_deadline_is_stronger_and_a_date_of_an_event_is_none() -> None:
    late = Said(
        text="will reopen the river lock at Senn by 2035",
        act="pledge",
        bound="will",
        limit=("2035", "by 2035"),
    )
    early = replace(late, text=late.text.replace("2035", "2033"), limit=("2033", "by 2033"))
    assert one_pair(late, early).label == "strengthened"
    assert one_pair(early, late).label == "weakened"
    none = replace(late, text=late.text.removesuffix(" by 2035"), limit=None)
    assert one_pair(none, late).label == "strengthened"
    event = replace(late, text=late.text.replace("by", "in"), limit=("2035", "in 2035"))
    other = replace(early, text=early.text.replace("by", "in"), limit=("2033", "in 2033"))
    assert one_pair(event, other).label == "reworded"


def test_signs_that_point_both_ways_give_no_verdict() -> None:
    before = Said(
        text="hopes to raise rail freight by 25 percent",
        act="pledge",
        bound="hope",
        figure=(25, "25 percent"),
    )
    after = Said(
        text="will raise rail freight by 10 percent",
        act="pledge",
        bound="will",
        figure=(10, "10 percent"),
    )
    row = one_pair(before, after)
    assert row.label == "reworded"
    assert {reason.change for reason in row.reasons} == {"stronger", "weaker"}


def test_a_denial_of_the_same_is_reversed() -> None:
    row = one_pair(
        Said(text="Ostria accepts the ruling of the river tribunal on fishing rights"),
        Said(
            text="Ostria does not accept the ruling of the river tribunal on fishing rights",
            negated=True,
        ),
    )
    assert row.label == "reversed"
    row = one_pair(Said(text=BORDER, act="support"), Said(text=BORDER, act="oppose"))
    assert row.label == "reversed"


def test_accounts_of_one_meeting_are_found_by_date_sides_and_voices() -> None:
    a = record([Said(text=FERRY), Said(text=GRAIN)], narrator="AAA", date="2031-05-04")
    b = record([Said(text=FERRY), Said(text=VISAS)], narrator="BBB", date="2031-05-05")
    found = compare(a, b)
    assert found.mode == "accounts"
    assert labels(found) == ["repeated", "only_in_b", "only_in_a"]
    assert compare(a, record([Said(text=FERRY)], narrator="BBB", date="2031-06-05")).mode == (
        "sequence"
    )
    assert compare(a, record([Said(text=FERRY)], narrator="AAA", date="2031-05-04")).mode == (
        "sequence"
    )
    assert compare(a, b, mode="sequence").mode == "sequence"


def test_without_a_narrator_the_voice_is_who_says_most() -> None:
    a = record([Said(text=FERRY, by="person:ann-oster")], narrator=None)
    b = record([Said(text=FERRY, by="person:bo-varn")], narrator=None, date="2031")
    found = compare(a, b)
    assert (found.a.voice, found.b.voice, found.mode) == ("AAA", "BBB", "accounts")


def test_a_statement_split_in_two_is_said_to_be() -> None:
    merged = (
        "a joint reserve of grain and seed is the best answer to failing harvests, and visa fees "
        "for musicians should be abolished"
    )
    a = record([Said(text=merged)])
    b = record(
        [Said(text=GRAIN), Said(text="visa fees for musicians should be abolished")],
        date="2032-01-09",
    )
    rows = compare(a, b).rows
    assert [row.remainder for row in rows] == [False, True]
    assert rows[1].label == "repeated"
    assert "statement:2" in rows[0].notes[0]
    assert "statement:1" in rows[1].notes[0]


def test_a_sentence_in_a_long_paragraph_is_found_and_shown() -> None:
    paragraph = (
        "The winter was long in the mountains. " + GRAIN.capitalize() + ". Nobody asked about it."
    )
    row = only(compare(record([Said(text=paragraph)]), record([Said(text=GRAIN)], date="2032")))
    assert row.a is not None
    assert row.a.passage is not None
    assert row.a.compared.rstrip(".").lower() == GRAIN
    assert row.label == "repeated"


def test_several_documents_make_one_side_and_the_same_words_count_once() -> None:
    first = record([Said(text=FERRY), Said(text=GRAIN)])
    second = record([Said(text=FERRY), Said(text=VISAS)])
    found = compare([first, second], record([Said(text=FERRY)], date="2032-01-09"))
    assert found.a.statements == 3
    assert found.a.documents == (first.document.id, second.document.id)
    repeated = found.rows[0]
    assert repeated.a is not None
    assert repeated.a.also == (f"{second.document.id}/statement:1",)


def test_bare_thanks_are_passed_over() -> None:
    a = record([Said(text="you"), Said(text=FERRY)])
    found = compare(a, record([Said(text=FERRY)], date="2032-01-09"))
    assert found.a.passed_over == 1
    assert labels(found) == ["repeated"]


def test_the_summary_tells_what_stands_on_one_side() -> None:
    a = record(
        [
            Said(
                text="will raise the share of rail freight by 25 percent by 2035",
                act="pledge",
                bound="will",
                figure=(25, "25 percent"),
                limit=("2035", "by 2035"),
                issues=("investment-infrastructure",),
            )
        ],
        people=(("Ann Oster", "AAA"), ("Bo Varn", "BBB"), ("Cy Dell", "BBB")),
    )
    b = record(
        [Said(text=VISAS, issues=("culture-education",))],
        narrator="BBB",
        people=(("Anne Oster", "AAA"), ("Bo Varn", "BBB")),
    )
    summary = compare(a, b).summary
    told = " ".join(summary.sentences)
    assert [(item.side, item.kind, item.text) for item in summary.missing] == [
        ("a", "quantity", "25 percent"),
        ("a", "deadline", "by 2035"),
    ]
    assert summary.participants_only_a == ("Cy Dell",)
    assert summary.participants_only_b == ()
    assert "investment-infrastructure 1 (pledge 1)" in told
    assert "culture-education 1" in told


def test_an_empty_side_is_an_answer() -> None:
    found = compare(record([]), record([Said(text=FERRY)], date="2032-01-09"))
    assert labels(found) == ["new"]
    assert compare(record([]), record([], date="2032")).rows == ()


def test_one_to_one_whatever_the_order_and_each_statement_once() -> None:
    texts = [FERRY, GRAIN, BORDER, VISAS]
    a, b = (
        record([Said(text=text) for text in texts]),
        record([Said(text=text) for text in reversed(texts)], date="2032-01-09"),
    )
    found = compare(a, b)
    assert labels(found) == ["repeated"] * 4
    assert [row.a.text for row in found.rows if row.a] == texts
    assert found == compare(a, b)


def test_long_sides_are_fast() -> None:
    nouns = ["bridge", "harbour", "tunnel", "airport", "library", "museum", "orchard", "quarry"]
    verbs = ["repair", "paint", "inspect", "close", "rename", "survey", "insure", "guard"]
    places = ["Senn", "Mirra", "Tolv", "Askar", "Brenn", "Cald"]
    texts = [
        f"will {verb} the old {noun} of {place} together with its owners"
        for verb in verbs
        for noun in nouns
        for place in places
    ][:300]
    a = record([Said(text=text) for text in texts])
    b = record([Said(text=text) for text in texts[150:] + texts[:150]], date="2032-01-09")
    begun = time.perf_counter()
    found = compare(a, b)
    assert time.perf_counter() - begun < 5.0  # under one second on an idle machine
    assert labels(found) == ["repeated"] * 300


def test_the_answer_is_json_and_back() -> None:
    found = compare(record([Said(text=FERRY)]), record([Said(text=GRAIN)], date="2032-01-09"))
    assert Comparison.model_validate(json.loads(found.model_dump_json())) == found


def test_the_two_sides_accounts_of_the_moscow_meeting() -> None:
    from memcon import read

    texts = shared_dir() / "gold" / "dev" / "texts"
    names = ("01-seed-b.txt", "25-rusmfa-lavrov-wang-moscow.txt")
    require(all((texts / name).is_file() for name in names), f"no {names} in {texts}")
    a, b = (read((texts / name).read_text(encoding="utf-8")) for name in names)
    found = compare(a, b)
    assert (found.mode, found.a.voice, found.b.voice) == ("accounts", "CHN", "RUS")
    strategy = [
        row for row in found.rows if row.a and "“Indo-Pacific strategy” in Asia" in row.a.text
    ]
    assert len(strategy) == 1
    assert strategy[0].b is not None
    assert "destructive character" in strategy[0].b.text


def test_that_a_speaker_names_itself_tells_next_to_nothing() -> None:
    a, _ = utterances([record([Said(text="Ostria repairs the bridge at Senn")])])
    b, _ = utterances([record([Said(text="Ostria reads the poems of Varnia")])])
    weights = Likeness(a, b).weights
    assert weights["ostria"] < weights["bridge"] / 4
    assert weights["varnia"] == weights["poems"]  # not speaking
    assert "reworded" not in labels(
        compare(
            record([Said(text="Ostria repairs the bridge at Senn")]),
            record([Said(text="Ostria reads the poems of Varnia")], date="2032-01-09"),
        )
    )
