"""Who speaks in wire reports and readouts of many houses. The people are invented."""

from __future__ import annotations

import pytest
from casting import read


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("At home, the opposition leader, Sigrun Falk, called it a waste.", "sigrun-falk"),
        ("Nobody left. Porto's lawyer, Marta Vieira, said he was well.", "marta-vieira"),
        ("The secretary general of the ISC, Odette Kalu, said she was glad.", "odette-kalu"),
        ("The governor of Ajmal, His Highness Sheikh Rashid bin Ali, spoke.", "rashid-bin-ali"),
        ("The President of Serbia, Milan Obradin, spoke.", "milan-obradin"),
        ("Tokyo's top spokesman, Cabinet Secretary Daigo Mina, told it.", "daigo-mina"),
        ("A resident of the capital, Mamadu Balde, told of it.", "mamadu-balde"),
        (
            "The Minister of Foreign Affairs and Human Mobility of Ecuador, Gabriela Rivas Toro, "
            "spoke.",
            "gabriela-rivas-toro",
        ),
        ("Minister for Defence the Hon Peter Gallow MP told them.", "peter-gallow"),
        ("Ukrainian intelligence chief Lt. Gen. Danylo Horba said no.", "danylo-horba"),
    ],
)
def test_an_office_set_off_from_the_name_is_one_mention(text: str, person: str) -> None:
    subject = read(text).subjects
    assert [f"person:{person}"] in [ids for _, ids in subject]


def test_the_owner_of_an_apposition_gives_the_side() -> None:
    result = read(
        "Norway's envoy, Petra Lund, spoke. It was late, said Kenya's envoy, Otieno Ouko."
    )
    assert result.side("Lund") == "NOR"
    assert result.side("Ouko") == "KEN"


def test_an_office_of_several_fields_after_the_name_is_read_whole() -> None:
    person = read(
        "He received Dr. Wanjiru Kamo, Cabinet Secretary for Foreign and Diaspora Affairs of the "
        "Republic of Kenya. The Kenyan minister spoke.",
        narrator="ARE",
    )
    assert person.person("Wanjiru").roles[0].title == (
        "Cabinet Secretary for Foreign and Diaspora Affairs"
    )
    assert person.side("Wanjiru") == "KEN"
    assert person.who("The Kenyan minister") == ["person:wanjiru-kamo"]


def test_two_offices_may_be_joined_by_a_stroke() -> None:
    result = read("EU High Representative/Vice-President Marek Holl said no.")
    assert result.who("EU High Representative/Vice-President Marek Holl") == ["person:marek-holl"]


def test_a_middle_surname_is_the_short_form() -> None:
    result = read(
        "The Minister of Foreign Affairs of Chile, Alberto Larra Bascun, spoke. Minister Larra "
        "agreed."
    )
    assert result.who("Minister Larra") == ["person:alberto-larra-bascun"]


def test_a_spouse_is_somebody_else() -> None:
    result = read(
        "Kenyan President Joseph Mwangi left. Mr Mwangi's wife, First Lady Grace Mwangi, spoke."
    )
    assert result.who("Mr Mwangi's wife") == ["person:grace-mwangi"]


def test_two_officials_without_an_article_are_two_more() -> None:
    result = read(
        "Brazilian Minister Helena Quad and Norwegian Minister Inge Tveit met. Two officials spoke."
    )
    assert result.who("Two officials") == ["group:two-officials"]


def test_a_style_means_its_bearer() -> None:
    result = read(
        "His Highness Sheikh Nasser bin Ali, Deputy Prime Minister, met Dr. Amina Otieno, "
        "Foreign Minister of Kenya. Dr. Otieno spoke. His Highness agreed."
    )
    assert result.who("His Highness") == ["person:nasser-bin-ali"]


@pytest.mark.parametrize(
    ("text", "phrase", "person"),
    [
        (
            "President of Ukraine Andrii Koval met Danish Prime Minister Birgit Laur. The Head of "
            "the Office of the President Roman Shev attended. The Head of State spoke.",
            "The Head of State",
            "andrii-koval",
        ),
        (
            "EU High Representative Marek Holl spoke. The EU's foreign policy chief agreed.",
            "The EU's foreign policy chief",
            "marek-holl",
        ),
        (
            "Secretary-General of ASEAN Kao Sothea spoke. The ASEAN Secretary General agreed.",
            "The ASEAN Secretary General",
            "kao-sothea",
        ),
        (
            "Ecuadorian Foreign Minister Gabriela Rivas arrived. The Chancellor spoke.",
            "The Chancellor",
            "gabriela-rivas",
        ),
    ],
)
def test_other_words_for_an_office(text: str, phrase: str, person: str) -> None:
    assert read(text).who(phrase) == [f"person:{person}"]


def test_the_prime_minister_is_no_foreign_secretary() -> None:
    result = read(
        "The Prime Minister spoke to the President of Italy, Alessia Tomas. He thanked her. "
        "Foreign Secretary Philippa Mars will travel."
    )
    assert result.who("The Prime Minister") == ["person:prime-minister"]
    assert result.who("He") == ["person:prime-minister"]


def test_a_side_is_learned_from_a_later_description() -> None:
    result = read(
        "Poland's defense minister said no.\n\nDefense Minister Pawel Rutk told reporters so."
    )
    assert result.side("Rutk") == "POL"
    assert result.who("Poland's defense minister") == ["person:pawel-rutk"]


def test_a_bare_office_in_news_is_of_the_state_that_speaks() -> None:
    result = read(
        "In Ankara, the Turkish government rejected the remarks of Greek officials. President "
        "Kemal Arslan said so."
    )
    assert result.side("Arslan") == "TUR"


def test_two_states_are_shared_out_among_two_ministers() -> None:
    result = read(
        "The foreign ministers of Brazil and Norway met on Monday.\n\nHelena Cruz and Inge Tveit "
        "spoke for an hour. Cruz said so. Tveit said so."
    )
    assert (result.side("Cruz"), result.side("Tveit")) == ("BRA", "NOR")


def test_a_bare_secretary_general_is_of_the_body_named_before() -> None:
    result = read("ASEAN held a session. Secretary General Odette Kalu told the ministers so.")
    assert result.side("Kalu") == "ASEAN"


def test_vice_president_and_president_are_of_two_states() -> None:
    result = read("Vice President Ann Kern and President Ana Giam of the Republic of Kenya met.")
    assert (result.side("Kern"), result.side("Giam")) == (None, "KEN")


def test_a_states_security_council_is_no_un_body() -> None:
    result = read("The Russian Security Council met. It was late.")
    assert "UNSC" not in [a.id for a in result.cast.actors()]


def test_the_bloc_is_the_body_named_last() -> None:
    result = read("ECOWAS Commission President Omar Diall spoke. The regional bloc warned them.")
    assert result.who("The regional bloc") == ["ECOWAS"]


def test_a_decision_speaks_for_the_body_that_took_it() -> None:
    result = read("ASEAN demanded an end to it. The decision takes note of an offer.")
    assert result.who("The decision") == ["ASEAN"]


def test_its_ministry_and_her_office() -> None:
    result = read(
        "Austria appealed for calm. Its foreign ministry spoke.\n\nASEAN Secretary General Odette "
        "Kalu spoke. Her office corrected it."
    )
    assert result.who("Its foreign ministry") == ["group:ministry-of-foreign-affairs-of-austria"]
    assert result.who("Her office") == ["ASEAN"]


def test_the_official_is_the_unnamed_one_who_spoke_last() -> None:
    result = read(
        "Norwegian Minister Inge Tveit spoke.\n\nA Brazilian official said so. The official agreed."
    )
    assert result.who("The official") == ["person:brazilian-official"]


def test_the_host_is_at_home() -> None:
    result = read(
        "Prime Minister Dang Khoa met his Lao counterpart Boun Sisav. The host spoke. "
        "The guest agreed.",
        narrator="VNM",
    )
    assert result.who("The host") == ["person:dang-khoa"]
    assert result.who("The guest") == ["person:boun-sisav"]


def test_she_is_the_last_speaker_unless_a_woman_is_near() -> None:
    result = read(
        "Ms. Odette Kalu spoke.\n\nNorwegian Minister Ingra Solv thanked them. She left early."
    )
    assert result.who("She") == ["person:ingra-solv"]


def test_a_name_that_the_tagger_does_not_know_is_known_from_elsewhere() -> None:
    result = read("German Chancellor Katharina Voss met them. Voss called on Belgrade to act.")
    assert result.who("Voss") == ["person:katharina-voss"]


def test_a_label_with_the_office_after_the_name() -> None:
    result = read("Good morning, Mr. Price.", narrator="USA")
    assert result.cast.speaker_of("Ned Prize, Department Spokesperson") == ["person:ned-prize"]
    assert result.cast.speaker_of("Office of the Spokesperson") == ["USA"]


def test_fields_joined_before_one_office() -> None:
    result = read(
        "Hungarian Foreign and Trade Minister Gabor Szal met Turkish Energy and Natural Resources "
        "Minister Orhan Bayr. They spoke on trade and Foreign Minister Szal left. The Hungarian "
        "top diplomat spoke."
    )
    assert result.person("Gabor").roles[0].title == "Foreign and Trade Minister"
    assert (result.side("Gabor"), result.side("Bayr")) == ("HUN", "TUR")
    assert result.who("The Hungarian top diplomat") == ["person:gabor-szal"]


def test_a_spokesman_with_a_second_office() -> None:
    result = read(
        "Japan's top government spokesman Chief Cabinet Secretary Masato Ori spoke. The spokesman "
        "left.\n\nChinese Foreign Ministry spokesperson Luo Ting spoke."
    )
    assert result.who("The spokesman") == ["person:masato-ori"]


def test_a_deputy_is_named_behind_the_comma() -> None:
    result = read("Parliament Speaker Mohammad Kazem spoke. Kazem's deputy, Ali Nikman, agreed.")
    assert result.who("Kazem's deputy") == ["person:ali-nikman"]
