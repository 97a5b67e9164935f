"""Gatherings: a meeting that a report names, and not those who took part."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from memcon.archive.linking.events import Event, event_of
from memcon.archive.linking.meetings import MeetingMention, Party, cluster
from memcon.archive.linking.wording import heading_day
from memcon.reading.dates import find_dates

VARRO = Party(actor="person:ada-varro", role="President", side="OST")
KELM = Party(actor="person:jon-kelm", role="Foreign Minister", side="OST")
BRANT = Party(actor="person:ilse-brant", role="President", side="VAR")
QUAD = Party(actor="QUAD", side="QUAD")
COUNCIL = Party(actor="ARCTICCOUNCIL", side="ARCTICCOUNCIL")


def told(key: int, *parties: Party, **fields: Any) -> MeetingMention:
    values: dict[str, Any] = {
        "document": key,
        "narrator": "OST",
        "published": "2031-05-10",
        "form": "meeting",
        "day": "2031-05-10",
    }
    return MeetingMention(key=key, parties=parties, **(values | fields))


def together(*mentions: MeetingMention) -> bool:
    return len(set(cluster(mentions).values())) == 1


def named(words: str | None, **fields: Any) -> Event | None:
    values: dict[str, Any] = {"summit": False, "host": "USA", "people": {}, "bodies": ()}
    return event_of(texts=(words,), **(values | fields))


# The name ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "ids", "levels"),
    [
        ("the upcoming Quad Leaders’ Summit", {"QUAD"}, {"leader"}),
        ("the NATO Foreign Ministers meeting", {"NATO"}, {"minister"}),
        ("a ministerial meeting of the Arctic Council", {"ARCTICCOUNCIL"}, {"minister"}),
        ("the Arctic Council meeting", {"ARCTICCOUNCIL"}, set()),
        ("the U.S.-ASEAN Summit", {"ASEAN"}, {"leader"}),
        ("the Japan-Australia-India-U.S. (Quad) Summit", {"QUAD"}, {"leader"}),
        ("the Madrid NATO Summit", {"NATO"}, {"leader"}),
        ("the NATO-Russia Summit", {"NATO", "RUS"}, {"leader"}),
    ],
)
def test_a_body_and_a_level_name_a_gathering(words: str, ids: set[str], levels: set[str]) -> None:
    event = named(words)
    assert event is not None
    assert event.ids == frozenset(ids)
    assert event.levels == frozenset(levels)


def test_a_gathering_has_a_name_of_its_own() -> None:
    assert named("the Second Summit for Democracy") == named("the Summit for Democracy")
    dialogue = named("the U.S.-Germany Dialogue on Fisheries")
    assert dialogue is not None
    assert dialogue.ids == {"USA", "DEU"}
    short, other = named("the U.S.-Germany Dialogue"), named("the U.S.-Germany Space Dialogue")
    assert short is not None
    assert other is not None
    assert dialogue.fits(short)
    assert not dialogue.fits(other)


@pytest.mark.parametrize(
    "words",
    [
        "a meeting",
        "the meeting with President Varro",
        "President Varro’s meeting",
        "talks on the margins of the NATO Summit",
        "the U.S.-Germany meeting",
        None,
    ],
)
def test_what_names_no_gathering(words: str | None) -> None:
    assert named(words) is None


def test_words_that_name_a_guest_tell_of_the_meeting_with_the_guest() -> None:
    words = "Secretary Kelm met Ilse Brant at the NATO Summit"
    people = {"person:jon-kelm": "USA", "person:ilse-brant": "VAR"}
    assert named(words, people=people) is None
    event = named("Secretary Kelm attended the NATO Summit", people={"person:jon-kelm": "USA"})
    assert event is not None


def test_participants_name_the_gathering_where_the_words_do_not() -> None:
    event = named("we met", bodies=[("QUAD", "foreign ministers")])
    assert event == named("the Quad Foreign Ministers meeting")
    assert named("we met", bodies=[("QUAD", "")]) is None
    assert named("we met", bodies=[("QUAD", "")], summit=True) == named("the Quad summit")
    assert named("we met", bodies=[("QUAD", "ministers"), ("NATO", "ministers")]) is None
    speaker = {"person:eva-thorne": "NATO"}
    assert named("they met", bodies=[("NATO", "ministers")], people=speaker) is None


# What is one gathering ---------------------------------------------------------------------------


def test_mentions_of_a_gathering_are_one_whomever_they_list() -> None:
    one = told(1, VARRO, COUNCIL, words="the Arctic Council ministerial")
    other = told(2, BRANT, COUNCIL, day=None, words="the Arctic Council meeting")
    assert together(one, other)
    assert together(one, told(2, words="the Arctic Council meeting", document=1))
    assert not together(one, told(2, BRANT, COUNCIL, words="the Arctic Council summit"))
    assert not together(one, told(2, BRANT, QUAD, words="the Quad ministerial"))


def test_a_gathering_lasts_days_and_comes_again() -> None:
    summit = told(1, VARRO, words="the NATO Summit", form="summit")
    assert together(summit, told(2, words="the NATO Summit", day="2031-05-12"))
    assert not together(summit, told(2, words="the NATO Summit", day="2031-05-14"))
    later = told(2, words="the NATO Summit", day=None, published="2031-06-08")
    assert together(summit, later)
    assert not together(summit, told(2, words="the NATO Summit", day=None, published="2031-07-08"))
    ahead = told(2, words="the NATO Summit", day=None, published="2031-05-01")
    assert together(summit, ahead)


def test_two_members_met_besides_the_gathering() -> None:
    two = (Party(actor="person:a-b", side="JPN"), Party(actor="person:c-d", side="IND"))
    quad = told(1, *two, narrator="USA", words="the Quad Summit", form="summit")
    assert not together(quad, told(2, *two, narrator="USA"))
    assert together(quad, told(2, QUAD, words="Quad leaders meeting", day=None))


def test_the_title_names_what_a_document_tells_of_first_and_the_summit() -> None:
    title = "Statement of the Ministers of the Arctic Council"
    summit = told(1, COUNCIL, words="the Arctic Council ministerial")
    gathered = {"words": "they gathered", "title": title}
    assert together(summit, told(2, BRANT, first=True, **gathered))
    assert not together(summit, told(2, BRANT, **gathered))
    quad = told(1, QUAD, words="the Quad summit", form="summit")
    assert together(quad, told(2, VARRO, words="the Leaders’ Summit", title="Quad Leaders’ Summit"))


# Headings and days -------------------------------------------------------------------------------


def test_the_day_of_a_schedule() -> None:
    assert heading_day("Public Schedule – May 10, 2031") == "2031-05-10"
    assert heading_day("Readout of a Call – May 10, 2031") is None
    assert heading_day("Public Schedule – May 10, 2031 to May 12, 2031") is None
    assert heading_day("Public Schedule – May 2031") is None


def test_a_day_counted_from_a_page_put_up_the_day_after() -> None:
    listed = told(1, VARRO, BRANT)
    [today] = find_dates("today", dt.date(2031, 5, 11))
    late = told(2, VARRO, BRANT, day=today.value, basis=today.basis, published="2031-05-11")
    assert together(listed, late)
    assert not together(listed, told(2, VARRO, BRANT, day="2031-05-11", basis="“May 11”"))
    assert not together(told(1, VARRO, BRANT, day="2031-05-12"), late)
    assert not together(
        told(1, VARRO, BRANT, place="Norholm"),
        told(2, VARRO, BRANT, day=late.day, basis=late.basis, place="Port Ostra"),
    )


def test_the_day_of_a_transcript_gives_way_to_one_at_the_same_place() -> None:
    transcript = told(1, VARRO, BRANT, place="Norholm, Norland", basis="date of the transcript")
    statement = told(2, VARRO, BRANT, place="Norholm", day="2031-05-11", basis="“today”")
    assert together(transcript, statement)
    assert not together(told(1, VARRO, BRANT, basis="date of the transcript"), statement)


# Visits ------------------------------------------------------------------------------------------


def visit(key: int, **fields: Any) -> MeetingMention:
    return told(key, KELM, **({"form": "visit", "place": "Tokyo"} | fields))


def test_a_visit_is_told_by_its_first_or_its_last_day() -> None:
    assert together(visit(1), visit(2, day="2031-05-14", place="Japan"))
    assert not together(visit(1), visit(2, day="2031-05-14", place="Seoul"))
    assert not together(visit(1), visit(2, day="2031-05-24"))
    assert together(visit(1), visit(2, day=None, status="planned", published="2031-05-01"))
    assert not together(visit(1), told(2, VARRO, form="visit", place="Tokyo"))


def test_a_trip_is_not_the_visit_to_its_first_place() -> None:
    trip = visit(1, basis="“May 10-18”, year from the reference 2031-05-02")
    assert not together(trip, visit(2))
    assert together(trip, visit(2, basis="“May 10-18, 2031”"))
    assert together(visit(1, basis="“May 10-12, 2031”"), visit(2, day="2031-05-11"))


# One document, and wrong names -------------------------------------------------------------------


def test_a_document_goes_on_about_the_same_two() -> None:
    call = told(1, VARRO, BRANT, form="call")
    also = told(2, VARRO, BRANT, day=None, document=1)
    assert together(call, also)
    assert not together(call, told(2, VARRO, BRANT, day=None, document=1, status="planned"))
    assert not together(call, told(2, VARRO, BRANT, day=None, document=1, place="Port Ostra"))


def test_a_namesake_met_the_same_guest() -> None:
    late = Party(actor="person:otto-varro", side="OST")
    assert together(told(1, VARRO, BRANT), told(2, late, BRANT))
    assert not together(
        told(1, VARRO, BRANT), told(2, Party(actor="person:otto-kelm", side="OST"), BRANT)
    )
    captain = Party(actor="person:otto-varro", role="Captain", side="OST")
    assert not together(told(1, VARRO, BRANT), told(2, captain, BRANT))
    house = [Party(actor=f"person:{name}-al-varro", side="OST") for name in ("otto", "ada")]
    assert not together(told(1, house[0], BRANT), told(2, house[1], BRANT))


def test_a_spokesman_tells_of_a_meeting_of_others() -> None:
    speaker = Party(actor="person:pia-lund", side="OST")
    title = "Department Press Briefing"
    met = told(1, VARRO, BRANT)
    assert together(met, told(2, speaker, BRANT, title=title))
    assert not together(met, told(2, speaker, BRANT))


def test_a_body_spoken_of_besides_those_who_met() -> None:
    both = told(2, VARRO, BRANT, Party(actor="EU", side="EU"))
    assert together(told(1, VARRO, BRANT), both)


def test_the_same_crowd_in_the_same_words() -> None:
    crowd = Party(role="senior party officials")
    met = told(1, KELM, crowd)
    assert together(met, told(2, KELM, crowd, day=None))
    assert not together(met, told(2, KELM, Party(role="officials"), day=None))


def test_colleagues_are_not_the_minister() -> None:
    colleagues = Party(actor="group:colleagues-of-ostria", side="OST")
    assert not together(told(1, KELM, BRANT), told(2, colleagues, BRANT, day=None))


def test_a_meeting_spoken_of_may_be_one_to_come() -> None:
    held = told(1, VARRO, BRANT, day="2031-05-20", published="2031-05-20")
    spoken = told(2, VARRO, BRANT, day=None)
    assert together(held, spoken)
    assert not together(held, told(2, BRANT, day=None))
    before = told(3, VARRO, BRANT, day="2031-05-09", published="2031-05-09")
    assert cluster([held, spoken, before]) == {1: 1, 2: 3, 3: 3}
