"""Every line of the event tables codes its own example."""

from __future__ import annotations

from functools import cache

import pytest

from memcon.errors import KnowledgeError
from memcon.knowledge import events
from memcon.knowledge.events import (
    NOTHING,
    Pattern,
    cameo_codes,
    event_patterns,
    operate,
    plover_code,
)
from memcon.reading.coding.sentences import SentenceCoder, SentenceEvent


@cache
def lines() -> dict[str, Pattern]:
    """Return the patterns by the line they come from; a line of many words is one."""
    found = {p.where: p for patterns in event_patterns().values() for p in patterns}
    return dict(sorted(found.items()))


@cache
def coded() -> dict[str, list[str]]:
    """Return what each example gives, coded in one go."""
    order = list(lines())
    given: dict[str, list[str]] = {where: [] for where in order}
    grouped: dict[tuple[int, int, str], list[SentenceEvent]] = {}
    for event in SentenceCoder().code(lines()[where].example for where in order):
        grouped.setdefault((event.line, event.event.start, event.code), []).append(event)
    for (line, _, code), its in grouped.items():
        sides = []
        for parties in ([e.source for e in its], [e.target for e in its]):
            names = dict.fromkeys(" ".join(p.text.split()) for p in parties if p is not None)
            sides.append(" & ".join(names) or "-")
        given[order[line - 1]].append(f"{code}: {sides[0]} > {sides[1]}")
    return given


@pytest.mark.parametrize("where", lines())
def test_a_line_codes_its_example(where: str) -> None:
    assert lines()[where].gives in coded()[where]


def test_no_line_hides_another() -> None:
    """Of two lines that ask the same of a word, a code in the first leaves the second unread."""
    hidden = []
    for (lemma, part), patterns in event_patterns().items():
        first: dict[tuple[object, ...], Pattern] = {}
        for one in patterns:
            asked = (one.particle, frozenset(one.conditions))
            if asked in first and part == one.part and one.operator != "say":
                hidden.append(f"{part}:{lemma}: {first[asked].where} hides {one.where}")
            elif not one.operator or one.operator == NOTHING:
                first.setdefault(asked, one)
    assert not hidden


def test_every_root_has_patterns() -> None:
    roots = {p.code[:2] for p in lines().values() if p.code}
    operated = {operate(p.operator, "*") or "" for p in lines().values() if p.operator}
    assert {f"{n:02}" for n in range(1, 21)} <= roots | {code[:2] for code in operated}


def test_every_code_has_a_score_and_those_of_deeds_a_category() -> None:
    assert len(cameo_codes()) == 312
    for code, item in cameo_codes().items():
        assert -10 <= item.goldstein <= 10
        assert (plover_code(code) is None) == (code[:2] in ("01", "02")), code


def test_operators_lead_to_codes_of_the_table() -> None:
    for (operator, event), code in events._operator_table().items():
        assert code in cameo_codes(), (operator, event)
        assert event == "*" or event in cameo_codes()


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (["V:hit", "", "999", "", "", "", ""], "no CAMEO code"),
        (["V:hit", "", "smite(obj)", "", "", "", ""], "no operator"),
        (["X:hit", "", "190", "", "", "", ""], "is not V:, N: or n:"),
        (["V:hit", "obj:gadgets", "190", "", "", "", ""], "no class of nouns"),
        (["V:hit", "obj?", "190", "", "", "", ""], "no condition"),
    ],
)
def test_a_wrong_line_is_named(cells: list[str], problem: str) -> None:
    with pytest.raises(KnowledgeError, match=problem) as caught:
        list(events._line_patterns(cells, "19.tsv: V:hit (7)", "en"))
    assert "19.tsv: V:hit (7)" in str(caught.value)
