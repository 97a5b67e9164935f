"""PLOVER JSON Lines: checked against a schema of the fields that its manual names."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pandas as pd  # type: ignore[import-untyped]
import pytest
from archived import COUNCIL, HELVERIN, NORLAND, OSTRIA, VARNIA, event, meeting, mention

from archives import put
from event_records import Told
from memcon.archive import open_archive
from memcon.archive.events import ArchivedEvent
from memcon.exports import plover
from memcon.exports.formats import Selection
from memcon.exports.sentences import Sentences

CATEGORIES = [
    *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST"),
    *("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
]
TEXTS = {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": True}
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
ACTORS: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["actor_text"],
        "properties": {
            "code": {"type": "string", "pattern": "^[A-Z]{3}$"},
            "sector": {"type": "string", "pattern": "^([A-Z]{3}){1,2}$"},
            "actor_text": {"type": "string"},
            "identifier_id": {"type": "string"},
        },
        "additionalProperties": False,
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "date", "actor", "event"],
    "properties": {
        "id": {"type": "string"},
        "date": DAY,
        "enddate": DAY,
        "actor": ACTORS,
        "recipient": ACTORS,
        "event": {"type": "array", "items": {"enum": CATEGORIES}, "minItems": 1},
        "event_text": TEXTS,
        "quad_code": {"enum": [1, 2, 3, 4]},
        "event_scale": {"type": "number", "minimum": -10, "maximum": 10},
        "mode": TEXTS,
        "context": TEXTS,
        "event_loc": {"type": "object", "required": ["name"]},
        "link": {"type": "string"},
        "text_info": {
            "type": "object",
            "required": ["sequence", "start", "end"],
            "properties": {
                "sequence": {"type": "integer", "minimum": 1},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0},
            },
            "additionalProperties": False,
        },
        "cite_info": {"type": "object", "additionalProperties": {"type": "string"}},
        "coder": {"type": "string"},
        "mentions": {"type": "array"},
    },
    "additionalProperties": False,
}


def objects(*events: ArchivedEvent) -> list[dict[str, Any]]:
    found = list(plover.objects(events, lambda _: Sentences((0, 60, 100), 50)))
    for item in found:
        jsonschema.validate(item, SCHEMA)
    return found


def test_an_event_says_who_did_what_to_whom_and_where_it_says_so() -> None:
    (item,) = objects(
        event(source=HELVERIN, plover_mode="allege", place="Geneva", thread="doc:a/commitment:1")
    )
    assert item["date"] == "2024-03-04"
    assert item["actor"] == [
        {
            "code": "OST",
            "sector": "GOV",
            "actor_text": "Tomáš Helverin",
            "identifier_id": "person:tomas-helverin",
        }
    ]
    assert [one["actor_text"] for one in item["recipient"]] == ["Varnia"]
    assert (item["event"], item["mode"], item["context"]) == (["ACCUSE"], ["allege"], ["military"])
    assert (item["quad_code"], item["event_scale"]) == (3, -2.0)
    assert item["event_loc"] == {"name": "Geneva", "cc3": "CHE"}
    assert item["event_text"] == ["condemned"]
    assert item["text_info"] == {"sequence": 3, "start": 100, "end": 155}
    assert item["link"] == "doc:a/commitment:1"
    assert item["cite_info"]["citation"] == "doc:00000000000000aa"
    assert item["cite_info"]["publication"] == "Inner Sea Press"
    assert "text" not in item  # whose text it is memcon does not know
    assert "enddate" not in item


def test_every_field_is_documented(root: Path) -> None:
    page = (root / "docs" / "exports-events.md").read_text(encoding="utf-8")
    fields = (*SCHEMA["properties"], *ACTORS["items"]["properties"], "sequence", "start", "end")
    assert [name for name in fields if f"`{name}`" not in page] == []


def test_a_meeting_has_actors_and_no_recipient() -> None:
    (item,) = objects(*meeting(OSTRIA, VARNIA, COUNCIL))
    assert [one["actor_text"] for one in item["actor"]] == ["Ostria", "Varnia", "Inner Sea Council"]
    assert [one["code"] for one in item["actor"]] == ["OST", "VAR", "IGO"]
    assert "recipient" not in item
    assert item["id"] == "doc:00000000000000bb/event:2"
    assert item["link"] == "doc:00000000000000bb/meeting:1"


def test_compound_actors_are_one_event() -> None:
    group = "doc:00000000000000aa/event:1"
    pairs = [
        event(id=f"{group}:1", group=group),
        event(id=f"{group}:2", group=group, source=NORLAND),
    ]
    (item,) = objects(*pairs)
    assert [one["actor_text"] for one in item["actor"]] == ["Ostria", "Norland"]
    assert [one["actor_text"] for one in item["recipient"]] == ["Varnia"]


@pytest.mark.parametrize(
    ("given", "context"),
    [
        ({"negated": True}, "negation"),
        ({"time": "future"}, "future"),
        ({"background": True}, "historical"),
    ],
)
def test_what_did_not_happen_now_is_told_by_its_context(
    given: dict[str, Any], context: str
) -> None:
    (item,) = objects(event(**given))
    assert item["context"] == ["military", context]
    (item,) = objects(event(**given, contexts=(context,)))
    assert item["context"] == [context]


@pytest.mark.parametrize(
    "given", [{"plover": None}, {"day": None}, {"source": None, "target": None}]
)
def test_what_plover_has_no_object_for_is_left_out(given: dict[str, Any]) -> None:
    assert objects(event(**given)) == []


def test_a_month_has_two_dates() -> None:
    (item,) = objects(event(day="2024-02"))
    assert (item["date"], item["enddate"]) == ("2024-02-01", "2024-02-29")


def test_who_did_it_may_be_unknown() -> None:
    (item,) = objects(event(source=None))
    assert item["actor"] == []
    assert len(item["recipient"]) == 1


def test_every_document_that_tells_of_it_is_there() -> None:
    second = mention(5, document="doc:00000000000000cc", text="accused", start=4, end=11)
    (item,) = objects(event(mentions=(mention(), second)))
    assert item["event_text"] == ["condemned", "accused"]
    assert [(one["id"], one["start"], one["end"]) for one in item["mentions"]] == [
        ("doc:00000000000000aa/event:1", 107, 116),
        ("doc:00000000000000cc/event:5", 4, 11),
    ]


def exported(lines: Iterable[str]) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in lines]
    for item in found:
        jsonschema.validate(item, SCHEMA)
    return found


def test_an_archive_is_written_with_the_offsets_of_its_texts(archive_url: str) -> None:
    text = "It rained in the port. Ilse Brandar met Mirel Dovanu in Kasbrod."
    told = Told(text)
    told.event("met", "040", ["Ilse Brandar", "Mirel Dovanu"], day="2024-03-14", place="Kasbrod")
    with open_archive(archive_url, create=True) as archive:
        put(archive, [told.record()])
        stream = io.StringIO()
        with archive.reading() as connection:
            assert plover.write(connection, stream, Selection()) == 1
            assert plover.write(connection, io.StringIO(), Selection(until="2024-03-13")) == 0
    (item,) = exported(stream.getvalue().splitlines())
    info, (words,) = item["text_info"], item["mentions"]
    assert text[info["start"] : info["end"]] == "Ilse Brandar met Mirel Dovanu in Kasbrod."
    assert info["sequence"] == 2
    assert text[words["start"] : words["end"]] == "met"
    assert {one["actor_text"] for one in item["actor"]} == {"Ilse Brandar", "Mirel Dovanu"}
    frame = pd.read_json(io.StringIO(stream.getvalue()), lines=True)
    assert frame.loc[0, "quad_code"] == 1
