"""PROV: read back by the prov library and by rdflib, equal in both forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from exporting import count, rdflib_deprecations, written
from prov.constants import PROV, XSD_DATETIME
from prov.model import ProvActivity, ProvAgent, ProvDocument
from rdflib import RDF, Graph, Namespace, URIRef
from sqlalchemy import Connection, func, select

from memcon.archive.schema import documents, log
from memcon.exports.provenance import FORMAT, JSON
from memcon.exports.turtle import statements

P: Final = Namespace(PROV.uri)


@pytest.fixture(scope="module")
def turtle(reviewed: Connection) -> str:
    return written(reviewed, FORMAT)


@pytest.fixture(scope="module")
def as_json(reviewed: Connection) -> ProvDocument:
    return ProvDocument.deserialize(content=written(reviewed, JSON), format="json")


@pytest.fixture(scope="module")
def graph(turtle: str) -> Graph:
    with rdflib_deprecations():
        return Graph().parse(data=turtle, format="turtle")


def test_the_library_reads_both_forms_as_one_and_the_same(
    turtle: str, as_json: ProvDocument, tmp_path: Path
) -> None:
    (tmp_path / "archive.ttl").write_text(turtle, encoding="utf-8")
    with rdflib_deprecations():
        read = ProvDocument.deserialize(
            str(tmp_path / "archive.ttl"), format="rdf", rdf_format="turtle"
        )
    assert len(list(read.get_records())) > 50
    assert read == as_json


def test_our_turtle_says_what_the_library_own_writer_says(
    as_json: ProvDocument, graph: Graph
) -> None:
    with rdflib_deprecations():
        theirs = Graph().parse(
            data=as_json.serialize(format="rdf", rdf_format="turtle"), format="turtle"
        )
    assert set(graph) == set(theirs)


def test_every_record_leads_to_its_bytes_and_its_reader(reviewed: Connection, graph: Graph) -> None:
    current = select(documents.c.id, documents.c.reader_version).where(
        documents.c.status == "current"
    )
    rows = reviewed.execute(current).all()
    assert count(reviewed, FORMAT) == count(reviewed, JSON) == len(rows)
    for row in rows:
        document = URIRef(f"urn:memcon:{row.id}")
        record = URIRef(f"urn:memcon:{row.id}/record")
        (held,) = graph.objects(document, P.wasDerivedFrom)
        assert str(held).startswith("urn:memcon:sha256:")
        assert (record, P.wasDerivedFrom, document) in graph
        (reading,) = graph.objects(record, P.wasGeneratedBy)
        assert (reading, P.used, document) in graph
        (reader,) = graph.objects(reading, P.wasAssociatedWith)
        assert (reader, RDF.type, P.SoftwareAgent) in graph
        assert row.reader_version in str(reader)


def test_entries_of_the_log_are_activities_of_persons(reviewed: Connection, graph: Graph) -> None:
    entries = reviewed.execute(select(log)).all()
    assert {entry.action for entry in entries} == {"reject", "undo"}
    for entry in entries:
        review = URIRef(f"urn:memcon:log/{entry.key}")
        (person,) = graph.objects(review, P.wasAssociatedWith)
        assert (person, RDF.type, P.Person) in graph
        (at,) = graph.objects(review, P.startedAtTime)
        assert str(at) == entry.at
        if entry.undoes is not None:
            undone = URIRef(f"urn:memcon:log/{entry.undoes}")
            assert (review, P.wasInformedBy, undone) in graph


def test_only_a_changed_record_has_one_in_force(reviewed: Connection, graph: Graph) -> None:
    changed = reviewed.scalar(
        select(func.count()).select_from(documents).where(documents.c.reviewed)
    )
    force = [one for one in graph.subjects(RDF.type, P.Entity) if str(one).endswith("-in-force")]
    assert len(force) == changed == 1
    (applying,) = graph.objects(force[0], P.wasGeneratedBy)
    assert len(list(graph.objects(applying, P.wasInformedBy))) == 3


def test_a_software_agent_is_described_once(as_json: ProvDocument, turtle: str) -> None:
    agents = [one.identifier for one in as_json.get_records(ProvAgent)]
    assert len(agents) == len(set(agents))
    lines = turtle.splitlines()
    about = [line for line in lines if line.startswith("<urn:memcon:reader/")]
    assert len(about) == len(set(about))


def test_awkward_words_survive(graph: Graph) -> None:
    (label,) = graph.objects(
        URIRef("urn:memcon:doc:00000000000000ff"),
        URIRef("http://www.w3.org/2000/01/rdf-schema#label"),
    )
    assert str(label) == "Ports & “piers”\n\\ 50 % of_Norland {$1} ~ #2^"


def test_what_cannot_be_written_is_not_left_out_in_silence() -> None:
    made = ProvDocument()
    made.add_namespace("x", "urn:x:")
    made.wasAttributedTo(made.entity("x:a"), made.agent("x:b"))
    with pytest.raises(ValueError, match="Attribution is not written"):
        list(statements(made))


def test_times_have_their_zone(as_json: ProvDocument) -> None:
    times: list[Any] = [
        value
        for one in as_json.get_records(ProvActivity)
        for name, value in one.attributes
        if name == PROV["startTime"]
    ]
    assert times
    assert all(time.tzinfo is not None for time in times), XSD_DATETIME
