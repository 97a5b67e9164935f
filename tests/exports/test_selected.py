"""Which documents are exported, and that the order in which they came changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from exporting import written
from sqlalchemy import Connection

from archives import AT, example_records, put
from memcon.archive import Archive, human, open_archive
from memcon.archive.linker import link
from memcon.errors import UnknownIdError
from memcon.exports import registry
from memcon.exports.formats import Selection
from memcon.exports.selected import selected_records

STREAMS = ("annotations", "bibtex", "csl", "ics", "prov", "prov-json", "schemaorg")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive of the examples, the last of them first."""
    with open_archive(str(tmp_path / "archive.db"), create=True) as opened:
        put(opened, reversed(example_records()))
        yield opened


def ids(connection: Connection, **selection: str) -> list[str]:
    return [row.id for row, _ in selected_records(connection, Selection(**selection))]


def test_only_current_documents_are_exported(archive: Archive) -> None:
    with archive.reading() as connection:
        before = ids(connection)
    assert before == sorted(before)
    with archive.writing() as connection:
        human.review(connection, before[0], "reject", who="A. Reviewer", at=AT)
    link(archive)
    with archive.reading() as connection:
        assert ids(connection) == before[1:]


def test_pages_neither_lose_nor_repeat_any(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.reading() as connection:
        whole = ids(connection)
        assert len(whole) == len(set(whole)) > 3
        for size in (1, 3, len(whole)):
            monkeypatch.setattr("memcon.exports.selected._AT_ONCE", size)
            assert ids(connection) == whole


def test_days_are_both_included_and_an_actor_is_named(archive: Archive) -> None:
    with archive.reading() as connection:
        rows = [row for row, _ in selected_records(connection)]
        day = sorted(row.day for row in rows if row.day)[3]
        assert ids(connection, since=day, until=day) == [row.id for row in rows if row.day == day]
        named = {
            row.id
            for row, record in selected_records(connection)
            if any(actor.id == "XSE" for actor in record.actors)
        }
        assert set(ids(connection, actor="XSE")) == named
        assert 0 < len(named) < len(rows)
        with pytest.raises(UnknownIdError):
            ids(connection, actor="Nobody At All")


def test_the_order_of_arrival_changes_nothing(archive: Archive, tmp_path: Path) -> None:
    with open_archive(str(tmp_path / "other.db"), create=True) as other:
        put(other, example_records())
        with other.reading() as there, archive.reading() as here:
            for name in STREAMS:
                found = registry.find(name)
                assert found is not None
                assert written(here, found.format) == written(there, found.format), name
