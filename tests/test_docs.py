"""The documentation says what the program does: generated parts are current, links lead on."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from memcon.cli.exits import Exit
from memcon.exports.registry import OWN

PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    *sorted(f"docs/{path.name}" for path in (Path(__file__).parents[1] / "docs").glob("*.md")),
)


@pytest.fixture(scope="module")
def generate(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", root / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_record_page_is_current(generate: ModuleType, root: Path) -> None:
    page = (root / "docs" / "record.md").read_text(encoding="utf-8")
    assert page == generate.record_page(), "make docs"


@pytest.mark.parametrize("name", ["docs/guide.md", "docs/tables.md", "README.md"])
def test_generated_sections_are_current(generate: ModuleType, root: Path, name: str) -> None:
    page = (root / name).read_text(encoding="utf-8")
    assert "<!-- generated: " in page
    assert page == generate.filled(page), "make docs"


def test_every_command_and_format_is_in_the_guide(root: Path) -> None:
    guide = (root / "docs" / "guide.md").read_text(encoding="utf-8")
    for command in ("code", "events", "mcp", "plugins", "ask", *(f"export {n}" for n in OWN)):
        assert f"\n### `memcon {command}`\n" in guide, command


def test_exit_codes_of_help_and_guide_are_those_of_the_program(root: Path) -> None:
    from memcon.cli.app import EPILOG

    guide = (root / "docs" / "guide.md").read_text(encoding="utf-8")
    codes = [int(code) for code in Exit]
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", guide, re.MULTILINE)] == codes
    assert [int(code) for code in re.findall(r"^  (\d+) ", EPILOG, re.MULTILINE)] == codes


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(root: Path, name: str) -> None:
    path = root / name
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{name} links to {target}"


def test_targets_of_make_named_in_the_docs_exist(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for name in PAGES:
        named = re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", (root / name).read_text(), re.M)
        assert {one or other for one, other in named} <= targets


def test_python_example_of_the_guide_runs(root: Path) -> None:
    guide = (root / "docs" / "guide.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    assert [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Assert)]
    exec(compile(code, "docs/guide.md", "exec"), {"print": lambda _: None})


def test_locks_name_no_index_and_no_path(root: Path) -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        for line in (root / name).read_text(encoding="utf-8").splitlines():
            assert re.fullmatch(
                r"#.*|[a-z0-9.-]+==[^ ]+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line
            ), f"{name}: {line}"


def test_both_locks_agree(root: Path) -> None:
    locks = [
        set(re.findall(r"^\S+==.+$", (root / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert locks[0] <= locks[1]


def test_makefile_takes_the_first_interpreter_that_runs(root: Path, tmp_path: Path) -> None:
    # A pyenv shim: it is there, and fails.
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    works = tmp_path / "python3.12"
    works.write_text(
        '#!/bin/sh\ncase "$1" in -V) echo Python 3.12;; -m) echo venv by 3.12;; esac\n'
    )
    works.chmod(0o755)
    done = subprocess.run(
        ["make", "-f", str(root / "Makefile"), "-C", str(tmp_path), ".venv/bin/python"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "making .venv with Python 3.12" in done.stdout
    assert "venv by 3.12" in done.stdout


def test_makefile_without_a_fitting_interpreter_says_what_is_needed(
    root: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [
            "make",
            "-f",
            str(root / "Makefile"),
            "-C",
            str(tmp_path),
            "CANDIDATES=no-such-python",
            ".venv/bin/python",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "memcon needs Python 3.11, 3.12 or 3.13" in done.stderr
