"""Parts of a run: how documents are shared out, and how one part is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from run_helpers import texts

from memcon.reading.reader import Reader
from memcon.record import Record
from memcon.scale import parts, spool
from memcon.scale.duplicates import sign
from memcon.scale.local import ReaderOptions
from memcon.scale.output import read_output
from memcon.scale.parts import Part, ReadWork, Segment
from memcon.scale.spool import Survivor
from memcon.scale.storage import Folder
from memcon.scale.work import Done, Reject
from memcon.scale.workers import NOWHERE, Attempt, Poison, Tools
from memcon.sources import from_text

sizes = st.lists(st.integers(0, 3_000_000), max_size=40)


@given(sizes=sizes, cuts=st.integers(1, 5), most=st.integers(1, 6))
def test_every_survivor_is_in_one_part_in_order(sizes: list[int], cuts: int, most: int) -> None:
    survivors = [(f"{at // cuts:03}", at % cuts, size) for at, size in enumerate(sizes)]
    planned = list(parts.plan(survivors, documents=most))
    assert [
        (segment.piece, place)
        for part in planned
        for segment in part.segments
        for place in segment.places
    ] == [(piece, place) for piece, place, _ in survivors]
    assert [part.name for part in planned] == [f"{at:06}" for at in range(len(planned))]
    for part in planned:
        held = sum(len(segment.places) for segment in part.segments)
        assert bool(survivors) <= held <= most
    assert planned


def test_long_documents_make_short_parts() -> None:
    survivors = [("a", at, 1_500_000) for at in range(6)]
    planned = list(parts.plan(survivors, documents=100))
    assert [len(part.segments[0].places) for part in planned] == [2, 2, 2]


@pytest.mark.parametrize(
    ("survivors", "most", "size"),
    [
        (0, 128, 8),
        (40, 128, 8),
        (300, 128, 19),
        (300, 10, 10),
        (1_000_000, 128, 128),
    ],
)
def test_a_small_run_has_parts_for_several_workers_too(
    survivors: int, most: int, size: int
) -> None:
    assert parts.share(survivors, most=most) == size


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder in which two pieces are sifted."""
    folder = Folder(str(tmp_path))
    items = texts(6)
    for name, some in (("0-0", items[:4]), ("0-1", items[4:])):
        survivors = [
            Survivor(where=f"{name}#{at}", taken=from_text(text)) for at, text in enumerate(some)
        ]
        spool.write_piece(
            folder,
            name,
            survivors,
            signatures=[sign(one.taken.document) for one in survivors],
            done=Done(stage="sift", name=name, documents=5, kept=len(some), aside={"x": 1}),
            rejects=[Reject(where="w\u2028", stage="sift", code="json", reason="because")],
        )
    return folder


def test_what_was_sifted_comes_back(folder: Folder) -> None:
    assert spool.committed(folder) == ["0-0", "0-1"]
    head = spool.read_head(folder, "0-1")
    assert head.done == Done(stage="sift", name="0-1", documents=5, kept=2, aside={"x": 1})
    assert head.wheres == ("0-1#0", "0-1#1")
    assert head.rejects[0].where == "w\u2028"
    wanted = [from_text(text) for text in texts(6)[4:]]
    assert head.sizes == tuple(len(one.document.text) for one in wanted)
    assert head.signatures == tuple(sign(one.document) for one in wanted)
    found = list(spool.read_survivors(folder, "0-1", [1]))
    assert [(one.where, one.taken.document) for one in found] == [("0-1#1", wanted[1].document)]


class StubReader:
    """Notes which texts come together, and stumbles over a word."""

    def __init__(self) -> None:
        self.reader = Reader()
        self.together: list[int] = []

    def read_many(self, items: list[Any]) -> list[Record]:
        self.together.append(len(items))
        return list(self.reader.read_many(items))

    def read_taken(self, taken: Any) -> Record:
        if "Rask" in taken.document.text:
            raise ValueError("stumbled")
        return self.reader.read_taken(taken)


class StubTools(Tools):
    def __init__(self) -> None:
        super().__init__(ReaderOptions())
        self.stub = StubReader()

    @property
    def reader(self) -> Any:
        return self.stub


@pytest.fixture(scope="module")
def tools() -> StubTools:
    return StubTools()


PART = Part(
    name="000007",
    segments=(Segment(piece="0-0", places=(0, 2, 3)), Segment(piece="0-1", places=(1,))),
)


def finished(folder: Folder, documents: int) -> Folder:
    folder.put("_memcon/run.json", b'{"schema": "memcon/run/1", "form": "jsonl"}')
    report = {"schema": "memcon/report/1", "read": {"rows": {"documents": documents}}}
    folder.put("_memcon/report.json", json.dumps(report).encode())
    return folder


def test_a_part_is_written_and_marked(folder: Folder, tools: StubTools) -> None:
    at: list[int] = []
    done = ReadWork(folder=folder, form="jsonl").do(tools, PART, Attempt(at=at.append))
    assert (done.documents, done.kept, at) == (4, 4, [0, NOWHERE])
    assert parts.committed(folder) == {"000007"}
    assert parts.read_done(folder, "000007") == done
    wheres = [document.where for document in read_output(finished(folder, 4))]
    assert wheres == ["0-0#0", "0-0#2", "0-0#3", "0-1#1"]


def test_alone_and_together_give_the_same(folder: Folder, tools: StubTools) -> None:
    work = ReadWork(folder=folder, form="parquet")
    together = work.do(tools, PART, Attempt())
    before = {path: path.read_bytes() for path in Path(folder.url).rglob("*.parquet")}
    at: list[int] = []
    tools.stub.together.clear()
    assert work.do(tools, PART, Attempt(at=at.append, alone=True)) == together
    assert tools.stub.together == [1, 1, 1, 1]
    assert at == [0, 1, 2, 3, NOWHERE]
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("alone", [True, False])
def test_poison_is_rejected_unread(folder: Folder, tools: StubTools, alone: bool) -> None:
    at: list[int] = []
    attempt = Attempt(
        at=at.append, alone=alone, poison={1: Poison(code="memory", reason="it is too large")}
    )
    done = ReadWork(folder=folder, form="jsonl").do(tools, PART, attempt)
    assert (done.documents, done.kept, done.rejects) == (4, 3, {"memory": 1})
    assert at == ([0, 2, 3, NOWHERE] if alone else [0, 2, NOWHERE])
    wheres = [document.where for document in read_output(finished(folder, 3))]
    assert wheres == ["0-0#0", "0-0#3", "0-1#1"]
