"""What the benchmarks of large runs work out of what they measured."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
from measured import Cost, Sample, flat, write
from sizing import Figures, Load, clock, hours, size


def test_memory_is_compared_by_quarters() -> None:
    assert flat([1, 1, 4, 4, 9, 9, 6, 6]) == 1.5
    assert flat([5, 7]) == 1.0


def test_samples_belong_to_the_stage_that_they_were_taken_in() -> None:
    report = {"seconds": {"sift": 3.0, "match": 1.0, "read": 4.0}}
    samples = [Sample(float(at), 0, at) for at in range(10)]
    cost = Cost(wall=9.5, cpu=0.0, report=report, samples=samples)
    assert [one.worker for one in cost.stage("sift")] == [2, 3, 4]
    assert [one.worker for one in cost.stage("read")] == [6, 7, 8, 9]


def test_cost_grows_with_bytes_sifted_and_documents_read() -> None:
    figures = Figures(sift=36, read=0.1, output=2_000, worker=4e8, driver=2e8, kept=1_000)
    assert hours(Load(name="a day", gigabytes=100, documents=36_000), figures) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("value", "said"), [(0.5, "30 min"), (3.25, "3.2 h"), (60.0, "2.5 days"), (0.01, "1 min")]
)
def test_times_are_said_as_people_say_them(value: float, said: str) -> None:
    assert clock(value) == said


def test_bytes_are_said_as_people_say_them() -> None:
    assert [size(4_000), size(2.5e6), size(7.2e12)] == ["4 kB", "2.5 MB", "7.2 TB"]


def test_a_table_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- measured: x -->\nold\n<!-- end: x -->\nb\n", "utf-8")
    write("x", ["new", "lines"], page)
    write("x", ["newer"], page)
    assert page.read_text("utf-8") == "a\n<!-- measured: x -->\nnewer\n<!-- end: x -->\nb\n"
    with pytest.raises(SystemExit, match="measured: y"):
        write("y", [], page)
