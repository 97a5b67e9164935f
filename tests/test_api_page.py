"""docs/api.md: every example runs and gives what the page says; it names the whole interface."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path

import pytest

import memcon
from memcon.library import Archive


def test_examples_of_the_page_are_true(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(root / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(
        str(root / "docs" / "api.md"),
        module_relative=False,
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE,
        encoding="utf-8",
    )
    assert tried > 30
    assert failed == 0


def test_page_names_the_whole_interface(root: Path) -> None:
    page = (root / "docs" / "api.md").read_text(encoding="utf-8")
    table = page.partition("## Reading")[0]
    named = set(re.findall(r"`(\w+)", table))
    assert set(memcon.__all__) - {"__version__"} <= named


def test_page_names_every_method_of_an_archive(root: Path) -> None:
    page = (root / "docs" / "api.md").read_text(encoding="utf-8")
    for name in vars(Archive):
        if not name.startswith("_"):
            assert re.search(rf"`{name}`|archive\.{name}\(", page), name


def test_methods_describe_themselves_without_the_connection() -> None:
    import inspect

    for name, method in vars(Archive).items():
        if callable(method) and not name.startswith("_"):
            assert method.__doc__, name
            assert "connection: the archive" not in method.__doc__, name
            assert "connection" not in inspect.signature(method).parameters, name


def test_links_of_the_page_lead_somewhere(root: Path) -> None:
    page = (root / "docs" / "api.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)", page):
        assert "://" in target or (root / "docs" / target).exists()
