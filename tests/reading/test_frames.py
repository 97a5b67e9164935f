"""Complement frames: what a cue takes as its content, and what is no cue at all."""

from __future__ import annotations

import pytest
from reader_helpers import cues, report, wrong


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        # C: a clause
        ("Orrin said that the port is open.", "said", "the port is open"),
        ("Orrin said the port is open.", "said", "the port is open"),
        ("Orrin hopes that the port is open.", "hopes", "the port is open"),
        ("Orrin hoped that the port was open.", "hoped", "the port was open"),
        ("Orrin asked whether the port is open.", "asked", "whether the port is open"),
        # F: floating, the clause around or before it
        ("The port is open, Orrin said.", "said", "The port is open"),
        ("The port, Orrin said, is open.", "said", "The port … is open"),
        ("“The port is open,” Orrin said.", "said", "The port is open"),
        # I: an infinitive
        ("Orrin vowed to open the port.", "vowed", "to open the port"),
        ("Orrin agreed to open the port.", "agreed", "to open the port"),
        # G: a gerund
        ("Orrin denied seizing the ferry.", "denied", "seizing the ferry"),
        ("Orrin suggested opening the port.", "suggested", "opening the port"),
        # O: the object is the content
        ("Orrin condemned the seizure of the ferry.", "condemned", "the seizure of the ferry"),
        ("Orrin welcomed the talks.", "welcomed", "the talks"),
        (
            "Orrin condemned what he called a provocation.",
            "condemned",
            "what he called a provocation",
        ),
        (
            "Orrin reaffirmed Ostria's support for the treaty.",
            "reaffirmed",
            "Ostria's support for the treaty",
        ),
        # OI: object with infinitive
        ("Orrin urged Varnia to lift the ban.", "urged", "Varnia to lift the ban"),
        # OC: addressee, then a clause
        ("Orrin told Bellwin that the port is open.", "told", "the port is open"),
        ("Orrin told Bellwin the port is open.", "told", "the port is open"),
        # OO: object with its name
        ("Orrin called the ban “a wall”.", "called", "the ban “a wall"),
        # OP: object with preposition
        ("Orrin accused Varnia of seizing ferries.", "accused", "Varnia of seizing ferries"),
        ("Orrin thanked Varnia for its help.", "thanked", "Varnia for its help"),
        (
            "Orrin reassured Bellwin of Ostria's support.",
            "reassured",
            "Bellwin of Ostria's support",
        ),
        # P: prepositional content
        ("Orrin argued for a new quota.", "argued", "for a new quota"),
        # Q: the cue takes the preposition
        ("Orrin pointed to the fall in trade.", "pointed to", "the fall in trade"),
        ("Orrin stressed the part that Ostria plays.", "stressed", "the part that Ostria plays"),
        ("Orrin called for a new quota.", "called for", "a new quota"),
        # QI: and then object with infinitive
        ("Orrin called on Varnia to lift the ban.", "called on", "Varnia to lift the ban"),
        # N: light verb with a noun of speaking
        ("Orrin raised concerns about the ban.", "raised concerns", "about the ban"),
        ("Orrin voiced regret over the seizure.", "voiced regret", "over the seizure"),
        ("Orrin expressed hope that the talks go on.", "expressed hope", "the talks go on"),
        ("Orrin gave assurances that the port will open.", "gave assurances", "the port will open"),
        # phrases of several words
        ("Orrin made clear that the port is open.", "made clear", "the port is open"),
        ("Orrin made it clear that the port is open.", "made it clear", "the port is open"),
        ("Orrin pointed out that trade had grown.", "pointed out", "trade had grown"),
        ("Orrin laid out the plan for the port.", "laid out", "the plan for the port"),
        ("Orrin took note of the report.", "took note of", "the report"),
        ("Orrin ruled out a new quota.", "ruled out", "a new quota"),
        ("Orrin paid tribute to the sailors.", "paid tribute to", "the sailors"),
    ],
)
def test_each_frame_has_its_content(text: str, cue: str, content: str) -> None:
    assert cues(report(text)) == [("orrin", cue, content)]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Ostria is committed to opening the port.", "is committed to", "opening the port"),
        wrong(
            *("Ostria is committed to freeing the sailors.", "is committed to"),
            "freeing the sailors",
            reason="'is committed to' with a gerund is not found where the parser says pcomp",
        ),
        ("Ostria is concerned about the ban.", "is concerned", "about the ban"),
        ("Ostria stands ready to open the port.", "stands ready", "to open the port"),
        ("Ostria is opposed to the ban.", "is opposed", "to the ban"),
        ("Ostria remains committed to the treaty.", "remains committed to", "the treaty"),
    ],
)
def test_a_predicate_adjective_is_a_cue(text: str, cue: str, content: str) -> None:
    assert cues(report(text)) == [("XOS", cue, content)]


@pytest.mark.parametrize(
    "text",
    [
        "Orrin called the minister on Monday.",
        pytest.param("Orrin told a story in Sestra.", id="told without a clause"),
        pytest.param("Orrin stressed and tired left the hall.", id="stressed: tired"),
        pytest.param("Orrin signed the book and left the hall.", id="deeds"),
        pytest.param("Orrin nodded and Bellwin smiled.", id="gestures"),
        pytest.param("The port was opened in 1911.", id="background"),
        pytest.param("The report added pages.", id="added pages"),
        pytest.param("The noted painter arrived from Sestra.", id="participle before a noun"),
    ],
)
def test_a_lemma_without_its_frame_is_no_cue(text: str) -> None:
    assert cues(report(text)) == []
