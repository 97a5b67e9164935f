"""Undertakings of an archive, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pair_records import Account
from sqlalchemy import Connection

from archives import AT, put
from memcon.analysis import thread_filters
from memcon.analysis.ledger import Sort, Undertaking, ledger
from memcon.archive import Archive, human, open_archive
from memcon.archive.linker import link
from memcon.errors import MemconError, UnknownIdError

PEOPLE = {"XOS": "Tomas Helverin", "XVA": "Mirel Dovanu"}
TODAY = "2025-06-01"
FERRIES = "Ostria will build {} electric ferries for the Inner Sea route to Varnia by 2025"
CROSSING = "The two sides are ready to open the Sunda rail crossing by 1 December 2024"
GRAIN = "Varnia hopes to lower its duties on imported grain"
FLOODS = "Selmark will join the flood warning network of the mountain states"


def said(account: Account, words: str, by: list[str], **known: Any) -> Account:
    """Add a commitment whose number and deadline, if any, are parts of its words."""
    start = sum(len(line) + 1 for line in account.lines)

    def span(part: str) -> dict[str, Any]:
        place = start + words.index(part)
        return {"start": place, "end": place + len(part), "text": part}

    commitment: dict[str, Any] = {"strength": known.pop("strength", "will")}
    if number := known.pop("number", None):
        commitment["quantities"] = [
            {"value": number, "unit": "ferries", "kind": "target", "span": span(str(number))}
        ]
    if due := known.pop("due", None):
        date, text = due
        commitment["deadline"] = {"date": date, "text": text, "span": span(text)}
    account.act("pledge", by, words=words, **known)
    account.commitments.append(
        {
            "id": f"commitment:{len(account.commitments) + 1}",
            "act": account.acts[-1]["id"],
            "by": by,
            "to": list(known.get("to", ())),
            "joint": len(by) > 1,
            "goal": account.acts[-1]["content"],
            "testable": True,
            **commitment,
        }
    )
    return account


def accounts() -> list[Account]:
    ferries: dict[str, Any] = {"to": ["XVA"], "due": ("2025", "by 2025"), "issues": ["trade"]}
    crossing: dict[str, Any] = {"due": ("2024-12-01", "by 1 December 2024"), "issues": ["energy"]}
    return [
        said(Account(day="2024-01-10"), FERRIES.format(40), ["XOS"], number=40, **ferries),
        said(
            Account(day="2024-06-01", narrator="XVA"),
            FERRIES.format(60),
            ["XOS"],
            number=60,
            **ferries,
        ),
        said(Account(day="2024-03-05"), CROSSING, ["XOS", "XVA"], strength="ready", **crossing),
        said(
            Account(day="2024-04-02", narrator="XVA", people=PEOPLE),
            GRAIN,
            ["XVA"],
            strength="hope",
            speaker="Mirel Dovanu",
        ),
        said(Account(day=None, narrator=None), FLOODS, ["XSE"]),
    ]


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    with open_archive(archive_url) as archive:
        put(archive, [account.record() for account in accounts()])
        yield archive


@pytest.fixture
def connection(archive: Archive) -> Iterator[Connection]:
    with archive.reading() as connection:
        yield connection


def goals(connection: Connection, **asked: Any) -> list[str]:
    """Return the first words of each undertaking's goal."""
    answer = ledger(connection, **{"today": TODAY, **asked})
    return [" ".join(row.goal.split()[:2]) for row in answer.rows]


def only(connection: Connection, **asked: Any) -> Undertaking:
    answer = ledger(connection, **{"today": TODAY, **asked})
    assert len(answer.rows) == answer.total == 1
    return answer.rows[0]


def test_an_undertaking_said_twice_is_one_row(connection: Connection) -> None:
    row = only(connection, to="Varnia", issue="trade")
    assert (row.by, row.to, row.strength, row.times) == (["XOS"], ["XVA"], "will", 2)
    assert (row.first_seen, row.last_reaffirmed) == ("2024-01-10", "2024-06-01")
    assert row.carriers == ["XOS", "XVA"]
    assert row.goal == row.latest.words == FERRIES.format(60)
    assert row.first.words == FERRIES.format(40)
    assert (row.first.narrator, row.latest.narrator) == ("XOS", "XVA")
    assert row.id == row.first.id
    assert row.quantities == ["60 ferries"]
    assert (row.deadline, row.deadline_words, row.deadline_is_limit) == ("2025", "by 2025", True)
    assert row.status == "not-yet-rated"


def test_what_was_said_once_was_not_reaffirmed(connection: Connection) -> None:
    row = only(connection, strength="hope")
    assert (row.first_seen, row.last_reaffirmed, row.times) == ("2024-04-02", None, 1)
    assert row.to == []
    assert row.overdue is None


def test_a_joint_undertaking_is_in_each_holders_ledger(connection: Connection) -> None:
    for side in ("XOS", "Varnia"):
        assert "The two" in goals(connection, by=side)
    assert only(connection, strength="ready").by == ["XOS", "XVA"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Ostria will", "Varnia hopes", "The two", "Selmark will"]),
        ({"sort": "first"}, ["Ostria will", "The two", "Varnia hopes", "Selmark will"]),
        ({"sort": "deadline"}, ["The two", "Ostria will", "Varnia hopes", "Selmark will"]),
        ({"sort": "times", "limit": 1}, ["Ostria will"]),
        ({"by": "XOS"}, ["Ostria will", "The two"]),
        ({"by": "XOS", "to": "XVA"}, ["Ostria will"]),
        ({"by": "XSE"}, ["Selmark will"]),
        ({"issue": "energy"}, ["The two"]),
        ({"by": "XVA", "issue": "trade"}, []),
        ({"with_quantity": True}, ["Ostria will"]),
        ({"with_deadline": True}, ["Ostria will", "The two"]),
        ({"status": "not-yet-rated", "strength": "hope"}, ["Varnia hopes"]),
        ({"status": "broken"}, []),
        ({"carried_by": "XVA"}, ["Ostria will", "Varnia hopes"]),
        ({"carried_by": "XSE"}, []),
        ({"since": "2024-04"}, ["Ostria will", "Varnia hopes"]),
        ({"until": "2024-04"}, ["Varnia hopes", "The two"]),
        ({"by": "XOS", "until": "2024-04"}, ["The two"]),
        ({"words": "ferry"}, ["Ostria will"]),
        ({"words": '"duties on imported grain"'}, ["Varnia hopes"]),
        ({"words": "open -ferries"}, ["The two"]),
        ({"words": "crossing", "strength": "will"}, []),
        ({"by": "Mirel Dovanu"}, ["Varnia hopes"]),
    ],
)
def test_filters_and_orders(
    connection: Connection, asked: dict[str, Any], expected: list[str]
) -> None:
    assert goals(connection, **asked) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2024-12-01", []),
        ("2024-12-02", ["The two"]),
        ("2025-12-31", ["The two"]),
        ("2026-01-01", ["The two", "Ostria will"]),
    ],
)
def test_overdue_after_the_end_of_the_deadline(
    connection: Connection, today: str, expected: list[str]
) -> None:
    assert goals(connection, today=today, overdue=True) == expected
    rows = ledger(connection, today=today, with_deadline=True).rows
    assert [row.overdue for row in rows].count(True) == len(expected)


def test_rated_by_people(archive: Archive) -> None:
    with archive.reading() as connection:
        row = only(connection, strength="ready")
    with archive.writing() as connection:
        human.assess(
            connection, row.id, "kept", who="an analyst", at=AT, evidence="https://example.org/open"
        )
    link(archive)
    with archive.reading() as connection:
        rated = only(connection, status="kept")
        assert rated.id == row.id
        assert rated.overdue is False
        assert goals(connection, overdue=True) == []
        facets = ledger(connection, today=TODAY).facets
        assert facets["status"] == [("not-yet-rated", 3), ("kept", 1)]
        assert facets["strength"] == [("will", 2), ("hope", 1), ("ready", 1)]
        assert facets["issue"] == [("energy", 1), ("trade", 1)]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"by": "XOS"},
        {"by": "XOS", "issue": "trade"},
        {"strength": "ready"},
        {"carried_by": "XVA"},
        {"sort": "deadline", "with_deadline": True},
        {"sort": "deadline", "overdue": True, "today": "2027-01-01"},
    ],
)
def test_reading_in_stretches_gives_the_same(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any]
) -> None:
    whole = goals(connection, **asked)
    monkeypatch.setattr(thread_filters, "STRETCH", 1)
    assert goals(connection, **asked) == whole


def test_it_says_when_there_is_more(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread_filters, "STRETCH", 1)
    for sort, words in (("last", "There are more"), ("times", "were to be sorted")):
        order: Sort = sort  # type: ignore[assignment]
        answer = ledger(connection, today=TODAY, sort=order, limit=1)
        assert answer.total is None
        assert words in answer.notes[0]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"by": "Nowhere"}, UnknownIdError),
        ({"issue": "juggling"}, UnknownIdError),
        ({"strength": "maybe"}, MemconError),
        ({"status": "late"}, MemconError),
        ({"sort": "size"}, MemconError),
        ({"today": "2024-05"}, MemconError),
        ({"since": "May"}, MemconError),
    ],
)
def test_what_cannot_be_asked(
    connection: Connection, asked: dict[str, Any], error: type[MemconError]
) -> None:
    with pytest.raises(error):
        ledger(connection, **{"today": TODAY, **asked})
