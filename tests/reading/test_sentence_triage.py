"""Sentences that are not parsed are those in which no step would have read anything."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from conftest import ROOT, require
from memcon.reading.parse import parse_documents
from memcon.reading.reader import Reader
from memcon.reading.sentence_triage import asked_paragraphs
from memcon.record import Document, Record
from memcon.sources import from_text

KNOWLEDGE = ROOT / "tests" / "gold" / "memcon.toml"

BRIEFING = (
    "QUESTION: Thank you so much. I was hoping you could tell us a little more about that. Has "
    "Ostria answered? Do you expect anything soon?\n\n"
    "MR. HOLDEN: We welcome the answer. We will send Varnia a reply within two days.\n\n"
    "QUESTION: Can you say what it is about? And if not, why not?\n\n"
    "MR. HOLDEN: It is about fish. Thank you.\n"
)


@cache
def reader(knowledge: Path | None, *, every_sentence: bool) -> Reader:
    """Return a reader that parses all sentences, or those that matter."""
    return Reader(knowledge=knowledge, every_sentence=every_sentence)


def both(text: str, knowledge: Path | None) -> tuple[Record, Record]:
    """Return the record of all sentences, and that of those that matter."""
    every = reader(knowledge, every_sentence=True).read(text)
    return every, reader(knowledge, every_sentence=False).read(text)


def parsed(text: str, *, every_sentence: bool) -> list[str]:
    """Return the sentences that are given to the parser."""
    one = reader(KNOWLEDGE, every_sentence=every_sentence)
    document = from_text(text).document
    (tree,) = parse_documents([document], one._model, one._triage)
    return [text[s.start : s.end] for s in tree.sentences]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests" / "gold" / "texts").glob("*.txt")), ids=lambda path: path.stem
)
def test_records_of_own_gold_are_the_same(path: Path) -> None:
    every, some = both(path.read_text("utf-8"), KNOWLEDGE)
    assert some == every


def test_records_of_shared_gold_are_the_same() -> None:
    folder = ROOT.parent / "shared" / "gold" / "dev" / "texts"
    require(folder.is_dir(), f"there is no folder {folder}")
    for path in sorted(folder.glob("*.txt")):
        every, some = both(path.read_text("utf-8"), None)
        assert some == every, path.name


def test_of_a_question_the_sentences_are_parsed_that_name_somebody() -> None:
    left_out = set(parsed(BRIEFING, every_sentence=True)) - set(
        parsed(BRIEFING, every_sentence=False)
    )
    assert left_out == {
        "Thank you so much.",
        "I was hoping you could tell us a little more about that.",
        "Do you expect anything soon?",
        "And if not, why not?",
    }


def test_what_is_said_in_answers_stays() -> None:
    every, some = both(BRIEFING, KNOWLEDGE)
    assert every.statements
    assert some.statements == every.statements
    assert some.acts == every.acts
    assert some.commitments == every.commitments


@pytest.mark.parametrize(
    "sentence",
    [
        "But what does Varnia want?",
        "Was it on the 14th?",
        "What about “no comment”?",
        "Have the two sides met since?",
        "What would the international community do?",
        "When is the next round of talks?",
        "Is there a phone call planned?",
    ],
)
def test_a_question_is_parsed_for_names_figures_quotations_and_meetings(sentence: str) -> None:
    text = f"QUESTION: Thanks for that. {sentence}\n\nMR. HOLDEN: No.\n"
    assert sentence in parsed(text, every_sentence=False)


def document(text: str) -> Document:
    """Return a text as the sources give it."""
    return from_text(text).document


def test_only_questions_are_looked_at() -> None:
    text = BRIEFING
    starts = {text.index("Thank you so much"), text.index("Can you say")}
    assert asked_paragraphs(document(text)) == starts


def test_a_question_may_go_on_in_a_paragraph_without_label() -> None:
    text = "QUESTION: One more.\n\nI mean that.\n\nMR. HOLDEN: Yes.\n\nAnd gladly.\n"
    asked = asked_paragraphs(document(text))
    assert asked == {text.index("One more"), text.index("I mean")}


def test_where_only_questions_have_labels_the_rest_may_be_answers() -> None:
    text = "QUESTION: One more?\n\nWe agree to that.\n\nQUESTION: And now?\n\nNothing.\n"
    assert asked_paragraphs(document(text)) == {text.index("One more"), text.index("And now")}


def test_a_report_is_parsed_whole() -> None:
    text = "Karl Orrin was there. it rained all day. Nothing else was known.\n"
    assert asked_paragraphs(document(text)) == frozenset()
    assert parsed(text, every_sentence=False) == parsed(text, every_sentence=True)
