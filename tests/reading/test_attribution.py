"""Who said what: modes, positions, quotations, relays; what is nobody's statement."""

from __future__ import annotations

import pytest
from reader_helpers import Told, cues, read, report, told, who


@pytest.mark.parametrize(
    ("text", "content", "mode"),
    [
        ("“The port is open,” Orrin said.", "The port is open", "direct"),
        ("Orrin said that the port is open.", "the port is open", "indirect"),
        ("Orrin said that the port is “wide open”.", "the port is “wide open", "mixed"),
        ("Orrin called the ban “a wall”.", "the ban “a wall", "mixed"),
        ("Orrin said: “The port is open.”", "The port is open", "direct"),
        ("The port is open, Orrin said.", "The port is open", "indirect"),
        ("“The port,” Orrin said, “is open.”", "The port … is open", "direct"),
        (
            "“It is our view,” Orrin added, “that the ferry is slow.”",
            "It is our view … that the ferry is slow",
            "direct",
        ),
        ("The port, Orrin added, “is a bridge”.", "The port … is a bridge", "mixed"),
    ],
)
def test_mode_and_position(text: str, content: str, mode: str) -> None:
    [(speaker, _, words, how)] = told(report(text))
    assert (speaker, words, how) == ("orrin", content, mode)


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The two ministers discussed fishing quotas.", "discussed", "fishing quotas"),
        ("The ministers exchanged views on fishing.", "exchanged views", "on fishing"),
        ("The two sides reviewed the state of trade.", "reviewed", "the state of trade"),
    ],
)
def test_topics_are_narrative(text: str, cue: str, content: str) -> None:
    [(speakers, word, words, mode)] = told(report(text))
    assert (word, words, mode) == (cue, content, "narrative")
    assert speakers in ("orrin+bellwin", "XOS+XVA")


MARKS = [("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("‘", "’"), ("'", "'"), ("“", '"')]


@pytest.mark.parametrize(
    ("opening", "closing", "tagged"),
    [
        *((*pair, "before") for pair in MARKS),
        *((*pair, "after") for pair in MARKS),
    ],
)
def test_several_sentences_in_one_pair_of_marks_are_one_statement(
    opening: str, closing: str, tagged: str
) -> None:
    words = "The ferry sails in May. The port is open. Nothing stands in the way"
    text = (
        f"Orrin said: {opening}{words}.{closing}"
        if tagged == "before"
        else f"{opening}{words},{closing} Orrin said."
    )
    assert told(report(text)) == [("orrin", "said", words, "direct")]


def test_a_quotation_of_several_paragraphs_is_one_statement() -> None:
    text = (
        "Orrin said: “The ferry sails in May.\n\n“The port is open.\n\n“Nothing stands in the way.”"
    )
    assert told(report(text)) == [
        (
            "orrin",
            "said",
            "The ferry sails in May … The port is open … Nothing stands in the way",
            "direct",
        )
    ]


@pytest.mark.parametrize("mark", ["“", '"'])
def test_a_quotation_left_open_runs_to_the_end_of_its_paragraph(mark: str) -> None:
    text = (
        f"Orrin said: {mark}The ferry sails in May. The port is open.\n\nThe quota was cut in 2023."
    )
    assert told(report(text))[0] == (
        "orrin",
        "said",
        "The ferry sails in May. The port is open",
        "direct",
    )
    assert len(told(report(text))) == 1


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“Orrin said that the ferry sails,” Bellwin said.", "Orrin said that the ferry sails"),
        ("Bellwin said: “They urged us to wait.”", "They urged us to wait"),
        (
            "“We welcome the pact, and he told me that he does too,” Bellwin said.",
            "We welcome the pact, and he told me that he does too",
        ),
    ],
)
def test_a_cue_inside_a_quotation_is_not_the_narrators(text: str, content: str) -> None:
    assert told(report(text)) == [("bellwin", "said", content, "direct")]


def test_a_quotation_in_a_quotation_keeps_its_marks() -> None:
    text = "“We welcome the role of the ISC as a ‘bridge’ between shores,” Orrin said."
    assert told(report(text)) == [
        (
            "orrin",
            "said",
            "We welcome the role of the ISC as a ‘bridge’ between shores",
            "direct",
        )
    ]


def test_apostrophes_in_single_marks() -> None:
    text = "'It's the sailor's right to sail,' Bellwin said."
    assert told(report(text)) == [("bellwin", "said", "It's the sailor's right to sail", "direct")]


# --- speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Orrin said the port is open.", "orrin"),
        ("The Ostrian minister said the port is open.", "orrin"),
        ("Foreign Minister Bellwin said the port is open.", "bellwin"),
        ("Orrin arrived on Monday. He said the port is open.", "orrin"),
        ("Bellwin arrived on Monday. She said the port is open.", "bellwin"),
        ("Ostria said the port is open.", "XOS"),
        ("The Inner Sea Council said the port is open.", "ISC"),
        ("The ISC said the port is open.", "ISC"),
        ("Kasbrod said the port is open.", "XOS"),
        ("Orrin and Bellwin said the port is open.", "orrin+bellwin"),
    ],
)
def test_the_speaker_of_a_cue(text: str, speaker: str) -> None:
    [(found, word, words)] = cues(report(text))
    assert (found, word, words) == (speaker, "said", "the port is open")


def test_an_unknown_speaker_is_none_and_not_a_guess() -> None:
    record = report("Somebody said that the port is open.")
    assert told(record) == [("", "said", "the port is open", "indirect")]
    assert "no-speaker" in {warning.code for warning in record.warnings}


@pytest.mark.parametrize("speaker", ["Analysts", "Fishermen in Sestra", "Diplomats"])
def test_unnamed_people_are_no_ministers(speaker: str) -> None:
    [one] = report(f"{speaker} said that the port is open.").statements
    assert one.content[0].text == "the port is open"
    assert not {"person:karl-orrin", "person:anna-bellwin", "XOS", "XVA"} & {*one.speakers}


@pytest.mark.parametrize(
    "text",
    [
        "Orrin is expected to say that the port is open.",
        "Orrin did not say whether the port would open.",
        "Orrin will urge Varnia to lift the ban.",
        "Orrin nodded.",
    ],
)
def test_what_was_not_said_is_no_statement(text: str) -> None:
    assert told(report(text)) == []


def test_each_quotation_has_the_speaker_nearest_to_it() -> None:
    record = report("Orrin said: “The port is open.” Bellwin disagreed. “It is closed,” she said.")
    assert told(record) == [
        ("orrin", "said", "The port is open", "direct"),
        ("bellwin", "said", "It is closed", "direct"),
    ]


@pytest.mark.parametrize("marks", [("- ", "- "), ("* ", "* "), ("1. ", "2. "), ("(a) ", "(b) ")])
def test_items_of_a_list_are_read_as_paragraphs(marks: tuple[str, str]) -> None:
    first, second = marks
    record = report(f"{first}Orrin welcomed the talks.\n{second}Bellwin condemned the ban.")
    assert cues(record) == [
        ("orrin", "welcomed", "the talks"),
        ("bellwin", "condemned", "the ban"),
    ]


@pytest.mark.xfail(strict=True, reason="what a participle of a noun of speaking does is not read")
def test_a_joint_statement_that_is_reported() -> None:
    record = report("Orrin and Bellwin issued a joint statement condemning the seizure.")
    [(speakers, _, words)] = cues(record)
    assert speakers == "orrin+bellwin"
    assert words.endswith("the seizure")
    assert "criticise" in {act.type for act in record.acts}


def test_the_words_that_name_the_speaker_are_kept() -> None:
    record = report("The port is open, said Foreign Minister Orrin. He welcomed the talks.")
    mentions = [s.speaker_mention.text for s in record.statements if s.speaker_mention]
    assert mentions == ["Foreign Minister Orrin", "He"]


def test_a_second_cue_of_a_sentence_has_no_mention_of_its_own() -> None:
    record = report("Orrin welcomed the talks and urged Varnia to lift the ban.")
    first, second = record.statements
    assert first.speaker_mention is not None
    assert second.speaker_mention is None
    assert second.speakers == first.speakers


# --- relays


@pytest.mark.parametrize(
    ("text", "via", "content"),
    [
        (
            "Bellwin told Orrin that the port is open, according to the Varnian ministry.",
            "group:ministry-of-varnia",
            "the port is open",
        ),
        (
            "A statement by the Varnian ministry said Bellwin told Orrin that the port is open.",
            "group:ministry-of-varnia",
            "the port is open",
        ),
        (
            "The Varnian ministry said Bellwin warned Orrin that the ban must end.",
            "group:ministry-of-varnia",
            "the ban must end",
        ),
    ],
)
def test_who_relays_is_not_who_speaks(text: str, via: str, content: str) -> None:
    [one] = report(text).statements
    assert (who(one.speakers), who(one.via), one.content[0].text) == ("bellwin", via, content)


def test_what_a_person_says_of_another_is_his_own() -> None:
    # only texts and bodies relay
    [one] = report(
        "Varnian ministry spokesman Piet Dahl said that Bellwin had urged Ostria to wait."
    ).statements
    assert (who(one.speakers), who(one.via)) == ("dahl", "")
    assert one.content[0].text == "Bellwin had urged Ostria to wait"


@pytest.mark.parametrize(
    "text",
    [
        "Varnapress quoted Bellwin as saying that the port is open.",
        "Bellwin was quoted by Varnapress as saying that the port is open.",
        "Reuters quoted Bellwin as saying that the port is open.",
        "“The port is open,” Varnapress quoted Bellwin as saying.",
        "The news agency Varnapress reported that Bellwin had said the port is open.",
    ],
)
def test_an_agency_relays_whom_it_quotes(text: str) -> None:
    [(speaker, _, words, _)] = told(report(text))
    assert (speaker, words.lower()) == ("bellwin", "the port is open")


@pytest.mark.parametrize(
    ("text", "via"),
    [
        (
            "The Varnian news agency quoted Bellwin as saying that the port is open.",
            "group:varnian-news-agency",
        ),
        (
            "Bellwin was quoted by the Varnian news agency as saying that the port is open.",
            "group:varnian-news-agency",
        ),
    ],
)
def test_an_agency_that_quotes_is_whom_the_words_come_through(text: str, via: str) -> None:
    [one] = report(text).statements
    assert (who(one.speakers), who(one.via)) == ("bellwin", via)


def test_an_agency_that_is_known_as_a_publisher_relays_too() -> None:
    [one] = report("Varnapress quoted Bellwin as saying that the port is open.").statements
    assert "varnapress" in who(one.via).lower()


# --- what is no statement of its own


HEADED = """Orrin says ferries will sail in May

KASBROD, March 14, 2024 (Inner Sea Press) - Ostrian Foreign Minister Karl Orrin said on Thursday
that the ferries will sail in May."""


def test_a_headline_repeats_the_body_and_is_not_counted() -> None:
    record = read(HEADED)
    assert record.document.title == "Orrin says ferries will sail in May"
    assert told(record) == [("orrin", "said", "the ferries will sail in May", "indirect")]


MARKDOWN = """# Orrin urges Varnia to lift the ban

Ostrian Foreign Minister Karl Orrin **urged** [Varnia](https://varnia.example) to lift
the ban.

> “The ban must end,” said Orrin.
"""


def test_markdown_is_no_part_of_the_words() -> None:
    expected: list[Told] = [
        ("orrin", "urged", "Varnia](https://varnia.example) to lift the ban", "indirect"),
        ("orrin", "said", "The ban must end", "direct"),
    ]
    assert told(read(MARKDOWN)) == expected


@pytest.mark.parametrize(
    ("text", "addressees"),
    [
        ("Orrin told Bellwin that the port is open.", "bellwin"),
        ("Orrin urged Varnia to lift the ban.", "XVA"),
        ("The Inner Sea Council called on both sides to wait.", "XOS+XVA"),
        ("Orrin thanked Varnia for its help.", "XVA"),
        ("Orrin said that the port is open.", ""),
    ],
)
def test_addressees(text: str, addressees: str) -> None:
    [one] = report(text).statements
    assert who(one.addressees) == addressees
