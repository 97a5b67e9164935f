"""FollowTheMoney entities: accepted by the library and by its own command line."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from exporting import count, written
from sqlalchemy import Connection

from conftest import require
from memcon.errors import ExtraError
from memcon.exports import registry
from memcon.exports.formats import Selection
from memcon.exports.money import FORMAT, entity_id

LINKS = {"Representation": ("agent", "client"), "Membership": ("member", "organization")}
POINTERS = ("agent", "client", "member", "organization", "involved", "proof")


def installed() -> bool:
    try:
        importlib.import_module("followthemoney")
    except ImportError:
        return False
    return True


@pytest.fixture(scope="module")
def made(reviewed: Connection) -> list[Any]:
    require(installed(), "followthemoney, of the extra memcon[followthemoney]")
    return [json.loads(line) for line in written(reviewed, FORMAT).splitlines()]


def of_schema(made: list[Any], schema: str) -> list[Any]:
    return [one for one in made if one["schema"] == schema]


def test_its_command_line_takes_every_entity(
    reviewed: Connection, made: list[Any], tmp_path: Path
) -> None:
    source, valid = tmp_path / "entities.json", tmp_path / "valid.json"
    source.write_text(written(reviewed, FORMAT), encoding="utf-8")
    ftm = Path(sys.executable).with_name("ftm")
    done = subprocess.run(
        [ftm, "validate", "-i", source, "-o", valid], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    kept = [json.loads(line) for line in valid.read_text(encoding="utf-8").splitlines()]
    assert [(one["id"], one["schema"]) for one in kept] == [
        (one["id"], one["schema"]) for one in made
    ]
    # It drops values that are not valid, and says nothing.
    assert [shape(one) for one in kept] == [shape(one) for one in made]


def shape(entity: Any) -> dict[str, list[str]]:
    return {name: sorted(values) for name, values in entity["properties"].items()}


def test_the_library_reads_entities_with_what_they_must_have(made: list[Any]) -> None:
    model = importlib.import_module("followthemoney").model
    for one in made:
        entity = model.get_proxy(one)
        for name in entity.schema.required:
            assert entity.get(name), one
        entity.schema.validate(one)


def test_everything_pointed_to_is_there(reviewed: Connection, made: list[Any]) -> None:
    ids = [one["id"] for one in made]
    assert len(ids) == len(set(ids)) == count(reviewed, FORMAT)
    for one in made:
        for name in POINTERS:
            assert set(one["properties"].get(name, ())) <= set(ids), one
    for schema, ends in LINKS.items():
        for one in of_schema(made, schema):
            assert all(len(one["properties"][end]) == 1 for end in ends)
            assert one["properties"]["proof"]


def test_countries_are_codes_of_two_letters(made: list[Any]) -> None:
    states = {one["id"]: one["properties"] for one in of_schema(made, "PublicBody")}
    # Estonia's code; invented states have none.
    assert states["memcon-EST"]["country"] == ["ee"]
    assert "country" not in states["memcon-XOS"]
    people = [one["properties"].get("country") for one in of_schema(made, "Person")]
    assert ["no"] in people


def test_a_meeting_is_an_event_with_its_reports(made: list[Any]) -> None:
    one = next(
        one["properties"]
        for one in of_schema(made, "Event")
        if one["properties"].get("date") == ["2024-03-14"] and len(one["properties"]["proof"]) == 2
    )
    assert one["location"] == ["Kasbrod"]
    assert {"memcon-XVA", "memcon-XOS"} <= set(one["involved"])


def test_who_speaks_for_whom(made: list[Any]) -> None:
    links = [one["properties"] for one in of_schema(made, "Representation")]
    assert {"agent": ["memcon-person-ana-sol-NOR"], "client": ["memcon-NOR"]}.items() <= next(
        one for one in links if one["agent"] == ["memcon-person-ana-sol-NOR"]
    ).items()
    assert any("Foreign Minister" in one.get("role", ()) for one in links)
    assert not [one for one in made if "group" in one["id"]]


def test_ids_hold_what_ids_may_hold_and_stay_different() -> None:
    assert entity_id("urn:memcon:person:wang-yi@CHN") == "memcon-person-wang-yi-CHN"
    assert entity_id("doc:00ff/meeting:1") == "memcon-doc-00ff-meeting-1"
    one, other = entity_id("person:王毅"), entity_id("person:李强")
    assert one != other
    assert one.isascii()


def test_without_the_extra_the_error_says_how_to_get_it(
    reviewed: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "followthemoney", None)
    found = registry.find("followthemoney")
    assert found is not None
    with pytest.raises(ExtraError, match=r"pip install 'memcon\[followthemoney\]'"):
        registry.write(found, reviewed, None, Selection())
