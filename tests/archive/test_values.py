"""What the text of a correction means, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from decided import KNOWN, TEXT, record, span
from hypothesis import given
from hypothesis import strategies as st

from memcon.archive.corrections import BASIS, corrected
from memcon.archive.findings import Kind, find_item
from memcon.archive.values import parse_value
from memcon.errors import MemconError

DECIDED = ("actor", "person:ana-sol")


def parsed(kind: Kind, local: str, field: str, text: str) -> Any:
    made = record()
    item = made.document if kind == "document" else find_item(made, kind, local)
    return parse_value(made, kind, item, field, text, KNOWN)


def value(kind: Kind, local: str, field: str, text: str) -> Any:
    return parsed(kind, local, field, text).value


FERRIES = span("build 40 ferries by 2027").model_dump()


@pytest.mark.parametrize(
    ("kind", "local", "field", "text", "wanted"),
    [
        ("act", "act:1", "type", "support", "support"),
        ("act", "act:1", "negated", "true", True),
        ("act", "act:1", "to", "EST, person:bo-tarn", ["EST", "person:bo-tarn"]),
        ("act", "act:1", "to", "Bo Tarn", ["person:bo-tarn"]),
        ("act", "act:1", "to", '["EST"]', ["EST"]),
        ("act", "act:1", "to", "", []),
        ("act", "act:1", "issues", "trade, maritime", ["trade", "maritime"]),
        ("act", "act:1", "strength", "pledge:will", "pledge:will"),
        ("act", "act:1", "strength", "null", None),
        ("act", "act:1", "cue", "", None),
        ("commitment", "commitment:1", "goal", "build 40 ferries by 2027", FERRIES),
        ("commitment", "commitment:1", "goal", "build  40\nferries by 2027", FERRIES),
        (
            "commitment",
            "commitment:1",
            "goal",
            f"{FERRIES['start']}-{FERRIES['end']}",
            FERRIES,
        ),
        (
            "commitment",
            "commitment:1",
            "goal",
            json.dumps({"start": FERRIES["start"], "end": FERRIES["end"]}),
            FERRIES,
        ),
        (
            "commitment",
            "commitment:1",
            "deadline",
            "by 2027",
            {"date": None, "text": "by 2027", "span": span("by 2027").model_dump()},
        ),
        (
            "statement",
            "statement:1",
            "content",
            "ferries by 2027, and backs",
            [span("ferries by 2027, and backs").model_dump()],
        ),
        (
            "statement",
            "statement:1",
            "content",
            "backs the ferry line, 40 ferries",
            [span("40 ferries").model_dump(), span("backs the ferry line").model_dump()],
        ),
        ("statement", "statement:1", "meeting", "meeting:2", "meeting:2"),
        ("statement", "statement:1", "confidence", "0.5", 0.5),
        (
            "meeting",
            "meeting:1",
            "date",
            "2023-05",
            {"value": "2023-05", "precision": "month", "basis": BASIS},
        ),
        (
            "meeting",
            "meeting:1",
            "date",
            "2023",
            {"value": "2023", "precision": "year", "basis": BASIS},
        ),
        (
            "meeting",
            "meeting:1",
            "date",
            '{"value": "2023-05-04", "basis": "the day after"}',
            {"value": "2023-05-04", "precision": "day", "basis": "the day after"},
        ),
        (
            "meeting",
            "meeting:2",
            "participants",
            "Ana Sol, EST",
            [
                {"actor": "person:ana-sol", "role": None, "side": "NOR"},
                {"actor": "EST", "role": None, "side": "EST"},
            ],
        ),
        ("actor", "person:ana-sol", "side", "EST", "EST"),
        (
            "actor",
            "person:ana-sol",
            "roles",
            '[{"title": "Minister", "of": "Norland"}]',
            [{"title": "Minister", "of": "NOR", "evidence": None}],
        ),
        ("document", "", "published", "2023-05-07", "2023-05-07"),
        ("document", "", "published", "2023-05-07T10:00:00+02:00", "2023-05-07T10:00:00+02:00"),
        ("document", "", "narrator", "null", None),
        ("document", "", "title", "2023", "2023"),
    ],
)
def test_text_is_understood(kind: Kind, local: str, field: str, text: str, wanted: Any) -> None:
    assert value(kind, local, field, text) == wanted


@pytest.mark.parametrize(
    ("kind", "local", "field", "text", "told"),
    [
        ("act", "act:1", "colour", "red", "no field 'colour'.*type"),
        ("act", "act:1", "id", "act:9", "no field 'id'"),
        ("act", "act:1", "statement", "statement:2", "no field 'statement'"),
        ("commitment", "commitment:1", "act", "act:2", "no field 'act'"),
        ("document", "", "text", "another", "no field 'text'"),
        ("act", "act:1", "type", "promise", "'promise' does not fit.*'pledge'"),
        ("act", "act:1", "negated", "perhaps", "does not fit"),
        ("act", "act:1", "content", "null", "does not stand in the text"),
        ("act", "act:1", "content", "the", "'the' stands 2 times in the text"),
        ("act", "act:1", "content", "not there", "does not stand in the text"),
        ("act", "act:1", "content", "erries", "does not stand in the text"),
        ("act", "act:1", "content", "5-5", "5-5 lies outside"),
        ("act", "act:1", "content", "9-4", "9-4 lies outside"),
        ("act", "act:1", "content", f"0-{len(TEXT) + 1}", "lies outside of the text"),
        ("act", "act:1", "to", "Nobody", "nobody goes by that name"),
        ("act", "act:1", "issues", "fishing", "no issue 'fishing'.*maritime, trade"),
        ("act", "act:1", "strength", "support:mightily", "no rung 'support:mightily'"),
        ("act", "act:1", "time", "someday", "does not fit"),
        ("statement", "statement:1", "content", "", "some words"),
        ("statement", "statement:1", "meeting", "meeting:9", "no other finding 'meeting:9'"),
        ("statement", "statement:1", "continues", "statement:1", "no other finding"),
        ("statement", "statement:1", "confidence", "2", "does not fit"),
        ("commitment", "commitment:1", "quantities", "40 ferries", "is no quantity.*as JSON"),
        (
            "commitment",
            "commitment:1",
            "quantities",
            '[{"value": 40, "kind": "target", "span": {"start": 1, "end": 999, "text": "40"}}]',
            "lies outside",
        ),
        ("meeting", "meeting:1", "date", "May 2023", "is no date"),
        ("meeting", "meeting:1", "date", "2023-02-30", "is no date"),
        ("meeting", "meeting:1", "form", "chat", "does not fit"),
        ("actor", "person:ana-sol", "side", "Bo Tarn", "person:bo-tarn is a person"),
        ("actor", "person:ana-sol", "name", "", "name is empty"),
        ("document", "", "published", "2023", "is no day"),
        ("document", "", "published", "2023-05-07T10:00:00", "is no day"),
        ("document", "", "dateline", '{"place": "Halm", "date": "soon"}', "is no date"),
        ("document", "", "language", "", "language is empty"),
    ],
)
def test_what_does_not_fit_is_refused(
    kind: Kind, local: str, field: str, text: str, told: str
) -> None:
    with pytest.raises(MemconError, match=f"(?s){told}"):
        parsed(kind, local, field, text)


def test_the_words_of_a_span_are_taken_from_the_text_and_not_from_the_value() -> None:
    claimed = {"value": 40, "kind": "target", "span": {"start": 0, "end": 8, "text": "never said"}}
    (quantity,) = value("commitment", "commitment:1", "quantities", json.dumps([claimed]))
    assert quantity["span"]["text"] == "Minister"


def test_actors_that_the_document_does_not_list_are_handed_on() -> None:
    made = parsed("act", "act:1", "to", "VAR")
    assert made.value == ["VAR"]
    assert [actor.id for actor in made.actors] == ["VAR"]
    assert parsed("act", "act:1", "to", "EST").actors == ()


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 40))
def test_any_span_of_the_text_can_be_given_by_its_offsets(start: int, length: int) -> None:
    end = min(start + length, len(TEXT))
    text = f"{start}-{end}"
    if TEXT[start:end].strip():
        made = value("act", "act:1", "content", text)
        assert made == {"start": start, "end": end, "text": TEXT[start:end]}
    else:
        with pytest.raises(MemconError, match="text is empty"):
            value("act", "act:1", "content", text)


@given(
    st.sampled_from(["act", "statement", "meeting", "commitment", "actor"]),
    st.text(max_size=30),
    st.data(),
)
def test_any_text_is_understood_or_refused(kind: Kind, text: str, data: st.DataObject) -> None:
    made = record()
    local = {"actor": "person:ana-sol"}.get(kind, f"{kind}:1")
    item: Any = find_item(made, kind, local)
    field = data.draw(st.sampled_from(sorted(type(item).model_fields)))
    try:
        new = parse_value(made, kind, item, field, text, KNOWN).value
    except MemconError:
        return
    assert json.loads(json.dumps(corrected(item, field, new).model_dump(mode="json")))[field] == new
