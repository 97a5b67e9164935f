"""When an annotated speaker and an actor are the same."""

from __future__ import annotations

import pytest

from memcon.evaluation.names import (
    bodies_agree,
    pairs,
    persons_agree,
    speaker_agrees,
    speakers_agree,
    split_speakers,
)
from memcon.record import Actor


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Sergei Lavrov", "Lavrov"),
        ("Mevlut Cavusoglu", "Mevlüt Çavuşoğlu"),
        ("Antony Blinken", "Antony J. Blinken"),
        ("Wang Yi", "Wang"),
        ("Kishida Fumio", "Fumio Kishida"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Moon Jae-in", "Moon Jae-In"),
        ("Joe Biden", "Joseph R. Biden Jr."),
        ("Joe Biden", "President Biden"),
        ("Lula da Silva", "Luiz Inácio Lula da Silva"),
        ("Lula", "Luiz Inácio Lula da Silva"),
    ],
)
def test_names_of_the_same_person_agree(a: str, b: str) -> None:
    assert persons_agree(a, b)
    assert persons_agree(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Wang Yi", "Wang Wenbin"),
        ("Wang Yi", "Sergei Lavrov"),
        ("Antony Blinken", "Antony Albanese"),
        ("Joe Biden", ""),
        ("Wang Yi", "China"),
    ],
)
def test_names_of_different_persons_do_not(a: str, b: str) -> None:
    assert not persons_agree(a, b)
    assert not persons_agree(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("India (joint press release)", "India"),
        ("Ministry of Foreign Affairs of China", "Chinese foreign ministry"),
        ("Ministry of Foreign Affairs", "Foreign Ministry"),
        ("Ministry of National Defense of China", "China's Defence Ministry"),
        ("United States", "U.S."),
        ("European Union", "EU"),
        ("ASEAN foreign ministers", "ASEAN"),
        ("France", "the French government"),
        ("South Korea", "Republic of Korea"),
        ("Turkey", "Türkiye"),
    ],
)
def test_names_of_the_same_body_agree(a: str, b: str) -> None:
    assert bodies_agree(a, b)
    assert bodies_agree(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ministry of National Defense of China", "Ministry of Foreign Affairs of China"),
        ("United States", "United Nations"),
        ("North Korea", "South Korea"),
        ("Austria", "Australia"),
        ("Slovakia", "Slovenia"),
        ("European Union", "European Commission"),
        ("NATO", "ASEAN"),
    ],
)
def test_names_of_different_bodies_do_not(a: str, b: str) -> None:
    assert not bodies_agree(a, b)
    assert not bodies_agree(b, a)


WANG = Actor(id="person:wang-yi", kind="person", name="Wang Yi", side="CHN")
LAVROV = Actor(id="person:sergei-lavrov", kind="person", name="Sergei Lavrov", side="RUS")
CHINA = Actor(id="CHN", kind="state", name="China")
ASEAN = Actor(id="ASEAN", kind="organisation", name="Association of Southeast Asian Nations")


def test_a_person_is_no_state_and_a_state_no_person() -> None:
    assert not speaker_agrees("China", WANG)
    assert not speaker_agrees("Wang Yi", CHINA)


def test_the_identifier_of_a_body_is_a_name_of_it() -> None:
    assert speaker_agrees("ASEAN", ASEAN)
    assert speaker_agrees("ASEAN foreign ministers", ASEAN)


def test_joint_speakers_are_a_set() -> None:
    both = split_speakers("Wang Yi; Sergei Lavrov")
    assert both == ["Wang Yi", "Sergei Lavrov"]
    assert speakers_agree(both, [LAVROV, WANG])
    assert not speakers_agree(both, [WANG])
    assert not speakers_agree(["Wang Yi"], [WANG, LAVROV])
    assert not speakers_agree(both, [WANG, WANG])


def test_nobody_agrees_with_nobody_only() -> None:
    assert split_speakers(None) == []
    assert speakers_agree([], [])
    assert not speakers_agree([], [WANG])


def test_pairing_gives_way_where_a_first_choice_would_block_another() -> None:
    fits = {("a", "x"), ("a", "y"), ("b", "x")}
    assert pairs(["a", "b"], ["x", "y"], lambda one, two: (one, two) in fits) == 2
