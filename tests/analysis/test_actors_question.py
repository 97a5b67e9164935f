"""``memcon actors``: who is named, and who held which office when, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from archives import filled, put, read
from memcon.analysis.actors import actors_named
from memcon.analysis.officeholders import officeholders
from memcon.archive import Archive, open_archive
from memcon.archive.schema import offices
from memcon.errors import MemconError

TERMS = (
    ("2021-02-03", "Japanese Prime Minister Taro Umezawa met the US Secretary of State in Lima."),
    ("2021-09-01", "Japanese Prime Minister Umezawa spoke by phone with President Xi of China."),
    ("2021-10-20", "Prime Minister Ken Morikubo of Japan met the US Secretary of State in Tokyo."),
    ("2022-05-05", "Japanese Prime Minister Ken Morikubo said that Japan would open its ports."),
)


def terms(url: str) -> Archive:
    archive = open_archive(url)
    put(archive, [read(text, published=day) for day, text in TERMS])
    return archive


def test_actors_come_by_how_many_documents_name_them(archive_url: str) -> None:
    with filled(archive_url) as archive, archive.reading() as connection:
        answer = actors_named(connection, limit=5)
        assert [row.id for row in answer.rows] == [
            "XOS",
            "XVA",
            "ISC",
            "person:mirel-dovanu",
            "person:tomas-helverin",
        ]
        counts = [row.documents for row in answer.rows]
        assert counts == sorted(counts, reverse=True)
        person = answer.rows[3]
        assert person.office is not None
        assert "Foreign Minister" in person.office
        assert (person.first_day, person.last_day) == ("2024-03-14", "2026-02-25")
        assert person.evidence is not None
        assert "Dovanu" in person.evidence.words
        assert person.evidence.day == "2026-02-25"
        first = person.offices[0].evidence[0]
        assert first.words
        assert first.start is not None


def test_words_kind_and_side_narrow(archive_url: str) -> None:
    with filled(archive_url) as archive, archive.reading() as connection:
        assert [row.id for row in actors_named(connection, "dovanu MIREL").rows] == [
            "person:mirel-dovanu"
        ]
        people = actors_named(connection, kind="person", side="Varnia").rows
        assert people
        assert {(row.kind, row.side) for row in people} == {("person", "XVA")}
        assert actors_named(connection, "zzzz").total == 0
        with pytest.raises(MemconError, match="organisation"):
            actors_named(connection, kind="robot")


def test_another_spelling_finds_the_name_by_its_sound(archive_url: str) -> None:
    with terms(archive_url) as archive, archive.reading() as connection:
        answer = actors_named(connection, "Morikuboo")
        assert [row.name for row in answer.rows] == ["Ken Morikubo"]
        assert "sound" in answer.notes[0]


def test_forms_of_one_name_are_one_row(archive_url: str) -> None:
    with terms(archive_url) as archive, archive.reading() as connection:
        (row,) = actors_named(connection, "umezawa").rows
        assert sorted(row.forms) == ["Taro Umezawa", "Umezawa"]
        assert row.documents == 2
        assert (row.first_day, row.last_day) == ("2021-02-03", "2021-09-01")


def test_an_office_goes_from_one_to_the_next(archive_url: str) -> None:
    with terms(archive_url) as archive, archive.reading() as connection:
        held = officeholders(connection, "prime minister", of="Japan")
        assert [(row.name, row.first_day, row.last_day, row.times) for row in held.rows] == [
            ("Taro Umezawa", "2021-02-03", "2021-09-01", 2),
            ("Ken Morikubo", "2021-10-20", "2022-05-05", 2),
        ]
        assert all(len(row.evidence) == 2 for row in held.rows)
        (on,) = officeholders(connection, "Prime Minister", of="JPN", on="2021-05-01").rows
        assert (on.name, on.basis, on.apart) == ("Taro Umezawa", "seen", 0)
        between = officeholders(connection, "prime minister", of="JPN", on="2021-09-11").rows
        assert [(row.name, row.basis, row.apart) for row in between] == [
            ("Taro Umezawa", "after", 10),
            ("Ken Morikubo", "before", 39),
        ]
        assert not officeholders(connection, "prime minister", of="JPN", on="1990").rows


def test_an_office_nobody_is_seen_in_names_those_that_are(archive_url: str) -> None:
    with terms(archive_url) as archive, archive.reading() as connection:
        none = officeholders(connection, "admiral", of="JPN")
        assert none.rows == []
        assert "Prime Minister" in none.notes[0]
        with pytest.raises(MemconError, match="no office"):
            officeholders(connection, "the", of="JPN")


def test_a_title_without_its_body_counts_for_the_office_of_the_same_person(
    archive_url: str,
) -> None:
    with terms(archive_url) as archive:
        with archive.writing() as connection:
            connection.execute(update(offices).where(offices.c.day == "2021-09-01").values(of=None))
        with archive.reading() as connection:
            first = officeholders(connection, "prime minister", of="JPN").rows[0]
        assert (first.name, first.last_day, first.times) == ("Taro Umezawa", "2021-09-01", 2)
