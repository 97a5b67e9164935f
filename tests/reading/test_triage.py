"""Document triage keeps what speaks of dealings between states, and only that."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, require
from memcon.knowledge import load_knowledge
from memcon.reading.signs import Counts
from memcon.reading.triage import DocumentTriage

KNOWLEDGE = ROOT / "examples" / "memcon.toml"
DEV = ROOT.parent / "shared" / "gold" / "dev"

MEETING = (
    "Ostrian Foreign Minister Karl Orrin met the Varnian ambassador in Kasbrod on Thursday. "
    "He said that Ostria was ready to reopen the border crossing at Sestra."
)
HOUSEKEEPING = (
    "The library will close an hour earlier on Fridays. Readers may return books through the "
    "slot beside the door, and fines are waived until the end of the month. "
)


@cache
def triage(knowledge: Path | None = KNOWLEDGE) -> DocumentTriage:
    """Return the triage with the states of the examples, or a corpus's own."""
    return DocumentTriage(load_knowledge(knowledge))


def gold_texts(folder: Path) -> list[Path]:
    """Return the documents of a gold folder."""
    return sorted((folder / "texts").glob("*.txt"))


@pytest.mark.parametrize("path", gold_texts(ROOT / "tests" / "gold"), ids=lambda path: path.stem)
def test_every_own_gold_document_is_kept(path: Path) -> None:
    knowledge = ROOT / "tests" / "gold" / "memcon.toml"
    assert triage(knowledge).judge(path.read_text("utf-8")).keep


def test_every_shared_gold_document_is_kept() -> None:
    require(DEV.is_dir(), f"there is no folder {DEV}")
    texts = gold_texts(DEV)
    assert texts
    assert [p.name for p in texts if not triage(None).judge(p.read_text("utf-8")).keep] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "examples").glob("20*")), ids=lambda path: path.stem
)
def test_every_example_is_kept_also_with_all_that_stands_around_it(path: Path) -> None:
    text = path.read_text("utf-8")
    assert triage().judge(text).keep
    assert triage().judge_page(f"{HOUSEKEEPING * 50}\n{text}\n{HOUSEKEEPING * 50}").keep


@pytest.mark.parametrize(
    "text",
    [
        "Ostria and Varnia signed a trade agreement.",
        "The Varnian ambassador was summoned.",
        "VARNIAN TROOPS CROSS INTO OSTRIA",
        "The foreign minister of Lorvania received the ambassador of Tark.",
        "Selmark condemns the attack on the Kelsharan ministry.",
        "Police in Kasbrod killed two people at a protest, the Ostrian government said.",
        "The Inner Sea Council welcomed the agreement and urged members to keep the peace.",
        "He met his counterpart.\nThe talks in Lendrava were about the treaty with Ostria.",
    ],
)
def test_one_sentence_is_enough(text: str) -> None:
    verdict = triage().judge(text)
    assert (verdict.keep, verdict.reason) == (True, "diplomatic")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        HOUSEKEEPING,
        "The match between Ostria and Varnia ended in a draw before ninety thousand fans.",
        "A recipe from Selmark: simmer the beans, then add the cream.",
        "Translations into the Ostrian and the Varnian language were added in release 2.4.",
        "The president of the club welcomed new members and praised the treasurer.",
        "The Ostrian prime minister opened a school for the deaf in the capital.",
        "The company met its forecast, and the chairman said that talks with the union went on.",
    ],
)
def test_what_names_states_and_tells_of_no_dealings_is_set_aside(text: str) -> None:
    verdict = triage().judge(text)
    assert (verdict.keep, verdict.reason) == (False, "nothing-diplomatic")


def test_signs_count_only_where_they_stand_together() -> None:
    apart = f"A choir from Ostria came.\n{HOUSEKEEPING * 9}The embassy of cats is a cafe."
    assert not triage().judge(apart).keep
    assert triage().judge_page(apart).keep, "a page's parts may have been torn apart"


def test_a_name_inside_a_longer_name_is_no_state_there() -> None:
    text = "Traffic in the Gulf of Mexico and the Gulf of Oman met with a crisis, officials said."
    assert triage().judge(text).signs.states == 0
    assert triage().judge_page(text).signs.states == 2


def test_names_in_longer_words_are_not_names() -> None:
    assert triage().judge("Ostriana met Varniasson at the treaty talks.").signs.states == 0


def test_a_long_text_is_searched_to_its_end() -> None:
    assert triage().judge(HOUSEKEEPING * 400 + MEETING).keep


def test_signs_on_both_sides_of_where_a_search_begins_anew_are_found() -> None:
    filler = HOUSEKEEPING * 100
    for before in range(8000, 8250, 6):
        text = f"{filler[:before]} Ostria. {filler[:150]} The embassy."
        assert triage().judge(text).keep, before


def test_a_name_across_a_line_break_is_found() -> None:
    text = "The United\nNations and the United\nStates condemned the attack."
    signs = triage().judge(text).signs
    assert (signs.states, signs.bodies) == (1, 1)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (MEETING, "en"),
        ("Der Außenminister von Ostria traf den Botschafter von Varnia am Montag.", "de"),
        ("Министр иностранных дел встретился с послом соседней страны.", "ru"),
        ("外交部长星期一会见了邻国大使，双方就双边关系交换了意见。", "zh"),
        ("1234 5678 — 90", None),
        ("", None),
    ],
)
def test_a_language_is_told(text: str, language: str | None) -> None:
    assert triage().language(text) == language


def test_another_language_is_set_aside_as_such() -> None:
    german = (
        "Ostria und Varnia haben ihre Gespräche beendet. Der Außenminister sprach mit dem "
        "Botschafter über das Abkommen, und beide Seiten wollen sich bald wieder treffen. "
        "Ostria ambassador embassy Varnia."
    )
    verdict = triage().judge(german)
    assert verdict.signs.enough
    assert (verdict.keep, verdict.reason) == (False, "other-language")


def test_knowledge_of_the_user_counts() -> None:
    text = "Ostria and Varnia signed a trade agreement."
    assert triage().judge(text).keep
    assert not triage(None).judge(text).keep


MIXED = """
Ostria Varnia Ostrian Varnian Gulf of Mexico Mexico embassy treaty troops government agreement
attack the , . met said a the UN New Georgia — “ 北京
"""
WORDS = st.sampled_from(MIXED.split())
TEXTS = st.lists(WORDS | st.just("\n"), max_size=40).map(" ".join) | st.text(max_size=200)


@given(TEXTS)
def test_any_text_is_judged_and_alike_each_time(text: str) -> None:
    verdict = triage().judge(text)
    assert verdict.keep == (verdict.reason == "diplomatic")
    assert verdict == triage().judge(text)
    assert triage().judge_page(text) == triage().judge_page(text)


def test_what_cannot_be_encoded_is_judged_too() -> None:
    assert not triage().judge("\ud800 broken \udfff").keep


@given(TEXTS, TEXTS, TEXTS)
def test_a_page_is_kept_for_whatever_is_added(before: str, text: str, after: str) -> None:
    if triage().judge(text).signs.enough:
        assert triage().judge_page(f"{before}\n{text}\n{after}").keep


@settings(max_examples=30)
@given(st.integers(0, 20_000), st.integers(0, 3_000), st.integers(0, 20_000))
def test_a_page_is_kept_wherever_the_article_stands(before: int, within: int, after: int) -> None:
    filler = HOUSEKEEPING * 200
    half = MEETING.index(" the ")
    page = (
        f"{filler[:before]}\n{MEETING[:half]}\n{filler[:within]}\n{MEETING[half:]}{filler[:after]}"
    )
    assert triage().judge_page(page).keep


COUNTS = st.builds(Counts, *(st.integers(0, 5) for _ in Counts._fields))


@given(COUNTS, COUNTS)
def test_more_signs_never_make_too_few(some: Counts, more: Counts) -> None:
    if some.enough:
        assert Counts(*(a + b for a, b in zip(some, more, strict=True))).enough
