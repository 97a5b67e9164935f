"""Events follow what people decide about the acts, meetings and actors that they hang on."""

from __future__ import annotations

from typing import Any

import pytest

import archives
from event_records import Told
from memcon.archive import Archive, human, open_archive, store
from memcon.archive.check import check
from memcon.archive.corrections import apply
from memcon.archive.events import archived_events
from memcon.archive.linker import link
from memcon.record import Event, EventCode, Record

TEXT = (
    "Ilse Brandar of Ostria met Mirel Dovanu of Varnia in Kasbrod. "
    "Ostria will build 40 ferries for Varnia. Varnia accused Norland. "
    "Ostrian troops left Selmark."
)


def record() -> Record:
    """Return a record with an event of a meeting, two of acts, and one of the narrator's."""
    told = Told(TEXT, published="2024-03-15")
    meeting = told.meeting("met", "Ilse Brandar", "Mirel Dovanu")
    told.event("met", "040", ["Ilse Brandar", "Mirel Dovanu"], meeting=meeting, place="Kasbrod")
    act = told.act("will build 40 ferries", "pledge", by=["OST"], to=["VAR"], binds=True)
    told.event("will build", "031", ["Ostria"], ["Varnia"], act=act)
    act = told.act("accused Norland", "criticise", by=["VAR"], to=["NRL"], meeting=meeting)
    told.event("accused", "112", ["Varnia"], ["Norland"], act=act)
    told.event("left", "087", ["Ostrian troops"], ["Selmark"])
    made = told.record()
    codes = {"act:1": ("031", "OST", "VAR"), "act:2": ("112", "VAR", "NRL")}
    acts = [
        act.model_copy(
            update={
                "events": [
                    EventCode(scheme="CAMEO", code=code, source=source, target=target)
                    for code, source, target in [codes[act.id]]
                ]
            }
        )
        for act in made.acts
    ]
    return made.model_copy(update={"acts": acts})


def reviewed(archive: Archive, local: str, action: Any, field: str = "", value: str = "") -> Record:
    """Review a finding of the only document; return its record in force."""
    with archive.writing() as connection:
        human.review(
            connection,
            f"{record().document.id}/{local}",
            action,
            who="a reviewer",
            at=archives.AT,
            field=field or None,
            value=value if field else None,
        )
    link(archive)
    assert check(archive, deep=True).errors == 0
    with archive.reading() as connection:
        return store.load(connection, 1)


@pytest.fixture
def archive(archive_url: str) -> Any:
    with open_archive(archive_url) as archive:
        archives.put(archive, [record()])
        yield archive


def codes(made: Record) -> list[str]:
    return [event.cameo for event in made.events]


def one(made: Record, id: str) -> Event:
    (found,) = [event for event in made.events if event.id == id]
    return found


def names(event: Event) -> tuple[list[str | None], list[str | None]]:
    return [one.actor for one in event.sources], [one.actor for one in event.targets]


def counted(archive: Archive) -> list[str]:
    with archive.reading() as connection:
        return sorted(event.cameo for event in archived_events(connection))


def test_no_decision_changes_no_event() -> None:
    assert apply(record(), []) == record()


def test_events_go_with_their_act_and_come_back(archive: Archive) -> None:
    assert codes(reviewed(archive, "act:2", "reject")) == ["040", "031", "087"]
    assert counted(archive) == ["031", "040", "040", "087"]
    assert codes(reviewed_back(archive)) == ["040", "031", "112", "087"]
    assert counted(archive) == ["031", "040", "040", "087", "112"]


def reviewed_back(archive: Archive) -> Record:
    with archive.writing() as connection:
        human.undo(connection, 1, who="a reviewer", at=archives.AT)
    link(archive)
    with archive.reading() as connection:
        return store.load(connection, 1)


def test_events_go_with_the_statement_of_their_act(archive: Archive) -> None:
    assert codes(reviewed(archive, "statement:1", "reject")) == ["040", "112", "087"]


def test_events_go_with_their_meeting(archive: Archive) -> None:
    made = reviewed(archive, "meeting:1", "reject")
    assert codes(made) == ["031", "112", "087"]
    with archive.reading() as connection:
        assert {event.meeting for event in archived_events(connection)} == {None}


def test_an_act_of_another_type_is_another_event(archive: Archive) -> None:
    made = reviewed(archive, "act:2", "correct", "type", "praise")
    assert codes(made) == ["040", "031", "087"]
    assert made.acts[1].events == []


def test_a_reviewer_names_the_event_of_an_act(archive: Archive) -> None:
    value = '[{"scheme": "CAMEO", "code": "051", "source": "VAR", "target": "NRL"}]'
    event = one(reviewed(archive, "act:2", "correct", "events", value), "event:3")
    assert (event.cameo, event.goldstein, event.plover) == ("051", 3.4, "SUPPORT")
    assert codes(reviewed(archive, "act:2", "correct", "events", "[]")) == ["040", "031", "087"]


def test_an_event_takes_over_who_acts_and_whether_it_was_done(archive: Archive) -> None:
    made = reviewed(archive, "act:2", "correct", "by", "SEL")
    event = one(made, "event:3")
    assert names(event) == (["SEL"], ["NRL"])
    assert (event.sources[0].code, event.sources[0].span.text) == ("SEL", "Selmark")
    assert made.acts[1].events[0].source == "SEL"
    made = reviewed(archive, "act:2", "correct", "to", "")
    assert names(one(made, "event:3")) == (["SEL"], [])
    assert made.acts[1].events[0].target is None
    assert one(reviewed(archive, "act:2", "correct", "negated", "true"), "event:3").negated
    assert one(reviewed(archive, "act:2", "correct", "time", "future"), "event:3").time == "future"


def test_an_event_takes_over_what_is_corrected_about_its_meeting(archive: Archive) -> None:
    event = one(reviewed(archive, "meeting:1", "correct", "date", "2024-03-12"), "event:1")
    assert event.date is not None
    assert event.date.value == "2024-03-12"
    event = one(reviewed(archive, "meeting:1", "correct", "place", "Halm"), "event:1")
    assert event.place == "Halm"
    event = one(reviewed(archive, "meeting:1", "correct", "status", "planned"), "event:1")
    assert event.time == "future"
    value = "Mirel Dovanu, Selmark"
    event = one(reviewed(archive, "meeting:1", "correct", "participants", value), "event:1")
    assert names(event) == (["person:mirel-dovanu", "SEL"], [])


def test_a_rejected_actor_is_no_party(archive: Archive) -> None:
    made = reviewed(archive, "NRL", "reject")
    assert names(one(made, "event:3")) == (["VAR"], [])
    assert made.acts[1].events[0].target is None
    made = reviewed(archive, "VAR", "reject")  # nobody is left of the accusation
    assert codes(made) == ["040", "031", "087"]
    assert names(one(made, "event:2")) == (["OST"], [])


def test_a_corrected_side_changes_the_code(archive: Archive) -> None:
    made = reviewed(archive, "person:ilse-brandar", "correct", "side", "SEL")
    assert [party.code for party in one(made, "event:1").sources] == ["SELGOV", "VARGOV"]
    with archive.reading() as connection:
        pairs = {
            (event.source.side, event.target.side)
            for event in archived_events(connection)
            if event.mutual and event.source and event.target
        }
    assert pairs == {("SEL", "VAR"), ("VAR", "SEL")}


def test_events_of_nobody_s_act_stay_as_they_are(archive: Archive) -> None:
    made = reviewed(archive, "act:1", "correct", "by", "SEL")
    assert one(made, "event:4") == one(record(), "event:4")


def test_a_new_reading_brings_its_own_events_and_the_decisions_hold(archive: Archive) -> None:
    reviewed(archive, "act:2", "reject")
    read = record()
    anew = read.model_copy(update={"events": [event for event in read.events if event.act]})
    with archive.writing() as connection:
        human.replace_machine_record(connection, 1, anew)
    link(archive)
    assert check(archive, deep=True).errors == 0
    assert counted(archive) == ["031"]
