"""The shape of the tables, and that what refers to something finds it."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from memcon.knowledge import Knowledge, load_knowledge
from memcon.knowledge.spelling import key, plain
from memcon.knowledge.tables import TABLES, read_lines, read_table

FILES = (*TABLES, "not_names")
STATUSES = {"un-member", "observer", "other", "territory", "former"}
ORGANISATION_KINDS = {
    "organisation",
    "alliance",
    "grouping",
    "initiative",
    "forum",
    "treaty",
    "court",
    "programme",
}
PUBLISHER_KINDS = {
    "agency",
    "newspaper",
    "magazine",
    "broadcaster",
    "ministry",
    "presidency",
    "government",
    "organisation",
}
# General contexts of the PLOVER manual.
PLOVER_CONTEXTS = {
    "political",
    "military",
    "economic",
    "diplomatic",
    "resource",
    "culture",
    "disease",
    "enviro_disaster",
    "migration",
    "humanitarian",
    "legal",
    "human_rights",
    "gender",
    "terrorism",
    "human_security",
    "religion_ethnicity",
    "election",
    "cbrn",
    "cyber",
    "corruption",
}
PERMANENT_MEMBERS = ("CHN", "FRA", "GBR", "RUS", "USA")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_source_licence_and_columns(name: str) -> None:
    columns, rows = read_lines(f"{name}.tsv")
    assert columns
    assert rows
    text = (files("memcon.knowledge") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    header = [line for line in text.splitlines() if line.startswith("#")]
    assert any("written for memcon" in line and "Apache-2.0" in line for line in header)


@pytest.mark.parametrize("name", FILES)
def test_cells_are_in_plain_spelling_and_hold_no_empty_or_double_values(name: str) -> None:
    columns, rows = read_lines(f"{name}.tsv")
    assert all(len(row) == len(columns) for row in rows)
    for row in rows:
        assert row[0]
        for cell in row:
            assert plain(cell).text == cell
            values = cell.split("|")
            assert all(values) or values == [""], row[0]
            assert all(value == value.strip() for value in values), row[0]
            assert len(set(values)) == len(values), (row[0], cell)


@pytest.mark.parametrize("name", [name for name in TABLES if name != "places"])
def test_keys_are_unique(name: str) -> None:
    keys = [row[TABLES[name].key] for row in read_table(name)]
    assert [item for item, count in Counter(map(str, keys)).items() if count > 1] == []


def test_states_are_the_193_members_and_those_without_a_seat(knowledge: Knowledge) -> None:
    states = [entity for entity in knowledge.entities.values() if entity.kind == "state"]
    assert sum(state.subkind == "un-member" for state in states) == 193
    assert {state.subkind for state in states} == STATUSES
    assert all(re.fullmatch("[A-Z]{3}", state.id) for state in states)
    observers = {state.id for state in states if state.subkind == "observer"}
    assert observers == {"VAT", "PSE"}
    assert {"TWN", "XKX", "HKG", "MAC", "COK", "NIU", "GRL", "PRI", "ESH"} <= set(
        knowledge.entities
    )


def test_ids_follow_the_kind(knowledge: Knowledge) -> None:
    for entity in knowledge.entities.values():
        if entity.kind == "group":
            assert re.fullmatch(r"group:[a-z0-9]+(-[a-z0-9]+)*", entity.id)
        elif entity.kind == "organisation":
            assert re.fullmatch(r"[A-Z0-9][A-Z0-9+-]*", entity.id), entity.id
            assert entity.subkind in ORGANISATION_KINDS, entity.id
        assert entity.name


def test_parents_and_members_exist_and_members_are_states(knowledge: Knowledge) -> None:
    for entity in knowledge.entities.values():
        assert entity.parent is None or entity.parent in knowledge.entities
        for member in entity.members:
            assert knowledge.entities[member].kind == "state", (entity.id, member)


def test_no_entity_is_its_own_ancestor(knowledge: Knowledge) -> None:
    for entity in knowledge.entities.values():
        seen = [entity.id]
        parent = entity.parent
        while parent is not None:
            assert parent not in seen
            seen.append(parent)
            parent = knowledge.entities[parent].parent


def test_fixed_memberships(knowledge: Knowledge) -> None:
    counts = {"G7": 7, "G8": 8, "EU": 27, "ASEAN": 10, "BRICS": 5, "QUAD": 4, "P5": 5, "GCC": 6}
    for id, count in counts.items():
        assert len(knowledge.entities[id].members) == count, id
    assert knowledge.entities["UNSC"].members == PERMANENT_MEMBERS
    assert knowledge.entities["UNSC"].parent == "UN"


def test_enough_of_everything(knowledge: Knowledge) -> None:
    kinds = Counter(entity.kind for entity in knowledge.entities.values())
    assert kinds["organisation"] >= 220
    assert kinds["group"] >= 100
    assert len(knowledge.publishers) >= 150
    assert len(knowledge.issues) >= 30


def test_publishers_have_known_kinds_and_narrators(knowledge: Knowledge) -> None:
    for publisher in knowledge.publishers:
        assert publisher.kind in PUBLISHER_KINDS
        assert publisher.narrator is None or publisher.narrator in knowledge.entities
        for domain in publisher.domains:
            # the top-level domains that belong to one government
            assert domain in ("gov", "mil") or re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain), (
                domain
            )
        # what a government publishes is its own voice
        if publisher.kind in ("ministry", "presidency", "government", "organisation"):
            assert publisher.narrator is not None, publisher.name


def test_domains_and_printed_names_belong_to_one_publisher(knowledge: Knowledge) -> None:
    owners: dict[str, set[str]] = {}
    for publisher in knowledge.publishers:
        for domain in publisher.domains:
            owners.setdefault(domain, set()).add(publisher.name)
        for printed in (publisher.name, *publisher.aliases):
            owners.setdefault(key(printed), set()).add(publisher.name)
    assert {printed: names for printed, names in owners.items() if len(names) > 1} == {}


def test_issues_have_slugs_terms_and_maps_of_the_right_shape(knowledge: Knowledge) -> None:
    for issue in knowledge.issues:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", issue.code)
        assert len(issue.terms) >= 5
        assert set(issue.maps) <= {"medtop", "plover"}
        if "medtop" in issue.maps:
            assert re.fullmatch(r"(0[1-9]|1[0-7])0{6}|2000\d{4}", issue.maps["medtop"])
        if "plover" in issue.maps:
            assert issue.maps["plover"] in PLOVER_CONTEXTS


def test_shields_hold_a_name_that_would_be_found_without_them(knowledge: Knowledge) -> None:
    _, rows = read_lines("not_names.tsv")
    shields = [name for (cell,) in rows for name in cell.split("|")]
    assert shields
    for shield in shields:
        assert knowledge.find_names(shield) == [], shield


def test_every_form_leads_to_its_entity(knowledge: Knowledge) -> None:
    """Each name, alias, adjective, demonym and metonym of each table is found whole."""
    for table in ("states", "organisations", "groups"):
        for row in read_table(table):
            for column in ("name", "official", "aliases", "abbreviations", "adjectives"):
                cells = row.get(column, ())
                if isinstance(cells, str):
                    cells = (cells,)
                assert isinstance(cells, tuple)
                for cell in cells:
                    surface = cell.removesuffix("?")
                    if surface.endswith("-"):
                        continue
                    text = f"today {surface} said"
                    matches = knowledge.find_names(text)
                    assert [(m.start, m.end) for m in matches] == [(6, 6 + len(surface))], cell
                    meant = {matches[0].entity.id, *(other.id for other in matches[0].other)}
                    assert row["id"] in meant, cell
