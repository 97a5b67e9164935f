"""``memcon events`` and what ``memcon show`` tells of events, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection

from archives import put
from event_records import Told, two_accounts
from memcon.analysis.events import events
from memcon.analysis.show import show
from memcon.archive import open_archive
from memcon.errors import MemconError, UnknownIdError
from memcon.record import Record


def accounts() -> list[Record]:
    found = two_accounts("Norland", "NRL")
    told = Told(
        "Rebels fired at Selmark. Selmark did not praise Ostria. Norland had invaded Ostria "
        "and Norland will thank\nSelmark.",
        published="2024-03-05",
    )
    told.event("fired at", "193", [], ["Selmark"], goldstein=-10, place="Halm", day="2024-02")
    told.event("did not praise", "051", ["Selmark"], ["Ostria"], goldstein=3.4, negated=True)
    told.event("had invaded", "192", ["Norland"], ["Ostria"], goldstein=-9.5, background=True)
    told.event("will thank\nSelmark", "051", ["Norland"], ["Selmark"], time="future")
    found.append(told.record())
    return found


@pytest.fixture
def connection(archive_url: str) -> Iterator[Connection]:
    with open_archive(archive_url) as archive:
        put(archive, accounts())
        with archive.reading() as connection:
            yield connection


def codes(connection: Connection, **filters: Any) -> list[str]:
    answer = events(connection, **filters)
    assert answer.total == len(answer.rows)
    return [row.code for row in answer.rows]


def test_events_come_newest_first_with_those_of_no_day_last(connection: Connection) -> None:
    answer = events(connection)
    assert [row.day for row in answer.rows] == [
        "2024-03-05",
        "2024-03-05",
        "2024-02",
        *["2024-01-10"] * 3,
        None,
    ]
    assert answer.rows[-1].background


def test_a_row_says_who_did_what_to_whom_in_whose_words(connection: Connection) -> None:
    first = accounts()[0].document.id
    (row,) = events(connection, code="112").rows
    assert (row.source, row.target, row.event, row.status) == (
        "Ostria",
        "Norland",
        "Accuse",
        "done",
    )
    assert (row.goldstein, row.documents, row.words) == (-2.0, 2, "accused")
    assert (row.id, row.group, row.meeting) == (
        f"{first}/event:2",
        f"{first}/event:2",
        f"{first}/meeting:1",
    )
    assert [(one.id, one.code) for one in row.parties] == [("OST", "OST"), ("NRL", "NRL")]
    assert [one.day for one in row.evidence] == ["2024-01-11", "2024-01-12"]
    text = accounts()[0].document.text
    one = row.evidence[0]
    assert text[one.start : one.end] == one.words == "accused"
    denied, thanks = sorted(events(connection, code="051").rows, key=lambda row: row.status)
    assert (denied.status, thanks.status) == ("denied", "future")
    assert thanks.words == "will thank Selmark"
    (fired,) = events(connection, code="193").rows
    assert (fired.source, fired.place) == (None, "Halm")
    met, back = events(connection, code="04").rows
    assert met.group == back.group
    assert {met.source, back.source} == {"Ilse Brandar", "Mirel Dovanu"}
    assert met.mutual


def test_each_filter_narrows_it_down(connection: Connection) -> None:
    for filters, expected in (
        ({"actor": "NRL"}, ["051", "112", "192"]),
        ({"source": "NRL"}, ["051", "192"]),
        ({"target": "Norland"}, ["112"]),
        ({"source": "OST", "target": "VAR"}, ["040"]),
        ({"actor": "VAR", "target": "OST"}, ["040"]),
        ({"actor": "Ilse Brandar"}, ["040", "040"]),
        ({"actor": "OST", "code": "0"}, ["040", "040", "051"]),
        ({"code": "19"}, ["192", "193"]),
        ({"code": "19", "background": False}, ["193"]),
        ({"actor": "NRL", "background": False}, ["051", "112"]),
        ({"background": False}, ["040", "040", "051", "051", "112", "193"]),
        ({"code": "2"}, []),
        ({"since": "2024-02-20"}, ["051", "051", "193"]),
        ({"until": "2024-01"}, ["040", "040", "112"]),
        ({"actor": "OST", "since": "2024-02"}, ["051"]),
        ({"target": "SEL", "until": "2024-02"}, ["193"]),
    ):
        assert sorted(codes(connection, **filters)) == expected, filters


def test_a_limit_cuts_and_says_how_many_there_are(connection: Connection) -> None:
    narrowed: list[tuple[dict[str, Any], int]] = [
        ({}, 7),
        ({"code": "0"}, 4),
        ({"actor": "OST"}, 5),
    ]
    for filters, total in narrowed:
        answer = events(connection, limit=2, **filters)
        assert (len(answer.rows), answer.total) == (2, total), filters


def test_wrong_questions_say_so(connection: Connection) -> None:
    with pytest.raises(MemconError, match="no CAMEO code"):
        events(connection, code="accuse")
    with pytest.raises(MemconError, match="no date"):
        events(connection, since="yesterday")
    with pytest.raises(UnknownIdError, match="no actor"):
        events(connection, actor="Nowhere")


def test_a_document_and_an_act_show_their_events(connection: Connection) -> None:
    first = accounts()[0].document.id
    listed = show(connection, first).sections["events"]
    assert [(row.id, row.what, row.value) for row in listed] == [
        (f"{first}/event:1", "040", "Consult"),
        (f"{first}/event:2", "112", "Accuse"),
    ]
    assert listed[1].who == ["Ostria [OST]"]
    assert "to Norland [NRL]" in listed[1].notes
    (coded,) = show(connection, f"{first}/act:1").sections["events"]
    assert coded.id == f"{first}/event:2"
    last = accounts()[2].document.id
    notes = [row.notes for row in show(connection, last).sections["events"]]
    assert "Halm" in notes[0]
    assert "denied" in notes[1]
    assert "only recalled" in notes[2]
    assert "future" in notes[3]


def test_the_id_of_an_event_shows_who_else_tells_of_it(connection: Connection) -> None:
    first, second = (record.document.id for record in accounts()[:2])
    for id in (f"{first}/event:1", f"{first}/event:1:2"):
        shown = show(connection, id)
        assert (shown.id, shown.kind) == (f"{first}/event:1", "event")
        assert shown.facts["source"] == ["Ilse Brandar [OSTGOV]", "Mirel Dovanu [VARGOV]"]
        assert [row.id for row in shown.sections["told by others"]] == [f"{second}/event:1"]
        assert [row.id for row in shown.sections["meeting"]] == [f"{first}/meeting:1"]
    assert [row.id for row in show(connection, f"{first}/event:2").sections["act"]] == [
        f"{first}/act:1"
    ]
    with pytest.raises(UnknownIdError, match="event:9"):
        show(connection, f"{first}/event:9")


def test_an_archive_without_any_event_says_what_to_do(archive_url: str) -> None:
    told = Told("Ostria thanked Norland.", published="2024-03-05")
    with open_archive(archive_url) as archive:
        put(archive, [told.record()])
        with archive.reading() as connection:
            (note,) = events(connection).notes
            assert "memcon reread" in note


def test_what_does_not_fit_is_not_taken_for_an_archive_without_events(
    connection: Connection,
) -> None:
    assert events(connection, since="2030").notes == []
