"""Who is in the cast: names, offices, sides. The people are invented, the states are not."""

from __future__ import annotations

import pytest
from casting import read

from memcon.reading.names import compatible, display, key


@pytest.mark.parametrize(
    ("text", "name", "side", "title"),
    [
        (
            "Chinese State Councilor and Foreign Minister Lu Shan spoke.",
            "Lu Shan",
            "CHN",
            "State Councilor and Foreign Minister",
        ),
        ("China's Foreign Minister Lu Shan spoke.", "Lu Shan", "CHN", "Foreign Minister"),
        ("Prime Minister Ono Kenta of Japan spoke.", "Ono Kenta", "JPN", "Prime Minister"),
        (
            "National Security Advisor to the Prime Minister of India Arun Bose spoke.",
            "Arun Bose",
            "IND",
            "National Security Advisor to the Prime Minister",
        ),
        (
            "Dr. A. Verghese, External Affairs Minister of India, spoke.",
            "A. Verghese",
            "IND",
            "External Affairs Minister",
        ),
        (
            "The Prime Minister of Japan, H.E. Mr. Ono Kenta, spoke.",
            "Ono Kenta",
            "JPN",
            "Prime Minister",
        ),
        (
            "President Lu Shan of the People's Republic of China (PRC) spoke.",
            "Lu Shan",
            "CHN",
            "President",
        ),
        (
            "Vera Dolina, spokeswoman of the Belarusian leader, spoke.",
            "Vera Dolina",
            "BLR",
            "spokeswoman",
        ),
        ("NATO Secretary General Nils Holm spoke.", "Nils Holm", "NATO", "Secretary General"),
        ("Saudi Crown Prince Omar bin Rashid spoke.", "Omar bin Rashid", "SAU", "Crown Prince"),
        (
            "US State Department spokesperson Paul Reed spoke.",
            "Paul Reed",
            "USA",
            "spokesperson",
        ),
        (
            "Member of the State Council and Foreign Minister of China Lu Shan spoke.",
            "Lu Shan",
            "CHN",
            "Member of the State Council and Foreign Minister",
        ),
        (
            "Northern Ireland First Minister Aoife Burke spoke.",
            "Aoife Burke",
            "GBR",
            None,
        ),
    ],
)
def test_a_person_is_defined_by_the_words_around_the_name(
    text: str, name: str, side: str, title: str | None
) -> None:
    result = read(text)
    person = result.person(name.split()[-1])
    assert (person.name, person.side) == (name, side)
    assert person.id == "person:" + name.lower().replace(". ", "-").replace(" ", "-")
    if title is not None:
        assert [role.title for role in person.roles] == [title]
        assert person.roles[0].of == side


def test_roles_and_mentions_are_evidence() -> None:
    text = "French President Luc Morel met Lu Shan.\n\nMorel said trade was good."
    person = read(text).person("Morel")
    assert [m.text for m in person.mentions] == ["French President Luc Morel", "Morel"]
    for span in (*person.mentions, person.roles[0].evidence):
        assert span is not None
        assert span.text == text[span.start : span.end]


def test_a_plural_office_is_shared_out_with_its_sides() -> None:
    result = read("Presidents of Belarus and Russia Igor Drozd and Pavel Gromov met.")
    assert result.side("Drozd") == "BLR"
    assert result.side("Gromov") == "RUS"
    assert result.person("Gromov").roles[0].title == "President"


def test_joined_offices_of_two_people_are_not_one_title() -> None:
    result = read(
        "Secretary of State Mary Stone and Foreign Minister Ono Kenta of Japan met.",
        narrator="USA",
    )
    assert result.side("Stone") == "USA"
    assert result.side("Kenta") == "JPN"


def test_two_presidents_are_of_two_states() -> None:
    result = read("President Ann Field and President Luc Morel of France met.", narrator="USA")
    assert result.side("Field") == "USA"
    assert result.side("Morel") == "FRA"


def test_the_leader_of_the_state_in_the_headline_is_not_the_narrators() -> None:
    result = read(
        "The United States condemns the arrests. President Vidal must free them.",
        narrator="USA",
        title="Arrests in Nicaragua",
    )
    assert result.side("Vidal") is None


def test_a_list_under_one_adjective_shares_the_side() -> None:
    result = read(
        "He met Israeli President Dan Tal, Prime Minister Uri Katz, and Foreign Minister Eli Zur.",
        narrator="USA",
    )
    assert [result.side(n) for n in ("Tal", "Katz", "Zur")] == ["ISR"] * 3


def test_spellings_of_a_name_are_one_person() -> None:
    result = read(
        "President Joseph R. Holm, Jr. met Russian Foreign Minister Sergey Orlov.\n\n"
        "Joe Holm thanked Sergei Orlov. Mr. Orlov said yes."
    )
    assert result.person("Holm").name == "Joe Holm"
    assert len(result.person("Orlov").mentions) == 3


def test_a_bare_office_is_the_narrators() -> None:
    text = "Secretary of State Mary Stone spoke with Foreign Minister Lu Shan."
    assert read(text, narrator="USA").side("Stone") == "USA"
    result = read(text)
    assert result.side("Stone") is None
    assert {w.code for w in result.cast.warnings} == {"unknown-side"}


def test_an_office_the_narrator_does_not_have_is_not_its_own() -> None:
    result = read("Prime Minister Uri Katz and Minister of Defense Tal spoke.", narrator="USA")
    assert result.side("Katz") is None
    assert result.side("Tal") is None


def test_the_title_defines_people_but_is_no_evidence() -> None:
    result = read(
        "The Secretary spoke today with Defense Minister Bondar.",
        narrator="USA",
        title="Secretary Stone’s Call with Defense Minister Bondar of Ukraine",
    )
    person = result.person("Bondar")
    assert person.side == "UKR"
    assert [m.text for m in person.mentions] == ["Defense Minister Bondar"]
    assert all(a.name != "Stone" for a in result.cast.actors())


@pytest.mark.parametrize(
    "text",
    [
        "Pale Horse Avenue was closed.",
        "In New York, a representative spoke.",
        "The Economic Development Ministry met.",
        "Ministers of the member Countries met.",
    ],
)
def test_other_capitals_are_no_people(text: str) -> None:
    assert [a.name for a in read(text).cast.actors() if a.kind == "person"] in (
        [],
        ["representative"],
    )


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("The Chinese foreign ministry spoke.", "Ministry of Foreign Affairs of China", "CHN"),
        (
            "China's Ministry of National Defense spoke.",
            "Ministry of National Defense of China",
            "CHN",
        ),
        ("The Israeli military spoke.", "Israeli military", "ISR"),
    ],
)
def test_a_body_has_the_side_of_its_state(text: str, name: str, side: str) -> None:
    actors = {a.name: a for a in read(text).cast.actors()}
    assert actors[name].side == side
    assert actors[name].kind == "organisation"


def test_a_states_own_voice_is_the_state() -> None:
    result = read("The Chinese side spoke. The Government of Japan spoke. The Kremlin spoke.")
    assert [ids for _, ids in result.subjects] == [["CHN"], ["JPN"], ["RUS"]]


def test_actors_come_in_order_of_mention_and_are_the_same_each_time() -> None:
    text = "Japan and China met. French President Luc Morel spoke to China."
    first = [a.model_dump() for a in read(text).cast.actors()]
    assert [a["id"] for a in first][:3] == ["JPN", "CHN", "person:luc-morel"]
    assert first == [a.model_dump() for a in read(text).cast.actors()]


def test_name_keys() -> None:
    assert key("Zelenskyy") == key("Zelenskiy") == key("Zelensky")
    assert key("al-Sisi") == key("Al-Sisi") == key("Sisi")
    assert compatible("Kishida Fumio", "Fumio Kishida")
    assert not compatible("Lu Shan", "Lu Ping")
    assert display("KISHIDA Fumio") == "Kishida Fumio"
    assert display("S. Jaishankar") == "S. Jaishankar"
