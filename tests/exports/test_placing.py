"""Files and folders get to their place whole or not at all, and nothing is lost there."""

from __future__ import annotations

from pathlib import Path

import pytest

from memcon.errors import MemconError
from memcon.exports.placing import placed


def write_file(path: Path, content: str = "new") -> None:
    assert not path.exists()
    path.write_text(content)


def fail_halfway(output: Path, *, replace: bool) -> None:
    with placed(output, "file", replace=replace) as draft:
        write_file(draft)
        draft.with_suffix(".wal").write_text("beside")
        raise ValueError("half")


def write_folder(path: Path, *names: str) -> None:
    path.mkdir()
    for name in names:
        (path / name).write_text("new")


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    output = tmp_path / "a.xlsx"
    with placed(output, "file") as draft:
        assert draft.suffix == ".xlsx"
        write_file(draft)
        assert not output.exists()
    assert output.read_text() == "new"
    assert list(tmp_path.iterdir()) == [output]


@pytest.mark.parametrize("there", [False, True])
def test_nothing_is_left_of_what_fails(tmp_path: Path, there: bool) -> None:
    output = tmp_path / "a.db"
    if there:
        output.write_text("old")
    with pytest.raises(ValueError, match="half"):
        fail_halfway(output, replace=there)
    assert [path.read_text() for path in tmp_path.iterdir()] == (["old"] if there else [])


def test_what_is_there_stays_unless_it_may_be_replaced(tmp_path: Path) -> None:
    output = tmp_path / "a.db"
    output.write_text("old")
    with pytest.raises(MemconError, match=r"is there already.*--replace"), placed(output, "file"):
        pytest.fail("written for nothing")
    assert output.read_text() == "old"
    with placed(output, "file", replace=True) as draft:
        write_file(draft)
    assert output.read_text() == "new"


def test_a_folder_replaces_an_earlier_one_of_the_same_files(tmp_path: Path) -> None:
    output = tmp_path / "tables"
    with placed(output, "folder") as draft:
        write_folder(draft, "a", "b")
    (output / "a").write_text("old")
    with pytest.raises(MemconError, match="is there already"), placed(output, "folder"):
        pytest.fail("written for nothing")
    with placed(output, "folder", replace=True) as draft:
        write_folder(draft, "a", "b", "c")
    assert {path.name: path.read_text() for path in output.iterdir()} == dict.fromkeys("abc", "new")
    assert list(tmp_path.iterdir()) == [output]


def test_a_folder_with_anything_else_in_it_is_never_replaced(tmp_path: Path) -> None:
    output = tmp_path / "home"
    (output / "letters").mkdir(parents=True)
    (output / "letters" / "one.txt").write_text("dear")
    with (
        pytest.raises(MemconError, match="holds 'letters', which is not of this export"),
        placed(output, "folder", replace=True) as draft,
    ):
        write_folder(draft, "a")
    assert (output / "letters" / "one.txt").read_text() == "dear"
    assert list(tmp_path.iterdir()) == [output]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    output = tmp_path / "tables"
    output.mkdir()
    with placed(output, "folder") as draft:
        write_folder(draft, "a")
    assert (output / "a").read_text() == "new"


def test_a_place_of_the_other_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(MemconError, match="is no folder"), placed(tmp_path / "file", "folder"):
        pytest.fail("written for nothing")
    with (
        pytest.raises(MemconError, match="is no file"),
        placed(tmp_path / "folder", "file", replace=True),
    ):
        pytest.fail("written for nothing")
    with (
        pytest.raises(MemconError, match="its folder does not exist"),
        placed(tmp_path / "no" / "a", "file"),
    ):
        pytest.fail("written for nothing")
