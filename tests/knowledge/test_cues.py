"""The cue tables: every row means something, and no two rows mean the same."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from typing import get_args

import pytest

from memcon.errors import KnowledgeError
from memcon.knowledge import cues
from memcon.knowledge.acts import act_words
from memcon.knowledge.cues import load_cues, rows
from memcon.knowledge.words import (
    continuation_words,
    occasion_words,
    register_words,
    sentence_words,
)
from memcon.record import ActType, CommitmentStrength

ACTS = {*get_args(ActType)}
# "-": the content decides; "noun": the object noun decides; "hope": a pledge on the lowest rung
ACT_CELLS = ACTS | {"-", "noun", "hope"}
KINDS = {"speech", "topic", "deed"}
PLAIN = {"C", "F", "I", "G", "O", "OI", "OC", "OO", "N"}
WITH_PREPOSITION = {"OP", "P", "Q", "QI"}
WIDTHS = {"cues.tsv": 5, "phrases.tsv": 5, "nouns.tsv": 4, "adjectives.tsv": 3}
FRAMES = {"cues.tsv": 1, "phrases.tsv": 2, "adjectives.tsv": 1}  # the column of the frames
ACT_COLUMN = {"cues.tsv": 2, "phrases.tsv": 3, "nouns.tsv": 1, "adjectives.tsv": 2}

TABLES = {name: list(rows("en", name, width)) for name, width in WIDTHS.items()}


def unknown_frames(cell: str) -> list[str]:
    unknown = []
    for frame in cell.split():
        letters, colon, preposition = frame.partition(":")
        known = WITH_PREPOSITION if colon else PLAIN
        if letters not in known or (colon and not preposition.isalpha()):
            unknown.append(frame)
    return unknown


@pytest.mark.parametrize(
    "name",
    [
        "cues.tsv",
        "phrases.tsv",
        "adjectives.tsv",
    ],
)
def test_frames_are_known(name: str) -> None:
    unknown = {row[0]: unknown_frames(row[FRAMES[name]]) for row in TABLES[name]}
    assert not {lemma: frames for lemma, frames in unknown.items() if frames}


def test_the_head_of_the_table_explains_every_frame() -> None:
    path = files("memcon.knowledge") / "data" / "en" / "cues.tsv"
    head = "".join(
        line for line in path.read_text(encoding="utf-8").splitlines(True) if line[0] == "#"
    )
    used = {frame.partition(":")[0] for row in TABLES["cues.tsv"] for frame in row[1].split()}
    assert not [frame for frame in sorted(used) if not re.search(rf"[·#]\s+{frame}\b", head)]


@pytest.mark.parametrize("name", FRAMES)
def test_every_row_has_a_frame_and_names_none_twice(name: str) -> None:
    for row in TABLES[name]:
        frames = row[FRAMES[name]].split()
        assert frames, row
        assert len(frames) == len(set(frames)), row


@pytest.mark.parametrize("name", TABLES)
def test_act_types_are_known(name: str) -> None:
    for row in TABLES[name]:
        named = row[ACT_COLUMN[name]].split()
        assert named, row
        assert set(named) <= ACT_CELLS, row
        assert len(named) == 1 or not {"-", "noun"} & set(named), row


@pytest.mark.parametrize(
    ("name", "column"), [("cues.tsv", 3), ("phrases.tsv", 4), ("nouns.tsv", 2)]
)
def test_kinds_are_known(name: str, column: int) -> None:
    assert {row[column] for row in TABLES[name]} <= KINDS


def test_weights_are_one_to_three() -> None:
    assert {row[4] for row in TABLES["cues.tsv"]} <= {"1", "2", "3"}


def test_no_verb_has_a_frame_twice() -> None:
    seen = Counter((row[0], frame) for row in TABLES["cues.tsv"] for frame in row[1].split())
    assert not [key for key, times in seen.items() if times > 1]


@pytest.mark.parametrize(("name", "key"), [("phrases.tsv", 2), ("adjectives.tsv", 1)])
def test_no_phrase_or_adjective_stands_twice(name: str, key: int) -> None:
    seen = Counter(tuple(row[:key]) for row in TABLES[name])
    assert not [words for words, times in seen.items() if times > 1]


def test_no_noun_stands_twice_with_a_light_verb() -> None:
    seen = Counter((row[0], verb) for row in TABLES["nouns.tsv"] for verb in row[3].split())
    assert not [key for key, times in seen.items() if times > 1]


def test_a_noun_with_any_light_verb_stands_after_its_rows_with_some() -> None:
    # the first row that fits is taken
    general: set[str] = set()
    for row in TABLES["nouns.tsv"]:
        if row[3] not in ("*", "-"):
            assert row[0] not in general, row
        elif row[3] == "*":
            general.add(row[0])


@pytest.mark.parametrize("name", TABLES)
def test_lemmas_are_in_lower_case(name: str) -> None:
    # the parser's lemmas are; an entry in capitals would never be found
    assert not [row[0] for row in TABLES[name] if row[0] != row[0].lower()]


def test_light_verbs_of_nouns_are_in_the_table_of_verbs() -> None:
    verbs = load_cues().verbs
    named = {
        verb for row in TABLES["nouns.tsv"] if row[3] not in ("*", "-") for verb in row[3].split()
    }
    assert not named - verbs.keys()


def test_the_lexicon_holds_every_row() -> None:
    lexicon = load_cues()
    assert sum(map(len, lexicon.verbs.values())) == len(TABLES["cues.tsv"])
    assert sum(map(len, lexicon.phrases.values())) == len(TABLES["phrases.tsv"])
    assert sum(map(len, lexicon.nouns.values())) == len(TABLES["nouns.tsv"])
    assert len(lexicon.adjectives) == len(TABLES["adjectives.tsv"])


@pytest.mark.parametrize(
    ("lemma", "frame", "preposition", "allowed"),
    [
        ("say", "C", None, True),
        ("say", "O", None, False),
        ("urge", "OI", None, True),
        ("call", "QI", "on", True),
        ("call", "QI", "for", False),
        ("accuse", "OP", "of", True),
    ],
)
def test_frames_not_lemmas_make_a_cue(
    lemma: str, frame: str, preposition: str | None, allowed: bool
) -> None:
    entries = load_cues().verbs[lemma]
    assert any(entry.allows(frame, preposition) for entry in entries) is allowed


def test_a_row_with_a_missing_column_is_an_error_that_says_where() -> None:
    with pytest.raises(KnowledgeError, match=r"cues\.tsv, line \d+"):
        list(rows("en", "cues.tsv", 6))


def test_tables_are_loaded_once() -> None:
    assert load_cues() is load_cues()
    assert act_words() is act_words()
    assert sentence_words() is sentence_words()


def test_an_unknown_kind_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def one(language: str, name: str, width: int) -> list[list[str]]:
        return [["say", "C", "-", "whisper", "3"]] if name == "cues.tsv" else []

    monkeypatch.setattr(cues, "rows", one)
    with pytest.raises(KnowledgeError, match="whisper"):
        load_cues.__wrapped__("en")


# --- act words and small lists


def test_ladders_are_of_act_types_and_name_no_rung_twice() -> None:
    words = act_words()
    assert set(words.ladders) <= ACTS
    assert all(len(ladder) > 1 for ladder in words.ladders.values())
    assert words.ladders["support"]["understand"] < words.ladders["support"]["support"]
    assert words.ladders["support"]["support"] < words.ladders["support"]["strongly support"]


def test_binding_words_have_a_strength() -> None:
    words = act_words()
    assert set(words.binding.values()) == set(get_args(CommitmentStrength))
    assert words.binding["will"] == "will"
    assert words.binding["ready"] == "ready"
    assert words.binding["hope"] == "hope"
    assert words.binding["urge"] == "call"


def test_modals_wish_or_promise_but_not_both() -> None:
    words = act_words()
    assert not words.wish_modals & words.promise_modals


def test_word_lists_are_in_lower_case_where_words_are_compared_so() -> None:
    small = (
        *sentence_words().titles,
        *sentence_words().abbreviations,
        *continuation_words().ordinals,
        *continuation_words().courtesies,
        *occasion_words().nouns,
        *register_words().joint_titles,
        *register_words().first_person,
    )
    assert small
    assert not [word for word in small if word != word.lower()]
