"""Date expressions: which are found, and what they come to."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.reading.calendars import DMY, MDY, full_year, iso_value, nearest_day, numeric_candidates
from memcon.reading.dates import Reference, find_dates, find_expressions

# A Friday.
FRIDAY = date(2021, 9, 17)


def values(text: str, reference: Reference = FRIDAY, **options: object) -> list[str]:
    return [mention.value for mention in find_dates(text, reference, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 16 September 2021", ["2021-09-16"]),
        ("on September 16, 2021", ["2021-09-16"]),
        ("on the 16th of September, 2021", ["2021-09-16"]),
        ("on Sept. 16, 2021", ["2021-09-16"]),
        ("SEPTEMBER 16, 2021", ["2021-09-16"]),
        ("2021-09-16 and 2022/03/04", ["2021-09-16", "2022-03-04"]),
        ("Tue, 01 Feb 2022 15:34:54 +0000", ["2022-02-01"]),
        ("16:05, November 08, 2020", ["2020-11-08"]),
        ("13.04.2020", ["2020-04-13"]),
        ("03.04.2020", ["2020-04-03"]),
        ("04/25/2023", ["2023-04-25"]),
        ("in September 2021", ["2021-09"]),
        ("in 2014, the two", ["2014"]),
        ("in the second half of 2024", ["2024"]),
        ("early 2025", ["2025"]),
        ("Q3 2025", ["2025"]),
        ("in late March 2022", ["2022-03"]),
    ],
)
def test_absolute_dates_need_no_reference(text: str, expected: list[str]) -> None:
    assert values(text, None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Thursday.", "2021-09-16"),
        ("They met on Friday.", "2021-09-17"),
        ("They met on Saturday.", "2021-09-11"),
        ("They met today.", "2021-09-17"),
        ("They met yesterday.", "2021-09-16"),
        ("They met last night.", "2021-09-16"),
        ("They met a day earlier.", "2021-09-16"),
        ("They met three days ago.", "2021-09-14"),
        ("They met last Monday.", "2021-09-13"),
        ("They met on Tuesday last week.", "2021-09-07"),
        ("They met last week.", "2021-09"),
        ("They met earlier this month.", "2021-09"),
        ("They met last month.", "2021-08"),
        ("They met last November.", "2020-11"),
        ("They met in April of last year.", "2020-04"),
        ("They met on June 4th of this year.", "2021-06-04"),
        ("They met on May 18.", "2021-05-18"),
        ("They met on November 14.", "2020-11-14"),
        ("They met on 18 September.", "2021-09-18"),  # a time zone ahead
        ("They met on 19 September.", "2020-09-19"),
        ("They met in May.", "2021-05"),
        ("They met in October.", "2020-10"),
        ("They met two years ago.", "2019"),
        ("They met this year.", "2021"),
    ],
)
def test_what_was_is_the_nearest_before_the_reference(text: str, expected: str) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They will meet on Friday.", "2021-09-17"),
        ("They will meet on Monday.", "2021-09-20"),
        ("They will meet tomorrow.", "2021-09-18"),
        ("They will meet next Friday.", "2021-09-24"),
        ("They will meet on Tuesday next week.", "2021-09-21"),
        ("They will meet next month.", "2021-10"),
        ("They will meet next November.", "2021-11"),
        ("They will meet next September.", "2022-09"),
        ("The summit is scheduled for March.", "2022-03"),
        ("They will meet on May 18.", "2022-05-18"),
        ("They will meet in May.", "2022-05"),
        ("It is due by the end of the year.", "2021-12"),
        ("It is due by 2030.", "2030"),
        ("They will meet this coming Monday.", "2021-09-20"),
        ("They agreed to meet again in June.", "2022-06"),
        ("The next round of talks is on Monday.", "2021-09-20"),
    ],
)
def test_what_will_be_is_the_nearest_after_the_reference(text: str, expected: str) -> None:
    assert values(text) == [expected]


def test_the_tense_given_overrides_the_words() -> None:
    assert values("on Monday", tense="past") == ["2021-09-13"]
    assert values("on Monday", tense="future") == ["2021-09-20"]
    assert values("They met on May 18.", tense="future") == ["2022-05-18"]


def test_the_nearest_telling_word_of_the_sentence_decides() -> None:
    assert values("The ministers will visit Arvenia, she said on Thursday.") == ["2021-09-16"]
    assert values("It was agreed that envoys will meet on Monday.") == ["2021-09-20"]
    # The verb of the sentence before says nothing.
    assert values("The envoys will meet. On Monday the palace was closed.") == ["2021-09-13"]


def test_without_a_telling_word_a_day_that_comes_round_soon_is_that_one() -> None:
    assert values("the conference of November 14") == ["2021-11-14"]
    assert values("the conference of March 3") == ["2021-03-03"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("14 and 15 March 2024", "2024-03-14", "2024-03-15"),
        ("March 14-15, 2024", "2024-03-14", "2024-03-15"),
        ("from 14 to 16 March 2024", "2024-03-14", "2024-03-16"),
        ("30 May to 2 June 2024", "2024-05-30", "2024-06-02"),
        ("December 30-January 2, 2024", "2023-12-30", "2024-01-02"),
        ("27 July 2024 – 29 July 2024", "2024-07-27", "2024-07-29"),
    ],
)
def test_a_range_of_days_is_one_mention(text: str, first: str, last: str) -> None:
    (mention,) = find_dates(text, None)
    assert (mention.value, mention.precision) == (first, "day")
    assert (mention.earliest.isoformat(), mention.latest.isoformat()) == (first, last)


def test_a_number_after_a_date_is_no_range() -> None:
    assert values("On Sept. 16 and 5 days later, 2021-09-30") == ["2021-09-16", "2021-09-30"]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("first half of 2024", "2024-01-01", "2024-06-30"),
        ("the third quarter of 2024", "2024-07-01", "2024-09-30"),
        ("H2 2024", "2024-07-01", "2024-12-31"),
        ("the end of 2024", "2024-12-01", "2024-12-31"),
        ("mid-2024", "2024-05-01", "2024-08-31"),
        ("late February 2024", "2024-02-21", "2024-02-29"),
        ("the beginning of this year", "2021-01-01", "2021-01-31"),
        ("last week", "2021-09-06", "2021-09-12"),
    ],
)
def test_parts_of_years_and_months_have_bounds(text: str, earliest: str, latest: str) -> None:
    (mention,) = find_dates(text, FRIDAY)
    assert (mention.earliest.isoformat(), mention.latest.isoformat()) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "Prime Minister Theresa May said so",
        "the two sides may meet",
        "they march on",
        "the 2030 Agenda and resolution 1973",
        "in 2,000 villages",
        "in 2030% of cases",
        "today's world",
        "Black Friday sales",
        "the three-day visit and the 18-month period",
        "on 31 November 2021",
        "45/45/2020",
        "https://example.org/id/4335760",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert values(text) == []


def test_an_ambiguous_figure_is_left_open_unless_the_order_is_given() -> None:
    assert values("05/06/2023") == []
    assert values("05/06/2023", order=DMY) == ["2023-06-05"]
    assert values("05/06/2023", order=MDY) == ["2023-05-06"]


def test_where_only_the_year_is_known_days_take_it_and_weekdays_stay_open() -> None:
    assert values("on September 11", 2020) == ["2020-09-11"]
    assert values("this year and last year", 2020) == ["2020", "2019"]
    assert values("on Friday, yesterday, next month", 2020) == []


def test_every_value_says_what_it_rests_on() -> None:
    bases = [mention.basis for mention in find_dates("They met on Thursday and May 18.", FRIDAY)]
    assert bases == [
        "“Thursday”, the nearest on or before 2021-09-17",
        "“May 18”, year from the reference 2021-09-17",
    ]
    (mention,) = find_dates("2021-09-16", None)
    assert mention.as_value().basis == "“2021-09-16”"


def test_dates_wrapped_over_lines_are_found() -> None:
    assert values("met on November\n14, 2022") == ["2022-11-14"]


def test_a_stretch_of_the_text_keeps_the_text_s_offsets() -> None:
    text = "Monday. Then Tuesday. Then Wednesday."
    (mention,) = find_dates(text, FRIDAY, start=8, end=21)
    assert text[mention.start : mention.end] == mention.text == "Tuesday"


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (("17", "09", "21"), {"2017-09-21", "2021-09-17"}),
        (("05", "06", "2023"), {"2023-06-05", "2023-05-06"}),
        (("05", "05", "2023"), {"2023-05-05"}),
        (("31", "12", "2023"), {"2023-12-31"}),
        (("31", "31", "31"), set()),
    ],
)
def test_every_order_of_figures_that_is_a_day(
    figures: tuple[str, str, str], expected: set[str]
) -> None:
    assert {day.isoformat() for _, day in numeric_candidates(figures)} == expected


def test_calendar_arithmetic() -> None:
    assert [full_year(figures) for figures in ("68", "69", "2021")] == [2068, 1969, 2021]
    assert nearest_day(2, 29, date(2021, 3, 1), "past") == date(2020, 2, 29)
    assert nearest_day(2, 29, date(1897, 3, 1), "future") == date(1904, 2, 29)
    assert iso_value(date(2021, 12, 30), date(2022, 1, 2)) is None
    assert iso_value(date(2021, 12, 1), date(2021, 12, 2)) == ("2021-12", "month")


_WORDS = """
    May March Sept. 16 2021 , on Thursday next last this the end of year within two years
    17-09-21 05/06/2023 early mid- – to and ( ) Q3 half second ago 2030 will met . today 's
    week
"""
WORDS = st.sampled_from([*_WORDS.split(), "\n"])
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join))


@given(text=TEXTS, reference=st.one_of(st.none(), st.integers(1900, 2100), st.dates()))
@settings(deadline=None)
def test_offsets_hold_and_nothing_overlaps(text: str, reference: Reference) -> None:
    reached = 0
    for expression in find_expressions(text):
        assert reached <= expression.start < expression.end <= len(text)
        assert text[expression.start : expression.end] == expression.text
        reached = expression.end
    for mention in find_dates(text, reference):
        assert text[mention.start : mention.end] == mention.text
        assert mention.earliest <= mention.latest
        assert mention.earliest.isoformat().startswith(mention.value)


@given(reference=st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_weekday_is_less_than_a_week_away(reference: date) -> None:
    (past,) = find_dates("on Thursday", reference, tense="past")
    (future,) = find_dates("on Thursday", reference, tense="future")
    assert timedelta(0) <= reference - past.earliest < timedelta(7)
    assert timedelta(0) <= future.earliest - reference < timedelta(7)
    assert past.earliest.weekday() == future.earliest.weekday() == 3


@pytest.mark.parametrize(
    "unit",
    [
        "May 1 to ",
        "the end of the ",
        "1-1-1",
        "said on Thursday and will ",
        "a " * 10,
        "(",
        "2021 ",
        "within the next ",
    ],
)
def test_time_grows_in_proportion_to_length(unit: str) -> None:
    def cost(times: int) -> float:
        text = unit * times
        begin = time.perf_counter()
        find_dates(text, FRIDAY)
        return time.perf_counter() - begin

    cost(10)
    small, large = (min(cost(times) for _ in range(3)) for times in (300, 2400))
    # Eight times the text; a quadratic search would take sixty-four times as long.
    assert large < 30 * small + 0.3
