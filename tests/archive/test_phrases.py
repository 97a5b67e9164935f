"""Set phrases: found by counting, whole, no names, the same in any order, and found again."""

from __future__ import annotations

import random

import pytest

from memcon.archive.phrase_tokens import BREAK, COMMA, JOINED, SPACE, tokens_of
from memcon.archive.phrases import (
    Formula,
    FormulaCriteria,
    FormulaUse,
    PhraseText,
    find_formulas,
    match,
    phrase_key,
)

COMPACT = "open and steady Northern Sea"
# words of no language, so many that two hardly meet twice by chance
FILLER = [f"{a}{b}{c}" for a in ("bal", "kor", "mir", "tev", "zun", "pol", "rag", "sil", "dom")
          for b in ("a", "e", "i", "o", "u", "ai") for c in ("bor", "den", "fal", "gim", "hut",
          "kes", "lon", "mas", "nik", "pur", "rol", "sed", "tig", "vas", "wex")]  # fmt: skip


def sentence(rng: random.Random, *middle: str) -> str:
    """Invented words around a phrase, different in every document."""
    before = " ".join(rng.sample(FILLER, 4))
    after = " ".join(rng.sample(FILLER, 4))
    return f"Ostria {' '.join((before, *middle, after))}."


def archive(*phrases: str, documents: int = 8, seed: int = 1) -> list[PhraseText]:
    """Documents that hold each phrase once, in sentences of their own."""
    rng = random.Random(seed)
    texts = []
    for document in range(documents):
        start = 100
        for phrase in (*phrases, *[""] * 20):
            text = sentence(rng, phrase) if phrase else sentence(rng)
            texts.append(PhraseText(document, start, text))
            start += len(text) + 2
    return texts


def keys(formulas: list[Formula]) -> list[str]:
    return [formula.key for formula in formulas]


def days(texts: list[PhraseText]) -> dict[int, str]:
    return {text.document: f"2031-03-{text.document % 28 + 1:02}" for text in texts}


class TestWords:
    def test_words_have_offsets_and_say_what_stands_before_them(self) -> None:
        text = "The U.S.-led rules-based order, Ostria’s offer; J. Marn paid 1,000.50 crowns"
        tokens = tokens_of([text])
        words = [text[a:b] for a, b in zip(tokens.start, tokens.end, strict=True)]
        assert words == [
            *("The", "U.S", "led", "rules", "based", "order", "Ostria’s", "offer"),
            *("J", "Marn", "paid", "1,000.50", "crowns"),
        ]
        assert tokens.gap.tolist() == [
            *(BREAK, SPACE, JOINED, SPACE, JOINED, SPACE, COMMA, SPACE),
            *(BREAK, SPACE, SPACE, SPACE, SPACE),
        ]
        assert [w for w, yes in zip(words, tokens.possessive, strict=True) if yes] == ["Ostria’s"]
        assert [w for w, yes in zip(words, tokens.digit, strict=True) if yes] == ["1,000.50"]

    def test_offsets_count_from_the_passage(self) -> None:
        tokens = tokens_of(["", "one two", "😀 three"])
        assert tokens.passage.tolist() == [1, 1, 2]
        assert tokens.start.tolist() == [0, 4, 2]

    @pytest.mark.parametrize("text", ["", " ", "—", "\n\n"])
    def test_a_text_without_words_has_none(self, text: str) -> None:
        assert not len(tokens_of([text]).words)
        assert phrase_key(text) == ""

    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("Free  and\nOPEN", "free and open"),
            ("rules-based order", "rules based order"),
            ("Ostria’s offer", "ostria's offer"),
            ("the U.S. offer", "the u.s offer"),
            ("peace, security, and bread", "peace security and bread"),
        ],
    )
    def test_the_key_is_the_bare_words_and_its_own_key(self, text: str, key: str) -> None:
        assert phrase_key(text) == key
        assert phrase_key(key) == key

    def test_words_of_equal_letters_differ_by_their_order(self) -> None:
        one, other = tokens_of(["trade aid", "aid trade"]).words.reshape(2, 2)
        assert one[0] == other[1]
        assert tokens_of(["ab"]).words[0] != tokens_of(["ba"]).words[0]


class TestFinding:
    def test_a_repeated_phrase_is_found_whole_with_its_places(self) -> None:
        texts = archive(COMPACT)
        formulas, uses = find_formulas(texts, days=days(texts))
        assert keys(formulas) == [phrase_key(COMPACT)]
        found = formulas[0]
        assert (found.phrase, found.documents, found.uses) == (COMPACT, 8, 8)
        assert {use.document for use in uses} == set(range(8))
        for use in uses:
            passage = next(
                t
                for t in texts
                if t.document == use.document and t.start <= use.start < t.start + len(t.text)
            )
            assert passage.text[use.start - passage.start : use.end - passage.start] == COMPACT

    def test_the_order_of_the_documents_changes_nothing(self) -> None:
        texts = archive(COMPACT, "lasting and fair settlement", "shared river basin")
        mixed = list(texts)
        random.Random(5).shuffle(mixed)
        assert find_formulas(texts, days=days(texts)) == find_formulas(mixed, days=days(texts))

    def test_an_iterator_will_do(self) -> None:
        texts = archive(COMPACT)
        assert find_formulas(iter(texts)) == find_formulas(texts)

    def test_a_part_that_is_nearly_always_in_a_longer_phrase_is_dropped(self) -> None:
        formulas, _ = find_formulas(archive(COMPACT, "lasting and fair settlement"))
        assert set(keys(formulas)) == {phrase_key(COMPACT), "lasting and fair settlement"}

    def test_a_part_that_is_often_alone_is_kept_beside_the_longer_phrase(self) -> None:
        texts = archive("lasting settlement", documents=16)
        long = [
            PhraseText(t.document, t.start, t.text.replace("settlement", "settlement and rebirth"))
            if t.document < 6
            else t
            for t in texts
        ]
        formulas, uses = find_formulas(long)
        assert set(keys(formulas)) == {"lasting settlement", "lasting settlement and rebirth"}
        inside = [use for use in uses if use.formula == "lasting settlement"]
        assert len(inside) == 16  # uses in the longer phrase count

    @pytest.mark.parametrize(
        "phrase",
        [
            "in order to",
            "as well as",
            "at the same time",
            "Foreign Minister Ivo Marn",
            "Marn",
            "the Ministry of Northern Waters",
            "you know we really want peace talks",
            "the day ended. Norland Harbour Board",  # no capital of its own to go by
            "12 March 2031",
            "Norland’s navy",
            "also told reporters",
            "reaffirmed firm friendship",
        ],
    )
    def test_ordinary_words_talk_names_and_dates_are_no_formulas(self, phrase: str) -> None:
        formulas, _ = find_formulas(archive(phrase))
        assert keys(formulas) == []

    def test_a_name_that_the_caller_gives_is_no_formula(self) -> None:
        texts = archive("Varnia relief programme")
        assert keys(find_formulas(texts)[0]) == ["varnia relief programme"]
        assert keys(find_formulas(texts, names=["Varnia relief programme"])[0]) == []

    def test_a_name_does_not_hide_a_phrase_written_small(self) -> None:
        texts = archive("lasting settlement")
        names = ["Office for a Lasting Settlement"]
        assert keys(find_formulas(texts, names=names)[0]) == ["lasting settlement"]

    def test_copies_of_one_text_do_not_make_a_formula(self) -> None:
        one = [text for text in archive(COMPACT) if text.document == 0]
        copies = [PhraseText(copy, text.start, text.text) for copy in range(9) for text in one]
        assert find_formulas(copies) == ([], [])
        parted = [
            PhraseText(text.document, text.start, text.text.replace(COMPACT, f". {COMPACT}. "))
            for text in copies
        ]
        assert find_formulas(parted) == ([], [])

    def test_what_is_said_mostly_in_talk_is_no_formula(self) -> None:
        texts = archive("lasting settlement")
        talk = [
            PhraseText(t.document, 5000, "I think you know that I want what you want. " * 6)
            for t in texts
        ]
        written = [PhraseText(t.document + 100, t.start, t.text) for t in archive(seed=2)]
        assert find_formulas([*texts, *talk, *written]) == ([], [])
        assert keys(find_formulas([*texts, *written])[0]) == ["lasting settlement"]
        # where all is talk there is nothing to compare with
        assert keys(find_formulas([*texts, *talk])[0]) == ["lasting settlement"]

    def test_uses_in_one_document_count_once_however_its_passages_come(self) -> None:
        texts = archive("lasting settlement", documents=6)
        two = [PhraseText(t.document % 2, 10_000 * t.document + t.start, t.text) for t in texts]
        assert find_formulas(two) == ([], [])

    def test_a_phrase_in_too_few_documents_is_none(self) -> None:
        texts = archive(COMPACT)
        few = FormulaCriteria(documents=9)
        assert find_formulas(texts, criteria=few) == ([], [])
        assert find_formulas(texts, criteria=FormulaCriteria(documents=8))[0]

    def test_a_phrase_of_one_day_is_none(self) -> None:
        texts = archive(COMPACT)
        one = dict.fromkeys(range(8), "2031-03-01")
        assert find_formulas(texts, days=one) == ([], [])
        assert find_formulas(texts, days={**one, 7: "2031-03-02"})[0]

    def test_a_line_of_its_own_is_furniture(self) -> None:
        texts = archive()
        lines = [PhraseText(d, 9000, f"quarterly press bulletin {FILLER[d]}") for d in range(8)]
        assert find_formulas([*texts, *lines]) == ([], [])

    def test_no_phrase_runs_over_a_full_stop_but_a_list_does_over_commas(self) -> None:
        formulas, _ = find_formulas(
            archive(
                "frozen lakes. Mended fences", "barley, honey, and salt", "snowy dawn, late sun"
            )
        )
        assert keys(formulas) == ["barley honey and salt", *keys(formulas)[1:]]
        assert set(keys(formulas)[1:]) <= {"frozen lakes", "mended fences", "snowy dawn"}

    def test_the_phrase_is_printed_as_most_documents_print_it(self) -> None:
        texts = archive("whole-of-state approach")
        texts = [
            PhraseText(t.document, t.start, t.text.replace("whole-of-state", "Whole of State"))
            if t.document < 3
            else t
            for t in texts
        ]
        formulas, uses = find_formulas(texts)
        assert [formula.phrase for formula in formulas] == ["whole-of-state approach"]
        assert len(uses) == 8

    def test_the_best_are_given_first_and_no_more_than_asked(self) -> None:
        texts = archive(COMPACT, "lasting and fair settlement", "shared basin")
        every, _ = find_formulas(texts)
        first, uses = find_formulas(texts, criteria=FormulaCriteria(limit=1))
        assert [f.score for f in every] == sorted((f.score for f in every), reverse=True)
        assert first == every[:1]
        assert {use.formula for use in uses} == {first[0].key}

    @pytest.mark.parametrize("texts", [[], [PhraseText(1, 0, "")], [PhraseText(1, 0, "Word")]])
    def test_an_archive_without_words_has_no_formulas(self, texts: list[PhraseText]) -> None:
        assert find_formulas(texts) == ([], [])


class TestMatching:
    def test_known_phrases_are_found_whatever_the_print(self) -> None:
        text = "A rules-based order. The Rules based\nORDER holds; rules. Based order, rulesbased"
        found = list(match(["rules-based order"], [PhraseText(7, 50, text)]))
        assert [(use.formula, use.document) for use in found] == [("rules based order", 7)] * 2
        assert [text[use.start - 50 : use.end - 50] for use in found] == [
            "rules-based order",
            "Rules based\nORDER",
        ]

    def test_phrases_inside_phrases_and_overlapping_ones_are_found(self) -> None:
        found = match(
            ["fair trade", "free and fair trade", "trade deal"],
            [PhraseText(1, 0, "free and fair trade deal")],
        )
        assert [use.formula for use in found] == ["free and fair trade", "fair trade", "trade deal"]

    def test_it_finds_what_discovery_found(self) -> None:
        texts = archive(COMPACT, "lasting and fair settlement")
        formulas, uses = find_formulas(texts)
        assert sorted(match([f.phrase for f in formulas], texts)) == uses

    def test_texts_of_several_blocks_are_matched(self, monkeypatch: pytest.MonkeyPatch) -> None:
        texts = archive(COMPACT)
        monkeypatch.setattr("memcon.archive.phrase_tokens.BLOCK", 300)
        assert len(list(match([COMPACT], texts))) == 8

    @pytest.mark.parametrize("wanted", [[], [""], ["—"], ["absent phrase"]])
    def test_nothing_to_find_is_found_nowhere(self, wanted: list[str]) -> None:
        assert list(match(wanted, [PhraseText(1, 0, "some words")])) == []

    def test_a_single_word_may_be_watched(self) -> None:
        assert list(match(["Ostria"], [PhraseText(1, 5, "to Ostria")])) == [
            FormulaUse("ostria", 1, 8, 14)
        ]


def test_parts_and_blocks_do_not_change_what_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = archive(COMPACT, "lasting and fair settlement", "shared river basin")
    whole = find_formulas(texts)
    monkeypatch.setattr("memcon.archive.phrase_tokens.BLOCK", 500)
    monkeypatch.setattr("memcon.archive.phrase_counts.PART", 40)
    assert find_formulas(texts) == whole
