"""Stances counted by period and year, and the acts behind them, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from archives import filled
from memcon.analysis.issue_statements import issue_statements
from memcon.analysis.positions import positions
from memcon.analysis.stance_years import stance_map, stance_years
from memcon.errors import MemconError, UnknownIdError


@pytest.fixture
def connection(archive_url: str) -> Iterator[Connection]:
    with filled(archive_url) as archive, archive.reading() as connection:
        yield connection


@pytest.mark.parametrize("who", ["XOS", "XVA", "person:mirel-dovanu"])
def test_the_map_counts_what_positions_count(connection: Connection, who: str) -> None:
    read = positions(connection, by=[who], limit=100).rows
    counted = stance_map(connection, by=[who], limit=100)
    assert counted.total == len(counted.rows)
    told = {
        row.issue: (row.stance, row.backing, row.objecting, row.asking, sum(row.by_type.values()))
        for row in read
        if row.by_type
    }
    assert {
        row.issue: (row.stance, row.backing, row.objecting, row.asking, row.acts)
        for row in counted.rows
    } == told


@pytest.mark.parametrize("who", ["XOS", "person:mirel-dovanu"])
def test_years_add_up_to_the_map(connection: Connection, who: str) -> None:
    yearly = stance_years(connection, by=[who], limit=1_000).rows
    for row in stance_map(connection, by=[who], since="1900", limit=100).rows:
        mine = [one for one in yearly if one.issue == row.issue]
        assert sum(one.acts for one in mine) == row.acts
        assert sum(one.backing for one in mine) == row.backing
        assert [one.year for one in mine] == sorted({one.year for one in mine})


def test_a_period_and_actors_on_an_issue(connection: Connection) -> None:
    years = {row.year for row in stance_years(connection, by=["XOS"], since="2025").rows}
    assert years
    assert min(years) >= "2025"
    on = stance_map(connection, on=["trade"], limit=100)
    assert {row.issue for row in on.rows} == {"trade"}
    assert {"XOS", "XVA"} <= {row.actor for row in on.rows}
    with pytest.raises(MemconError, match="whose positions"):
        stance_map(connection)


def test_the_acts_behind_a_position_have_their_words(connection: Connection) -> None:
    answer = issue_statements(connection, actor="Ostria", issue="trade", limit=100)
    (position,) = positions(connection, by=["XOS"], on=["trade"]).rows
    assert answer.total == len(answer.rows) == position.acts
    kinds = dict(answer.facets["kind"])
    assert kinds.get("backing", 0) == position.backing
    days = [row.day or "" for row in answer.rows]
    assert days == sorted(days, reverse=True), "the newest first"
    for row in answer.rows:
        assert row.evidence.words
        assert "/act:" in (row.evidence.id or "")
        assert row.statement is None or "/statement:" in row.statement


def test_acts_of_a_kind_and_of_a_year(connection: Connection) -> None:
    whole = issue_statements(connection, actor="XOS", issue="trade", limit=100)
    backing = issue_statements(connection, actor="XOS", issue="trade", kind="backing", limit=100)
    assert backing.rows == [row for row in whole.rows if row.kind == "backing"]
    assert backing.facets == whole.facets, "the other kinds can still be chosen"
    year, number = whole.facets["year"][0]
    some = issue_statements(connection, actor="XOS", issue="trade", since=year, until=year)
    assert len(some.rows) == number
    assert len(issue_statements(connection, actor="XOS", issue="trade", limit=1).rows) == 1
    none = issue_statements(connection, actor="XOS", issue="trade", until="1990")
    assert (none.total, list(none.rows)) == (0, [])


def test_wrong_questions_are_told(connection: Connection) -> None:
    with pytest.raises(UnknownIdError):
        issue_statements(connection, actor="nobody of this name", issue="trade")
    with pytest.raises(UnknownIdError):
        issue_statements(connection, actor="XOS", issue="no such issue")
    with pytest.raises(MemconError, match="there is no 'against'"):
        issue_statements(connection, actor="XOS", issue="trade", kind="against")  # type: ignore[arg-type]
