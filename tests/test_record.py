"""The shape of a record, as JSON and as a JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import get_args

import pytest
from pydantic import BaseModel, ValidationError

from memcon import record
from memcon.record import Document, Reading, Record, Source, Span


def small(**fields: object) -> Record:
    source = Source(media_type="text/plain", sha256="0" * 64)
    document = Document(id="doc:0", text="Ana Sol spoke.", source=source)
    return Record(reader=Reading(version="0", model="m"), document=document, **fields)


def models() -> Iterator[type[BaseModel]]:
    for value in vars(record).values():
        if (
            isinstance(value, type)
            and issubclass(value, BaseModel)
            and value.__module__ == (record.__name__)
        ):
            yield value


def test_json_carries_the_version_and_comes_back_equal() -> None:
    one = small()
    content = json.loads(one.to_json())
    assert content["schema"] == "memcon/record/1"
    assert Record.model_validate(content) == one


def test_equal_records_give_the_same_bytes() -> None:
    assert small().to_json() == small().to_json()
    assert small().to_json(indent=2) == small().to_json(indent=2)


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        small(colour="red")


def test_records_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        small().document.title = "x"  # type: ignore[misc]


def test_offsets_are_not_negative() -> None:
    with pytest.raises(ValidationError):
        Span(start=-1, end=0, text="")


def test_confidence_is_a_share() -> None:
    with pytest.raises(ValidationError):
        record.Statement(id="s", speakers=[], content=[], mode="direct", confidence=1.5)


@pytest.mark.parametrize("model", list(models()), ids=lambda model: model.__name__)
def test_every_type_says_what_it_is(model: type[BaseModel]) -> None:
    assert model.__name__.startswith("_") or (model.__doc__ or "").strip()


def test_act_types_are_those_of_the_design() -> None:
    assert len(get_args(record.ActType)) == 11
