"""Documents to choose from, and accounts of one meeting by document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from archives import put
from comparing import Said, record
from memcon.analysis.accounts import by_two_sides, records_of
from memcon.analysis.choosing import accounts_of, choices, near
from memcon.archive import Archive, open_archive
from memcon.errors import MemconError
from memcon.record import Record


def titled(made: Record, title: str, url: str | None = None) -> Record:
    return made.model_copy(
        update={"document": made.document.model_copy(update={"title": title, "url": url})}
    )


ONE = titled(
    record([Said(text="The harbour talks went well")], published="2031-05-05"),
    "The harbour talks",
    "https://xos.example/talks",
)
SAME = titled(
    record([Said(text="Harbour dues were spoken of")], published="2031-05-06"), "Dues 100%"
)
OTHER = titled(
    record([Said(text="They met again")], date="2032-07-01", published="2032-07-02"), "Again"
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path: Path = tmp_path_factory.mktemp("choosing") / "archive.db"
    with open_archive(path, create=True) as made:
        put(made, [ONE, SAME, OTHER])
        yield made


def ids(connection: Connection, text: str) -> list[str]:
    return [one.id for one in choices(connection, text)]


def test_words_of_a_title_an_id_and_an_address_find_documents(archive: Archive) -> None:
    with archive.reading() as connection:
        assert ids(connection, "talks harbour") == [ONE.document.id]
        assert ids(connection, "due") == [SAME.document.id]
        assert ids(connection, ONE.document.id[:10]) == [ONE.document.id]
        assert ids(connection, f"{ONE.document.id}/meeting:1") == [ONE.document.id]
        assert ids(connection, "https://xos.example/talks") == [ONE.document.id]
        assert ids(connection, "") == ids(connection, "xyzzy") == ids(connection, "?") == []


def test_signs_of_a_pattern_are_only_themselves(archive: Archive) -> None:
    with archive.reading() as connection:
        assert ids(connection, "100%") == ids(connection, "%") == [SAME.document.id]
        assert ids(connection, "_") == []


def test_near_are_other_accounts_then_other_meetings_of_the_same_sides(archive: Archive) -> None:
    with archive.reading() as connection:
        found = near(connection, ONE.document.id)
        assert [(one.id, one.why) for one in found] == [
            (SAME.document.id, "another account of the same meeting"),
            (OTHER.document.id, "another meeting of the same sides"),
        ]
        assert near(connection, "doc:0000000000000000") == []
        told = accounts_of(connection, f"{SAME.document.id}/meeting:1")
    assert [one.id for one in told] == [ONE.document.id, SAME.document.id]


def test_accounts_of_a_meeting_are_compared_by_document(archive: Archive) -> None:
    meeting, two = f"{ONE.document.id}/meeting:1", (SAME.document.id, ONE.document.id)
    with archive.reading() as connection:
        (one,), (other,) = by_two_sides(connection, meeting, two)
        assert (one.document.id, other.document.id) == two
        with pytest.raises(MemconError, match=f"no account of this meeting by {OTHER.document.id}"):
            records_of(connection, meeting, by=OTHER.document.id)
