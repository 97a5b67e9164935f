"""Two processes that add to one archive, and others that ask it meanwhile."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

import dumps
from add_process import Adders
from invented import InventedDocuments
from memcon.analysis.search import search
from memcon.archive import Archive, open_archive
from memcon.archive.check import check
from memcon.archive.schema import commitments, documents, records

COUNT = 120


@pytest.fixture(scope="module")
def paths(invented_documents: InventedDocuments) -> list[Path]:
    # Pages in two versions are left out: which is in force may depend on which came last.
    return [path for path in invented_documents.paths if path.suffix != ".md"][:COUNT]


@pytest.fixture(scope="module")
def adders(
    invented_documents: InventedDocuments, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Adders]:
    with Adders(invented_documents.records, tmp_path_factory.mktemp("adders")) as made:
        yield made


@pytest.fixture(scope="module")
def one_by_one(
    adders: Adders, paths: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> dumps.Dump:
    path = tmp_path_factory.mktemp("alone") / "archive.db"
    for part in (paths[::2], paths[1::2]):
        adders.add(str(path), part).finish()
    with open_archive(path) as archive:
        return dumps.dump(archive, places=False)


class Readers:
    """Threads that ask an archive until they are stopped; each keeps what went wrong."""

    def __init__(self, archive: Archive, count: int):
        self.asked = 0
        self.errors: list[BaseException] = []
        self._archive = archive
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(count)]

    def _ask(self) -> None:
        while not self._stop.is_set():
            try:
                with self._archive.reading() as connection:
                    before = connection.execute(select(func.count(documents.c.key))).scalar_one()
                    search(connection, "ferries OR channel", limit=5)
                    search(connection, '"grain ships"', limit=5)
                    connection.execute(select(func.count(commitments.c.key))).scalar_one()
                    kept = connection.execute(select(func.count(records.c.document))).scalar_one()
                    after = connection.execute(select(func.count(documents.c.key))).scalar_one()
                # All questions of one connection see one picture.
                assert before == kept == after
                self.asked += 1
            except BaseException as error:
                self.errors.append(error)
                return

    @contextmanager
    def asking(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join()


def test_two_add_different_documents_while_others_ask(
    archive_url: str, adders: Adders, paths: list[Path], one_by_one: dumps.Dump
) -> None:
    with open_archive(archive_url, write=False) as archive:
        readers = Readers(archive, 2)
        with readers.asking():
            running = [adders.add(archive_url, part) for part in (paths[::2], paths[1::2])]
            finished = [process.finish() for process in running]
        assert readers.errors == []
        assert readers.asked > 1
    for code, reports, errors in finished:
        rejected = [r["where"] for r in reports if r.get("outcome") == "rejected"]
        assert code == bool(rejected), errors
        # Nothing was said but which files cannot be read.
        assert len(errors.splitlines()) == len(rejected)
        assert all(where in errors for where in rejected)
    with open_archive(archive_url) as archive:
        assert check(archive, deep=True).findings == ()
        assert dumps.differences(one_by_one, dumps.dump(archive, places=False)) == []


def test_two_add_the_same_documents_and_make_the_archive(
    empty_url: str, adders: Adders, paths: list[Path], one_by_one: dumps.Dump
) -> None:
    other = random.Random(4).sample(paths, len(paths))
    running = [adders.add(empty_url, part) for part in (paths, other)]
    finished = [process.finish() for process in running]
    assert [code for code, _, _ in finished] == [1, 1]
    ids = {report.get("document") for _, reports, _ in finished for report in reports} - {None}
    with open_archive(empty_url) as archive:
        assert check(archive, deep=True).errors == 0
        found = dumps.dump(archive, places=False)
        assert ids == {row[0] for row in found["documents"]}
    # Both may have been in the middle of the same file: its second capture is no more news.
    found["captures"] = sorted({row for row in found["captures"] if row[2]})
    expected = {**one_by_one, "captures": sorted(set(one_by_one["captures"]))}
    assert dumps.differences(expected, found) == []


def test_many_make_one_archive_at_once(empty_url: str, adders: Adders, tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("", encoding="utf-8")
    running = [adders.add(empty_url, [tmp_path / "none.txt"]) for _ in range(6)]
    for process in running:
        code, reports, errors = process.finish()
        assert code == 2, errors
        assert reports[-1]["summary"]["rejected"] == 1
    with open_archive(empty_url) as archive:
        assert check(archive, deep=True).findings == ()
