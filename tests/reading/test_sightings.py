"""Where English sentences mention meetings; the states and people are invented."""

from __future__ import annotations

import hashlib

import pytest

from memcon.knowledge.meeting_words import meeting_words
from memcon.reading.languages.en.encounters import find_sightings
from memcon.reading.languages.en.sightings import Sighting
from memcon.reading.parse import load_model, parse_documents
from memcon.record import Block, Document, Source


def sightings(text: str) -> list[Sighting]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        id=f"doc:{digest[:16]}",
        text=text,
        blocks=[Block(kind="paragraph", start=0, end=len(text))],
        source=Source(media_type="text/plain", sha256=digest),
    )
    parsed = next(parse_documents([document], load_model()))
    words = meeting_words()
    return [s for sentence in parsed.sentences for s in find_sightings(sentence, words)]


def heads(sighting: Sighting) -> tuple[list[str], list[str]]:
    return [t.text for t in sighting.subjects], [t.text for t in sighting.partners]


@pytest.mark.parametrize(
    ("text", "form", "subjects", "partners"),
    [
        ("Foreign Minister Anna Bell met with Karl Orr in Paris.", "meeting", ["Bell"], ["Orr"]),
        ("Anna Bell and Karl Orr met in Paris on Monday.", "meeting", ["Bell", "Orr"], []),
        ("President Bell spoke today with President Karl Orr.", "talk", ["Bell"], ["Orr"]),
        ("President Bell spoke by phone with King Orr.", "talk", ["Bell"], ["Orr"]),
        ("President Bell held a phone call with King Orr.", "call", ["Bell"], ["Orr"]),
        ("Bell received Foreign Minister Orr on Monday.", "meeting", ["Bell"], ["Orr"]),
        ("Bell said during a meeting with Orr.", "meeting", ["Bell"], ["Orr"]),
        ("Bell held a press conference in Rome.", "press_conference", ["Bell"], []),
        ("Bell told visiting Foreign Minister Karl Orr.", "meeting", ["Bell"], ["Orr"]),
        ("Bell will visit Norway next week.", "visit", ["Bell"], []),
        ("Bell gave an interview with the paper.", "other", ["Bell"], ["paper"]),
    ],
)
def test_verbs_and_nouns_bring_people_together(
    text: str, form: str, subjects: list[str], partners: list[str]
) -> None:
    found = sightings(text)
    assert [s.form for s in found] == [form]
    assert heads(found[0]) == (subjects, partners)


@pytest.mark.parametrize(
    "text",
    [
        "The call for restraint was clear.",
        "Bell spoke to reporters in Paris.",
        "The two sides hold regular meetings with each other.",
        "Bell did not meet with Orr.",
        "No meeting with Orr took place.",
        "He left the meeting room.",
    ],
)
def test_other_senses_and_denials_are_no_meetings(text: str) -> None:
    assert sightings(text) == []


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("Bell met with Orr.", "held"),
        ("Bell will meet with Orr on Friday.", "planned"),
        ("Bell is scheduled to meet with Orr.", "planned"),
        ("Bell hopes to meet with Orr.", "wish"),
        ("Bell could meet with Orr.", "wish"),
        ("Bell looks forward to meeting with Orr.", "wish"),
        ("Before meeting with Orr, Bell left for lunch.", "held"),
    ],
)
def test_plans_are_told_from_wishes(text: str, plan: str) -> None:
    assert [s.plan for s in sightings(text)][:1] == [plan]


def test_a_name_of_a_meeting_gives_role_and_words_for_its_parties() -> None:
    (found,) = sightings("The 8th round of the Norway-Chad corps commander level talks was held.")
    assert found.role == "corps commander"
    assert found.plan == "held"
    assert found.names is not None
    tokens = found.anchor.sentence.paragraph.tokens
    assert "Norway" in [t.text for t in tokens[found.names[0] : found.names[1] + 1]]


def test_a_pointing_phrase_is_marked_definite() -> None:
    found = sightings("During the talks, Bell thanked Orr. Their call lasted an hour.")
    assert [s.definite for s in found] == [True, True]


def test_a_time_clause_is_a_backdrop() -> None:
    (found,) = sightings("When the leaders met with Orr this month, prices fell.")
    assert found.backdrop


def test_the_clause_of_a_mention_ends_at_a_foreign_verb() -> None:
    (found,) = sightings("Norway said on Sunday the talks with Chad were held on Friday.")
    tokens = found.anchor.sentence.paragraph.tokens
    words = [t.text for t in tokens[found.window[0] : found.window[1] + 1]]
    assert "Friday" in words
    assert "Sunday" not in words
