"""The course of a set phrase: first and last use, taken over, dropped."""

from __future__ import annotations

import random

import pytest

from memcon.archive.adoption import Adoption, Course, Dropped, DropRule, Use, User, course


def months(year: int, first: int, last: int, each: int = 2) -> dict[str, int]:
    """So many documents in each month of a year."""
    return {f"{year}-{month:02}": each for month in range(first, last + 1)}


def uses(user: str, *days: str, first: int = 1) -> list[Use]:
    return [Use(day, user, number) for number, day in enumerate(days, start=first)]


def test_first_and_last_use_and_the_users_by_their_first() -> None:
    rows = [
        *uses("VAR", "2031-05-02", "2031-07-01", first=10),
        *uses("OST", "2031-02-01", "2031-02-01", "2031-06-09", first=20),
    ]
    found = course([*rows, rows[0]], activity={})
    assert found.first == Use("2031-02-01", "OST", 20)
    assert found.last == Use("2031-07-01", "VAR", 11)
    assert found.users == (
        User(user="OST", first="2031-02-01", last="2031-06-09", documents=3),
        User(user="VAR", first="2031-05-02", last="2031-07-01", documents=2),
    )


def test_several_uses_in_one_document_are_one() -> None:
    found = course([Use("2031-02-01", "OST", 1)] * 4, activity={})
    assert [user.documents for user in found.users] == [1]


def test_later_users_have_adopted_it_from_the_first() -> None:
    rows = [Use("2031-02-01", "OST", 5), Use("2031-03-01", "VAR", 6), Use("2031-04-01", "NOR", 7)]
    assert course(rows, activity={}).adopted == (
        Adoption(user="VAR", day="2031-03-01", document=6, after="OST", since="2031-02-01"),
        Adoption(user="NOR", day="2031-04-01", document=7, after="OST", since="2031-02-01"),
    )


def test_a_phrase_that_two_say_first_on_one_day_is_adopted_by_neither() -> None:
    rows = [Use("2031-02-01", "VAR", 1), Use("2031-02-01", "OST", 2)]
    assert course(rows, activity={}).adopted == ()


REGULAR = uses("OST", "2031-01-10", "2031-02-10", "2031-04-10")


def test_a_regular_user_who_goes_on_publishing_without_it_has_dropped_it() -> None:
    found = course(REGULAR, activity={"OST": months(2031, 1, 8)})
    assert found.dropped == (
        Dropped(
            user="OST",
            since="2031-01-10",
            last="2031-04-10",
            used=3,
            active=4,
            silent=4,
            documents=8,
        ),
    )


@pytest.mark.parametrize(
    ("activity", "why"),
    [
        (months(2031, 1, 4), "he publishes nothing since"),
        (months(2031, 1, 6), "he is silent for too few months"),
        ({}, "nothing is known of what he publishes"),
        ({**months(2031, 1, 4), "2031-09": 9}, "one busy month is not three"),
        ({**months(2031, 1, 4), **months(2031, 5, 9, each=0)}, "months without documents"),
        ({**months(2031, 1, 4), **months(2031, 5, 9, each=0), "2031-06": 9}, "nor with few"),
    ],
)
def test_silence_without_documents_is_no_dropping(activity: dict[str, int], why: str) -> None:
    assert course(REGULAR, activity={"OST": activity}).dropped == (), why


def test_an_occasional_user_drops_nothing() -> None:
    rows = uses("OST", "2031-01-10", "2031-10-10")
    activity = {"OST": {**months(2031, 1, 12), **months(2032, 1, 6)}}
    assert course(rows, activity=activity).dropped == ()


def test_a_use_in_few_months_is_no_habit() -> None:
    rows = uses("OST", "2031-01-10", "2031-02-10")
    assert course(rows, activity={"OST": months(2031, 1, 12)}).dropped == ()
    short = DropRule(months=2)
    assert course(rows, activity={"OST": months(2031, 1, 12)}, rule=short).dropped


def test_months_in_which_nothing_was_published_do_not_count_against_a_habit() -> None:
    rows = uses("OST", "2031-01-10", "2031-06-10", "2031-12-10")
    busy = {"2031-01": 3, "2031-06": 2, "2031-12": 2, **months(2032, 1, 4)}
    assert [d.active for d in course(rows, activity={"OST": busy}).dropped] == [3]
    busier = {**months(2031, 1, 12), **months(2032, 1, 4)}
    assert course(rows, activity={"OST": busier}).dropped == ()


def test_one_drops_it_while_another_goes_on() -> None:
    rows = [*REGULAR, *uses("VAR", "2031-06-01", "2031-07-01", "2031-08-20", first=50)]
    activity = {"OST": months(2031, 1, 9), "VAR": months(2031, 6, 9)}
    found = course(rows, activity=activity)
    assert [dropped.user for dropped in found.dropped] == ["OST"]
    assert [adopted.user for adopted in found.adopted] == ["VAR"]


def test_a_use_known_by_year_only_counts_for_no_month() -> None:
    rows = [*REGULAR, Use("2030", "OST", 99)]
    (dropped,) = course(rows, activity={"OST": months(2031, 1, 8)}).dropped
    assert (dropped.since, dropped.used) == ("2030", 3)
    assert course([Use("2030", "OST", 99)], activity={"OST": months(2031, 1, 8)}).dropped == ()


def test_the_order_of_the_uses_changes_nothing() -> None:
    rows = [*REGULAR, *uses("VAR", "2031-06-01", "2031-07-01", first=50)]
    mixed = list(rows)
    random.Random(3).shuffle(mixed)
    activity = {"OST": months(2031, 1, 9)}
    assert course(rows, activity=activity) == course(mixed, activity=activity)


def test_a_phrase_without_uses_has_no_course() -> None:
    assert course([], activity={}) == Course()
