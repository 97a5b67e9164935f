"""A whole run: what is written, that nothing it does not depend on changes it, and going on."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from run_helpers import ROOT, options, texts, tree, write_jsonl

from memcon.errors import RunError
from memcon.reading.reader import Reader
from memcon.scale.inputs import InputOptions
from memcon.scale.output import read_output
from memcon.scale.report import Progress, Report
from memcon.scale.run import run
from memcon.scale.storage import Folder
from memcon.scale.work import ReadDocument


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection in which every third text tells of diplomacy, with a copy and a broken line."""
    path = tmp_path_factory.mktemp("source") / "articles.jsonl"
    items = texts(30, every=3)
    write_jsonl(path, [*items, items[0]])
    with path.open("a", encoding="utf-8") as stream:
        stream.write("this is no JSON\n")
    return path


@pytest.fixture(scope="module")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    output = tmp_path_factory.mktemp("undisturbed") / "out"
    return output, run(options(source, output))


def rows(output: Path, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    relation = duckdb.sql(f"select {columns} from '{output}/{table}/*.parquet'")
    assert relation is not None
    return relation.fetchall()


def test_report_tells_what_became_of_every_document(
    undisturbed: tuple[Path, Report],
) -> None:
    output, report = undisturbed
    assert report.sift.documents == 32
    assert report.sift.aside == {"nothing-diplomatic": 20}
    assert report.sift.rejects == {"json": 1}
    assert (report.sift.kept, report.duplicates, report.read.kept) == (11, 1, 10)
    assert report.read.rejects == {}
    assert report.read.rows["documents"] == 10
    assert not report.resumed
    written = json.loads((output / "_memcon/report.json").read_text(encoding="utf-8"))
    assert written == report.as_json()
    text = (output / "_memcon/report.txt").read_text(encoding="utf-8")
    assert "20 by triage (nothing-diplomatic 20), 62.5% of all" in text
    assert "1 dropped" in text


def test_records_are_those_of_the_reader(undisturbed: tuple[Path, Report], source: Path) -> None:
    output, _ = undisturbed
    lines = source.read_text(encoding="utf-8").splitlines()[:30:3]
    reader = Reader(knowledge=ROOT / "examples" / "memcon.toml")
    wanted = [reader.read(row["text"], url=row["url"]) for row in map(json.loads, lines)]
    found = list(read_output(Folder(str(output))))
    assert found == [
        ReadDocument(where=f"{source}#{3 * number + 1}", record=record)
        for number, record in enumerate(wanted)
    ]
    assert rows(output, "statements", "count(*)") == [
        (sum(len(record.statements) for record in wanted),)
    ]


def test_rejects_and_duplicates_say_where_and_why(
    undisturbed: tuple[Path, Report], source: Path
) -> None:
    output, _ = undisturbed
    ((where, stage, code, reason),) = rows(output, "rejects", '"where", stage, code, reason')
    assert (where, stage, code) == (f"{source}#32", "input", "json")
    assert "JSON" in str(reason)
    ((where, document, of, similarity),) = rows(output, "duplicates")
    assert where == f"{source}#31"
    assert document == of
    assert similarity == 1.0


def test_output_does_not_depend_on_workers(
    undisturbed: tuple[Path, Report], source: Path, tmp_path: Path
) -> None:
    run(options(source, tmp_path / "out", jobs=1))
    assert tree(tmp_path / "out") == tree(undisturbed[0])


def test_a_finished_run_is_told_of_again(undisturbed: tuple[Path, Report], source: Path) -> None:
    output, report = undisturbed
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    told: list[Progress] = []
    assert run(options(source, output), progress=told.append) == report
    assert told == []
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == before


def test_what_is_committed_is_not_done_again(
    undisturbed: tuple[Path, Report], source: Path, tmp_path: Path
) -> None:
    class StopError(Exception):
        pass

    seen: list[Progress] = []

    def stop_at(stage: str, tasks: int) -> None:
        def told(progress: Progress) -> None:
            seen.append(progress)
            if progress.stage == stage and progress.session.tasks == tasks:
                raise StopError

        with pytest.raises(StopError):
            run(options(source, tmp_path / "out", jobs=1), progress=told)

    stop_at("sift", 2)
    stop_at("sift", 3)
    stop_at("read", 1)
    report = run(options(source, tmp_path / "out", jobs=1), progress=seen.append)
    assert report.resumed
    assert tree(tmp_path / "out") == tree(undisturbed[0])
    last = seen[-1]
    assert last.stage == "read"
    assert 0 < last.session.documents < last.sum.documents == last.total == 10


def test_progress_counts_what_was_done_before(source: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    run(options(source, tmp_path / "out", jobs=1), progress=seen.append)
    sifting = [progress for progress in seen if progress.stage == "sift"]
    assert sifting[-1].done == sifting[-1].total == source.stat().st_size
    assert all(progress.seconds_left is not None for progress in seen)
    assert sifting[-1].seconds_left == 0


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"triage": False}, "triage"),
        ({"duplicates": "mark"}, "duplicates"),
        ({"part_documents": 4}, "part_documents"),
        ({"intake": InputOptions(piece_documents=5)}, "intake.piece_documents"),
    ],
)
def test_a_run_with_other_options_is_refused(
    undisturbed: tuple[Path, Report], source: Path, change: dict[str, object], named: str
) -> None:
    before = tree(undisturbed[0])
    with pytest.raises(RunError, match=f"other {named}.*another --output"):
        run(options(source, undisturbed[0], **change))
    assert tree(undisturbed[0]) == before


def test_a_folder_that_holds_something_else_is_refused(source: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RunError, match="holds something else"):
        run(options(source, tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_output_within_an_input_is_refused(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "articles.jsonl", texts(1))
    with pytest.raises(RunError, match="lies in a folder that is read"):
        run(options(tmp_path, tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_second_session_is_kept_off(source: Path, tmp_path: Path) -> None:
    def second(progress: Progress) -> None:
        with pytest.raises(RunError, match="another session"):
            run(options(source, tmp_path / "out"))
        raise InterruptedError

    with pytest.raises(InterruptedError):
        run(options(source, tmp_path / "out", jobs=1), progress=second)


def test_what_killed_writes_left_is_swept(source: Path, tmp_path: Path) -> None:
    left = tmp_path / "out" / "statements" / ".writing-0123"

    def leave(progress: Progress) -> None:
        left.parent.mkdir(parents=True, exist_ok=True)
        left.write_text("half", encoding="utf-8")

    run(options(source, tmp_path / "out"), progress=leave)
    assert not left.exists()


def test_marked_duplicates_are_read(source: Path, tmp_path: Path) -> None:
    report = run(options(source, tmp_path / "out", duplicates="mark"))
    assert (report.duplicates, report.read.kept) == (1, 11)
    assert len(rows(tmp_path / "out", "duplicates")) == 1


def test_without_triage_everything_is_read(source: Path, tmp_path: Path) -> None:
    report = run(options(source, tmp_path / "out", triage=False, duplicates="keep"))
    assert (report.sift.kept, report.read.kept, report.duplicates) == (31, 31, 0)
    assert report.sift.aside == {}


def test_json_lines_are_records(source: Path, tmp_path: Path) -> None:
    run(options(source, tmp_path / "out", form="jsonl"))
    found = list(read_output(Folder(str(tmp_path / "out"))))
    assert len(found) == 10
    assert not list((tmp_path / "out").rglob("*.parquet"))


def test_an_empty_input_gives_an_empty_output(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "none.jsonl", [])
    report = run(options(source, tmp_path / "out"))
    assert (report.sift.documents, report.read.kept) == (0, 0)
    assert list(read_output(Folder(str(tmp_path / "out")))) == []
    assert rows(tmp_path / "out", "commitments") == []


def test_a_damaged_manifest_is_told(source: Path, tmp_path: Path) -> None:
    Folder(str(tmp_path / "out")).put("_memcon/run.json", b"{")
    with pytest.raises(RunError, match="no manifest"):
        run(options(source, tmp_path / "out"))


HERE = str(Path(__file__).parent)
SCRIPT = """
import sys
from pathlib import Path
from run_helpers import ROOT, options
from memcon.scale.run import run
if __name__ == "__main__":
    run(options(Path(sys.argv[1]), Path(sys.argv[2])))
"""


def test_twenty_kills_change_nothing(
    undisturbed: tuple[Path, Report], source: Path, tmp_path: Path
) -> None:
    """The driver is killed at random times; what it committed stands, and the end is the same."""
    script = tmp_path / "session.py"
    script.write_text(SCRIPT, encoding="utf-8")
    chance = random.Random(5)
    kills = finished = 0
    while kills < 20:
        output = tmp_path / str(finished)
        command = [sys.executable, str(script), str(source), str(output)]
        committed = set(output.glob("_memcon/done/*.json"))
        with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": HERE}) as process:
            try:
                assert process.wait(chance.uniform(0.5, 5.0)) == 0
            except subprocess.TimeoutExpired:
                process.kill()
                kills += 1
        assert committed <= set(output.glob("_memcon/done/*.json"))
        if (output / "_memcon/report.json").exists():
            run(options(source, output))
            assert tree(output) == tree(undisturbed[0])
            finished += 1
    report = run(options(source, tmp_path / str(finished)))
    assert tree(tmp_path / str(finished)) == tree(undisturbed[0])
    assert replace(report.sift, replaced={}) == undisturbed[1].sift
