"""Codes of states, groups and roles in event data sets."""

from __future__ import annotations

from memcon.knowledge import load_knowledge
from memcon.knowledge.actor_codes import (
    ActorCode,
    actor_parts,
    country_codes,
    group_code,
    split_actor_code,
)
from memcon.knowledge.tables import read_lines


def test_codes_are_of_known_states_and_groups() -> None:
    entities = load_knowledge().entities
    assert {entities[id].kind for id in country_codes()} == {"state"}
    groups = [id for id, _ in read_lines("group_codes.tsv")[1]]
    assert {entities[id].kind for id in groups} == {"organisation", "group"}


def test_every_member_of_the_united_nations_has_both_codes() -> None:
    members = [e.id for e in load_knowledge().entities.values() if e.subkind == "un-member"]
    codes = country_codes()
    assert len(members) == 193
    assert [
        id for id in members if id not in codes or None in (codes[id].fips, codes[id].cow)
    ] == []
    assert len({codes[id].fips for id in members}) == len({codes[id].cow for id in members}) == 193


def test_codes_are_those_of_the_schemes() -> None:
    codes = country_codes()
    assert [(codes[id].fips, codes[id].cow) for id in ("CHE", "CHN", "DEU", "XKX")] == [
        ("SZ", "225"), ("CH", "710"), ("GM", "255"), ("KV", "347"),
    ]  # fmt: skip


def test_all_parts_are_three_letters_and_sectors_those_of_plover() -> None:
    parts = actor_parts()
    assert {len(code) for code in parts} == {3}
    sectors = {part.sector for part in parts.values()}
    # "Sector Primary Codes" of the PLOVER manual
    assert ",".join(sorted(filter(None, sectors))) == (
        "AGR,BUS,COP,CRM,CVL,EDU,ELI,GOV,JRN,JUD,LAB,LEG,MED,MIL,OPP,PRM,PTY,REB,REF,REL,SOC,SPY,UAF"
    )
    assert (parts["MED"].sector, parts["HLH"].sector) == ("JRN", "MED")


def test_a_code_is_taken_apart() -> None:
    assert split_actor_code("USAGOV") == ActorCode(country="USA", types=("GOV",))
    assert split_actor_code("IGOUNOPKO") == ActorCode(group="UNO", types=("IGO",))
    assert split_actor_code("TURkurREB") == ActorCode(country="TUR", ethnic="kur", types=("REB",))
    code = split_actor_code("IRQMOSSHIREBMIL")
    assert (code.religions, code.types, code.sectors) == (
        ("MOS", "SHI"), ("REB", "MIL"), ("REB", "MIL"),
    )  # fmt: skip
    assert split_actor_code("NGO").bodies == ("NGO",)


def test_without_a_code_the_side_is_the_state() -> None:
    assert split_actor_code(None, side="OST").country == "OST"
    assert split_actor_code(None, side="EU") == split_actor_code(None) == ActorCode()


def test_a_group_has_its_code_or_that_of_the_whole() -> None:
    assert [group_code(id) for id in ("NATO", "EEAS", "UNSC", "group:hamas", "CHN", None)] == [
        "NAT", "EEC", "UNO", "HMS", None, None,
    ]  # fmt: skip
