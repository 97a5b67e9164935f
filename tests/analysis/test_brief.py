"""The brief of two actors, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pair_records import Account
from sqlalchemy import Connection, insert, select

from archives import put
from memcon.analysis.brief import Brief, brief
from memcon.archive import Archive, open_archive
from memcon.archive.schema import documents, formula_uses, formulas
from memcon.errors import MemconError

PEOPLE = {"XOS": "Tomas Helverin", "XVA": "Mirel Dovanu"}


def accounts() -> list[Account]:
    return [
        Account(day="2023-01-11", people=PEOPLE, title="In Kasbrod", url="https://xos.example/1")
        .meeting("2023-01-10", "XOS", "XVA", place="Kasbrod")
        .act("oppose", ["XOS"], [], "Ostria opposes tolls on the Sunda", issues=["trade"],
             strength="oppose:oppose")
        .act("support", ["XVA"], [], "Varnia backs open tenders", issues=["trade"])
        .act("support", ["XVA"], [], "Varnia is for clean rivers", issues=["climate"])
        .act("pledge", ["XVA"], ["XOS"], "to open the customs post at Lendrava by 2024",
             pledged=True, deadline=("by 2024", "2024")),
        Account(day="2024-03-15", people=PEOPLE, title="In Lendrava")
        .meeting("2024-03-14", "XOS", "XVA", place="Lendrava")
        .act("oppose", ["XOS"], [], "Ostria firmly opposes tolls on the Sunda", issues=["trade"],
             strength="oppose:strongly oppose")
        .act("criticise", ["XVA"], [], "Varnia regrets the delays", issues=["trade"])
        .act("pledge", ["XOS"], ["XVA"], "to lend twelve ferries to the Varnian fleet",
             pledged=True)
        .act("pledge", ["XOS", "XVA"], ["XOS", "XVA"], "to survey the old tunnel together",
             pledged=True)
        .meeting("2025-09-01", "XOS", "XVA", status="planned")
        .act("praise", ["XOS"], ["XVA"], "Ostria thanks Varnia for the visit to come"),
        Account(day="2024-05-02", narrator="XVA", title="A protest")
        .act("criticise", ["XVA"], ["XOS"], "Varnia protests against a fine")
        .act("assess", ["XVA"], ["XOS"], "Varnia thinks it over")
        .act("agree", ["XSE", "XVA"], ["XOS", "XSE", "XVA"], "Varnia and Selmark on Ostria"),
        Account(day="2024-05-03", title="Elsewhere")
        .meeting("2024-05-03", "XOS", "XSE")
        .act("praise", ["XOS"], ["XSE"], "Ostria thanks Selmark"),
    ]  # fmt: skip


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    with open_archive(archive_url) as archive:
        put(archive, [account.record() for account in accounts()])
        yield archive


@pytest.fixture
def connection(archive: Archive) -> Iterator[Connection]:
    with archive.reading() as connection:
        yield connection


@pytest.fixture
def made(connection: Connection) -> Brief:
    return brief(connection, "Ostria", "XVA", today="2025-06-01")


def test_meetings_held_and_to_come(made: Brief) -> None:
    assert (made.a.id, made.b.name) == ("XOS", "Varnia")
    assert [(met.day, met.place) for met in made.meetings] == [
        ("2024-03-14", "Lendrava"),
        ("2023-01-10", "Kasbrod"),
    ]
    assert [met.day for met in made.planned] == ["2025-09-01"]
    assert made.last_met == "2024-03-14"
    assert made.meetings[0].evidence[0].title == "In Lendrava"


def test_changes_are_told_from_a_year_before_the_last_meeting(
    made: Brief, connection: Connection
) -> None:
    assert made.since == "2023-03-15"  # 2024 is a leap year
    assert brief(connection, "XOS", "XVA", today="2025-06-01", since="2022").since == "2022-01-01"


def test_news_is_what_one_did_towards_the_other_after_the_last_meeting(made: Brief) -> None:
    # no assessment, nothing agreed with a third about the other, and nothing from the account of
    # the last meeting, though what it tells is dated by its publication, a day later
    assert [(done.by, done.type, done.words) for done in made.news] == [
        (["XVA"], "criticise", "Varnia protests against a fine")
    ]
    assert made.news[0].evidence.words == "Varnia protests against a fine"


def test_open_commitments_by_whom_towards_whom(made: Brief) -> None:
    assert [row.goal for row in made.by_a.rows] == ["to lend twelve ferries to the Varnian fleet"]
    assert [row.goal for row in made.joint.rows] == ["to survey the old tunnel together"]
    (customs,) = made.by_b.rows
    assert (customs.deadline, customs.overdue) == ("2024", True)
    assert customs.first.words == "to open the customs post at Lendrava by 2024"
    assert made.by_b.total == 1


def test_what_is_overdue_goes_by_today(connection: Connection) -> None:
    then = brief(connection, "XOS", "XVA", today="2024-06-01")
    assert not then.by_b.rows[0].overdue
    before = brief(connection, "XOS", "XVA", today="2024-01-01")
    assert before.last_met == "2023-01-10"  # the later meeting was still to come


def test_positions_on_what_both_act_on_with_changes_of_rung(made: Brief) -> None:
    (trade,) = made.positions  # only Varnia speaks of the climate
    assert (trade.issue, trade.name) == ("trade", "Trade and tariffs")
    assert trade.a.stance == "critical"
    assert [said.words for said in trade.a.latest] == [
        "Ostria firmly opposes tolls on the Sunda",
        "Ostria opposes tolls on the Sunda",
    ]
    (change,) = trade.a.changes
    assert (change.before.rung, change.after.rung) == ("oppose", "strongly oppose")
    assert change.direction == "higher"
    assert trade.b.stance == "mixed"
    assert trade.b.changes == []


def test_no_change_is_told_of_before_the_day(connection: Connection) -> None:
    made = brief(connection, "XOS", "XVA", today="2025-06-01", since="2024-04")
    assert made.positions[0].a.changes == []


def test_phrases_come_and_gone(archive: Archive) -> None:
    again = Account(day="2023-02-20", title="Again").meeting("2023-02-19", "XOS", "XVA")
    put(archive, [again.record()])
    with archive.reading() as connection:
        assert brief(connection, "XOS", "XVA", today="2025-06-01").formulas == []
    uses = {
        "old friends of the Sunda": ["In Kasbrod", "Again"],
        "a bridge between neighbours": ["In Lendrava", "Elsewhere"],
        "once is no habit": ["In Kasbrod", "Elsewhere"],  # elsewhere they did not meet
    }
    with archive.writing() as connection:
        found = {row.title: row for row in connection.execute(select(documents))}
        for number, (phrase, titles) in enumerate(uses.items(), 1):
            connection.execute(
                insert(formulas).values(
                    key=number,
                    words=phrase,
                    phrase=phrase,
                    score=1.0,
                    documents=2,
                    uses=2,
                    sides=1,
                    adopted=0,
                    dropped=0,
                )
            )
            for title in titles:
                row = found[title]
                connection.execute(
                    insert(formula_uses).values(
                        formula=number,
                        day=row.day,
                        document=row.key,
                        start=0,
                        end=7,
                        sides="XOS+XSE",
                    )
                )
    with archive.reading() as connection:
        made = brief(connection, "XOS", "XVA", today="2025-06-01")
    came, gone = made.formulas
    assert (came.change, came.phrase, came.side) == ("come", "a bridge between neighbours", "XOS")
    assert (came.documents, came.evidence.title) == (1, "In Lendrava")
    assert (gone.change, gone.phrase) == ("gone", "old friends of the Sunda")
    assert (gone.first_day, gone.last_day, gone.documents) == ("2023-01-11", "2023-02-20", 2)
    assert gone.evidence.title == "Again"


def test_actors_who_never_met_make_a_short_brief(connection: Connection) -> None:
    made = brief(connection, "XVA", "XSE", today="2025-06-01")
    assert (made.meetings, made.last_met, made.since, made.news) == ([], None, None, [])
    assert made.positions == []


def test_wrong_questions_say_so(connection: Connection) -> None:
    with pytest.raises(MemconError, match="one actor"):
        brief(connection, "XOS", "Ostria", today="2025-06-01")
    with pytest.raises(MemconError, match="no day"):
        brief(connection, "XOS", "XVA", today="2025-06")
