"""``memcon export FORMAT`` as a user meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from archives import filled
from memcon.cli.app import app
from memcon.cli.exits import Exit
from memcon.errors import MemconError, PluginError
from memcon.exports import registry
from memcon.exports.formats import Format

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "archive.db"
    filled(str(path)).close()
    return path


@pytest.fixture
def run(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MEMCON_DEBUG", raising=False)

    def invoke(*arguments: str) -> Any:
        return CliRunner().invoke(
            app, ["--archive", str(archive), "export", *arguments], prog_name="memcon"
        )

    return invoke


def register(monkeypatch: pytest.MonkeyPatch, form: Format) -> None:
    """Let a format of a test be one of the registry's."""
    found = registry.find
    names = [*registry.names(), form.name]
    monkeypatch.setattr(registry, "names", lambda: names)
    monkeypatch.setattr(
        registry,
        "find",
        lambda name: registry.Registered(format=form) if name == form.name else found(name),
    )


def folder_format(write: Any) -> Format:
    return Format(
        name="crates",
        summary="Write crates.",
        epilog="\b\nExamples:\n  memcon export crates",
        target="folder",
        write=write,
        noun="crates",
    )


def test_the_list_names_every_format_with_its_summary(run: Run) -> None:
    done = run("--help")
    assert done.exit_code == 0
    for name in ("records", "gold", "ics", "bibtex", "annotations", "xlsx", "parquet"):
        assert f"\n  {name} " in done.stdout
    assert "Write citations of the documents as BibTeX." in " ".join(done.stdout.split())


def test_the_list_is_made_without_loading_what_is_on_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(name: str) -> Any:
        raise AssertionError(f"{name} was loaded")

    monkeypatch.setattr(registry, "find", find)
    assert run("--help").exit_code == Exit.DONE


def test_a_format_that_there_is_not_brings_up_those_there_are(run: Run) -> None:
    done = run("excel")
    assert done.exit_code == Exit.NOTHING_READ
    assert "There are: records, gold, annotations, bibtex," in " ".join(done.stderr.split())


def test_a_format_has_help_of_its_own(run: Run) -> None:
    done = run("ics", "--help")
    assert "memcon export ics --output meetings.ics" in done.stdout
    assert "--since" in done.stdout
    assert "--replace" not in done.stdout
    assert "--replace" in run("parquet", "--help").stdout


def test_no_such_format(run: Run) -> None:
    done = run("icz")
    assert done.exit_code == Exit.NOTHING_READ
    assert "there is no 'icz'. Did you mean 'ics'?" in done.stderr


def test_a_stream_goes_to_standard_output_or_to_a_file(run: Run, tmp_path: Path) -> None:
    printed = run("csl", "--since", "2025")
    assert printed.exit_code == Exit.DONE
    assert printed.stderr == ""
    items = json.loads(printed.stdout)
    assert min(item["issued"]["date-parts"][0][0] for item in items) == 2025
    done = run("csl", "--since", "2025", "--output", "sources.json")
    assert done.stdout == f"{len(items):,} documents written to sources.json\n"
    assert (tmp_path / "sources.json").read_text(encoding="utf-8") == printed.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["sources.json"]


def test_an_empty_selection_is_told(run: Run) -> None:
    done = run("bibtex", "--until", "1900")
    assert (done.exit_code, done.stdout) == (Exit.DONE, "")
    assert "no documents to write" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("csl", "--since", "soon"), "'soon' is no date"),
        (("csl", "--actor", "Nobody At All"), "no actor of the archive goes by that name"),
        (("csl", "--output", "no/such/folder.json"), "its folder does not exist"),
        (("parquet",), "say where, with --output"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert done.exit_code == Exit.NOTHING_READ
    assert message in " ".join(done.stderr.replace("│", " ").split())


def test_a_failed_export_leaves_what_was_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sources.json").write_text("old")
    done = run("csl", "--actor", "Nobody At All", "--output", "sources.json")
    assert done.exit_code == Exit.NOTHING_READ
    assert (tmp_path / "sources.json").read_text() == "old"

    def write(_: Any, target: Path, __: Any) -> int:
        target.mkdir()
        raise MemconError("the crates are broken")

    register(monkeypatch, folder_format(write))
    done = run("crates", "--output", "crates")
    assert done.stderr == "memcon: the crates are broken\n"
    assert [path.name for path in tmp_path.iterdir()] == ["sources.json"]


def test_a_folder_needs_a_place_and_is_not_written_over(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_: Any, target: Path, selection: Any) -> int:
        target.mkdir()
        (target / "crate").write_text(f"{selection.since} {selection.until}")
        return 1

    register(monkeypatch, folder_format(write))
    assert run("crates").exit_code == Exit.NOTHING_READ
    done = run("crates", "--output", "crates", "--since", "2024", "--until", "2024-02")
    assert done.stdout == "1 crates written to crates\n"
    assert (tmp_path / "crates" / "crate").read_text() == "2024-01-01 2024-02-29"
    again = run("crates", "--output", "crates")
    assert again.exit_code == Exit.NOTHING_READ
    assert "is there already" in again.stderr
    assert run("crates", "--output", "crates", "--replace").exit_code == Exit.DONE
    assert (tmp_path / "crates" / "crate").read_text() == "None None"


def test_a_broken_format_is_told_of_and_harms_no_other(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = registry.find

    def find(name: str) -> Any:
        if name == "crates":
            raise PluginError("cannot be loaded", where="'crates' of the package crates 1")
        return found(name)

    monkeypatch.setattr(registry, "find", find)
    names = [*registry.names(), "crates"]
    monkeypatch.setattr(registry, "names", lambda: names)
    listed = run("--help")
    assert listed.exit_code == Exit.DONE
    assert "crates" in listed.stdout
    assert "Cannot be used: cannot be loaded" in " ".join(listed.stdout.split())
    done = run("crates")
    assert done.exit_code == Exit.SETUP
    assert done.stderr == "memcon: 'crates' of the package crates 1: cannot be loaded\n"
    assert run("bibtex").exit_code == Exit.DONE
