"""schema.org JSON-LD: read by processors of JSON-LD, with the vocabulary's own names."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from exporting import count, rdflib_deprecations, written
from pyld import jsonld  # type: ignore[import-untyped]
from rdflib import RDF, Graph, URIRef
from sqlalchemy import Connection, func, select

from memcon.archive.schema import documents, occasions
from memcon.exports.records import current_records
from memcon.exports.schemaorg import FORMAT

SCHEMA: Final = "https://schema.org/"
# The properties that occur, by type, own and inherited, as https://schema.org lists them.
THING = {"identifier", "name", "description", "url", "subjectOf"}
WORK = THING | {"inLanguage", "publisher", "author", "datePublished", "isPartOf", "text"}
WORK |= {"headline", "encodingFormat"}
PROPERTIES: Final = {
    "NewsArticle": WORK | {"dateline"},
    "Quotation": WORK | {"spokenByCharacter"},
    "Event": THING | {"startDate", "location", "attendee", "eventStatus"},
    "Person": THING | {"affiliation", "jobTitle"},
    "Organization": THING,
    "Country": THING,
    "Place": THING,
}


def fetch_nothing(url: str, _: Any) -> Any:
    pytest.fail(f"{url} would be fetched")


@pytest.fixture(scope="module")
def made(reviewed: Connection) -> Any:
    return json.loads(written(reviewed, FORMAT))


@pytest.fixture(scope="module")
def graph(made: Any) -> Graph:
    with rdflib_deprecations():
        return Graph().parse(data=json.dumps(made), format="json-ld")


def of_type(made: Any, name: str) -> list[Any]:
    return [item for item in made["@graph"] if item["@type"] == name]


def test_every_name_is_one_of_the_vocabulary(graph: Graph) -> None:
    seen = set()
    for subject, kind in graph.subject_objects(RDF.type):
        name = str(kind).removeprefix(SCHEMA)
        seen.add(name)
        used = {str(one).removeprefix(SCHEMA) for one in graph.predicates(subject)}
        assert used - {str(RDF.type)} <= PROPERTIES[name], (name, used)
    assert seen >= {"NewsArticle", "Quotation", "Event", "Person", "Organization", "Place"}


def test_a_json_ld_processor_loses_nothing(made: Any) -> None:
    expanded = jsonld.expand(made, {"documentLoader": fetch_nothing})
    assert len(expanded) == len(made["@graph"])
    for before, after in zip(made["@graph"], expanded, strict=True):
        assert {f"{SCHEMA}{name}" for name in before if name[0] != "@"} == {
            name for name in after if name[0] != "@"
        }


def test_everything_pointed_to_is_there(graph: Graph) -> None:
    for name in ("spokenByCharacter", "attendee", "affiliation", "isPartOf", "subjectOf"):
        for thing in graph.objects(predicate=URIRef(SCHEMA + name)):
            assert (thing, RDF.type, None) in graph, (name, thing)


def test_documents_statements_and_meetings_come_once_each(reviewed: Connection, made: Any) -> None:
    ids = [item["@id"] for item in made["@graph"]]
    assert len(ids) == len(set(ids))
    current = select(func.count()).select_from(documents).where(documents.c.status == "current")
    assert len(of_type(made, "NewsArticle")) == reviewed.scalar(current)
    statements = sum(len(record.statements) for record in current_records(reviewed))
    assert len(of_type(made, "Quotation")) == statements
    meetings = reviewed.scalar(select(func.count()).select_from(occasions))
    assert len(of_type(made, "Event")) == meetings
    assert count(reviewed, FORMAT) == len(ids)


def test_a_meeting_of_two_accounts_names_both_and_who_took_part(made: Any) -> None:
    kasbrod = next(
        item
        for item in of_type(made, "Event")
        if item.get("startDate") == "2024-03-14" and len(item["subjectOf"]) >= 2
    )
    assert kasbrod["location"]["name"] == "Kasbrod"
    people = {item["@id"]: item for item in of_type(made, "Person")}
    met = [people[one["@id"]] for one in kasbrod["attendee"] if one.get("@id") in people]
    assert {one["affiliation"]["@id"] for one in met} == {"urn:memcon:XVA", "urn:memcon:XOS"}


def test_a_quotation_says_whose_words_they_are(made: Any) -> None:
    one = next(
        item for item in of_type(made, "Quotation") if item["@id"].endswith("ff/statement:1")
    )
    assert one["text"] == "thanked Estria … the pilots"
    assert one["description"] == "told, in the words of the document"
    assert one["spokenByCharacter"] == [{"@id": "urn:memcon:person:ana-sol@NOR"}]
    assert one["isPartOf"] == {"@id": "https://gazette.example/a?b=1&c={2}"}


def test_only_planned_meetings_are_scheduled(made: Any) -> None:
    planned = [item for item in of_type(made, "Event") if "eventStatus" in item]
    assert 0 < len(planned) < len(of_type(made, "Event"))
    assert {item["eventStatus"]["@id"] for item in planned} == {f"{SCHEMA}EventScheduled"}
