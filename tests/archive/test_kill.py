"""A process that is killed at any moment loses nothing it reported, and another one finishes."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dumps
from add_process import Adders
from invented import InventedDocuments
from memcon.archive import Archive, open_archive, store
from memcon.archive.check import check

KILLS = 20
Reports = list[dict[str, Any]]


@pytest.fixture(scope="module")
def adders(
    invented_documents: InventedDocuments, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Adders]:
    with Adders(invented_documents.records, tmp_path_factory.mktemp("adders")) as made:
        yield made


def finished(adders: Adders, url: str, documents: InventedDocuments) -> dict[str, int]:
    """Add all documents; return the counts of the summary."""
    code, reports, errors = adders.add(url, documents.paths).finish()
    assert code == 1, errors  # some cannot be read
    summary: dict[str, int] = reports[-1]["summary"]
    return summary


@pytest.fixture(scope="module")
def undisturbed(
    adders: Adders,
    invented_documents: InventedDocuments,
    tmp_path_factory: pytest.TempPathFactory,
) -> dumps.Dump:
    path = tmp_path_factory.mktemp("undisturbed") / "archive.db"
    summary = finished(adders, str(path), invented_documents)
    assert summary["added"] > 200
    assert min(summary[name] for name in ("changed", "known", "rejected")) > 0
    with open_archive(path) as archive:
        return dumps.dump(archive)


def killed(
    adders: Adders, url: str, documents: InventedDocuments, *, after: int, seconds: float
) -> Reports:
    """Add documents, kill the process some time after so many reports; return all reports."""
    process = adders.add(url, documents.paths)
    reports = [json.loads(process.out.readline()) for _ in range(after)]
    time.sleep(seconds)
    process.kill()
    code, rest, errors = process.finish()
    assert code == -9, errors
    return reports + rest


def assert_stored(archive: Archive, reports: Reports) -> None:
    """Every document that was reported stored is there, with its record."""
    with archive.reading() as connection:
        for id in sorted({report["document"] for report in reports if "document" in report}):
            key = store.find(connection, id)
            assert key is not None, id
            assert store.load(connection, key).document.id == id


def test_killed_at_twenty_moments_loses_nothing_and_finishes(
    adders: Adders,
    empty_url: str,
    invented_documents: InventedDocuments,
    undisturbed: dumps.Dump,
) -> None:
    draw = random.Random(20)
    total = len(invented_documents.paths)
    # The first before anything is stored, the last two while it is linked.
    moments = [0, *sorted(draw.sample(range(1, total), KILLS - 3)), total, total]
    everything: Reports = []
    for number, after in enumerate(moments):
        seconds = draw.uniform(0, 1 if after == total else 0.03)
        reports = killed(adders, empty_url, invented_documents, after=after, seconds=seconds)
        everything += reports
        with open_archive(empty_url, create=True) as archive:
            assert_stored(archive, reports)
            if number % 8 == 7:
                assert check(archive, deep=True).errors == 0
    outcomes = {report["outcome"] for report in everything}
    assert outcomes == {"added", "changed", "known", "unchanged", "rejected"}
    finished(adders, empty_url, invented_documents)
    with open_archive(empty_url) as archive:
        assert_stored(archive, everything)
        assert check(archive, deep=True).findings == ()
        assert dumps.differences(undisturbed, dumps.dump(archive)) == []


def test_killed_while_the_archive_is_made(adders: Adders, empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("", encoding="utf-8")
    nothing = InventedDocuments([tmp_path / "none.txt"], tmp_path / "none.jsonl")
    for seconds in (0.02, 0.08, 0.16):
        killed(adders, empty_url, nothing, after=0, seconds=seconds)
    with open_archive(empty_url, create=True) as archive:
        assert check(archive, deep=True).findings == ()


def test_true_command_with_its_reader_is_killed(
    archive_url: str, invented_documents: InventedDocuments, root: Path
) -> None:
    paths = [str(path) for path in invented_documents.paths[:16]]
    command = [sys.executable, "-m", "memcon", "--archive", archive_url, "add", "--json", *paths]
    process = subprocess.Popen(command, cwd=root / "examples", stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    reports = [json.loads(process.stdout.readline()) for _ in range(8)]
    process.kill()
    process.communicate(timeout=60)
    with open_archive(archive_url) as archive:
        assert_stored(archive, reports)
        assert check(archive, deep=True).whole
    done = subprocess.run(
        command, cwd=root / "examples", capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 1, done.stderr
    with open_archive(archive_url) as archive:
        assert_stored(archive, reports)
        assert check(archive, deep=True).findings == ()
