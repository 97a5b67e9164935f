"""Clauses of a cue: where the content begins and ends, and whose it is."""

from __future__ import annotations

import pytest
from reader_helpers import cues, report, wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Orrin said that the port is open, especially to ferries - the slow ones too.",
            [("orrin", "said", "the port is open, especially to ferries - the slow ones too")],
            id="the content runs to the end of its clause",
        ),
        pytest.param(
            "Orrin said that the port was closed and that the ferry would sail in May.",
            [("orrin", "said", "the port was closed and that the ferry would sail in May")],
            id="coordinated clauses are one content",
        ),
        (
            "Orrin said the port had been open for years and that the ferry would sail in May.",
            [
                (
                    "orrin",
                    "said",
                    "the port had been open for years and that the ferry would sail in May",
                )
            ],
        ),
        pytest.param(
            "Orrin said on Friday in Kasbrod that the port is open.",
            [("orrin", "said", "the port is open")],
            id="the occasion is no part of the content",
        ),
        pytest.param(
            "Speaking in Kasbrod, Orrin said that the port is open.",
            [("orrin", "said", "the port is open")],
            id="an opening participle is none either",
        ),
        pytest.param(
            "Asked about the ban, Orrin said that it was lawful.",
            [("orrin", "said", "it was lawful")],
            id="what was asked is none",
        ),
        pytest.param(
            "Orrin, who arrived on Monday, said the talks were useful.",
            [("orrin", "said", "the talks were useful")],
            id="a relative clause of the speaker",
        ),
        (
            "Orrin said the port is open, while Bellwin said that it is closed.",
            [
                ("orrin", "said", "the port is open"),
                ("bellwin", "said", "it is closed"),
            ],
        ),
        pytest.param(
            "“The port is open,” Orrin said, while Bellwin insisted that it is closed.",
            [
                ("orrin", "said", "The port is open"),
                ("bellwin", "insisted", "it is closed"),
            ],
            id="another speaker after 'while' and a quotation",
        ),
        pytest.param(
            "Orrin said the port is open, and Bellwin said that it is closed.",
            [
                ("orrin", "said", "the port is open"),
                ("bellwin", "said", "it is closed"),
            ],
            id="another speaker after 'and'",
        ),
        pytest.param(
            "Both sides welcomed the talks, while Bellwin said that the quota is low.",
            [
                ("XOS+XVA", "welcomed", "the talks"),
                ("bellwin", "said", "the quota is low"),
            ],
            id="one of both sides after 'while'",
        ),
        pytest.param(
            "Orrin said the ferry is old, with Bellwin stressing that the port is new.",
            [
                ("orrin", "said", "the ferry is old"),
                ("bellwin", "stressing", "the port is new"),
            ],
            id="another speaker after 'with'",
        ),
        pytest.param(
            "The talks lasted for three hours, with Orrin stressing that the ferry is safe.",
            [("orrin", "stressing", "the ferry is safe")],
            id="'with' after what the narrator tells",
        ),
    ],
)
def test_the_content_of_a_cue_ends_with_its_clause(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert cues(report(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Orrin welcomed the talks and urged Varnia to lift the ban.",
            [
                ("orrin", "welcomed", "the talks"),
                ("orrin", "urged", "Varnia to lift the ban"),
            ],
            id="coordinated cues",
        ),
        pytest.param(
            "Orrin praised the talks, condemned the ban and called for a new quota.",
            [
                ("orrin", "praised", "the talks"),
                ("orrin", "condemned", "the ban"),
                ("orrin", "called for", "a new quota"),
            ],
            id="three of them",
        ),
        pytest.param(
            "Orrin said the port is open, adding that the ferry sails.",
            [("orrin", "said", "the port is open"), ("orrin", "adding", "the ferry sails")],
            id="a participle after it",
        ),
        (
            "Noting that trade had grown, Orrin welcomed the talks.",
            [("orrin", "Noting", "trade had grown"), ("orrin", "welcomed", "the talks")],
        ),
        pytest.param(
            "“The port is open,” Orrin said, and urged Varnia to lift the ban.",
            [
                ("orrin", "said", "The port is open"),
                ("orrin", "urged", "Varnia to lift the ban"),
            ],
            id="after a quotation's tag",
        ),
        pytest.param(
            "Orrin and Bellwin welcomed the talks and discussed the quota.",
            [
                ("orrin+bellwin", "welcomed", "the talks"),
                ("orrin+bellwin", "discussed", "the quota"),
            ],
            id="joint subjects",
        ),
    ],
)
def test_every_cue_of_a_sentence_opens_a_statement(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert cues(report(text)) == expected


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content"),
    [
        ("“The port is open,” said Orrin.", "orrin", "said", "The port is open"),
        ("The port is open, said Orrin.", "orrin", "said", "The port is open"),
        ("“The port,” added Orrin, “is open.”", "orrin", "added", "The port … is open"),
        wrong(
            *("Said Orrin: “The port is open.”", "orrin", "Said", "The port is open"),
            reason="an inverted cue that opens the sentence is not found",
        ),
        wrong(
            *("The port, added Orrin, is open.", "orrin", "added", "The port … is open"),
            reason="an inverted tag inside an indirect content is not found",
        ),
    ],
)
def test_inversion(text: str, speaker: str, cue: str, content: str) -> None:
    assert cues(report(text)) == [(speaker, cue, content)]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Varnia was urged by Ostria to lift the ban.", "XOS", "to lift the ban"),
        ("Varnia was accused by Orrin of seizing ferries.", "orrin", "of seizing ferries"),
        ("The seizure was condemned by Orrin.", "orrin", "The seizure"),
        ("The bill was condemned by Bellwin.", "bellwin", "The bill"),
        ("Bellwin was told by Orrin that the port is open.", "orrin", "the port is open"),
        ("It was agreed that the port will open.", "orrin+bellwin", "the port will open"),
        ("It was stressed that the port is open.", "orrin+bellwin", "the port is open"),
    ],
)
def test_passives(text: str, speaker: str, content: str) -> None:
    assert [(who, words) for who, _, words in cues(report(text))] == [(speaker, content)]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("According to Orrin, the port is open.", "According to", "the port is open"),
        ("The port is open, according to Orrin.", "according to", "The port is open"),
        ("The port, according to Orrin, is open.", "according to", "The port … is open"),
        (
            "In the words of Orrin, “the port is a bridge”.",
            "In the words of",
            "the port is a bridge",
        ),
        ("Orrin called the pact “a bridge”.", "called", "the pact “a bridge"),
        ("Orrin described the ban as “a wall”.", "described", "the ban as “a wall"),
        ("As Orrin noted, the port is open.", "noted", "the port is open"),
    ],
)
def test_constructions(text: str, cue: str, content: str) -> None:
    assert cues(report(text)) == [("orrin", cue, content)]


LIST = """The Parties commit to:

(i) reopening the ferry line by 2027;

(ii) raising the quota by 20 percent;

(iii) ending the ban."""


def test_the_items_of_a_list_are_the_content_of_the_cue_before_its_colon() -> None:
    expected = "reopening the ferry line by 2027 … raising the quota by 20 percent … ending the ban"
    assert cues(report(LIST)) == [("XOS+XVA", "commit to", expected)]
