"""iCalendar: opened with icalendar and with ics, days as they are known."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import ics  # type: ignore[import-untyped]
import pytest
from exporting import count, written
from icalendar import Calendar
from sqlalchemy import Connection, select

from memcon.archive.schema import occasions, threads
from memcon.exports.gatherings import Gathering, Guest
from memcon.exports.schedule import FORMAT
from memcon.exports.selected import Known


@pytest.fixture(scope="module")
def text(reviewed: Connection) -> str:
    return written(reviewed, FORMAT)


@pytest.fixture(scope="module")
def events(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).events)


def of(events: list[Any], category: str) -> list[Any]:
    return [one for one in events if one["CATEGORIES"].to_ical().decode() == category]


def test_both_libraries_read_the_same_events(
    reviewed: Connection, text: str, events: list[Any]
) -> None:
    other = ics.Calendar(text)
    assert len(other.events) == len(events) == count(reviewed, FORMAT) > 3
    assert {one.uid: one.name for one in other.events} == {
        str(one["UID"]): str(one["SUMMARY"]) for one in events
    }
    assert all(one.all_day for one in other.events)
    assert {one.begin.date() for one in other.events} == {one.start for one in events}


def test_lines_are_as_the_standard_wants_them(text: str) -> None:
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert not [line for line in lines if "\n" in line or "\r" in line]
    assert max(len(line.encode()) for line in lines) <= 75


def test_a_meeting_is_there_once_and_only_on_a_known_day(
    reviewed: Connection, events: list[Any]
) -> None:
    days = sorted(
        row.day
        for row in reviewed.execute(select(occasions))
        if row.day is not None and len(row.day) == 10
    )
    assert [one.start.isoformat() for one in of(events, "MEETING")] == days
    known = reviewed.execute(select(occasions)).all()
    assert len(days) < len(known), "no example is dated by less than a day"
    assert all(one.end - one.start == dt.timedelta(days=1) for one in events)


def test_deadlines_are_those_of_a_day_that_nobody_rated(
    reviewed: Connection, events: list[Any]
) -> None:
    dated = [row for row in reviewed.execute(select(threads)) if row.deadline_date]
    assert {len(row.deadline_date) for row in dated} > {10}, "all are of a day"
    days = sorted(row.deadline_date for row in dated if len(row.deadline_date) == 10)
    deadlines = of(events, "DEADLINE")
    assert [one.start.isoformat() for one in deadlines] == days
    assert all(str(one["SUMMARY"]).startswith("Deadline: ") for one in deadlines)


def test_a_rated_commitment_is_no_longer_due(reviewed: Connection, events: list[Any]) -> None:
    rated = [str(one["UID"]) for one in of(events, "DEADLINE")]
    with reviewed.begin_nested() as transaction:
        reviewed.execute(threads.update().values(status="kept"))
        left = of(list(Calendar.from_ical(written(reviewed, FORMAT)).events), "DEADLINE")
        transaction.rollback()
    assert rated
    assert left == []


def test_the_meeting_says_who_where_and_by_whom(events: list[Any]) -> None:
    (kasbrod,) = [
        one
        for one in of(events, "MEETING")
        if one.start == dt.date(2024, 3, 14) and str(one.get("LOCATION")) == "Kasbrod"
    ]
    assert re.fullmatch(r"doc:[0-9a-f]{16}/meeting:\d+", str(kasbrod["UID"]))
    assert str(kasbrod["STATUS"]) == "CONFIRMED"
    assert str(kasbrod["DESCRIPTION"]).count("Told in: ") == 2
    assert "Varnia" in str(kasbrod["SUMMARY"])
    planned = [one for one in of(events, "MEETING") if str(one["STATUS"]) == "TENTATIVE"]
    assert all(one["DTSTAMP"].dt.tzinfo is not None for one in [kasbrod, *planned])
    assert kasbrod["DTSTAMP"].dt.date() >= dt.date(2024, 3, 14)


def test_the_same_again_is_the_same(reviewed: Connection, text: str) -> None:
    assert written(reviewed, FORMAT) == text


def test_days_and_actors_narrow_it_down(reviewed: Connection) -> None:
    made = Calendar.from_ical(written(reviewed, FORMAT, since="2025-01-01", until="2025-12-31"))
    assert {one.start.year for one in made.events} == {2025}
    of_varnia = Calendar.from_ical(written(reviewed, FORMAT, actor="XVA")).events
    assert 0 < len(of_varnia) < count(reviewed, FORMAT)
    assert all("Varnia" in one.to_ical().decode().replace("\r\n ", "") for one in of_varnia)


def test_a_meeting_of_one_side_is_called_by_who_was_there() -> None:
    side = Known(id="OST", kind="state", name="Ostria", side="OST")
    named = [
        Guest(
            actor=Known(id=f"person:{name}", kind="person", name=name, side="OST"),
            role=None,
            side=side,
        )
        for name in ("Ilse Brandar", "Tomas Helverin", "Una Sol", "Wim Terk", "Xan Uhl")
    ]
    other = Guest(actor=None, role=None, side=Known(id="VAR", kind="state", name="Varnia", side=""))

    def title(*guests: Guest) -> str:
        return Gathering(
            id="doc:0/meeting:1", form="meeting", status="held", day=None, precision=None,
            place=None, occasion=None, guests=guests, documents=(),
        ).title  # fmt: skip

    assert title(*named[:2]) == "Meeting: Ilse Brandar, Tomas Helverin"
    assert title(*named) == "Meeting: Ilse Brandar, Tomas Helverin, Una Sol and 2 more"
    assert title(*named, other) == "Meeting: Ostria, Varnia"
    assert title(other) == "Meeting: Varnia"
    assert title() == "Meeting"
