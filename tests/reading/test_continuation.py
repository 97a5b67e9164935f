"""Sentences without a cue: whose words they still are, and when they are the narrator's."""

from __future__ import annotations

import pytest
from reader_helpers import Told, report, told

SAID: Told = ("bellwin", "said", "the harbour is ready", "indirect")


def rest(text: str) -> list[Told]:
    """Return what is told after "Bellwin said that the harbour is ready."."""
    first, *others = told(report(f"Bellwin said that the harbour is ready. {text}"))
    assert first == SAID
    return others


@pytest.mark.parametrize(
    "content",
    [
        "The two sides should restore trade",
        "The ban should end",
        "Ostria must free the sailors",
        "Varnia is ready to open the port",
        "Varnia opposes any new quota",
        "Varnia supports the line",
        "Varnia hopes that trade will grow",
    ],
)
def test_wishes_readiness_and_stances_go_on_speaking(content: str) -> None:
    assert rest(f"{content}.") == [("bellwin", None, content, "indirect")]


@pytest.mark.parametrize(
    "text",
    [
        "The port was built in 1911.",
        "Last year it was closed for three months.",
        "Trade fell by a third in 2023, figures show.",
        "Orrin arrived in Kasbrod on Monday.",
        "The talks lasted for three hours.",
        "The ban must end.",  # "must" is a wish of the speaker only where it names who must
        "Under the treaty of 1974, ferries must carry two lights.",
    ],
)
def test_background_is_the_narrators(text: str) -> None:
    assert rest(text) == []


def test_what_goes_on_names_the_statement_that_it_continues() -> None:
    record = report("Bellwin said that the harbour is ready. The two sides should restore trade.")
    first, second = record.statements
    assert (first.continues, second.continues) == (None, first.id)
    assert second.speaker_mention is None


def test_a_paragraph_between_two_speakers_goes_on_for_the_last() -> None:
    record = report(
        "Bellwin said that the harbour is ready. Orrin said that the ferry is slow. "
        "The two sides should buy another."
    )
    assert told(record)[-1] == ("orrin", None, "The two sides should buy another", "indirect")


def test_items_that_follow_an_announced_number_are_said_too() -> None:
    record = report(
        "Bellwin said that three things matter. First, the two sides should restore trade. "
        "Secondly, the quota must be raised. Finally, Varnia will open the port."
    )
    assert told(record)[1:] == [
        ("bellwin", None, "the two sides should restore trade", "indirect"),
        ("bellwin", None, "the quota must be raised", "indirect"),
        ("bellwin", None, "Varnia will open the port", "indirect"),
    ]


@pytest.mark.parametrize(
    "opening",
    [
        "Bellwin put forward three proposals.",
        "Bellwin made three points.",
    ],
)
def test_items_that_follow_a_noun_of_speaking(opening: str) -> None:
    record = report(
        f"{opening} First, Varnia will open the port. Second, Ostria should free the sailors. "
        "Third, the two sides should restore trade."
    )
    assert [(who, content) for who, _, content, _ in told(record)][-3:] == [
        ("bellwin", "Varnia will open the port"),
        ("bellwin", "Ostria should free the sailors"),
        ("bellwin", "the two sides should restore trade"),
    ]


def test_a_quotation_goes_on_after_its_tag() -> None:
    record = report("“We will not wait,” Orrin said. “The ferry leaves in May.”")
    assert told(record) == [
        ("orrin", "said", "We will not wait", "direct"),
        ("orrin", None, "The ferry leaves in May", "direct"),
    ]
    assert record.statements[1].continues == record.statements[0].id


def test_a_quotation_of_its_own_paragraph_follows_the_speaker_before() -> None:
    record = report(
        "Orrin said the ferry is slow.\n\n“It takes nine hours to cross. That is too long.”"
    )
    assert told(record) == [
        ("orrin", "said", "the ferry is slow", "indirect"),
        ("orrin", None, "It takes nine hours to cross. That is too long", "direct"),
    ]
