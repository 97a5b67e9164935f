"""What each score counts, on records that depart from the annotation in one known way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from evaluation_builders import (
    CALM,
    KESK,
    OREL,
    PLEDGE,
    SUPPORT,
    TEXT,
    THANKS,
    act,
    at,
    gold,
    gold_data,
    perfect,
    read_statement,
    record,
    span,
)

from memcon.errors import EmptyDocumentError, GoldError
from memcon.evaluation.gold import load
from memcon.evaluation.run import empty_record, evaluate
from memcon.evaluation.score import Result, score_document
from memcon.evaluation.tally import Found, Scores, Share, total
from memcon.record import (
    Actor,
    Commitment,
    DateValue,
    Meeting,
    Participant,
    Record,
    Span,
    Statement,
)


def score(read: Record, data: dict[str, Any] | None = None) -> Result:
    return score_document(gold(data), read)


def kinds(result: Result) -> list[str]:
    return [finding.kind for finding in result.findings]


def replaced(number: int, new: Statement | None) -> Record:
    """Return the perfect record with statement ``number`` exchanged or left out."""
    statements = record().statements
    kept = [s if s.id != f"s{number}" else new for s in statements]
    return record(statements=[s for s in kept if s is not None])


def test_a_perfect_record_scores_one_everywhere() -> None:
    result = score(record())
    assert set(result.scores.values().values()) == {1.0}
    assert result.findings == []


def test_gold_read_back_scores_one_everywhere(shared: Path) -> None:
    for corpus in [*load(shared / "gold"), *load(Path(__file__).parents[1] / "gold")]:
        for document in corpus.documents:
            result = score_document(document, perfect(document))
            assert set(result.scores.values().values()) <= {1.0, None}, result.findings


def test_an_empty_record_finds_nothing() -> None:
    result = score(empty_record(TEXT))
    assert result.scores.content == Found(0, 4, 0)
    assert result.scores.commitments == Found(0, 1, 0)
    assert result.scores.meetings == Found(0, 1, 0)
    assert result.scores.evidence.value is None
    assert kinds(result) == [
        "title",
        "published",
        "meeting-miss",
        *["miss"] * 4,
        "commitment-miss",
    ]


def test_a_missed_and_an_extra_statement_cost_recall_and_precision() -> None:
    missed = score(replaced(3, None))
    assert (missed.scores.content.precision, missed.scores.content.recall) == (1.0, 0.75)
    assert kinds(missed) == ["miss"]
    assert THANKS in missed.findings[0].text
    more = [*record().statements, read_statement(9, [OREL.id], "met his counterpart", None)]
    extra = score(record(statements=more))
    assert (extra.scores.content.precision, extra.scores.content.recall) == (0.8, 1.0)
    assert kinds(extra) == ["extra"]


def test_a_content_matches_from_half_of_the_words_up() -> None:
    # SUPPORT has twelve words.
    half = "Arvan firmly supports the river treaty"
    result = score(replaced(1, read_statement(1, [OREL.id], half, "said")))
    assert result.scores.content.value == 1.0
    assert result.scores.exact == Found(3, 4, 4)
    assert result.scores.exact_of_matched == Share(3, 4)
    assert kinds(result) == ["cut"]
    less = "Arvan firmly supports the river"
    result = score(replaced(1, read_statement(1, [OREL.id], less, "said")))
    assert result.scores.content == Found(3, 4, 4)
    assert kinds(result) == ["miss", "extra"]
    assert result.findings[0].read is not None
    assert result.findings[0].read.startswith("nearest, 0.42: Arvan firmly")


def test_exact_forgives_punctuation_but_no_word() -> None:
    quoted = f'"{THANKS},"'
    result = score(
        replaced(3, read_statement(3, [KESK.id], quoted, "told reporters", mode="direct"))
    )
    assert result.scores.exact.value == 1.0
    more = f"that {SUPPORT}"
    result = score(replaced(1, read_statement(1, [OREL.id], more, "said")))
    assert result.scores.exact == Found(3, 4, 4)


def test_content_in_pieces_is_compared_as_one_set_of_words() -> None:
    pieces = ["Arvan firmly supports", "the river treaty signed by both countries last autumn"]
    new = read_statement(1, [OREL.id], SUPPORT, "said").model_copy(
        update={"content": [span(piece) for piece in pieces]}
    )
    assert score(replaced(1, new)).scores.exact.value == 1.0


def test_words_count_by_position_and_not_by_what_they_say() -> None:
    text = "No talks, said Orel. No talks, said Kesk."
    data = {
        "id": "twice",
        "statements": [
            {
                "speaker": "Orel",
                "content": [{"start": 0, "end": 8, "quote": "No talks"}],
                "mode": "indirect",
            }
        ],
    }
    elsewhere = Statement(
        id="s1", speakers=[], content=[Span(start=21, end=29, text="No talks")], mode="indirect"
    )
    read = empty_record(text).model_copy(update={"statements": [elsewhere]})
    assert score_document(gold(data, text), read).scores.content == Found(0, 1, 1)


def test_one_prediction_matches_one_statement_and_the_best_comes_first() -> None:
    whole = f"{SUPPORT}, adding that {PLEDGE}"
    statements = [
        read_statement(7, [OREL.id], whole, "said"),
        *[s for s in record().statements if s.id != "s2"],
    ]
    result = score(record(statements=statements))
    # SUPPORT goes to its own prediction although the longer one comes first and also fits.
    assert result.scores.exact == Found(3, 4, 4)
    assert kinds(result) == ["extra", "miss"]


def test_swapped_speakers_cost_statements_not_contents() -> None:
    statements = [
        s.model_copy(update={"speakers": [KESK.id if s.speakers == [OREL.id] else OREL.id]})
        if len(s.speakers) == 1
        else s
        for s in record().statements
    ]
    result = score(record(statements=statements))
    assert result.scores.content.value == 1.0
    assert result.scores.statement == Found(1, 4, 4)
    assert result.scores.holder == Share(1, 4)
    assert kinds(result) == ["speaker", "holder"] * 3
    assert (result.findings[0].gold, result.findings[0].read) == ("Tamas Orel", "Ida Kesk")


def test_joint_speakers_must_all_be_there_in_any_order() -> None:
    turned = read_statement(4, [KESK.id, OREL.id], CALM, "called")
    assert score(replaced(4, turned)).scores.statement.value == 1.0
    alone = read_statement(4, [KESK.id], CALM, "called")
    assert score(replaced(4, alone)).scores.statement == Found(3, 4, 4)
    nobody = read_statement(4, [], CALM, "called")
    assert score(replaced(4, nobody)).scores.statement == Found(3, 4, 4)


def test_a_state_that_speaks_is_its_own_side() -> None:
    data = gold_data()
    data["statements"][3]["speaker"] = "Arvan; Belmora (joint communique)"
    read = replaced(4, read_statement(4, ["ARV", "BLM"], CALM, "called"))
    result = score(read, data)
    assert result.scores.statement.value == 1.0
    assert result.scores.holder.value == 1.0


def test_predictions_half_inside_neutral_spans_are_ignored() -> None:
    data = gold_data()
    headline = "Arvan and Belmora open talks"
    more = [*record().statements, read_statement(9, [], headline, None)]
    assert score(record(statements=more), data).scores.content == Found(4, 4, 5)
    data["neutral"] = [at("Belmora open talks")]  # three words of five
    assert score(record(statements=more), data).scores.content == Found(4, 4, 4)
    half = [*record().statements, read_statement(9, [], "and Belmora open talks", None)]
    data["neutral"] = [at("open talks")]  # two of four
    assert score(record(statements=half), data).scores.content == Found(4, 4, 4)
    # two of five
    assert score(record(statements=more), data).scores.content == Found(4, 4, 5)


def test_what_follows_the_annotated_part_is_ignored() -> None:
    data = gold_data()
    data["statements"], data["commitments"] = data["statements"][:1], []
    assert score(record(), data).scores.content == Found(1, 1, 4)
    data["annotated_until"] = TEXT.index(PLEDGE)
    result = score(record(), data)
    assert result.scores.content == Found(1, 1, 1)
    assert result.scores.commitments == Found(0, 0, 0)
    assert result.scores.meetings == Found(1, 1, 1)
    data["annotated_until"] += 1
    assert score(record(), data).scores.content == Found(1, 1, 2)


def test_acts_are_counted_by_type_over_matched_statements() -> None:
    acts = [
        act(1, 1, "support", SUPPORT),
        act(2, 1, "support", SUPPORT),  # the same type twice is one
        act(3, 1, "praise", SUPPORT),
        act(4, 2, "pledge", PLEDGE),
        act(5, 4, "request", CALM),
        act(6, 99, "warn", CALM),  # of a statement that is not there
    ]
    result = score(record(acts=acts))
    assert result.scores.acts == Found(matched=3, gold=5, predicted=4)
    assert result.scores.acts.value == pytest.approx(6 / 9)
    assert kinds(result) == ["acts"] * 3
    unmatched = score(record(statements=[]))
    assert unmatched.scores.acts == Found()


def test_mode_and_cue_are_judged_on_matched_statements() -> None:
    new = read_statement(3, [KESK.id], THANKS, None, mode="mixed")
    result = score(replaced(3, new))
    assert result.scores.mode == Share(3, 4)
    assert result.scores.cue == Share(3, 4)
    assert kinds(result) == ["cue", "mode"]
    near = read_statement(3, [KESK.id], THANKS, "told", mode="direct")
    assert score(replaced(3, near)).scores.cue.value == 1.0
    elsewhere = read_statement(3, [KESK.id], THANKS, "called", mode="direct")
    assert score(replaced(3, elsewhere)).scores.cue == Share(3, 4)


def commitment(goal: str, act_id: str = "none", **more: Any) -> Commitment:
    values = {"id": "c1", "act": act_id, "by": ["ARV"], "strength": "will", **more}
    return Commitment(goal=span(goal), **values)


@pytest.mark.parametrize(
    ("read", "found"),
    [
        # PLEDGE has eight words.
        (commitment("his government will open"), True),  # half of it
        (commitment("last autumn, adding that his government will open three"), True),  # 5 of 12
        (commitment("autumn, adding that his government will open"), False),  # 4 of 11
        (commitment("open three"), True),  # a quarter, and held by it
        (commitment("June"), False),  # an eighth
        (commitment(f"autumn, adding that {PLEDGE}"), True),  # eight of eleven
        (commitment(f"adding that {PLEDGE}".split(" open")[0]), False),  # three of ten
        (commitment("June", "a2"), True),  # by the whole act
        (commitment("June", measures=[span("open three crossings")]), True),  # with measures
    ],
)
def test_commitments_are_found_by_overlap(read: Commitment, found: bool) -> None:
    result = score(record(commitments=[read]))
    assert result.scores.commitments == Found(int(found), 1, 1)
    left_over = [] if found else ["commitment-extra", "commitment-miss"]
    assert sorted(kinds(result)) == left_over


def test_strength_and_holder_of_commitments() -> None:
    read = commitment(PLEDGE, by=["BLM", OREL.id], strength="hope")
    result = score(record(commitments=[read]))
    assert result.scores.commitments.value == 1.0
    assert result.scores.commitment_strength == Share(0, 1)
    assert result.scores.commitment_by == Share(0, 1)
    assert kinds(result) == ["commitment-strength", "commitment-by"]
    assert result.findings[1].read == "ARV+BLM"
    person = commitment(PLEDGE, by=[OREL.id])
    assert score(record(commitments=[person])).scores.commitment_by.value == 1.0


def test_a_commitment_in_a_neutral_span_is_ignored() -> None:
    data = gold_data()
    data["commitments"], data["neutral"] = [], [at("Arvan and Belmora open talks")]
    read = commitment("Belmora open talks")
    assert score(record(commitments=[read]), data).scores.commitments == Found(0, 0, 0)


def meeting(**changes: Any) -> Meeting:
    return record().meetings[0].model_copy(update=changes)


def test_a_meeting_is_found_by_half_of_its_participants() -> None:
    half = meeting(participants=[Participant(actor=KESK.id)])
    assert score(record(meetings=[half])).scores.meetings.value == 1.0
    none = meeting(participants=[Participant(side="ARV"), Participant(side="BLM")])
    result = score(record(meetings=[none]))
    assert result.scores.meetings == Found(0, 1, 1)
    assert kinds(result) == ["meeting-miss", "meeting-extra"]


def test_unnamed_participants_are_found_by_side_each_once() -> None:
    data = gold_data()
    data["meetings"][0]["participants"] = [
        {"name": None, "role": "envoy", "country_or_org": side} for side in ("ARV", "BLM", "BLM")
    ]
    assert score(record(), data).scores.meetings.value == 1.0
    one = meeting(participants=[Participant(actor=KESK.id)])
    assert score(record(meetings=[one]), data).scores.meetings == Found(0, 1, 1)


def test_a_meeting_annotated_without_participants_is_found_by_its_words() -> None:
    data = gold_data()
    data["meetings"][0]["participants"] = []
    assert score(record(), data).scores.meetings.value == 1.0
    elsewhere = meeting(evidence=[span("agreed to meet again")])
    assert score(record(meetings=[elsewhere]), data).scores.meetings == Found(0, 1, 1)


def test_of_meetings_with_the_same_people_the_one_told_there_is_taken() -> None:
    elsewhere = meeting(evidence=[span("agreed to meet again")])
    there = meeting(date=None, form="call", place=None)
    for read in ([elsewhere, there], [there, elsewhere]):
        result = score(record(meetings=read))
        assert result.scores.meetings == Found(1, 1, 2)
        # Right values that belong to another occasion do not help.
        assert result.scores.meeting_date == Share(0, 1)
        assert result.scores.meeting_form == Share(0, 1)
        assert result.scores.meeting_place == Share(0, 1)


@pytest.mark.parametrize(
    ("gold_place", "place", "right"),
    [
        ("Velis", "velis", True),
        ("Bali", "Bali, Indonesia", True),
        ("Bali, Indonesia", "Bali", True),
        (None, None, True),
        (None, "Velis", False),
        ("Velis", None, False),
        ("Velis", "Bali", False),
    ],
)
def test_places(gold_place: str | None, place: str | None, right: bool) -> None:
    data = gold_data()
    data["meetings"][0]["place"] = gold_place
    result = score(record(meetings=[meeting(place=place)]), data)
    assert result.scores.meeting_place == Share(int(right), 1)
    assert kinds(result) == ([] if right else ["meeting-place"])


def test_dates_and_forms_of_meetings() -> None:
    wrong = meeting(form="call", date=DateValue(value="2025-03-05", precision="day", basis="?"))
    result = score(record(meetings=[wrong]))
    assert result.scores.meeting_date == Share(0, 1)
    assert result.scores.meeting_form == Share(0, 1)
    assert kinds(result) == ["meeting-date", "meeting-form"]
    data = gold_data()
    data["meetings"][0]["date"] = None
    assert score(record(), data).scores.meeting_date == Share(0, 1)
    assert score(record(meetings=[meeting(date=None)]), data).scores.meeting_date == Share(1, 1)
    inferred = DateValue(value="2025", precision="year", basis="an anniversary")
    read = record(meetings=[meeting(date=inferred)])
    assert score(read, data).scores.meeting_date == Share(1, 1)  # a year by inference is no error


@pytest.mark.parametrize(
    ("document", "title", "published"),
    [
        ({"title": "ARVAN and Belmora: open talks!"}, 1, 1),
        ({"title": "Arvan opens talks"}, 0, 1),
        ({"title": None, "published": None}, 0, 0),
        ({"published": "2025-03-04T09:00:00+02:00"}, 1, 1),
        ({"published": "2025-03-05"}, 1, 0),
    ],
)
def test_title_and_date_of_the_document(
    document: dict[str, str | None], title: int, published: int
) -> None:
    result = score(record(document=document))
    assert result.scores.title == Share(title, 1)
    assert result.scores.published == Share(published, 1)


def test_a_title_where_there_is_none_is_wrong() -> None:
    data = gold_data()
    data["doc"] = {}
    result = score(record(), data)
    assert (result.scores.title, result.scores.published) == (Share(0, 1), Share(0, 1))
    assert score(record(document={"title": None, "published": None}), data).scores.title.value == 1


def test_every_span_of_the_record_is_checked_against_the_text() -> None:
    sound = score(record()).scores.evidence
    assert sound.value == 1.0
    role = OREL.roles[0].model_copy(update={"evidence": Span(start=3, end=9, text="Tamas!")})
    liar = OREL.model_copy(update={"roles": [role]})
    outside = Actor(
        id="x", kind="group", name="x", mentions=[Span(start=9_000, end=9_001, text="x")]
    )
    result = score(record(actors=[liar, KESK, outside]))
    assert result.scores.evidence == Share(sound.of - 1, sound.of + 1)
    assert kinds(result) == ["evidence", "evidence"]


def test_a_record_of_another_text_cannot_be_scored() -> None:
    with pytest.raises(GoldError, match="velis: the record was not read from this text"):
        score(empty_record(TEXT + " "))


def test_a_text_that_the_reader_refuses_scores_as_nothing_found() -> None:
    def refuse(text: str) -> Record:
        raise EmptyDocumentError("nothing to read")

    (result,) = evaluate([gold()], refuse)
    assert result.scores.content == Found(0, 4, 0)
    assert result.findings[0].kind == "refused"
    assert "nothing to read" in result.findings[0].text


def test_totals_add_counts_so_that_every_statement_weighs_the_same() -> None:
    small = Scores(content=Found(1, 1, 1), mode=Share(0, 1))
    large = Scores(content=Found(0, 9, 1), mode=Share(9, 9))
    both = total([small, large])
    assert both.content == Found(1, 10, 2)
    assert both.content.value == pytest.approx(2 / 12)
    assert both.mode.value == pytest.approx(0.9)
    assert total([]).content.value is None
