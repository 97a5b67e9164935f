"""What other packages add: the example package, installed and run, and packages that are broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archives import filled
from memcon.cli.exits import Exit

MINUTES = """Title: Ferries of the northern channel
Date: 2024-05-06
Office: Secretariat of the Inner Sea Council

Foreign Minister Ilse Brandar of Quellmar met the secretary of the council on Monday.

Quellmar will build 12 ferries by 2027, Brandar said.
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]

# Parts of packages that are wrong, by group and name.
BROKEN = {
    "memcon.exports": {
        "absent": "memcon_wreck_nothing:FORMAT",
        "raises": "memcon_wreck:raises",
        "number": "memcon_wreck:NUMBER",
        "csl": "memcon_wreck:NUMBER",
        "fails": "memcon_wreck:FAILS",
    },
    "memcon.sources": {
        "text": "memcon_wreck:TEXT",
        "log": "memcon_wreck:LOG",
        "number": "memcon_wreck:NUMBER",
    },
    "memcon.analyses": {"number": "memcon_wreck:NUMBER", "strange": "memcon_wreck:strange"},
    "memcon.knowledge": {"number": "memcon_wreck:NUMBER", "empty": "memcon_wreck:EMPTY"},
}
WRECK = '''
import tempfile
from memcon.exports.formats import Format
from memcon.sources import SourceFormat

NUMBER = 1
EMPTY = tempfile.mkdtemp()


def fail(*_, **__):
    raise KeyError("of the wreck")


def strange(connection, *, weight: complex = 1j):
    """Ask something strange."""


def __getattr__(name):
    if name == "raises":
        raise ValueError("no good")
    raise AttributeError(name)


FAILS = Format(
    name="fails", summary="Write nothing.", epilog="", target="stream", write=fail, noun="x"
)
TEXT = SourceFormat(suffixes=(".txt",), take=fail)
LOG = SourceFormat(suffixes=(".shiplog",), take=fail)
'''


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the example package is installed, built from its sources without a network."""
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    command += ["--no-build-isolation", "--disable-pip-version-check", "--target", str(target)]
    subprocess.run([*command, str(root / "examples" / "plugin")], check=True)
    return target


@pytest.fixture(scope="module")
def wreck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a package is installed of which nothing works."""
    target = tmp_path_factory.mktemp("wreck")
    (target / "memcon_wreck.py").write_text(WRECK)
    info = target / "memcon_wreck-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: memcon-wreck\nVersion: 1.0\n")
    lines: list[str] = []
    for group, points in BROKEN.items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in points.items())]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
    return target


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plugins") / "archive.db"
    filled(str(path)).close()
    return path


@pytest.fixture
def run(archive: Path, tmp_path: Path) -> Run:
    """Run the command line in a process of its own that sees some folders of packages."""

    def go(*arguments: str, sees: tuple[Path, ...] = ()) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("MEMCON_")}
        return subprocess.run(
            [sys.executable, "-m", "memcon", *arguments],
            env={
                **clean,
                "PYTHONPATH": os.pathsep.join(map(str, sees)),
                "MEMCON_ARCHIVE": str(archive),
            },
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return go


def record_of(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_list_tells_what_is_installed(run: Run, installed: Path) -> None:
    rows = json.loads(run("plugins", "--format", "json", sees=(installed,)).stdout)["rows"]
    assert [(row["kind"], row["name"], row["package"], row["state"]) for row in rows] == [
        ("source", "minutes", "memcon-tidewatch", "ready"),
        ("question", "modes", "memcon-tidewatch", "ready"),
        ("format", "docket", "memcon-tidewatch", "ready"),
        ("knowledge pack", "tides", "memcon-tidewatch", "ready"),
    ]


def test_a_format_of_a_package_is_exported_like_any_other(run: Run, installed: Path) -> None:
    done = run("export", "docket", "--since", "2025", sees=(installed,))
    assert done.returncode == 0, done.stderr
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert lines
    assert all(len(line) == 6 and line[1] >= "2025" for line in lines)
    assert run("export", "docket").returncode == Exit.NOTHING_READ


def test_a_question_of_a_package_is_asked_with_its_own_options(run: Run, installed: Path) -> None:
    done = run("ask", "modes", "--side", "XOS", "--format", "json", sees=(installed,))
    answer = record_of(done)
    assert answer["total"] == len(answer["rows"]) > 1
    assert {row["side"] for row in answer["rows"]} == {"XOS"}
    most = answer["rows"][0]["statements"]
    fewer = run("ask", "modes", "--least", str(most), "--format", "json", sees=(installed,))
    assert all(row["statements"] >= most for row in json.loads(fewer.stdout)["rows"])
    shown = run("ask", "modes", "--help", sees=(installed,)).stdout
    assert "--least" in shown
    assert "memcon ask modes --side XOS" in shown
    assert "there is no 'modes'. No installed package adds one" in run("ask", "modes").stderr


def test_a_source_and_a_pack_are_used_where_settings_name_them_and_nowhere_else(
    run: Run, installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "talks.minutes").write_text(MINUTES, encoding="utf-8")
    reading = ("read", "talks.minutes", "--format", "json")
    without = record_of(run(*reading))
    # Installed and not named: the same record, byte for byte.
    assert record_of(run(*reading, sees=(installed,))) == without
    assert without["document"]["text"] == MINUTES
    assert without["document"]["source"]["media_type"] == "text/plain"
    (tmp_path / "memcon.toml").write_text(
        '[settings]\nsources = ["minutes"]\n[knowledge]\npacks = ["tides"]\n'
    )
    record = record_of(run(*reading, sees=(installed,)))
    document = record["document"]
    assert document["text"] == MINUTES.partition("\n\n")[2]
    assert document["title"] == "Ferries of the northern channel"
    assert document["publisher"] == "Secretariat of the Inner Sea Council"
    assert (document["published"], document["published_basis"]) == (
        "2024-05-06",
        "the head of the minutes",
    )
    assert document["source"]["media_type"] == "text/x-minutes"
    assert "XQM" in [actor["id"] for actor in record["actors"]]
    assert "XQM" not in [actor["id"] for actor in without["actors"]]


def test_a_folder_is_searched_for_what_a_source_takes_in(
    run: Run, installed: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "talks.minutes").write_text(MINUTES, encoding="utf-8")
    (folder / "broken.minutes").write_text("no head", encoding="utf-8")
    assert run("read", "texts").returncode == Exit.NOTHING_READ  # no such file is looked for
    settings = tmp_path / "memcon.toml"
    settings.write_text('[settings]\nsources = ["minutes"]\n')
    done = run("add", "texts", "--archive", "own.db", "--json", sees=(installed,))
    assert done.returncode == Exit.SOME_REJECTED
    assert "broken.minutes: minutes without an empty line after their head" in done.stderr
    summary = json.loads(done.stdout.splitlines()[-1])["summary"]
    assert (summary["added"], summary["rejected"]) == (1, 1)
    again = run("reread", "--all", "--archive", "own.db", sees=(installed,))
    assert again.returncode == 0, again.stderr


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[settings]\nsources = ["minutes"]\n', "no installed package adds 'minutes'"),
        ('[knowledge]\npacks = ["tides"]\n', "no installed package adds 'tides'"),
        ('[knowledge]\npacks = "tides"\n', "'packs' is 'tides'"),
        ("[settings]\nsources = [1]\n", "sources is [1]"),
    ],
)
def test_what_settings_name_must_be_there(
    run: Run, tmp_path: Path, toml: str, message: str
) -> None:
    (tmp_path / "memcon.toml").write_text(toml)
    (tmp_path / "a.txt").write_text("Norland met Estria.")
    done = run("read", "a.txt")
    assert done.returncode == Exit.SETUP
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_broken_package_is_told_of_by_name(run: Run, wreck: Path) -> None:
    rows = json.loads(run("plugins", "--format", "json", sees=(wreck,)).stdout)["rows"]
    states = {(row["kind"], row["name"]): row["state"] for row in rows}
    assert {row["package"] for row in rows} == {"memcon-wreck"}
    number = "is int, not memcon."
    assert states == {
        ("source", "text"): "claims the ending '.txt', which is memcon's own or is none",
        ("source", "log"): "ready",
        ("source", "number"): f"{number}sources.SourceFormat",
        ("question", "number"): "is no function",
        ("question", "strange"): "has a parameter 'weight' that the command line cannot give",
        ("format", "absent"): "cannot be loaded (ModuleNotFoundError: No module named "
        "'memcon_wreck_nothing')",
        ("format", "raises"): "cannot be loaded (ValueError: no good)",
        ("format", "number"): f"{number}exports.Format",
        ("format", "csl"): "not used: memcon has a format of that name",
        ("format", "fails"): "ready",
        ("knowledge pack", "number"): "is neither a package nor the path of a folder",
        ("knowledge pack", "empty"): "is a folder without tables (files that end in .toml)",
    }


@pytest.mark.parametrize("name", ["absent", "raises", "number", "fails"])
def test_a_broken_format_costs_itself_alone(run: Run, wreck: Path, name: str) -> None:
    done = run("export", name, sees=(wreck,))
    assert done.returncode == Exit.SETUP
    assert f"'{name}' of the package memcon-wreck 1.0 (memcon.exports)" in done.stderr
    assert "pip uninstall memcon-wreck" in done.stderr
    assert done.stderr.count("\n") == 1


def test_unrelated_commands_do_not_notice(run: Run, wreck: Path, installed: Path) -> None:
    listed = run("export", "--help", sees=(wreck, installed))
    assert listed.returncode == 0
    assert "Cannot be used: is int" in " ".join(listed.stdout.split())
    assert "Write a docket of the documents" in " ".join(listed.stdout.split())
    for arguments in (("export", "csl"), ("meetings", "--format", "json")):
        clean, seen = run(*arguments), run(*arguments, sees=(wreck, installed))
        assert (clean.returncode, clean.stdout) == (seen.returncode, seen.stdout)
    done = run("ask", "modes", "--format", "json", sees=(wreck, installed))
    assert done.returncode == 0, done.stderr


def test_a_source_that_fails_rejects_the_file_and_the_rest_goes_on(
    run: Run, wreck: Path, tmp_path: Path
) -> None:
    (tmp_path / "memcon.toml").write_text('[settings]\nsources = ["log"]\n')
    (tmp_path / "a.shiplog").write_text("fair wind")
    (tmp_path / "b.txt").write_text("Norland met Estria.")
    done = run("read", "a.shiplog", "b.txt", "--format", "jsonl", sees=(wreck,))
    assert done.returncode == Exit.SOME_REJECTED
    assert "failed on a.shiplog (KeyError: 'of the wreck')" in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_two_packages_that_add_one_name_are_told_apart(
    run: Run, installed: Path, tmp_path: Path
) -> None:
    twin = tmp_path / "twin" / "memcon_twin-2.dist-info"
    twin.mkdir(parents=True)
    (twin / "METADATA").write_text("Metadata-Version: 2.1\nName: memcon-twin\nVersion: 2\n")
    (twin / "entry_points.txt").write_text(
        "[memcon.exports]\ndocket = memcon_tidewatch.docket:FORMAT\n"
    )
    done = run("export", "docket", sees=(installed, twin.parent))
    assert done.returncode == Exit.SETUP
    assert "memcon-tidewatch and memcon-twin both add 'docket'" in done.stderr
