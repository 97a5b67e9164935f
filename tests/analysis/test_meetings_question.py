"""``memcon meetings`` on an archive of the examples, on both databases."""

from __future__ import annotations

import pytest

from archives import filled, put, read
from memcon.analysis.meetings import meetings
from memcon.archive import open_archive
from memcon.errors import MemconError, UnknownIdError


def test_a_meeting_is_one_row_with_the_words_of_every_account(archive_url: str) -> None:
    with filled(archive_url) as archive, archive.reading() as connection:
        answer = meetings(connection, actors=["XVA", "Tomáš Helverin"], form="meeting")
        met = [(row.day, row.place) for row in answer.rows if row.status == "held"]
        assert met == [
            ("2026-02-24", "Kasbrod"),
            ("2025-03-18", "Lendrava"),
            ("2024-03-14", "Kasbrod"),
        ]
        second = answer.rows[-2]
        assert second.accounts == len({one.document for one in second.evidence}) == 4
        assert second.participants == ["Tomáš Helverin (XOS)", "Mirel Dovanu (XVA)"]
        assert "place" in second.contradictions
        assert second.narrators == ["XOS"]
        days = [one.day or "" for one in second.evidence]
        assert days == sorted(days), "first published first"
        assert all(one.words and one.id and "/meeting:" in one.id for one in second.evidence)


def test_all_who_are_named_took_part_and_each_filter_narrows(archive_url: str) -> None:
    with filled(archive_url) as archive, archive.reading() as connection:
        everything = meetings(connection)
        assert everything.total == len(everything.rows) > 10
        days = [row.day for row in everything.rows if row.day]
        assert days == sorted(days, reverse=True), "the newest first"
        assert [row.day for row in everything.rows][len(days) :] == [None] * (
            len(everything.rows) - len(days)
        ), "those of unknown date last"
        for answer, expected in (
            (meetings(connection, actors=["XSE", "XVA"]), ["2024-06-07"]),
            (meetings(connection, actors=["XSE", "XVA", "CHN"]), []),
            (meetings(connection, form="call"), ["2024-10-21"]),
            (meetings(connection, place="halms"), ["2024-06-07"]),
            (meetings(connection, status="planned", since="2026"), ["2026-04", "2026-04"]),
            (meetings(connection, since="2021-09-16", until="2021-09-16"), ["2021-09-16"]),
            (meetings(connection, actors=["CHN"], until="2020"), ["2020-09-11", "2020-09-11"]),
        ):
            assert [row.day for row in answer.rows] == expected
            assert answer.total == len(expected)


def test_a_month_counts_from_any_of_its_days(archive_url: str) -> None:
    with filled(archive_url) as archive, archive.reading() as connection:
        for actors in ((), ["ISC"]):
            found = meetings(connection, actors=actors, since="2026-04-20", until="2026-05")
            assert "2026-04" in [row.day for row in found.rows]
            assert not meetings(connection, actors=actors, since="2026-05").rows


def test_the_limit_leaves_the_total(archive_url: str) -> None:
    with filled(archive_url) as archive, archive.reading() as connection:
        every = meetings(connection)
        few = meetings(connection, limit=3)
        assert [row.id for row in few.rows] == [row.id for row in every.rows[:3]]
        assert few.total == every.total
        everyone = meetings(connection, limit=len(every.rows))
        assert everyone.total == every.total


def test_what_there_is_not_is_said(archive_url: str) -> None:
    with open_archive(archive_url) as archive:
        put(archive, [read("The ministers of China and Japan met in Lima on 3 May 2023.")])
        with archive.reading() as connection:
            with pytest.raises(MemconError, match="summit"):
                meetings(connection, form="party")
            with pytest.raises(UnknownIdError):
                meetings(connection, actors=["Nobody At All"])
            nowhere = meetings(connection, place="Atlantis")
            assert not nowhere.rows
            assert "Atlantis" in nowhere.notes[0]
