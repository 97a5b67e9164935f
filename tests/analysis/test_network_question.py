"""Who meets whom, on both databases, and that the exported network counts alike."""

from __future__ import annotations

import pytest

from archives import filled
from memcon.analysis.meetings import meetings
from memcon.analysis.network import network
from memcon.archive import open_archive
from memcon.archive.linking.ties import Tally, pairs
from memcon.errors import MemconError, UnknownIdError


def test_sides_persons_and_who_met_nobody_named() -> None:
    sides = ("XOS", "XVA", "ISC")
    persons = {"brandar": "XOS", "helverin": "XOS", "dovanu": "XVA", "envoy": None}
    assert list(pairs(sides, persons)) == [
        ("sides", "ISC", "XOS"),
        ("sides", "ISC", "XVA"),
        ("sides", "XOS", "XVA"),
        ("persons", "brandar", "dovanu"),
        ("persons", "brandar", "envoy"),
        ("persons", "dovanu", "envoy"),
        ("persons", "dovanu", "helverin"),
        ("persons", "envoy", "helverin"),
        ("person-side", "brandar", "ISC"),
        ("person-side", "dovanu", "ISC"),
        ("person-side", "helverin", "ISC"),
    ]


def test_a_tally_knows_the_first_and_the_last_day() -> None:
    tally = Tally()
    for day in (None, "2024-03-14", "2024-01", "2025-02-01"):
        tally.add(day)
    assert (tally.times, tally.first, tally.last) == (4, "2024-01", "2025-02-01")


def test_meetings_are_counted_once_each_with_days_forms_and_years(archive_url: str) -> None:
    with filled(archive_url) as archive, archive.reading() as connection:
        answer = network(connection)
        (tie,) = (row for row in answer.rows if (row.a, row.b) == ("XOS", "XVA"))
        met = meetings(connection, actors=["XOS", "XVA"], status="held")
        assert tie.meetings == len(met.rows) == sum(tie.forms.values())
        assert tie.meeting_ids == [row.id for row in met.rows]
        assert (tie.first, tie.last) == (met.rows[-1].day, met.rows[0].day)
        assert sum(tie.years.values()) == len([row for row in met.rows if row.day])
        counts = [row.meetings for row in answer.rows]
        assert counts == sorted(counts, reverse=True)
        assert answer.total == len(answer.rows)
        assert {(row.a, row.b) for row in answer.rows} == {
            (min(row.a, row.b), max(row.a, row.b)) for row in answer.rows
        }


def test_the_export_counts_the_same(example_archive: str) -> None:
    from memcon.exports.formats import Selection
    from memcon.exports.gatherings import gatherings
    from memcon.exports.network import meeting_network
    from memcon.exports.selected import Actors

    with (
        open_archive(str(example_archive), write=False) as archive,
        archive.reading() as connection,
    ):
        graph = meeting_network(gatherings(connection, Selection(), Actors(connection)))
        for between, kind in (("sides", "sides"), ("persons", "persons")):
            rows = network(connection, between=between, top=100).rows  # type: ignore[arg-type]
            exported = {
                tuple(sorted(name.partition("@")[0] for name in pair)): data["weight"]
                for *pair, data in graph.edges(data=True)
                if data["kind"] == kind
            }
            assert {(row.a, row.b): row.meetings for row in rows} == exported


def test_periods_narrow_it_down_and_years_are_told_of_all(archive_url: str) -> None:
    with filled(archive_url) as archive, archive.reading() as connection:
        whole = network(connection)
        some = network(connection, since="2024", until="2024")
        (tie,) = (row for row in some.rows if (row.a, row.b) == ("XOS", "XVA"))
        (all_of_it,) = (row for row in whole.rows if (row.a, row.b) == ("XOS", "XVA"))
        assert tie.years == {"2024": all_of_it.years["2024"]}
        assert some.facets["year"] == whole.facets["year"]
        assert dict(whole.facets["year"])["2024"] >= tie.meetings


def test_an_actor_with_and_without_the_ties_of_others(archive_url: str) -> None:
    with filled(archive_url) as archive, archive.reading() as connection:
        around = network(connection, actor="India")
        assert {(row.a, row.b) for row in around.rows} == {
            ("CHN", "IND"), ("CHN", "RUS"), ("IND", "RUS"),
        }  # fmt: skip
        own = network(connection, actor="IND", own=True)
        assert {(row.a, row.b) for row in own.rows} == {("CHN", "IND"), ("IND", "RUS")}


def test_the_most_frequent_come_first_and_the_actor_is_among_them(archive_url: str) -> None:
    with filled(archive_url) as archive, archive.reading() as connection:
        two = network(connection, top=2)
        assert [one.id for one in two.members] == ["XOS", "XVA"]
        assert [(row.a, row.b) for row in two.rows] == [("XOS", "XVA")]
        assert two.whole == len(network(connection).members) > 2
        ego = network(connection, actor="IND", top=2)
        assert "IND" in {one.id for one in ego.members}
        assert len(network(connection, limit=1).rows) == 1


def test_wrong_questions_are_told(archive_url: str) -> None:
    with filled(archive_url) as archive, archive.reading() as connection:
        with pytest.raises(UnknownIdError):
            network(connection, actor="nobody of this name")
        with pytest.raises(MemconError, match="no date"):
            network(connection, since="soon")
        with pytest.raises(MemconError, match="there is no 'groups'"):
            network(connection, between="groups")  # type: ignore[arg-type]
