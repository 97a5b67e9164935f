"""How actors speak on issues, on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from pair_records import Account
from sqlalchemy import Connection

from archives import put
from memcon.analysis import issue_acts
from memcon.analysis.positions import Position, positions, rung_changes
from memcon.analysis.stances import Wording, changes, stance, strongest
from memcon.archive import open_archive
from memcon.errors import MemconError, UnknownIdError
from memcon.record import Record

PLAINLY, FIRMLY = "support:support", "support:strongly support"
FIRMEST = "support:strongly back"
PEOPLE = {"XOS": "Tomas Helverin", "XVA": "Mirel Dovanu"}


def denying(record: Record, *words: str) -> Record:
    """Return the record with the acts of these words denied."""
    acts = [
        act.model_copy(update={"negated": True}) if act.content.text in words else act
        for act in record.acts
    ]
    return record.model_copy(update={"acts": acts})


def records() -> list[Record]:
    trade, energy = ["trade"], ["energy"]
    first = (
        Account(day="2024-01-10", people=PEOPLE)
        .act("support", ["XOS"], words="backs the grain treaty", issues=trade, strength=PLAINLY)
        .act("praise", ["XOS"], words="thanks the millers", issues=trade, strength="praise:thank")
        .act("oppose", ["XVA"], words="rejects the toll", issues=trade, strength="oppose:reject")
        .act("assess", ["XVA"], words="notes the toll", issues=trade)
        .act("assess", ["XSE"], words="trade is slow", issues=trade)
    )  # fmt: skip
    second = (
        Account(day="2024-02-10", people=PEOPLE)
        .act("support", ["XOS"], words="welcomes it", issues=trade, strength="support:welcome")
        .act("support", ["XOS"], words="strongly backs it", issues=trade, strength=FIRMLY)
        .act("praise", ["XOS"], words="lauds the millers", issues=trade, strength="praise:applaud")
        .act("support", ["XOS"], words="does not back the ban", issues=trade, strength=FIRMEST)
        .act("criticise", ["XOS"], words="regrets it", issues=energy, strength="criticise:regret")
        .act("request", ["XVA"], words="asks for calm", issues=energy, speaker="Mirel Dovanu")
    )  # fmt: skip
    third = Account(day="2024-03-10", narrator="XVA").act(
        "support", ["XOS"], words="welcomes it again", issues=trade, strength="support:welcome"
    )
    return [first.record(), denying(second.record(), "does not back the ban"), third.record()]


@pytest.fixture
def connection(archive_url: str) -> Iterator[Connection]:
    with open_archive(archive_url) as archive:
        put(archive, records())
        with archive.reading() as connection:
            yield connection


def labels(rows: Sequence[Position]) -> list[tuple[str, str, str]]:
    return [(row.actor, row.issue, row.stance) for row in rows]


def test_of_an_actor_on_all_issues(connection: Connection) -> None:
    answer = positions(connection, by=["Ostria"])
    assert labels(answer.rows) == [
        ("XOS", "trade", "supportive"),
        ("XOS", "energy", "critical"),
    ]
    trade = answer.rows[0]
    assert (trade.backing, trade.objecting, trade.asking) == (6, 0, 0)
    assert (trade.acts, trade.read) == (7, 7)
    assert (trade.first, trade.last) == ("2024-01-10", "2024-03-10")
    assert trade.by_type == {"support": 4, "praise": 2}
    assert answer.total == 2
    assert "two thirds" in answer.notes[0]


def test_denied_acts_are_counted_apart(connection: Connection) -> None:
    trade = positions(connection, by=["XOS"], on=["trade"]).rows[0]
    assert trade.denied == {"support": 1}
    assert trade.last_denied is not None
    assert trade.last_denied.words == "does not back the ban"
    # "strongly back" is higher, but was said of what it does not back
    assert trade.strongest == ["praise: applaud", "support: strongly support"]
    support = trade.wordings[1]
    assert support.evidence.words == "strongly backs it"
    assert (support.day, support.times, support.changes) == ("2024-02-10", 1, 2)


def test_of_the_most_active_actors_on_an_issue(connection: Connection) -> None:
    answer = positions(connection, on=["trade"])
    assert labels(answer.rows) == [
        ("XOS", "trade", "supportive"),
        ("XVA", "trade", "critical"),
        ("XSE", "trade", "no stance"),
    ]
    assert answer.facets["stance"] == [("supportive", 1), ("critical", 1), ("no stance", 1)]
    least = positions(connection, on=["trade"], limit=1)
    assert (len(least.rows), least.total) == (1, 3)


def test_actors_and_issues_together(connection: Connection) -> None:
    rows = positions(connection, by=["XOS", "XVA"], on=["trade", "energy"]).rows
    assert len(rows) == 4
    assert ("XVA", "energy", "calls on others") in labels(rows)


def test_a_period(connection: Connection) -> None:
    trade = positions(connection, by=["XOS"], on=["trade"], since="2024-03", until="2024").rows[0]
    assert (trade.acts, trade.first, trade.last) == (1, "2024-03-10", "2024-03-10")
    assert trade.strongest == ["support: welcome"]
    assert positions(connection, by=["XOS"], until="2023").rows == []


def test_changes_of_rung(connection: Connection) -> None:
    answer = rung_changes(connection, by=["XOS"])
    assert [(row.ladder, row.day, row.before, row.after, row.direction) for row in answer.rows] == [
        ("support", "2024-03-10", "strongly support", "welcome", "lower"),
        ("support", "2024-02-10", "support", "strongly support", "higher"),
    ]
    newest = answer.rows[0]
    assert (newest.evidence_before.words, newest.evidence.words) == (
        "strongly backs it",
        "welcomes it again",
    )
    assert "1 changes between words of praise" in answer.notes[0]
    assert len(rung_changes(connection, by=["XOS"], style=True).rows) == 3
    assert len(rung_changes(connection, by=["XOS"], limit=1).rows) == 1


def test_of_a_person_what_the_person_said(connection: Connection) -> None:
    answer = positions(connection, by=["Mirel Dovanu"])
    assert labels(answer.rows) == [("person:mirel-dovanu", "energy", "calls on others")]


def test_where_there_is_too_much_the_newest_acts_are_read(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issue_acts, "BUDGET", 2)
    answer = positions(connection, by=["XOS"])
    assert [(row.acts, row.read) for row in answer.rows] == [(7, 1), (1, 1)]
    assert answer.rows[0].strongest == ["support: welcome"]
    assert "the newest" in answer.notes[-1]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({}, MemconError),
        ({"by": ["Nowhere"]}, UnknownIdError),
        ({"on": ["juggling"]}, UnknownIdError),
        ({"by": ["XOS"], "since": "soon"}, MemconError),
    ],
)
def test_what_cannot_be_asked(
    connection: Connection, asked: dict[str, Any], error: type[MemconError]
) -> None:
    with pytest.raises(error):
        positions(connection, **asked)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"pledge": 2, "warn": 1}, "supportive"),
        ({"agree": 3, "oppose": 2}, "mixed"),
        ({"criticise": 1, "warn": 1, "request": 1}, "critical"),
        ({"request": 1, "report": 9}, "calls on others"),
        ({"propose": 4, "assess": 2}, "no stance"),
        ({}, "no stance"),
    ],
)
def test_two_thirds_make_a_stance(counts: dict[str, int], expected: str) -> None:
    assert stance(counts) == expected


def wording(day: str, rung: str, rank: int, act: int, ladder: str = "support") -> Wording:
    return Wording(ladder=ladder, rung=rung, rank=rank, day=day, act=act)


def test_a_day_is_worded_by_its_strongest_words() -> None:
    said = [
        wording("2024-01-01", "support", 5, 1),
        wording("2024-01-01", "welcome", 2, 2),
        wording("2024-01-02", "support", 5, 3),
        wording("", "strongly support", 9, 4),
    ]
    assert changes(said) == []
    assert strongest(said)[0].act == 4
    said.append(wording("2024-01-03", "welcome", 2, 5))
    assert [(one.before.act, one.after.act) for one in changes(said)] == [(3, 5)]


@pytest.mark.parametrize(
    ("ladder", "before", "after", "style"),
    [
        ("praise", "thank", "applaud", True),
        ("praise", "appreciate", "strongly appreciate", False),
        ("pledge", "will", "commit", True),
        ("pledge", "hope", "will", False),
        ("support", "welcome", "support", False),
    ],
)
def test_some_changes_are_style(ladder: str, before: str, after: str, style: bool) -> None:
    said = [
        wording("2024-01-01", before, 0, 1, ladder),
        wording("2024-01-02", after, 1, 2, ladder),
    ]
    assert [one.is_style for one in changes(said)] == [style]
