"""Whom later phrases mean. The people are invented, the states are not."""

from __future__ import annotations

from casting import read

from memcon.reading.phrases import phrase_span

MEETING = (
    "Chinese State Councilor and Foreign Minister Lu Shan and Russian Foreign Minister Oleg Panin "
    "met in Dushanbe on Thursday.\n\n"
)
READOUT = "Secretary of State Mary Stone met with Japanese Foreign Minister Ono Kenta today.\n\n"
LU, PANIN = "person:lu-shan", "person:oleg-panin"
STONE, ONO = "person:mary-stone", "person:ono-kenta"


def test_joined_subjects_are_one_mention() -> None:
    result = read(MEETING)
    words, ids = result.subjects[0]
    assert ids == [LU, PANIN]
    assert words == (
        "Chinese State Councilor and Foreign Minister Lu Shan and Russian Foreign Minister "
        "Oleg Panin"
    )


def test_he_is_the_one_who_spoke_last() -> None:
    result = read(MEETING + "Lu said that China backs Russia.\n\nHe added that talks continue.")
    assert result.who("He") == [LU]


def test_he_inside_a_sentence_is_the_subject_around_it() -> None:
    result = read(MEETING + "Lu spoke first.\n\nPanin said that he agreed.")
    assert result.who("he") == [PANIN]


def test_she_is_no_man() -> None:
    result = read(
        "Russian spokeswoman Vera Dolina spoke about President Pavel Gromov.\n\n"
        "Mr. Gromov was in Moscow. She said he would travel."
    )
    assert result.who("She") == ["person:vera-dolina"]


def test_descriptions_by_office_and_side() -> None:
    result = read(
        MEETING
        + "The Russian top diplomat spoke. The Chinese foreign minister spoke. "
        + "The senior official spoke. Minister Lu spoke."
    )
    assert result.who("The Russian top diplomat") == [PANIN]
    assert result.who("The Chinese foreign minister") == [LU]
    assert result.who("The senior official") == [LU]
    assert result.who("Minister Lu") == [LU]


def test_the_secretary_and_the_foreign_minister_are_two_people() -> None:
    result = read(
        READOUT + "The Secretary and the Foreign Minister spoke. The Foreign Minister agreed.",
        narrator="USA",
    )
    assert result.who("The Secretary and the Foreign Minister") == [STONE, ONO]
    assert result.who("The Foreign Minister") == [ONO]


def test_they_and_the_two_ministers_are_both() -> None:
    result = read(READOUT + "They spoke. The two ministers spoke. The officials spoke.")
    for phrase in ("They", "The two ministers", "The officials"):
        assert result.who(phrase) == [STONE, ONO]


def test_both_sides_are_the_states() -> None:
    result = read(MEETING + "Both sides agreed. The two countries agreed. The Parties agreed.")
    for phrase in ("Both sides", "The two countries", "The Parties"):
        assert result.who(phrase) == ["CHN", "RUS"]


def test_a_joint_text_speaks_for_both() -> None:
    result = read(
        "China and India held talks on Friday.\n\n"
        "A joint press release said the talks were good. It said more talks follow."
    )
    assert result.who("A joint press release") == ["CHN", "IND"]
    assert result.who("It") == ["CHN", "IND"]


def test_a_ministrys_statement_speaks_for_the_ministry() -> None:
    result = read(
        "A statement from the Chinese foreign ministry said talks were held. "
        "The statement added that trade grew. The ministry said nothing else."
    )
    body = "group:ministry-of-foreign-affairs-of-china"
    assert result.who("The statement") == [body]
    assert result.who("The ministry") == [body]


def test_a_counterpart_is_the_other() -> None:
    result = read(READOUT + "Her counterpart spoke.", narrator="USA")
    assert result.who("Her counterpart") == [ONO]


def test_groups_keep_their_words() -> None:
    result = read("Analysts said no. ASEAN foreign ministers said yes. European leaders said so.")
    names = {a.id: a for a in result.cast.actors()}
    (asean,) = result.who("ASEAN foreign ministers")
    assert (names[asean].name, names[asean].side) == ("ASEAN foreign ministers", "ASEAN")
    (analysts,) = result.who("Analysts")
    assert names[analysts].kind == "group"


def test_things_do_not_speak() -> None:
    result = read("The meeting went well. Trade grew. The invasion began.")
    assert [ids for _, ids in result.subjects] == [[], [], []]


def test_a_name_after_and_can_open_the_next_clause() -> None:
    result = read("French President Luc Morel met Ono Kenta, and Lu Shan said it was late.")
    assert result.who("French President Luc Morel") == ["person:luc-morel"]
    assert result.who("Lu Shan") == ["person:lu-shan"]


def test_an_unnamed_office_of_the_narrator() -> None:
    result = read("The President hosted a meeting on trade.", narrator="USA")
    (who,) = result.who("The President")
    assert result.cast.side(who) == "USA"


def test_a_speaker_label_names_a_person() -> None:
    result = read(READOUT, narrator="USA")
    assert result.cast.speaker_of("SECRETARY STONE:") == [STONE]
    assert result.cast.speaker_of("Ono Kenta (via interpreter):") == [ONO]
    assert result.cast.speaker_of("QUESTION:") == []


def test_a_label_by_office_is_the_issuers_own() -> None:
    result = read(
        "Vice President Ann Field and President Kim Do-hyun of the Republic of Korea spoke.",
        narrator="USA",
    )
    assert result.cast.speaker_of("THE VICE PRESIDENT:") == ["person:ann-field"]
    (unknown,) = result.cast.speaker_of("SENIOR ADMINISTRATION OFFICIAL:")
    assert result.cast.side(unknown) == "USA"


def test_the_span_leaves_out_relative_clauses() -> None:
    text = "The analysts who watched the talks in Dushanbe said so."
    result = read(text)
    token = next(t for t in result.cast.parsed.paragraphs[0].tokens if t.text == "analysts")
    first, last = phrase_span(result.cast, token)
    tokens = result.cast.parsed.paragraphs[0].tokens
    assert text[tokens[first].start : tokens[last].end] == "The analysts"
