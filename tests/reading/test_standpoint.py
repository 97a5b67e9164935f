"""For whom somebody speaks whose side no text states: read off the words, and said so."""

from __future__ import annotations

import pytest
from reader_helpers import read, who

from memcon.record import Record

DISPUTE = "Ostria and Varnia are at odds over the ferry line.\n\n"
MEETING = f"Mira Helverin met Jonas Corvat in Kasbrod on Thursday. {DISPUTE}"


def sides(record: Record) -> dict[str, str | None]:
    return {who([one.id]): one.side for one in record.actors if one.kind == "person"}


def warned(record: Record, code: str) -> list[str]:
    return [warning.message for warning in record.warnings if warning.code == code]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("reaffirmed Ostria's willingness to open the port.", id="willingness"),
        pytest.param("stressed Ostria's commitment to the line.", id="commitment"),
        pytest.param("said that Ostria's position is known.", id="position"),
        pytest.param("said that Ostria will open the port.", id="will"),
        pytest.param("said that Ostria is ready to open the port.", id="ready"),
        pytest.param("said that Ostria supports the line.", id="stance"),
        pytest.param("said that Ostria does not recognise the quota.", id="refusal"),
    ],
)
def test_who_acts_in_the_name_of_a_state_speaks_for_it(text: str) -> None:
    record = read(f"{DISPUTE}Mira Helverin {text}")
    assert sides(record) == {"helverin": "XOS"}
    assert len(warned(record, "inferred-side")) == 1
    assert "Mira Helverin" in warned(record, "inferred-side")[0]
    assert warned(record, "unknown-side") == []


def test_the_inferred_side_is_the_holder_of_the_acts() -> None:
    record = read(f"{DISPUTE}Mira Helverin reaffirmed Ostria's willingness to open the port.")
    assert [(act.type, who(act.by)) for act in record.acts] == [("pledge", "XOS")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("said that the line is old.", id="no state"),
        pytest.param("said that the port is in Ostria.", id="only named"),
        pytest.param(
            "said that Ostria supports the line. She said that Varnia opposes it.", id="two states"
        ),
    ],
)
def test_words_that_show_no_side_or_two_give_none(text: str) -> None:
    record = read(f"{DISPUTE}Mira Helverin {text}")
    assert sides(record) == {"helverin": None}
    assert warned(record, "inferred-side") == []
    assert len(warned(record, "unknown-side")) == 1


def test_a_stated_side_stays() -> None:
    record = read("Varnian Foreign Minister Mira Helverin said that Ostria supports the line.")
    assert sides(record) == {"helverin": "XVA"}
    assert warned(record, "inferred-side") == []


def test_of_two_who_met_the_other_speaks_for_the_other_side() -> None:
    record = read(
        f"{MEETING}Helverin reaffirmed Ostria's willingness to open the port.\n\n"
        "Corvat said the ferry is slow."
    )
    assert sides(record) == {"helverin": "XOS", "corvat": "XVA"}
    assert len(warned(record, "inferred-side")) == 2
    [meeting] = record.meetings
    assert [one.side for one in meeting.participants] == ["XOS", "XVA"]


def test_of_two_who_met_without_a_side_none_is_guessed() -> None:
    record = read(f"{MEETING}Helverin said the line is old.\n\nCorvat said the ferry is slow.")
    assert sides(record) == {"helverin": None, "corvat": None}
    assert warned(record, "inferred-side") == []
