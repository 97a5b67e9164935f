"""Full-text search, the same on both databases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives import put, read
from memcon.analysis.search import search
from memcon.archive import Archive, open_archive
from memcon.archive.search import Term, cut_out, parse
from memcon.errors import MemconError, UnknownIdError

BRIDGE = """Ostria and Varnia talk about the bridge

LENDRAVA, March 3, 2031 - Foreign Minister Ana Sol of Ostria met Foreign Minister Ivo Kern of
Varnia in Lendrava on Monday. Sol said Ostria firmly supports nuclear disarmament and opposes new
sanctions.

Kern condemned the nuclear tests and urged Ostria to reopen the Sunda bridge.
"""
FERRY = """Norland and Ostria sign a ferry treaty

HALMSUND, June 9, 2032 - Prime Minister Lena Brask of Norland said Norland will open a ferry line to
the well-kept Inner-Sea ports of Ostria by 2034. She warned against delays at the Sunda crossing,
where bridges are closed.
"""


@pytest.fixture
def archive(archive_url: str) -> Archive:
    archive = open_archive(archive_url, create=True)
    put(archive, [read(BRIDGE), read(FERRY)])
    return archive


def titles(archive: Archive, words: str, **filters: str) -> list[str]:
    with archive, archive.reading() as connection:
        answer = search(connection, words, **filters)  # type: ignore[arg-type]
        return sorted({(row.title or "").split()[0] for row in answer.rows})


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bridge", ["Norland", "Ostria"]),  # bridges and bridge are one word
        ('"Sunda bridge"', ["Ostria"]),  # side by side
        ("Sunda -bridge", []),
        ("ferry", ["Norland"]),
        ('"well kept Inner-Sea ports"', ["Norland"]),  # with a hyphen or without
        ('"the well-kept inner sea"', ["Norland"]),
        ("Sunda delays", ["Norland"]),  # both in one passage
        ("disarmament ferry", []),
        ("zeppelin", []),
    ],
)
def test_words_phrases_and_exclusions(archive: Archive, words: str, found: list[str]) -> None:
    assert titles(archive, words) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"since": "2032"}, ["Norland"]),
        ({"until": "2031-12"}, ["Ostria"]),
        ({"actor": "Ivo Kern"}, ["Ostria"]),
        ({"actor": "person:lena-brask"}, ["Norland"]),
        ({"act": "warn"}, ["Norland"]),
        ({"act": "request"}, ["Ostria"]),
        ({"form": "meeting"}, ["Ostria"]),
    ],
)
def test_filters(archive: Archive, filters: dict[str, str], found: list[str]) -> None:
    assert titles(archive, "Sunda", **filters) == found


def test_filters_go_for_the_passage(archive: Archive) -> None:
    # Kern condemns and Sol supports, in two passages.
    assert titles(archive, "nuclear", actor="Ivo Kern", act="criticise") == ["Ostria"]
    with archive, archive.reading() as connection:
        answer = search(connection, "nuclear", actor="Ana Sol", act="criticise")
        assert [row.snippet for row in answer.rows] == []


def test_the_snippet_marks_the_words_and_cites_their_place(archive: Archive) -> None:
    with archive, archive.reading() as connection:
        (row,) = search(connection, '"ferry line"').rows
        assert "**ferry line**" in row.snippet.replace("** **", " ")
        cited = row.evidence
        assert cited.start is not None
        assert cited.end is not None
        assert " ".join(FERRY[cited.start : cited.end].split()) == cited.words


def test_facets_count_documents_and_passages(archive: Archive) -> None:
    with archive, archive.reading() as connection:
        answer = search(connection, "Sunda")
        assert answer.total == 2
        assert dict(answer.facets["year"]) == {"2031": 1, "2032": 1}
        assert dict(answer.facets["act"])["warn"] == 1


def test_order_by_date(archive: Archive) -> None:
    with archive, archive.reading() as connection:
        rows = search(connection, "Sunda", order="date").rows
        assert [row.day for row in rows] == ["2032-06-09", "2031-03-03"]


def test_wrong_questions_are_told(archive: Archive) -> None:
    with archive, archive.reading() as connection:
        with pytest.raises(MemconError, match="nothing to look for"):
            search(connection, "")
        with pytest.raises(MemconError, match="no word to look for"):
            search(connection, "-bridge")
        with pytest.raises(UnknownIdError, match="no actor of the archive"):
            search(connection, "bridge", actor="Zbigniew Nobody")
        with pytest.raises(MemconError, match="there is no act 'yodel'"):
            search(connection, "bridge", act="yodel")
        with pytest.raises(MemconError, match="is no date"):
            search(connection, "bridge", since="last week")
        with pytest.raises(UnknownIdError, match="no act of the archive is about such an issue"):
            search(connection, "bridge", issue="yodelling")


def test_terms() -> None:
    assert parse('grain -"old deal" corn/wheat') == [
        Term(("grain",)),
        Term(("old", "deal"), excluded=True),
        Term(("corn", "wheat")),
    ]


@given(st.text(alphabet="ab\"-*():^ '\\\x00", max_size=20))
def test_no_question_is_a_fault(words: str) -> None:
    """Whatever is typed is words or a clear refusal, never the index's own syntax."""
    try:
        terms = parse(words)
    except MemconError:
        return
    for term in terms:
        assert all(word.isalnum() or "_" in word for word in term.words)


@given(st.lists(st.sampled_from(["word ", "\x02mark\x03 ", "x" * 60 + " "]), max_size=40))
def test_a_snippet_lies_within_its_passage(pieces: list[str]) -> None:
    marked = "".join(pieces)
    plain = marked.replace("\x02", "").replace("\x03", "")
    cut = cut_out(marked)
    assert 0 <= cut.start <= cut.end <= len(plain)
    assert cut.end - cut.start <= 240 or len(plain) <= 240
    if "\x02" in marked:
        assert "**mark**" in cut.marked
