"""W3C Web Annotations: their structure, and that every selector leads to its words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from exporting import TEXT, count, odd_record, written
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from pyld import jsonld  # type: ignore[import-untyped]
from sqlalchemy import Connection

from memcon.exports.annotations import AROUND, CONTEXT, FORMAT, annotations_of
from memcon.exports.records import current_records
from memcon.record import Record

# After https://www.w3.org/TR/annotation-model/: what an Annotation, a TextualBody, a Specific
# Resource, the two selectors and a Collection with its first page must or may have.
IRI = {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:\\S+$"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["@context", "id", "type", "first", "total"],
    "additionalProperties": False,
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "required": ["id", "type", "items"],
            "additionalProperties": False,
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "partOf": IRI,
                "startIndex": {"type": "integer", "minimum": 0},
                "items": {"type": "array", "items": {"$ref": "#/$defs/annotation"}},
            },
        },
    },
    "$defs": {
        "annotation": {
            "type": "object",
            "required": ["id", "type", "target"],
            "additionalProperties": False,
            "properties": {
                "id": IRI,
                "type": {"const": "Annotation"},
                "motivation": {"const": "tagging"},
                "generator": {
                    "type": "object",
                    "required": ["id", "type", "name"],
                    "properties": {"id": IRI, "type": {"const": "Software"}},
                },
                "body": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/body"}},
                "target": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/target"}},
            },
        },
        "body": {
            "type": "object",
            "required": ["type", "value"],
            "additionalProperties": False,
            "properties": {
                "type": {"const": "TextualBody"},
                "purpose": {"const": "tagging"},
                "format": {"const": "text/plain"},
                "value": {"type": "string", "minLength": 1},
            },
        },
        "target": {
            "type": "object",
            "required": ["source", "selector"],
            "additionalProperties": False,
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {
                    "type": "object",
                    "required": ["id"],
                    "additionalProperties": False,
                    "properties": {
                        "id": IRI,
                        "type": {"const": "Text"},
                        "format": {"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+$"},
                        "language": {"type": "string", "pattern": "^[a-z]{2}$"},
                    },
                },
                "selector": {
                    "type": "array",
                    "prefixItems": [{"$ref": "#/$defs/position"}, {"$ref": "#/$defs/quote"}],
                    "minItems": 2,
                    "maxItems": 2,
                },
            },
        },
        "position": {
            "type": "object",
            "required": ["type", "start", "end"],
            "additionalProperties": False,
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0},
            },
        },
        "quote": {
            "type": "object",
            "required": ["type", "exact"],
            "additionalProperties": False,
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                "exact": {"type": "string", "minLength": 1},
                "prefix": {"type": "string", "maxLength": AROUND},
                "suffix": {"type": "string", "maxLength": AROUND},
            },
        },
    },
}
# The terms that occur, as the context of the W3C maps them; no network is asked for it.
OA = "http://www.w3.org/ns/oa#"
AS = "http://www.w3.org/ns/activitystreams#"
LOCAL: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **{name: OA + name for name in ("Annotation", "TextualBody", "SpecificResource", "tagging")},
    **{name: OA + name for name in ("TextPositionSelector", "TextQuoteSelector")},
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "Software": f"{AS}Application",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "body": {"@id": f"{OA}hasBody", "@type": "@id"},
    "target": {"@id": f"{OA}hasTarget", "@type": "@id"},
    "source": {"@id": f"{OA}hasSource", "@type": "@id"},
    "selector": {"@id": f"{OA}hasSelector", "@type": "@id"},
    "start": f"{OA}start",
    "end": f"{OA}end",
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
    "name": "http://xmlns.com/foaf/0.1/name",
    "generator": {"@id": f"{AS}generator", "@type": "@id"},
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "first": {"@id": f"{AS}first", "@type": "@id"},
    "partOf": {"@id": f"{AS}partOf", "@type": "@id"},
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
    "startIndex": f"{AS}startIndex",
    "total": f"{AS}totalItems",
}


def load_locally(url: str, _: dict[str, Any]) -> dict[str, Any]:
    assert url == CONTEXT, f"{url} would be fetched"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": LOCAL}}


@pytest.fixture(scope="module")
def collection(reviewed: Connection) -> Any:
    return json.loads(written(reviewed, FORMAT))


def test_the_collection_is_of_the_form_of_the_standard(collection: Any) -> None:
    Draft202012Validator(SCHEMA).validate(collection)
    assert collection["total"] == len(collection["first"]["items"]) > 100


def test_every_selector_leads_to_its_words(reviewed: Connection, collection: Any) -> None:
    texts = {record.document.id: record.document.text for record in current_records(reviewed)}
    for item in collection["first"]["items"]:
        text = texts[item["id"].removeprefix("urn:memcon:").partition("/")[0]]
        for target in item["target"]:
            position, quote = target["selector"]
            start, end = position["start"], position["end"]
            assert text[start:end] == quote["exact"]
            assert text[:start].endswith(quote["prefix"])
            assert text[end:].startswith(quote["suffix"])
            assert len(quote["prefix"]) == min(start, AROUND)
            assert len(quote["suffix"]) == min(len(text) - end, AROUND)


def test_a_json_ld_processor_understands_all_of_it(collection: Any) -> None:
    (expanded,) = jsonld.expand(collection, {"documentLoader": load_locally})
    (page,) = expanded[f"{AS}first"]
    (items,) = page[f"{AS}items"]
    assert len(items["@list"]) == collection["total"]
    one, same = items["@list"][0], collection["first"]["items"][0]
    assert one["@type"] == [f"{OA}Annotation"]
    assert one[f"{OA}motivatedBy"] == [{"@id": f"{OA}tagging"}]
    assert len(one[f"{OA}hasBody"]) == len(same["body"])
    (source,) = one[f"{OA}hasTarget"][0][f"{OA}hasSource"]
    assert source["@id"] == same["target"][0]["source"]["id"]


def findings(record: Record) -> list[str]:
    told = [meeting.id for meeting in record.meetings if meeting.evidence]
    said = [*(one.id for one in record.statements), *(one.id for one in record.acts)]
    return [*told, *said, *(c.id for c in record.commitments), *(e.id for e in record.events)]


def test_every_finding_is_annotated_once(reviewed: Connection, collection: Any) -> None:
    expected = {
        f"urn:memcon:{record.document.id}/{id}"
        for record in current_records(reviewed)
        for id in findings(record)
    }
    ids = [item["id"] for item in collection["first"]["items"]]
    assert len(ids) == len(set(ids))
    assert set(ids) == expected


def test_offsets_count_code_points_and_tags_say_what_was_read() -> None:
    statement, event = annotations_of(odd_record(), {})
    assert [
        (target["selector"][0]["start"], target["selector"][1]["exact"])
        for target in statement["target"]
    ] == [(TEXT.index("thanked"), "thanked Estria"), (TEXT.index("the pilots"), "the pilots")]
    assert [body["value"] for body in statement["body"]] == [
        "statement",
        "mode:narrative",
        "speaker:person:ana-sol",
        "addressee:EST",
    ]
    assert [body["value"] for body in event["body"]] == [
        "event",
        "cameo:051",
        "plover:SUPPORT",
        "source:person:ana-sol",
        "target:ESTCIV",
        "time:past",
    ]
    utf16 = len(TEXT[: TEXT.index("thanked")].encode("utf-16-le")) // 2
    assert utf16 != TEXT.index("thanked")


def test_a_document_without_an_address_is_called_by_its_id() -> None:
    (one, *_) = annotations_of(odd_record(url=None), {})
    assert one["target"][0]["source"]["id"] == "urn:memcon:doc:00000000000000ff"


def test_a_selection_without_documents_is_an_empty_collection(reviewed: Connection) -> None:
    made = json.loads(written(reviewed, FORMAT, until="1900-01-01"))
    Draft202012Validator(SCHEMA).validate(made)
    assert made["total"] == 0
    assert count(reviewed, FORMAT, until="1900-01-01") == 0
