"""What a server keeps of its answers: by the state of the archive, and no more than it can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from memcon.analysis.ledger import ledger
from memcon.archive import open_archive
from memcon.web import site as kept
from memcon.web.options import WebOptions
from memcon.web.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_archive(tmp_path / "archive.db", create=True) as archive:
        yield Site(archive, WebOptions())


def test_an_answer_is_worked_out_once_until_the_archive_changes(site: Site) -> None:
    asked = [site.ask(lambda _: object(), key="one") for _ in range(3)]
    assert asked[0] is asked[1] is asked[2]
    with site.archive.writing(counted=False):
        pass
    assert site.ask(lambda _: object(), key="one") is asked[0]
    with site.archive.writing():
        pass
    assert site.ask(lambda _: object(), key="one") is not asked[0]
    assert site.ask(lambda _: object()) is not site.ask(lambda _: object())


def test_large_answers_take_the_place_of_many_small_ones(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "KEPT_OBJECTS", 100)
    monkeypatch.setattr(kept, "_OBJECT_BYTES", 10)
    for number in range(20):
        site.ask(lambda _: "x" * 300, key=number)
        assert site._size <= 100
    assert len(site._kept) == 3
    site.ask(lambda _: {"a": [b"x" * 5_000]}, key="larger than all there is room for")
    assert (site._size, len(site._kept)) == (0, 0)


def test_a_bounded_number_of_answers_is_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT_ANSWERS", 5)
    for number in range(20):
        site.ask(lambda _: None, key=number)
    assert len(site._kept) == 5


def test_rows_and_what_is_in_them_count(example_archive: Path) -> None:
    with open_archive(example_archive, write=False) as archive:
        site = Site(archive, WebOptions())
        few = site.ask(lambda one: ledger(one, today="2026-01-01", limit=1), key=1)
        alone = site._size
        many = site.ask(lambda one: ledger(one, today="2026-01-01", limit=5), key=5)
        assert (len(few.rows), len(many.rows)) == (1, 5)
        assert site._size - alone > 3 * alone / 2
