"""The Goldstein series of ``memcon timeline``: events once each, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection

from archives import put
from event_records import Told, two_accounts
from memcon.analysis.timeline import Period, timeline
from memcon.archive import open_archive
from memcon.record import Record


def accounts() -> list[Record]:
    found = two_accounts("Varnia", "VAR")
    # What was done in March, and what is not counted.
    told = Told(
        "Varnia sent grain to Ostria. Ostrian troops fired at Varnia. Varnia did not threaten "
        "Ostria. Varnia will thank Ostria. Varnia had attacked Ostria. Norland warned Ostria.",
        published="2024-03-05",
    )
    told.event("sent", "073", ["Varnia"], ["Ostria"], goldstein=7.4)
    told.event("fired", "190", ["Ostrian troops"], ["Varnia"], goldstein=-10)
    told.event("did not threaten", "130", ["Varnia"], ["Ostria"], goldstein=-4.4, negated=True)
    told.event("will thank", "051", ["Varnia"], ["Ostria"], goldstein=3.4, time="future")
    told.event("attacked", "190", ["Varnia"], ["Ostria"], day="2024-02", background=True)
    told.event("warned", "130", ["Norland"], ["Ostria"], goldstein=-4.4, day="2024")
    found.append(told.record())
    return found


@pytest.fixture
def connection(archive_url: str) -> Iterator[Connection]:
    with open_archive(archive_url) as archive:
        put(archive, accounts())
        with archive.reading() as connection:
            yield connection


def scores(row: Period) -> tuple[Any, ...]:
    return (
        row.a_events,
        row.a_goldstein,
        row.a_goldstein_sum,
        row.b_events,
        row.b_goldstein,
        row.b_goldstein_sum,
    )


def test_a_pair_has_each_event_once_in_either_direction(connection: Connection) -> None:
    rows = {row.period: row for row in timeline(connection, "OST", "VAR").rows}
    assert list(rows) == ["2024-01", "2024-02", "2024-03"]
    assert scores(rows["2024-01"]) == (2, -0.5, -1.0, 1, 1.0, 1.0)
    # nothing that is denied, to come, or recalled
    assert scores(rows["2024-02"]) == (0, None, None, 0, None, None)
    assert scores(rows["2024-03"]) == (1, -10.0, -10.0, 1, 7.4, 7.4)


def test_the_other_way_round_is_the_mirror_image(connection: Connection) -> None:
    for here, there in zip(
        timeline(connection, "OST", "VAR").rows,
        timeline(connection, "VAR", "OST").rows,
        strict=True,
    ):
        assert scores(here) == scores(there)[3:] + scores(there)[:3]


def test_an_actor_alone_has_what_it_did_and_what_was_done_to_it(connection: Connection) -> None:
    answer = timeline(connection, "OST", by="year")
    (year,) = answer.rows
    assert scores(year) == (3, -3.67, -11.0, 3, 1.33, 4.0)
    answer = timeline(connection, "OST")
    assert "1 events of an unknown month are left out." in answer.notes


def test_a_person_has_what_the_person_did(connection: Connection) -> None:
    (january,) = timeline(connection, "Ilse Brandar", "Varnia").rows
    assert scores(january) == (1, 1.0, 1.0, 1, 1.0, 1.0)
    (january,) = timeline(connection, "Ilse Brandar", "Mirel Dovanu").rows
    assert scores(january) == (1, 1.0, 1.0, 1, 1.0, 1.0)


def test_months_narrow_the_events_down(connection: Connection) -> None:
    rows = timeline(connection, "OST", "VAR", since="2024-03").rows
    assert [scores(row)[0] for row in rows] == [1]
    rows = timeline(connection, "OST", "VAR", until="2024-02").rows
    assert [(row.period, row.a_events) for row in rows] == [("2024-01", 2)]


def test_an_example_of_each_direction_is_cited(connection: Connection) -> None:
    march = timeline(connection, "OST", "VAR").rows[-1]
    told = [(one.words, one.id and one.id.rpartition("/")[2]) for one in march.examples]
    assert told == [("fired", "event:2"), ("sent", "event:1")]


def test_what_a_state_does_to_itself_is_not_done_to_it_by_others(archive_url: str) -> None:
    told = Told("Ostrian troops fired at Ostria.", published="2024-03-05")
    told.event("fired", "190", ["Ostrian troops"], ["Ostria"], goldstein=-10)
    with open_archive(archive_url) as archive:
        put(archive, [told.record()])
        with archive.reading() as connection:
            (march,) = timeline(connection, "OST").rows
    assert scores(march) == (1, -10.0, -10.0, 0, None, None)
