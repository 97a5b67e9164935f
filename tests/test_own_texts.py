"""The texts written for memcon: the gold set under tests/gold, and the examples."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from conftest import ROOT
from memcon.evaluation.gold import Corpus, load_corpus
from memcon.record import ActType, CommitmentStrength, MeetingForm, Mode

GOLD = ROOT / "tests" / "gold"
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The own gold; loading it compares every quotation with its text."""
    return load_corpus(GOLD)


def test_gold_has_every_kind_that_the_record_knows(corpus: Corpus) -> None:
    golds = [document.gold for document in corpus.documents]
    statements = [s for gold in golds for s in gold.statements]
    assert {s.mode for s in statements} == set(get_args(Mode))
    assert {act for s in statements for act in s.acts} == set(get_args(ActType))
    strengths = {c.strength for gold in golds for c in gold.commitments}
    assert strengths == set(get_args(CommitmentStrength))
    forms = {m.form for gold in golds for m in gold.meetings}
    assert forms >= set(get_args(MeetingForm)) - {"other"}
    assert any(s.via for s in statements)
    assert any(len(s.content) > 1 for s in statements)


def test_gold_spans_are_trimmed_and_no_word_is_in_two_contents(corpus: Corpus) -> None:
    for document in corpus.documents:
        taken: set[int] = set()
        for statement in document.gold.statements:
            for span in statement.content:
                words = document.text[span.start : span.end]
                assert words == words.strip(), (document.id, words)
                positions = set(range(span.start, span.end))
                assert not positions & taken, (document.id, words)
                taken |= positions


def test_gold_statements_are_in_text_order_and_apart_from_neutral_spans(corpus: Corpus) -> None:
    for document in corpus.documents:
        starts = [statement.start for statement in document.gold.statements]
        assert starts == sorted(starts), document.id
        for span in document.gold.neutral:
            inside = [s for s in starts if span.start <= s < span.end]
            assert not inside, (document.id, span.quote)


def test_gold_commitments_lie_in_statements(corpus: Corpus) -> None:
    for document in corpus.documents:
        spans = [span for s in document.gold.statements for span in s.content]
        for commitment in document.gold.commitments:
            around = [s for s in spans if s.start <= commitment.start and commitment.end <= s.end]
            assert around, (document.id, commitment.quote)


def test_gold_readme_names_each_document(corpus: Corpus) -> None:
    page = (GOLD / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\d\d-[\w-]+) \|", page, re.MULTILINE) == [
        document.id for document in corpus.documents
    ]


def test_examples_readme_names_each_file_and_they_sort_by_date() -> None:
    names = sorted(p.name for p in EXAMPLES.iterdir() if p.name[:1].isdigit())
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE) == names
    assert len(names) >= 12


@pytest.mark.parametrize("folder", [GOLD, EXAMPLES], ids=["gold", "examples"])
def test_invented_states_use_codes_that_iso_leaves_to_users(folder: Path) -> None:
    tables = tomllib.loads((folder / "memcon.toml").read_text(encoding="utf-8"))["knowledge"]
    ids = [state["id"] for state in tables["states"]]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"X[A-Z]{2}", code) and code != "XKX" for code in ids)


def test_no_sentence_is_taken_from_published_texts(corpus: Corpus, shared: Path) -> None:
    """Eleven words in a row that a published dev text also has would be a copied sentence."""
    size = 11
    published: set[tuple[str, ...]] = set()
    for file in sorted((shared / "gold" / "dev" / "texts").glob("*.txt")):
        published |= _runs(file.read_text(encoding="utf-8"), size)
    own = {document.id: document.text for document in corpus.documents}
    own |= {p.name: p.read_text(encoding="utf-8") for p in EXAMPLES.iterdir() if p.is_file()}
    copied = {name: sorted(_runs(text, size) & published)[:1] for name, text in own.items()}
    assert {name: runs for name, runs in copied.items() if runs} == {}


def _runs(text: str, size: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}
