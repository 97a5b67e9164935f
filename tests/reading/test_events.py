"""Events in a record: of acts, of meetings, and in the narrator's own words."""

from __future__ import annotations

from functools import cache

import pytest

from archives import read
from memcon.record import Event, Record

NEWS = """\
KASBROD, 14 March 2024 - Ostrian troops shelled a Varnian village on Wednesday, killing two farmers.

Foreign Minister Tomas Helverin of Norland condemned the attack and urged Ostria to withdraw its \
troops. He said Norland would send food aid to Varnia.

Norland had imposed sanctions on Ostria in 2019.
"""
MEETING = """\
KASBROD, 14 March 2024 - Foreign Minister Tomas Helverin of France met Foreign Minister Mirel \
Dovan of Japan in Kasbrod on Thursday. Helverin praised Japan.
"""


@cache
def record(text: str) -> Record:
    return read(text)


def events(text: str, root: str) -> list[Event]:
    return [event for event in record(text).events if event.cameo.startswith(root)]


@pytest.mark.parametrize("text", [NEWS, MEETING])
def test_ids_count_in_text_order_and_spans_say_what_the_text_says(text: str) -> None:
    made = record(text)
    assert [e.id for e in made.events] == [f"event:{n + 1}" for n in range(len(made.events))]
    assert [e.text.start for e in made.events] == sorted(e.text.start for e in made.events)
    for event in made.events:
        for span in (event.text, event.sentence, *(p.span for p in event.sources + event.targets)):
            assert span.text == made.document.text[span.start : span.end]
        assert event.sentence.start <= event.text.start


@pytest.mark.parametrize("text", [NEWS, MEETING])
def test_every_act_has_the_codes_of_its_events(text: str) -> None:
    made = record(text)
    assert made.acts
    known = {actor.id for actor in made.actors}
    for act in made.acts:
        assert {code.scheme for code in act.events} <= {"CAMEO", "PLOVER"}
        assert any(code.scheme == "CAMEO" for code in act.events), act
        assert {c.source for c in act.events} | {c.target for c in act.events} <= known | {None}


def test_the_narrators_own_sentence_is_coded() -> None:
    [event] = events(NEWS, "19")
    assert event.act is None
    assert event.meeting is None
    assert event.plover == "ASSAULT"
    assert event.goldstein == -10
    assert [p.span.text for p in event.sources] == ["Ostrian troops"]
    assert event.date is not None
    assert event.date.value == "2024-03-13"
    assert not event.background


def test_an_act_is_coded_by_its_words() -> None:
    [appeal] = events(NEWS, "02")
    assert appeal.cameo == "0256"
    assert appeal.act is not None
    [source] = appeal.sources
    assert source.actor == "person:tomas-helverin"
    [pledge] = events(NEWS, "03")
    assert pledge.cameo == "0333"
    assert [p.span.text for p in pledge.targets] == ["Varnia"]


def test_the_place_is_the_one_that_the_words_name() -> None:
    text = "PARIS, 14 March 2024 - Police arrested two editors in Lyon on Wednesday."
    [arrest] = events(text, "17")
    assert arrest.place == "Lyon"
    assert [p.span.text for p in arrest.targets] == ["two editors"]


def test_what_is_recalled_is_background() -> None:
    [sanctions] = events(NEWS, "16")
    assert sanctions.background


def test_a_meeting_is_one_event_of_all_who_took_part() -> None:
    [meeting] = events(MEETING, "04")
    assert meeting.meeting == "meeting:1"
    assert meeting.plover == "CONSULT"
    assert [(p.actor, p.code) for p in meeting.sources] == [
        ("person:tomas-helverin", "FRAGOV"),
        ("person:mirel-dovan", "JPNGOV"),
    ]
    assert meeting.targets == []
    assert meeting.place == "Kasbrod"


def test_who_speaks_for_a_state_is_its_source() -> None:
    [praise] = events(MEETING, "05")
    assert [(p.actor, p.code) for p in praise.sources] == [("person:tomas-helverin", "FRAGOV")]
    assert [(p.actor, p.code) for p in praise.targets] == [("JPN", "JPN")]


def test_actors_of_events_are_among_the_actors() -> None:
    for text in (NEWS, MEETING):
        made = record(text)
        known = {actor.id for actor in made.actors}
        named = {p.actor for e in made.events for p in e.sources + e.targets} - {None}
        assert named <= known
