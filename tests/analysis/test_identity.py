"""Whom a name means, by which names an actor goes, and which offices it has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, update

from archives import filled
from memcon.analysis.identity import identity, namesakes
from memcon.analysis.offices import offices_of
from memcon.archive import lookup
from memcon.archive.schema import actors
from memcon.errors import UnknownIdError


@pytest.fixture
def connection(archive_url: str) -> Iterator[Connection]:
    with filled(archive_url) as archive, archive.writing() as connection:
        yield connection


def test_ids_and_names_lead_to_one_actor(connection: Connection) -> None:
    for name in ("XOS", "Ostria", "ostria", " Ostria "):
        assert [one.id for one in namesakes(connection, name)] == ["XOS"]
    assert [one.id for one in namesakes(connection, "Russian Federation")] == ["RUS"]
    with pytest.raises(UnknownIdError):
        namesakes(connection, "nobody of this name")


def test_several_of_one_name_are_all_told_those_named_most_first(connection: Connection) -> None:
    connection.execute(
        update(actors).where(actors.c.id == "person:greta-lundmar").values(name="Mirel Dovanu")
    )
    found = [one.id for one in namesakes(connection, "mirel dovanu")]
    assert found == ["person:mirel-dovanu", "person:greta-lundmar"]


def test_an_actor_has_names_and_days(connection: Connection) -> None:
    who = identity(connection, lookup.actor(connection, "XOS"))
    assert who.documents == sum(one.documents for one in who.forms)
    assert who.forms[0].name == "Ostria"
    assert who.first_day is not None
    assert who.last_day is not None
    assert who.first_day < who.last_day


def test_offices_of_a_person_and_of_a_state(connection: Connection) -> None:
    person = offices_of(connection, lookup.actor(connection, "Tomáš Helverin"))
    assert {row.actor for row in person.rows} == {"person:tomas-helverin"}
    assert any("minister" in row.office.lower() for row in person.rows)
    state = offices_of(connection, lookup.actor(connection, "XOS"))
    assert {row.of for row in state.rows} == {"XOS"}
    assert "person:tomas-helverin" in {row.actor for row in state.rows}
    times = [row.times for row in state.rows]
    assert times == sorted(times, reverse=True)
    assert all(row.evidence for row in state.rows if row.first_day)
    assert len(offices_of(connection, lookup.actor(connection, "XOS"), limit=1).rows) == 1
