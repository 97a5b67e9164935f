"""Meetings and acts of two actors over time, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pair_records import Account
from sqlalchemy import Connection

from archives import put
from memcon.analysis.timeline import Period, timeline
from memcon.archive import open_archive
from memcon.errors import MemconError
from memcon.knowledge.acts import act_words
from memcon.knowledge.tones import act_tones
from memcon.record import Act

PEOPLE = {"XOS": "Tomas Helverin", "XVA": "Mirel Dovanu"}


def accounts() -> list[Account]:
    return [
        Account(day="2024-01-11", people=PEOPLE)
        .meeting("2024-01-10", "XOS", "XVA")
        .act("pledge", ["XOS"], ["XVA"], speaker="Tomas Helverin", addressee="Mirel Dovanu")
        .act("praise", ["XOS"], ["XVA"], speaker="Tomas Helverin")
        .act("criticise", ["XVA"], ["XOS"], speaker="Mirel Dovanu")
        .act("request", ["XVA"], ["XOS"])
        .act("assess", ["XOS"], ["XVA"]),
        # the same meeting in another account
        Account(day="2024-01-11", narrator="XVA", people=PEOPLE, title="Ministers confer")
        .meeting("2024-01-10", "XOS", "XVA")
        .act("agree", ["XOS", "XVA"], ["XOS", "XVA"])
        .act("criticise", ["XOS", "XVA"], ["XOS", "XSE", "XVA"]),
        Account(day="2024-04-02", title="A call, and a visit to come")
        .meeting("2024-04-02", "XOS", "XVA", form="call")
        .meeting("2024-05-20", "XOS", "XVA", form="visit", status="planned")
        .act("warn", ["XOS"], ["XSE", "XVA"])
        .act("agree", ["XOS", "XSE"], ["XOS", "XSE", "XVA"]),
        Account(day="2024-04-20", title="With Selmark").meeting("2024-04-20", "XOS", "XSE"),
        Account(day="2024-04-21", title="Looking back")
        .meeting("2023", "XOS", "XVA")
        .act("support", ["XVA"], ["XSE"]),
    ]


@pytest.fixture
def connection(archive_url: str) -> Iterator[Connection]:
    with open_archive(archive_url) as archive:
        put(archive, [account.record() for account in accounts()])
        with archive.reading() as connection:
            yield connection


def counts(row: Period) -> tuple[int | None, ...]:
    return (
        row.meetings,
        row.joint,
        row.a_cooperative,
        row.a_conflictual,
        row.b_cooperative,
        row.b_conflictual,
    )


def test_every_type_of_act_has_a_tone() -> None:
    assert set(act_tones()) == set(Act.model_fields["type"].annotation.__args__)  # type: ignore[union-attr]
    assert act_words("en")  # the words of the same types


def test_a_pair_month_by_month_with_the_empty_months_between(connection: Connection) -> None:
    answer = timeline(connection, "XOS", "Varnia")
    assert [row.period for row in answer.rows] == ["2024-01", "2024-02", "2024-03", "2024-04"]
    january, february, march, april = answer.rows
    # one meeting however many accounts; the joint criticism is not of each other
    assert counts(january) == (1, 1, 2, 0, 0, 1)
    assert counts(february) == counts(march) == (0, 0, 0, 0, 0, 0)
    # a planned meeting is not counted, nor what one of them agreed with a third about the other
    assert counts(april) == (1, 0, 0, 1, 0, 0)
    assert january.forms == {"meeting": 1}
    assert april.forms == {"call": 1}
    assert january.acts == {
        "joint": {"agree": 1},
        "a": {"pledge": 1, "praise": 1},
        "b": {"criticise": 1},
    }
    assert answer.total == 4
    assert "1 meetings of an unknown month are left out." in answer.notes


def test_the_other_way_round_is_the_mirror_image(connection: Connection) -> None:
    for here, there in zip(
        timeline(connection, "XOS", "XVA").rows,
        timeline(connection, "XVA", "XOS").rows,
        strict=True,
    ):
        a, b = counts(here), counts(there)
        assert a == (b[0], b[1], b[4], b[5], b[2], b[3])
        assert here.meeting_ids == there.meeting_ids


def test_examples_are_of_the_most_telling_type_and_cited(connection: Connection) -> None:
    january = timeline(connection, "XOS", "XVA").rows[0]
    joint, pledge, criticism = january.examples
    assert joint.words == "Words 1 of XOS and XVA"
    assert pledge.words == "Words 1 of XOS"  # not the praise
    assert pledge.id == f"{pledge.document}/act:1"
    assert criticism.words == "Words 3 of XVA"
    assert len(january.meeting_ids) == 1
    assert january.meeting_ids[0].endswith("/meeting:1")


def test_quarters_and_years(connection: Connection) -> None:
    quarters = timeline(connection, "XOS", "XVA", by="quarter")
    assert [row.period for row in quarters.rows] == ["2024-Q1", "2024-Q2"]
    years = timeline(connection, "XOS", "XVA", by="year")
    assert [(row.period, row.meetings) for row in years.rows] == [("2023", 1), ("2024", 2)]
    assert not any("unknown" in note for note in years.notes)


def test_an_actor_alone_counts_what_others_do_to_it(connection: Connection) -> None:
    rows = timeline(connection, "XSE", by="year").rows
    assert [row.period for row in rows] == ["2024"]
    # held: the agreement with Ostria; to it: the joint criticism, the warning, Varnia's support
    assert counts(rows[0]) == (1, None, 1, 0, 1, 2)


def test_a_person_has_the_acts_of_what_the_person_says(connection: Connection) -> None:
    rows = timeline(connection, "person:tomas-helverin", "XVA").rows
    assert counts(rows[0]) == (1, None, 2, 0, 0, 0)
    rows = timeline(connection, "XOS", "Mirel Dovanu").rows
    assert counts(rows[0]) == (1, None, 1, 0, 0, 1)  # of two, one is addressed to her
    rows = timeline(connection, "Mirel Dovanu").rows
    assert counts(rows[0]) == (1, None, 0, 1, 1, 0)


def test_dates_and_limit_narrow_it_down(connection: Connection) -> None:
    rows = timeline(connection, "XOS", "XVA", since="2024-02").rows
    assert [row.period for row in rows] == ["2024-04"]
    rows = timeline(connection, "XOS", "XVA", until="2024-02-11").rows
    assert [row.period for row in rows] == ["2024-01"]
    answer = timeline(connection, "XOS", "XVA", limit=2)
    assert [row.period for row in answer.rows] == ["2024-03", "2024-04"]
    assert answer.total == 4


def test_nothing_between_them_is_an_empty_answer(connection: Connection) -> None:
    assert timeline(connection, "XVA", "XSE", until="2024-02").rows == []


def test_wrong_questions_say_so(connection: Connection) -> None:
    with pytest.raises(MemconError, match="one actor"):
        timeline(connection, "XOS", "Ostria")
    with pytest.raises(MemconError, match="no period"):
        timeline(connection, "XOS", by="week")  # type: ignore[arg-type]
    with pytest.raises(MemconError, match="no actor"):
        timeline(connection, "XOS", "Nowhere")
