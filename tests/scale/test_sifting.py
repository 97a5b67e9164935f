"""Sifting one piece: what is counted, what poison costs, and where a piece ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from run_helpers import ROOT, texts, write_jsonl

from memcon.errors import PluginError
from memcon.scale import spool
from memcon.scale.inputs import InputOptions, cut, survey
from memcon.scale.local import ReaderOptions
from memcon.scale.sifting import SiftWork
from memcon.scale.storage import Folder
from memcon.scale.work import Piece
from memcon.scale.workers import NOWHERE, Attempt, Poison, Tools

POISON = Poison(code="died", reason="the process ended (SIGKILL)")


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools(ReaderOptions(knowledge=ROOT / "examples" / "memcon.toml"))


@pytest.fixture
def piece(tmp_path: Path) -> Piece:
    source = write_jsonl(tmp_path / "articles.jsonl", texts(6, every=2))
    (file,) = survey([str(source)], InputOptions()).files
    (only,) = cut(file, InputOptions())
    return only


def work(tmp_path: Path, *, triage: bool = True) -> SiftWork:
    return SiftWork(folder=Folder(str(tmp_path / "out")), intake=InputOptions(), triage=triage)


def test_every_document_is_counted_once(piece: Piece, tools: Tools, tmp_path: Path) -> None:
    at: list[int] = []
    done = work(tmp_path).do(tools, piece, Attempt(at=at.append))
    assert (done.documents, done.kept, done.aside) == (6, 3, {"nothing-diplomatic": 3})
    # told before a document is made, once more to see that there is none, and for the commit
    assert at == [0, 1, 2, 3, 4, 5, 6, NOWHERE]
    head = spool.read_head(work(tmp_path).folder, piece.name)
    assert head.done == done
    assert head.wheres == tuple(f"{piece.input.url}#{line}" for line in (1, 3, 5))


def test_poison_is_passed_over_and_counted(piece: Piece, tools: Tools, tmp_path: Path) -> None:
    done = work(tmp_path).do(tools, piece, Attempt(poison={2: POISON}))
    assert (done.documents, done.kept, done.rejects) == (6, 2, {"died": 1})
    (reject,) = spool.read_head(work(tmp_path).folder, piece.name).rejects
    assert (reject.where, reject.stage) == (f"{piece.input.url}#3", "sift")
    assert "SIGKILL" in reject.reason


def test_a_piece_ends_before_what_cannot_be_passed_over(
    piece: Piece, tools: Tools, tmp_path: Path
) -> None:
    done = work(tmp_path).do(tools, piece, Attempt(poison={4: POISON}, end=4))
    assert (done.documents, done.kept, done.rejects) == (4, 2, {"died": 1})
    (reject,) = spool.read_head(work(tmp_path).folder, piece.name).rejects
    assert reject.where == f"{piece.input.url}#5"
    assert "what comes after" in reject.reason


def test_without_triage_nothing_is_judged(piece: Piece, tmp_path: Path) -> None:
    class NoTriage(Tools):
        @property
        def triage(self) -> None:  # type: ignore[override]
            raise AssertionError("it is not wanted")

    done = work(tmp_path, triage=False).do(NoTriage(ReaderOptions()), piece, Attempt())
    assert (done.documents, done.kept) == (6, 6)


def test_a_missing_source_ends_the_run(
    piece: Piece, tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise PluginError("no package adds it")

    monkeypatch.setattr("memcon.scale.sifting.take", missing)
    with pytest.raises(PluginError):
        work(tmp_path).do(tools, piece, Attempt())
