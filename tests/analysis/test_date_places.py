"""Where in its text the dates of a record stand."""

from __future__ import annotations

from archives import example_records, read
from memcon.analysis.date_places import date_places, words_of

TEXT = (
    "KASBROD, March 6 (Varnapress) -- Foreign Minister Ilse Brandar met Foreign Minister Sorin "
    "Pelescu here on Tuesday.\n\n"
    "She will build forty ferries by the end of 2032, Brandar said.\n"
)


def test_words_of_a_basis_are_what_it_quotes() -> None:
    assert words_of("“Tuesday”, the nearest on or before 2031-03-06") == "Tuesday"
    assert words_of("front matter published_time") is None
    assert words_of("dateline, not “Tuesday”") is None
    assert words_of(None) is None


def test_datelines_days_of_meetings_and_deadlines_are_found() -> None:
    record = read(TEXT, published="2031-03-06")
    found = {TEXT[one.start : one.end]: one for one in date_places(record)}
    assert any("March 6" in words for words in found)
    assert found["Tuesday"].of is not None
    (limit,) = [one.deadline for one in record.commitments if one.deadline]
    assert found[limit.span.text].value == limit.date


def test_every_place_is_of_the_text_and_stands_there_once() -> None:
    for record in example_records():
        places = date_places(record)
        text = record.document.text
        assert all(0 <= one.start < one.end <= len(text) for one in places)
        assert len({(one.start, one.end) for one in places}) == len(places)
        assert places == sorted(places, key=lambda one: (one.start, one.end))
        known = {one.id for one in record.meetings} | {one.id for one in record.events}
        known |= {one.id for one in record.commitments}
        assert {one.of for one in places} <= known | {None}
