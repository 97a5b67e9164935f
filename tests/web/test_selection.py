"""What an address selects in a text: a place, a quotation, a finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memcon.web import links
from memcon.web.selection import Selection, selected

TEXT = "Ostria firmly\nsupports Varnia. The ferries run. The  ferries run on Sundays."


def chosen(
    at: str | None = None, quote: str | None = None, text: str = TEXT, **more: object
) -> Selection:
    found = selected(text, at=at, quote=quote, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_nothing_asked_is_nothing_selected() -> None:
    assert selected(TEXT, at=None, quote=None) is None
    assert selected(TEXT, at="", quote="") is None


def test_a_place_whose_words_fit_is_taken_as_it_is() -> None:
    found = chosen("0-13", "Ostria firmly")
    assert (found.spans, found.note) == (((0, 13),), None)


def test_line_ends_and_capitals_of_a_quotation_do_not_count() -> None:
    assert chosen("0-22", "ostria FIRMLY supports").spans == ((0, 22),)


def test_words_that_moved_are_found_again_nearest_to_their_place() -> None:
    second = TEXT.rindex("The  ferries")
    found = chosen(f"{second - 3}-{second + 9}", "The ferries run")
    assert TEXT[found.start : found.end] == "The  ferries run"
    assert found.note is not None
    assert "another place" in found.note


def test_a_quotation_alone_is_enough() -> None:
    found = chosen(None, "supports Varnia")
    assert (TEXT[found.start : found.end], found.note) == ("supports Varnia", None)


def test_of_words_that_stand_apart_the_first_are_found() -> None:
    found = chosen(None, "Ostria firmly … on Sundays")
    assert TEXT[found.start : found.end] == "Ostria firmly"


@pytest.mark.parametrize("at", ["0-0", "5-2", "70-900", "x", "-1-4", "1-", "9" * 40, "٣-٥"])
def test_a_place_that_is_none_is_said_to_be_none(at: str) -> None:
    found = chosen(at)
    assert not found.spans
    assert found.note


def test_words_that_are_gone_are_said_to_be_gone() -> None:
    found = chosen("0-6", "Norland objects")
    assert not found.spans
    assert found.note is not None
    assert "Norland objects" in found.note


def test_a_finding_is_marked_with_all_of_its_words() -> None:
    words = ((0, 6), (23, 29))
    found = chosen("0-29", "Ostria", finding="act:1", words_of_finding=words)
    assert (found.spans, found.finding, found.note) == (words, "act:1", None)
    assert chosen(None, None, finding="act:1", words_of_finding=words).spans == words


def test_a_finding_that_was_read_anew_yields_to_the_words() -> None:
    found = chosen("0-6", "Ostria", finding="act:1", words_of_finding=((23, 29),))
    assert (found.spans, found.finding) == (((0, 6),), None)
    assert found.note


def test_a_finding_that_is_not_there_is_said_to_be_missing() -> None:
    found = chosen(None, None, finding="act:99")
    assert not found.spans
    assert found.note is not None
    assert "act:99" in found.note


@given(st.text(alphabet="ab .\n…İß\u00a0", max_size=400), st.data())
def test_the_address_of_any_words_selects_them(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end]
    if not words.strip():
        return
    quote = " ".join(words.split())[: links.QUOTED]
    assert chosen(f"{start}-{end}", quote, text=text).spans == ((start, end),)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=12))
def test_no_address_breaks_it(text: str, quote: str, at: str) -> None:
    found = selected(text, at=at, quote=quote, finding=None)
    for start, end in found.spans if found else ():
        assert 0 <= start < end <= len(text)
