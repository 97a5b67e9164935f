"""Printed dates."""

from __future__ import annotations

import pytest

from memcon.sources.dates import is_date_line, nearest_year, parse_date, short_date


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2022-11-14 08:16:25-05:00", "2022-11-14T08:16:25-05:00"),
        ("2024-12-26 14:57:36", "2024-12-26"),
        ("2024-12-26T14:57:36Z", "2024-12-26T14:57:36+00:00"),
        ("Tue, 01 Feb 2022 15:34:54 +0000", "2022-02-01T15:34:54+00:00"),
        ("16:05, November 08, 2020", "2020-11-08"),
        ("March 3, 2022 4:05 PM EST", "2022-03-03T16:05:00-05:00"),
        ("14 September 2020 15:30", "2020-09-14"),
        ("26.12.2024", "2024-12-26"),
        ("2024年12月26日", "2024-12-26"),
        ("2023-02-30", None),
        ("31 June 2020", None),
        ("no date", None),
    ],
)
def test_parse(printed: str, iso: str | None) -> None:
    assert parse_date(printed) == iso


def test_a_date_of_three_short_numbers_is_read_by_the_dateline() -> None:
    line = "Source:Xinhua 17-09-21 09:01 Updated BJT"
    assert short_date(line, (9, 16)) == "2021-09-17T09:01:00+08:00"
    assert short_date(line, (9, 20)) == "2017-09-21T09:01:00+08:00"
    assert short_date(line, None) is None
    assert short_date("31-12-30", None) is None
    assert short_date("31-12-99", None) == "2099-12-31"


def test_date_lines_say_nothing_else() -> None:
    assert is_date_line("Published on Friday, 3 March 2023 at 12:30 GMT")
    assert not is_date_line("On 3 March 2023 the ministers met")


def test_the_year_of_a_dateline_comes_from_publication() -> None:
    assert nearest_year(12, 31, "2031-01-02") == "2030-12-31"
    assert nearest_year(9, 16, "2021-09-17T09:01:00+08:00") == "2021-09-16"
    assert nearest_year(2, 1, "2031-09-17") is None
    assert nearest_year(2, 30, "2031-03-01") is None
