"""The streams that benchmarks read: always the same, mixed as said, and taken by every input."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
from streams import Stream, alike, write


def test_two_in_a_hundred_tell_of_diplomacy() -> None:
    stream = Stream(3)
    topics = [one.topic for one in stream.articles(0, 200)]
    assert topics.count("diplomacy") == 4
    assert len(set(topics)) > 10


def test_a_document_depends_on_seed_and_number_alone() -> None:
    one, same, other = Stream(3), Stream(3), Stream(4)
    assert list(one.articles(5, 20)) == [same.article(number) for number in range(5, 20)]
    assert one.article(7) != other.article(7)


def test_copies_are_no_near_duplicates() -> None:
    everything = Stream(3, one_in=1)
    copies = len(everything.diplomacy._paths)
    some = [turn * copies + place for turn in range(3) for place in range(8)]
    count, pairs = alike(map(everything.article, some))
    assert (count, pairs) == (24, 0)


@pytest.mark.parametrize("form", ["jsonl", "jsonl.zst", "csv", "parquet", "warc", "warc.gz"])
def test_every_form_is_taken(tmp_path: Path, form: str) -> None:
    from memcon.scale.inputs import InputOptions, survey

    (path,) = write(Stream(3), tmp_path, form=form, documents=6)
    (found,) = survey([str(path)], InputOptions()).files
    assert found.kind == form.split(".")[0]
    assert found.size == path.stat().st_size
