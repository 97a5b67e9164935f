"""Known names in running text."""

from __future__ import annotations

from itertools import pairwise

import pytest

from memcon.knowledge import Knowledge, NameMatch, load_knowledge
from memcon.knowledge.tables import Row, read_table

MEMBERS = [row for row in read_table("states") if row["status"] == "un-member"]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def found(knowledge: Knowledge, text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.entity.id) for m in knowledge.find_names(text)]


def only(knowledge: Knowledge, text: str) -> NameMatch:
    (match,) = knowledge.find_names(text)
    return match


@pytest.mark.parametrize("row", MEMBERS, ids=lambda row: str(row["id"]))
def test_every_member_state_is_found_by_name_and_adjective(knowledge: Knowledge, row: Row) -> None:
    name = str(row["name"]).removesuffix("?")
    assert only(knowledge, f"ministers of {name}.").entity.id == row["id"]
    assert only(knowledge, f"VISIT TO {name.upper()}, MAY 3").entity.id == row["id"]
    adjectives = row["adjectives"]
    assert isinstance(adjectives, tuple)
    match = only(knowledge, f"the {adjectives[0].removesuffix('?')} minister")
    assert row["id"] in {match.entity.id, *(other.id for other in match.other)}


@pytest.mark.parametrize(
    ("text", "id", "form"),
    [
        ("talks with China", "CHN", "name"),
        ("the PRC", "CHN", "abbreviation"),
        ("the People's Republic of China", "CHN", "alias"),
        ("the Chinese side", "CHN", "adjective"),
        ("many Americans", "USA", "demonym"),
        ("two Swedes", "SWE", "demonym"),
        ("Beijing said", "CHN", "metonym"),
        ("the Kremlin", "RUS", "metonym"),
        ("at 10 Downing Street", "GBR", "metonym"),
        ("in Geneva", "CHE", "place"),
        ("in Hiroshima", "JPN", "place"),
        ("the Shanghai Cooperation Organisation", "SCO", "alias"),
        ("the SCO", "SCO", "abbreviation"),
        ("the West", "group:the-west", "name"),
        ("Burma", "MMR", "alias"),
        ("Republic of Korea", "KOR", "alias"),
        ("Turkiye", "TUR", "alias"),
        ("Emirati officials", "ARE", "adjective"),
    ],
)
def test_form(knowledge: Knowledge, text: str, id: str, form: str) -> None:
    match = only(knowledge, text)
    assert (match.entity.id, match.form) == (id, form)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Papua New Guinea", [("Papua New Guinea", "PNG")]),
        ("Equatorial Guinea", [("Equatorial Guinea", "GNQ")]),
        ("Guinea-Bissau and Guinea", [("Guinea-Bissau", "GNB"), ("Guinea", "GIN")]),
        ("South Korean", [("South Korean", "KOR")]),
        ("Nigerien, Nigerian", [("Nigerien", "NER"), ("Nigerian", "NGA")]),
        ("Dominican Republic", [("Dominican Republic", "DOM")]),
        ("New South Wales", [("New South Wales", "AUS")]),
        ("American Samoa", [("American Samoa", "ASM")]),
        ("UN Security Council", [("UN Security Council", "UNSC")]),
        ("European Union and Europe", [("European Union", "EU"), ("Europe", "group:europe")]),
        ("Mexico City", [("Mexico City", "MEX")]),
        ("Northern Ireland", [("Northern Ireland", "GBR")]),
    ],
)
def test_the_longest_name_wins(
    knowledge: Knowledge, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(knowledge, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # "Washington, DC" fails at its end, "Washington" holds
        ("Washington, DCs", [("Washington", "USA")]),
        ("South Koreans", [("South Koreans", "KOR")]),
        ("South Koreas", []),
        ("Republic of Indians", [("Indians", "IND")]),
        ("United Nationss in China", [("China", "CHN")]),
    ],
)
def test_a_long_name_that_fails_at_its_end_does_not_hide_a_shorter_one(
    knowledge: Knowledge, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(knowledge, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the South China Sea",
        "an op-ed in The New York Times",
        "the People's Daily",
        "the Oslo Accords",
        "the Washington Treaty",
        "George Washington",
        "in Chinatown",
        "Minister AL-SABAH and Mr. Al-Sabah",
        "let us go",
        "US$50 million",
        "https://www.example.org/China/US and www.example.org/Russia",
        "@Russia",
        "who said it",
        "turkey and polish and china",
    ],
)
def test_what_is_no_name(knowledge: Knowledge, text: str) -> None:
    assert found(knowledge, text) == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("China's", "China"),
        ("China’s", "China"),
        ("the United States' view", "United States"),
        ("the PRC’s", "PRC"),
        ("the G7's", "G7"),
        ("the U.S.'s", "U.S."),
    ],
)
def test_a_possessive_is_outside(knowledge: Knowledge, text: str, surface: str) -> None:
    match = only(knowledge, text)
    assert text[match.start : match.end] == surface


def test_apostrophes_hyphens_and_spaces_of_any_kind_are_equal(knowledge: Knowledge) -> None:
    assert only(knowledge, "People’s Republic of\u00a0China").entity.id == "CHN"
    assert only(knowledge, "Côte d’Ivoire").entity.id == "CIV"
    assert only(knowledge, "Cote d'Ivoire").entity.id == "CIV"
    assert only(knowledge, "Guinea\u2011Bissau").entity.id == "GNB"


def test_names_run_across_a_wrapped_line_with_exact_offsets(knowledge: Knowledge) -> None:
    text = "of  the United\n   States,\nNew\r\nZealand\n\nand  Japan"
    assert found(knowledge, text) == [
        ("United\n   States", "USA"),
        ("New\r\nZealand", "NZL"),
        ("Japan", "JPN"),
    ]


def test_names_do_not_run_across_a_paragraph_break(knowledge: Knowledge) -> None:
    assert found(knowledge, "United\n\nStates") == []


def test_matches_are_sorted_and_do_not_overlap(knowledge: Knowledge) -> None:
    text = "U.S.-China, ASEAN-U.S., Sino-Russian and Franco-German ties; the G20 and OPEC+"
    matches = knowledge.find_names(text)
    assert [text[m.start : m.end] for m in matches] == [
        "U.S.", "China", "ASEAN", "U.S.", "Sino", "Russian", "Franco", "German", "G20", "OPEC+"
    ]  # fmt: skip
    assert all(one.end <= two.start for one, two in pairwise(matches))


@pytest.mark.parametrize("spelling", ["US", "U.S.", "USA", "United States", "U.S"])
def test_spellings_of_the_united_states(knowledge: Knowledge, spelling: str) -> None:
    text = f"the {spelling} response"
    assert found(knowledge, text) == [(spelling, "USA")]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("St. Lucia", "LCA"),
        ("St Kitts & Nevis", "KNA"),
        ("Sao Tome and Principe", "STP"),
        ("Bosnia & Herzegovina", "BIH"),
        ("BEIJING, Nov. 8", "CHN"),
        ("SÃO PAULO", "BRA"),
        ("Some countries", "group:some-countries"),
        ("The West", "group:the-west"),
    ],
)
def test_made_up_spellings(knowledge: Knowledge, text: str, id: str) -> None:
    assert only(knowledge, text).entity.id == id


@pytest.mark.parametrize("text", ["Jordan", "Chad", "Georgia", "Victoria", "Nice", "Male"])
def test_forms_that_need_context_are_flagged(knowledge: Knowledge, text: str) -> None:
    assert only(knowledge, f"to {text}").ambiguous


@pytest.mark.parametrize("text", ["France", "Beijing", "Hiroshima", "NATO", "Chinese"])
def test_others_are_not_flagged(knowledge: Knowledge, text: str) -> None:
    match = only(knowledge, f"to {text}")
    assert not match.ambiguous
    assert match.other == ()


def test_brussels_is_the_union_the_alliance_and_a_belgian_place(knowledge: Knowledge) -> None:
    match = only(knowledge, "Brussels")
    assert match.entity.id == "EU"
    assert [other.id for other in match.other] == ["NATO", "BEL"]
    assert match.ambiguous


def test_a_surface_of_two_entities_is_ambiguous_and_names_both(knowledge: Knowledge) -> None:
    match = only(knowledge, "Korean")
    assert (match.entity.id, [other.id for other in match.other]) == ("KOR", ["PRK"])
    assert match.ambiguous


def test_a_table_s_own_capitals_beat_made_up_ones(knowledge: Knowledge) -> None:
    assert only(knowledge, "GUAM").entity.kind == "organisation"
    assert only(knowledge, "Guam").entity.id == "GUM"


def test_nothing_in_nothing(knowledge: Knowledge) -> None:
    assert knowledge.find_names("") == []
    assert knowledge.find_issues("") == []
