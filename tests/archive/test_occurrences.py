"""Which tellings are one event: rules alone, and events linked in an archive on both databases."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

import archives
import dumps
from event_records import Told, stories
from memcon.archive import Archive, open_archive, store
from memcon.archive.check import check
from memcon.archive.events import ArchivedEvent, archived_events
from memcon.archive.linker import link
from memcon.archive.linking.occurrences import (
    SECTORS_AT_MOST,
    SIDES_AT_MOST,
    Telling,
    TeltParty,
    anchor,
    occurrences,
    shelf,
    spread,
    standing,
)
from memcon.archive.schema import (
    document_of,
    documents,
    event_pairs,
    events,
    occurrence_parties,
)
from memcon.archive.schema import occurrences as stored
from memcon.record import Record

# Who a party is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "id", "side", "code", "expected"),
    [
        ("state", "OST", "OST", "OST", "OST"),
        ("state", "OST", "OST", "OSTGOV", "OST"),
        ("state", "OST", "OST", None, "OST"),
        ("person", "person:ilse-brandar", "OST", "OSTGOV", "OST"),
        ("person", "person:ilse-brandar", "OST", None, "OST"),
        ("person", "person:ilse-brandar", "OST", "OSTMIL", "OST|MIL"),
        ("person", "person:ilse-brandar", None, None, "person:ilse-brandar"),
        ("organisation", "UN", "UN", "IGO", "UN"),
        ("organisation", "EU", "EU", "IGOGOV", "EU"),
        ("group", "group:harbour-league", None, "OSTREB", "group:harbour-league"),
        (None, None, None, "OSTMIL", "OST|MIL"),
        (None, None, None, "OSTGOV", "OST"),
        (None, None, None, "GOV", "GOV"),
        (None, None, None, "IGO", "~the gunmen"),
        (None, None, None, None, "~the gunmen"),
    ],
)
def test_a_party_is_its_side_and_sector(
    kind: str | None, id: str | None, side: str | None, code: str | None, expected: str
) -> None:
    found = standing(kind=kind, id=id, side=side, code=code, words="The  Gunmen")
    assert found == expected


def pairs(sources: Iterable[str], targets: Iterable[str] = (), *, together: bool = True) -> Any:
    found = spread(list(sources), list(targets), together=together)
    return [(pair.source, pair.target) for pair in found]


def test_what_several_did_with_each_other_is_spread_both_ways() -> None:
    assert pairs(["OST", "VAR"]) == [("OST", "VAR"), ("VAR", "OST")]
    assert len(pairs(["OST", "VAR", "SEL"])) == 6
    assert {pair.mutual for pair in spread(["OST", "VAR"], [], together=True)} == {True}


def test_what_several_did_to_others_is_spread_over_sources_and_targets() -> None:
    assert pairs(["OST", "VAR"], ["SEL"]) == [("OST", "SEL"), ("VAR", "SEL")]
    assert pairs(["OST"], ["SEL", "NRL"]) == [("OST", "SEL"), ("OST", "NRL")]
    assert {pair.mutual for pair in spread(["OST", "VAR"], ["SEL"], together=True)} == {False}


def test_who_condemns_together_does_not_condemn_each_other() -> None:
    assert pairs(["OST", "VAR"], together=False) == [("OST", ""), ("VAR", "")]


def test_two_of_one_side_are_one_party() -> None:
    assert pairs(["OST", "OST", "VAR", "VAR"]) == [("OST", "VAR"), ("VAR", "OST")]
    assert pairs(["OST", "OST"]) == [("OST", "OST")]
    assert pairs(["OST", "OST|MIL", "VAR"]) == [
        ("OST", "VAR"),
        ("OST|MIL", "VAR"),
        ("VAR", "OST"),
        ("VAR", "OST|MIL"),
    ]


def test_pairs_are_numbered_where_they_are_several() -> None:
    assert [pair.number for pair in spread(["OST"], ["VAR"], together=False)] == [0]
    assert [pair.number for pair in spread(["OST", "VAR"], [], together=True)] == [1, 2]
    assert [pair.number for pair in spread([], [], together=True)] == [0]
    assert pairs([], ["VAR"]) == [("", "VAR")]


def test_of_many_parties_each_side_is_one() -> None:
    states = [f"S{n:02}" for n in range(7)]
    many = [name for state in states for name in (state, f"{state}|MIL")]
    assert len(many) > SECTORS_AT_MOST
    assert len(pairs(many)) == 7 * 6


def test_of_very_many_sides_each_has_one_event() -> None:
    many = [f"S{n:02}" for n in range(SIDES_AT_MOST + 1)]
    assert pairs(many) == [(name, "") for name in many]
    assert len(pairs(many[:-1])) == SIDES_AT_MOST * (SIDES_AT_MOST - 1)


# Which tellings are one --------------------------------------------------------------------------


def telling(key: int, **given: Any) -> Telling:
    values: dict[str, Any] = {
        "cameo": "112",
        "goldstein": -2.0,
        "plover": None,
        "plover_mode": None,
        "contexts": (),
        "negated": False,
        "time": "past",
        "done": True,
        "background": False,
        "day": "2024-03-14",
        "place": None,
        "published": "2024-03-15",
        "rank": key,
        "occasion": None,
        "thread": None,
        "repeated": False,
        "together": False,
        "sources": ("OST",),
        "targets": ("VAR",),
        **given,
    }
    for part in ("sources", "targets"):
        values[part] = tuple(
            TeltParty(number=n, actor=None, side=None, standing=name)
            for n, name in enumerate(values[part])
        )
    return Telling(key=key, **values)


def linked(*tellings: Telling) -> list[list[int]]:
    """Return the keys of the tellings of each event, the first one first."""
    found = {told.key * 100 + pair.number: (told, pair) for told in tellings for pair in told.pairs}
    made = occurrences(found)
    shuffled = list(found.items())
    random.Random(0).shuffle(shuffled)
    assert occurrences(dict(shuffled)) == made
    for one in made:  # all of them are found on one shelf
        assert len({shelf(*found[member]) for member in one.members}) == 1
    return sorted([member // 100 for member in one.members] for one in made)


def test_same_day_is_one_event_and_anything_else_another() -> None:
    first = telling(1)
    assert linked(first, telling(2)) == [[1, 2]]
    for other in (
        {"cameo": "111"},
        {"day": "2024-03-13"},
        {"sources": ("SEL",)},
        {"targets": ("SEL",)},
        {"targets": ()},
        {"negated": True},
        {"done": False},
    ):
        assert linked(first, telling(2, **other)) == [[1], [2]], other


def test_month_is_not_enough_to_be_one_event() -> None:
    assert linked(telling(1, day="2024-03"), telling(2, day="2024-03")) == [[1], [2]]
    assert linked(telling(1, day=None), telling(2, day=None)) == [[1], [2]]


def test_one_occasion_is_one_event_whatever_the_day() -> None:
    assert linked(telling(1, occasion=7), telling(2, occasion=7, day=None)) == [[1, 2]]
    assert linked(telling(1, occasion=7), telling(2, occasion=8)) == [[1], [2]]


def test_one_undertaking_is_one_event_at_whatever_meeting() -> None:
    said = {"thread": 5, "repeated": True}
    first, again = telling(1, occasion=7, **said), telling(2, occasion=8, day="2024-09-01", **said)
    assert linked(first, again) == [[1, 2]]
    # Said once, it is counted by the meeting, as anything else is there.
    once = telling(3, occasion=7, thread=6), telling(4, occasion=7, thread=9)
    assert linked(*once) == [[3, 4]]


def test_undertakings_do_not_make_one_event_of_two_meetings() -> None:
    found = linked(
        telling(1, occasion=7),
        telling(2, occasion=7, thread=5, repeated=True),
        telling(3, occasion=8, thread=5, repeated=True),
        telling(4, occasion=8),
    )
    assert found == [[1], [2, 3], [4]]


def test_places_that_contradict_each_other_are_two_events() -> None:
    vell, closer, halm = "Port Vell", "Port Vell, Varnia", "Halm"
    assert linked(telling(1, place=vell), telling(2, place=halm)) == [[1], [2]]
    assert linked(telling(1, place=vell), telling(2, place=closer)) == [[1, 2]]
    assert linked(telling(1, place=vell), telling(2)) == [[1, 2]]
    # What names no place is of the event that was told of first.
    assert linked(telling(1, place=vell), telling(2, place=halm), telling(3)) == [[1, 3], [2]]
    # At a meeting it is the meeting that counts.
    at = {"occasion": 7}
    assert linked(telling(1, place=vell, **at), telling(2, place=halm, **at)) == [[1, 2]]


def test_news_comes_before_what_is_recalled_then_the_day() -> None:
    recalled = telling(1, background=True, published="2024-01-01")
    late, early = telling(2, published="2024-03-20"), telling(3, published="2024-03-15")
    found = {t.key: (t, t.pairs[0]) for t in (recalled, late, early)}
    (one,) = occurrences(found)
    assert one.members == (3, 2, 1)
    assert not one.background
    (alone,) = occurrences({1: found[1]})
    assert alone.background


def test_day_is_the_first_known_as_closely_as_told() -> None:
    def day(*days: str | None) -> str | None:
        told = [telling(n, day=day, occasion=7) for n, day in enumerate(days, start=1)]
        (one,) = occurrences({t.key: (t, t.pairs[0]) for t in told})
        return one.day

    assert day(None, "2024-03", "2024-03-14") == "2024-03-14"
    assert day("2024-03", "2024-04-01") == "2024-03"
    assert day(None, None) is None


def test_pairs_of_a_meeting_have_one_group_though_accounts_name_fewer() -> None:
    both = {"together": True, "targets": (), "occasion": 7, "cameo": "040"}
    two = telling(1, sources=("OST", "VAR"), **both)
    three = telling(2, sources=("VAR", "OST", "SEL"), **both)
    found = {t.key * 100 + p.number: (t, p) for t in (two, three) for p in t.pairs}
    made = occurrences(found)
    assert len(made) == 6
    assert {one.group for one in made} == {1}
    assert sorted(len(one.members) for one in made) == [1, 1, 1, 1, 2, 2]
    assert anchor(two) == ("occasion", 7)


# In an archive -----------------------------------------------------------------------------------


def accounts() -> list[Record]:
    """Return two accounts of a meeting at which something was said, and a pledge said again."""
    told = []
    for narrator, text, day in (
        ("OST", "Ilse Brandar met Mirel Dovanu in Kasbrod. Ostria accused Norland.", "2024-03-15"),
        ("VAR", "Mirel Dovanu met Ilse Brandar in Kasbrod. Ostria accused Norland.", "2024-03-16"),
    ):
        one = Told(text, narrator=narrator, published=day)
        meeting = one.meeting("met", "Ilse Brandar", "Mirel Dovanu")
        names = ["Ilse Brandar", "Mirel Dovanu"]
        one.event("met", "040", names if narrator == "OST" else names[::-1], meeting=meeting)
        act = one.act("accused Norland", "criticise", by=["OST"], to=["NRL"], meeting=meeting)
        one.event("accused", "112", ["Ostria"], ["Norland"], act=act, goldstein=-2)
        told.append(one.record())
    pledge = "Ostria will build 40 ferries for Varnia by 2030"
    for day in ("2024-03-20", "2024-07-02"):
        one = Told(f"{pledge}.", published=day)
        act = one.act(pledge, "pledge", by=["OST"], to=["VAR"], binds=True)
        one.event(pledge, "031", ["Ostria"], ["Varnia"], act=act, goldstein=5.2)
        told.append(one.record())
    return told


def all_events(archive: Archive, **filters: str) -> list[ArchivedEvent]:
    with archive.reading() as connection:
        return list(archived_events(connection, **filters))


def told(one: ArchivedEvent) -> tuple[Any, ...]:
    source, target = (party and party.name for party in (one.source, one.target))
    return one.cameo, source, target, one.day, len(one.mentions)


def test_events_are_counted_by_meeting_and_undertaking(archive_url: str) -> None:
    records = accounts()
    with open_archive(archive_url) as archive:
        archives.put(archive, records)
        found = all_events(archive)
        assert [told(one) for one in found] == [
            ("040", "Ilse Brandar", "Mirel Dovanu", "2024-03-14", 2),
            ("040", "Mirel Dovanu", "Ilse Brandar", "2024-03-14", 2),
            ("112", "Ostria", "Norland", "2024-03-14", 2),
            ("031", "Ostria", "Varnia", "2024-03-20", 2),
        ]
        met, back, accused, pledged = found
        first = records[0].document.id
        assert (met.id, back.id) == (f"{first}/event:1:1", f"{first}/event:1:2")
        assert met.group == back.group == f"{first}/event:1"
        assert met.mutual
        assert back.mutual
        assert not accused.mutual
        assert accused.id == accused.group == f"{first}/event:2"
        assert {one.meeting for one in (met, back, accused)} == {f"{first}/meeting:1"}
        assert (met.thread, pledged.meeting) == (None, None)
        assert pledged.thread == f"{records[2].document.id}/commitment:1"
        assert [one.published for one in pledged.mentions] == ["2024-03-20", "2024-07-02"]
        assert check(archive, deep=True).findings == ()


def test_an_event_has_its_words_and_parties(archive_url: str) -> None:
    one = Told(
        "A storm broke. At the gate\nof Port Vell Ostrian troops fired at rebels.",
        published="2024-03-15",
    )
    one.event(
        "fired\u0020at", "193", ["Ostrian troops"], ["rebels"], place="Port Vell", goldstein=-10
    )
    record = one.record()
    with open_archive(archive_url) as archive:
        archives.put(archive, [record])
        (found,) = all_events(archive)
    (mention,) = found.mentions
    text = record.document.text
    assert mention.text == text[mention.start : mention.end] == "fired at"
    assert mention.sentence == text[mention.sentence_start : mention.sentence_end]
    assert mention.sentence.startswith("At the gate\nof")
    assert text[mention.source_start :].startswith("Ostrian troops")
    assert text[mention.target_start :].startswith("rebels")
    assert mention.length == len(text)
    assert (mention.document, mention.publisher) == (record.document.id, "Inner Sea Press")
    assert found.source is not None
    assert found.target is not None
    assert (found.source.actor, found.source.code, found.source.name) == (
        None,
        "OSTMIL",
        "Ostrian troops",
    )
    assert (found.target.code, found.target.kind) == ("REB", None)
    assert (found.place, found.day, found.goldstein) == ("Port Vell", "2024-03-15", -10)


def test_day_of_an_event_is_told_or_follows(archive_url: str) -> None:
    text = "Ostria accused Varnia. Norland praised Selmark. Selmark thanked Norland."
    one = Told(text, published="2024-03-15")
    meeting = one.meeting("thanked", "Ilse Brandar", "Mirel Dovanu", day="2024-03-10")
    act = one.act("thanked Norland", "praise", by=["SEL"], to=["NRL"], meeting=meeting)
    one.event("accused", "112", ["Ostria"], ["Varnia"])
    one.event("praised", "051", ["Norland"], ["Selmark"], background=True)
    one.event("thanked", "018", ["Selmark"], ["Norland"], act=act)
    one.event("accused", "111", ["Ostria"], ["Varnia"], day="2023")
    with open_archive(archive_url) as archive:
        archives.put(archive, [one.record()])
        days = [(event.cameo, event.day) for event in all_events(archive)]
        assert days == [
            ("111", "2023"),
            ("018", "2024-03-10"),  # when it was said
            ("112", "2024-03-15"),  # when it was news
            ("051", None),  # only recalled, and last
        ]
        for filters, codes in (
            ({"since": "2024"}, ["018", "112"]),
            ({"since": "2024-03-11"}, ["112"]),
            ({"since": "2023-06"}, ["111", "018", "112"]),
            ({"until": "2024-03-10"}, ["111", "018"]),
            ({"until": "2024"}, ["111", "018", "112"]),
            ({"until": "2022"}, []),
        ):
            assert [event.cameo for event in all_events(archive, **filters)] == codes, filters


def test_an_actor_s_events_are_also_those_of_its_people_and_troops(archive_url: str) -> None:
    one = Told("Ostria spoke. Ostrian troops and Ilse Brandar faced rebels, and Varnia Norland.")
    one.event("faced", "193", ["Ostrian troops"], ["rebels"])
    one.event("spoke", "010", ["Ilse Brandar"])
    one.event("faced", "112", ["Varnia"], ["Norland"])
    one.event("faced", "111", ["Norland"], ["Ostria"])
    with open_archive(archive_url) as archive:
        archives.put(archive, [one.record()])

        def codes(actor: str) -> list[str]:
            return sorted(event.cameo for event in all_events(archive, actor=actor))

        assert codes("Ostria") == ["010", "111", "193"]
        assert codes("Ilse Brandar") == ["010"]
        assert codes("NRL") == ["111", "112"]


def test_persons_of_one_side_are_one_source_and_the_more_are_spread_over_sides(
    archive_url: str,
) -> None:
    names = ["Ilse Brandar", "Tomas Helverin", "Mirel Dovanu"]
    one = Told(f"{', '.join(names)} met in Kasbrod.")
    meeting = one.meeting("met", *names)
    one.event("met", "040", names, meeting=meeting)
    with open_archive(archive_url) as archive:
        archives.put(archive, [one.record()])
        found = all_events(archive)
        assert [told(event)[1:3] for event in found] == [
            ("Ilse Brandar", "Mirel Dovanu"),
            ("Mirel Dovanu", "Ilse Brandar"),
        ]
        assert len(all_events(archive, actor="Tomas Helverin")) == 2


def test_who_is_found_to_be_one_person_brings_the_events_along(archive_url: str) -> None:
    """Who acts is asked anew, also in documents that were linked before."""
    vague = Told("Ilse Brandar accused Varnia.", published="2024-03-15")
    vague.event("accused", "112", ["Ilse Brandar"], ["Varnia"], day="2024-03-14")
    record = vague.record()
    (event,) = record.events
    bare = [one.model_copy(update={"code": None}) for one in event.sources]
    record = record.model_copy(
        update={
            "actors": [
                one.model_copy(update={"side": None}) if one.kind == "person" else one
                for one in record.actors
                if one.id != "OST"
            ],
            "events": [event.model_copy(update={"sources": bare})],
        }
    )
    clear = Told("Ilse Brandar of Ostria accused Varnia.", narrator="VAR", published="2024-03-16")
    clear.event("accused", "112", ["Ilse Brandar"], ["Varnia"], day="2024-03-14")
    with open_archive(archive_url) as archive:
        archives.put(archive, [record])
        (alone,) = all_events(archive)
        assert alone.source is not None
        assert (alone.source.side, alone.source.code) == (None, None)
        archives.put(archive, [clear.record()])
        (one,) = all_events(archive)
        assert one.source is not None
        assert (one.source.side, one.source.code) == ("OST", "OSTGOV")
        assert len(one.mentions) == 2
        assert len(all_events(archive, actor="OST")) == 1


def test_pages_of_events_follow_each_other(
    monkeypatch: pytest.MonkeyPatch, archive_url: str
) -> None:
    with open_archive(archive_url) as archive:
        archives.put(archive, stories(10))
        whole, mine = all_events(archive), all_events(archive, actor="OST")
        monkeypatch.setattr("memcon.archive.events._AT_ONCE", 3)
        assert all_events(archive) == whole
        assert all_events(archive, actor="OST") == mine
    assert [one.day or "9999" for one in whole] == sorted(one.day or "9999" for one in whole)
    assert len({one.id for one in whole}) == len(whole) > len(mine) > 3
    found = [one for one in whole if "OST" in {p.side for p in (one.source, one.target) if p}]
    assert {one.id for one in found} <= {one.id for one in mine}
    with open_archive(archive_url) as archive:
        late = all_events(archive, actor="OST", since="2024-02", until="2024-02-05")
    assert late == [one for one in mine if one.day and "2024-02" <= one.day <= "2024-02-05"]


def test_a_check_finds_events_that_lead_nowhere(archive_url: str) -> None:
    with open_archive(archive_url) as archive:
        archives.put(archive, accounts())
        with archive.writing() as connection:
            key = connection.execute(select(stored.c.key).order_by(stored.c.key)).scalars().first()
            parties = occurrence_parties
            connection.execute(delete(parties).where(parties.c.occurrence == key))
            connection.execute(delete(stored).where(stored.c.key == key))
        found = check(archive)
        assert {one.code for one in found.findings} == {"links"}
        assert "canonical of event_pairs" in found.findings[0].message
        link(archive, everything=True)
        assert check(archive, deep=True).findings == ()


def withdraw(archive: Archive, id: str) -> None:
    with archive.writing() as connection:
        key = store.find(connection, id)
        assert key is not None
        store.withdraw(connection, key)
        connection.execute(
            update(documents).where(documents.c.key == key).values(status="withdrawn")
        )


def test_an_event_stays_when_its_first_telling_leaves(archive_url: str) -> None:
    first = Told("Ostria accused Varnia.", published="2024-03-15")
    first.event("accused", "112", ["Ostria"], ["Varnia"], day="2024-03-14")
    later = Told("In Halm it was Ostria that accused Varnia.", published="2024-03-16")
    later.event("accused", "112", ["Ostria"], ["Varnia"], day="2024-03-14")
    with open_archive(archive_url) as archive:
        archives.put(archive, [first.record(), later.record()])
        (one,) = all_events(archive)
        assert one.id == f"{first.document.id}/event:1"
        withdraw(archive, first.document.id)
        link(archive)
        (one,) = all_events(archive)
        assert one.id == f"{later.document.id}/event:1"
        assert len(one.mentions) == 1
        assert check(archive, deep=True).errors == 0


@pytest.fixture(scope="module")
def many() -> list[Record]:
    return stories(45)


def arrived(path: Path, records: list[Record], batch: int) -> Archive:
    archive = open_archive(path, create=True)
    for start in range(0, len(records), batch):
        archives.put(archive, records[start : start + batch])
    return archive


def test_any_order_in_any_batches_gives_the_same_events(many: list[Record], tmp_path: Path) -> None:
    with arrived(tmp_path / "whole.db", many, len(many)) as archive:
        whole = dumps.dump(archive)
        expected = all_events(archive)
        assert max(len(one.mentions) for one in expected) > 3
        assert any(one.thread and len(one.mentions) > 1 for one in expected)
        assert any(one.background for one in expected)
        link(archive, everything=True)
        assert dumps.differences(whole, dumps.dump(archive)) == []
    for seed, batch in ((1, 5), (2, 23)):
        shuffled = random.Random(seed).sample(many, len(many))
        with arrived(tmp_path / f"{seed}.db", shuffled, batch) as archive:
            assert dumps.differences(whole, dumps.dump(archive)) == [], f"in batches of {batch}"
            assert all_events(archive) == expected


def test_what_left_leaves_no_trace_in_events(many: list[Record], tmp_path: Path) -> None:
    gone, kept = many[::3], [record for n, record in enumerate(many) if n % 3]
    with arrived(tmp_path / "kept.db", kept, len(kept)) as archive:
        expected = all_events(archive)
    with arrived(tmp_path / "left.db", many, 11) as archive:
        for record in gone:
            withdraw(archive, record.document.id)
        link(archive)
        assert all_events(archive) == expected
        assert check(archive, deep=True).errors == 0
        with archive.reading() as connection:
            for table, column in (
                (events, events.c.key),
                (event_pairs, event_pairs.c.canonical),
                (stored, stored.c.key),
            ):
                keys = {document_of(key) for key in connection.execute(select(column)).scalars()}
                current = set(
                    connection.execute(
                        select(documents.c.key).where(documents.c.status == "current")
                    ).scalars()
                )
                assert keys <= current, table.name
