"""Linking gives the same whatever the order in which documents came, and however often it ran."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlalchemy import update

import archives
import dumps
import invented
from memcon.archive import Archive, open_archive, store
from memcon.archive.linker import link
from memcon.archive.schema import documents
from memcon.record import Record


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    paths = invented.write(tmp_path_factory.mktemp("invented"), 40)
    return list(invented.read(paths).values())


def arrived(path: Path, records: list[Record], batch: int) -> Archive:
    """Return an archive to which records were added in batches, linked after each."""
    archive = open_archive(path, create=True)
    for start in range(0, len(records), batch):
        archives.put(archive, records[start : start + batch])
    return archive


def test_any_order_in_any_batches_gives_one_archive(records: list[Record], tmp_path: Path) -> None:
    with arrived(tmp_path / "whole.db", records, len(records)) as archive:
        whole = dumps.dump(archive)
        assert {row[6] for row in whole["documents"]} == {"current", "duplicate", "superseded"}
        assert max(row[7] for row in whole["occasions"]) > 1
        assert max(row[8] for row in whole["threads"]) > 1
        link(archive, everything=True)
        assert dumps.differences(whole, dumps.dump(archive)) == []
    for seed, batch in ((1, 4), (2, 13)):
        shuffled = random.Random(seed).sample(records, len(records))
        with arrived(tmp_path / f"{seed}.db", shuffled, batch) as archive:
            assert dumps.differences(whole, dumps.dump(archive)) == [], f"in batches of {batch}"
            link(archive, everything=True)
            assert dumps.differences(whole, dumps.dump(archive)) == []


def test_what_left_leaves_no_trace_in_what_is_linked(records: list[Record], tmp_path: Path) -> None:
    plain = [record for record in records if record.document.url is None]
    gone, kept = plain[::4], [record for n, record in enumerate(plain) if n % 4]
    with arrived(tmp_path / "kept.db", kept, len(kept)) as archive:
        expected = dumps.dump(archive)
    with arrived(tmp_path / "left.db", plain, 10) as archive:
        ids = {record.document.id for record in gone}
        with archive.writing() as connection:
            for id in sorted(ids):
                key = store.find(connection, id)
                assert key is not None
                store.withdraw(connection, key)
                connection.execute(
                    update(documents).where(documents.c.key == key).values(status="withdrawn")
                )
        link(archive)
        left = dumps.dump(archive)
    left["documents"] = [row for row in left["documents"] if row[0] not in ids]
    left["records"] = [row for row in left["records"] if row[0] not in ids]
    for name in ("captures", "blobs"):
        del left[name], expected[name]
    assert dumps.differences(expected, left) == []
