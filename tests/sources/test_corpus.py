"""The shared corpora: nothing fails, and the titles of the dev gold are right."""

from __future__ import annotations

import json
from pathlib import Path

from invariants import check

from memcon.sources import Taken, expand, from_path


def test_every_readout_is_taken_in(shared: Path) -> None:
    files = expand([str(shared / "corpus" / "whitehouse")])
    assert len(files) > 1000
    for file in files:
        (taken,) = from_path(file)
        check(taken)
        assert taken.warnings == ()
        assert taken.document.title
        assert taken.document.published
        assert any(block.kind == "paragraph" for block in taken.document.blocks), file


def test_every_feed_is_taken_in(shared: Path) -> None:
    files = expand([str(shared / "corpus" / "state-feed")])
    assert len(files) > 100
    for file in files:
        for taken in from_path(file):
            check(taken)
            assert taken.document.title
            assert taken.document.published


def dev(shared: Path) -> list[tuple[Taken, dict[str, str | None]]]:
    pairs = []
    for file in sorted((shared / "gold" / "dev" / "texts").glob("*.txt")):
        gold = json.loads(
            (shared / "gold" / "dev" / "gold" / f"{file.stem}.json").read_text(encoding="utf-8")
        )
        (taken,) = from_path(file)
        pairs.append((taken, gold["doc"]))
    return pairs


def test_titles_and_dates_of_the_dev_gold(shared: Path) -> None:
    for taken, gold in dev(shared):
        assert taken.document.title == gold["title"]
        assert (taken.document.published or "")[:10] == (gold["published"] or "")


def test_dateline_places_of_the_dev_gold(shared: Path) -> None:
    for taken, gold in dev(shared):
        dateline = taken.document.dateline
        assert (dateline.place if dateline else None) == gold["dateline_place"]
