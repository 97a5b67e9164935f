"""Event coding against gold: the figures by hand on small cases, and our own gold sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from conftest import ROOT, require
from memcon.errors import GoldError
from memcon.evaluation import coded
from memcon.evaluation.coded import (
    CORPUS,
    FLOORS,
    GOLD,
    PAGE,
    SECTION,
    CodedScores,
    GoldEvent,
    GoldSentence,
    as_markdown,
    measure,
    read_sentences,
    score_sentences,
    under_floor,
    values_of,
)
from memcon.evaluation.page import section
from memcon.knowledge.events import cameo_codes
from memcon.reading.coding.sentences import CodedParty, SentenceEvent
from memcon.record import Span


def party(text: str | None) -> CodedParty | None:
    return CodedParty(text=text, code=None, start=0, end=len(text)) if text else None


def event(
    line: int, code: str, source: str | None, target: str | None, *, negated: bool = False
) -> SentenceEvent:
    return SentenceEvent(
        line=line,
        code=code,
        plover=None,
        goldstein=0,
        source=party(source),
        target=party(target),
        event=Span(start=0, end=1, text="x"),
        negated=negated,
        time="past",
    )


def sentence(number: int, *events: GoldEvent) -> GoldSentence:
    return GoldSentence(f"e{number}", f"Sentence {number}.", events)


def scored(gold: list[GoldSentence], *events: SentenceEvent) -> CodedScores:
    def code(lines: Iterable[str]) -> list[SentenceEvent]:
        return list(events) if len(list(lines)) == len(gold) else []

    return score_sentences(gold, code)


def test_a_root_counts_whoever_acts_and_an_event_only_with_its_actors() -> None:
    gold = [sentence(1, GoldEvent("190", "Ostrian troops", "the Varnian army"))]
    right = scored(gold, event(1, "193", "troops", "Varnian army"))
    assert (right.roots.value, right.events.value) == (1.0, 1.0)
    assert (right.exact.right, right.exact.of) == (0, 1)
    swapped = scored(gold, event(1, "190", "Varnian army", "Ostrian troops"))
    assert (swapped.roots.value, swapped.events.value) == (1.0, 0.0)
    nobody = scored(gold, event(1, "190", None, "Varnian army"))
    assert nobody.events.matched == 0


def test_denied_events_count_as_none_and_false_ones_against_precision() -> None:
    gold = [sentence(1), sentence(2, GoldEvent("173", None, "two editors"))]
    scores = scored(
        gold,
        event(1, "190", "Ostria", None, negated=True),
        event(2, "173", None, "editors"),
        event(2, "010", "police", None),
    )
    assert (scores.silent.right, scores.silent.of) == (0, 1)
    assert (scores.roots.precision, scores.roots.recall) == (0.5, 1.0)
    assert scores.by_root["01"].predicted == 1


def test_each_event_is_matched_once() -> None:
    gold = [
        sentence(1, GoldEvent("111", "Ostria", "Varnia"), GoldEvent("111", "Norland", "Varnia"))
    ]
    scores = scored(gold, event(1, "111", "Ostria", "Varnia"), event(1, "111", "Ostria", "Varnia"))
    assert (scores.events.matched, scores.events.gold, scores.events.predicted) == (1, 2, 2)


def test_a_wrong_line_of_gold_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sentences.jsonl"
    path.write_text('{"id": "e1", "text": "A.", "events": []}\n{"id": "e2"}\n', encoding="utf-8")
    with pytest.raises(GoldError, match="line 2"):
        read_sentences(path)


@cache
def own() -> CodedScores:
    return measure(ROOT)


def test_no_figure_is_under_its_floor() -> None:
    require((ROOT / CORPUS).is_dir(), "the corpus beside the project is not there")
    assert not under_floor(own(), json.loads((ROOT / FLOORS).read_text(encoding="utf-8")))
    assert set(values_of(own())) == set(json.loads((ROOT / FLOORS).read_text(encoding="utf-8")))


def test_the_page_tells_the_figures() -> None:
    require((ROOT / CORPUS).is_dir(), "the corpus beside the project is not there")
    names = {code: item.name for code, item in cameo_codes().items() if len(code) == 2}
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    assert section(page, SECTION) == as_markdown(own(), names), (
        "run python -m memcon.evaluation.coded --write"
    )


def test_the_gold_is_as_its_page_says() -> None:
    gold = read_sentences(ROOT / GOLD / "sentences.jsonl")
    roots = [{e.code[:2] for e in one.events} for one in gold]
    assert all(sum(f"{n:02}" in some for some in roots) >= 15 for n in range(1, 21))
    assert all(e.code in cameo_codes() for one in gold for e in one.events)
    for one in gold:
        words = [w for e in one.events for w in (e.source, e.target) if w is not None]
        assert all(word in one.text for word in words), one.id
    assert len({one.text for one in gold}) == len(gold) >= 400


def test_the_command_says_what_is_out_of_date(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / GOLD).mkdir(parents=True)
    (tmp_path / PAGE).write_text(
        "<!-- generated: events -->\nold\n<!-- end -->\n", encoding="utf-8"
    )
    (tmp_path / FLOORS).write_text('{"root_f1": 0.9}', encoding="utf-8")
    scores = scored([sentence(1, GoldEvent("111", "Ostria", None))])
    monkeypatch.setattr(coded, "measure", lambda root: scores)
    monkeypatch.chdir(tmp_path)
    assert coded.main([]) == 1
    said = capsys.readouterr().out
    assert "root_f1 is 0.0, its floor 0.9" in said
    assert "out of date" in said
    coded.main(["--write"])
    assert "| 11 | Disapprove |" in (tmp_path / PAGE).read_text(encoding="utf-8")
