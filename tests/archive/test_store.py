"""Documents in and out of an archive, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from archives import AT, capture, example_records, put, read
from memcon.archive import Archive, captures, open_archive, schema, store
from memcon.archive.rows import forms, rows
from memcon.archive.search import parse, search
from memcon.errors import ArchiveError, UnknownIdError
from memcon.record import Record

FIRST = """Ostria and Varnia to reopen the Sunda bridge

LENDRAVA, March 3, 2031 - Foreign Minister Ana Sol of Ostria met Foreign Minister Ivo Kern of
Varnia in Lendrava on Monday. Sol said Ostria will reopen the Sunda bridge by the end of 2032.
Kern said Varnia firmly supports the ferry treaty.
"""
SECOND = FIRST.replace("by the end of 2032", "by the end of 2033")


@pytest.fixture
def archive(archive_url: str) -> Archive:
    return open_archive(archive_url, create=True)


def add(archive: Archive, record: Record, location: str, position: int = 0, of: int = 1) -> str:
    with archive.writing() as connection:
        made = capture(record, location, documents=of)
        outcome, _ = store.store(connection, record, made, position, known_forms={}, at=AT)
    return outcome


def statuses(archive: Archive) -> dict[str, str]:
    with archive.reading() as connection:
        found = connection.execute(select(schema.documents.c.id, schema.documents.c.status)).all()
    return {row.id: row.status for row in found}


def hits(archive: Archive, words: str) -> int:
    with archive.reading() as connection:
        return search(connection, parse(words), (), limit=10).total


def test_a_document_comes_out_as_it_went_in(archive: Archive) -> None:
    with archive:
        for record in example_records():
            add(archive, record, f"/{record.document.id}")
        with archive.reading() as connection:
            for record in example_records():
                key = store.find(connection, record.document.id)
                assert key is not None
                assert store.load(connection, key) == record


def test_rows_cite_the_words_of_the_text() -> None:
    for record in example_records():
        keys = {name: number for number, name in enumerate(forms(record), start=1)}
        tables = rows(record, 7, keys)
        text = record.document.text
        assert {schema.document_of(row["key"]) for row in tables["acts"]} <= {7}
        for row in tables["passages"]:
            assert text[row["start"] : row["end"]] == row["text"]
        for row in tables["commitments"]:
            assert " ".join(text[row["start"] : row["end"]].split()) == row["goal"]
        assert len(tables["statements"]) == len(record.statements)
        assert len(tables["acts"]) == len(record.acts)


def test_the_same_text_from_elsewhere_is_one_document_with_two_captures(archive: Archive) -> None:
    record = read(FIRST)
    with archive:
        assert add(archive, record, "/a.txt") == "added"
        assert add(archive, record, "/b.txt") == "known"
        assert len(statuses(archive)) == 1
        with archive.reading() as connection:
            assert captures.last_capture(connection, "/a.txt") is not None
            assert captures.last_capture(connection, "/b.txt") is not None


def test_a_changed_page_is_a_new_version_and_the_old_one_is_kept(archive: Archive) -> None:
    old, new = read(FIRST), read(SECOND)
    with archive:
        add(archive, old, "/page")
        assert hits(archive, "2032") == 1
        assert add(archive, new, "/page") == "changed"
        assert statuses(archive) == {old.document.id: "superseded", new.document.id: "current"}
        assert (hits(archive, "2032"), hits(archive, "2033")) == (0, 1)
        with archive.reading() as connection:
            key = store.find(connection, old.document.id)
            assert key is not None
            assert store.load(connection, key) == old
            assert list(rows_of(connection, key)) == []


def rows_of(connection: object, document: int) -> list[object]:
    low, high = schema.child_range(document)
    found: list[object] = []
    for table in (schema.acts, schema.statements, schema.commitments, schema.passages):
        query = select(table.c.key).where(table.c.key.between(low, high))
        found.extend(connection.execute(query).scalars())  # type: ignore[attr-defined]
    return found


def test_a_page_that_changes_back_is_in_force_again(archive: Archive) -> None:
    old, new = read(FIRST), read(SECOND)
    with archive:
        add(archive, old, "/page")
        add(archive, new, "/page")
        assert add(archive, old, "/page") == "changed"
        assert statuses(archive) == {old.document.id: "current", new.document.id: "superseded"}
        assert (hits(archive, "2032"), hits(archive, "2033")) == (1, 0)


def test_a_file_found_again_elsewhere_does_not_bring_an_old_version_back(archive: Archive) -> None:
    old, new = read(FIRST), read(SECOND)
    with archive:
        add(archive, old, "/page")
        add(archive, new, "/page")
        assert add(archive, old, "/copy-of-old") == "known"
        assert statuses(archive)[new.document.id] == "current"


def test_an_older_version_that_comes_later_does_not_supersede(archive: Archive) -> None:
    url = "https://example.org/readout"
    old = read(FIRST, url=url, published="2031-03-03")
    new = read(SECOND, url=url, published="2031-03-05")
    with archive:
        add(archive, new, "/new.txt")
        add(archive, old, "/old.txt")
        assert statuses(archive) == {old.document.id: "superseded", new.document.id: "current"}
        assert hits(archive, "2032") == 0


def test_the_address_of_a_whole_site_makes_no_versions(archive: Archive) -> None:
    with archive:
        add(archive, read(FIRST, url="https://example.org/"), "/a.txt")
        add(archive, read(SECOND, url="https://example.org/"), "/b.txt")
        assert set(statuses(archive).values()) == {"current"}


def test_a_capture_is_complete_with_its_last_document(archive: Archive) -> None:
    one, two = read(FIRST), read(SECOND)
    shared = capture(one, "/feed.xml", documents=2)
    with archive:
        for position, record in enumerate((one, two)):
            with archive.writing() as connection:
                store.store(connection, record, shared, position, known_forms={}, at=AT)
                last = captures.last_capture(connection, "/feed.xml")
                assert (last is not None) == (position == 1)
        assert set(statuses(archive).values()) == {"current"}  # two items are not two versions


def test_what_fails_in_the_middle_leaves_nothing(archive: Archive) -> None:
    record = read(FIRST)
    with archive:
        with pytest.raises(KeyboardInterrupt):
            interrupted(archive, record)
        with archive.reading() as connection:
            for table in schema.metadata.sorted_tables:
                count = connection.execute(select(func.count()).select_from(table)).scalar()
                assert count == 0, table.name


def interrupted(archive: Archive, record: Record) -> None:
    with archive.writing() as connection:
        store.store(connection, record, capture(record, "/a"), 0, known_forms={}, at=AT)
        raise KeyboardInterrupt


def test_raw_bytes_are_kept(archive: Archive) -> None:
    record = read(FIRST)
    with archive:
        add(archive, record, "/a.txt")
        with archive.reading() as connection:
            sha256 = capture(record, "/a.txt").sha256
            assert captures.raw(connection, sha256) == FIRST.encode()


def test_rejects_count_attempts_and_go_when_read(archive: Archive) -> None:
    with archive:
        for _ in range(2):
            with archive.writing() as connection:
                captures.reject(connection, location="/x", code="binary", reason="no text", at=AT)
        with archive.reading() as connection:
            (row,) = captures.rejected(connection)
            assert (row.location, row.attempts) == ("/x", 2)
        with archive.writing() as connection:
            captures.accept(connection, "/x")
            assert list(captures.rejected(connection)) == []


def test_a_missing_archive_and_a_missing_document_are_clear(
    archive: Archive, tmp_path: pytest.TempPathFactory
) -> None:
    with pytest.raises(ArchiveError, match=r"there is no archive\. Make one with: memcon add"):
        open_archive(f"{tmp_path}/none.db")
    with pytest.raises(ArchiveError, match="no database that an archive can be in"):
        open_archive("mysql://somewhere/else")
    with archive, archive.reading() as connection, pytest.raises(UnknownIdError):
        store.load(connection, 99)


def test_a_strange_file_is_refused(tmp_path: pytest.TempPathFactory) -> None:
    path = f"{tmp_path}/notes.txt"
    with open(path, "w") as file:  # noqa: PTH123
        file.write("these are only notes\n" * 100)
    with pytest.raises(ArchiveError, match="no archive"):
        open_archive(path)


def test_examples_fill_an_archive(archive: Archive) -> None:
    with archive:
        put(archive, example_records())
        with archive.reading() as connection:
            unlinked = select(func.count()).where(~schema.documents.c.linked)
            assert connection.execute(unlinked).scalar() == 0
            assert connection.execute(select(func.count()).select_from(schema.threads)).scalar()
            assert connection.execute(select(func.count()).select_from(schema.occasions)).scalar()
